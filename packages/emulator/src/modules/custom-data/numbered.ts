/**
 * Several records in one request, by their number: from 0 or from 1, whichever the client prefers.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as Effect from "effect/Effect"
import * as Reject from "../../server/wire/reject.ts"

interface Body {
  readonly [name: string]: unknown
}

export const inOrder = (record: {
  readonly [number: string]: Body
}): Effect.Effect<ReadonlyArray<Body>, ErrorResponse> => {
  const entries = Object.entries(record)
  if (entries.length === 0) return Reject.unprocessable({ record: ["can't be empty"] })
  if (!entries.every(([number]) => /^\d+$/.test(number))) {
    return Reject.unprocessable({ record: ["should be numbered"] })
  }
  // Members whose names are numbers stand in their order.
  return Effect.succeed(entries.map(([, body]) => body))
}

/** Each with the id that it says is its own. */
export const withIds = Effect.fnUntraced(function* (record: { readonly [number: string]: Body }) {
  return yield* Effect.forEach(yield* inOrder(record), (body) => {
    const id = body["id"] ?? body["_id"]
    return typeof id === "string" && id !== ""
      ? Effect.succeed({ id, body })
      : Reject.unprocessable({ id: ["is required"] })
  })
})
