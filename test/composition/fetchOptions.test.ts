/** The options that a program provides for `fetch` reach it, for every host, wherever they are provided. */
import { assert, describe, it } from "@effect/vitest"
import { BlobId, BlobUid, ConnectyCube, LinkPreviews, Session, Source, Storage } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"

const api_url = "https://api.test"
const link_preview_url = "https://previews.test"
const store = "https://store.test/bucket"
const uid = BlobUid.make("763ef825ad8748239ed07def2c145551")

const options = { application_id: 1, auth_key: Redacted.make("key-of-the-app"), api_url, link_preview_url }

const file = {
  id: 1,
  uid,
  content_type: "text/plain",
  name: "a.txt",
  size: null,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
  public: false
}

const created = {
  blob: {
    ...file,
    blob_object_access: {
      id: 1,
      blob_id: 1,
      expires: "2026-01-01T01:00:00Z",
      object_access_type: "Write",
      params: `${store}?key=${uid}&policy=cG9saWN5`
    }
  }
}

interface Sent {
  readonly host: string
  readonly init: RequestInit
  readonly headers: Headers
  readonly body: string
}

/** A `fetch` that is the whole network: the API, the store of files, and the host of link previews. */
const network = () => {
  const sent: Array<Sent> = []
  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const body = init.body === undefined ? "" : await new Response(init.body).text()
    sent.push({ host: url.host, init, headers: new Headers(init.headers), body })
    if (url.host === "previews.test")
      return Response.json({ url: "https://a.test/", title: "A", description: "", images: [] })
    if (url.host === "store.test")
      return init.method === "POST" ? new Response(null, { status: 204 }) : new Response("content")
    if (url.pathname.endsWith("/download")) {
      return new Response(null, { status: 301, headers: { location: `https://store.test/${uid}?X-Amz-Signature=abc` } })
    }
    if (url.pathname === "/blobs") return Response.json(created, { status: 201 })
    return new Response(" ")
  }
  return { sent, fetch }
}

type Way = Effect.Effect<unknown, unknown, Storage | LinkPreviews>

const asAda = Effect.provide(Session.layerToken(Redacted.make("token-of-ada")))

/** A call to each host. */
const ways: ReadonlyArray<readonly [what: string, host: string, way: Way]> = [
  ["the API", "api.test", asAda(Effect.flatMap(Storage, (storage) => storage.delete(BlobId.make(1))))],
  [
    "the store, for an upload",
    "store.test",
    asAda(Effect.flatMap(Storage, (storage) => storage.upload(Source.text("x"), { name: "a.txt" })))
  ],
  [
    "the store, for a download",
    "store.test",
    asAda(Effect.flatMap(Storage, (storage) => Stream.runDrain(storage.download(uid))))
  ],
  [
    "the host of link previews",
    "previews.test",
    Effect.flatMap(LinkPreviews, (previews) => previews.unfurl("https://a.test/"))
  ]
]

const connectyCube = ConnectyCube.layer(options)

/** The places where a program provides options, and how to run it with them there. */
const places: Readonly<Record<string, (way: Way, given: Layer.Layer<never>) => Effect.Effect<unknown, unknown>>> = {
  "to the layer of the client": (way, given) =>
    way.pipe(Effect.provide(connectyCube.pipe(Layer.provide(FetchHttpClient.layer.pipe(Layer.provide(given)))))),
  "beside the layer of the client": (way, given) =>
    way.pipe(Effect.provide(connectyCube.pipe(Layer.provide(Layer.merge(FetchHttpClient.layer, given))))),
  "to the layer of a client that retries": (way, given) =>
    way.pipe(
      Effect.provide(
        connectyCube.pipe(
          Layer.provide(Layer.effect(HttpClient.HttpClient, Effect.map(HttpClient.HttpClient, retrying))),
          Layer.provide(FetchHttpClient.layer.pipe(Layer.provide(given)))
        )
      )
    ),
  "around a call": (way, given) =>
    way.pipe(Effect.provide(given), Effect.provide(connectyCube.pipe(Layer.provide(FetchHttpClient.layer)))),
  "around a program": (way, given) =>
    way.pipe(Effect.provide(connectyCube.pipe(Layer.provide(FetchHttpClient.layer))), Effect.provide(given))
}

const retrying = (client: HttpClient.HttpClient) =>
  HttpClient.retryTransient(client, { times: 2, schedule: Schedule.spaced(0) })

const initOf = (init: object): Layer.Layer<never> => Layer.succeed(FetchHttpClient.RequestInit, init)

const fetchOf = (fetch: typeof globalThis.fetch): Layer.Layer<never> => Layer.succeed(FetchHttpClient.Fetch, fetch)

/** The requests to a host when a program makes this call with these options in that place, on a recording `fetch`. */
const asked = Effect.fnUntraced(function* (
  host: string,
  way: Way,
  place: (way: Way, given: Layer.Layer<never>) => Effect.Effect<unknown, unknown>,
  init: object
) {
  const { fetch, sent } = network()
  yield* place(way, Layer.merge(initOf(init), fetchOf(fetch)))
  const requests = sent.filter((request) => request.host === host)
  assert.isNotEmpty(requests)
  return requests
})

/** A class of its own, as those of undici: a copy would not work. */
class Dispatcher {
  readonly #proxy = "http://proxy.test:3128"
  get proxy() {
    return this.#proxy
  }
}

describe.each(Object.entries(places))("options for fetch that are provided %s", (_, place) => {
  describe.each(ways)("for requests to %s", (_, host, way) => {
    it.effect("apply: a dispatcher, and a header of the program; redirects are not followed", () =>
      Effect.gen(function* () {
        const dispatcher = new Dispatcher()
        const requests = yield* asked(host, way, place, { dispatcher, headers: { "X-Tenant": "a" }, keepalive: true })
        for (const { headers, init } of requests) {
          assert.strictEqual(Reflect.get(init, "dispatcher"), dispatcher)
          assert.isTrue(init.keepalive)
          assert.strictEqual(init.redirect, "manual")
          assert.strictEqual(headers.get("x-tenant"), "a")
        }
      })
    )

    it.effect("override ours", () =>
      Effect.gen(function* () {
        for (const { init } of yield* asked(host, way, place, { redirect: "error" })) {
          assert.strictEqual(init.redirect, "error")
        }
      })
    )
  })

  it.effect("do not let fetch follow the redirect of a download to the store, with the token", () =>
    Effect.gen(function* () {
      const [, , way] = ways[2] ?? assert.fail()
      const [request] = yield* asked("api.test", way, place, { redirect: "follow" })
      assert.strictEqual(request?.init.redirect, "manual")
    })
  )

  it.effect("do not replace our headers for the API", () =>
    Effect.gen(function* () {
      const [, host, way] = ways[0] ?? assert.fail()
      const [request] = yield* asked(host, way, place, { headers: { "CB-Token": "another", "x-tenant": "a" } })
      assert.strictEqual(request?.headers.get("cb-token"), "token-of-ada")
    })
  )

  it.effect.each(ways.slice(1))("send no secret of the API to %s", ([, host, way]) =>
    Effect.gen(function* () {
      const headers = {
        "CB-Token": "secret",
        "cb-future": "secret",
        authorization: "Bearer secret",
        cookie: "secret",
        "X-Api-Key": "secret",
        "x-gateway-token": "secret",
        "proxy-authorization": "secret",
        "user-agent": "an app"
      }
      for (const { headers: sent, init } of yield* asked(host, way, place, { headers, credentials: "include" })) {
        assert.notInclude(Array.from(sent, ([, value]) => value).join(), "secret")
        assert.notInclude(Array.from(sent, ([, value]) => value).join(), "token-of-ada")
        assert.strictEqual(sent.get("user-agent"), "an app")
        assert.strictEqual(init.credentials, "omit")
      }
    })
  )
})

describe("options that are provided to the layer of the client and around a call", () => {
  it.effect.each(ways)("are merged, and those of the call win: to %s", ([, host, way]) =>
    Effect.gen(function* () {
      const { fetch, sent } = network()
      const unused = () => Promise.reject(new Error("the fetch of the layer"))
      const ofLayer = Layer.merge(initOf({ keepalive: true, cache: "reload", redirect: "follow" }), fetchOf(unused))
      const ofCall = Layer.merge(initOf({ cache: "no-store" }), fetchOf(fetch))
      yield* way.pipe(
        Effect.provide(ofCall),
        Effect.provide(connectyCube.pipe(Layer.provide(FetchHttpClient.layer.pipe(Layer.provide(ofLayer)))))
      )
      const requests = sent.filter((request) => request.host === host)
      assert.isNotEmpty(requests)
      for (const { init } of requests) {
        assert.deepInclude(init, { keepalive: true, cache: "no-store", redirect: "follow" })
      }
    })
  )
})

it.effect("a custom fetch gets the whole form of an upload, and its length", () =>
  Effect.gen(function* () {
    const [, host, way] = ways[1] ?? assert.fail()
    const [request] = yield* asked(
      host,
      way,
      (way, given) => places["to the layer of the client"]?.(way, given) ?? assert.fail(),
      {}
    )
    assert.strictEqual(request?.headers.get("content-length"), String(request?.body.length))
    assert.match(
      request?.body ?? "",
      /name="file"; filename="a.txt"\r\nContent-Type: text\/plain; charset=utf-8\r\n\r\nx\r\n--/
    )
  })
)
