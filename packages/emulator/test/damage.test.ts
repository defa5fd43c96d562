import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Emulator } from "../src/Emulator.ts"
import { folder } from "./support/Command.ts"
import { createRecord, listRecords } from "./support/Data.ts"
import type { World } from "./support/Kind.ts"
import * as Kinds from "./support/Kinds.ts"
import * as Ledger from "./support/Ledger.ts"
import * as Wire from "./support/Wire.ts"

const emulated = (data: string) => Effect.provide(Emulator.layer({ data, settings: Kinds.settings }))

/** All that the API returns, contents of files too. */
const everything = Effect.fnUntraced(function* (world: World, ledger: Ledger.Ledger) {
  const lines: Array<string> = []
  for (const [path, call] of Kinds.lists(world)) {
    if (path === "/_emulator/outbox") continue
    const { status, text } = yield* call
    lines.push(`${path} ${status} ${text}`)
  }
  const { unreadable } = yield* ledger.check(ledger.entries().filter(({ name }) => name === "file"))
  return [...lines, JSON.stringify(unreadable)].join("\n")
})

/** The files of a process that ended, and of one that was killed, with their contents. */
const written = Effect.fnUntraced(function* (path: string) {
  const data = join(path, "data.db")
  const killed = join(path, "killed")
  const left = yield* Effect.gen(function* () {
    const world = yield* Kinds.found
    const ledger = Ledger.make(world, Ledger.random(11))
    for (const name of Ledger.names) yield* ledger.write(name)
    for (let write = 0; write < 60; write++) yield* ledger.write()
    assert.deepStrictEqual(ledger.rejected, [])
    const before = yield* everything(world, ledger)
    yield* ledger.write("contact.make")
    const all = yield* everything(world, ledger)
    // A copy of the disk at any moment equals the disk after a kill.
    mkdirSync(killed)
    copy(data, join(killed, "data.db"))
    return { world, ledger, before, all }
  }).pipe(emulated(data))
  return { ...left, data, killed: join(killed, "data.db") }
})

const parts = ["", "-wal", ".sums", ".blobs"]

const copy = (from: string, to: string): void => {
  for (const part of parts) {
    rmSync(to + part, { recursive: true, force: true })
    try {
      cpSync(from + part, to + part, { recursive: true })
    } catch {
      // Not all of them exist at all times.
    }
  }
}

type Damage = (file: string, take: () => number) => void

const edit = (file: string, change: (bytes: Buffer) => void): void => {
  const bytes = readFileSync(file)
  change(bytes)
  writeFileSync(file, bytes)
}

const flip =
  (part: string, times = 1): Damage =>
  (file, take) =>
    edit(file + part, (bytes) => {
      for (let time = 0; time < times; time++) {
        const offset = Math.floor(take() * bytes.length)
        bytes.writeUInt8(bytes.readUInt8(offset) ^ (1 << Math.floor(take() * 8)), offset)
      }
    })

const overwrite =
  (part: string, start: (take: () => number, size: number) => number, length: number): Damage =>
  (file, take) =>
    edit(file + part, (bytes) => {
      const from = start(take, bytes.length)
      bytes.fill(Math.floor(take() * 2) * 0xa5, from, from + length)
    })

const page = (take: () => number, size: number) => Math.floor((take() * size) / 4096) * 4096

const cut =
  (part: string): Damage =>
  (file, take) =>
    truncateSync(file + part, Math.floor(take() * readFileSync(file + part).length))

const lose =
  (part: string): Damage =>
  (file) =>
    rmSync(file + part)

const empty =
  (part: string): Damage =>
  (file) =>
    truncateSync(file + part, 0)

/** `DAMAGES=1` makes all of them; left out, it is a quarter of each. */
const share = Number(process.env["DAMAGES"] ?? 0.25)

/** How often each happens, to a file that was closed. */
const ofClosed: ReadonlyArray<readonly [name: string, times: number, damage: Damage]> = [
  ["a bit that flips", 40, flip("")],
  ["a dozen bits that flip", 10, flip("", 12)],
  ["a page of zeros, or of nonsense", 20, overwrite("", page, 4096)],
  ["a header that is overwritten", 4, overwrite("", () => 0, 100)],
  ["a field of the header that is overwritten", 10, overwrite("", (take) => Math.floor(take() * 96), 4)],
  ["an end that is missing", 12, cut("")],
  ["checksums with a bit that flips", 6, flip(".sums")],
  ["checksums that are missing", 1, lose(".sums")]
]

/** And to one of a process that was killed. */
const ofKilled: ReadonlyArray<readonly [name: string, times: number, damage: Damage]> = [
  ["a bit that flips", 15, flip("")],
  ["a page of zeros, or of nonsense", 8, overwrite("", page, 4096)],
  ["an end that is missing", 6, cut("")],
  ["a log that is missing", 1, lose("-wal")],
  ["a log with nothing in it", 1, empty("-wal")],
  ["a log whose header is overwritten", 2, overwrite("-wal", () => 0, 32)],
  ["a bit of the log that flips", 20, flip("-wal")],
  ["a page of the log that is overwritten", 6, overwrite("-wal", page, 4096)],
  ["an end of the log that is overwritten", 1, overwrite("-wal", (_, size) => size - 4096, 4096)],
  ["checksums that are missing", 1, lose(".sums")]
]

const start = (data: string) => Effect.void.pipe(emulated(data))

/** The message of a failed start. */
const reason = (data: string) => Effect.map(Effect.flip(start(data)), ({ message }) => message)

describe("a damaged data file", () => {
  it.effect("is rejected at the start with instructions, or has all its data", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const { all, before, data, killed, ledger, world } = yield* written(path)
      const file = join(path, "damaged.db")
      const take = Ledger.random(20_240_607)
      const counts = { rejected: 0, intact: 0, withoutTheLast: 0 }
      for (const [from, damages] of [
        [data, ofClosed],
        [killed, ofKilled]
      ] as const) {
        for (const [name, times, damage] of damages) {
          for (let time = 0; time < times * share; time++) {
            copy(from, file)
            damage(file, take)
            const what = `${name}, ${time}, of ${from === data ? "one that was closed" : "one that was killed"}`
            const read = yield* Effect.result(everything(world, ledger).pipe(emulated(file)))
            if (Result.isFailure(read)) {
              const error = read.failure
              assert(error._tag === "DatabaseError", what)
              assert.include(error.message, `Cannot use ${file}: it is damaged: `, what)
              assert.include(error.message, `Restore a copy of it, without ${file}-wal and ${file}.sums`, what)
              counts.rejected++
            } else if (read.success === all) counts.intact++
            else {
              // The end of the log may look like a power failure.
              assert.match(name, /of the log/, what)
              assert.strictEqual(read.success, before, what)
              counts.withoutTheLast++
            }
          }
        }
      }
      assert.isAbove(counts.rejected, 100 * share)
      assert.isAbove(counts.intact, 5 * share)
      assert.isAbove(counts.withoutTheLast, 0)
      assert.isBelow(counts.withoutTheLast, 4)
    }).pipe(Effect.scoped)
  )
})

/** Writes to the table without its index, which is registered again afterwards. */
const behindTheIndex = `
  CREATE TEMP TABLE kept AS SELECT * FROM sqlite_schema WHERE name = 'users_by_phone';
  PRAGMA writable_schema = ON;
  DELETE FROM sqlite_schema WHERE name = 'users_by_phone';
  PRAGMA writable_schema = RESET;
  UPDATE users SET phone = 'changed';
  PRAGMA writable_schema = ON;
  INSERT INTO sqlite_schema SELECT * FROM kept`

/** Changes of another program to a file, which has no checksums then. */
const changes: ReadonlyArray<readonly [what: string, sql: string, reason: RegExp]> = [
  ["a table that is missing", "DROP TABLE push_events", /its table push_events is missing, or another one/],
  ["an index that is missing", "DROP INDEX users_by_phone", /its index users_by_phone is missing, or another one/],
  [
    "a table that is another one",
    "ALTER TABLE contacts ADD COLUMN more TEXT",
    /its table contacts is missing, or another one/
  ],
  ["an index that is not of its table", behindTheIndex, /row \d+ missing from index users_by_phone/],
  [
    "rows that belong to none",
    "PRAGMA foreign_keys = OFF; DELETE FROM users",
    /a row of \w+ belongs to none that is there/
  ]
]

describe("a data file that another program has written", () => {
  it.effect("is rejected until its checksums are deleted, and is then used with the changes", () =>
    Effect.gen(function* () {
      const { all, data, ledger, world } = yield* written(yield* folder)
      const other = new DatabaseSync(data)
      other.exec("UPDATE contacts SET name = 'Changed' WHERE number = (SELECT max(number) FROM contacts)")
      other.close()
      assert.include(yield* reason(data), `If another program has changed it, delete ${data}.sums to go on`)
      rmSync(`${data}.sums`)
      const read = yield* everything(world, ledger).pipe(emulated(data))
      assert.notStrictEqual(read, all)
      assert.include(read, `"name":"Changed"`)
      // There are new ones.
      yield* start(data)
      edit(data, (bytes) => bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1))
      assert.include(yield* reason(data), "it is damaged")
    }).pipe(Effect.scoped)
  )

  it.effect("is rejected when its tables, indexes or rows are inconsistent", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const { data } = yield* written(path)
      const file = join(path, "changed.db")
      for (const [what, sql, expected] of changes) {
        copy(data, file)
        const other = new DatabaseSync(file, { defensive: false })
        other.exec(sql)
        other.close()
        rmSync(`${file}.sums`)
        const message = yield* reason(file)
        assert.match(message, expected, what)
        assert.include(message, "Restore a copy of it", what)
      }
    }).pipe(Effect.scoped)
  )
})

describe("a long log", () => {
  it.live("is written into the file, whose checksums are then updated", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const data = join(path, "data.db")
      const file = join(path, "killed.db")
      yield* Effect.gen(function* () {
        const ada = yield* Wire.join("ada")
        const before = readFileSync(`${data}.sums`, "utf8")
        for (let record = 0; record < 30; record++) {
          assert.strictEqual((yield* createRecord(ada, "long", { text: String(record).repeat(100_000) })).status, 201)
        }
        const sums = Effect.sync(() => (existsSync(`${data}.sums`) ? readFileSync(`${data}.sums`, "utf8") : before))
        yield* Effect.repeat(Effect.andThen(Effect.sleep(20), sums), { until: (now) => now !== before })
        assert.isAbove(statSync(data).size, 4_000_000)
        assert.isBelow(statSync(`${data}-wal`).size, 4_000_000)
        yield* createRecord(ada, "long", { text: "the last" })
        copy(data, file)
        const all = yield* listRecords(ada, "long", "limit=100")
        const read = yield* listRecords(ada, "long", "limit=100").pipe(emulated(file))
        assert.strictEqual(read.text, all.text)
        assert.include(read.text, "the last")
        copy(data, file)
        edit(file, (bytes) => bytes.writeUInt8(bytes.readUInt8(3_000_000) ^ 1, 3_000_000))
        assert.include(yield* reason(file), "it is damaged: the checksum of its bytes from 2097152 on")
      }).pipe(emulated(data))
    }).pipe(Effect.scoped)
  )
})

describe("damage while the emulator runs", () => {
  it.effect("is reported by a 500, and at the next start", () =>
    Effect.gen(function* () {
      const { data, world } = yield* written(yield* folder)
      yield* Effect.gen(function* () {
        edit(data, (bytes) => bytes.fill(0xa5, 4096))
        const responses = yield* Effect.forEach(Kinds.lists(world), ([, call]) => call)
        const failed = responses.filter(({ status }) => status === 500)
        assert.isAbove(failed.length, 0)
        for (const { text } of failed) assert.strictEqual(text, `{"errors":["The file of the data is damaged"]}`)
      }).pipe(emulated(data))
      assert.include(yield* reason(data), `Cannot use ${data}: it is damaged: `)
    }).pipe(Effect.scoped)
  )
})
