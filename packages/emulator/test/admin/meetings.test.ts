import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import { administer } from "../support/Admin.ts"
import { expect, notFound, people } from "../support/Chat.ts"
import { ask, at, number, text } from "../support/Wire.ts"

const start_date = 1_613_729_948

/** A meeting with Ada as host, and Ben as attendee. */
const weekly = { name: "Friday weekly sync", start_date, end_date: start_date + 1000 }

const create = (json: object) => administer("POST", "/admin/meetings", json)

const recordings = (id: string, method: "GET" | "DELETE" = "GET") =>
  administer(method, `/admin/meetings/recordings/${id}`)

layer(Emulator.layer())("the meetings of an administrator", (it) => {
  const fresh = Effect.andThen(
    Effect.flatMap(Emulator, ({ reset }) => reset),
    people("ada", "ben", "cay")
  )

  it.effect("have the host that the administrator names, who can read them like any other", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* fresh
      yield* (yield* Emulator).advance("1500 millis")
      const attendees = [{ id: ben.id, email: "ben@example.com" }, { email: "guest@example.com" }]
      const meeting = expect(201, yield* create({ user_id: ada.id, ...weekly, attendees, record: false, chat: false }))
      assert.deepStrictEqual(meeting, {
        _id: at(meeting, "_id"),
        ...weekly,
        attendees,
        public: false,
        scheduled: false,
        record: false,
        // Without the milliseconds that users get.
        created_at: "1970-01-01T00:00:01Z",
        updated_at: "1970-01-01T00:00:01Z",
        host_id: ada.id,
        notify: false,
        chat_dialog_id: null,
        notify_before: null,
        timezone: null
      })
      for (const { token } of [ada, ben]) {
        const { json } = yield* ask("GET", "/meetings", { token })
        assert.strictEqual(at(json, "0._id"), at(meeting, "_id"))
      }
      const renamed = yield* ask("PUT", `/meetings/${text(meeting, "_id")}`, {
        token: ada.token,
        json: { name: "Monday" }
      })
      assert.strictEqual(at(expect(200, renamed), "name"), "Monday")
    })
  )

  it.effect("have a dialog of the host when chat is set", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* fresh
      const meeting = yield* create({ user_id: ada.id, ...weekly, attendees: [{ id: ben.id }], chat: true })
      const dialog = text(expect(201, meeting), "chat_dialog_id")
      const { json } = yield* administer("GET", `/admin/chat/list?_id=${dialog}`)
      assert.strictEqual(number(json, "items.0.user_id"), ada.id)
      assert.deepStrictEqual(at(json, "items.0.occupants_ids"), [ada.id, ben.id])
    })
  )

  it.effect("require an existing host, and all that other meetings require", () =>
    Effect.gen(function* () {
      const [ada] = yield* fresh
      const errorResponses = [
        [{ ...weekly, attendees: [] }, "user_id"],
        [{ user_id: 32242, ...weekly, attendees: [] }, "user_id"],
        [{ user_id: ada.id, name: "Friday", start_date, attendees: [] }, "end_date"]
      ] as const
      for (const [json, field] of errorResponses) {
        const response = yield* create(json)
        assert.strictEqual(response.status, 422)
        assert.hasAllKeys(at(response.json, "errors"), [field])
      }
    })
  )

  it.effect("have recordings, which the administrator can read and delete", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* fresh
      const { addRecording } = yield* Emulator
      const meeting = { user_id: ada.id, ...weekly, attendees: [{ id: ben.id }] }
      const [one, other] = [text((yield* create(meeting)).json, "_id"), text((yield* create(meeting)).json, "_id")]
      assert.deepStrictEqual((yield* recordings(one)).json, [])
      const first = yield* addRecording({ meeting_id: one, duration: 60, size: 1 })
      const second = yield* addRecording({ meeting_id: one })
      yield* addRecording({ meeting_id: other })
      const all = expect(200, yield* recordings(one))
      assert.deepStrictEqual([at(all, "0._id"), at(all, "1._id"), at(all, "length")], [first._id, second._id, 2])
      assert.deepInclude(Object(at(all, "0")), {
        room_id: one,
        participants_count: 2,
        participants_ids: [ada.id, ben.id],
        file_uid: first.file_uid,
        duration: 60,
        size: 1,
        created_at: "1970-01-01T00:00:00Z"
      })
      assert.match(text(all, "0.download_url"), /^https:/)
      const deleted = yield* recordings(one, "DELETE")
      assert.deepStrictEqual([deleted.status, deleted.json], [200, {}])
      assert.deepStrictEqual((yield* recordings(one)).json, [])
      assert.strictEqual(at((yield* recordings(other)).json, "length"), 1)
    })
  )

  it.effect("are a 404 when they do not exist", () =>
    Effect.gen(function* () {
      for (const method of ["GET", "DELETE"] as const) {
        const { status, json } = yield* recordings("6932e0f8652986000d48148a", method)
        assert.strictEqual(status, 404)
        assert.deepStrictEqual(json, notFound)
      }
    })
  )
})
