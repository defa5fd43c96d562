// What the modules of the inspector make of data: pure functions, without a browser.
import { assert, describe, it } from "vitest"
import { errorsOf, queryOf } from "../../inspector/api.js"
import { pretty, short, size, time, tokensOf, webUrl } from "../../inspector/format.js"
import { append, classOf, matches } from "../../inspector/journal.js"
import { hrefOf, parseRoute } from "../../inspector/state.js"
import { headersOf, ruleOf } from "../../inspector/tabs/faultForm.js"
import { decodeMessage } from "../../inspector/tabs/push.js"

const entry = (number: number, more: object = {}) => ({
  number,
  at: `2026-11-29T10:00:0${number}.000Z`,
  method: "GET",
  path: "/users/v2",
  operation: "users.list",
  query: "login=ada",
  request_headers: {},
  request_body: "",
  asked_by: { kind: "user" as const, user_id: 1 },
  status: 200,
  response_headers: {},
  response_body: `{"items":[]}`,
  duration: 1,
  fault: null,
  ...more
})

describe("the requests that the page knows", () => {
  const known = [entry(1), entry(2)]

  it("are continued by what was read, which begins with the last known one", () => {
    assert.deepStrictEqual(append(known, [entry(2), entry(3)]), [...known, entry(3)])
    assert.strictEqual(append(known, [entry(2)]), known)
    assert.deepStrictEqual(append([], [entry(1)]), [entry(1)])
  })

  it("are read anew when the journal was cleared", () => {
    assert.isUndefined(append(known, []))
    assert.isUndefined(append(known, [entry(2, { at: "2026-11-29T11:00:00.000Z" })]))
    assert.isUndefined(append(known, [entry(3)]))
  })

  it("are a thousand at most", () => {
    const many = Array.from({ length: 1500 }, (_, index) => entry(index + 3))
    assert.strictEqual(append(known, [entry(2), ...many])?.length, 1000)
  })

  it("are filtered by method, status, operation, fault and text", () => {
    const failed = entry(1, { method: "POST", status: 503, fault: 4, request_body: `{"name":"Ada"}` })
    const dropped = entry(2, { status: null, operation: null })
    for (const query of [
      {},
      { method: "POST" },
      { status: "5xx" },
      { operation: "users.list" },
      { fault: "any" },
      { fault: "4" },
      { text: "ADA" },
      { text: "users.list", method: "POST" }
    ]) {
      assert.isTrue(matches(failed, query), JSON.stringify(query))
    }
    for (const query of [{ method: "GET" }, { status: "2xx" }, { operation: "x" }, { fault: "5" }, { text: "ben" }]) {
      assert.isFalse(matches(failed, query), JSON.stringify(query))
    }
    assert.isTrue(matches(dropped, { status: "dropped" }))
    assert.isFalse(matches(dropped, { fault: "any" }))
    assert.strictEqual(classOf(404), "4xx")
  })
})

describe("a place of the page", () => {
  it("is read from its URL as it was written", () => {
    const query = { text: "a b&c=<d>", page: "2" }
    const href = hrefOf("records", "odd/class name?#", query)
    assert.deepStrictEqual(parseRoute(href), { tab: "records", id: "odd/class name?#", query })
  })

  it("is the first tab without a URL, and takes any text", () => {
    assert.deepStrictEqual(parseRoute(""), { tab: "requests", id: "", query: {} })
    assert.deepStrictEqual(parseRoute("#users/%E0%A4%A"), { tab: "users", id: "%E0%A4%A", query: {} })
    assert.strictEqual(hrefOf("users", "", { page: "", text: undefined }), "#users")
  })
})

describe("a link that comes from data", () => {
  it.each(["https://example.com/a?b", "http://127.0.0.1:8090/x"])("is one when it is of the web: %s", (url) => {
    assert.strictEqual(webUrl(url), url)
  })

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "blob:https://example.com/x",
    "file:///etc/passwd",
    "//example.com",
    "example.com",
    "",
    null,
    7,
    {}
  ])("is none else: %j", (url) => {
    assert.isUndefined(webUrl(url))
  })
})

describe("the form of a fault", () => {
  it("makes a rule of the fields that are filled in", () => {
    assert.deepStrictEqual(
      ruleOf({
        by: "operation",
        operation: "users.list",
        times: "2",
        after: "0",
        delay: "3 seconds",
        status: "503",
        headers: "Retry-After: 1\n\n X-Other :  a: b ",
        body: `{"errors":[]}`,
        drop: "",
        handled: "false"
      }),
      {
        operation: "users.list",
        times: 2,
        after: 0,
        delay: "3 seconds",
        respond: { status: 503, headers: { "Retry-After": "1", "X-Other": "a: b" }, body: { errors: [] } },
        handled: false
      }
    )
    assert.deepStrictEqual(ruleOf({ path: "/users", drop: "mid-body", status: "" }), {
      path: "/users",
      drop: "mid-body"
    })
  })

  it("leaves what is wrong to the emulator, which says so", () => {
    assert.deepStrictEqual(ruleOf({ status: "abc", body: "<p>" }), { respond: { status: "abc", body: "<p>" } })
    assert.throws(() => headersOf("no header"))
  })
})

describe("a value", () => {
  it("is shown as people read it", () => {
    assert.strictEqual(time("2026-11-29T01:02:03.456Z"), "2026-11-29 01:02:03")
    assert.strictEqual(time(null), "")
    assert.deepStrictEqual([0, 1023, 1536, 5 * 1024 * 1024].map(size), ["0 B", "1023 B", "1.5 KiB", "5.0 MiB"])
    assert.strictEqual(short("a\n b", 10), "a b")
    assert.strictEqual(short("abcdef", 4), "abc…")
    assert.strictEqual(pretty(`{"a":1}`), `{\n  "a": 1\n}`)
    assert.strictEqual(pretty("{no json"), "{no json")
  })

  it("is the same text in colors", () => {
    const text = pretty(`{"a\\"b":[1,-2.5e3,true,null,"x:\\"y\\""],"<script>":{}}`)
    const tokens = tokensOf(text)
    assert.strictEqual(tokens.map((token) => token.text).join(""), text)
    assert.deepStrictEqual(
      tokens.filter(({ kind }) => kind !== "plain").map(({ kind }) => kind),
      ["name", "number", "number", "word", "word", "text", "name"]
    )
  })

  it("is the message of a push, when it is JSON in Base64", () => {
    const text = `{"message":"Grüße 🚀"}`
    assert.strictEqual(decodeMessage(Buffer.from(text).toString("base64")), text)
    assert.strictEqual(decodeMessage("plain text"), "plain text")
    assert.strictEqual(decodeMessage(Buffer.from([0xff, 0xfe]).toString("base64")), "//4=")
  })
})

describe("an error response", () => {
  it("is read in both shapes of the API", () => {
    assert.deepStrictEqual(errorsOf({ errors: ["a", "b"] }), { base: ["a", "b"] })
    assert.deepStrictEqual(errorsOf({ errors: { login: ["taken"], base: "x" } }), { login: ["taken"], base: ["x"] })
    assert.deepStrictEqual(errorsOf("x"), {})
    assert.strictEqual(queryOf({ a: "1", b: "", c: undefined, d: 2 }), "?a=1&d=2")
  })
})
