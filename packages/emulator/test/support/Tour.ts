/** A walk through the API by chance, from a fixed seed: users, chats, files and all else, made, changed and deleted. */
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import { Emulator } from "../../src/Emulator.ts"
import { makeDialog, makeGroup, people, say, updateDialog, updateMessages } from "./Chat.ts"
import * as Storage from "./Storage.ts"
import {
  application,
  applicationToken,
  ask,
  at,
  createSession,
  key,
  list,
  type Member,
  number,
  password
} from "./Wire.ts"

/** What there was at some time. All of it may be gone. */
export interface Known {
  readonly users: Array<Member & { readonly login: string }>
  readonly dialogs: Array<string>
  readonly messages: Array<string>
  readonly meetings: Array<string>
  readonly boards: Array<string>
  readonly records: Array<readonly [class_name: string, id: string]>
  readonly files: Array<Storage.NewFile>
  readonly subscriptions: Array<number>
}

export const nothing = (): Known => ({
  users: [],
  dialogs: [],
  messages: [],
  meetings: [],
  boards: [],
  records: [],
  files: [],
  subscriptions: []
})

/** The same things, in another emulator. */
export const copyOf = (known: Known): Known => ({
  users: [...known.users],
  dialogs: [...known.dialogs],
  messages: [...known.messages],
  meetings: [...known.meetings],
  boards: [...known.boards],
  records: [...known.records],
  files: [...known.files],
  subscriptions: [...known.subscriptions]
})

export const settings = {
  broadcast_creation: "allow",
  classes_on_first_use: true,
  dialog_extensions: ["place"],
  classes: { player: { fields: { name: "String", score: "Integer", born: "Date", home: "Location", tags: "Array" } } },
  private_file_information: "everybody"
} as const

/** The same numbers for the same seed. */
export const chanceOf = (seed: number) => {
  let state = seed >>> 0
  /** A whole number below this one. */
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

type Chance = ReturnType<typeof chanceOf>

const nowhere = "0".repeat(24)

const words = ["Hello", "é ü 🙂", 'a "quoted" \\ text', "<b>bold</b>", "", "line\nline", "a,b"] as const

/** What chance makes seldom: something in each column. */
export const begin = Effect.gen(function* () {
  const emulator = yield* Emulator
  yield* emulator.seed({ users: [{ login: "early", external_id: "external" }] })
  const [ada, ben, cay] = yield* people("ada", "ben", "cay")
  const open = yield* makeDialog(ada, { type: 4, name: "Open" })
  const message = yield* say(ada, open)
  yield* updateMessages(ada, message, { chat_dialog_id: open, message: "Edited" })
  yield* ask("POST", `/chat/dialog/${open}/block`, { token: ada.token, json: { user_id: cay.id } })
  const group = yield* makeGroup(ada, [ben, cay])
  yield* say(ben, group)
  // What has been said by a user who has left, and deleted by one who has left.
  yield* ask("DELETE", `/chat/Dialog/clearHistory/${group}`, { token: cay.token })
  for (const who of [ben, cay]) yield* updateDialog(who, group, { pull_all: { occupants_ids: [who.id] } })
  const { id } = yield* Storage.store(ada, Storage.bytes(10))
  yield* ask("PUT", `/blobs/${id}`, { token: ada.token, json: { blob: { content_type: "text/plain" } } })
  yield* Storage.store(ada, Storage.bytes(0), { public: true })
  const { token } = ada
  const start_date = Math.floor((yield* emulator.now).epochMilliseconds / 1000) + 100_000
  const { json } = yield* ask("POST", "/meetings", {
    token,
    json: {
      name: "Weekly",
      start_date,
      end_date: start_date + 60,
      attendees: [{ id: ben.id }, { email: "c@d.example" }],
      chat: true,
      notify: true,
      notify_before: { metric: "hours", value: 1 },
      timezone: { name: "Europe/Kyiv", offset: 120 }
    }
  })
  yield* Effect.orDie(emulator.addRecording({ meeting_id: String(at(json, "_id")) }))
  yield* ask("POST", "/whiteboards", { token, json: { name: "Board", chat_dialog_id: at(json, "chat_dialog_id") } })
  const parent = yield* ask("POST", "/data/game", { token, json: { title: "Chess" } })
  yield* ask("POST", "/data/game", { token, json: { title: "Move", _parent_id: at(parent.json, "_id") } })
})

/** Walks some steps. Returns the statuses of the responses. */
export const walk = Effect.fnUntraced(function* (known: Known, chance: Chance, steps: number) {
  const emulator = yield* Emulator
  const statuses: Array<number> = []

  const oneOf = <A>(items: ReadonlyArray<A>, otherwise: A): A => items[chance(items.length)] ?? otherwise
  const some = <A>(items: ReadonlyArray<A>): ReadonlyArray<A> => items.filter(() => chance(2) === 0)
  const word = () => oneOf(words, "Hello")
  const nobody = { id: 0, token: "", login: "" }
  const anyone = () => oneOf(known.users, nobody)
  const ids = () => some(known.users).map(({ id }) => id)
  const admin = { "CB-Administration-API-Key": "emulator-admin-key" }

  const call = Effect.fnUntraced(function* (
    method: Parameters<typeof ask>[0],
    path: string,
    question: Parameters<typeof ask>[2] = {}
  ) {
    const response = yield* ask(method, path, question)
    statuses.push(response.status)
    return response
  })
  /** Keeps the id of what was created. */
  const making = Effect.fnUntraced(function* (kept: Array<string>, path: string, token: string, json: object) {
    const { json: made, status } = yield* call("POST", path, { token, json })
    const id = at(made, "_id")
    if (status < 300 && typeof id === "string" && !kept.includes(id)) kept.push(id)
  })

  const userSteps = [
    Effect.fnUntraced(function* () {
      if (known.users.length > 6 && chance(6) > 0) return
      const login = `user${known.users.length}`
      const more = [
        { email: `${login}@Example.com`, tag_list: ["b", "a"], custom_data: word() },
        { phone: `38050123${1000 + known.users.length}`, website: "example.com", timezone: -90 },
        { external_user_id: 1000 + known.users.length, external_id: `ext ${login}`, full_name: ` ${word()} ` },
        { external_user_id: `text ${login}`, facebook_id: login, twitter_id: `t${login}`, avatar: "5" }
      ]
      yield* call("POST", "/users", { key, json: { user: { login, password, ...oneOf<object>(more, {}) } } })
      const { json, status } = yield* createSession({ user: { login, password } })
      if (status === 201) {
        known.users.push({ login, id: number(json, "session.user.id"), token: String(at(json, "session.token")) })
      }
    }),
    () => call("POST", "/session", { json: { ...application, user: { guest: "1", full_name: word() } } }),
    () =>
      call("POST", "/session", {
        json: { ...application, provider: "facebook", keys: { token: `token ${chance(5)}` } }
      }),
    () => {
      const { id, token } = anyone()
      const changes = [{ full_name: word() }, { custom_data: word() }, { tag_list: some(["x", "y"]) }, { phone: "" }]
      return call("PUT", `/users/${id}`, { token, json: { user: oneOf<object>(changes, {}) } })
    },
    () => {
      const { id, token } = anyone()
      return chance(6) === 0 ? call("DELETE", `/users/${id}`, { token }) : Effect.void
    }
  ]

  const dialog = () => oneOf(known.dialogs, nowhere)
  const message = () => oneOf(known.messages, nowhere)
  /** The dialog that the message is in, most of the time. */
  const dialogOf = (id: string) =>
    Effect.map(
      emulator.exported,
      ({ messages = [] }) => messages.find(({ _id }) => _id === id)?.chat_dialog_id ?? dialog()
    )
  const put = (who: Member, path: string, json: object) => call("PUT", path, { token: who.token, json })

  const chatSteps = [
    () => {
      const who = anyone()
      const type = 1 + chance(4)
      const occupants_ids = type === 3 ? [anyone().id] : ids()
      const looks = { name: word() || "Named", description: word(), photo: word(), extensions: { place: word() } }
      const permissions = { allow_preview: chance(2) === 0 }
      return making(known.dialogs, "/chat/Dialog", who.token, {
        type,
        occupants_ids,
        admins_ids: ids().slice(0, chance(3)),
        ...(type === 3 ? {} : looks),
        ...(chance(3) === 0 ? { permissions } : {})
      })
    },
    () => {
      const more = [
        {},
        { attachments: [{ type: "image", id: "1", size: 1.5 }, { type: "audio" }] },
        { country: "UA", nested: { a: [1, null, "1e400"] }, __typename: "x" },
        { recipient_id: anyone().id }
      ]
      const json = { chat_dialog_id: dialog(), message: word(), ...oneOf<object>(more, {}) }
      return making(known.messages, "/chat/Message", anyone().token, json)
    },
    () => making(known.messages, "/chat/Message", anyone().token, { recipient_id: anyone().id, message: word() }),
    () => call("GET", `/chat/Message?chat_dialog_id=${dialog()}&limit=${1 + chance(9)}`, { token: anyone().token }),
    () => call("GET", "/chat/Dialog", { token: anyone().token }),
    Effect.fnUntraced(function* () {
      const marks = [{ delivered: "1" }, { read: "1" }, { message: word() }]
      const id = message()
      const chat_dialog_id = yield* dialogOf(id)
      return yield* put(anyone(), `/chat/Message/${id}`, { chat_dialog_id, ...oneOf<object>(marks, {}) })
    }),
    () => put(anyone(), "/chat/Message", { chat_dialog_id: dialog(), read: "1" }),
    () => put(anyone(), `/chat/Message/${message()}/reactions`, { add: oneOf(["👍", "toString", "x"], "x") }),
    () => put(anyone(), `/chat/Message/${message()}/reactions`, { remove: "👍" }),
    () => {
      const form = chance(8) === 0 ? "force=1" : ""
      return call("DELETE", `/chat/Message/${message()}`, { token: anyone().token, form })
    },
    () => call("DELETE", `/chat/Dialog/clearHistory/${dialog()}`, { token: anyone().token }),
    () => {
      const form = chance(25) === 0 ? "force=1" : ""
      return call("DELETE", `/chat/Dialog/${dialog()}`, { token: anyone().token, form })
    },
    () => put(anyone(), `/chat/Dialog/${dialog()}`, { push_all: { occupants_ids: ids() } }),
    () => {
      const who = anyone()
      return put(who, `/chat/Dialog/${dialog()}`, {
        pull_all: { occupants_ids: [chance(2) === 0 ? who.id : anyone().id] }
      })
    },
    () => put(anyone(), `/chat/Dialog/${dialog()}`, { push_all: { pinned_messages_ids: [message()] } }),
    () => put(anyone(), `/chat/Dialog/${dialog()}`, { name: word() || "Renamed", extensions: { place: 1 } }),
    () => put(anyone(), `/chat/Dialog/${dialog()}/admins`, { push_all: { admins_ids: [anyone().id] } }),
    () => put(anyone(), `/chat/Dialog/${dialog()}/admins`, { pull_all: { admins_ids: [anyone().id] } }),
    () => put(anyone(), `/chat/Dialog/${dialog()}/notifications`, { enabled: chance(2) }),
    () => call("POST", `/chat/Dialog/${dialog()}/subscribe`, { token: anyone().token }),
    () => call("DELETE", `/chat/dialog/${dialog()}/subscribe`, { token: anyone().token }),
    () => call("POST", `/chat/dialog/${dialog()}/block`, { token: anyone().token, json: { user_id: anyone().id } }),
    () => call("DELETE", `/chat/dialog/${dialog()}/block`, { token: anyone().token, json: { user_id: anyone().id } }),
    () => call("PUT", `/admin/chat/${dialog()}`, { headers: admin, json: { is_muted: true, user_id: anyone().id } }),
    () =>
      call("PUT", `/admin/chat/${dialog()}`, {
        headers: admin,
        json: { push_all: { pinned_messages_ids: [message()] } }
      }),
    () => making(known.boards, "/whiteboards", anyone().token, { name: "Board", chat_dialog_id: dialog() }),
    () => put(anyone(), `/whiteboards/${oneOf(known.boards, nowhere)}`, { name: "Renamed" })
  ]

  const dataSteps = [
    Effect.fnUntraced(function* () {
      const [class_name, fields] = oneOf<readonly [string, object]>(
        [
          ["player", { name: word(), score: chance(9), born: "1970-01-03T04:05:06.789Z", home: [30.5, -50.25] }],
          ["player", { tags: ["a", 1, true], name: null }],
          ["game", { title: word(), price: 1.5, open: true, list: ["x", 2] }]
        ],
        ["game", {}]
      )
      const permissions = oneOf<object>(
        [
          {},
          { read: { access: "owner" } },
          { update: { access: "open_for_users_ids", ids: ids() }, read: { access: "open_for_groups", groups: ["a"] } }
        ],
        {}
      )
      const [, _parent_id] = oneOf(known.records, ["game", ""] as const)
      const json = { ...fields, permissions, ...(chance(3) === 0 ? { _parent_id } : {}) }
      const { json: made, status } = yield* call("POST", `/data/${class_name}`, { token: anyone().token, json })
      if (status === 201) known.records.push([class_name, String(at(made, "_id"))])
    }),
    () => {
      const [class_name, id] = oneOf(known.records, ["game", nowhere] as const)
      return put(anyone(), `/data/${class_name}/${id}`, { name: word(), inc: { score: 1 }, other: "late" })
    },
    () => {
      const [class_name, id] = oneOf(known.records, ["game", nowhere] as const)
      return call("DELETE", `/data/${class_name}/${id}`, { token: anyone().token })
    },
    () => {
      const contacts = [0, 1, 2].map(() => ({ phone: `38050123${1000 + chance(8)}`, name: word() || "Ada" }))
      const device = oneOf<object>([{}, { udid: "phone" }, { udid: "tablet" }], {})
      return call("POST", "/address_book", { token: anyone().token, json: { contacts, ...device } })
    }
  ]

  const deviceSteps = [
    Effect.fnUntraced(function* () {
      const push_token = { environment: oneOf(["development", "production"], ""), bundle_identifier: "app" }
      const device = oneOf<object>(
        [
          {
            notification_channel: "gcm",
            push_token: { ...push_token, client_identification_sequence: `t${chance(4)}` },
            device: { platform: "android", udid: `d${chance(3)}` }
          },
          {
            notification_channel: "web",
            push_token: {
              environment: "development",
              web_endpoint: `https://push/${chance(4)}`,
              web_auth: "auth",
              web_p256dh: "key"
            },
            device: { platform: "web", udid: "browser" }
          }
        ],
        {}
      )
      const { json } = yield* call("POST", "/subscriptions", { token: anyone().token, json: device })
      for (const item of Array.isArray(json) ? json : []) known.subscriptions.push(number(item, "subscription.id"))
    }),
    () => call("DELETE", `/subscriptions/${oneOf(known.subscriptions, 0)}`, { token: anyone().token }),
    () => {
      const event = {
        notification_type: "push",
        environment: "development",
        user: { ids: ids() },
        message: Buffer.from(JSON.stringify({ message: word() })).toString("base64")
      }
      return call("POST", "/events", { token: anyone().token, json: { event } })
    }
  ]

  const fileId = () => known.files[chance(known.files.length)]?.id ?? 0

  const fileSteps = [
    Effect.fnUntraced(function* () {
      const who = anyone()
      if (who.token === "") return
      const blob = { content_type: "image/png", name: word() || "a.png", public: chance(2) === 0 }
      const response = yield* call("POST", "/blobs", { token: who.token, json: { blob } })
      if (response.status !== 201) return
      const { json } = response
      const form = Storage.formIn(String(at(json, "blob.blob_object_access.params")))
      known.files.push({ id: number(json, "blob.id"), uid: String(at(json, "blob.uid")), ...form })
    }),
    Effect.fnUntraced(function* () {
      const file = known.files[chance(known.files.length)]
      if (file !== undefined) statuses.push((yield* Storage.upload(file, Storage.bytes(chance(50)))).status)
    }),
    Effect.fnUntraced(function* () {
      const files = yield* emulator.files
      const id = fileId()
      const size = files.find((file) => file.id === id)?.content?.size ?? 0
      return yield* put(anyone(), `/blobs/${id}/complete`, { blob: { size } })
    }),
    () => put(anyone(), `/blobs/${fileId()}`, { blob: { name: "renamed", content_type: "text/plain" } }),
    () => call("DELETE", `/blobs/${fileId()}`, { token: anyone().token })
  ]

  const meetingSteps = [
    Effect.fnUntraced(function* () {
      const start_date = Math.floor((yield* emulator.now).epochMilliseconds / 1000) + chance(10_000)
      const attendees = [...ids().map((id) => ({ id })), { email: "c@d.example" }]
      const options = oneOf<object>(
        [
          { chat: true, record: true },
          { notify: true, notify_before: { metric: "hours", value: 1 }, public: true },
          { timezone: { name: "Europe/Kyiv", offset: 120 }, scheduled: true }
        ],
        {}
      )
      const json = { name: "Weekly", start_date, end_date: start_date + 60, attendees, ...options }
      yield* making(known.meetings, "/meetings", anyone().token, json)
      const { json: meetings } = yield* ask("GET", "/meetings", { token: anyone().token })
      for (const meeting of Array.isArray(meetings) ? meetings : []) {
        const id = at(meeting, "chat_dialog_id")
        if (typeof id === "string" && !known.dialogs.includes(id)) known.dialogs.push(id)
      }
    }),
    () =>
      put(anyone(), `/meetings/${oneOf(known.meetings, nowhere)}`, {
        name: "Daily",
        attendees: ids().map((id) => ({ id }))
      }),
    () =>
      Effect.ignore(emulator.addRecording({ meeting_id: oneOf(known.meetings, nowhere), duration: 1.25, size: 0.5 })),
    () => call("DELETE", `/meetings/${oneOf(known.meetings, nowhere)}`, { token: anyone().token })
  ]

  type Steps = ReadonlyArray<() => Effect.Effect<unknown, unknown, HttpClient.HttpClient>>
  const kinds: ReadonlyArray<Steps> = [
    userSteps,
    chatSteps,
    chatSteps,
    chatSteps,
    chatSteps,
    dataSteps,
    deviceSteps,
    fileSteps,
    meetingSteps
  ]
  for (let step = 0; step < steps; step++) {
    // Forwards most of the time: the clock of a machine can go backwards too.
    if (chance(3) === 0) yield* Effect.orDie(emulator.advance(chance(10) === 0 ? -2500 : 1 + chance(70_000)))
    const kind: Steps = known.users.length < 4 ? userSteps.slice(0, 1) : oneOf(kinds, [])
    // In most of the steps something is said.
    const next = chance(4) === 0 ? chatSteps[1] : kind[chance(kind.length)]
    if (next !== undefined) yield* next()
  }
  return statuses
})

/** Logs in anew all who are still there. */
export const logIn = Effect.fnUntraced(function* (known: Known) {
  for (const [index, { login, id }] of known.users.entries()) {
    const { json } = yield* createSession({ user: { login, password } })
    known.users[index] = { login, id, token: String(at(json, "session.token") ?? "") }
  }
})

const admin = { headers: { "CB-Administration-API-Key": "emulator-admin-key" } }

/** All that the API shows to its users and its administrator: responses by their paths. Nothing of it is marked. */
export const shown = Effect.fnUntraced(function* (known: Known) {
  const responses = new Map<string, string>()
  const see = Effect.fnUntraced(function* (path: string, question: Parameters<typeof ask>[2], who = "") {
    const response = yield* ask("GET", path, question)
    responses.set(`${who} ${path}`, `${response.status} ${response.text}`)
    return response.json
  })
  const application = { token: yield* applicationToken }
  yield* see("/users/v2?limit=100&sort_asc=id", application)
  yield* see("/admin/chat/list?limit=100&sort_asc=_id", admin)
  yield* see("/admin/chat/messages/list?limit=100&sort_asc=_id", admin)
  for (const meeting of known.meetings) yield* see(`/admin/meetings/recordings/${meeting}`, admin)
  yield* see("/admin/stats/messages/sent-per-day?start=0&end=9999999999", admin)
  for (const { login, token } of known.users) {
    const look = (path: string) => see(path, { token }, login)
    const dialogs = yield* look("/chat/Dialog?limit=100")
    yield* look("/chat/Dialog?limit=100&sort_asc=updated_at")
    yield* look("/chat/Message/unread")
    for (const dialog of known.dialogs) {
      yield* look(`/chat/Message?chat_dialog_id=${dialog}&mark_as_read=0`)
      yield* look(`/chat/Message?chat_dialog_id=${dialog}&mark_as_read=0&preview=1`)
      yield* look(`/chat/Dialog/${dialog}/notifications`)
      yield* look(`/chat/Dialog/${dialog}/occupants`)
      yield* look(`/chat/dialog/${dialog}/block`)
      yield* look(`/whiteboards?chat_dialog_id=${dialog}`)
    }
    yield* look(
      `/chat/search?search_text=Hello&dialogs_ids=${list(dialogs, "items")
        .map((dialog) => at(dialog, "_id"))
        .join(",")}`
    )
    for (const message of known.messages) yield* look(`/chat/Message/${message}/reactions`)
    for (const device of ["", "?udid=phone", "?udid=tablet"]) yield* look(`/address_book${device}`)
    yield* look("/address_book/registered_users")
    yield* look("/subscriptions")
    yield* look("/meetings")
    yield* look("/blobs?per_page=100")
    for (const { id, uid } of known.files) {
      yield* look(`/blobs/${id}`)
      const response = yield* ask("GET", `/blobs/${uid}`, { token })
      const location = response.headers["location"]
      if (location === undefined) continue
      const content = yield* Storage.askStore("GET", location)
      responses.set(
        `${login} ${uid}`,
        JSON.stringify([content.text, content.headers["content-type"], content.headers["etag"]])
      )
    }
    for (const class_name of ["player", "game"]) yield* look(`/data/${class_name}?limit=100&permissions=1`)
  }
  return responses
})
