/**
 * The routes of all modules, of the control API and of the OpenAPI document.
 */
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import type * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Layer from "effect/Layer"
import { Api } from "../Api.ts"
import * as control from "../control/handlers.ts"
import { DataApi } from "../control/data/api.ts"
import * as data from "../control/data/handlers.ts"
import { file, prefix } from "../control/inspector/files.ts"
import { page } from "../control/page.ts"
import { ControlApi } from "../ControlApi.ts"
import * as addressBook from "../modules/address-book/handlers.ts"
import { dialect as addressBookDialect } from "../modules/address-book/dialect.ts"
import { dialect as adminDialect } from "../modules/admin/dialect.ts"
import * as admin from "../modules/admin/handlers.ts"
import { dialect as authDialect } from "../modules/auth/dialect.ts"
import * as auth from "../modules/auth/handlers.ts"
import * as Security from "../modules/auth/security.ts"
import { dialect as chatDialect } from "../modules/chat/dialect.ts"
import * as chat from "../modules/chat/handlers.ts"
import * as LinkPreview from "../modules/chat/linkPreview.ts"
import * as customData from "../modules/custom-data/handlers.ts"
import { dialect as pushDialect } from "../modules/push-notifications/dialect.ts"
import * as push from "../modules/push-notifications/handlers.ts"
import { dialect as storageDialect } from "../modules/storage/dialect.ts"
import * as storage from "../modules/storage/handlers.ts"
import { dialect as usersDialect } from "../modules/users/dialect.ts"
import * as users from "../modules/users/handlers.ts"
import { dialect as callingDialect } from "../modules/video-calling/dialect.ts"
import * as calling from "../modules/video-calling/handlers.ts"
import * as whiteboards from "../modules/whiteboards/handlers.ts"
import { openApiPath } from "../server/http/front.ts"
import * as Router from "../server/http/router.ts"
import { docs } from "./docs.ts"
import { openApi } from "./openApi.ts"
import * as Origin from "../server/wire/origin.ts"
import type { Dialect } from "../server/wire/dialect.ts"
import * as WireRules from "../server/wire/wireRules.ts"

const { groups } = Api

const api = HttpApi.make("connectycube")
const Auth = api.add(groups.auth)
const Users = api.add(groups.users)
const Chat = api.add(groups["chat.dialogs"]).add(groups["chat.messages"]).add(groups.chat)
const CustomData = api.add(groups["data.records"])
const Storage = api.add(groups.storage)
const Push = api.add(groups["push.subscriptions"]).add(groups["push.events"])
const AddressBook = api.add(groups.addressBook)
const VideoCalling = api.add(groups.calls).add(groups.meetings)
const Whiteboards = api.add(groups.whiteboards)
const Administration = api
  .add(groups["admin.stats"])
  .add(groups["admin.chat"])
  .add(groups["admin.meetings"])
  .add(groups["admin.users"])

const asDocumented: Dialect = {}

const middleware = (dialect: Dialect) => Layer.merge(WireRules.layer(dialect), Security.layer)

/** The endpoints of a module, with their handlers. */
const moduleOf = <Id extends string, Groups extends HttpApiGroup.Constraint, E, R>(
  segments: ReadonlyArray<string>,
  api: HttpApi.HttpApi<Id, Groups>,
  handlers: Layer.Layer<HttpApiGroup.ToService<Id, Groups>, E, R>,
  dialect: Dialect = asDocumented
) => Router.at(segments, HttpApiBuilder.layer(api).pipe(Layer.provide(handlers), Layer.provide(middleware(dialect))))

/** In process it is the document of the real API: there is no address that others could use. */
const document = Effect.map(HttpServerRequest.HttpServerRequest, (request) =>
  HttpServerResponse.jsonUnsafe(openApi(request.headers["host"] === undefined ? undefined : Origin.of(request)))
)

const modules = [
  moduleOf(["session", "login"], Auth, auth.layer, authDialect),
  moduleOf(["users"], Users, users.layer, usersDialect),
  moduleOf(["chat"], Chat, chat.layer, chatDialect),
  Router.at(["unfurl"], LinkPreview.layer),
  moduleOf(["data"], CustomData, customData.layer),
  moduleOf(["blobs"], Storage, storage.layer, storageDialect),
  moduleOf(["subscriptions", "events"], Push, push.layer, pushDialect),
  moduleOf(["address_book"], AddressBook, addressBook.layer, addressBookDialect),
  moduleOf(["calls", "meetings"], VideoCalling, calling.layer, callingDialect),
  moduleOf(["whiteboards"], Whiteboards, whiteboards.layer),
  moduleOf(["admin"], Administration, admin.layer, adminDialect),
  Router.at(
    ["_emulator"],
    Layer.mergeAll(
      HttpApiBuilder.layer(ControlApi).pipe(Layer.provide(control.layer), Layer.provide(middleware(asDocumented))),
      HttpApiBuilder.layer(DataApi).pipe(Layer.provide(data.layer), Layer.provide(middleware(asDocumented))),
      HttpRouter.add("GET", "/_emulator", page),
      HttpRouter.add("GET", `${prefix}*`, file)
    )
  ),
  Router.at([""], HttpRouter.add("GET", "/", page)),
  Router.at([openApiPath], HttpRouter.add("GET", openApiPath, document)),
  docs
]

/** All routes, as one application. */
export const make = Router.build(
  Effect.gen(function* () {
    const built = []
    for (const { app, segments } of modules) built.push({ segments, app: yield* app })
    return Router.merge(built)
  })
)
