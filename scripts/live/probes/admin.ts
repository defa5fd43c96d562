/** Probes of administration. They read, and change only what the run has made. */
import * as Effect from "effect/Effect"
import { at, list, textAt } from "../Http.ts"
import { administer, ask, claim, claimStatus, given, making, People } from "../Live.ts"
import { probe } from "../Probe.ts"
import { group, privateDialog, say } from "./chatParts.ts"

const dialogs = (query: string) => administer("GET", "/admin/chat/list", { query })

const nowhere = "5c094c0ce588ce6856f87422"

export const admin = [
  probe(
    "admin.key",
    Effect.gen(function* () {
      for (const headers of [{}, { "CB-Administration-API-Key": "not-the-key" }]) {
        const response = yield* ask("GET", "/admin/chat/list", { headers })
        yield* claim(response.status === 401 && at(response.json, "errors.0") === "Unauthorized", response)
      }
    })
  ),
  probe(
    "admin.dialogs-order",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const first = yield* group(ada, [ben])
      yield* Effect.sleep("1100 millis")
      const last = yield* group(ada, [ben])
      const response = yield* given(yield* dialogs(`_id[in]=${first},${last}`))
      const found = list(response.json, "items").map((dialog) => textAt(dialog, "_id"))
      yield* claim(found.join() === [last, first].join(), response)
    })
  ),
  probe(
    "admin.dialogs-private-name",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* privateDialog(ada, ben)
      const response = yield* given(yield* dialogs(`_id=${id}`))
      yield* claim(textAt(response.json, "items.0._id") === id && at(response.json, "items.0.name") === null, response)
    })
  ),
  probe(
    "admin.dialogs-last-message",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      const message = yield* say(ada, id, "Hello")
      yield* given(yield* ask("DELETE", `/chat/Message/${message}`, { token: ben.token }))
      const response = yield* given(yield* dialogs(`_id=${id}`))
      yield* claim(at(response.json, "items.0.last_message") === "Hello", response)
    })
  ),
  probe(
    "admin.mute-both",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      yield* claimStatus(422, yield* administer("PUT", `/admin/chat/${id}`, { json: { is_muted: true } }))
      const alone = yield* administer("PUT", `/admin/chat/${id}`, { json: { user_id: ben.id } })
      yield* claim(alone.status === 200 && list(alone.json, "silent_ids").length === 0, alone)
    })
  ),
  probe(
    "admin.mute-outsider",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      const id = yield* group(ada, [ben])
      const json = { is_muted: true, user_id: cay.id }
      yield* claimStatus(422, yield* administer("PUT", `/admin/chat/${id}`, { json }))
    })
  ),
  probe(
    "admin.muted-spelling",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      for (const is_muted of [true, 1, "1", "true"]) {
        const response = yield* administer("PUT", `/admin/chat/${id}`, { json: { is_muted, user_id: ben.id } })
        yield* claim(response.status === 200, `${JSON.stringify(is_muted)}: ${response.status}`)
      }
    })
  ),
  probe(
    "admin.update-roles",
    Effect.gen(function* () {
      // No user removes the owner. Who is not in a dialog cannot delete it.
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      const owner = { occupants_ids: [ada.id] }
      const response = yield* making(
        "the owner",
        administer("PUT", `/admin/chat/${id}`, { json: { pull_all: owner } }),
        () => administer("PUT", `/admin/chat/${id}`, { json: { push_all: owner } })
      )
      yield* claim(response.status === 200 && !list(response.json, "occupants_ids").includes(ada.id), response)
    })
  ),
  probe(
    "admin.messages-unread",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      yield* say(ada, id)
      const query = `chat_dialog_id=${id}`
      const messages = yield* given(yield* administer("GET", "/admin/chat/messages/list", { query }))
      yield* claim(list(messages.json, "items").length === 1, messages)
      const unread = yield* ask("GET", "/chat/Message/unread", { token: ben.token, query: `chat_dialog_ids=${id}` })
      yield* claim(at(unread.json, id) === 1, unread)
    })
  ),
  probe(
    "admin.messages-deleted-for",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      yield* say(ada, id)
      const query = `chat_dialog_id=${id}`
      const response = yield* given(yield* administer("GET", "/admin/chat/messages/list", { query }))
      yield* claim(Array.isArray(at(response.json, "items.0.deleted_for_ids")), response)
    })
  ),
  probe(
    "admin.days-order",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      yield* say(ada, yield* group(ada, [ben]))
      const response = yield* given(yield* administer("GET", "/admin/stats/messages/sent-per-day"))
      const days = Object.keys(Object(response.json))
      yield* claim(days.length > 0 && days.join() === days.toSorted().join(), response)
    })
  ),
  probe(
    "admin.meeting-unknown-user",
    Effect.gen(function* () {
      const json = {
        user_id: 2_147_483_000,
        name: "Nothing",
        start_date: 1_893_456_000,
        end_date: 1_893_459_600,
        attendees: []
      }
      const { ada } = yield* People
      const response = yield* making("a meeting", administer("POST", "/admin/meetings", { json }), (made) =>
        ask("DELETE", `/meetings/${textAt(made.json, "_id")}`, { token: ada.token })
      )
      yield* claimStatus(422, response)
    })
  ),
  probe(
    "admin.recordings-not-found",
    Effect.gen(function* () {
      yield* claimStatus(404, yield* administer("GET", `/admin/meetings/recordings/${nowhere}`))
    })
  ),
  probe(
    "admin.delete-recordings-not-found",
    Effect.gen(function* () {
      yield* claimStatus(404, yield* administer("DELETE", `/admin/meetings/recordings/${nowhere}`))
    })
  ),
  probe(
    "admin.delete-user-not-found",
    Effect.gen(function* () {
      yield* claimStatus(404, yield* administer("DELETE", "/admin/user/2147483000"))
    })
  )
]
