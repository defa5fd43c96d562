import * as Known from "./known.ts"
import type { Random } from "./random.ts"
import type { Writer } from "./table.ts"

export interface ChatSizes {
  readonly users: number
  readonly dialogs: number
  readonly messages: number
}

/** The types of dialogs, as their table has them. */
const types = { broadcast: 1, group: 2, private: 3, public: 4 } as const

interface Dialog {
  readonly id: string
  readonly type: (typeof types)[keyof typeof types]
  /** The indexes of its users. The first one owns it. */
  readonly members: readonly [number, ...ReadonlyArray<number>]
  last: { readonly number: number; readonly time: number } | null
}

const typeOf = (index: number): Dialog["type"] => {
  if (index === 1) return types.broadcast
  if (index % 100 === 2) return types.public
  return index % 10 >= 7 ? types.private : types.group
}

const sizeOf = (index: number): number => {
  if (index === 0) return 50
  return typeOf(index) === types.private ? 2 : 10
}

/** The first user is in the first half of the dialogs, the second one in the first. */
const membersOf = (index: number, { users, dialogs }: ChatSizes, { below }: Random): Dialog["members"] => {
  const first = index < dialogs / 2 ? 0 : 2 + below(users - 2)
  const others = new Set(index === 0 ? [1] : [])
  const size = Math.min(sizeOf(index), users)
  while (others.size < size - 1) {
    const user = 2 + below(users - 2)
    if (user !== first) others.add(user)
  }
  return [first, ...others]
}

const words = ["the", "engine", "weaves", "patterns", "just", "as", "loom", "leaves", "and", "flowers"] as const

const attachment = JSON.stringify([{ type: "photo", id: "1234", url: "https://example.com/1234.jpg" }])

export const fillChat = (writer: Writer, random: Random, sizes: ChatSizes): void => {
  const { write } = writer
  const dialogs = Array.from({ length: sizes.dialogs }, (_, index): Dialog => ({
    id: Known.objectId("dialog", index),
    type: typeOf(index),
    members: membersOf(index, sizes, random),
    last: null
  }))
  for (const [index, { id, members, type }] of dialogs.entries()) {
    const [owner, opponent = owner] = members
    const time = Known.start + index * 1000
    write("dialogs", {
      id,
      type,
      user_id: Known.userId(owner),
      // A pair of users has at most one private dialog.
      pair: type === types.private ? `${Known.userId(owner)}-${Known.userId(opponent)}-${index}` : null,
      name: type === types.private ? null : `Dialog ${index}`,
      created_at: time,
      updated_at: time
    })
  }
  for (let index = 0; index < sizes.messages; index++) fillMessage(writer, random, dialogs, index)
  for (const [index, dialog] of dialogs.entries()) fillMembers(writer, dialog, Known.start + index * 1000)
}

const fillMessage = ({ write }: Writer, random: Random, dialogs: ReadonlyArray<Dialog>, index: number) => {
  const { below, next, pick } = random
  const dialog = dialogs[index % 5 === 0 ? 0 : below(dialogs.length)]
  if (dialog === undefined) return
  const number = index + 1
  const time = Known.start + Math.floor(index / 10) * 1000
  const sender = pick(dialog.members)
  write("messages", {
    number,
    id: Known.objectId("message", number),
    chat_dialog_id: dialog.id,
    sender_id: Known.userId(sender),
    message: `Message ${index}: ${Array.from({ length: 8 }, () => pick(words)).join(" ")}`,
    attachments: next() < 0.05 ? attachment : "[]",
    parameters: "{}",
    date_sent: time,
    created_at: time,
    updated_at: time
  })
  dialog.last = { number, time }
  // The sender and the first occupant have read it; the second occupant has not. The others have no receipts.
  const [first, second] = dialog.members
  for (const reader of new Set([sender, first])) {
    write("message_receipts", { number, user_id: Known.userId(reader), read: 1 })
  }
  if (second !== undefined && second !== sender && dialog.type !== types.public) {
    write("unread_messages", { user_id: Known.userId(second), dialog_id: dialog.id, number })
  }
  if (next() < 0.01) write("message_reactions", { number, user_id: Known.userId(first), reaction: "like" })
}

const fillMembers = ({ write }: Writer, { id, last, members, type }: Dialog, time: number) => {
  const [owner, opponent = owner] = members
  for (const [place, member] of members.entries()) {
    write("memberships", {
      user_id: Known.userId(member),
      dialog_id: id,
      opponent_id: type === types.private ? Known.userId(place === 0 ? opponent : owner) : null,
      last_message: last?.number ?? null,
      last_message_date_sent: last?.time ?? null,
      created_at: time,
      updated_at: time
    })
  }
}
