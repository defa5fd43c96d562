/** Probes of sessions. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { at, textAt } from "../Http.ts"
import { ask, claim, claimStatus, given, Live, login, making, notTried, People, session, signUp } from "../Live.ts"
import { probe } from "../Probe.ts"

/** A login that nobody has, in a request that may create its user. */
const unknownLogin = (path: string, who: string, fields: Effect.Effect<object, never, Live>) =>
  Effect.gen(function* () {
    const { name } = yield* Live
    const credentials = { login: `${name}-${who}`, password: "correct horse battery" }
    return yield* making(
      `the user ${credentials.login}`,
      Effect.gen(function* () {
        const application = yield* session()
        const more = yield* fields
        const json = { ...more, ...(path === "/session" ? { user: credentials } : credentials) }
        const body = path === "/session" ? yield* Effect.flatMap(Live, ({ signed }) => signed(json)) : json
        return yield* ask("POST", path, path === "/session" ? { json: body } : { token: application.token, json: body })
      }),
      Effect.fnUntraced(function* () {
        const member = yield* login(credentials)
        return yield* ask("DELETE", `/users/${member.id}`, { token: member.token })
      })
    )
  })

const nothing = Effect.succeed({})

export const auth = [
  probe(
    "auth.unknown-application",
    Effect.gen(function* () {
      const { auth_key } = yield* Live
      const response = yield* ask("POST", "/session", { json: { application_id: 999_999_999, auth_key } })
      yield* claimStatus(422, response, "No application found")
    })
  ),
  probe(
    "auth.denied-creation",
    Effect.gen(function* () {
      const response = yield* unknownLogin("/session", "denied", nothing)
      if (response.status === 201) return yield* notTried("the dashboard allows sessions that create their user")
      yield* claimStatus(401, response)
    })
  ),
  probe(
    "auth.login-creates",
    Effect.gen(function* () {
      const bySession = yield* unknownLogin("/session", "first", nothing)
      const byLogin = yield* unknownLogin("/login", "second", nothing)
      const both = `POST /session: ${bySession.status}, POST /login: ${byLogin.status}`
      yield* claim(bySession.status < 300 === byLogin.status < 300, both)
      if (byLogin.status < 300) yield* claim(textAt(byLogin.json, "user.login").endsWith("second"), byLogin)
    })
  ),
  probe(
    "auth.clock",
    Effect.gen(function* () {
      const { signed } = yield* Live
      const now = Math.floor((yield* Clock.currentTimeMillis) / 1000)
      const body = yield* signed({ timestamp: now - 3 * 3600 })
      if (!("signature" in body)) return yield* notTried("it needs CONNECTYCUBE_AUTH_SECRET")
      yield* claimStatus(422, yield* ask("POST", "/session", { json: body }), "Bad timestamp")
    })
  ),
  probe(
    "auth.session-without-user",
    Effect.gen(function* () {
      const { response: created, token } = yield* session()
      const response = yield* given(yield* ask("GET", "/session", { token }))
      const names = (json: unknown) =>
        Object.keys(Object(at(json, "session")))
          .toSorted()
          .join()
      yield* claim(names(response.json) !== "" && names(response.json) === names(created.json), response)
    })
  ),
  probe(
    "auth.destroyed-token",
    Effect.gen(function* () {
      const { ada } = yield* People
      const { token } = yield* login({ login: ada.login })
      yield* given(yield* ask("DELETE", "/session", { token }))
      yield* claimStatus(401, yield* ask("GET", "/session", { token }))
    })
  ),
  probe(
    "auth.logout-keeps-token",
    Effect.gen(function* () {
      const { ada } = yield* People
      const { token } = yield* login({ login: ada.login })
      yield* given(yield* ask("DELETE", "/login", { token }))
      const response = yield* ask("GET", "/session", { token })
      const user = Number(at(response.json, "session.user_id") ?? 0)
      yield* claim(response.status === 200 && user === 0, response)
    })
  ),
  probe(
    "auth.need-user",
    Effect.gen(function* () {
      const { token } = yield* session()
      for (const path of ["/chat/Dialog", "/blobs", "/subscriptions", "/address_book", "/meetings"]) {
        const response = yield* ask("GET", path, { token })
        const needsUser = response.status === 403 && response.text.includes("Need user")
        yield* claim(needsUser, `GET ${path}: ${response.status} ${response.text.slice(0, 100)}`)
      }
    })
  ),
  probe(
    "auth.blank-login",
    Effect.gen(function* () {
      const response = yield* signUp("blank", { login: undefined })
      yield* claimStatus(422, response, "Both user login and email can't be blank")
    })
  ),
  probe(
    "auth.firebase",
    Effect.gen(function* () {
      const { signed } = yield* Live
      for (const provider of ["facebook", "twitter"]) {
        const response = yield* ask("POST", "/session", { json: yield* signed({ provider }) })
        yield* claimStatus(422, response, "Bad Authentication data")
      }
    })
  ),
  probe(
    "auth.order-of-errors",
    Effect.gen(function* () {
      const wrong = {
        application_id: 999_999_999,
        auth_key: "wrong",
        user: { login: "nobody", password: "wrong horse" }
      }
      // The application comes before its key, and both before the user.
      yield* claimStatus(422, yield* ask("POST", "/session", { json: wrong }), "No application found")
    })
  )
]
