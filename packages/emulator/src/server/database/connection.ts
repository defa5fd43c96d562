/**
 * The SQLite of Node: the database that the data is in at present, and its prepared statements.
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite"
import type { Row } from "effect/sql/SqlConnection"
import type { Opened } from "./dataFile/open.ts"

export interface Connection {
  readonly database: () => DatabaseSync
  /** Goes on with another database. This one is gone before the next one is opened. */
  readonly replace: (open: () => Opened) => void
  /** Runs one statement. It is prepared once. */
  readonly all: (sql: string, params: ReadonlyArray<unknown>) => ReadonlyArray<Row>
  readonly close: () => void
}

export const make = (opened: Opened): Connection => {
  let { close, database, discard } = opened
  // The statements of the emulator are few, but for the lengths of their lists.
  const prepared = new Map<string, StatementSync>()

  const prepare = (sql: string): StatementSync => {
    const statement = database.prepare(sql)
    if (prepared.size >= mostPrepared) prepared.clear()
    prepared.set(sql, statement)
    return statement
  }

  return {
    database: () => database,
    replace: (open) => {
      prepared.clear()
      discard()
      ;({ close, database, discard } = open())
    },
    all: (sql, params) => (prepared.get(sql) ?? prepare(sql)).all(...params.map(inputOf)),
    close: () => close()
  }
}

const mostPrepared = 500

const inputOf = (value: unknown): SQLInputValue => {
  if (typeof value === "string" || typeof value === "bigint") return value
  // Node binds a number as a float, which SQLite would keep as one where a column has no type.
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value
  if (typeof value === "boolean") return value ? 1n : 0n
  if (value === undefined || value === null) return null
  if (value instanceof Uint8Array) return value
  throw new TypeError(`SQLite has no ${typeof value}`)
}
