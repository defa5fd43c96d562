// What is logged of each attempt and of each retry, when it is asked for. Every text in a line is masked.
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { constUndefined } from "effect/Function"
import * as LogLevel from "effect/LogLevel"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import { MinimumLogLevel } from "effect/References"
import * as Redaction from "../../client/Redaction.ts"
import type { Body, Head } from "../../client/Transport.ts"
import type { ConnectyCubeConfig } from "../../ConnectyCubeConfig.ts"
import { headerOf } from "../userAgent.ts"
import type { CallContext, Step } from "./CallContext.ts"
import { bodyText, isSecretHeader, masked, withoutSecretPairs } from "./logMask.ts"

/** Logs each attempt. A call that is not logged passes by. */
export const logAttempt =
  ({ api_url }: Pick<ConnectyCubeConfig["Service"], "api_url">) =>
  <A extends Head & { readonly body: string }, E>(next: Step<A, E>): Step<A, E> =>
  (call) => {
    if (call.log === "off") return next(call)
    // The step below counts the attempt when it is called, and the steps above look at that count. It counts nothing that is not sent.
    const before = call.attempts
    const attempt = next(call)
    return call.attempts === before ? attempt : logged(call, call.attempts, api_url, attempt, bodyOf)
  }

const bodyOf = ({ body }: { readonly body: string }): string => body

/** Logs an attempt at an external host, of which only the origin is shown. It is counted already. */
export const logExternalAttempt = <A extends Head, E, R>(
  call: CallContext,
  url: string,
  attempt: Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => (call.log === "off" ? attempt : logged(call, call.attempts, url, attempt, constUndefined))

/** Logs that a call is retried. `delay` is in milliseconds. */
export const logRetry = (call: CallContext, delay: number, error: { readonly _tag: string }): Effect.Effect<void> =>
  call.log === "off"
    ? Effect.void
    : write(call, `is retried in ${Math.round(delay)} ms after ${reasonOf(call, error)}`, {
        "connectycube.attempt": call.attempts,
        "connectycube.retry_delay_ms": Math.round(delay),
        "error.type": error._tag
      })

type Annotations = Readonly<Record<string, string | number>>

const logged = <A extends Head, E, R>(
  call: CallContext,
  number: number,
  base: string,
  attempt: Effect.Effect<A, E, R>,
  bodyOf: (response: A) => string | undefined
): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    const { clock, encoded, operation } = call
    const start = clock.currentTimeMillisUnsafe()
    const isFull = call.log === "full" && !operation.external
    const url = operation.external ? `${originOf(base)}${operation.path}` : `${base}${urlOf(call)}`
    const request: Annotations = {
      "http.request.method": operation.method,
      "url.full": url,
      "connectycube.attempt": number,
      ...sizeOf("http.request.body.size", encoded.body)
    }
    const content = isFull
      ? { "http.request.headers": requestHeaders(call), ...textOf(call, "http.request.body", encoded.body) }
      : {}
    const begin = isFull
      ? write(call, `${operation.method} ${url} is sent (attempt ${number})`, { ...request, ...content })
      : Effect.void
    const end = (exit: Exit.Exit<A, E>) => {
      const duration = clock.currentTimeMillisUnsafe() - start
      const line = (outcome: string, annotations: Annotations) =>
        write(call, `${operation.method} ${url} ${outcome} in ${duration} ms (attempt ${number})`, {
          ...request,
          ...annotations,
          "connectycube.duration_ms": duration
        })
      if (Exit.isFailure(exit)) {
        const error = Cause.findErrorOption(exit.cause)
        return Option.match(error, {
          onNone: () => line(Cause.hasInterrupts(exit.cause) ? "was interrupted" : "died", {}),
          onSome: (error) => line(`failed with ${reasonOf(call, error)}`, { "error.type": tagOf(error) })
        })
      }
      const { headers, status } = exit.value
      const body = bodyOf(exit.value)
      return line(`got ${status}`, {
        "http.response.status_code": status,
        ...(body === undefined ? {} : { "http.response.body.size": bytesIn(body) }),
        ...(isFull ? { "http.response.headers": responseHeaders(call, headers) } : {}),
        ...(isFull && body !== undefined && body !== "" ? { "http.response.body": bodyText(call, body) } : {})
      })
    }
    return Effect.andThen(begin, Effect.onExit(attempt, end))
  })

/**
 * It is asked for by its own setting, so it is written whatever the level of the program is. A logger that throws is no reason for a
 * call to fail, whose request may be handled by then.
 */
const write = (call: CallContext, text: string, annotations: Annotations): Effect.Effect<void> =>
  Effect.flatMap(MinimumLogLevel, (level) => {
    const line = Effect.annotateLogs(Effect.logDebug(`${call.operation.name}: ${text}`), annotations)
    return LogLevel.isLessThanOrEqualTo(level, "Debug") ? line : Effect.provideService(line, MinimumLogLevel, "Debug")
  }).pipe(Effect.catchDefect(() => Effect.void))

const tagOf = (error: unknown): string =>
  Predicate.hasProperty(error, "_tag") && typeof error._tag === "string" ? error._tag : "error"

const reasonOf = (call: CallContext, error: unknown): string =>
  Predicate.hasProperty(error, "reason") && typeof error.reason === "string"
    ? `${tagOf(error)}: ${masked(call, error.reason)}`
    : tagOf(error)

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : "")

const encoder = new TextEncoder()

const bytesIn = (text: string): number => encoder.encode(text).byteLength

const sizeOf = (name: string, body: Body | undefined): Annotations => {
  if (body === undefined) return {}
  return { [name]: body._tag === "Text" ? bytesIn(body.text) : body.contentLength }
}

const textOf = (call: CallContext, name: string, body: Body | undefined): Annotations =>
  body?._tag === "Text"
    ? { [name]: bodyText(call, isForm.test(body.contentType) ? withoutSecretPairs(body.text) : body.text) }
    : {}

const isForm = /^application\/x-www-form-urlencoded/i

/** The path and the query of a request. */
const urlOf = (call: CallContext): string => {
  const [path = "", query] = call.encoded.url.split("?", 2)
  if (query === undefined) return masked(call, path)
  return masked(call, `${path}?${withoutSecretPairs(query)}`)
}

const requestHeaders = (call: CallContext): string => {
  const { body } = call.encoded
  const agent = headerOf(call.userAgent)
  return headersText({
    ...Object.fromEntries(Object.keys(call.credentials).map((name) => [name, Redaction.mask])),
    ...(agent === undefined ? {} : { "user-agent": agent }),
    ...(body === undefined ? {} : { "content-type": body.contentType })
  })
}

const responseHeaders = (call: CallContext, headers: Head["headers"]): string =>
  headersText(
    Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) => {
        if (value === undefined) return []
        return [[name, isSecretHeader(name) ? Redaction.mask : masked(call, value)]]
      })
    )
  )

const headersText = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("; ")
