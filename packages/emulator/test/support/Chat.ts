/** The Chat API over plain HTTP. */
import * as Effect from "effect/Effect"
import { type Response, ask, at, join, list, type Member, text } from "./Wire.ts"

export const broadcast = 1
export const group = 2
export const private_ = 3
export const public_ = 4

/** Signs users up whose full names are their logins in capitals. */
export const people = <const Logins extends ReadonlyArray<string>>(...logins: Logins) =>
  Effect.map(
    Effect.forEach(logins, (login) => join(login, { full_name: login.toUpperCase() })),
    // As many as there were logins.
    (members) => members as unknown as { readonly [Index in keyof Logins]: Member }
  )

export const createDialog = (who: Member, json: object) => ask("POST", "/chat/Dialog", { token: who.token, json })

/** The id of a new dialog. */
export const makeDialog = (who: Member, json: object) =>
  Effect.map(createDialog(who, json), (response) => text(expect(201, response), "_id"))

export const makeGroup = (who: Member, others: ReadonlyArray<Member>, more: object = {}) =>
  makeDialog(who, { type: group, name: "Engines", occupants_ids: others.map(({ id }) => id), ...more })

export const updateDialog = (who: Member, id: string, json: object) =>
  ask("PUT", `/chat/Dialog/${id}`, { token: who.token, json })

export const deleteDialogs = (who: Member, ids: string, form = "") =>
  ask("DELETE", `/chat/Dialog/${ids}`, { token: who.token, form })

export const listDialogs = (who: Member, query = "") => ask("GET", `/chat/Dialog?${query}`, { token: who.token })

/** A dialog as returned to one of its users; `undefined` for others. */
export const seen = (who: Member, id: string) =>
  Effect.map(listDialogs(who, `_id=${id}`), ({ json }) => {
    const [dialog] = list(json, "items")
    return dialog === undefined ? undefined : Object(dialog)
  })

export const send = (who: Member, json: object) => ask("POST", "/chat/Message", { token: who.token, json })

/** The id of a new message. */
export const say = (who: Member, chat_dialog_id: string, message = "Hello", more: object = {}) =>
  Effect.map(send(who, { chat_dialog_id, message, ...more }), (response) => text(expect(201, response), "_id"))

export const updateMessages = (who: Member, ids: string, json: object) =>
  ask("PUT", `/chat/Message${ids === "" ? "" : `/${ids}`}`, { token: who.token, json })

export const deleteMessages = (who: Member, ids: string, form = "") =>
  ask("DELETE", `/chat/Message/${ids}`, { token: who.token, form })

export const listMessages = (who: Member, chat_dialog_id: string, query = "") =>
  ask("GET", `/chat/Message?chat_dialog_id=${chat_dialog_id}&${query}`, { token: who.token })

/** The texts that a user can see, without marking them as read. */
export const texts = (who: Member, chat_dialog_id: string, query = "") =>
  Effect.map(listMessages(who, chat_dialog_id, `mark_as_read=0&${query}`), ({ json }) => members(json, "message"))

/** A message as returned to one of the users. */
export const look = (who: Member, chat_dialog_id: string, id: string) =>
  Effect.map(listMessages(who, chat_dialog_id, `mark_as_read=0&_id=${id}`), ({ json }) => Object(at(json, "items.0")))

/** The number of unread messages of a user in a dialog. */
export const unread = (who: Member, id: string) =>
  Effect.map(ask("GET", `/chat/Message/unread?chat_dialog_ids=${id}`, { token: who.token }), ({ json }) => at(json, id))

/** A member of each item of a page. */
export const members = (json: unknown, name: string): ReadonlyArray<unknown> =>
  list(json, "items").map((item) => at(item, name))

/** The JSON of a response, which must have this status. */
export const expect = (status: number, response: Response): unknown => {
  if (response.status !== status) throw new Error(`Expected ${status}, got ${response.status}: ${response.text}`)
  return response.json
}

export const notYours = { errors: { base: ["You don't have appropriate permissions to perform this operation"] } }

export const notFound = { errors: ["The resource wasn't found"] }
