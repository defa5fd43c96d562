/** The query plans of the statements that an effect runs. */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as SqlClient from "effect/sql/SqlClient"
import { StatementSync } from "node:sqlite"

const recorders = new Set<Array<string>>()

// Every statement runs by one of these.
for (const name of ["all", "get", "run", "iterate"] as const) {
  Object.defineProperty(StatementSync.prototype, name, {
    value: new Proxy(StatementSync.prototype[name], {
      apply: (method, statement: StatementSync, args) => {
        for (const recorder of recorders) recorder.push(statement.sourceSQL)
        return Reflect.apply(method, statement, args)
      }
    })
  })
}

/** The statements that an effect runs, except for those of a transaction. */
export const statementsOf = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const statements: Array<string> = []
      recorders.add(statements)
      return statements
    }),
    (statements) => Effect.as(effect, statements),
    (statements) => Effect.sync(() => recorders.delete(statements))
  ).pipe(
    Effect.map((statements) => statements.filter((text) => /^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b/.test(text)))
  )

/** A step of a plan: within another one, or, with 0, on its own. */
export interface Step {
  readonly id: number
  readonly parent: number
  readonly detail: string
}

/** A statement, and the steps of its plan. */
export interface Plan {
  readonly statement: string
  readonly steps: ReadonlyArray<string>
  readonly tree: ReadonlyArray<Step>
}

export const planOf = Effect.fnUntraced(function* (statement: string) {
  const sql = yield* SqlClient.SqlClient
  const tree = yield* sql.unsafe<Step>(`EXPLAIN QUERY PLAN ${statement}`)
  const plan: Plan = { statement, tree, steps: tree.map(({ detail }) => detail) }
  return plan
})

/**
 * The plans of all statements that an effect runs, each once. They are those of a database with nothing in it: the
 * emulator has no statistics of its tables, so plans do not depend on their contents.
 */
export const plansOf = Effect.fnUntraced(function* <A, E, R>(effect: Effect.Effect<A, E, R>) {
  const statements = new Set(yield* statementsOf(effect))
  assert.isNotEmpty(statements)
  return yield* Effect.forEach(statements, planOf)
})

/** What came with the request or the row, the last numbers of the tables, and the index of nothing but the broadcasts. */
const isSmall = (detail: string) =>
  /^SCAN (?:\S+ VIRTUAL TABLE INDEX|\d+ CONSTANT ROWS?|CONSTANT ROW|sqlite_sequence\b)/.test(detail) ||
  /^SCAN d USING .*INDEX dialogs_for_everybody$/.test(detail)

/** The rows of another step, which is checked itself. */
const isMade = ({ tree }: Plan, detail: string) => {
  const [, name = ""] = /^SCAN (\S+)$/.exec(detail) ?? []
  return tree.some((step) => step.detail === `CO-ROUTINE ${name}` || step.detail === `MATERIALIZE ${name}`)
}

/** Whether a sort is of the rows of one page, which were found by their keys. */
const isOfPage = ({ statement, tree }: Plan, { parent }: Step) => {
  const [first] = tree.filter((step) => step.parent === parent)
  return (
    parent === 0 &&
    /\b\w+ IN \(\s*SELECT [^]* LIMIT \?(?: OFFSET \?)?\s*\)/.test(statement) &&
    first !== undefined &&
    /^SEARCH \w+ USING (?:INTEGER PRIMARY KEY \(rowid=\?\)|PRIMARY KEY \((?:user_id=\? AND dialog_)?id=\?\)|INDEX sqlite_autoindex_records_1 \(id=\?\))$/.test(
      first.detail
    )
  )
}

/** Rows in the requested order, of which no more than the page is read. */
const isInOrder = ({ statement, tree }: Plan, { parent }: Step) =>
  /\bLIMIT\b/.test(statement) &&
  !tree.some((step) => step.parent === parent && step.detail === "USE TEMP B-TREE FOR ORDER BY")

/** The total is counted in an index, without reading the rows. */
const isCount = ({ statement }: Plan, { detail }: Step) =>
  /^\s*SELECT count\(\*\)/.test(statement) && /^SCAN \w+ USING COVERING INDEX/.test(detail)

/** Rows before a page are passed over by their keys, in a statement within. Those of groups are counted, not shown. */
const passesOverRows = ({ statement }: Plan) => / OFFSET \?\s*$/.test(statement) && !/\bGROUP BY\b/.test(statement)

/** Steps whose cost grows with the data: table scans, and sorts of more than a page. */
export const slowSteps = (plan: Plan): ReadonlyArray<string> => [
  ...(passesOverRows(plan) ? ["OFFSET OF WHOLE ROWS"] : []),
  ...plan.tree
    .filter((step) => {
      const { detail } = step
      // Those of the same value only.
      if (/^USE TEMP B-TREE FOR LAST (?:TERM|\d+ TERMS) OF ORDER BY$/.test(detail)) return false
      if (/TEMP B-TREE/.test(detail)) return !(detail === "USE TEMP B-TREE FOR ORDER BY" && isOfPage(plan, step))
      if (!/\bSCAN\b/.test(detail)) return false
      return !isSmall(detail) && !isMade(plan, detail) && !isInOrder(plan, step) && !isCount(plan, step)
    })
    .map(({ detail }) => detail)
]
