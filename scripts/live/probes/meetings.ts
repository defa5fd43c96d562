/** Probes of calls and meetings. No meeting notifies anybody. */
import * as Effect from "effect/Effect"
import { at, list, type Response, textAt } from "../Http.ts"
import { ask, claim, claimStatus, given, Live, type Member, People } from "../Live.ts"
import { probe } from "../Probe.ts"
import { createMeeting as create, start_date } from "./meetingParts.ts"

const idOf = ({ json }: Response) => textAt(json, "_id")

const meeting = (who: Member, more: object = {}) => Effect.flatMap(create(who, more), given)

export const meetings = [
  probe(
    "meetings.create-status",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* claimStatus(201, yield* create(ada))
    })
  ),
  probe(
    "meetings.defaults",
    Effect.gen(function* () {
      const { ada } = yield* People
      const response = yield* meeting(ada)
      const flags = ["notify", "public", "record", "scheduled"].map((name) => at(response.json, name))
      yield* claim(
        flags.every((flag) => flag === false),
        response
      )
      yield* claim(at(response.json, "timezone") === null && at(response.json, "notify_before") === null, response)
    })
  ),
  probe(
    "meetings.end-before-start",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* claimStatus(201, yield* create(ada, { end_date: start_date - 3600 }))
    })
  ),
  probe(
    "meetings.chat",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const response = yield* meeting(ada, { chat: true, attendees: [{ id: ben.id }] })
      const dialog = textAt(response.json, "chat_dialog_id")
      yield* claim(dialog !== "", response)
      const listed = yield* ask("GET", "/chat/Dialog", { token: ben.token, query: `_id=${dialog}` })
      const occupants = list(listed.json, "items.0.occupants_ids")
      yield* claim(at(listed.json, "items.0.type") === 5 && occupants.includes(ada.id), listed)
    })
  ),
  probe(
    "meetings.update-chat",
    Effect.gen(function* () {
      const { ada } = yield* People
      const id = idOf(yield* meeting(ada))
      const response = yield* ask("PUT", `/meetings/${id}`, { token: ada.token, json: { chat: true } })
      yield* claim(response.status === 200 && (at(response.json, "chat_dialog_id") ?? null) === null, response)
    })
  ),
  probe(
    "meetings.delete-keeps",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const created = yield* meeting(ada, { chat: true, attendees: [{ id: ben.id }] })
      yield* given(yield* ask("DELETE", `/meetings/${idOf(created)}`, { token: ada.token }))
      const query = `_id=${textAt(created.json, "chat_dialog_id")}`
      const response = yield* ask("GET", "/chat/Dialog", { token: ben.token, query })
      yield* claim(list(response.json, "items").length === 1, response)
    })
  ),
  probe(
    "meetings.attendees",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const { name } = yield* Live
      const byId = idOf(yield* meeting(ben, { attendees: [{ id: ada.id }] }))
      const byMail = idOf(yield* meeting(ben, { attendees: [{ email: `${name}-ada@example.com` }] }))
      const response = yield* ask("GET", "/meetings", { token: ada.token })
      const found = list(response.json).map((item) => textAt(item, "_id"))
      yield* claim(found.includes(byId) && !found.includes(byMail), response)
    })
  ),
  probe(
    "chat.meeting-dialogs",
    Effect.gen(function* () {
      // As in a group, the owner adds an occupant, who reads and writes.
      const { ada, ben, cay } = yield* People
      const created = yield* meeting(ada, { chat: true, attendees: [{ id: ben.id }] })
      const id = textAt(created.json, "chat_dialog_id")
      const json = { push_all: { occupants_ids: [cay.id] } }
      yield* claimStatus(200, yield* ask("PUT", `/chat/Dialog/${id}`, { token: ada.token, json }))
      const message = { chat_dialog_id: id, message: "Hello" }
      yield* claimStatus(201, yield* ask("POST", "/chat/Message", { token: cay.token, json: message }))
    })
  ),
  probe(
    "chat.unread-meetings",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const created = yield* meeting(ada, { chat: true, attendees: [{ id: ben.id }] })
      const id = textAt(created.json, "chat_dialog_id")
      const json = { chat_dialog_id: id, message: "Hello" }
      yield* given(yield* ask("POST", "/chat/Message", { token: ada.token, json }))
      const query = `chat_dialog_ids=${id}`
      const response = yield* ask("GET", "/chat/Message/unread", { token: ben.token, query })
      yield* claim(at(response.json, id) === 1, response)
    })
  ),
  probe(
    "meetings.list-operators",
    Effect.gen(function* () {
      const { ada } = yield* People
      const id = idOf(yield* meeting(ada))
      for (const [query, found] of [
        [`start_date[gte]=${start_date}`, true],
        [`start_date[gt]=${start_date}`, false],
        [`end_date[lte]=${start_date + 3600}`, true],
        [`end_date[lt]=${start_date + 3600}`, false]
      ] as const) {
        const response = yield* ask("GET", "/meetings", { token: ada.token, query })
        const ids = list(response.json).map((item) => textAt(item, "_id"))
        yield* claim(response.status === 200 && ids.includes(id) === found, `${query}: ${ids.length} meetings`)
      }
    })
  ),
  probe(
    "meetings.list-one",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const query = `_id=${idOf(yield* meeting(ada))}`
      yield* claimStatus(403, yield* ask("GET", "/meetings", { token: ben.token, query }))
      const unknown = { token: ada.token, query: "_id=5c094c0ce588ce6856f87422" }
      yield* claimStatus(404, yield* ask("GET", "/meetings", unknown))
    })
  ),
  probe(
    "meetings.version-2",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* meeting(ada)
      const headers = { "CB-Api-Version": "2" }
      const response = yield* ask("GET", "/meetings", { token: ada.token, headers })
      yield* claim(Array.isArray(at(response.json, "items")), response)
    })
  ),
  probe(
    "meetings.last-page",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* meeting(ada)
      const response = yield* ask("GET", "/meetings", { token: ada.token, query: "limit=1&offset=1000" })
      yield* claim(
        response.status === 200 && Array.isArray(response.json) && list(response.json).length === 0,
        response
      )
    })
  ),
  probe(
    "meetings.update-fields",
    Effect.gen(function* () {
      const { ada } = yield* People
      const { name } = yield* Live
      const id = idOf(yield* meeting(ada))
      const response = yield* ask("PUT", `/meetings/${id}`, { token: ada.token, json: { name: `${name} changed` } })
      yield* claim(response.status === 200 && at(response.json, "name") === `${name} changed`, response)
    })
  ),
  probe(
    "meetings.update-others",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = idOf(yield* meeting(ada, { attendees: [{ id: ben.id }] }))
      yield* claimStatus(403, yield* ask("PUT", `/meetings/${id}`, { token: ben.token, json: { name: "Not mine" } }))
    })
  ),
  probe(
    "meetings.delete-others",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = idOf(yield* meeting(ada, { attendees: [{ id: ben.id }] }))
      yield* claimStatus(403, yield* ask("DELETE", `/meetings/${id}`, { token: ben.token }))
    })
  ),
  probe(
    "meetings.recordings-others",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      const path = `/meetings/recordings/${idOf(yield* meeting(ada, { attendees: [{ id: ben.id }] }))}`
      yield* claimStatus(200, yield* ask("GET", path, { token: ben.token }))
      yield* claimStatus(403, yield* ask("GET", path, { token: cay.token }))
    })
  ),
  probe(
    "calls.reject-unknown",
    Effect.gen(function* () {
      const { ada } = yield* People
      const json = { sessionID: "fidelity", platform: "web", recipientId: 2_147_483_000 }
      yield* claimStatus(422, yield* ask("POST", "/calls/reject", { token: ada.token, json }))
    })
  )
]
