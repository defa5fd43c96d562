/** Plain requests to the service: at a gentle rate, in a bounded number, and without secrets in what is shown of them. */
import { maskText } from "@effect-connectycube/core/client/Redaction"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as RateLimiter from "effect/persistence/RateLimiter"
import * as Predicate from "effect/Predicate"
import { NotTried } from "./Outcome.ts"

export type Method = "GET" | "POST" | "PUT" | "DELETE"

export interface Question {
  readonly token?: string
  /** The query, as it is sent. */
  readonly query?: string
  readonly json?: object
  readonly form?: string
  /** A body that says of itself that it is JSON. */
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Response {
  /** The request, for what is shown of it. */
  readonly to: string
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
  readonly json: unknown
}

/** The probe that runs, and how many requests it has made, deletions apart. */
export interface Running {
  readonly id: string
  requests: number
}

export const CurrentProbe = Context.Reference<Running | undefined>("scripts/live/CurrentProbe", {
  defaultValue: () => undefined
})

/** Whether something is being deleted: that is done even when the requests are used up. */
const Cleaning = Context.Reference<boolean>("scripts/live/Cleaning", { defaultValue: () => false })

/** Of each thing to delete, so many requests are kept back. */
const reserve = 4

export interface Limits {
  /** The most requests of a run, deletions included. */
  readonly requests: number
  /** The most requests in a second. */
  readonly rate: number
}

export interface Http {
  /** Sends a request to the API. */
  readonly ask: (method: Method, path: string, question?: Question) => Effect.Effect<Response, NotTried>
  /** Sends a request to a URL outside of the API: the store of files. */
  readonly execute: (request: HttpClientRequest.HttpClientRequest) => Effect.Effect<Response, NotTried>
  /** Hides this in all that is shown. */
  readonly hide: (secret: string) => void
  readonly mask: (text: string) => string
  /** How many requests were sent. */
  readonly sent: () => number
  /** Runs a deletion: it may use what was kept back. */
  readonly cleaning: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** Keeps back requests for a deletion, or (with -1) no longer. */
  readonly keepBack: (things: 1 | -1) => void
}

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The message of an error, and those of its causes: that of `fetch` says nothing by itself. */
const reasonsOf = (error: unknown, deepest = 4): ReadonlyArray<string> =>
  error instanceof Error && deepest > 0 ? [error.message, ...reasonsOf(error.cause, deepest - 1)] : []

/** Of a host that was not reached. */
const unreachable = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|bad port/

const changes: ReadonlySet<Method> = new Set(["PUT", "DELETE"])

/** A response of another shape has no id to go on with. Without it, a request would be one for everything that there is. */
const withoutId = /\/(?:NaN|undefined|null)?(?:\/|$)/

export const make = Effect.fnUntraced(function* (url: string, limits: Limits) {
  const limiter = yield* RateLimiter.RateLimiter
  let sent = 0
  let kept = 0
  const secrets = new Set<string>()
  const client = (yield* HttpClient.HttpClient).pipe(
    // It is inside of the limiter: a retry after a 429 counts too.
    HttpClient.tapRequest(() => Effect.sync(() => (sent += 1))),
    HttpClient.withRateLimiter({
      limiter,
      key: "live",
      algorithm: "token-bucket",
      limit: limits.rate,
      window: "1 second",
      times: 2
    })
  )

  const execute = Effect.fnUntraced(function* (request: HttpClientRequest.HttpClientRequest) {
    const to = `${request.method} ${request.url.replace(url, "")}`
    const cleaning = yield* Cleaning
    if (!cleaning && sent + kept >= limits.requests)
      return yield* new NotTried({ why: `the ${limits.requests} requests of a run are used up`, expected: false })
    const running = yield* CurrentProbe
    if (running !== undefined && !cleaning) running.requests += 1
    return yield* client.execute(request).pipe(
      Effect.flatMap((response) =>
        Effect.map(response.text, (text): Response => {
          const { headers, status } = response
          return { to, status, headers, text, json: readJson(text) }
        })
      ),
      Effect.timeout("30 seconds"),
      Effect.mapError((error) => {
        const why = maskText(`${to}: ${reasonsOf(error).join(": ")}`, secrets).slice(0, 300)
        return new NotTried({ why, expected: false, isOpen: !unreachable.test(why) })
      })
    )
  })

  const ask = (method: Method, path: string, question: Question = {}) =>
    changes.has(method) && withoutId.test(path)
      ? Effect.fail(new NotTried({ why: `${method} ${path} was not sent: it has no id`, expected: false }))
      : send(method, path, question)

  const send = (method: Method, path: string, { form, headers = {}, json, query, text, token }: Question) =>
    execute(
      HttpClientRequest.make(method)(`${url}${path}${query === undefined ? "" : `?${query}`}`).pipe(
        HttpClientRequest.setHeaders({ ...headers, ...(token === undefined ? {} : { "CB-Token": token }) }),
        (request) => (json === undefined ? request : HttpClientRequest.bodyJsonUnsafe(request, json)),
        (request) => (text === undefined ? request : HttpClientRequest.bodyText(request, text, "application/json")),
        (request) =>
          form === undefined ? request : HttpClientRequest.bodyText(request, form, "application/x-www-form-urlencoded")
      )
    )

  const http: Http = {
    ask,
    execute,
    hide: (secret) => void secrets.add(secret),
    mask: (text) => maskText(text, secrets),
    sent: () => sent,
    cleaning: Effect.provideService(Cleaning, true),
    keepBack: (things) => void (kept += things * reserve)
  }
  return http
})

/** A member of JSON by its path, as in `session.user.id` or `items.0.login`. */
export const at = (json: unknown, path: string): unknown =>
  path.split(".").reduce((value: unknown, name) => (Predicate.hasProperty(value, name) ? value[name] : undefined), json)

export const textAt = (json: unknown, path: string): string => {
  const value = at(json, path)
  return typeof value === "string" || typeof value === "number" ? String(value) : ""
}

export const list = (json: unknown, path = ""): ReadonlyArray<unknown> => {
  const value = path === "" ? json : at(json, path)
  return Array.isArray(value) ? value : []
}
