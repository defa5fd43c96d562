// What is masked in a text, and what is left.
import * as Redaction from "@effect-connectycube/core/client/Redaction"
import { assert, describe, it } from "@effect/vitest"
import * as Redacted from "effect/Redacted"

const masked = (text: string, ...secrets: ReadonlyArray<string>) => Redaction.maskText(text, secrets)

const longest = 16 * 1024

describe("the headers with a secret", () => {
  it("are those of the API", () => {
    assert.deepStrictEqual(Redaction.secretHeaders, [
      "cb-token",
      "cb-authkey",
      "cb-administration-api-key",
      "cb-account-key"
    ])
  })
})

describe("a name", () => {
  it("is that of a secret as a whole, or in brackets at its end", () => {
    for (const name of ["token", "a[token]", "a[b][token]", "access_token", "auth_secret"]) {
      assert.isTrue(Redaction.isSecretName(name), name)
    }
    for (const name of ["my_token", "token_id", "a[tokens]", "[x]token", "xtoken]"]) {
      assert.isFalse(Redaction.isSecretName(name), name)
    }
  })
})

describe("a member of JSON", () => {
  it.each([
    [`{"token":"abc","b":1}`, `{"token":"<redacted>","b":1}`],
    [`{"PASSWORD" :  "a b"}`, `{"PASSWORD" :  "<redacted>"}`],
    [`{"secret":"a\\"b","c":"d"}`, `{"secret":"<redacted>","c":"d"}`],
    [`{"secret":"a\\\\","c":"d"}`, `{"secret":"<redacted>","c":"d"}`],
    [`{"secret":"","c":"d"}`, `{"secret":"<redacted>","c":"d"}`],
    [`{"auth_key":12345,"c":1}`, `{"auth_key":"<redacted>","c":1}`],
    [`{"signature":true}`, `{"signature":"<redacted>"}`],
    [`{"token":12`, `{"token":"<redacted>"`],
    [`{"token":"cut of`, `{"token":"<redacted>"`],
    [`{"token":"cut\\`, `{"token":"<redacted>"`],
    [`{"token": \n"abc"}`, `{"token": \n"<redacted>"}`],
    [`{"password":["is too short"]}`, `{"password":["is too short"]}`],
    [`{"password":{"a":1}}`, `{"password":{"a":1}}`],
    [`{"tokens":"abc","my_token":"x"}`, `{"tokens":"abc","my_token":"x"}`]
  ])("in %s is masked when its name says that it is a secret", (text, expected) => {
    assert.strictEqual(masked(text), expected)
  })
})

describe("a URL", () => {
  it.each([
    ["https://ada:pw@host.test/a", "https://<redacted>@host.test/a"],
    ["https://ada@host.test", "https://<redacted>@host.test"],
    ["see redis://:pw@host:1 and a@b.c", "see redis://<redacted>@host:1 and a@b.c"],
    [`{"url":"https:\\/\\/ada:pw@host.test\\/a"}`, `{"url":"https:\\/\\/<redacted>@host.test\\/a"}`],
    ["https://host.test/a@b", "https://host.test/a@b"],
    ["https://host.test?a@b", "https://host.test?a@b"],
    ["https://host.test #a@b", "https://host.test #a@b"],
    ["https:/ada@host.test", "https:/ada@host.test"],
    ["://ada@host.test", "://ada@host.test"],
    [`https://${"x".repeat(1024)}@host.test`, "https://<redacted>@host.test"],
    [`https://${"x".repeat(1025)}@host.test`, `https://${"x".repeat(1025)}@host.test`]
  ])("%s is left without who logs in", (text, expected) => {
    assert.strictEqual(masked(text), expected)
  })
})

describe("a secret", () => {
  it("is masked from four characters on", () => {
    assert.strictEqual(masked("abc abcd", "abc", "abcd"), "abc <redacted>")
    assert.strictEqual(masked("a/b a/bc", "a/b", "a/bc"), "a/b <redacted>")
    assert.strictEqual(masked("nothing", ""), "nothing")
  })

  it("is found wherever it stands, in every spelling", () => {
    const secret = `p@ss/w "é`
    const units = (text: string) =>
      text
        .split("")
        .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
        .join("")
    for (const spelling of [
      secret,
      `p@ss\\/w \\"é`,
      `p${units("@")}ss${units("/")}w${units(" ")}${units('"')}${units("é")}`,
      "p%40ss%2Fw%20%22%C3%A9",
      "P%40SS%2fW+%22%c3%a9"
    ]) {
      assert.strictEqual(masked(`<${spelling}>${spelling}`, secret), "<<redacted>><redacted>", spelling)
    }
    assert.strictEqual(masked("p@ss+w", "p@ss/w"), "p@ss+w")
    assert.strictEqual(masked("<\\ud83d\\ude82b c>", "🚂b c"), "<<redacted>>")
    assert.strictEqual(masked("<%F0%9F%9A%82b+c>", "🚂b c"), "<<redacted>>")
    assert.strictEqual(masked("a🚂b \\ud83d\\ude82", "🚂b \\ud83d"), "a<redacted>\\ude82")
  })

  it("of plain characters is found as it is written, and no part of its pattern means anything else", () => {
    assert.strictEqual(masked("a.b-c aXb-c A.B-C", "a.b-c"), "<redacted> aXb-c A.B-C")
    assert.strictEqual(masked("(a|b)+ aaaa", "(a|b)+"), "<redacted> aaaa")
  })
})

describe("a long text", () => {
  it("is cut after 16 KiB, and not before", () => {
    assert.strictEqual(masked("a".repeat(longest)), "a".repeat(longest))
    assert.strictEqual(masked("a".repeat(longest + 1)), `${"a".repeat(longest)}…`)
  })

  it("that is cut inside a secret has nothing of it left", () => {
    const secret = "s3cr3t-token"
    for (const length of [1, secret.length - 1]) {
      const before = "-".repeat(longest - length)
      assert.strictEqual(masked(`${before}${secret}`, secret), `${before}…`)
    }
    const whole = "-".repeat(longest - secret.length)
    assert.strictEqual(masked(`${whole}${secret}more`, secret), `${whole}<redacted>…`)
  })
})

describe("the secrets of a value", () => {
  it("are all that is redacted in it, at any depth", () => {
    const value = {
      one: Redacted.make("a"),
      list: [Redacted.make("b"), { deep: Redacted.make(5) }],
      plain: "c",
      none: null
    }
    assert.deepStrictEqual(Redaction.secretsIn(value), ["a", "b", "5"])
    assert.deepStrictEqual(Redaction.secretsIn(Redacted.make("a")), ["a"])
    for (const value of ["a", 5, null, undefined]) assert.deepStrictEqual(Redaction.secretsIn(value), [])
  })

  it("of a URL are its signature and who signed, and of one without a query none", () => {
    assert.deepStrictEqual(Redaction.secretsInUrl("https://store.test/a?X-Credential=who%2Fwhen%0A/where"), [
      "https://store.test/a?X-Credential=who%2Fwhen%0A/where",
      "X-Credential=who%2Fwhen%0A/where",
      "who/when\n/where",
      "who"
    ])
    assert.deepStrictEqual(Redaction.secretsInUrl("https://store.test/a?b=c"), ["https://store.test/a?b=c", "b=c"])
    assert.deepStrictEqual(Redaction.secretsInUrl("https://store.test/a"), [])
  })
})
