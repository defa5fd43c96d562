import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import { people } from "../support/Chat.ts"
import { makeMeeting } from "./Meetings.ts"
import { record, secondsOf, states } from "./Webhook.ts"

describe("a webhook that is a function of the program", () => {
  const url = "http://localhost:3000/hooks"

  it.effect("gets the deliveries in place of a server", () => {
    const taken: Array<readonly [string, string]> = []
    return Effect.gen(function* () {
      yield* record(url)
      yield* (yield* Emulator).advance("1 second")
      assert.deepStrictEqual(yield* states, [["delivered", 500, 201]])
      assert.strictEqual(taken.length, 2)
      assert.deepStrictEqual(taken[0], taken[1])
      assert.strictEqual(taken[0]?.[0], url)
    }).pipe(
      Effect.provide(
        Emulator.layer({
          postWebhook: (to, json) => Effect.sync(() => (taken.push([to, json]) === 1 ? 500 : 201))
        })
      )
    )
  })

  it.effect("can fail, throw, and call the emulator", () => {
    const emulators: Array<Emulator["Service"]> = []
    const seen: Array<number> = []
    const use = Effect.gen(function* () {
      for (const emulator of emulators) {
        yield* emulator.advance("1 minute")
        seen.push((yield* emulator.webhooks).length)
      }
      return 200
    })
    const responses = [Effect.fail({ message: "busy" }), Effect.die(new Error("Oops")), use]
    return Effect.gen(function* () {
      const emulator = yield* Emulator
      emulators.push(emulator)
      yield* record(url)
      yield* emulator.advance("2 minutes")
      assert.deepStrictEqual(yield* states, [["delivered", "busy", "Error: Oops", 200]])
      assert.deepStrictEqual(seen, [1])
    }).pipe(Effect.provide(Emulator.layer({ postWebhook: () => responses.shift() ?? Effect.succeed(500) })))
  })

  it.effect("has a timeout of ten seconds", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const [ada] = yield* people("ada")
      const meeting_id = yield* makeMeeting(ada)
      yield* emulator.changeSettings({ recording_webhook: url })
      const recording = yield* Effect.forkChild(emulator.addRecording({ meeting_id }))
      yield* TestClock.adjust("9 seconds")
      assert.deepStrictEqual(yield* states, [["pending"]])
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(recording)
      assert.deepStrictEqual(yield* states, [["pending", "There was no response within 10 seconds"]])
      const [delivery] = yield* emulator.webhooks
      assert.strictEqual(secondsOf(delivery?.next_attempt_at ?? null), 11)
    }).pipe(Effect.provide(Emulator.layer({ postWebhook: () => Effect.never })))
  )

  it.effect("is retried by the clock of the program too", () => {
    let times = 0
    return Effect.gen(function* () {
      yield* record(url)
      yield* TestClock.adjust("999 millis")
      assert.strictEqual(times, 1)
      yield* TestClock.adjust("1 millis")
      assert.deepStrictEqual(yield* states, [["pending", 500, 500]])
      yield* TestClock.adjust("10 seconds")
      yield* TestClock.adjust("60 seconds")
      assert.deepStrictEqual(yield* states, [["failed", 500, 500, 500, 500]])
      yield* TestClock.adjust("1 day")
      assert.strictEqual(times, 4)
    }).pipe(
      Effect.provide(
        Emulator.layer({
          postWebhook: () => {
            times++
            return Effect.succeed(500)
          }
        })
      )
    )
  })
})
