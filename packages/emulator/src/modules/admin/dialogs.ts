/**
 * All dialogs, as an administrator sees and changes them.
 *
 * @see https://developers.connectycube.com/admin_api/chat
 */
import type { AdministeredDialog, DialogChanges } from "@effect-connectycube/chat/Dialog"
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type { Fragment } from "effect/sql/Statement"
import type { Settings } from "../../Settings.ts"
import { DialogEdits } from "../chat/dialogEdits.ts"
import * as Filters from "../chat/dialogFilters.ts"
import * as Views from "../chat/dialogViews.ts"
import { Members } from "../chat/members.ts"
import * as Filter from "../../server/wire/filter.ts"
import * as Reject from "../../server/wire/reject.ts"
import { SettingsStore } from "../../server/state/settingsStore.ts"
import { atomically, orDieSql } from "../../server/database/transaction.ts"
import { UsersStore } from "../users/store.ts"
import * as Pages from "./pages.ts"

export interface Changes extends DialogChanges {
  readonly user_id?: number
  readonly is_muted?: boolean
}

/** Lists are JSON. */
interface Row extends Views.Row {
  readonly status: "sent" | "delivered" | "read" | null
  readonly deleted_ids: string
  readonly silent_ids: string
}

/** The fields by which dialogs are filtered. A private one has no name here. */
const filterColumns: Filter.Columns = {
  ...Views.filterColumns,
  _id: Filter.expression((sql) => sql`d.id`),
  name: Filter.expression((sql) => sql`d.name`),
  last_message_date_sent: Filter.expression(
    (sql) => sql`(SELECT max(s.date_sent) FROM messages s WHERE s.chat_dialog_id = d.id)`
  ),
  created_at: Filter.expression((sql) => sql`d.created_at`),
  updated_at: Filter.expression((sql) => sql`d.updated_at`)
}

/** What a private dialog has from its two users. */
const ofTwo = ["name", "photo"] as const

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const edits = yield* DialogEdits
  const members = yield* Members
  const users = yield* UsersStore
  const { settings } = yield* SettingsStore

  const usersWho = (condition: Fragment) => sql`(
    SELECT json_group_array(x.user_id)
    FROM (SELECT user_id FROM memberships WHERE dialog_id = d.id AND ${condition} ORDER BY user_id) x
  )`

  /** As the views have them, without a member, and with the last message of all. */
  const select = Effect.fnUntraced(function* (where: Fragment, order: Fragment) {
    const rows = yield* sql<Row>`
      SELECT ${Views.columns(sql)},
        CASE WHEN l.number IS NOT NULL THEN COALESCE((
          SELECT CASE max(r.read) WHEN 1 THEN 'read' WHEN 0 THEN 'delivered' END
          FROM message_receipts r WHERE r.number = l.number AND r.user_id <> l.sender_id
        ), 'sent') END AS status,
        ${usersWho(sql`deleted = 1`)} AS deleted_ids, ${usersWho(sql`notifications = 0`)} AS silent_ids
      FROM dialogs d
      LEFT JOIN memberships m ON m.user_id = 0 AND m.dialog_id = d.id
      LEFT JOIN messages l ON l.number = (
        SELECT s.number FROM messages s WHERE s.chat_dialog_id = d.id ORDER BY s.date_sent DESC, s.id DESC LIMIT 1
      )
      WHERE ${where} ${order}`
    const current = yield* settings
    return rows.map((row) => toDialog(row, current))
  })

  const list = Effect.fnUntraced(function* (query: Pages.Query) {
    const { dialog_extensions } = yield* settings
    const where = yield* Filter.clause(sql, ...Filters.conditionsOf(filterColumns, query, dialog_extensions))
    return yield* Pages.page(sql, Pages.dialogs, where, query, select)
  })

  const view = Effect.fnUntraced(function* (
    dialog_id: string
  ): Effect.fn.Return<AdministeredDialog, ErrorResponse | SqlError> {
    const [dialog] = yield* select(sql`d.id = ${dialog_id}`, sql``)
    return dialog ?? (yield* Reject.notFound)
  })

  const mute = Effect.fnUntraced(function* (dialog_id: string, user_id: number | undefined, muted: boolean) {
    if (user_id === undefined) return yield* Reject.unprocessable({ user_id: ["is required"] })
    // A user is a member of every broadcast, also before the first request to the chat.
    if ((yield* users.findBy("id", user_id)) !== undefined) yield* members.joinBroadcasts(user_id)
    const done = yield* sql`
      UPDATE memberships SET notifications = ${!muted}
      WHERE user_id = ${user_id} AND dialog_id = ${dialog_id} RETURNING 1`
    if (done.length === 0) return yield* Reject.unprocessable({ user_id: ["is not in the dialog"] })
  })

  /** The two of a private dialog stay the only ones, and give it its looks. */
  const check = Effect.fnUntraced(function* (dialog_id: string, changes: DialogChanges) {
    const { push_all = {}, pull_all = {} } = changes
    const [row] = yield* sql<{ type: number }>`SELECT type FROM dialogs WHERE id = ${dialog_id}`
    if (row === undefined) return yield* Reject.notFound
    if (row.type === 3) {
      const wrong = [
        ...ofTwo.filter((field) => changes[field] !== undefined),
        ...(["occupants_ids", "admins_ids"] as const).filter((field) => push_all[field] ?? pull_all[field])
      ]
      if (wrong.length > 0) {
        const errors = wrong.map((field) => [field, ["can't be changed in a private dialog"]] as const)
        return yield* Reject.unprocessable(Object.fromEntries(errors))
      }
    }
  })

  const update = Effect.fnUntraced(function* (dialog_id: string, { user_id, is_muted, ...changes }: Changes) {
    yield* check(dialog_id, changes)
    if (is_muted !== undefined) yield* mute(dialog_id, user_id, is_muted)
    if (Object.keys(changes).length > 0) yield* edits.change(dialog_id, changes)
    const dialog = yield* view(dialog_id)
    yield* edits.endWhenLeft(dialog_id)
    return dialog
  })

  return {
    list: (query: Pages.Query) => orDieSql(list(query)),

    /** Changes a dialog, whatever the roles in it, and mutes it for a user. */
    update: (dialog_id: string, changes: Changes) => atomically(sql, update(dialog_id, changes))
  }
})

const toDialog = (row: Row, settings: Settings): AdministeredDialog => {
  const dialog = Views.toDialog(row, settings)
  return {
    ...dialog,
    // A dialog is muted for a user, and here is none.
    is_muted: null,
    // Those of a private dialog are seen to be null.
    occupants_count: dialog.type === "public" ? dialog.occupants_count : null,
    last_message_status: row.status,
    unread_messages_count: null,
    deleted_ids: Views.usersOf(row.deleted_ids),
    silent_ids: Views.usersOf(row.silent_ids)
  }
}

/** The dialogs of all users. */
export class AdministeredDialogs extends Context.Service<
  AdministeredDialogs,
  {
    readonly list: (query: Pages.Query) => Effect.Effect<Pages.Page<AdministeredDialog>, ErrorResponse>
    /** Changes a dialog, whatever the roles in it, and mutes it for a user. */
    readonly update: (dialog_id: string, changes: Changes) => Effect.Effect<AdministeredDialog, ErrorResponse>
  }
>()("@effect-connectycube/emulator/modules/admin/AdministeredDialogs") {
  static readonly layer = Layer.effect(AdministeredDialogs, make)
}
