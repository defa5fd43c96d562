// All users, page by page, while others sign up and are deleted.
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { UserId } from "@effect-connectycube/core/Ids"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import { Users } from "@effect-connectycube/users/Users"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { type Response, type Recorded, recordingClient } from "../../../test/support/recording.ts"
import documented from "./fixtures/documented.json" with { type: "json" }

interface Row {
  readonly id: number
  /** Milliseconds, of which the server tells the seconds only. */
  readonly made: number
  readonly login: string
}

const [template] = documented.list.responses[0]?.items ?? []

const wire = ({ id, login, made }: Row) => ({
  ...template,
  id,
  login,
  created_at: new Date(made).toISOString().replace(/\.\d+Z$/, "Z")
})

const rows = (count: number, made: (index: number) => number = (index) => index * 1000): Array<Row> =>
  Array.from({ length: count }, (_, index) => ({ id: index + 1, made: made(index), login: `u${10_000 - index}` }))

interface Server {
  /** A parameter that it does not know of. */
  readonly overlooks?: string
  readonly afterPage?: () => void
}

const flags = (query: Recorded["query"], overlooks = "") =>
  Object.fromEntries(query.filter(([key]) => !key.startsWith(overlooks) || overlooks === ""))

/** A server of `GET /users/v2`, which stores fractions of seconds and does not return them. */
const server =
  (held: Array<Row>, { afterPage = () => {}, overlooks }: Server = {}) =>
  ({ query }: Recorded): Response => {
    const given = flags(query, overlooks)
    const hidden = query.filter(([key]) => key === "id[nin][]" && key !== overlooks).map(([, id]) => Number(id))
    const at = (key: string, otherwise: number) => (given[key] === undefined ? otherwise : Date.parse(given[key]))
    const sort = given["sort_asc"] ?? given["sort_desc"] ?? "login"
    const compare = (a: Row, b: Row) =>
      sort === "created_at" ? a.made - b.made : sort === "id" ? a.id - b.id : a.login.localeCompare(b.login)
    const matching = held
      .filter(({ id }) => !hidden.includes(id))
      .filter(({ made }) => made >= at("created_at[gte]", 0) && made < at("created_at[lt]", Infinity))
      .toSorted((a, b) => (given["sort_desc"] === undefined ? compare(a, b) : compare(b, a)))
    const skip = Number(given["offset"] ?? 0)
    const limit = Number(given["limit"] ?? 100)
    const items = matching.slice(skip, skip + limit).map(wire)
    const body = { limit, skip, total_entries: matching.length, items }
    afterPage()
    return { body }
  }

const collect = <E>(
  response: (request: Recorded) => Response,
  stream: (users: Users["Service"]) => Stream.Stream<{ readonly id: number }, E, Session>
) => {
  const client = recordingClient(response)
  const config = ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("key") })
  const seen: Array<number> = []
  return Effect.flatMap(Users, (users) =>
    Stream.runForEach(stream(users), ({ id }) => Effect.sync(() => void seen.push(id)))
  ).pipe(
    Effect.provide(Users.layer.pipe(Layer.provide([client.layer, config]))),
    Effect.provideService(Session, fromToken(Redacted.make("token"))),
    Effect.result,
    Effect.map((result) => ({
      seen,
      error: result._tag === "Failure" ? result.failure : undefined,
      queries: client.requests.map(({ query }) => Object.fromEntries(query)),
      requests: client.requests
    }))
  )
}

const idsOf = (rows: ReadonlyArray<Row>) => rows.map(({ id }) => id)
const vips = { user_tags: "vip" } as const

describe("a stream of users", () => {
  it.effect(
    "asks for the next page when its first item is wanted, in one order, after the last of the page before",
    () =>
      Effect.gen(function* () {
        const { queries, seen } = yield* collect(server(rows(7)), (users) =>
          users.stream({ ...vips, limit: 2 }).pipe(Stream.take(3))
        )
        assert.deepStrictEqual(seen, [1, 2, 3])
        const query = { user_tags: "vip", limit: "2", sort_asc: "created_at" }
        assert.deepStrictEqual(queries, [
          query,
          { ...query, "created_at[gte]": "1970-01-01T00:00:01Z", "id[nin][]": "2" }
        ])
      })
  )

  it.effect("makes no further request when the last page is full", () =>
    Effect.gen(function* () {
      const { queries, seen } = yield* collect(server(rows(6)), (users) => users.stream({ ...vips, limit: 2 }))
      assert.strictEqual(seen.length, 6)
      assert.strictEqual(queries.length, 3)
    })
  )

  const orders = [{}, { sort_asc: "created_at" }, { sort_desc: "created_at" }] as const

  it.effect.prop(
    "emits each once, in either direction, with any number of users in one second, and fractions of it",
    [
      Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 3000 }))).check(Schema.isMaxLength(60)),
      Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 20 })),
      Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 2 }))
    ],
    ([times, limit, direction]) =>
      Effect.gen(function* () {
        const all = rows(times.length, (index) => times[index] ?? 0)
        const { error, seen } = yield* collect(server(all), (users) =>
          users.stream({ ...vips, ...orders[direction], limit })
        )
        assert.isUndefined(error)
        assert.strictEqual(new Set(seen).size, seen.length)
        assert.deepStrictEqual(
          seen.toSorted((a, b) => a - b),
          idsOf(all)
        )
      }),
    { arbitrary: { runs: 60, seed: "users" } }
  )

  it.effect("emits each once when more signed up in a second than a request can name, with short URLs", () =>
    Effect.gen(function* () {
      const all = rows(350, (index) => (index < 300 ? 0 : 1000))
      const id = { nin: Array.from({ length: 40 }, (_, index) => UserId.make(5000 + index)) }
      const { error, requests, seen } = yield* collect(server(all), (users) => users.stream({ ...vips, id, limit: 30 }))
      assert.isUndefined(error)
      assert.deepStrictEqual(seen, idsOf(all))
      for (const { query } of requests) {
        assert.isBelow(query.filter(([key]) => key === "id[nin][]").length, 100)
      }
    })
  )

  for (const order of orders) {
    it.effect(
      `neither hides nor doubles while others sign up, and those read are deleted: ${JSON.stringify(order)}`,
      () =>
        Effect.gen(function* () {
          const all = rows(40, (index) => Math.floor(index / 4) * 1000)
          const held = [...all]
          let made = all.length
          const afterPage = () => {
            const newest = order === orders[2] ? held.splice(held.length - 3, 3) : held.splice(0, 3)
            if (made < 50 && newest.length > 0) {
              made++
              held.push({ id: made, made: 20_000 + made * 300, login: "z" })
            }
          }
          const { error, seen } = yield* collect(server(held, { afterPage }), (users) =>
            users.stream({ ...vips, ...order, limit: 10 })
          )
          assert.isUndefined(error)
          assert.strictEqual(new Set(seen).size, seen.length)
          assert.deepStrictEqual(
            idsOf(all).filter((id) => !seen.includes(id)),
            []
          )
        })
    )
  }

  it.effect("keeps the caller's bounds when they are narrower than the second of the cursor", () =>
    Effect.gen(function* () {
      const all = rows(40, (index) => index * 250)
      const between = { gte: DateTime.makeUnsafe(1500), lt: DateTime.makeUnsafe(6750) }
      const wanted = idsOf(all.filter(({ made }) => made >= 1500 && made < 6750))
      for (const order of orders) {
        const { seen } = yield* collect(server(all), (users) =>
          users.stream({ ...vips, ...order, created_at: between, limit: 3 })
        )
        assert.deepStrictEqual(
          seen.toSorted((a, b) => a - b),
          wanted
        )
      }
    })
  )

  it.effect("skips the first users by offset, once", () =>
    Effect.gen(function* () {
      for (const order of [{}, { sort_asc: "id" }] as const) {
        const { seen } = yield* collect(server(rows(20)), (users) =>
          users.stream({ ...vips, ...order, offset: 5, limit: 4 })
        )
        assert.deepStrictEqual(seen, idsOf(rows(20)).slice(5))
      }
    })
  )

  it.effect("in another order is paged by offset, and repeats none that moves to the next page", () =>
    Effect.gen(function* () {
      const held = rows(30)
      let made = 30
      const afterPage = () => {
        if (made < 36) held.push({ id: ++made, made, login: `a${made}` })
      }
      const { error, queries, seen } = yield* collect(server(held, { afterPage }), (users) =>
        users.stream({ ...vips, sort_asc: "login", limit: 10 })
      )
      assert.isUndefined(error)
      assert.strictEqual(new Set(seen).size, seen.length)
      assert.deepStrictEqual(
        queries.map((query) => query["offset"]),
        ["0", "10", "20", "30"]
      )
    })
  )

  for (const [what, overlooks, order] of [
    ["the cursor upwards", "created_at", orders[1]],
    ["the cursor downwards", "created_at", orders[2]],
    ["the order", "sort_asc", orders[1]]
  ] as const) {
    it.effect(`fails, and does not start over, when the server ignores ${what}`, () =>
      Effect.gen(function* () {
        const { error, queries, seen } = yield* collect(server(rows(30), { overlooks }), (users) =>
          users.stream({ ...vips, ...order, limit: 10 })
        )
        assert.strictEqual(error?._tag, "DecodeError")
        assert.include(error?.message, "Expected the items after the cursor, in the order of their created_at")
        assert.isAtMost(seen.length, 10)
        assert.isAtMost(queries.length, 2)
      })
    )
  }

  it.effect("fails when the server ignores the ids to leave out, and one second fills its pages", () =>
    Effect.gen(function* () {
      const { error, queries } = yield* collect(
        server(
          rows(30, () => 0),
          { overlooks: "id[nin][]" }
        ),
        (users) => users.stream({ ...vips, limit: 10 })
      )
      assert.strictEqual(error?._tag, "DecodeError")
      assert.strictEqual(queries.length, 3)
    })
  )
})

describe("a stream of the first version", () => {
  const [item] = documented.listV1.responses[0]?.items ?? []

  /** A server of `GET /users`, and of the other lists with numbered pages. */
  const serverV1 =
    (held: Array<Row>, { afterPage = () => {}, overlooks }: Server = {}) =>
    ({ query }: Recorded): Response => {
      const given = flags(query, overlooks)
      const filters = query.filter(([key]) => key === "filter[]" && key !== overlooks).map(([, filter]) => filter)
      const after = Math.max(
        0,
        ...filters.flatMap((filter) => /^number id gt (\d+)$/.exec(filter)?.[1] ?? []).map(Number)
      )
      const matching = held
        .filter(({ id }) => id > after)
        .toSorted((a, b) => (given["order"] === "asc string login" ? a.login.localeCompare(b.login) : a.id - b.id))
      const current_page = Number(given["page"] ?? 1)
      const per_page = Number(given["per_page"] ?? 10)
      const items = matching
        .slice((current_page - 1) * per_page, current_page * per_page)
        .map((row) => ({ user: { ...item?.user, ...wire(row) } }))
      afterPage()
      return { body: { current_page, per_page, total_entries: matching.length, items } }
    }

  it.effect("continues after the last id, and misses none while users that were read are deleted", () =>
    Effect.gen(function* () {
      const all = rows(25)
      const held = [...all]
      const { requests, seen } = yield* collect(serverV1(held, { afterPage: () => held.splice(0, 4) }), (users) =>
        users.streamV1({ filter: [{ field: "timezone", operator: "gt", value: 60 }], per_page: 10 })
      )
      assert.deepStrictEqual(seen, idsOf(all))
      assert.deepStrictEqual(
        requests.map(({ query }) => query),
        [[], ["number id gt 10"], ["number id gt 20"]].map((after) => [
          ...[...after, "number timezone gt 60"].map((filter) => ["filter[]", filter] as const),
          ["order", "asc number id"] as const,
          ["per_page", "10"] as const
        ])
      )
    })
  )

  it.effect("in another order, or with conditions on ids, has numbered pages, and repeats none", () =>
    Effect.gen(function* () {
      for (const query of [
        { order: { direction: "asc", field: "login" } },
        { filter: [{ field: "id", operator: "gt", value: 0 }] }
      ] as const) {
        const held = rows(25)
        const afterPage = () => {
          if (held.length < 28) held.push({ id: 1000 - held.length, made: 0, login: "a" })
        }
        const { error, queries, seen } = yield* collect(serverV1(held, { afterPage }), (users) =>
          users.streamV1({ ...query, per_page: 10 })
        )
        assert.isUndefined(error)
        assert.strictEqual(new Set(seen).size, seen.length)
        assert.deepStrictEqual(
          queries.map(({ page }) => page),
          ["1", "2", "3"]
        )
      }
    })
  )

  it.effect("fails when the server ignores the start of a page", () =>
    Effect.gen(function* () {
      const { error, queries } = yield* collect(serverV1(rows(30), { overlooks: "filter[]" }), (users) =>
        users.streamV1({ per_page: 10 })
      )
      assert.strictEqual(error?._tag, "DecodeError")
      assert.include(error?.message, "Expected the users after the cursor, in the order of their ids")
      assert.strictEqual(queries.length, 2)
    })
  )

  for (const list of ["streamByTags", "streamByFullName"] as const) {
    it.effect(`${list} repeats none when others are inserted in front, and fails when pages start over`, () =>
      Effect.gen(function* () {
        const stream = (users: Users["Service"]) =>
          list === "streamByTags"
            ? users.streamByTags(["vip"], { per_page: 10 })
            : users.streamByFullName("Ada", { per_page: 10 })
        const held = rows(25).map((row) => ({ ...row, id: row.id + 100 }))
        const afterPage = () => void (held.length < 28 && held.push({ id: held.length, made: 0, login: "a" }))
        const { error, seen } = yield* collect(serverV1(held, { afterPage }), stream)
        assert.isUndefined(error)
        assert.strictEqual(new Set(seen).size, seen.length)
        const blind = yield* collect(serverV1(rows(90), { overlooks: "page" }), stream)
        assert.strictEqual(blind.error?._tag, "DecodeError")
        assert.strictEqual(blind.queries.length, 3)
      })
    )
  }

  it.effect("streamOnline repeats none, and requests pages until one is empty", () =>
    Effect.gen(function* () {
      const held = rows(25).map((row) => ({ ...row, id: row.id + 100 }))
      const { queries, seen } = yield* collect(
        ({ query }) => {
          const { limit, offset } = Object.fromEntries(query)
          const users = held.slice(Number(offset), Number(offset) + Number(limit)).map(wire)
          if (held.length < 28) held.unshift({ id: held.length, made: 0, login: "a" })
          return { body: { users } }
        },
        (users) => users.streamOnline({ limit: 10 })
      )
      assert.strictEqual(new Set(seen).size, seen.length)
      assert.deepStrictEqual(
        seen,
        idsOf(rows(25)).map((id) => id + 100)
      )
      assert.strictEqual(queries.length, 5)
    })
  )
})
