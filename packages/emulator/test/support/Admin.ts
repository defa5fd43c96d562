/** The administration API over plain HTTP. */
import * as Effect from "effect/Effect"
import { ask, list } from "./Wire.ts"

export const adminKey = "emulator-admin-key"

/** Sends a request with the administration key, and without a session. */
export const administer = (method: "GET" | "POST" | "PUT" | "DELETE", path: string, json?: object) =>
  ask(method, path, { headers: { "CB-Administration-API-Key": adminKey }, ...(json === undefined ? {} : { json }) })

export const allDialogs = (query = "") => administer("GET", `/admin/chat/list?${query}`)

export const allMessages = (query = "") => administer("GET", `/admin/chat/messages/list?${query}`)

export const changeDialog = (id: string, json: object) => administer("PUT", `/admin/chat/${id}`, json)

/** A dialog as returned to an administrator. */
export const dialogOf = (id: string) =>
  Effect.map(allDialogs(`_id=${id}`), ({ json }) => Object(list(json, "items")[0]))

/** A message as returned to an administrator. */
export const messageOf = (id: string) =>
  Effect.map(allMessages(`_id[gte]=${id}&_id[lte]=${id}`), ({ json }) => Object(list(json, "items")[0]))
