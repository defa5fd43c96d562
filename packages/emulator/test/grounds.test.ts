/** One test for each disputed fact of `docs/fidelity/facts.ts`: the behaviour of the emulator where the sources disagree. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import { Emulator } from "../src/Emulator.ts"
import type { Settings } from "../src/Settings.ts"
import { disputed, type DisputedId } from "../../../scripts/fidelity/facts.ts"
import { administer } from "./support/Admin.ts"
import {
  broadcast,
  createDialog,
  deleteDialogs,
  deleteMessages,
  expect,
  group,
  listMessages,
  look,
  makeDialog,
  makeGroup,
  notFound,
  notYours,
  people,
  private_,
  public_,
  say,
  seen,
  send,
  texts,
  updateDialog,
  updateMessages
} from "./support/Chat.ts"
import * as Storage from "./support/Storage.ts"
import { createMeeting, makeMeeting, recordingsOf, weekly } from "./meetings/Meetings.ts"
import {
  type Response,
  applicationToken,
  ask,
  at,
  createSession,
  join,
  list,
  type Member,
  text
} from "./support/Wire.ts"

type Shown = Effect.Effect<void, unknown, Emulator | HttpClient.HttpClient>

const change = (settings: Partial<Settings>) =>
  Effect.flatMap(Emulator, (emulator) => emulator.changeSettings(settings))

const unreadOf = (who: Member, query = "") =>
  Effect.map(ask("GET", `/chat/Message/unread?${query}`, { token: who.token }), ({ json }) => json)

/** The messages of an error response about the request as a whole. */
const base = ({ json }: Response) => list(json, "errors.base")

const nowhere = "5c094c0ce588ce6856f87422"

const shown: { readonly [N in DisputedId]: Shown } = {
  "wire.forbidden": Effect.gen(function* () {
    const [ada, ben, cay] = yield* people("ada", "ben", "cay")
    const dialog = yield* makeGroup(ada, [ben])
    const meeting = yield* makeMeeting(ada)
    const application = yield* applicationToken
    const rejected = [
      yield* listMessages(cay, dialog),
      yield* updateDialog(ben, dialog, { push_all: { admins_ids: [ben.id] } }),
      yield* ask("PUT", `/users/${ada.id}`, { token: ben.token, json: { user: { full_name: "Not Ada" } } }),
      yield* ask("DELETE", `/meetings/${meeting}`, { token: ben.token })
    ]
    for (const response of rejected) {
      assert.strictEqual(response.status, 403)
      assert.strictEqual(response.text, JSON.stringify(notYours))
      assert.strictEqual(response.text.length, 88)
    }
    const others = [
      yield* ask("GET", "/chat/Dialog", { token: application }),
      yield* ask("GET", "/data/nothing", { token: ada.token }),
      yield* createDialog(ada, { type: broadcast, name: "News" })
    ]
    yield* change({ users_list_v1: false, online_users: false })
    for (const path of ["/users", "/users/online"]) others.push(yield* ask("GET", path, { token: ada.token }))
    for (const response of others) {
      assert.strictEqual(response.status, 403)
      assert.strictEqual(base(response).length, 1, response.text)
    }
  }),

  "chat.broadcasts": Effect.gen(function* () {
    const [ada] = yield* people("ada")
    const news = { type: broadcast, name: "News" }
    const rejected = yield* createDialog(ada, news)
    assert.strictEqual(rejected.status, 403)
    assert.deepStrictEqual(base(rejected), [
      "You do not have appropriate permissions. Broadcast dialogs can be created only via Admin panel."
    ])
    yield* change({ broadcast_creation: "allow" })
    assert.strictEqual((yield* createDialog(ada, news)).status, 201)
  }),

  "chat.public-dialogs": Effect.gen(function* () {
    const [ada, ben] = yield* people("ada", "ben")
    const open = yield* makeDialog(ada, { type: public_, name: "Open" })
    const early = yield* say(ada, open, "1")
    const subscribed = yield* ask("POST", `/chat/Dialog/${open}/subscribe`, { token: ben.token })
    assert.strictEqual(at(subscribed.json, "unread_messages_count"), null)
    const late = yield* say(ada, open, "2")
    assert.deepInclude(yield* seen(ben, open), { unread_messages_count: null, last_message: "2" })
    assert.deepStrictEqual(yield* unreadOf(ben, `chat_dialog_ids=${open}`), { total: 0 })
    for (const mark of ["delivered", "read"]) {
      expect(200, yield* updateMessages(ben, late, { chat_dialog_id: open, [mark]: "1" }))
      expect(200, yield* updateMessages(ben, "", { chat_dialog_id: open, [mark]: "1" }))
    }
    assert.strictEqual((yield* look(ada, open, late)).views_count, 0)
    yield* listMessages(ben, open)
    for (const id of [early, late]) {
      assert.deepInclude(yield* look(ada, open, id), { read_ids: [], delivered_ids: [], views_count: 1 })
    }
    assert.deepInclude(yield* seen(ada, open), { last_message_status: null, unread_messages_count: null })
  }),

  "chat.private-owner": Effect.gen(function* () {
    const [ada, ben] = yield* people("ada", "ben")
    const pair = yield* makeDialog(ada, { type: private_, occupants_ids: [ben.id] })
    yield* say(ben, pair)
    for (const path of [pair, `clearHistory/${pair}`]) {
      const rejected = yield* deleteDialogs(ben, path, "force=1")
      assert.strictEqual(rejected.status, 403)
      assert.deepStrictEqual(rejected.json, notYours)
    }
    // Who asks for the dialog that there is does not become its owner.
    yield* makeDialog(ben, { type: private_, occupants_ids: [ada.id] })
    const several = yield* deleteDialogs(ben, `${pair},${nowhere}`, "force=1")
    assert.deepStrictEqual(at(several.json, "WrongPermissions.ids"), [pair])
    expect(200, yield* deleteDialogs(ada, `clearHistory/${pair}`, "force=1"))
    assert.deepStrictEqual(yield* texts(ben, pair), [])
    expect(200, yield* deleteDialogs(ben, pair))
    expect(200, yield* deleteDialogs(ada, pair, "force=1"))
    assert.isUndefined(yield* seen(ada, pair))
  }),

  "chat.unknown-dialog": Effect.gen(function* () {
    const [ada] = yield* people("ada")
    const empty = yield* listMessages(ada, nowhere)
    assert.strictEqual(empty.status, 200)
    assert.deepStrictEqual(empty.json, { skip: 0, limit: 100, items: [] })
    const counted = yield* listMessages(ada, nowhere, "count=1")
    assert.deepStrictEqual(counted.json, { items: { count: 0 } })
    assert.strictEqual((yield* listMessages(ada, nowhere, "preview=1")).status, 200)
    // Nothing but reading is so.
    assert.strictEqual((yield* send(ada, { chat_dialog_id: nowhere, message: "Hello" })).status, 404)
    yield* change({ messages_of_unknown_dialog: "not_found" })
    for (const query of ["", "count=1", "preview=1"]) {
      const missing = yield* listMessages(ada, nowhere, query)
      assert.strictEqual(missing.status, 404)
      assert.deepStrictEqual(missing.json, notFound)
    }
  }),

  "chat.meeting-dialogs": Effect.gen(function* () {
    const [ada, ben, cay] = yield* people("ada", "ben", "cay")
    const { json } = yield* createMeeting(ada, { chat: true, attendees: [{ id: ben.id }] })
    const dialog = text(json, "chat_dialog_id")
    const occupants_ids = [ada.id, ben.id]
    assert.deepInclude(yield* seen(ben, dialog), { type: 5, name: weekly.name, user_id: ada.id, occupants_ids })
    yield* say(ada, dialog, "See you on Friday")
    assert.deepStrictEqual(yield* unreadOf(ben, `chat_dialog_ids=${dialog}`), { total: 1, [dialog]: 1 })
    // Wherever dialogs are listed.
    const found = [
      yield* ask("GET", "/chat/Dialog?type=5", { token: ben.token }),
      yield* administer("GET", "/admin/chat/list?type[in]=5"),
      yield* ask("GET", `/chat/search?search_text=${encodeURIComponent(weekly.name)}`, { token: ben.token })
    ]
    for (const { json } of found) {
      assert.deepInclude(Object(list(json, "items")[0] ?? list(json, "results.dialogs")[0]), { _id: dialog, type: 5 })
    }
    const total = yield* administer("GET", "/admin/stats/dialogs/created-total?types[]=5")
    assert.deepStrictEqual(total.json, { total: 1 })
    // What is done with groups.
    const board = { name: "Sketch", chat_dialog_id: dialog }
    assert.strictEqual((yield* ask("POST", "/whiteboards", { token: ben.token, json: board })).status, 201)
    expect(200, yield* updateDialog(ben, dialog, { push_all: { occupants_ids: [cay.id] } }))
    expect(200, yield* updateDialog(ben, dialog, { pull_all: { occupants_ids: [ben.id] } }))
    assert.deepStrictEqual(at(yield* seen(cay, dialog), "occupants_ids"), [ada.id, cay.id])
    assert.strictEqual((yield* deleteDialogs(cay, dialog, "force=1")).status, 403)
    // By meetings alone.
    assert.strictEqual((yield* createDialog(ada, { type: 5, name: "Meeting" })).status, 422)
  }),

  "chat.unread-total": Effect.gen(function* () {
    const [ada, ben] = yield* people("ada", "ben")
    const first = yield* makeGroup(ada, [ben])
    const second = yield* makeGroup(ada, [ben])
    for (const dialog of [first, second, second]) yield* say(ada, dialog)
    assert.deepStrictEqual(yield* unreadOf(ben, `chat_dialog_ids=${first}`), { total: 3, [first]: 1 })
    assert.deepStrictEqual(yield* unreadOf(ben, `chat_dialog_ids=${nowhere}`), { total: 3 })
    assert.deepStrictEqual(yield* unreadOf(ben), { total: 3 })
  }),

  "chat.unread-spelling": Effect.gen(function* () {
    const [ada, ben] = yield* people("ada", "ben")
    const first = yield* makeGroup(ada, [ben])
    const second = yield* makeGroup(ada, [ben])
    for (const dialog of [first, second]) yield* say(ada, dialog)
    const both = { total: 2, [first]: 1, [second]: 1 }
    for (const name of ["chat_dialog_ids", "dialogs_ids"]) {
      assert.deepStrictEqual(yield* unreadOf(ben, `${name}=${first},${second}`), both)
      assert.deepStrictEqual(yield* unreadOf(ben, `${name}[]=${first}&${name}[]=${second}`), both)
      assert.deepStrictEqual(yield* unreadOf(ben, `${name}=${first}`), { total: 2, [first]: 1 })
    }
  }),

  "chat.left-groups": Effect.gen(function* () {
    const [ada, ben] = yield* people("ada", "ben")
    const dialog = yield* makeGroup(ada, [ben])
    const leave = (who: Member) => updateDialog(who, dialog, { pull_all: { occupants_ids: [who.id] } })
    expect(200, yield* leave(ada))
    assert.deepInclude(yield* seen(ben, dialog), { occupants_ids: [ben.id] })
    assert.deepStrictEqual(at(expect(200, yield* leave(ben)), "occupants_ids"), [])
    assert.deepStrictEqual((yield* updateDialog(ben, dialog, { name: "Mine" })).json, notFound)
    // An administrator who puts out all of them leaves nothing either.
    const other = yield* makeGroup(ada, [ben])
    const all = { pull_all: { occupants_ids: [ada.id, ben.id] } }
    assert.deepStrictEqual(at(expect(200, yield* administer("PUT", `/admin/chat/${other}`, all)), "occupants_ids"), [])
    assert.deepStrictEqual(list((yield* administer("GET", "/admin/chat/list")).json, "items"), [])
    // A public dialog waits for others.
    const open = yield* makeDialog(ada, { type: public_, name: "Open" })
    expect(200, yield* ask("DELETE", `/chat/dialog/${open}/subscribe`, { token: ada.token }))
    expect(200, yield* ask("POST", `/chat/dialog/${open}/subscribe`, { token: ben.token }))
  }),

  "chat.occupants-limit": Effect.gen(function* () {
    const ada = yield* join("ada")
    const make = (others: number) =>
      createDialog(ada, { type: group, name: "Team", occupants_ids: Array.from({ length: others }, (_, id) => id + 1) })
    const rejected = (response: Response) => {
      assert.strictEqual(response.status, 422)
      assert.hasAllKeys(at(response.json, "errors"), ["occupants_ids"])
    }
    const full = text(expect(201, yield* make(29)), "_id")
    rejected(yield* make(30))
    rejected(yield* updateDialog(ada, full, { push_all: { occupants_ids: [99] } }))
    rejected(yield* administer("PUT", `/admin/chat/${full}`, { push_all: { occupants_ids: [99] } }))
    rejected(
      yield* ask("PUT", `/chat/Dialog/${full}/admins`, { token: ada.token, json: { push_all: { admins_ids: [99] } } })
    )
    assert.strictEqual(list(yield* seen(ada, full), "occupants_ids").length, 30)
    // Who is in it already, and a change of something else, are one's own affair.
    expect(200, yield* updateDialog(ada, full, { name: "Full", push_all: { occupants_ids: [7] } }))
    yield* change({ occupants_limit: 3 })
    expect(200, yield* updateDialog(ada, full, { name: "Fuller", pull_all: { occupants_ids: [7] } }))
    rejected(yield* make(3))
    yield* change({ occupants_limit: null })
    expect(201, yield* make(30))
    // Public dialogs are larger.
    const open = yield* makeDialog(ada, { type: public_, name: "Open" })
    yield* change({ occupants_limit: 2 })
    expect(200, yield* updateDialog(ada, open, { push_all: { occupants_ids: [1, 2, 3] } }))
  }),

  "wire.rate": Effect.gen(function* () {
    const emulator = yield* Emulator
    const ada = yield* join("ada")
    const ask1 = ask("GET", "/session", { token: ada.token })
    yield* change({ rate_limit: { requests: 2, seconds: 90 } })
    for (const expected of [200, 200, 429]) assert.strictEqual((yield* ask1).status, expected)
    yield* emulator.advance("30500 millis")
    const rejected = yield* ask1
    assert.strictEqual(rejected.status, 429)
    assert.strictEqual(rejected.headers["retry-after"], "60")
    assert.deepStrictEqual(rejected.json, { errors: { base: ["Too Many Requests"] } })
    assert.strictEqual((yield* emulator.requests).at(-1)?.status, 429)
    // It is per application, for all callers, and does not apply to the control side.
    assert.strictEqual((yield* createSession()).status, 429)
    assert.strictEqual((yield* ask("GET", "/_emulator/clock")).status, 200)
    yield* emulator.advance("59500 millis")
    for (const expected of [200, 200, 429]) assert.strictEqual((yield* ask1).status, expected)
    yield* change({ rate_limit: null })
    assert.strictEqual((yield* ask1).status, 200)
  }),

  "wire.pages": Effect.gen(function* () {
    const ada = yield* join("ada", { tag_list: "vip" })
    const dialog = yield* makeGroup(ada, [ada])
    for (let index = 0; index < 101; index++) yield* say(ada, dialog, `${index} of them`)
    const limits = [
      "/chat/Dialog?limit=",
      `/chat/Message?chat_dialog_id=${dialog}&limit=`,
      "/users/v2?user_tags=vip&limit="
    ]
    const sizes = ["/users?per_page=", "/users/by_tags?tags=vip&per_page=", "/blobs?per_page="]
    for (const path of limits) {
      for (const [asked, given] of [
        [100, 100],
        [101, 100],
        [1000, 100],
        ["9".repeat(30), 100],
        [7, 7]
      ]) {
        assert.strictEqual(at((yield* ask("GET", `${path}${asked}`, { token: ada.token })).json, "limit"), given, path)
      }
    }
    for (const path of sizes) {
      const { status, json } = yield* ask("GET", `${path}1000`, { token: ada.token })
      assert.strictEqual(status, 200)
      // An empty page says that it has no size.
      assert.include([0, 100], at(json, "per_page"), path)
    }
    for (const path of ["/admin/chat/list?limit=1000", "/admin/chat/messages/list?limit=1000"]) {
      assert.strictEqual(at((yield* administer("GET", path)).json, "limit"), 100)
    }
    const search = yield* ask("GET", "/chat/search?search_text=of%20them&limit=1000", { token: ada.token })
    assert.strictEqual(list(search.json, "results.messages").length, 100)
    for (const path of ["/users/online?limit=1000", "/meetings?limit=1000"]) {
      assert.strictEqual((yield* ask("GET", path, { token: ada.token })).status, 200)
    }
    assert.strictEqual((yield* ask("GET", "/chat/Dialog?limit=0", { token: ada.token })).status, 422)
  }),

  "auth.provider-login": Effect.gen(function* () {
    const { json } = yield* createSession({ user: { login: "token-of-simon", password: "any" } })
    assert.deepInclude(at(json, "session.user"), { login: "custom_2345", external_id: "2345" })
    const again = yield* createSession({ user: { login: "token-of-simon", password: "any" } })
    assert.strictEqual(at(again.json, "session.user_id"), at(json, "session.user_id"))
  }).pipe(Effect.provide(Emulator.layer({ verifyIdentity: () => Effect.succeed({ uid: "2345" }) }))),

  "auth.blank-login": Effect.gen(function* () {
    const words = ["Both user login and email can't be blank"]
    const token = yield* applicationToken
    const rejected = [
      yield* ask("POST", "/login", { token, json: {} }),
      yield* ask("POST", "/login", { token, json: { password: "correct horse" } }),
      yield* createSession({ user: { password: "correct horse" } })
    ]
    for (const response of rejected) {
      assert.strictEqual(response.status, 422)
      assert.deepStrictEqual(base(response), words)
    }
  }),

  "auth.firebase": Effect.gen(function* () {
    const token = yield* applicationToken
    const words = [
      "Bad Authentication data. Invalid input parameters provided: no 'firebase_phone[access_token]' and 'firebase_phone[project_id]' parameters provided"
    ]
    const provider = "firebase_phone"
    const incomplete = [
      { provider },
      { provider, firebase_phone: { project_id: "project" } },
      { provider, firebase_phone: { access_token: "token" } },
      { provider, firebase_phone: { access_token: "", project_id: "project" } },
      // As an app has sent them: names with brackets are parameters in forms only.
      { provider, "firebase_phone[project_id]": "project", "firebase_phone[access_token]": "token" }
    ]
    for (const json of incomplete) {
      for (const response of [yield* ask("POST", "/login", { token, json }), yield* createSession(json)]) {
        assert.strictEqual(response.status, 422)
        assert.deepStrictEqual(base(response), words, JSON.stringify(json))
      }
    }
    const whole = { provider, firebase_phone: { project_id: "project", access_token: "token" } }
    assert.strictEqual((yield* createSession(whole)).status, 201)
  }),

  "chat.counts": Effect.gen(function* () {
    const [ada, ben] = yield* people("ada", "ben")
    const dialog = yield* makeGroup(ada, [ben])
    yield* makeGroup(ada, [ben])
    for (const message of ["1", "2", "3"]) yield* say(ada, dialog, message)
    const counted = (response: Response) => at(response.json, "items.count")
    assert.strictEqual(counted(yield* ask("GET", "/chat/Dialog?count=1", { token: ben.token })), 2)
    assert.strictEqual(counted(yield* listMessages(ben, dialog, "count=1&limit=1")), 3)
    assert.strictEqual(counted(yield* listMessages(ben, dialog, "count=1&message=2")), 1)
    assert.deepStrictEqual(yield* unreadOf(ben), { total: 3 })
    assert.strictEqual(counted(yield* administer("GET", "/admin/chat/list?count=1")), 2)
    assert.strictEqual(counted(yield* administer("GET", "/admin/chat/messages/list?count=1&limit=2")), 3)
    assert.deepStrictEqual((yield* administer("GET", "/admin/chat/list?count=1&_id[lt]=0")).json, {
      items: { count: 0 }
    })
  }),

  "admin.muted-spelling": Effect.gen(function* () {
    const [ada, ben] = yield* people("ada", "ben")
    const dialog = yield* makeGroup(ada, [ben])
    const mute = (is_muted: unknown) => administer("PUT", `/admin/chat/${dialog}`, { user_id: ben.id, is_muted })
    for (const [on, off] of [
      [true, false],
      [1, 0],
      ["1", "0"],
      ["true", "false"]
    ]) {
      assert.deepStrictEqual(at(expect(200, yield* mute(on)), "silent_ids"), [ben.id])
      assert.deepStrictEqual(at(expect(200, yield* mute(off)), "silent_ids"), [])
    }
    assert.strictEqual((yield* mute("sometimes")).status, 422)
  }),

  "admin.muted-response": Effect.gen(function* () {
    const [ada, ben] = yield* people("ada", "ben")
    const dialog = yield* makeGroup(ada, [ben])
    const changed = yield* administer("PUT", `/admin/chat/${dialog}`, { user_id: ben.id, is_muted: true })
    assert.strictEqual(at(expect(200, changed), "is_muted"), null)
    assert.strictEqual(at((yield* administer("GET", "/admin/chat/list")).json, "items.0.is_muted"), null)
    assert.strictEqual(at(yield* seen(ben, dialog), "is_muted"), true)
  }),

  "users.equal-by-name": Effect.gen(function* () {
    const [ada, ben] = yield* people("ada", "ben")
    const found = (query: string) =>
      Effect.map(ask("GET", `/users/v2?${query}`, { token: ada.token }), (response) =>
        list(expect(200, response), "items").map((user) => at(user, "id"))
      )
    assert.deepStrictEqual(yield* found(`id[eq]=${ben.id}`), [ben.id])
    assert.deepStrictEqual(yield* found("login[eq]=ada"), [ada.id])
    assert.deepStrictEqual(yield* found(`login[eq]=ada&id[nin][]=${ada.id}`), [])
    assert.deepStrictEqual(yield* found(`id=${ada.id}&created_at[eq]=1970-01-01T00:00:00Z`), [ada.id])
    assert.strictEqual((yield* ask("GET", "/users/v2?created_at[eq]=0", { token: ada.token })).status, 422)
  }),

  "chat.public-owner": Effect.gen(function* () {
    const [ada, ben, cay] = yield* people("ada", "ben", "cay")
    const open = yield* makeDialog(ada, { type: public_, name: "Open", admins_ids: [ben.id] })
    const add = { push_all: { occupants_ids: [cay.id] } }
    assert.deepStrictEqual((yield* updateDialog(ben, open, add)).json, notYours)
    assert.strictEqual(at(expect(200, yield* updateDialog(ada, open, add)), "occupants_count"), 3)
    assert.isDefined(yield* seen(cay, open))
    expect(200, yield* ask("POST", `/chat/dialog/${open}/block`, { token: ada.token, json: { user_id: cay.id } }))
    assert.strictEqual((yield* updateDialog(ada, open, add)).status, 422)
  }),

  "chat.previews": Effect.gen(function* () {
    const [ada, ben, cay] = yield* people("ada", "ben", "cay")
    const dialog = yield* makeGroup(ada, [ben])
    for (let index = 1; index <= 25; index++) yield* say(ada, dialog, String(index))
    const { status, json } = yield* listMessages(ben, dialog, "preview=1&limit=3&sort_desc=date_sent")
    assert.strictEqual(status, 200)
    const last = Array.from({ length: 20 }, (_, index) => String(index + 6))
    assert.deepStrictEqual(
      list(json, "items").map((message) => at(message, "message")),
      last
    )
    // It is not reading, and shows nothing that one has cleared away.
    assert.deepStrictEqual(yield* unreadOf(ben), { total: 25 })
    expect(200, yield* deleteDialogs(ben, `clearHistory/${dialog}`))
    assert.deepStrictEqual(list((yield* listMessages(ben, dialog, "preview=1")).json, "items"), [])
    assert.deepStrictEqual((yield* listMessages(cay, dialog, "preview=1")).json, notYours)
  }),

  "meetings.recordings": Effect.gen(function* () {
    const emulator = yield* Emulator
    const [ada] = yield* people("ada")
    const meeting_id = yield* makeMeeting(ada)
    const { file_uid } = yield* emulator.addRecording({ meeting_id })
    const [mine] = list(yield* recordingsOf(ada, meeting_id), "json")
    assert.isFalse(Object.hasOwn(Object(mine), "file_uid"))
    const { json } = yield* administer("GET", `/admin/meetings/recordings/${meeting_id}`)
    assert.strictEqual(at(json, "0.file_uid"), file_uid)
  }),

  "chat.others-messages": Effect.gen(function* () {
    const [ada, ben] = yield* people("ada", "ben")
    const team = yield* makeGroup(ada, [ben])
    const open = yield* makeDialog(ada, { type: public_, name: "Open" })
    expect(200, yield* ask("POST", `/chat/dialog/${open}/subscribe`, { token: ben.token }))
    const pair = yield* makeDialog(ada, { type: private_, occupants_ids: [ben.id] })
    for (const [dialog, outcome] of [
      [team, "SuccessfullyDeleted"],
      [open, "SuccessfullyDeleted"],
      [pair, "WrongPermissions"]
    ] as const) {
      const id = yield* say(ada, dialog, "Theirs")
      assert.deepStrictEqual(at((yield* deleteMessages(ben, id)).json, `${outcome}.ids`), [id])
      assert.deepStrictEqual(yield* texts(ben, dialog), dialog === pair ? ["Theirs"] : [])
      assert.deepStrictEqual(yield* texts(ada, dialog), ["Theirs"])
    }
  }),

  "storage.private-files": Effect.gen(function* () {
    const [ada, ben] = yield* people("ada", "ben")
    const file = yield* Storage.store(ada, Storage.bytes(10))
    const other = yield* Storage.store(ada, Storage.bytes(10), { public: true })
    const told = (who: Member, { id, uid }: Storage.NewFile) =>
      Effect.forEach([`/blobs/${id}`, `/blobs/${uid}.json`, `/blobs/${uid}/object`], (path) =>
        Effect.map(ask("GET", path, { token: who.token }), ({ status }) => status)
      )
    assert.deepStrictEqual(yield* told(ada, file), [200, 200, 200])
    assert.deepStrictEqual(yield* told(ben, file), [403, 403, 403])
    assert.deepStrictEqual(yield* told(ben, other), [200, 200, 200])
    const url = yield* ask("GET", `/blobs/${file.uid}/object?download_url=1`, { token: ben.token })
    for (const path of [yield* Storage.link(file.uid, ben), text(url.json, "blob.blob_object_access.dowload_url")]) {
      assert.deepStrictEqual((yield* Storage.askStore("GET", path)).content, Storage.bytes(10))
    }
    yield* change({ private_file_information: "everybody" })
    assert.deepStrictEqual(yield* told(ben, file), [200, 200, 200])
  }),

  "chat.nulls": Effect.gen(function* () {
    const [ada, ben] = yield* people("ada", "ben")
    const nothing = { photo: null, description: null, extensions: null, permissions: null, admins_ids: null }
    const dialog = yield* makeDialog(ada, { type: group, name: "Team", occupants_ids: [ben.id], ...nothing })
    assert.deepInclude(yield* seen(ada, dialog), { ...nothing, admins_ids: [] })
    const said = yield* send(ada, {
      chat_dialog_id: dialog,
      message: null,
      attachments: null,
      recipient_id: null,
      mood: null
    })
    assert.deepInclude(Object(expect(201, said)), { message: null, attachments: [], recipient_id: 0, mood: null })
    const user = { login: "carl", password: "correct horse", tag_list: null, custom_data: null }
    assert.strictEqual((yield* ask("POST", "/users", { key: "emulator-auth-key", json: { user } })).status, 201)
  }),

  "chat.written": Effect.gen(function* () {
    const [ada, ben] = yield* people("ada", "ben")
    const dialog = yield* makeGroup(ada, [ben])
    const attachments = ["image", null, { type: { of: "image" } }]
    const id = yield* say(ada, dialog, "list", { attachments, mission: { crew: [null, 5] } })
    assert.deepInclude(yield* look(ben, dialog, id), { attachments, mission: { crew: [null, 5] } })
    const mapped = yield* say(ada, dialog, "map", { attachments: { 3: { id: "b" }, 1: { id: "a" } } })
    assert.deepInclude(yield* look(ben, dialog, mapped), { attachments: [{ id: "a" }, { id: "b" }] })
  })
}

describe("where the sources disagree or are silent", () => {
  for (const { ground, id, kinds, setting, what } of disputed) {
    const test = Object.entries(shown).find(([shownId]) => shownId === id)?.[1] ?? Effect.die(`Nothing shows ${id}`)
    it.effect(`${what} (${ground ?? kinds.join(", ")}${setting === undefined ? "" : `; the setting ${setting}`})`, () =>
      test.pipe(Effect.provide(Emulator.layer()))
    )
  }
})
