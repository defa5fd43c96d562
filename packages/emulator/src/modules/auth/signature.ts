/**
 * Signed requests for a session.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import { createHmac } from "node:crypto"
import * as Effect from "effect/Effect"
import type { Settings } from "../../Settings.ts"
import type * as Parameters from "../../server/wire/parameters.ts"
import * as Reject from "../../server/wire/reject.ts"

/** How far the clock of a client may be off, in seconds. */
const tolerance = 2 * 3600

/**
 * The signature is the HMAC-SHA1, under the application's secret, of all other parameters, sorted by name, with nested
 * names in brackets and values as they are.
 */
export const check = (
  pairs: ReadonlyArray<Parameters.Pair>,
  settings: Settings,
  now: number
): Effect.Effect<void, ErrorResponse> => {
  const given = pairs.find(([name]) => name === "signature")?.[1]
  if (given === undefined) return settings.signature_required ? unexpected : Effect.void
  const signed = pairs
    .filter(([name]) => name !== "signature")
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join("&")
  const expected = createHmac("sha1", settings.auth_secret).update(signed).digest("hex")
  if (given.toLowerCase() !== expected) return unexpected
  const timestamp = Number(pairs.find(([name]) => name === "timestamp")?.[1])
  return Math.abs(timestamp - now / 1000) <= tolerance ? Effect.void : Reject.unprocessable({ base: ["Bad timestamp"] })
}

const unexpected: Effect.Effect<never, ErrorResponse> = Effect.fail({ status: 422, errors: ["Unexpected signature"] })
