import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import { ask, at, join } from "../support/Wire.ts"
import { deleteMeeting, mails, makeMeeting, updateMeeting, weekly } from "./Meetings.ts"

const emulated = Effect.provide(Emulator.layer())

const cast = Effect.gen(function* () {
  const ada = yield* join("ada", { email: "ada@example.com" })
  const ben = yield* join("ben", { email: "ben@example.com" })
  return { ada, ben }
})

/** The attendees of the meeting before: a user, and an address. */
const attendeesOf = (ben: { readonly id: number }) => [{ id: ben.id }, { email: "cay@example.com" }]

const all = ["ada@example.com", "ben@example.com", "cay@example.com"]

interface Row {
  readonly change: string
  readonly before: object
  readonly changes: object
  readonly mails: ReadonlyArray<string>
}

const dan = { email: "dan@example.com" }
const told = (reason: string) => all.map((to) => `${reason} ${to}`)

const rows: ReadonlyArray<Row> = [
  { change: "notify turned on", before: {}, changes: { notify: true }, mails: told("notify") },
  { change: "notify turned off", before: { notify: true }, changes: { notify: false }, mails: [] },
  { change: "notify left on", before: { notify: true }, changes: { notify: true }, mails: [] },
  { change: "another start", before: { notify: true }, changes: { start_date: 5 }, mails: told("start_date") },
  { change: "the same start", before: { notify: true }, changes: { start_date: weekly.start_date }, mails: [] },
  { change: "another start, with notify off", before: {}, changes: { start_date: 5 }, mails: [] },
  {
    change: "notify turned on with another start",
    before: {},
    changes: { notify: true, start_date: 5 },
    mails: told("notify")
  },
  { change: "another end and name", before: { notify: true }, changes: { end_date: 5, name: "Other" }, mails: [] }
]

describe("the mails about a meeting", () => {
  it.effect.each(rows)("are, after $change: $mails", ({ before, changes, mails: expected }) =>
    Effect.gen(function* () {
      const { ada, ben } = yield* cast
      const id = yield* makeMeeting(ada, { attendees: attendeesOf(ben), ...before })
      yield* (yield* Emulator).clearOutbox
      assert.strictEqual((yield* updateMeeting(ada, id, changes)).status, 200)
      assert.deepStrictEqual(yield* mails, expected)
    }).pipe(emulated)
  )

  it.effect("are sent only to new attendees", () =>
    Effect.gen(function* () {
      const { ada, ben } = yield* cast
      const emulator = yield* Emulator
      const id = yield* makeMeeting(ada, { attendees: attendeesOf(ben), notify: true })
      yield* emulator.clearOutbox
      const attendees = [{ id: ben.id, email: "ben@work.example" }, { email: "CAY@example.com" }, dan]
      yield* updateMeeting(ada, id, { attendees })
      assert.deepStrictEqual(yield* mails, ["attendees dan@example.com"])
      yield* updateMeeting(ada, id, { attendees: [dan] })
      yield* updateMeeting(ada, id, { attendees: [dan], notify: false })
      yield* updateMeeting(ada, id, { attendees: [dan, { id: ben.id }] })
      assert.deepStrictEqual(yield* mails, ["attendees dan@example.com"])
    }).pipe(emulated)
  )

  it.effect("are sent when it is created with notify, to the host and each address once", () =>
    Effect.gen(function* () {
      const { ada, ben } = yield* cast
      const eve = yield* join("eve")
      yield* TestClock.setTime(5000)
      const attendees = [...attendeesOf(ben), { id: eve.id }, { id: 7 }, { id: ada.id }, { email: "Ben@example.com" }]
      const id = yield* makeMeeting(ada, { attendees, notify: true })
      assert.deepStrictEqual(yield* mails, told("created"))
      const { json } = yield* ask("GET", "/_emulator/outbox")
      assert.deepStrictEqual(at(json, "1"), {
        kind: "meeting-mail",
        sent_at: "1970-01-01T00:00:05.000Z",
        to: "ben@example.com",
        subject: "Meeting: Friday weekly sync",
        meeting_id: id,
        reason: "created",
        user_id: ben.id,
        link: `https://connectycube.example/conference/join/${id}`
      })
      assert.deepInclude(at(json, "2"), { to: "cay@example.com", user_id: null })
    }).pipe(emulated)
  )

  it.effect("are not sent for one that is created without it, or rejected", () =>
    Effect.gen(function* () {
      const { ada, ben } = yield* cast
      const id = yield* makeMeeting(ada, { attendees: attendeesOf(ben) })
      yield* updateMeeting(ben, id, { notify: true })
      yield* updateMeeting(ada, id, { notify: true, name: "" })
      assert.deepStrictEqual(yield* mails, [])
    }).pipe(emulated)
  )

  it.effect("link to the URL of the settings", () =>
    Effect.gen(function* () {
      const { ada } = yield* cast
      const emulator = yield* Emulator
      yield* emulator.changeSettings({ meeting_url_template: "https://meet.example/%s/join" })
      const id = yield* makeMeeting(ada, { notify: true })
      const [mail] = yield* emulator.outbox
      assert.strictEqual(at(mail, "link"), `https://meet.example/${id}/join`)
    }).pipe(emulated)
  )
})

describe("the mails before a meeting", () => {
  /** Ten minutes before a start in two hours. */
  const soon = { start_date: 7200, notify: true, notify_before: { metric: "minutes", value: 10 } }

  const due = 6600

  /** A meeting of two, and no mails yet. */
  const made = Effect.fnUntraced(function* (json: object) {
    const { ada, ben } = yield* cast
    const id = yield* makeMeeting(ada, { attendees: [{ id: ben.id }], ...json })
    yield* (yield* Emulator).clearOutbox
    return { ada, id }
  })

  const both = ["notify_before ada@example.com", "notify_before ben@example.com"]

  it.effect("are sent once, at their time, when the clock is moved", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { id } = yield* made(soon)
      yield* emulator.advance((due - 1) * 1000)
      assert.deepStrictEqual(yield* mails, [])
      yield* emulator.advance("1 hour")
      assert.deepStrictEqual(yield* mails, both)
      const [mail] = yield* emulator.outbox
      assert.deepInclude(Object(mail), { meeting_id: id, sent_at: DateTime.makeUnsafe(due * 1000) })
      yield* emulator.advance("1 day")
      assert.deepStrictEqual(yield* mails, both)
    }).pipe(emulated)
  )

  it.effect.each([
    ["minutes", 55, 55 * 60],
    ["hours", 24, 24 * 3600],
    ["days", 30, 30 * 24 * 3600],
    ["weeks", 4, 4 * 7 * 24 * 3600]
  ] as const)("come %s before it: %d", ([metric, value, seconds]) =>
    Effect.gen(function* () {
      const start_date = 10_000_000
      yield* made({ start_date, notify: true, notify_before: { metric, value } })
      yield* TestClock.setTime((start_date - seconds) * 1000 - 1)
      assert.deepStrictEqual(yield* mails, [])
      yield* TestClock.adjust(1)
      assert.deepStrictEqual(yield* mails, both)
    }).pipe(emulated)
  )

  it.effect.each<readonly [what: string, json: object]>([
    ["with notify off", { ...soon, notify: false }],
    ["without a time before", { ...soon, notify_before: undefined }],
    ["whose time before is over", { ...soon, start_date: 600 }]
  ])("are not sent for one %s", ([, json]) =>
    Effect.gen(function* () {
      yield* made(json)
      yield* (yield* Emulator).advance("1 day")
      assert.deepStrictEqual(yield* mails, [])
    }).pipe(emulated)
  )

  it.effect("follow updates of the start and of notify_before", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { ada, id } = yield* made(soon)
      yield* updateMeeting(ada, id, { start_date: soon.start_date + 3600 })
      yield* emulator.advance("2 hours")
      yield* emulator.clearOutbox
      yield* emulator.advance("1 hour")
      assert.deepStrictEqual(yield* mails, both)
      yield* emulator.clearOutbox
      yield* updateMeeting(ada, id, { start_date: 30_000 })
      yield* updateMeeting(ada, id, { notify: false })
      yield* emulator.clearOutbox
      yield* emulator.advance("1 day")
      assert.deepStrictEqual(yield* mails, [])
    }).pipe(emulated)
  )

  it.effect("are not sent for a meeting that was deleted before, and are for one that was deleted after", () =>
    Effect.gen(function* () {
      const { ada, id } = yield* made(soon)
      const later = yield* makeMeeting(ada, { ...soon, start_date: 20_000 })
      const emulator = yield* Emulator
      yield* emulator.clearOutbox
      yield* TestClock.setTime((due + 1) * 1000)
      yield* deleteMeeting(ada, id)
      yield* deleteMeeting(ada, later)
      yield* emulator.advance("1 day")
      assert.deepStrictEqual(yield* mails, both)
    }).pipe(emulated)
  )

  it.effect("are sent when the clock was moved, even when the host is deleted afterwards", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { ada, ben } = yield* cast
      const soon = { start_date: 7200, end_date: 9000, notify: true, notify_before: { metric: "hours", value: 1 } }
      yield* makeMeeting(ada, { ...soon, attendees: attendeesOf(ben) })
      yield* emulator.clearOutbox
      yield* emulator.advance("1 hour")
      yield* ask("DELETE", `/users/${ada.id}`, { token: ada.token })
      assert.deepStrictEqual(yield* mails, told("notify_before"))
    }).pipe(emulated)
  )

  it.effect("are in the outbox in the order of their times", () =>
    Effect.gen(function* () {
      const { ada } = yield* made(soon)
      yield* TestClock.setTime((due + 60) * 1000)
      yield* makeMeeting(ada, { notify: true, start_date: 0 })
      assert.deepStrictEqual(yield* mails, [...both, "created ada@example.com"])
    }).pipe(emulated)
  )

  it.effect("are removed when the outbox is cleared after their time", () =>
    Effect.gen(function* () {
      yield* made(soon)
      yield* TestClock.setTime((due + 60) * 1000)
      yield* (yield* Emulator).clearOutbox
      assert.deepStrictEqual(yield* mails, [])
    }).pipe(emulated)
  )
})
