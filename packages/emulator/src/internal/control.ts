/**
 * The controls of an emulator, in process.
 */
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import { type Fault, FaultRule, type JournalEntry, type NewFault, type OutboxEntry } from "../ControlApi.ts"
import type { Settings } from "../Settings.ts"
import { Faults } from "./faults.ts"
import { Journal } from "./journal.ts"
import { Outbox } from "./outbox.ts"
import { SettingsStore } from "./settingsStore.ts"
import { ids } from "./tables.ts"
import { Time } from "./time.ts"

export interface Controls {
  /** Forgets all data, faults, mails and requests, and sets clock and settings back to the start. */
  readonly reset: Effect.Effect<void>
  /** What was asked and answered, oldest first. */
  readonly requests: Effect.Effect<ReadonlyArray<JournalEntry>>
  /** The mails and messages that would have been sent, oldest first. */
  readonly outbox: Effect.Effect<ReadonlyArray<OutboxEntry>>
  readonly clearOutbox: Effect.Effect<void>
  /** The time of the emulator. */
  readonly now: Effect.Effect<DateTime.Utc>
  /** Moves the clock of the emulator. */
  readonly advance: (by: Duration.Input) => Effect.Effect<void>
  readonly faults: Effect.Effect<ReadonlyArray<Fault>>
  /** Makes requests go wrong from now on. */
  readonly addFault: (rule: NewFault) => Effect.Effect<Fault>
  readonly clearFaults: Effect.Effect<void>
  readonly settings: Effect.Effect<Settings>
  readonly changeSettings: (changes: Partial<Settings>) => Effect.Effect<Settings>
}

export class Control extends Context.Service<Control, Controls>()("@effect-connectycube/emulator/internal/Control") {
  static readonly layer = Layer.effect(
    Control,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const journal = yield* Journal
      const outbox = yield* Outbox
      const time = yield* Time
      const faults = yield* Faults
      const settings = yield* SettingsStore

      const forget = Effect.gen(function* () {
        const tables = yield* sql<{
          name: string
        }>`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
        yield* sql`PRAGMA defer_foreign_keys = ON`
        for (const { name } of tables) yield* sql`DELETE FROM ${sql(name)}`
        for (const [name, seq] of Object.entries(ids))
          yield* sql`UPDATE sqlite_sequence SET seq = ${seq} WHERE name = ${name}`
      }).pipe(sql.withTransaction, Effect.orDie)

      return Control.of({
        reset: Effect.all([forget, journal.clear, outbox.clear, faults.clear, time.reset, settings.reset], {
          discard: true
        }),
        requests: journal.entries,
        outbox: outbox.sent,
        clearOutbox: outbox.clear,
        now: Effect.map(time.now, DateTime.makeUnsafe),
        advance: (by) => time.advance(Duration.fromInputUnsafe(by)),
        faults: faults.all,
        addFault: ({ delay, ...rule }) =>
          Effect.suspend(() =>
            faults.add(FaultRule.make(delay === undefined ? rule : { ...rule, delay: Duration.fromInputUnsafe(delay) }))
          ),
        clearFaults: faults.clear,
        settings: settings.settings,
        changeSettings: settings.change
      })
    })
  )
}
