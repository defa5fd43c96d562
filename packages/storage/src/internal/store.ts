/**
 * Requests to the store, which is another host than the API.
 */
import type { Operation } from "@effect-connectycube/core/client/Attempt"
import * as Attempt from "@effect-connectycube/core/client/Attempt"
import {
  type DecodeError,
  type InvalidRequest,
  ServiceUnavailable,
  type CallTimeout,
  type TransportError,
  UnexpectedStatus
} from "@effect-connectycube/core/ConnectyCubeError"
import * as OtherHost from "@effect-connectycube/core/client/ExternalHost"
import * as Redaction from "@effect-connectycube/core/client/Redaction"
import * as Retry from "@effect-connectycube/core/client/Retry"
import * as Telemetry from "@effect-connectycube/core/Telemetry"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Metric from "effect/Metric"
import { StoreRejected } from "../StoreRejected.ts"
import * as StoreResponse from "./storeResponse.ts"

/** What becomes of a request to the store when nothing comes of it. */
export type StoreFailure = StoreRejected | DecodeError | InvalidRequest | CallTimeout | TransportError

/** An operation, as far as it is the store's. */
export type StoreOperation = Pick<Operation, "method" | "name" | "path">

/** A response that is a success, and the exchange it is part of. */
export interface Taken {
  readonly exchange: OtherHost.Exchange
  readonly response: HttpClientResponse.HttpClientResponse
}

/**
 * One request, whose body can be sent in these parts where it cannot be sent as a stream. A response that is no success,
 * a redirect among them, is a `StoreRejected`: a form is not sent elsewhere.
 */
export const send = (
  client: HttpClient.HttpClient,
  exchange: OtherHost.Exchange,
  request: HttpClientRequest.HttpClientRequest,
  whole?: ReadonlyArray<Uint8Array | Blob>
): Effect.Effect<Taken, StoreFailure> =>
  Effect.flatMap(OtherHost.send(client, exchange, request, whole), (response) =>
    response.status >= 200 && response.status < 300
      ? Effect.succeed({ exchange, response })
      : Effect.flatMap(errorResponse(exchange, response), Effect.fail)
  )

/** The exchange of an attempt, whose texts hold none of these secrets. */
export const exchangeOf = (
  operation: StoreOperation,
  attempts: number,
  secrets: ReadonlyArray<string>
): OtherHost.Exchange => ({ operation, attempts, mask: (text) => Redaction.maskText(text, secrets) })

/** Attempts until one is no failure, or the policy has had enough. */
export const retrying = <A, R>(
  operation: StoreOperation,
  attempt: (attempts: number) => Effect.Effect<A, StoreFailure, R>
): Effect.Effect<A, StoreFailure, R> =>
  Effect.suspend(() => {
    let attempts = 0
    const send = Effect.suspend(() => attempt(++attempts))
    return Effect.catch(send, (error) => Retry.after(error, { send, retrySafety: "idempotent", retryable, onRetry }))

    function onRetry({ _tag: cause }: StoreFailure) {
      return Metric.update(Metric.withAttributes(Telemetry.retries, { operation: operation.name, cause }), 1)
    }
  })

const errorResponse = (
  { attempts, mask, operation }: OtherHost.Exchange,
  response: HttpClientResponse.HttpClientResponse
) =>
  Effect.gen(function* () {
    const retryAfter = yield* Attempt.retryAfterOf(response.headers)
    const body = yield* OtherHost.text({ attempts, mask, operation }, response)
    const { code, reason } = StoreResponse.errorOf(body)
    return new StoreRejected({
      operation: operation.name,
      method: operation.method,
      path: operation.path,
      attempts,
      status: response.status,
      code: code === null ? null : mask(code),
      reason: mask(reason),
      body: mask(body),
      ...(retryAfter === undefined ? {} : { retryAfter })
    })
  })

/** A store that fails says 500 or 503, and a `RequestTimeout` when it did not get a request in time. */
const retryable = (error: StoreFailure): Retry.Retryable | undefined => {
  if (error._tag !== "StoreRejected") return Retry.retryable(error)
  const { attempts, body, code, method, operation, path, reason, retryAfter, status } = error
  const wait = retryAfter === undefined ? {} : { retryAfter }
  const answer = { operation, method, path, attempts, status, errors: { base: [reason] }, body, ...wait }
  if (status === 500 || status === 503 || status === 429 || code === "RequestTimeout") {
    return new ServiceUnavailable(answer)
  }
  return Retry.retryable(new UnexpectedStatus(answer))
}
