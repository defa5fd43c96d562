// A content arrives complete, or fails with an error.
import type { Session } from "@effect-connectycube/core/Session"
import { Storage } from "@effect-connectycube/storage/Storage"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import * as Hosts from "./support/Hosts.ts"
import { apiUrl, inTime, token, uid, withStorage } from "./support/Service.ts"

const signed = "https://cb-shared-s3.s3.amazonaws.com/key?X-Amz-Expires=604800&X-Amz-Signature=1eade6afb3e571&b=a%20b"

const redirect = (location: string | undefined = signed, status = 301): Reply => ({
  status,
  headers: location === "" ? {} : { location }
})
type Reply = Hosts.Reply

const path = `/blobs/${uid}/download`

const downloading = (
  store: Hosts.Handler,
  api: Hosts.Handler = () => redirect(),
  read: (storage: Storage["Service"]) => Stream.Stream<Uint8Array, unknown, Session> = (storage) =>
    storage.download(uid),
  api_url = apiUrl
) => {
  let atApi = 0
  let atStore = 0
  const hosts = Hosts.make((request) =>
    request.path.endsWith("/download") ? api(request, atApi++) : store(request, atStore++)
  )
  const run = Effect.flatMap(Storage, (storage) => Stream.mkString(Stream.decodeText(read(storage))))
  return Effect.map(inTime(run.pipe(withStorage(hosts.layer, api_url))), ({ result }) => ({
    result,
    requests: hosts.requests,
    urls: hosts.requests.map(({ url }) => url)
  }))
}

const content: Reply = { status: 200, body: "the content" }

const failureOf = <A, E>(result: Result.Result<A, E>): E =>
  Result.isFailure(result) ? result.failure : assert.fail("it succeeded")

describe("a download", () => {
  it.effect(
    "gets the location of the content from the API, with the token, and the content from the store, without",
    () =>
      Effect.gen(function* () {
        const { requests, result, urls } = yield* downloading(() => content)
        assert.strictEqual(Result.getOrThrow(result), "the content")
        assert.deepStrictEqual(urls, [`${apiUrl}${path}`, signed])
        assert.deepStrictEqual(
          requests.map(({ headers }) => headers["cb-token"]),
          [token, undefined]
        )
      })
  )

  it.effect("of a public file needs no session", () =>
    Effect.gen(function* () {
      const { requests, result } = yield* downloading(
        () => content,
        () => redirect(),
        (storage) => storage.downloadPublic(uid)
      )
      assert.strictEqual(Result.getOrThrow(result), "the content")
      assert.deepStrictEqual(requests[0]?.headers, {})
    })
  )

  for (const status of [302, 303, 307, 308]) {
    it.effect(`follows a ${status} of the API, too`, () =>
      Effect.gen(function* () {
        const { result } = yield* downloading(
          () => content,
          () => redirect(signed, status)
        )
        assert.strictEqual(Result.getOrThrow(result), "the content")
      })
    )
  }

  const relative: ReadonlyArray<readonly [location: string, url: string, api_url?: string]> = [
    ["/store/key?a=1", `${apiUrl}/store/key?a=1`],
    ["//other.test/key", "https://other.test/key"],
    ["/store/key", "http://127.0.0.1:8090/store/key", "http://127.0.0.1:8090"],
    ["content", `http://127.0.0.1:8090/api/blobs/${uid}/content`, "http://127.0.0.1:8090/api"]
  ]
  for (const [location, url, api_url] of relative) {
    it.effect(`finds ${location} where the API is: at ${url}`, () =>
      Effect.gen(function* () {
        const { requests, urls } = yield* downloading(
          () => content,
          () => redirect(location),
          undefined,
          api_url
        )
        assert.strictEqual(urls[1], url)
        assert.notProperty(requests[1]?.headers, "cb-token")
      })
    )
  }

  for (const location of ["", "ftp://store.test/key", "file:///etc/passwd", "http://", "javascript:alert(1)"]) {
    it.effect(`sends no request to ${JSON.stringify(location)}`, () =>
      Effect.gen(function* () {
        const { requests, result } = yield* downloading(
          () => content,
          () => redirect(location)
        )
        assert.propertyVal(failureOf(result), "_tag", "DecodeError")
        assert.strictEqual(requests.length, 1)
      })
    )
  }

  it.effect("of an empty file is empty", () =>
    Effect.gen(function* () {
      for (const reply of [{ status: 200, body: "" }, { status: 200 }, { status: 204 }]) {
        const { result } = yield* downloading(() => reply)
        assert.strictEqual(Result.getOrThrow(result), "")
      }
    })
  )

  it.effect("of a file that does not exist is a NotFound, without a request to the store", () =>
    Effect.gen(function* () {
      const { requests, result } = yield* downloading(
        () => content,
        () => ({ status: 404, body: `{"errors":["Not found"]}` })
      )
      assert.deepInclude(failureOf(result), { _tag: "NotFound", operation: "storage.download" })
      assert.strictEqual(requests.length, 1)
    })
  )

  it.effect("reads no more than its consumer pulls", () =>
    Effect.gen(function* () {
      let given = 0
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          given++
          controller.enqueue(new Uint8Array(10))
        }
      })
      const { result } = yield* downloading(
        () => ({ status: 200, body }),
        () => redirect(),
        (storage) => Stream.take(storage.download(uid), 3)
      )
      assert.strictEqual(Result.getOrThrow(result).length, 30)
      assert.isAtMost(given, 6)
    })
  )
})

describe("a store that does not return a content", () => {
  it.effect("is a DownloadRejected", () =>
    Effect.gen(function* () {
      const { result } = yield* downloading(() => Hosts.storeError(403, "AccessDenied", "Request has expired"))
      assert.deepInclude(failureOf(result), {
        _tag: "DownloadRejected",
        operation: "storage.download",
        method: "GET",
        path: "/:key",
        status: 403,
        code: "AccessDenied",
        reason: "Request has expired"
      })
    })
  )

  it.effect("and redirects is a DownloadRejected", () =>
    Effect.gen(function* () {
      const { requests, result } = yield* downloading(() => redirect("https://elsewhere.test/", 307))
      assert.deepInclude(failureOf(result), { _tag: "DownloadRejected", status: 307, code: null })
      assert.strictEqual(requests.length, 2)
    })
  )

  for (const reply of [{ lostAfter: 0 }, Hosts.storeError(503, "SlowDown"), Hosts.storeError(500, "InternalError")]) {
    it.effect(`is retried after ${"status" in reply ? reply.status : "a lost connection"}`, () =>
      Effect.gen(function* () {
        const { requests, result } = yield* downloading((_, index) => (index < 2 ? reply : content))
        assert.strictEqual(Result.getOrThrow(result), "the content")
        assert.strictEqual(requests.length, 4)
      })
    )
  }
})

describe("a truncated content", () => {
  const broken = () => {
    let parts = 0
    return new ReadableStream<Uint8Array>({
      pull(controller) {
        if (parts++ < 2) controller.enqueue(new Uint8Array(10))
        else controller.error(new TypeError("terminated"))
      }
    })
  }

  it.effect("is a TransportError, and is not retried in mid-stream", () =>
    Effect.gen(function* () {
      const { requests, result } = yield* downloading(() => ({ status: 200, body: broken() }))
      assert.deepInclude(failureOf(result), {
        _tag: "TransportError",
        operation: "storage.download",
        reason: "terminated"
      })
      assert.strictEqual(requests.length, 2)
    })
  )

  it.effect("by ending before its length is a TransportError", () =>
    Effect.gen(function* () {
      const { result } = yield* downloading(() => ({ ...content, headers: { "content-length": "12" } }))
      assert.deepInclude(failureOf(result), {
        _tag: "TransportError",
        reason: "The connection was closed after 11 of 12 bytes"
      })
    })
  )

  it.effect("is not detected by the length of a compressed response", () =>
    Effect.gen(function* () {
      const headers = { "content-length": "12", "content-encoding": "gzip" }
      const { result } = yield* downloading(() => ({ ...content, headers }))
      assert.strictEqual(Result.getOrThrow(result), "the content")
    })
  )
})

describe("in a browser, which hides the target of a redirect", () => {
  /** A `fetch` that follows, or tells nothing of where it would go. */
  const browser = () => {
    const asked: Array<readonly [url: string, redirect: string | undefined, token: string | null]> = []
    const fetch: typeof globalThis.fetch = (input, init = {}) => {
      const url = String(input instanceof Request ? input.url : input)
      asked.push([url, init.redirect, new Headers(init.headers).get("cb-token")])
      if (url.includes("/object")) {
        return Promise.resolve(Response.json({ blob: { ...Hosts.file, blob_object_access: { dowload_url: signed } } }))
      }
      const hidden = url.startsWith(apiUrl) && init.redirect !== "follow"
      // Its status is 0, as that of a redirect that is not followed.
      return Promise.resolve(hidden ? Response.error() : new Response("the content"))
    }
    return { asked, fetch }
  }

  it.effect("the API returns a URL of the content, and the token is sent only to the API", () =>
    Effect.gen(function* () {
      const { asked, fetch } = browser()
      const content = yield* Effect.flatMap(Storage, (storage) =>
        storage.download(uid).pipe(Stream.decodeText, Stream.mkString)
      ).pipe(withStorage(FetchHttpClient.layer), Effect.provideService(FetchHttpClient.Fetch, fetch))
      assert.strictEqual(content, "the content")
      assert.deepStrictEqual(asked, [
        [`${apiUrl}${path}`, "manual", token],
        [`${apiUrl}/blobs/${uid}/object?download_url=1`, "manual", token],
        [signed, "manual", null]
      ])
    })
  )

  it.effect("the redirect to a public file is followed, since no token is sent", () =>
    Effect.gen(function* () {
      const { asked, fetch } = browser()
      const content = yield* Effect.flatMap(Storage, (storage) =>
        storage.downloadPublic(uid).pipe(Stream.decodeText, Stream.mkString)
      ).pipe(withStorage(FetchHttpClient.layer), Effect.provideService(FetchHttpClient.Fetch, fetch))
      assert.strictEqual(content, "the content")
      assert.deepStrictEqual(asked, [
        [`${apiUrl}${path}`, "manual", null],
        [`${apiUrl}${path}`, "follow", null]
      ])
    })
  )
})

describe("over fetch", () => {
  it.effect(
    "no redirect of the form or the content is followed to another host, and no options of the program are sent",
    () =>
      Effect.gen(function* () {
        const calls: Array<readonly [string, RequestInit]> = []
        const fetch: typeof globalThis.fetch = (input, init = {}) => {
          const url = String(input instanceof Request ? input.url : input)
          calls.push([url, init])
          const location = url.startsWith(apiUrl) ? signed : "https://elsewhere.test/"
          return Promise.resolve(new Response(null, { status: 307, headers: { location } }))
        }
        const download = Effect.flatMap(Storage, (storage) => Stream.runDrain(storage.download(uid)))
        yield* Effect.flip(download).pipe(
          withStorage(FetchHttpClient.layer),
          Effect.provideService(FetchHttpClient.Fetch, fetch),
          Effect.provideService(FetchHttpClient.RequestInit, {
            headers: { "cb-token": token, authorization: "Bearer x" },
            credentials: "include",
            keepalive: true
          }),
          Effect.withSpan("request")
        )
        assert.deepStrictEqual(
          calls.map(([url]) => url),
          [`${apiUrl}${path}`, signed]
        )
        const [, init] = calls[1] ?? assert.fail()
        assert.deepInclude(init, { redirect: "manual", credentials: "omit", keepalive: true })
        assert.deepStrictEqual([...new Headers(init.headers).keys()], ["accept-encoding"])
      })
  )
})
