/** A user with something in each module is erased, in one run or in several. */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import {
  AddressBook,
  Auth,
  Chat,
  ConnectyCube,
  CustomData,
  PushNotifications,
  Session,
  Source,
  Storage,
  Users,
  VideoCalling,
  Whiteboards
} from "effect-connectycube"
import { type ErasureReport, eraseUser, eraseUserAsAdmin } from "effect-connectycube/Erasure"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"

const ada = { login: "ada-lovelace", password: Redacted.make("correct horse") }
const bob = { login: "bob-babbage", password: Redacted.make("correct horse") }

/** Ends the program at the request with this number, as a process that is killed. */
const killer = { at: Number.POSITIVE_INFINITY }

const killing = Layer.effect(
  HttpClient.HttpClient,
  Effect.map(HttpClient.HttpClient, (client) =>
    HttpClient.mapRequestEffect(client, (request) =>
      Effect.suspend(() => (--killer.at === 0 ? Effect.interrupt : Effect.succeed(request)))
    )
  )
)

const layer = ConnectyCube.layer(Emulator.credentials).pipe(
  Layer.provide(killing),
  Layer.provideMerge(Emulator.layer({ settings: { classes_on_first_use: true } }))
)

/** Ada has something in each module, and so has Bob. */
const settled = Effect.gen(function* () {
  const users = yield* Users
  const a = yield* users.signUp({ ...ada, phone: "441111111111" })
  const b = yield* users.signUp({ ...bob, phone: "442222222222" })
  const asAda = yield* Session.login(ada)
  const asBob = yield* Session.login(bob)

  const things = (session: Session["Service"], other: typeof a) =>
    Effect.gen(function* () {
      const { dialogs, messages } = yield* Chat
      const group = yield* dialogs.create({ type: "group", name: "Engines", occupants_ids: [other.id] })
      const direct = yield* dialogs.create({ type: "private", occupants_ids: [other.id] })
      for (const chat_dialog_id of [group._id, direct._id, group._id]) {
        yield* messages.create({ chat_dialog_id, message: "Hello" })
      }
      const whiteboards = yield* Whiteboards
      yield* whiteboards.create({ name: "Plan", chat_dialog_id: group._id })
      const { meetings } = yield* VideoCalling
      const start_date = yield* DateTime.now
      yield* meetings.create({
        name: "Standup",
        start_date,
        end_date: DateTime.add(start_date, { hours: 1 }),
        attendees: [{ id: other.id }],
        record: false,
        chat: false
      })
      const storage = yield* Storage
      yield* storage.upload(Source.text("x"), { name: "a.txt" })
      yield* storage.upload(Source.text("y"), { name: "b.txt" })
      const data = yield* CustomData
      for (const n of [1, 2, 3]) yield* data.untyped("note").create({ n })
      const book = yield* AddressBook
      yield* book.upload([{ name: "A friend", phone: "443333333333" }])
      const { subscriptions } = yield* PushNotifications
      yield* subscriptions.create({
        notification_channel: "gcm",
        device: { platform: "android", udid: `device-${other.id}` },
        push_token: { environment: "development", client_identification_sequence: `token-${other.id}` }
      })
    }).pipe(Effect.provideService(Session, session))

  yield* things(asAda, b)
  yield* things(asBob, a)
  return { a, b, asAda, asBob }
})

/** What a session lists of its user, and of both. */
const seenBy = (session: Session["Service"]) =>
  Effect.gen(function* () {
    const { dialogs, messages } = yield* Chat
    const list = yield* Stream.runCollect(dialogs.stream())
    const perDialog = yield* Effect.forEach(list, ({ _id }) =>
      Effect.map(Stream.runCollect(messages.stream({ chat_dialog_id: _id })), (items) =>
        items.map(({ sender_id }) => sender_id)
      )
    )
    const whiteboards = yield* Whiteboards
    const boards = yield* Effect.forEach(list, ({ _id }) => whiteboards.list(_id))
    const { meetings } = yield* VideoCalling
    const data = yield* CustomData
    const storage = yield* Storage
    const book = yield* AddressBook
    const { subscriptions } = yield* PushNotifications
    return {
      dialogs: list.length,
      senders: perDialog.flat().toSorted(),
      boards: boards.flat().map(({ user_id }) => user_id),
      hosts: (yield* Stream.runCollect(meetings.stream())).map(({ host_id }) => host_id),
      records: (yield* Stream.runCollect(data.untyped("note").stream())).map(({ user_id }) => user_id),
      files: (yield* Stream.runCollect(storage.stream())).length,
      contacts: (yield* book.list()).length,
      devices: (yield* subscriptions.list).length
    }
  }).pipe(Effect.provideService(Session, session))

const summary = ({ areas }: ErasureReport) =>
  Object.fromEntries(areas.map(({ area, deleted, status }) => [area, `${status} ${deleted}`]))

const erase = (people: Effect.Success<typeof settled>) =>
  eraseUser({ user_id: people.a.id, classes: ["note"] }).pipe(Effect.provideService(Session, people.asAda))

/** What Bob sees when Ada is erased: what is his. */
const onlyBob = ({ b }: Effect.Success<typeof settled>) => ({
  senders: [b.id, b.id, b.id],
  boards: [b.id],
  hosts: [b.id],
  records: [b.id, b.id, b.id],
  files: 2,
  contacts: 1,
  devices: 1
})

const erased = {
  push_subscriptions: "erased 1",
  address_book: "erased 1",
  custom_data: "erased 3",
  files: "erased 2",
  meetings: "erased 1",
  whiteboards: "erased 1",
  messages: "erased 3",
  dialogs: "erased 3",
  user: "erased 1"
}

/** Whether there is a user with the login of Ada. */
const exists = ({ asBob }: Effect.Success<typeof settled>) =>
  Effect.gen(function* () {
    const users = yield* Users
    const { items } = yield* users.list({ login: ada.login })
    return items.length > 0
  }).pipe(Effect.provideService(Session, asBob))

const isolated = <A, E>(effect: Effect.Effect<A, E, Layer.Success<typeof layer> | Scope.Scope>) =>
  Effect.suspend(() => {
    killer.at = Number.POSITIVE_INFINITY
    return effect.pipe(Effect.provide(Layer.fresh(layer)))
  })

describe("erasing a user", () => {
  it.live("deletes what the user has in each module, then the user, and nothing of others", () =>
    isolated(
      Effect.gen(function* () {
        const people = yield* settled
        const before = yield* seenBy(people.asBob)
        assert.include(before.senders, people.a.id)
        assert.include(before.hosts, people.a.id)
        const report = yield* erase(people)
        assert.deepStrictEqual(summary(report), erased)
        assert.isTrue(report.complete)
        assert.deepInclude(yield* seenBy(people.asBob), onlyBob(people))
        const users = yield* Users
        const gone = users.get(people.a.id).pipe(Effect.provideService(Session, people.asBob), Effect.flip)
        assert.strictEqual((yield* gone)._tag, "NotFound")
      })
    )
  )

  it.live("deletes the dialogs that the user owns, for everybody, where that is asked for", () =>
    isolated(
      Effect.gen(function* () {
        const people = yield* settled
        const owned = { user_id: people.a.id, classes: ["note"], ownedDialogs: "delete" } as const
        const report = yield* eraseUser(owned).pipe(Effect.provideService(Session, people.asAda))
        assert.isTrue(report.complete)
        // Their group, and the private dialog that Ada created.
        assert.strictEqual((yield* seenBy(people.asBob)).dialogs, 1)
      })
    )
  )

  it.live("keeps the user while an area has failed, and ends in another run", () =>
    isolated(
      Effect.gen(function* () {
        const emulator = yield* Emulator
        const people = yield* settled
        yield* emulator.addFault({ method: "DELETE", path: "/blobs/*", after: 1, times: 1, respond: { status: 500 } })
        const first = yield* erase(people)
        assert.deepStrictEqual(summary(first), { ...erased, files: "failed 1", user: "not attempted 0" })
        assert.isFalse(first.complete)
        const files = first.areas.find(({ area }) => area === "files")
        assert.strictEqual(files?.error?._tag, "InternalServerError")
        assert.deepInclude(yield* seenBy(people.asAda), { dialogs: 0, contacts: 0, devices: 0, files: 1 })
        // All this is gone by its own request, and not with the user.
        assert.deepInclude(yield* seenBy(people.asBob), onlyBob(people))
        const second = yield* erase(people)
        assert.isTrue(second.complete)
        assert.deepInclude(summary(second), { files: "erased 1", messages: "erased 0", user: "erased 1" })
        assert.deepInclude(yield* seenBy(people.asBob), onlyBob(people))
      })
    )
  )

  const inDialogs = [
    { what: "messages", method: "DELETE", path: "/chat/Message/*" },
    { what: "messages", method: "GET", path: "/chat/Message*" },
    { what: "whiteboards", method: "DELETE", path: "/whiteboards/*" },
    { what: "whiteboards", method: "GET", path: "/whiteboards*" }
  ] as const

  it.live.each(inDialogs)("stays in its dialogs while something in them is left: $what, $method", ({ what, ...rule }) =>
    isolated(
      Effect.gen(function* () {
        const emulator = yield* Emulator
        const people = yield* settled
        yield* emulator.addFault({ ...rule, times: 1, respond: { status: 500 } })
        const first = yield* erase(people)
        assert.deepInclude(summary(first), { dialogs: "not attempted 0", user: "not attempted 0" })
        assert.strictEqual(first.areas.find(({ area }) => area === what)?.status, "failed")
        const second = yield* erase(people)
        assert.isTrue(second.complete)
        assert.deepInclude(yield* seenBy(people.asBob), onlyBob(people))
      })
    )
  )

  it.live.each([
    ["erased", 404],
    ["not allowed", 403]
  ] as const)("goes on when a dialog is not there any more, or not open to the user: %s", ([status, code]) =>
    isolated(
      Effect.gen(function* () {
        const emulator = yield* Emulator
        const people = yield* settled
        for (const path of ["/whiteboards*", "/chat/Message*"]) {
          yield* emulator.addFault({ method: "GET", path, times: 1, respond: { status: code } })
        }
        const { areas } = yield* erase(people)
        for (const name of ["whiteboards", "messages"]) {
          assert.strictEqual(areas.find(({ area }) => area === name)?.status, status)
        }
        assert.strictEqual(areas.at(-1)?.status, "erased")
      })
    )
  )

  it.live("is erased when the response to its own deletion is lost", () =>
    isolated(
      Effect.gen(function* () {
        const emulator = yield* Emulator
        const people = yield* settled
        yield* emulator.addFault({ method: "DELETE", path: "/users/*", times: 1, drop: "before-headers" })
        const report = yield* erase(people)
        assert.deepInclude(report.areas.at(-1), { status: "erased", deleted: 1 })
        assert.isTrue(report.complete)
        assert.isFalse(yield* exists(people))
      })
    )
  )

  it.live("that is run again does not log in, which would create the user again", () =>
    isolated(
      Effect.gen(function* () {
        const people = yield* settled
        assert.isTrue((yield* erase(people)).complete)
        assert.strictEqual((yield* Effect.flip(erase(people)))._tag, "Unauthorized")
        const auth = yield* Auth
        const error = yield* Effect.flip(auth.getSession.pipe(Effect.provideService(Session, people.asAda)))
        assert.strictEqual(error._tag, "Unauthorized")
        assert.isFalse(yield* exists(people))
      })
    )
  )

  const wrong: ReadonlyArray<readonly [what: string, options: object, path: string]> = [
    ["an empty name of a class", { classes: ["note", ""] }, "classes.1"],
    ["classes that are no list", { classes: "note" }, "classes"],
    ["a class that is no text", { classes: [1] }, "classes.0"],
    ["another word for owned dialogs", { ownedDialogs: "Delete" }, "ownedDialogs"],
    ["no user", { user_id: undefined }, "user_id"],
    ["an option that does not exist", { class: ["note"] }, "class"]
  ]

  it.live.each(wrong)("is not begun with %s", ([, options, path]) =>
    isolated(
      Effect.gen(function* () {
        const people = yield* settled
        const given: Parameters<typeof eraseUser>[0] = { user_id: people.a.id, ...options }
        const error = yield* Effect.flip(eraseUser(given).pipe(Effect.provideService(Session, people.asAda)))
        assert.strictEqual(error._tag === "InvalidRequest" && error.issues[0]?.path, path)
        assert.deepInclude(yield* seenBy(people.asAda), { files: 2, contacts: 1, devices: 1 })
      })
    )
  )

  it.live.each([2, 4, 6, 8, 11, 14, 17, 20, 23, 26])(
    "that is killed at request %d ends equal when it is run again",
    (request) =>
      isolated(
        Effect.gen(function* () {
          const people = yield* settled
          killer.at = request
          const exit = yield* Effect.exit(erase(people))
          assert.strictEqual(exit._tag, "Failure", `fewer than ${request} requests`)
          const report = yield* erase(people)
          assert.isTrue(report.complete)
          assert.deepInclude(yield* seenBy(people.asBob), onlyBob(people))
        })
      )
  )

  it.live("is rejected for the session of another user, and nothing is deleted", () =>
    isolated(
      Effect.gen(function* () {
        const people = yield* settled
        const error = yield* Effect.flip(erase({ ...people, asAda: people.asBob }))
        assert.deepInclude(error, { _tag: "InvalidRequest", operation: "eraseUser" })
        assert.deepInclude(yield* seenBy(people.asBob), { files: 2, contacts: 1, devices: 1 })
      })
    )
  )

  it.live("reports what it may not delete, and records of no class that was not given", () =>
    isolated(
      Effect.gen(function* () {
        const emulator = yield* Emulator
        const people = yield* settled
        yield* emulator.addFault({ method: "DELETE", path: "/meetings/*", respond: { status: 403 } })
        // What is seen is what was there before the user was deleted.
        yield* emulator.addFault({ method: "DELETE", path: "/users/*", respond: { status: 500 } })
        const report = yield* eraseUser({ user_id: people.a.id }).pipe(Effect.provideService(Session, people.asAda))
        assert.deepInclude(summary(report), { custom_data: "erased 0", meetings: "not allowed 0", user: "failed 0" })
        assert.isFalse(report.complete)
        assert.include(report.remaining, "custom data: no classes were given")
        const { hosts, records } = yield* seenBy(people.asBob)
        assert.include(hosts, people.a.id)
        assert.include(records, people.a.id)
      })
    )
  )

  it.live("as administrator deletes the user, says what it cannot do, and may be run again", () =>
    isolated(
      Effect.gen(function* () {
        const people = yield* settled
        const { areas, complete } = yield* eraseUserAsAdmin(people.a.id)
        assert.isFalse(complete)
        assert.deepStrictEqual(
          areas.map(({ area, deleted, status }) => [area, status, deleted]),
          Object.keys(erased).map((area) => (area === "user" ? [area, "erased", 1] : [area, "not attempted", 0]))
        )
        const again = yield* eraseUserAsAdmin(people.a.id)
        assert.deepInclude(again.areas.at(-1), { area: "user", status: "erased", deleted: 0 })
      })
    )
  )
})
