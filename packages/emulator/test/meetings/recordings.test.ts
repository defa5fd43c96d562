import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import { NoSuchMeeting } from "../../src/MeetingControl.ts"
import { expect, people } from "../support/Chat.ts"
import { ask, at, text } from "../support/Wire.ts"
import { idsOf, makeMeeting, recordingsOf } from "./Meetings.ts"

const emulated = Effect.provide(Emulator.layer())

/** 2023-06-19T14:10:16.789Z */
const then = 1_687_183_816_789

describe("a recording", () => {
  it.effect("is added over HTTP, and listed by the host and the attendees", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(then)
      const [ada, ben] = yield* people("ada", "ben")
      const meeting_id = yield* makeMeeting(ada, {
        attendees: [{ id: ben.id }, { id: ada.id }, { email: "c@d.example" }]
      })
      const added = yield* ask("POST", "/_emulator/recordings", { json: { meeting_id, duration: 6.062, size: 0.34 } })
      assert.strictEqual(added.status, 201)
      const { json } = yield* recordingsOf(ben, meeting_id)
      const { download_url, ...recording } = Object(at({ json }, "json.0"))
      assert.deepStrictEqual(recording, {
        _id: text(added.json, "_id"),
        room_id: meeting_id,
        participants_count: 2,
        participants_ids: [ada.id, ben.id],
        duration: 6.062,
        size: 0.34,
        created_at: "2023-06-19T14:10:16Z",
        updated_at: "2023-06-19T14:10:16Z"
      })
      assert.match(text(added.json, "file_uid"), /^[\w-]{24}$/)
      assert.include(download_url, `/videos/${text(added.json, "file_uid")}?`)
      assert.deepStrictEqual((yield* recordingsOf(ada, meeting_id)).json, json)
    }).pipe(emulated)
  )

  it.effect("is added in process, and several are listed oldest first", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const [ada] = yield* people("ada")
      const meeting_id = yield* makeMeeting(ada)
      const first = yield* emulator.addRecording({ meeting_id })
      assert.deepInclude(Object(first), { room_id: meeting_id, duration: 60, size: 5, participants_ids: [ada.id] })
      yield* emulator.advance("1 minute")
      const second = yield* emulator.addRecording({ meeting_id, participants_ids: [7, 8] })
      assert.deepInclude(Object(second), { participants_count: 2, participants_ids: [7, 8] })
      assert.notStrictEqual(first.file_uid, second.file_uid)
      const { json } = yield* recordingsOf(ada, meeting_id)
      assert.deepStrictEqual(idsOf(json), [first._id, second._id])
    }).pipe(emulated)
  )

  it.effect("has a URL that is valid for an hour, and changes with time", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(then)
      const emulator = yield* Emulator
      const [ada] = yield* people("ada")
      const meeting_id = yield* makeMeeting(ada)
      const { download_url } = yield* emulator.addRecording({ meeting_id })
      const url = Effect.map(
        recordingsOf(ada, meeting_id),
        ({ json }) => new URL(text({ json }, "json.0.download_url"))
      )
      const expires = ({ searchParams }: URL) => Number(searchParams.get("Expires"))
      const now = Math.floor(then / 1000)
      const first = yield* url
      assert.strictEqual(expires(first), now + 3600)
      assert.deepStrictEqual(yield* url, first)
      yield* emulator.advance("1 minute")
      const second = yield* url
      assert.strictEqual(expires(second), now + 3660)
      assert.notStrictEqual(second.searchParams.get("Signature"), first.searchParams.get("Signature"))
      // In a delivery it is valid for a week.
      assert.strictEqual(expires(new URL(Redacted.value(download_url))), now + 7 * 24 * 3600)
    }).pipe(emulated)
  )

  it.effect("requires an existing meeting", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const error = yield* Effect.flip(emulator.addRecording({ meeting_id: "0".repeat(24) }))
      assert.deepStrictEqual(error, new NoSuchMeeting({ meeting_id: "0".repeat(24) }))
      const { status } = yield* ask("POST", "/_emulator/recordings", { json: { meeting_id: "0".repeat(24) } })
      assert.strictEqual(status, 404)
    }).pipe(emulated)
  )

  it.effect.each<readonly [field: string, json: object]>([
    ["meeting_id", {}],
    ["duration", { meeting_id: "1", duration: -1 }],
    ["size", { meeting_id: "1", size: "large" }],
    ["length", { meeting_id: "1", length: 5 }]
  ])("is not added with an invalid %s", ([field, json]) =>
    Effect.gen(function* () {
      const { status, json: received } = yield* ask("POST", "/_emulator/recordings", { json })
      assert.strictEqual(status, 422)
      assert.deepStrictEqual(Object.keys(Object(at(received, "errors"))), [field])
    }).pipe(emulated)
  )

  it.effect("is deleted by a reset, as is its meeting", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const [ada] = yield* people("ada")
      const meeting_id = yield* makeMeeting(ada, { chat: true })
      yield* emulator.addRecording({ meeting_id })
      yield* emulator.reset
      const [again] = yield* people("ada")
      assert.strictEqual((yield* recordingsOf(again, meeting_id)).status, 404)
    }).pipe(emulated)
  )

  it.effect("does not require that record is set; without recordings the list is empty", () =>
    Effect.gen(function* () {
      const [ada] = yield* people("ada")
      const meeting_id = yield* makeMeeting(ada, { record: true })
      assert.deepStrictEqual(expect(200, yield* recordingsOf(ada, meeting_id)), [])
    }).pipe(emulated)
  )
})
