/**
 * The emulator as one HTTP application, wherever its requests come from.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Seed } from "../Seed.ts"
import type { Settings } from "../Settings.ts"
import { AddressBooks } from "../modules/address-book/store.ts"
import * as Administration from "../modules/admin/layer.ts"
import * as Chat from "../modules/chat/layer.ts"
import { Control } from "../control/controls.ts"
import { Classes } from "../modules/custom-data/classes.ts"
import { RecordsStore } from "../modules/custom-data/store.ts"
import * as Database from "../server/database/database.ts"
import { Faults } from "../server/state/faults.ts"
import * as Front from "../server/http/front.ts"
import { Identifiers } from "../server/state/identifiers.ts"
import { type Verify, VerifyIdentity } from "../modules/auth/identityProvider.ts"
import { Journal } from "../server/state/journal.ts"
import { Logins } from "../modules/auth/logins.ts"
import * as Meetings from "../modules/video-calling/layer.ts"
import { byFetch, PostWebhook } from "../modules/video-calling/postWebhook.ts"
import { AllowOutbound } from "../server/state/outbound.ts"
import { Outbox } from "../server/state/outbox.ts"
import * as Push from "../modules/push-notifications/layer.ts"
import { RateLimit } from "../server/state/rateLimit.ts"
import * as Routes from "./routes.ts"
import { versions } from "./tables.ts"
import { Exports } from "../control/export/exports.ts"
import { Seeds } from "../control/seed/seeds.ts"
import { Sessions } from "../modules/auth/store.ts"
import { SettingsStore } from "../server/state/settingsStore.ts"
import { drain } from "../modules/storage/formReader.ts"
import { Objects } from "../modules/storage/objects.ts"
import { isPath, Store } from "../modules/storage/objectStore.ts"
import * as Storage from "../modules/storage/layer.ts"
import { Time } from "../server/state/time.ts"
import { UsersStore } from "../modules/users/store.ts"
import { WhiteboardsStore } from "../modules/whiteboards/store.ts"

export interface Options {
  /** The file to keep the data in; in memory, when left out. */
  readonly data?: string | undefined
  /** What is not named stays as in `Settings.defaults`. */
  readonly settings?: Partial<Settings> | undefined
  /** The data that is there at the start. It has to go with what is in the file of `data`. */
  readonly seed?: Seed | undefined
  /** A custom identity provider. It takes the place of the one in the settings. */
  readonly verifyIdentity?: Verify | undefined
  /** Whether the webhook and the identity provider may be on other machines. They may not, when left out. */
  readonly allowOutbound?: boolean | undefined
  /** Takes what is posted to `recording_webhook`, in place of the server there. Gives the status of its response. */
  readonly postWebhook?: PostWebhook | undefined
}

const services = ({
  data = Database.inMemory,
  settings = {},
  verifyIdentity,
  allowOutbound = false,
  postWebhook = byFetch(allowOutbound)
}: Options) =>
  Layer.mergeAll(Logins.layer, Control.layer, RecordsStore.layer, Administration.layer).pipe(
    Layer.provideMerge(Layer.merge(Seeds.layer, Exports.layer)),
    Layer.provideMerge(Layer.mergeAll(Classes.layer, Push.layer, AddressBooks.layer)),
    Layer.provideMerge(Layer.merge(Meetings.layer, WhiteboardsStore.layer)),
    Layer.provideMerge(Layer.merge(Chat.layer, Storage.layer(data))),
    Layer.provideMerge(Sessions.layer),
    Layer.provideMerge(UsersStore.layer),
    Layer.provideMerge(Identifiers.layer),
    Layer.provideMerge(
      Layer.mergeAll(
        Database.layer(data, versions),
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

const application = Effect.gen(function* () {
  const router = yield* Routes.make
  const { collect } = yield* Objects
  const { serve } = yield* Store
  const { sweep } = yield* Sessions
  const { settings } = yield* SettingsStore
  const verifyIdentity = yield* VerifyIdentity
  return yield* Front.make({
    router,
    store: { isPath, serve, drain },
    sweep,
    collect,
    loginIsSecret: Effect.map(
      settings,
      ({ identity_provider }) => verifyIdentity !== undefined || identity_provider !== null
    )
  })
})

/** The application, and its controls: its own, whatever it is made inside of. */
export const make = Effect.fnUntraced(
  function* (options: Options) {
    const context = yield* Layer.build(services(options))
    const app = yield* Effect.provideContext(application, context)
    const controls = Context.get(context, Control)
    if (options.seed !== undefined) yield* controls.seed(options.seed)
    return { app, controls }
  },
  // Its parts are constant layers, and a router is one too: memoized, they would be those of another emulator, or of a server
  // in the same program.
  Effect.provideServiceEffect(Layer.CurrentMemoMap, Layer.makeMemoMap)
)
