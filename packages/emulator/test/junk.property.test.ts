import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import { readFileSync } from "node:fs"
import { Emulator } from "../src/Emulator.ts"
import { adminKey } from "./support/Admin.ts"
import { makeGroup, say } from "./support/Chat.ts"
import { chance, type Junk, junkFor, operationOf, pathOf, pick } from "./support/Junk.ts"
import { requestsOfWorld, world } from "./support/JunkWorld.ts"
import { ask, join, key, list, text } from "./support/Wire.ts"

type Method = "GET" | "POST" | "PUT" | "DELETE"

const endpoints: ReadonlyArray<{ readonly method: Method; readonly path: string }> = JSON.parse(
  readFileSync(new URL("fixtures/endpoints.json", import.meta.url), "utf8")
)

const emulated = Effect.provide(Emulator.layer({ settings: { classes_on_first_use: true } }))

const send = Effect.fnUntraced(function* (
  method: Method,
  path: string,
  { query, body, contentType }: Junk,
  token: string
) {
  const request = HttpClientRequest.make(method)(`https://api.connectycube.com${path}?${query}`).pipe(
    HttpClientRequest.setHeaders({
      "CB-Token": token,
      "CB-AuthKey": key,
      "CB-Administration-API-Key": adminKey
    }),
    (request) => (body === "" ? request : HttpClientRequest.bodyText(request, body, contentType))
  )
  const response = yield* HttpClient.execute(request)
  return { status: response.status, text: yield* response.text }
})

/** A number of junk requests: the count of each status, and those with a 500. */
const askJunk = Effect.fnUntraced(function* (seed: number, count: number) {
  const emulator = yield* Emulator
  const random = chance(seed)
  const openApi = (yield* ask("GET", "/openapi.json")).json
  let { token, known } = yield* world
  const statuses = new Map<number, number>()
  const failed: Array<string> = []
  for (let number = 0; number < count; number++) {
    const { method, path } = pick(random, endpoints)
    const junk = junkFor(openApi, operationOf(openApi, method, path), random, known)
    const asked = pathOf(path, random, known)
    const { status, text } = yield* send(method, asked, junk, token)
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    if (status >= 500) failed.push(JSON.stringify({ status, method, asked, ...junk }).slice(0, 1000))
    // The user is logged out, or deleted.
    if (status === 401 || text.includes("Need user")) {
      yield* emulator.reset
      ;({ token, known } = yield* world)
    }
  }
  return { statuses, failed }
})

describe("junk", () => {
  it.effect.each([1, 2, 3])("gets a response, and never a 500: seed %i", (seed) =>
    Effect.gen(function* () {
      const { statuses, failed } = yield* askJunk(seed, 400)
      assert.deepStrictEqual(failed, [])
      // Not all of it is rejected at once.
      for (const status of [200, 201, 400, 403, 404, 422]) assert.isAbove(statuses.get(status) ?? 0, 3, String(status))
    }).pipe(emulated)
  )

  it.effect("with a 500 would be detected by this test", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ after: requestsOfWorld, times: 1, respond: { status: 500 } })
      assert.strictEqual((yield* askJunk(1, 20)).failed.length, 1)
    }).pipe(emulated)
  )

  it.effect("that is nested endlessly is not read", () =>
    Effect.gen(function* () {
      const { token } = yield* join("ada")
      const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`
      const form = `user${"[a]".repeat(100_000)}=1`
      for (const path of ["/users", "/data/thing", "/meetings"] as const) {
        assert.strictEqual((yield* ask("POST", path, { token, text: deep })).status, 400)
        assert.isBelow((yield* ask("POST", path, { token, form })).status, 500)
        assert.isBelow((yield* ask("POST", `${path}?${form}`, { token })).status, 500)
      }
      assert.strictEqual((yield* ask("GET", "/users/v2", { token, text: deep })).status, 400)
    }).pipe(emulated)
  )

  it.effect("can have the names of an object's own members", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const { token } = ada
      const made = yield* ask("POST", "/data/thing", { token, json: { constructor: "a", valueOf: 1 } })
      assert.deepInclude(Object(made.json), { constructor: "a", valueOf: 1 })
      // Those records lack it.
      const other = yield* ask("POST", "/data/thing", { token, json: { a: 1 } })
      assert.deepInclude(Object(other.json), { constructor: null, valueOf: null })
      const counted = yield* ask("PUT", `/data/thing/${text(other.json, "_id")}`, {
        token,
        json: { inc: { valueOf: 2 } }
      })
      assert.deepInclude(Object(counted.json), { valueOf: 2 })
      const several = yield* ask("PUT", "/data/thing/multi", { token, json: { record: { toString: 1 } } })
      assert.deepStrictEqual(Object.keys(Object(several.json).errors), ["toString"])
      const dialog = yield* makeGroup(ada, [yield* join("bob")])
      const message = yield* say(ada, dialog)
      yield* ask("PUT", `/chat/Message/${message}/reactions`, { token, json: { add: "constructor" } })
      assert.deepStrictEqual((yield* ask("GET", `/chat/Message/${message}/reactions`, { token })).json, {
        constructor: [ada.id]
      })
      const form = "recipientId=1&sessionID=1&platform[toString]=1"
      assert.strictEqual((yield* ask("POST", "/calls/reject", { token, form })).status, 422)
    }).pipe(emulated)
  )

  it.effect("beyond the limits of the database is too large", () =>
    Effect.gen(function* () {
      const { token } = yield* join("ada")
      const ids = Array.from({ length: 40_000 }, (_, index) => index + 1)
      const reply = yield* ask("GET", "/users/v2", { token, form: `id[in]=${ids}` })
      assert.strictEqual(reply.status, 413)
      assert.deepStrictEqual(list(reply.json, "errors"), ["Payload Too Large"])
    }).pipe(emulated)
  )
})
