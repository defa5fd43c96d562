/** Rows into the tables of a file, by prepared statements. */
import type { DatabaseSync, SQLInputValue } from "node:sqlite"

export type Row = Readonly<Record<string, SQLInputValue>>

/** Takes rows and says what has been written so far. */
export interface Writer {
  readonly write: (table: string, row: Row) => void
  readonly rows: () => number
}

/** Rows between two commits. */
const batch = 200_000

/**
 * All rows of a table have the members of the first one. Members that the table has no column for are left out: a file of
 * an older version is filled as far as it goes.
 */
export const writer = (database: DatabaseSync, onCommit: (rows: number) => void): Writer => {
  const statements = new Map<string, (row: Row) => void>()
  let rows = 0

  const statement = (table: string, row: Row) => {
    const known = new Set(
      database
        .prepare("SELECT name FROM pragma_table_info(?)")
        .all(table)
        .map(({ name }) => String(name))
    )
    const columns = Object.keys(row).filter((name) => known.has(name))
    const places = columns.map(() => "?").join()
    const insert = database.prepare(`INSERT INTO ${table} (${columns.join()}) VALUES (${places})`)
    return (row: Row) => void insert.run(...columns.map((name) => row[name] ?? null))
  }

  return {
    write: (table, row) => {
      const insert = statements.get(table) ?? statement(table, row)
      statements.set(table, insert)
      insert(row)
      rows++
      if (rows % batch === 0) {
        database.exec("COMMIT; BEGIN")
        onCommit(rows)
      }
    },
    rows: () => rows
  }
}
