import * as Redaction from "@effect-connectycube/core/client/Redaction"
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"

const token = "A1B2C3D4E5F60718293A4B5C6D7E8F901234"

describe("masking", () => {
  it.prop(
    "finds a secret in every spelling, whatever it is and whatever stands around it",
    [Schema.String, Schema.String, Schema.String],
    ([secret, before, after]) => {
      if (secret.length < 4) return
      const spellings = [
        secret,
        JSON.stringify(secret).slice(1, -1),
        new URLSearchParams([["", secret]]).toString().slice(1)
      ]
      for (const spelling of spellings) {
        const masked = Redaction.maskText(`${before}<${spelling}>${after}`, [secret])
        assert.notInclude(masked.replaceAll("<redacted>", ""), spelling)
      }
    }
  )

  it.prop("does not change a text without a secret", [Schema.String], ([text]) => {
    assert.strictEqual(Redaction.maskText(text, ["a secret that is nowhere"]), text)
  })

  it("removes the start of a secret at the end of a truncated text", () => {
    for (let length = 1; length < token.length; length++) {
      const text = `${"-".repeat(16 * 1024 - length)}${token}`
      assert.strictEqual(Redaction.maskText(text, [token]), `${"-".repeat(16 * 1024 - length)}…`)
    }
  })

  it("does not throw for a value of 10 MiB", () => {
    for (const value of ["a", "\\n", `"`, "\\"]) {
      assert.isBelow(Redaction.maskText(`{"token":"${value.repeat(10 * 1024 * 1024)}`).length, 16 * 1024 + 100)
    }
  })

  it("recognizes secret members and parameters by name", () => {
    for (const name of [
      "token",
      "password",
      "user[password]",
      "keys[secret]",
      "AUTH_KEY",
      "signature",
      "old_password"
    ]) {
      assert.isTrue(Redaction.isSecretName(name), name)
    }
    for (const name of ["login", "tokens", "password_reset", "user[login]", ""]) {
      assert.isFalse(Redaction.isSecretName(name), name)
    }
  })

  it("removes all of a secret that begins with another one", () => {
    for (const secrets of [
      ["abcd", "abcd1234"],
      ["abcd1234", "abcd"],
      ["ab/cd", "ab/cd1234"]
    ]) {
      for (const secret of secrets) {
        assert.strictEqual(Redaction.maskText(`<${secret}>`, secrets), "<<redacted>>")
      }
    }
  })

  it("masks the signature of any URL in a text", () => {
    const url = "https://store.test/key?a=public&X-Amz-Credential=AKIA%2F2022&X-Amz-Signature=1eade6af&b=2"
    const masked = "https://store.test/key?a=public&X-Amz-Credential=<redacted>&X-Amz-Signature=<redacted>&b=2"
    for (const spelling of [
      (text: string) => text,
      (text: string) => JSON.stringify({ url: text }),
      (text: string) => text.replaceAll("&", "\\u0026").replaceAll("/", "\\/"),
      (text: string) => `<a href="${text.replaceAll("&", "&amp;")}">`
    ]) {
      assert.strictEqual(Redaction.maskText(spelling(url)), spelling(masked))
    }
  })

  it("finds the secrets of a signed URL: the URL, its query, and its signature, policy, credential and token", () => {
    const url =
      "https://store.test/key?a=public&X-Amz-Credential=AKIAIOSFODNN7%2F20221007%2Fs3&X-Amz-Signature=1eade6af&Policy=eyJ9%3D&X-Amz-Security-Token=t%2Fk+n"
    assert.deepStrictEqual(Redaction.secretsInUrl(url), [
      url,
      url.slice(url.indexOf("?") + 1),
      "AKIAIOSFODNN7/20221007/s3",
      "AKIAIOSFODNN7",
      "1eade6af",
      "eyJ9=",
      "t/k n"
    ])
    assert.deepStrictEqual(Redaction.secretsInUrl("https://store.test/key"), [])
  })
})
