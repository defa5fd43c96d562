// Whole responses over real sockets: bodies, headers, statuses, and how they fail.
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import type { ServerResponse } from "node:http"
import type { Socket } from "node:net"
import * as Zlib from "node:zlib"
import { get, long, most, text, transportOf, withAgent } from "./support/Sending.ts"
import * as Servers from "./support/Servers.ts"

const body = JSON.stringify({ name: "Ada", motto: "é✓ 😀" })

const respond = (bytes: string | Uint8Array, headers: Record<string, string> = {}, status = 200) =>
  Servers.http((request, response) => {
    request.resume()
    response.writeHead(status, headers).end(bytes)
  })

const sent = Effect.fnUntraced(function* (server: Servers.Running, maxBody = most) {
  const transport = yield* transportOf()
  return yield* transport.send(get(`${server.url}/things`), maxBody, long)
})

describe("a request", () => {
  it.live("has its method, path, query, headers and body", () =>
    Effect.gen(function* () {
      const bodies: Array<string> = []
      const server = yield* Servers.http((request, response) => {
        let whole = ""
        request.on("data", (bytes: Buffer) => (whole += bytes.toString()))
        request.on("end", () => {
          bodies.push(whole)
          response.end()
        })
      })
      const transport = yield* transportOf()
      const headers = { "cb-token": "token", "x-empty": "" }
      yield* transport.send(get(`${server.url}/a/b?c=d%20e`, { method: "POST", headers, body: text(body) }), most, long)
      yield* transport.send(get(`${server.url}/a`, { headers }), most, long)
      yield* transport.send(get(`${server.url}/a`, { method: "DELETE" }), most, long)
      assert.deepStrictEqual(bodies, [body, "", ""])
      assert.deepStrictEqual(
        server.requests.map(({ method, path }) => [method, path]),
        [
          ["POST", "/a/b?c=d%20e"],
          ["GET", "/a"],
          ["DELETE", "/a"]
        ]
      )
      assert.deepInclude(server.requests[0]?.headers, {
        "cb-token": "token",
        "x-empty": "",
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(body)),
        "accept-encoding": "gzip, deflate, br"
      })
      assert.deepStrictEqual(Object.keys(server.requests[1]?.headers ?? {}).toSorted(), [
        "accept-encoding",
        "cb-token",
        "connection",
        "host",
        "x-empty"
      ])
    }).pipe(Effect.scoped)
  )

  it.live.each([
    ["/a b", "/a%20b"],
    ["/a/../b", "/b"],
    ["/a/./b/%2e%2e/c", "/a/c"],
    ["/é?ü='", "/%C3%A9?%C3%BC=%27"],
    ["/a#fragment", "/a"],
    ["/a\\b", "/a/b"],
    ["/a\tb", "/ab"],
    ["/.well-known/x", "/.well-known/x"],
    ["/%zz?%", "/%zz?%"],
    ["?q=1", "/?q=1"],
    ["", "/"],
    ["/a,b;c=d/(e)!*$&~_-:@+?x[]=1&y={}|^`", "/a,b;c=d/(e)!*$&~_-:@+?x[]=1&y={}|^`"]
  ])("has the path that URL makes of %j", ([given, expected]) =>
    Effect.gen(function* () {
      const server = yield* respond("")
      const transport = yield* transportOf()
      for (const path of ["/before", given, given, "/after"]) {
        yield* transport.send(get(`${server.url}${path}`), most, long)
      }
      assert.deepStrictEqual(
        server.requests.map(({ path }) => path),
        ["/before", expected, expected, "/after"]
      )
      const url = new URL(`${server.url}${given}`)
      assert.strictEqual(url.pathname + url.search, expected)
    }).pipe(Effect.scoped)
  )

  it.live("goes to the host of its URL, whichever host the one before went to", () =>
    Effect.gen(function* () {
      const [one, other] = [yield* respond("one"), yield* respond("other")]
      const transport = yield* transportOf()
      const bodies: Array<string> = []
      for (const { url } of [one, other, one, one, other]) {
        bodies.push((yield* transport.send(get(`${url}/x`), most, long)).body)
      }
      // A port that begins like another one is another one.
      const longer = yield* Effect.flip(transport.send(get(`${one.url}1/x`), most, long))
      assert.notStrictEqual(longer.kind, "timeout")
      assert.deepStrictEqual(bodies, ["one", "other", "one", "one", "other"])
    }).pipe(Effect.scoped)
  )

  it.live.each([
    ["a URL that is none", { url: "http://" }],
    ["a URL without a scheme", { url: "/path" }],
    ["a URL of another scheme", { url: "ftp://127.0.0.1/x" }],
    ["a user name in its URL", { url: "http://ada@127.0.0.1:1/x" }],
    ["a password in its URL", { url: "http://:secret@127.0.0.1:1/x" }],
    ["a line end in a header", { headers: { "x-name": "a\r\nx-evil: 1" } }],
    ["a null byte in a header", { headers: { "x-name": "a\0" } }],
    ["a space in the name of a header", { headers: { "x name": "a" } }],
    ["a header that does not belong to it", { headers: { "transfer-encoding": "chunked" } }]
  ] as const)("with %s is invalid, and nothing is sent", ([, request]) =>
    Effect.gen(function* () {
      const server = yield* respond("")
      const transport = yield* transportOf()
      const failure = yield* Effect.flip(transport.send(get(`${server.url}/`, request), most, long))
      assert.strictEqual(failure.kind, "invalid")
      assert.isNotEmpty(failure.reason)
      assert.notInclude(failure.reason, "secret")
      assert.strictEqual(server.requests.length, 0)
    }).pipe(Effect.scoped)
  )
})

describe("a response", () => {
  it.live("has its status, headers and body", () =>
    Effect.gen(function* () {
      const server = yield* Servers.http((_, response) =>
        response
          .writeHead(201, {
            "X-Name": "a",
            "set-cookie": ["a=1", "b=2"],
            "x-latin": Buffer.from("é").toString("latin1")
          })
          .end(body)
      )
      const response = yield* sent(server)
      assert.deepInclude(response, { status: 201, body, cut: false })
      assert.deepInclude(response.headers, { "x-name": "a", "set-cookie": "a=1, b=2" })
      assert.isUndefined(response.headers["x-other"])
    }).pipe(Effect.scoped)
  )

  it.live.each([204, 304])("with the status %d has no body", (status) =>
    Effect.gen(function* () {
      const server = yield* respond("", {}, status)
      assert.deepInclude(yield* sent(server), { status, body: "", cut: false })
    }).pipe(Effect.scoped)
  )

  it.live("to HEAD has no body, whatever its length says", () =>
    Effect.gen(function* () {
      const server = yield* respond("", { "content-length": "100", "content-encoding": "gzip" })
      const transport = yield* transportOf()
      const response = yield* transport.send(get(server.url, { method: "HEAD" }), most, long)
      assert.deepInclude(response, { status: 200, body: "" })
    }).pipe(Effect.scoped)
  )

  it.live.each([
    ["a byte order mark", [0xef, 0xbb, 0xbf, 0x61]],
    ["only the beginning of a byte order mark", [0xef, 0xbb]],
    ["two byte order marks", [0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf, 0x61]],
    ["bytes that are no UTF-8", [0x61, 0xff, 0xfe, 0xc3, 0x28, 0x62]],
    ["a character that ends early", [0x61, 0xf0, 0x9f, 0x98]],
    ["an overlong character", [0xc0, 0x80, 0xe0, 0x80, 0x80]],
    ["half of a surrogate pair", [0xed, 0xa0, 0x80]],
    ["a null byte", [0x61, 0x00, 0x62]]
  ] as const)("with %s is read as a TextDecoder reads it", ([, bytes]) =>
    Effect.gen(function* () {
      const server = yield* respond(Uint8Array.from(bytes))
      const expected = new TextDecoder().decode(Uint8Array.from(bytes))
      assert.strictEqual((yield* sent(server)).body, expected)
    }).pipe(Effect.scoped)
  )

  it.live("in many parts that split characters is whole", () =>
    Effect.gen(function* () {
      const whole = "é✓😀".repeat(500)
      const server = yield* Servers.http((_, response) => {
        const bytes = Buffer.from(whole)
        const write = (at: number): void => {
          if (at >= bytes.length) return void response.end()
          response.write(bytes.subarray(at, at + 7), () => write(at + 7))
        }
        write(0)
      })
      assert.strictEqual((yield* sent(server)).body, whole)
    }).pipe(Effect.scoped)
  )

  const codings: ReadonlyArray<readonly [string, (bytes: Buffer) => Buffer]> = [
    ["gzip", (bytes) => Zlib.gzipSync(bytes)],
    ["x-gzip", (bytes) => Zlib.gzipSync(bytes)],
    ["GZIP", (bytes) => Zlib.gzipSync(bytes)],
    ["deflate", (bytes) => Zlib.deflateSync(bytes)],
    ["deflate", (bytes) => Zlib.deflateRawSync(bytes)],
    ["br", (bytes) => Zlib.brotliCompressSync(bytes)],
    ["identity", (bytes) => bytes],
    ["gzip, br", (bytes) => Zlib.brotliCompressSync(Zlib.gzipSync(bytes))],
    ["gzip", (bytes) => Buffer.concat([Zlib.gzipSync(bytes.subarray(0, 9)), Zlib.gzipSync(bytes.subarray(9))])]
  ]

  it.live.each(codings)("that is compressed as %s is decompressed", ([coding, compress]) =>
    Effect.gen(function* () {
      for (const whole of [body, "", body.repeat(20_000)]) {
        const bytes = compress(Buffer.from(whole))
        const server = yield* respond(bytes, { "content-encoding": coding, "content-length": String(bytes.length) })
        assert.deepInclude(yield* sent(server, 4 * most), { body: whole, cut: false })
      }
    }).pipe(Effect.scoped)
  )

  it.live("without a byte is empty, whatever its coding", () =>
    Effect.gen(function* () {
      const server = yield* respond("", { "content-encoding": "gzip" })
      assert.deepInclude(yield* sent(server), { body: "", cut: false })
    }).pipe(Effect.scoped)
  )

  it.live("in a coding that is not known is left as it is", () =>
    Effect.gen(function* () {
      const server = yield* respond(body, { "content-encoding": "constructor" })
      assert.deepInclude(yield* sent(server), { body })
    }).pipe(Effect.scoped)
  )

  it.live("after interim responses is the one that was asked for", () =>
    Effect.gen(function* () {
      const server = yield* Servers.raw((socket) =>
        socket.write(
          "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" +
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
        )
      )
      assert.deepInclude(yield* sent(server), { status: 200, body: "ok" })
    }).pipe(Effect.scoped)
  )

  it.live("of HTTP/1.0 without a length ends with its connection", () =>
    Effect.gen(function* () {
      const server = yield* Servers.raw((socket) =>
        socket.end("HTTP/1.0 200 OK\r\ncontent-type: text/plain\r\n\r\nall of it")
      )
      assert.deepInclude(yield* sent(server), { status: 200, body: "all of it" })
    }).pipe(Effect.scoped)
  )

  it.live("with trailers is whole", () =>
    Effect.gen(function* () {
      const server = yield* Servers.raw((socket) =>
        socket.write(
          "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x-sum\r\n\r\n2\r\nok\r\n0\r\nx-sum: 1\r\n\r\n"
        )
      )
      assert.deepInclude(yield* sent(server), { body: "ok" })
    }).pipe(Effect.scoped)
  )

  it.live("that is a redirect is not followed", () =>
    Effect.gen(function* () {
      const server = yield* respond("", { location: "/other" }, 302)
      const response = yield* sent(server)
      assert.deepInclude(response, { status: 302 })
      assert.strictEqual(response.headers["location"], "/other")
      assert.strictEqual(server.requests.length, 1)
    }).pipe(Effect.scoped)
  )
})

describe("a body that is too long", () => {
  /** Writes as long as somebody reads. */
  const endless = (response: ServerResponse, bytes: Uint8Array) => {
    const write = (): void => {
      while (!response.destroyed && response.write(bytes));
      response.once("drain", write)
    }
    write()
  }

  it.live("is cut at its limit, exactly", () =>
    Effect.gen(function* () {
      const server = yield* respond("abcdef", { "content-length": "6" })
      assert.deepInclude(yield* sent(server, 6), { body: "abcdef", cut: false })
      assert.deepInclude(yield* sent(server, 5), { body: "abcde", cut: true })
      assert.deepInclude(yield* sent(server, 0), { body: "", cut: true })
    }).pipe(Effect.scoped)
  )

  it.live("has no half of a character at its end", () =>
    Effect.gen(function* () {
      const server = yield* respond("aé😀")
      assert.deepInclude(yield* sent(server, 5), { body: "aé", cut: true })
      assert.deepInclude(yield* sent(server, 7), { body: "aé😀", cut: false })
    }).pipe(Effect.scoped)
  )

  it.live.each([200, 500])("and endless is cut with the status %d, and its connection closed", (status) =>
    Effect.gen(function* () {
      const server = yield* Servers.http((_, response) => {
        response.writeHead(status)
        endless(response, Buffer.alloc(64 * 1024, 97))
      })
      const { agent, transport } = yield* withAgent()
      const response = yield* transport.send(get(server.url), most, long)
      assert.deepInclude(response, { status, cut: true })
      assert.strictEqual(response.body.length, 64 * 1024)
      yield* Servers.eventually(() => server.open() === 0 && agent.stats[server.url]?.connected !== 1)
    }).pipe(Effect.scoped)
  )

  it.live.each([["gzip"], ["br"], ["deflate"], ["gzip, gzip"]] as const)(
    "and a bomb of %s is cut, and takes little memory",
    ([coding]) =>
      Effect.gen(function* () {
        const zeros = Buffer.alloc(16 * 1024 * 1024)
        const once =
          coding === "br"
            ? Zlib.brotliCompressSync(zeros, { params: { [Zlib.constants.BROTLI_PARAM_QUALITY]: 1 } })
            : coding === "deflate"
              ? Zlib.deflateSync(zeros, { level: 1 })
              : Zlib.gzipSync(zeros, { level: 1 })
        const bytes = coding === "gzip, gzip" ? Zlib.gzipSync(once) : once
        const server = yield* respond(bytes, { "content-encoding": coding })
        const before = process.memoryUsage().arrayBuffers
        let peak = 0
        const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().arrayBuffers)), 1)
        const response = yield* sent(server, most)
        clearInterval(watch)
        assert.isTrue(response.cut)
        assert.strictEqual(response.body.length, 64 * 1024)
        // What waits on its way: the bytes on the connection, and one part of each coding.
        assert.isBelow(Math.max(peak, process.memoryUsage().arrayBuffers) - before, 16 * most)
        yield* Servers.eventually(() => server.open() === 0)
      }).pipe(Effect.scoped)
  )
})

describe("a response that does not come", () => {
  const lost: ReadonlyArray<readonly [string, (socket: Socket) => void]> = [
    ["is closed before its head", (socket) => socket.end()],
    ["is reset before its head", (socket) => socket.resetAndDestroy()],
    ["ends in its head", (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-le")],
    ["is shorter than its length", (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc")],
    ["ends in a chunk", (socket) => socket.end("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab")],
    ["has no last chunk", (socket) => socket.end("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n")],
    ["is no HTTP", (socket) => socket.end("hello\r\n\r\n")],
    ["has a head without end", (socket) => void socket.write(`HTTP/1.1 200 OK\r\nx: ${"a".repeat(1024 * 1024)}`)]
  ]

  it.live.each(lost)("because it %s is lost, and the connection is closed", ([, respond]) =>
    Effect.gen(function* () {
      const server = yield* Servers.raw(respond)
      const failure = yield* Effect.flip(sent(server))
      assert.strictEqual(failure.kind, "lost")
      assert.isNotEmpty(failure.reason)
      assert.strictEqual(server.requests.length, 1)
      yield* Servers.eventually(() => server.open() === 0)
    }).pipe(Effect.scoped)
  )

  it.live("because nobody listens is lost", () =>
    Effect.gen(function* () {
      const { url } = yield* Effect.scoped(respond(""))
      const transport = yield* transportOf()
      const failure = yield* Effect.flip(transport.send(get(url), most, long))
      assert.strictEqual(failure.kind, "lost")
      assert.include(failure.reason, "ECONNREFUSED")
    }).pipe(Effect.scoped)
  )

  it.live.each(["gzip", "deflate", "br"])("because its %s ends early, or is broken, is lost", (coding) =>
    Effect.gen(function* () {
      const compress = { gzip: Zlib.gzipSync, deflate: Zlib.deflateSync, br: Zlib.brotliCompressSync }[coding]
      const bytes = compress?.(Buffer.from(body)) ?? Buffer.alloc(0)
      for (const broken of [bytes.subarray(0, -6), bytes.subarray(0, 1), Buffer.alloc(64, 0xfe)]) {
        const server = yield* respond(broken, { "content-encoding": coding, "content-length": String(broken.length) })
        const failure = yield* Effect.flip(sent(server))
        assert.strictEqual(failure.kind, "lost")
        assert.isNotEmpty(failure.reason)
      }
    }).pipe(Effect.scoped)
  )

  const stalls: ReadonlyArray<readonly [string, string]> = [
    ["no head comes", ""],
    ["its head does not end", "HTTP/1.1 200 OK\r\ncontent-le"],
    ["its body does not end", "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc"]
  ]

  it.live.each(stalls)("in time because %s is a timeout, and its connection is closed", ([, head]) =>
    Effect.gen(function* () {
      const server = yield* Servers.raw((socket) => socket.write(head))
      const { agent, transport } = yield* withAgent()
      const failure = yield* Effect.flip(transport.send(get(server.url), most, 50))
      assert.strictEqual(failure.kind, "timeout")
      yield* Servers.eventually(() => server.open() === 0 && agent.stats[server.url]?.connected !== 1)
    }).pipe(Effect.scoped)
  )

  it.live.each(stalls)("because %s, and is interrupted, closes its connection", ([, head]) =>
    Effect.gen(function* () {
      const server = yield* Servers.raw((socket) => socket.write(head))
      const { transport } = yield* withAgent()
      const fiber = yield* Effect.forkChild(transport.send(get(server.url), most, long))
      yield* Servers.eventually(() => server.requests.length === 1)
      yield* Fiber.interrupt(fiber)
      yield* Servers.eventually(() => server.open() === 0)
    }).pipe(Effect.scoped)
  )

  it.effect("in the time of another clock is a timeout of that clock", () =>
    Effect.gen(function* () {
      const server = yield* Servers.raw(() => {})
      const transport = yield* transportOf()
      const fiber = yield* Effect.forkChild(Effect.flip(transport.send(get(server.url), most, 3_600_000)))
      yield* Servers.eventually(() => server.requests.length === 1)
      yield* TestClock.adjust("59 minutes")
      assert.isUndefined(fiber.pollUnsafe())
      yield* TestClock.adjust("1 minute")
      assert.strictEqual((yield* Fiber.join(fiber)).kind, "timeout")
      yield* Servers.eventually(() => server.open() === 0)
    }).pipe(Effect.scoped)
  )

  it.live("within no time at all is a timeout", () =>
    Effect.gen(function* () {
      const server = yield* Servers.raw(() => {})
      const transport = yield* transportOf()
      for (const timeout of [0, -1]) {
        assert.strictEqual((yield* Effect.flip(transport.send(get(server.url), most, timeout))).kind, "timeout")
      }
    }).pipe(Effect.scoped)
  )

  it.live("within an infinite time is waited for", () =>
    Effect.gen(function* () {
      const server = yield* respond(body)
      const transport = yield* transportOf()
      assert.strictEqual((yield* transport.send(get(server.url), most, Number.POSITIVE_INFINITY)).body, body)
    }).pipe(Effect.scoped)
  )
})

describe("a connection", () => {
  it.live("is used again after a whole response", () =>
    Effect.gen(function* () {
      const server = yield* respond(body)
      const { transport } = yield* withAgent({ connections: 1 })
      for (let i = 0; i < 10; i++) yield* transport.send(get(server.url), most, long)
      assert.strictEqual(server.opened(), 1)
    }).pipe(Effect.scoped)
  )

  it.live("is not closed by a call that is interrupted while it waits for one", () =>
    Effect.gen(function* () {
      const waiting: Array<ServerResponse> = []
      const server = yield* Servers.http((_, response) => void waiting.push(response))
      const { transport } = yield* withAgent({ connections: 1 })
      const first = yield* Effect.forkChild(transport.send(get(`${server.url}/1`), most, long))
      yield* Servers.eventually(() => waiting.length === 1)
      const second = yield* Effect.forkChild(transport.send(get(`${server.url}/2`), most, long), {
        startImmediately: true
      })
      const third = yield* Effect.forkChild(transport.send(get(`${server.url}/3`), most, long), {
        startImmediately: true
      })
      yield* Fiber.interrupt(second)
      waiting[0]?.end("first")
      assert.strictEqual((yield* Fiber.join(first)).body, "first")
      yield* Servers.eventually(() => waiting.length === 2)
      waiting[1]?.end("third")
      assert.strictEqual((yield* Fiber.join(third)).body, "third")
      assert.deepStrictEqual(
        server.requests.map(({ path }) => path),
        ["/1", "/3"]
      )
      assert.strictEqual(server.opened(), 1)
    }).pipe(Effect.scoped)
  )

  it.live("closes with its layer, and a request in flight is lost", () =>
    Effect.gen(function* () {
      const server = yield* Servers.raw(() => {})
      const fiber = yield* Effect.scoped(
        Effect.gen(function* () {
          const transport = yield* transportOf()
          const fiber = yield* Effect.forkDetach(Effect.flip(transport.send(get(server.url), most, long)))
          yield* Servers.eventually(() => server.requests.length === 1)
          return fiber
        })
      )
      assert.strictEqual((yield* Fiber.join(fiber)).kind, "lost")
      yield* Servers.eventually(() => server.open() === 0)
    }).pipe(Effect.scoped)
  )
})
