/**
 * Copies of a whole database, which are quicker than its rows one by one.
 */
import { renameSync, rmSync, writeFileSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import type { Opened } from "./dataFile/open.ts"
import * as Sums from "./dataFile/sums.ts"
import { syncFile, syncFolderOf } from "./dataFile/sync.ts"

/** A copy, in memory. */
export interface Copy {
  /** Opens a database in memory that begins as the copy. */
  readonly open: () => DatabaseSync
  /** Writes it to a file that is not there yet. */
  readonly write: (file: string) => void
}

export const of = (database: DatabaseSync): Copy =>
  // Node.js 22 has neither `serialize` nor `deserialize`.
  "serialize" in database ? bytesOf(database) : vacuumed(database)

export const bytesOf = (database: DatabaseSync): Copy => {
  const bytes = database.serialize()
  return {
    open: () => {
      const opened = new DatabaseSync(":memory:")
      opened.deserialize(bytes)
      return opened
    },
    write: (file) => writeFileSync(file, bytes)
  }
}

let named = 0

/** The URL of a database in memory, which ends when its last connection is closed. */
const newName = () => `file:/effect-connectycube-${process.pid}-${++named}?vfs=memdb`

export const vacuumed = (database: DatabaseSync): Copy => {
  const name = newName()
  const copy = new DatabaseSync(name)
  database.prepare("VACUUM INTO ?").run(name)
  return {
    open: () => {
      const next = newName()
      const opened = new DatabaseSync(next)
      copy.prepare("VACUUM INTO ?").run(next)
      return opened
    },
    // A connection to what is in memory would write a file there too.
    write: (file) => {
      const writer = new DatabaseSync(":memory:")
      writer.prepare("ATTACH ? AS copy").run(name)
      writer.prepare("VACUUM copy INTO ?").run(file)
      writer.close()
    }
  }
}

/**
 * Writes a file whose content is that of a copy, and gives what opens it in the place of another one, which is closed
 * then. It is renamed into its place when it is whole: whenever the process ends, the file has the old content or the new one.
 */
export const replaceFile = (file: string, copy: Copy, open: (file: string) => Opened) => {
  const next = `${file}.next`
  let sums: Sums.Sums
  rmSync(next, { force: true })
  try {
    copy.write(next)
    syncFile(next)
    sums = Sums.measureFile(next)
  } catch (cause) {
    // A full disk needs the space.
    rmSync(next, { force: true })
    throw cause
  }
  return (): Opened => {
    // Its checksums, and its log where that could not be written into it, are those of what was there: SQLite would write that
    // log into the new file.
    Sums.remove(file)
    rmSync(`${file}-wal`, { force: true })
    renameSync(next, file)
    syncFolderOf(file)
    Sums.write(file, sums)
    return open(file)
  }
}
