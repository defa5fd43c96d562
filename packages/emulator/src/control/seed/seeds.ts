/**
 * Seeds: data that is there all at once.
 *
 * Users, dialogs, messages, records and files go straight into their tables, since there may be many. What there is less of is
 * made by the modules. All of it is one transaction; the contents of files are written before it.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import { DialogId } from "@effect-connectycube/core/Ids"
import { NewMeeting } from "@effect-connectycube/video-calling/Meeting"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import { isSqlError } from "effect/sql/SqlError"
import * as Struct from "effect/Struct"
import { InvalidControl } from "../../InvalidControl.ts"
import type { SeedContact, Seeded, SeedUser } from "../../Seed.ts"
import { AddressBooks } from "../../modules/address-book/store.ts"
import { Classes } from "../../modules/custom-data/classes.ts"
import { Database } from "../../server/database/database.ts"
import { Identifiers } from "../../server/state/identifiers.ts"
import { MeetingsStore } from "../../modules/video-calling/store.ts"
import * as Passwords from "../../modules/users/passwords.ts"
import { Subscriptions } from "../../modules/push-notifications/store.ts"
import { SettingsStore } from "../../server/state/settingsStore.ts"
import { Time } from "../../server/state/time.ts"
import { WhiteboardsStore } from "../../modules/whiteboards/store.ts"
import type { Written } from "../../modules/storage/contents.ts"
import { Objects } from "../../modules/storage/objects.ts"
import * as DialogSeed from "./dialogs.ts"
import * as FileSeed from "./files.ts"
import * as MeetingSeed from "./meetings.ts"
import * as MessageSeed from "./messages.ts"
import * as OtherSeed from "./others.ts"
import * as Problems from "./problems.ts"
import * as Read from "./read.ts"
import * as RecordSeed from "./records.ts"
import * as Tables from "./tables.ts"
import * as UserSeed from "./users.ts"

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const database = yield* Database
  const identifiers = yield* Identifiers
  const time = yield* Time
  const classes = yield* Classes
  const addressBooks = yield* AddressBooks
  const subscriptions = yield* Subscriptions
  const meetings = yield* MeetingsStore
  const whiteboards = yield* WhiteboardsStore
  const objects = yield* Objects
  const { settings } = yield* SettingsStore

  const write = Effect.fnUntraced(function* (
    lists: Read.Lists,
    contents: ReadonlyArray<Written | undefined>,
    problems: Problems.Problems
  ) {
    const hashes = yield* hashesOf(lists.users)
    const current = yield* settings
    const { exported } = lists
    const world: UserSeed.World = { exported, now: yield* time.now, objectIdAt: identifiers.objectIdAt, problems }

    const { findUser, rooms } = yield* database.use((database) => {
      const findUser = UserSeed.seed(database, lists.users, hashes, world)
      const rooms = DialogSeed.seed(database, lists.dialogs, findUser, current, world)
      MessageSeed.seed(database, lists.messages, findUser, rooms.find, world)
      if (problems.none()) rooms.finish()
      return { findUser, rooms }
    })
    yield* stopAt(problems)

    const uids = yield* Effect.forEach(lists.files, ({ uid }) =>
      uid === undefined ? identifiers.token : Effect.succeed(uid)
    )
    yield* database.use((database) => {
      FileSeed.insert(database, lists.files, contents, uids, findUser, world)
      OtherSeed.insertEvents(database, lists.events, findUser, world)
      OtherSeed.insertFields(database, lists.record_fields)
    })
    yield* stopAt(problems)

    const records: Array<RecordSeed.Ready> = []
    for (const [name, list] of lists.records) {
      for (const record of yield* RecordSeed.check(classes, name, list, findUser, world)) records.push(record)
    }
    yield* database.use((database) => RecordSeed.insert(database, records, world))

    const hasUser = yield* database.use((database) => {
      const find = Tables.finder(database, "SELECT 1 FROM users WHERE id = ?")
      return (id: number) => find(id)
    })

    /** Does something for the user that each of these is of, by the module that does it for the API. */
    const each = <A extends { readonly user_id: number | string }>(
      name: string,
      list: ReadonlyArray<A>,
      make: (item: A, user_id: number, path: string) => Effect.Effect<unknown, ErrorResponse>
    ) =>
      Effect.forEach(
        list,
        (item, index) => {
          const path = `${name}.${index}`
          const user_id = findUser(item.user_id)
          if (user_id === undefined) return Effect.sync(() => problems.add(`${path}.user_id`, "is not a user"))
          return Effect.catch(make(item, user_id, path), ({ errors }) =>
            Effect.sync(() => problems.addErrors(path, errors))
          )
        },
        { discard: true }
      )

    yield* each("contacts", lists.contacts, (contact: SeedContact, user_id, path) => {
      const { changed, name, phone, udid } = contact
      return changed === undefined
        ? Effect.map(
            addressBooks.upload({ user_id, udid, contacts: [{ name, phone }], areStrange: [false], force: false }),
            ({ rejected }) => {
              for (const messages of Object.values(rejected)) problems.addErrors(path, { base: messages })
            }
          )
        : database.use((database) => OtherSeed.insertContact(database, contact, changed, user_id, path, world))
    })
    yield* each("subscriptions", lists.subscriptions, (subscription, user_id, path) =>
      hasUser(user_id)
        ? Effect.flatMap(subscriptions.create(user_id, subscription.subscription), ({ id }) =>
            database.use((database) => OtherSeed.identify(database, id, subscription, path, world))
          )
        : Effect.sync(() => problems.add(`${path}.user_id`, "is not a user"))
    )
    yield* each("meetings", lists.meetings, (meeting, user_id, path) => {
      const { chat_dialog_id, recordings = [] } = meeting
      const room = chat_dialog_id === undefined ? undefined : rooms.find(chat_dialog_id)
      if (chat_dialog_id !== undefined && room?.kind !== "meeting") {
        return Effect.sync(() => problems.add(`${path}.chat_dialog_id`, "is not a dialog of a meeting"))
      }
      return Effect.flatMap(
        meetings.createSilently(
          user_id,
          Struct.pick(meeting, newMeeting),
          MeetingSeed.givenOf(meeting, room?.id, world.now)
        ),
        ({ _id }) =>
          Effect.forEach(
            recordings,
            (recording, index) => {
              const added = MeetingSeed.recordingOf(_id, recording, `${path}.recordings.${index}`, findUser, world)
              return Effect.catch(meetings.addRecording(...added), ({ errors }) =>
                Effect.sync(() => problems.addErrors(`${path}.recordings.${index}`, errors))
              )
            },
            { discard: true }
          )
      )
    })
    yield* each("whiteboards", lists.whiteboards, (whiteboard, user_id, path) => {
      const room = rooms.find(whiteboard.chat_dialog_id)
      if (room === undefined) return Effect.sync(() => problems.add(`${path}.chat_dialog_id`, "is not a dialog"))
      const made = { name: whiteboard.name, chat_dialog_id: DialogId.make(room.id) }
      return whiteboards.restore(user_id, made, MeetingSeed.timedOf(whiteboard, world.now), !exported)
    })
    yield* database.use((database) => OtherSeed.setLastIds(database, lists.last_ids))
    yield* stopAt(problems)
    const seeded: Seeded = {
      users: lists.users.length,
      dialogs: lists.dialogs.length,
      messages: lists.messages.length,
      records: records.length,
      contacts: lists.contacts.length,
      subscriptions: lists.subscriptions.length,
      meetings: lists.meetings.length,
      whiteboards: lists.whiteboards.length,
      files: lists.files.length,
      events: lists.events.length,
      dialog_ids: Object.fromEntries(rooms.keys)
    }
    return seeded
  })

  return {
    seed: (data: unknown): Effect.Effect<Seeded, InvalidControl> =>
      Effect.gen(function* () {
        const problems = Problems.make()
        const lists = Read.read(data, problems)
        const contents = FileSeed.read(lists.files, (yield* settings).upload_limit, problems)
        yield* stopAt(problems)
        return yield* Effect.acquireUseRelease(
          FileSeed.keep(objects, contents),
          (kept) => sql.withTransaction(write(lists, kept, problems)),
          (kept, exit) => (Exit.isSuccess(exit) ? Effect.void : FileSeed.discardAll(objects.discard, kept))
        )
      }).pipe(Effect.catchIf(isSqlError, (error) => Effect.die(error)))
  }
})

const newMeeting = Struct.keys(NewMeeting.fields)

const stopAt = (problems: Problems.Problems): Effect.Effect<void, InvalidControl> =>
  problems.none() ? Effect.void : Effect.fail(new InvalidControl({ control: "seed", errors: problems.errors() }))

/** The hash of each password, once for all users who have it. */
const hashesOf = (users: ReadonlyArray<SeedUser>) =>
  Effect.map(
    Effect.forEach(new Set(users.flatMap(({ password = "" }) => password || [])), (password) =>
      Effect.map(Passwords.hash(password), (hash) => [password, hash] as const)
    ),
    (hashes) => new Map(hashes)
  )

/** What puts data into an emulator. */
export class Seeds extends Context.Service<
  Seeds,
  {
    /** All of it, or nothing. */
    readonly seed: (data: unknown) => Effect.Effect<Seeded, InvalidControl>
  }
>()("@effect-connectycube/emulator/control/seed/Seeds") {
  static readonly layer = Layer.effect(Seeds, make)
}
