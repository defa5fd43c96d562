import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Recorder from "./Recorder.ts"
import { client, ending, Public, thing } from "./Things.ts"

export const ok = Recorder.json(200, thing)
export const tooMany = (retryAfter?: string): Recorder.Reply => ({
  status: 429,
  headers: retryAfter === undefined ? {} : { "Retry-After": retryAfter }
})
export const unavailable: Recorder.Reply = { status: 503, body: "<html><title>503 Service Unavailable</title></html>" }

export type Kind = "read" | "replace" | "create"

/** Makes one call of this kind, and returns its result and its requests. */
export const call = (kind: Kind, handler: Recorder.Handler) =>
  Effect.gen(function* () {
    const recorder = Recorder.make(handler)
    const things = yield* client(Public, recorder)
    const payload = { name: "lamp" }
    const calls = {
      read: things.read({ id: "1" }),
      replace: things.replace({ id: "1", ...payload }),
      create: things.create(payload)
    }
    const { result, took } = yield* ending(calls[kind])
    return { result, took, recorder, delays: recorder.delays() }
  })

export const kinds: ReadonlyArray<Kind> = ["read", "replace", "create"]

/** The delays of a schedule whose jitter is 20 %. */
export const isJittered = (delays: ReadonlyArray<number>, expected: ReadonlyArray<number>) => {
  assert.strictEqual(delays.length, expected.length)
  for (const [index, delay] of delays.entries()) {
    const middle = expected[index] ?? 0
    assert.isTrue(delay >= middle * 0.8 && delay <= middle * 1.2, `${delay} is not within 20 % of ${middle}`)
  }
}

/** Sets every random number to this, from 0 to 1. */
export const rolling = (next: number) =>
  Effect.provideService(Random.Random, { nextDoubleUnsafe: () => next, nextIntUnsafe: () => Math.floor(next * 100) })
