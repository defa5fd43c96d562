// One call, from its first step to its last, and what a step is.
import * as Clock from "effect/Clock"
import type * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import type { HttpMethod } from "effect/http/HttpMethod"
import * as Redaction from "../../client/Redaction.ts"
import * as Issues from "../../contract/Issues.ts"
import { CompiledCodecs } from "../../CompiledCodecs.ts"
import { DebugLog } from "../../DebugLog.ts"
import { CallTimeout, type ConnectyCubeError, InvalidRequest } from "../../ConnectyCubeError.ts"
import type { RetrySafety } from "../../contract/Endpoint.ts"
import { isSeen } from "../../client/Observe.ts"
import { MaxResponseSize } from "../../MaxResponseSize.ts"
import type { CircuitBreaker } from "../../CircuitBreaker.ts"
import type { RateLimit } from "../../RateLimit.ts"
import { RetryBudget } from "../../RetryBudget.ts"
import { CurrentCircuitBreaker, CurrentRateLimit } from "./admission.ts"
import { Timeouts } from "../../Timeouts.ts"
import { UserAgent } from "../../UserAgent.ts"
import { CurrentMethod, type Method } from "../currentMethod.ts"
import type { Input } from "./input.ts"
import type { Body } from "../../client/Transport.ts"

/** What the steps know of an endpoint. */
export interface Operation {
  /** The method of the client: `users.signUp`. */
  readonly name: string
  /** The HTTP method. */
  readonly method: HttpMethod
  /** The path with the names of its parameters: `/users/:user_id`. */
  readonly path: string
  readonly retrySafety: RetrySafety
  readonly credentials: "none" | "application" | "session" | "administration"
  /** Whether its session is not renewed after it. */
  readonly endsSession: boolean
  /** Whether its success is a redirect, which is not followed. */
  readonly redirects: boolean
  /** Whether its host is another than that of the API: nothing goes there that is meant for the API. */
  readonly external: boolean
}

/**
 * What the arguments of a call make of its request.
 *
 * A class, as all that is made for each call: object literals may be allocated among the long-lived objects (V8's pretenuring by
 * allocation site), where they keep what they refer to until the next full garbage collection.
 */
export class Encoded {
  /** The path and the query. */
  readonly url: string
  readonly body: Body | undefined

  constructor(url: string, body: Body | undefined) {
    this.url = url
    this.body = body
  }
}

const noHeaders: Readonly<Record<string, string>> = {}
const noSecrets: ReadonlyArray<string> = []
const notEncoded = new Encoded("", undefined)

/**
 * The context of one call. It is made once, and each step reads and writes it. It has no closures in its fields: objects with
 * such fields live long in V8, and there is one for each call.
 */
export class CallContext {
  readonly operation: Operation
  /** The arguments. What is `Redacted` in them is masked in errors. */
  readonly input: Input
  /** The secrets of the application. */
  readonly secrets: ReadonlyArray<string>
  readonly clock: Clock.Clock
  readonly timeouts: Timeouts
  readonly retryBudget: RetryBudget
  readonly rateLimit: RateLimit | undefined
  readonly circuitBreaker: CircuitBreaker | undefined
  /** How many bytes of a response are read. */
  readonly maxResponseSize: number
  /** The products of the application, for the `User-Agent`. */
  readonly userAgent: string
  /** What is logged of it. */
  readonly log: DebugLog
  /** The method that makes it. */
  readonly method: Method | undefined
  /** Whether a tracer looks at its spans. */
  readonly traced: boolean
  /** Whether its response is decoded by compiled decoders. */
  readonly compiled: boolean
  /** What its metrics are updated in. */
  readonly context: Context.Context<never>
  /** When its last attempt began, in milliseconds since 1970. */
  attemptStart = 0
  /** Milliseconds since 1970. */
  readonly start: number
  /** Written by `encode`. */
  encoded: Encoded = notEncoded
  /** The header of the key or token that the next attempt sends. */
  credentials: Readonly<Record<string, string>> = noHeaders
  /** The tokens of earlier attempts. They are secrets too. */
  earlierCredentials: ReadonlyArray<string> = noSecrets
  /** How many requests were made. */
  attempts = 0
  /** Whether `authorize` has renewed the session for it. It does so once. */
  renewed = false
  /** Whether an attempt of it may have ended the session, and its response was lost. */
  mayHaveEnded = false
  /** What a renewal of the session failed with. It had its own retries, so the call is not retried after it. */
  renewalError: unknown = undefined

  constructor(
    operation: Operation,
    input: Input,
    secrets: ReadonlyArray<string>,
    fiber: Fiber.Fiber<unknown, unknown>,
    log: DebugLog = "off"
  ) {
    this.operation = operation
    this.input = input
    this.secrets = secrets
    this.clock = fiber.getRef(Clock.Clock)
    this.timeouts = fiber.getRef(Timeouts)
    this.retryBudget = fiber.getRef(RetryBudget)
    this.rateLimit = fiber.getRef(CurrentRateLimit)
    this.circuitBreaker = fiber.getRef(CurrentCircuitBreaker)
    this.maxResponseSize = Number(fiber.getRef(MaxResponseSize))
    this.log = fiber.getRef(DebugLog) ?? log
    this.userAgent = fiber.getRef(UserAgent)
    this.method = fiber.getRef(CurrentMethod)
    this.traced = isSeen(fiber)
    this.compiled = fiber.getRef(CompiledCodecs)
    this.context = fiber.context
    this.start = this.clock.currentTimeMillisUnsafe()
  }

  /** When the call has to end, in milliseconds since 1970. */
  get end(): number {
    return this.start + Duration.toMillis(this.timeouts.call)
  }

  /** How much of its time is left, in milliseconds. */
  get left(): number {
    return this.end - this.clock.currentTimeMillisUnsafe()
  }

  /** Sets the key or token of the next attempt. */
  authorize(credentials: Readonly<Record<string, string>>): void {
    if (this.credentials !== noHeaders) {
      this.earlierCredentials = [...this.earlierCredentials, ...Object.values(this.credentials)]
    }
    this.credentials = credentials
  }

  /** A text without the secrets of the application and of this call. */
  mask(text: string): string {
    return Redaction.maskText(text, [
      ...this.secrets,
      ...Redaction.secretsIn(this.input),
      ...Object.values(this.credentials),
      ...this.earlierCredentials
    ])
  }

  /** The secrets that are too short to be looked for in any text. */
  get shortSecrets(): ReadonlyArray<string> {
    return [...this.secrets, ...Redaction.secretsIn(this.input)].filter(Redaction.isShort)
  }

  timeout(timeout: "attempt" | "call"): CallTimeout {
    const { method, name, path } = this.operation
    return new CallTimeout({
      operation: name,
      method,
      path,
      attempts: this.attempts,
      timeout,
      duration: this.timeouts[timeout]
    })
  }

  invalid(issues: InvalidRequest["issues"], source: InvalidRequest["source"] = "arguments"): InvalidRequest {
    const { method, name, path } = this.operation
    return new InvalidRequest({ operation: name, method, path, source, issues: Issues.first(issues) })
  }

  /** The program is not set up for this call. */
  notReady(message: string): InvalidRequest {
    return this.invalid([{ path: "", message }], "program")
  }
}

/** A step takes a call on, to the step below it, and what that makes of it back up. */
export type Step<A, E = ConnectyCubeError, R = never> = (call: CallContext) => Effect.Effect<A, E, R>
