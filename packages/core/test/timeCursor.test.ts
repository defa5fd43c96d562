// Lists in the order of a time, with items that have neither a readable time nor an id.
import * as Paging from "@effect-connectycube/core/client/Paging"
import type * as Query from "@effect-connectycube/core/contract/Query"
import * as TimeCursor from "@effect-connectycube/core/client/TimeCursor"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

interface Item {
  readonly number: number
  /** Milliseconds. */
  readonly made: number
  readonly hasTime: boolean
  readonly hasId: boolean
}

const order = (descending: boolean): TimeCursor.TimeOrder<Item, string> => ({
  field: "made",
  id: "id",
  placeOf: ({ hasId, hasTime, made, number }) => ({
    ...(hasTime ? { time: DateTime.makeUnsafe(made) } : {}),
    ...(hasId ? { id: `i${number}` } : {})
  }),
  descending,
  lists: "commas",
  skip: "skip"
})

const list = {
  idOf: ({ hasId, number }: Item) => (hasId ? `i${number}` : `text ${number}`)
}

/** A server that knows the times and ids that its items lack. */
const server = (items: ReadonlyArray<Item>, limit: number, asked: Array<Query.Flat>) => (query: Query.Flat) => {
  asked.push(query)
  const given = new Map<string, unknown>(Object.entries(query))
  const at = (key: string, otherwise: number) => {
    const time = given.get(key)
    return DateTime.isDateTime(time) ? time.epochMilliseconds : otherwise
  }
  const nin = given.get("id[nin]")
  const hidden = new Set(Array.isArray(nin) ? nin : [])
  const skip = Number(given.get("skip") ?? 0)
  const matching = items
    .filter(({ made }) => made >= at("made[gte]", 0) && made < at("made[lt]", Infinity))
    .filter(({ number }) => !hidden.has(`i${number}`))
    .toSorted((a, b) => (given.has("sort_desc") ? b.made - a.made : a.made - b.made))
  return Effect.succeed(matching.slice(skip, skip + limit))
}

const read = (items: ReadonlyArray<Item>, descending: boolean, limit: number, asked: Array<Query.Flat> = []) =>
  Stream.runCollect(
    Paging.items(
      list,
      TimeCursor.strategy(order(descending), {}, { read: server(items, limit, asked), items: (page) => page })
    )
  )

const Row = Schema.Struct({
  made: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 4000 })),
  hasTime: Schema.Boolean,
  hasId: Schema.Boolean
})

describe("a list by a time", () => {
  it.effect.prop(
    "has each item once, whether it tells its time and its id or not",
    [
      Schema.Array(Row).check(Schema.isMaxLength(40)),
      Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 12 })),
      Schema.Boolean
    ],
    ([rows, limit, descending]) =>
      Effect.gen(function* () {
        const items = rows.map((row, number) => ({ ...row, number }))
        const found = yield* read(items, descending, limit)
        assert.deepStrictEqual(
          found.map(({ number }) => number).toSorted((a, b) => a - b),
          items.map(({ number }) => number)
        )
      }),
    { arbitrary: { runs: 200, seed: "time cursor" } }
  )

  it.effect("continues with the whole second of the last item, and excludes the ids seen in it", () =>
    Effect.gen(function* () {
      const item = (number: number, made: number) => ({ number, made, hasTime: true, hasId: true })
      const items = [item(0, 1100), item(1, 2200), item(2, 2900)]
      for (const [descending, sort, bound, seen] of [
        [false, { sort_asc: "made" }, { "made[gte]": DateTime.makeUnsafe(2000) }, "i1"],
        [true, { sort_desc: "made" }, { "made[lt]": DateTime.makeUnsafe(3000) }, "i2"]
      ] as const) {
        const asked: Array<Query.Flat> = []
        yield* read(items, descending, descending ? 1 : 2, asked)
        assert.deepStrictEqual(asked.slice(0, 2), [sort, { ...sort, ...bound, "id[nin]": [seen] }])
      }
    })
  )
})
