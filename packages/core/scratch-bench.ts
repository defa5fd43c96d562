import * as Schema from "effect/Schema"
import { DialogsApi } from "../chat/src/DialogsApi.ts"
import { MessagesApi } from "../chat/src/MessagesApi.ts"
import { UsersApi } from "../users/src/UsersApi.ts"
import * as Decoders from "./src/internal/decoder/decoder.ts"
import { readerOf } from "./src/internal/decoder/compile.ts"
import { mismatch } from "./src/internal/decoder/reader.ts"
import * as Json from "./src/internal/json.ts"
const hex = (i: number) =>
  (0x5c093376 + i * 7919).toString(16) + "e588ce6856f87" + (100 + i).toString(16).padStart(3, "0")
const dialog = (i: number) => ({
  _id: hex(i),
  created_at: `2018-12-0${1 + (i % 9)}T14:34:30Z`,
  updated_at: `2018-12-1${i % 9}T11:58:02Z`,
  type: i % 3 === 0 ? 2 : 3,
  name: i % 3 === 0 ? `Engines ${i}` : `Ada Lovelace ${i}`,
  photo: i % 4 === 0 ? `https://s3.amazonaws.com/cb-shared-s3/photo-${i}.png` : null,
  description: null,
  xmpp_room_jid: i % 3 === 0 ? `204_${hex(i)}@muc.chat.connectycube.com` : null,
  user_id: 51941 + i,
  occupants_ids: i % 3 === 0 ? Array.from({ length: 12 }, (_, k) => 51941 + k * 7) : [51941, 51946 + i],
  admins_ids: [],
  last_message: i % 5 ? `See you at ${i} o'clock, "Ada"` : "Hello",
  last_message_date_sent: 1544010993 + i * 60,
  last_message_id: hex(i + 500),
  last_message_user_id: 51941 + i,
  last_message_status: "read",
  unread_messages_count: i % 7,
  pinned_messages_ids: [],
  is_muted: false,
  extensions: i % 10 === 0 ? { topic: "engines" } : null,
  is_e2ee: false,
  occupants_count: 12,
  permissions: { allow_preview: false }
})
const message = (i: number) => ({
  _id: hex(i),
  chat_dialog_id: hex(1),
  sender_id: 51941 + (i % 5),
  recipient_id: 51946,
  message: `The Analytical Engine weaves algebraic patterns, number ${i}`,
  date_sent: 1544010993 + i,
  created_at: `2018-12-06T10:05:${10 + (i % 50)}Z`,
  updated_at: `2018-12-06T10:06:${10 + (i % 50)}Z`,
  read: 0,
  read_ids: [51941, 51946],
  delivered_ids: [51941, 51946],
  views_count: 0,
  attachments: i % 10 === 0 ? [{ type: "image", id: "47863", uid: "d38w0t8", name: "a.png", size: 12345 }] : [],
  ...(i % 4 === 0 ? { priority: "high" } : {})
})
const user = (i: number) => ({
  _id: hex(i),
  id: 10484542 + i,
  created_at: "2023-08-25T11:29:29Z",
  updated_at: "2023-08-25T11:29:29Z",
  login: "ada-lovelace" + i,
  full_name: "Ada Lovelace",
  last_request_at: "2023-09-04T07:22:36Z",
  timezone: null,
  email: `ada${i}@example.com`,
  phone: null,
  website: null,
  twitter_id: null,
  external_user_id: null,
  facebook_id: null,
  custom_data: null,
  user_tags: "vip,countess",
  avatar: null,
  external_id: null,
  is_guest: null
})
const many = <A>(n: number, f: (i: number) => A) => Array.from({ length: n }, (_, i) => f(i))
const schemaOf = (group: any, name: string) => Schema.Union([...group.endpoints[name].success]) as any
const named: any = { ...(UsersApi as any).endpoints }
console.log(Object.keys(named).slice(0, 6).join(" "), Object.keys((MessagesApi as any).endpoints).join(" "))
const cases: ReadonlyArray<[string, any, unknown]> = [
  ["one user", schemaOf(UsersApi, "signUp"), { user: user(0) }],
  ["20 users", schemaOf(UsersApi, "list"), { limit: 20, skip: 0, total_entries: 1234, items: many(20, user) }],
  ["100 dialogs", schemaOf(DialogsApi, "list"), { total_entries: 100, skip: 0, limit: 100, items: many(100, dialog) }],
  ["100 messages", schemaOf(MessagesApi, "list"), { skip: 0, limit: 100, items: many(100, message) }]
]
const rounds = Number(process.env["ROUNDS"] ?? 30)
const cpu = () => {
  const { user, system } = (process as any).threadCpuUsage()
  return user + system
}
const time = (f: () => unknown, n: number) => {
  const s = cpu()
  for (let i = 0; i < n; i++) f()
  return (cpu() - s) / n
}
const q = (xs: number[], p: number) => [...xs].sort((a, b) => a - b)[Math.floor((xs.length - 1) * p)] ?? 0
const only = process.env["ONLY"]
const runs = cases
  .filter(([name]) => only === undefined || name === only)
  .map(([name, schema, json]) => {
    const text = JSON.stringify(json)
    const decode = Decoders.make(schema)
    const read = readerOf(schema.ast)
    const bySchema = Schema.decodeUnknownResult(schema)
    if (read(JSON.parse(text)) === mismatch)
      console.log("MISMATCH", name, JSON.stringify(bySchema(JSON.parse(text))).slice(0, 300))
    const n = Math.max(4, Math.round(12_000_000 / text.length))
    const parsed = JSON.parse(text)
    return {
      name,
      n,
      text,
      f: {
        parse: () => JSON.parse(text),
        scanned: () => Json.parse(text),
        closures: () => read(parsed),
        all: () => decode(Json.parse(text), true),
        ...(process.env["OLD"] ? { schema: () => bySchema(parsed) } : {})
      } as Record<string, () => unknown>,
      t: {} as Record<string, number[]>
    }
  })
for (let r = 0; r < rounds; r++)
  for (const run of runs) for (const [k, f] of Object.entries(run.f)) (run.t[k] ??= []).push(time(f, run.n))
for (const { name, t, text } of runs) {
  const base = t["parse"]!.slice(3)
  console.log(
    name,
    text.length,
    ...Object.entries(t).map(([k, v]) => {
      const rest = v.slice(3)
      const ratio = rest.map((x, i) => x / base[i]!)
      return `${k} ${q(rest, 0.25).toFixed(1)}us x${q(ratio, 0.25).toFixed(2)}/${q(ratio, 0.5).toFixed(2)}/${q(ratio, 0.75).toFixed(2)}`
    })
  )
}
