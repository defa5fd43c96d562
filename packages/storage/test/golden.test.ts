// Each request equals the documented one, and each documented response is decoded.
import { BlobId, BlobUid } from "@effect-connectycube/core/Ids"
import type { Session } from "@effect-connectycube/core/Session"
import * as Source from "@effect-connectycube/storage/Source"
import { Storage } from "@effect-connectycube/storage/Storage"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import {
  type Response,
  comparable,
  parseCurl,
  type Recorded,
  recordingClient
} from "../../../test/support/recording.ts"
import documented from "./fixtures/documented.json" with { type: "json" }
import samples from "./fixtures/wire-samples.json" with { type: "json" }
import * as Hosts from "./support/Hosts.ts"
import { token, uid, withStorage } from "./support/Service.ts"

type Name = keyof typeof documented

const call = <A, E>(f: (storage: Storage["Service"]) => Effect.Effect<A, E, Session>) => Effect.flatMap(Storage, f)

const record = <A, E>(effect: Effect.Effect<A, E, Storage | Session>, response: Response = {}) => {
  const client = recordingClient(() => response)
  return effect.pipe(
    withStorage(client.layer),
    Effect.map((value) => ({ value, requests: client.requests.map(comparable) }))
  )
}

const id = (id: number) => BlobId.make(id)
const someUid = (uid: string) => BlobUid.make(uid)

/** The call of the service for each documented request. That of `upload` is a form for an external host. */
const documentedCalls: { readonly [K in Name]?: Effect.Effect<unknown, unknown, Storage | Session> } = {
  create: call((storage) => storage.create({ content_type: "image/jpeg", name: "cat.jpeg" })),
  complete: call((storage) => storage.complete(id(111), 347)),
  get: call((storage) => storage.get(id(8049))),
  list: call((storage) => storage.list()),
  download: call((storage) => Stream.runDrain(storage.download(someUid("9ad79a5b8bb1430fbc4bbf7be6215cb744")))),
  getObject: call((storage) =>
    storage.getObject(someUid("789AFF0737033E93E179BD7491169D6043B0"), { download_url: true })
  ),
  update: call((storage) => storage.update(id(111), { name: "My photo" })),
  delete: call((storage) => storage.delete(id(111)))
}

/** The example of `complete` is a POST, and its heading says PUT, as the official SDK does. */
const expected = (name: string, curl: string): Recorded => {
  const request = parseCurl(curl)
  const headers = { ...request.headers, "cb-token": token }
  return name === "complete" ? { ...request, headers, method: "PUT" } : { ...request, headers }
}

describe("the documented request", () => {
  for (const [name, { requests }] of Object.entries(documented)) {
    for (const curl of name === "upload" ? [] : requests) {
      it.effect(`of ${name} is sent exactly`, () =>
        Effect.gen(function* () {
          const responses: ReadonlyArray<unknown> = Reflect.get(documented, name).responses ?? []
          const client = recordingClient(() => ({ body: responses[0] ?? "" }))
          const effect = documentedCalls[name as Name]
          assert.isDefined(effect)
          yield* Effect.exit(effect.pipe(withStorage(client.layer)))
          assert.deepStrictEqual(client.requests.map(comparable), [expected(name, curl)])
        })
      )
    }
  }

  it.effect("of upload is sent field for field, to the host and the path of the form", () =>
    Effect.gen(function* () {
      const [curl = ""] = documented.upload.requests
      const parts = Array.from(
        curl.matchAll(/-F "([^=]+)=([^"]*)"/g),
        ([, name = "", value = ""]) => [name, value] as const
      )
      const url = /https?:\S+$/.exec(curl)?.[0] ?? ""
      const fields = parts.slice(0, -1)
      assert.deepStrictEqual(parts.at(-1), ["file", "@profile_image.jpg"])
      assert.strictEqual(fields.length, 10)
      const key = fields.find(([name]) => name === "key")?.[1]
      const params = `${url}?${fields.map((pair) => pair.map(encodeURIComponent).join("=")).join("&")}`
      const hosts = Hosts.make(
        Hosts.respondingWith(() => Hosts.postResponse(key), { "POST /blobs": () => Hosts.created(params) })
      )
      const options = { name: "profile_image.jpg", content_type: "image/jpeg" }
      yield* call((storage) => storage.upload(Source.text("bytes of an image"), options)).pipe(withStorage(hosts.layer))
      const [, sent] = hosts.requests
      assert.isDefined(sent)
      assert.strictEqual(sent.method, "POST")
      assert.strictEqual(sent.url, `${url}/`)
      const form = yield* Effect.promise(() => Hosts.formOf(sent))
      assert.deepStrictEqual(form.parts, [...fields, ["file", "@"]])
      assert.strictEqual(form.file?.name, "profile_image.jpg")
      assert.strictEqual(form.file?.type, "image/jpeg")
      assert.strictEqual(yield* Effect.promise(async () => form.file?.text()), "bytes of an image")
      assert.strictEqual(sent.headers["content-length"], String(sent.body.byteLength))
    })
  )
})

describe("an undocumented request is that of the official SDK", () => {
  it.effect("a file by its uid", () =>
    Effect.gen(function* () {
      const { requests, value } = yield* record(
        call((storage) => storage.getByUid(uid)),
        { body: documented.get.responses[0] }
      )
      assert.deepStrictEqual(requests, [
        { method: "GET", path: `/blobs/${uid}.json`, query: [], headers: { "cb-token": token }, body: undefined }
      ])
      assert.strictEqual(value.id, 8049)
    })
  )

  it.effect("the content of a public file, by a URL of the API", () =>
    Effect.gen(function* () {
      const { value } = yield* record(call((storage) => Effect.succeed(storage.publicUrl(someUid("a/b c")))))
      assert.strictEqual(value, "https://api.test/blobs/a%2Fb%20c")
    })
  )

  it.effect("the content of a private file, by a URL with the token of the session", () =>
    Effect.gen(function* () {
      const { requests, value } = yield* record(call((storage) => storage.privateUrl(uid)))
      assert.strictEqual(Redacted.value(value), `https://api.test/blobs/${uid}?token=${token}`)
      assert.notInclude(String(value), token)
      assert.deepStrictEqual(requests, [])
    })
  )
})

describe("the documented response", () => {
  it.effect("of create is decoded field by field", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call((storage) => storage.create({ content_type: "image/jpeg", name: "cat.jpeg" })),
        { status: 201, body: documented.create.responses[0] }
      )
      const { blob_object_access, ...file } = value
      assert.deepStrictEqual(file, {
        id: id(46919),
        uid: someUid("763ef825ad8748239ed07def2c14555100"),
        content_type: "image/jpeg",
        name: "cat.jpeg",
        size: null,
        created_at: DateTime.makeUnsafe("2018-12-10T10:26:01Z"),
        updated_at: DateTime.makeUnsafe("2018-12-10T10:26:01Z"),
        public: true
      })
      assert.deepInclude(blob_object_access, {
        id: id(46919),
        blob_id: id(46919),
        expires: DateTime.makeUnsafe("2018-12-10T11:26:01Z"),
        object_access_type: "Write"
      })
      assert.strictEqual(
        Redacted.value(blob_object_access.params),
        documented.create.responses[0]?.blob.blob_object_access.params
      )
    })
  )

  it.effect("of a list is decoded with its page and the status of its files", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call((storage) => storage.list()),
        { body: documented.list.responses[0] }
      )
      const { items, ...page } = value
      assert.deepStrictEqual(page, { current_page: 1, per_page: 10, total_entries: 1 })
      assert.deepInclude(items[0], {
        id: id(8049),
        size: 70980,
        blob_status: "complete",
        set_completed_at: DateTime.makeUnsafe("2018-08-02T07:52:51Z")
      })
    })
  )

  for (const key of ["dowload_url", "download_url"]) {
    it.effect(`of getObject is decoded with its URL, spelled ${key}`, () =>
      Effect.gen(function* () {
        const [response] = documented.getObject.responses
        const { blob_object_access, ...blob } = response?.blob ?? assert.fail()
        const { value } = yield* record(
          call((storage) => storage.getObject(uid, { download_url: true })),
          { body: { blob: { ...blob, blob_object_access: { [key]: blob_object_access.dowload_url } } } }
        )
        const url = value.blob_object_access?.download_url ?? assert.fail()
        assert.strictEqual(Redacted.value(url), blob_object_access.dowload_url)
        assert.notInclude(JSON.stringify(value), "X-Amz-Signature")
      })
    )
  }

  it.effect("of getObject is decoded without a URL, when none was requested", () =>
    Effect.gen(function* () {
      const { requests, value } = yield* record(
        call((storage) => storage.getObject(uid)),
        { body: documented.get.responses[0] }
      )
      assert.deepStrictEqual(requests[0]?.query, [])
      assert.isUndefined(value.blob_object_access)
    })
  )

  it.effect("of an update is decoded", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call((storage) => storage.update(id(111), { name: "My photo" })),
        { body: documented.update.responses[0] }
      )
      assert.deepInclude(value, { id: id(8049), name: "My photo" })
    })
  )
})

describe("a response seen on the wire is decoded", () => {
  it.effect("of the creation of a private file", () =>
    Effect.gen(function* () {
      const [sample] = samples
      assert.isDefined(sample)
      const { value } = yield* record(
        call((storage) => storage.create({ content_type: "image/jpeg", name: "x.jpg", public: false })),
        sample
      )
      assert.deepInclude(value, {
        id: id(441203),
        public: false,
        size: null,
        created_at: DateTime.makeUnsafe("2020-11-13T09:48:16Z")
      })
      assert.isNotOk(value.blob_status)
      assert.isNotOk(value.set_completed_at)
      assert.include(Redacted.value(value.blob_object_access.params), "acl=authenticated-read")
    })
  )
})

describe("requests that the documentation describes without an example", () => {
  it.effect("a public file is created with a flag", () =>
    Effect.gen(function* () {
      const { requests } = yield* record(
        call((storage) => storage.create({ content_type: "text/plain", name: "a.txt", public: true })),
        { status: 201, body: documented.create.responses[0] }
      )
      assert.deepStrictEqual(requests[0]?.body, { blob: { content_type: "text/plain", name: "a.txt", public: true } })
    })
  )

  it.effect("a new content is requested with 1", () =>
    Effect.gen(function* () {
      const { requests } = yield* record(
        call((storage) => storage.update(id(111), { new: true })),
        { body: documented.update.responses[0] }
      )
      assert.deepStrictEqual(requests[0]?.body, { blob: { new: "1" } })
    })
  )

  it.effect("a stream of files requests page by page, and stops with the last", () =>
    Effect.gen(function* () {
      const blob = documented.list.responses[0]?.items[0]?.blob
      const client = recordingClient(({ query }) => {
        const page = Number(Object.fromEntries(query)["page"])
        const items = [2 * page, 2 * page + 1].map((id) => ({ blob: { ...blob, id } })).slice(0, page === 3 ? 1 : 2)
        return { body: { current_page: page, per_page: 2, total_entries: 5, items } }
      })
      const files = yield* call((storage) => Stream.runCollect(storage.stream({ per_page: 2 }))).pipe(
        withStorage(client.layer)
      )
      assert.strictEqual(files.length, 5)
      assert.deepStrictEqual(
        client.requests.map(({ query }) => Object.fromEntries(query)),
        ["1", "2", "3"].map((page) => ({ page, per_page: "2" }))
      )
    })
  )
})

describe("before anything is sent", () => {
  const rejected: ReadonlyArray<
    readonly [string, (storage: Storage["Service"]) => Effect.Effect<unknown, unknown, Session>]
  > = [
    ["a file without a name", (storage) => storage.create({ content_type: "text/plain", name: "" })],
    ["a name of 101 characters", (storage) => storage.create({ content_type: "text/plain", name: "x".repeat(101) })],
    ["what is no MIME type", (storage) => storage.create({ content_type: "jpeg", name: "a" })],
    ["page 0", (storage) => storage.list({ page: 0 })],
    ["101 files on a page", (storage) => storage.list({ per_page: 101 })],
    ["a uid with a path", (storage) => Stream.runDrain(storage.download(someUid("..")))]
  ]
  for (const [name, f] of rejected) {
    it.effect(`${name} is rejected`, () =>
      Effect.gen(function* () {
        const client = recordingClient(() => ({}))
        const error = yield* Effect.flip(call(f).pipe(withStorage(client.layer)))
        assert.propertyVal(error, "_tag", "InvalidRequest")
        assert.strictEqual(client.requests.length, 0)
      })
    )
  }
})
