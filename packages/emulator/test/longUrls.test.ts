import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import { Emulator } from "../src/Emulator.ts"
import { at } from "./support/Wire.ts"

const path = (start: string, length: number) => start + "a".repeat(length - start.length)

const routes: ReadonlyArray<readonly ["GET" | "DELETE", string]> = [
  ["DELETE", "/chat/Message/"],
  ["DELETE", "/data/thing/"],
  ["GET", "/users/v2?login="],
  ["GET", "/nowhere/"],
  ["GET", "/_emulator/"]
]

const statusOf = Effect.fnUntraced(function* (method: "GET" | "DELETE", url: string) {
  const { json, status } = yield* HttpClient.execute(HttpClientRequest.make(method)(url))
  return { status, body: yield* json }
})

describe("a URL of more than 8 KiB", () => {
  it.effect("is a 414 on every route, and one of 8 KiB is not", () =>
    Effect.gen(function* () {
      for (const [method, start] of routes) {
        const long = yield* statusOf(method, `https://api.connectycube.com${path(start, 8 * 1024 + 1)}`)
        assert.strictEqual(long.status, 414, start)
        assert.deepStrictEqual(at(long.body, "errors"), ["URI Too Long"])
        const short = yield* statusOf(method, `https://api.connectycube.com${path(start, 8 * 1024)}`)
        assert.notInclude([404, 414, 431], start.startsWith("/chat") || start.startsWith("/data") ? short.status : 0)
        assert.notStrictEqual(short.status, 414, start)
      }
    }).pipe(Effect.provide(Emulator.layer()))
  )

  it.live("is a 414 over a socket too, where the server would respond with 431 by itself", () =>
    Effect.gen(function* () {
      const { url } = yield* Emulator
      for (const length of [8 * 1024 + 1, 20_000, 200_000]) {
        const { status } = yield* statusOf("DELETE", url + path("/chat/Message/", length))
        assert.strictEqual(status, 414)
      }
    }).pipe(Effect.provide([Emulator.layerServer(), FetchHttpClient.layer]))
  )
})
