/**
 * Whether the file of the data is as the emulator has left it.
 */
import { readSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import * as DiskErrors from "../diskErrors.ts"
import * as Sums from "./sums.ts"
import type { State } from "./wal.ts"

/** The tables of the emulator, by version: the statements that make the next one of the one before. */
export type Versions = ReadonlyArray<string>

/** Marks a file as the emulator's: `CCEm`. */
export const applicationId = 0x4343456d

/**
 * Stands in the version of the tables in the file itself, while the write-ahead log has what came since and says otherwise:
 * a reader of the file without its log sees the mark.
 */
export const unfinished = 0x10000

/** The version of the tables. */
export const versionOf = (database: DatabaseSync): number => pragma(database, "user_version") % unfinished

export const pragma = (database: DatabaseSync, name: string): number =>
  Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0)

/** The file is not what the emulator has written. */
export class Damage extends Error {
  constructor(file: string, why: string, more = "") {
    const others = `${file}-wal and ${Sums.pathOf(file)}`
    super(
      `it is damaged: ${why}. Restore a copy of it, without ${others}, which belong to this one; or move all of them away to start anew${more}`
    )
  }
}

/** What SQLite says, in words that say what to do, when it finds no database, or a broken one. */
export const translate = (file: string, error: unknown): unknown => {
  if (error instanceof Error && DiskErrors.isFull(error)) return new Error("there is no space left on its disk")
  return error instanceof Error && DiskErrors.isDamaged(error) ? new Damage(file, error.message) : error
}

/** Throws when the file is damaged. It is locked, and nothing was written to it yet. */
export const check = (
  file: string,
  database: DatabaseSync,
  versions: Versions,
  descriptor: number,
  wal: State
): void => {
  const actual = Sums.measure(descriptor, (rawVersionOf(descriptor) & unfinished) !== 0)
  if (actual.size === 0) return
  if (wal === "damaged") throw new Damage(file, `${file}-wal is broken in the middle`)
  const expected = Sums.read(file)
  // Those of the last time are gone when it did not end as it should have.
  const isKnown = expected?.unfinished === actual.unfinished
  if (expected !== undefined && isKnown) {
    const difference = Sums.difference(expected, actual)
    if (difference !== undefined) {
      throw new Damage(file, difference, `. If another program has changed it, delete ${Sums.pathOf(file)} to go on`)
    }
  }
  if (actual.unfinished && wal === "none") {
    throw new Damage(file, `what was written last is in ${file}-wal, which is missing or broken`)
  }
  if (!isKnown) checkInside(file, database, versions)
}

/** The version in the file, whatever the log says. */
const rawVersionOf = (descriptor: number): number => {
  const bytes = Buffer.alloc(4)
  return readSync(descriptor, bytes, 0, 4, 60) === 4 ? bytes.readInt32BE(0) : 0
}

/**
 * What SQLite can find without checksums: pages and indexes that do not fit together, and tables that are not there.
 *
 * With 100,000 users (76 MB) that takes 1.6 s, and finds no byte that has changed in a text; `quick_check` takes 0.13 s, and
 * does not compare indexes with tables; the checksums take 0.04 s, and find everything. So this is for files that have none:
 * what another program has written, or a process that ended in between.
 */
const checkInside = (file: string, database: DatabaseSync, versions: Versions): void => {
  // Other data, and a newer version, are errors of opening the file.
  if (pragma(database, "application_id") !== applicationId || versionOf(database) > versions.length) return
  const [found] = database.prepare("PRAGMA integrity_check(1)").all()
  const problem = String(found?.["integrity_check"])
  if (problem !== "ok") throw new Damage(file, problem.replaceAll(/\s+/g, " "))
  const schema = schemaOf(database)
  for (const [name, sql] of expectedSchema(versions.slice(0, versionOf(database)))) {
    if (schema.get(name) !== sql) throw new Damage(file, `its ${name} is missing, or another one`)
  }
  const [orphan] = database.prepare("PRAGMA foreign_key_check").all()
  if (orphan !== undefined) throw new Damage(file, `a row of ${String(orphan["table"])} belongs to none that is there`)
}

const schemaOf = (database: DatabaseSync): ReadonlyMap<string, unknown> =>
  new Map(
    database
      .prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")
      .all()
      .map(({ type, name, sql }) => [`${String(type)} ${String(name)}`, sql])
  )

const expectedSchema = (versions: Versions): ReadonlyMap<string, unknown> => {
  const database = new DatabaseSync(":memory:")
  try {
    for (const tables of versions) database.exec(tables)
    return schemaOf(database)
  } finally {
    database.close()
  }
}
