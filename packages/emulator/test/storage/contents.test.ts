import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Stream from "effect/Stream"
import { existsSync, readdirSync, readlinkSync } from "node:fs"
import { type ClientRequest, request } from "node:http"
import { join as joinPath } from "node:path"
import { Emulator } from "../../src/Emulator.ts"
import { folder } from "../support/Command.ts"
import * as Storage from "../support/Storage.ts"
import { served } from "../support/DocumentedCurls.ts"
import { ask, join } from "../support/Wire.ts"

/** An emulator on a socket, with its data in a folder of its own. */
const onDisk = <A, E, R>(test: (blobs: string) => Effect.Effect<A, E, R>) =>
  Effect.flatMap(folder, (path) => {
    const data = joinPath(path, "data.db")
    return test(`${data}.blobs`).pipe(
      Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" }),
      Effect.provide(served({ data }))
    )
  }).pipe(Effect.scoped)

/** The files in the folder; none before the first content. */
const names = (blobs: string) => (existsSync(blobs) ? readdirSync(blobs) : [])

/** The open files of this process in the folder. */
const openIn = (blobs: string): ReadonlyArray<string> =>
  readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`)
      return path.startsWith(blobs) ? [path] : []
    } catch {
      return []
    }
  })

const kilo = 1024

/** The end of a part, and of the whole form, as between parts. */
const boundaryLike = Buffer.from(
  `\r\n------------------------------8d1c3f0\r\n--\r\n----\r\n------------------------------8d1c3f0b--\r\n`.repeat(5000)
)

const contents: ReadonlyArray<readonly [what: string, content: Uint8Array]> = [
  ["no bytes", Storage.bytes(0)],
  ["one byte", Storage.bytes(1)],
  ["a line end", Buffer.from("\r\n")],
  ["64 KiB but one byte", Storage.bytes(64 * kilo - 1)],
  ["64 KiB", Storage.bytes(64 * kilo)],
  ["64 KiB and a byte", Storage.bytes(64 * kilo + 1)],
  ["several MiB", Storage.bytes(5 * kilo * kilo + 7)],
  ["what looks like the ends of parts", boundaryLike]
]

/** Posts a form in pieces of so many bytes. */
const postIn = (url: string, form: Buffer, size: number) => {
  const pieces = Array.from({ length: Math.ceil(form.length / size) }, (_, index) =>
    form.subarray(index * size, (index + 1) * size)
  )
  return HttpClientRequest.post(url).pipe(
    HttpClientRequest.bodyStream(Stream.fromArray(pieces).pipe(Stream.rechunk(1)), {
      contentType: Storage.contentType,
      contentLength: form.length
    }),
    HttpClient.execute
  )
}

/** Stores a content, and reads it: whole, and in two pieces. */
const thereAndBack = Effect.fnUntraced(function* (content: Uint8Array) {
  const emulator = yield* Emulator
  const ada = yield* join("ada")
  const { uid } = yield* Storage.store(ada, content)
  const [file] = yield* emulator.files
  assert.strictEqual(file?.content?.sha256, Storage.sha256(content))
  assert.strictEqual(file?.content?.size, content.length)
  const url = yield* Storage.link(uid, ada)
  const whole = yield* Storage.askStore("GET", url)
  assert.strictEqual(whole.headers["content-length"], String(content.length))
  assert.strictEqual(Storage.sha256(whole.content), Storage.sha256(content))
  if (content.length < 2) return
  const half = content.length >> 1
  const first = yield* Storage.askStore("GET", url, { headers: { range: `bytes=0-${half - 1}` } })
  const second = yield* Storage.askStore("GET", url, { headers: { range: `bytes=${half}-` } })
  assert.strictEqual(Storage.sha256(Buffer.concat([first.content, second.content])), Storage.sha256(content))
})

describe("a content", () => {
  it.effect.each(contents)("is returned unchanged from memory: %s", ([, content]) =>
    thereAndBack(content).pipe(Effect.provide(Emulator.layer()))
  )

  it.live.each(contents)("is returned unchanged from the disk: %s", ([, content]) =>
    onDisk((blobs) =>
      Effect.gen(function* () {
        yield* thereAndBack(content)
        assert.strictEqual(names(blobs).length, 1)
      })
    )
  )

  it.effect.each([1, 2, 3, 7, 64, 1000])("is returned unchanged when sent in pieces of %d bytes", (size) =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const file = yield* Storage.create(yield* join("ada"))
      const content = boundaryLike.subarray(0, 4001)
      const { status } = yield* postIn(file.url, Storage.formOf(file.fields, content), size)
      assert.strictEqual(status, 201)
      assert.strictEqual((yield* emulator.files)[0]?.content?.sha256, Storage.sha256(content))
    }).pipe(Effect.provide(Emulator.layer()))
  )

  it.effect("is not changed by later changes of the sent bytes", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const file = yield* Storage.create(ada, { public: true })
      const cat = Storage.bytes(347)
      const form = Storage.formOf(file.fields, cat)
      yield* postIn(file.url, form, 100)
      form.fill(0)
      const { content } = yield* Storage.askStore("GET", `${file.url}/${file.uid}`)
      assert.deepStrictEqual(content, cat)
    }).pipe(Effect.provide(Emulator.layer()))
  )
})

describe("a content that is replaced or deleted", () => {
  it.effect.each(["replaced", "deleted"])("while it is read is read to its end: %s", (how) =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const content = Storage.bytes(347)
      const file = yield* Storage.store(ada, content, { public: true })
      const reply = yield* HttpClient.get(yield* Storage.link(file.uid))
      if (how === "replaced") yield* Storage.upload(file, Storage.bytes(3))
      else yield* ask("DELETE", `/blobs/${file.id}`, { token: ada.token })
      assert.deepStrictEqual(new Uint8Array(yield* reply.arrayBuffer), content)
    }).pipe(Effect.provide(Emulator.layer()))
  )
})

/** A turn of the event loop. */
const turn = Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))

/** An upload that ends when so many bytes of its form have left. */
const abort = (file: Storage.NewFile, form: Uint8Array, after: number) =>
  Effect.gen(function* () {
    const { requests } = yield* Emulator
    const before = (yield* requests).length
    const sent = yield* Effect.callback<ClientRequest>((resume) => {
      const headers = { "Content-Type": Storage.contentType, "Content-Length": form.length }
      const sent = request(file.url, { method: "POST", headers, agent: false })
      sent.on("error", () => {})
      sent.write(form.subarray(0, after), () => resume(Effect.succeed(sent)))
    })
    sent.destroy()
    const [entry] = yield* Effect.repeat(
      Effect.andThen(
        turn,
        Effect.map(requests, (all) => all.slice(before))
      ),
      { until: (all) => all.length > 0 }
    )
    return entry
  })

describe("an aborted upload", () => {
  it.live("leaves nothing: no content, no file, no open file", () =>
    onDisk((blobs) =>
      Effect.gen(function* () {
        const emulator = yield* Emulator
        const ada = yield* join("ada")
        const file = yield* Storage.create(ada)
        const form = Storage.formOf(file.fields, Storage.bytes(300 * kilo))
        for (let index = 0; index < 50; index++) {
          const entry = yield* abort(file, form, 1 + Math.floor((form.length - 2) * (index / 49)))
          assert.strictEqual(entry?.status, null)
        }
        assert.deepStrictEqual(
          (yield* emulator.files).map(({ content }) => content),
          [null]
        )
        assert.deepStrictEqual(names(blobs), [])
        if (existsSync("/proc/self/fd")) assert.deepStrictEqual(openIn(blobs), [])
        // The form is still valid.
        assert.strictEqual((yield* Storage.post(file.url, form)).status, 201)
        assert.strictEqual(names(blobs).length, 1)
      })
    )
  )

  it.live("keeps the content that was there before", () =>
    onDisk((blobs) =>
      Effect.gen(function* () {
        const ada = yield* join("ada")
        const cat = Storage.bytes(347)
        const file = yield* Storage.store(ada, cat, { public: true })
        const before = names(blobs)
        yield* abort(file, Storage.formOf(file.fields, Storage.bytes(300 * kilo)), 200 * kilo)
        assert.deepStrictEqual(names(blobs), before)
        assert.deepStrictEqual((yield* Storage.askStore("GET", yield* Storage.link(file.uid))).content, cat)
      })
    )
  )
})

describe("an upload in process that is interrupted", () => {
  it.effect("leaves nothing", () =>
    Effect.gen(function* () {
      const data = joinPath(yield* folder, "data.db")
      yield* Effect.gen(function* () {
        const emulator = yield* Emulator
        const file = yield* Storage.create(yield* join("ada"))
        const form = Storage.formOf(file.fields, Storage.bytes(300 * kilo))
        const isWritten = yield* Deferred.make<void>()
        const never = Effect.andThen(Deferred.succeed(isWritten, undefined), Effect.never)
        const body = Stream.concat(Stream.make(form.subarray(0, 200 * kilo)), Stream.fromEffect(never))
        const uploading = yield* Effect.forkChild(
          HttpClientRequest.post(file.url).pipe(
            HttpClientRequest.bodyStream(body, { contentType: Storage.contentType, contentLength: form.length }),
            HttpClient.execute
          )
        )
        yield* Deferred.await(isWritten)
        assert.strictEqual(names(`${data}.blobs`).length, 1)
        yield* Fiber.interrupt(uploading)
        assert.deepStrictEqual(names(`${data}.blobs`), [])
        assert.deepStrictEqual(
          (yield* emulator.files).map(({ content }) => content),
          [null]
        )
        // The journal has it, as a request without a response.
        assert.strictEqual((yield* emulator.requests).at(-1)?.status, null)
      }).pipe(Effect.provide(Emulator.layer({ data })))
    }).pipe(Effect.scoped)
  )
})

describe("the folder of the contents", () => {
  it.live("is emptied by a reset, also of uploads in progress", () =>
    onDisk((blobs) =>
      Effect.gen(function* () {
        const emulator = yield* Emulator
        const ada = yield* join("ada")
        yield* Storage.store(ada, Storage.bytes(10))
        const file = yield* Storage.create(ada)
        const form = Storage.formOf(file.fields, Storage.bytes(500_000))
        const sent = yield* Effect.callback<ClientRequest>((resume) => {
          const headers = { "Content-Type": Storage.contentType, "Content-Length": form.length }
          const sent = request(file.url, { method: "POST", headers, agent: false })
          sent.write(form.subarray(0, 400_000), () => resume(Effect.succeed(sent)))
        })
        yield* Effect.repeat(turn, { until: () => names(blobs).some((name) => name.endsWith(".part")) })
        yield* emulator.reset
        const status = yield* Effect.callback<number>((resume) => {
          sent.on("response", (response) => {
            response.resume()
            resume(Effect.succeed(response.statusCode ?? 0))
          })
          sent.end(form.subarray(400_000))
        })
        // The key does not exist any more.
        assert.strictEqual(status, 403)
        assert.deepStrictEqual(names(blobs), [])
      })
    )
  )

  it.live("has only contents that can be read", () =>
    onDisk((blobs) =>
      Effect.gen(function* () {
        const emulator = yield* Emulator
        const ada = yield* join("ada")
        const bob = yield* join("bob")
        assert.isFalse(existsSync(blobs))
        const file = yield* Storage.store(ada, Storage.bytes(10))
        const other = yield* Storage.store(bob, Storage.bytes(20))
        assert.strictEqual(names(blobs).length, 2)
        // Replaced.
        const before = names(blobs)
        yield* Storage.upload(file, Storage.bytes(30))
        assert.strictEqual(names(blobs).length, 2)
        assert.notDeepEqual(names(blobs), before)
        // Rejected, after its bytes have arrived.
        const twoFiles = Storage.closed(
          Storage.fieldParts(file.fields),
          Storage.filePart(Storage.bytes(40)),
          Storage.filePart(Storage.bytes(50))
        )
        assert.strictEqual((yield* Storage.post(file.url, twoFiles)).status, 400)
        assert.strictEqual(names(blobs).length, 2)
        // Deleted, with its owner and by itself.
        yield* ask("DELETE", `/users/${bob.id}`, { token: bob.token })
        assert.strictEqual(names(blobs).length, 1)
        assert.strictEqual((yield* Storage.askStore("GET", `${other.url}/${other.uid}`)).status, 404)
        yield* ask("DELETE", `/blobs/${file.id}`, { token: ada.token })
        assert.deepStrictEqual(names(blobs), [])
        // Uploaded by a form that outlived its file.
        assert.strictEqual((yield* Storage.upload(file, Storage.bytes(10))).status, 403)
        assert.deepStrictEqual(names(blobs), [])
        yield* Storage.store(ada, Storage.bytes(10))
        yield* emulator.reset
        assert.deepStrictEqual(names(blobs), [])
      })
    )
  )

  it.live("loses the contents of guests with the guests", () =>
    onDisk((blobs) =>
      Effect.gen(function* () {
        const emulator = yield* Emulator
        const guest = yield* ask("POST", "/session", {
          json: { application_id: "1", auth_key: "emulator-auth-key", user: { guest: "1" } }
        })
        const { session } = Object(guest.json)
        yield* Storage.store({ id: session.user_id, token: session.token }, Storage.bytes(10))
        yield* emulator.advance("25 hours")
        yield* Storage.store(yield* join("ada"), Storage.bytes(20))
        assert.strictEqual((yield* emulator.files).length, 1)
        assert.strictEqual(names(blobs).length, 1)
      })
    )
  )
})

describe("many uploads at once", () => {
  it.live("do not affect each other, nor downloads", () =>
    onDisk((blobs) =>
      Effect.gen(function* () {
        const emulator = yield* Emulator
        const ada = yield* join("ada")
        const sizes = Array.from({ length: 20 }, (_, index) => 10_000 * index + index)
        yield* Effect.forEach(
          sizes,
          (size) =>
            Effect.gen(function* () {
              const content = Storage.bytes(size)
              const { uid } = yield* Storage.store(ada, content)
              const read = yield* Storage.askStore("GET", yield* Storage.link(uid, ada))
              assert.strictEqual(Storage.sha256(read.content), Storage.sha256(content))
            }),
          { concurrency: "unbounded", discard: true }
        )
        assert.strictEqual((yield* emulator.files).length, 20)
        assert.strictEqual(names(blobs).length, 20)
      })
    )
  )
})
