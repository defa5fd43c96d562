// A success, or the error of its status.
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Headers from "effect/http/Headers"
import * as Result from "effect/Result"
import type { StatusError } from "../../ConnectyCubeError.ts"
import * as ErrorBody from "../../contract/ErrorBody.ts"
import { fromResponse } from "../makeErrors.ts"
import type { CallContext, Operation, Step } from "./CallContext.ts"
import type { RecordAttempt } from "./requestDuration.ts"
import type { Response } from "../../client/Transport.ts"

export const classify =
  (operation: Operation, record: RecordAttempt) =>
  <E>(next: Step<Response, E>): Step<Response, E | StatusError> =>
  (call) =>
    Effect.flatMap(next(call), (response): Effect.Effect<Response, StatusError> => {
      record(call, response.status)
      return isSuccess(operation, response.status) ? Effect.succeed(response) : Effect.fail(statusError(call, response))
    })

/** No request asks for a range, so a part of a body (206) is no success. */
const isSuccess = ({ redirects }: Operation, status: number): boolean =>
  redirects ? redirectStatuses.has(status) : status >= 200 && status < 300 && status !== 206

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

const statusError = (call: CallContext, { body, headers, status }: Response): StatusError => {
  const { method, name, path } = call.operation
  const mask = (text: string) => call.mask(text)
  const retryAfter = retryAfterOf(headers["retry-after"], call.clock)
  return fromResponse({
    operation: name,
    method,
    path,
    attempts: call.attempts,
    status,
    errors: ErrorBody.parse(body, mask),
    body: mask(body),
    ...(retryAfter === undefined ? {} : { retryAfter })
  })
}

/** An error encodes it in milliseconds, and more of them are no exact number, or none in JSON. */
const longestRetryAfter = Duration.millis(Number.MAX_SAFE_INTEGER)

/** How long a `Retry-After` asks to wait: seconds, or until a date. */
export const retryAfterOf = (header: string | undefined, clock: Clock.Clock): Duration.Duration | undefined =>
  header === undefined
    ? undefined
    : Result.match(Headers.parseRetryAfter(header), {
        onFailure: () => undefined,
        onSuccess: (retryAfter) =>
          Duration.min(Headers.retryAfterDelay(retryAfter, clock.currentTimeMillisUnsafe()), longestRetryAfter)
      })
