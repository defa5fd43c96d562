// What a contract makes of its calls is built once in a process, and only when a call is made: an application has hundreds.
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Schema from "effect/Schema"
import { codecsOf, externalCodecsOf } from "../src/internal/call/codec.ts"
import * as Recorder from "./support/Recorder.ts"
import { client, options } from "./support/Things.ts"

const lamp = { id: "1", name: "Ada" }

/** A contract, and how often a part of its endpoint was read to build something from it. */
const watched = () => {
  const Lamps = HttpApiGroup.make("lamps").add(
    HttpApiEndpoint.put("update", "/lamps/:id", {
      params: { id: Schema.String },
      payload: Schema.Struct({ name: Schema.String }),
      success: Schema.Struct({ id: Schema.String, name: Schema.String })
    })
  )
  const { payload, success } = Lamps.endpoints.update
  const reads = { payload: 0, success: 0 }
  Object.defineProperties(Lamps.endpoints.update, {
    payload: { get: () => (reads.payload++, payload) },
    success: { get: () => (reads.success++, success) }
  })
  return { Lamps, reads }
}

const respond = Recorder.always(Recorder.json(200, lamp))

const calls = (group: ReturnType<typeof watched>["Lamps"], application_id: number) =>
  client(group, Recorder.make(respond), { ...options, application_id })

describe("the codecs of a contract", () => {
  it.effect("are not built with an application, and not by calls that are derived from others", () =>
    Effect.gen(function* () {
      const { Lamps, reads } = watched()
      yield* calls(Lamps, 1)
      const declared = { ...reads }
      const { update } = yield* calls(Lamps, 2)
      update.items("name").map((value) => value)
      update.noBody().flatMap(() => Effect.void)
      assert.deepStrictEqual(reads, declared)
      assert.strictEqual(reads.payload, 0)
    })
  )

  it.effect("are built by the first call, and used by every other one of every application", () =>
    Effect.gen(function* () {
      const { Lamps, reads } = watched()
      const one = yield* calls(Lamps, 1)
      const two = yield* calls(Lamps, 2)
      assert.deepStrictEqual(yield* one.update(lamp), lamp)
      const { payload } = reads
      assert.isAbove(payload, 0)
      assert.deepStrictEqual(yield* one.update(lamp), lamp)
      assert.deepStrictEqual(yield* two.update(lamp), lamp)
      assert.strictEqual(reads.payload, payload)
    })
  )

  it("are the same each time, and others for an external host", () => {
    const { Lamps } = watched()
    const [codec] = codecsOf(Lamps)
    const [external] = externalCodecsOf(Lamps)
    assert.strictEqual(codecsOf(Lamps)[0], codec)
    assert.strictEqual(codec?.write, codec?.write)
    assert.strictEqual(codec?.read, codec?.read)
    assert.strictEqual(codec?.items("name"), codec?.items("name"))
    assert.notStrictEqual(codec?.items("name"), codec?.items("id"))
    assert.deepStrictEqual([codec?.operation.external, external?.operation.external], [false, true])
  })
})
