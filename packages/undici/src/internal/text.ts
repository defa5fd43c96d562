// Bytes as text, as a `TextDecoder` reads them: without a byte order mark, and with U+FFFD for what is no UTF-8. That is slower for short texts.
import { maxErrorBody } from "@effect-connectycube/core/client/Transport"

export const decode = (parts: ReadonlyArray<Buffer>): string => {
  const [first] = parts
  if (first === undefined) return ""
  const text = (parts.length === 1 ? first : Buffer.concat(parts)).toString()
  return text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text
}

/** The beginning of a body that was cut, perhaps in the middle of a character. More of it is of no use, and would take memory. */
export const decodeBeginning = (parts: ReadonlyArray<Buffer>): string =>
  new TextDecoder().decode(Buffer.concat(parts, lengthOf(parts)), { stream: true })

const lengthOf = (parts: ReadonlyArray<Buffer>): number =>
  Math.min(
    parts.reduce((sum, { length }) => sum + length, 0),
    maxErrorBody
  )

const byteOrderMark = 0xfeff
