import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import { at, text } from "../support/Wire.ts"
import { response, enter, idsOf, errorResponse } from "./Meetings.ts"

/** Two users, in an empty application. */
const two = Effect.gen(function* () {
  yield* (yield* Emulator).reset
  return [yield* enter("ada"), yield* enter("ben")] as const
})

layer(Emulator.layerServer())("the official SDK, in a meeting", (it) => {
  it.effect("creates one, gets it, lists it, updates it and deletes it", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* two
      const { meeting } = ada.sdk
      const created = yield* response(() =>
        meeting.create({
          name: "My meeting",
          start_date: 1_613_729_948,
          end_date: 1_613_731_012,
          attendees: [{ id: ben.id, email: "ben@example.com" }],
          record: false,
          chat: true,
          public: false
        })
      )
      const id = text(created, "_id")
      assert.deepInclude(Object(created), { name: "My meeting", start_date: 1_613_729_948, host_id: ada.id })
      assert.strictEqual(text(created, "chat_dialog_id").length, 24)
      assert.deepStrictEqual(yield* response(() => ben.sdk.meeting.get({ _id: id })), created)
      const filters = { start_date: { gte: 1_613_729_948 }, scheduled: false, limit: 10, offset: 0 }
      assert.deepStrictEqual(idsOf(yield* response(() => ben.sdk.meeting.get(filters))), [id])
      assert.deepStrictEqual(yield* response(() => ben.sdk.meeting.get({ start_date: { gt: 1_613_729_948 } })), [])
      const changes = { name: "My meeting UPDATED", start_date: 1_613_730_000, end_date: 1_613_731_000 }
      const updated = yield* response(() => meeting.update(id, changes))
      assert.deepInclude(Object(updated), { ...changes, attendees: at(created, "attendees") })
      assert.strictEqual(yield* errorResponse(() => ben.sdk.meeting.update(id, { name: "Ben's" })), 403)
      assert.strictEqual(yield* errorResponse(() => ben.sdk.meeting.delete(id)), 403)
      yield* response(() => meeting.delete(id))
      assert.strictEqual(yield* errorResponse(() => meeting.get({ _id: id })), 404)
    })
  )

  it.effect("creates one with its own defaults", () =>
    Effect.gen(function* () {
      const [ada] = yield* two
      const created = yield* response(() => ada.sdk.meeting.create({}))
      assert.deepInclude(Object(created), { attendees: [], record: false, chat_dialog_id: null })
      const length = Number(at(created, "end_date")) - Number(at(created, "start_date"))
      assert.strictEqual(length, 3600)
    })
  )

  it.effect("lists recordings", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* two
      const emulator = yield* Emulator
      const created = yield* response(() => ada.sdk.meeting.create({ attendees: [{ id: ben.id }], record: true }))
      const meeting_id = text(created, "_id")
      const { _id } = yield* emulator.addRecording({ meeting_id, participants_ids: [ada.id, ben.id] })
      const recordings = yield* response(() => ben.sdk.meeting.getRecordings(meeting_id))
      assert.deepStrictEqual(idsOf(recordings), [_id])
      const cay = yield* enter("cay")
      assert.strictEqual(yield* errorResponse(() => cay.sdk.meeting.getRecordings(meeting_id)), 403)
    })
  )

  it.effect("rejects a call, as its client of WebRTC does, which is not there without a browser", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* two
      const { service, utils } = ada.sdk
      const data = { sessionID: "1", recipientId: ben.id, platform: "web", userInfo: { busy: true } }
      const rejected = yield* response(() => service.ajax({ type: "POST", url: utils.getUrl("calls", "reject"), data }))
      assert.deepStrictEqual(rejected, {})
      const [sent] = yield* (yield* Emulator).outbox
      assert.deepInclude(sent, {
        kind: "call-rejection",
        from: ada.id,
        to: [ben.id],
        sessionID: "1",
        platform: "Web",
        userInfo: { busy: true }
      })
    })
  )
})
