/** Waits for what happens in sockets, which have no clock of the tests. */
import * as Effect from "effect/Effect"
import { assert } from "@effect/vitest"

/** Waits until a condition holds, for as long as a machine may be busy. */
export const until = (what: string, condition: () => boolean): Effect.Effect<void> =>
  Effect.promise(async () => {
    const end = performance.now() + 60_000
    while (!condition() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 1))
    assert.isTrue(condition(), what)
  })

/** How many handles of this kind the process has. */
export const handles = (kind: "TCPSocketWrap" | "TCPServerWrap" | "Timeout"): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === kind).length

/** In which a client is done with what has come: it takes a connection back after the end of a response. */
export const turns: Effect.Effect<void> = Effect.promise(async () => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
})
