// Each request equals the documented one, and each documented response is decoded.
import { Chat } from "@effect-connectycube/chat/Chat"
import type { NewDialog } from "@effect-connectycube/chat/Dialog"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { DialogId, MessageId, UserId } from "@effect-connectycube/core/Ids"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import {
  type Response,
  comparable,
  parseCurl,
  type Recorded,
  recordingClient
} from "../../../test/support/recording.ts"
import documented from "./fixtures/documented.json" with { type: "json" }

type Name = keyof typeof documented

interface Documented {
  readonly path: string
  readonly requests?: ReadonlyArray<string>
  readonly responses?: ReadonlyArray<unknown>
}

const token = "<TOKEN>"

const record = <A, E>(effect: Effect.Effect<A, E, Chat | Session>, response: Response = {}) => {
  const client = recordingClient(() => response)
  const layer = Chat.layer.pipe(
    Layer.provide([client.layer, ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("key") })])
  )
  return effect.pipe(
    Effect.provide(layer),
    Effect.provideService(Session, fromToken(Redacted.make(token))),
    Effect.map((value) => ({ value, requests: client.requests.map(comparable) }))
  )
}

const call = <A, E>(f: (chat: Chat["Service"]) => Effect.Effect<A, E, Session>) => Effect.flatMap(Chat, f)

const dialog = (id: string) => DialogId.make(id)
const message = (id: string) => MessageId.make(id)
const user = (id: number) => UserId.make(id)

/** The call of the service for each documented request, in the order of the documentation's examples. */
const documentedCalls: { readonly [K in Name]?: ReadonlyArray<Effect.Effect<unknown, unknown, Chat | Session>> } = {
  "dialogs.list": [
    call((chat) => chat.dialogs.list()),
    call((chat) => chat.dialogs.list({ extensions: { location: "Sunbar" } }))
  ],
  "dialogs.create": [
    call((chat) =>
      chat.dialogs.create({
        type: "group",
        name: "Night party",
        occupants_ids: [user(29085), user(29087)],
        extensions: { location: "Sun bar", unknown_field: "will be ignored" },
        permissions: { allow_preview: true }
      })
    )
  ],
  "dialogs.update": [
    call((chat) =>
      chat.dialogs.update(dialog("5c123f75e588ce063e43f541"), {
        name: "Crossfit2",
        push_all: {
          occupants_ids: [user(29088)],
          pinned_messages_ids: [message("5c123fdce588ce064043f53a")]
        },
        photo: "gym2.jpeg",
        permissions: { allow_preview: false }
      })
    ),
    call((chat) =>
      chat.dialogs.update(dialog("5c091060e588ce59fdf873dd"), {
        extensions: { location: "Sun bar", unknown_field: "will be ignored" }
      })
    )
  ],
  "dialogs.delete": [call((chat) => chat.dialogs.delete(dialog("5c091060e588ce59fdf873dc")))],
  "dialogs.deleteMany": [
    call((chat) => chat.dialogs.deleteMany([dialog("23thnu15e4b077ddd43e7db7"), dialog("499abe15e4b077ddd43e7b5h")]))
  ],
  "dialogs.clearHistory": [call((chat) => chat.dialogs.clearHistory(dialog("5c091060e588ce59fdf873dc")))],
  "dialogs.subscribe": [call((chat) => chat.dialogs.subscribe(dialog("5c091822e588ce6856f873de")))],
  "dialogs.unsubscribe": [call((chat) => chat.dialogs.unsubscribe(dialog("5c091822e588ce6856f873de")))],
  "dialogs.blockUser": [call((chat) => chat.dialogs.blockUser(dialog("5c091822e588ce6856f873de"), user(543)))],
  "dialogs.unblockUser": [call((chat) => chat.dialogs.unblockUser(dialog("5c094c0ce588ce6856f87422"), user(543)))],
  "dialogs.updateAdmins": [
    call((chat) => chat.dialogs.updateAdmins(dialog("5c093376e588ce6856f873fe"), { add: [user(29087)] }))
  ],
  "dialogs.updateNotifications": [
    call((chat) => chat.dialogs.updateNotifications(dialog("5c093376e588ce6856f873fe"), false))
  ],
  "dialogs.getNotifications": [call((chat) => chat.dialogs.getNotifications(dialog("5c093376e588ce6856f873fe")))],
  "dialogs.listOccupants": [call((chat) => chat.dialogs.listOccupants(dialog("5c093376e588ce6856f873fe")))],
  "messages.list": [call((chat) => chat.messages.list({ chat_dialog_id: dialog("5c093376e588ce6856f873fe") }))],
  "messages.unreadCount": [
    call((chat) => chat.messages.countUnread([dialog("5c093376e588ce6856f873fe"), dialog("76ok0l3e989c12a0e45432a7")]))
  ],
  "messages.create": [
    call((chat) =>
      chat.messages.create({
        chat_dialog_id: dialog("5c094c0ce588ce6856f87422"),
        message: "where are you?",
        recipient_id: user(29086),
        attachments: [
          { type: "image", id: "3004" },
          { type: "image", id: "24504" }
        ]
      })
    )
  ],
  "messages.update": [
    call((chat) =>
      chat.messages.update(message("5c094e30e588ce59fff87431"), {
        read: true,
        chat_dialog_id: dialog("5c094c0ce588ce6856f87422")
      })
    )
  ],
  "messages.delete": [
    call((chat) => chat.messages.deleteMany([message("5c094687e588ce59fff87425"), message("5c094682e588ce59fff87424")]))
  ],
  "messages.sendSystem": [
    call((chat) =>
      chat.messages.sendSystem(user(29086), {
        needToUpdatePhotosStories: "1",
        friendId: "90675",
        userExt: { name: "Smith" },
        nickname: "Awesome_smith"
      })
    )
  ],
  "messages.react": [
    call((chat) => chat.messages.react(message("5c094687e588ce59fff87425"), { add: "👍", remove: "👎" }))
  ],
  "messages.listReactions": [call((chat) => chat.messages.listReactions(message("5c094687e588ce59fff87425")))],
  search: [call((chat) => chat.search({ search_text: "lorem", limit: 3 }))]
}

const responsesOf = (name: Name): ReadonlyArray<Response> => {
  const entry: Documented = documented[name]
  return entry.responses?.map((body) => ({ body })) ?? [{ body: "" }]
}

/** The index of an attachment is arbitrary: the example has 3 and 7, we begin at 0. */
const withoutIndices = ({ body, ...request }: Recorded): Recorded => {
  const { attachments, ...rest }: { readonly attachments?: object } = Object(body)
  return { ...request, body: attachments === undefined ? body : { ...rest, attachments: Object.values(attachments) } }
}

describe("the documented requests", () => {
  for (const name of Object.keys(documented) as ReadonlyArray<Name>) {
    const { requests = [] }: Documented = documented[name]
    const calls = documentedCalls[name] ?? []
    it(`of ${name} are all here`, () => assert.strictEqual(calls.length, requests.length))
    for (const [index, effect] of calls.entries()) {
      it.effect(`of ${name} (${index + 1}) are sent exactly`, () =>
        Effect.gen(function* () {
          for (const response of responsesOf(name)) {
            const sent = yield* record(effect, response)
            assert.deepStrictEqual(sent.requests.map(withoutIndices), [
              withoutIndices(parseCurl(requests[index] ?? ""))
            ])
          }
        })
      )
    }
  }
})

describe("the requests that are documented without an example", () => {
  const headers = { "cb-token": token }
  const id = dialog("5c093376e588ce6856f873fe")

  it.effect("listBlockedUsers", () =>
    Effect.gen(function* () {
      const sent = yield* record(
        call((chat) => chat.dialogs.listBlockedUsers(id)),
        { body: { items: [] } }
      )
      assert.deepStrictEqual(sent.requests, [
        { method: "GET", path: `/chat/dialog/${id}/block`, query: [], headers, body: undefined }
      ])
    })
  )

  it.effect("updateAll has no id", () =>
    Effect.gen(function* () {
      const sent = yield* record(call((chat) => chat.messages.updateAll({ chat_dialog_id: id, delivered: true })))
      assert.deepStrictEqual(sent.requests, [
        {
          method: "PUT",
          path: "/chat/Message",
          query: [],
          headers: { ...headers, "content-type": "application/json" },
          body: { chat_dialog_id: id, delivered: "1" }
        }
      ])
    })
  )

  it.effect("a private dialog with a description", () =>
    Effect.gen(function* () {
      const sent = yield* record(
        call((chat) => chat.dialogs.create({ type: "private", occupants_ids: [user(29086)], description: "The two" })),
        { status: 201, body: documented["dialogs.create"].responses[0] }
      )
      assert.deepStrictEqual(sent.requests[0]?.body, { type: 3, occupants_ids: [29086], description: "The two" })
      // @ts-expect-error a private dialog has the name of the other user
      const named: NewDialog = { type: "private", occupants_ids: [user(29086)], name: "The two" }
      assert.isDefined(named)
    })
  )

  it.effect("count", () =>
    Effect.gen(function* () {
      const sent = yield* record(
        call((chat) => chat.dialogs.count({ type: { in: ["group", "private"] } })),
        { body: { items: { count: 7 } } }
      )
      assert.deepStrictEqual(sent.requests[0]?.query, [
        ["count", "1"],
        ["type[in]", "2,3"]
      ])
      assert.strictEqual(sent.value, 7)
    })
  )

  it.effect("every operator of the dialogs", () =>
    Effect.gen(function* () {
      const time = DateTime.makeUnsafe(1620656869_000)
      const sent = yield* record(
        call((chat) =>
          chat.dialogs.list({
            _id: { in: [id], nin: [id], all: [id] },
            type: { ne: "private" },
            name: { ctn: "Night" },
            created_at: { gt: time, lte: time },
            updated_at: { gte: time, lt: time },
            last_message_date_sent: time,
            extensions: { location: { ne: "Sun bar" } },
            sort_desc: "last_message_date_sent",
            skip: 20,
            limit: 70
          })
        ),
        { body: documented["dialogs.list"].responses[0] }
      )
      assert.deepStrictEqual(sent.requests[0]?.query, [
        ["_id[all]", id],
        ["_id[in]", id],
        ["_id[nin]", id],
        ["created_at[gt]", "1620656869"],
        ["created_at[lte]", "1620656869"],
        ["extensions[location][ne]", "Sun bar"],
        ["last_message_date_sent", "1620656869"],
        ["limit", "70"],
        ["name[ctn]", "Night"],
        ["skip", "20"],
        ["sort_desc", "last_message_date_sent"],
        ["type[ne]", "3"],
        ["updated_at[gte]", "1620656869"],
        ["updated_at[lt]", "1620656869"]
      ])
    })
  )

  it.effect("force and preview", () =>
    Effect.gen(function* () {
      const forced = yield* record(
        call((chat) => chat.messages.deleteMany([message("m")], { force: true })),
        { body: { NotFound: { ids: ["1"] } } }
      )
      assert.deepStrictEqual(forced.requests[0]?.query, [["force", "1"]])
      assert.deepStrictEqual(forced.value.SuccessfullyDeleted.ids, [])
      assert.deepStrictEqual(forced.value.NotFound.ids, ["1"])
      const one = yield* record(
        call((chat) => chat.messages.delete(message("m"), { force: true })),
        { body: { SuccessfullyDeleted: { ids: ["m"] } } }
      )
      assert.deepStrictEqual(one.requests[0]?.query, [["force", "1"]])
      assert.isUndefined(one.value)
      const preview = yield* record(
        call((chat) => chat.messages.preview(id)),
        { body: { skip: 0, limit: 20, items: [] } }
      )
      assert.deepStrictEqual(preview.requests[0]?.query, [
        ["chat_dialog_id", id],
        ["preview", "1"]
      ])
    })
  )
})

describe("the documented responses", () => {
  it.effect("of a dialog", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call((chat) => chat.dialogs.list()),
        { body: documented["dialogs.list"].responses[0] }
      )
      const [found] = value.items
      assert.strictEqual(found?.type, "group")
      assert.deepStrictEqual(found?.last_message_date_sent, DateTime.makeUnsafe(1544452627_000))
      assert.deepStrictEqual(found?.pinned_messages_ids, [message("5c0e7a13e588ce6b6f3ebf80")])
      assert.strictEqual(found?.permissions, null)
    })
  )

  it.effect("of messages, with their reactions", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call((chat) => chat.messages.list({ chat_dialog_id: dialog("5c093376e588ce6856f873fe") })),
        { body: documented["messages.list"].responses[0] }
      )
      assert.deepStrictEqual(value.items[1]?.reactions, { own: ["👍", "👌"], total: { "👍": 2, "👌": 1, "🚧": 5 } })
      assert.strictEqual(value.items[0]?.recipient_id, null)
      assert.deepStrictEqual(value.items[0]?.parameters, {})
    })
  )

  it.effect("of unread counts, with a separate total", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call((chat) => chat.messages.countUnread()),
        { body: documented["messages.unreadCount"].responses[0] }
      )
      assert.deepStrictEqual(value, {
        total: 5,
        dialogs: { "53aadc78535c127f15009b6c": 3, "76ok0l3e989c12a0e45432a7": 2 }
      })
    })
  )
})

describe("the deletion of one message", () => {
  const cases = [
    ["that does not exist", { NotFound: { ids: ["m"] } }, "NotFound", "There is no message m"],
    [
      "that the user may not delete",
      { WrongPermissions: { ids: ["m"] } },
      "Forbidden",
      "The user may not delete the message m"
    ]
  ] as const

  it.effect.each(cases)("fails for a message %s, although the status is that of a success", ([, body, tag, text]) =>
    Effect.gen(function* () {
      const error = yield* record(
        call((chat) => chat.messages.delete(message("m"))),
        { body }
      ).pipe(Effect.flip)
      assert.deepInclude(error, { _tag: tag, operation: "chat.messages.delete", status: 200, errors: { base: [text] } })
    })
  )
})
