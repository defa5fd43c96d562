// All records, page by page, while others are created and deleted.
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { type Response, type Recorded, recordingClient } from "../../../test/support/recording.ts"
import { profiles, provide } from "./support/Profile.ts"

interface Row {
  readonly _id: string
  readonly age: number
}

const rows = (count: number): Array<Row> =>
  Array.from({ length: count }, (_, index) => ({ _id: `r${String(index).padStart(4, "0")}`, age: count - index }))

/** How servers treat a condition that is not documented. */
type Comparing = "compares ids" | "overlooks it" | "finds nothing"

const server =
  (rows: Array<Row>, comparing: Comparing = "compares ids", afterPage: () => void = () => {}) =>
  ({ query }: Recorded): Response => {
    const pairs = Object.fromEntries(query)
    const after = pairs["_id[gt]"]
    const skip = Number(pairs["skip"] ?? 0)
    const limit = Number(pairs["limit"] ?? 100)
    const items = rows
      .filter(
        ({ _id }) =>
          after === undefined || comparing === "overlooks it" || (comparing === "compares ids" && _id > after)
      )
      .toSorted((a, b) => (pairs["sort_asc"] === "age" ? a.age - b.age : a._id.localeCompare(b._id)))
      .slice(skip, skip + limit)
      .map((row) => ({ ...row, user_id: 1, created_at: 1, updated_at: 1, full_name: null, job: null }))
    afterPage()
    return { body: { class_name: "profile", skip, limit, items } }
  }

const idsOf = (items: ReadonlyArray<{ readonly _id: string }>) => items.map(({ _id }) => _id)

const collect = (
  response: (request: Recorded) => Response,
  query: { readonly limit?: number; readonly sort_asc?: "age" } = {}
) => {
  const client = recordingClient(response)
  return Effect.flatMap(profiles, (profiles) => Stream.runCollect(profiles.stream(query))).pipe(
    provide(client.layer),
    Effect.map((items) => ({ ids: idsOf(items), requests: client.requests }))
  )
}

describe("a stream of records", () => {
  for (const count of [0, 1, 9, 10, 11, 30, 35]) {
    for (const comparing of ["compares ids", "overlooks it", "finds nothing"] as const) {
      it.effect(`of ${count} emits each once, from a server that ${comparing}`, () =>
        Effect.gen(function* () {
          const all = rows(count)
          const { ids } = yield* collect(server(all, comparing), { limit: 10 })
          assert.deepStrictEqual(ids, idsOf(all))
        })
      )
    }
  }

  it.effect("continues after the last id of a page", () =>
    Effect.gen(function* () {
      const { requests } = yield* collect(server(rows(25)), { limit: 10 })
      assert.deepStrictEqual(
        requests.map(({ query }) => Object.fromEntries(query)),
        [
          { limit: "10", sort_asc: "_id" },
          { limit: "10", sort_asc: "_id", "_id[gt]": "r0009" },
          { limit: "10", sort_asc: "_id", "_id[gt]": "r0019" },
          { limit: "10", sort_asc: "_id", "_id[gt]": "r0024" }
        ]
      )
    })
  )

  it.effect("misses and repeats none while seen ones are deleted, and others created", () =>
    Effect.gen(function* () {
      const all = rows(40)
      const left = [...all]
      let made = 40
      const response = server(left, "compares ids", () => {
        left.splice(0, 3)
        if (made < 50) left.push({ _id: `r${String(made++).padStart(4, "0")}`, age: 1 })
      })
      const { ids } = yield* collect(response, { limit: 10 })
      assert.deepStrictEqual(ids.slice(0, 40), idsOf(all))
      assert.strictEqual(new Set(ids).size, ids.length)
    })
  )

  it.effect("in another order pages by skip", () =>
    Effect.gen(function* () {
      const all = rows(25)
      const { ids, requests } = yield* collect(server(all), { limit: 10, sort_asc: "age" })
      assert.deepStrictEqual(ids, idsOf(all).toReversed())
      assert.deepStrictEqual(
        requests.map(({ query }) => Object.fromEntries(query)["skip"]),
        [undefined, "10", "20", "25"]
      )
    })
  )

  it.effect("requests no page before it is needed", () =>
    Effect.gen(function* () {
      const client = recordingClient(server(rows(1000)))
      const items = yield* Effect.flatMap(profiles, (profiles) =>
        profiles.stream({ limit: 10 }).pipe(Stream.take(15), Stream.runCollect)
      ).pipe(provide(client.layer))
      assert.strictEqual(items.length, 15)
      assert.strictEqual(client.requests.length, 2)
    })
  )

  it.effect("is rejected when its query is invalid, and nothing is sent", () =>
    Effect.gen(function* () {
      const client = recordingClient(server(rows(1)))
      const error = yield* Effect.flatMap(profiles, (profiles) =>
        Stream.runCollect(profiles.stream({ age: { in: [] } }))
      ).pipe(provide(client.layer), Effect.flip)
      assert.strictEqual(error._tag, "InvalidRequest")
      assert.strictEqual(client.requests.length, 0)
    })
  )
})
