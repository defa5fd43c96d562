/**
 * Requests to the store, an external host.
 */
import {
  type CallTimeout,
  type DecodeError,
  type InvalidRequest,
  ServiceUnavailable,
  type TransportError,
  UnexpectedStatus
} from "@effect-connectycube/core/ConnectyCubeError"
import * as ExternalHost from "@effect-connectycube/core/client/ExternalHost"
import * as Effect from "effect/Effect"
import type { DownloadRejected } from "../DownloadRejected.ts"
import type { UploadRejected } from "../UploadRejected.ts"
import type { StoreError } from "./storeError.ts"
import * as StoreResponse from "./storeResponse.ts"

/** What a request to the store can fail with, beside that it is rejected. */
export type StoreFailure = DecodeError | InvalidRequest | CallTimeout | TransportError

/** The class of the error when the store rejects a request. */
type Rejected<E> = new (fields: StoreError) => E

/**
 * One request. A response that is no success, a redirect among them, is an error: a form is not sent to another host. So is a part
 * of a content (206): no request asks for a range.
 */
export const send = <E>(
  attempt: ExternalHost.Attempt,
  request: ExternalHost.ExternalRequest,
  rejected: Rejected<E>
): Effect.Effect<ExternalHost.ExternalResponse, E | StoreFailure> =>
  Effect.flatMap(attempt.send(request), (response) =>
    response.status >= 200 && response.status < 300 && response.status !== 206
      ? Effect.succeed(response)
      : Effect.flatMap(errorOf(attempt, response, rejected), Effect.fail)
  )

const errorOf = <E>(attempt: ExternalHost.Attempt, response: ExternalHost.ExternalResponse, rejected: Rejected<E>) =>
  Effect.map(response.text, (body) => {
    const { attempts, clock, mask, operation } = attempt
    const { code, reason } = StoreResponse.errorOf(body)
    const retryAfter = ExternalHost.retryAfterOf(response.headers["retry-after"], clock)
    return new rejected({
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

/** A store that fails responds with a 500 or 503, and with a `RequestTimeout` when it did not get a request in time. */
export const retryable = (
  error: UploadRejected | DownloadRejected | StoreFailure
): ExternalHost.Retryable | undefined => {
  switch (error._tag) {
    case "UploadRejected":
    case "DownloadRejected": {
      const { attempts, body, code, method, operation, path, reason, retryAfter, status } = error
      const wait = retryAfter === undefined ? {} : { retryAfter }
      const response = { operation, method, path, attempts, status, errors: { base: [reason] }, body, ...wait }
      return status === 500 || status === 503 || status === 429 || code === "RequestTimeout"
        ? new ServiceUnavailable(response)
        : ExternalHost.retryable(new UnexpectedStatus(response))
    }
    default:
      return ExternalHost.retryable(error)
  }
}
