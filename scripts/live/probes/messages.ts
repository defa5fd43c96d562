/** Probes of messages. */
import * as Effect from "effect/Effect"
import { at, list, textAt } from "../Http.ts"
import { ask, claim, claimStatus, given, making, type Member, notTried, People } from "../Live.ts"
import { probe } from "../Probe.ts"
import * as Parts from "./chatParts.ts"

const { group, groupOf, idsIn, listed, messages, privateDialog, publicDialog, say, send } = Parts

const change = (who: Member, id: string, json: object) => ask("PUT", `/chat/Message/${id}`, { token: who.token, json })

const remove = (who: Member, ids: string) => ask("DELETE", `/chat/Message/${ids}`, { token: who.token })

const react = (who: Member, id: string, json: object) =>
  ask("PUT", `/chat/Message/${id}/reactions`, { token: who.token, json })

const nowhere = "5c094c0ce588ce6856f87422"

const search = (who: Member, query: string) => ask("GET", "/chat/search", { token: who.token, query })

const seen = Effect.fnUntraced(function* (who: Member, dialog: string) {
  const response = yield* given(yield* messages(who, dialog))
  return { response, message: at(response.json, "items.0") }
})

export const messageProbes = [
  probe(
    "chat.messages-outsider",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      yield* claimStatus(403, yield* messages(cay, yield* group(ada, [ben])))
    })
  ),
  probe(
    "chat.preview-roles",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      const preview = (who: Member, id: string) => messages(who, id, "&preview=1")
      const closed = yield* group(ada, [ben])
      yield* claimStatus(403, yield* preview(cay, closed))
      yield* claimStatus(200, yield* preview(ben, closed))
    })
  ),
  probe(
    "chat.messages-same-second",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      for (const text of ["1", "2", "3", "4"]) yield* say(ada, id, text)
      const response = yield* given(yield* messages(ada, id, "&sort_asc=date_sent"))
      const found = idsIn(response)
      yield* claim(found.length === 4 && found.join() === found.toSorted().join(), response)
    })
  ),
  probe(
    "chat.unread-others",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      const id = yield* group(ada, [ben])
      yield* say(ada, id)
      const query = `chat_dialog_ids=${id}`
      const response = yield* ask("GET", "/chat/Message/unread", { token: cay.token, query })
      yield* claim(response.status === 200 && at(response.json, id) === undefined, response)
    })
  ),
  probe(
    "chat.message-no-target",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* claimStatus(422, yield* send(ada, { message: "To nobody" }))
    })
  ),
  probe(
    "chat.message-makes-dialog",
    Effect.gen(function* () {
      const { ben, cay } = yield* People
      const before = yield* ask("GET", "/chat/Dialog", { token: cay.token, query: "type=3" })
      if (list(before.json, "items").some((dialog) => list(dialog, "occupants_ids").includes(ben.id)))
        return yield* notTried("the two have a dialog already")
      const sent = yield* making("a dialog", send(ben, { recipient_id: cay.id, message: "Hello" }), ({ json }) =>
        ask("DELETE", `/chat/Dialog/${textAt(json, "chat_dialog_id")}`, { token: ben.token, query: "force=1" })
      )
      yield* claimStatus(201, sent)
      const { dialog, response } = yield* listed(cay, textAt(sent.json, "chat_dialog_id"))
      yield* claim(at(dialog, "type") === 3, response)
    })
  ),
  probe(
    "chat.message-revives-dialog",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* privateDialog(ada, ben)
      yield* say(ada, id, "before")
      yield* given(yield* ask("DELETE", `/chat/Dialog/${id}`, { token: ben.token }))
      yield* say(ada, id, "after")
      const { dialog } = yield* listed(ben, id)
      yield* claim(dialog !== undefined, "the dialog is still missing")
    })
  ),
  probe(
    "chat.sender-has-read",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      yield* say(ada, id)
      const { message, response } = yield* seen(ben, id)
      yield* claim(list(message, "read_ids").includes(ada.id), response)
      yield* claim(list(message, "delivered_ids").includes(ada.id), response)
    })
  ),
  probe(
    "chat.read-delivered",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      yield* given(yield* change(ben, yield* say(ada, id), { chat_dialog_id: id, read: 1 }))
      const { message, response } = yield* seen(ada, id)
      yield* claim(list(message, "read_ids").includes(ben.id), response)
      yield* claim(list(message, "delivered_ids").includes(ben.id), response)
    })
  ),
  probe(
    "chat.message-edit-sender",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      const message = yield* say(ada, id)
      yield* claimStatus(403, yield* change(ben, message, { chat_dialog_id: id, message: "Not mine" }))
    })
  ),
  probe(
    "chat.message-not-found",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      yield* claimStatus(404, yield* change(ada, nowhere, { chat_dialog_id: id, message: "Nothing" }))
    })
  ),
  probe(
    "chat.edited-at",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      yield* given(yield* change(ada, yield* say(ada, id), { chat_dialog_id: id, message: "Changed" }))
      const { message, response } = yield* seen(ada, id)
      const edited = textAt(message, "edited_at")
      yield* claim(edited !== "" && edited >= textAt(message, "created_at"), response)
    })
  ),
  probe(
    "chat.delete-one-groups",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const message = yield* say(ada, yield* group(ada, [ben]))
      const response = yield* given(yield* remove(ada, message))
      yield* claim(groupOf(response, "SuccessfullyDeleted").includes(message), response)
    })
  ),
  probe(
    "chat.delete-outsider",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      const message = yield* say(ada, yield* group(ada, [ben]))
      const response = yield* given(yield* remove(cay, message))
      yield* claim(groupOf(response, "WrongPermissions").includes(message), response)
    })
  ),
  probe(
    "chat.delete-deleted",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const message = yield* say(ada, yield* group(ada, [ben]))
      yield* given(yield* remove(ada, message))
      const response = yield* given(yield* remove(ada, message))
      yield* claim(groupOf(response, "NotFound").includes(message), response)
    })
  ),
  probe(
    "chat.system-unknown-user",
    Effect.gen(function* () {
      const { ada } = yield* People
      const json = { recipientId: 2_147_483_000, recipient_id: 2_147_483_000, message: "Hello" }
      yield* claimStatus(422, yield* ask("POST", "/chat/Message/system", { token: ada.token, json }))
    })
  ),
  probe(
    "chat.several-reactions",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const message = yield* say(ada, yield* group(ada, [ben]))
      yield* given(yield* react(ben, message, { add: "🙂" }))
      yield* given(yield* react(ben, message, { add: "👍" }))
      const response = yield* ask("GET", `/chat/Message/${message}/reactions`, { token: ada.token })
      const both = list(response.json, "🙂").length + list(response.json, "👍").length
      yield* claim(both === 2, response)
    })
  ),
  probe(
    "chat.reactions-shown",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      const message = yield* say(ada, yield* group(ada, [ben]))
      const response = yield* react(cay, message, { add: "🙂" })
      yield* claim(response.status >= 400 && response.status < 500, response)
    })
  ),
  probe(
    "chat.list-reactions-shown",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      const message = yield* say(ada, yield* group(ada, [ben]))
      const response = yield* ask("GET", `/chat/Message/${message}/reactions`, { token: cay.token })
      yield* claim(response.status >= 400 && response.status < 500, response)
    })
  ),
  probe(
    "chat.no-reactions",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const message = yield* say(ada, yield* group(ada, [ben]))
      const response = yield* ask("GET", `/chat/Message/${message}/reactions`, { token: ada.token })
      yield* claim(response.status === 200 && response.text.trim() === "{}", response)
    })
  ),
  probe(
    "chat.search-case",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      yield* say(ada, id, "Fidelity Engine")
      const found = (text: string) => search(ada, `search_text=${encodeURIComponent(text)}&chat_dialog_ids=${id}`)
      const same = yield* given(yield* found("Fidelity"))
      yield* claim(list(same.json, "results.messages").length === 1, same)
      const other = yield* given(yield* found("fidelity"))
      const isPage = Array.isArray(at(other.json, "results.messages"))
      yield* claim(isPage && list(other.json, "results.messages").length === 0, other)
    })
  ),
  probe(
    "chat.search-users",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      yield* say(ben, id, "Fidelity Engine")
      const response = yield* given(yield* search(ada, `search_text=Fidelity&chat_dialog_ids=${id}`))
      yield* claim(list(response.json, "results.messages").length === 1, response)
      yield* claim(
        Array.isArray(at(response.json, "results.users")) && list(response.json, "results.users").length === 0,
        response
      )
    })
  ),
  probe(
    "chat.search-start",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* claimStatus(422, yield* search(ada, "search_text=Fidelity&start_date=2026-01-01"))
    })
  ),
  probe(
    "chat.search-limit",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      for (let number = 0; number < 11; number += 1) yield* say(ada, id, `Fidelity ${number}`)
      const response = yield* given(yield* search(ada, `search_text=Fidelity&chat_dialog_ids=${id}`))
      const texts = list(response.json, "results.messages").map((message) => textAt(message, "message"))
      yield* claim(texts.length === 10 && texts[0] === "Fidelity 10", response)
    })
  ),
  probe(
    "chat.views",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* publicDialog(ada)
      yield* given(yield* ask("POST", Parts.pathOf(id, "/subscribe"), { token: ben.token }))
      yield* say(ada, id)
      yield* given(yield* ask("GET", "/chat/Message", { token: ben.token, query: `chat_dialog_id=${id}` }))
      const { message, response } = yield* seen(ada, id)
      yield* claim(at(message, "views_count") === 1, response)
    })
  ),
  probe(
    "chat.last-message",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      yield* say(ada, id, "first")
      const last = yield* say(ada, id, "last")
      yield* given(yield* remove(ben, last))
      const { dialog, response } = yield* listed(ben, id)
      yield* claim(at(dialog, "last_message") === "first", response)
      const own = yield* listed(ada, id)
      yield* claim(at(own.dialog, "last_message") === "last", own.response)
      yield* claim((at(dialog, "last_message_status") ?? null) === null, response)
    })
  ),
  probe(
    "chat.attachments",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      const attachments = [{ type: "image", id: "47863", size: 42, nothing: null, more: { of: ["it"] } }]
      yield* say(ada, id, "attached", { attachments })
      const { message, response } = yield* seen(ben, id)
      yield* claim(JSON.stringify(at(message, "attachments")) === JSON.stringify(attachments), response)
    })
  ),
  probe(
    "chat.written",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      const mission = { crew: [null, 5], name: "Δ" }
      yield* say(ada, id, "custom", { mission, attachments: { 1: { id: "b" }, 0: { id: "a" } } })
      const { message, response } = yield* seen(ben, id)
      yield* claim(JSON.stringify(at(message, "mission")) === JSON.stringify(mission), response)
      yield* claim(
        list(message, "attachments")
          .map((attachment) => at(attachment, "id"))
          .join() === "a,b",
        response
      )
    })
  ),
  probe(
    "chat.previews",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben], { permissions: { allow_preview: false } })
      yield* say(ada, id)
      const response = yield* messages(ben, id, "&preview=1")
      yield* claim(response.status === 200 && idsIn(response).length === 1, response)
    })
  ),
  probe(
    "chat.update-all",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* group(ada, [ben])
      yield* say(ada, id, "1")
      yield* say(ada, id, "2")
      const question = { token: ben.token, json: { chat_dialog_id: id, read: 1 } }
      yield* given(yield* ask("PUT", "/chat/Message", question))
      const response = yield* given(yield* messages(ada, id))
      const read = list(response.json, "items").map((message) => list(message, "read_ids").includes(ben.id))
      yield* claim(read.join() === "true,true", response)
    })
  )
]
