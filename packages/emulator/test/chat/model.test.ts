import { MessageId, UserId, DialogId } from "@effect-connectycube/core/Ids"
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as SqlClient from "effect/sql/SqlClient"
import { DialogEdits } from "../../src/modules/chat/dialogEdits.ts"
import { Dialogs } from "../../src/modules/chat/dialogs.ts"
import { Members } from "../../src/modules/chat/members.ts"
import { Messages } from "../../src/modules/chat/messages.ts"
import { ReactionsStore } from "../../src/modules/chat/reactions.ts"
import { Removals } from "../../src/modules/chat/removals.ts"
import { Time } from "../../src/server/state/time.ts"
import { UsersStore } from "../../src/modules/users/store.ts"
import { differences, lists, write } from "../support/ChatCommands.ts"
import type { Command, Outcome } from "../support/ChatCommand.ts"
import { ChatModel } from "../support/ChatModel.ts"
import * as Rules from "../support/ChatModelViews.ts"
import * as ChatServices from "../support/ChatServices.ts"

/** `CHAT_MODEL_SEQUENCES` tries more of them, and `CHAT_MODEL_SEED` others. */
const sequences = Number(process.env["CHAT_MODEL_SEQUENCES"] ?? 500)
const names = ["ada", "ben", "cay", "dee"]

const nowhere = "0".repeat(24)

const outcomes: { readonly [status: number]: Outcome } = { 403: "forbidden", 404: "not found", 422: "unprocessable" }

const ended = <A, R>(call: Effect.Effect<A, ErrorResponse, R>): Effect.Effect<Outcome, never, R> =>
  Effect.match(call, {
    onSuccess: (): Outcome => "done",
    onFailure: ({ status }): Outcome => outcomes[status] ?? "unprocessable"
  })

/** The emulator, in the numbers of the model. */
const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const dialogs = yield* Dialogs
  const edits = yield* DialogEdits
  const messages = yield* Messages
  const members = yield* Members
  const removals = yield* Removals
  const reactions = yield* ReactionsStore
  const users = yield* UsersStore
  const time = yield* Time
  const ids: Array<UserId> = []
  for (const login of names) ids.push(UserId.make((yield* users.create({ login }, {})).id))
  const userOf = (number: number) => ids[number] ?? UserId.make(0)
  const numberOf = (id: number) => ids.findIndex((known) => known === id)

  /** A reset of everything except the users; the clock continues. */
  const begin = Effect.gen(function* () {
    yield* Effect.orDie(sql`DELETE FROM dialogs`)
    const start = Math.floor((yield* time.now) / 1000)
    const dialogIds: Array<string> = []
    const messageIds: Array<string> = []
    const model = new ChatModel(names, 0)
    const seconds = (at: DateTime.Utc) => DateTime.toEpochMillis(at) / 1000 - start
    const dialogId = (number: number) => dialogIds[number] ?? nowhere
    const messageId = (number: number) => messageIds[number] ?? nowhere

    const made = (id: string) => {
      if (!dialogIds.includes(id)) dialogIds.push(id)
    }
    const said = ({ _id, chat_dialog_id }: { readonly _id: string; readonly chat_dialog_id: string }) => {
      made(chat_dialog_id)
      messageIds.push(_id)
    }
    const creating = Effect.map(({ _id }: { readonly _id: string }) => made(_id))

    const perform = (command: Exclude<Command, { readonly do: "wait" }>): Effect.Effect<Outcome> => {
      const user = userOf(command.user)
      const dialog = "dialog" in command ? dialogId(command.dialog) : nowhere
      const message = "message" in command ? messageId(command.message) : nowhere
      const other = "other" in command ? userOf(command.other) : userOf(0)
      const others = "others" in command ? command.others.map(userOf) : []
      const admins_ids = "admin" in command ? [userOf(command.admin)] : []
      // Where the message is, or was.
      const place = "message" in command ? dialogId(model.messages[command.message]?.dialog.number ?? -1) : nowhere
      switch (command.do) {
        case "createPrivate":
          return ended(creating(edits.create(user, { type: "private", occupants_ids: [other] })))
        case "createGroup":
          return ended(
            creating(edits.create(user, { type: "group", name: "Named", occupants_ids: others, admins_ids }))
          )
        case "createPublic":
          return ended(creating(edits.create(user, { type: "public", name: "Named" })))
        case "createBroadcast":
          return ended(creating(edits.create(user, { type: "broadcast", name: "Named", admins_ids })))
        case "rename":
          return ended(edits.update(user, dialog, { name: "Renamed" }))
        case "addUsers":
          return ended(edits.update(user, dialog, { push_all: { occupants_ids: others } }))
        case "removeUser":
          return ended(edits.update(user, dialog, { pull_all: { occupants_ids: [other] } }))
        case "addAdmin":
          return ended(edits.updateAdmins(user, dialog, { push_all: { admins_ids: [other] } }))
        case "removeAdmin":
          return ended(edits.updateAdmins(user, dialog, { pull_all: { admins_ids: [other] } }))
        case "pin":
          return ended(edits.update(user, dialog, { push_all: { pinned_messages_ids: [MessageId.make(message)] } }))
        case "unpin":
          return ended(edits.update(user, dialog, { pull_all: { pinned_messages_ids: [MessageId.make(message)] } }))
        case "subscribe":
          return ended(dialogs.subscribe(user, dialog))
        case "unsubscribe":
          return ended(dialogs.unsubscribe(user, dialog))
        case "block":
          return ended(dialogs.block(user, dialog, other))
        case "unblock":
          return ended(dialogs.unblock(user, dialog, other))
        case "notify":
          return ended(dialogs.setNotifications(user, dialog, command.enabled))
        case "deleteDialog":
          return ended(dialogs.remove(user, dialog, command.force))
        case "clearHistory":
          return ended(dialogs.clearHistory(user, dialog, command.force))
        case "send":
          return ended(
            Effect.map(
              messages.create(user, { chat_dialog_id: DialogId.make(dialog), message: "Said", parameters: {} }),
              said
            )
          )
        case "sendTo":
          return ended(
            Effect.map(messages.create(user, { recipient_id: other, message: "Said", parameters: {} }), said)
          )
        case "read":
          return ended(messages.list(user, { chat_dialog_id: dialog, limit: command.limit }))
        case "mark":
          return ended(messages.update(user, [message], { chat_dialog_id: place, [command.as]: true }))
        case "markAll":
          return ended(messages.updateAll(user, { chat_dialog_id: dialog, [command.as]: true }))
        case "edit":
          return ended(messages.update(user, [message], { chat_dialog_id: place, message: "Edited" }))
        case "deleteMessage":
          return Effect.map(Effect.orDie(removals.remove(user, [message], command.force)), (groups): Outcome => {
            if (groups.SuccessfullyDeleted.ids.length > 0) return "done"
            return groups.NotFound.ids.length > 0 ? "not found" : "forbidden"
          })
        case "react":
          return ended(reactions.react(user, message, { [command.add ? "add" : "remove"]: command.reaction }))
      }
    }

    const run = Effect.fnUntraced(function* (command: Command) {
      if (command.do === "wait") {
        yield* time.advance(Duration.seconds(1))
        return "done" as const
      }
      yield* members.joinBroadcasts(userOf(command.user))
      return yield* perform(command)
    })

    const dialogsOf = Effect.fnUntraced(function* (user: number) {
      yield* members.joinBroadcasts(userOf(user))
      const { items } = yield* dialogs.list(userOf(user), {})
      return ("count" in items ? [] : items).map((dialog) => ({
        _id: dialogIds.indexOf(dialog._id),
        type: dialog.type,
        user_id: numberOf(dialog.user_id),
        name: dialog.name,
        occupants_ids: dialog.occupants_ids.map(numberOf),
        occupants_count: dialog.occupants_count,
        admins_ids: dialog.admins_ids.map(numberOf),
        pinned_messages_ids: dialog.pinned_messages_ids.map((id) => messageIds.indexOf(id)),
        last_message: dialog.last_message,
        last_message_id: dialog.last_message_id === null ? null : messageIds.indexOf(dialog.last_message_id),
        last_message_user_id: dialog.last_message_user_id === null ? null : numberOf(dialog.last_message_user_id),
        last_message_date_sent: dialog.last_message_date_sent && seconds(dialog.last_message_date_sent),
        last_message_status: dialog.last_message_status,
        unread_messages_count: dialog.unread_messages_count,
        is_muted: dialog.is_muted,
        created_at: seconds(dialog.created_at),
        updated_at: seconds(dialog.updated_at)
      }))
    })

    const messagesOf = (user: number, number: number) =>
      messages.list(userOf(user), { chat_dialog_id: dialogId(number), limit: 1000, mark_as_read: false }).pipe(
        Effect.map(({ items }) =>
          items.map((message) => ({
            _id: messageIds.indexOf(message._id),
            sender_id: numberOf(message.sender_id),
            recipient_id: message.recipient_id === null ? null : numberOf(message.recipient_id),
            message: message.message,
            date_sent: seconds(message.date_sent),
            updated_at: seconds(message.updated_at),
            edited_at: message.edited_at && seconds(message.edited_at),
            read_ids: message.read_ids.map(numberOf),
            delivered_ids: message.delivered_ids.map(numberOf),
            views_count: message.views_count,
            reactions: message.reactions
          }))
        ),
        Effect.orElseSucceed(() => undefined)
      )

    const unreadOf = (user: number) => Effect.map(messages.unread(userOf(user), undefined), ({ total }) => total)

    return { model, run, dialogsOf, messagesOf, unreadOf, dialogIds }
  })

  /** Where the emulator and the model do not agree after these commands. */
  const disagreements = Effect.fnUntraced(function* (list: ReadonlyArray<Command>) {
    const { model, run, dialogsOf, messagesOf, unreadOf } = yield* begin
    for (const command of list) {
      const found = differences(yield* run(command), model.run(command), write(command, names))
      if (found.length > 0) return found
    }
    const found: Array<string> = []
    for (const [user, name] of names.entries()) {
      found.push(...differences(yield* dialogsOf(user), Rules.dialogsOf(model, user), `dialogs of ${name}`))
      for (const { number } of model.dialogs) {
        const path = `messages of dialog ${number} for ${name}`
        found.push(...differences(yield* messagesOf(user, number), Rules.messagesOf(model, user, number), path))
      }
      found.push(...differences(yield* unreadOf(user), Rules.unreadOf(model, user), `unread of ${name}`))
    }
    return found
  })

  return { disagreements }
})

describe("random commands of several users", () => {
  it.effect(`leave the emulator in the state of the rules, in ${sequences} sequences`, () =>
    Effect.gen(function* () {
      const { disagreements } = yield* make
      const agree = (list: ReadonlyArray<Command>) =>
        Effect.flatMap(Effect.orDie(disagreements(list)), (found) =>
          found.length === 0 ? Effect.succeed(true) : Effect.fail(found)
        )
      const result = yield* Arbitrary.checkEffect(lists(names), agree, {
        runs: sequences,
        size: 40,
        seed: process.env["CHAT_MODEL_SEED"] ?? "chat"
      })
      if (result._tag === "Passed") return
      if (result._tag !== "Falsified" || result.failure._tag !== "PropertyError") return assert.fail(result._tag)
      const commands = result.shrunkInput.map((command) => write(command, names))
      assert.fail([...commands, "goes wrong, since these differ:", ...result.failure.error].join("\n  "))
    }).pipe(Effect.provide(ChatServices.layer))
  )
})
