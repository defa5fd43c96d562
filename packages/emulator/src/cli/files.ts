/**
 * The files that the command reads. What is wrong with one is a line: the name of the file, and where in it.
 */
import { parseJson } from "@effect-connectycube/core/contract/Wire"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { readFileSync } from "node:fs"
import { ApplicationSettings } from "../Application.ts"
import type { Seed } from "../Seed.ts"
import { SettingsChanges } from "../Settings.ts"
import { issuesIn } from "../server/wire/schemaErrors.ts"

/** A file that the command cannot use. */
export class FileError extends Data.TaggedError("FileError")<{ readonly message: string }> {}

/** How many errors of one file are told: they are one line. */
const most = 5

export const problem = (flag: string, file: string, errors: ReadonlyArray<string>): FileError =>
  new FileError({
    message: `Cannot use ${file} (--${flag}): ${errors.slice(0, most).join("; ")}${errors.length > most ? "; …" : ""}`
  })

/** What is misspelt would do nothing, and not say so. */
const reading = <A, I>(flag: string, schema: Schema.Codec<A, I>) => {
  const decode = Schema.decodeUnknownEffect(schema, { errors: "all", onExcessProperty: "error" })
  return (file: string): Effect.Effect<A, FileError> =>
    Effect.flatMap(readJson(flag, file), (value) =>
      Effect.mapError(decode(value), ({ issue }) =>
        problem(
          flag,
          file,
          issuesIn(issue).map(({ message, path }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`))
        )
      )
    )
}

/** The settings of the application, or those of a further one. */
export const readSettings = reading("settings", SettingsChanges)
export const readApplication = reading("application", ApplicationSettings)

/** A seed with all digits of its numbers. The emulator itself checks what is in it. */
export const readSeed = (file: string): Effect.Effect<Seed, FileError> =>
  Effect.flatMap(readJson("seed", file), (value) =>
    isSeed(value) ? Effect.succeed(value) : Effect.fail(problem("seed", file, ["Expected object"]))
  )

const isSeed = (value: unknown): value is Seed => Predicate.isObject(value) && !Array.isArray(value)

const readJson = (flag: string, file: string): Effect.Effect<unknown, FileError> =>
  Effect.try({
    try: () => {
      // Editors of Windows begin a file with a byte order mark.
      const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "")
      // The errors of `JSON.parse` say where.
      return Option.getOrElse(parseJson(text), (): unknown => JSON.parse(text))
    },
    catch: (cause) => problem(flag, file, [whyNot(cause)])
  })

const reasons = new Map<unknown, string>([
  ["ENOENT", "there is no such file"],
  ["ENOTDIR", "there is no such file"],
  ["EISDIR", "it is a folder"],
  ["EACCES", "it cannot be read"],
  ["EPERM", "it cannot be read"]
])

export const whyNot = (cause: unknown): string => {
  const reason = Predicate.hasProperty(cause, "code") ? reasons.get(cause.code) : undefined
  const message = cause instanceof Error ? cause.message : String(cause)
  return reason ?? (cause instanceof SyntaxError ? `it is not JSON: ${message}` : message)
}
