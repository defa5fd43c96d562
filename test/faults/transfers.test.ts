/** Uploads and downloads whose store has a fault, over real sockets, on each client. */
import { assert, describe, it } from "@effect/vitest"
import { BlobUid, type InvalidConfig, Source, Storage } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { attempts, type ClientName, clientNames, program } from "./support/clients.ts"
import { dripping, endlessly, faults } from "./support/faults.ts"
import { json, listen, type Listening, type Respond, response } from "./support/Peer.ts"
import { handles, until } from "./support/settled.ts"

const uid = BlobUid.make("a80a8b9d-2a5f-4f5e-b1fd-2d4c8d7e9a10")

const file = {
  id: 46919,
  uid,
  content_type: "image/jpeg",
  name: "cat.jpeg",
  size: null,
  created_at: "2018-12-10T10:26:01Z",
  updated_at: "2018-12-10T10:26:01Z",
  public: true
}

/** The API, which has its files in this store. */
const api =
  (store: Listening): Respond =>
  ({ request: { method, path }, write }) => {
    if (path.endsWith("/download")) return write(response("302 Found", [`Location: ${store.url}/${uid}`]))
    if (method !== "POST" || path.includes("complete")) return write(response("200 OK", [], " "))
    const access = { id: 1, blob_id: 46919, expires: "2018-12-10T11:26:01Z", object_access_type: "Write" }
    const params = `${store.url}/?key=${uid}`
    return write(json({ blob: { ...file, blob_object_access: { ...access, params } } }, "201 Created"))
  }

const size = 300_000

const transfers = {
  upload: Effect.flatMap(Storage, (storage) =>
    storage.upload(Source.bytes(new Uint8Array(size)), { name: "cat.jpeg" })
  ),
  download: Effect.flatMap(Storage, (storage) => Stream.runFold(storage.download(uid), () => 0, add)),
  "beginning of a download": Effect.flatMap(Storage, (storage) =>
    storage.download(uid).pipe(
      Stream.takeUntil((bytes) => bytes.byteLength > 0),
      Stream.runDrain
    )
  )
}

const add = (sum: number, bytes: Uint8Array) => sum + bytes.byteLength

type Name = keyof typeof transfers

interface Expected {
  /** `"success"`, or the tag of the error. */
  readonly ends: string
  readonly says?: RegExp
  readonly requests: number
}

const head = (status: string, length: number, ...more: ReadonlyArray<string>) =>
  [`HTTP/1.1 ${status}`, `Content-Length: ${length}`, ...more, "", ""].join("\r\n")

const faultOf = (name: string): Respond => faults[name]?.respond ?? assert.fail(name)

const lost = (says: RegExp, requests = 1): Expected => ({ ends: "TransportError", says, requests })

const rejected = (name: Name, status: number): Expected => ({
  ends: name === "upload" ? "UploadRejected" : "DownloadRejected",
  says: new RegExp(`"status":${status}`),
  requests: 1
})

const success: Expected = { ends: "success", requests: 1 }

const closed = /ECONNRESET|other side closed|aborted|closed after/

type Row = readonly [transfer: Name, fault: string, respond: Respond, expected: Expected]

const named = (transfer: Name, fault: string, expected: Expected): Row => [transfer, fault, faultOf(fault), expected]

const table: ReadonlyArray<Row> = [
  named("download", "a connection that is reset before the headers", lost(closed, attempts)),
  named("download", "a connection that is reset in mid-body", lost(closed)),
  named("download", "a body that is shorter than its length", lost(closed)),
  named("download", "a chunked body without its end", lost(closed)),
  named("download", "an endless error", rejected("download", 500)),
  named("download", "an error of 10 MiB", rejected("download", 500)),
  named("download", "a gzip bomb of an error", rejected("download", 500)),
  [
    "download",
    "a 206",
    (peer) => peer.write(`${head("206 Partial Content", 3, "Connection: close")}abc`),
    rejected("download", 206)
  ],
  named("beginning of a download", "an endless success", success),
  named("beginning of a download", "a length that is too long", success),
  named("beginning of a download", "a gzip bomb", success),
  named("upload", "a connection that is reset before the headers", lost(closed, attempts)),
  named("upload", "an endless error", rejected("upload", 500)),
  named("upload", "an error of 10 MiB", rejected("upload", 500)),
  named("upload", "an endless success", success),
  named("upload", "a body that is shorter than its length", success),
  [
    "upload",
    "a 206",
    (peer) => peer.write(`${head("206 Partial Content", 3, "Connection: close")}abc`),
    rejected("upload", 206)
  ],
  [
    "upload",
    "a 403 without end",
    async (peer) => {
      await peer.write("HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n")
      await endlessly(peer, `10\r\n${"x".repeat(16)}\r\n`)
    },
    rejected("upload", 403)
  ]
]

const byteByByte =
  (status: string): Respond =>
  async (peer) => {
    await peer.write(head(status, 1_000_000))
    await dripping(peer, "x")
  }

/** They end when nothing has come for as long as an attempt may take. */
const stalled: ReadonlyArray<Row> = [
  ["download", "no headers", () => {}, { ends: "CallTimeout", requests: attempts }],
  [
    "download",
    "a part of a body",
    (peer) => peer.write(`${head("200 OK", 9)}abc`),
    { ends: "CallTimeout", requests: 1 }
  ],
  ["download", "a part of an error", (peer) => peer.write(`${head("404 No", 9)}abc`), rejected("download", 404)],
  ["upload", "no headers", () => {}, { ends: "CallTimeout", requests: attempts }],
  ["upload", "a part of a body", (peer) => peer.write(`${head("201 Created", 9)}abc`), success],
  ["upload", "a part of an error", (peer) => peer.write(`${head("403 No", 9)}abc`), rejected("upload", 403)],
  ["upload", "an error byte by byte", byteByByte("403 No"), rejected("upload", 403)],
  ["upload", "a success byte by byte", byteByByte("201 Created"), success],
  ["download", "an error byte by byte", byteByByte("404 No"), rejected("download", 404)]
]

const onEach = (rows: ReadonlyArray<Row>) =>
  clientNames.flatMap((client) =>
    rows.map(([name, fault, respond, expected]) => [name, fault, client, respond, expected] as const)
  )

type Transfer = Effect.Effect<Result.Result<unknown, { readonly _tag: string }>, InvalidConfig>

/** Makes a transfer, in the way of `run`, and checks its result and what is left of it. */
const verify = (
  [name, , client, respond, expected]: ReturnType<typeof onEach>[number],
  run: (transfer: Transfer, store: Listening) => Transfer
) =>
  Effect.gen(function* () {
    const before = handles("TCPSocketWrap")
    yield* Effect.scoped(
      Effect.gen(function* () {
        const store = yield* listen(respond)
        const server = yield* listen(api(store))
        const result = yield* run(resultOf(name, client, server.url), store)
        checkResult(result, expected)
        assert.strictEqual(store.requests.length, expected.requests)
        yield* until("A connection to the store is left", () => store.requests.every(({ isClosed }) => isClosed()))
        // What was begun is cleaned up.
        const last = server.requests.at(-1)
        if (name === "upload") assert.strictEqual(last?.method, expected.ends === "success" ? "PUT" : "DELETE")
      })
    )
    yield* until("Sockets are left", () => handles("TCPSocketWrap") <= before)
  })

const all: Readonly<
  Record<Name, Effect.Effect<unknown, { readonly _tag: string }, Effect.Services<(typeof transfers)[Name]>>>
> = transfers

const resultOf = (name: Name, client: ClientName, api_url: string): Transfer =>
  Effect.result(all[name]).pipe(Effect.provide(program(client, api_url)))

const checkResult = (result: Effect.Success<Transfer>, { ends, says }: Expected) => {
  const error = Result.isFailure(result) ? result.failure : undefined
  const text = JSON.stringify(error)
  assert.strictEqual(error?._tag ?? "success", ends, text)
  if (says !== undefined) assert.match(text, says)
  if (error !== undefined) assert.isBelow(text.length, 100 * 1024)
}

describe("the store", () => {
  it.live.each(onEach(table))("in a %s has %s on %s, which ends as it is documented", (row) =>
    verify(row, (transfer) => transfer)
  )

  it.effect.each(onEach(stalled))("in a %s sends %s and no more on %s", (row) =>
    verify(row, (transfer, store) =>
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(transfer)
        const isDone = () => fiber.pollUnsafe() !== undefined
        yield* until("There is no request", () => store.requests.length > 0 || isDone())
        // It may take a moment until what the store sent is there, and the time of its end is known.
        yield* Effect.repeat(Effect.andThen(settling, TestClock.adjust("5 seconds")), { until: isDone, times: 100 })
        assert.isTrue(isDone(), "It goes on after 500 seconds")
        return yield* Fiber.join(fiber)
      })
    )
  )
})

const settling = Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 2)))
