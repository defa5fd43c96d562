// Counts by day, and all days of a period, whichever way the server counts the days that it leaves out.
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import type { Period } from "../src/Days.ts"
import type { Statistics } from "../src/Statistics.ts"
import type { Response, Recorded } from "../../../test/support/recording.ts"
import { call, over } from "./support/Client.ts"

const begin = DateTime.makeUnsafe("2024-01-01T00:00:00Z")
const dayOf = (number: number) => DateTime.formatIsoDateUtc(DateTime.add(begin, { days: number }))

/** How servers may count the days without a count. */
type Counting = "skips days" | "skips counts" | "overlooks the offset"

/** A server with counts on these days, numbered from the start. */
const server =
  (days: ReadonlyArray<number>, counting: Counting) =>
  ({ query }: Recorded): Response => {
    const given = Object.fromEntries(query)
    const limit = Number(given["limit"])
    const offset = counting === "overlooks the offset" ? 0 : Number(given["offset"])
    const page =
      counting === "skips days"
        ? days.filter((day) => day >= offset && day < offset + limit)
        : days.slice(offset, offset + limit)
    return { body: Object.fromEntries(page.map((day) => [dayOf(day), day + 1])) }
  }

const collect = (
  response: (request: Recorded) => Response,
  period: Period,
  list: "streamMessagesSentPerDay" | "streamDialogsCreatedPerDay" = "streamMessagesSentPerDay"
) => {
  const { provide, requests } = over(response)
  return Effect.map(provide(call(({ stats }) => Stream.runCollect(stats[list](period)))), (counts) => ({
    counts,
    offsets: requests.map(({ query }) => Number(Object.fromEntries(query)["offset"]))
  }))
}

const today = TestClock.setTime(DateTime.toEpochMillis(DateTime.add(begin, { days: 365 })))

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)
const counted = (days: ReadonlyArray<number>) => days.map((day) => ({ day: dayOf(day), count: day + 1 }))

describe("counts by day", () => {
  it.effect("are in the order of the days, in whatever order they arrive", () =>
    Effect.gen(function* () {
      const { provide } = over(() => ({ body: { "2023-10-02": 1, "2023-02-21": "2", "2022-12-31": 3 } }))
      assert.deepStrictEqual(yield* provide(call(({ stats }) => stats.messagesSentPerDay())), [
        { day: "2022-12-31", count: 3 },
        { day: "2023-02-21", count: 2 },
        { day: "2023-10-02", count: 1 }
      ])
    })
  )

  it.effect("are empty for a response without days", () =>
    Effect.gen(function* () {
      const { provide } = over(() => ({ body: { "2023-02-20": 1, total: 7 } }))
      for (const list of ["messagesSentPerDay", "dialogsCreatedPerDay"] as const) {
        const error = yield* provide(call(({ stats }) => Effect.flip(stats[list]())))
        assert.strictEqual(error._tag, "DecodeError")
        assert.include(error.message, "Expected days")
      }
    })
  )
})

const streams: ReadonlyArray<keyof Statistics & ("streamMessagesSentPerDay" | "streamDialogsCreatedPerDay")> = [
  "streamMessagesSentPerDay",
  "streamDialogsCreatedPerDay"
]

describe.each(streams)("%s", (list) => {
  const some = [0, 1, 50, ...range(120, 180), 320, 364]

  for (const counting of ["skips days", "skips counts"] as const) {
    it.effect(`emits every day of a period once, from a server whose offset ${counting}`, () =>
      Effect.gen(function* () {
        yield* today
        for (const days of [[], some, range(0, 365), [364]]) {
          const { counts } = yield* collect(server(days, counting), { start_date: begin }, list)
          assert.deepStrictEqual(counts, counted(days))
        }
      })
    )
  }

  it.effect("requests days up to the end of the period, and none after it", () =>
    Effect.gen(function* () {
      yield* today
      const until = (end_date: DateTime.Utc) => collect(server([], "skips days"), { start_date: begin, end_date }, list)
      assert.deepStrictEqual((yield* until(DateTime.add(begin, { days: 150 }))).offsets, [0, 100])
      assert.deepStrictEqual((yield* until(DateTime.add(begin, { days: 175_000 }))).offsets, [0, 100, 200, 300])
      assert.deepStrictEqual((yield* until(DateTime.subtract(begin, { days: 1 }))).offsets, [0])
    })
  )

  it.effect("has the last day of a period that begins and ends in the middle of one", () =>
    Effect.gen(function* () {
      yield* today
      const noon = DateTime.add(begin, { hours: 12 })
      const period = { start_date: noon, end_date: DateTime.add(noon, { days: 100 }) }
      const { counts } = yield* collect(server(range(0, 101), "skips days"), period, list)
      assert.deepStrictEqual(counts, counted(range(0, 101)))
    })
  )

  it.effect("ends with an empty page when the period has no start", () =>
    Effect.gen(function* () {
      const { counts, offsets } = yield* collect(server(range(0, 250), "skips counts"), {}, list)
      assert.deepStrictEqual(counts, counted(range(0, 250)))
      assert.deepStrictEqual(offsets, [0, 100, 200, 300])
    })
  )

  it.effect("requests no page before it is needed", () =>
    Effect.gen(function* () {
      const { provide, requests } = over(server(range(0, 365), "skips days"))
      const some = yield* provide(call(({ stats }) => stats[list]().pipe(Stream.take(3), Stream.runCollect)))
      assert.deepStrictEqual(some, counted(range(0, 3)))
      assert.strictEqual(requests.length, 1)
    })
  )

  it.effect("fails when the server returns the same days again", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(collect(server(range(0, 250), "overlooks the offset"), {}, list))
      assert.strictEqual(error._tag, "DecodeError")
      assert.include(error.message, "Expected other days")
    })
  )
})
