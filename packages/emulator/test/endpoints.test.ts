import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { Emulator } from "../src/Emulator.ts"
import { ask, at } from "./support/Wire.ts"

interface Endpoint {
  readonly id: string
  readonly method: string
  readonly path: string
  /** When it is not that of the API. */
  readonly host?: string
}

/** Every endpoint that is documented, or in the official SDK. */
const endpoints: ReadonlyArray<Endpoint> = JSON.parse(
  readFileSync(new URL("fixtures/endpoints.json", import.meta.url), "utf8")
)

/** The endpoints of external hosts, which the contract does not have. */
const external = ["storage.upload", "linkPreview.unfurl"]

/** Endpoints that are documented separately, and are one: the number of ids, or their kind, selects one. */
const together = [
  ["chat.dialogs.delete", "chat.dialogs.deleteMany"],
  // A number is an id, anything else a uid.
  ["storage.get", "storage.fileByUid"],
  // `permissions=1` in the query makes the difference.
  ["data.records.get", "data.records.permissions"],
  ["data.records.delete", "data.records.deleteMany"]
]

/** An endpoint that the list does not have: the example of the documentation has POST where its text has PUT. */
const beside = ["POST /blobs/{}/complete"]

/** A route without the names of its parameters. */
const routeOf = (method: string, path: string) => `${method.toUpperCase()} ${path.replaceAll(/\{[^}]*\}/g, "{}")}`

const here = endpoints.filter(({ id }) => !external.includes(id))

/** The endpoints of each route, by their ids. */
const byRoute = new Map<string, ReadonlyArray<string>>()

for (const { id, method, path } of here) {
  const route = routeOf(method, path)
  byRoute.set(route, [...(byRoute.get(route) ?? []), id])
}

layer(Emulator.layer())("the emulator", (it) => {
  const routes = Effect.map(ask("GET", "/openapi.json"), ({ json }) =>
    Object.entries(Object(at(json, "paths"))).flatMap(([path, methods]) =>
      Object.keys(Object(methods)).map((method) => routeOf(method, path))
    )
  )

  it.effect("has every endpoint of the API in its openapi.json", () =>
    Effect.gen(function* () {
      const known = new Set(yield* routes)
      const missing = [...byRoute].filter(([route]) => !known.has(route)).flatMap(([, ids]) => ids)
      assert.deepStrictEqual(missing, [])
    })
  )

  it.effect("has no other endpoint there, and none twice", () =>
    Effect.gen(function* () {
      const known = yield* routes
      assert.deepStrictEqual(
        known.filter((route) => !byRoute.has(route)),
        beside
      )
      assert.strictEqual(new Set(known).size, known.length)
    })
  )

  it.effect("responds to each of them, with `.json` and in lower case too", () =>
    Effect.gen(function* () {
      for (const { id, method, path } of here) {
        const asked = path.replaceAll(/\{[^}]*\}/g, "5c0000000000000000000000")
        for (const spelled of [asked, `${asked}.json`, asked.toLowerCase()]) {
          const { status, text } = yield* ask(methodOf(method), spelled)
          assert.notInclude(text, "E_ROUTE_NOT_FOUND", id)
          assert.isBelow(status, 500, id)
        }
      }
    })
  )
})

const methods = ["GET", "POST", "PUT", "DELETE"] as const

const methodOf = (method: string) => methods.find((name) => name === method) ?? assert.fail(`${method} is no method`)

describe("the list of the endpoints", () => {
  it("is complete", () => {
    assert.strictEqual(endpoints.length, 98)
    assert.strictEqual(new Set(endpoints.map(({ id }) => id)).size, 98)
    assert.deepStrictEqual(
      endpoints.filter(({ host }) => host !== undefined).map(({ id }) => id),
      external
    )
    assert.deepStrictEqual(
      [...byRoute.values()].filter((ids) => ids.length > 1),
      together
    )
  })
})
