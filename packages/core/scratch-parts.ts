import * as Schema from "effect/Schema"
import { Dialog } from "../chat/src/Dialog.ts"
import { readerOf } from "./src/internal/decoder/compile.ts"
import { mismatch } from "./src/internal/decoder/reader.ts"
const src = (await import("node:fs")).readFileSync(import.meta.dirname + "/scratch-bench.ts", "utf8")
const { stripTypeScriptTypes } = await import("node:module")
const items: any[] = new Function(
  stripTypeScriptTypes(src.slice(src.indexOf("const hex"), src.indexOf("const schemaOf"))) +
    ";return JSON.parse(JSON.stringify(many(100, dialog)))"
)() as any
const cpu = () => {
  const { user, system } = (process as any).threadCpuUsage()
  return user + system
}
const q = (xs: number[], p: number) => [...xs].sort((a, b) => a - b)[Math.floor((xs.length - 1) * p)] ?? 0
const F: any = Dialog.fields
const subset = (...names: string[]) =>
  readerOf(Schema.Array(Schema.Struct(Object.fromEntries(names.map((n) => [n, F[n]])))).ast)
const all = Object.keys(F)
const runs: Record<string, (v: unknown) => unknown> = {
  all: subset(...all),
  none: subset("_id"),
  texts: subset("_id", "name", "description", "photo", "last_message", "xmpp_room_jid"),
  times: subset("_id", "created_at", "updated_at", "last_message_date_sent"),
  lists: subset("_id", "occupants_ids", "admins_ids", "pinned_messages_ids"),
  ints: subset("_id", "user_id", "occupants_count", "last_message_user_id", "unread_messages_count"),
  type: subset("_id", "type"),
  status: subset("_id", "last_message_status"),
  ids: subset("_id", "last_message_id"),
  flags: subset("_id", "is_e2ee", "is_muted"),
  ext: subset("_id", "extensions"),
  perm: subset("_id", "permissions")
}
const t: Record<string, number[]> = {}
for (let r = 0; r < 10; r++)
  for (const [k, f] of Object.entries(runs)) {
    if (f(items) === mismatch) throw k
    const n = 400
    const s = cpu()
    for (let i = 0; i < n; i++) f(items)
    ;(t[k] ??= []).push((cpu() - s) / n)
  }
console.log(
  Object.entries(t)
    .map(([k, v]) => `${k} ${q(v.slice(3), 0.3).toFixed(1)}`)
    .join("  ")
)
