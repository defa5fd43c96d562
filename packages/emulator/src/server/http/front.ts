/**
 * The front of every request, before and after its handler: the spelling of paths, faults, headers, the journal.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import { HttpServerError } from "effect/http/HttpServerError"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import type * as Scope from "effect/Scope"
import { isSqlError } from "effect/sql/SqlError"
import * as Stream from "effect/Stream"
import * as DiskErrors from "../database/diskErrors.ts"
import { Dropped } from "../wire/dropped.ts"
import * as Exchange from "../wire/exchange.ts"
import { Faults, responseOf } from "../state/faults.ts"
import * as ControlPath from "./controlPath.ts"
import { isControl } from "./guard.ts"
import { Journal } from "../state/journal.ts"
import type { Router } from "./router.ts"
import * as Parameters from "../wire/parameters.ts"
import { RateLimit, tooMany } from "../state/rateLimit.ts"
import { errors } from "../wire/responses.ts"
import * as RequestBody from "../wire/requestBody.ts"
import { SettingsStore } from "../state/settingsStore.ts"
import { Time } from "../state/time.ts"

/** Requests in, responses out. A connection that is to be broken is a `Dropped`. */
export type Application = App<Dropped>

type App<E> = Effect.Effect<HttpServerResponse.HttpServerResponse, E, HttpServerRequest.HttpServerRequest | Scope.Scope>

/** Where every endpoint of the API is listed. */
export const openApiPath = "/openapi.json"

/** Where a page shows them. */
export const docsPath = "/docs"

/** Where the front passes requests on to, and what it needs of the modules. */
export interface Parts {
  /** The API and the control side. */
  readonly router: Router
  /** The host of the contents of files. Its bodies may be larger than the memory: it reads them itself. */
  readonly store: {
    readonly isPath: (path: string) => boolean
    readonly serve: (request: HttpServerRequest.HttpServerRequest) => App<Dropped>
    /** Reads a body to its end, and keeps nothing of it. */
    readonly drain: (request: HttpServerRequest.HttpServerRequest) => Effect.Effect<void>
  }
  /** Run before each request: deletes what has expired. */
  readonly sweep: Effect.Effect<void>
  /** Run after each DELETE: deletes contents that no file has any more. */
  readonly collect: Effect.Effect<void>
  /** Whether what comes as a login may be the token of an identity provider. */
  readonly loginIsSecret: Effect.Effect<boolean>
}

export const make = Effect.fnUntraced(function* ({ router, store, sweep, collect, loginIsSecret }: Parts) {
  const faults = yield* Faults
  const journal = yield* Journal
  const rateLimit = yield* RateLimit
  const time = yield* Time
  const { settings } = yield* SettingsStore

  const route = (request: HttpServerRequest.HttpServerRequest, exchange: Exchange.Exchange) =>
    Effect.suspend(() => bodyError(exchange.body) ?? bounded(request, router)).pipe(
      Effect.catchCause((cause) =>
        // The server stops, and the request is handled.
        Cause.hasInterruptsOnly(cause) && exchange.response !== undefined
          ? Effect.succeed(exchange.response)
          : failed(request, cause)
      ),
      Effect.provideService(HttpServerRequest.HttpServerRequest, request),
      Effect.provideService(Exchange.Exchange, exchange),
      Effect.map((response) => finish(exchange, response))
    )

  const readBody = (request: HttpServerRequest.HttpServerRequest) =>
    Effect.flatMap(settings, ({ body_limit }) => RequestBody.read(request, RequestBody.limitsOf(body_limit)))

  /** A seed has much in it. */
  const readControl = (request: HttpServerRequest.HttpServerRequest, path: string) =>
    seedPath.test(path) ? RequestBody.read(request, seedLimits) : readBody(request)

  /** The control side is not part of what is emulated. */
  const controlSide = (request: HttpServerRequest.HttpServerRequest, path: string) =>
    Effect.flatMap(readControl(request, path), (body) => route(request, Exchange.make(body)))

  /** The control side of an application that the path names. */
  const controlOf = (
    named: NonNullable<ReturnType<typeof ControlPath.read>>,
    request: HttpServerRequest.HttpServerRequest
  ) =>
    Effect.flatMap(settings, ({ application_id }) =>
      named.application === String(application_id)
        ? controlSide(request.modify({ url: named.url }), Parameters.splitUrl(named.url).path)
        : Effect.succeed(errors(404, [`There is no application ${named.application.slice(0, 100)}`]))
    )

  /** The API, or the store: their requests have the same faults and the same journal. */
  interface Side {
    /** What is known of the request before anything else. */
    readonly open: Effect.Effect<Exchange.Exchange>
    readonly handle: (exchange: Exchange.Exchange) => App<Dropped>
    /** When the request is not handled. */
    readonly skip: Effect.Effect<void>
  }

  const play = Effect.fnUntraced(function* (request: HttpServerRequest.HttpServerRequest, path: string, side: Side) {
    const started = yield* time.now
    const exchange = yield* side.open
    const fault = yield* faults.match(request.method, path)
    const { delay, respond, drop, handled = respond === undefined } = fault?.rule ?? {}

    const write = (response: HttpServerResponse.HttpServerResponse | undefined) =>
      Effect.flatMap(time.now, (ended) =>
        Effect.flatMap(loginIsSecret, (loginIsSecret) =>
          journal.write({
            request,
            exchange,
            response,
            fault: fault?.id ?? null,
            started,
            ended,
            loginIsSecret
          })
        )
      )

    if (delay !== undefined) {
      // A server runs its requests to their end; a client that waits here can disconnect.
      yield* Effect.onInterrupt(Effect.interruptible(Effect.sleep(delay)), () => write(undefined))
    }
    yield* sweep
    // A client that gets no response does not wait until its body is read.
    if (!handled && drop !== "before-headers") yield* side.skip
    const own = handled
      ? yield* Effect.onError(side.handle(exchange), () => write(undefined))
      : HttpServerResponse.empty()
    const response = respond === undefined ? own : responseOf(respond)
    yield* write(drop === "before-headers" ? undefined : response)
    if (drop === "before-headers") return yield* new Dropped()
    return drop === "mid-body" ? breakOff(response) : response
  })

  const api = (request: HttpServerRequest.HttpServerRequest, path: string, asksForJson: boolean) =>
    play(request, path, {
      open: Effect.map(readBody(request), (body) => Exchange.make(body, request, asksForJson)),
      handle: (exchange) =>
        Effect.flatMap(rateLimit.count, (seconds) =>
          seconds === undefined
            ? Effect.tap(route(request, exchange), () => (request.method === "DELETE" ? collect : Effect.void))
            : Effect.succeed(finish(exchange, tooMany(seconds)))
        ),
      skip: Effect.void
    })

  /** The bodies of the store are not read here: they may be larger than the memory. */
  const storage = (request: HttpServerRequest.HttpServerRequest, path: string) =>
    play(request, path, {
      open: Effect.sync(() => Exchange.make(RequestBody.passing(request))),
      handle: () => bounded(request, store.serve(request)),
      skip: store.drain(request)
    })

  return Effect.flatMap(HttpServerRequest.HttpServerRequest, (received): App<Dropped> => {
    const { path } = Parameters.splitUrl(received.url)
    const plain = path.replace(/\.json(?=\/?$)/i, "")
    const request = plain === path ? received : received.modify({ url: plain + received.url.slice(path.length) })
    const control = isControl(received)
    // Pages of any origin may use the API, and none the control side.
    if (received.method === "OPTIONS" && !control) return Effect.succeed(preflight(received))
    const responseOf = (): App<Dropped> => {
      if (store.isPath(path)) return storage(received, path)
      if (control) {
        const named = ControlPath.read(received.url)
        return named === undefined ? controlSide(received, path) : controlOf(named, received)
      }
      return path === openApiPath || path === docsPath
        ? controlSide(received, path)
        : api(request, plain, plain !== path)
    }
    // What fails around the handler fails as it does.
    const response = Effect.catchDefect(Effect.suspend(responseOf), (defect) => failed(received, Cause.die(defect)))
    // Browsers need it.
    return received.headers["origin"] === undefined || control
      ? response
      : Effect.map(response, HttpServerResponse.setHeader("access-control-allow-origin", "*"))
  })
})

const seedPath = /^\/_emulator\/seed\/?$/i

const seedLimits: RequestBody.Limits = {
  // As much as fits into a text of every runtime, with room to spare.
  bytes: 256 * 1024 * 1024,
  items: Number.POSITIVE_INFINITY,
  values: Number.POSITIVE_INFINITY
}

/** The error response to a body that is not read. */
const bodyError = ({ _tag }: RequestBody.RequestBody) => {
  if (_tag === "TooLarge") return Effect.succeed(errors(413, ["Payload Too Large"]))
  if (_tag !== "Encoded") return undefined
  const response = errors(415, ["Unsupported Media Type"])
  return Effect.succeed(HttpServerResponse.setHeader(response, "accept-encoding", "identity"))
}

/** A server's buffers for the line of a request, and for its headers, have an end. */
const bounded = <E>(request: HttpServerRequest.HttpServerRequest, app: App<E>): App<E> => {
  if (request.url.length > Parameters.longestUrl) return Effect.succeed(errors(414, ["URI Too Long"]))
  let length = 0
  for (const [name, value] of Object.entries(request.headers)) length += name.length + value.length
  if (length > longestHeaders) return Effect.succeed(errors(431, ["Request Header Fields Too Large"]))
  const { query } = Parameters.splitUrl(request.url)
  return /\[|%5b/i.test(query) && Parameters.parse(query).some(([name]) => Parameters.isTooDeep(name))
    ? Effect.succeed(errors(400, ["The query of the request could not be read"]))
    : app
}

/** Bytes. */
const longestHeaders = 16 * 1024

/** The response when no handler has given one. */
const failed = (request: HttpServerRequest.HttpServerRequest, cause: Cause.Cause<unknown>) => {
  if (Cause.hasInterruptsOnly(cause)) return Effect.interrupt
  const error = Cause.squash(cause)
  if (error instanceof HttpServerError && error.reason._tag === "RouteNotFound") {
    const { path } = Parameters.splitUrl(request.url)
    return Effect.succeed(errors(404, [`E_ROUTE_NOT_FOUND: Route not found ${request.method} ${path}`]))
  }
  if (isSqlError(error) && tooMuch.test(error.message)) return Effect.succeed(errors(413, ["Payload Too Large"]))
  if (DiskErrors.isFull(error)) {
    return Effect.as(Effect.logWarning("There is no space left for the data"), errors(507, ["Insufficient Storage"]))
  }
  if (DiskErrors.isDamaged(error)) {
    return Effect.as(
      Effect.logError("The file of the data is damaged. Stop the emulator: the next start says what to do", cause),
      errors(500, ["The file of the data is damaged"])
    )
  }
  return Effect.as(Effect.logError("The emulator failed", cause), errors(500, ["Internal Server Error"]))
}

/** A list of tens of thousands, which SQLite does not take. */
const tooMuch = /too many SQL variables|Expression tree is too large/

const finish = ({ expires_at }: Exchange.Exchange, response: HttpServerResponse.HttpServerResponse) => {
  const isJson = response.headers["content-type"] === "application/json"
  const hasExpiry = response.status < 300 && expires_at !== undefined
  if (!isJson && !hasExpiry) return response
  return HttpServerResponse.setHeaders(response, {
    ...(isJson ? { "content-type": "application/json; charset=utf-8" } : {}),
    ...(hasExpiry
      ? {
          "cb-token-expirationdate": expirationDate(expires_at),
          "access-control-expose-headers": "CB-Token-ExpirationDate, Date"
        }
      : {})
  })
}

/** `2023-09-04 07:22:36 UTC` */
const expirationDate = (millis: number): string => {
  const iso = new Date(millis).toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
}

/** The response to the preflight request of a browser. */
const preflight = (request: HttpServerRequest.HttpServerRequest) =>
  HttpServerResponse.empty({
    status: 204,
    headers: {
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, POST, PUT, DELETE",
      "access-control-allow-headers": request.headers["access-control-request-headers"] ?? "*"
    }
  })

/** Half of the body, and then nothing more. */
const breakOff = (response: HttpServerResponse.HttpServerResponse): HttpServerResponse.HttpServerResponse => {
  const { bytes, length } = bodyOf(response)
  return HttpServerResponse.stream(
    Stream.concat(
      firstOf(bytes, Math.floor(length / 2)),
      // A turn of the event loop, in which the first half leaves.
      Stream.fromEffect(Effect.andThen(turn, Effect.fail(new Dropped())))
    ),
    {
      status: response.status,
      headers: { ...response.headers, "content-length": String(Math.max(length, 1)) },
      contentType: response.headers["content-type"]
    }
  )
}

const bodyOf = ({
  body
}: HttpServerResponse.HttpServerResponse): {
  readonly bytes: Stream.Stream<Uint8Array, unknown>
  readonly length: number
} => {
  if (body._tag === "Uint8Array") return { bytes: Stream.make(body.body), length: body.body.length }
  if (body._tag === "Stream") return { bytes: body.stream, length: body.contentLength ?? 0 }
  return { bytes: Stream.empty, length: 0 }
}

const firstOf = <E>(bytes: Stream.Stream<Uint8Array, E>, length: number): Stream.Stream<Uint8Array, E> =>
  bytes.pipe(
    Stream.mapAccum(
      () => length,
      (left, chunk) => [left - chunk.length, [{ chunk: chunk.subarray(0, left), isLast: left <= chunk.length }]]
    ),
    Stream.takeUntil(({ isLast }) => isLast),
    Stream.map(({ chunk }) => chunk)
  )

const turn = Effect.callback<void>((resume) => {
  setImmediate(() => resume(Effect.void))
})
