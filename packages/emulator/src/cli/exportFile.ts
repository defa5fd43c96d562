/**
 * The file that the state is written to when the command is stopped.
 */
import * as Effect from "effect/Effect"
import { accessSync, closeSync, constants, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs"
import { dirname } from "node:path"
import type { Controls } from "../control/controls.ts"
import { pieces } from "../control/export/text.ts"
import { type FileError, problem, whyNot } from "./files.ts"

/** Fails at the start, where a file could not be written at the end. */
export const check = (file: string): Effect.Effect<void, FileError> =>
  Effect.try({
    try: () => {
      const found = statSync(file, { throwIfNoEntry: false })
      if (found?.isDirectory() === true) throw new Error("it is a folder")
      accessSync(dirname(file), constants.W_OK)
    },
    catch: (cause) => problem("export", file, [whyNotWritten(cause)])
  })

/** Writes the state as a seed. The file has the old content or the new one, whenever the process ends. */
export const write = (file: string, { exported }: Controls): Effect.Effect<void, FileError> =>
  exported.pipe(
    Effect.mapError(({ errors }) =>
      problem(
        "export",
        file,
        Object.entries(errors).map(([path, messages]) => `${path}: ${messages.join(", ")}`)
      )
    ),
    Effect.flatMap((seed) =>
      Effect.try({
        try: () => replace(file, pieces(seed)),
        catch: (cause) => problem("export", file, [whyNotWritten(cause)])
      })
    )
  )

const replace = (file: string, pieces: Iterable<string>): void => {
  const next = `${file}.next`
  try {
    // It has hashes of passwords: nobody else reads it.
    const opened = openSync(next, "w", 0o600)
    try {
      for (const piece of pieces) writeAll(opened, piece)
      fsyncSync(opened)
    } finally {
      closeSync(opened)
    }
    renameSync(next, file)
  } catch (cause) {
    rmSync(next, { force: true })
    throw cause
  }
}

/** A disk takes less than all of it, before it is full. */
const writeAll = (opened: number, text: string): void => {
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length;) written += writeSync(opened, bytes, written)
}

const whyNotWritten = (cause: unknown): string => {
  const reason = whyNot(cause)
  if (reason === "there is no such file") return "there is no such folder"
  return reason === "it cannot be read" ? "it cannot be written" : reason
}
