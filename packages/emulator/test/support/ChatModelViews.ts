/** The visible items of users by the rules. */
import type { ChatModel, Dialog, Message } from "./ChatModel.ts"

/** The dialogs of a user, as they are listed. */
export const dialogsOf = (model: ChatModel, user: number) =>
  model.dialogs
    .filter((dialog) => !model.gone.has(dialog) && dialog.members.has(user) && !dialog.deletedFor.has(user))
    .map((dialog) => dialogView(model, dialog, user))
    .toSorted(
      (a, b) =>
        (b.last_message_date_sent ?? -1) - (a.last_message_date_sent ?? -1) ||
        b.created_at - a.created_at ||
        b._id - a._id
    )

/** The messages of a dialog, as they are listed: none when it does not exist; `undefined` without permission. */
export const messagesOf = (model: ChatModel, user: number, number: number) => {
  const dialog = model.dialog(number)
  if (dialog === undefined) return []
  if (!dialog.members.has(user)) return undefined
  return model.shown(dialog, user).map((message) => messageView(message, user))
}

/** The unread counts of a user. */
export const unreadOf = (model: ChatModel, user: number): number =>
  model.dialogs
    .filter(({ kind }) => kind === "private" || kind === "group")
    .filter((dialog) => !model.gone.has(dialog) && dialog.members.has(user))
    .reduce((sum, dialog) => sum + unread(model, dialog, user), 0)

const unread = (model: ChatModel, dialog: Dialog, user: number): number =>
  model.shown(dialog, user).filter(({ read }) => !read.has(user)).length

const statusOf = ({ read, delivered, sender }: Message): "sent" | "delivered" | "read" => {
  const byOthers = (users: ReadonlySet<number>) => [...users].some((user) => user !== sender)
  return byOthers(read) ? "read" : byOthers(delivered) ? "delivered" : "sent"
}

const dialogView = (model: ChatModel, dialog: Dialog, user: number) => {
  const { kind } = dialog
  const members = [...dialog.members.keys()].toSorted()
  const last = model.shown(dialog, user).at(-1)
  const other = members.find((member) => member !== user) ?? user
  return {
    _id: dialog.number,
    type: kind,
    user_id: dialog.owner,
    name: kind === "private" ? (model.users[other] ?? null) : dialog.name,
    occupants_ids: kind === "private" || kind === "group" ? members : [],
    occupants_count: kind === "broadcast" ? null : members.length,
    admins_ids: [...dialog.admins].toSorted(),
    pinned_messages_ids: dialog.pinned,
    last_message: last?.text ?? null,
    last_message_id: last?.number ?? null,
    last_message_user_id: last?.sender ?? null,
    last_message_date_sent: last?.sent ?? null,
    last_message_status: last?.sender === user && kind !== "public" ? statusOf(last) : null,
    unread_messages_count: kind === "public" ? null : unread(model, dialog, user),
    is_muted: !dialog.members.get(user),
    created_at: dialog.created,
    updated_at: dialog.updated
  }
}

const messageView = (message: Message, user: number) => {
  const { kind } = message.dialog
  const total: Record<string, number> = {}
  for (const [, reaction] of message.reactions) total[reaction] = (total[reaction] ?? 0) + 1
  const own = message.reactions.filter(([by]) => by === user).map(([, reaction]) => reaction)
  const views = [...message.read].filter((reader) => reader !== message.sender).length
  return {
    _id: message.number,
    sender_id: message.sender,
    recipient_id: message.recipient,
    message: message.text,
    date_sent: message.sent,
    updated_at: message.updated,
    edited_at: message.edited,
    read_ids: kind === "public" ? [] : [...message.read].toSorted(),
    delivered_ids: kind === "public" ? [] : [...message.delivered].toSorted(),
    views_count: kind === "public" || kind === "broadcast" ? views : 0,
    reactions: message.reactions.length === 0 ? null : { own, total }
  }
}
