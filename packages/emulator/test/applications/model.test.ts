/** Several applications in one emulator, beside as many emulators. */
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import { settingsOf } from "../../src/Application.ts"
import { Emulator } from "../../src/Emulator.ts"
import { defaults } from "../../src/Settings.ts"
import { callOf, namer, sideOf } from "../support/Hosted.ts"
import { chance } from "../support/Junk.ts"

const settings = [defaults, settingsOf({ application_id: 2 }), settingsOf({ application_id: 3 })]

/** An application: among others, and alone. */
const pairs = Effect.gen(function* () {
  const [, ...further] = settings
  const hosting = yield* Layer.build(Emulator.layer({ applications: further.map((settings) => ({ settings })) }))
  return yield* Effect.forEach(settings, (settings) =>
    Effect.gen(function* () {
      const alone = yield* Layer.build(Emulator.layer({ settings }))
      const controls = yield* Context.get(hosting, Emulator).application(settings.application_id)
      return [
        { side: sideOf(settings, controls), client: Context.get(hosting, HttpClient.HttpClient), name: namer() },
        {
          side: sideOf(settings, Context.get(alone, Emulator)),
          client: Context.get(alone, HttpClient.HttpClient),
          name: namer()
        }
      ]
    })
  )
})

const run = Effect.fnUntraced(function* (seed: number, calls: number, statuses: Map<number, number>) {
  const random = chance(seed)
  const applications = yield* pairs
  for (let number = 0; number < calls; number++) {
    const sides = applications[Math.floor(random() * applications.length)] ?? []
    const call = callOf(random)
    const results: Array<string> = []
    for (const { client, name, side } of sides) {
      const exit = yield* Effect.exit(Effect.provideService(call(side), HttpClient.HttpClient, client))
      const shown =
        exit._tag === "Success" ? { status: exit.value.status, text: exit.value.text } : { failed: String(exit.cause) }
      if (exit._tag === "Success") statuses.set(exit.value.status, (statuses.get(exit.value.status) ?? 0) + 1)
      const { controls } = side
      const seen = yield* Effect.all([
        controls.requests,
        controls.outbox,
        controls.files,
        controls.faults,
        controls.now
      ])
      results.push(name({ shown, seen: number % 10 === 0 ? seen : seen[0].length }))
    }
    assert.strictEqual(results[0], results[1], `seed ${seed}, call ${number}`)
  }
})

describe("three applications in one emulator", () => {
  it.effect("do the same as three emulators, call by call, in the order of any seed", () =>
    Effect.gen(function* () {
      const statuses = new Map<number, number>()
      for (const seed of [1, 2, 3]) yield* Effect.scoped(run(seed, 250, statuses))
      // There is something to compare.
      for (const status of [200, 201, 301, 401, 403, 404, 422, 503]) {
        assert.isAbove(statuses.get(status) ?? 0, 0, `status ${status}`)
      }
    }).pipe(Effect.withTracerEnabled(false))
  )
})
