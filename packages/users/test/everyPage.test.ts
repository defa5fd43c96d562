// Every stream of users requests its pages with its options, and emits all users of them.
import { UserId } from "@effect-connectycube/core/Ids"
import type { ItemResult } from "@effect-connectycube/core/ItemDecodeError"
import { type User, Users } from "@effect-connectycube/users"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import type { Session } from "@effect-connectycube/core/Session"
import { inSession } from "../../../test/support/inSession.ts"
import type { Response, Recorded } from "../../../test/support/recording.ts"

const { record } = inSession(Users.layer)

const everybody = Array.from({ length: 7 }, (_, index) => ({ id: index + 1, created_at: index, updated_at: index }))

const parameter = ({ query }: Recorded, name: string): string | undefined => query.find(([key]) => key === name)?.[1]

const number = (request: Recorded, name: string, fallback: number) => Number(parameter(request, name) ?? fallback)

/** Seven users, in the pages of the API: by number, or by offset. */
const server = (request: Recorded): Response => {
  if (request.path === "/users/v2") {
    const skip = number(request, "offset", 0)
    const limit = number(request, "limit", 100)
    return { body: { items: everybody.slice(skip, skip + limit), skip, limit, total_entries: everybody.length } }
  }
  if (request.path === "/users/online") {
    const offset = number(request, "offset", 0)
    return { body: { users: everybody.slice(offset, offset + number(request, "limit", 100)) } }
  }
  const current_page = number(request, "page", 1)
  const per_page = number(request, "per_page", 10)
  const items = everybody.slice((current_page - 1) * per_page, current_page * per_page).map((user) => ({ user }))
  return { body: { current_page, per_page, total_entries: everybody.length, items } }
}

interface Case {
  readonly name: string
  readonly stream: (users: Users["Service"]) => Stream.Stream<User, unknown, Session>
  /** The same, with the users that cannot be read. */
  readonly results: (users: Users["Service"]) => Stream.Stream<ItemResult<User>, unknown, Session>
  readonly path: string
  /** What goes along with the request for each page. */
  readonly sent: ReadonlyArray<readonly [string, string]>
  /** What tells the pages apart. */
  readonly pages: ReadonlyArray<readonly [name: string, value: string]>
  readonly ids?: ReadonlyArray<number>
}

const numbered = (...numbers: ReadonlyArray<number>) => numbers.map((number) => ["page", String(number)] as const)
const after = (...offsets: ReadonlyArray<number>) => offsets.map((offset) => ["offset", String(offset)] as const)

const cases: ReadonlyArray<Case> = [
  {
    name: "streamV1",
    stream: (users) =>
      users.streamV1({
        per_page: 3,
        filter: [{ field: "id", operator: "gt", value: 0 }],
        order: { direction: "asc", field: "id" }
      }),
    results: (users) =>
      users.streamV1Results({
        per_page: 3,
        filter: [{ field: "id", operator: "gt", value: 0 }],
        order: { direction: "asc", field: "id" }
      }),
    path: "/users",
    sent: [
      ["filter[]", "number id gt 0"],
      ["order", "asc number id"],
      ["per_page", "3"]
    ],
    pages: numbered(1, 2, 3)
  },
  {
    name: "streamV1, as it is left",
    stream: (users) => users.streamV1(),
    results: (users) => users.streamV1Results(),
    path: "/users",
    sent: [
      ["order", "asc number id"],
      ["per_page", "100"]
    ],
    // By a cursor: the first page needs no number.
    pages: []
  },
  {
    name: "streamByTags",
    stream: (users) => users.streamByTags(["vip", "new"], { per_page: 2 }),
    results: (users) => users.streamByTagsResults(["vip", "new"], { per_page: 2 }),
    path: "/users/by_tags",
    sent: [
      ["per_page", "2"],
      ["tags", "vip,new"]
    ],
    pages: numbered(1, 2, 3, 4)
  },
  {
    name: "streamByTags, as it is left",
    stream: (users) => users.streamByTags(["vip"]),
    results: (users) => users.streamByTagsResults(["vip"]),
    path: "/users/by_tags",
    sent: [
      ["per_page", "100"],
      ["tags", "vip"]
    ],
    pages: numbered(1)
  },
  {
    name: "streamByFullName",
    stream: (users) => users.streamByFullName("Ada", { per_page: 4 }),
    results: (users) => users.streamByFullNameResults("Ada", { per_page: 4 }),
    path: "/users/by_full_name",
    sent: [
      ["full_name", "Ada"],
      ["per_page", "4"]
    ],
    pages: numbered(1, 2)
  },
  {
    name: "streamByFullName, as it is left",
    stream: (users) => users.streamByFullName("Ada"),
    results: (users) => users.streamByFullNameResults("Ada"),
    path: "/users/by_full_name",
    sent: [
      ["full_name", "Ada"],
      ["per_page", "100"]
    ],
    pages: numbered(1)
  },
  {
    name: "streamOnline",
    stream: (users) => users.streamOnline({ limit: 3 }),
    results: (users) => users.streamOnlineResults({ limit: 3 }),
    path: "/users/online",
    sent: [["limit", "3"]],
    pages: after(0, 3, 6, 7)
  },
  {
    name: "streamOnline, as it is left",
    stream: (users) => users.streamOnline(),
    results: (users) => users.streamOnlineResults(),
    path: "/users/online",
    sent: [["limit", "100"]],
    pages: after(0, 7)
  },
  {
    name: "stream, after an offset",
    stream: (users) => users.stream({ id: { in: [UserId.make(1)] }, sort_asc: "full_name", limit: 2, offset: 3 }),
    results: (users) =>
      users.streamResults({ id: { in: [UserId.make(1)] }, sort_asc: "full_name", limit: 2, offset: 3 }),
    path: "/users/v2",
    sent: [
      ["id[in][]", "1"],
      ["limit", "2"],
      ["sort_asc", "full_name"]
    ],
    pages: after(3, 5),
    ids: [4, 5, 6, 7]
  }
]

/** Each stream, and the one of its results. */
const streams = cases.flatMap(({ name, results, stream, ...rest }) => [
  { ...rest, name, stream },
  {
    ...rest,
    name: `${name}, with results`,
    stream: (users: Users["Service"]) => Stream.map(results(users), Result.getOrThrow)
  }
])

describe("a stream of users", () => {
  it.effect.each(streams)(
    "requests each page once, and emits all users ($name)",
    ({ ids, pages, path, sent, stream }) =>
      Effect.gen(function* () {
        const { requests, value } = yield* record(
          Effect.flatMap(Users, (users) => Stream.runCollect(stream(users))),
          server
        )
        assert.deepStrictEqual(
          value.map(({ id }) => id as number),
          ids ?? everybody.map(({ id }) => id)
        )
        const names = new Set(pages.map(([name]) => name))
        assert.deepStrictEqual(
          requests.flatMap(({ query }) => query.filter(([name]) => names.has(name))),
          pages
        )
        assert.strictEqual(requests.length, Math.max(pages.length, 1))
        for (const request of requests) {
          assert.strictEqual(request.path, path)
          assert.deepStrictEqual(
            request.query.filter(([name]) => !names.has(name)),
            sent
          )
        }
      })
  )

  it.effect.each(streams)("requests no page before it is needed ($name)", ({ stream }) =>
    Effect.gen(function* () {
      const { requests } = yield* record(
        Effect.flatMap(Users, (users) => Stream.runCollect(Stream.take(stream(users), 1))),
        server
      )
      assert.strictEqual(requests.length, 1)
    })
  )
})
