/**
 * How messages are deleted: for oneself, or for everyone.
 *
 * @see https://developers.connectycube.com/server/chat#delete-message
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import type { Deleted } from "@effect-connectycube/core/Deleted"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import { atomically, orDieSql } from "../../server/database/transaction.ts"
import { Members, type Place } from "./members.ts"
import { Messages } from "./messages.ts"
import * as Roles from "./rules.ts"

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const members = yield* Members
  const messages = yield* Messages

  const hide = Effect.fnUntraced(function* ({ user_id, dialog_id }: Place, number: number) {
    yield* sql`INSERT OR IGNORE INTO hidden_messages ${sql.insert({ number, user_id })}`
    yield* sql`
      DELETE FROM unread_messages WHERE user_id = ${user_id} AND dialog_id = ${dialog_id} AND number = ${number}`
    yield* members.refresh(sql`m.user_id = ${user_id} AND m.dialog_id = ${dialog_id} AND m.last_message = ${number}`)
  })

  const erase = Effect.fnUntraced(function* ({ dialog_id }: Place, number: number) {
    yield* sql`DELETE FROM messages WHERE number = ${number}`
    yield* members.refresh(sql`m.dialog_id = ${dialog_id} AND m.last_message = ${number}`)
  })

  const removeOne = Effect.fnUntraced(function* (user_id: number, id: string, force: boolean) {
    const [message] = yield* sql<{ chat_dialog_id: string }>`SELECT chat_dialog_id FROM messages WHERE id = ${id}`
    if (message === undefined) return "NotFound"
    const place = yield* members.place(user_id, message.chat_dialog_id)
    const [row] = yield* messages.shownOf(place, [id])
    if (row === undefined) return "NotFound"
    const may = (action: Roles.Action) => Roles.may(place.kind, place.role, action)
    const own = row.sender_id === user_id && may("delete own messages")
    if (!own && !may(force ? "delete any message for everyone" : "delete messages of others")) return "WrongPermissions"
    yield* force ? erase(place, row.number) : hide(place, row.number)
    return "SuccessfullyDeleted"
  })

  const remove = Effect.fnUntraced(function* (user_id: number, ids: ReadonlyArray<string>, force: boolean) {
    const groups = groupsOf()
    for (const id of new Set(ids)) {
      // A user who is not a member is rejected.
      const group = yield* Effect.orElseSucceed(
        orDieSql(removeOne(user_id, id, force)),
        () => "WrongPermissions" as const
      )
      groups[group].ids.push(id)
    }
    return groups
  })

  return {
    remove: (user_id: number, ids: ReadonlyArray<string>, force: boolean) =>
      atomically(sql, remove(user_id, ids, force))
  }
})

/** The outcome of each of several ids. */
export const groupsOf = (): { readonly [Group in keyof Deleted]: { readonly ids: Array<string> } } => ({
  SuccessfullyDeleted: { ids: [] },
  NotFound: { ids: [] },
  WrongPermissions: { ids: [] }
})

/** The deletion of messages. */
export class Removals extends Context.Service<
  Removals,
  {
    /** Deletes messages for the user, or, with `force`, for everyone. Each message succeeds or fails by itself. */
    readonly remove: (
      user_id: number,
      ids: ReadonlyArray<string>,
      force: boolean
    ) => Effect.Effect<ReturnType<typeof groupsOf>, ErrorResponse>
  }
>()("@effect-connectycube/emulator/modules/chat/Removals") {
  static readonly layer = Layer.effect(Removals, make)
}
