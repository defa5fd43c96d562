/**
 * Dialogs: their lists, their members, and their deletion.
 */
import type { User } from "@effect-connectycube/users/User"
import type { Dialog } from "@effect-connectycube/chat/Dialog"
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type { Fragment } from "effect/sql/Statement"
import * as Filter from "../../server/wire/filter.ts"
import * as Reject from "../../server/wire/reject.ts"
import { SettingsStore } from "../../server/state/settingsStore.ts"
import { Time, toSecond } from "../../server/state/time.ts"
import { atomically, orDieSql } from "../../server/database/transaction.ts"
import type { Row as UserRow } from "../users/store.ts"
import { toUser } from "../users/views.ts"
import * as Filters from "./dialogFilters.ts"
import * as Views from "./dialogViews.ts"
import { Members, type Place } from "./members.ts"
import * as Roles from "./rules.ts"

/** A query that the contract has read, with its flat keys. */
export interface Query extends Filter.Sorting {
  readonly limit?: number
  readonly skip?: number
}

/** Which dialogs of a user: those of which this is true. */
interface Listing {
  readonly where: Fragment
  /** Whether the memberships alone are enough to find them. */
  readonly isOfMembership?: boolean
}

const defaultLimit = 100

interface Page {
  readonly total_entries: number
  readonly skip: number
  readonly limit: number
  readonly items: ReadonlyArray<Dialog>
}

interface Users {
  readonly items: ReadonlyArray<User>
}

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const members = yield* Members
  const time = yield* Time
  const { settings } = yield* SettingsStore

  /** The dialog as this user sees it. */
  const view = Effect.fnUntraced(function* (
    user_id: number,
    dialog_id: string
  ): Effect.fn.Return<Dialog, ErrorResponse | SqlError> {
    const [row] = yield* sql<Views.Row>`
      SELECT ${Views.columns(sql)} FROM dialogs d
      LEFT JOIN memberships m ON m.dialog_id = d.id AND m.user_id = ${user_id}
      LEFT JOIN messages l ON l.number = m.last_message
      WHERE d.id = ${dialog_id}`
    return row === undefined ? yield* Reject.notFound : Views.toDialog(row, yield* settings)
  })

  /**
   * Those dialogs of a user. Only the joins in this order follow the orders of the user's dialogs; a membership alone is in
   * an index.
   */
  const listed = (user_id: number, { where, isOfMembership = false }: Listing) => sql`
    FROM memberships m ${isOfMembership ? sql`` : sql`CROSS JOIN dialogs d ON d.id = m.dialog_id`}
    WHERE m.user_id = ${user_id} AND m.deleted = 0 AND ${where}`

  /** Those before the page are passed over without a look at what they are like. */
  const select = Effect.fnUntraced(function* (user_id: number, listing: Listing, order: Fragment, page: Fragment) {
    const rows = yield* sql<Views.Row>`
      SELECT ${Views.columns(sql)}
      FROM memberships m CROSS JOIN dialogs d ON d.id = m.dialog_id LEFT JOIN messages l ON l.number = m.last_message
      WHERE m.user_id = ${user_id} AND m.dialog_id IN (
        SELECT m.dialog_id ${listed(user_id, listing)} ORDER BY ${order} ${page}
      ) ORDER BY ${order}`
    const current = yield* settings
    return rows.map((row) => Views.toDialog(row, current))
  })

  const listingOf = Effect.fnUntraced(function* (query: Query) {
    const { dialog_extensions } = yield* settings
    const where = yield* Filter.compile(sql, ...Filters.conditionsOf(Views.filterColumns, query, dialog_extensions))
    return { where, isOfMembership: Filters.isOfMembership(query) }
  })

  const orderOf = ({ sort_asc, sort_desc }: Filter.Sorting): Effect.Effect<Fragment, ErrorResponse> => {
    const field = sort_asc ?? sort_desc ?? "last_message_date_sent"
    const order = Views.orderOf(sql, field, sort_asc === undefined ? "DESC" : "ASC")
    return order === undefined
      ? Reject.unprocessable({ [sort_asc === undefined ? "sort_desc" : "sort_asc"]: [`can't be ${field}`] })
      : Effect.succeed(order)
  }

  const touch = Effect.fnUntraced(function* (dialog_id: string) {
    yield* sql`UPDATE dialogs SET updated_at = ${toSecond(yield* time.now)} WHERE id = ${dialog_id}`
  })

  /** Shows a user nothing of what was said so far. The number of the last message there ever was is in the sequence. */
  const clear = Effect.fnUntraced(function* ({ user_id, dialog_id }: Place) {
    yield* sql`
      UPDATE memberships SET last_message = NULL, last_message_date_sent = NULL,
        cleared = COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'messages'), 0)
      WHERE user_id = ${user_id} AND dialog_id = ${dialog_id}`
    yield* members.forgetUnread(dialog_id, user_id)
  })

  const remove = Effect.fnUntraced(function* (user_id: number, dialog_id: string, force: boolean) {
    const place = yield* members.placeFor(user_id, dialog_id, force ? "delete for everyone" : "delete for oneself")
    if (force) return void (yield* sql`DELETE FROM dialogs WHERE id = ${dialog_id}`)
    yield* clear(place)
    yield* sql`UPDATE memberships SET deleted = 1 WHERE user_id = ${user_id} AND dialog_id = ${dialog_id}`
  })

  const clearHistory = Effect.fnUntraced(function* (user_id: number, dialog_id: string, force: boolean) {
    const place = yield* members.placeFor(user_id, dialog_id, force ? "delete for everyone" : "delete for oneself")
    if (!force) return yield* clear(place)
    yield* sql`DELETE FROM messages WHERE chat_dialog_id = ${dialog_id}`
    yield* sql`
      UPDATE memberships SET last_message = NULL, last_message_date_sent = NULL WHERE dialog_id = ${dialog_id}`
  })

  const publicDialog = Effect.fnUntraced(function* (dialog_id: string) {
    const [dialog] = yield* sql<{ type: Roles.KindNumber }>`SELECT type FROM dialogs WHERE id = ${dialog_id}`
    if (dialog === undefined) return yield* Reject.notFound
    if (Roles.kindOf(dialog.type) !== "public") return yield* Reject.unprocessable({ base: ["Dialog is not public"] })
  })

  const subscribe = Effect.fnUntraced(function* (user_id: number, dialog_id: string) {
    yield* publicDialog(dialog_id)
    if (yield* members.isBlocked(user_id, dialog_id)) return yield* Reject.notYours
    if (yield* members.join(dialog_id, user_id)) yield* touch(dialog_id)
    return yield* view(user_id, dialog_id)
  })

  const unsubscribe = Effect.fnUntraced(function* (user_id: number, dialog_id: string) {
    yield* publicDialog(dialog_id)
    if (yield* members.leave(dialog_id, user_id)) yield* touch(dialog_id)
  })

  const block = Effect.fnUntraced(function* (user_id: number, dialog_id: string, blocked: number) {
    const { owner_id, role } = yield* members.placeFor(user_id, dialog_id, "block users")
    const [target] = yield* sql<{ is_admin: number }>`
      SELECT is_admin FROM memberships WHERE user_id = ${blocked} AND dialog_id = ${dialog_id}`
    if (blocked === owner_id || (target?.is_admin === 1 && role !== "owner")) return yield* Reject.notYours
    yield* sql`INSERT OR IGNORE INTO blocked_users ${sql.insert({ dialog_id, user_id: blocked })}`
    yield* members.leave(dialog_id, blocked)
  })

  const unblock = Effect.fnUntraced(function* (user_id: number, dialog_id: string, blocked: number) {
    yield* members.placeFor(user_id, dialog_id, "block users")
    yield* sql`DELETE FROM blocked_users WHERE dialog_id = ${dialog_id} AND user_id = ${blocked}`
  })

  const users = (rows: ReadonlyArray<UserRow>) => ({ items: rows.map(toUser) })

  return {
    view,
    touch,
    select,

    list: (user_id: number, query: Query & { readonly count?: boolean }) =>
      orDieSql(
        Effect.gen(function* () {
          const listing = yield* listingOf(query)
          const [total] = yield* sql<{ n: number }>`SELECT count(*) AS n ${listed(user_id, listing)}`
          const total_entries = total?.n ?? 0
          if (query.count === true) return { items: { count: total_entries } }
          const { limit = defaultLimit, skip = 0 } = query
          const items = yield* select(user_id, listing, yield* orderOf(query), sql`LIMIT ${limit} OFFSET ${skip}`)
          return { total_entries, skip, limit, items }
        })
      ),
    remove: (user_id: number, dialog_id: string, force: boolean) => atomically(sql, remove(user_id, dialog_id, force)),

    clearHistory: (user_id: number, dialog_id: string, force: boolean) =>
      atomically(sql, clearHistory(user_id, dialog_id, force)),

    subscribe: (user_id: number, dialog_id: string) => atomically(sql, subscribe(user_id, dialog_id)),

    unsubscribe: (user_id: number, dialog_id: string) => atomically(sql, unsubscribe(user_id, dialog_id)),

    block: (user_id: number, dialog_id: string, blocked: number) => atomically(sql, block(user_id, dialog_id, blocked)),

    unblock: (user_id: number, dialog_id: string, blocked: number) =>
      atomically(sql, unblock(user_id, dialog_id, blocked)),

    blocked: (user_id: number, dialog_id: string) =>
      orDieSql(
        Effect.gen(function* () {
          yield* members.placeFor(user_id, dialog_id, "block users")
          return users(
            yield* sql<UserRow>`
              SELECT u.* FROM blocked_users b JOIN users u ON u.id = b.user_id
              WHERE b.dialog_id = ${dialog_id} ORDER BY b.user_id`
          )
        })
      ),

    occupants: (user_id: number, dialog_id: string, { limit = defaultLimit, skip = 0 }: Query) =>
      orDieSql(
        Effect.gen(function* () {
          yield* publicDialog(dialog_id)
          yield* members.place(user_id, dialog_id)
          return users(
            yield* sql<UserRow>`
              SELECT * FROM users WHERE id IN (
                SELECT m.user_id FROM memberships m CROSS JOIN users u INDEXED BY users_by_id ON u.id = m.user_id
                WHERE m.dialog_id = ${dialog_id} ORDER BY m.user_id LIMIT ${limit} OFFSET ${skip}
              ) ORDER BY id`
          )
        })
      ),
    notifications: (user_id: number, dialog_id: string) =>
      orDieSql(Effect.map(members.place(user_id, dialog_id), ({ notifications }) => notifications)),

    setNotifications: (user_id: number, dialog_id: string, enabled: boolean) =>
      orDieSql(
        Effect.gen(function* () {
          yield* members.place(user_id, dialog_id)
          yield* sql`
            UPDATE memberships SET notifications = ${enabled}
            WHERE user_id = ${user_id} AND dialog_id = ${dialog_id}`
          return enabled
        })
      )
  }
})

/** The dialogs, in their tables. */
export class Dialogs extends Context.Service<
  Dialogs,
  {
    readonly view: (user_id: number, dialog_id: string) => Effect.Effect<Dialog, ErrorResponse | SqlError>
    /** Sets `updated_at` of a dialog to now. */
    readonly touch: (dialog_id: string) => Effect.Effect<void, SqlError>
    readonly select: (
      user_id: number,
      listing: Listing,
      order: Fragment,
      page: Fragment
    ) => Effect.Effect<ReadonlyArray<Dialog>, SqlError>
    readonly list: (
      user_id: number,
      query: Query & { readonly count?: boolean }
    ) => Effect.Effect<Page | { readonly items: { readonly count: number } }, ErrorResponse>
    /** For the user, or, with `force`, for all. */
    readonly remove: (user_id: number, dialog_id: string, force: boolean) => Effect.Effect<void, ErrorResponse>
    readonly clearHistory: (user_id: number, dialog_id: string, force: boolean) => Effect.Effect<void, ErrorResponse>
    readonly subscribe: (user_id: number, dialog_id: string) => Effect.Effect<Dialog, ErrorResponse>
    readonly unsubscribe: (user_id: number, dialog_id: string) => Effect.Effect<void, ErrorResponse>
    readonly block: (user_id: number, dialog_id: string, blocked: number) => Effect.Effect<void, ErrorResponse>
    readonly unblock: (user_id: number, dialog_id: string, blocked: number) => Effect.Effect<void, ErrorResponse>
    readonly blocked: (user_id: number, dialog_id: string) => Effect.Effect<Users, ErrorResponse>
    readonly occupants: (user_id: number, dialog_id: string, query: Query) => Effect.Effect<Users, ErrorResponse>
    /** Whether the user gets push notifications of the dialog. */
    readonly notifications: (user_id: number, dialog_id: string) => Effect.Effect<boolean, ErrorResponse>
    readonly setNotifications: (
      user_id: number,
      dialog_id: string,
      enabled: boolean
    ) => Effect.Effect<boolean, ErrorResponse>
  }
>()("@effect-connectycube/emulator/modules/chat/Dialogs") {
  static readonly layer = Layer.effect(Dialogs, make)
}
