/** Data of every kind in an emulator, with given texts in every field that takes one. */
import type { Emulator } from "@effect-connectycube/emulator/Emulator"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { request } from "node:http"

type Running = Emulator["Service"]

/** The texts of one of the things of each kind. */
export interface Texts {
  /** Any text. */
  readonly text: string
  /** A number of its own, from 1. */
  readonly index: number
}

/** Calls the API; what it says is of no matter here, but that there is a response. */
const call = async (url: string, token: string, method: string, path: string, body?: object) => {
  const response = await fetch(url + path, {
    method,
    headers: { "CB-Token": token, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  const text = await response.text()
  const json: unknown = text === "" ? undefined : JSON.parse(text)
  return { status: response.status, json }
}

const at = (json: unknown, path: string): string =>
  String(path.split(".").reduce((value: unknown, name) => Reflect.get(Object(value), name), json))

const userId = (index: number) => 1000 + index

const seedOf = (all: ReadonlyArray<Texts>) => ({
  users: all.map(({ index, text }) => ({
    id: userId(index),
    login: `${index}-${text}`.slice(0, 70),
    password: "correct horse",
    full_name: text,
    phone: text,
    website: text,
    custom_data: text,
    avatar: text,
    facebook_id: `${index} ${text}`,
    twitter_id: `${index} ${text}`,
    external_id: `${index} ${text}`,
    tag_list: [text.replaceAll(",", " ").trim()]
  })),
  dialogs: all.flatMap(({ index, text }) => [
    {
      key: `group-${index}`,
      type: "group" as const,
      name: text,
      description: text,
      photo: text,
      user_id: userId(index),
      occupants_ids: all.map((other) => userId(other.index)).slice(0, 5)
    }
  ]),
  messages: all.flatMap(({ index, text }) => [
    {
      chat_dialog_id: `group-${index}`,
      sender_id: userId(index),
      message: text,
      attachments: [{ type: text, id: text, url: text, name: text, [text || "x"]: text }],
      parameters: { [text || "x"]: text, nested: { text: [text] } }
    },
    {
      chat_dialog_id: `group-${index}`,
      sender_id: userId(index),
      message: "A link",
      attachments: [{ type: "link", url: `https://example.com/?${text}`, name: text }]
    }
  ]),
  records: {
    player: all.map(({ index, text }) => ({ user_id: userId(index), name: text, tags: [text], score: index }))
  },
  contacts: all.map(({ index, text }) => ({
    user_id: userId(index),
    phone: `38050${String(index).padStart(7, "0")}`,
    name: text
  })),
  whiteboards: all.map(({ index, text }) => ({
    user_id: userId(index),
    chat_dialog_id: `group-${index}`,
    name: text || "x"
  }))
})

/** A file with its content: both are what the texts say. */
const upload = async (url: string, token: string, { text }: Texts, content_type: string, content: string) => {
  const { json } = await call(url, token, "POST", "/blobs", { blob: { content_type, name: text || "x", public: true } })
  const form = new FormData()
  const params = at(json, "blob.blob_object_access.params")
  if (!URL.canParse(params)) return
  const { origin, pathname, searchParams } = new URL(params)
  for (const [name, value] of searchParams) form.append(name, value)
  form.append("file", new Blob([content], { type: content_type }))
  await (await fetch(origin + pathname, { method: "POST", body: form })).text()
  await call(url, token, "PUT", `/blobs/${at(json, "blob.id")}/complete`, { blob: { size: content.length } })
}

/** A request whose path, query, headers and body have the text, as it is where HTTP allows it. */
const odd = (url: string, token: string, { text }: Texts): Promise<void> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url)
    // A space ends a path, and what is no byte is none of it.
    const inPath = text.replaceAll(/[^\x21-\x7e]|[?#%]/g, encodeURIComponent)
    const inHeader = text.replaceAll(/[^\x20-\x7e]/g, "?")
    const sent = request(
      {
        hostname,
        port,
        method: "POST",
        path: `/${inPath}?${inPath}=${inPath}`,
        headers: { "CB-Token": token, "x-text": inHeader, "user-agent": inHeader, "content-type": "text/html" }
      },
      (response) => {
        response.resume()
        response.on("end", () => resolve())
        response.on("error", () => resolve())
      }
    )
    sent.on("error", () => resolve())
    sent.end(text)
  })

/** The things of one text that are made by requests. */
const byRequests = async (emulator: Running, token: string, texts: Texts): Promise<void> => {
  const { url } = emulator
  const { index, text } = texts
  await upload(url, token, texts, index % 2 === 0 ? "text/html" : "image/svg+xml", text)
  await upload(url, token, { ...texts, text: `${text}.txt` }, "text/plain", text)
  // Types that are texts of their own.
  await upload(url, token, texts, text || "text/plain", text)
  const { json } = await call(url, token, "POST", "/meetings", {
    name: text || "x",
    start_date: 1_900_000_000,
    end_date: 1_900_003_600,
    attendees: [{ id: userId(index), email: `${index}@example.com` }],
    record: true,
    public: true,
    scheduled: true,
    notify: true
  })
  const meeting_id = at(json, "_id")
  if (/^[\da-f]{24}$/.test(meeting_id)) await Effect.runPromise(emulator.addRecording({ meeting_id }))
  await call(url, token, "POST", "/subscriptions", {
    notification_channel: "gcm",
    device: { platform: "android", udid: `${index} ${text}` },
    push_token: {
      environment: "production",
      bundle_identifier: text || "x",
      client_identification_sequence: `${index} ${text}`
    }
  })
  await call(url, token, "POST", "/events", {
    event: {
      notification_type: "push",
      environment: "production",
      user: { ids: [userId(index)] },
      message: Buffer.from(JSON.stringify({ message: text, [text || "x"]: text })).toString("base64")
    }
  })
  const dialogs = await call(url, token, "GET", `/chat/Dialog?limit=1`)
  const chat_dialog_id = at(dialogs.json, "items.0._id")
  const message = await call(url, token, "POST", "/chat/Message", {
    chat_dialog_id,
    message: text || "x",
    send_to_chat: 1,
    [text || "x"]: text
  })
  await call(url, token, "PUT", `/chat/Message/${at(message.json, "_id")}/reactions`, { add: text || "👍" })
  await call(url, token, "POST", "/chat/Message/system", { recipientId: userId(index), [text || "x"]: text })
  await call(url, token, "POST", "/calls/reject", {
    recipientId: userId(index),
    sessionID: text || "x",
    platform: "Web",
    userInfo: { [text || "x"]: text }
  })
  await call(url, token, "GET", `/users/password/reset?email=${encodeURIComponent(text)}`)
  await odd(url, token, texts)
}

/** Control endpoints of the emulator, over HTTP. */
const control = (url: string, path: string, body: object) =>
  fetch(`${url}/_emulator${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body)
  })

/** The faults, the snapshots and the settings of one text. */
const byControls = async (url: string, { index, text }: Texts): Promise<void> => {
  const rule = { path: `/fault-${index}/${text.replaceAll(/\s/g, "_")}`, method: "GET" }
  await control(url, "/faults", { ...rule, respond: { status: 418, headers: { "x-text": text }, body: text } })
  await control(url, "/faults", {
    path: `/failing-${index}`,
    respond: {
      status: 503,
      headers: { "x-text": text.replaceAll(/[^\x20-\x7e]/g, "?") },
      body: { [text || "x"]: text }
    }
  })
  await (await fetch(`${url}/failing-${index}`).catch(() => undefined))?.text()
  await control(url, "/snapshots", { name: text || "x" })
  await control(url, "/settings", {
    dialog_extensions: [text || "x"],
    link_previews: { [`https://example.com/${index}`]: { title: text, description: text, images: [text] } },
    rejected_provider_tokens: [text]
  })
}

/** Puts all of it into an emulator. Returns the ids of the users. */
export const plant = async (emulator: Running, all: ReadonlyArray<Texts>): Promise<void> => {
  await Effect.runPromise(emulator.seed(seedOf(all)))
  for (const texts of all) {
    const token = Redacted.value(await Effect.runPromise(emulator.sessionOf(userId(texts.index))))
    await byRequests(emulator, token, texts)
    await byControls(emulator.url, texts)
  }
}
