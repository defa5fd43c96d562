/**
 * A seed as a text of JSON, piece by piece: each item has a line of its own, so that two exports can be compared.
 */
import type { Seed } from "../../Seed.ts"

/** In characters. */
const pieceLength = 65_536

export function* pieces(seed: Seed): Generator<string> {
  let piece = ""
  for (const line of lines(seed)) {
    piece += line
    if (piece.length < pieceLength) continue
    yield piece
    piece = ""
  }
  if (piece !== "") yield piece
}

function* lines(seed: Seed): Generator<string> {
  let separator = "{\n"
  for (const [name, value] of Object.entries(seed)) {
    if (value === undefined) continue
    yield `${separator}${JSON.stringify(name)}: `
    separator = ",\n"
    if (Array.isArray(value)) yield* linesOf(value, "")
    else if (name === "records" && typeof value === "object") yield* linesOfClasses(value)
    else yield JSON.stringify(value)
  }
  yield separator === "{\n" ? "{}\n" : "\n}\n"
}

function* linesOf(items: ReadonlyArray<unknown>, indent: string): Generator<string> {
  let separator = "[\n"
  for (const item of items) {
    yield `${separator}${indent}  ${JSON.stringify(item)}`
    separator = ",\n"
  }
  yield items.length === 0 ? "[]" : `\n${indent}]`
}

function* linesOfClasses(classes: object): Generator<string> {
  let separator = "{\n"
  for (const [name, records] of Object.entries(classes)) {
    yield `${separator}  ${JSON.stringify(name)}: `
    separator = ",\n"
    yield* linesOf(records, "  ")
  }
  yield separator === "{\n" ? "{}" : "\n}"
}
