// Bytes as text, as a `TextDecoder` reads them: without a byte order mark, and with U+FFFD for what is no UTF-8. That is slower for short texts.

export const decode = (parts: ReadonlyArray<Buffer>): string => {
  const [first] = parts
  if (first === undefined) return ""
  const text = (parts.length === 1 ? first : Buffer.concat(parts)).toString()
  return text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text
}

/** Of a body that was cut, so also in the middle of a character. */
export const decodeBeginning = (parts: ReadonlyArray<Buffer>): string =>
  new TextDecoder().decode(Buffer.concat(parts), { stream: true })

const byteOrderMark = 0xfeff
