/**
 * Passwords as they are kept. This is not a place for real ones: the hash is one that costs nothing.
 */
import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import { hex } from "../../server/state/identifiers.ts"

export const hash = (password: string): Effect.Effect<string> =>
  Effect.map(hex(16), (salt) => `${salt}$${digest(salt, password)}`)

export const matches = (password: string, hashed: string): boolean => {
  const [salt = "", expected] = hashed.split("$")
  return digest(salt, password) === expected
}

const digest = (salt: string, password: string): string =>
  createHash("sha256").update(`${salt}$${password}`).digest("hex")
