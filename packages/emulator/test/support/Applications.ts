/** Plain requests for one of several applications. */
import * as Effect from "effect/Effect"
import type { Settings } from "../../src/Settings.ts"
import { ask, type Member, number, password, text } from "./Wire.ts"

const post = ({ application_id, auth_key }: Settings, fields: object) =>
  ask("POST", "/session", { json: { application_id: String(application_id), auth_key, ...fields } })

/** The token of a new session of the application. */
export const sessionIn = (settings: Settings) =>
  Effect.map(post(settings, {}), ({ json }) => text(json, "session.token"))

/** Signs a user up, and logs the user in. */
export const joinIn = Effect.fnUntraced(function* (settings: Settings, login: string, fields: object = {}) {
  yield* ask("POST", "/users", { key: settings.auth_key, json: { user: { login, password, ...fields } } })
  const { json } = yield* post(settings, { user: { login, password } })
  const member: Member = { id: number(json, "session.user.id"), token: text(json, "session.token") }
  return member
})

export const adminKey = (key: string) => ({ headers: { "CB-Administration-API-Key": key } })
