/** How SQLite goes about what an effect asks of it. */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as SqlClient from "effect/sql/SqlClient"
import * as Tracer from "effect/Tracer"

/** The statements that an effect runs. */
const statementsOf = <A, E, R>(effect: Effect.Effect<A, E, R>) => {
  const statements: Array<string> = []
  class Recorder extends Tracer.NativeSpan {
    override attribute(key: string, value: unknown): void {
      if (key === "db.query.text") statements.push(String(value))
      super.attribute(key, value)
    }
  }
  return effect.pipe(
    Effect.withTracer(Tracer.make({ span: (options) => new Recorder(options) })),
    Effect.as(statements)
  )
}

/** A statement, and the steps of its plan. */
export interface Plan {
  readonly statement: string
  readonly steps: ReadonlyArray<string>
}

/** The plans of all statements that an effect runs, but for those of a transaction. */
export const plansOf = Effect.fnUntraced(function* <A, E, R>(effect: Effect.Effect<A, E, R>) {
  const sql = yield* SqlClient.SqlClient
  const statements = (yield* statementsOf(effect)).filter((statement) =>
    /^\s*(SELECT|INSERT|UPDATE|DELETE)/.test(statement)
  )
  assert.isNotEmpty(statements)
  return yield* Effect.forEach(statements, (statement) =>
    Effect.map(sql.unsafe<{ detail: string }>(`EXPLAIN QUERY PLAN ${statement}`), (steps): Plan => ({
      statement,
      steps: steps.map(({ detail }) => detail)
    }))
  )
})
