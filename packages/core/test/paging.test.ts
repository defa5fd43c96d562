import * as Method from "@effect-connectycube/core/client/Method"
import * as Paging from "@effect-connectycube/core/client/Paging"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

const things = { idOf: (thing: unknown) => thing }

const numbers = (from: number, count: number) => Array.from({ length: Math.max(0, count) }, (_, index) => from + index)

/** A list of numbers from 0, in pages of a given size, which records the pages that were requested. */
const listOf = (total: () => number, size: number) => {
  const asked: Array<number> = []
  const page = (offset: number) => {
    asked.push(offset)
    return Effect.succeed({ items: numbers(offset, Math.min(size, total() - offset)), total_entries: total() })
  }
  return {
    asked,
    byOffset: (start = 0) => Paging.byOffset(things, start, page),
    byPageNumber: () =>
      Paging.byPageNumber(things, (number) =>
        Effect.map(page((number - 1) * size), (found) => {
          asked.splice(-1, 1, number)
          return found
        })
      ),
    untilEmpty: () => Paging.untilEmpty(things, (offset) => Effect.map(page(offset), ({ items }) => items))
  }
}

const kinds = ["byOffset", "byPageNumber", "untilEmpty"] as const

describe.each(kinds)("a list that is paged %s", (kind) => {
  // A list without a total is read until a page is empty.
  const last = kind === "untilEmpty" ? 1 : 0

  it.effect("emits all items of all pages, in order", () =>
    Effect.gen(function* () {
      const list = listOf(() => 217, 100)
      assert.deepStrictEqual(yield* Stream.runCollect(list[kind]()), numbers(0, 217))
      assert.strictEqual(list.asked.length, 3 + last)
    })
  )

  it.effect("requests only the pages that are needed", () =>
    Effect.gen(function* () {
      for (const [take, pages] of [
        [0, 0],
        [3, 1],
        [100, 1],
        [101, 2],
        [250, 3]
      ] as const) {
        const list = listOf(() => 100_000, 100)
        assert.deepStrictEqual(yield* Stream.runCollect(Stream.take(list[kind](), take)), numbers(0, take))
        assert.strictEqual(list.asked.length, pages, `${take} items`)
      }
    })
  )

  it.effect("stops requesting pages when its consumer fails", () =>
    Effect.gen(function* () {
      const list = listOf(() => 1000, 100)
      const consumer = Stream.runForEach(list[kind](), (item) => (item === 150 ? Effect.fail("enough") : Effect.void))
      assert.strictEqual(yield* Effect.flip(consumer), "enough")
      assert.strictEqual(list.asked.length, 2)
    })
  )

  it.effect("is requested again each time it is run", () =>
    Effect.gen(function* () {
      const list = listOf(() => 3, 2)
      const stream = list[kind]()
      assert.deepStrictEqual(yield* Stream.runCollect(stream), [0, 1, 2])
      assert.deepStrictEqual(yield* Stream.runCollect(stream), [0, 1, 2])
      assert.strictEqual(list.asked.length, 2 * (2 + last))
    })
  )

  it.effect("makes one request when it is empty", () =>
    Effect.gen(function* () {
      const list = listOf(() => 0, 100)
      assert.deepStrictEqual(yield* Stream.runCollect(list[kind]()), [])
      assert.strictEqual(list.asked.length, 1)
    })
  )

  it.effect("makes no further request when the last page is full", () =>
    Effect.gen(function* () {
      const list = listOf(() => 200, 100)
      assert.deepStrictEqual(yield* Stream.runCollect(list[kind]()), numbers(0, 200))
      assert.strictEqual(list.asked.length, 2 + last)
    })
  )

  it.effect("follows a list that grows while it is read", () =>
    Effect.gen(function* () {
      let total = 150
      const list = listOf(() => total, 100)
      const items = yield* Stream.runCollect(Stream.tap(list[kind](), () => Effect.sync(() => (total = 250))))
      assert.deepStrictEqual(items, numbers(0, 250))
      assert.strictEqual(list.asked.length, 3 + last)
    })
  )

  it.effect("stops at an empty page, whatever the total is", () =>
    Effect.gen(function* () {
      let total = 1000
      const list = listOf(() => total, 100)
      const shrinking = Stream.tap(list[kind](), (item) => Effect.sync(() => item === 99 && (total = 100)))
      assert.deepStrictEqual(yield* Stream.runCollect(shrinking), numbers(0, 100))
      assert.strictEqual(list.asked.length, 2)
    })
  )

  it.effect.prop(
    "gives each item once, whatever the sizes",
    [
      Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 300 })),
      Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 }))
    ],
    ([total, size]) =>
      Effect.gen(function* () {
        const list = listOf(() => total, size)
        assert.deepStrictEqual(yield* Stream.runCollect(list[kind]()), numbers(0, total))
        assert.isAtMost(list.asked.length, Math.floor(total / size) + 1 + last)
      })
  )
})

describe("a list", () => {
  it.effect("fails when a page fails, after the items before it", () =>
    Effect.gen(function* () {
      const seen: Array<number> = []
      const stream = Paging.byOffset(things, 0, (offset) =>
        offset === 2 ? Effect.fail("down") : Effect.succeed({ items: [offset, offset + 1], total_entries: 10 })
      )
      assert.strictEqual(
        yield* Effect.flip(Stream.runForEach(stream, (item) => Effect.sync(() => seen.push(item)))),
        "down"
      )
      assert.deepStrictEqual(seen, [0, 1])
    })
  )

  it.effect("that is paged by offset begins at the given offset", () =>
    Effect.gen(function* () {
      const list = listOf(() => 250, 100)
      assert.deepStrictEqual(yield* Stream.runCollect(list.byOffset(120)), numbers(120, 130))
      assert.deepStrictEqual(list.asked, [120, 220])
      const beyond = listOf(() => 250, 100)
      assert.deepStrictEqual(yield* Stream.runCollect(beyond.byOffset(300)), [])
      assert.deepStrictEqual(beyond.asked, [300])
    })
  )

  it.effect("that is paged by offset continues after a page that is shorter than requested", () =>
    Effect.gen(function* () {
      const capped = listOf(() => 25, 10)
      assert.deepStrictEqual(yield* Stream.runCollect(capped.byOffset()), numbers(0, 25))
      assert.deepStrictEqual(capped.asked, [0, 10, 20])
    })
  )

  it.effect(
    "that is paged by number goes on past a short page, since the server may give less than it was asked for",
    () =>
      Effect.gen(function* () {
        const pages = [[0, 1, 2], [3], [4, 5]]
        const stream = Paging.byPageNumber(things, (number) =>
          Effect.succeed({ items: pages[number - 1] ?? [], total_entries: 8 })
        )
        assert.deepStrictEqual(yield* Stream.runCollect(stream), [0, 1, 2, 3, 4, 5])
      })
  )

  it.effect("with a page size of 0 ends", () =>
    Effect.gen(function* () {
      const list = listOf(() => 10, 0)
      for (const kind of kinds) assert.deepStrictEqual(yield* Stream.runCollect(list[kind]()), [])
      assert.strictEqual(list.asked.length, 3)
    })
  )

  it.effect.each(kinds)("paged %s, that gets the same page for every request, ends", (kind) =>
    Effect.gen(function* () {
      let asked = 0
      const same = () => Effect.sync(() => (++asked > 99 ? [] : numbers(0, 3)))
      const counted = () => Effect.map(same(), (items) => ({ items, total_entries: 1000 }))
      const blind = Method.named("things", {
        byOffset: Paging.byOffset(things, 0, counted),
        byPageNumber: Paging.byPageNumber(things, counted),
        untilEmpty: Paging.untilEmpty(things, same)
      })
      const seen: Array<number> = []
      const error = yield* Effect.flip(Stream.runForEach(blind[kind], (item) => Effect.sync(() => seen.push(item))))
      assert.strictEqual(error._tag, "DecodeError")
      assert.include(error.message, `things.${kind}`)
      assert.include(error.message, "Expected other items than those of the pages before")
      assert.strictEqual(asked, 3)
      assert.deepStrictEqual(seen, [0, 1, 2])
    })
  )

  it.effect("continues when new items are inserted in front, and repeats none", () =>
    Effect.gen(function* () {
      const pages = [[1], [1], [0], [0], []]
      const stream = Paging.untilEmpty(things, () => Effect.sync(() => pages.shift() ?? []))
      assert.deepStrictEqual(yield* Stream.runCollect(stream), [1, 0])
    })
  )

  it.effect("whose total grows continues, however many items are inserted in front", () =>
    Effect.gen(function* () {
      const all = numbers(0, 10)
      const stream = Paging.byOffset(things, 0, (offset) =>
        Effect.sync(() => {
          const page = { items: all.slice(offset, offset + 2), total_entries: all.length }
          if (all.length < 30) all.unshift(...numbers(100 + all.length, 2))
          return page
        })
      )
      const found = yield* Stream.runCollect(stream)
      assert.strictEqual(new Set(found).size, found.length)
      assert.deepStrictEqual(
        found.filter((item) => item < 10),
        numbers(0, 10)
      )
    })
  )

  it.effect("remembers the last ten thousand items, and forgets those before twenty thousand", () =>
    Effect.gen(function* () {
      const after = (count: number) =>
        Effect.gen(function* () {
          const pages = [[-1], numbers(0, count), [-1], []]
          const stream = Paging.untilEmpty(things, () => Effect.sync(() => pages.shift() ?? []))
          return (yield* Stream.runCollect(stream)).filter((item) => item === -1).length
        })
      assert.strictEqual(yield* after(Paging.remembered - 1), 1)
      assert.strictEqual(yield* after(2 * Paging.remembered + 1), 2)
    })
  )

  it.effect("never leaves out items without an id", () =>
    Effect.gen(function* () {
      const pages = [["a", ""], ["", "a", "b"], []]
      const list = { ...things, idOf: (item: string) => (item === "" ? undefined : item) }
      const stream = Paging.untilEmpty(list, () => Effect.sync(() => pages.shift() ?? []))
      assert.deepStrictEqual(yield* Stream.runCollect(stream), ["a", "", "", "b"])
    })
  )
})
