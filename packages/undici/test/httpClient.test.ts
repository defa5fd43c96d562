// The layer as the `HttpClient` of any Effect program.
import { Undici, UndiciHttpClient } from "@effect-connectycube/undici"
import { assert, describe, it } from "@effect/vitest"
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Cookies from "effect/http/Cookies"
import * as HttpBody from "effect/http/HttpBody"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as HttpIncomingMessage from "effect/http/HttpIncomingMessage"
import * as UrlParams from "effect/http/UrlParams"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import { readFileSync } from "node:fs"
import { createSecureServer } from "node:http2"
import { createServer as createTlsServer } from "node:https"
import * as Net from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"
import * as Zlib from "node:zlib"
import { clientOf } from "./support/Sending.ts"
import * as Servers from "./support/Servers.ts"

interface Echo {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** Responds with what it got. */
const echo = Servers.http((request, response) => {
  const parts: Array<Buffer> = []
  request.on("data", (part: Buffer) => parts.push(part))
  request.on("end", () =>
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ body: Buffer.concat(parts).toString(), headers: request.headers }))
  )
})

const echoed = Effect.fnUntraced(function* (request: HttpClientRequest.HttpClientRequest) {
  const client = yield* clientOf(UndiciHttpClient.layer)
  const response = yield* client.execute(request)
  return JSON.parse(yield* response.text) as Echo
})

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8")

const [key, cert] = [fixture("key.pem"), fixture("cert.pem")]

describe("a request", () => {
  const bodies: ReadonlyArray<readonly [string, () => HttpBody.HttpBody, string, string | undefined]> = [
    ["no bytes", () => HttpBody.empty, "", undefined],
    ["a text", () => HttpBody.text("é"), "é", "text/plain"],
    ["JSON", () => HttpBody.jsonUnsafe({ a: 1 }), `{"a":1}`, "application/json"],
    [
      "a form",
      () => HttpBody.urlParams(UrlParams.fromInput({ a: "b c" })),
      "a=b+c",
      "application/x-www-form-urlencoded"
    ],
    [
      "a stream",
      () => HttpBody.stream(Stream.make(Buffer.from("ab"), Buffer.from("c"))),
      "abc",
      "application/octet-stream"
    ],
    ["a raw text", () => HttpBody.raw("raw", { contentType: "text/x" }), "raw", "text/x"],
    ["raw bytes", () => HttpBody.raw(Buffer.from("raw")), "raw", undefined],
    ["a raw stream of Node", () => HttpBody.raw(Readable.from([Buffer.from("raw")])), "raw", undefined],
    ["a raw Blob", () => HttpBody.raw(new Blob(["raw"], { type: "text/y" })), "raw", "text/y"],
    [
      "raw parameters",
      () => HttpBody.raw(new URLSearchParams("a=b")),
      "a=b",
      "application/x-www-form-urlencoded;charset=UTF-8"
    ],
    ["a raw web stream", () => HttpBody.raw(new Blob(["raw"]).stream()), "raw", undefined]
  ]

  it.live.each(bodies)("can have %s as its body", ([, make, expected, contentType]) =>
    Effect.gen(function* () {
      const server = yield* echo
      const { body, headers } = yield* echoed(
        HttpClientRequest.post(server.url).pipe(HttpClientRequest.setBody(make()))
      )
      assert.strictEqual(body, expected)
      assert.strictEqual(headers["content-type"], contentType)
    }).pipe(Effect.scoped)
  )

  it.live("can have a form with files", () =>
    Effect.gen(function* () {
      const server = yield* echo
      const form = new FormData()
      form.append("name", "Ada")
      form.append("file", new File(["content"], "a.txt", { type: "text/plain" }))
      const { body, headers } = yield* echoed(
        HttpClientRequest.post(server.url).pipe(HttpClientRequest.bodyFormData(form))
      )
      const read = yield* Effect.promise(() =>
        new Response(body, { headers: { "content-type": headers["content-type"] ?? "" } }).formData()
      )
      const file = read.get("file")
      assert.strictEqual(read.get("name"), "Ada")
      assert.isTrue(file instanceof File && file.name === "a.txt")
    }).pipe(Effect.scoped)
  )

  it.live("has its headers, cookies and parameters", () =>
    Effect.gen(function* () {
      const server = yield* echo
      const request = HttpClientRequest.get(`${server.url}/a?b=1`).pipe(
        HttpClientRequest.setUrlParam("c", "d e"),
        HttpClientRequest.setHeader("x-name", "value"),
        HttpClientRequest.bearerToken("secret")
      )
      const { headers } = yield* echoed(request)
      assert.deepInclude(headers, { "x-name": "value", authorization: "Bearer secret" })
      assert.strictEqual(server.requests[0]?.path, "/a?b=1&c=d+e")
    }).pipe(Effect.scoped)
  )

  it.live("is traced, and its trace goes with it", () =>
    Effect.gen(function* () {
      const server = yield* echo
      const spans: Array<Tracer.Span> = []
      const tracer = Tracer.make({
        span: (options) => {
          const span = new Tracer.NativeSpan(options)
          spans.push(span)
          return span
        }
      })
      const { headers } = yield* echoed(HttpClientRequest.get(server.url)).pipe(
        Effect.provideService(Tracer.Tracer, tracer)
      )
      const span = spans.find(({ kind }) => kind === "client")
      assert.strictEqual(span?.attributes.get("http.response.status_code"), 200)
      assert.include(headers["traceparent"], span?.traceId)
    }).pipe(Effect.scoped)
  )

  it.live.each([
    ["a URL that is none", "http://", {}, "InvalidUrlError"],
    ["a password in its URL", "http://a:b@127.0.0.1/", {}, "InvalidUrlError"],
    ["a line end in a header", "http://127.0.0.1:9/", { "x-name": "a\r\nb" }, "EncodeError"],
    ["nobody at its host", "http://127.0.0.1:1/", {}, "TransportError"]
  ] as const)("with %s is an error", ([, url, headers, tag]) =>
    Effect.gen(function* () {
      const client = yield* clientOf(UndiciHttpClient.layer)
      const error = yield* Effect.flip(client.get(url, { headers }))
      assert.strictEqual(error.reason._tag, tag)
    }).pipe(Effect.scoped)
  )

  it.live("that is interrupted closes its connection", () =>
    Effect.gen(function* () {
      const server = yield* Servers.raw(() => {})
      const client = yield* clientOf(UndiciHttpClient.layer)
      const fiber = yield* Effect.forkChild(client.get(server.url))
      yield* Servers.eventually(() => server.requests.length === 1)
      yield* Fiber.interrupt(fiber)
      yield* Servers.eventually(() => server.open() === 0)
    }).pipe(Effect.scoped)
  )

  it.live("closes its connection with its scope", () =>
    Effect.gen(function* () {
      const server = yield* Servers.http((_, response) => void response.write("a"))
      const client = HttpClient.withScope(yield* clientOf(UndiciHttpClient.layer))
      yield* Effect.scoped(client.get(server.url))
      yield* Servers.eventually(() => server.open() === 0)
    }).pipe(Effect.scoped)
  )
})

describe("a response", () => {
  const responding = (bytes: string | Uint8Array, headers: Record<string, string | Array<string>> = {}) =>
    Effect.gen(function* () {
      const server = yield* Servers.http((_, response) => response.writeHead(200, headers).end(bytes))
      const client = yield* clientOf(UndiciHttpClient.layer)
      return yield* client.get(`${server.url}/path?a=1#hash`)
    })

  it.live("has its status, URL, headers and cookies", () =>
    Effect.gen(function* () {
      const response = yield* responding("", { "X-Name": ["a", "b"], "set-cookie": ["c=1; Path=/", "d=2"] })
      assert.strictEqual(response.status, 200)
      assert.match(response.url, /^http:\/\/127\.0\.0\.1:\d+\/path\?a=1$/)
      assert.strictEqual(response.headers["x-name"], "a, b")
      assert.deepStrictEqual(Cookies.toRecord(response.cookies), { c: "1", d: "2" })
      assert.strictEqual(response.remoteAddress._tag, "None")
      assert.include(JSON.stringify(response), `"status":200`)
    }).pipe(Effect.scoped)
  )

  it.live("is read in every way, and more than once", () =>
    Effect.gen(function* () {
      const json = yield* responding(`\ufeff{"a":"é"}`)
      assert.deepStrictEqual(yield* json.json, { a: "é" })
      assert.strictEqual(yield* json.text, `{"a":"é"}`)
      assert.strictEqual((yield* json.arrayBuffer).byteLength, 13)
      assert.strictEqual(Buffer.concat(yield* Stream.runCollect(json.stream)).length, 13)
      assert.deepStrictEqual(yield* HttpClientResponse.schemaBodyJson(Schema.Struct({ a: Schema.String }))(json), {
        a: "é"
      })

      const form = yield* responding("?a=b+c&d=%C3%A9")
      assert.deepStrictEqual(UrlParams.toRecord(yield* form.urlParamsBody), { "?a": "b c", d: "é" })

      const multipart = yield* responding("--x\r\ncontent-disposition: form-data; name=a\r\n\r\nb\r\n--x--\r\n", {
        "content-type": "multipart/form-data; boundary=x"
      })
      assert.strictEqual((yield* multipart.formData).get("a"), "b")

      const stream = yield* responding(Zlib.gzipSync("compressed"), { "content-encoding": "gzip" })
      assert.strictEqual(Buffer.concat(yield* Stream.runCollect(stream.stream)).toString(), "compressed")

      const empty = yield* responding("")
      assert.isNull(yield* empty.json)
      assert.strictEqual((yield* Effect.flip((yield* responding("{")).json)).reason._tag, "DecodeError")
      assert.strictEqual((yield* Effect.flip((yield* responding("")).upgrade)).reason._tag, "StatusCodeError")
    }).pipe(Effect.scoped)
  )

  it.live("is an error beyond MaxBodySize", () =>
    Effect.gen(function* () {
      const response = yield* responding("abcdef")
      const error = yield* Effect.flip(response.text).pipe(
        Effect.provideService(HttpIncomingMessage.MaxBodySize, ByteSize.bytes(5))
      )
      assert.strictEqual(error.reason._tag, "DecodeError")
      assert.include(String(error.reason.cause), "Expected at most 5 bytes")
    }).pipe(Effect.scoped)
  )

  it.live("that breaks is an error, and nobody waits for it", () =>
    Effect.gen(function* () {
      const server = yield* Servers.raw((socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc"))
      const client = yield* clientOf(UndiciHttpClient.layer)
      const response = yield* client.get(server.url)
      assert.strictEqual((yield* Effect.flip(response.text)).reason._tag, "DecodeError")
    }).pipe(Effect.scoped)
  )

  it.live("whose redirects are followed by Effect", () =>
    Effect.gen(function* () {
      const server = yield* Servers.http((request, response) =>
        request.url === "/a" ? response.writeHead(302, { location: "/b" }).end() : response.end("b")
      )
      const client = yield* clientOf(UndiciHttpClient.layer)
      assert.strictEqual((yield* client.get(`${server.url}/a`)).status, 302)
      const followed = yield* HttpClient.followRedirects(client).get(`${server.url}/a`)
      assert.strictEqual(yield* followed.text, "b")
    }).pipe(Effect.scoped)
  )
})

describe("a dispatcher", () => {
  const textOf = (client: HttpClient.HttpClient, url: string) => Effect.flatMap(client.get(url), ({ text }) => text)

  it.live("that is given stays open with its layer", () =>
    Effect.gen(function* () {
      const server = yield* echo
      const pool = new Undici.Pool(server.url)
      for (let i = 0; i < 2; i++) {
        const client = clientOf(UndiciHttpClient.layerDispatcher(pool))
        yield* Effect.scoped(Effect.flatMap(client, (client) => textOf(client, server.url)))
      }
      const layer = UndiciHttpClient.layerNoDispatcher.pipe(
        Layer.provide(Layer.succeed(UndiciHttpClient.Dispatcher, pool))
      )
      yield* Effect.scoped(Effect.flatMap(clientOf(layer), (client) => textOf(client, server.url)))
      assert.isFalse(pool.destroyed)
      yield* Effect.promise(() => pool.destroy())
      const exit = yield* Effect.exit(textOf(UndiciHttpClient.fromDispatcher(pool), server.url))
      assert.isTrue(Exit.isFailure(exit))
    }).pipe(Effect.scoped)
  )

  it.live("can be a MockAgent", () =>
    Effect.gen(function* () {
      const agent = new Undici.MockAgent()
      agent.disableNetConnect()
      agent
        .get("https://api.test")
        .intercept({ path: "/users" })
        .reply(201, { id: 1 }, { headers: { "x-name": "a" } })
      const client = UndiciHttpClient.fromDispatcher(agent)
      const response = yield* client.get("https://api.test/users")
      assert.deepStrictEqual([response.status, response.headers["x-name"], yield* response.json], [201, "a", { id: 1 }])
      assert.strictEqual((yield* Effect.flip(client.get("https://api.test/users"))).reason._tag, "TransportError")
    }).pipe(Effect.scoped)
  )

  it.live("sends over TLS, to whom it trusts", () =>
    Effect.gen(function* () {
      const server = yield* Servers.http((_, response) => response.end("secure"), {
        server: createTlsServer({ key, cert })
      })
      const url = server.url.replace("http:", "https:")
      const trusting = yield* clientOf(UndiciHttpClient.layerOptions({ connect: { ca: cert } }))
      assert.strictEqual(yield* textOf(trusting, url), "secure")
      const strict = yield* clientOf(UndiciHttpClient.layer)
      assert.strictEqual((yield* Effect.flip(textOf(strict, url))).reason._tag, "TransportError")
    }).pipe(Effect.scoped)
  )

  it.live("speaks HTTP/2 where it may", () =>
    Effect.gen(function* () {
      const server = createSecureServer({ key, cert, allowHTTP1: true })
      server.on("request", (request, response) => response.end(`HTTP/${request.httpVersion}`))
      const port = yield* Effect.acquireRelease(
        Effect.callback<number>((resume) => {
          server.listen(0, "127.0.0.1", () => {
            const address = server.address()
            resume(Effect.succeed(typeof address === "object" && address !== null ? address.port : 0))
          })
        }),
        () => Effect.sync(() => server.close())
      )
      for (const [options, version] of [
        [{}, "HTTP/1.1"],
        [{ allowH2: true }, "HTTP/2.0"]
      ] as const) {
        const layer = UndiciHttpClient.layerOptions({ ...options, connect: { ca: cert } })
        const seen = yield* Effect.scoped(
          Effect.flatMap(clientOf(layer), (client) => textOf(client, `https://127.0.0.1:${port}`))
        )
        assert.strictEqual(seen, version)
      }
    }).pipe(Effect.scoped)
  )

  it.live("sends over a Unix socket", () =>
    Effect.gen(function* () {
      const socketPath = join(tmpdir(), `undici-${process.pid}.sock`)
      yield* Servers.http((_, response) => response.end("local"), { where: socketPath })
      const client = yield* clientOf(UndiciHttpClient.layerOptions({ connect: { socketPath } }))
      assert.strictEqual(yield* textOf(client, "http://localhost/"), "local")
    }).pipe(Effect.scoped)
  )

  /** A proxy that knows tunnels. */
  const proxy = Effect.gen(function* () {
    const tunnels: Array<string> = []
    const server = yield* Servers.raw((client, head) => {
      const [, host = "", port = ""] = /^CONNECT ([^:]+):(\d+) /.exec(head) ?? []
      tunnels.push(/proxy-authorization: (.*)/i.exec(head)?.[1] ?? "")
      client.removeAllListeners("data")
      const target = Net.connect(Number(port), host, () => {
        client.write("HTTP/1.1 200 OK\r\n\r\n")
        client.pipe(target).pipe(client)
      })
      target.on("error", () => client.destroy())
      client.on("close", () => target.destroy())
    })
    return { server, tunnels }
  })

  it.live("sends through a proxy", () =>
    Effect.gen(function* () {
      const server = yield* Servers.http((_, response) => response.end("beyond"))
      const { server: by, tunnels } = yield* proxy
      const options = { uri: by.url, proxyTunnel: true }
      const client = yield* clientOf(UndiciHttpClient.layerProxy({ ...options, token: "Basic secret" }))
      assert.strictEqual(yield* textOf(client, server.url), "beyond")
      assert.deepStrictEqual(tunnels, ["Basic secret"])
      assert.notProperty(server.requests[0]?.headers, "proxy-authorization")
    }).pipe(Effect.scoped)
  )

  it.live("sends through the proxies of the environment, except to the hosts that it names", () =>
    Effect.gen(function* () {
      const server = yield* Servers.http((_, response) => response.end("beyond"))
      const { server: by, tunnels } = yield* proxy
      const layer = (noProxy: string) =>
        UndiciHttpClient.layerEnvProxy({ httpProxy: by.url, noProxy, proxyTunnel: true })
      assert.strictEqual(yield* textOf(yield* clientOf(layer("")), server.url), "beyond")
      assert.strictEqual(tunnels.length, 1)
      assert.strictEqual(yield* textOf(yield* clientOf(layer("127.0.0.1")), server.url), "beyond")
      assert.strictEqual(tunnels.length, 1)
    }).pipe(Effect.scoped)
  )
})
