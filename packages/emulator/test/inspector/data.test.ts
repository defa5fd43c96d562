// The data that the inspector reads: all of it in pages, and none of its secrets.
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { Emulator } from "../../src/Emulator.ts"
import type { Seed } from "../../src/Seed.ts"
import { create, upload } from "../support/Storage.ts"
import { applicationToken, ask, at, list, logins, text } from "../support/Wire.ts"

const seed: Seed = {
  users: [
    {
      id: 1,
      login: "ada",
      password: "correct horse",
      full_name: "Ada Lovelace",
      email: "ada@example.com",
      tag_list: ["vip"]
    },
    { id: 2, login: "ben", password: "correct horse", full_name: "Ben Herschel" },
    ...Array.from({ length: 120 }, (_, index) => ({
      id: 100 + index,
      login: `user-${index}`,
      password: "correct horse"
    }))
  ],
  dialogs: [
    { key: "engines", type: "group", name: "Engines", user_id: "ada", occupants_ids: ["ben"] },
    { key: "pair", type: "private", user_id: "ada", occupants_ids: ["ben"] }
  ],
  messages: [
    { chat_dialog_id: "engines", sender_id: "ada", message: "First", date_sent: "2024-05-01T10:00:00Z" },
    {
      chat_dialog_id: "engines",
      sender_id: "ben",
      message: "Second",
      date_sent: "2024-05-01T11:00:00Z",
      attachments: [{ type: "image", id: "1" }],
      read_ids: ["ada"],
      parameters: { mood: "fine" }
    }
  ],
  records: { player: [{ user_id: "ada", name: "Ada", born: "2001-02-03T00:00:00Z" }] },
  contacts: [{ user_id: "ben", phone: "380501234567", name: "Ada" }],
  whiteboards: [{ user_id: "ada", chat_dialog_id: "engines", name: "Plans" }]
}

const emulated = Effect.provide(
  Emulator.layer({ seed, settings: { classes: { player: { fields: { name: "String", born: "Date" } } } } })
)

const read = (path: string) => ask("GET", `/_emulator/data${path}`)

const endpoints = [
  "users",
  "dialogs",
  "messages?chat_dialog_id=x",
  "records?class_name=player",
  "files",
  "meetings",
  "recordings",
  "subscriptions",
  "events",
  "contacts",
  "whiteboards",
  "sessions"
]

describe("the data of the inspector", () => {
  it.effect("is counted", () =>
    Effect.gen(function* () {
      yield* applicationToken
      const { json } = yield* read("")
      assert.deepStrictEqual(json, {
        users: 122,
        dialogs: 2,
        messages: 2,
        records: 1,
        files: 0,
        meetings: 0,
        subscriptions: 0,
        events: 0,
        contacts: 1,
        whiteboards: 1,
        sessions: 1
      })
    }).pipe(emulated)
  )

  it.effect.each(endpoints)("comes in pages of a bounded size: %s", (path) =>
    Effect.gen(function* () {
      const more = (query: string) => `/${path}${path.includes("?") ? "&" : "?"}${query}`
      const { json, status } = yield* read(`/${path}`)
      assert.strictEqual(status, 200)
      assert.strictEqual(at(json, "page"), 1)
      assert.strictEqual(at(json, "per_page"), 50)
      assert.isNumber(at(json, "total"))
      // As with every list, a longer page is the longest one.
      assert.strictEqual(at((yield* read(more("per_page=1000"))).json, "per_page"), 100)
      for (const query of ["per_page=0", "per_page=-1", "page=0", "page=x", "page=1.5", "page=1e9"]) {
        assert.strictEqual((yield* read(more(query))).status, 422, query)
      }
    }).pipe(emulated)
  )

  it.effect("has users, newest first, by text and by ids", () =>
    Effect.gen(function* () {
      const first = yield* read("/users?per_page=100")
      assert.strictEqual(list(first.json, "items").length, 100)
      assert.strictEqual(at(first.json, "total"), 122)
      assert.strictEqual(at(first.json, "items.0.login"), "user-119")
      const second = yield* read("/users?per_page=100&page=2")
      assert.strictEqual(list(second.json, "items").length, 22)
      assert.deepStrictEqual(logins((yield* read("/users?text=LOVELACE")).json), ["ada"])
      assert.deepStrictEqual(logins((yield* read("/users?text=2")).json).includes("ben"), true)
      assert.deepStrictEqual(logins((yield* read("/users?ids=1,2,9999")).json), ["ben", "ada"])
      assert.strictEqual((yield* read(`/users?ids=${Array.from({ length: 101 }, (_, id) => id).join()}`)).status, 422)
      assert.strictEqual((yield* read("/users?ids=1,x")).status, 422)
      // No sign of SQL.
      assert.strictEqual(at((yield* read(`/users?text=${encodeURIComponent("' OR 1=1 --")}`)).json, "total"), 0)
    }).pipe(emulated)
  )

  it.effect("has no password and no token", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const token = Redacted.value(yield* emulator.sessionOf(1))
      yield* ask("POST", "/subscriptions", {
        token,
        json: {
          notification_channel: "gcm",
          device: { platform: "android", udid: "device-1" },
          push_token: { environment: "development", client_identification_sequence: "the-token-of-the-device" }
        }
      })
      assert.strictEqual(at((yield* read("/subscriptions?user_id=1")).json, "items.0.udid"), "device-1")
      assert.strictEqual(at((yield* read("/sessions?user_id=1")).json, "items.0.kind"), "user")
      for (const path of endpoints) {
        const response = yield* read(`/${path}`)
        assert.notInclude(response.text, token)
        assert.notInclude(response.text, "the-token-of-the-device")
        assert.notMatch(response.text, /password|scrypt|"token"|identity/i, path)
      }
    }).pipe(emulated)
  )

  it.effect("has dialogs and their messages as nobody in particular sees them", () =>
    Effect.gen(function* () {
      const { json } = yield* read("/dialogs?text=engines")
      assert.strictEqual(at(json, "total"), 1)
      assert.strictEqual(at(json, "items.0.type"), "group")
      assert.deepStrictEqual(at(json, "items.0.occupants_ids"), [1, 2])
      assert.strictEqual(at(json, "items.0.messages_count"), 2)
      assert.strictEqual(at(json, "items.0.last_message"), "Second")
      const id = text(json, "items.0._id")
      const messages = yield* read(`/messages?chat_dialog_id=${id}`)
      assert.strictEqual(at(messages.json, "items.0.message"), "Second")
      assert.deepStrictEqual(at(messages.json, "items.0.attachments"), [{ type: "image", id: "1" }])
      assert.deepStrictEqual(at(messages.json, "items.0.parameters"), { mood: "fine" })
      assert.deepStrictEqual(at(messages.json, "items.0.read_ids"), [1, 2])
      // Nobody has read anything by this.
      assert.deepStrictEqual(at(messages.json, "items.1.read_ids"), [1])
      assert.strictEqual(at((yield* read("/dialogs?user_id=2")).json, "total"), 2)
      assert.strictEqual(at((yield* read("/dialogs?user_id=100")).json, "total"), 0)
    }).pipe(emulated)
  )

  it.effect("has records by class, with the fields of the class", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* read("/classes")).json, [
        { class_name: "player", defined: true, fields: { name: "String", born: "Date" }, records: 1 }
      ])
      const { json } = yield* read("/records?class_name=player")
      assert.strictEqual(at(json, "items.0.name"), "Ada")
      assert.strictEqual(at(json, "items.0.born"), "2001-02-03T00:00:00Z")
      const emulator = yield* Emulator
      yield* emulator.changeSettings({ classes: {} })
      const left = yield* read("/records?class_name=player")
      assert.strictEqual(at(left.json, "total"), 1)
      assert.strictEqual(at((yield* read("/classes")).json, "0.defined"), false)
    }).pipe(emulated)
  )

  it.effect("has contacts, whiteboards and files, and the contents of files as downloads", () =>
    Effect.gen(function* () {
      assert.strictEqual(at((yield* read("/contacts?user_id=2")).json, "items.0.name"), "Ada")
      assert.strictEqual(at((yield* read("/contacts?user_id=1")).json, "total"), 0)
      assert.strictEqual(at((yield* read("/whiteboards")).json, "items.0.name"), "Plans")
      const emulator = yield* Emulator
      const token = Redacted.value(yield* emulator.sessionOf(1))
      const file = yield* create({ id: 1, token }, { content_type: "text/html", name: "page.html" })
      assert.strictEqual(at((yield* read("/files")).json, "items.0.name"), "page.html")
      assert.strictEqual((yield* read(`/files/${file.id}/content`)).status, 404)
      yield* upload(file, new TextEncoder().encode("<script>alert(1)</script>"))
      const content = yield* read(`/files/${file.id}/content?bytes=7`)
      assert.strictEqual(content.text, "<script")
      assert.strictEqual(content.headers["content-type"], "application/octet-stream")
      assert.strictEqual(content.headers["content-disposition"], "attachment")
      assert.strictEqual(content.headers["x-content-type-options"], "nosniff")
    }).pipe(emulated)
  )

  it.effect("is not in the journal", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      for (const path of endpoints) yield* read(`/${path}`)
      assert.deepStrictEqual(yield* emulator.requests, [])
    }).pipe(emulated)
  )
})

describe("a session without a password", () => {
  it.effect("acts as its user, in process and over HTTP", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const created = yield* ask("POST", "/_emulator/sessions", { json: { user_id: 2 } })
      assert.strictEqual(created.status, 201)
      for (const token of [text(created.json, "token"), Redacted.value(yield* emulator.sessionOf(2))]) {
        assert.strictEqual(at((yield* ask("GET", "/session", { token })).json, "session.user_id"), 2)
      }
      assert.deepStrictEqual(
        (yield* emulator.requests).map(({ asked_by }) => asked_by),
        [
          { kind: "user", user_id: 2 },
          { kind: "user", user_id: 2 }
        ]
      )
    }).pipe(emulated)
  )

  it.effect("is one of the application without a user", () =>
    Effect.gen(function* () {
      const { json } = yield* ask("POST", "/_emulator/sessions", { json: {} })
      const user = { login: "eve-login", password: "correct horse" }
      assert.strictEqual((yield* ask("POST", "/users", { token: text(json, "token"), json: { user } })).status, 201)
    }).pipe(emulated)
  )

  it.effect("needs a user that exists", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const errors = { user_id: ["There is no user with this id"] }
      const unknown = yield* ask("POST", "/_emulator/sessions", { json: { user_id: 3 } })
      assert.strictEqual(unknown.status, 422)
      assert.deepStrictEqual(unknown.json, { errors })
      assert.deepStrictEqual((yield* Effect.flip(emulator.sessionOf(3))).errors, errors)
      assert.strictEqual((yield* ask("POST", "/_emulator/sessions", { json: { user_id: "x" } })).status, 422)
      assert.strictEqual((yield* ask("POST", "/_emulator/sessions", { json: { id: 2 } })).status, 422)
    }).pipe(emulated)
  )
})
