/** Some requests of `npm run fuzz`, and tests that it detects failures. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { NewFault } from "../src/Fault.ts"
import { Emulator } from "../src/Emulator.ts"
import { campaign, type Options } from "./support/Fuzz.ts"

const settings = { classes_on_first_use: true, broadcast_creation: "allow" } as const

const run = (options: Omit<Options, "url">, faults: ReadonlyArray<NewFault> = []) =>
  Effect.gen(function* () {
    const emulator = yield* Emulator
    const prepare = () => Effect.runPromise(Effect.forEach(faults, emulator.addFault, { discard: true }))
    return yield* Effect.promise(() => campaign({ ...options, url: emulator.url, prepare }))
  }).pipe(Effect.provide(Emulator.layerServer({ settings })))

const kinds = Effect.map(({ failures }: Effect.Success<ReturnType<typeof run>>) => [
  ...new Set(failures.map(({ what }) => what))
])

describe("generated requests, on a socket", () => {
  it.live.each([1, 2])("get responses without a 500: seed %i", (seed) =>
    Effect.gen(function* () {
      const { failures, requests, statuses } = yield* run({ seed, requests: 400 })
      assert.deepStrictEqual(failures, [])
      assert.strictEqual(requests, 400)
      // Of all kinds.
      for (const status of [200, 400, 401, 403, 404, 422]) assert.isAbove(statuses.get(status) ?? 0, 3, String(status))
    })
  )

  it.live("are equal for the same seed", () =>
    Effect.gen(function* () {
      const fault = { method: "PUT", path: "/**", respond: { status: 500 } }
      const failed = Effect.map(run({ seed: 3, requests: 150 }, [fault]), ({ failures }) =>
        failures.map(({ number }) => number).toSorted((one, other) => one - other)
      )
      const first = yield* failed
      assert.isAbove(first.length, 3)
      assert.deepStrictEqual(yield* failed, first)
    })
  )

  it.live("are reported when the response is a 500", () =>
    Effect.gen(function* () {
      const found = yield* kinds(run({ seed: 1, requests: 40 }, [{ respond: { status: 503 } }]))
      assert.deepStrictEqual(found, ["500"])
    })
  )

  it.live("are reported when the connection is dropped", () =>
    Effect.gen(function* () {
      const found = yield* kinds(run({ seed: 1, requests: 40 }, [{ drop: "before-headers" }]))
      assert.deepStrictEqual(found, ["dropped"])
    })
  )

  it.live("are reported when they hang", () =>
    Effect.gen(function* () {
      const found = yield* kinds(run({ seed: 1, requests: 20, patience: 300 }, [{ delay: "1 hour" }]))
      assert.include(found, "hang")
    })
  )
})
