import { ConnectyCubeConfig, type Options } from "@effect-connectycube/core/ConnectyCubeConfig"
import * as ConnectyCubeError from "@effect-connectycube/core/ConnectyCubeError"
import { RetryBudget } from "@effect-connectycube/core/RetryBudget"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Recorder from "../../../core/test/support/Recorder.ts"
import { renewable } from "../../../core/test/support/Sessions.ts"
import { inTime, options } from "../../../core/test/support/Things.ts"
import { responseOf } from "./responses.ts"
import { type Endpoint, calls } from "./calls.ts"
import { credentialsOf } from "./classes.ts"

const errorResponse = (status: number, message: string, headers: Record<string, string> = {}) =>
  Recorder.json(status, { errors: { base: [message] } }, headers)

const html = (status: number, title: string) => ({
  status,
  headers: { "content-type": "text/html" },
  body: `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`
})

const json = { "content-type": "application/json; charset=utf-8" }

/** In three seconds, as a date. */
const soon = Effect.map(Clock.currentTimeMillis, (now) => new Date(now + 3000).toUTCString())

/** The outcome of one request. `ok` is the documented response of the endpoint. */
const instructions = {
  "400": errorResponse(400, "Bad request"),
  "401 expired": errorResponse(401, "Required session does not exist"),
  "401 no token": Recorder.json(401, { errors: ["Token is required"] }),
  "401 old": Recorder.json(401, { errors: ["Unauthorized"] }),
  "401 empty": { status: 401 },
  "401 password": Recorder.json(401, { errors: ["Invalid password"] }),
  "403": errorResponse(403, "Forbidden. Need user."),
  "404": errorResponse(404, "The resource wasn't found"),
  "408": html(408, "408 Request Time-out"),
  "413": html(413, "413 Request Entity Too Large"),
  "422": errorResponse(422, "is invalid"),
  "425": { status: 425 },
  "429": errorResponse(429, "Too many requests"),
  "429 now": errorResponse(429, "Too many requests", { "retry-after": "0" }),
  "429 in 1s": errorResponse(429, "Too many requests", { "retry-after": "1" }),
  "429 in 30s": errorResponse(429, "Too many requests", { "retry-after": "30" }),
  "429 in 1h": errorResponse(429, "Too many requests", { "retry-after": "3600" }),
  "429 sometime": errorResponse(429, "Too many requests", { "retry-after": "sometime" }),
  "429 on a date": Effect.map(soon, (date) => errorResponse(429, "Too many requests", { "retry-after": date })),
  "500": errorResponse(500, "Internal Server Error"),
  "500 in 1s": errorResponse(500, "Internal Server Error", { "retry-after": "1" }),
  "501": { status: 501 },
  "502": { status: 502 },
  "502 html": html(502, "502 Bad Gateway"),
  "502 in 2s": { ...html(502, "502 Bad Gateway"), headers: { "retry-after": "2" } },
  "503": { status: 503 },
  "503 html": html(503, "503 Service Unavailable"),
  "503 in 2s": { status: 503, headers: { "retry-after": "2" } },
  "504": html(504, "504 Gateway Time-out"),
  /** The connection is gone before anything came. */
  reset: { lost: "before-headers", cause: Object.assign(new Error("read"), { code: "ECONNRESET" }) },
  /** The connection is gone in the middle of the response. */
  cut: { lost: "mid-body" },
  /** Nothing comes. */
  silence: { stalled: "headers" },
  /** Something comes, and then nothing. */
  stall: { stalled: "body" },
  "307": { status: 307, headers: { location: "https://elsewhere.example/" } },
  "301 to nowhere": { status: 301 },
  empty: { status: 200, headers: json },
  "204": { status: 204 },
  "half a JSON": { status: 200, headers: json, body: `{"items":[{"id":1` },
  "JSON null": { status: 200, headers: json, body: "null" },
  portal: html(200, "Welcome to the hotel")
} satisfies { readonly [instruction: string]: Recorder.Reply | Effect.Effect<Recorder.Reply> }

const isInstruction = (text: string): text is keyof typeof instructions => Object.hasOwn(instructions, text)

/** Reads `503 × 2, ok`. */
const parse = (list: string): ReadonlyArray<keyof typeof instructions | "ok"> =>
  list.split(", ").flatMap((item) => {
    const [text = "", times = "1"] = item.split(" × ")
    if (text !== "ok" && !isInstruction(text)) throw new Error(`there is no instruction ${text}`)
    return Array.from({ length: Number(times) }, () => text)
  })

export interface Ending {
  /** `ok`, or the tag of the error and what tells it from others of that tag. */
  readonly outcome: string
  /** Milliseconds between the requests: one less than there were requests, if there were any. */
  readonly waits: ReadonlyArray<number>
  /** What is wrong whatever the outcome: a request that is not the first one again, an error about something else. */
  readonly wrong: ReadonlyArray<string>
}

/** In the format of the tables of the tests: `ok after 250, 500`. */
export const inWords = ({ outcome, waits, wrong }: Ending): string =>
  [waits.length === 0 ? outcome : `${outcome} after ${waits.join(", ")}`, ...wrong].join("; ")

/** All endpoints, over an `HttpClient` with the given responses. */
export const open = Effect.fnUntraced(function* (config: Options = options) {
  let handler: Recorder.Handler = () => ({ status: 418 })
  const recorder = Recorder.make((request) => handler(request))
  const endpoints = yield* calls.pipe(Effect.provide(recorder.layer), Effect.provide(ConnectyCubeConfig.layer(config)))

  /** Makes the call of an endpoint, whose requests get these responses: `503 × 2, ok`. */
  const play = Effect.fnUntraced(
    function* (endpoint: Endpoint, list: string, session: "renewable" | "fixed" = "renewable") {
      const played = parse(list)
      const { reply: ok } = responseOf(endpoint)
      const before = recorder.requests.length
      handler = () => {
        const next = played[recorder.requests.length - before - 1]
        // Nothing is retried after a 418. A further request changes the delays.
        if (next === undefined) return { status: 418 }
        return next === "ok" ? ok : instructions[next]
      }
      const inSession =
        session === "renewable"
          ? (yield* renewable("token")).inSession
          : Effect.provideService(Session, fromToken(Redacted.make("token-0")))
      const result = yield* inTime(Effect.result(inSession(endpoint.call)))
      const requests = recorder.requests.slice(before)
      const ending: Ending = {
        outcome: Result.isSuccess(result) ? "ok" : outcomeOf(result.failure),
        waits: requests.slice(1).map(({ at }, index) => at - (requests[index]?.at ?? 0)),
        wrong: [
          ...requests.slice(0, 1).flatMap((first) => elsewhere(endpoint, first)),
          ...requests.flatMap((request, index) => [
            ...unlike(request, requests[0]),
            ...wrongSecrets(request, endpoint, played.slice(0, index))
          ]),
          ...(Result.isFailure(result) ? wrongError(result.failure, endpoint, requests.length) : [])
        ]
      }
      return ending
    },
    Effect.scoped,
    // Thousands of calls of one application fail here, and what is shown is the policy.
    Effect.provideService(RetryBudget, RetryBudget.unlimited),
    // In the middle of the jitter, so that the delays are those of the schedules.
    Effect.provideService(Random.Random, { nextDoubleUnsafe: () => 0.5, nextIntUnsafe: () => 0 })
  )

  return { endpoints, play }
})

const outcomeOf = (error: ConnectyCubeError.ConnectyCubeError): string => {
  if (ConnectyCubeError.isStatusError(error)) return `${error._tag} ${error.status}`
  return error._tag === "CallTimeout" ? `${error._tag} of the ${error.timeout}` : error._tag
}

/** A retry is equal to the first request, except for the token. */
const unlike = (request: Recorder.Recorded, first: Recorder.Recorded = request): ReadonlyArray<string> => {
  const [again, once] = [request, first].map(({ body, headers, method, url }) => {
    const { "cb-token": _, ...rest } = headers
    return { method, url, headers: rest, body }
  })
  return differing("sent", again ?? {}, once ?? {})
}

const secretHeaders = ["cb-token", "cb-authkey", "cb-administration-api-key"]

/** A request carries the one secret that it needs; in a session the token that is new after each 401. */
const wrongSecrets = (
  { headers }: Recorder.Recorded,
  { operation }: Endpoint,
  earlier: ReadonlyArray<string>
): ReadonlyArray<string> => {
  const renewals = earlier.filter((instruction) => instruction.startsWith("401")).length
  const secrets = {
    none: {},
    application: { "cb-authkey": "auth-key-of-the-tests" },
    administration: { "cb-administration-api-key": "admin-key-of-the-tests" },
    session: { "cb-token": `token-${renewals}` }
  }
  const sent = Object.entries(headers).filter(([name]) => secretHeaders.includes(name))
  return differing("sent", Object.fromEntries(sent), secrets[credentialsOf(operation)])
}

const elsewhere = ({ method, path }: Endpoint, first: Recorder.Recorded): ReadonlyArray<string> => {
  const route = new RegExp(`^${path.replaceAll(/:\w+/g, "[^/]+")}$`)
  return first.method === method && route.test(first.path) ? [] : [`sent ${first.method} ${first.path}`]
}

const wrongError = (
  error: ConnectyCubeError.ConnectyCubeError,
  { method, operation, path }: Endpoint,
  attempts: number
): ReadonlyArray<string> => {
  const told = {
    operation: error.operation,
    method: error.method,
    path: error.path,
    attempts: error._tag === "InvalidRequest" ? 0 : error.attempts
  }
  return differing("told of", told, { operation, method, path, attempts })
}

const differing = (verb: string, actual: object, expected: object): ReadonlyArray<string> => {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)]
  return is === should ? [] : [`${verb} ${is}, not ${should}`]
}
