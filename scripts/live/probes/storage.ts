/** Probes of files. */
import * as Effect from "effect/Effect"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import { at, list, type Response, textAt } from "../Http.ts"
import { ask, claim, claimStatus, given, Live, making, type Member, People, session } from "../Live.ts"
import { probe } from "../Probe.ts"

const content = "The engine is warm."

const create = Effect.fnUntraced(function* (who: Member, more: object = {}) {
  const { name } = yield* Live
  const blob = { content_type: "text/plain", name: `${name}.txt`, ...more }
  return yield* making("a file", ask("POST", "/blobs", { token: who.token, json: { blob } }), ({ json }) =>
    ask("DELETE", `/blobs/${textAt(json, "blob.id")}`, { token: who.token })
  )
})

const idOf = ({ json }: Response) => textAt(json, "blob.id")

const uidOf = ({ json }: Response) => textAt(json, "blob.uid")

const complete = (who: Member, created: Response, size: number) =>
  ask("PUT", `/blobs/${idOf(created)}/complete`, { token: who.token, json: { blob: { size } } })

/** A file with its content. */
const stored = Effect.fnUntraced(function* (who: Member) {
  const { execute } = yield* Live
  const created = yield* given(yield* create(who))
  const { origin, pathname, searchParams } = new URL(textAt(created.json, "blob.blob_object_access.params"))
  const form = new FormData()
  for (const [name, value] of searchParams) form.append(name, value)
  form.append("file", new Blob([content], { type: "text/plain" }), "fidelity.txt")
  const request = HttpClientRequest.bodyFormData(HttpClientRequest.post(`${origin}${pathname}`), form)
  yield* given(yield* execute(request))
  yield* given(yield* complete(who, created, content.length))
  return created
})

export const storage = [
  probe(
    "storage.create-status",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* claimStatus(201, yield* create(ada))
    })
  ),
  probe(
    "storage.create-no-user",
    Effect.gen(function* () {
      const { token } = yield* session()
      yield* claimStatus(403, yield* create({ id: 0, login: "", token }))
    })
  ),
  probe(
    "storage.complete-wrong",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* claimStatus(422, yield* complete(ada, yield* given(yield* create(ada)), content.length))
    })
  ),
  probe(
    "storage.complete-idempotent",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* claimStatus(200, yield* complete(ada, yield* stored(ada), content.length))
    })
  ),
  probe(
    "storage.get-private",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const file = yield* given(yield* create(ada))
      yield* claimStatus(403, yield* ask("GET", `/blobs/${idOf(file)}`, { token: ben.token }))
    })
  ),
  probe(
    "storage.list-order",
    Effect.gen(function* () {
      const { ada } = yield* People
      const first = yield* given(yield* create(ada))
      const last = yield* given(yield* create(ada))
      const response = yield* ask("GET", "/blobs", { token: ada.token, query: "per_page=100" })
      const found = list(response.json, "items").map((item) => textAt(item, "blob.id") || textAt(item, "id"))
      const [one, two] = [found.indexOf(idOf(first)), found.indexOf(idOf(last))]
      yield* claim(one >= 0 && one < two, response)
    })
  ),
  probe(
    "storage.download-incomplete",
    Effect.gen(function* () {
      const { ada } = yield* People
      const file = yield* given(yield* create(ada))
      yield* claimStatus(404, yield* ask("GET", `/blobs/${uidOf(file)}/download`, { token: ada.token }))
    })
  ),
  probe(
    "storage.download-private",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const file = yield* stored(ada)
      yield* claimStatus(301, yield* ask("GET", `/blobs/${uidOf(file)}/download`, { token: ben.token }))
    })
  ),
  probe(
    "storage.private-files",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const file = yield* stored(ada)
      yield* claimStatus(403, yield* ask("GET", `/blobs/${idOf(file)}`, { token: ben.token }))
      yield* claimStatus(200, yield* ask("GET", `/blobs/${idOf(file)}`, { token: ada.token }))
    })
  ),
  probe(
    "storage.uid-redirects",
    Effect.gen(function* () {
      const { ada } = yield* People
      const file = yield* stored(ada)
      yield* claimStatus(301, yield* ask("GET", `/blobs/${uidOf(file)}`, { token: ada.token }))
    })
  ),
  probe(
    "storage.uid-json",
    Effect.gen(function* () {
      const { ada } = yield* People
      const file = yield* stored(ada)
      const response = yield* ask("GET", `/blobs/${uidOf(file)}.json`, { token: ada.token })
      yield* claim(response.status === 200 && textAt(response.json, "blob.id") === idOf(file), response)
    })
  ),
  probe(
    "storage.object-no-content",
    Effect.gen(function* () {
      const { ada } = yield* People
      const file = yield* given(yield* create(ada))
      const question = { token: ada.token, query: "download_url=1" }
      const response = yield* ask("GET", `/blobs/${uidOf(file)}/object`, question)
      const url = at(response.json, "download_url") ?? at(response.json, "dowload_url")
      yield* claim(url === undefined || url === null, response)
      yield* claim(response.json !== undefined && response.status < 500, response)
    })
  ),
  probe(
    "storage.object-without",
    Effect.gen(function* () {
      const { ada } = yield* People
      const file = yield* stored(ada)
      const response = yield* ask("GET", `/blobs/${uidOf(file)}/object`, { token: ada.token })
      yield* claim(response.status === 200 && idOf(response) === idOf(file), response)
    })
  ),
  probe(
    "storage.update-new",
    Effect.gen(function* () {
      const { ada } = yield* People
      const file = yield* stored(ada)
      const question = { token: ada.token, json: { blob: { new: 1 } } }
      const response = yield* given(yield* ask("PUT", `/blobs/${idOf(file)}`, question))
      yield* claim(textAt(response.json, "blob.blob_object_access.params") !== "", response)
      yield* claimStatus(301, yield* ask("GET", `/blobs/${uidOf(file)}/download`, { token: ada.token }))
    })
  ),
  probe(
    "storage.update-others",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const file = yield* given(yield* create(ada))
      const question = { token: ben.token, json: { blob: { name: "Not mine" } } }
      yield* claimStatus(403, yield* ask("PUT", `/blobs/${idOf(file)}`, question))
    })
  ),
  probe(
    "storage.delete-others",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const file = yield* given(yield* create(ada))
      yield* claimStatus(403, yield* ask("DELETE", `/blobs/${idOf(file)}`, { token: ben.token }))
    })
  )
]
