// One request whose body, and that of its response, can be streams: it ends when nothing has moved for the time of an attempt.
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Pull from "effect/Pull"
import * as Stream from "effect/Stream"
import { type CallTimeout, TransportError } from "../../ConnectyCubeError.ts"
import { type AttemptError, errorOf } from "./attempt.ts"
import type { CallContext } from "./CallContext.ts"
import { logExternalAttempt } from "./debugLog.ts"
import { observeExternalAttempt } from "./observe.ts"
import { type Head, maxErrorBody, type Request, type StreamResponse, type Transport } from "../../client/Transport.ts"
import * as Beginning from "../beginning.ts"

/** A response whose body is read as it comes. */
export interface Streamed extends Head {
  /** The body. An end before its `Content-Length` is a `TransportError`. */
  readonly stream: Stream.Stream<Uint8Array, AttemptError>
  /** What can be read of a short body: 64 KiB of it at most, and what has come when the connection is lost or time is out. */
  readonly text: Effect.Effect<string>
}

export const attemptStream = (
  transport: Transport,
  call: CallContext,
  request: Request
): Effect.Effect<Streamed, AttemptError> =>
  Effect.suspend(() => {
    call.attempts++
    const { clock } = call
    const limit = Duration.toMillis(call.timeouts.attempt)
    let moved = clock.currentTimeMillisUnsafe()
    const progress = {
      sent: () => {
        moved = clock.currentTimeMillisUnsafe()
      },
      // It has the time that it takes over a slow line.
      handedOver: (bytes: number) => {
        moved = clock.currentTimeMillisUnsafe() + (bytes / slowestBytesPerSecond) * 1000
      }
    }
    const stalled: Effect.Effect<never, CallTimeout> = Effect.suspend(() => {
      const left = moved + limit - clock.currentTimeMillisUnsafe()
      return left > 0 ? Effect.andThen(Effect.sleep(left), stalled) : Effect.fail(call.timeout("attempt"))
    })
    const responded = Effect.mapError(transport.stream(request, progress), (failure) => errorOf(call, failure))
    const inTime = Number.isFinite(limit) ? Effect.raceFirst(responded, stalled) : responded
    return Effect.map(
      observeExternalAttempt(call, request.url, logExternalAttempt(call, request.url, inTime)),
      (response): Streamed => {
        const stream = bodyOf(call, response)
        return {
          status: response.status,
          headers: response.headers,
          stream,
          text: textOf(stream, call.timeouts.attempt)
        }
      }
    )
  })

const slowestBytesPerSecond = 16 * 1024

const bodyOf = (call: CallContext, response: StreamResponse): Stream.Stream<Uint8Array, AttemptError> => {
  const { attempt } = call.timeouts
  const length = lengthOf(response)
  const arriving = Stream.mapError(response.stream, (failure) => errorOf(call, failure))
  return Stream.transformPull(arriving, (pull) =>
    Effect.sync(() => {
      let received = 0
      const pulled = Duration.isFinite(attempt)
        ? Effect.timeoutOrElse(pull, { duration: attempt, orElse: () => Effect.fail(call.timeout("attempt")) })
        : pull
      return pulled.pipe(
        Effect.map((chunks) => {
          for (const chunk of chunks) received += chunk.byteLength
          return chunks
        }),
        Pull.catchDone((): Pull.Pull<never, TransportError> =>
          length === undefined || received >= length ? Cause.done() : Effect.fail(closedEarly(call, received, length))
        )
      )
    })
  )
}

const closedEarly = (
  { attempts, operation: { method, name, path } }: CallContext,
  received: number,
  length: number
): TransportError =>
  new TransportError({
    operation: name,
    method,
    path,
    attempts,
    reason: `The connection was closed after ${received} of ${length} bytes`
  })

/** A short body is there within the time of an attempt: byte by byte, it could take for ever. */
const textOf = (stream: Stream.Stream<Uint8Array, unknown>, limit: Duration.Duration): Effect.Effect<string> =>
  Effect.suspend(() => {
    const text = new Beginning.Text(maxErrorBody)
    return stream.pipe(
      Stream.takeUntil((bytes) => text.add(bytes)),
      Stream.runDrain,
      Effect.ignore,
      Effect.timeoutOption(limit),
      Effect.map(() => text.beginning.body)
    )
  })

/** How long a body is said to be. An encoded one is decoded on its way, and then its length says nothing. */
const lengthOf = ({ headers }: Head): number | undefined => {
  const encoding = headers["content-encoding"]
  const length = headers["content-length"]
  if (length === undefined || !/^\d+$/.test(length)) return undefined
  return encoding === undefined || encoding === "identity" ? Number(length) : undefined
}
