/** Data that is inserted all at once, by the rules of the API. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { globSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Emulator } from "../src/Emulator.ts"
import * as Tables from "../src/control/seed/tables.ts"
import type { Seed } from "../src/Seed.ts"
import type { Settings } from "../src/Settings.ts"
import { allDialogs, allMessages } from "./support/Admin.ts"
import { folder } from "./support/Command.ts"
import * as Storage from "./support/Storage.ts"
import { expect, makeDialog, makeGroup, people, say, unread, updateMessages } from "./support/Chat.ts"
import {
  applicationToken,
  ask,
  at,
  createSession,
  list,
  type Member,
  number,
  password,
  signUp,
  text
} from "./support/Wire.ts"

const settings: Partial<Settings> = {
  broadcast_creation: "allow",
  dialog_extensions: ["place"],
  classes: { player: { fields: { name: "String", score: "Integer" } } },
  upload_limit: 2000
}

const emulated = Effect.provide(Emulator.layer({ settings }))

/** Logs in an existing user. */
const login = Effect.fnUntraced(function* (login: string) {
  const { json } = yield* createSession({ user: { login, password } })
  const member: Member = { id: number(json, "session.user.id"), token: text(json, "session.token") }
  return member
})

/** Without the random values of a world: the ids that are not numbers, in order of appearance. */
const withoutIds = (json: unknown): unknown => {
  const names = new Map<string, string>()
  const nameOf = (id: string) => {
    const name = names.get(id) ?? `id ${names.size}`
    names.set(id, name)
    return name
  }
  return JSON.parse(JSON.stringify(json).replaceAll(/(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])/g, nameOf))
}

/** The world as returned by the API to each of its users, and to its administrator. */
const shown = Effect.fnUntraced(function* (logins: ReadonlyArray<string>) {
  const administered = [(yield* allDialogs("sort_asc=_id")).json, (yield* allMessages("sort_asc=_id")).json]
  const users = (yield* ask("GET", "/users/v2?limit=100", { token: yield* applicationToken })).json
  const views: Array<unknown> = []
  for (const name of logins) {
    const { token } = yield* login(name)
    const get = (path: string) => Effect.map(ask("GET", path, { token }), ({ json }) => json)
    const dialogs = yield* get("/chat/Dialog?sort_asc=created_at")
    views.push(dialogs, yield* get("/chat/Message/unread"))
    for (const dialog of list(dialogs, "items")) {
      views.push(yield* get(`/chat/Message?chat_dialog_id=${text(dialog, "_id")}&mark_as_read=0`))
    }
    views.push(yield* get("/address_book"), yield* get("/subscriptions"), yield* get("/meetings"))
    views.push(yield* get("/data/player"))
  }
  return withoutIds({ administered, users, views })
})

const fields = {
  full_name: "Ada Lovelace",
  tag_list: ["vip", "math"],
  website: "example.com",
  email: "ADA@example.com"
}

const player = { name: "Ada", score: 5, permissions: { read: { access: "owner" } } } as const

const meeting = { name: "Friday", start_date: 100, end_date: 200, attendees: [{ id: 10_000_002 }], chat: true }

const subscription = {
  notification_channel: "gcm",
  push_token: { environment: "development", client_identification_sequence: "token" },
  device: { udid: "device", platform: "android" }
} as const

const seed: Seed = {
  users: [
    { login: "ada", password, ...fields },
    { login: "ben", password, phone: "380501234567" },
    { login: "cay", password, external_user_id: 7 }
  ],
  dialogs: [
    {
      key: "team",
      type: "group",
      name: "Team",
      user_id: "ada",
      occupants_ids: ["ben", 10_000_003],
      admins_ids: ["ben"],
      extensions: { place: 5, other: 1 },
      permissions: { allow_preview: true }
    },
    { key: "pair", type: "private", user_id: "ben", occupants_ids: ["ada"] },
    { key: "open", type: "public", name: "Open", user_id: "cay", occupants_ids: ["ada"], description: "For all" },
    { key: "news", type: "broadcast", name: "News", user_id: "ada", occupants_ids: ["ben"] }
  ],
  messages: [
    { chat_dialog_id: "team", sender_id: "ada", message: "one", parameters: { country: "UA" } },
    { chat_dialog_id: "team", sender_id: "ben", message: "two", attachments: [{ type: "image", id: "1" }] },
    { chat_dialog_id: "team", sender_id: "ada", message: "three", read_ids: ["cay"], delivered_ids: ["ben"] },
    { chat_dialog_id: "pair", sender_id: "ben", message: "hey" },
    { chat_dialog_id: "open", sender_id: "ada", message: "to all" },
    { chat_dialog_id: "news", sender_id: "ada", message: "news" }
  ],
  records: { player: [{ user_id: "ada", ...player, unknown: 1 }] },
  contacts: [{ user_id: "cay", phone: "380501234567", name: "Ben" }],
  subscriptions: [{ user_id: "ben", subscription }],
  meetings: [{ user_id: "ada", ...meeting }]
}

/** The same, one by one. */
const through = Effect.gen(function* () {
  for (const user of seed.users ?? []) expect(201, yield* signUp(user))
  const [ada, ben, cay] = [yield* login("ada"), yield* login("ben"), yield* login("cay")]
  const { permissions, extensions } = seed.dialogs?.[0] ?? {}
  const team = yield* makeGroup(ada, [ben, cay], { name: "Team", admins_ids: [ben.id], permissions, extensions })
  const pair = yield* makeDialog(ben, { type: 3, occupants_ids: [ada.id] })
  const open = yield* makeDialog(cay, { type: 4, name: "Open", description: "For all" })
  yield* ask("POST", `/chat/Dialog/${open}/subscribe`, { token: ada.token })
  const news = yield* makeDialog(ada, { type: 1, name: "News" })
  // A user who lists the dialogs is in the broadcasts from then on.
  yield* ask("GET", "/chat/Dialog", { token: ben.token })
  yield* say(ada, team, "one", { country: "UA" })
  yield* say(ben, team, "two", { attachments: [{ type: "image", id: "1" }] })
  const three = yield* say(ada, team, "three")
  yield* updateMessages(cay, three, { chat_dialog_id: team, read: "1" })
  yield* updateMessages(ben, three, { chat_dialog_id: team, delivered: "1" })
  yield* say(ben, pair, "hey")
  yield* say(ada, open, "to all")
  yield* say(ada, news, "news")
  expect(201, yield* ask("POST", "/data/player", { token: ada.token, json: player }))
  yield* ask("POST", "/address_book", {
    token: cay.token,
    json: { contacts: [{ phone: "380501234567", name: "Ben" }] }
  })
  expect(201, yield* ask("POST", "/subscriptions", { token: ben.token, json: subscription }))
  expect(201, yield* ask("POST", "/meetings", { token: ada.token, json: meeting }))
})

const messageIds = ["5c094c0ce588ce6856f87423", "5c094c0ce588ce6856f87424"] as const

const file = { user_id: "ada", name: "hello.txt", content_type: "text/plain" }

describe("a seed", () => {
  it.effect("creates the same world as single requests to the API", () =>
    Effect.gen(function* () {
      const logins = ["ada", "ben", "cay"]
      const made = yield* Effect.andThen(through, shown(logins)).pipe(Effect.provide(Emulator.layer({ settings })))
      const seeded = yield* shown(logins).pipe(Effect.provide(Emulator.layer({ settings, seed })))
      assert.deepStrictEqual(seeded, made)
    })
  )

  it.effect("is accepted in process, at the start and over HTTP, and returns the counts", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const counts = { users: 3, dialogs: 4, messages: 6, records: 1, contacts: 1, subscriptions: 1, meetings: 1 }
      const seeded = yield* emulator.seed(seed)
      assert.deepInclude(seeded, { ...counts, whiteboards: 0 })
      const ada = yield* login("ada")
      const team = seeded.dialog_ids["team"] ?? ""
      assert.strictEqual(yield* unread(ada, team), 1)
      const { json, status } = yield* ask("POST", "/_emulator/seed", {
        json: {
          users: [{ login: "dan", password }],
          messages: [{ chat_dialog_id: team, sender_id: "ben", message: "four" }],
          whiteboards: [{ chat_dialog_id: team, user_id: "ada", name: "Plans" }]
        }
      })
      assert.strictEqual(status, 200)
      assert.deepInclude(Object(json), { users: 1, messages: 1, whiteboards: 1, dialog_ids: {} })
      assert.strictEqual(yield* unread(ada, team), 2)
      assert.strictEqual((yield* login("dan")).id, 10_000_004)
      const { json: boards } = yield* ask("GET", `/whiteboards?chat_dialog_id=${team}`, { token: ada.token })
      assert.strictEqual(at(boards, "0.name"), "Plans")
      // Nothing is sent.
      assert.deepStrictEqual(yield* emulator.outbox, [])
      yield* emulator.reset
      assert.strictEqual((yield* emulator.seed(seed)).users, 3)
    }).pipe(emulated)
  )

  it.effect("keeps given ids and times", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const _id = "5c094c0ce588ce6856f87422"
      const messages = ["5c094c0ce588ce6856f87423", "5c094c0ce588ce6856f87424"] as const
      yield* emulator.seed({
        users: [
          { id: 77, login: "ada", password, created_at: "2020-01-02T03:04:05Z", last_request_at: 1_600_000_000 },
          { login: "ben", password },
          { id: 10_000_001, login: "cay", password }
        ],
        dialogs: [{ _id, type: "group", name: "Team", user_id: 77, occupants_ids: ["ben"], created_at: 1_577_934_245 }],
        messages: [
          { _id: messages[0], chat_dialog_id: _id, sender_id: 77, message: "late", date_sent: "2021-01-01T00:00:00Z" },
          {
            _id: messages[1],
            chat_dialog_id: _id,
            sender_id: "ben",
            message: "early",
            date_sent: "2020-06-01",
            edited_at: 1_600_000_000_000
          }
        ]
      })
      const ada = yield* login("ada")
      assert.strictEqual(ada.id, 77)
      // Generated ids differ from the given ones.
      assert.strictEqual((yield* login("ben")).id, 10_000_002)
      const { json } = yield* ask("GET", "/chat/Dialog", { token: ada.token })
      assert.deepInclude(Object(at(json, "items.0")), {
        _id,
        last_message: "late",
        last_message_date_sent: 1_609_459_200,
        created_at: "2020-01-02T03:04:05Z",
        updated_at: "2021-01-01T00:00:00Z",
        unread_messages_count: 1
      })
      const { json: said } = yield* ask("GET", `/chat/Message?chat_dialog_id=${_id}`, { token: ada.token })
      assert.deepStrictEqual(
        list(said, "items").map((message) => [at(message, "_id"), at(message, "edited_at")]),
        [
          [messages[1], "2020-09-13T12:26:40Z"],
          [messages[0], null]
        ]
      )
      // Items that are created later are later.
      const dan = yield* signUp({ login: "dan" })
      assert.strictEqual(number(dan.json, "user.id"), 10_000_003)
    }).pipe(emulated)
  )

  it.effect("has what users have done with dialogs and messages", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { dialog_ids } = yield* emulator.seed({
        users: [
          { login: "ada", password },
          { login: "ben", password },
          { login: "cay", password }
        ],
        dialogs: [
          {
            key: "open",
            type: "public",
            name: "Open",
            user_id: "ada",
            occupants_ids: ["ben"],
            blocked_ids: ["cay"],
            pinned_messages_ids: [messageIds[0]],
            members: [{ user_id: "ben", notifications: false }]
          },
          { key: "team", type: "group", name: "Team", user_id: "ada", occupants_ids: ["ben"] }
        ],
        messages: [
          {
            _id: messageIds[0],
            chat_dialog_id: "open",
            sender_id: "ada",
            message: "one",
            reactions: [{ user_id: "ben", reaction: "👍" }]
          },
          { _id: messageIds[1], chat_dialog_id: "team", sender_id: "ada", message: "two", deleted_for_ids: ["ben"] }
        ]
      })
      const [ben, cay] = [yield* login("ben"), yield* login("cay")]
      const { json } = yield* ask("GET", "/chat/Dialog", { token: ben.token })
      const [open, team] = ["open", "team"].map((key) =>
        list(json, "items").find((item) => at(item, "_id") === dialog_ids[key])
      )
      assert.deepInclude(Object(open), { is_muted: true, pinned_messages_ids: [messageIds[0]], last_message: "one" })
      assert.deepInclude(Object(team), { is_muted: false, unread_messages_count: 0, last_message: null })
      const { json: said } = yield* ask("GET", `/chat/Message?chat_dialog_id=${dialog_ids["open"]}`, {
        token: ben.token
      })
      assert.deepStrictEqual(at(said, "items.0.reactions"), { own: ["👍"], total: { "👍": 1 } })
      const { status } = yield* ask("POST", `/chat/Dialog/${dialog_ids["open"]}/subscribe`, { token: cay.token })
      assert.strictEqual(status, 403)
    }).pipe(emulated)
  )

  it.effect("has files with their contents, and files without one", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.seed({
        users: [{ login: "ada", password }],
        files: [
          { ...file, content: "SGVsbG8=", public: true },
          { id: 9, uid: "own", ...file, created_at: 5 },
          { ...file, content: "", completed_at: null }
        ]
      })
      const { token } = yield* login("ada")
      const { json } = yield* ask("GET", "/blobs", { token })
      assert.deepStrictEqual(
        list(json, "items").map((item) => [at(item, "blob.id"), at(item, "blob.size"), at(item, "blob.blob_status")]),
        [
          [1, 5, "complete"],
          [2, null, undefined],
          [9, null, undefined]
        ]
      )
      const { headers } = yield* ask("GET", `/blobs/${text(json, "items.0.blob.uid")}`)
      assert.strictEqual((yield* Storage.askStore("GET", headers["location"] ?? "")).text, "Hello")
      const { id } = yield* Storage.create({ id: 0, token })
      assert.strictEqual(id, 10)
    }).pipe(emulated)
  )

  it.effect("keeps no content of a seed that breaks a rule", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const files = [{ ...file, content: "SGVsbG8=" }]
      const contents = () => globSync("data.db.blobs/*", { cwd: path })
      yield* Effect.gen(function* () {
        const emulator = yield* Emulator
        yield* Effect.flip(emulator.seed({ files }))
        assert.deepStrictEqual(contents(), [])
        yield* emulator.seed({ users: [{ login: "ada" }], files })
        assert.lengthOf(contents(), 1)
      }).pipe(Effect.provide(Emulator.layer({ data: join(path, "data.db") })))
    })
  )

  it.effect("restores a dialog for a user who has deleted it, like a message does", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const [ada, ben] = yield* people("ada", "ben")
      const team = yield* makeGroup(ada, [ben])
      yield* say(ada, team, "old")
      yield* ask("DELETE", `/chat/Dialog/${team}`, { token: ben.token })
      yield* emulator.seed({ messages: [{ chat_dialog_id: team, sender_id: "ada", message: "new" }] })
      const { json } = yield* ask("GET", "/chat/Dialog", { token: ben.token })
      assert.deepInclude(Object(at(json, "items.0")), { _id: team, last_message: "new", unread_messages_count: 1 })
    }).pipe(emulated)
  )
})

const ada = { login: "ada", password }
const ben = { login: "ben", password }
const _id = "5c094c0ce588ce6856f87422"
const { push_token } = subscription
const team = { key: "team", type: "group", name: "Team", user_id: "ada", occupants_ids: ["ben"] }

/** Data that breaks the rules, and its errors. */
const wrong: ReadonlyArray<readonly [data: unknown, errors: { readonly [path: string]: ReadonlyArray<string> }]> = [
  [7, { base: ["Expected object"] }],
  [[], { base: ["Expected object"] }],
  [{ user: [] }, { user: ["is unknown"] }],
  [{ users: {} }, { users: ["Expected array"] }],
  [{ users: [ada, { ...ben, logn: "ben" }] }, { "users.1.logn": ["is unknown"] }],
  [{ users: [{ ...ada, id: "7", tag_list: ["a,b"] }] }, { "users.0.id": ["Expected number"] }],
  [{ users: [{ ...ada, created_at: "yesterday" }] }, { "users.0.created_at": ["Expected a time"] }],
  [{ users: [ada, { ...ada, login: "ada" }] }, { "users.1.login": ["has already been taken"] }],
  [{ users: [{ ...ada, login: "taken" }] }, { "users.0.login": ["has already been taken"] }],
  [{ users: [{ ...ada, email: "TAKEN@example.com" }] }, { "users.0.email": ["has already been taken"] }],
  [{ users: [{ ...ada, id: 10_000_001 }] }, { "users.0.id": ["has already been taken"] }],
  [{ users: [{ password }] }, { "users.0": ["Both user login and email can't be blank"] }],
  [
    { users: [{ login: "ad", password: "short" }] },
    {
      "users.0.login": ["is too short (minimum is 3 characters)"],
      "users.0.password": ["is too short (minimum is 8 characters)"]
    }
  ],
  [
    { dialogs: [{ ...team, user_id: "nobody", occupants_ids: [5] }] },
    { "dialogs.0.user_id": ["is not a user"], "dialogs.0.occupants_ids.0": ["is not a user"] }
  ],
  [
    { dialogs: [{ ...team, user_id: "taken", type: "secret" }] },
    { "dialogs.0.type": ['Expected "broadcast" | "group" | "private" | "public" | "meeting"'] }
  ],
  [{ users: [ada, ben], dialogs: [team, team] }, { "dialogs.1.key": ["has already been taken"] }],
  [
    { users: [ada, ben], dialogs: [{ ...team, name: " ", occupants_ids: [] }] },
    { "dialogs.0.name": ["is required"], "dialogs.0.occupants_ids": ["is required"] }
  ],
  [
    { users: [ada, ben], dialogs: [{ ...team, type: "private", occupants_ids: ["ada"] }] },
    { "dialogs.0.occupants_ids": ["should have one other user"] }
  ],
  [
    {
      users: [ada, ben],
      dialogs: [
        { type: "private", user_id: "ada", occupants_ids: ["ben"] },
        { type: "private", user_id: "ben", occupants_ids: ["ada"] }
      ]
    },
    { "dialogs.1": ["is the second private dialog of its users"] }
  ],
  [
    {
      users: [ada, ben],
      dialogs: [team],
      messages: [
        { chat_dialog_id: "team", sender_id: "taken" },
        { chat_dialog_id: "tea", sender_id: "ada" }
      ]
    },
    { "messages.0.sender_id": ["is not in the dialog"], "messages.1.chat_dialog_id": ["is not a dialog"] }
  ],
  [
    {
      users: [ada, ben],
      dialogs: [{ ...team, type: "broadcast" }],
      messages: [{ chat_dialog_id: "team", sender_id: "ben", read_ids: ["taken"] }]
    },
    { "messages.0.sender_id": ["may not write in the dialog"], "messages.0.read_ids.0": ["is not in the dialog"] }
  ],
  [
    {
      users: [ada, ben],
      dialogs: [{ ...team, type: "public" }],
      messages: [{ chat_dialog_id: "team", sender_id: "ben", delivered_ids: ["ada"] }]
    },
    { "messages.0.delivered_ids": ["can't be given in a public dialog"] }
  ],
  [
    {
      users: [ada],
      records: {
        player: [
          { user_id: "ada", _id: "5c094c0ce588ce6856f87422" },
          { user_id: "ada", _id: "5c094c0ce588ce6856f87422" }
        ]
      }
    },
    { "records.player.1._id": ["has already been taken"] }
  ],
  [{ users: [ada], records: { game: [{ user_id: "ada" }] } }, { "records.game": ["Undefined class"] }],
  [
    {
      users: [ada],
      records: {
        player: [
          { user_id: "ada", score: 1 },
          { user_id: "ada", score: "many" }
        ]
      }
    },
    { "records.player.1.score": ["should be an integer"] }
  ],
  [
    { users: [ada], contacts: [{ user_id: "ada", phone: "1", name: "Ben" }] },
    { "contacts.0": ["Length of 'phone' field should be min: 10 and max: 15."] }
  ],
  [
    {
      users: [ada],
      subscriptions: [
        { user_id: "ada", subscription: { ...subscription, notification_channel: "apns" } },
        { user_id: "bob", subscription }
      ]
    },
    {
      "subscriptions.0.client_identification_sequence": ["is invalid"],
      "subscriptions.1.user_id": ["is not a user"]
    }
  ],
  [
    { users: [ada, ben], whiteboards: [{ user_id: "ada", chat_dialog_id: "team", name: "Plans" }] },
    { "whiteboards.0.chat_dialog_id": ["is not a dialog"] }
  ],
  [{ exported: "yes", last_ids: { users: 0 } }, { exported: ["Expected boolean"] }],
  [
    { users: [{ ...ada, password_hash: `${"0".repeat(16)}$${"0".repeat(64)}` }] },
    { "users.0.password_hash": ["can't be given with a password"] }
  ],
  [
    { users: [{ login: "ada", password_hash: "sesame" }] },
    { "users.0.password_hash": ["Expected 16 hexadecimal digits, $, and 64 of them"] }
  ],
  [
    {
      users: [
        { ...ada, _id, identity: "facebook:1" },
        { ...ben, _id, identity: "facebook:1" }
      ]
    },
    { "users.1._id": ["has already been taken"], "users.1.identity": ["has already been taken"] }
  ],
  [
    { users: [ada, ben], dialogs: [{ ...team, blocked_ids: ["ben"], pinned_messages_ids: [_id] }] },
    { "dialogs.0.blocked_ids.0": ["is in the dialog"] }
  ],
  [
    {
      users: [ada, ben],
      dialogs: [
        {
          ...team,
          pinned_messages_ids: [_id],
          members: [{ user_id: "taken" }, { user_id: "ben", last_message_id: _id }]
        }
      ]
    },
    {
      "dialogs.0.pinned_messages_ids.0": ["is not a message of the dialog"],
      "dialogs.0.members.0.user_id": ["is not in the dialog"],
      "dialogs.0.members.1.last_message_id": ["is not a message of the dialog"]
    }
  ],
  [
    {
      users: [ada, ben],
      dialogs: [team],
      messages: [
        {
          chat_dialog_id: "team",
          sender_id: "ada",
          deleted_for_ids: ["taken"],
          reactions: [
            { user_id: "taken", reaction: "x" },
            { user_id: "ben", reaction: "y" },
            { user_id: "ben", reaction: "y" }
          ]
        }
      ]
    },
    {
      "messages.0.deleted_for_ids.0": ["is not in the dialog"],
      "messages.0.reactions.0.user_id": ["is not in the dialog"],
      "messages.0.reactions.2": ["is there twice"]
    }
  ],
  [
    {
      users: [ada],
      meetings: [
        { user_id: "ada", _id, ...meeting },
        { user_id: "ada", _id, ...meeting },
        { user_id: "ada", ...meeting, chat_dialog_id: "team" },
        { user_id: "ada", ...meeting, recordings: [{ participants_ids: ["ben"], file_uid: "a" }, { file_uid: "a" }] }
      ]
    },
    {
      "meetings.1._id": ["has already been taken"],
      "meetings.2.chat_dialog_id": ["is not a dialog of a meeting"],
      "meetings.3.recordings.0.participants_ids.0": ["is not a user"],
      "meetings.3.recordings.1._id": ["has already been taken"]
    }
  ],
  [
    {
      users: [ada],
      subscriptions: [
        { id: 5, user_id: "ada", subscription },
        {
          id: 5,
          user_id: "ada",
          subscription: { ...subscription, push_token: { ...push_token, environment: "production" } }
        }
      ]
    },
    { "subscriptions.1.id": ["has already been taken"] }
  ],
  [
    {
      users: [ada],
      contacts: [
        { user_id: "ada", phone: "380501234567", name: "Ben", changed: 1 },
        { user_id: "ada", phone: "380501234567", name: "Cay", changed: 2 }
      ]
    },
    { "contacts.1.phone": ["has already been taken"] }
  ],
  [
    {
      users: [ada],
      files: [
        { id: 3, uid: "a", ...file, content: "SGVsbG8" },
        { id: 3, uid: "a", ...file, completed_at: 5, size: 5 },
        { id: 4, uid: "../b", ...file }
      ]
    },
    { "files.2.uid": ["Expected letters, digits, _ and -"] }
  ],
  [
    {
      users: [ada],
      files: [
        { ...file, content: "SGVsbG8" },
        { ...file, completed_at: 5, size: 5 }
      ]
    },
    {
      "files.0.content": ["should be Base64"],
      "files.1.content": ["is not uploaded"],
      "files.1.size": ["can't be given without a content"]
    }
  ],
  [
    { users: [ada], files: [{ ...file, content: Buffer.alloc(2001).toString("base64") }] },
    { "files.0.content": ["can't have more than 2000 bytes"] }
  ],
  [
    {
      users: [ada],
      files: [
        { id: 3, uid: "a", ...file, content: "SGVsbG8=" },
        { id: 3, uid: "a", ...file, user_id: "ben" }
      ],
      events: [
        { id: 3, user_id: "ben", message: "" },
        { id: 3, user_id: "ada", message: "" }
      ]
    },
    {
      "files.1.id": ["has already been taken"],
      "files.1.uid": ["has already been taken"],
      "files.1.user_id": ["is not a user"],
      "events.0.user_id": ["is not a user"],
      "events.1.id": ["has already been taken"]
    }
  ],
  [
    { exported: true, users: [{ id: 5, login: "ada" }], records: { player: [{ user_id: 5, score: { inc: 1 } }] } },
    { "records.player.0.score": ["should be a text, a number, a flag, or an array of them"] }
  ],
  // What is deleted with its user has none.
  [
    {
      exported: true,
      contacts: [{ user_id: 6, phone: "380501234567", name: "Ben", changed: 1 }],
      subscriptions: [{ user_id: 6, subscription }],
      meetings: [{ user_id: 6, ...meeting, chat: false }],
      files: [{ ...file, user_id: 6 }]
    },
    {
      "files.0.user_id": ["is not a user"]
    }
  ],
  [
    {
      exported: true,
      contacts: [{ user_id: 6, phone: "380501234567", name: "Ben", changed: 1 }],
      subscriptions: [{ user_id: 6, subscription }],
      meetings: [{ user_id: 6, ...meeting, chat: false }]
    },
    {
      "contacts.0.user_id": ["is not a user"],
      "subscriptions.0.user_id": ["is not a user"],
      "meetings.0.user_id": ["is not a user"]
    }
  ]
]

describe("a seed that breaks a rule", () => {
  it.effect.each(wrong)("changes nothing, and returns the paths: %j", ([data, errors]) =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* signUp({ login: "taken", email: "taken@example.com" })
      const before = yield* shown(["taken"])
      // A value from JSON, which the compiler does not check.
      const error = yield* Effect.flip(emulator.seed(data as never))
      assert.strictEqual(error.control, "seed")
      assert.deepInclude(error.errors, errors)
      const response = yield* ask("POST", "/_emulator/seed", { text: JSON.stringify(data) })
      if (typeof data === "object") assert.strictEqual(response.status, 422)
      if (typeof data === "object" && !Array.isArray(data))
        assert.deepStrictEqual(at(response.json, "errors"), error.errors)
      assert.deepStrictEqual(yield* shown(["taken"]), before)
    }).pipe(emulated)
  )

  it.effect("has at most 20 messages", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const users = Array.from({ length: 1000 }, () => ({ login: 5 }))
      const { errors } = yield* Effect.flip(emulator.seed({ users } as never))
      assert.strictEqual(Object.keys(errors).length, 20)
      const short = Array.from({ length: 1000 }, (_, index) => ({ login: `user${index}`, password: "short" }))
      assert.strictEqual(Object.keys((yield* Effect.flip(emulator.seed({ users: short }))).errors).length, 20)
    }).pipe(emulated)
  )

  it.effect("has no password in its messages", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const users = [
        { login: "ada", password: ["correct horse"] },
        { login: "ben", password: "sesame" }
      ]
      const error = yield* Effect.flip(emulator.seed({ users } as never))
      assert.notInclude(JSON.stringify(error) + error.message, "correct horse")
      assert.notInclude(JSON.stringify(error) + error.message, "sesame")
    }).pipe(emulated)
  )

  it.effect("prevents an emulator from starting", () =>
    Effect.gen(function* () {
      const exit = yield* Effect.exit(Effect.provide(Effect.void, Emulator.layer({ seed: { users: [{}] } })))
      const error = Exit.findErrorOption(exit)
      assert.deepInclude(error, { _tag: "Some" })
      if (error._tag === "Some") assert.deepInclude(error.value, { _tag: "InvalidControl", control: "seed" })
    })
  )
})

describe("a large seed", () => {
  it.effect("is inserted completely, and its indexes are created again", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const users = Array.from({ length: 120 }, (_, index) => ({
        login: `user${index}`,
        password,
        tag_list: [`tag${index % 2}`]
      }))
      const dialogs = users
        .slice(1)
        .map(({ login }) => ({ key: login, type: "private" as const, user_id: login, occupants_ids: ["user0"] }))
      const messages = Array.from({ length: 11_900 }, (_, index) => ({
        chat_dialog_id: `user${1 + (index % 119)}`,
        sender_id: index % 2 === 0 ? "user0" : `user${1 + (index % 119)}`,
        message: `${index}`,
        date_sent: 1_600_000_000 + index,
        ...(index < 238 ? { read_ids: ["user0"] } : {})
      }))
      const { dialog_ids } = yield* emulator.seed({ users, dialogs, messages })
      const first = yield* login("user0")
      const { json } = yield* ask("GET", "/chat/Message/unread", { token: first.token })
      assert.strictEqual(at(json, "total"), 5950 - 119)
      const { json: tagged } = yield* ask("GET", "/users/by_tags?tags=tag1", { token: first.token })
      assert.strictEqual(at(tagged, "total_entries"), 60)
      const { json: last } = yield* ask("GET", "/chat/Dialog?limit=1", { token: first.token })
      assert.deepInclude(Object(at(last, "items.0")), { _id: dialog_ids["user119"], last_message: "11899" })
    }).pipe(emulated)
  )

  it("has its indexes created again unchanged", () => {
    const database = new DatabaseSync(":memory:")
    database.exec("CREATE TABLE t (a, b); CREATE INDEX t_by_b ON t (b DESC) WHERE a > 1")
    const indexes = () => database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index'").all()
    const before = indexes()
    let between: ReadonlyArray<unknown> = before
    Tables.withoutIndexes(database, ["t_by_b"], () => {
      between = indexes()
    })
    assert.deepStrictEqual(between, [])
    assert.deepStrictEqual(indexes(), before)
    database.close()
  })
})

describe("the body of a seed", () => {
  it.effect("can be larger than the bodies of the API", () =>
    Effect.gen(function* () {
      // More bytes, more items in a list, and more values than those.
      const users = Array.from({ length: 30_000 }, (_, index) => ({
        login: `user${index}`,
        full_name: null,
        phone: null
      }))
      const seeded = yield* ask("POST", "/_emulator/seed", { json: { users } })
      assert.strictEqual(at(seeded.json, "users"), 30_000)
    }).pipe(Effect.provide(Emulator.layer({ settings: { body_limit: 1000 } })))
  )
})
