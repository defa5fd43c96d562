import { LinkPreviews } from "@effect-connectycube/chat/LinkPreviews"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import * as RetryPolicy from "@effect-connectycube/core/RetryPolicy"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import { type Response, recordingClient } from "../../../test/support/recording.ts"

const page = "https://example.com/engines?name=difference"

const preview = {
  url: page,
  title: "Engines",
  description: "Of difference",
  images: ["https://example.com/engine.png"]
}

const setUp = (...responses: ReadonlyArray<Response>) => {
  const left = [...responses]
  const { layer, requests } = recordingClient(() => left.shift() ?? { body: preview })
  const hosts: Array<string> = []
  const noted = Layer.effect(
    HttpClient.HttpClient,
    Effect.map(HttpClient.HttpClient, (client) =>
      HttpClient.make((request, url) => {
        hosts.push(url.host)
        return client.execute(request)
      })
    )
  )
  const config = ConnectyCubeConfig.layer({
    application_id: 1,
    auth_key: Redacted.make("an-auth-key"),
    admin_api_key: Redacted.make("an-admin-key")
  })
  const once = Schedule.recurs(1)
  const policy = Layer.succeed(RetryPolicy.RetryPolicy, {
    ...RetryPolicy.standard,
    serviceUnavailable: once,
    tooManyRequests: once,
    connection: once
  })
  return {
    requests,
    hosts,
    unfurl: (url: string | URL) =>
      Effect.flatMap(LinkPreviews, (previews) => previews.unfurl(url)).pipe(
        Effect.provide(LinkPreviews.layer.pipe(Layer.provide([noted.pipe(Layer.provide(layer)), config]))),
        Effect.provide(policy)
      )
  }
}

describe("a preview", () => {
  it.effect("is requested from its own host, with the URL and no credentials", () =>
    Effect.gen(function* () {
      const { hosts, requests, unfurl } = setUp()
      assert.deepStrictEqual(yield* unfurl(page), preview)
      assert.deepStrictEqual(hosts, ["linkpreview.connectycube.com"])
      const [request] = requests
      assert.strictEqual(`${request?.method} ${request?.path}`, "POST /unfurl")
      assert.deepStrictEqual(request?.body, { url: page })
      assert.deepStrictEqual(
        Object.keys(request?.headers ?? {}).filter((name) => name.startsWith("cb-")),
        []
      )
    })
  )

  it.effect("accepts a URL object, too", () =>
    Effect.gen(function* () {
      const { requests, unfurl } = setUp()
      yield* unfurl(new URL(page))
      assert.deepStrictEqual(requests[0]?.body, { url: page })
    })
  )

  it.effect("of a page without metadata is empty", () =>
    Effect.gen(function* () {
      const { unfurl } = setUp({ body: { url: page, title: "", images: null, other: "?" } })
      assert.deepStrictEqual(yield* unfurl(page), { url: page, title: null, description: null, images: [] })
    })
  )

  it.effect("is retried when the host is temporarily down", () =>
    Effect.gen(function* () {
      const { requests, unfurl } = setUp({ status: 503, headers: { "retry-after": "0" } })
      assert.deepStrictEqual(yield* unfurl(page), preview)
      assert.strictEqual(requests.length, 2)
    })
  )

  it.effect.each(["", "engines", "javascript:alert(1)", "ftp://example.com/", "http://", "https:///engines"])(
    "is rejected before the wire for %j",
    (url) =>
      Effect.gen(function* () {
        const { requests, unfurl } = setUp()
        const error = yield* Effect.flip(unfurl(url))
        assert.strictEqual(error._tag, "InvalidRequest")
        assert.deepStrictEqual(requests, [])
      })
  )

  it.effect("of another shape is a DecodeError", () =>
    Effect.gen(function* () {
      const { unfurl } = setUp({ body: "<html></html>" })
      assert.strictEqual((yield* Effect.flip(unfurl(page)))._tag, "DecodeError")
    })
  )
})
