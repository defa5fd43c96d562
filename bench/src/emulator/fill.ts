/**
 * Fills a data file of the emulator with many rows, always the same ones: `node bench/src/emulator/fill.ts <file> [factor]`.
 * A factor of 0.1 makes a tenth of everything.
 */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { existsSync, rmSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { type ChatSizes, fillChat } from "./fill/chat.ts"
import { fillOthers, type OtherSizes } from "./fill/others.ts"
import { random } from "./fill/random.ts"
import { writer } from "./fill/table.ts"
import { fillUsers } from "./fill/users.ts"

/** How many rows of each kind. A fifth of the messages is in one dialog, and one user is in half of the dialogs. */
export interface Sizes extends ChatSizes, OtherSizes {}

export const defaultSizes: Sizes = {
  users: 100_000,
  dialogs: 10_000,
  messages: 1_000_000,
  records: 100_000,
  files: 100_000,
  subscriptions: 100_000,
  contacts: 100_000,
  meetings: 10_000
}

export interface Filled {
  readonly rows: number
  readonly seconds: number
}

/** An emulator makes the tables, and stops. */
const makeTables = (data: string): Promise<void> =>
  Effect.runPromise(Effect.scoped(Effect.asVoid(Layer.build(Emulator.layer({ data })))))

/**
 * Fills a file, which an emulator has made before or makes now: one that is there may be of an older version, and stays so.
 * What was in its tables before stays too, so it should be a new one.
 */
export const fill = async (
  file: string,
  sizes: Sizes = defaultSizes,
  log: (line: string) => void = console.log
): Promise<Filled> => {
  if (!existsSync(file)) await makeTables(file)
  const database = new DatabaseSync(file)
  try {
    // An incomplete file is of no use.
    database.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF")
    database.exec("PRAGMA cache_size = -1000000; BEGIN")
    const started = performance.now()
    const seconds = () => (performance.now() - started) / 1000
    const rate = (rows: number) => `${rows} rows in ${seconds().toFixed(1)} s, ${Math.round(rows / seconds())} rows/s`
    const rows = writer(database, (rows) => log(rate(rows)))
    const numbers = random(1)
    fillUsers(rows, numbers, sizes.users)
    fillChat(rows, numbers, sizes)
    fillOthers(rows, numbers, sizes)
    database.exec("COMMIT; PRAGMA journal_mode = WAL")
    // The checksums are of the content before. An older emulator writes none.
    rmSync(`${file}.sums`, { force: true })
    log(`${file}: ${rate(rows.rows())}`)
    return { rows: rows.rows(), seconds: seconds() }
  } finally {
    database.close()
  }
}

/** Scales everything by this factor, but keeps the users and dialogs that other rows refer to. */
export const scaled = (factor: number): Sizes => {
  const size = (count: number) => Math.max(100, Math.round(count * factor))
  const { users, dialogs, messages, records, files, subscriptions, contacts, meetings } = defaultSizes
  return {
    users: size(users),
    dialogs: size(dialogs),
    messages: size(messages),
    records: size(records),
    files: size(files),
    subscriptions: size(subscriptions),
    contacts: size(contacts),
    meetings: size(meetings)
  }
}

if (import.meta.main) {
  const [file, factor = "1"] = process.argv.slice(2)
  if (file === undefined || !(Number(factor) > 0)) {
    console.error("Usage: node bench/src/emulator/fill.ts <file> [factor]")
    process.exitCode = 1
  } else await fill(file, scaled(Number(factor)))
}
