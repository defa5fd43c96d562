/**
 * The whiteboards, in their table.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import { DialogId, UserId, WhiteboardId } from "@effect-connectycube/core/Ids"
import type { NewWhiteboard, Whiteboard } from "@effect-connectycube/whiteboards/Whiteboard"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import { Members } from "../chat/members.ts"
import type { Kind } from "../chat/rules.ts"
import { Identifiers } from "../../server/state/identifiers.ts"
import * as Reject from "../../server/wire/reject.ts"
import { Time } from "../../server/state/time.ts"
import { atomically, orDieSql } from "../../server/database/transaction.ts"

interface Row {
  readonly id: string
  readonly chat_dialog_id: string
  readonly user_id: number
  readonly name: string
  readonly created_at: number
  readonly updated_at: number
}

/** What is made, where it is not given. */
export type Given = Partial<Pick<Row, "id" | "created_at" | "updated_at">>

/** How many a dialog has. */
const mostWhiteboards = 3

const kinds: ReadonlySet<Kind> = new Set(["group", "private", "meeting"])

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const members = yield* Members
  const identifiers = yield* Identifiers
  const time = yield* Time

  const check = Effect.fnUntraced(function* (user_id: number, { chat_dialog_id }: NewWhiteboard) {
    const { kind } = yield* members.place(user_id, chat_dialog_id)
    if (!kinds.has(kind)) {
      return yield* Reject.unprocessable({ chat_dialog_id: ["should be of a group, private or meeting dialog"] })
    }
    const [counted] = yield* sql<{ n: number }>`
      SELECT count(*) AS n FROM whiteboards WHERE chat_dialog_id = ${chat_dialog_id}`
    if ((counted?.n ?? 0) >= mostWhiteboards) {
      return yield* Reject.unprocessable({ chat_dialog_id: [`can't have more than ${mostWhiteboards} whiteboards`] })
    }
  })

  const insert = Effect.fnUntraced(function* (
    user_id: number,
    { name, chat_dialog_id }: NewWhiteboard,
    given: Given = {}
  ) {
    const now = yield* time.now
    const { id = yield* identifiers.objectId, created_at = now, updated_at = created_at } = given
    const [taken] = yield* sql`SELECT 1 FROM whiteboards WHERE id = ${id}`
    if (taken !== undefined) return yield* Reject.taken
    const row: Row = { id, chat_dialog_id, user_id, name, created_at, updated_at }
    yield* sql`INSERT INTO whiteboards ${sql.insert({ ...row })}`
    return toWhiteboard(row)
  })

  /** The whiteboard, for its creator only. */
  const own = Effect.fnUntraced(function* (user_id: number, id: string) {
    const [row] = yield* sql<Row>`SELECT * FROM whiteboards WHERE id = ${id}`
    if (row === undefined) return yield* Reject.notFound
    return row.user_id === user_id ? row : yield* Reject.notYours
  })

  const update = Effect.fnUntraced(function* (user_id: number, id: string, name: string) {
    const changed: Row = { ...(yield* own(user_id, id)), name, updated_at: yield* time.now }
    yield* sql`UPDATE whiteboards SET ${sql.update({ name, updated_at: changed.updated_at })} WHERE id = ${id}`
    return toWhiteboard(changed)
  })

  const list = Effect.fnUntraced(function* (user_id: number, dialog_id: string) {
    yield* members.place(user_id, dialog_id)
    const rows = yield* sql<Row>`SELECT * FROM whiteboards WHERE chat_dialog_id = ${dialog_id} ORDER BY id`
    return rows.map(toWhiteboard)
  })

  return {
    create: (user_id: number, whiteboard: NewWhiteboard): Effect.Effect<Whiteboard, ErrorResponse> =>
      atomically(sql, Effect.andThen(check(user_id, whiteboard), insert(user_id, whiteboard))),
    restore: (user_id: number, whiteboard: NewWhiteboard, given: Given, checked: boolean) =>
      atomically(
        sql,
        Effect.andThen(checked ? check(user_id, whiteboard) : Effect.void, insert(user_id, whiteboard, given))
      ),
    list: (user_id: number, dialog_id: string) => orDieSql(list(user_id, dialog_id)),

    update: (user_id: number, id: string, name: string): Effect.Effect<Whiteboard, ErrorResponse> =>
      atomically(sql, update(user_id, id, name)),

    remove: (user_id: number, id: string): Effect.Effect<void, ErrorResponse> =>
      atomically(sql, Effect.andThen(own(user_id, id), Effect.asVoid(sql`DELETE FROM whiteboards WHERE id = ${id}`)))
  }
})

const toWhiteboard = (row: Row): Whiteboard => ({
  _id: WhiteboardId.make(row.id),
  name: row.name,
  chat_dialog_id: DialogId.make(row.chat_dialog_id),
  user_id: UserId.make(row.user_id),
  created_at: DateTime.makeUnsafe(row.created_at),
  updated_at: DateTime.makeUnsafe(row.updated_at)
})

export class WhiteboardsStore extends Context.Service<
  WhiteboardsStore,
  {
    readonly create: (user_id: number, whiteboard: NewWhiteboard) => Effect.Effect<Whiteboard, ErrorResponse>
    /** As {@link create}, with what it had before. Unchecked, its creator may have left the dialog. */
    readonly restore: (
      user_id: number,
      whiteboard: NewWhiteboard,
      given: Given,
      checked: boolean
    ) => Effect.Effect<Whiteboard, ErrorResponse>
    /** The whiteboards of a dialog, for its occupants. */
    readonly list: (user_id: number, dialog_id: string) => Effect.Effect<ReadonlyArray<Whiteboard>, ErrorResponse>
    readonly update: (user_id: number, id: string, name: string) => Effect.Effect<Whiteboard, ErrorResponse>
    readonly remove: (user_id: number, id: string) => Effect.Effect<void, ErrorResponse>
  }
>()("@effect-connectycube/emulator/modules/whiteboards/WhiteboardsStore") {
  static readonly layer = Layer.effect(WhiteboardsStore, make)
}
