/**
 * The controls of an emulator, in process.
 */
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { EmulatedFile } from "../EmulatedFile.ts"
import { type Fault, type NewFault, NoSuchFault } from "../Fault.ts"
import type { JournalEntry } from "../JournalEntry.ts"
import type { OutboxEntry } from "../OutboxEntry.ts"
import type { InvalidControl } from "../InvalidControl.ts"
import type { Seed, Seeded } from "../Seed.ts"
import type { Settings } from "../Settings.ts"
import * as Actors from "./actors.ts"
import * as Checked from "./checked.ts"
import { Database } from "../server/database/database.ts"
import * as HostingState from "../server/state/hosting.ts"
import { AllowOutbound } from "../server/state/outbound.ts"
import { Faults } from "../server/state/faults.ts"
import { Journal } from "../server/state/journal.ts"
import * as Meetings from "./meetings.ts"
import { Outbox } from "../server/state/outbox.ts"
import { RateLimit } from "../server/state/rateLimit.ts"
import { Exports } from "./export/exports.ts"
import { Seeds } from "./seed/seeds.ts"
import * as Snapshots from "./snapshots.ts"
import * as SettingsStore from "../server/state/settingsStore.ts"
import { Files, type StoredRow } from "../modules/storage/store.ts"
import { Objects } from "../modules/storage/objects.ts"
import * as UserIds from "./userIds.ts"
import { saveAll } from "../server/state/state.ts"
import { Time } from "../server/state/time.ts"

/**
 * The data, contents of files, clock, settings, faults, outbox and journal of an emulator, as they were once.
 *
 * @category services
 */
export interface Snapshot {
  /**
   * Puts all of it back, as often as it is run.
   *
   * @example
   * ```ts
   * const { restore } = yield* emulator.snapshot
   * yield* users.signUp({ login: "eve", password: Redacted.make("correct horse") })
   * yield* restore
   * const error = yield* Effect.flip(users.getByLogin("eve"))
   * error._tag // => "NotFound"
   * ```
   */
  readonly restore: Effect.Effect<void>
}

/**
 * What a test sets up in an emulator before, and reads afterwards.
 *
 * @category services
 */
export interface Controls
  extends Meetings.MeetingControls, Snapshots.SnapshotControls, UserIds.UserControls, Actors.ActorControls {
  /**
   * Puts users, dialogs, messages and what else there is into the emulator, all of it or nothing. Data that breaks a rule is an
   * `InvalidControl`, whose `errors` are by the places in it, such as `users.3.login`: the first 20.
   *
   * @example
   * ```ts
   * const seeded = yield* emulator.seed({
   *   users: [{ login: "eve", password: "correct horse" }],
   *   dialogs: [{ key: "club", type: "public", name: "Club", user_id: "eve" }]
   * })
   * seeded.users // => 1
   * ```
   */
  readonly seed: (data: Seed) => Effect.Effect<Seeded, InvalidControl>
  /**
   * The data of all users as a seed, with the ids and times that it has, the hashes of passwords, and the contents of files: an
   * emulator that is seeded with it, with the same settings, responds as this one. It has no sessions. Contents of more than
   * 128 MiB are an `InvalidControl`.
   *
   * @example
   * ```ts
   * const { users } = yield* emulator.exported
   * users?.map(({ login }) => login) // => ["ada", "ben"]
   * ```
   */
  readonly exported: Effect.Effect<Seed, InvalidControl>
  /**
   * Forgets all data, faults, mails and requests, and sets clock and settings back to the start.
   *
   * @example
   * ```ts
   * yield* emulator.reset
   * const requests = yield* emulator.requests
   * requests.length // => 0
   * ```
   */
  readonly reset: Effect.Effect<void>
  /**
   * Takes a copy of all that {@link reset} forgets. Each test of a suite may begin with the same users and dialogs, and leave
   * nothing to the next one.
   *
   * @example
   * ```ts
   * const start = yield* emulator.snapshot
   * yield* users.signUp({ login: "eve", password: Redacted.make("correct horse") })
   * yield* start.restore
   * ```
   */
  readonly snapshot: Effect.Effect<Snapshot>
  /**
   * The requests and their responses, oldest first.
   *
   * @example
   * ```ts
   * yield* users.get(ben.id)
   * const requests = yield* emulator.requests
   * requests.at(-1)?.path // => "/users/v2"
   * ```
   */
  readonly requests: Effect.Effect<ReadonlyArray<JournalEntry>>
  /**
   * The requests of {@link requests} after the one of a number. All of them, when the journal has not reached that number.
   *
   * @example
   * ```ts
   * yield* users.get(ben.id)
   * const { number } = (yield* emulator.requests).at(-1) ?? { number: 0 }
   * yield* users.countOnline
   * const later = yield* emulator.requestsAfter(number)
   * later.map(({ operation }) => operation) // => ["users.listOnline"]
   * ```
   */
  readonly requestsAfter: (number: number) => Effect.Effect<ReadonlyArray<JournalEntry>>
  /**
   * Deletes the requests of {@link requests}. Later ones go on with the numbers.
   *
   * @example
   * ```ts
   * yield* emulator.clearRequests
   * const requests = yield* emulator.requests
   * requests.length // => 0
   * ```
   */
  readonly clearRequests: Effect.Effect<void>
  /**
   * The mails and messages that would have been sent, oldest first.
   *
   * @example
   * ```ts
   * yield* users.resetPassword("ada@example.com")
   * const outbox = yield* emulator.outbox
   * outbox.at(-1)?.kind // => "mail"
   * ```
   */
  readonly outbox: Effect.Effect<ReadonlyArray<OutboxEntry>>
  /**
   * Forgets the mails and messages of {@link outbox}.
   *
   * @example
   * ```ts
   * yield* emulator.clearOutbox
   * const outbox = yield* emulator.outbox
   * outbox.length // => 0
   * ```
   */
  readonly clearOutbox: Effect.Effect<void>
  /**
   * The files of all users, oldest first, with what the store holds of each.
   *
   * @example
   * ```ts
   * yield* storage.upload(Source.text("Hello"), { name: "hello.txt" })
   * const files = yield* emulator.files
   * files.map(({ content, name }) => [name, content?.size]) // => [["hello.txt", 5]]
   * ```
   */
  readonly files: Effect.Effect<ReadonlyArray<EmulatedFile>>
  /**
   * The time of the emulator.
   *
   * @example
   * ```ts
   * const now = yield* emulator.now
   * DateTime.formatIso(now) // => "2027-02-19T12:00:00.000Z"
   * ```
   */
  readonly now: Effect.Effect<DateTime.Utc>
  /**
   * Moves the clock of the emulator.
   *
   * @example
   * ```ts
   * yield* emulator.advance("3 hours")
   * const error = yield* Effect.flip(auth.getSession)
   * error._tag // => "Unauthorized"
   * ```
   */
  readonly advance: (by: Duration.Input) => Effect.Effect<void, InvalidControl>
  /**
   * Whether the clock of the emulator stands still.
   *
   * @example
   * ```ts
   * yield* emulator.freeze
   * const frozen = yield* emulator.frozen // => true
   * ```
   */
  readonly frozen: Effect.Effect<boolean>
  /**
   * Stops the clock of the emulator: from now on only {@link advance} moves it.
   *
   * @example
   * ```ts
   * yield* emulator.freeze
   * yield* emulator.advance("1 hour")
   * const now = yield* emulator.now
   * DateTime.formatIso(now) // => "2027-02-19T13:00:00.000Z"
   * ```
   */
  readonly freeze: Effect.Effect<void>
  /**
   * Lets the clock of the emulator go on, from the time at which it stands.
   *
   * @example
   * ```ts
   * yield* emulator.freeze
   * yield* emulator.unfreeze
   * const frozen = yield* emulator.frozen // => false
   * ```
   */
  readonly unfreeze: Effect.Effect<void>
  /**
   * The rules by which requests fail, oldest first, with how many requests each has caught.
   *
   * @example
   * ```ts
   * yield* emulator.addFault({ method: "GET", path: "/users/**", times: 1, respond: { status: 500 } })
   * yield* Effect.ignore(users.getByLogin("ben"))
   * const faults = yield* emulator.faults
   * faults.map(({ caught }) => caught) // => [1]
   * ```
   */
  readonly faults: Effect.Effect<ReadonlyArray<Fault>>
  /**
   * Makes requests fail from now on. A rule without `respond`, `delay` and `drop`, or an invalid one, is an `InvalidControl`.
   *
   * @example
   * ```ts
   * yield* emulator.addFault({ method: "GET", path: "/users/**", times: 2, respond: { status: 500 } })
   * const error = yield* Effect.flip(users.getByLogin("ben"))
   * error._tag // => "InternalServerError"
   * ```
   */
  readonly addFault: (rule: NewFault) => Effect.Effect<Fault, InvalidControl>
  /**
   * Removes one rule, by the id that {@link addFault} returned.
   *
   * @example
   * ```ts
   * const { id } = yield* emulator.addFault({ operation: "users.listOnline", respond: { status: 500 } })
   * yield* emulator.removeFault(id)
   * const count = yield* users.countOnline // => 2
   * ```
   */
  readonly removeFault: (id: number) => Effect.Effect<void, NoSuchFault>
  /**
   * Removes all rules of {@link addFault}.
   *
   * @example
   * ```ts
   * yield* emulator.addFault({ respond: { status: 500 } })
   * yield* emulator.clearFaults
   * const count = yield* users.countOnline // => 2
   * ```
   */
  readonly clearFaults: Effect.Effect<void>
  /**
   * The settings of the application.
   *
   * @example
   * ```ts
   * const { occupants_limit } = yield* emulator.settings
   * occupants_limit // => 30
   * ```
   */
  readonly settings: Effect.Effect<Settings>
  /**
   * Changes settings; those left out stay. They are checked as over HTTP.
   *
   * @example
   * ```ts
   * yield* emulator.changeSettings({ online_users: false })
   * const error = yield* Effect.flip(users.countOnline)
   * error._tag // => "Forbidden"
   * ```
   */
  readonly changeSettings: (changes: Partial<Settings>) => Effect.Effect<Settings, InvalidControl>
}

/** The {@link Controls} of an emulator, as a service. */
export class Control extends Context.Service<Control, Controls>()("@effect-connectycube/emulator/control/Control") {
  /** Provides the service, on the state of the emulator in the context. */
  static readonly layer = Layer.effect(
    Control,
    Effect.gen(function* () {
      const allowOutbound = yield* AllowOutbound
      const database = yield* Database
      const journal = yield* Journal
      const outbox = yield* Outbox
      const time = yield* Time
      const faults = yield* Faults
      const settings = yield* SettingsStore.SettingsStore
      const hosting = yield* HostingState.Hosting
      const rateLimit = yield* RateLimit
      const files = yield* Files
      const objects = yield* Objects
      const meetings = yield* Meetings.make
      const userIds = yield* UserIds.make
      const actors = yield* Actors.make
      const { seed } = yield* Seeds
      const { exported } = yield* Exports

      const forgetData = Effect.flatMap(objects.removal, (removal) => Effect.andThen(database.reset, removal))

      const save = saveAll([
        database.snapshot,
        objects.save,
        meetings.save,
        journal.save,
        outbox.save,
        faults.save,
        time.save,
        rateLimit.save,
        settings.save
      ])

      return Control.of({
        ...meetings.controls,
        ...userIds,
        ...actors.controls,
        ...Snapshots.make(save, time.now),
        seed,
        exported,
        reset: Effect.all(
          [
            forgetData,
            meetings.forget,
            journal.clear,
            outbox.clear,
            faults.clear,
            time.reset,
            rateLimit.clear,
            settings.reset
          ],
          { discard: true }
        ),
        snapshot: Effect.map(save, (restore): Snapshot => ({ restore })),
        requests: journal.entries,
        requestsAfter: journal.after,
        clearRequests: journal.deleteEntries,
        outbox: Effect.andThen(meetings.remind, outbox.sent),
        clearOutbox: Effect.andThen(meetings.remind, outbox.clear),
        files: Effect.map(files.all, (rows) => rows.map(toFile)),
        now: Effect.map(time.now, DateTime.makeUnsafe),
        advance: (by) =>
          Effect.flatMap(time.now, (now) => Checked.advance(by, now)).pipe(
            Effect.flatMap(time.advance),
            Effect.andThen(meetings.remind),
            Effect.andThen(meetings.retry)
          ),
        frozen: time.frozen,
        freeze: time.freeze,
        unfreeze: time.unfreeze,
        faults: faults.all,
        addFault: (rule) => Effect.flatMap(Checked.fault(rule), faults.add),
        removeFault: (id) =>
          Effect.flatMap(faults.remove(id), (removed) =>
            removed ? Effect.void : Effect.fail(new NoSuchFault({ id }))
          ),
        clearFaults: faults.clear,
        settings: settings.settings,
        changeSettings: (changes) =>
          SettingsStore.check("changeSettings", changes, allowOutbound).pipe(
            Effect.tap((changes) =>
              Effect.flatMap(settings.settings, (own) => HostingState.check(hosting, own, changes))
            ),
            Effect.flatMap(settings.change)
          )
      })
    })
  )
}

/** A file, with what the store holds of it. */
export const toFile = ({
  md5,
  sha256,
  object_size,
  object_content_type,
  stored_at,
  ...file
}: StoredRow): EmulatedFile => ({
  id: file.id,
  uid: file.uid,
  user_id: file.user_id,
  name: file.name,
  content_type: file.content_type,
  public: file.public === 1,
  complete: file.completed_at !== null,
  size: file.size,
  content:
    object_size === null || object_content_type === null || md5 === null || sha256 === null || stored_at === null
      ? null
      : {
          size: object_size,
          content_type: object_content_type,
          md5,
          sha256,
          stored_at: DateTime.makeUnsafe(stored_at)
        }
})
