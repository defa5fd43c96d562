/** What probes of the chat have in common. */
import * as Effect from "effect/Effect"
import { at, list, type Response, textAt } from "../Http.ts"
import { ask, given, Live, type Making, making, type Member, shown } from "../Live.ts"
import { Differs } from "../Outcome.ts"

/** The types of dialogs, as they are on the wire. */
export const types = { broadcast: 1, group: 2, private: 3, public: 4, meeting: 5 } as const

/** Creates a dialog, which its creator deletes for all. */
export const createDialog = (who: Member, json: object): Making =>
  making("a dialog", ask("POST", "/chat/Dialog", { token: who.token, json }), ({ json }) =>
    ask("DELETE", `/chat/Dialog/${textAt(json, "_id")}`, { token: who.token, query: "force=1" })
  )

export const dialog = Effect.fnUntraced(function* (who: Member, json: object) {
  return textAt((yield* given(yield* createDialog(who, json))).json, "_id")
})

/** The id of a new group. */
export const group = Effect.fnUntraced(function* (who: Member, others: ReadonlyArray<Member>, more: object = {}) {
  const { name } = yield* Live
  return yield* dialog(who, {
    type: types.group,
    name: `${name} group`,
    occupants_ids: others.map(({ id }) => id),
    ...more
  })
})

/** The id of a new public dialog. */
export const publicDialog = Effect.fnUntraced(function* (who: Member) {
  const { name } = yield* Live
  return yield* dialog(who, { type: types.public, name: `${name} public` })
})

/** The id of a private dialog. */
export const privateDialog = (who: Member, other: Member) =>
  dialog(who, { type: types.private, occupants_ids: [other.id] })

export const send = (who: Member, json: object) => ask("POST", "/chat/Message", { token: who.token, json })

/** The id of a new message. */
export const say = Effect.fnUntraced(function* (
  who: Member,
  chat_dialog_id: string,
  message = "Hello",
  more: object = {}
) {
  return textAt((yield* given(yield* send(who, { chat_dialog_id, message, ...more }))).json, "_id")
})

/** A dialog as its user lists it; `undefined` when it is not in the list. */
export const listed = Effect.fnUntraced(function* (who: Member, id: string) {
  const response = yield* given(yield* ask("GET", "/chat/Dialog", { token: who.token, query: `_id=${id}` }))
  if (!Array.isArray(at(response.json, "items"))) return yield* new Differs({ seen: shown(response) })
  return { response, dialog: list(response.json, "items")[0] }
})

/** The messages of a dialog, which stay unread. */
export const messages = (who: Member, dialog: string, more = "") =>
  ask("GET", "/chat/Message", { token: who.token, query: `chat_dialog_id=${dialog}&mark_as_read=0${more}` })

export const pathOf = (dialog: string, rest = "") => `/chat/Dialog/${dialog}${rest}`

export const idsIn = (response: Response, path = "items", name = "_id"): ReadonlyArray<string> =>
  list(response.json, path).map((item) => textAt(item, name))

export const occupants = (dialog: unknown): ReadonlyArray<unknown> => list(dialog, "occupants_ids")

/** The status in a group of the response to a deletion of several. */
export const groupOf = (response: Response, name: string): ReadonlyArray<unknown> => list(response.json, `${name}.ids`)

export { at }
