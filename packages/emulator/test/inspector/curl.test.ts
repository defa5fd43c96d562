// A request of the journal as a curl command, read by a shell.
import { assert, describe, it, test } from "vitest"
import { spawnSync } from "node:child_process"
import { escapePairs, quote, toCurl, variableOf } from "../../inspector/curl.js"

const origin = "http://127.0.0.1:8090"

const entry = { method: "GET", path: "/users/v2", query: "", request_headers: {}, request_body: "" }

/** What a POSIX shell makes of a command: the words after its name, one a line and in JSON's quotes. */
const wordsOf = (command: string, env: Record<string, string> = {}): ReadonlyArray<string> => {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}\n`
  const { status, stderr, stdout } = spawnSync("sh", ["-u", "-c", script], { encoding: "utf8", env })
  assert.strictEqual(status, 0, stderr)
  return stdout.split("\0").slice(0, -1)
}

const isPosix = process.platform !== "win32"

describe.runIf(isPosix)("a curl command", () => {
  test.each([
    "plain",
    "",
    "it's",
    "'",
    "''",
    `"double"`,
    "$HOME `id` $(id) ${IFS}",
    "back\\slash\\",
    "a\nb\r\tc",
    "; rm -rf / & | > < * ? [a] {b,c} ~ # !",
    "ünïcødé 🚀",
    "-- -x",
    "'\"'\"'$(touch /tmp/x)'"
  ])("has a text as one word that no shell changes: %j", (text) => {
    assert.deepStrictEqual(wordsOf(`curl ${quote(text)}`), [text])
  })

  it("has variables of the shell for secrets, however they are spelled", () => {
    const words = wordsOf(
      toCurl(
        {
          ...entry,
          method: "POST",
          path: "/session",
          query: "token=<redacted>",
          request_headers: { "cb-token": "<redacted>", "cb-authkey": "<redacted>", "content-type": "application/json" },
          request_body: `{"user":{"login":"it's ada","password":"<redacted>"},"signature": "<redacted>"}`
        },
        origin
      ),
      {
        CONNECTYCUBE_TOKEN: "to ken",
        CONNECTYCUBE_AUTH_KEY: `k"e'y`,
        CONNECTYCUBE_PASSWORD: "$(id)",
        CONNECTYCUBE_SIGNATURE: "s"
      }
    )
    assert.deepStrictEqual(words, [
      "-g",
      "-X",
      "POST",
      `${origin}/session?token=to ken`,
      "-H",
      "cb-token: to ken",
      "-H",
      `cb-authkey: k"e'y`,
      "-H",
      "content-type: application/json",
      "--data-raw",
      `{"user":{"login":"it's ada","password":"$(id)"},"signature": "s"}`
    ])
  })

  it("leaves out what the connection adds, and takes a body that the journal does not have from a file", () => {
    const words = wordsOf(
      toCurl(
        {
          ...entry,
          method: "PUT",
          request_headers: {
            host: "x",
            "content-length": "5",
            "user-agent": "x",
            "sec-fetch-site": "none",
            accept: "*/*",
            "x-own": "1"
          },
          request_body: "<12 bytes>"
        },
        origin
      )
    )
    assert.deepStrictEqual(words, [
      "-g",
      "-X",
      "PUT",
      `${origin}/users/v2`,
      "-H",
      "x-own: 1",
      "--data-binary",
      "@body.bin"
    ])
  })

  it("escapes a form and a query, which the journal has without escapes", () => {
    const words = wordsOf(
      toCurl(
        {
          ...entry,
          query: "full_name=Ada Lovelace&x=a+b",
          request_headers: { "content-type": "application/x-www-form-urlencoded" },
          request_body: "user[login]=ada&user[password]=<redacted>&n=ü"
        },
        origin
      ),
      { CONNECTYCUBE_PASSWORD: "p" }
    )
    assert.strictEqual(words[3], `${origin}/users/v2?full_name=Ada%20Lovelace&x=a%2Bb`)
    assert.strictEqual(words.at(-1), "user%5Blogin%5D=ada&user%5Bpassword%5D=p&n=%C3%BC")
  })

  it("has the URL of a request that the emulator made itself", () => {
    const [, , , url] = wordsOf(toCurl({ ...entry, path: "https://example.com/hook" }, origin))
    assert.strictEqual(url, "https://example.com/hook")
  })
})

describe("the parts of a curl command", () => {
  it("are the variable of each secret", () => {
    const names = ["CB-Token", "cb-authkey", "cb-adminapikey", "user[password]", "signature", "auth_secret", "cookie"]
    assert.deepStrictEqual(names.map(variableOf), [
      "CONNECTYCUBE_TOKEN",
      "CONNECTYCUBE_AUTH_KEY",
      "CONNECTYCUBE_ADMIN_API_KEY",
      "CONNECTYCUBE_PASSWORD",
      "CONNECTYCUBE_SIGNATURE",
      "CONNECTYCUBE_AUTH_SECRET",
      "SECRET"
    ])
  })

  it("are pairs with escapes, whose masks stay", () => {
    assert.strictEqual(escapePairs("a=1&b c=<redacted>&d"), "a=1&b%20c=<redacted>&d=")
    assert.strictEqual(escapePairs(""), "")
  })
})
