/**
 * The dialogs of a seed.
 */
import type { DatabaseSync } from "node:sqlite"
import type { SeedDialog } from "../../Seed.ts"
import type { Settings } from "../../Settings.ts"
import { mostAdmins, pairOf } from "../../modules/chat/dialogEdits.ts"
import * as Extensions from "../../modules/chat/extensions.ts"
import * as Roles from "../../modules/chat/rules.ts"
import type { Problems } from "./problems.ts"
import * as Tables from "./tables.ts"
import type { FindUser, World } from "./users.ts"

/** A dialog, with its members. */
export interface Room {
  readonly id: string
  readonly kind: Roles.Kind
  readonly owner: number
  /** Whether each of those who are in it is an admin. */
  readonly members: Map<number, boolean>
}

/** Finds a dialog, of the seed or of the database; `undefined` where there is none. */
export type FindRoom = (reference: string) => Room | undefined

export interface Rooms {
  readonly find: FindRoom
  /** What refers to messages, which are there then. */
  readonly finish: () => void
  /** The ids of the dialogs that have a key, by it. */
  readonly keys: ReadonlyMap<string, string>
}

/** A dialog that is in its table, and whose users are to follow. */
interface Made extends Pick<Room, "id" | "members"> {
  readonly path: string
  readonly dialog: SeedDialog
  readonly isPrivate: boolean
  readonly blocked: ReadonlyArray<number>
  readonly created_at: number
  readonly updated_at: number
}

const taken = "has already been taken"

export const seed = (
  database: DatabaseSync,
  dialogs: ReadonlyArray<SeedDialog>,
  findUser: FindUser,
  { dialog_extensions, occupants_limit }: Settings,
  { exported, now, objectIdAt, problems }: World
): Rooms => {
  const hasId = Tables.finder(database, "SELECT 1 FROM dialogs WHERE id = ?")
  const hasPair = Tables.finder(database, "SELECT 1 FROM dialogs WHERE pair = ?")
  const rows = Tables.inserter(database, "dialogs", [
    "id",
    "type",
    "user_id",
    "pair",
    "name",
    "description",
    "photo",
    "extensions",
    "allow_preview",
    "created_at",
    "updated_at"
  ])
  const memberships = Tables.inserter(database, "memberships", [
    "user_id",
    "dialog_id",
    "opponent_id",
    "is_admin",
    "created_at",
    "updated_at"
  ])
  const rooms = new Map<string, Room>()
  const keys = new Map<string, string>()
  const pairs = new Set<string>()
  const made: Array<Made> = []

  const usersAt = (references: SeedDialog["occupants_ids"], path: string): ReadonlyArray<number> =>
    (references ?? []).flatMap((reference, index) => {
      const id = findUser(reference)
      if (id === undefined) problems.add(`${path}.${index}`, "is not a user")
      return id === undefined ? [] : [id]
    })

  /** The pair of a private dialog, which has one other user. */
  const pairAt = (owner: number, occupants: ReadonlyArray<number>, path: string): string | null => {
    const opponents = new Set(occupants)
    opponents.delete(owner)
    const [opponent, ...more] = opponents
    if (opponent === undefined || more.length > 0) {
      problems.add(`${path}.occupants_ids`, "should have one other user")
      return null
    }
    const pair = pairOf(owner, opponent)
    if (pairs.has(pair) || hasPair(pair)) problems.add(path, "is the second private dialog of its users")
    pairs.add(pair)
    return pair
  }

  const checkGroup = ({ name, type }: SeedDialog, members: Room["members"], admins: number, path: string) => {
    if (type === "group" && members.size < 2) problems.add(`${path}.occupants_ids`, "is required")
    if ((name ?? "").trim() === "") problems.add(`${path}.name`, "is required")
    if (admins > mostAdmins) problems.add(`${path}.admins_ids`, `can't be more than ${mostAdmins}`)
    if (type === "group" && occupants_limit !== null && members.size > occupants_limit) {
      problems.add(`${path}.occupants_ids`, `can't be more than ${occupants_limit}`)
    }
  }

  for (const [index, dialog] of dialogs.entries()) {
    if (problems.enough()) break
    const path = `dialogs.${index}`
    const { _id, key, type } = dialog
    const created_at = Tables.secondOf(dialog.created_at, now)
    const id = _id ?? objectIdAt(created_at)
    if (_id !== undefined && (rooms.has(_id) || hasId(_id))) problems.add(`${path}._id`, taken)
    if (key !== undefined && keys.has(key)) problems.add(`${path}.key`, taken)
    if (key !== undefined) keys.set(key, id)

    const owner = findUser(dialog.user_id)
    if (owner === undefined) problems.add(`${path}.user_id`, "is not a user")
    const occupants = usersAt(dialog.occupants_ids, `${path}.occupants_ids`)
    const isPrivate = type === "private"
    const admins = new Set(isPrivate ? [] : usersAt(dialog.admins_ids, `${path}.admins_ids`))
    const members = new Map<number, boolean>()
    // The owner may have left.
    const all = exported ? occupants : [owner ?? 0, ...admins, ...occupants]
    for (const member of all) members.set(member, admins.has(member))
    const blocked = usersAt(dialog.blocked_ids, `${path}.blocked_ids`)
    for (const [index, user] of blocked.entries()) {
      if (members.has(user)) problems.add(`${path}.blocked_ids.${index}`, "is in the dialog")
    }
    rooms.set(id, { id, kind: type, owner: owner ?? 0, members })
    if (owner === undefined) continue
    const pair = isPrivate ? pairAt(owner, occupants, path) : null
    if (!isPrivate && !exported) checkGroup(dialog, members, admins.size, path)
    if (!problems.none()) continue

    const updated_at = Tables.secondOf(dialog.updated_at, created_at)
    rows.insert(
      id,
      Roles.numberOf[type],
      owner,
      pair,
      isPrivate ? null : (dialog.name ?? null),
      dialog.description ?? null,
      isPrivate ? null : (dialog.photo ?? null),
      exported ? jsonOrNull(dialog.extensions) : Extensions.written(dialog.extensions, dialog_extensions),
      isPrivate || dialog.permissions === null || dialog.permissions === undefined
        ? null
        : Number(dialog.permissions.allow_preview),
      created_at,
      updated_at
    )
    made.push({ path, dialog, id, isPrivate, members, blocked, created_at, updated_at })
  }
  rows.flush()
  const blocks = Tables.inserter(database, "blocked_users", ["dialog_id", "user_id"], "OR IGNORE")
  for (const { id, isPrivate, members, blocked, created_at, updated_at } of made) {
    for (const user of blocked) blocks.insert(id, user)
    for (const [member, isAdmin] of members) {
      const opponent = isPrivate ? [...members.keys()].find((other) => other !== member) : undefined
      memberships.insert(member, id, opponent ?? null, Number(isAdmin), created_at, updated_at)
    }
  }
  memberships.flush()
  blocks.flush()

  const load = loader(database)
  return {
    keys,
    finish: () => finish(database, made, findUser, problems),
    find: (reference) => {
      const id = keys.get(reference) ?? reference
      const known = rooms.get(id) ?? load(id)
      if (known !== undefined) rooms.set(id, known)
      return known
    }
  }
}

const jsonOrNull = (value: object | null | undefined): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value)

/** The pinned messages of dialogs, and what their members have set. */
const finish = (database: DatabaseSync, made: ReadonlyArray<Made>, findUser: FindUser, problems: Problems): void => {
  const findMessage = database.prepare("SELECT number, date_sent FROM messages WHERE id = ? AND chat_dialog_id = ?")
  const pin = database.prepare("INSERT OR IGNORE INTO pinned_messages (dialog_id, number) VALUES (?, ?)")
  const change = database.prepare(`
    UPDATE memberships SET notifications = ?, deleted = ? WHERE user_id = ? AND dialog_id = ?`)
  const setLast = database.prepare(`
    UPDATE memberships SET last_message = ?, last_message_date_sent = ? WHERE user_id = ? AND dialog_id = ?`)
  for (const { dialog, id, members, path } of made) {
    const messageAt = (message: string, path: string) => {
      const row = findMessage.get(message, id)
      if (row === undefined) problems.add(path, "is not a message of the dialog")
      return row
    }
    for (const [index, message] of (dialog.pinned_messages_ids ?? []).entries()) {
      const row = messageAt(message, `${path}.pinned_messages_ids.${index}`)
      if (row !== undefined) pin.run(id, row["number"] ?? null)
    }
    for (const [index, member] of (dialog.members ?? []).entries()) {
      const at = `${path}.members.${index}`
      const { deleted = false, last_message_id, notifications = true } = member
      const user = findUser(member.user_id)
      if (user === undefined || !members.has(user)) {
        problems.add(`${at}.user_id`, "is not in the dialog")
        continue
      }
      change.run(Number(notifications), Number(deleted), user, id)
      if (last_message_id === undefined) continue
      const row = last_message_id === null ? undefined : messageAt(last_message_id, `${at}.last_message_id`)
      setLast.run(row?.["number"] ?? null, row?.["date_sent"] ?? null, user, id)
    }
  }
}

/** Reads a dialog that was there before. */
const loader = (database: DatabaseSync): FindRoom => {
  const dialogs = database.prepare("SELECT type, user_id FROM dialogs WHERE id = ?")
  const memberships = database.prepare("SELECT user_id, is_admin FROM memberships WHERE dialog_id = ?")
  return (id) => {
    const row = dialogs.get(id)
    if (row === undefined) return undefined
    const kind = Roles.kinds.get(Number(row["type"]))
    if (kind === undefined) return undefined
    const members = memberships.all(id).map((row) => [Number(row["user_id"]), row["is_admin"] === 1] as const)
    return { id, kind, owner: Number(row["user_id"]), members: new Map(members) }
  }
}
