// The reference of the API at /docs: from the same document as /openapi.json, and from no other host.
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { Emulator } from "../../src/Emulator.ts"
import { inlineScripts } from "../../src/control/inspector/page.ts"
import { ask, at } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

const page = ask("GET", "/docs", { headers: { accept: "text/html" } })

describe("the reference at /docs", () => {
  it.effect("has the document of /openapi.json, with the emulator as its server", () =>
    Effect.gen(function* () {
      const { headers, status, text } = yield* page
      assert.strictEqual(status, 200)
      assert.include(headers["content-type"], "text/html")
      const start = text.lastIndexOf("content: ") + "content: ".length
      const shown: unknown = JSON.parse(text.slice(start, text.indexOf("\n", start)))
      const { json } = yield* ask("GET", "/openapi.json")
      assert.deepStrictEqual(at(shown, "servers"), [{ url: "/", description: "This emulator" }])
      assert.deepStrictEqual({ ...Object(shown), servers: [] }, { ...Object(json), servers: [] })
      assert.strictEqual(at(shown, "paths./users/v2.get.operationId"), "users.list")
    }).pipe(emulated)
  )

  it.effect("runs the scripts that are in it, and no others", () =>
    Effect.gen(function* () {
      const { headers, text } = yield* page
      const scripts = inlineScripts(text)
      assert.strictEqual(scripts.length, 2)
      const hashes = scripts.map((script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`)
      const policy = headers["content-security-policy"] ?? ""
      assert.include(policy, `default-src 'none'; script-src ${hashes.join(" ")}; style-src`)
      assert.notMatch(policy, /unsafe-eval|https?:|\*|script-src[^;]*unsafe-inline/)
      assert.notMatch(text.replaceAll(/<script[^]*?<\/script>/g, ""), /\ssrc=|<link|@import/)
    }).pipe(emulated)
  )

  it.effect("is no part of what is emulated: no fault, and no entry in the journal", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ respond: { status: 503 } })
      assert.strictEqual((yield* page).status, 200)
      assert.deepStrictEqual(yield* emulator.requests, [])
    }).pipe(emulated)
  )

  it.live("is guarded against unknown hosts, as everything is", () =>
    Effect.gen(function* () {
      const { url } = yield* Emulator
      const { status } = yield* Effect.promise(() => fetch(`${url}/docs`, { method: "HEAD" }))
      assert.notStrictEqual(status, 421)
      const { hostname, port } = new URL(url)
      const { request } = yield* Effect.promise(() => import("node:http"))
      const rejected = yield* Effect.callback<number>((resume) => {
        request({ hostname, port, path: "/docs", headers: { host: "attacker.example" } }, (response) => {
          response.resume()
          resume(Effect.succeed(response.statusCode ?? 0))
        }).end()
      })
      assert.strictEqual(rejected, 421)
    }).pipe(Effect.provide(Emulator.layerServer()))
  )

  it("is not loaded with the emulator: its script is in no module that an import loads", () => {
    // What loads it is a function within `HttpApiScalar`.
    const source = readFileSync(new URL("../../src/app/docs.ts", import.meta.url), "utf8")
    assert.include(source, `from "effect/http-api/HttpApiScalar"`)
    const scalar = readFileSync(
      new URL("../../node_modules/effect/dist/http-api/HttpApiScalar.js", import.meta.url),
      "utf8"
    )
    assert.match(scalar, /import\("\.\/internal\/httpApiScalar\.js"\)/)
    assert.notMatch(scalar, /^import .*internal\/httpApiScalar/m)
  })
})
