/** The state of an emulator that no page may change. */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"

const post = (url: string, path: string, body: object, token = "") =>
  Effect.promise(async (): Promise<Record<string, unknown>> => {
    const headers = { "content-type": "application/json", "cb-authkey": "emulator-auth-key", "cb-token": token }
    const response = await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) })
    const text = await response.text()
    return text === "" ? {} : JSON.parse(text)
  })

const user = { login: "planted", password: "planted-password", email: "planted@example.com" }

/** Creates something of each kind. Returns a meeting. */
export const plant = Effect.gen(function* () {
  const emulator = yield* Emulator
  yield* emulator.reset
  yield* post(emulator.url, "/users", { user })
  const { session } = yield* post(emulator.url, "/session", { application_id: 1, auth_key: "emulator-auth-key", user })
  const token = String(Object(session).token)
  yield* post(emulator.url, "/users/password/reset", { email: user.email }, token)
  yield* post(emulator.url, "/blobs", { blob: { name: "planted.txt", content_type: "text/plain" } }, token)
  const meeting = { name: "planted", start_date: 1, end_date: 2, attendees: [] }
  const { _id } = yield* post(emulator.url, "/meetings", meeting, token)
  yield* emulator.addFault({ path: "/planted", respond: { status: 418 } })
  return String(_id)
})

export const stateOf = (meeting: string) =>
  Effect.gen(function* () {
    const emulator = yield* Emulator
    const requests = yield* emulator.requests
    const planted = { method: "POST", path: "/users" }
    return {
      settings: JSON.stringify(yield* emulator.settings),
      faults: JSON.stringify((yield* emulator.faults).map(({ rule }) => rule)),
      outbox: (yield* emulator.outbox).length,
      files: (yield* emulator.files).length,
      webhooks: (yield* emulator.webhooks).length,
      // The journal still has the earlier requests.
      journal: requests.some(({ method, path }) => method === planted.method && path === planted.path),
      recordings: yield* recordingsOf(emulator.url, meeting),
      // Within minutes, the clock is that of this machine.
      clock: Math.abs(DateTime.toEpochMillis(yield* emulator.now) - Date.now()) < 600_000
    }
  })

/** The recordings of the meeting. */
const recordingsOf = (url: string, meeting: string) =>
  Effect.promise(async () => {
    const headers = { "cb-administration-api-key": "emulator-admin-key" }
    return (await fetch(`${url}/admin/meetings/recordings/${meeting}`, { headers })).text()
  })
