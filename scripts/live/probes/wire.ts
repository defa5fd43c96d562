/** Probes of what holds for all requests. */
import * as Effect from "effect/Effect"
import { at, list, type Response, textAt } from "../Http.ts"
import { ask, claim, claimStatus, given, notTried, People } from "../Live.ts"
import { probe } from "../Probe.ts"
import { createDialog, group } from "./chatParts.ts"

export const ids = (response: Response): ReadonlyArray<number> =>
  list(response.json, "items").map((item) => Number(at(item, "id") ?? at(item, "user.id")))

const all = (found: ReadonlyArray<unknown>, expected: ReadonlyArray<unknown>) =>
  found.length === expected.length && expected.every((id) => found.includes(id))

export const wire = [
  probe(
    "wire.lists",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const dialogs = [yield* group(ada, [ben]), yield* group(ada, [ben])]
      for (const query of [
        dialogs.map((id) => `_id[in][]=${id}`).join("&"),
        `_id[in]=${dialogs.join()}`,
        dialogs.map((id) => `_id[in]=${id}`).join("&")
      ]) {
        const response = yield* ask("GET", "/chat/Dialog", { token: ada.token, query })
        const found = list(response.json, "items").map((dialog) => textAt(dialog, "_id"))
        yield* claim(all(found, dialogs), `${query.replaceAll(/[\da-f]{24}/g, "…")}: ${found.length} of 2 dialogs`)
      }
    })
  ),
  probe(
    "wire.comma-lists",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      for (const list of [`${ada.id},,${ben.id},`, `${ada.id},%20${ben.id}`]) {
        const response = yield* ask("GET", "/users/v2", { token: ada.token, query: `id[in]=${list}` })
        yield* claim(all(ids(response), [ada.id, ben.id]), response)
      }
    })
  ),
  probe(
    "wire.path-case",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* claimStatus(200, yield* ask("GET", `/Users/${ada.id}`, { token: ada.token }))
      yield* claimStatus(200, yield* ask("GET", "/SESSION", { token: ada.token }))
      yield* claimStatus(200, yield* ask("GET", "/Subscriptions", { token: ada.token }))
    })
  ),
  probe(
    "wire.unknown-route",
    Effect.gen(function* () {
      const { ada } = yield* People
      const response = yield* ask("GET", "/fidelity/nothing", { token: ada.token })
      yield* claimStatus(404, response, "E_ROUTE_NOT_FOUND")
      yield* claim(list(response.json, "errors").length === 1, response)
    })
  ),
  probe(
    "wire.wrong-shape",
    Effect.gen(function* () {
      const { ada } = yield* People
      const wrong = yield* createDialog(ada, { type: "many" })
      yield* claim(wrong.status === 422 && at(wrong.json, "errors.type") !== undefined, wrong)
      yield* claimStatus(400, yield* ask("POST", "/chat/Dialog", { token: ada.token, text: '{"type":' }))
    })
  ),
  probe(
    "wire.unknown-ids",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* claimStatus(404, yield* ask("DELETE", "/subscriptions/no-number", { token: ada.token }))
      yield* claimStatus(404, yield* ask("PUT", "/chat/Dialog/no-id", { token: ada.token, json: { name: "x" } }))
      const ignored = yield* ask("GET", "/users/v2", { token: ada.token, query: `id=${ada.id}&nothing=1` })
      yield* claim(ids(ignored).join() === String(ada.id), ignored)
    })
  ),
  probe(
    "wire.field-operators",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* claimStatus(422, yield* ask("GET", "/users/v2", { token: ada.token, query: "login[between]=a,b" }))
      yield* claimStatus(422, yield* ask("GET", "/chat/Dialog", { token: ada.token, query: "type[between]=1,2" }))
    })
  ),
  probe(
    "wire.url-length",
    Effect.gen(function* () {
      const { ada } = yield* People
      const query = `id[in]=${Array.from({ length: 900 }, () => String(ada.id).padStart(9, "0")).join()}`
      yield* claimStatus(414, yield* ask("GET", "/users/v2", { token: ada.token, query }))
    })
  ),
  probe(
    "wire.header-limits",
    Effect.gen(function* () {
      const { ada } = yield* People
      const encoded = { "Content-Encoding": "gzip" }
      const question = { token: ada.token, text: '{"user":{"full_name":"Ada"}}', headers: encoded }
      yield* claimStatus(415, yield* ask("PUT", `/users/${ada.id}`, question))
      const headers = { "X-Fidelity": "x".repeat(17 * 1024) }
      yield* claimStatus(431, yield* ask("GET", `/users/${ada.id}`, { token: ada.token, headers }))
    })
  ),
  probe(
    "wire.empty-successes",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const dialog = yield* group(ada, [ben])
      const token = ada.token
      for (const response of [
        yield* ask("DELETE", `/chat/Dialog/clearHistory/${dialog}`, { token }),
        yield* ask("DELETE", `/chat/Dialog/${dialog}`, { token, query: "force=1" })
      ]) {
        yield* given(response)
        yield* claim(response.text.trim() === "" || response.json !== undefined, response)
      }
    })
  ),
  probe(
    "wire.forbidden",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const question = { token: ben.token, json: { user: { full_name: "Not Ada" } } }
      const response = yield* ask("PUT", `/users/${ada.id}`, question)
      yield* claim(response.status === 403 && list(response.json, "errors.base").length === 1, response)
    })
  ),
  probe(
    "wire.pages",
    Effect.gen(function* () {
      const { ada } = yield* People
      const token = ada.token
      const dialogs = yield* ask("GET", "/chat/Dialog", { token, query: "limit=101" })
      yield* claim(dialogs.status === 200 && at(dialogs.json, "limit") === 100, dialogs)
      const files = yield* ask("GET", "/blobs", { token, query: "page=1&per_page=101" })
      yield* claim(files.status === 200 && at(files.json, "per_page") === 100, files)
    })
  ),
  probe(
    "streams.dialogs",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const first = yield* group(ada, [ben])
      const last = yield* group(ada, [ben])
      const query = `sort_desc=created_at&created_at[lte]=4000000000&_id[nin]=${first}&limit=100`
      const response = yield* ask("GET", "/chat/Dialog", { token: ada.token, query })
      const found = list(response.json, "items")
      const times = found.map((dialog) => Date.parse(textAt(dialog, "created_at")))
      const found_ids = found.map((dialog) => textAt(dialog, "_id"))
      yield* claim(found_ids.includes(last) && !found_ids.includes(first), response)
      yield* claim(times.join() === times.toSorted((a, b) => b - a).join(), "the dialogs are not the last made first")
    })
  ),
  probe(
    "streams.users",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      // They were made one after the other. A condition on a field that stands alone is required.
      const own = yield* given(yield* ask("GET", `/users/${ada.id}`, { token: ada.token }))
      const since = textAt(own.json, "user.created_at") || textAt(own.json, "created_at")
      const some = `id[in][]=${cay.id}&id[in][]=${ben.id}&id[in][]=${ada.id}`
      const query = `sort_asc=created_at&created_at[gte]=${since}&id[nin][]=${cay.id}&${some}`
      const response = yield* ask("GET", "/users/v2", { token: ada.token, query })
      const times = list(response.json, "items").map((user) => Date.parse(textAt(user, "created_at")))
      const found = ids(response)
      yield* claim([ada.id, ben.id].every((id) => found.includes(id)) && !found.includes(cay.id), response)
      yield* claim(times.join() === times.toSorted((a, b) => a - b).join(), "the users are not the first made first")
    })
  ),
  probe(
    "streams.users-v1",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      const filters = [`number id gt ${ada.id - 1}`, `number id in ${ada.id},${ben.id},${cay.id}`]
      const query = `order=${encodeURIComponent("asc number id")}&${filters.map((filter) => `filter[]=${encodeURIComponent(filter)}`).join("&")}`
      const response = yield* ask("GET", "/users", { token: ada.token, query })
      if (response.status === 403) return yield* notTried("the dashboard forbids to list users")
      yield* claim(ids(response).join() === [ada.id, ben.id, cay.id].toSorted((a, b) => a - b).join(), response)
    })
  )
]
