/**
 * Reactions to messages.
 *
 * @see https://developers.connectycube.com/server/chat#message-reactions
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import { UserId } from "@effect-connectycube/core/Ids"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import * as Reject from "../../server/wire/reject.ts"
import { atomically, orDieSql } from "../../server/database/transaction.ts"
import { Members } from "./members.ts"
import { Messages } from "./messages.ts"
import * as Views from "./messageViews.ts"

export interface Reactions {
  readonly add?: string
  readonly remove?: string
}

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const members = yield* Members
  const messages = yield* Messages

  /** The message, when the user is shown it. */
  const shown = Effect.fnUntraced(function* (user_id: number, message_id: string) {
    const [message] = yield* sql<{ chat_dialog_id: string }>`
      SELECT chat_dialog_id FROM messages WHERE id = ${message_id}`
    if (message === undefined) return yield* Reject.notFound
    const place = yield* members.place(user_id, message.chat_dialog_id)
    const [row] = yield* messages.shownOf(place, [message_id])
    return row === undefined ? yield* Reject.notFound : row
  })

  const react = Effect.fnUntraced(function* (user_id: number, message_id: string, { add, remove }: Reactions) {
    const { number } = yield* shown(user_id, message_id)
    if (remove !== undefined) {
      yield* sql`
        DELETE FROM message_reactions WHERE number = ${number} AND user_id = ${user_id} AND reaction = ${remove}`
    }
    if (add !== undefined) {
      yield* sql`INSERT OR IGNORE INTO message_reactions ${sql.insert({ number, user_id, reaction: add })}`
    }
  })

  return {
    react: (user_id: number, message_id: string, reactions: Reactions) =>
      atomically(sql, react(user_id, message_id, reactions)),
    list: (user_id: number, message_id: string) =>
      orDieSql(
        Effect.map(shown(user_id, message_id), (row) => {
          // A reaction may be called as what every object has.
          const users = new Map<string, Array<UserId>>()
          for (const [user_id, reaction] of Views.reactionsOf(row.reactions)) {
            users.set(reaction, [...(users.get(reaction) ?? []), UserId.make(user_id)])
          }
          return Object.fromEntries(users)
        })
      )
  }
})

/** The reactions, in their table. */
export class ReactionsStore extends Context.Service<
  ReactionsStore,
  {
    readonly react: (user_id: number, message_id: string, reactions: Reactions) => Effect.Effect<void, ErrorResponse>
    /** The users who reacted, by reaction. */
    readonly list: (
      user_id: number,
      message_id: string
    ) => Effect.Effect<{ readonly [reaction: string]: ReadonlyArray<UserId> }, ErrorResponse>
  }
>()("@effect-connectycube/emulator/modules/chat/ReactionsStore") {
  static readonly layer = Layer.effect(ReactionsStore, make)
}
