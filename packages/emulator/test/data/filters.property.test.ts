import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Class } from "../../src/modules/custom-data/classes.ts"
import * as Columns from "../../src/modules/custom-data/columns.ts"
import * as Criteria from "../../src/modules/custom-data/criteria.ts"
import { RecordsStore } from "../../src/modules/custom-data/store.ts"
import * as Database from "../../src/server/database/database.ts"
import { versions } from "../../src/app/tables.ts"
import { Identifiers } from "../../src/server/state/identifiers.ts"
import { Time } from "../../src/server/state/time.ts"
import { type Case, cases, recordsFound, spell } from "../support/RandomFilters.ts"

/** The store of records, without the layers above it. */
const Store = RecordsStore.layer.pipe(
  Layer.provideMerge(Identifiers.layer),
  Layer.provideMerge(Layer.mergeAll(Database.layer(Database.inMemory, versions), Time.layer))
)

/** A condition in the format of the handlers. */
const statedAs = (field: string, operator: string, operand: unknown): Criteria.Stated =>
  typeof operand === "string"
    ? Criteria.statedBy(operator === "eq" ? field : `${field}[${operator}]`, operand)
    : [field, operator, operand]

/** Whether the compiled filters find the same as a plain loop; every other one is spelled as a query. */
const agree = Effect.fnUntraced(function* (example: Case, name: string) {
  const store = yield* RecordsStore
  const of: Class = {
    name,
    fields: example.fields,
    isOpen: false,
    create: { access: "open" },
    accessTo: () => undefined
  }
  const made = yield* Effect.forEach(example.records, (fields, index) =>
    store.create(of, index % 3, { parent_id: null, fields, permissions: {} })
  )
  const ids = made.map(({ id }) => id)
  for (const [index, conditions] of example.filters.entries()) {
    const asText = index % 2 === 0
    const stated = conditions.map((condition) =>
      statedAs(condition.field, condition.operator, spell(condition, ids, asText))
    )
    const where = Columns.compile(store.sql, of, yield* Criteria.parse(of, stated, !asText))
    const rows = yield* store.select(of, { where, order: Columns.order(store.sql, {}), limit: -1, skip: 0 })
    const found = rows.map(({ id }) => ids.indexOf(id))
    const expected = recordsFound(example, conditions, asText)
    if (found.join() !== expected.join()) {
      return yield* Effect.fail(
        `${JSON.stringify(stated)} found the records [${found.join()}], and not [${expected.join()}]`
      )
    }
  }
  return true
})

const most = Number(process.env["FILTERS"] ?? 3000)

describe("the filters of records", () => {
  it.effect("find the same as a plain loop over all records, in thousands of cases", () =>
    Effect.gen(function* () {
      const done = { classes: 0, cases: 0 }
      const property = (example: Case) => {
        done.cases += example.filters.length
        return agree(example, `class_${done.classes++}`)
      }
      while (done.cases < most) {
        const result = yield* Arbitrary.checkEffect(cases, property, { runs: 500 })
        // With the smallest case that fails, and the seed.
        const failure = Arbitrary.formatCheckFailure(result)
        if (failure !== undefined) return assert.fail(failure)
      }
    }).pipe(Effect.provide(Store))
  )
})
