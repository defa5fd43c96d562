/** The items of users besides their chats. */
import * as Effect from "effect/Effect"
import { administer } from "./Admin.ts"
import { dialog } from "./ChatKinds.ts"
import * as Data from "./Data.ts"
import { gone, type Kind, members, reading, Unreadable, whenDone } from "./Kind.ts"
import { event, subscription } from "./Push.ts"
import * as Storage from "./Storage.ts"
import { ask, at, list, text } from "./Wire.ts"

export const record: Kind = {
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

export const file: Kind = {
  make: ({ ada }, n) =>
    whenDone(
      ask("POST", "/blobs", { token: ada.token, json: { blob: { name: `File ${n}`, content_type: "image/jpeg" } } }),
      (created) => {
        const { url, fields } = Storage.formIn(text(created.json, "blob.blob_object_access.params"))
        const content = contentOf(n)
        const uploaded = Effect.map(Storage.post(url, Storage.formOf(fields, content)), (response) => ({
          ...response,
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

export const device: Kind = {
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

/** Sent items cannot be read: their number shows them, which is not used again. */
export const sentEvent: Kind = {
  make: ({ ada }, n) =>
    whenDone(device.make({ ada, ben: ada, dialog: "" }, n), () =>
      ask("POST", "/events", { token: ada.token, json: event({ user: { ids: [ada.id] } }) })
    ),
  idOf: ({ json }) => text(json, "0.event.id"),
  made: () => ({}),
  read: () => Effect.succeed({}),
  changes: {}
}

export const contact: Kind = {
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

export const meeting: Kind = {
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
export const whiteboard: Kind = {
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
