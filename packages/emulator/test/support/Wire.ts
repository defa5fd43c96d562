/** The API of the emulator over plain HTTP, without the contracts and the client. */
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Predicate from "effect/Predicate"

export interface Question {
  readonly token?: string
  readonly key?: string
  readonly json?: object
  readonly form?: string
  readonly text?: string
  readonly headers?: Record<string, string>
}

export interface Response {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  readonly json: unknown
}

type Method = "GET" | "POST" | "PUT" | "DELETE" | "OPTIONS"

export const ask = Effect.fnUntraced(function* (method: Method, path: string, question: Question = {}) {
  const { token, key, json, form, text, headers = {} } = question
  const request = HttpClientRequest.make(method)(`https://api.connectycube.com${path}`).pipe(
    HttpClientRequest.setHeaders({
      ...headers,
      ...(token === undefined ? {} : { "CB-Token": token }),
      ...(key === undefined ? {} : { "CB-AuthKey": key })
    }),
    (request) => (json === undefined ? request : HttpClientRequest.bodyJsonUnsafe(request, json)),
    (request) =>
      form === undefined ? request : HttpClientRequest.bodyText(request, form, "application/x-www-form-urlencoded"),
    (request) => (text === undefined ? request : HttpClientRequest.bodyText(request, text, "application/json"))
  )
  const response = yield* HttpClient.execute(request)
  const body = yield* response.text
  const reply: Response = {
    status: response.status,
    headers: response.headers,
    text: body,
    json: body === "" ? undefined : readJson(body)
  }
  return reply
})

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A member of JSON by its path, as in `session.user.id` or `items.0.login`. */
export const at = (json: unknown, path: string): unknown =>
  path.split(".").reduce((value: unknown, name) => (Predicate.hasProperty(value, name) ? value[name] : undefined), json)

export const text = (json: unknown, path: string): string => String(at(json, path))

export const number = (json: unknown, path: string): number => Number(at(json, path))

export const list = (json: unknown, path: string): ReadonlyArray<unknown> => {
  const value = at(json, path)
  return Array.isArray(value) ? value : []
}

export const key = "emulator-auth-key"

export const application = { application_id: "1", auth_key: key }

export const password = "correct horse"

export const createSession = (fields: object = {}) => ask("POST", "/session", { json: { ...application, ...fields } })

/** The token of a new session of the application. */
export const applicationToken = Effect.map(createSession(), ({ json }) => text(json, "session.token"))

export interface Member {
  readonly id: number
  readonly token: string
}

/** Signs a user up, and logs the user in. */
export const join = Effect.fnUntraced(function* (login: string, fields: object = {}) {
  yield* ask("POST", "/users", { key, json: { user: { login, password, ...fields } } })
  const { json } = yield* createSession({ user: { login, password } })
  const member: Member = { id: number(json, "session.user.id"), token: text(json, "session.token") }
  return member
})

export const signUp = (user: object) => ask("POST", "/users", { key, json: { user: { password, ...user } } })

/** The logins in a page: of users, or of users in `{ user }`. */
export const logins = (json: unknown, items = "items"): ReadonlyArray<unknown> =>
  list(json, items).map((item) => at(item, "login") ?? at(item, "user.login"))
