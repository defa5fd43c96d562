// A service that is down: the requests for each call that is offered, and the time until calls succeed again.
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Storm from "./support/Storm.ts"

describe("an outage of 2,000 calls", () => {
  it.effect("gets at most 1.1 requests for each of them", () =>
    Effect.gen(function* () {
      const service = Storm.service()
      service.reply = Storm.down
      const outage = yield* Storm.offer(service, Storm.call(), { calls: 2000 }).pipe(
        Effect.provide(Storm.application(service))
      )
      assert.isAtMost(outage.perCall, 1.1)
      assert.deepStrictEqual(outage.results, { ServiceUnavailable: 2000 })
    }).pipe(Random.withSeed("outage"))
  )
})
