/** The state of an emulator as a seed, from which another emulator begins with the same. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { versions } from "../src/app/tables.ts"
import { Emulator } from "../src/Emulator.ts"
import * as Seeds from "../src/Seed.ts"
import { folder } from "./support/Command.ts"
import { columns, queries } from "./support/SeedColumns.ts"
import * as Tour from "./support/Tour.ts"

/** `EXPORT_TOURS` makes more of them, and `EXPORT_STEPS` longer ones. */
const tours = Number(process.env["EXPORT_TOURS"] ?? 2)
const steps = Number(process.env["EXPORT_STEPS"] ?? 250)

/** 2024-05-01T10:00:00.789Z */
const then = 1_714_557_600_789

const lists = ["users", "dialogs", "messages", "contacts", "subscriptions", "meetings", "files", "events"] as const

const toured = Effect.fnUntraced(function* (seed: number) {
  const emulator = yield* Emulator
  const known = Tour.nothing()
  yield* Tour.begin
  const statuses = yield* Tour.walk(known, Tour.chanceOf(seed), steps)
  // Logins are requests of their users, and are in the export then.
  yield* Tour.logIn(known)
  const shown = yield* Tour.shown(known)
  const exported = yield* emulator.exported
  const now = yield* emulator.now
  const next = yield* Tour.walk(Tour.copyOf(known), Tour.chanceOf(seed + 1000), 100)
  return { known, statuses, shown, exported, now: now.epochMilliseconds, next }
})

describe("an export after a random tour", () => {
  it.effect.each(Array.from({ length: tours }, (_, index) => index + 1))(
    "has all that there is: tour %i",
    (seed) =>
      Effect.gen(function* () {
        yield* TestClock.setTime(then)
        const before = yield* toured(seed).pipe(Effect.provide(Emulator.layer({ settings: Tour.settings })))
        yield* TestClock.setTime(before.now)
        const again: Seeds.Seed = JSON.parse(JSON.stringify(before.exported))
        yield* Effect.gen(function* () {
          const emulator = yield* Emulator
          assert.deepStrictEqual(yield* emulator.exported, before.exported)
          const known = Tour.copyOf(before.known)
          yield* Tour.logIn(known)
          const shown = yield* Tour.shown(known)
          assert.deepStrictEqual([...shown.keys()], [...before.shown.keys()])
          for (const [path, response] of shown) assert.strictEqual(response, before.shown.get(path), path)
          assert.deepStrictEqual(yield* Tour.walk(known, Tour.chanceOf(seed + 1000), 100), before.next)
        }).pipe(Effect.provide(Emulator.layer({ settings: Tour.settings, seed: again })))
        // Most of it is of what is there, and much of it is done.
        assert.isAbove(before.statuses.filter((status) => status < 400).length, steps / 4)
        for (const list of lists) assert.isNotEmpty(before.exported[list], list)
      }),
    120_000
  )
})

/** The fields of the items of each list. */
const fields: { readonly [list: string]: object } = {
  users: Seeds.SeedUser.fields,
  dialogs: Seeds.SeedDialog.fields,
  messages: Seeds.SeedMessage.fields,
  records: Seeds.SeedRecord.schema.fields,
  contacts: Seeds.SeedContact.fields,
  subscriptions: Seeds.SeedSubscription.fields,
  events: Seeds.SeedEvent.fields,
  meetings: Seeds.SeedMeeting.fields,
  whiteboards: Seeds.SeedWhiteboard.fields,
  files: Seeds.SeedFile.fields
}

describe("the tables of the emulator", () => {
  const database = new DatabaseSync(":memory:")
  for (const tables of versions) database.exec(tables)
  const schema = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all()
  const tables = schema.map(({ name }) => String(name))
  const columnsOf = (table: string) =>
    database
      .prepare("SELECT name FROM pragma_table_info(?)")
      .all(table)
      .map(({ name }) => String(name))

  it("have a place in a seed, or a reason to have none, for each column", () => {
    assert.deepStrictEqual(
      Object.fromEntries(Object.entries(columns).map(([table, columns]) => [table, Object.keys(columns).toSorted()])),
      Object.fromEntries(tables.map((table) => [table, columnsOf(table).toSorted()]))
    )
  })

  it("have places that the schema of a seed has", () => {
    const lists = Object.values(columns).flatMap((columns) =>
      Object.values(columns).flatMap((column) =>
        "seed" in column && /^[a-z_.]+$/.test(column.seed) ? [column.seed] : []
      )
    )
    assert.isAbove(lists.length, 100)
    for (const path of lists) {
      const [list = "", field] = path.split(".")
      assert.property(Seeds.Seed.fields, list, path)
      if (field !== undefined) assert.property(fields[list], field, path)
    }
  })

  it.live(
    "have the same rows after an export as before, and something in each column",
    () =>
      Effect.gen(function* () {
        const path = yield* folder
        const [before, after] = [join(path, "before.db"), join(path, "after.db")]
        const known = Tour.nothing()
        const seed = yield* Effect.gen(function* () {
          yield* Tour.begin
          // So many that there is something of each kind.
          yield* Tour.walk(known, Tour.chanceOf(7), 400)
          return yield* (yield* Emulator).exported
        }).pipe(Effect.provide(Emulator.layer({ settings: Tour.settings, data: before })), Effect.scoped)
        yield* Effect.void.pipe(
          Effect.provide(Emulator.layer({ settings: Tour.settings, data: after, seed })),
          Effect.scoped
        )
        const rowsOf = (file: string) => {
          const database = new DatabaseSync(file, { readOnly: true })
          const rows = Object.entries(queries).map(([table, query]) => [table, database.prepare(query).all()] as const)
          database.close()
          return rows
        }
        const rows = rowsOf(before)
        for (const [index, [table, rowsAfter]] of rowsOf(after).entries()) {
          assert.deepStrictEqual(rowsAfter, rows[index]?.[1], table)
        }
        const empty = rows.flatMap(([table, rows]) => {
          const names = Object.entries(columns[table] ?? {}).flatMap(([name, column]) =>
            "left" in column ? [] : [name]
          )
          return names.flatMap((name) => {
            const values = rows.flatMap((row) => (name in row ? [row[name]] : [""]))
            return values.some((value) => value !== null) ? [] : [`${table}.${name}`]
          })
        })
        assert.deepStrictEqual(empty, [])
      }),
    120_000
  )
})

describe("a damaged export", () => {
  it.effect(
    "is rejected with the places of the damage, or makes what is left of it",
    () =>
      Effect.gen(function* () {
        yield* TestClock.setTime(then)
        const whole = yield* Effect.gen(function* () {
          yield* Tour.begin
          yield* Tour.walk(Tour.nothing(), Tour.chanceOf(5), 200)
          return JSON.stringify(yield* (yield* Emulator).exported)
        }).pipe(Effect.provide(Emulator.layer({ settings: Tour.settings })))
        const chance = Tour.chanceOf(11)
        yield* Effect.gen(function* () {
          const emulator = yield* Emulator
          let rejected = 0
          for (let index = 0; index < 150; index++) {
            const damaged: unknown = JSON.parse(whole)
            damage(damaged, chance)
            // Whatever it is, it is no defect.
            const result = yield* Effect.result(emulator.seed(damaged as Seeds.Seed))
            if (result._tag === "Failure") rejected++
            yield* emulator.reset
          }
          assert.isAbove(rejected, 40)
        }).pipe(Effect.provide(Emulator.layer({ settings: Tour.settings })))
      }),
    120_000
  )
})

/** Deletes, doubles or replaces one value, at any depth. */
const damage = (value: unknown, chance: ReturnType<typeof Tour.chanceOf>): void => {
  if (typeof value !== "object" || value === null) return
  const keys = Object.keys(value)
  const key = keys[chance(keys.length)]
  if (key === undefined) return
  const inner: unknown = Reflect.get(value, key)
  if (typeof inner === "object" && inner !== null && chance(6) > 0) return damage(inner, chance)
  if (Array.isArray(value) && chance(2) === 0) value.push(inner)
  else if (chance(3) === 0) Reflect.deleteProperty(value, key)
  else Reflect.set(value, key, others[chance(others.length)])
}

const others = [null, 0, -1, 1e300, "", "x", "5c094c0ce588ce6856f87422", [], [null], {}, true, 10_000_001]
