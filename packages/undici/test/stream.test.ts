// Bodies that are streams, both ways, over real sockets.
import type * as Transport from "@effect-connectycube/core/client/Transport"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import type { IncomingMessage, ServerResponse } from "node:http"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import * as Zlib from "node:zlib"
import { get, noProgress, transportOf, withAgent } from "./support/Sending.ts"
import * as Servers from "./support/Servers.ts"

setFlagsFromString("--expose-gc")
const collectGarbage: () => void = runInNewContext("gc")

const bytesOf = (stream: Stream.Stream<Uint8Array, Transport.Failure>) =>
  Effect.map(Stream.runCollect(stream), (parts) => Buffer.concat(parts))

const upload = (stream: Stream.Stream<Uint8Array, unknown>, contentLength: number): Partial<Transport.Request> => ({
  method: "POST",
  external: true,
  body: { _tag: "Stream", stream, contentType: "image/png", contentLength, parts: undefined }
})

describe("a download", () => {
  it.live("has its head, and its body as it comes", () =>
    Effect.gen(function* () {
      const responses: Array<ServerResponse> = []
      const server = yield* Servers.http((_, response) => {
        responses.push(response.writeHead(200, { "x-name": ["a", "b"] }))
        response.write("first")
      })
      const transport = yield* transportOf()
      const response = yield* transport.stream(get(server.url), noProgress)
      assert.deepInclude(response, { status: 200 })
      assert.strictEqual(response.headers["x-name"], "a, b")
      const parts: Array<string> = []
      yield* Stream.runForEach(response.stream, (part) =>
        Effect.sync(() => {
          parts.push(Buffer.from(part).toString())
          responses[0]?.end("last")
        })
      )
      assert.deepStrictEqual(parts, ["first", "last"])
    }).pipe(Effect.scoped)
  )

  it.live("of many bytes is whole, plain and compressed", () =>
    Effect.gen(function* () {
      const whole = Buffer.alloc(8 * 1024 * 1024)
      for (let i = 0; i < whole.length; i++) whole[i] = (i * 31 + (i >> 8)) & 255
      for (const [coding, bytes] of [
        ["identity", whole],
        ["gzip", Zlib.gzipSync(whole, { level: 1 })],
        ["gzip, br", Zlib.brotliCompressSync(Zlib.gzipSync(whole, { level: 1 }), { params: { 1: 1 } })]
      ] as const) {
        const server = yield* Servers.http((_, response) =>
          response.writeHead(200, { "content-encoding": coding }).end(bytes)
        )
        const transport = yield* transportOf()
        const { stream } = yield* transport.stream(get(server.url), noProgress)
        assert.isTrue((yield* bytesOf(stream)).equals(whole))
      }
    }).pipe(Effect.scoped)
  )

  it.live.each(["identity", "gzip"])("that nobody reads on (%s) does not come, and ends with its reader", (coding) =>
    Effect.gen(function* () {
      let written = 0
      const server = yield* Servers.http((_, response) => {
        response.writeHead(200, { "content-encoding": coding })
        const out = coding === "gzip" ? Zlib.createGzip({ level: 0 }) : response
        if (out !== response) out.pipe(response)
        const part = Buffer.alloc(64 * 1024)
        const write = (): void => {
          let more = true
          while (more && !response.destroyed) {
            written += part.length
            more = out.write(part)
          }
          if (!response.destroyed) out.once("drain", write)
        }
        write()
      })
      const transport = yield* transportOf()
      const { stream } = yield* transport.stream(get(server.url), noProgress)
      let [last, times] = [0, 0]
      yield* Servers.eventually(() => {
        times = written === last ? times + 1 : 0
        last = written
        return (written > 0 && times === 20) || written > 64 * 1024 * 1024
      })
      // The buffers of the sockets take some megabytes, and not more.
      assert.isBelow(written, 64 * 1024 * 1024)
      let read = 0
      yield* stream.pipe(
        Stream.takeUntil((part) => (read += part.length) > 256 * 1024),
        Stream.runDrain
      )
      yield* Servers.eventually(() => server.open() === 0)
    }).pipe(Effect.scoped)
  )

  it.live("is kept while somebody can read it, and closes its connection when nobody can any more", () =>
    Effect.gen(function* () {
      const server = yield* Servers.http((_, response) => void response.write("first"))
      const transport = yield* transportOf()
      const kept = Stream.map((yield* transport.stream(get(server.url), noProgress)).stream, (part) => part.length)
      yield* transport.stream(get(server.url), noProgress)
      yield* Servers.eventually(() => {
        collectGarbage()
        return server.open() === 1
      })
      for (let i = 0; i < 10; i++) {
        collectGarbage()
        yield* Effect.promise(() => new Promise(setImmediate))
      }
      assert.deepStrictEqual(yield* Stream.runCollect(Stream.take(kept, 1)), [5])
    }).pipe(Effect.scoped)
  )

  it.live("whose reader is interrupted closes its connection", () =>
    Effect.gen(function* () {
      const server = yield* Servers.http((_, response) => void response.write("first"))
      const transport = yield* transportOf()
      const { stream } = yield* transport.stream(get(server.url), noProgress)
      let read = 0
      const fiber = yield* Effect.forkChild(Stream.runForEach(stream, () => Effect.sync(() => void read++)))
      yield* Servers.eventually(() => read === 1)
      yield* Fiber.interrupt(fiber)
      yield* Servers.eventually(() => server.open() === 0)
    }).pipe(Effect.scoped)
  )

  it.live("that breaks is lost after what has come", () =>
    Effect.gen(function* () {
      for (const [head, body] of [
        ["content-length: 10", "abc"],
        ["transfer-encoding: chunked", "3\r\nabc\r\n"]
      ] as const) {
        const server = yield* Servers.raw((socket) => socket.end(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n${body}`))
        const transport = yield* transportOf()
        const { stream } = yield* transport.stream(get(server.url), noProgress)
        let read = ""
        const failure = yield* Effect.flip(
          Stream.runForEach(stream, (part) => Effect.sync(() => void (read += Buffer.from(part).toString())))
        )
        assert.strictEqual(read, "abc")
        assert.strictEqual(failure.kind, "lost")
      }
    }).pipe(Effect.scoped)
  )

  it.live("of gzip that ends early is lost", () =>
    Effect.gen(function* () {
      const bytes = Zlib.gzipSync(Buffer.alloc(100_000)).subarray(0, -9)
      const server = yield* Servers.http((_, response) =>
        response.writeHead(200, { "content-encoding": "gzip", "content-length": bytes.length }).end(bytes)
      )
      const transport = yield* transportOf()
      const { stream } = yield* transport.stream(get(server.url), noProgress)
      assert.strictEqual((yield* Effect.flip(Stream.runDrain(stream))).kind, "lost")
    }).pipe(Effect.scoped)
  )

  it.live("of which only the head is waited for can be interrupted", () =>
    Effect.gen(function* () {
      const server = yield* Servers.raw(() => {})
      const transport = yield* transportOf()
      const fiber = yield* Effect.forkChild(transport.stream(get(server.url), noProgress))
      yield* Servers.eventually(() => server.requests.length === 1)
      yield* Fiber.interrupt(fiber)
      yield* Servers.eventually(() => server.open() === 0)
    }).pipe(Effect.scoped)
  )

  it.live("follows redirects where it is asked to, and not otherwise", () =>
    Effect.gen(function* () {
      const store = yield* Servers.http((_, response) => response.end("content"))
      const server = yield* Servers.http((request, response) =>
        request.url === "/file"
          ? response.writeHead(302, { location: "/hop" }).end("not this")
          : response.writeHead(307, { location: `${store.url}/content` }).end()
      )
      const transport = yield* transportOf()
      const followed = yield* transport.stream(get(`${server.url}/file`, { redirect: "follow" }), noProgress)
      assert.strictEqual((yield* bytesOf(followed.stream)).toString(), "content")
      assert.strictEqual(followed.status, 200)
      for (const redirect of ["manual", undefined] as const) {
        const response = yield* transport.stream(get(`${server.url}/file`, { redirect }), noProgress)
        assert.strictEqual(response.status, 302)
        yield* Stream.runDrain(response.stream)
      }
      assert.deepStrictEqual(
        store.requests.map(({ path }) => path),
        ["/content"]
      )
    }).pipe(Effect.scoped)
  )

  it.live("whose redirects do not end is lost", () =>
    Effect.gen(function* () {
      let hops = 0
      const server = yield* Servers.http((request, response) =>
        response.writeHead(302, { location: request.url === "/loop" ? "/loop" : `/${++hops}` }).end()
      )
      const transport = yield* transportOf()
      for (const path of ["/0", "/loop"]) {
        const failure = yield* Effect.flip(
          transport.stream(get(`${server.url}${path}`, { redirect: "follow" }), noProgress)
        )
        assert.strictEqual(failure.kind, "lost")
      }
      assert.isBelow(hops, 25)
    }).pipe(Effect.scoped)
  )
})

describe("an upload", () => {
  const receiving = (bodies: Array<Buffer>) =>
    Servers.http((request, response) => {
      const parts: Array<Buffer> = []
      request.on("data", (part: Buffer) => parts.push(part))
      request.on("end", () => {
        bodies.push(Buffer.concat(parts))
        response.end("stored")
      })
    })

  it.live("is sent with its length and type, and each part is told", () =>
    Effect.gen(function* () {
      const bodies: Array<Buffer> = []
      const server = yield* receiving(bodies)
      const transport = yield* transportOf()
      let sent = 0
      const parts = Stream.make("ab", "", "cde").pipe(
        Stream.rechunk(1),
        Stream.map((part) => Buffer.from(part))
      )
      const { status, stream } = yield* transport.stream(get(server.url, upload(parts, 5)), {
        sent: () => void sent++,
        handedOver: () => assert.fail("Nothing is handed over at once")
      })
      assert.strictEqual(status, 200)
      assert.strictEqual((yield* bytesOf(stream)).toString(), "stored")
      assert.deepStrictEqual(bodies.map(String), ["abcde"])
      assert.isAtLeast(sent, 2)
      assert.deepInclude(server.requests[0]?.headers, { "content-length": "5", "content-type": "image/png" })
      assert.notProperty(server.requests[0]?.headers, "transfer-encoding")
    }).pipe(Effect.scoped)
  )

  it.live("without a byte has the length 0", () =>
    Effect.gen(function* () {
      const bodies: Array<Buffer> = []
      const server = yield* receiving(bodies)
      const transport = yield* transportOf()
      yield* transport.stream(get(server.url, upload(Stream.empty, 0)), noProgress)
      assert.deepStrictEqual(bodies.map(String), [""])
      assert.strictEqual(server.requests[0]?.headers["content-length"], "0")
    }).pipe(Effect.scoped)
  )

  it.live("of many bytes is whole", () =>
    Effect.gen(function* () {
      const bodies: Array<Buffer> = []
      const server = yield* receiving(bodies)
      const transport = yield* transportOf()
      const part = Buffer.alloc(100_000, "x")
      const many = Stream.range(1, 100).pipe(Stream.map(() => part))
      yield* transport.stream(get(server.url, upload(many, 10_000_000)), noProgress)
      assert.deepStrictEqual(
        bodies.map(({ length }) => length),
        [10_000_000]
      )
    }).pipe(Effect.scoped)
  )

  it.live.each([
    ["shorter", 10],
    ["longer", 3]
  ] as const)("that is %s than its length is lost", ([, length]) =>
    Effect.gen(function* () {
      const bodies: Array<Buffer> = []
      const server = yield* receiving(bodies)
      const transport = yield* transportOf()
      const small = Stream.make(Buffer.from("abcde"))
      const large = Stream.range(1, 5).pipe(
        Stream.rechunk(1),
        Stream.map(() => Buffer.alloc(100_000))
      )
      for (const [source, declared] of [
        [small, length],
        [large, length * 100_000]
      ] as const) {
        const failure = yield* Effect.flip(transport.stream(get(server.url, upload(source, declared)), noProgress))
        assert.strictEqual(failure.kind, "lost")
        assert.include(failure.reason, "content-length")
      }
      assert.deepStrictEqual(bodies, [])
    }).pipe(Effect.scoped)
  )

  it.live("is taken from its source at the pace of the server", () =>
    Effect.gen(function* () {
      const requests: Array<IncomingMessage> = []
      const server = yield* Servers.http((request) => void requests.push(request.pause()))
      const transport = yield* transportOf()
      let taken = 0
      const part = Buffer.alloc(64 * 1024)
      const endless = Stream.forever(Stream.sync(() => part)).pipe(Stream.tap(() => Effect.sync(() => void taken++)))
      const fiber = yield* Effect.forkChild(transport.stream(get(server.url, upload(endless, 2 ** 40)), noProgress))
      let last = -1
      yield* Servers.eventually(() => {
        const still = taken === last && taken > 0
        last = taken
        return still
      })
      assert.isBelow(taken, 1024)
      yield* Fiber.interrupt(fiber)
      // A socket that is not read does not see its end.
      requests[0]?.resume()
      yield* Servers.eventually(() => server.open() === 0)
    }).pipe(Effect.scoped)
  )

  it.live.each([
    ["Error", new Error("the disk is gone"), "the disk is gone"],
    ["value", "gone", "The source of the body failed"]
  ] as const)("whose source fails with an %s is lost with its reason", ([, error, reason]) =>
    Effect.gen(function* () {
      const server = yield* Servers.http((request) => void request.resume())
      const transport = yield* transportOf()
      const source = Stream.concat(Stream.make(Buffer.from("abc")), Stream.fail(error))
      const failure = yield* Effect.flip(transport.stream(get(server.url, upload(source, 10)), noProgress))
      assert.strictEqual(failure.kind, "lost")
      assert.include(failure.reason, reason)
      yield* Servers.eventually(() => server.open() === 0)
    }).pipe(Effect.scoped)
  )

  it.live("that is interrupted stops its source and closes its connection, also while it waits for one", () =>
    Effect.gen(function* () {
      const server = yield* Servers.http((request) => void request.resume())
      const { transport } = yield* withAgent({ connections: 1 })
      const ends: Array<string> = []
      const source = (name: string) =>
        Stream.concat(Stream.make(Buffer.from("abc")), Stream.never).pipe(
          Stream.ensuring(Effect.sync(() => void ends.push(name)))
        )
      const first = yield* Effect.forkChild(transport.stream(get(server.url, upload(source("first"), 10)), noProgress))
      yield* Servers.eventually(() => server.requests.length === 1)
      const second = yield* Effect.forkChild(
        transport.stream(get(server.url, upload(source("second"), 10)), noProgress),
        { startImmediately: true }
      )
      yield* Fiber.interrupt(second)
      yield* Fiber.interrupt(first)
      assert.deepStrictEqual(
        ends.filter((name) => name === "first"),
        ["first"]
      )
      // There may be a new one, for the request that waited, and nothing comes over it.
      yield* Servers.eventually(() => server.open() === server.opened() - 1)
      assert.strictEqual(server.requests.length, 1)
    }).pipe(Effect.scoped)
  )

  it.live("whose response comes before its end has that response, and its source stops", () =>
    Effect.gen(function* () {
      const server = yield* Servers.http((_, response) =>
        response.writeHead(413, { connection: "close" }).end("too much")
      )
      const transport = yield* transportOf()
      let ended = false
      const source = Stream.concat(Stream.make(Buffer.from("abc")), Stream.never).pipe(
        Stream.ensuring(Effect.sync(() => void (ended = true)))
      )
      const { status, stream } = yield* transport.stream(get(server.url, upload(source, 10)), noProgress)
      assert.strictEqual(status, 413)
      assert.strictEqual((yield* bytesOf(stream)).toString(), "too much")
      yield* Servers.eventually(() => ended && server.open() === 0)
    }).pipe(Effect.scoped)
  )

  it.live("that is a text is sent as one", () =>
    Effect.gen(function* () {
      const bodies: Array<Buffer> = []
      const server = yield* receiving(bodies)
      const transport = yield* transportOf()
      const body = { _tag: "Text", text: "é", contentType: "text/plain" } as const
      yield* transport.stream(get(server.url, { method: "PUT", body }), noProgress)
      assert.deepStrictEqual(bodies.map(String), ["é"])
      assert.deepInclude(server.requests[0]?.headers, { "content-length": "2", "content-type": "text/plain" })
    }).pipe(Effect.scoped)
  )

  it.live("that cannot be written is invalid, and its source is not begun", () =>
    Effect.gen(function* () {
      const transport = yield* transportOf()
      let begun = false
      const source = Stream.sync(() => {
        begun = true
        return Buffer.from("a")
      })
      for (const request of [{ url: "http://" }, { headers: { "x-name": "a\r\nb" } }]) {
        const failure = yield* Effect.flip(
          transport.stream(get("http://127.0.0.1:9/", { ...upload(source, 1), ...request }), noProgress)
        )
        assert.strictEqual(failure.kind, "invalid")
      }
      assert.isFalse(begun)
    }).pipe(Effect.scoped)
  )
})
