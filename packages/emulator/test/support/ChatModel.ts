/**
 * The rules of the chat, in memory: what the documentation says, and nothing of how it is done. Users, dialogs and messages
 * are numbers, in the order in which they came.
 */

import type { Command, Kind, Outcome } from "./ChatCommand.ts"

export interface Message {
  readonly number: number
  readonly dialog: Dialog
  readonly sender: number
  readonly recipient: number | null
  readonly sent: number
  text: string
  updated: number
  edited: number | null
  readonly read: Set<number>
  readonly delivered: Set<number>
  /** For whom it is deleted. */
  readonly goneFor: Set<number>
  reactions: ReadonlyArray<readonly [user: number, reaction: string]>
}

export interface Dialog {
  readonly number: number
  readonly kind: Kind
  readonly owner: number
  readonly created: number
  name: string | null
  updated: number
  /** Who is in it, and whether they are notified. */
  readonly members: Map<number, boolean>
  readonly deletedFor: Set<number>
  readonly admins: Set<number>
  readonly blocked: Set<number>
  pinned: ReadonlyArray<number>
}

export class ChatModel {
  now: number
  readonly users: ReadonlyArray<string>
  readonly dialogs: Array<Dialog> = []
  readonly messages: Array<Message> = []
  readonly gone = new Set<Dialog | Message>()

  constructor(users: ReadonlyArray<string>, now: number) {
    this.users = users
    this.now = now
  }

  /** Does what a command asks for. Where it names a dialog or a message that never was, there is none. */
  run(command: Command): Outcome {
    if (command.do === "wait") {
      this.now += 1
      return "done"
    }
    const { user } = command
    switch (command.do) {
      case "createPrivate":
        return command.other === user ? "unprocessable" : done(this.pair(user, command.other))
      case "createGroup":
        return done(this.create("group", user, [...command.others, command.admin]).admins.add(command.admin))
      case "createPublic":
        return done(this.create("public", user, []))
      case "createBroadcast":
        return done(this.create("broadcast", user, this.everybody).admins.add(command.admin))
      case "sendTo":
        return command.other === user ? "unprocessable" : done(this.say(this.pair(user, command.other), user))
      case "subscribe":
      case "unsubscribe": {
        const dialog = this.dialog(command.dialog)
        if (dialog === undefined) return "not found"
        if (dialog.kind !== "public") return "unprocessable"
        const subscribes = command.do === "subscribe"
        if (subscribes && dialog.blocked.has(user)) return "forbidden"
        if (dialog.members.has(user) !== subscribes) dialog.updated = this.now
        return done(subscribes ? this.enter(dialog, user) : this.leave(dialog, user))
      }
      case "mark":
      case "edit":
      case "deleteMessage":
      case "react":
        return this.runOnMessage(command)
      default:
        return this.runOnDialog(command)
    }
  }

  private runOnDialog(command: Extract<Command, { readonly dialog: number }>): Outcome {
    const { user } = command
    const dialog = this.dialog(command.dialog)
    // Reading a dialog that does not exist returns no messages.
    if (dialog === undefined) return command.do === "read" ? "done" : "not found"
    if (!dialog.members.has(user)) return "forbidden"
    const { kind, owner } = dialog
    const isOwner = owner === user && kind !== "private"
    const moderates = isOwner || dialog.admins.has(user)
    const may = (allowed: boolean, act: () => unknown): Outcome => (allowed ? done(act()) : "forbidden")
    const change = (act: () => unknown) => () => {
      dialog.updated = this.now
      act()
    }
    switch (command.do) {
      case "rename":
        return may(
          kind === "group" || (kind !== "private" && moderates),
          change(() => (dialog.name = "Renamed"))
        )
      case "addUsers":
        if (kind === "public" && isOwner && command.others.some((other) => dialog.blocked.has(other))) {
          return "unprocessable"
        }
        return may(
          kind === "group" || (kind === "public" && isOwner),
          change(() => command.others.forEach((other) => this.enter(dialog, other)))
        )
      case "removeUser": {
        const { other } = command
        const isOverOther = isOwner || (moderates && !dialog.admins.has(other))
        return may(
          kind === "group" && (other === user || (other !== owner && isOverOther)),
          change(() => {
            this.leave(dialog, other)
            if (dialog.members.size === 0) this.end(dialog)
          })
        )
      }
      case "addAdmin": {
        if (isOwner && dialog.blocked.has(command.other)) return "unprocessable"
        return may(
          isOwner,
          change(() => {
            this.enter(dialog, command.other)
            dialog.admins.add(command.other)
          })
        )
      }
      case "removeAdmin":
        return may(
          isOwner,
          change(() => dialog.admins.delete(command.other))
        )
      case "pin": {
        if (kind === "private" || !moderates) return "forbidden"
        const message = this.message(command.message)
        if (message === undefined || message.dialog !== dialog) return "unprocessable"
        return may(
          true,
          change(() => {
            if (!dialog.pinned.includes(message.number)) dialog.pinned = [...dialog.pinned, message.number]
          })
        )
      }
      case "unpin":
        return may(
          kind !== "private" && moderates,
          change(() => (dialog.pinned = dialog.pinned.filter((number) => number !== command.message)))
        )
      case "block":
      case "unblock": {
        const { other } = command
        const applies = kind === "public" || kind === "broadcast"
        if (command.do === "unblock") {
          return may(applies && moderates, () => {
            if (dialog.blocked.delete(other) && kind === "broadcast") this.enter(dialog, other)
          })
        }
        return may(applies && moderates && other !== owner && (isOwner || !dialog.admins.has(other)), () => {
          dialog.blocked.add(other)
          this.leave(dialog, other)
        })
      }
      case "notify":
        return may(true, () => dialog.members.set(user, command.enabled))
      case "deleteDialog":
        if (command.force) {
          return may(owner === user, () => this.end(dialog))
        }
        return may(true, () => {
          dialog.deletedFor.add(user)
          for (const message of this.said(dialog)) message.goneFor.add(user)
        })
      case "clearHistory":
        return may(!command.force || owner === user, () => {
          for (const message of this.said(dialog)) {
            if (command.force) this.erase(message)
            else message.goneFor.add(user)
          }
        })
      case "send":
        return may(kind !== "broadcast" || moderates, () => this.say(dialog, user))
      case "read":
        return may(true, () =>
          this.shown(dialog, user)
            .slice(0, command.limit)
            .forEach((message) => (kind === "public" ? message.read.add(user) : this.mark(message, user, "read")))
        )
      case "markAll":
        return may(true, () => this.shown(dialog, user).forEach((message) => this.mark(message, user, command.as)))
      default:
        throw new Error(`Expected a command on a dialog, got ${command.do}`)
    }
  }

  private runOnMessage(
    command: Extract<Command, { readonly do: "mark" | "edit" | "deleteMessage" | "react" }>
  ): Outcome {
    const { user } = command
    const message = this.messages[command.message]
    if (message === undefined) return "not found"
    const { dialog } = message
    const { kind } = dialog
    const isGone = this.gone.has(message)
    // These name the dialog too; for the others, a deleted message is in no dialog.
    const namesDialog = command.do === "mark" || command.do === "edit"
    if (this.gone.has(dialog) || (isGone && !namesDialog)) return "not found"
    if (!dialog.members.has(user)) return "forbidden"
    if (isGone || message.goneFor.has(user)) return "not found"
    const isOwn = message.sender === user
    switch (command.do) {
      case "mark":
        return done(this.mark(message, user, command.as))
      case "edit":
        if (!isOwn) return "forbidden"
        message.text = "Edited"
        message.edited = this.now
        message.updated = this.now
        return "done"
      case "deleteMessage": {
        const moderates = kind !== "private" && (dialog.owner === user || dialog.admins.has(user))
        if (kind === "broadcast" && !moderates) return "forbidden"
        if (kind === "private" && !isOwn) return "forbidden"
        if (!command.force) return done(message.goneFor.add(user))
        return isOwn || moderates ? done(this.erase(message)) : "forbidden"
      }
      case "react": {
        const { add, reaction } = command
        const others = message.reactions.filter(([by, what]) => by !== user || what !== reaction)
        const isThere = others.length < message.reactions.length
        if (!add) message.reactions = others
        else if (!isThere) message.reactions = [...message.reactions, [user, reaction]]
        return "done"
      }
    }
  }

  private get everybody(): ReadonlyArray<number> {
    return [...this.users.keys()]
  }

  dialog(number: number): Dialog | undefined {
    const dialog = this.dialogs[number]
    return dialog === undefined || this.gone.has(dialog) ? undefined : dialog
  }

  message(number: number): Message | undefined {
    const message = this.messages[number]
    return message === undefined || this.gone.has(message) ? undefined : message
  }

  private create(kind: Kind, owner: number, others: ReadonlyArray<number>): Dialog {
    const dialog: Dialog = {
      number: this.dialogs.length,
      kind,
      owner,
      created: this.now,
      name: kind === "private" ? null : "Named",
      updated: this.now,
      members: new Map([owner, ...others].map((user) => [user, true])),
      deletedFor: new Set(),
      admins: new Set(),
      blocked: new Set(),
      pinned: []
    }
    this.dialogs.push(dialog)
    return dialog
  }

  /** The one dialog of these two, which the first has among the own ones then. */
  private pair(user: number, other: number): Dialog {
    const known = this.dialogs.find(
      (dialog) =>
        dialog.kind === "private" && !this.gone.has(dialog) && dialog.members.has(user) && dialog.members.has(other)
    )
    known?.deletedFor.delete(user)
    return known ?? this.create("private", user, [other])
  }

  private enter(dialog: Dialog, user: number): void {
    if (!dialog.members.has(user)) dialog.members.set(user, true)
  }

  private leave(dialog: Dialog, user: number): void {
    dialog.members.delete(user)
    dialog.admins.delete(user)
    dialog.deletedFor.delete(user)
  }

  private say(dialog: Dialog, user: number): void {
    const members = [...dialog.members.keys()]
    this.messages.push({
      number: this.messages.length,
      dialog,
      sender: user,
      recipient: dialog.kind === "private" ? (members.find((member) => member !== user) ?? null) : null,
      sent: this.now,
      text: "Said",
      updated: this.now,
      edited: null,
      read: new Set([user]),
      delivered: new Set([user]),
      goneFor: new Set(),
      reactions: []
    })
    dialog.updated = this.now
    dialog.deletedFor.clear()
  }

  private said(dialog: Dialog): ReadonlyArray<Message> {
    return this.messages.filter((message) => message.dialog === dialog && !this.gone.has(message))
  }

  /** What a user has not deleted of what was said. */
  shown(dialog: Dialog, user: number): ReadonlyArray<Message> {
    return this.said(dialog).filter(({ goneFor }) => !goneFor.has(user))
  }

  private erase(message: Message): void {
    this.gone.add(message)
    message.dialog.pinned = message.dialog.pinned.filter((number) => number !== message.number)
  }

  private end(dialog: Dialog): void {
    for (const message of this.said(dialog)) this.gone.add(message)
    this.gone.add(dialog)
  }

  /** A public dialog has no marks. */
  private mark(message: Message, user: number, as: "read" | "delivered"): void {
    if (message.dialog.kind === "public") return
    message.delivered.add(user)
    if (as === "delivered" || message.read.has(user)) return
    message.read.add(user)
    message.updated = this.now
  }
}

const done: (did: unknown) => Outcome = () => "done"
