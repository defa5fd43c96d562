// The queries of a list in the order of a time, page by page, and what is wrong with a page.
import * as TimeCursor from "@effect-connectycube/core/client/TimeCursor"
import type * as Query from "@effect-connectycube/core/contract/Query"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"

interface Item {
  readonly id?: string
  /** Seconds. */
  readonly at?: number
}

type Options = Partial<TimeCursor.TimeOrder<Item, string>> & {
  readonly query?: object
  readonly isLast?: (page: ReadonlyArray<Item>) => boolean
  readonly first?: Query.Flat
}

const second = (at: number) => DateTime.makeUnsafe(at * 1000)

const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)

/** Reads these pages, and gives the query of each, and the query or the issue of the next. */
const queriesOf = ({ first, isLast, query = {}, ...order }: Options, ...pages: ReadonlyArray<ReadonlyArray<Item>>) => {
  const strategy = TimeCursor.strategy<ReadonlyArray<Item>, Item, string, never, never>(
    {
      field: "made",
      id: "_id",
      placeOf: ({ at, id }) => ({
        ...(id === undefined ? {} : { id }),
        ...(at === undefined ? {} : { time: second(at) })
      }),
      descending: false,
      lists: "brackets",
      skip: "skip",
      ...order
    },
    query,
    {
      read: (query) => {
        queries.push(query)
        return Effect.succeed([])
      },
      items: (page) => page,
      ...(first === undefined ? {} : { first }),
      ...(isLast === undefined ? {} : { isLast })
    }
  )
  const queries: Array<unknown> = []
  let position = strategy.start
  for (const page of pages) {
    Effect.runSync(strategy.read(position))
    const next = strategy.next(position, page)
    if (Result.isFailure(next)) return [...queries, next.failure]
    if (Option.isNone(next.success)) return [...queries, "end"]
    position = next.success.value
  }
  Effect.runSync(strategy.read(position))
  return queries
}

const sort = { sort_asc: "made" }

describe("the query of a page", () => {
  it("has the conditions and the order, and what is for the first page there only", () => {
    assert.deepStrictEqual(queriesOf({ query: { name: "a" }, first: { limit: 5 } }, [{ id: "a", at: 1 }]), [
      { name: "a", ...sort, limit: 5 },
      { name: "a", ...sort, "made[gte]": second(1), "_id[nin][]": ["a"] }
    ])
  })

  it("leaves out the ids of the last second, those of its own condition too", () => {
    const [, next] = queriesOf({ query: { "_id[nin][]": ["x"] } }, [
      { id: "a", at: 1 },
      { id: "b", at: 2 },
      { id: "c", at: 2 }
    ])
    assert.deepStrictEqual(next, { ...sort, "made[gte]": second(2), "_id[nin][]": ["x", "b", "c"] })
  })

  it("writes its lists with commas where the endpoint takes them so", () => {
    const [, next] = queriesOf({ lists: "commas", query: { "_id[nin]": ["x"] } }, [{ id: "a", at: 1 }])
    assert.deepStrictEqual(next, { ...sort, "made[gte]": second(1), "_id[nin]": ["x", "a"] })
  })

  it("ends before the second after the last one, downwards", () => {
    const [, next] = queriesOf({ descending: true }, [
      { id: "a", at: 2 },
      { id: "b", at: 1 }
    ])
    assert.deepStrictEqual(next, { sort_desc: "made", "made[lt]": second(2), "_id[nin][]": ["b"] })
  })

  it("keeps a bound of its own that is narrower", () => {
    const bounded = (descending: boolean, key: string, at: number) =>
      Object(queriesOf({ descending, query: { [key]: second(at) } }, [{ id: "a", at: 5 }])[1])[key]
    assert.deepStrictEqual(bounded(false, "made[gte]", 3), second(5))
    assert.deepStrictEqual(bounded(false, "made[gte]", 7), second(7))
    assert.deepStrictEqual(bounded(true, "made[lt]", 3), second(3))
    assert.deepStrictEqual(bounded(true, "made[lt]", 9), second(6))
  })

  it.each([
    [99, {}],
    [98, { "_id[in][]": ["x"] }],
    [98, { "_id[nin][]": ["x"] }],
    [97, { "_id[in][]": ["x"], "_id[nin][]": ["y"] }]
  ])("names %d ids beside %j, and counts them when there are more", (room, query) => {
    const page = (count: number) => range(0, count).map((index) => ({ id: `i${index}`, at: 1 }))
    const [, named] = queriesOf({ query }, page(room))
    const own = Object.entries(query).flatMap(([key, ids]) => (key.includes("nin") ? ids : []))
    assert.deepStrictEqual(named, {
      ...query,
      ...sort,
      "made[gte]": second(1),
      "_id[nin][]": [...own, ...page(room).map(({ id }) => id)]
    })
    const [, counted] = queriesOf({ query, skip: "offset" }, page(room + 1))
    assert.deepStrictEqual(counted, { ...query, ...sort, "made[gte]": second(1), offset: room + 1 })
  })

  it("counts those of the last second that have no id", () => {
    const [, next] = queriesOf({}, [{ id: "a", at: 1 }, { at: 1 }, { at: 1 }])
    assert.deepStrictEqual(next, { ...sort, "made[gte]": second(1), "_id[nin][]": ["a"], skip: 2 })
    const [, more] = queriesOf({}, [...range(0, 100).map((index) => ({ id: `i${index}`, at: 1 })), { at: 1 }])
    assert.deepStrictEqual(more, { ...sort, "made[gte]": second(1), skip: 101 })
    const [, none] = queriesOf({}, [{ at: 1 }])
    assert.deepStrictEqual(none, { ...sort, "made[gte]": second(1), skip: 1 })
  })

  it("goes on in the same second with all of it that has come", () => {
    const queries = queriesOf({}, [{ id: "a", at: 1 }, { at: 1 }], [{ id: "b", at: 1 }, { at: 1 }])
    assert.deepStrictEqual(queries[2], { ...sort, "made[gte]": second(1), "_id[nin][]": ["a", "b"], skip: 2 })
  })

  it("begins at the last second that is certain, where times cannot be read", () => {
    const [, next] = queriesOf({}, [{ id: "a", at: 1 }, { id: "b", at: 2 }, { id: "c" }, { id: "d", at: 3 }])
    assert.deepStrictEqual(next, { ...sort, "made[gte]": second(2), "_id[nin][]": ["b", "c", "d"] })
    const [, unknown] = queriesOf({}, [{ id: "a" }, { id: "b", at: 1 }])
    assert.deepStrictEqual(unknown, { ...sort, "_id[nin][]": ["a", "b"] })
    const queries = queriesOf({}, [{ id: "a", at: 1 }, { id: "b" }], [{ id: "c", at: 2 }], [{ id: "d", at: 3 }])
    assert.deepStrictEqual(queries.slice(2), [
      { ...sort, "made[gte]": second(1), "_id[nin][]": ["a", "b", "c"] },
      { ...sort, "made[gte]": second(3), "_id[nin][]": ["d"] }
    ])
  })

  it("takes no fraction of a second for another second", () => {
    const [, next] = queriesOf({}, [
      { id: "a", at: 1.2 },
      { id: "b", at: 1.9 }
    ])
    assert.deepStrictEqual(next, { ...sort, "made[gte]": second(1), "_id[nin][]": ["a", "b"] })
  })
})

describe("a page", () => {
  it("has a total where the list tells one, and no total otherwise", () => {
    const order = {
      field: "made",
      id: "_id",
      placeOf: () => ({}),
      descending: false,
      lists: "brackets",
      skip: "skip"
    } as const
    const list = { read: () => Effect.succeed<ReadonlyArray<Item>>([]), items: (page: ReadonlyArray<Item>) => page }
    assert.isUndefined(TimeCursor.strategy(order, {}, list).total)
    assert.strictEqual(TimeCursor.strategy(order, {}, { ...list, total: () => 9 }).total?.([]), 9)
  })

  it("is the last one when it is empty, or says so", () => {
    assert.deepStrictEqual(queriesOf({}, []).at(-1), "end")
    assert.deepStrictEqual(queriesOf({ isLast: () => true }, [{ id: "a", at: 1 }]).at(-1), "end")
    assert.notStrictEqual(queriesOf({ isLast: () => false }, [{ id: "a", at: 1 }]).at(-1), "end")
  })

  const issue = (index: number) => ({
    path: `items.${index}.made`,
    message: "Expected the items after the cursor, in the order of their made"
  })

  it("is invalid when it is not in the order, whatever stands between", () => {
    assert.deepStrictEqual(queriesOf({}, [{ at: 2 }, {}, { at: 1 }]).at(-1), issue(2))
    assert.deepStrictEqual(queriesOf({ descending: true }, [{ at: 1 }, {}, { at: 2 }]).at(-1), issue(2))
    assert.isUndefined(Reflect.get(Object(queriesOf({}, [{ at: 1 }, { at: 1 }, { at: 2 }]).at(-1)), "message"))
    const down = queriesOf({ descending: true }, [{ at: 2 }, { at: 2 }, { at: 1 }]).at(-1)
    assert.isUndefined(Reflect.get(Object(down), "message"))
  })

  it("is invalid when it begins before the cursor", () => {
    assert.deepStrictEqual(queriesOf({}, [{ id: "a", at: 5 }], [{ id: "b", at: 4 }]).at(-1), issue(0))
    assert.deepStrictEqual(queriesOf({ descending: true }, [{ at: 5 }], [{ at: 6 }]).at(-1), issue(0))
  })
})
