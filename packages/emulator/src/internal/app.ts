/**
 * The emulator as one HTTP application, wherever its requests come from.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Etag from "effect/http/Etag"
import * as HttpPlatform from "effect/http/HttpPlatform"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import { Api } from "../Api.ts"
import { ControlApi } from "../ControlApi.ts"
import * as addressBook from "../modules/addressBook.ts"
import * as administeredChat from "../modules/administeredChat.ts"
import * as administeredMeetings from "../modules/administeredMeetings.ts"
import * as administeredUsers from "../modules/administeredUsers.ts"
import * as auth from "../modules/auth.ts"
import * as calls from "../modules/calls.ts"
import * as control from "../modules/control.ts"
import * as dialogs from "../modules/dialogs.ts"
import * as events from "../modules/events.ts"
import * as meetings from "../modules/meetings.ts"
import * as messages from "../modules/messages.ts"
import * as records from "../modules/records.ts"
import * as search from "../modules/search.ts"
import * as statistics from "../modules/statistics.ts"
import * as storage from "../modules/storage.ts"
import * as subscriptions from "../modules/subscriptions.ts"
import * as users from "../modules/users.ts"
import * as whiteboards from "../modules/whiteboards.ts"
import type { Settings } from "../Settings.ts"
import { AddressBooks } from "./addressBook/addressBooks.ts"
import * as Administration from "./admin/layer.ts"
import * as Chat from "./chat/layer.ts"
import { Control } from "./control.ts"
import { Classes } from "./data/classes.ts"
import { RecordsStore } from "./data/recordsStore.ts"
import * as Database from "./database.ts"
import { Faults } from "./faults.ts"
import * as Front from "./front.ts"
import { Identifiers } from "./identifiers.ts"
import { type Verify, VerifyIdentity } from "./identityProvider.ts"
import { Journal } from "./journal.ts"
import * as LinkPreview from "./linkPreview.ts"
import { Logins } from "./logins.ts"
import * as Meetings from "./meetings/layer.ts"
import { byFetch, PostWebhook } from "./meetings/postWebhook.ts"
import { AllowOutbound } from "./outbound.ts"
import { Outbox } from "./outbox.ts"
import { page } from "./page.ts"
import * as Push from "./push/layer.ts"
import { RateLimit } from "./rateLimit.ts"
import * as Security from "./security.ts"
import { Sessions } from "./sessions.ts"
import { SettingsStore } from "./settingsStore.ts"
import * as Storage from "./storage/layer.ts"
import { Time } from "./time.ts"
import { UsersStore } from "./usersStore.ts"
import { WhiteboardsStore } from "./whiteboards/whiteboardsStore.ts"
import * as WireRules from "./wireRules.ts"

export interface Options {
  /** The file to keep the data in; in memory, when left out. */
  readonly data?: string | undefined
  /** What is not named stays as in `Settings.defaults`. */
  readonly settings?: Partial<Settings> | undefined
  /** A custom identity provider. It takes the place of the one in the settings. */
  readonly verifyIdentity?: Verify | undefined
  /** Whether the webhook and the identity provider may be on other machines. They may not, when left out. */
  readonly allowOutbound?: boolean | undefined
  /** Takes what is posted to `recording_webhook`, in place of the server there. Gives the status of its answer. */
  readonly postWebhook?: PostWebhook | undefined
}

const services = ({
  data = Database.inMemory,
  settings = {},
  verifyIdentity,
  allowOutbound = false,
  postWebhook = byFetch(allowOutbound)
}: Options) =>
  Layer.mergeAll(
    Logins.layer,
    Control.layer,
    Classes.layer,
    RecordsStore.layer,
    Push.layer,
    AddressBooks.layer,
    Administration.layer
  ).pipe(
    Layer.provideMerge(Layer.merge(Meetings.layer, WhiteboardsStore.layer)),
    Layer.provideMerge(Layer.merge(Chat.layer, Storage.layer(data))),
    Layer.provideMerge(Sessions.layer),
    Layer.provideMerge(UsersStore.layer),
    Layer.provideMerge(Identifiers.layer),
    Layer.provideMerge(
      Layer.mergeAll(
        Database.layer(data),
        Outbox.layer,
        Faults.layer,
        Journal.layer,
        RateLimit.layer,
        Layer.succeed(VerifyIdentity, verifyIdentity),
        Layer.succeed(PostWebhook, postWebhook)
      )
    ),
    Layer.provideMerge(Layer.merge(Time.layer, SettingsStore.layer(settings))),
    Layer.provideMerge(Layer.succeed(AllowOutbound, allowOutbound))
  )

// The handlers take and give JSON: no files, nothing of a platform.
const noPlatform = Layer.mergeAll(
  Path.layer,
  Etag.layer,
  FileSystem.layerNoop({}),
  HttpPlatform.layer.pipe(Layer.provide(FileSystem.layerNoop({})))
)

const routes = Layer.mergeAll(
  HttpApiBuilder.layer(Api, { openapiPath: Front.openApiPath }).pipe(
    Layer.provide([auth.layer, users.layer, dialogs.layer, messages.layer, search.layer, records.layer]),
    Layer.provide([storage.layer, subscriptions.layer, events.layer, addressBook.layer]),
    Layer.provide([calls.layer, meetings.layer, whiteboards.layer]),
    Layer.provide([statistics.layer, administeredChat.layer, administeredMeetings.layer, administeredUsers.layer])
  ),
  HttpApiBuilder.layer(ControlApi).pipe(Layer.provide(control.layer)),
  LinkPreview.layer,
  HttpRouter.add("GET", "/", page),
  HttpRouter.add("GET", "/_emulator", page)
).pipe(Layer.provide([WireRules.layer, Security.layer, noPlatform]))

// Lists of ids stand in paths. Longer ones are in URLs that are too long.
const routerConfig = { maxParamLength: 10_000 }

/** The application, and its controls: its own, whatever it is made inside of. */
export const make = Effect.fnUntraced(
  function* (options: Options) {
    const context = yield* Layer.build(services(options))
    const router = yield* HttpRouter.toHttpEffect(routes).pipe(
      Effect.provideContext(context),
      Effect.provideService(HttpRouter.RouterConfig, routerConfig)
    )
    const app = yield* Effect.provideContext(Front.make(router), context)
    return { app, controls: Context.get(context, Control) }
  },
  // Its parts are constant layers, and a router is one too: memoized, they would be those of another emulator, or of a server
  // in the same program.
  Effect.provideServiceEffect(Layer.CurrentMemoMap, Layer.makeMemoMap)
)

/** An {@link make application}. */
export type Application = Effect.Success<ReturnType<typeof make>>["app"]
