/**
 * The file of a cassette.
 */
import * as Issues from "@effect-connectycube/core/contract/Issues"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { access, constants, readFile, rename, rm, stat, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import { CassetteError } from "../../CassetteError.ts"
import { Recording, version } from "../../Recording.ts"
import * as Json from "./json.ts"

/** In bytes. */
const largest = 256 * 1024 * 1024

/** What is in an exchange, around the deepest body. */
const deepest = 512

const fail = (file: string, reason: CassetteError["reason"], what: string, at = ""): CassetteError =>
  new CassetteError({ file, reason, at, message: `${file}${at === "" ? "" : ` at ${at}`}: ${what}` })

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : String(error)

const unreadable = (file: string) => (error: unknown) =>
  codeOf(error) === "ENOENT"
    ? fail(file, "missing", "There is no such cassette. Record it first: Cassette.layerRecord")
    : fail(file, "unreadable", `It cannot be read (${codeOf(error)})`)

export const read = Effect.fnUntraced(function* (file: string) {
  const { size } = yield* Effect.tryPromise({ try: () => stat(file), catch: unreadable(file) })
  if (size > largest) return yield* fail(file, "too-large", `It has ${size} bytes, and ${largest} are the most`)
  return yield* parse(yield* Effect.tryPromise({ try: () => readFile(file, "utf8"), catch: unreadable(file) }), file)
})

/** Whether there is a file. */
export const exists = (file: string): Effect.Effect<boolean> =>
  Effect.promise(() =>
    stat(file).then(
      () => true,
      () => false
    )
  )

const decode = Schema.decodeUnknownEffect(Recording, { errors: "all", onExcessProperty: "error" })

export const parse = Effect.fnUntraced(function* (text: string, file: string) {
  if (Json.depthOf(text) > deepest) return yield* fail(file, "damaged", `It is nested deeper than ${deepest} levels`)
  const value: unknown = yield* Effect.try({
    try: () => JSON.parse(text),
    catch: (error) => fail(file, "damaged", "It is no JSON", placeOf(error, text))
  })
  const found = yield* Schema.decodeUnknownEffect(Head)(value).pipe(
    Effect.mapError(() => fail(file, "foreign", "It is no cassette: it has no format and version of one"))
  )
  if (found.version !== version) {
    return yield* fail(
      file,
      "foreign",
      `It has version ${found.version} of the format, and this package reads version ${version}`,
      "version"
    )
  }
  return yield* decode(value).pipe(
    Effect.mapError(({ issue }) => {
      const [first, ...others] = Issues.format(issue)
      const more = others.length === 0 ? "" : `, and ${others.length} more`
      return fail(file, "damaged", `${first?.message ?? "It is damaged"}${more}`, first?.path)
    })
  )
})

const Head = Schema.Struct({ format: Schema.Literal("effect-connectycube/cassette"), version: Schema.Int })

/** V8 says where in words. */
const placeOf = (error: unknown, text: string): string => {
  const message = error instanceof Error ? error.message : ""
  const position = /position (\d+)/.exec(message)?.[1]
  const before = text.slice(0, position === undefined ? text.length : Number(position))
  return `line ${before.split("\n").length}, column ${before.length - before.lastIndexOf("\n")}`
}

const encode = Schema.encodeEffect(Recording)

/** As it is in the file. The order is that of the schema, so that two of them can be compared line by line. */
export const format = (recording: Recording): Effect.Effect<string> =>
  encode(recording).pipe(
    Effect.orDie,
    Effect.map((json) => `${JSON.stringify(json, null, 2)}\n`)
  )

const unwritable = (file: string) => (error: unknown) =>
  fail(file, "unwritable", `It cannot be written (${codeOf(error)})`)

/** Whole, or not at all: a test may be stopped at any time. */
export const write = Effect.fnUntraced(function* (file: string, recording: Recording) {
  const text = yield* format(recording)
  const next = `${file}.${process.pid}.tmp`
  yield* Effect.tryPromise({
    try: () => writeFile(next, text).then(() => rename(next, file)),
    catch: unwritable(file)
  }).pipe(Effect.onError(() => Effect.promise(() => rm(next, { force: true }))))
})

/** Before something is recorded that could not be written. */
export const checkWritable = (file: string): Effect.Effect<void, CassetteError> =>
  Effect.tryPromise({
    try: async () => {
      await access(dirname(file), constants.W_OK)
      const found = await stat(file).catch(() => undefined)
      if (found !== undefined && !found.isFile()) throw Object.assign(new Error(), { code: "EISDIR" })
    },
    catch: unwritable(file)
  })
