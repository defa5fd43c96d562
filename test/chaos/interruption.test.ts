/** A part of `npm run chaos`: an operation of each kind, interrupted at random points on each client. */
import { assert, describe, it } from "vitest"
import { run } from "./support/interruption.ts"

const names = new Set([
  "users.get",
  "users.delete",
  "users.stream",
  "chat.messages.create",
  "storage.download",
  "an upload of a stream",
  "a renewal",
  "the end of a session's scope in a renewal",
  "a caller of three, in a renewal",
  "a retry"
])

/** Of each. */
const points = 16

describe("an operation that is interrupted", () => {
  it("leaves no request, fiber, timer and socket, on each client", async () => {
    const { kinds, left } = await run({
      seed: 20_261_128,
      points,
      lanes: 1,
      isIncluded: ({ name }) => names.has(name)
    })
    const tallies = [...kinds.values()]
    assert.deepStrictEqual([...tallies.flatMap(({ left }) => left), ...left], [])
    assert.strictEqual(
      tallies.reduce((sum, { points }) => sum + points, 0),
      points * names.size
    )
  })
})
