/**
 * Requests to hosts that are not the API, such as the store of the files: through the steps of every call, without credentials,
 * and with bodies that are streams.
 *
 * Nothing that belongs to the API goes there: no token, no cookie, no id of a trace, no header that a program sets for all of its
 * requests. A transfer can be large, so no timeout is set for all of it. It fails when nothing has moved for as long as one
 * attempt may take.
 *
 * @since 0.1.0
 */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import * as Option from "effect/Option"
import { ConnectyCubeConfig } from "../ConnectyCubeConfig.ts"
import type { DecodeError, UnexpectedStatus } from "../ConnectyCubeError.ts"
import type { AttemptError } from "../internal/call/attempt.ts"
import { Input } from "../internal/call/input.ts"
import { retryTokens } from "../internal/call/Application.ts"
import { attemptStream, type Streamed } from "../internal/call/attemptStream.ts"
import { CallContext, type Operation } from "../internal/call/CallContext.ts"
import * as HttpClientTransport from "../internal/call/HttpClientTransport.ts"
import { retry, type Retryable, retryable as retryableOf } from "../internal/call/retry.ts"
import type { Body, Request, Transport } from "./Transport.ts"
import { Timeouts } from "../Timeouts.ts"

/**
 * What goes out.
 *
 * @category models
 * @since 0.1.0
 */
export interface ExternalRequest extends Partial<Pick<Request, "headers" | "redirect">> {
  /** The whole URL. */
  readonly url: string
  /** The body. */
  readonly body?: Body
}

/**
 * One attempt of a call to an external host.
 *
 * @category models
 * @since 0.1.0
 */
export interface Attempt {
  /** The operation of the call. */
  readonly operation: Pick<Operation, "name" | "method" | "path">
  /** How many requests were made so far. */
  readonly attempts: number
  /** The clock of the call. */
  readonly clock: Clock.Clock
  /** A text without the secrets of the call. */
  readonly mask: (text: string) => string
  /** Sends the request, and gives the response when its head has come, whatever its status. */
  readonly send: (request: ExternalRequest) => Effect.Effect<Streamed, AttemptError>
}

/**
 * The response of an external host.
 *
 * @category models
 * @since 0.1.0
 */
export type ExternalResponse = Streamed

/**
 * A call to an external host.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options<A, E, R> {
  /** The operation of the call. */
  readonly operation: Pick<Operation, "name" | "method" | "path" | "retrySafety">
  /** What errors must not show of it. */
  readonly secrets: ReadonlyArray<string>
  /** Makes one attempt. */
  readonly attempt: (attempt: Attempt) => Effect.Effect<A, E, R>
  /** The error in the terms of the `RetryPolicy`, if it is one after which the call may be retried. */
  readonly retryable: (error: E) => Retryable | undefined
}

/**
 * Makes a call to an external host.
 *
 * @category models
 * @since 0.1.0
 */
export type ExternalHost = <A, E extends { readonly _tag: string; readonly operation: string }, R>(
  options: Options<A, E, R>
) => Effect.Effect<A, E, R>

/**
 * Calls to external hosts, on the `HttpClient` in the context. Their retries have a `RetryBudget` of their own: when such a host is down,
 * the API need not be. They are neither in the `RateLimit` nor in the `CircuitBreaker`, which are those of the API.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<ExternalHost, never, HttpClient.HttpClient> = Effect.zipWith(
  HttpClientTransport.make,
  Effect.serviceOption(ConnectyCubeConfig),
  (transport, config) => {
    const log = Option.match(config, { onNone: () => undefined, onSome: ({ log }) => log })
    const tokens = retryTokens()
    return ({ attempt, operation, retryable, secrets }) =>
      withoutTimeout(
        Effect.withFiber((fiber) => {
          const external: Operation = {
            ...operation,
            credentials: "none",
            endsSession: false,
            redirects: false,
            external: true
          }
          const call = new CallContext(external, noInput, secrets, fiber, log)
          return retry(retryable, tokens)((call) => attempt(attemptOf(transport, call)))(call)
        })
      )
  }
)

const noInput = new Input(undefined)

/** A transfer may take as long as it moves. */
const withoutTimeout = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.flatMap(Timeouts, (timeouts) =>
    Effect.provideService(effect, Timeouts, { ...timeouts, call: Duration.infinity })
  )

const attemptOf = (transport: Transport, call: CallContext): Attempt => ({
  operation: call.operation,
  get attempts() {
    return call.attempts
  },
  clock: call.clock,
  mask: (text) => call.mask(text),
  send: ({ body, headers = {}, redirect, url }) =>
    attemptStream(transport, call, { method: call.operation.method, url, headers, body, external: true, redirect })
})

/** The errors after which a call is retried in any case. */
export const retryable: (error: AttemptError | DecodeError | UnexpectedStatus) => Retryable | undefined = retryableOf

export {
  /** How long a `Retry-After` asks to wait. */
  retryAfterOf
} from "../internal/call/classify.ts"

export type { Retryable } from "../internal/call/retry.ts"
