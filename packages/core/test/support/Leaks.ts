import { inspect } from "node:util"
import { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import * as Schema from "effect/Schema"
import type * as Tracer from "effect/Tracer"

/** The encodings of a text in which it may occur in another one. */
const spellings = (secret: string): ReadonlyArray<string> => {
  const json = JSON.stringify(secret).slice(1, -1)
  const form = new URLSearchParams([["", secret]]).toString().slice(1)
  const inspected = inspect(secret).slice(1, -1)
  const rails = json.replaceAll("&", "\\u0026").replaceAll("/", "\\/")
  return [secret, json, form, encodeURIComponent(secret), inspected, rails, JSON.stringify(json).slice(1, -1)]
}

/** The names of the secrets in a text, in any encoding. */
export const leaksIn = (secrets: Readonly<Record<string, string>>, text: string): ReadonlyArray<string> =>
  Object.entries(secrets)
    .filter(([, secret]) => spellings(secret).some((spelling) => text.includes(spelling)))
    .map(([name]) => name)

/** A value in every way in which a program may show it. */
export const renderings = (value: unknown): ReadonlyArray<string> => [
  String(value),
  JSON.stringify(value) ?? "",
  JSON.stringify(value, null, 2) ?? "",
  inspect(value, { depth: 10, showHidden: true, getters: true }),
  inspect(value, { depth: 10, customInspect: false, showHidden: true }),
  ...(value instanceof Error ? [value.message, value.stack ?? "", `${value.name}`] : []),
  Cause.pretty(Cause.fail(value)),
  Cause.pretty(Cause.die(value)),
  inspect(Exit.fail(value), { depth: 10, showHidden: true }),
  ...(isError(value) ? [JSON.stringify(encode(value))] : [])
]

const isError = Schema.is(ConnectyCubeError)

/** As contracts of servers send it. */
const encode = Schema.encodeSync(Schema.toCodecJson(ConnectyCubeError))

/** The visible part of a span: an exporter writes the cause of a failure, and never the value of a success. */
export const spanText = ({ attributes, events, name, status }: Tracer.NativeSpan): string => {
  const seen = [name, inspect([attributes, events], { depth: 10 })]
  if (status._tag === "Ended" && Exit.isFailure(status.exit)) {
    seen.push(Cause.pretty(status.exit.cause), inspect(status.exit, { depth: 10, showHidden: true }))
  }
  return seen.join("\n")
}

const levels = ["Trace", "Debug", "Info", "Warn", "Error", "Fatal"] as const

/** Runs an effect, logs its result at every level, and returns all lines that were logged meanwhile, in every format. */
export const logged = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<ReadonlyArray<string>, never, R> => {
  const lines: Array<string> = []
  const keep = (format: Logger.Logger<unknown, string>) => Logger.map(format, (line) => void lines.push(line))
  const structured = Logger.map(Logger.formatStructured, (line) => void lines.push(inspect(line, { depth: 10 })))
  const loggers = [keep(Logger.formatSimple), keep(Logger.formatLogFmt), keep(Logger.formatJson), structured]
  return Effect.gen(function* () {
    const exit = yield* Effect.exit(effect)
    for (const level of levels) {
      if (Exit.isSuccess(exit)) yield* Effect.logWithLevel(level)(exit.value)
      else yield* Effect.logWithLevel(level)("failed", exit.cause, Cause.squash(exit.cause))
    }
    return lines
  }).pipe(
    Effect.annotateLogs("operation", "things.read"),
    Effect.withLogSpan("call"),
    Effect.provide(Logger.layer(loggers)),
    Effect.provideService(References.MinimumLogLevel, "All")
  )
}
