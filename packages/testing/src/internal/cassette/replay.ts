/**
 * Responds to requests with what was recorded. Nothing is sent.
 */
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Cookies from "effect/http/Cookies"
import * as HttpHeaders from "effect/http/Headers"
import * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Exchange, RecordedRequest, RecordedResponse } from "../../Recording.ts"
import { UnmatchedRequest } from "../../UnmatchedRequest.ts"
import * as Body from "./body.ts"
import * as Canonical from "./canonical.ts"
import { Collector } from "./collector.ts"
import * as Failure from "./failure.ts"
import * as Mask from "./mask.ts"
import * as Nearest from "./nearest.ts"
import * as Replacer from "./replacer.ts"
import * as RequestBody from "./requestBody.ts"
import * as Response from "./response.ts"

export interface Options {
  readonly pii: boolean
  readonly volatile: ReadonlySet<string>
  readonly maxBodySize: number
}

export interface Found {
  /** The exchange whose response is that of the request; nothing, when none was recorded that was not used before. */
  readonly exchange: Exchange | undefined
  /** The same request, whose body was read: it can be sent. */
  readonly request: HttpClientRequest.HttpClientRequest
  /** Why there is no exchange. */
  readonly explain: () => HttpClientError.HttpClientError
}

export interface Replayer {
  readonly find: (request: HttpClientRequest.HttpClientRequest) => Effect.Effect<Found, HttpClientError.HttpClientError>
  /** What was not used by now. */
  readonly unused: () => ReadonlyArray<Exchange>
}

type Request = HttpClientRequest.HttpClientRequest

export const make = (exchanges: ReadonlyArray<Exchange>, options: Options): Replayer => {
  const { maxBodySize, pii, volatile } = options
  const standIns = Mask.secretsOf(exchanges, pii)
  // The secrets of the program that replays are added to it, as it sends them.
  const replacer = Replacer.make(standIns, () => Canonical.hidden)
  const rules = { pii, replacer, volatile }
  const entries = exchanges.map((exchange): Nearest.Entry => ({
    exchange,
    canonical: Canonical.make(exchange.request, rules),
    used: false
  }))
  const byKey = new Map<string, Array<Nearest.Entry>>()
  for (const entry of entries) {
    const { key } = entry.canonical
    const same = byKey.get(key)
    if (same === undefined) byKey.set(key, [entry])
    else same.push(entry)
  }

  const canonicalOfRequest = (request: RecordedRequest): Canonical.Canonical => {
    for (const secret of Mask.secretsOf([{ request, failure: { kind: "Interrupted" } }], pii)) replacer.add(secret)
    return Canonical.make(request, rules)
  }

  return {
    find: (request) =>
      Effect.map(read(request, maxBodySize), ({ recorded, request }) => {
        const canonical = canonicalOfRequest(recorded)
        const unused = (byKey.get(canonical.key) ?? []).filter(({ used }) => !used)
        // Those who have tokens of the recording get their own responses.
        const entry =
          unused.find(({ canonical: { credentials } }) => credentials === canonical.credentials) ?? unused[0]
        if (entry !== undefined) entry.used = true
        return {
          exchange: entry?.exchange,
          request,
          // Nothing was sent. What could not be sent is not retried.
          explain: () =>
            new HttpClientError.HttpClientError({
              reason: new HttpClientError.EncodeError({
                request,
                cause: new UnmatchedRequest(Nearest.explain(canonical, entries))
              })
            })
        }
      }),
    unused: () => entries.filter(({ used }) => !used).map(({ exchange }) => exchange)
  }
}

/** The body of a request is read as if it was sent. What was read whole is there to be sent. */
const read = (request: Request, maxBodySize: number) => {
  const collector = new Collector(maxBodySize, { left: Number.POSITIVE_INFINITY })
  const url = Option.match(HttpClientRequest.toUrl(request), { onNone: () => request.url, onSome: ({ href }) => href })
  return RequestBody.drained(request, collector).pipe(
    Effect.mapError(
      (cause) => new HttpClientError.HttpClientError({ reason: new HttpClientError.TransportError({ request, cause }) })
    ),
    Effect.andThen(Effect.promise(() => RequestBody.recorded(request, url, collector))),
    Effect.map((recorded) => ({
      recorded,
      request:
        request.body._tag === "Stream" && !collector.isCut
          ? HttpClientRequest.bodyUint8Array(request, collector.bytes, request.body.contentType)
          : request
    }))
  )
}

/** What was recorded, as a response or an error. */
export const respond = (
  request: Request,
  { at, failure, response }: Exchange
): Effect.Effect<HttpClientResponse.HttpClientResponse, HttpClientError.HttpClientError> => {
  if (response !== undefined) {
    return Effect.map(Clock.currentTimeMillis, (now) =>
      responseOf(request, {
        ...response,
        headers: untilLater(response.headers, at === undefined ? undefined : now - DateTime.toEpochMillis(at))
      })
    )
  }
  if (failure === undefined || failure.kind === "Interrupted") return Effect.never
  return Effect.fail(Failure.toError(failure, request))
}

const expiration = "cb-token-expirationdate"

/** A token is as valid as it was then: an old one would be renewed, and no renewal was recorded. */
const untilLater = ({ [expiration]: expires, ...headers }: RecordedResponse["headers"], passed: number | undefined) => {
  if (expires === undefined || passed === undefined) return headers
  const time = Wire.parseTime(expires)
  if (Option.isNone(time)) return headers
  const iso = DateTime.formatIso(DateTime.add(time.value, { milliseconds: passed }))
  return { ...headers, [expiration]: `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC` }
}

const chunkSize = 64 * 1024

const responseOf = (request: Request, recorded: RecordedResponse): HttpClientResponse.HttpClientResponse => {
  const { body, cut, failure, headers, status } = recorded
  const bytes = Body.bytesOf(body)
  const isWhole = cut === undefined && failure === undefined
  const cookie = headers["set-cookie"]
  return Response.make(request, {
    status,
    headers: HttpHeaders.fromInput({
      ...headers,
      ...(isWhole && bytes.length > 0 ? { "content-length": String(bytes.length) } : {})
    }),
    cookies: cookie === undefined ? Cookies.empty : Cookies.fromSetCookie([cookie]),
    stream: (response) => Stream.concat(chunksOf(bytes), isWhole ? Stream.empty : endOf(recorded, response))
  })
}

const chunksOf = (bytes: Uint8Array): Stream.Stream<Uint8Array> =>
  Stream.fromIterable(
    Array.from({ length: Math.ceil(bytes.length / chunkSize) }, (_, index) =>
      bytes.slice(index * chunkSize, (index + 1) * chunkSize)
    ),
    { chunkSize: 1 }
  )

/** After what there is of a body that has no end. */
const endOf = (
  { failure }: RecordedResponse,
  response: HttpClientResponse.HttpClientResponse
): Stream.Stream<never, HttpClientError.HttpClientError> => {
  if (failure?.kind === "Interrupted") return Stream.never
  return Stream.fail(
    Failure.toError(
      failure ?? { kind: "DecodeError", description: "The cassette has no more of this body: its recording was cut" },
      response.request,
      response
    )
  )
}
