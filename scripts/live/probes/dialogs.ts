/** Probes of dialogs. */
import * as Effect from "effect/Effect"
import { at, textAt } from "../Http.ts"
import { ask, claim, claimStatus, given, join, Live, making, People, type Member } from "../Live.ts"
import { probe } from "../Probe.ts"
import * as Parts from "./chatParts.ts"
import { createMeeting } from "./meetingParts.ts"

const { createDialog, dialog, group, idsIn, listed, occupants, pathOf, privateDialog, publicDialog, say, types } = Parts

const update = (who: Member, id: string, json: object) => ask("PUT", pathOf(id), { token: who.token, json })

const subscribe = (who: Member, id: string) => ask("POST", pathOf(id, "/subscribe"), { token: who.token })

const unsubscribe = (who: Member, id: string) => ask("DELETE", pathOf(id, "/subscribe"), { token: who.token })

const block = (who: Member, id: string, other: Member) =>
  ask("POST", pathOf(id, "/block"), { token: who.token, json: { user_id: other.id } })

export const dialogs = [
  probe(
    "chat.dialogs-order",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const first = yield* group(ada, [ben])
      const last = yield* group(ada, [ben])
      yield* say(ada, last)
      // Times are in seconds.
      yield* Effect.sleep("1100 millis")
      yield* say(ada, first)
      const query = `_id[in]=${first},${last}`
      const response = yield* ask("GET", "/chat/Dialog", { token: ada.token, query })
      yield* claim(idsIn(response).join() === [first, last].join(), response)
    })
  ),
  probe(
    "chat.deleted-for-oneself",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* privateDialog(ada, ben)
      yield* say(ada, id)
      yield* given(yield* ask("DELETE", pathOf(id), { token: ben.token }))
      const missing = yield* listed(ben, id)
      yield* claim(missing.dialog === undefined, missing.response)
      yield* say(ada, id)
      const there = yield* listed(ben, id)
      yield* claim(there.dialog !== undefined, "it is missing after the next message too")
    })
  ),
  probe(
    "chat.no-opponent",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* claimStatus(422, yield* createDialog(ada, { type: types.private }))
    })
  ),
  probe(
    "chat.required-names",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const { name } = yield* Live
      yield* claimStatus(422, yield* createDialog(ada, { type: types.group, occupants_ids: [ben.id] }))
      yield* claimStatus(422, yield* createDialog(ada, { type: types.group, name: `${name} group` }))
      yield* claimStatus(422, yield* createDialog(ada, { type: types.public }))
    })
  ),
  probe(
    "chat.second-private",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const first = yield* privateDialog(ada, ben)
      // The first one is its creator's to delete.
      const json = { type: types.private, occupants_ids: [ada.id] }
      const second = yield* making("a dialog", ask("POST", "/chat/Dialog", { token: ben.token, json }), (made) =>
        ask("DELETE", pathOf(textAt(made.json, "_id")), {
          token: ben.token,
          query: textAt(made.json, "_id") === first ? "" : "force=1"
        })
      )
      yield* claim(textAt((yield* given(second)).json, "_id") === first, second)
    })
  ),
  probe(
    "chat.no-meetings",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const { name } = yield* Live
      const json = { type: types.meeting, name: `${name} meeting`, occupants_ids: [ben.id] }
      yield* claimStatus(422, yield* createDialog(ada, json))
    })
  ),
  probe(
    "chat.admins-are-occupants",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      const { dialog, response } = yield* listed(ada, yield* group(ada, [ben], { admins_ids: [cay.id] }))
      yield* claim(occupants(dialog).includes(cay.id), response)
    })
  ),
  probe(
    "chat.unknown-occupants",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const { dialog, response } = yield* listed(ada, yield* group(ada, [ben, { ...ben, id: 2_147_483_000 }]))
      yield* claim(occupants(dialog).includes(2_147_483_000), response)
    })
  ),
  probe(
    "chat.leave-group",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      const id = yield* group(ada, [ben, cay])
      yield* claimStatus(200, yield* update(ben, id, { pull_all: { occupants_ids: [ben.id] } }))
      const { dialog, response } = yield* listed(ada, id)
      yield* claim(dialog !== undefined && !occupants(dialog).includes(ben.id), response)
    })
  ),
  probe(
    "chat.remove-occupants",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      const id = yield* group(ada, [ben, cay], { admins_ids: [ben.id] })
      const owner = yield* update(ben, id, { pull_all: { occupants_ids: [ada.id] } })
      yield* claim(owner.status >= 400, owner)
      yield* claimStatus(200, yield* update(ben, id, { pull_all: { occupants_ids: [cay.id] } }))
      yield* claimStatus(200, yield* update(ada, id, { pull_all: { occupants_ids: [ben.id] } }))
    })
  ),
  probe(
    "chat.pinned-in-dialog",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      const message = yield* say(ada, yield* group(ada, [ben]))
      const response = yield* update(ada, id, { push_all: { pinned_messages_ids: [message] } })
      yield* claim(response.status >= 400, response)
    })
  ),
  probe(
    "chat.delete-body",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      const response = yield* given(yield* ask("DELETE", pathOf(id), { token: ada.token, query: "force=1" }))
      yield* claim(response.text.trim() === "" || response.json !== undefined, response)
    })
  ),
  probe(
    "chat.force-place",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      for (const question of [{ query: "force=1" }, { form: "force=1" }]) {
        const id = yield* group(ada, [ben])
        yield* given(yield* ask("DELETE", pathOf(id), { token: ada.token, ...question }))
        const { dialog } = yield* listed(ben, id)
        yield* claim(dialog === undefined, `it is not deleted with ${Object.keys(question).join()}`)
      }
    })
  ),
  probe(
    "chat.delete-many-groups",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const ids = [yield* group(ada, [ben]), yield* group(ada, [ben])]
      const response = yield* given(yield* ask("DELETE", pathOf(ids.join()), { token: ada.token, query: "force=1" }))
      const groups = ["SuccessfullyDeleted", "WrongPermissions", "NotFound"]
      yield* claim(
        groups.every((name) => Array.isArray(at(response.json, `${name}.ids`))),
        response
      )
      yield* claim(Parts.groupOf(response, "SuccessfullyDeleted").length === 2, response)
      yield* claim(Parts.groupOf(response, "NotFound").length === 0, response)
    })
  ),
  probe(
    "chat.cleared-stays",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      yield* say(ada, id)
      yield* given(yield* ask("DELETE", pathOf(`clearHistory/${id}`), { token: ben.token }))
      const { dialog, response } = yield* listed(ben, id)
      yield* claim(dialog !== undefined, response)
      const read = yield* Parts.messages(ben, id)
      yield* claim(read.status === 200 && idsIn(read).length === 0, read)
    })
  ),
  probe(
    "chat.subscribe-others",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      yield* claimStatus(422, yield* subscribe(cay, yield* group(ada, [ben])))
    })
  ),
  probe(
    "chat.subscribe-idempotent",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* publicDialog(ada)
      const first = yield* given(yield* subscribe(ben, id))
      yield* claimStatus(first.status, yield* subscribe(ben, id))
    })
  ),
  probe(
    "chat.unsubscribe-idempotent",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* publicDialog(ada)
      yield* given(yield* subscribe(ben, id))
      yield* claimStatus(200, yield* unsubscribe(ben, id))
      yield* claimStatus(200, yield* unsubscribe(ben, id))
    })
  ),
  probe(
    "chat.unsubscribe-owner",
    Effect.gen(function* () {
      const { ada } = yield* People
      const id = yield* publicDialog(ada)
      // Who is not in it cannot delete it.
      yield* claimStatus(200, yield* making("the owner", unsubscribe(ada, id), () => subscribe(ada, id)))
    })
  ),
  probe(
    "chat.block-exists",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* publicDialog(ada)
      yield* given(yield* subscribe(ben, id))
      yield* claimStatus(200, yield* block(ada, id, ben))
    })
  ),
  probe(
    "chat.subscribe-blocked",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* publicDialog(ada)
      yield* given(yield* subscribe(ben, id))
      yield* given(yield* block(ada, id, ben))
      yield* claimStatus(403, yield* subscribe(ben, id))
    })
  ),
  probe(
    "chat.block-roles",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* publicDialog(ada)
      yield* given(yield* subscribe(ben, id))
      yield* given(yield* ask("PUT", pathOf(id, "/admins"), { token: ada.token, json: adminsOf(ben) }))
      const owner = yield* block(ben, id, ada)
      yield* claim(owner.status >= 400 && owner.status < 500, owner)
    })
  ),
  probe(
    "chat.unblock",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* publicDialog(ada)
      yield* given(yield* subscribe(ben, id))
      yield* given(yield* block(ada, id, ben))
      const question = { token: ada.token, json: { user_id: ben.id } }
      yield* claimStatus(200, yield* ask("DELETE", pathOf(id, "/block"), question))
      yield* claimStatus(200, yield* subscribe(ben, id))
    })
  ),
  probe(
    "chat.blocked-items",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* publicDialog(ada)
      yield* given(yield* subscribe(ben, id))
      yield* given(yield* block(ada, id, ben))
      const response = yield* ask("GET", pathOf(id, "/block"), { token: ada.token })
      yield* claim(idsIn(response, "items", "id").includes(String(ben.id)), response)
    })
  ),
  probe(
    "chat.admins-join",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      const id = yield* group(ada, [ben])
      const json = adminsOf(cay)
      yield* given(yield* ask("PUT", pathOf(id, "/admins"), { token: ada.token, json }))
      const { dialog, response } = yield* listed(ada, id)
      yield* claim(occupants(dialog).includes(cay.id), response)
    })
  ),
  probe(
    "chat.notifications-muted",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      const json = { enabled: "0" }
      yield* given(yield* ask("PUT", pathOf(id, "/notifications"), { token: ben.token, json }))
      const { dialog, response } = yield* listed(ben, id)
      yield* claim(at(dialog, "is_muted") === true || at(dialog, "is_muted") === 1, response)
    })
  ),
  probe(
    "chat.occupants-other-types",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      yield* claimStatus(422, yield* ask("GET", pathOf(id, "/occupants"), { token: ada.token }))
    })
  ),
  probe(
    "chat.occupants-order",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      const id = yield* publicDialog(ada)
      yield* given(yield* subscribe(cay, id))
      yield* given(yield* subscribe(ben, id))
      const response = yield* ask("GET", pathOf(id, "/occupants"), { token: ada.token })
      const found = idsIn(response, "items", "id").map(Number)
      const inOrder = found.join() === found.toSorted((a, b) => a - b).join()
      yield* claim(found.includes(ben.id) && found.includes(cay.id) && inOrder, response)
    })
  ),
  probe(
    "chat.status-of-dialogs",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      const id = yield* group(ada, [ben])
      yield* claimStatus(404, yield* update(ada, "5c094c0ce588ce6856f87422", { name: "Nothing" }))
      yield* claimStatus(403, yield* update(cay, id, { name: "Not in it" }))
    })
  ),
  probe(
    "chat.private-name",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const { name } = yield* Live
      yield* given(
        yield* ask("PUT", `/users/${ben.id}`, { token: ben.token, json: { user: { avatar: "fidelity-avatar" } } })
      )
      const { dialog, response } = yield* listed(ada, yield* privateDialog(ada, ben))
      yield* claim(at(dialog, "name") === `Ben ${name}` && at(dialog, "photo") === "fidelity-avatar", response)
    })
  ),
  probe(
    "chat.deleted-user",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const dora = yield* join("leaving")
      const id = yield* group(ada, [ben, dora])
      const message = yield* say(dora, id, "Goodbye")
      yield* given(yield* ask("DELETE", `/users/${dora.id}`, { token: dora.token }))
      const { dialog, response } = yield* listed(ada, id)
      yield* claim(occupants(dialog).includes(dora.id), response)
      const read = yield* Parts.messages(ada, id)
      yield* claim(idsIn(read).includes(message), read)
    })
  ),
  probe(
    "chat.left-groups",
    Effect.gen(function* () {
      // That of groups was seen: this is the dialog of a meeting.
      const { ada, ben } = yield* People
      const created = yield* given(yield* createMeeting(ada, { chat: true, attendees: [{ id: ben.id }] }))
      const id = textAt(created.json, "chat_dialog_id")
      for (const who of [ben, ada]) yield* given(yield* update(who, id, { pull_all: { occupants_ids: [who.id] } }))
      yield* claimStatus(404, yield* update(ada, id, { name: "Gone" }))
    })
  ),
  probe(
    "chat.nulls",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const { name } = yield* Live
      const plain = { type: types.group, name: `${name} null`, occupants_ids: [ben.id] }
      const id = yield* dialog(ada, { ...plain, photo: null, description: null, admins_ids: null })
      const custom = yield* say(ada, id, "null", { attachments: null, mission: null })
      const response = yield* Parts.messages(ada, id)
      const message = Object(at(response.json, "items.0"))
      yield* claim(textAt(message, "_id") === custom && message["mission"] === null, response)
    })
  )
]

const adminsOf = (who: Member) => ({ push_all: { admins_ids: [who.id] } })
