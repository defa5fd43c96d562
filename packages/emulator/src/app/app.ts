/**
 * One application of the emulator as an HTTP application, wherever its requests come from.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { ApplicationSettings } from "../Application.ts"
import type { DatabaseError } from "../DatabaseError.ts"
import { InvalidControl } from "../InvalidControl.ts"
import type { Seed } from "../Seed.ts"
import type { Settings } from "../Settings.ts"
import { AddressBooks } from "../modules/address-book/store.ts"
import * as Administration from "../modules/admin/layer.ts"
import * as Chat from "../modules/chat/layer.ts"
import { Control, type Controls } from "../control/controls.ts"
import { Classes } from "../modules/custom-data/classes.ts"
import { RecordsStore } from "../modules/custom-data/store.ts"
import * as Copies from "../server/database/copies.ts"
import * as Database from "../server/database/database.ts"
import { type Contents, contents, type Template } from "./template.ts"
import { Faults } from "../server/state/faults.ts"
import * as Front from "../server/http/front.ts"
import { alone, Hosting } from "../server/state/hosting.ts"
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
import * as StoredContents from "../modules/storage/contents.ts"
import * as Storage from "../modules/storage/layer.ts"
import { Files } from "../modules/storage/store.ts"
import { Time } from "../server/state/time.ts"
import { UsersStore } from "../modules/users/store.ts"
import { WhiteboardsStore } from "../modules/whiteboards/store.ts"

/** What an application is made of. */
interface Parts {
  /** What is not named stays as in `Settings.defaults`. */
  readonly settings?: Partial<Settings> | undefined
  /** The data that is there at the start. It has to go with what is in the file of `data`. */
  readonly seed?: Seed | undefined
  /** A state to begin with, in place of `seed`; for an emulator in memory. */
  readonly from?: Template | undefined
  /** A custom identity provider. It takes the place of the one in the settings. */
  readonly verifyIdentity?: Verify | undefined
  /** Takes what is posted to `recording_webhook`, in place of the server there. Gives the status of its response. */
  readonly postWebhook?: PostWebhook | undefined
}

export interface ApplicationOptions extends Parts {
  /** Its id, which is that of no other application, and what differs from `Application.settingsOf`. */
  readonly settings: ApplicationSettings
}

/** What all applications of an emulator share. */
interface Shared {
  /** The file to keep the data in; in memory, when left out. A further application has `FILE.app-ID`. */
  readonly data?: string | undefined
  /** Whether the webhook and the identity provider may be on other machines. They may not, when left out. */
  readonly allowOutbound?: boolean | undefined
}

export interface Options extends Parts, Shared {
  /** Further applications, each with data, settings, clock, faults, outbox and journal of its own. */
  readonly applications?: ReadonlyArray<ApplicationOptions> | undefined
}

/** An application that runs. */
export interface Running {
  readonly app: Front.Application
  readonly controls: Controls
  /** A copy of its data. */
  readonly copy: Effect.Effect<Contents>
  /** Whether there is a session with this token. */
  readonly hasSession: (token: string) => Effect.Effect<boolean>
  /** Whether there is a file with this uid. */
  readonly hasFile: (uid: string) => Effect.Effect<boolean>
}

export interface One extends Parts, Shared {}

const services = (
  {
    data = Database.inMemory,
    settings,
    from,
    verifyIdentity,
    allowOutbound = false,
    postWebhook = byFetch(allowOutbound)
  }: One,
  hosting: Hosting
) =>
  Layer.mergeAll(Logins.layer, Control.layer, RecordsStore.layer, Administration.layer).pipe(
    Layer.provideMerge(Layer.merge(Seeds.layer, Exports.layer)),
    Layer.provideMerge(Layer.mergeAll(Classes.layer, Push.layer, AddressBooks.layer)),
    Layer.provideMerge(Layer.merge(Meetings.layer, WhiteboardsStore.layer)),
    Layer.provideMerge(Layer.merge(Chat.layer, Storage.layer(data, from?.[contents].files))),
    Layer.provideMerge(Sessions.layer),
    Layer.provideMerge(UsersStore.layer),
    Layer.provideMerge(Identifiers.layer),
    Layer.provideMerge(
      Layer.mergeAll(
        Database.layer(data, versions, from?.[contents].database),
        Outbox.layer,
        Faults.layer,
        Journal.layer,
        RateLimit.layer,
        Layer.succeed(VerifyIdentity, verifyIdentity),
        Layer.succeed(PostWebhook, postWebhook)
      )
    ),
    Layer.provideMerge(Layer.merge(Time.layer, SettingsStore.layer({ ...from?.settings, ...settings }))),
    Layer.provideMerge(Layer.mergeAll(Layer.succeed(AllowOutbound, allowOutbound), Layer.succeed(Hosting, hosting)))
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

/** An application, its controls, and a copy of its data: its own, whatever it is made inside of. */
export const make = Effect.fnUntraced(
  function* (options: One, hosting: Hosting) {
    if (options.from !== undefined) yield* checkFrom(options)
    const context = yield* Layer.build(services(options, hosting))
    const app = yield* Effect.provideContext(application, context)
    const controls = Context.get(context, Control)
    const sessions = Context.get(context, Sessions)
    const files = Context.get(context, Files)
    if (options.seed !== undefined) yield* controls.seed(options.seed)
    const running: Running = {
      app,
      controls,
      copy: Effect.map(Context.get(context, Database.Database).use(Copies.of), (database) => ({
        database,
        files: Context.get(context, StoredContents.Contents).kept()
      })),
      hasSession: (token) => Effect.isSuccess(sessions.get(token)),
      hasFile: (uid) => Effect.map(files.findByUid(uid), (file) => file !== undefined)
    }
    return running
  },
  // Its parts are constant layers, and a router is one too: memoized, they would be those of another emulator, or of a server
  // in the same program.
  Effect.provideServiceEffect(Layer.CurrentMemoMap, Layer.makeMemoMap)
)

const checkFrom = ({ data = Database.inMemory, seed }: One): Effect.Effect<void, InvalidControl> => {
  const errors = {
    ...(data === Database.inMemory ? {} : { data: ["An emulator that begins with a template is in memory"] }),
    ...(seed === undefined ? {} : { seed: ["A template has its own"] })
  }
  return Object.keys(errors).length === 0 ? Effect.void : Effect.fail(new InvalidControl({ control: "from", errors }))
}

/** Inserts a seed once, for the emulators that begin with it. */
export const template = ({
  seed = {},
  settings = {}
}: TemplateOptions): Effect.Effect<Template, DatabaseError | InvalidControl> =>
  Effect.flatMap(make({ seed, settings }, alone), ({ copy }) => copy).pipe(
    Effect.scoped,
    Effect.map((copied): Template => ({ seed, settings, [contents]: copied }))
  )

export type TemplateOptions = Pick<Options, "seed" | "settings">
