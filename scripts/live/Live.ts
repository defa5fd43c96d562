/** The application under test, three of its users, and what probes make, which is deleted when its scope closes. */
import * as Signature from "@effect-connectycube/auth/Signature"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import * as Http from "./Http.ts"
import { Differs, NotTried } from "./Outcome.ts"

export interface Member {
  readonly id: number
  readonly login: string
  readonly token: string
}

export type Ask = Effect.Effect<Http.Response, NotTried, Live>

/** Waits for a response, and asks for the deletion of what it has created when the scope closes. */
export type Making = Effect.Effect<Http.Response, NotTried, Live | Scope.Scope>

export class Live extends Context.Service<
  Live,
  Http.Http & {
    /** The beginning of the names of everything that a run makes. */
    readonly name: string
    readonly application_id: number
    /** The class of custom data with the fields `title`, `seats` and `tags`. */
    readonly class_name: string | undefined
    readonly admin_api_key: string | undefined
    readonly auth_key: string
    /** The fields of a request for a session, signed where the application has a secret. */
    readonly signed: (fields: object) => Effect.Effect<object>
    /** What could not be deleted. */
    readonly left: Array<string>
  }
>()("scripts/live/Live") {}

export interface Options extends Http.Limits {
  /** The beginning of all names; letters, digits and hyphens. */
  readonly name: string
  readonly class_name?: string | undefined
}

export const make = Effect.fnUntraced(function* ({ class_name, name, ...limits }: Options) {
  const config = yield* ConnectyCubeConfig
  const http = yield* Http.make(config.api_url, limits)
  const { application_id } = config
  const auth_key = Redacted.value(config.auth_key)
  const admin_api_key = Option.getOrUndefined(Option.map(config.admin_api_key, Redacted.value))
  const secret = Option.getOrUndefined(config.auth_secret)
  for (const hidden of [auth_key, admin_api_key, secret === undefined ? undefined : Redacted.value(secret)])
    if (hidden !== undefined) http.hide(hidden)
  http.hide(password)
  let nonce = 0
  const signed = Effect.fnUntraced(function* (fields: object) {
    if (secret === undefined) return { application_id, auth_key, ...fields }
    const timestamp = Math.floor((yield* Clock.currentTimeMillis) / 1000)
    const body = { application_id, auth_key, nonce: `${timestamp}${(nonce += 1)}`, timestamp, ...fields }
    const signature = yield* Effect.provide(Signature.sign(body, secret), Signature.layerMac)
    return { ...body, signature }
  })
  return Live.of({ ...http, name, application_id, class_name, admin_api_key, auth_key, signed, left: [] })
})

export const password = "correct horse battery"

export const ask = (method: Http.Method, path: string, question?: Http.Question): Ask =>
  Effect.flatMap(Live, (live) => live.ask(method, path, question))

/** Sends a request with the key of the administration API. */
export const administer = (method: Http.Method, path: string, question: Http.Question = {}): Ask =>
  Effect.flatMap(Live, ({ admin_api_key, ask }) =>
    admin_api_key === undefined
      ? Effect.fail(new NotTried({ why: "it needs CONNECTYCUBE_ADMIN_API_KEY", expected: true }))
      : ask(method, path, { ...question, headers: { "CB-Administration-API-Key": admin_api_key } })
  )

const isSuccess = ({ status }: Http.Response) => status >= 200 && status < 300

/** A status, and the beginning of the body. */
export const shown = ({ status, text }: Http.Response): string => `${status} ${text.slice(0, 200)}`.trim()

/** The claim holds when this does; else it does not, and the response is shown in its place. */
export const claim = (holds: boolean, seen: Http.Response | string): Effect.Effect<void, Differs> =>
  holds ? Effect.void : Effect.fail(new Differs({ seen: typeof seen === "string" ? seen : shown(seen) }))

/** The claim is this status, and, where there is one, a text in the body. */
export const claimStatus = (status: number, response: Http.Response, text = ""): Effect.Effect<void, Differs> =>
  claim(response.status === status && response.text.includes(text), response)

/** What has to be there before the claim can be tried. */
export const given = (response: Http.Response): Effect.Effect<Http.Response, NotTried> =>
  isSuccess(response)
    ? Effect.succeed(response)
    : Effect.fail(
        new NotTried({ why: `what it needs could not be made: ${response.to}: ${shown(response)}`, expected: false })
      )

export const notTried = (why: string) => Effect.fail(new NotTried({ why, expected: true }))

/** Creates something, and deletes it at the end, also after a failure and an interruption. */
export const making = (
  what: string,
  create: Ask,
  remove: (created: Http.Response) => Effect.Effect<Http.Response, NotTried, Live>
): Making =>
  Effect.acquireRelease(
    Effect.gen(function* () {
      const { keepBack, left } = yield* Live
      const name = yield* nameOf(what)
      const response = yield* Effect.tapError(create, ({ isOpen, why }) =>
        Effect.sync(() => isOpen === true && left.push(`${name}: it may have been created: ${why}`))
      )
      if (isSuccess(response)) keepBack(1)
      return response
    }),
    Effect.fnUntraced(function* (created) {
      if (!isSuccess(created)) return
      const { cleaning, keepBack, left } = yield* Live
      const name = yield* nameOf(what)
      const problem = yield* cleaning(remove(created)).pipe(
        Effect.map((response) => (isSuccess(response) || response.status === 404 ? undefined : shown(response))),
        Effect.catchTag("NotTried", ({ why }) => Effect.succeed(why)),
        Effect.catchDefect((defect) => Effect.succeed(String(defect)))
      )
      keepBack(-1)
      if (problem !== undefined) left.push(`${name}: ${problem}`)
    })
  )

/** What was made, with the probe that made it. */
const nameOf = (what: string) =>
  Effect.map(Http.CurrentProbe, (running) => (running === undefined ? what : `${what} of ${running.id}`))

/** A session of a user, or of the application. */
export const session = Effect.fnUntraced(function* (fields: object = {}) {
  const { hide, signed } = yield* Live
  const response = yield* ask("POST", "/session", { json: yield* signed(fields) })
  const token = Http.textAt(response.json, "session.token")
  if (token !== "") hide(token)
  return { response, token }
})

export const login = Effect.fnUntraced(function* (credentials: object) {
  const { response, token } = yield* session({ user: { password, ...credentials } })
  yield* given(response)
  const user = Http.at(response.json, "session.user")
  const member: Member = { id: Number(Http.at(user, "id")), login: Http.textAt(user, "login"), token }
  if (token !== "" && Number.isSafeInteger(member.id)) return member
  return yield* new NotTried({
    why: `this is no session of a user: ${response.to}: ${shown(response)}`,
    expected: false
  })
})

/**
 * Deletes a user, as that user, or else by the key of the administration API. A login may create a user who is gone: the one of the
 * session is deleted.
 */
const deleteUser = Effect.fnUntraced(function* (id: string, credentials: { readonly [name: string]: unknown }) {
  const { response, token } = yield* session({ user: { password, ...credentials } })
  if (isSuccess(response))
    return yield* ask("DELETE", `/users/${Http.textAt(response.json, "session.user.id")}`, { token })
  const { admin_api_key } = yield* Live
  if (admin_api_key !== undefined) return yield* administer("DELETE", `/admin/user/${id}`)
  // A user who is gone cannot log in.
  const application = yield* session()
  const found = yield* ask("GET", `/users/${id}`, { token: application.token })
  return found.status === 404 ? found : response
})

/** Signs a user up with these fields. The login begins with the name of the run, unless there is another one. */
export const signUp = (who: string, fields: { readonly [name: string]: unknown } = {}): Making =>
  Effect.gen(function* () {
    const { auth_key, name } = yield* Live
    const user: { readonly [name: string]: unknown } = { login: `${name}-${who}`, password, ...fields }
    return yield* making(
      `the user ${String(user["login"] ?? user["email"])}`,
      ask("POST", "/users", { headers: { "CB-AuthKey": auth_key }, json: { user } }),
      ({ json }) => {
        const { email, login, password } = user
        return deleteUser(Http.textAt(json, "user.id"), { password, ...(login === undefined ? { email } : { login }) })
      }
    )
  })

/** Signs a user up, and logs the user in. */
export const join = Effect.fnUntraced(function* (who: string, fields: { readonly [name: string]: unknown } = {}) {
  const { name } = yield* Live
  yield* given(yield* signUp(who, fields))
  return yield* login({ login: `${name}-${who}` })
})

/** Three users, who are there for the whole run. */
export class People extends Context.Service<
  People,
  { readonly ada: Member; readonly ben: Member; readonly cay: Member }
>()("scripts/live/People") {}

export const people = Effect.gen(function* () {
  const { name } = yield* Live
  const ada = yield* join("ada", {
    email: `${name}-ada@example.com`,
    full_name: `Ada ${name}`,
    // Both are unique: the digits of the name of the run are those of its time.
    external_id: `${name}-ada`,
    phone: `44${name.replaceAll(/\D/g, "").slice(-12).padStart(10, "0")}`
  })
  const ben = yield* join("ben", { full_name: `Ben ${name}` })
  const cay = yield* join("cay", { full_name: `Cay ${name}` })
  return People.of({ ada, ben, cay })
})
