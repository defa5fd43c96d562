/**
 * The sessions, in their table.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import * as DiskErrors from "../../server/database/diskErrors.ts"
import { Identifiers } from "../../server/state/identifiers.ts"
import * as Reject from "../../server/wire/reject.ts"
import { Time, toSecond } from "../../server/state/time.ts"
import { type Row as UserRow, UsersStore } from "../users/store.ts"

const hour = 3_600_000

/** How long a session lives after it was last used. */
const lifetime = 2 * hour

/** How long a guest lives. */
export const guestLifetime = 24 * hour

/** A session. Times are milliseconds since 1970. */
export interface Session {
  readonly token: string
  readonly id: number
  readonly user_id: number | null
  readonly nonce: number | null
  readonly ts: number
  readonly created_at: number
  readonly updated_at: number
  readonly expires_at: number
  readonly user: UserRow | null
}

/** A session as it is selected, with its user, if it has one. */
interface Row extends Pick<Session, "token" | "user_id" | "nonce" | "ts">, Omit<UserRow, "id"> {
  readonly session_id: number
  readonly session_created_at: number
  readonly session_updated_at: number
  readonly session_expires_at: number
  readonly id: number | null
}

const sessionOf = (row: Row): Session => {
  const { token, user_id, nonce, ts, session_id, session_created_at, session_updated_at, session_expires_at, ...rest } =
    row
  return {
    token,
    id: session_id,
    user_id,
    nonce,
    ts,
    created_at: session_created_at,
    updated_at: session_updated_at,
    expires_at: session_expires_at,
    user: rest.id === null ? null : { ...rest, id: rest.id }
  }
}

export class Sessions extends Context.Service<
  Sessions,
  {
    readonly get: (token: string) => Effect.Effect<Session, ErrorResponse>
    /** The session of a token. It lives on for two hours from now, unless it is a guest's. */
    readonly use: (token: string) => Effect.Effect<Session, ErrorResponse>
    readonly create: (options: {
      readonly user: UserRow | null
      readonly nonce: number | null
      readonly ts: number
    }) => Effect.Effect<Session>
    /** Makes a session one of this user, or of the application again. */
    readonly change: (token: string, user: UserRow | null) => Effect.Effect<Session, ErrorResponse>
    readonly destroy: (token: string) => Effect.Effect<void>
    /** Deletes the guests whose day is over, and the sessions that are. */
    readonly sweep: Effect.Effect<void>
  }
>()("@effect-connectycube/emulator/modules/auth/Sessions") {
  static readonly layer = Layer.effect(
    Sessions,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const time = yield* Time
      const identifiers = yield* Identifiers
      const users = yield* UsersStore

      const expiryOf = (user: UserRow | null, now: number): number => user?.expires_at ?? now + lifetime

      const live = (token: string, now: number): Effect.Effect<Session, ErrorResponse> =>
        Effect.flatMap(
          Effect.orDie(sql<Row>`
            SELECT s.token, s.id AS session_id, s.user_id, s.nonce, s.ts, s.created_at AS session_created_at,
              s.updated_at AS session_updated_at, s.expires_at AS session_expires_at, u.*
            FROM sessions s LEFT JOIN users u ON u.id = s.user_id WHERE s.token = ${token}`),
          ([row]) =>
            row === undefined || row.session_expires_at <= now ? Reject.sessionUnknown : Effect.succeed(sessionOf(row))
        )

      const get = (token: string) => Effect.flatMap(time.now, (now) => live(token, now))

      /** A second is all that the wire tells, so calls within one do not write again. */
      const prolong = Effect.fnUntraced(function* ({ expires_at, token, user }: Session, now: number) {
        if (user !== null && toSecond(now) !== user.last_request_at) {
          yield* DiskErrors.unlessFull(users.touch(user.id))
        }
        const later = expiryOf(user, now)
        if (toSecond(later) === toSecond(expires_at)) return later
        const isKept = yield* DiskErrors.unlessFull(
          Effect.orDie(sql`UPDATE sessions SET expires_at = ${later} WHERE token = ${token}`)
        )
        return isKept ? later : expires_at
      })

      const use = (token: string) =>
        Effect.flatMap(time.now, (now) =>
          Effect.flatMap(live(token, now), (session) =>
            Effect.map(prolong(session, now), (expires_at) => ({ ...session, expires_at }))
          )
        )

      const create: Sessions["Service"]["create"] = Effect.fnUntraced(function* ({ user, nonce, ts }) {
        const now = yield* time.now
        const row = {
          token: yield* identifiers.token,
          id: yield* identifiers.sessionId,
          user_id: user?.id ?? null,
          nonce,
          ts,
          created_at: now,
          updated_at: now,
          expires_at: expiryOf(user, now)
        }
        yield* Effect.orDie(sql`INSERT INTO sessions ${sql.insert(row)}`)
        return { ...row, user }
      })

      const change: Sessions["Service"]["change"] = Effect.fnUntraced(function* (token, user) {
        const now = yield* time.now
        const changes = { user_id: user?.id ?? null, updated_at: now, expires_at: expiryOf(user, now) }
        yield* Effect.orDie(sql`UPDATE sessions SET ${sql.update(changes)} WHERE token = ${token}`)
        return yield* get(token)
      })

      let swept = -1
      const sweep = Effect.flatMap(time.now, (now) => {
        if (toSecond(now) === swept) return Effect.void
        swept = toSecond(now)
        return Effect.asVoid(
          DiskErrors.unlessFull(
            Effect.orDie(
              Effect.andThen(
                sql`DELETE FROM users WHERE expires_at <= ${now}`,
                sql`DELETE FROM sessions WHERE expires_at <= ${now}`
              )
            )
          )
        )
      })

      return Sessions.of({
        get,
        use,
        create,
        change,
        destroy: (token) => Effect.orDie(Effect.asVoid(sql`DELETE FROM sessions WHERE token = ${token}`)),
        sweep
      })
    })
  )
}
