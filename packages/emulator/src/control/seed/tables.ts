/**
 * Many rows of one table, by a statement that is kept.
 */
import * as Option from "effect/Option"
import { parseTime } from "@effect-connectycube/core/contract/Wire"
import type { DatabaseSync, SQLInputValue } from "node:sqlite"
import { toSecond } from "../../server/state/time.ts"

/** So many rows go into one statement: more of them take no less time. */
const together = 50

/**
 * Inserts rows: the values of each in the order of the columns. They are in the table after `flush`, at the latest. Rows that
 * refer to them come after that.
 */
export const inserter = <const Columns extends ReadonlyArray<string>>(
  database: DatabaseSync,
  table: string,
  columns: Columns,
  or: "" | "OR IGNORE" = ""
) => {
  const row = `(${columns.map(() => "?").join(", ")})`
  const prepare = (rows: number) =>
    database.prepare(`INSERT ${or} INTO ${table} (${columns.join(", ")}) VALUES ${Array(rows).fill(row).join(", ")}`)
  const many = prepare(together)
  let waiting: Array<SQLInputValue> = []
  return {
    insert: (...values: { readonly [Index in keyof Columns]: SQLInputValue }) => {
      for (const value of values) waiting.push(value)
      if (waiting.length < together * columns.length) return
      many.run(...waiting)
      waiting = []
    },
    flush: () => {
      const rows = waiting.length / columns.length
      if (rows > 0) prepare(rows).run(...waiting)
      waiting = []
    }
  }
}

/** Whether a query finds something. */
export const finder = (database: DatabaseSync, query: string) => {
  const statement = database.prepare(query)
  return (...values: ReadonlyArray<SQLInputValue>): boolean => statement.get(...values) !== undefined
}

/** Does something while a table is without these indexes, which are made anew afterwards. */
export const withoutIndexes = (database: DatabaseSync, names: ReadonlyArray<string>, f: () => void): void => {
  const find = database.prepare("SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?")
  const made = names.map((name) => String(find.get(name)?.["sql"]))
  for (const name of names) database.exec(`DROP INDEX ${name}`)
  f()
  for (const sql of made) database.exec(sql)
}

/** The last number that a table has given out. */
export const lastNumber = (database: DatabaseSync, table: string): number =>
  Number(database.prepare("SELECT seq FROM sqlite_sequence WHERE name = ?").get(table)?.["seq"] ?? 0)

/** The ids of a table with numbers: the next one, as often as it is asked, that neither was given out nor is in the seed. */
export const numbering = (
  database: DatabaseSync,
  table: string,
  items: ReadonlyArray<{ readonly id?: number | undefined }>
): (() => number) => {
  const given = new Set<number>()
  for (const { id } of items) if (id !== undefined) given.add(id)
  let last = lastNumber(database, table)
  return () => {
    do last++
    while (given.has(last))
    return last
  }
}

/** Lets a table give out greater numbers than this one from now on. */
export const countFrom = (database: DatabaseSync, table: string, last: number): void => {
  const changed = database.prepare("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?").run(last, table)
  if (changed.changes === 0) database.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)").run(table, last)
}

/** A time of a seed, in milliseconds since 1970. */
export const millisOf = (time: string | number | undefined, otherwise: number): number =>
  time === undefined
    ? otherwise
    : Option.match(parseTime(time), {
        onNone: () => otherwise,
        onSome: ({ epochMilliseconds }) => epochMilliseconds
      })

/** A time of a seed, without its milliseconds. */
export const secondOf = (time: string | number | undefined, otherwise: number): number =>
  toSecond(millisOf(time, otherwise))
