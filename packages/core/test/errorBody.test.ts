import * as ErrorBody from "@effect-connectycube/core/contract/ErrorBody"
import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import seen from "./fixtures/error-bodies.json" with { type: "json" }
import { fromResponse } from "../src/internal/makeErrors.ts"

const html = `<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center></body>
</html>`

const shapes: ReadonlyArray<readonly [name: string, body: string, errors: ErrorBody.FieldErrors]> = [
  ["an array", `{"errors":["Invalid password"]}`, { base: ["Invalid password"] }],
  ["an array of several", `{"errors":["One","Two"]}`, { base: ["One", "Two"] }],
  ["an object of arrays", `{"errors":{"base":["Forbidden. Need user."]}}`, { base: ["Forbidden. Need user."] }],
  [
    "an object of arrays of several",
    `{"errors":{"password":["is too weak","is too short"],"login":["has already been taken."]}}`,
    { password: ["is too weak", "is too short"], login: ["has already been taken."] }
  ],
  ["an object of texts", `{"errors":{"email":"has already been taken"}}`, { email: ["has already been taken"] }],
  ["one text", `{"errors":"Token is required"}`, { base: ["Token is required"] }],
  ["an array of objects", `{"errors":[{"login":"is taken"}]}`, { base: ["login: is taken"] }],
  ["an object of objects", `{"errors":{"user":{"login":["is taken"]}}}`, { user: ["login: is taken"] }],
  ["numbers among texts", `{"errors":{"base":[404,"gone",null,""]}}`, { base: ["404", "gone"] }],
  ["code and message", `{"code":null,"message":"Couldn't find user"}`, { base: ["Couldn't find user"] }],
  ["several messages", `{"code":4,"message":["One","Two"]}`, { base: ["One", "Two"] }],
  ["status and error", `{"status":"500","error":"Internal Server Error"}`, { base: ["Internal Server Error"] }],
  ["a message beside empty errors", `{"errors":[],"message":"Sorry"}`, { base: ["Sorry"] }],
  ["a message and an error", `{"message":"E_ROUTE_NOT_FOUND","error":"x"}`, { base: ["E_ROUTE_NOT_FOUND"] }],
  ["a bare JSON text", `"User not found"`, { base: ["User not found"] }],
  [
    "a bare JSON array",
    `["Occupants_ids is missing opponent ID."]`,
    { base: ["Occupants_ids is missing opponent ID."] }
  ],
  ["plain text", "  User not found\n", { base: ["User not found"] }],
  ["HTML, by its title", html, { base: ["502 Bad Gateway"] }],
  ["HTML without a title, by its heading", "<body><h1 class=x> Oops </h1></body>", { base: ["Oops"] }],
  ["HTML that says nothing", "<html></html>", {}],
  [
    "XML, by its message",
    `<?xml version="1.0"?><Error><Message>Access Denied</Message></Error>`,
    { base: ["Access Denied"] }
  ],
  ["truncated JSON, as text", `{"errors":["Invalid pass`, { base: [`{"errors":["Invalid pass`] }],
  ["nothing", "", {}],
  ["white space", " \n\t ", {}],
  ["an empty object", "{}", {}],
  ["an empty array", "[]", {}],
  ["empty errors", `{"errors":{}}`, {}],
  ["errors without messages", `{"errors":{"login":[],"email":null,"phone":""}}`, {}],
  ["null", "null", {}],
  ["null errors", `{"errors":null}`, {}],
  ["an unknown object", `{"success":false}`, {}],
  [
    "fields named as members of every object",
    `{"errors":{"__proto__":["a"],"constructor":["b"]}}`,
    JSON.parse(`{"__proto__":["a"],"constructor":["b"]}`)
  ]
]

describe("an error body", () => {
  it.effect.each(seen)("keeps its messages as seen, with its status ($seen)", ({ body, errors, status }) =>
    Effect.sync(() => {
      assert.deepStrictEqual(ErrorBody.parse(body), errors)
      const call = { operation: "things.read", method: "GET", path: "/things/:id", attempts: 1, body }
      const { message } = fromResponse({
        ...call,
        status: status ?? 422,
        errors: ErrorBody.parse(body)
      })
      for (const text of Object.values(errors).flat()) assert.include(message, text)
    })
  )

  it.effect.each(shapes)("is read when it is %s", ([, body, errors]) =>
    Effect.sync(() => assert.deepStrictEqual(ErrorBody.parse(body), errors))
  )

  it("is read with any one byte missing", () => {
    const body = `{"errors":{"base":["Required session does not exist"]}}`
    for (let length = 0; length < body.length; length++) {
      const messages = Object.values(ErrorBody.parse(body.slice(0, length))).flat()
      assert.strictEqual(messages.length, length === 0 ? 0 : 1, `cut to ${length}`)
    }
  })

  it("does not exhaust the stack when it is nested 30,000 levels deep", () => {
    for (const [open, close] of [
      ["[", "]"],
      [`{"errors":`, "}"],
      [`{"a":`, "}"]
    ] as const) {
      assert.deepStrictEqual(ErrorBody.parse(`${open.repeat(5_000)}"x"${close.repeat(5_000)}`), {})
    }
    assert.deepStrictEqual(ErrorBody.parse("[".repeat(30_000) + "]".repeat(30_000)), {})
  })

  it("is one short message when it is a long text of any length", () => {
    const [message, ...rest] = Object.values(ErrorBody.parse("x".repeat(10 * 1024 * 1024))).flat()
    assert.isAtMost(message?.length ?? 0, 500)
    assert.deepStrictEqual(rest, [])
  })

  it("is masked in its messages and its fields, but not in the names of known fields", () => {
    const mask = (text: string) => text.replaceAll("password", "***").replaceAll("hunter2", "***")
    assert.deepStrictEqual(
      ErrorBody.parse(`{"errors":{"password":["password is too weak"],"hunter2":["no such field"]}}`, mask),
      { password: ["*** is too weak"], "***": ["no such field"] }
    )
    assert.deepStrictEqual(ErrorBody.parse("hunter2 is wrong", mask), { base: ["*** is wrong"] })
  })

  const isFieldErrors = Schema.is(Schema.Record(Schema.String, Schema.Array(Schema.NonEmptyString)))

  it.prop("becomes lists of messages by field, for any text", [Schema.String], ([text]) => {
    assert.isTrue(isFieldErrors(ErrorBody.parse(text)))
  })

  it.prop("becomes lists of messages by field, for any JSON", [Schema.Json], ([value]) => {
    assert.isTrue(isFieldErrors(ErrorBody.parse(JSON.stringify(value))))
    assert.isTrue(isFieldErrors(ErrorBody.parse(JSON.stringify({ errors: value }))))
  })

  const Messages = Schema.Array(Schema.NonEmptyString).check(Schema.isMinLength(1))

  it.prop("keeps every message of every field", [Schema.Record(Schema.String, Messages)], ([errors]) => {
    assert.deepStrictEqual(ErrorBody.parse(JSON.stringify({ errors })), errors)
  })

  it.prop("means the same as an array and as an object", [Arbitrary.schema(Messages)], ([messages]) => {
    assert.deepStrictEqual(
      ErrorBody.parse(JSON.stringify({ errors: messages })),
      ErrorBody.parse(JSON.stringify({ errors: { base: messages } }))
    )
  })
})

describe("the line of an error body", () => {
  it("names the fields, and not the base", () => {
    assert.strictEqual(ErrorBody.format({}), "")
    assert.strictEqual(ErrorBody.format({ base: ["Invalid password"] }), "Invalid password")
    assert.strictEqual(
      ErrorBody.format({ login: ["is too short", "is taken"], base: ["No"] }),
      "login is too short, is taken; No"
    )
  })
})
