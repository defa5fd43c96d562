/** Probes of users. */
import * as Effect from "effect/Effect"
import { at, list, textAt } from "../Http.ts"
import { ask, claim, claimStatus, given, join, Live, login, notTried, People, session, signUp } from "../Live.ts"
import { probe } from "../Probe.ts"
import { ids } from "./wire.ts"

const nobody = "nobody-has-this-one"

const sorted = (ids: ReadonlyArray<number>) => ids.toSorted((a, b) => a - b).join()

export const users = [
  probe(
    "users.password-length",
    Effect.gen(function* () {
      yield* claimStatus(422, yield* signUp("short", { password: "1234567" }))
      yield* claimStatus(201, yield* signUp("long", { password: "12345678" }))
    })
  ),
  probe(
    "users.taken-once",
    Effect.gen(function* () {
      const { name } = yield* Live
      yield* claimStatus(422, yield* signUp("twin", { external_id: `${name}-ada` }))
      yield* claimStatus(422, yield* signUp("twin", { email: `${name}-ADA@example.com` }))
    })
  ),
  probe(
    "users.tags-as-text",
    Effect.gen(function* () {
      const response = yield* given(yield* signUp("tags", { tag_list: "fidelity,probe" }))
      yield* claim(at(response.json, "user.user_tags") === "fidelity,probe", response)
    })
  ),
  probe(
    "users.query-rules",
    Effect.gen(function* () {
      const { ada } = yield* People
      for (const query of ["created_at[gte]=1000000000", `login[nin][]=${ada.login}`, "login[start_with]=fid"])
        yield* claimStatus(422, yield* ask("GET", "/users/v2", { token: ada.token, query }))
    })
  ),
  probe(
    "users.list-case",
    Effect.gen(function* () {
      const { ada } = yield* People
      const query = `login=${ada.login.toUpperCase()}`
      const response = yield* ask("GET", "/users/v2", { token: ada.token, query })
      yield* claim(response.status === 200 && ids(response).length === 0, response)
    })
  ),
  probe(
    "users.list-operators",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const listed = (query: string) => ask("GET", "/users/v2", { token: ada.token, query })
      const within = yield* listed(`login[in]=${ada.login},${ben.login}`)
      yield* claim(sorted(ids(within)) === sorted([ada.id, ben.id]), within)
      const starting = yield* listed(`login[start_with]=${ada.login}`)
      yield* claim(ids(starting).join() === String(ada.id), starting)
    })
  ),
  probe(
    "users.list-conditions",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      const query = `id[in]=${ada.id},${ben.id}&id[nin]=${ada.id},${cay.id}`
      const response = yield* ask("GET", "/users/v2", { token: ada.token, query })
      yield* claim(ids(response).join() === String(ben.id), response)
    })
  ),
  probe(
    "users.list-unknown-sort",
    Effect.gen(function* () {
      const { ada } = yield* People
      const query = `id=${ada.id}&sort_asc=nothing`
      yield* claimStatus(422, yield* ask("GET", "/users/v2", { token: ada.token, query }))
    })
  ),
  probe(
    "users.list-order",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      const query = `id[in]=${cay.id},${ada.id},${ben.id}`
      const response = yield* ask("GET", "/users/v2", { token: ada.token, query })
      yield* claim(ids(response).join() === sorted([ada.id, ben.id, cay.id]), response)
    })
  ),
  probe(
    "users.list-v1-forbidden",
    Effect.gen(function* () {
      const { ada } = yield* People
      const response = yield* ask("GET", "/users", { token: ada.token, query: "per_page=1" })
      if (response.status === 200) return yield* notTried("the dashboard allows to list users")
      yield* claimStatus(403, response)
    })
  ),
  probe(
    "users.lookup-not-found",
    Effect.gen(function* () {
      const { token } = (yield* People).ada
      for (const [path, query] of [
        ["/users/by_login", `login=${nobody}`],
        ["/users/by_email", `email=${nobody}@example.com`],
        ["/users/by_facebook_id", "facebook_id=99999999999999"],
        ["/users/by_twitter_id", "twitter_id=99999999999999"],
        ["/users/2147483000", ""]
      ] as const) {
        const response = yield* ask("GET", path, { token, query })
        yield* claim(response.status === 404, `GET ${path}: ${response.status} ${response.text.slice(0, 100)}`)
      }
    })
  ),
  probe(
    "users.lookup-case",
    Effect.gen(function* () {
      const { ada } = yield* People
      const query = `login=${ada.login.toUpperCase()}`
      yield* claimStatus(404, yield* ask("GET", "/users/by_login", { token: ada.token, query }))
    })
  ),
  probe(
    "users.whole-name",
    Effect.gen(function* () {
      const { name } = yield* Live
      const { ada } = yield* People
      const found = (full_name: string) =>
        ask("GET", "/users/by_full_name", {
          token: ada.token,
          query: `full_name=${encodeURIComponent(full_name)}`
        })
      const whole = yield* given(yield* found(`Ada ${name}`))
      yield* claim(ids(whole).includes(ada.id), whole)
      const part = yield* found(name)
      const isPage = part.status === 404 || Array.isArray(at(part.json, "items"))
      yield* claim(isPage && !ids(part).includes(ada.id), part)
    })
  ),
  probe(
    "users.phone-response",
    Effect.gen(function* () {
      const { ada } = yield* People
      const own = yield* given(yield* ask("GET", `/users/${ada.id}`, { token: ada.token }))
      const phone = textAt(own.json, "user.phone") || textAt(own.json, "phone")
      const response = yield* ask("GET", "/users/phone", { token: ada.token, query: `phone=${phone}` })
      yield* claim(response.status === 200 && at(response.json, "user.id") === ada.id, response)
    })
  ),
  probe(
    "users.online-minutes",
    Effect.gen(function* () {
      const { ada } = yield* People
      const response = yield* ask("GET", "/users/online", { token: ada.token })
      if (response.status === 403) return yield* notTried("the dashboard forbids to list who is online")
      const found = list(response.json, "users").map((user) => at(user, "id") ?? at(user, "user.id"))
      yield* claim(found.includes(ada.id), response)
    })
  ),
  probe(
    "users.update-others",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const question = { token: ben.token, json: { user: { website: "example.com" } } }
      yield* claimStatus(403, yield* ask("PUT", `/users/${ada.id}`, question))
    })
  ),
  probe(
    "users.update-null",
    Effect.gen(function* () {
      const { ada } = yield* People
      const update = (website: string | null) =>
        ask("PUT", `/users/${ada.id}`, { token: ada.token, json: { user: { website } } })
      yield* given(yield* update("https://example.com"))
      const response = yield* update(null)
      yield* claim(response.status === 200 && at(response.json, "user.website") === null, response)
    })
  ),
  probe(
    "users.old-password",
    Effect.gen(function* () {
      const { ada } = yield* People
      const user = { old_password: "not the password", password: "correct horse battery" }
      yield* claimStatus(422, yield* ask("PUT", `/users/${ada.id}`, { token: ada.token, json: { user } }))
    })
  ),
  probe(
    "users.delete-others",
    Effect.gen(function* () {
      const { ben } = yield* People
      const dora = yield* join("dora")
      yield* claimStatus(403, yield* ask("DELETE", `/users/${dora.id}`, { token: ben.token }))
    })
  ),
  probe(
    "users.delete-sessions",
    Effect.gen(function* () {
      const { id, token } = yield* join("gone")
      yield* given(yield* ask("DELETE", `/users/${id}`, { token }))
      yield* claimStatus(401, yield* ask("GET", "/session", { token }))
    })
  ),
  probe(
    "users.delete-by-external-id",
    Effect.gen(function* () {
      const { ben } = yield* People
      const external_user_id = 1_000_000_000 + (ben.id % 1_000_000_000)
      yield* given(yield* signUp("external", { external_user_id }))
      const { name } = yield* Live
      const { token } = yield* login({ login: `${name}-external` })
      const path = `/users/external/${external_user_id}`
      const others = yield* ask("DELETE", path, { token: ben.token })
      yield* claim(others.status >= 400, others)
      yield* claimStatus(200, yield* ask("DELETE", path, { token }))
    })
  ),
  probe(
    "users.reset-unknown",
    Effect.gen(function* () {
      const { token } = (yield* People).ada
      const query = `email=${nobody}@example.com`
      yield* claimStatus(404, yield* ask("GET", "/users/password/reset", { token, query }))
    })
  ),
  probe(
    "users.reset-session",
    Effect.gen(function* () {
      // An unknown e-mail: nobody gets a mail.
      const { token } = yield* session()
      const query = `email=${nobody}@example.com`
      yield* claimStatus(404, yield* ask("GET", "/users/password/reset", { token, query }))
    })
  ),
  probe(
    "users.reset-post",
    Effect.gen(function* () {
      const { token } = yield* session()
      const json = { email: `${nobody}@example.com` }
      yield* claimStatus(404, yield* ask("POST", "/users/password/reset", { token, json }))
    })
  )
]
