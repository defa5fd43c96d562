/** Everything that the API keeps, module by module: how one is made, what it is then, and how it changes. */
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import type { HttpClientError } from "effect/http/HttpClientError"
import { administer } from "./Admin.ts"
import * as Chat from "./Chat.ts"
import * as Data from "./Data.ts"
import { event, subscription } from "./Push.ts"
import * as Storage from "./Storage.ts"
import { type Answer, application, ask, at, createSession, list, type Member, password, signUp, text } from "./Wire.ts"

export type Call<A> = Effect.Effect<A, HttpClientError, HttpClient.HttpClient>

/** Who writes, and where. */
export interface World {
  readonly ada: Member
  readonly ben: Member
  /** A group of both. */
  readonly dialog: string
}

/** The parts of one thing, by name. One that is gone has none: `null`. */
export type Value = Readonly<Record<string, unknown>> | null

/** A write of a thing that is there. */
export interface Change {
  readonly send: Call<Answer>
  /** What the thing is once the write was acknowledged. */
  readonly becomes: Value
}

export interface Kind {
  /** Makes one, which no two numbers share. The last response decides: it is made when that says so. */
  readonly make: (world: World, number: number) => Call<Answer>
  /** Its id, from that response. */
  readonly idOf: (answer: Answer, number: number) => string
  /** What it is then. */
  readonly made: (world: World, number: number) => Value
  /** What the API says that it is. */
  readonly read: (world: World, id: string) => Call<Value>
  readonly changes: {
    readonly [name: string]: (world: World, id: string, number: number, value: NonNullable<Value>) => Change
  }
}

/** A response to a read that neither has the thing nor says that there is none. */
export class Unreadable extends Error {
  constructor({ status, text }: Answer) {
    super(`${status} ${text}`)
  }
}

/** Reads a thing: a 404 is that there is none. */
const reading = (call: Call<Answer>, pick: (json: unknown) => unknown): Call<Value> =>
  Effect.map(call, (answer) => {
    if (answer.status === 404) return null
    if (answer.status !== 200) throw new Unreadable(answer)
    const picked = pick(answer.json)
    return picked === undefined || picked === null ? null : Object(picked)
  })

const members = (json: unknown, ...names: ReadonlyArray<string>) =>
  json === undefined ? undefined : Object.fromEntries(names.map((name) => [name, at(json, name)]))

/** Sends the next request only when the last one did what it should. */
const whenDone = (call: Call<Answer>, next: (answer: Answer) => Call<Answer>): Call<Answer> =>
  Effect.flatMap(call, (answer) => (answer.status < 300 ? next(answer) : Effect.succeed(answer)))

const gone = (send: Call<Answer>): Change => ({ send, becomes: null })

const user: Kind = {
  make: (_, n) => signUp({ login: `user${n}`, full_name: `User ${n}`, user_tags: ["one", "two"] }),
  idOf: ({ json }) => text(json, "user.id"),
  made: (_, n) => ({ login: `user${n}`, full_name: `User ${n}` }),
  read: ({ ada }, id) =>
    reading(ask("GET", `/users/${id}`, { token: ada.token }), (json) =>
      members(at(json, "user"), "login", "full_name")
    ),
  changes: {
    rename: (_, id, n, value) => ({
      send: whenDone(createSession({ user: { login: value["login"], password } }), ({ json }) =>
        ask("PUT", `/users/${id}`, {
          token: text(json, "session.token"),
          json: { user: { full_name: `Renamed ${n}`, user_tags: [`t${n}`] } }
        })
      ),
      becomes: { ...value, full_name: `Renamed ${n}` }
    }),
    delete: (_, id) => gone(administer("DELETE", `/admin/user/${id}`))
  }
}

const session: Kind = {
  make: () => createSession(),
  idOf: ({ json }) => text(json, "session.token"),
  made: () => ({ user_id: null }),
  read: (_, token) =>
    Effect.map(ask("GET", "/session", { token }), (answer) => {
      if (answer.status === 401) return null
      if (answer.status !== 200) throw new Unreadable(answer)
      return { user_id: at(answer.json, "session.user_id") ?? null }
    }),
  changes: {
    login: ({ ada }, token) => ({
      send: ask("POST", "/login", { token, json: { login: "ada", password } }),
      becomes: { user_id: ada.id }
    }),
    logout: (_, token) => ({ send: ask("DELETE", "/login", { token }), becomes: { user_id: null } }),
    destroy: (_, token) => gone(ask("DELETE", "/session", { token }))
  }
}

/** A session whose user comes to be with it. */
const newcomer: Kind = {
  make: (_, n) => ask("POST", "/session", { json: { ...application, user: { login: `newcomer${n}`, password } } }),
  idOf: ({ json }) => text(json, "session.token"),
  made: (_, n) => ({ login: `newcomer${n}` }),
  read: (_, token) => reading(ask("GET", "/session", { token }), (json) => ({ login: at(json, "session.user.login") })),
  changes: {}
}

const dialog: Kind = {
  make: ({ ada, ben }, n) =>
    Chat.createDialog(ada, {
      type: Chat.group,
      name: `Dialog ${n}`,
      occupants_ids: [ben.id],
      data: { class_name: "d" }
    }),
  idOf: ({ json }) => text(json, "_id"),
  made: ({ ada, ben }, n) => ({ name: `Dialog ${n}`, occupants_ids: [ada.id, ben.id] }),
  read: ({ ada }, id) =>
    reading(Chat.listDialogs(ada, `_id=${id}`), (json) => members(list(json, "items")[0], "name", "occupants_ids")),
  changes: {
    rename: ({ ada }, id, n, value) => ({
      send: Chat.updateDialog(ada, id, { name: `Renamed ${n}` }),
      becomes: { ...value, name: `Renamed ${n}` }
    }),
    administer: (_, id, n, value) => ({
      send: administer("PUT", `/admin/chat/${id}`, { name: `Administered ${n}` }),
      becomes: { ...value, name: `Administered ${n}` }
    }),
    pull: ({ ada, ben }, id, _, value) => ({
      send: Chat.updateDialog(ada, id, { pull_all: { occupants_ids: [ben.id] } }),
      becomes: { ...value, occupants_ids: [ada.id] }
    }),
    push: ({ ada, ben }, id, _, value) => ({
      send: Chat.updateDialog(ada, id, { push_all: { occupants_ids: [ben.id] } }),
      becomes: { ...value, occupants_ids: [ada.id, ben.id] }
    }),
    delete: ({ ada }, id) => gone(Chat.deleteDialogs(ada, id, "force=1"))
  }
}

const message: Kind = {
  make: ({ ada, dialog }, n) => Chat.send(ada, { chat_dialog_id: dialog, message: `Message ${n}`, send_to_chat: 1 }),
  idOf: ({ json }) => text(json, "_id"),
  made: (_, n) => ({ message: `Message ${n}`, read: false, reactions: null }),
  read: ({ ada, ben, dialog }, id) =>
    reading(Chat.listMessages(ada, dialog, `mark_as_read=0&_id=${id}`), (json) => {
      const [found] = list(json, "items")
      return found === undefined
        ? undefined
        : {
            message: at(found, "message"),
            read: list(found, "read_ids").includes(ben.id),
            reactions: at(found, "reactions.total") ?? null
          }
    }),
  changes: {
    edit: ({ ada, dialog }, id, n, value) => ({
      send: Chat.updateMessages(ada, id, { chat_dialog_id: dialog, message: `Edited ${n}` }),
      becomes: { ...value, message: `Edited ${n}` }
    }),
    read: ({ ben, dialog }, id, _, value) => ({
      send: Chat.updateMessages(ben, id, { chat_dialog_id: dialog, read: 1 }),
      becomes: { ...value, read: true }
    }),
    react: ({ ben }, id, _, value) => ({
      send: ask("PUT", `/chat/Message/${id}/reactions`, { token: ben.token, json: { add: "👍" } }),
      becomes: { ...value, reactions: { "👍": 1 } }
    }),
    withdraw: ({ ben }, id, _, value) => ({
      send: ask("PUT", `/chat/Message/${id}/reactions`, { token: ben.token, json: { remove: "👍" } }),
      becomes: { ...value, reactions: null }
    }),
    delete: ({ ada }, id) => gone(Chat.deleteMessages(ada, id, "force=1"))
  }
}

const record: Kind = {
  make: ({ ada }, n) => Data.createRecord(ada, "thing", { name: `Record ${n}`, age: n }),
  idOf: ({ json }) => text(json, "_id"),
  made: (_, n) => ({ name: `Record ${n}`, age: n }),
  read: ({ ada }, id) =>
    reading(Data.getRecords(ada, "thing", id), (json) => members(list(json, "items")[0], "name", "age")),
  changes: {
    change: ({ ada }, id, n, value) => ({
      send: Data.updateRecord(ada, "thing", id, { age: -n }),
      becomes: { ...value, age: -n }
    }),
    delete: ({ ada }, id) => gone(Data.deleteRecords(ada, "thing", id))
  }
}

/** Some contents are larger than a page of the database, and than a chunk of a socket. */
const contentOf = (n: number): Uint8Array => Storage.bytes((n % 3) * 50_000 + n)

const file: Kind = {
  make: ({ ada }, n) =>
    whenDone(
      ask("POST", "/blobs", { token: ada.token, json: { blob: { name: `File ${n}`, content_type: "image/jpeg" } } }),
      (created) => {
        const { url, fields } = Storage.formIn(text(created.json, "blob.blob_object_access.params"))
        const content = contentOf(n)
        const uploaded = Effect.map(Storage.post(url, Storage.formOf(fields, content)), (answer) => ({
          ...answer,
          json: undefined
        }))
        return whenDone(uploaded, () =>
          whenDone(
            ask("PUT", `/blobs/${text(created.json, "blob.id")}/complete`, {
              token: ada.token,
              json: { blob: { size: content.length } }
            }),
            () => Effect.succeed(created)
          )
        )
      }
    ),
  idOf: ({ json }) => `${text(json, "blob.id")} ${text(json, "blob.uid")}`,
  made: (_, n) => ({ name: `File ${n}`, sha256: Storage.sha256(contentOf(n)) }),
  read: ({ ada }, key) => {
    const [id, uid] = key.split(" ")
    return Effect.flatMap(
      reading(ask("GET", `/blobs/${id}`, { token: ada.token }), (json) => members(at(json, "blob"), "name")),
      (found) =>
        found === null
          ? Effect.succeed(null)
          : Effect.gen(function* () {
              const download = yield* ask("GET", `/blobs/${uid}/download`, { token: ada.token })
              if (download.status !== 301) throw new Unreadable(download)
              const { status, content, text } = yield* Storage.askStore("GET", download.headers["location"] ?? "")
              if (status !== 200) throw new Unreadable({ status, text, headers: {}, json: undefined })
              return { ...found, sha256: Storage.sha256(content) }
            })
    )
  },
  changes: {
    rename: ({ ada }, key, n, value) => ({
      send: ask("PUT", `/blobs/${key.split(" ")[0]}`, { token: ada.token, json: { blob: { name: `Renamed ${n}` } } }),
      becomes: { ...value, name: `Renamed ${n}` }
    }),
    delete: ({ ada }, key) => gone(ask("DELETE", `/blobs/${key.split(" ")[0]}`, { token: ada.token }))
  }
}

const device: Kind = {
  make: ({ ada }, n) =>
    ask("POST", "/subscriptions", {
      token: ada.token,
      json: subscription("gcm", { udid: `phone ${n}`, token: `token:${n}` })
    }),
  idOf: ({ json }) => text(json, "0.subscription.id"),
  made: (_, n) => ({ udid: `phone ${n}` }),
  read: ({ ada }, id) =>
    reading(ask("GET", "/subscriptions", { token: ada.token }), (json) => {
      const found = list({ json }, "json").find((item) => text(item, "subscription.id") === id)
      return found === undefined ? undefined : { udid: at(found, "subscription.device.udid") }
    }),
  changes: {
    delete: ({ ada }, id) => gone(ask("DELETE", `/subscriptions/${id}`, { token: ada.token }))
  }
}

/** What was sent cannot be asked for: its number tells of it, which is not given out again. */
const sentEvent: Kind = {
  make: ({ ada }, n) =>
    whenDone(device.make({ ada, ben: ada, dialog: "" }, n), () =>
      ask("POST", "/events", { token: ada.token, json: event({ user: { ids: [ada.id] } }) })
    ),
  idOf: ({ json }) => text(json, "0.event.id"),
  made: () => ({}),
  read: () => Effect.succeed({}),
  changes: {}
}

const contact: Kind = {
  make: ({ ada }, n) =>
    ask("POST", "/address_book", {
      token: ada.token,
      json: { contacts: [{ name: `Contact ${n}`, phone: phoneOf(n) }] }
    }),
  idOf: (_, n) => phoneOf(n),
  made: (_, n) => ({ name: `Contact ${n}` }),
  read: ({ ada }, phone) =>
    reading(ask("GET", "/address_book", { token: ada.token }), (json) =>
      members(
        list({ json }, "json").find((contact) => at(contact, "phone") === phone),
        "name"
      )
    ),
  changes: {
    rename: ({ ada }, phone, n) => ({
      send: ask("POST", "/address_book", { token: ada.token, json: { contacts: [{ name: `Renamed ${n}`, phone }] } }),
      becomes: { name: `Renamed ${n}` }
    }),
    delete: ({ ada }, phone) =>
      gone(ask("POST", "/address_book", { token: ada.token, json: { contacts: [{ phone, destroy: 1 }] } }))
  }
}

const phoneOf = (n: number): string => String(1_000_000_000 + n)

const meeting: Kind = {
  make: ({ ada, ben }, n) =>
    ask("POST", "/meetings", {
      token: ada.token,
      json: {
        name: `Meeting ${n}`,
        start_date: 1_613_729_948,
        end_date: 1_613_731_012,
        attendees: [{ id: ben.id }],
        chat: n % 2 === 0
      }
    }),
  idOf: ({ json }) => text(json, "_id"),
  made: (_, n) => ({ name: `Meeting ${n}`, recordings: 0 }),
  read: ({ ada }, id) =>
    Effect.flatMap(
      reading(ask("GET", `/meetings?_id=${id}`, { token: ada.token }), (json) => members(json, "name")),
      (found) =>
        found === null
          ? Effect.succeed(null)
          : reading(ask("GET", `/meetings/recordings/${id}`, { token: ada.token }), (json) => ({
              ...found,
              recordings: list({ json }, "json").length
            }))
    ),
  changes: {
    rename: ({ ada }, id, n, value) => ({
      send: ask("PUT", `/meetings/${id}`, { token: ada.token, json: { name: `Renamed ${n}` } }),
      becomes: { ...value, name: `Renamed ${n}` }
    }),
    record: (_, id, __, value) => ({
      send: ask("POST", "/_emulator/recordings", { json: { meeting_id: id } }),
      becomes: { ...value, recordings: Number(value["recordings"]) + 1 }
    }),
    erase: (_, id, __, value) => ({
      send: administer("DELETE", `/admin/meetings/recordings/${id}`),
      becomes: { ...value, recordings: 0 }
    }),
    delete: ({ ada }, id) => gone(ask("DELETE", `/meetings/${id}`, { token: ada.token }))
  }
}

/** A dialog has three at most, so each has a dialog of its own. */
const whiteboard: Kind = {
  make: (world, n) =>
    whenDone(dialog.make(world, n), ({ json }) =>
      ask("POST", "/whiteboards", {
        token: world.ada.token,
        json: { name: `Whiteboard ${n}`, chat_dialog_id: text(json, "_id") }
      })
    ),
  idOf: ({ json }) => `${text(json, "_id")} ${text(json, "chat_dialog_id")}`,
  made: (_, n) => ({ name: `Whiteboard ${n}` }),
  read: ({ ada }, key) => {
    const [id, dialog] = key.split(" ")
    return reading(ask("GET", `/whiteboards?chat_dialog_id=${dialog}`, { token: ada.token }), (json) =>
      members(
        list({ json }, "json").find((whiteboard) => at(whiteboard, "_id") === id),
        "name"
      )
    )
  },
  changes: {
    rename: ({ ada }, key, n) => ({
      send: ask("PUT", `/whiteboards/${key.split(" ")[0]}`, { token: ada.token, json: { name: `Renamed ${n}` } }),
      becomes: { name: `Renamed ${n}` }
    }),
    delete: ({ ada }, key) => gone(ask("DELETE", `/whiteboards/${key.split(" ")[0]}`, { token: ada.token }))
  }
}

export const kinds: { readonly [name: string]: Kind } = {
  user,
  session,
  newcomer,
  dialog,
  message,
  record,
  file,
  device,
  event: sentEvent,
  contact,
  meeting,
  whiteboard
}

/** The first settings that these writes need. */
export const settings = { classes_on_first_use: true }

/** The users, and their group. */
export const found: Call<World> = Effect.gen(function* () {
  const [ada, ben] = yield* Chat.people("ada", "ben")
  return { ada, ben, dialog: yield* Chat.makeGroup(ada, [ben]) }
})

/** The lists of every module, as text: what can be read at all. */
export const lists = ({ ada, dialog }: World): ReadonlyArray<readonly [path: string, call: Call<Answer>]> => [
  ...[
    "/session",
    "/users/v2?login[start_with]=user",
    "/users/by_tags?tags=one&per_page=100",
    "/chat/Dialog?limit=100",
    `/chat/Message?chat_dialog_id=${dialog}&mark_as_read=0&limit=100`,
    "/chat/Message/unread",
    "/chat/search?search_text=Message",
    "/data/thing?limit=100",
    "/blobs?per_page=100",
    "/subscriptions",
    "/address_book",
    "/address_book/registered_users",
    "/meetings?limit=100"
  ].map((path) => [path, ask("GET", path, { token: ada.token })] as const),
  ...["/admin/chat/list?limit=100", "/admin/chat/messages/list?limit=100"].map(
    (path) => [path, administer("GET", path)] as const
  ),
  ...["/_emulator/blobs", "/_emulator/outbox"].map((path) => [path, ask("GET", path)] as const)
]
