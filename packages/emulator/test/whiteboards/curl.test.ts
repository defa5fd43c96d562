import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import { expect, makeGroup, people } from "../support/Chat.ts"
import * as Curl from "../support/Curl.ts"
import { documentedIn, host, served } from "../support/DocumentedCurls.ts"
import { assertShape, read, shapeOf } from "../support/Shape.ts"
import { ask, text } from "../support/Wire.ts"

/** Every curl of the documentation of whiteboards, with its documented response. */
const documented = documentedIn("documentedWhiteboardCurls.json")

/** The dialog of the documentation, and its whiteboard. */
const scene = Effect.gen(function* () {
  const [me, other] = yield* people("creator", "other")
  const dialog = yield* makeGroup(me, [other])
  const json = { name: "My whiteboard", chat_dialog_id: dialog }
  const whiteboard = text(expect(201, yield* ask("POST", "/whiteboards", { token: me.token, json })), "_id")
  return { me, dialog, whiteboard }
})

layer(served(), { excludeTestServices: true })("a documented curl of whiteboards", (it) => {
  it.effect.each(documented)("gets the documented response: $heading, $curl", ({ curl, heading, response }) =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.reset
      const { me, dialog, whiteboard } = yield* scene
      const command = curl
        .replace(host, emulator.url)
        .replace("<TOKEN>", me.token)
        .replace("602f9ea20740a24ec238d9da", dialog)
        .replace("602faca5bb3c7a638f8c0805", whiteboard)
      const { status, body } = yield* Curl.run(Curl.argumentsOf(command))
      assert.strictEqual(status, heading === "Create whiteboard" ? 201 : 200)
      if (response === "200 OK") return assert.strictEqual(body, "")
      assertShape(shapeOf(read(response ?? "")), shapeOf(JSON.parse(body)), "response", { gone: [], added: [] })
    })
  )
})

describe("the documented curls of whiteboards", () => {
  it("are complete", () => {
    assert.strictEqual(documented.length, 4)
    assert.isTrue(documented.every(({ response }) => response !== null))
  })
})
