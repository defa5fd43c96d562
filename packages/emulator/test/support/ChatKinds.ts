/** Users, their sessions, and their messages. */
import * as Effect from "effect/Effect"
import { administer } from "./Admin.ts"
import * as Chat from "./Chat.ts"
import { gone, type Kind, members, reading, Unreadable, whenDone } from "./Kind.ts"
import { application, ask, at, createSession, list, password, signUp, text } from "./Wire.ts"

export const user: Kind = {
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

export const session: Kind = {
  make: () => createSession(),
  idOf: ({ json }) => text(json, "session.token"),
  made: () => ({ user_id: null }),
  read: (_, token) =>
    Effect.map(ask("GET", "/session", { token }), (response) => {
      if (response.status === 401) return null
      if (response.status !== 200) throw new Unreadable(response)
      return { user_id: at(response.json, "session.user_id") ?? null }
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

/** A session whose user is created with it. */
export const newcomer: Kind = {
  make: (_, n) => ask("POST", "/session", { json: { ...application, user: { login: `newcomer${n}`, password } } }),
  idOf: ({ json }) => text(json, "session.token"),
  made: (_, n) => ({ login: `newcomer${n}` }),
  read: (_, token) => reading(ask("GET", "/session", { token }), (json) => ({ login: at(json, "session.user.login") })),
  changes: {}
}

export const dialog: Kind = {
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

export const message: Kind = {
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
