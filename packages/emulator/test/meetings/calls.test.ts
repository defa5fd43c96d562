import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import { people } from "../support/Chat.ts"
import { applicationToken, ask, at } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

const sessionID = "56eddd33-b3dd-42ee-bf33-11ca1c03218a"

describe("the rejection of a call", () => {
  it.effect("is delivered to the caller, in real time", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const [ada, ben] = yield* people("ada", "ben")
      yield* TestClock.setTime(3000)
      const userInfo = { busy: true, fiend_id: 10 }
      const { status, json } = yield* ask("POST", "/calls/reject", {
        token: ada.token,
        json: { recipientId: ben.id, sessionID, platform: "Web", userInfo }
      })
      assert.strictEqual(status, 200)
      assert.deepStrictEqual(json, {})
      const [sent, ...more] = yield* emulator.outbox
      assert.deepStrictEqual(more, [])
      assert.deepInclude(sent, {
        kind: "call-rejection",
        from: ada.id,
        to: [ben.id],
        sessionID,
        platform: "Web",
        userInfo
      })
      assert.strictEqual(at((yield* ask("GET", "/_emulator/outbox")).json, "0.sent_at"), "1970-01-01T00:00:03.000Z")
    }).pipe(emulated)
  )

  it.effect.each([
    ["iOS", "iOS"],
    ["ios", "iOS"],
    ["Android", "Android"],
    ["android", "Android"],
    ["web", "Web"]
  ])("comes from %s", ([platform, told]) =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const form = `recipientId=${ben.id}&sessionID=${sessionID}&platform=${platform}&userInfo[busy]=true`
      const { status } = yield* ask("POST", "/calls/reject.json", { token: ada.token, form })
      assert.strictEqual(status, 200)
      const [sent] = yield* (yield* Emulator).outbox
      assert.deepInclude(Object(sent), { platform: told, userInfo: { busy: "true" } })
    }).pipe(emulated)
  )

  it.effect.each<readonly [fields: string, json: object]>([
    ["recipientId", { recipientId: 7, sessionID, platform: "Web" }],
    ["recipientId", { sessionID, platform: "Web" }],
    ["sessionID", { recipientId: 7, sessionID: "", platform: "Web" }],
    ["platform", { recipientId: 7, sessionID, platform: "Windows" }],
    ["userInfo", { recipientId: 7, sessionID, platform: "Web", userInfo: "busy" }],
    ["recipientId sessionID platform", {}]
  ])("is rejected without a valid %s: %j", ([fields, json]) =>
    Effect.gen(function* () {
      const [ada] = yield* people("ada")
      const { status, json: received } = yield* ask("POST", "/calls/reject", { token: ada.token, json })
      assert.strictEqual(status, 422)
      assert.deepStrictEqual(Object.keys(Object(at(received, "errors"))), fields.split(" "))
      assert.deepStrictEqual(yield* (yield* Emulator).outbox, [])
    }).pipe(emulated)
  )

  it.effect("requires a user", () =>
    Effect.gen(function* () {
      const [ada] = yield* people("ada")
      const json = { recipientId: ada.id, sessionID, platform: "Web" }
      const { status } = yield* ask("POST", "/calls/reject", { token: yield* applicationToken, json })
      assert.strictEqual(status, 403)
      assert.deepStrictEqual(yield* (yield* Emulator).outbox, [])
    }).pipe(emulated)
  )
})
