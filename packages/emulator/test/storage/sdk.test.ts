import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { createReadStream } from "node:fs"
import { Emulator } from "../../src/Emulator.ts"
import { ConnectyCube } from "../support/Sdk.ts"
import * as Storage from "../support/Storage.ts"
import { at, list, number, password, text } from "../support/Wire.ts"

/** The result of an SDK call. */
const response = <A>(call: () => Promise<A>) => Effect.promise(call)

/** The error of the SDK: a code, and the body of the response. */
const errorResponse = (call: () => Promise<unknown>) =>
  Effect.map(Effect.flip(Effect.tryPromise({ try: call, catch: (error) => error })), (error) => {
    const { code, info } = Object(error)
    return { code, info }
  })

/** A new application, and a user who is logged in. */
const enter = Effect.gen(function* () {
  const emulator = yield* Emulator
  yield* emulator.reset
  ConnectyCube.init(
    { appId: 1, authKey: "emulator-auth-key" },
    { debug: { mode: 0 }, endpoints: { api_url: emulator.url } }
  )
  yield* response(() => ConnectyCube.createSession())
  yield* response(() => ConnectyCube.users.signup({ login: "ada", password }))
  yield* response(() => ConnectyCube.login({ login: "ada", password }))
  return emulator
})

const content = Buffer.from(Storage.bytes(200_000))

const picture = { name: "cat.jpeg", type: "image/jpeg", file: content, size: content.length }

const upload = (params: object = {}) => response(() => ConnectyCube.storage.createAndUpload({ ...picture, ...params }))

/** The content of a URL, with redirects followed. */
const visit = (url: string) =>
  Effect.promise(async () => {
    const response = await fetch(url)
    return { status: response.status, content: new Uint8Array(await response.arrayBuffer()) }
  })

layer(Emulator.layerServer())("the files of the official SDK", (it) => {
  it.effect("are created, uploaded and marked as complete", () =>
    Effect.gen(function* () {
      const emulator = yield* enter
      const made = yield* upload()
      assert.deepInclude(Object(made), { name: "cat.jpeg", content_type: "image/jpeg", size: 200_000, public: true })
      const [file] = yield* emulator.files
      assert.deepInclude(file, { id: number(made, "id"), complete: true, size: 200_000 })
      assert.strictEqual(file?.content?.sha256, Storage.sha256(content))
      const requests = (yield* emulator.requests).slice(-3)
      assert.deepStrictEqual(
        requests.map(({ method, path, status }) => `${method} ${path} ${status}`),
        ["POST /blobs 201", "POST /cb-shared-s3 201", `PUT /blobs/${number(made, "id")}/complete 200`]
      )
      // It sends its token to every host except Amazon's.
      assert.strictEqual(requests[1]?.request_headers["cb-token"], "<redacted>")
    })
  )

  it.effect("are rejected from a stream, whose length the SDK does not send", () =>
    Effect.gen(function* () {
      const emulator = yield* enter
      const file = createReadStream(new URL(import.meta.url))
      yield* errorResponse(() => ConnectyCube.storage.createAndUpload({ ...picture, file }))
      const last = (yield* emulator.requests).at(-1)
      assert.deepStrictEqual([last?.path, last?.status], ["/cb-shared-s3", 411])
      assert.strictEqual(last?.request_headers["transfer-encoding"], "chunked")
      assert.strictEqual(Storage.element(last?.response_body ?? "", "Code"), "MissingContentLength")
      const [seen] = yield* emulator.files
      assert.deepInclude(seen, { complete: false, content: null })
    })
  )

  it.effect("are not complete with another size", () =>
    Effect.gen(function* () {
      yield* enter
      const error = yield* errorResponse(() => ConnectyCube.storage.createAndUpload({ ...picture, size: 3 }))
      assert.strictEqual(error.code, 422)
    })
  )

  it.effect("are returned by id, by uid and as objects", () =>
    Effect.gen(function* () {
      yield* enter
      const made = yield* upload()
      const uid = text(made, "uid")
      const info = yield* response(() => ConnectyCube.storage.getInfo(number(made, "id")))
      assert.deepInclude(Object(at(info, "blob")), { uid, name: "cat.jpeg", size: 200_000 })
      assert.deepStrictEqual(yield* response(() => ConnectyCube.storage.getFile(uid)), info)
      assert.deepStrictEqual(yield* response(() => ConnectyCube.storage.getFileObject(uid)), info)
      const object = yield* response(() => ConnectyCube.storage.getFileObject(uid, { download_url: 1 }))
      const found = yield* visit(text(object, "blob.blob_object_access.dowload_url"))
      assert.deepStrictEqual(found, { status: 200, content: new Uint8Array(content) })
    })
  )

  it.effect("are readable by the URLs that it builds", () =>
    Effect.gen(function* () {
      yield* enter
      const open = text(yield* upload(), "uid")
      const secret = text(yield* upload({ public: false }), "uid")
      const all = { status: 200, content: new Uint8Array(content) }
      assert.deepStrictEqual(yield* visit(ConnectyCube.storage.publicUrl(open)), all)
      assert.deepStrictEqual(yield* visit(ConnectyCube.storage.privateUrl(secret)), all)
      assert.strictEqual((yield* visit(ConnectyCube.storage.publicUrl(secret))).status, 401)
    })
  )

  it.effect("are listed, and deleted", () =>
    Effect.gen(function* () {
      const emulator = yield* enter
      yield* upload({ name: "first" })
      const second = yield* upload({ name: "second" })
      const listed = yield* response(() => ConnectyCube.storage.list({ page: 2, per_page: 1 }))
      assert.deepInclude(Object(listed), { current_page: 2, per_page: 1, total_entries: 2 })
      assert.strictEqual(at(list(listed, "items")[0], "blob.name"), "second")
      const id = number(second, "id")
      assert.strictEqual((yield* response(() => ConnectyCube.storage.delete(id))) || "", "")
      assert.deepStrictEqual(
        (yield* emulator.files).map(({ name }) => name),
        ["first"]
      )
      assert.strictEqual((yield* errorResponse(() => ConnectyCube.storage.delete(id))).code, 404)
    })
  )

  it.effect("are not updated: the SDK only sends a GET", () =>
    Effect.gen(function* () {
      const emulator = yield* enter
      const id = number(yield* upload(), "id")
      const received = yield* response(() => ConnectyCube.storage.update({ id, name: "other" }))
      assert.strictEqual(at(received, "blob.name"), "cat.jpeg")
      const last = (yield* emulator.requests).at(-1)
      assert.strictEqual(`${last?.method} ${last?.path}?${last?.query}`, `GET /blobs/${id}?blob[name]=other`)
    })
  )
})
