import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import * as Storage from "../support/Storage.ts"
import { applicationToken, ask, at, join, list, number, text } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

const cat = Storage.bytes(347)

describe("a file", () => {
  it.effect("is created with a form for the store, which is valid for an hour", () =>
    Effect.gen(function* () {
      const { token } = yield* join("ada")
      const { status, json } = yield* ask("POST", "/blobs", { token, json: { blob: Storage.image } })
      assert.strictEqual(status, 201)
      const { blob } = Object(json)
      const { blob_object_access: access, ...file } = blob
      assert.match(file.uid, /^[0-9A-F]{36}$/)
      assert.deepStrictEqual(file, {
        id: 1,
        uid: file.uid,
        ...Storage.image,
        size: null,
        created_at: "1970-01-01T00:00:00Z",
        updated_at: "1970-01-01T00:00:00Z",
        public: false
      })
      const { params, ...rest } = access
      assert.deepStrictEqual(rest, {
        id: 1,
        blob_id: 1,
        expires: "1970-01-01T01:00:00Z",
        object_access_type: "Write"
      })
      const { url, fields } = Storage.formIn(params)
      assert.strictEqual(url, "http://connectycube.emulator/cb-shared-s3")
      assert.deepStrictEqual(
        fields.map(([name]) => name),
        [
          "Content-Type",
          "Expires",
          "acl",
          "key",
          "policy",
          "success_action_status",
          "x-amz-algorithm",
          "x-amz-credential",
          "x-amz-date",
          "x-amz-signature"
        ]
      )
      const field = Object.fromEntries(fields)
      assert.strictEqual(field["Content-Type"], "image/jpeg")
      assert.strictEqual(field["Expires"], "Thu, 01 Jan 1970 01:00:00 GMT")
      assert.strictEqual(field["acl"], "authenticated-read")
      assert.strictEqual(field["key"], file.uid)
      const policy = JSON.parse(Buffer.from(String(field["policy"]), "base64").toString())
      assert.strictEqual(policy.expiration, "1970-01-01T01:00:00Z")
      assert.deepInclude(policy.conditions, ["content-length-range", 0, 104_857_600])
      // Spaces are escaped, not written as plus: clients read them with `decodeURIComponent`.
      assert.include(params, "Expires=Thu%2C%2001%20Jan%201970%2001%3A00%3A00%20GMT&acl=")
    }).pipe(emulated)
  )

  it.effect("has a form for a public content when it is public", () =>
    Effect.gen(function* () {
      const file = yield* Storage.create(yield* join("ada"), { public: true })
      assert.deepInclude(file.fields, ["acl", "public-read"])
    }).pipe(emulated)
  )

  it.effect.each([
    ["a name", { content_type: "image/png" }, "name"],
    ["a MIME type", { name: "a.png" }, "content_type"],
    ["a name of a character at least", { name: "", content_type: "image/png" }, "name"],
    ["a name of 100 characters at most", { name: "a".repeat(101), content_type: "image/png" }, "name"],
    ["a MIME type that is one", { name: "a.png", content_type: "png" }, "content_type"]
  ] as const)("needs %s", ([, blob, field]) =>
    Effect.gen(function* () {
      const { token } = yield* join("ada")
      const { status, json } = yield* ask("POST", "/blobs", { token, json: { blob } })
      assert.strictEqual(status, 422)
      assert.deepStrictEqual(Object.keys(Object(at(json, "errors"))), [field])
      assert.deepStrictEqual(yield* (yield* Emulator).files, [])
    }).pipe(emulated)
  )

  it.effect("accepts a name of one character, and of 100", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      yield* Storage.create(ada, { name: "a" })
      yield* Storage.create(ada, { name: "a".repeat(100) })
    }).pipe(emulated)
  )

  it.effect("is created from a form with brackets, too", () =>
    Effect.gen(function* () {
      const { token } = yield* join("ada")
      const form = "blob[name]=cat.jpeg&blob[content_type]=image/jpeg&blob[public]=true"
      const { status, json } = yield* ask("POST", "/blobs.json", { token, form })
      assert.strictEqual(status, 201)
      assert.strictEqual(at(json, "blob.public"), true)
      const response = yield* ask("POST", "/blobs", { token, form: form.replace("true", "0") })
      assert.strictEqual(at(response.json, "blob.public"), false)
    }).pipe(emulated)
  )

  it.effect("requires a user: an application has none", () =>
    Effect.gen(function* () {
      const token = yield* applicationToken
      const { uid, id } = yield* Storage.store(yield* join("ada"), cat)
      const json = { blob: Storage.image }
      for (const [method, path] of [
        ["POST", "/blobs"],
        ["GET", "/blobs"],
        ["GET", `/blobs/${id}`],
        ["GET", `/blobs/${uid}`],
        ["GET", `/blobs/${uid}.json`],
        ["GET", `/blobs/${uid}/download`],
        ["GET", `/blobs/${uid}/object`],
        ["PUT", `/blobs/${id}`],
        ["DELETE", `/blobs/${id}`]
      ] as const) {
        const response = yield* ask(method, path, { token, ...(method === "GET" ? {} : { json }) })
        assert.strictEqual(
          `${path} ${response.status} ${response.text}`,
          `${path} 403 {"errors":{"base":["Forbidden. Need user."]}}`
        )
      }
      assert.strictEqual((yield* ask("POST", "/blobs", { json })).status, 401)
      assert.strictEqual((yield* ask("GET", `/blobs/${id}`)).status, 401)
    }).pipe(emulated)
  )

  it.effect("is complete when its content was uploaded and its size was sent", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const file = yield* Storage.create(ada)
      const early = yield* Storage.complete(ada, file, 347)
      assert.strictEqual(early.status, 422)
      assert.deepStrictEqual(early.json, { errors: { base: ["The content is not uploaded"] } })
      yield* Storage.upload(file, cat)
      const wrong = yield* Storage.complete(ada, file, 348)
      assert.strictEqual(wrong.status, 422)
      assert.deepStrictEqual(wrong.json, { errors: { size: ["is not the size of the content"] } })
      assert.strictEqual((yield* Storage.download(file.uid, ada)).status, 404)
      const right = yield* Storage.complete(ada, file, "347")
      assert.deepStrictEqual([right.status, right.text], [200, ""])
      assert.strictEqual((yield* Storage.download(file.uid, ada)).status, 301)
      const { json } = yield* ask("GET", `/blobs/${file.id}`, { token: ada.token })
      assert.strictEqual(at(json, "blob.size"), 347)
    }).pipe(emulated)
  )

  it.effect.each([
    ["PUT", { json: { blob: { size: 347 } } }],
    ["PUT", { json: { size: 347 } }],
    ["PUT", { form: "blob[size]=347" }],
    ["PUT", { form: "size=347" }],
    ["POST", { json: { blob: { size: "347" } } }],
    ["POST", { json: { size: "347" } }]
  ] as const)("is declared complete in each of the spellings: %j", ([method, body]) =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const file = yield* Storage.create(ada)
      yield* Storage.upload(file, cat)
      const { status } = yield* ask(method, `/blobs/${file.id}/complete.json`, { token: ada.token, ...body })
      assert.strictEqual(status, 200)
      const [seen] = yield* (yield* Emulator).files
      assert.deepInclude(seen, { complete: true, size: 347 })
    }).pipe(emulated)
  )

  it.effect("cannot be marked as complete without a size", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const { id } = yield* Storage.create(ada)
      const none = yield* ask("PUT", `/blobs/${id}/complete`, { token: ada.token, json: { blob: {} } })
      assert.deepStrictEqual([none.status, none.json], [422, { errors: { size: ["is required"] } }])
      const odd = yield* ask("PUT", `/blobs/${id}/complete`, { token: ada.token, json: { blob: { size: "big" } } })
      assert.strictEqual(odd.status, 422)
    }).pipe(emulated)
  )

  it.effect("is returned by its id, by its uid, and as an object", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const { id, uid } = yield* Storage.store(ada, cat)
      const paths = [`/blobs/${id}`, `/blobs/${id}.json?blob[name]=x`, `/blobs/${uid}.json`, `/blobs/${uid}/object`]
      for (const path of paths) {
        const { status, json } = yield* ask("GET", path, { token: ada.token })
        assert.strictEqual(status, 200, path)
        assert.deepStrictEqual(json, {
          blob: {
            id,
            uid,
            ...Storage.image,
            size: 347,
            created_at: "1970-01-01T00:00:00Z",
            updated_at: "1970-01-01T00:00:00Z",
            public: false
          }
        })
      }
      for (const path of ["/blobs/99", "/blobs/ABC.json", "/blobs/ABC/object", "/blobs/ABC", "/blobs/ABC/download"]) {
        assert.strictEqual((yield* ask("GET", path, { token: ada.token })).status, 404, path)
      }
    }).pipe(emulated)
  )

  it.effect("has a URL for a week when requested, once it is complete", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const file = yield* Storage.create(ada)
      const ask_ = ask("GET", `/blobs/${file.uid}/object?download_url=1`, { token: ada.token })
      assert.notProperty(Object(at((yield* ask_).json, "blob")), "blob_object_access")
      yield* Storage.upload(file, cat)
      yield* Storage.complete(ada, file, 347)
      const { blob_object_access } = Object(at((yield* ask_).json, "blob"))
      assert.deepStrictEqual(Object.keys(blob_object_access), ["dowload_url"])
      const url = new URL(blob_object_access.dowload_url)
      assert.strictEqual(url.searchParams.get("X-Amz-Expires"), "604800")
      const { status, headers, content } = yield* Storage.askStore("GET", url.href)
      assert.deepStrictEqual([status, headers["cache-control"]], [200, "max-age=604800"])
      assert.deepStrictEqual(content, cat)
    }).pipe(emulated)
  )

  it.effect("is listed for its owner only, in pages", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      yield* Storage.create(yield* join("bob"))
      for (let index = 0; index < 12; index++) yield* Storage.create(ada, { name: `file ${index}` })
      yield* Storage.store(ada, cat, { name: "whole" })
      const page = (query: string) => ask("GET", `/blobs?${query}`, { token: ada.token })
      const names = (json: unknown) => list(json, "items").map((item) => at(item, "blob.name"))
      const first = yield* page("")
      assert.deepInclude(Object(first.json), { current_page: 1, per_page: 10, total_entries: 13 })
      assert.deepStrictEqual(
        names(first.json),
        Array.from({ length: 10 }, (_, index) => `file ${index}`)
      )
      const second = yield* page("page=2&per_page=10")
      assert.deepInclude(Object(second.json), { current_page: 2, per_page: 10, total_entries: 13 })
      assert.deepStrictEqual(names(second.json), ["file 10", "file 11", "whole"])
      const [incomplete, , whole] = list(second.json, "items").map((item) => Object(at(item, "blob")))
      assert.notProperty(incomplete, "blob_status")
      assert.deepInclude(whole, { blob_status: "complete", set_completed_at: "1970-01-01T00:00:00Z" })
      assert.deepStrictEqual(names((yield* page("page=3")).json), [])
      assert.strictEqual(list((yield* page("per_page=100")).json, "items").length, 13)
      for (const query of ["per_page=0", "page=0", "per_page=x"]) {
        assert.strictEqual((yield* page(query)).status, 422, query)
      }
    }).pipe(emulated)
  )
})

describe("an update of a file", () => {
  it.effect("changes its name and its type", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const ada = yield* join("ada")
      const { id } = yield* Storage.store(ada, cat)
      yield* emulator.advance("1 minute")
      const change = (json: object) => ask("PUT", `/blobs/${id}`, { token: ada.token, json: { blob: json } })
      const named = yield* change({ name: "My photo" })
      assert.strictEqual(named.status, 200)
      assert.deepStrictEqual(Object(at(named.json, "blob")), {
        id,
        uid: text(named.json, "blob.uid"),
        content_type: "image/jpeg",
        name: "My photo",
        size: 347,
        created_at: "1970-01-01T00:00:00Z",
        updated_at: "1970-01-01T00:01:00Z",
        blob_status: "complete",
        set_completed_at: "1970-01-01T00:00:00Z",
        public: false
      })
      assert.strictEqual(at((yield* change({ content_type: "image/png" })).json, "blob.content_type"), "image/png")
      assert.strictEqual((yield* change({ name: "" })).status, 422)
    }).pipe(emulated)
  )

  it.effect("changes its content: the old one stays until the new one is uploaded", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const file = yield* Storage.store(ada, cat)
      const { json } = yield* ask("PUT", `/blobs/${file.id}`, {
        token: ada.token,
        json: { blob: { new: "1", content_type: "image/png" } }
      })
      const read = Effect.flatMap(Storage.link(file.uid, ada), (url) => Storage.askStore("GET", url))
      const before = yield* read
      assert.deepStrictEqual([before.content, before.headers["content-type"]], [cat, "image/jpeg"])
      const form = Storage.formIn(text(json, "blob.blob_object_access.params"))
      const dog = Storage.bytes(1000)
      assert.strictEqual((yield* Storage.upload({ ...file, ...form }, dog)).status, 201)
      const after = yield* read
      assert.deepStrictEqual([after.content, after.headers["content-type"]], [dog, "image/png"])
      yield* Storage.complete(ada, file, 1000)
      const seen = yield* ask("GET", `/blobs/${file.id}`, { token: ada.token })
      assert.strictEqual(number(seen.json, "blob.size"), 1000)
    }).pipe(emulated)
  )
})

describe("the permissions for another user's file", () => {
  it.effect("are none", () =>
    Effect.gen(function* () {
      const file = yield* Storage.create(yield* join("ada"))
      yield* Storage.upload(file, cat)
      const { token } = yield* join("bob")
      const path = `/blobs/${file.id}`
      const responses = [
        yield* ask("PUT", path, { token, json: { blob: { name: "mine" } } }),
        yield* ask("PUT", `${path}/complete`, { token, json: { blob: { size: 347 } } }),
        yield* ask("DELETE", path, { token })
      ]
      assert.deepStrictEqual(
        responses.map(({ status }) => status),
        [403, 403, 403]
      )
      const [seen] = yield* (yield* Emulator).files
      assert.deepInclude(seen, { name: "cat.jpeg", complete: false })
    }).pipe(emulated)
  )
})

describe("a file that is deleted", () => {
  it.effect("is deleted with its content, once", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const file = yield* Storage.store(ada, cat)
      const url = yield* Storage.link(file.uid, ada)
      const remove = ask("DELETE", `/blobs/${file.id}`, { token: ada.token })
      const removed = yield* remove
      assert.deepStrictEqual([removed.status, removed.text], [200, ""])
      assert.strictEqual((yield* remove).status, 404)
      assert.strictEqual((yield* Storage.download(file.uid, ada)).status, 404)
      assert.strictEqual(
        Storage.errorResponse(yield* Storage.askStore("GET", url)),
        "404 NoSuchKey: The specified key does not exist."
      )
      assert.deepStrictEqual(yield* (yield* Emulator).files, [])
      // Its form is invalid, and its id is not used again.
      assert.strictEqual((yield* Storage.upload(file, cat)).status, 403)
      assert.strictEqual((yield* Storage.create(ada)).id, file.id + 1)
    }).pipe(emulated)
  )

  it.effect("can be deleted with its owner", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const { uid } = yield* Storage.store(ada, cat, { public: true })
      yield* ask("DELETE", `/users/${ada.id}`, { token: ada.token })
      assert.deepStrictEqual(yield* (yield* Emulator).files, [])
      assert.strictEqual((yield* Storage.download(uid)).status, 404)
    }).pipe(emulated)
  )
})
