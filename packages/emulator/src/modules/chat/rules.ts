/**
 * The rights of the roles in a dialog, as in the table of the documentation.
 *
 * @see https://developers.connectycube.com/server/chat#roles-and-privileges
 */
import type { DialogType } from "@effect-connectycube/chat/Dialog"

/** An owner is the documentation's super admin. */
export type Role = "regular" | "admin" | "owner"

export type Kind = DialogType

export type Action =
  | "send"
  | "delete own messages"
  /** For oneself. */
  | "delete messages of others"
  | "delete any message for everyone"
  | "delete for oneself"
  | "delete for everyone"
  | "change name, photo, description"
  | "pin messages"
  | "add users"
  | "remove users"
  | "block users"
  | "change admins"

const everyone: ReadonlyArray<Role> = ["regular", "admin", "owner"]
const moderators: ReadonlyArray<Role> = ["admin", "owner"]
const owner: ReadonlyArray<Role> = ["owner"]
const nobody: ReadonlyArray<Role> = []

type Rights = { readonly [A in Action]: ReadonlyArray<Role> }

const group: Rights = {
  send: everyone,
  "delete own messages": everyone,
  "delete messages of others": everyone,
  "delete any message for everyone": moderators,
  "delete for oneself": everyone,
  "delete for everyone": owner,
  "change name, photo, description": everyone,
  "pin messages": moderators,
  "add users": everyone,
  "remove users": moderators,
  "block users": nobody,
  "change admins": owner
}

const rights: { readonly [K in Kind]: Rights } = {
  // Both are regular users, but for the rights of its owner.
  private: {
    send: everyone,
    "delete own messages": everyone,
    "delete messages of others": nobody,
    "delete any message for everyone": nobody,
    "delete for oneself": everyone,
    "delete for everyone": owner,
    "change name, photo, description": nobody,
    "pin messages": nobody,
    "add users": nobody,
    "remove users": nobody,
    "block users": nobody,
    "change admins": nobody
  },
  group,
  // It is a group in all but its type.
  meeting: group,
  public: {
    send: everyone,
    "delete own messages": everyone,
    "delete messages of others": everyone,
    "delete any message for everyone": moderators,
    "delete for oneself": everyone,
    "delete for everyone": owner,
    "change name, photo, description": moderators,
    "pin messages": moderators,
    // The owner has "all possible privileges".
    "add users": owner,
    "remove users": nobody,
    "block users": moderators,
    "change admins": owner
  },
  // "General users are readers only."
  broadcast: {
    send: moderators,
    "delete own messages": moderators,
    "delete messages of others": moderators,
    "delete any message for everyone": moderators,
    "delete for oneself": everyone,
    "delete for everyone": owner,
    "change name, photo, description": moderators,
    "pin messages": moderators,
    "add users": nobody,
    "remove users": nobody,
    "block users": moderators,
    "change admins": owner
  }
}

export const may = (kind: Kind, role: Role, action: Action): boolean => rights[kind][action].includes(role)

const byNumber = { 1: "broadcast", 2: "group", 3: "private", 4: "public", 5: "meeting" } as const

export type KindNumber = keyof typeof byNumber

export const kindOf = (number: KindNumber): Kind => byNumber[number]

export const numberOf = { broadcast: 1, group: 2, private: 3, public: 4, meeting: 5 } as const satisfies {
  [K in Kind]: KindNumber
}

/** The kinds by their numbers. */
export const kinds: ReadonlyMap<number, Kind> = new Map(
  Object.values(byNumber).map((kind) => [numberOf[kind], kind] as const)
)

/** The kinds with a list of their users, who can leave. */
export const isGroup = (kind: Kind): boolean => kind === "group" || kind === "meeting"
