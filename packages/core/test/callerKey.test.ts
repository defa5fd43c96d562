import { callerKey, fromToken } from "@effect-connectycube/core/Session"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Hash from "effect/Hash"
import * as Redacted from "effect/Redacted"
import { renewable } from "./support/Sessions.ts"

const session = (token: string) => fromToken(Redacted.make(token))

describe("the key of a caller", () => {
  it("is equal for two sessions of one token, and hashes alike", () => {
    const [one, other] = [callerKey(session("ada")), callerKey(session("ada"))]
    assert.isTrue(Equal.equals(one, other))
    assert.strictEqual(Hash.hash(one), Hash.hash(other))
  })

  it("is another for another token", () => {
    assert.isFalse(Equal.equals(callerKey(session("ada")), callerKey(session("ben"))))
  })

  it("does not show the token", () => {
    assert.notInclude(`${callerKey(session("ada"))} ${JSON.stringify(callerKey(session("ada")))}`, "ada")
  })

  it.effect("is the session itself for one that is renewed, also when two have the same token", () =>
    Effect.gen(function* () {
      const [one, other] = [yield* renewable("ada"), yield* renewable("ada")]
      assert.strictEqual(callerKey(one.session), one.session)
      assert.isFalse(Equal.equals(callerKey(one.session), callerKey(other.session)))
    })
  )
})
