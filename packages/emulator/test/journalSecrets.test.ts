/**
 * The journal and the faults have no secret: in any part of a request, in any spelling, and in any response of a fault.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as TestClock from "effect/testing/TestClock"
import type { NewFault } from "../src/Fault.ts"
import { Emulator } from "../src/Emulator.ts"
import { ask, at } from "./support/Wire.ts"

const secret = "hunter2-planted"

/** A value that is no secret must be visible. */
const plain = "grace"

const form = `user[login]=${plain}&user[password]=${secret}`

const json = JSON.stringify({ user: { login: plain, password: secret } })

const part = (name: string, value: string) =>
  `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`

const multipart = `${part("user[login]", plain)}${part("user[password]", secret)}--x--\r\n`

interface Sent {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE"
  readonly path?: string
  readonly type?: string
  readonly body?: string | Uint8Array
  readonly headers?: Record<string, string>
  /** Whether {@link plain} is in the journal: it is not in what could not be read. */
  readonly shown?: boolean
}

const send = ({ method = "POST", path = "/users", type, body, headers = {} }: Sent) =>
  HttpClient.execute(
    HttpClientRequest.make(method)(`https://api.connectycube.com${path}`).pipe(
      (request) =>
        body === undefined
          ? request
          : typeof body === "string"
            ? HttpClientRequest.bodyText(request, body, type ?? "")
            : HttpClientRequest.bodyUint8Array(request, body, type ?? ""),
      HttpClientRequest.setHeaders({ "CB-AuthKey": "emulator-auth-key", ...headers })
    )
  )

const typeless = { type: "" }

const urlencoded = { type: "application/x-www-form-urlencoded" }

const inJson = { type: "application/json" }

const requests: ReadonlyArray<readonly [what: string, sent: Sent]> = [
  ["JSON", { ...inJson, body: json }],
  ["JSON with a charset", { type: "application/json; charset=utf-8", body: json }],
  ["JSON with another charset", { type: "application/json; charset=utf-16", body: json }],
  ["JSON of another type", { type: "application/vnd.api+json", body: json }],
  ["JSON as plain text", { type: "text/plain", body: json }],
  ["JSON as a form", { ...urlencoded, body: json }],
  ["JSON without a type", { ...typeless, body: json }],
  ["JSON in a GET", { method: "GET", path: "/users/v2", ...inJson, body: json }],
  ["JSON in a DELETE", { method: "DELETE", path: "/chat/Dialog/1", ...inJson, body: json }],
  [
    "JSON with brackets in its names",
    { ...inJson, body: JSON.stringify({ "user[login]": plain, "user[password]": secret }) }
  ],
  [
    "JSON with dots in its names",
    { ...inJson, body: JSON.stringify({ "user.login": plain, "user.password": secret }) }
  ],
  ["JSON with a list", { ...inJson, body: JSON.stringify([{ login: plain, password: [secret] }]) }],
  ["JSON with an object", { ...inJson, body: JSON.stringify({ login: plain, password: { value: [secret] } }) }],
  ["JSON with a name twice", { ...inJson, body: `{"login":"${plain}","password":"${secret}","password":"other"}` }],
  ["JSON with an escaped name", { ...inJson, body: `{"login":"${plain}","pass\\u0077ord":"${secret}"}` }],
  ["JSON with capitals", { ...inJson, body: `{"login":"${plain}","Password":"${secret}"}` }],
  [
    "JSON with other names",
    { ...inJson, body: `{"login":"${plain}","newPassword":"${secret}","password_confirmation":"${secret}"}` }
  ],
  ["JSON in a text in JSON", { ...inJson, body: JSON.stringify({ login: plain, data: json }) }],
  [
    "JSON in a text in a text in JSON",
    { ...inJson, body: JSON.stringify({ login: plain, data: JSON.stringify({ data: json }) }) }
  ],
  ["a form in a text in JSON", { ...inJson, body: JSON.stringify({ login: plain, data: form }) }],
  ["JSON that breaks off", { ...inJson, body: json.slice(0, -3), shown: false }],
  ["what is almost JSON", { ...inJson, body: `{'login': '${plain}', 'password': '${secret}'}`, shown: false }],
  ["JSON lines", { type: "application/x-ndjson", body: `${json}\n${json}\n`, shown: false }],
  ["a text in JSON", { ...inJson, body: JSON.stringify(`login: ${plain}, password: ${secret}`) }],
  ["a form", { ...urlencoded, body: form }],
  ["a form with a charset", { type: "application/x-www-form-urlencoded; charset=utf-8", body: form }],
  ["a form without a type", { ...typeless, body: form }],
  ["a form as plain text", { type: "text/plain", body: form }],
  ["a form as JSON", { ...inJson, body: form, shown: false }],
  ["a form of lists", { ...urlencoded, body: `login=${plain}&user[password][]=${secret}&password[0]=${secret}` }],
  ["a form of objects", { ...urlencoded, body: `login=${plain}&user[password][value]=${secret}` }],
  [
    "a form with escaped names",
    { ...urlencoded, body: `login=${plain}&%70assword=${secret}&user%5Bpassword%5D=${secret}` }
  ],
  ["a form with a name twice", { ...urlencoded, body: `login=${plain}&password=${secret}&password=${secret}` }],
  [
    "a form with blanks",
    { ...urlencoded, body: `login=${plain}&password =${secret}&+password=${secret}`, shown: false }
  ],
  ["a form with JSON in it", { ...urlencoded, body: `login=${plain}&data=${encodeURIComponent(json)}` }],
  ["a form with semicolons", { ...urlencoded, body: `login=${plain};password=${secret}` }],
  ["a form as pages send it in plain text", { type: "text/plain", body: `login=${plain}\r\npassword=${secret}\r\n` }],
  ["lines of names and values", { type: "text/plain", body: `login: ${plain}\npassword: ${secret}\n`, shown: false }],
  ["a form of parts", { type: "multipart/form-data; boundary=x", body: multipart }],
  ["a form of parts with quotes", { type: 'multipart/form-data; boundary="x"', body: multipart }],
  ["a form of parts without its boundary", { type: "multipart/form-data", body: multipart, shown: false }],
  ["a form of parts with another boundary", { type: "multipart/form-data; boundary=y", body: multipart, shown: false }],
  ["a form of parts as plain text", { type: "text/plain", body: multipart, shown: false }],
  ["a form of parts as another form", { ...urlencoded, body: multipart, shown: false }],
  [
    "a form of parts in a GET",
    { method: "GET", path: "/users/v2", type: "multipart/form-data; boundary=x", body: multipart, shown: false }
  ],
  [
    "a form of parts without an end",
    { type: "multipart/form-data; boundary=x", body: multipart.slice(0, -7), shown: false }
  ],
  [
    "XML",
    {
      type: "application/xml",
      body: `<user><login>${plain}</login><password>${secret}</password></user>`,
      shown: false
    }
  ],
  ["bytes", { type: "application/octet-stream", body: Buffer.from(json, "utf16le"), shown: false }],
  [
    "a body over the limit",
    { ...inJson, body: `{"login":"${plain}","password":"${secret}","a":"${"x".repeat(20_000)}"}`, shown: false }
  ],
  ["the query", { method: "GET", path: `/users/v2?login=${plain}&password=${secret}` }],
  [
    "the query, escaped",
    { method: "GET", path: `/users/v2?login=${plain}&%70%61ssword=${secret}&user%5Bpassword%5D[]=${secret}` }
  ],
  ["the query, with JSON in it", { method: "GET", path: `/users/v2?login=${plain}&data=${encodeURIComponent(json)}` }],
  [
    "the query, with a form in it",
    { method: "GET", path: `/users/v2?login=${plain}&next=${encodeURIComponent(`/x?password=${secret}`)}` }
  ],
  ["a header", { headers: { "X-Api-Key": secret, "X-Password": secret, "X-Name": plain } }],
  ["a header of a proxy", { headers: { "Proxy-Authorization": `Basic ${secret}`, "X-Name": plain } }],
  ["a header with a URL", { headers: { referer: `http://a.example/?token=${secret}`, "X-Name": plain } }],
  [
    "the session of another header, in the path",
    { path: `/chat/Dialog/${secret}`, headers: { Authorization: `Bearer ${secret}`, "X-Name": plain } }
  ]
]

/** All output of the requests and the faults, in process and over HTTP. */
const told = Effect.gen(function* () {
  const { requests } = yield* Emulator
  const control = yield* ask("GET", "/_emulator/requests")
  return JSON.stringify(yield* requests) + control.text
})

const emulated = Effect.provide(Emulator.layer({ settings: { body_limit: 10_000 } }))

describe("a secret in a request", () => {
  it.effect.each(requests)("is not in the journal: %s", ([, sent]) =>
    Effect.gen(function* () {
      yield* send(sent)
      const text = yield* told
      assert.notInclude(text, secret)
      assert.notInclude(text, "planted")
      assert.strictEqual(text.includes(plain), sent.shown ?? true, text)
    }).pipe(emulated)
  )
})

describe("a fault", () => {
  const repeating: ReadonlyArray<readonly [what: string, respond: NonNullable<NewFault["respond"]>]> = [
    ["a text", { status: 500, body: `the password is ${secret}` }],
    ["JSON", { status: 500, body: { said: secret } }],
    ["HTML", { status: 502, body: `<p>${secret}</p>` }],
    ["a header", { status: 500, headers: { "X-Said": secret } }],
    ["a location", { status: 301, headers: { Location: `http://a.example/${encodeURIComponent(secret)}` } }]
  ]

  it.effect.each(repeating)("that repeats a secret of the request is masked in the journal: in %s", ([, respond]) =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ respond })
      const response = yield* send({ ...inJson, body: json })
      // It was sent nevertheless.
      assert.include((yield* response.text) + JSON.stringify(response.headers), secret)
      const text = yield* told
      assert.notInclude(text, secret)
      assert.include(text, "<redacted>")
    }).pipe(emulated)
  )

  const odd = `a"b\\c<d>é &+${secret}`

  it.effect.each([
    ["as JSON escapes it", { body: { said: odd } }],
    ["as a URL escapes it", { headers: { Location: `http://a.example/?a=${encodeURIComponent(odd)}` } }],
    ["as a form escapes it", { headers: { Location: `http://a.example/?${new URLSearchParams({ a: odd })}` } }],
    ["as it is", { body: odd }]
  ])("that repeats a secret with special characters is masked in the journal: %s", ([, respond]) =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ respond: { status: 500, ...(respond as object) } })
      yield* send({ ...inJson, body: JSON.stringify({ login: plain, password: odd }) })
      assert.notInclude(yield* told, "planted")
    }).pipe(emulated)
  )

  it.effect.each(["Bearer", "Basic"])("that repeats a token that came as %s does not tell the journal", (scheme) =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ respond: { status: 500, body: { said: secret } } })
      const credential = scheme === "Basic" ? Buffer.from(`${plain}:${secret}`).toString("base64") : secret
      yield* send({ headers: { Authorization: `${scheme} ${credential}` } })
      const cookie = { Cookie: `a=1; session=${secret}` }
      yield* send({ headers: cookie })
      const text = yield* told
      for (const hidden of [secret, credential]) assert.notInclude(text, hidden)
    }).pipe(emulated)
  )

  const own: ReadonlyArray<NonNullable<NewFault["respond"]>> = [
    { status: 200, body: { session: { token: secret, user: { login: plain } } } },
    { status: 200, body: { login: plain, password: [secret], auth_secret: { value: secret } } },
    { status: 200, body: { login: plain, password: 123_456_789 } },
    { status: 200, body: `{"login":"${plain}","pass\\u0077ord" : "${secret}"}` },
    { status: 200, body: `login=${plain}&password=${secret}` },
    { status: 200, body: { login: plain, data: JSON.stringify({ password: secret }) } },
    {
      status: 200,
      body: plain,
      headers: { "CB-Token": secret, "Set-Cookie": `session=${secret}`, "X-Api-Key": secret }
    },
    { status: 301, body: plain, headers: { Location: `http://a.example/?token=${secret}` } }
  ]

  it.effect.each(own)("has no secret of its own, in the journal and in the list of faults: %j", (respond) =>
    Effect.gen(function* () {
      const added = yield* ask("POST", "/_emulator/faults", { json: { respond } })
      assert.strictEqual(added.status, 201)
      const response = yield* send({})
      // The response itself is unchanged.
      if (at(respond, "body.password") === undefined) {
        assert.include((yield* response.text) + JSON.stringify(response.headers), secret)
      }
      const listed = yield* ask("GET", "/_emulator/faults")
      for (const text of [added.text, listed.text, yield* told]) {
        assert.notInclude(text, "planted")
        assert.notInclude(text, "123456789")
        assert.include(text, plain)
      }
      // In process they are unchanged.
      const [fault] = yield* (yield* Emulator).faults
      assert.deepStrictEqual(fault?.rule.respond, respond)
    }).pipe(emulated)
  )

  it.effect.each([
    { drop: "before-headers", delay: "1 second" },
    { drop: "mid-body" },
    { drop: "before-headers", handled: false },
    { respond: { status: 500, body: secret }, drop: "mid-body", handled: true }
  ] as const)("that breaks the connection tells the journal no secret: %j", (rule) =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault(rule)
      const fiber = yield* Effect.forkChild(
        Effect.ignore(Effect.flatMap(send({ ...inJson, body: json }), ({ text }) => text))
      )
      yield* TestClock.adjust("2 seconds")
      yield* Fiber.await(fiber)
      const text = yield* told
      assert.notInclude(text, "planted")
      assert.include(text, plain)
    }).pipe(emulated)
  )

  it.effect("that delays, and is interrupted, has no secret in the journal", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ delay: "1 hour", respond: { status: 200, body: { token: secret } } })
      const fiber = yield* Effect.forkChild(send({ ...inJson, body: json }))
      yield* Effect.yieldNow
      yield* TestClock.adjust("1 minute")
      yield* Fiber.interrupt(fiber)
      const text = yield* told
      assert.notInclude(text, "planted")
      assert.include(text, `"status":null`)
      assert.include(text, plain)
    }).pipe(emulated)
  )
})

describe("a value that is no secret", () => {
  it.effect("is in the journal: the errors of a password, and a link to set a new one in the outbox", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* send({ ...inJson, body: JSON.stringify({ user: { login: plain, password: "abc123" } }) })
      const [entry] = yield* emulator.requests
      assert.match(entry?.response_body ?? "", /"password":\["[^"]*short/)
      assert.notInclude(entry?.request_body ?? "", "abc123")
      yield* send({
        ...inJson,
        body: JSON.stringify({ user: { login: plain, password: secret, email: "grace@example.com" } })
      })
      const session = yield* ask("POST", "/session", { json: { application_id: 1, auth_key: "emulator-auth-key" } })
      yield* ask("GET", "/users/password/reset?email=grace@example.com", {
        token: String(at(session.json, "session.token"))
      })
      const [mail] = yield* emulator.outbox
      assert.match(mail?.kind === "mail" ? mail.link : "", /reset_password_token=[0-9a-f]{20}/)
    }).pipe(emulated)
  )

  it.effect("is in the journal: the expiry of a token", () =>
    Effect.gen(function* () {
      yield* ask("POST", "/session", { json: { application_id: 1, auth_key: "emulator-auth-key" } })
      const [entry] = yield* (yield* Emulator).requests
      assert.match(entry?.response_headers["cb-token-expirationdate"] ?? "", /^1970/)
    }).pipe(emulated)
  )
})
