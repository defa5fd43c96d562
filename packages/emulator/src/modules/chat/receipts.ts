/**
 * The marks on messages: delivered and read.
 */
import type { SqlError } from "effect/sql/SqlError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import { Time, toSecond } from "../../server/state/time.ts"
import type { Place } from "./members.ts"

export type Mark = "delivered" | "read"

interface Numbered {
  readonly number: number
}

const numbersOf = (messages: ReadonlyArray<Numbered>) => messages.map(({ number }) => number)

/** The number of all messages that are not read, and that of each dialog by its id. */
export interface Unread {
  readonly total: number
  readonly [dialog_id: string]: number
}

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const time = yield* Time

  /** What these messages are marked as, unless they are so already. */
  const mark = Effect.fnUntraced(function* (
    { user_id, dialog_id, kind }: Place,
    numbers: ReadonlyArray<number>,
    mark: Mark
  ) {
    if (numbers.length === 0) return
    const read = mark === "read"
    const marked = yield* sql<{ number: number }>`
      INSERT INTO message_receipts (number, user_id, read)
      SELECT value, ${user_id}, ${read} FROM json_each(${JSON.stringify(numbers)}) WHERE true
      ON CONFLICT DO UPDATE SET read = 1 WHERE excluded.read > read
      RETURNING number`
    // In a public dialog it counts as a view, and no response says whose.
    if (!read || marked.length === 0 || kind === "public") return
    const list = JSON.stringify(marked.map(({ number }) => number))
    yield* sql`
      UPDATE messages SET updated_at = ${toSecond(yield* time.now)}
      WHERE number IN (SELECT value FROM json_each(${list}))`
    yield* sql`
      DELETE FROM unread_messages WHERE user_id = ${user_id} AND dialog_id = ${dialog_id}
        AND number IN (SELECT value FROM json_each(${list}))`
  })

  return {
    sent: Effect.fnUntraced(function* (dialog_id: string, sender_id: number, number: number) {
      yield* sql`INSERT INTO message_receipts ${sql.insert({ number, user_id: sender_id, read: true })}`
      yield* sql`
        INSERT INTO unread_messages (user_id, dialog_id, number)
        SELECT m.user_id, m.dialog_id, ${number} FROM memberships m JOIN dialogs d ON d.id = m.dialog_id
        WHERE m.dialog_id = ${dialog_id} AND d.type <> 4 AND m.user_id <> ${sender_id}`
    }),
    shown: Effect.fnUntraced(function* (place: Place, messages: ReadonlyArray<Numbered>) {
      const unread = yield* sql<Numbered>`
        SELECT value AS number FROM json_each(${JSON.stringify(numbersOf(messages))}) WHERE NOT EXISTS (
          SELECT 1 FROM message_receipts r WHERE r.number = value AND r.user_id = ${place.user_id} AND r.read = 1
        )`
      yield* mark(place, numbersOf(unread), "read")
    }),
    mark: (place: Place, messages: ReadonlyArray<Numbered>, as: Mark) =>
      place.kind === "public" ? Effect.void : mark(place, numbersOf(messages), as),
    markAll: Effect.fnUntraced(function* (place: Place, as: Mark) {
      const unread = yield* sql<Numbered>`
        SELECT number FROM unread_messages WHERE user_id = ${place.user_id} AND dialog_id = ${place.dialog_id}`
      yield* mark(place, numbersOf(unread), as)
    }),
    unread: Effect.fnUntraced(function* (user_id: number, dialog_ids: ReadonlyArray<string> = []) {
      // What is unread is few of what there is, and nothing for who has left.
      const rows = yield* sql<{ id: string; unread: number }>`
        SELECT u.id, u.unread FROM (
          SELECT dialog_id AS id, count(*) AS unread FROM unread_messages WHERE user_id = ${user_id} GROUP BY dialog_id
        ) u CROSS JOIN dialogs d ON d.id = u.id WHERE d.type IN (2, 3, 5)`
      const asked = yield* sql<{ id: string }>`
        SELECT m.dialog_id AS id FROM memberships m CROSS JOIN dialogs d ON d.id = m.dialog_id
        WHERE m.user_id = ${user_id} AND m.dialog_id IN (SELECT value FROM json_each(${JSON.stringify(dialog_ids)}))
          AND d.type IN (2, 3, 5)`
      const counts = new Map(rows.map(({ id, unread }) => [id, unread]))
      const total = rows.reduce((sum, { unread }) => sum + unread, 0)
      return { total, ...Object.fromEntries(asked.map(({ id }) => [id, counts.get(id) ?? 0])) }
    })
  }
})

/** The marks on messages. */
export class Receipts extends Context.Service<
  Receipts,
  {
    /** The sender of a message has received and read it; the other members of the dialog have not read it. */
    readonly sent: (dialog_id: string, sender_id: number, number: number) => Effect.Effect<void, SqlError>
    /** The user is shown these messages. Nothing is written for those that the user has read before. */
    readonly shown: (place: Place, messages: ReadonlyArray<Numbered>) => Effect.Effect<void, SqlError>
    /** There are no marks in public dialogs. */
    readonly mark: (place: Place, messages: ReadonlyArray<Numbered>, as: Mark) => Effect.Effect<void, SqlError>
    /** Marks all messages of the dialog that the user has not read. */
    readonly markAll: (place: Place, as: Mark) => Effect.Effect<void, SqlError>
    /** How many messages the user has not read: of all groups and private dialogs, and of each of these. */
    readonly unread: (user_id: number, dialog_ids?: ReadonlyArray<string>) => Effect.Effect<Unread, SqlError>
  }
>()("@effect-connectycube/emulator/modules/chat/Receipts") {
  static readonly layer = Layer.effect(Receipts, make)
}
