/** Requests beyond the limits, on a socket: each gets an error response, and never a 500 or a closed connection. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { gzipSync } from "node:zlib"
import { Emulator } from "../src/Emulator.ts"
import { rawRequest, sendRaw } from "./support/RawSocket.ts"
import { key } from "./support/Wire.ts"

const served = Effect.provide(Emulator.layerServer({ settings: { classes_on_first_use: true } }))

const times = <A>(count: number, make: (index: number) => A): ReadonlyArray<A> =>
  Array.from({ length: count }, (_, index) => make(index))

const request = Effect.fnUntraced(function* (
  line: string,
  headers: ReadonlyArray<string> = [],
  body: string | Uint8Array = ""
) {
  const { url } = yield* Emulator
  return yield* sendRaw(url, ...rawRequest(url, line, headers, body))
})

const json = ["Content-Type: application/json"]

const urlencoded = ["Content-Type: application/x-www-form-urlencoded"]

const multipart = ["Content-Type: multipart/form-data; boundary=x"]

describe("headers", () => {
  const headers: ReadonlyArray<readonly [what: string, headers: ReadonlyArray<string>]> = [
    ["one of 20,000 bytes", [`X-A: ${"a".repeat(20_000)}`]],
    ["one of 900,000 bytes", [`X-A: ${"a".repeat(900_000)}`]],
    ["one of 3,000,000 bytes", [`X-A: ${"a".repeat(3_000_000)}`]],
    ["one with a name of 100,000 bytes", [`${"a".repeat(100_000)}: 1`]],
    ["1,900 of them", times(1900, (index) => `X-Header-${index}: 1`)],
    ["2,500 of them", times(2500, (index) => `X-${index}: 1`)],
    ["100,000 of them", times(100_000, (index) => `X-${index}: 1`)],
    ["one that comes 5,000 times", times(5000, () => "X-A: 1")]
  ]

  it.live.each(headers)("beyond the limit are a 431, on all paths: %s", ([, headers]) =>
    Effect.gen(function* () {
      for (const line of [
        "GET /users/v2",
        "POST /session",
        "GET /_emulator/clock",
        "GET /cb-shared-s3/a",
        "GET /nowhere"
      ]) {
        assert.strictEqual((yield* request(line, headers)).status, 431, line)
      }
      // The journal of them is bounded too.
      const { requests } = yield* Emulator
      for (const entry of yield* requests) assert.isBelow(JSON.stringify(entry).length, 100_000)
    }).pipe(served)
  )

  it.live("of browsers and proxies are accepted", () =>
    Effect.gen(function* () {
      const headers = [`Cookie: ${"a".repeat(8000)}`, ...times(60, (index) => `X-${index}: 1`)]
      assert.strictEqual((yield* request("GET /_emulator/clock", headers)).status, 200)
    }).pipe(served)
  )
})

describe("a URL", () => {
  it.live.each([8 * 1024, 100_000, 900_000])("of more than %i bytes is a 414", (length) =>
    Effect.gen(function* () {
      for (const path of ["/", "/users/v2?a=", "/_emulator/", "/cb-shared-s3/"]) {
        assert.strictEqual((yield* request(`GET ${path}${"a".repeat(length)}`)).status, 414, path)
      }
    }).pipe(served)
  )

  it.live("of more than a megabyte is a 431", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* request(`GET /${"a".repeat(2_000_000)}`)).status, 431)
    }).pipe(served)
  )

  it.live("with a parameter that is nested too deep is a 400", () =>
    Effect.gen(function* () {
      for (const name of [`a${"[b]".repeat(101)}`, `a${"%5Bb%5D".repeat(500)}`, `a${"[".repeat(2000)}`]) {
        for (const line of [`GET /users/v2?${name}=1`, `POST /session?${name}=1`, `GET /cb-shared-s3/a?${name}=1`]) {
          const { status, text } = yield* request(line)
          assert.strictEqual(status, 400, text)
        }
      }
    }).pipe(served)
  )
})

describe("a body", () => {
  it.live.each([
    ["a list of 10,001", json, JSON.stringify({ a: times(10_001, () => 1) })],
    ["a list of 10,001 at its root", json, JSON.stringify(times(10_001, () => 1))],
    ["an object of 10,001", json, JSON.stringify(Object.fromEntries(times(10_001, (index) => [`a${index}`, 1])))],
    ["100,001 values", json, JSON.stringify(times(21, () => times(5000, () => 1)))],
    ["10,001 parameters", urlencoded, "a=1&".repeat(10_001)],
    [
      "10,001 parts",
      multipart,
      `${times(10_001, (index) => `--x\r\nContent-Disposition: form-data; name="a${index}"\r\n\r\n1\r\n`).join("")}--x--\r\n`
    ]
  ] as const)("with more in it than anybody needs is a 413: %s", ([, headers, body]) =>
    Effect.gen(function* () {
      for (const line of ["POST /session", "POST /users", "PUT /data/thing/by_criteria"]) {
        const { status, text } = yield* request(line, [...headers, `CB-AuthKey: ${key}`], body)
        assert.strictEqual(status, 413, `${line}: ${text.slice(0, 500)}`)
      }
    }).pipe(served)
  )

  it.live.each([
    ["JSON", json, `${`{"a":`.repeat(101)}1${"}".repeat(101)}`],
    ["JSON of a megabyte", json, "[".repeat(500_000) + "]".repeat(500_000)],
    ["a form", urlencoded, `a${"[b]".repeat(101)}=1`],
    ["a form of a megabyte", urlencoded, `a${"[b]".repeat(330_000)}=1`],
    [
      "a form of parts",
      multipart,
      `--x\r\nContent-Disposition: form-data; name="a${"[b]".repeat(101)}"\r\n\r\n1\r\n--x--\r\n`
    ]
  ] as const)("nested deeper than anybody needs is a 400: %s", ([, headers, body]) =>
    Effect.gen(function* () {
      const { status, text } = yield* request("POST /session", headers, body)
      assert.strictEqual(status, 400, text)
    }).pipe(served)
  )

  const partWithoutEnd = `--x\r\nContent-Disposition: form-data; name="a"\r\n${"X-A: 1\r\n".repeat(50_000)}`

  it.live.each([
    ["a part whose headers do not end", multipart, partWithoutEnd],
    [
      "a part with a name of a megabyte",
      multipart,
      `--x\r\nContent-Disposition: form-data; name="${"a".repeat(1_000_000)}`
    ],
    [
      "a part whose headers are none",
      multipart,
      `--x\r\nContent-Disposition: form-data; name="a"e/jpeg\r\n--x\r\nContent-Disposition: form-data; name="key"\r\n\r\nb\r\n--x--\r\n`
    ],
    ["no part at all", multipart, "--x--\r\n"],
    ["nothing but its boundary", multipart, "--x\r\n".repeat(100_000)],
    ["a boundary of a megabyte", ["Content-Type: multipart/form-data; boundary=x"], `--${"x".repeat(1_000_000)}`]
  ] as const)("of parts that is none is no 500, in the API and in the store: %s", ([, headers, body]) =>
    Effect.gen(function* () {
      for (const line of ["POST /session", "POST /cb-shared-s3"]) {
        const { status, text } = yield* request(line, headers, body)
        assert.include([400, 411, 412, 413, 415, 422], status, `${line}: ${text.slice(0, 300)}`)
      }
    }).pipe(served)
  )

  it.live.each(["gzip", "deflate", "br", "zstd", "GZIP", "gzip, gzip", "x"])(
    "in another encoding is a 415 that names the one which is read: %s",
    (encoding) =>
      Effect.gen(function* () {
        const body = gzipSync(JSON.stringify({ a: "a".repeat(1_000_000) }))
        const { status, text } = yield* request("POST /session", [...json, `Content-Encoding: ${encoding}`], body)
        assert.strictEqual(status, 415)
        assert.match(text, /\r\naccept-encoding: identity\r\n/i)
        const [entry] = yield* (yield* Emulator).requests
        assert.strictEqual(entry?.request_body, `<${body.length} bytes, encoded>`)
      }).pipe(served)
  )

  it.live("with the encoding identity is read", () =>
    Effect.gen(function* () {
      const body = JSON.stringify({ application_id: 1, auth_key: key })
      assert.strictEqual((yield* request("POST /session", [...json, "Content-Encoding: identity"], body)).status, 201)
    }).pipe(served)
  )
})

describe("an invalid request", () => {
  const host = "Host: 127.0.0.1\r\n"

  it.live.each([
    ["noise", "\u0016\u0003\u0001\u0002noise\r\n\r\n", 400],
    ["a method that nobody knows", `NOPE / HTTP/1.1\r\n${host}\r\n`, 400],
    ["the beginning of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400],
    ["no host", "GET / HTTP/1.1\r\n\r\n", 400],
    ["a request to a proxy", `CONNECT a.example:443 HTTP/1.1\r\n${host}\r\n`, 405],
    ["two lengths", `POST /session HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, 400],
    [
      "a length and chunks",
      `POST /session HTTP/1.1\r\n${host}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400
    ],
    ["a length that is none", `POST /session HTTP/1.1\r\n${host}Content-Length: -1\r\n\r\n`, 400],
    ["chunks that are none", `POST /session HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nnope\r\n`, 400],
    ["a transfer that nobody knows", `POST /session HTTP/1.1\r\n${host}Transfer-Encoding: gzip\r\n\r\n`, 400],
    [
      "a chunk with a long extension",
      `POST /session HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n1;${"a".repeat(100_000)}\r\n`,
      413
    ],
    ["a header with a zero", `GET /session HTTP/1.1\r\n${host}X-A: a\u0000b\r\n\r\n`, 400],
    ["a header without a name", `GET /session HTTP/1.1\r\n${host}: a\r\n\r\n`, 400],
    [
      "an expectation that nobody knows",
      `POST /session HTTP/1.1\r\n${host}Connection: close\r\nExpect: much\r\n\r\n`,
      417
    ]
  ] as const)("gets an error response: %s", ([, bytes, expected]) =>
    Effect.gen(function* () {
      const { url } = yield* Emulator
      assert.strictEqual((yield* sendRaw(url, Buffer.from(bytes, "latin1"))).status, expected)
      // And the next request gets a response.
      assert.strictEqual((yield* request("GET /_emulator/clock")).status, 200)
    }).pipe(served)
  )
})
