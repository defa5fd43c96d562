import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import { deleteDialogs, expect, makeGroup, notFound, people, seen } from "../support/Chat.ts"
import { ask, at, text } from "../support/Wire.ts"
import {
  createMeeting,
  deleteMeeting,
  getMeeting,
  makeMeeting,
  names,
  recordingsOf,
  updateMeeting,
  weekly
} from "./Meetings.ts"

const emulated = Effect.provide(Emulator.layer())

/** 2021-02-19T10:26:50.013Z */
const then = 1_613_730_410_013

describe("a meeting", () => {
  it.effect("is created with defaults, and times with milliseconds", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(then)
      const [ada, ben] = yield* people("ada", "ben")
      const attendees = [{ id: ben.id, email: "ben@example.com" }, { id: 7 }, { email: "cay@example.com" }]
      const { status, json } = yield* createMeeting(ada, { attendees })
      assert.strictEqual(status, 201)
      const { _id, ...meeting } = Object(json)
      assert.match(_id, /^[0-9a-f]{24}$/)
      assert.deepStrictEqual(meeting, {
        ...weekly,
        attendees,
        record: false,
        public: false,
        scheduled: false,
        notify: false,
        notify_before: null,
        timezone: null,
        chat_dialog_id: null,
        created_at: "2021-02-19T10:26:50.013Z",
        updated_at: "2021-02-19T10:26:50.013Z",
        host_id: ada.id
      })
      assert.deepStrictEqual((yield* getMeeting(ada, _id)).json, json)
    }).pipe(emulated)
  )

  it.effect("is updated in the given fields, and keeps the rest", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(then)
      const [ada] = yield* people("ada")
      const before = yield* createMeeting(ada, { record: true, timezone: { offset: 120, name: "Europe/Riga" } })
      const id = text(before.json, "_id")
      yield* TestClock.adjust(1234)
      const changes = {
        name: "Another meeting name",
        record: false,
        public: true,
        scheduled: true,
        notify: true,
        notify_before: { metric: "hours", value: 1 },
        attendees: [{ email: "cay@example.com" }],
        end_date: 1
      }
      const { status, json } = yield* updateMeeting(ada, id, changes)
      assert.strictEqual(status, 200)
      assert.deepStrictEqual(json, { ...Object(before.json), ...changes, updated_at: "2021-02-19T10:26:51.247Z" })
      assert.deepStrictEqual((yield* getMeeting(ada, id)).json, json)
      const unchanged = yield* updateMeeting(ada, id, {})
      assert.deepStrictEqual(unchanged.json, json)
    }).pipe(emulated)
  )

  it.effect("is deleted with its recordings", () =>
    Effect.gen(function* () {
      const [ada] = yield* people("ada")
      const id = yield* makeMeeting(ada)
      yield* (yield* Emulator).addRecording({ meeting_id: id })
      const deleted = yield* deleteMeeting(ada, id)
      assert.deepStrictEqual([deleted.status, deleted.text], [200, ""])
      for (const ask of [
        deleteMeeting(ada, id),
        getMeeting(ada, id),
        updateMeeting(ada, id, {}),
        recordingsOf(ada, id)
      ]) {
        const { status, json } = yield* ask
        assert.strictEqual(status, 404)
        assert.deepStrictEqual(json, notFound)
      }
      assert.deepStrictEqual(yield* names(ada), [])
    }).pipe(emulated)
  )

  it.effect("is deleted with its host, and not with an attendee", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const attendees = [{ id: ben.id }]
      const id = yield* makeMeeting(ada, { attendees, public: true })
      yield* makeMeeting(ben, { name: "Ben's", attendees: [{ id: ada.id }] })
      expect(200, yield* ask("DELETE", `/users/${ben.id}`, { token: ben.token }))
      assert.deepStrictEqual(yield* names(ada), [weekly.name])
      assert.deepStrictEqual(at((yield* getMeeting(ada, id)).json, "attendees"), attendees)
      expect(200, yield* ask("DELETE", `/users/${ada.id}`, { token: ada.token }))
      const [cay] = yield* people("cay")
      assert.strictEqual((yield* getMeeting(cay, id)).status, 404)
    }).pipe(emulated)
  )

  it.effect.each<readonly [fields: string, json: object]>([
    ["name", { name: "" }],
    ["name", { name: undefined }],
    ["start_date", { start_date: "soon" }],
    ["start_date", { start_date: undefined }],
    ["end_date", { end_date: undefined }],
    ["attendees", { attendees: undefined }],
    ["id email", { attendees: [{}] }],
    ["id email", { attendees: [{ email: "" }] }],
    ["value", { notify_before: { metric: "minutes", value: 56 } }],
    ["value", { notify_before: { metric: "hours", value: 25 } }],
    ["value", { notify_before: { metric: "days", value: 31 } }],
    ["value", { notify_before: { metric: "weeks", value: 5 } }],
    ["value", { notify_before: { metric: "weeks", value: 0 } }],
    ["notify_before", { notify_before: { metric: "years", value: 1 } }],
    ["record", { record: "perhaps" }],
    ["offset", { timezone: { name: "Europe/Riga" } }]
  ])("is not created with an invalid %s: %j", ([fields, json]) =>
    Effect.gen(function* () {
      const [ada] = yield* people("ada")
      const { status, json: received } = yield* createMeeting(ada, json)
      assert.strictEqual(status, 422)
      assert.deepStrictEqual(Object.keys(Object(at(received, "errors"))), fields.split(" "))
      assert.deepStrictEqual(yield* names(ada), [])
    }).pipe(emulated)
  )

  it.effect("is created and updated by forms with brackets", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const { name, start_date, end_date } = weekly
      const form = [
        `name=${name}&start_date=${start_date}&end_date=${end_date}&record=1&public=true`,
        `attendees[0][id]=${ben.id}&attendees[0][email]=ben@example.com&attendees[1][email]=cay@example.com`,
        "notify_before[metric]=minutes&notify_before[value]=10&timezone[offset]=120&timezone[name]=Europe/Riga"
      ].join("&")
      const made = yield* ask("POST", "/meetings", { token: ada.token, form })
      assert.strictEqual(made.status, 201)
      assert.deepInclude(Object(made.json), {
        name,
        start_date,
        end_date,
        record: true,
        public: true,
        attendees: [{ id: ben.id, email: "ben@example.com" }, { email: "cay@example.com" }],
        notify_before: { metric: "minutes", value: 10 },
        timezone: { offset: 120, name: "Europe/Riga" }
      })
      const changed = yield* ask("PUT", `/meetings/${text(made.json, "_id")}.json`, {
        token: ada.token,
        form: "attendees[][id]=8&scheduled=1"
      })
      assert.deepInclude(Object(changed.json), { attendees: [{ id: 8 }], scheduled: true })
    }).pipe(emulated)
  )
})

describe("the dialog of a meeting", () => {
  it.effect("is one of the host and of the attendees who are users", () =>
    Effect.gen(function* () {
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const attendees = [{ id: ben.id }, { id: 7 }, { email: "cay@example.com" }, { id: ada.id }]
      const { json } = yield* createMeeting(ada, { chat: true, attendees })
      const dialog = text(json, "chat_dialog_id")
      assert.deepInclude(yield* seen(ben, dialog), {
        type: 5,
        name: weekly.name,
        user_id: ada.id,
        occupants_ids: [ada.id, ben.id]
      })
      assert.strictEqual(yield* seen(cay, dialog), undefined)
    }).pipe(emulated)
  )

  it.effect("outlives the meeting, and the meeting outlives it", () =>
    Effect.gen(function* () {
      const [ada] = yield* people("ada")
      const [first, second] = [yield* createMeeting(ada, { chat: true }), yield* createMeeting(ada, { chat: true })]
      expect(200, yield* deleteMeeting(ada, text(first.json, "_id")))
      assert.strictEqual(at(yield* seen(ada, text(first.json, "chat_dialog_id")), "name"), weekly.name)
      expect(200, yield* deleteDialogs(ada, text(second.json, "chat_dialog_id"), "force=1"))
      const { json } = yield* getMeeting(ada, text(second.json, "_id"))
      assert.deepStrictEqual(json, { ...Object(second.json), chat_dialog_id: null })
    }).pipe(emulated)
  )

  it.effect("is not created, and neither is the meeting, when it has no name", () =>
    Effect.gen(function* () {
      const [ada] = yield* people("ada")
      assert.strictEqual((yield* createMeeting(ada, { chat: true, name: " " })).status, 422)
      assert.deepStrictEqual(yield* names(ada), [])
    }).pipe(emulated)
  )

  it.effect("is separate: a meeting is not a dialog", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      assert.strictEqual((yield* getMeeting(ada, dialog)).status, 404)
    }).pipe(emulated)
  )
})
