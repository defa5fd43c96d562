/**
 * Transactions of the modules that write in several tables.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as Effect from "effect/Effect"
import type { SqlClient } from "effect/sql/SqlClient"
import { isSqlError, type SqlError } from "effect/sql/SqlError"

/** A database that fails is a defect of the emulator. */
export const orDieSql = <A, R>(
  effect: Effect.Effect<A, ErrorResponse | SqlError, R>
): Effect.Effect<A, ErrorResponse, R> => Effect.catchIf(effect, isSqlError, (error) => Effect.die(error))

/** All or nothing, and no other request in between. */
export const atomically = <A, R>(
  sql: SqlClient,
  effect: Effect.Effect<A, ErrorResponse | SqlError, R>
): Effect.Effect<A, ErrorResponse, R> => orDieSql(sql.withTransaction(effect))
