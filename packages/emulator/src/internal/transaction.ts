/**
 * What the database is asked, by the modules that write in several tables.
 */
import type { Refusal } from "@effect-connectycube/core/Contract"
import * as Effect from "effect/Effect"
import type { SqlClient } from "effect/sql/SqlClient"
import { isSqlError, type SqlError } from "effect/sql/SqlError"

/** A database that fails is a defect of the emulator. */
export const unfailing = <A, R>(effect: Effect.Effect<A, Refusal | SqlError, R>): Effect.Effect<A, Refusal, R> =>
  Effect.catchIf(effect, isSqlError, (error) => Effect.die(error))

/** All or nothing, and nobody else's in between. */
export const atomically = <A, R>(
  sql: SqlClient,
  effect: Effect.Effect<A, Refusal | SqlError, R>
): Effect.Effect<A, Refusal, R> => unfailing(sql.withTransaction(effect))
