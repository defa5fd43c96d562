/**
 * The members of dialogs, their roles, and the messages that each of them is shown.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type { Fragment } from "effect/sql/Statement"
import * as Reject from "../../server/wire/reject.ts"
import * as Roles from "./rules.ts"

/** A dialog, and the place that a user has in it. */
export interface Place {
  readonly user_id: number
  readonly dialog_id: string
  readonly kind: Roles.Kind
  readonly owner_id: number
  readonly role: Roles.Role
  /** The other one, in a private dialog. */
  readonly opponent_id: number | null
  readonly notifications: boolean
  /** Messages up to this number are not shown: the user has cleared the history. */
  readonly cleared: number
}

interface Row {
  readonly type: Roles.KindNumber
  readonly user_id: number
  readonly allow_preview: number | null
  /** `null` for a user who is not a member, as are the columns below. */
  readonly member_id: number | null
  readonly opponent_id: number | null
  readonly is_admin: number | null
  readonly notifications: number | null
  readonly cleared: number | null
}

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  const find = (user_id: number, dialog_id: string): Effect.Effect<Row | undefined, SqlError> =>
    Effect.map(
      sql<Row>`
        SELECT d.type, d.user_id, d.allow_preview,
          m.user_id AS member_id, m.opponent_id, m.is_admin, m.notifications, m.cleared
        FROM dialogs d LEFT JOIN memberships m ON m.dialog_id = d.id AND m.user_id = ${user_id}
        WHERE d.id = ${dialog_id}`,
      ([row]) => row
    )

  const isBlocked = (user_id: number, dialog_id: string): Effect.Effect<boolean, SqlError> =>
    Effect.map(
      sql`SELECT 1 FROM blocked_users WHERE dialog_id = ${dialog_id} AND user_id = ${user_id}`,
      (rows) => rows.length > 0
    )

  const place = Effect.fnUntraced(function* (
    user_id: number,
    dialog_id: string
  ): Effect.fn.Return<Place, ErrorResponse | SqlError> {
    const row = yield* find(user_id, dialog_id)
    if (row === undefined) return yield* Reject.notFound
    if (row.member_id === null) return yield* Reject.notYours
    const kind = Roles.kindOf(row.type)
    return {
      user_id,
      dialog_id,
      kind,
      owner_id: row.user_id,
      role: row.user_id === user_id ? "owner" : row.is_admin === 1 ? "admin" : "regular",
      opponent_id: row.opponent_id,
      notifications: row.notifications === 1,
      cleared: row.cleared ?? 0
    }
  })

  /** The last message of a dialog that each of these members is shown. */
  const refresh = (where: Fragment) => sql`
    UPDATE memberships AS m SET (last_message, last_message_date_sent) = (
      SELECT s.number, s.date_sent FROM messages s
      WHERE s.chat_dialog_id = m.dialog_id AND +s.number > m.cleared
        AND NOT EXISTS (SELECT 1 FROM hidden_messages h WHERE h.number = s.number AND h.user_id = m.user_id)
      ORDER BY s.date_sent DESC, s.id DESC LIMIT 1
    ) WHERE ${where}`

  const join = Effect.fnUntraced(function* (
    dialog_id: string,
    user_id: number,
    { is_admin = false, opponent_id = null }: { readonly is_admin?: boolean; readonly opponent_id?: number | null } = {}
  ) {
    const joined = yield* sql`
      INSERT OR IGNORE INTO memberships (user_id, dialog_id, opponent_id, is_admin, created_at, updated_at)
      SELECT ${user_id}, id, ${opponent_id}, ${is_admin}, created_at, updated_at FROM dialogs WHERE id = ${dialog_id}
      RETURNING 1`
    if (joined.length === 0) return false
    yield* sql`
      INSERT INTO unread_messages (user_id, dialog_id, number)
      SELECT ${user_id}, ${dialog_id}, s.number FROM messages s JOIN dialogs d ON d.id = s.chat_dialog_id
      WHERE s.chat_dialog_id = ${dialog_id} AND d.type <> 4 AND s.sender_id <> ${user_id}
        AND NOT EXISTS (
          SELECT 1 FROM message_receipts r WHERE r.number = s.number AND r.user_id = ${user_id} AND r.read = 1
        )
        AND NOT EXISTS (SELECT 1 FROM hidden_messages h WHERE h.number = s.number AND h.user_id = ${user_id})`
    yield* refresh(sql`m.dialog_id = ${dialog_id} AND m.user_id = ${user_id}`)
    return true
  })

  const forgetUnread = (dialog_id: string, user_id: number) =>
    sql`DELETE FROM unread_messages WHERE user_id = ${user_id} AND dialog_id = ${dialog_id}`

  const leave = Effect.fnUntraced(function* (dialog_id: string, user_id: number) {
    const [left] = yield* sql<{ cleared: number }>`
      DELETE FROM memberships WHERE user_id = ${user_id} AND dialog_id = ${dialog_id} RETURNING cleared`
    if (left === undefined) return false
    yield* sql`
      INSERT OR IGNORE INTO hidden_messages (number, user_id)
      SELECT number, ${user_id} FROM messages WHERE chat_dialog_id = ${dialog_id} AND number <= ${left.cleared}`
    yield* forgetUnread(dialog_id, user_id)
    return true
  })

  /** Every user is a member of every broadcast, from the first request to the chat on. */
  const joinBroadcasts = Effect.fnUntraced(function* (user_id: number) {
    const missing = yield* sql<{ id: string }>`
      SELECT d.id FROM dialogs d WHERE d.type = 1
        AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = ${user_id} AND m.dialog_id = d.id)
        AND NOT EXISTS (SELECT 1 FROM blocked_users b WHERE b.dialog_id = d.id AND b.user_id = ${user_id})`
    if (missing.length === 0) return
    yield* Effect.forEach(missing, ({ id }) => join(id, user_id), { discard: true }).pipe(sql.withTransaction)
  })

  return {
    place,
    isBlocked,
    refresh,
    join,
    leave,
    forgetUnread,
    joinBroadcasts: (user_id: number) => Effect.orDie(joinBroadcasts(user_id)),
    placeFor: Effect.fnUntraced(function* (user_id: number, dialog_id: string, action: Roles.Action) {
      const found = yield* place(user_id, dialog_id)
      return Roles.may(found.kind, found.role, action) ? found : yield* Reject.notYours
    }),
    preview: Effect.fnUntraced(function* (
      user_id: number,
      dialog_id: string
    ): Effect.fn.Return<number, ErrorResponse | SqlError> {
      const row = yield* find(user_id, dialog_id)
      if (row === undefined) return yield* Reject.notFound
      if (row.member_id !== null) return row.cleared ?? 0
      if (row.allow_preview !== 1 || (yield* isBlocked(user_id, dialog_id))) return yield* Reject.notYours
      return 0
    })
  }
})

/** The members of the dialogs. */
export class Members extends Context.Service<
  Members,
  {
    /** The place of a user in a dialog. A user who has none gets an error response. */
    readonly place: (user_id: number, dialog_id: string) => Effect.Effect<Place, ErrorResponse | SqlError>
    readonly isBlocked: (user_id: number, dialog_id: string) => Effect.Effect<boolean, SqlError>
    /** Finds the last message of a dialog that each of these members is shown. */
    readonly refresh: (where: Fragment) => Effect.Effect<unknown, SqlError>
    /** Returns whether the member is new. A new member is shown all earlier messages but those that the user has deleted. */
    readonly join: (
      dialog_id: string,
      user_id: number,
      options?: { readonly is_admin?: boolean; readonly opponent_id?: number | null }
    ) => Effect.Effect<boolean, SqlError>
    /** Returns whether the user was a member. Messages that the user has cleared stay hidden after a return. */
    readonly leave: (dialog_id: string, user_id: number) => Effect.Effect<boolean, SqlError>
    readonly forgetUnread: (dialog_id: string, user_id: number) => Effect.Effect<unknown, SqlError>
    /** Makes a user a member of all broadcast dialogs. */
    readonly joinBroadcasts: (user_id: number) => Effect.Effect<void>
    /** As {@link place}, for an action that the role of the user has to allow. */
    readonly placeFor: (
      user_id: number,
      dialog_id: string,
      action: Roles.Action
    ) => Effect.Effect<Place, ErrorResponse | SqlError>
    /** The number up to which messages are hidden from a member, or from a user who previews the dialog and is not blocked. */
    readonly preview: (user_id: number, dialog_id: string) => Effect.Effect<number, ErrorResponse | SqlError>
  }
>()("@effect-connectycube/emulator/modules/chat/Members") {
  static readonly layer = Layer.effect(Members, make)
}
