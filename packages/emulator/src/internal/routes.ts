/**
 * The routes, by the first segment of their paths. Those of a module are built for the first request that is for it: compiling
 * the schemas of all endpoints takes longer than most tests.
 */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Etag from "effect/http/Etag"
import * as HttpPlatform from "effect/http/HttpPlatform"
import * as HttpRouter from "effect/http/HttpRouter"
import { HttpServerError, RouteNotFound } from "effect/http/HttpServerError"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import type * as Scope from "effect/Scope"
import { Api } from "../Api.ts"
import { ControlApi } from "../ControlApi.ts"
import * as addressBook from "../modules/address-book/handlers.ts"
import * as administeredChat from "../modules/admin/chatHandlers.ts"
import * as administeredMeetings from "../modules/admin/meetingHandlers.ts"
import * as administeredUsers from "../modules/admin/userHandlers.ts"
import * as auth from "../modules/auth/handlers.ts"
import * as calls from "../modules/video-calling/callHandlers.ts"
import * as control from "../control/handlers.ts"
import * as dialogs from "../modules/chat/dialogHandlers.ts"
import * as events from "../modules/push-notifications/eventHandlers.ts"
import * as meetings from "../modules/video-calling/meetingHandlers.ts"
import * as messages from "../modules/chat/messageHandlers.ts"
import * as records from "../modules/custom-data/handlers.ts"
import * as search from "../modules/chat/searchHandlers.ts"
import * as statistics from "../modules/admin/statisticsHandlers.ts"
import * as storage from "../modules/storage/handlers.ts"
import * as subscriptions from "../modules/push-notifications/subscriptionHandlers.ts"
import * as users from "../modules/users/handlers.ts"
import * as whiteboards from "../modules/whiteboards/handlers.ts"
import * as LinkPreview from "../modules/chat/linkPreview.ts"
import { page } from "../control/page.ts"
import * as Parameters from "../server/wire/parameters.ts"
import * as Security from "../modules/auth/security.ts"
import * as WireRules from "../server/wire/wireRules.ts"

/** Where every endpoint of the API is listed. */
export const openApiPath = "/openapi.json"

/** In whatever spelling a route is found. */
const segmentOf = (path: string): string => (/[^/]+/.exec(path)?.[0] ?? "").toLowerCase()

const { groups } = Api

const api = HttpApi.make("connectycube")
const Auth = api.add(groups.auth)
const Users = api.add(groups.users)
const Chat = api.add(groups["chat.dialogs"]).add(groups["chat.messages"]).add(groups.chat)
const Data = api.add(groups["data.records"])
const Storage = api.add(groups.storage)
const Subscriptions = api.add(groups["push.subscriptions"])
const Events = api.add(groups["push.events"])
const AddressBook = api.add(groups.addressBook)
const Calls = api.add(groups.calls)
const Meetings = api.add(groups.meetings)
const Whiteboards = api.add(groups.whiteboards)
const Administration = api
  .add(groups["admin.stats"])
  .add(groups["admin.chat"])
  .add(groups["admin.meetings"])
  .add(groups["admin.users"])

// Handlers take and return JSON: no files, nothing of a platform.
const noPlatform = Layer.mergeAll(
  Path.layer,
  Etag.layer,
  FileSystem.layerNoop({}),
  HttpPlatform.layer.pipe(Layer.provide(FileSystem.layerNoop({})))
)

const provided = Layer.mergeAll(WireRules.layer, Security.layer, noPlatform)

/**
 * An application that is built when it is run for the first time: with what there is now, and nothing of the request that it is
 * built for.
 */
const lazily = <A, E, R, E2, R2>(build: Effect.Effect<Effect.Effect<A, E, R>, E2, R2>) =>
  Effect.contextWith((context: Context.Context<R2>) => {
    const here: (other: Context.Context<never>) => Context.Context<R2> = () => context
    return Effect.map(Effect.cached(Effect.updateContext(build, here)), Effect.flatten)
  })

/** What is found at the paths that begin with these segments. */
const at = <E, R>(segments: ReadonlyArray<string>, layer: Layer.Layer<never, E, R>) => ({
  segments,
  app: lazily(HttpRouter.toHttpEffect(Layer.provide(layer, provided)))
})

const openApi = Effect.sync(() => HttpServerResponse.jsonUnsafe(OpenApi.fromApi(Api)))

const modules = [
  at(["session", "login"], HttpApiBuilder.layer(Auth).pipe(Layer.provide(auth.layer))),
  at(["users"], HttpApiBuilder.layer(Users).pipe(Layer.provide(users.layer))),
  at(["chat"], HttpApiBuilder.layer(Chat).pipe(Layer.provide([dialogs.layer, messages.layer, search.layer]))),
  at(["unfurl"], LinkPreview.layer),
  at(["data"], HttpApiBuilder.layer(Data).pipe(Layer.provide(records.layer))),
  at(["blobs"], HttpApiBuilder.layer(Storage).pipe(Layer.provide(storage.layer))),
  at(["subscriptions"], HttpApiBuilder.layer(Subscriptions).pipe(Layer.provide(subscriptions.layer))),
  at(["events"], HttpApiBuilder.layer(Events).pipe(Layer.provide(events.layer))),
  at(["address_book"], HttpApiBuilder.layer(AddressBook).pipe(Layer.provide(addressBook.layer))),
  at(["calls"], HttpApiBuilder.layer(Calls).pipe(Layer.provide(calls.layer))),
  at(["meetings"], HttpApiBuilder.layer(Meetings).pipe(Layer.provide(meetings.layer))),
  at(["whiteboards"], HttpApiBuilder.layer(Whiteboards).pipe(Layer.provide(whiteboards.layer))),
  at(
    ["admin"],
    HttpApiBuilder.layer(Administration).pipe(
      Layer.provide([statistics.layer, administeredChat.layer, administeredMeetings.layer, administeredUsers.layer])
    )
  ),
  at(
    ["_emulator"],
    Layer.merge(
      HttpApiBuilder.layer(ControlApi).pipe(Layer.provide(control.layer)),
      HttpRouter.add("GET", "/_emulator", page)
    )
  ),
  at([""], HttpRouter.add("GET", "/", page)),
  at([segmentOf(openApiPath)], HttpRouter.add("GET", openApiPath, openApi))
]

// Lists of ids stand in paths. Longer ones are in URLs that are too long.
const routerConfig = { maxParamLength: 10_000 }

/** All routes, as one application. */
export const make = Effect.gen(function* () {
  const apps = new Map<string, App>()
  for (const { app, segments } of modules) {
    const built = yield* app
    for (const segment of segments) apps.set(segment, built)
  }
  return Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
    const { path } = Parameters.splitUrl(request.url)
    return apps.get(segmentOf(path)) ?? Effect.fail(new HttpServerError({ reason: new RouteNotFound({ request }) }))
  })
}).pipe(Effect.provideService(HttpRouter.RouterConfig, routerConfig))

type App = Effect.Effect<
  HttpServerResponse.HttpServerResponse,
  unknown,
  HttpServerRequest.HttpServerRequest | Scope.Scope
>
