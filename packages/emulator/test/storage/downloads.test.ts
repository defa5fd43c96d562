import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import * as Storage from "../support/Storage.ts"
import { ask, join, text } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

const cat = Storage.bytes(347)

/** A file of Ada's with its content, and helpers. */
const scene = Effect.fnUntraced(function* (blob: object = {}) {
  const emulator = yield* Emulator
  const ada = yield* join("ada")
  const file = yield* Storage.store(ada, cat, blob)
  return { emulator, ada, ...file }
})

const noMatch = /^403 SignatureDoesNotMatch/

describe("a private file", () => {
  it.effect("is readable by everybody with the URL of its content, for an hour", () =>
    Effect.gen(function* () {
      const { emulator, ada, uid } = yield* scene()
      const bob = yield* join("bob")
      for (const who of [ada, bob]) {
        const url = yield* Storage.link(uid, who)
        assert.include(url, `http://connectycube.emulator/cb-shared-s3/${uid}?X-Amz-Algorithm=AWS4-HMAC-SHA256&`)
        assert.deepStrictEqual((yield* Storage.askStore("GET", url)).content, cat)
      }
      const url = yield* Storage.link(uid, ada)
      yield* emulator.advance("1 hour")
      assert.strictEqual((yield* Storage.askStore("GET", url)).status, 200)
      yield* emulator.advance("1 second")
      const late = yield* Storage.askStore("GET", url)
      assert.strictEqual(Storage.errorResponse(late), "403 AccessDenied: Request has expired")
      assert.strictEqual(Storage.element(late.text, "Expires"), "1970-01-01T01:00:00Z")
      assert.strictEqual(Storage.element(late.text, "ServerTime"), "1970-01-01T01:00:01Z")
    }).pipe(emulated)
  )

  it.effect("is found by its uid alone with a token in the query", () =>
    Effect.gen(function* () {
      const { ada, uid } = yield* scene()
      const found = yield* ask("GET", `/blobs/${uid}?token=${ada.token}`)
      assert.strictEqual(found.text, "")
      assert.deepStrictEqual((yield* Storage.askStore("GET", Storage.locationOf(found))).content, cat)
      const inHeader = yield* ask("GET", `/blobs/${uid}`, { token: ada.token })
      assert.strictEqual(inHeader.status, 301)
    }).pipe(emulated)
  )

  it.effect("is not readable without a session", () =>
    Effect.gen(function* () {
      const { uid } = yield* scene()
      for (const path of [`/blobs/${uid}`, `/blobs/${uid}.json`, `/blobs/${uid}/download`, `/blobs/${uid}/object`]) {
        const { status, text } = yield* ask("GET", path)
        assert.strictEqual(`${path} ${status} ${text}`, `${path} 401 {"errors":["Token is required"]}`)
      }
      const over = yield* ask("GET", `/blobs/${uid}?token=A1B2`)
      assert.deepStrictEqual([over.status, over.text], [401, `{"errors":{"base":["Required session does not exist"]}}`])
      const url = `http://connectycube.emulator/cb-shared-s3/${uid}`
      assert.strictEqual(Storage.errorResponse(yield* Storage.askStore("GET", url)), "403 AccessDenied: Access Denied")
    }).pipe(emulated)
  )

  const wrong: ReadonlyArray<readonly [what: string, change: (url: URL) => unknown, errorResponse: RegExp]> = [
    ["another signature", (url: URL) => url.searchParams.set("X-Amz-Signature", "0".repeat(64)), noMatch],
    ["a longer life", (url: URL) => url.searchParams.set("X-Amz-Expires", "604800"), noMatch],
    ["one more parameter", (url: URL) => url.searchParams.set("response-content-type", "text/html"), noMatch],
    ["another key", (url: URL) => (url.pathname = "/cb-shared-s3/ABC"), noMatch],
    ["an external host", (url: URL) => (url.host = "example.com"), noMatch],
    ["another day", (url: URL) => url.searchParams.set("X-Amz-Date", "19700101T000100Z"), noMatch],
    [
      "somebody else's key",
      (url: URL) => url.searchParams.set("X-Amz-Credential", "AKIAOTHER/19700101/us-east-1/s3/aws4_request"),
      /^403 InvalidAccessKeyId/
    ],
    [
      "more than a week",
      (url: URL) => url.searchParams.set("X-Amz-Expires", "604801"),
      /^400 AuthorizationQueryParametersError/
    ],
    [
      "no signature",
      (url: URL) => url.searchParams.delete("X-Amz-Signature"),
      /^400 AuthorizationQueryParametersError/
    ],
    ["no parameters", (url: URL) => (url.search = ""), /^403 AccessDenied/]
  ]

  it.effect.each(wrong)("is not readable by a URL with %s", ([, change, errorResponse]) =>
    Effect.gen(function* () {
      const { ada, uid } = yield* scene()
      const url = new URL(yield* Storage.link(uid, ada))
      change(url)
      const response = yield* Storage.askStore("GET", url.href)
      assert.match(Storage.errorResponse(response), errorResponse)
      assert.strictEqual(response.headers["content-type"], "application/xml")
    }).pipe(emulated)
  )

  it.effect("is not readable with another method than the signed one", () =>
    Effect.gen(function* () {
      const { ada, uid } = yield* scene()
      assert.strictEqual((yield* Storage.askStore("HEAD", yield* Storage.link(uid, ada))).status, 403)
    }).pipe(emulated)
  )
})

describe("a public file", () => {
  it.effect("is readable by everybody, without a time limit", () =>
    Effect.gen(function* () {
      const { emulator, uid } = yield* scene({ public: true })
      const url = `http://connectycube.emulator/cb-shared-s3/${uid}`
      assert.strictEqual(yield* Storage.link(uid), url)
      assert.strictEqual(Storage.locationOf(yield* ask("GET", `/blobs/${uid}`)), url)
      assert.strictEqual(text((yield* ask("GET", `/blobs/${uid}.json`)).json, "blob.uid"), uid)
      yield* emulator.advance("365 days")
      const { status, headers, content } = yield* Storage.askStore("GET", url)
      assert.strictEqual(status, 200)
      assert.deepStrictEqual(content, cat)
      assert.deepInclude(Object(headers), {
        "content-type": "image/jpeg",
        "content-length": "347",
        "accept-ranges": "bytes",
        etag: `"${Storage.md5(cat)}"`,
        "last-modified": "Thu, 01 Jan 1970 00:00:00 GMT"
      })
    }).pipe(emulated)
  )

  it.effect("returns its headers without its content", () =>
    Effect.gen(function* () {
      const { uid } = yield* scene({ public: true })
      const { status, headers, content } = yield* Storage.askStore("HEAD", yield* Storage.link(uid))
      assert.strictEqual(status, 200)
      assert.strictEqual(content.length, 0)
      assert.deepInclude(Object(headers), {
        "content-type": "image/jpeg",
        "content-length": "347",
        etag: `"${Storage.md5(cat)}"`
      })
    }).pipe(emulated)
  )

  it.effect("does not let anonymous callers choose the headers", () =>
    Effect.gen(function* () {
      const { uid } = yield* scene({ public: true })
      const response = yield* Storage.askStore("GET", `${yield* Storage.link(uid)}?response-cache-control=no-store`)
      assert.match(Storage.errorResponse(response), /^400 InvalidRequest/)
    }).pipe(emulated)
  )

  it.effect("that does not exist is an unknown key", () =>
    Effect.gen(function* () {
      for (const key of ["ABC", "%E0%A4%A", "a/b"]) {
        const response = yield* Storage.askStore("GET", `http://connectycube.emulator/cb-shared-s3/${key}`)
        assert.strictEqual(Storage.errorResponse(response), "404 NoSuchKey: The specified key does not exist.", key)
      }
    }).pipe(emulated)
  )

  it.effect("cannot be downloaded before it is complete, although its content exists", () =>
    Effect.gen(function* () {
      const file = yield* Storage.create(yield* join("ada"), { public: true })
      yield* Storage.upload(file, cat)
      assert.strictEqual((yield* Storage.download(file.uid)).status, 404)
      assert.strictEqual((yield* ask("GET", `/blobs/${file.uid}`)).status, 404)
      assert.strictEqual((yield* Storage.askStore("GET", `${file.url}/${file.uid}`)).status, 200)
    }).pipe(emulated)
  )
})

describe("a part of a file", () => {
  it.effect.each([
    ["bytes=0-0", 0, 1],
    ["bytes=0-346", 0, 347],
    ["bytes=100-199", 100, 200],
    ["bytes=100-", 100, 347],
    ["bytes=346-", 346, 347],
    ["bytes=-47", 300, 347],
    ["bytes=-1000", 0, 347],
    ["bytes=300-9999", 300, 347]
  ] as const)("is what %s asks for", ([range, start, end]) =>
    Effect.gen(function* () {
      const { uid, ada } = yield* scene()
      const url = yield* Storage.link(uid, ada)
      const { status, headers, content } = yield* Storage.askStore("GET", url, { headers: { range } })
      assert.strictEqual(status, 206)
      assert.deepStrictEqual(content, cat.subarray(start, end))
      assert.strictEqual(headers["content-range"], `bytes ${start}-${end - 1}/347`)
      assert.strictEqual(headers["content-length"], String(end - start))
    }).pipe(emulated)
  )

  it.effect.each(["bytes=347-", "bytes=400-500", "bytes=-0"])("is rejected where there is none: %s", (range) =>
    Effect.gen(function* () {
      const { uid, ada } = yield* scene()
      const response = yield* Storage.askStore("GET", yield* Storage.link(uid, ada), { headers: { range } })
      assert.strictEqual(Storage.errorResponse(response), "416 InvalidRange: The requested range is not satisfiable")
      assert.strictEqual(Storage.element(response.text, "ActualObjectSize"), "347")
    }).pipe(emulated)
  )

  it.effect.each(["bytes=5-1", "bytes=-", "bytes=0-1,5-6", "lines=0-1"])("is all of it for %s", (range) =>
    Effect.gen(function* () {
      const { uid, ada } = yield* scene()
      const { status, content } = yield* Storage.askStore("GET", yield* Storage.link(uid, ada), { headers: { range } })
      assert.strictEqual(status, 200)
      assert.deepStrictEqual(content, cat)
    }).pipe(emulated)
  )
})
