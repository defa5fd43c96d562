import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Schema from "effect/Schema"
import { Emulator } from "../src/Emulator.ts"
import { defaults, Settings } from "../src/Settings.ts"
import { instance } from "./support/Sdk.ts"
import { applicationToken, ask, at } from "./support/Wire.ts"

const known = {
  title: "Developers",
  description: "How the API is used",
  images: ["https://developers.example.com/logo.png"]
}

const Emulated = Emulator.layer({ settings: { link_previews: { "https://developers.example.com": known } } })

const unfurl = (url: string) => ask("POST", "/unfurl", { json: { url } })

layer(Emulated)("POST /unfurl", (it) => {
  it.effect.each([
    "https://developers.example.com",
    "https://developers.example.com/",
    "HTTPS://Developers.example.com"
  ])("responds with the preview of a page from the settings: %s", (url) =>
    Effect.gen(function* () {
      const { status, json, headers } = yield* unfurl(url)
      assert.strictEqual(status, 200)
      assert.deepStrictEqual(json, { url, ...known })
      assert.strictEqual(headers["content-type"], "application/json; charset=utf-8")
    })
  )

  it.effect.each([
    ["https://developers.example.com/other", "developers.example.com"],
    ["http://developers.example.com", "developers.example.com"],
    ["https://other.example.com:8443/a?b=c#d", "other.example.com"]
  ] as const)("knows no more than the host of another page: %s", ([url, title]) =>
    Effect.gen(function* () {
      const { status, json } = yield* unfurl(url)
      assert.strictEqual(status, 200)
      assert.deepStrictEqual(json, { url, title, description: "", images: [] })
    })
  )

  it.effect("accepts requests to the host of the service, and to any other", () =>
    Effect.gen(function* () {
      for (const host of ["https://linkpreview.connectycube.com", "https://previews.example.com"]) {
        const request = HttpClientRequest.post(`${host}/unfurl`).pipe(
          HttpClientRequest.bodyJsonUnsafe({ url: "https://developers.example.com" })
        )
        const response = yield* HttpClient.execute(request)
        assert.deepInclude(Object(yield* response.json), known)
      }
    })
  )

  it.effect("accepts a token and requires none", () =>
    Effect.gen(function* () {
      const json = { url: "https://developers.example.com" }
      for (const token of [yield* applicationToken, "of-nobody"]) {
        assert.strictEqual((yield* ask("POST", "/unfurl", { json, token })).status, 200)
      }
    })
  )

  it.effect("accepts forms, and the suffix of the other endpoints", () =>
    Effect.gen(function* () {
      const form = `url=${encodeURIComponent("https://developers.example.com")}`
      assert.strictEqual(at((yield* ask("POST", "/unfurl", { form })).json, "title"), "Developers")
      const text = JSON.stringify({ url: "https://developers.example.com" })
      assert.strictEqual(at((yield* ask("POST", "/unfurl.json", { text })).json, "title"), "Developers")
    })
  )

  it.effect.each([
    {},
    { url: "" },
    { url: "developers" },
    { url: "ftp://example.com" },
    { url: "javascript:0" },
    { url: 7 },
    []
  ])("rejects an invalid URL of a page: %j", (json) =>
    Effect.gen(function* () {
      const reply = yield* ask("POST", "/unfurl", { json })
      assert.strictEqual(reply.status, 422)
      assert.hasAllKeys(at(reply.json, "errors"), ["url"])
    })
  )

  it.effect("rejects a body that cannot be parsed", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* ask("POST", "/unfurl", { text: "{" })).status, 400)
      assert.strictEqual((yield* ask("GET", "/unfurl?url=https://developers.example.com")).status, 404)
    })
  )

  it.effect("is in the journal, and subject to faults", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ path: "/unfurl", times: 1, respond: { status: 503 } })
      assert.strictEqual((yield* unfurl("https://developers.example.com")).status, 503)
      assert.strictEqual((yield* unfurl("https://developers.example.com")).status, 200)
      const paths = (yield* emulator.requests).slice(-2).map(({ path, status }) => [path, status])
      assert.deepStrictEqual(paths, [
        ["/unfurl", 503],
        ["/unfurl", 200]
      ])
    })
  )
})

layer(Emulator.layerServer({ settings: { link_previews: { "https://developers.example.com": known } } }))(
  "the official SDK",
  (it) => {
    it.effect("unfurls links at the configured address", () =>
      Effect.gen(function* () {
        const { url: api_url, requests } = yield* Emulator
        const sdk = instance()
        sdk.init({ appId: 1, authKey: "emulator-auth-key" }, { debug: { mode: 0 }, endpoints: { api_url } })
        // An external host, which the SDK has no option for.
        const { linkpreview } = Object(sdk)
        linkpreview.server = api_url
        const url = "https://developers.example.com"
        assert.deepStrictEqual(yield* Effect.promise(() => linkpreview.get(url)), { url, ...known })
        assert.strictEqual((yield* requests).at(-1)?.path, "/unfurl")
      })
    )
  }
)

describe("the previews in the settings", () => {
  it.effect("must be those of pages", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        Schema.decodeUnknownEffect(Settings)({ ...defaults, link_previews: { "ftp://example.com": known } })
      )
      assert.include(error.message, "these are none: ftp://example.com")
    })
  )
})
