/**
 * The file of the data, from its opening to its end.
 *
 * While the emulator runs, the file stays as it is, and what is written goes to the write-ahead log. From time to time the
 * log is written into the file, and the checksums of the file anew: so they are right whenever the process is killed.
 */
import { closeSync, openSync, statSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { check, translate, unfinished, type Versions, versionOf } from "./check.ts"
import * as Place from "./place.ts"
import * as Sums from "./sums.ts"
import * as Wal from "./wal.ts"

export interface Opened {
  readonly database: DatabaseSync
  readonly close: () => void
  /** Closes a database that another one replaces, without a check whether it is whole. */
  readonly discard: () => void
}

/** A database that is in memory alone. */
export const plain = (database: DatabaseSync): Opened => {
  const close = () => database.close()
  return { database, close, discard: close }
}

/** How long the log may become, in bytes, before it is written into the file: in proportion, since that reads all of it. */
const longestLog = (size: number): number => Math.min(Math.max(size / 8, 4 * mebi), 48 * mebi)

const mebi = 1024 * 1024

/** Milliseconds. */
const interval = 200

/** Opens a file, or says why it cannot be used. `prepare` is run before anything is written. */
export const open = (file: string, versions: Versions, prepare: (database: DatabaseSync) => unknown): Opened => {
  Place.check(file)
  const wal = Wal.stateOf(`${file}-wal`)
  const database = new DatabaseSync(file)
  let descriptor: number | undefined
  const close = () => {
    database.close()
    // Not before: that gives up the locks that this process has on the file.
    if (descriptor !== undefined) closeSync(descriptor)
  }
  try {
    // Reading takes the lock then, and keeps it.
    database.exec("PRAGMA locking_mode = EXCLUSIVE; SELECT count(*) FROM sqlite_schema")
    const opened = openSync(file, "r")
    descriptor = opened
    check(file, database, versions, opened, wal)
    prepare(database)
    return guard(file, database, opened, close)
  } catch (cause) {
    close()
    throw translate(file, cause)
  }
}

const guard = (file: string, database: DatabaseSync, descriptor: number, close: () => void): Opened => {
  // Only when nothing else helps: the checksums are not true any more then.
  database.exec("PRAGMA wal_autocheckpoint = 16000; PRAGMA journal_size_limit = 0")
  const version = versionOf(database)
  // They may have been removed.
  const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

  /** Writes the log into the file, with the mark or without. */
  const fold = (mark: number): void => {
    Sums.remove(file)
    database.exec(`PRAGMA user_version = ${version | mark}`)
    const { log, checkpointed } = Object(database.prepare("PRAGMA wal_checkpoint(FULL)").get())
    if (log === checkpointed) Sums.write(file, Sums.measure(descriptor, mark !== 0))
  }

  const foldAndGoOn = (): void => {
    fold(unfinished)
    database.exec(`PRAGMA user_version = ${version}`)
  }

  const attempt = (act: () => void): void => {
    try {
      act()
    } catch {
      // A disk that is full or broken is an error of the next write.
    }
  }

  attempt(foldAndGoOn)
  const timer = setInterval(() => {
    if (!database.isTransaction && sizeOf(`${file}-wal`) > longestLog(sizeOf(file))) attempt(foldAndGoOn)
  }, interval)
  timer.unref()

  return {
    database,
    close: () => {
      clearInterval(timer)
      attempt(() => {
        const [found] = database.prepare("PRAGMA quick_check(1)").all()
        if (found?.["quick_check"] === "ok") fold(0)
        // What is broken gets no checksums that say that it is right.
        else Sums.remove(file)
      })
      close()
    },
    discard: () => {
      clearInterval(timer)
      close()
    }
  }
}
