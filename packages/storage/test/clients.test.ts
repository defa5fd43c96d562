// Over real connections, with each of the HTTP clients that servers use.
import * as RetryPolicy from "@effect-connectycube/core/RetryPolicy"
import * as Source from "@effect-connectycube/storage/Source"
import { Storage } from "@effect-connectycube/storage/Storage"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import type * as HttpClient from "effect/http/HttpClient"
import type * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import type { IncomingMessage, ServerResponse } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"
import * as Hosts from "./support/Hosts.ts"
import { hash, serve, someBytes } from "./support/Loopback.ts"
import { uid, withStorage } from "./support/Service.ts"

const clients: Readonly<Record<string, Layer.Layer<HttpClient.HttpClient>>> = {
  fetch: FetchHttpClient.layer,
  undici: NodeHttpClient.layerUndici,
  "node:http": NodeHttpClient.layerNodeHttp
}

const bytes = someBytes(1_500_000)

const chunks = function* () {
  for (let start = 0; start < bytes.byteLength; start += 100_003) yield bytes.subarray(start, start + 100_003)
}

const size = bytes.byteLength

const sources: Readonly<Record<string, () => Source.Source<never, FileSystem.FileSystem>>> = {
  bytes: () => Source.bytes(bytes),
  "an ArrayBuffer": () => Source.bytes(bytes.buffer),
  "a Blob": () => Source.blob(new Blob([bytes])),
  "a File": () => Source.blob(new File([bytes], "a.bin")),
  "a ReadableStream": () => Source.readable(new Blob([bytes]).stream(), { size }),
  "a function that opens a ReadableStream": () => Source.readable(() => new Blob([bytes]).stream(), { size }),
  "a stream of Node": () => Source.asyncIterable(Readable.from(chunks()), { size }),
  "a function that opens an AsyncIterable": () => Source.asyncIterable(() => Readable.from(chunks()), { size }),
  "a Stream of Effect": () => Source.stream(Stream.fromIterable(chunks()), { size })
}

/** A store with this handler for its form, and an API in front of it. */
const servers = (store: (response: ServerResponse, request: IncomingMessage, body: Promise<Buffer>) => void) =>
  Effect.gen(function* () {
    const host = yield* serve((request, response, body) => store(response, request, body))
    const api = yield* serve((request, response, body) => {
      void body.then(() => {
        if (request.method === "GET") return response.writeHead(301, { location: `${host.url}/key?X=1` }).end()
        const created = Hosts.created(Hosts.paramsOf(`${host.url}/bucket`))
        const made = "body" in created ? String(created.body) : ""
        return request.method === "POST" ? response.writeHead(201).end(made) : response.end(" ")
      })
    })
    return { api, host }
  })

const takes = (response: ServerResponse, _: IncomingMessage, body: Promise<Buffer>) =>
  void body.then(() => response.writeHead(201).end(`<PostResponse><Key>${uid}</Key></PostResponse>`))

const uploadTo = <E, R>(
  api: { readonly url: string },
  client: Layer.Layer<HttpClient.HttpClient>,
  source: Source.Source<E, R>
) =>
  Effect.flatMap(Storage, (storage) => storage.upload(source, { name: "a.bin" })).pipe(
    withStorage(client, api.url),
    Effect.provideService(RetryPolicy.RetryPolicy, RetryPolicy.none)
  )

const downloadFrom = (api: { readonly url: string }, client: Layer.Layer<HttpClient.HttpClient>) =>
  Effect.flatMap(Storage, (storage) => Stream.mkUint8Array(storage.download(uid))).pipe(
    withStorage(client, api.url),
    Effect.provideService(RetryPolicy.RetryPolicy, RetryPolicy.none)
  )

for (const [name, client] of Object.entries(clients)) {
  describe(`over ${name}`, () => {
    it.live("an upload has a content-length, and is not chunked, since stores require it", () =>
      Effect.gen(function* () {
        const { api, host } = yield* servers(takes)
        yield* uploadTo(api, client, Source.stream(Stream.fromIterable(chunks()), { size }))
        const [sent] = host.received
        assert.strictEqual(sent?.method, "POST")
        assert.strictEqual(sent?.path, "/bucket")
        assert.strictEqual(sent?.headers["content-length"], String(sent?.body.byteLength))
        assert.notProperty(sent?.headers, "transfer-encoding")
        for (const header of Object.keys(sent?.headers ?? {})) assert.notMatch(header, /^(cb-|b3$|traceparent$)/)
      })
    )

    for (const [what, source] of Object.entries(sources)) {
      it.live(`the bytes of ${what} arrive as they are`, () =>
        Effect.gen(function* () {
          const { api, host } = yield* servers(takes)
          const file = yield* uploadTo(api, client, source()).pipe(Effect.provide(NodeFileSystem.layer))
          assert.strictEqual(file.size, size)
          const { body = Buffer.of(), headers = {} } = host.received[0] ?? {}
          const form = yield* Effect.promise(() =>
            Hosts.formOf({
              body: new Uint8Array(body),
              headers: { "content-type": headers["content-type"] ?? "" }
            })
          )
          assert.deepStrictEqual(form.parts, [...Hosts.fields, ["file", "@"]])
          const content = yield* Effect.promise(async () => form.file?.arrayBuffer())
          assert.strictEqual(hash(new Uint8Array(content ?? new ArrayBuffer())), hash(bytes))
        })
      )
    }

    it.live("the bytes of a file arrive under its name", () =>
      Effect.gen(function* () {
        const folder = yield* Effect.acquireRelease(
          Effect.sync(() => mkdtempSync(join(tmpdir(), "storage-"))),
          (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
        )
        const path = join(folder, "ada's notes.txt")
        writeFileSync(path, bytes)
        const { api, host } = yield* servers(takes)
        const upload = Effect.flatMap(Storage, (storage) => storage.upload(Source.file(path)))
        yield* upload.pipe(withStorage(client, api.url), Effect.provide(NodeFileSystem.layer))
        assert.deepInclude(JSON.parse(String(api.received[0]?.body)), {
          blob: { content_type: "text/plain", name: "ada's notes.txt" }
        })
        const { body = Buffer.of(), headers = {} } = host.received[0] ?? {}
        const form = yield* Effect.promise(() =>
          Hosts.formOf({ body: new Uint8Array(body), headers: { "content-type": headers["content-type"] ?? "" } })
        )
        const content = yield* Effect.promise(async () => form.file?.arrayBuffer())
        assert.strictEqual(hash(new Uint8Array(content ?? new ArrayBuffer())), hash(bytes))
      })
    )

    it.live("a download can be a source: a file is copied without being held in memory", () =>
      Effect.gen(function* () {
        const { api, host } = yield* servers((response, request, body) =>
          request.method === "POST"
            ? takes(response, request, body)
            : response.writeHead(200, { "content-length": size }).end(bytes)
        )
        const copied = Effect.flatMap(Storage, (storage) =>
          storage.upload(Source.stream(storage.download(uid), { size, repeatable: true }), { name: "copy.bin" })
        )
        assert.strictEqual((yield* copied.pipe(withStorage(client, api.url))).size, size)
        assert.deepStrictEqual(
          host.received.map(({ headers, method }) => [method, "content-length" in headers]),
          [
            ["GET", false],
            ["POST", true]
          ]
        )
      })
    )

    it.live("a source that ends early aborts the upload", () =>
      Effect.gen(function* () {
        const { api, host } = yield* servers(takes)
        const source = Source.stream(Stream.fromIterable(chunks()), { size: size + 1 })
        assert.propertyVal(yield* Effect.flip(uploadTo(api, client, source)), "_tag", "SourceError")
        assert.deepStrictEqual(
          host.received.filter(({ ended }) => ended),
          []
        )
        assert.deepStrictEqual(
          api.received.map(({ method }) => method),
          ["POST", "DELETE"]
        )
      })
    )

    it.live("a source with more bytes aborts the upload", () =>
      Effect.gen(function* () {
        const { api, host } = yield* servers(takes)
        const source = Source.stream(Stream.fromIterable(chunks()), { size: size - 1 })
        assert.propertyVal(yield* Effect.flip(uploadTo(api, client, source)), "_tag", "SourceError")
        assert.deepStrictEqual(
          host.received.filter(({ ended }) => ended),
          []
        )
      })
    )

    it.live("a store that rejects before it has read all is a UploadRejected", () =>
      Effect.gen(function* () {
        const { api } = yield* servers((response) => {
          response.writeHead(403, { connection: "close" }).end("<Error><Code>AccessDenied</Code></Error>")
        })
        const source = Source.stream(Stream.fromIterable(chunks()), { size })
        assert.deepInclude(yield* Effect.flip(uploadTo(api, client, source)), {
          _tag: "UploadRejected",
          code: "AccessDenied"
        })
      })
    )

    it.live(
      "a store that accepts a content before it has read all is a TransportError, and the source is released",
      () =>
        Effect.gen(function* () {
          const { api } = yield* servers((response, request) => {
            request.pause()
            response.writeHead(201).end(`<PostResponse><Key>${uid}</Key></PostResponse>`)
          })
          const closed = yield* Deferred.make<void>()
          const endless = Stream.repeat(Stream.make(bytes), Schedule.forever).pipe(
            Stream.ensuring(Deferred.succeed(closed, undefined))
          )
          const error = yield* Effect.flip(uploadTo(api, client, Source.stream(endless, { size: 100_000_000 })))
          assert.propertyVal(error, "_tag", "TransportError")
          yield* Deferred.await(closed)
        })
    )

    it.live("a store that closes the connection is a TransportError, and the file is deleted", () =>
      Effect.gen(function* () {
        const { api } = yield* servers((_, request) => {
          request.once("data", () => request.socket.destroy())
        })
        const error = yield* Effect.flip(uploadTo(api, client, Source.bytes(bytes)))
        assert.propertyVal(error, "_tag", "TransportError")
        assert.strictEqual(api.received.at(-1)?.method, "DELETE")
      })
    )

    it.live("the bytes of a download arrive as they are", () =>
      Effect.gen(function* () {
        const { api, host } = yield* servers((response) => {
          response.writeHead(200, { "content-length": size }).end(bytes)
        })
        assert.strictEqual(hash(yield* downloadFrom(api, client)), hash(bytes))
        assert.strictEqual(host.received[0]?.headers["accept-encoding"], "identity")
        assert.notProperty(host.received[0]?.headers, "cb-token")
      })
    )

    it.live("a truncated download is a TransportError", () =>
      Effect.gen(function* () {
        const { api } = yield* servers((response) => {
          response.writeHead(200, { "content-length": size })
          response.write(bytes.subarray(0, 100_000), () => response.destroy())
        })
        assert.propertyVal(yield* Effect.flip(downloadFrom(api, client)), "_tag", "TransportError")
      })
    )

    it.live("a download whose consumer stops is aborted", () =>
      Effect.gen(function* () {
        let closed: Promise<unknown> = Promise.resolve()
        const { api } = yield* servers((response) => {
          closed = once(response, "close")
          response.writeHead(200, { "content-length": size * 1000 }).write(bytes)
        })
        const taken = Effect.flatMap(Storage, (storage) => Stream.runCollect(Stream.take(storage.download(uid), 1)))
        assert.strictEqual((yield* taken.pipe(withStorage(client, api.url))).length, 1)
        yield* Effect.promise(() => closed)
      })
    )
  })
}
