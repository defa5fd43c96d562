// All dialogs and all messages, page by page, by the id of the last one.
import type { Admin } from "@effect-connectycube/admin"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import { DialogId, MessageId } from "@effect-connectycube/core/Ids"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import type { Response, Recorded } from "../../../test/support/recording.ts"
import { call, over, service } from "./support/Client.ts"
import { idOf, ids, store } from "./support/Store.ts"

interface Options {
  readonly after?: string
  readonly batch?: number
  readonly newestFirst?: boolean
}

interface Item {
  readonly _id: string
}

interface Paged {
  readonly items: ReadonlyArray<Item>
  readonly cursor: string
  readonly total_entries: number
}

/** The two lists, which must behave the same way. */
interface List {
  readonly stream: (admin: Admin["Service"], options?: Options) => Stream.Stream<Item, ConnectyCubeError>
  readonly pages: (admin: Admin["Service"], options?: Options) => Stream.Stream<Paged, ConnectyCubeError>
}

const optionsOf = <Id>({ after, batch, newestFirst }: Options, make: (id: string) => Id) => ({
  ...(after === undefined ? {} : { after: make(after) }),
  ...(batch === undefined ? {} : { batch }),
  ...(newestFirst === true ? { sort_desc: "_id" as const } : {})
})

const lists: ReadonlyArray<readonly [name: string, list: List]> = [
  [
    "dialogs",
    {
      stream: ({ chat }, options = {}) =>
        chat.dialogs.stream(
          {},
          optionsOf(options, (id) => DialogId.make(id))
        ),
      pages: ({ chat }, options = {}) =>
        chat.dialogs.pages(
          {},
          optionsOf(options, (id) => DialogId.make(id))
        )
    }
  ],
  [
    "messages",
    {
      stream: ({ chat }, options = {}) =>
        chat.messages.stream(
          {},
          optionsOf(options, (id) => MessageId.make(id))
        ),
      pages: ({ chat }, options = {}) =>
        chat.messages.pages(
          {},
          optionsOf(options, (id) => MessageId.make(id))
        )
    }
  ]
]

const idsIn = (items: ReadonlyArray<Item>) => items.map(({ _id }) => _id)
const queries = (requests: ReadonlyArray<Recorded>) => requests.map(({ query }) => Object.fromEntries(query))

const collect = <A>(
  response: (request: Recorded) => Response,
  f: (admin: Admin["Service"]) => Stream.Stream<A, ConnectyCubeError>
) => {
  const { provide, requests } = over(response)
  return Effect.map(provide(call((admin) => Stream.runCollect(f(admin)))), (items) => ({ items, requests }))
}

const rejected = <A>(
  response: (request: Recorded) => Response,
  f: (admin: Admin["Service"]) => Stream.Stream<A, ConnectyCubeError>
) => {
  const { provide, requests } = over(response)
  const seen: Array<A> = []
  const run = call((admin) => Stream.runForEach(f(admin), (item) => Effect.sync(() => void seen.push(item))))
  return Effect.map(Effect.flip(provide(run)), (error) => ({ error, requests, seen }))
}

describe.each(lists)("a stream of all %s", (_, { pages, stream }) => {
  for (const count of [0, 1, 9, 10, 11, 35]) {
    it.effect(`emits each of ${count} once, oldest first, or newest first`, () =>
      Effect.gen(function* () {
        const all = ids(count)
        const up = yield* collect(store(all), (admin) => stream(admin, { batch: 10 }))
        assert.deepStrictEqual(idsIn(up.items), all)
        const down = yield* collect(store(all), (admin) => stream(admin, { batch: 10, newestFirst: true }))
        assert.deepStrictEqual(idsIn(down.items), all.toReversed())
      })
    )
  }

  it.effect("continues after the last id of a page, in ascending order", () =>
    Effect.gen(function* () {
      const { requests } = yield* collect(store(ids(25)), (admin) => stream(admin, { batch: 10 }))
      assert.deepStrictEqual(queries(requests), [
        { limit: "10", sort_asc: "_id" },
        { limit: "10", sort_asc: "_id", "_id[gt]": idOf(9) },
        { limit: "10", sort_asc: "_id", "_id[gt]": idOf(19) },
        { limit: "10", sort_asc: "_id", "_id[gt]": idOf(24) }
      ])
    })
  )

  it.effect("continues before the last id of a page, in descending order", () =>
    Effect.gen(function* () {
      const { requests } = yield* collect(store(ids(15)), (admin) => stream(admin, { newestFirst: true, batch: 10 }))
      assert.deepStrictEqual(queries(requests), [
        { limit: "10", sort_desc: "_id" },
        { limit: "10", sort_desc: "_id", "_id[lt]": idOf(5) },
        { limit: "10", sort_desc: "_id", "_id[lt]": idOf(0) }
      ])
    })
  )

  it.effect("has pages of 100 by default", () =>
    Effect.gen(function* () {
      const { requests } = yield* collect(store(ids(101)), (admin) => stream(admin))
      assert.deepStrictEqual(queries(requests), [
        { limit: "100", sort_asc: "_id" },
        { limit: "100", sort_asc: "_id", "_id[gt]": idOf(99) },
        { limit: "100", sort_asc: "_id", "_id[gt]": idOf(100) }
      ])
    })
  )

  it.effect("misses and repeats none while seen ones are deleted, and others created", () =>
    Effect.gen(function* () {
      const all = ids(40)
      const held = [...all]
      let made = 40
      const response = store(held, {
        afterPage: () => {
          held.splice(0, 3)
          if (made < 50) held.push(idOf(made++))
        }
      })
      const { items } = yield* collect(response, (admin) => stream(admin, { batch: 10 }))
      assert.deepStrictEqual(idsIn(items), [...all, ...ids(made).slice(40)])
    })
  )

  it.effect("resumes from a saved cursor, in both directions", () =>
    Effect.gen(function* () {
      const all = ids(30)
      const up = yield* collect(store(all), (admin) => stream(admin, { after: idOf(19), batch: 10 }))
      assert.deepStrictEqual(idsIn(up.items), all.slice(20))
      const down = yield* collect(store(all), (admin) => stream(admin, { after: idOf(10), newestFirst: true }))
      assert.deepStrictEqual(idsIn(down.items), all.slice(0, 10).toReversed())
    })
  )

  it.effect("has pages, each with the cursor to resume from", () =>
    Effect.gen(function* () {
      const all = ids(25)
      const first = yield* collect(store(all), (admin) => pages(admin, { batch: 10 }).pipe(Stream.take(2)))
      assert.deepStrictEqual(
        first.items.map(({ cursor, items, total_entries }) => [idsIn(items), cursor, total_entries]),
        [
          [all.slice(0, 10), idOf(9), 25],
          [all.slice(10, 20), idOf(19), 15]
        ]
      )
      const { cursor } = first.items[1] ?? { cursor: "" }
      const rest = yield* collect(store(all), (admin) => pages(admin, { after: cursor, batch: 10 }))
      assert.deepStrictEqual(
        rest.items.map(({ items }) => idsIn(items)),
        [all.slice(20)]
      )
    })
  )

  it.effect("requests no page before it is needed", () =>
    Effect.gen(function* () {
      const { items, requests } = yield* collect(store(ids(1000)), (admin) =>
        stream(admin, { batch: 10 }).pipe(Stream.take(15))
      )
      assert.strictEqual(items.length, 15)
      assert.strictEqual(requests.length, 2)
    })
  )

  const blind: ReadonlyArray<readonly [what: string, key: string, newestFirst: boolean]> = [
    ["a cursor upwards", "_id[gt]", false],
    ["a cursor downwards", "_id[lt]", true],
    ["the order", "sort_asc", false]
  ]

  it.effect.each(blind)("fails, and does not start over, when the server ignores %s", ([, key, newestFirst]) =>
    Effect.gen(function* () {
      const response = store(ids(30), { overlooks: [key] })
      const { error, seen } = yield* rejected(response, (admin) => stream(admin, { batch: 10, newestFirst }))
      assert.strictEqual(error._tag, "DecodeError")
      assert.include(error.message, "Expected the items after the cursor, in the order of their ids")
      assert.strictEqual(new Set(idsIn(seen)).size, seen.length)
      assert.isAtMost(seen.length, 10)
    })
  )

  it.effect("detects at its first page that a server ignores the cursor it resumes from", () =>
    Effect.gen(function* () {
      const response = store(ids(30), { overlooks: ["_id[gt]"] })
      const { error, requests, seen } = yield* rejected(response, (admin) =>
        stream(admin, { after: idOf(19), batch: 10 })
      )
      assert.strictEqual(error._tag, "DecodeError")
      assert.deepStrictEqual([requests.length, seen.length], [1, 0])
    })
  )

  it.effect("detects it for ids that do not compare, too", () =>
    Effect.gen(function* () {
      const response = store(["a", "bb", "ccc"], { overlooks: ["_id[gt]"] })
      const { error, seen } = yield* rejected(response, (admin) => stream(admin))
      assert.strictEqual(error._tag, "DecodeError")
      assert.deepStrictEqual(idsIn(seen), ["a", "bb", "ccc"])
    })
  )

  it.effect("is rejected when a page would be too long or empty, and nothing is sent", () =>
    Effect.gen(function* () {
      for (const batch of [0, 101]) {
        const { error, requests } = yield* rejected(store(ids(3)), (admin) => stream(admin, { batch }))
        assert.strictEqual(error._tag, "InvalidRequest")
        assert.deepStrictEqual(requests, [])
      }
    })
  )

  it.effect("aborts its request when it is interrupted", () =>
    Effect.gen(function* () {
      const asked = yield* Deferred.make<void>()
      const stopped = yield* Deferred.make<void>()
      const client = HttpClient.make(() =>
        Effect.andThen(Deferred.succeed(asked, undefined), Effect.never).pipe(
          Effect.onInterrupt(() => Deferred.succeed(stopped, undefined))
        )
      )
      const fiber = yield* call((admin) => Stream.runDrain(stream(admin))).pipe(
        Effect.provide(service(Layer.succeed(HttpClient.HttpClient, client))),
        Effect.forkChild
      )
      yield* Deferred.await(asked)
      yield* Fiber.interrupt(fiber)
      assert.isTrue(yield* Deferred.isDone(stopped))
    })
  )
})

describe("a stream within bounds", () => {
  const held = ids(30)
  const message = (number: number) => MessageId.make(idOf(number))
  const dialog = (number: number) => DialogId.make(idOf(number))

  it.effect("has both of them on every page", () =>
    Effect.gen(function* () {
      const { items, requests } = yield* collect(store(held), ({ chat }) =>
        chat.messages.stream({ _id: { gte: message(3), lt: message(20) } }, { batch: 10 })
      )
      assert.deepStrictEqual(idsIn(items), held.slice(3, 20))
      assert.deepInclude(queries(requests)[1], { "_id[gte]": idOf(3), "_id[gt]": idOf(12), "_id[lt]": idOf(20) })
    })
  )

  it.effect("resumes from the cursor when it is within them, and from the bound otherwise", () =>
    Effect.gen(function* () {
      const from = (after: number) =>
        collect(store(held), ({ chat }) =>
          chat.dialogs.stream({ _id: { gt: dialog(10), lt: dialog(20) } }, { after: dialog(after), batch: 4 })
        )
      assert.deepStrictEqual(idsIn((yield* from(5)).items), held.slice(11, 20))
      assert.deepStrictEqual(idsIn((yield* from(15)).items), held.slice(16, 20))
    })
  )

  it.effect("does the same in descending order", () =>
    Effect.gen(function* () {
      const from = (after: number) =>
        collect(store(held), ({ chat }) =>
          chat.dialogs.stream(
            { _id: { gt: dialog(10), lt: dialog(20) } },
            { sort_desc: "_id", after: dialog(after), batch: 4 }
          )
        )
      assert.deepStrictEqual(idsIn((yield* from(25)).items), held.slice(11, 20).toReversed())
      assert.deepStrictEqual(idsIn((yield* from(15)).items), held.slice(11, 15).toReversed())
    })
  )

  it.effect("leaves out items that were created at a time or later, by the seconds in the ids", () =>
    Effect.gen(function* () {
      const before = DateTime.makeUnsafe((0x620e2b14 + 20) * 1000 + 999)
      const up = yield* collect(store(held), ({ chat }) =>
        chat.messages.stream({ _id: { gte: message(3) } }, { before, batch: 10 })
      )
      assert.deepStrictEqual(idsIn(up.items), held.slice(3, 20))
      const down = yield* collect(store(held), ({ chat }) =>
        chat.messages.stream({ _id: { lt: message(25) } }, { before, batch: 15, sort_desc: "_id" })
      )
      assert.deepStrictEqual(idsIn(down.items), held.slice(0, 20).toReversed())
      const narrower = yield* collect(store(held), ({ chat }) =>
        chat.messages.stream({ _id: { lt: message(5) } }, { before })
      )
      assert.deepStrictEqual(idsIn(narrower.items), held.slice(0, 5))
    })
  )

  it.effect("leaves out all, or none, for a time that no id can have", () =>
    Effect.gen(function* () {
      const of = (time: string) =>
        collect(store(held), ({ chat }) => chat.dialogs.stream({}, { before: DateTime.makeUnsafe(time) }))
      assert.strictEqual((yield* of("1969-12-31T00:00:00Z")).items.length, 0)
      assert.strictEqual((yield* of("2200-01-01T00:00:00Z")).items.length, 30)
    })
  )

  it.effect("sends its other filters with every page", () =>
    Effect.gen(function* () {
      const time = DateTime.makeUnsafe(1669548990_000)
      const { requests } = yield* collect(store(held), ({ chat }) =>
        chat.dialogs.stream({ type: { in: ["group", "public"] }, created_at: { lt: time } }, { batch: 20 })
      )
      assert.strictEqual(requests.length, 3)
      for (const query of queries(requests)) {
        assert.deepInclude(query, { "type[in]": "2,4", "created_at[lt]": "1669548990" })
      }
    })
  )
})
