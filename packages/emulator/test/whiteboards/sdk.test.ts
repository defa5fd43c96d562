import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import { response, enter, idsOf, errorResponse } from "../meetings/Meetings.ts"
import { group, public_ } from "../support/Chat.ts"
import { at, text } from "../support/Wire.ts"

layer(Emulator.layerServer())("the official SDK, at a whiteboard", (it) => {
  it.effect("creates one, lists it, renames it and deletes it", () =>
    Effect.gen(function* () {
      const [ada, ben] = [yield* enter("ada"), yield* enter("ben")]
      const { whiteboard, chat } = ada.sdk
      const dialog = yield* response(() =>
        chat.dialog.create({ type: group, name: "Engines", occupants_ids: [ben.id] })
      )
      const chat_dialog_id = text(dialog, "_id")
      const created = yield* response(() => whiteboard.create({ name: "New Whiteboard", chat_dialog_id }))
      assert.deepInclude(Object(created), { name: "New Whiteboard", chat_dialog_id, user_id: ada.id })
      const id = text(created, "_id")
      for (const params of [{ chat_dialog_id }, chat_dialog_id]) {
        assert.deepStrictEqual(yield* response(() => ben.sdk.whiteboard.get(params)), [created])
      }
      assert.strictEqual(yield* errorResponse(() => ben.sdk.whiteboard.update(id, { name: "Ben's" })), 403)
      assert.strictEqual(yield* errorResponse(() => ben.sdk.whiteboard.delete(id)), 403)
      const updated = yield* response(() => whiteboard.update(id, { name: "New whiteboard name" }))
      assert.strictEqual(at(updated, "name"), "New whiteboard name")
      yield* response(() => whiteboard.delete(id))
      assert.deepStrictEqual(idsOf(yield* response(() => whiteboard.get({ chat_dialog_id }))), [])
      const open = yield* response(() => chat.dialog.create({ type: public_, name: "Open" }))
      const inPublic = { name: "New Whiteboard", chat_dialog_id: text(open, "_id") }
      assert.strictEqual(yield* errorResponse(() => whiteboard.create(inPublic)), 422)
    })
  )
})
