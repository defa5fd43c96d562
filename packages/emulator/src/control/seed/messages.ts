/**
 * The messages of a seed, with the users who have received and read them.
 */
import type { DatabaseSync } from "node:sqlite"
import type { SeedMessage } from "../../Seed.ts"
import * as Roles from "../../modules/chat/rules.ts"
import type { FindRoom, Room } from "./dialogs.ts"
import * as Tables from "./tables.ts"
import type { FindUser, World } from "./users.ts"

/** A message that keeps the rules. */
interface Ready {
  readonly message: SeedMessage
  readonly room: Room
  readonly sender: number
  readonly recipient: number | null
  readonly readers: ReadonlySet<number>
  readonly getters: ReadonlySet<number>
  readonly hiders: ReadonlySet<number>
  readonly reactions: ReadonlyArray<readonly [user: number, reaction: string]>
  readonly date_sent: number
}

export const seed = (
  database: DatabaseSync,
  messages: ReadonlyArray<SeedMessage>,
  findUser: FindUser,
  findRoom: FindRoom,
  world: World
): void => {
  const ready = check(database, messages, findUser, findRoom, world)
  if (!world.problems.none() || ready.length === 0) return
  // Their numbers grow with time, as those of messages do that are sent one after the other. An export has them in order.
  const first = Tables.lastNumber(database, "messages") + 1
  const inOrder = world.exported ? ready : ready.toSorted((one, other) => one.date_sent - other.date_sent)
  const areMany = ready.length > Math.max(first, manyMessages)
  Tables.withoutIndexes(database, areMany ? ["messages_by_dialog"] : [], () => insert(database, inOrder, first, world))
  Tables.withoutIndexes(database, areMany ? ["unread_messages_by_number"] : [], () => countUnread(database, first))
  countLast(database, first, world.exported)
}

/** From here on it takes less time to make an index anew than to put them into it one by one. */
const manyMessages = 10_000

const nobody: ReadonlySet<number> = new Set()

const check = (
  database: DatabaseSync,
  messages: ReadonlyArray<SeedMessage>,
  findUser: FindUser,
  findRoom: FindRoom,
  { exported, now, problems }: World
): ReadonlyArray<Ready> => {
  const hasId = Tables.finder(database, "SELECT 1 FROM messages WHERE id = ?")
  const ids = new Set<string>()

  const inDialog = (room: Room, user: number): boolean => exported || room.members.has(user)

  /** Those of these users who are members of the dialog: only members have marks. */
  const marked = (room: Room, references: SeedMessage["read_ids"], path: string): ReadonlySet<number> => {
    if (references === undefined) return nobody
    const users = new Set<number>()
    for (const [index, reference] of references.entries()) {
      const id = findUser(reference)
      if (id === undefined) problems.add(`${path}.${index}`, "is not a user")
      else if (!inDialog(room, id)) problems.add(`${path}.${index}`, "is not in the dialog")
      else users.add(id)
    }
    return users
  }

  const reactionsOf = (room: Room, reactions: SeedMessage["reactions"], path: string): Ready["reactions"] => {
    if (reactions === undefined) return []
    const known = new Set<string>()
    return reactions.flatMap(({ reaction, user_id }, index) => {
      const at = `${path}.${index}`
      const id = findUser(user_id)
      const key = `${id} ${reaction}`
      if (id === undefined) problems.add(`${at}.user_id`, "is not a user")
      else if (!inDialog(room, id)) problems.add(`${at}.user_id`, "is not in the dialog")
      else if (known.has(key)) problems.add(at, "is there twice")
      known.add(key)
      return id === undefined ? [] : [[id, reaction] as const]
    })
  }

  const ready: Array<Ready> = []
  for (const [index, message] of messages.entries()) {
    if (problems.enough()) break
    const path = `messages.${index}`
    const { _id, delivered_ids, read_ids, recipient_id = null } = message
    if (_id !== undefined) {
      if (ids.has(_id) || hasId(_id)) problems.add(`${path}._id`, "has already been taken")
      ids.add(_id)
    }
    const room = findRoom(message.chat_dialog_id)
    const sender = findUser(message.sender_id)
    const recipient = recipient_id === null ? null : findUser(recipient_id)
    if (room === undefined) problems.add(`${path}.chat_dialog_id`, "is not a dialog")
    if (sender === undefined) problems.add(`${path}.sender_id`, "is not a user")
    if (recipient === undefined) problems.add(`${path}.recipient_id`, "is not a user")
    if (room === undefined || sender === undefined || recipient === undefined) continue
    const isAdmin = room.members.get(sender)
    if (exported) {
      // The sender may have left.
    } else if (isAdmin === undefined) problems.add(`${path}.sender_id`, "is not in the dialog")
    else if (!Roles.may(room.kind, roleOf(room, sender, isAdmin), "send")) {
      problems.add(`${path}.sender_id`, "may not write in the dialog")
    }
    const readers = marked(room, read_ids, `${path}.read_ids`)
    const getters = marked(room, delivered_ids, `${path}.delivered_ids`)
    const hiders = marked(room, message.deleted_for_ids, `${path}.deleted_for_ids`)
    const reactions = reactionsOf(room, message.reactions, `${path}.reactions`)
    if (room.kind === "public" && getters.size > 0) {
      problems.add(`${path}.delivered_ids`, "can't be given in a public dialog")
    }
    if (!problems.none()) continue
    const opponent = room.kind === "private" && !exported ? opponentOf(room, sender) : null
    ready.push({
      message,
      room,
      sender,
      recipient: recipient ?? opponent,
      readers,
      getters,
      hiders,
      reactions,
      date_sent: Tables.secondOf(message.date_sent, now)
    })
  }
  return ready
}

const roleOf = ({ owner }: Room, user: number, isAdmin: boolean): Roles.Role =>
  user === owner ? "owner" : isAdmin ? "admin" : "regular"

const opponentOf = ({ members }: Room, user: number): number | null => {
  for (const member of members.keys()) if (member !== user) return member
  return null
}

const insert = (database: DatabaseSync, ready: ReadonlyArray<Ready>, first: number, { objectIdAt }: World): void => {
  const rows = Tables.inserter(database, "messages", [
    "number",
    "id",
    "chat_dialog_id",
    "sender_id",
    "recipient_id",
    "message",
    "attachments",
    "parameters",
    "date_sent",
    "created_at",
    "updated_at",
    "edited_at"
  ])
  const receipts = Tables.inserter(database, "message_receipts", ["number", "user_id", "read"], "OR IGNORE")
  for (const [index, { date_sent, message, recipient, room, sender }] of ready.entries()) {
    const number = first + index
    const created_at = Tables.secondOf(message.created_at, date_sent)
    const edited_at = message.edited_at === undefined ? null : Tables.secondOf(message.edited_at, created_at)
    rows.insert(
      number,
      message._id ?? objectIdAt(created_at),
      room.id,
      sender,
      recipient,
      message.message ?? null,
      message.attachments === undefined || message.attachments === null ? "[]" : JSON.stringify(message.attachments),
      message.parameters === undefined ? "{}" : JSON.stringify(message.parameters),
      date_sent,
      created_at,
      Tables.secondOf(message.updated_at, edited_at ?? created_at),
      edited_at
    )
  }
  rows.flush()
  const hidden = Tables.inserter(database, "hidden_messages", ["number", "user_id"])
  const reacted = Tables.inserter(database, "message_reactions", ["number", "user_id", "reaction"])
  for (const [index, { getters, hiders, reactions, readers }] of ready.entries()) {
    for (const reader of readers) receipts.insert(first + index, reader, 1)
    for (const getter of getters) receipts.insert(first + index, getter, 0)
    for (const hider of hiders) hidden.insert(first + index, hider)
    for (const [user, reaction] of reactions) reacted.insert(first + index, user, reaction)
  }
  receipts.flush()
  hidden.flush()
  reacted.flush()
}

/** The marks of the senders of messages from this number on, and of the users who have not read them. */
const countUnread = (database: DatabaseSync, first: number): void => {
  // The sender of a message has received and read it.
  database
    .prepare(`
      INSERT INTO message_receipts (number, user_id, read) SELECT number, sender_id, 1 FROM messages WHERE number >= ?
      ON CONFLICT DO UPDATE SET read = 1`)
    .run(first)
  database
    .prepare(`
      INSERT INTO unread_messages (user_id, dialog_id, number)
      SELECT m.user_id, s.chat_dialog_id, s.number
      FROM messages s CROSS JOIN dialogs d ON d.id = s.chat_dialog_id
        CROSS JOIN memberships m ON m.dialog_id = s.chat_dialog_id
      WHERE s.number >= ? AND d.type <> 4 AND m.user_id <> s.sender_id
        AND NOT EXISTS (
          SELECT 1 FROM message_receipts r WHERE r.number = s.number AND r.user_id = m.user_id AND r.read = 1
        )
        AND NOT EXISTS (SELECT 1 FROM hidden_messages h WHERE h.number = s.number AND h.user_id = m.user_id)
      ORDER BY m.user_id, s.chat_dialog_id, s.number`)
    .run(first)
}

/** Which is the last message of the dialogs that have messages from this number on. */
const countLast = (database: DatabaseSync, first: number, exported: boolean): void => {
  const latest = "SELECT chat_dialog_id, max(date_sent) AS at FROM messages WHERE number >= ? GROUP BY chat_dialog_id"
  // A message makes its dialog a later one, and brings it back for members who have deleted it.
  if (!exported) {
    database
      .prepare(`
        UPDATE dialogs SET updated_at = x.at FROM (${latest}) x
        WHERE dialogs.id = x.chat_dialog_id AND updated_at < x.at`)
      .run(first)
  }
  database
    .prepare(`
      UPDATE memberships AS m SET deleted = 0, (last_message, last_message_date_sent) = (
        SELECT s.number, s.date_sent FROM messages s
        WHERE s.chat_dialog_id = m.dialog_id AND +s.number > m.cleared
          AND NOT EXISTS (SELECT 1 FROM hidden_messages h WHERE h.number = s.number AND h.user_id = m.user_id)
        ORDER BY s.date_sent DESC, s.id DESC LIMIT 1
      ) WHERE m.dialog_id IN (SELECT DISTINCT chat_dialog_id FROM messages WHERE number >= ?)`)
    .run(first)
}
