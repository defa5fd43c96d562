import type { DialogType } from "@effect-connectycube/chat/Dialog"
import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as SqlClient from "effect/sql/SqlClient"
import { Statistics } from "../../src/modules/admin/statistics.ts"
import * as ChatServices from "../support/ChatServices.ts"

const day = 86_400

/** Seconds: some of them the last and the first of a day. */
const Time = Schema.Literals([
  0,
  1,
  day - 1,
  day,
  2 * day - 1,
  2 * day,
  2 * day + 1,
  40 * day,
  40 * day + 43_200,
  1_645_056_000,
  1_645_095_709,
  1_645_142_399
])

/** The numbers of the documentation. */
const types = { broadcast: 1, group: 2, private: 3, public: 4, meeting: 5 } as const

const Type = Schema.Literals(["broadcast", "group", "private", "public"])

const few = <S extends Schema.Constraint>(item: S) => Schema.Array(item).check(Schema.isMaxLength(12))

const Case = Schema.Struct({
  dialogs: few(Schema.Struct({ type: Type, created_at: Time })),
  /** When they were sent. */
  messages: few(Time),
  queries: few(
    Schema.Struct({
      start_date: Schema.UndefinedOr(Time),
      end_date: Schema.UndefinedOr(Time),
      types: Schema.UndefinedOr(Schema.Array(Type).check(Schema.isMinLength(1), Schema.isMaxLength(3))),
      limit: Schema.UndefinedOr(Schema.Literals([1, 2, 3, 100])),
      offset: Schema.UndefinedOr(Schema.Literals([0, 1, 2]))
    })
  )
})

type Case = typeof Case.Type
type Query = Case["queries"][number]

/** The counts of a plain loop over all times. */
const countedPlainly = (times: ReadonlyArray<number>, { start_date, end_date, limit = 100, offset = 0 }: Query) => {
  const within = times.filter((time) => time >= (start_date ?? 0) && time <= (end_date ?? Infinity))
  const days = within.map((time) => new Date(time * 1000).toISOString().slice(0, 10))
  const shown = [...new Set(days)].sort().slice(offset, offset + limit)
  return {
    total: { total: within.length },
    days: shown.map((day) => [day, days.filter((other) => other === day).length] as const)
  }
}

const fill = Effect.fnUntraced(function* ({ dialogs, messages }: Case) {
  const sql = yield* SqlClient.SqlClient
  yield* sql`DELETE FROM dialogs`
  // A dialog that exists for the messages counts as a created one.
  const all = [{ type: "group" as DialogType, created_at: 40 * day }, ...dialogs]
  for (const [index, { type, created_at }] of all.entries()) {
    const at = created_at * 1000
    yield* sql`INSERT INTO dialogs ${sql.insert({
      id: String(index),
      type: types[type],
      user_id: 1,
      created_at: at,
      updated_at: at
    })}`
  }
  for (const [index, date_sent] of messages.entries()) {
    const times = { date_sent: date_sent * 1000, created_at: 0, updated_at: 0 }
    yield* sql`INSERT INTO messages ${sql.insert({
      id: String(index),
      chat_dialog_id: "0",
      sender_id: 1,
      attachments: "[]",
      parameters: "{}",
      ...times
    })}`
  }
  return all
})

const agree = Effect.fnUntraced(function* (example: Case) {
  const statistics = yield* Statistics
  const dialogs = yield* fill(example)
  for (const query of example.queries) {
    const time = (seconds: number | undefined) => seconds !== undefined && DateTime.makeUnsafe(seconds * 1000)
    const { start_date, end_date, types, limit, offset } = query
    const [start, end] = [time(start_date), time(end_date)]
    const period = { ...(start && { start_date: start }), ...(end && { end_date: end }) }
    const days = { ...(limit !== undefined && { limit }), ...(offset !== undefined && { offset }) }
    const only = types === undefined ? {} : { "types[]": types }
    const created = dialogs.filter(({ type }) => types?.some((other) => other === type) ?? true)
    const expected = [
      countedPlainly(example.messages, query),
      countedPlainly(
        created.map(({ created_at }) => created_at),
        query
      )
    ]
    const counted = [
      {
        total: yield* statistics.messagesSentTotal(period),
        days: Object.entries(yield* statistics.messagesSentPerDay({ ...period, ...days }))
      },
      {
        total: yield* statistics.dialogsCreatedTotal({ ...period, ...only }),
        days: Object.entries(yield* statistics.dialogsCreatedPerDay({ ...period, ...only, ...days }))
      }
    ]
    if (JSON.stringify(counted) !== JSON.stringify(expected)) {
      return yield* Effect.fail(
        `${JSON.stringify(query)} counted ${JSON.stringify(counted)}, and not ${JSON.stringify(expected)}`
      )
    }
  }
  return true
})

describe("the statistics", () => {
  it.effect("count the same as a plain loop over all times", () =>
    Effect.gen(function* () {
      const result = yield* Arbitrary.checkEffect(Arbitrary.schema(Case), (example) => Effect.orDie(agree(example)), {
        runs: 500
      })
      // With the smallest case that fails, and the seed.
      const failure = Arbitrary.formatCheckFailure(result)
      if (failure !== undefined) return assert.fail(failure)
    }).pipe(Effect.provide(Statistics.layer.pipe(Layer.provideMerge(ChatServices.layer))))
  )
})
