/** There is one list of the names of secrets: for the debug log, for the journal of the emulator, and for cassettes. */
import * as Redaction from "@effect-connectycube/core/client/Redaction"
import * as SecretNames from "@effect-connectycube/core/contract/SecretNames"
import { assert, describe, it } from "@effect/vitest"
import * as Emulated from "../../../emulator/src/server/state/secrets.ts"

const stems = [
  "token",
  "password",
  "passwd",
  "passphrase",
  "secret",
  "auth_key",
  "auth-key",
  "api_key",
  "access_key",
  "auth_secret",
  "signature",
  "authorization",
  "credential",
  "policy",
  "web_auth",
  "registration_id",
  "client_identification_sequence"
]

const names = stems.flatMap((stem) => [
  stem,
  stem.toUpperCase(),
  `user[${stem}]`,
  `user.${stem}`,
  `${stem}[]`,
  `${stem}[0]`,
  ...["old_", "new_", "access_", "refresh_", "session_", "x-amz-", "my"].map((start) => start + stem)
])

describe("the names of secrets", () => {
  it("are those that errors mask, and more", () => {
    const masked = names.filter(Redaction.isSecretName)
    assert.isAtLeast(masked.length, 20)
    assert.deepStrictEqual(
      masked.filter((name) => !SecretNames.isSecretName(name)),
      []
    )
    for (const name of Redaction.secretHeaders) assert.isTrue(SecretNames.isSecretHeader(name), name)
  })

  it("are the same in the journal of the emulator", () => {
    for (const name of names) assert.strictEqual(Emulated.isSecretName(name), SecretNames.isSecretName(name), name)
    for (const name of ["cb-token", "cb-token-expirationdate", "cookie", "x-api-key", "accept", "content-type"]) {
      assert.strictEqual(Emulated.isSecretHeader(name), SecretNames.isSecretHeader(name), name)
    }
  })

  it.each(stems)("has %s, in parameters and in members", (stem) => {
    for (const name of [stem, stem.toUpperCase(), `user[${stem}]`, `user.${stem}`, `${stem}[0]`]) {
      assert.isTrue(SecretNames.isSecretName(name), name)
    }
  })

  it.each(["login", "tokens", "user_id", "full_name", "key", "push_tokens", "application_id", "nonce", "message", ""])(
    "do not have %s",
    (name) => assert.isFalse(SecretNames.isSecretName(name))
  )
})
