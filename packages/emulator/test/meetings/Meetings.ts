/** The Meetings API as anybody with an HTTP client sees it. */
import * as Effect from "effect/Effect"
import { createRequire } from "node:module"
import { Emulator } from "../../src/Emulator.ts"
import { expect } from "../support/Chat.ts"
import { ask, at, list, type Member, number, password, text } from "../support/Wire.ts"

/** A meeting with its required fields. */
export const weekly = { name: "Friday weekly sync", start_date: 1_613_729_948, end_date: 1_613_731_012, attendees: [] }

export const createMeeting = (who: Member, json: object = {}) =>
  ask("POST", "/meetings", { token: who.token, json: { ...weekly, ...json } })

/** The id of a new meeting. */
export const makeMeeting = (who: Member, json: object = {}) =>
  Effect.map(createMeeting(who, json), (response) => text(expect(201, response), "_id"))

export const updateMeeting = (who: Member, id: string, json: object) =>
  ask("PUT", `/meetings/${id}`, { token: who.token, json })

export const deleteMeeting = (who: Member, id: string) => ask("DELETE", `/meetings/${id}`, { token: who.token })

export const getMeeting = (who: Member, id: string) => ask("GET", `/meetings?_id=${id}`, { token: who.token })

export const listMeetings = (who: Member, query = "") => ask("GET", `/meetings?${query}`, { token: who.token })

/** The names of the meetings that a user lists. */
export const names = (who: Member, query = "") =>
  Effect.map(listMeetings(who, query), (response) => {
    const json = expect(200, response)
    return Array.isArray(json) ? json.map((meeting) => at(meeting, "name")) : json
  })

export const recordingsOf = (who: Member, id: string) => ask("GET", `/meetings/recordings/${id}`, { token: who.token })

/** The members of the outbox, without the times. */
export const mails = Effect.gen(function* () {
  const outbox = yield* (yield* Emulator).outbox
  return outbox.flatMap((entry) => (entry.kind === "meeting-mail" ? [`${entry.reason} ${entry.to}`] : []))
})

type Call = (params: object) => Promise<unknown>

type CallWith = (id: string, params: object) => Promise<unknown>

type CallOf = (id: string) => Promise<unknown>

/** The methods of the official SDK that the tests call. */
export interface Sdk {
  readonly init: (credentials: object, config: object) => void
  readonly createSession: (params?: object) => Promise<unknown>
  readonly users: { readonly signup: Call }
  readonly chat: { readonly dialog: { readonly create: Call } }
  readonly meeting: {
    readonly get: Call
    readonly create: Call
    readonly update: CallWith
    readonly delete: CallOf
    readonly getRecordings: CallOf
  }
  readonly whiteboard: {
    readonly get: (paramsOrId: object | string) => Promise<unknown>
    readonly create: Call
    readonly update: CallWith
    readonly delete: CallOf
  }
  /** What its calls are made of. */
  readonly service: { readonly ajax: Call }
  readonly utils: { readonly getUrl: (route: string, resource: string) => string }
}

const { default: sdk }: { readonly default: { readonly ConnectyCube: new () => Sdk } } = createRequire(import.meta.url)(
  "connectycube"
)

/** The result of an SDK call. */
export const response = (call: () => Promise<unknown>) => Effect.promise(call)

/** The status of the error that the SDK throws. */
export const errorResponse = (call: () => Promise<unknown>) =>
  Effect.map(Effect.flip(Effect.tryPromise({ try: call, catch: (error) => error })), (error) => at(error, "code"))

export interface SdkUser {
  readonly id: number
  readonly sdk: Sdk
}

/** A user with an own instance of the SDK. */
export const enter = Effect.fnUntraced(function* (login: string) {
  const { url } = yield* Emulator
  const own = new sdk.ConnectyCube()
  own.init({ appId: 1, authKey: "emulator-auth-key" }, { debug: { mode: 0 }, endpoints: { api_url: url } })
  yield* response(() => own.createSession())
  yield* response(() => own.users.signup({ login, password, email: `${login}@example.com` }))
  const session = yield* response(() => own.createSession({ login, password }))
  const user: SdkUser = { id: number(session, "user.id"), sdk: own }
  return user
})

/** The ids in a list. */
export const idsOf = (json: unknown): ReadonlyArray<unknown> => list({ json }, "json").map((item) => at(item, "_id"))
