/** Values of other applications and of later servers never make an item unreadable. */
import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it } from "@effect/vitest"
import {
  Admin,
  AdministeredDialog,
  Chat,
  ConnectyCube,
  DialogId,
  PushNotifications,
  Session,
  Users,
  VideoCalling,
  Whiteboards
} from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { dialog, message, only, pageOf, reading, respondingWith, user } from "./support.ts"

const dialogId = DialogId.make("5c07c0000000000000000001")

/** A value in an attachment, and the value read from it. */
const attachments: ReadonlyArray<readonly [name: string, written: unknown, read: unknown]> = [
  ["size", "12 KB", "12 KB"],
  ["width", "100%", "100%"],
  ["height", "", ""],
  ["size", "1e3", "1e3"],
  ["duration", "00:12", "00:12"],
  ["size", { bytes: 12 }, { bytes: 12 }],
  ["width", true, true],
  ["name", 5, 5],
  ["url", ["https://a.example", "https://b.example"], ["https://a.example", "https://b.example"]],
  ["id", true, true],
  ["type", 1, 1],
  ["uid", 7, 7],
  // Equivalent spellings are read as the same value.
  ["id", 3004, "3004"],
  ["size", "347", 347],
  ["size", 347, 347]
]

describe("an attachment", () => {
  it.effect.each(attachments)("with the %s %j is read with that value", ([name, written, read]) =>
    reading(pageOf([message(1, { attachments: [{ type: "file", [name]: written, mood: "odd" }] })]), ({ chat }) =>
      Effect.map(chat.messages.list({ chat_dialog_id: dialogId, mark_as_read: false }), ({ items }) => {
        assert.deepStrictEqual(only(items).attachments, [{ type: "file", mood: "odd", [name]: read }])
      })
    )
  )

  it.effect.each([
    [undefined, []],
    [null, []],
    ["", []],
    [{}, []],
    [{ 0: { id: "1" }, 1: { id: "2" } }, [{ id: "1" }, { id: "2" }]],
    // A value that is no object is no attachment.
    [["image", null, 5, true, ["image"], { id: "1" }], [{ id: "1" }]],
    [{ type: "image", id: "1" }, [{ type: "image", id: "1" }]],
    ["image", []],
    [5, []]
  ] as const)("is found in %j", ([list, read]) =>
    reading(pageOf([message(1, { attachments: list })]), ({ chat }) =>
      Effect.map(chat.messages.list({ chat_dialog_id: dialogId, mark_as_read: false }), ({ items }) =>
        assert.deepStrictEqual<unknown>(only(items).attachments, read)
      )
    )
  )

  it.effect("is sent back as it was read", () => {
    const odd = { type: "file", size: "12 KB", width: "100%", duration: "00:12", name: 5, more: { deep: [1, null] } }
    const { layer, requests } = respondingWith(({ method }) => ({
      status: method === "POST" ? 201 : 200,
      body: method === "POST" ? message(2) : pageOf([message(1, { attachments: [odd] })])
    }))
    return Effect.gen(function* () {
      const { messages } = yield* Chat
      const { items } = yield* messages.list({ chat_dialog_id: dialogId })
      yield* messages.create({ chat_dialog_id: dialogId, attachments: only(items).attachments })
      assert.deepStrictEqual(requests[1]?.body, { chat_dialog_id: dialogId, attachments: { 0: odd } })
    }).pipe(Effect.provide(layer))
  })
})

describe("a page with an odd message", () => {
  const odd = message(2, {
    attachments: [{ id: true, name: 5, size: "12 KB", width: "100%", height: "", duration: "00:12" }],
    reactions: { total: { like: 1 } },
    views_count: "many",
    read: "no",
    edited_at: "yesterday"
  })
  const items = [message(1), odd, message(3)]

  /** Only the first page has something. */
  const server = () => {
    let pages = 0
    return respondingWith(() => ({ body: pageOf(pages++ === 0 ? items : []) }))
  }

  it.effect("is streamed completely: chat.messages.stream emits 3 of 3", () =>
    Effect.gen(function* () {
      const { messages } = yield* Chat
      const read = yield* Stream.runCollect(messages.stream({ chat_dialog_id: dialogId }))
      assert.deepStrictEqual(
        read.map(({ message }) => message),
        ["Line 1", "Line 2", "Line 3"]
      )
    }).pipe(Effect.provide(server().layer))
  )

  it.effect("is streamed completely: admin.chat.messages.stream emits 3 of 3", () =>
    Effect.gen(function* () {
      const { chat } = yield* Admin
      const read = yield* Stream.runCollect(chat.messages.stream())
      assert.deepStrictEqual(
        read.map(({ message }) => message),
        ["Line 1", "Line 2", "Line 3"]
      )
      assert.deepInclude(read[1], { reactions: { own: [], total: { like: 1 } }, views_count: null, read: null })
      assert.isNull(read[1]?.edited_at)
    }).pipe(Effect.provide(server().layer))
  )
})

describe("the reactions to a message", () => {
  it.effect.each([
    [{ total: { like: 2 } }, { own: [], total: { like: 2 } }],
    [{ own: ["like"] }, { own: ["like"], total: {} }],
    [
      { own: null, total: [] },
      { own: [], total: {} }
    ],
    [[], null],
    ["none", null]
  ] as const)("%j are read", ([reactions, read]) =>
    reading(pageOf([message(1, { reactions })]), ({ chat }) =>
      Effect.map(chat.messages.list({ chat_dialog_id: dialogId }), ({ items }) =>
        assert.deepStrictEqual<unknown>(only(items).reactions, read)
      )
    )
  )
})

describe("a dialog", () => {
  const cases: ReadonlyArray<readonly [name: string, written: unknown, read: unknown]> = [
    ["permissions", {}, { allow_preview: null }],
    ["permissions", { allow_preview: "perhaps" }, { allow_preview: null }],
    ["permissions", [], null],
    ["last_message_status", "seen", "seen"],
    ["last_message_status", 3, "3"],
    ["last_message_status", {}, null],
    ["type", 6, "6"],
    ["type", "6", "6"],
    ["type", "channel", "channel"],
    ["type", 3, "private"],
    ["last_message_date_sent", "today", null],
    ["last_message_id", "", null],
    ["occupants_count", "many", null],
    [
      "extensions",
      { place: { city: "Riga" }, open: true, floor: 2, gone: null },
      { place: '{"city":"Riga"}', open: "true", floor: "2" }
    ],
    ["extensions", [], null],
    ["description", { en: "Engines" }, '{"en":"Engines"}']
  ]

  it.effect.each(cases)("with the %s %j is read", ([name, written, read]) =>
    reading(pageOf([dialog(1, { [name]: written })]), ({ admin, chat }) =>
      Effect.gen(function* () {
        const pages: ReadonlyArray<{ readonly items: ReadonlyArray<object> }> = [
          yield* chat.dialogs.list(),
          yield* admin.chat.dialogs.list()
        ]
        for (const { items } of pages) {
          assert.deepStrictEqual(Object(only(items))[name], read)
        }
      })
    )
  )

  it.effect("with an unknown value of is_muted is read as without one", () =>
    reading(pageOf([dialog(1, { is_muted: "perhaps" })]), ({ admin, chat }) =>
      Effect.gen(function* () {
        assert.isUndefined(only((yield* chat.dialogs.list()).items).is_muted)
        assert.isNull(only((yield* admin.chat.dialogs.list()).items).is_muted)
      })
    )
  )

  it.effect("of an unknown type is sent back with the number of its type", () =>
    reading(pageOf([dialog(1, { type: 6 })]), ({ admin }) =>
      Effect.gen(function* () {
        const { items } = yield* admin.chat.dialogs.list()
        assert.deepInclude(yield* Schema.encodeEffect(AdministeredDialog)(only(items)), { type: 6 })
      })
    )
  )

  it("cannot be filtered by an unknown type", () => {
    const ask = (chat: Chat["Service"]) => {
      // @ts-expect-error the types of a filter are closed
      void chat.dialogs.list({ type: "6" })
      // @ts-expect-error and so are those of a new dialog
      void chat.dialogs.create({ type: "channel", name: "Engines" })
    }
    assert.isFunction(ask)
  })
})

describe("a user", () => {
  it.effect.each([
    ["timezone", "Europe/Riga", null],
    ["timezone", 5.5, null],
    ["custom_data", { theme: "dark" }, '{"theme":"dark"}'],
    ["full_name", true, "true"],
    ["is_guest", 1, true],
    ["is_guest", "perhaps", null],
    ["last_request_at", "never", null],
    ["user_tags", {}, []],
    ["_id", 7, "7"]
  ] as const)("with the %s %j is read", ([name, written, read]) =>
    reading(pageOf([user(1, { [name]: written })]), ({ users }) =>
      Effect.map(users.list({ login: "user1" }), ({ items }) =>
        assert.deepStrictEqual<unknown>(Object(only(items))[name], read)
      )
    )
  )
})

describe("other lists", () => {
  const withBody = (body: unknown) => Effect.provide(respondingWith(() => ({ body })).layer)

  it.effect("of subscriptions can have unknown channels and platforms", () => {
    const channel = { notification_channel: { name: "huawei" } }
    const subscription = { id: 1, ...channel, device: { udid: 5, platform: { name: "harmony" } } }
    return Effect.gen(function* () {
      const { subscriptions } = yield* PushNotifications
      const { device, notification_channel } = only(yield* subscriptions.list)
      assert.deepStrictEqual({ notification_channel }, channel)
      assert.deepStrictEqual(device, { udid: "5", platform: { name: "harmony" } })
    }).pipe(withBody([{ subscription }]))
  })

  const meeting = {
    _id: "5c07c0000000000000000001",
    name: "Engines",
    start_date: 1544010993,
    end_date: 1544011993,
    attendees: [{ id: 1, email: 5 }],
    created_at: "2018-12-05T11:56:33Z",
    updated_at: "2018-12-05T11:56:33Z",
    host_id: 1
  }

  it.effect.each([
    ["notify_before", { metric: "fortnights", value: 1 }, { metric: "fortnights", value: 1 }],
    ["notify_before", { metric: "days", value: "some" }, null],
    ["notify_before", "days", null],
    ["timezone", { name: "Europe/Riga" }, { name: "Europe/Riga", offset: null }],
    ["timezone", { offset: "120" }, { name: null, offset: 120 }],
    ["timezone", "Europe/Riga", { name: "Europe/Riga", offset: null }],
    ["timezone", 120, { name: null, offset: 120 }],
    ["timezone", true, null],
    ["record", "perhaps", null],
    ["chat_dialog_id", "", null]
  ] as const)("of meetings have one with the %s %j", ([name, written, read]) =>
    Effect.gen(function* () {
      const { meetings } = yield* VideoCalling
      const item = only(yield* meetings.list())
      assert.deepStrictEqual<unknown>(Object(item)[name], read)
      assert.deepStrictEqual<unknown>(item.attendees, [{ id: 1 }])
    }).pipe(withBody([{ ...meeting, [name]: written }]))
  )

  it.effect("of whiteboards can have a name that is a number", () =>
    Effect.gen(function* () {
      const whiteboards = yield* Whiteboards
      assert.strictEqual(only(yield* whiteboards.list(dialogId)).name, "5")
    }).pipe(
      withBody([
        {
          _id: "5c07c0000000000000000001",
          name: 5,
          chat_dialog_id: dialogId,
          user_id: 1,
          created_at: "2018-12-05T11:56:33Z",
          updated_at: "2018-12-05T11:56:33Z"
        }
      ])
    )
  )
})

describe("the emulator", () => {
  const ada = { login: "ada", password: Redacted.make("correct horse") }
  const layer = ConnectyCube.layer(Emulator.credentials).pipe(Layer.provideMerge(Emulator.layer()))

  it.effect("stores the attachments of other applications, and the client reads and forwards them", () =>
    Effect.gen(function* () {
      const users = yield* Users
      yield* users.signUp(ada)
      const attachments = [
        { type: "file", size: "12 KB", width: "100%", height: "", duration: "00:12", name: 5, id: true },
        { size: "1e3", data: { deep: [1, "2", null] } }
      ]
      yield* Effect.gen(function* () {
        const { dialogs, messages } = yield* Chat
        const { chat } = yield* Admin
        const { _id: chat_dialog_id } = yield* dialogs.create({ type: "public", name: "Engines" })
        const written = yield* messages.create({ chat_dialog_id, attachments })
        assert.deepStrictEqual(written.attachments, attachments)
        const forwarded = yield* messages.create({ chat_dialog_id, attachments: written.attachments })
        assert.deepStrictEqual(forwarded.attachments, attachments)
        const read = yield* Stream.runCollect(messages.stream({ chat_dialog_id }))
        const administered = yield* Stream.runCollect(chat.messages.stream())
        for (const list of [read, administered]) {
          assert.deepStrictEqual(
            list.map((message) => message.attachments),
            [attachments, attachments]
          )
        }
      }).pipe(Effect.provide(Session.layerLogin(ada)))
    }).pipe(Effect.provide(layer))
  )
})
