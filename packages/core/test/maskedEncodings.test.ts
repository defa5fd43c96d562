/** Secrets that a server repeats in another encoding. */
import { maskText } from "@effect-connectycube/core/client/Redaction"
import { assert, describe, it } from "@effect/vitest"

let seed = 20_261_128
const random = (below: number) => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((seed / 2 ** 32) * below)
}

const alphabet = [..."abcXYZ019_-.+/=&<>\"' %#?:;éß漢🚂"]
const text = (length: number) => Array.from({ length }, () => alphabet[random(alphabet.length)] ?? "").join("")

const hex = (character: string) => (character.codePointAt(0) ?? 0).toString(16)
const each = (secret: string, f: (character: string) => string) => Array.from(secret, f).join("")
const inUnits = (secret: string) =>
  secret.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
const inBytes = (secret: string) => Array.from(Buffer.from(secret), (byte) => `%${byte.toString(16).padStart(2, "0")}`)

const encodings: Readonly<Record<string, (secret: string) => string>> = {
  hex: (secret) => Buffer.from(secret).toString("hex"),
  "hex in upper case": (secret) => Buffer.from(secret).toString("hex").toUpperCase(),
  "percent-encoded": (secret) => inBytes(secret).join(""),
  "doubly percent-encoded": (secret) => inBytes(secret).join("").replaceAll("%", "%25"),
  "encodeURIComponent, twice": (secret) => encodeURIComponent(encodeURIComponent(secret)),
  "decimal entities": (secret) => each(secret, (character) => `&#${character.codePointAt(0)};`),
  "hex entities": (secret) => each(secret, (character) => `&#x${hex(character)};`),
  "named entities": (secret) =>
    secret
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("'", "&#39;"),
  "\\u for any character": (secret) => inUnits(secret).join("")
}

describe("a secret that is repeated", () => {
  it.each(Object.entries(encodings))("is masked: %s", (_, encode) => {
    for (let round = 0; round < 100; round++) {
      const secret = text(8 + random(30))
      assert.strictEqual(maskText(`«${encode(secret)}»`, [secret]), "«<redacted>»", secret)
    }
  })

  it.each(["base64", "base64url"] as const)("is masked in %s, alone and inside of a longer text", (encoding) => {
    for (let round = 0; round < 300; round++) {
      const secret = text(8 + random(30))
      const around = [text(random(4)), text(random(4))] as const
      const masked = maskText(Buffer.from(`${around[0]}${secret}${around[1]}`).toString(encoding), [secret])
      assert.include(masked, "<redacted>", secret)
      // What is left are the characters at the ends.
      const left = masked.replace("<redacted>", "")
      assert.isAtMost(left.length, Math.ceil((Buffer.byteLength(around.join("")) * 4) / 3) + 8, secret)
    }
  })
})

describe("a text that looks like a secret many times, and is none", () => {
  // Tried in each spelling of each character, it would take longer than there is time.
  it.each(["\\", "%", "&", "a"])("is masked in a time that is bounded: %s", (character) => {
    const secret = `${character.repeat(200)}b`
    const written = character.repeat(16 * 1024)
    assert.strictEqual(maskText(written, [secret]), written)
  })
})
