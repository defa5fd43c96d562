import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import { inspect } from "node:util"
import { Emulator } from "../../src/Emulator.ts"
import * as Storage from "../support/Storage.ts"
import { ask, at, join, list } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

const cat = Storage.bytes(347)

const path = "/cb-shared-s3**"

const contents = Effect.flatMap(Emulator, ({ files }) => Effect.map(files, (all) => all.map(({ content }) => content)))

describe("a fault of the store", () => {
  it.effect("responds in its place, and nothing is stored", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const file = yield* Storage.create(yield* join("ada"))
      const body = "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
      yield* emulator.addFault({ path, method: "POST", times: 1, respond: { status: 503, body } })
      const response = yield* Storage.upload(file, cat)
      assert.strictEqual(Storage.errorResponse(response), "503 SlowDown: Please reduce your request rate.")
      assert.deepStrictEqual(yield* contents, [null])
      assert.strictEqual((yield* Storage.upload(file, cat)).status, 201)
    }).pipe(emulated)
  )

  it.effect("closes the connection, with the content stored or not", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const file = yield* Storage.create(yield* join("ada"))
      yield* emulator.addFault({ path, times: 1, drop: "before-headers", handled: false })
      yield* Effect.flip(Storage.upload(file, cat))
      assert.deepStrictEqual(yield* contents, [null])
      yield* emulator.addFault({ path, times: 1, drop: "before-headers" })
      yield* Effect.flip(Storage.upload(file, cat))
      assert.strictEqual((yield* contents)[0]?.sha256, Storage.sha256(cat))
      const statuses = (yield* emulator.requests).slice(-2).map((entry) => [entry.path, entry.status])
      assert.deepStrictEqual(statuses, [
        ["/cb-shared-s3", null],
        ["/cb-shared-s3", null]
      ])
    }).pipe(emulated)
  )

  it.effect("aborts a download in its middle", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const ada = yield* join("ada")
      const { uid } = yield* Storage.store(ada, cat)
      const url = yield* Storage.link(uid, ada)
      yield* emulator.addFault({ path: "/cb-shared-s3/*", method: "GET", times: 1, drop: "mid-body" })
      const error = yield* Effect.flip(Storage.askStore("GET", url))
      assert.strictEqual(error._tag, "HttpClientError")
      assert.deepStrictEqual((yield* Storage.askStore("GET", url)).content, cat)
    }).pipe(emulated)
  )

  it.effect("makes it late", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const file = yield* Storage.create(yield* join("ada"))
      yield* emulator.addFault({ path, delay: "10 seconds" })
      const uploading = yield* Effect.forkChild(Storage.upload(file, cat))
      yield* TestClock.adjust("9 seconds")
      assert.deepStrictEqual(yield* contents, [null])
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* Fiber.join(uploading)).status, 201)
    }).pipe(emulated)
  )
})

describe("the journal", () => {
  it.effect("has the requests to the store, without the contents", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const ada = yield* join("ada")
      const file = yield* Storage.store(ada, Buffer.from("planted content"), { public: true })
      yield* Storage.askStore("GET", yield* Storage.link(file.uid))
      const entries = (yield* emulator.requests).filter((entry) => entry.path.startsWith("/cb-shared-s3"))
      const length = Storage.formOf(file.fields, Buffer.from("planted content")).length
      assert.deepStrictEqual(
        entries.map(({ method, path, status, request_body }) => ({ method, path, status, request_body })),
        [
          { method: "POST", path: "/cb-shared-s3", status: 201, request_body: `<${length} bytes>` },
          { method: "GET", path: `/cb-shared-s3/${file.uid}`, status: 200, request_body: "" }
        ]
      )
      assert.strictEqual(entries[1]?.response_body, "<15 bytes>")
      assert.notInclude(JSON.stringify(yield* emulator.requests), "planted content")
    }).pipe(emulated)
  )

  it.effect("has no forms and signatures", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const ada = yield* join("ada")
      const file = yield* Storage.store(ada, cat)
      const url = yield* Storage.link(file.uid, ada)
      yield* ask("GET", `/blobs/${file.uid}?token=${ada.token}`)
      yield* Storage.askStore("GET", url)
      yield* Storage.askStore("GET", `${url}1`)
      const { json } = yield* ask("GET", `/blobs/${file.uid}/object?download_url=1`, { token: ada.token })
      const wrong = file.fields.map(
        ([name, value]) => [name, name === "x-amz-signature" ? `${value}1` : value] as const
      )
      assert.strictEqual((yield* Storage.upload({ ...file, fields: wrong }, cat)).status, 403)
      const signatureIn = (url: string) => new URL(url).searchParams.get("X-Amz-Signature") ?? ""
      const { policy = "", "x-amz-signature": signature = "" } = Object.fromEntries(file.fields)
      const secrets = [
        policy,
        encodeURIComponent(policy),
        Buffer.from(policy).toString("hex").match(/../g)?.join(" ") ?? "",
        signature,
        ada.token,
        signatureIn(url),
        signatureIn(String(at(json, "blob.blob_object_access.dowload_url")))
      ]
      const shown = inspect(yield* emulator.requests, { depth: 10, maxStringLength: null })
      for (const secret of secrets) {
        assert.isAbove(secret.length, 30)
        assert.notInclude(shown, secret)
      }
      assert.include(shown, "X-Amz-Signature=<redacted>")
      assert.include(shown, "policy=<redacted>")
    }).pipe(emulated)
  )
})

describe("the control side", () => {
  it.effect("returns the files and their contents' sizes and hashes", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const stored = yield* Storage.store(ada, cat)
      const empty = yield* Storage.create(yield* join("bob"), { public: true })
      const { json } = yield* ask("GET", "/_emulator/blobs")
      assert.deepStrictEqual(list({ json }, "json"), [
        {
          id: stored.id,
          uid: stored.uid,
          user_id: ada.id,
          ...Storage.image,
          public: false,
          complete: true,
          size: 347,
          content: {
            size: 347,
            content_type: "image/jpeg",
            md5: Storage.md5(cat),
            sha256: Storage.sha256(cat),
            stored_at: "1970-01-01T00:00:00.000Z"
          }
        },
        {
          id: empty.id,
          uid: empty.uid,
          user_id: ada.id + 1,
          ...Storage.image,
          public: true,
          complete: false,
          size: null,
          content: null
        }
      ])
    }).pipe(emulated)
  )

  it.effect("deletes them at a reset, and counts from 1 again", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { uid } = yield* Storage.store(yield* join("ada"), cat, { public: true })
      const url = yield* Storage.link(uid)
      yield* emulator.reset
      assert.deepStrictEqual(yield* emulator.files, [])
      assert.strictEqual((yield* Storage.askStore("GET", url)).status, 404)
      assert.strictEqual((yield* Storage.create(yield* join("ada"))).id, 1)
    }).pipe(emulated)
  )
})
