// JSON whose numbers keep their digits.

/**
 * Reads JSON as `JSON.parse` does, but for the numbers that a JavaScript number cannot hold: those are texts, with the digits
 * as they were sent. They are the integers beyond `Number.MAX_SAFE_INTEGER`, and what else would be rounded: `1e400`, or
 * decimals of more digits than there is room for. Throws a `SyntaxError` where the text is no JSON.
 */
export const parse = (text: string): unknown => {
  if (!candidate.test(text) && !/^\d/.test(text)) return JSON.parse(text)
  return hasSource ? parseBySource(text) : parseQuoted(text)
}

// Cheap, and never wrong about there being none: up to 15 digits with an exponent of up to two are always kept. In front of a
// number there is nothing, white space, a minus or one of `:[,`; in texts it is mostly something else.
const candidate = /[:[,\s-]\d(?:[\d.]{15}|[\d.]{0,15}[eE][-+]?\d{3})/

interface Context {
  readonly source?: string
}

/** Where the runtime tells the text of a number. */
export const parseBySource = (text: string): unknown =>
  JSON.parse(text, (_key: string, value: unknown, context?: Context) =>
    typeof value === "number" && context?.source !== undefined && !isKept(context.source) ? context.source : value
  )

const hasSource =
  JSON.parse("1", (_key: string, _value: unknown, context?: Context): unknown => context?.source === "1") === true

/** Where it does not: the numbers in question are written as texts before they are read. */
export const parseQuoted = (text: string): unknown => {
  // What is no JSON must not become some.
  JSON.parse(text)
  const token = /"|-?\d[\d.eE+-]*/g
  let quoted = ""
  let done = 0
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match
    if (found === '"') token.lastIndex = endOfText(text, token.lastIndex)
    else if (!isKept(found)) {
      quoted += `${text.slice(done, match.index)}"${found}"`
      done = token.lastIndex
    }
  }
  return JSON.parse(quoted + text.slice(done))
}

/** Behind the quote that ends the text which begins there. */
const endOfText = (text: string, start: number): number => {
  for (let quote = text.indexOf('"', start); ; quote = text.indexOf('"', quote + 1)) {
    let escapes = quote
    while (text[escapes - 1] === "\\") escapes--
    if ((quote - escapes) % 2 === 0) return quote + 1
  }
}

/** Whether a number has the digits of this text. */
const isKept = (source: string): boolean => {
  const number = Number(source)
  if (/^-?\d+$/.test(source)) return Number.isSafeInteger(number)
  // Digits of a double are few, and zeros around them are rarely this many.
  return source.length <= longest && Number.isFinite(number) && digitsOf(source) === digitsOf(String(number))
}

const longest = 64

/** The digits without the zeros around them, and where the point is: of `-0.0120` and `1.2e-2` the same. */
const digitsOf = (source: string): string => {
  const [, whole = "", fraction = "", exponent = "0"] = /^-?(\d+)\.?(\d*)(?:e([-+]?\d+))?$/i.exec(source) ?? []
  const digits = (whole + fraction).replace(/0+$/, "")
  const zeros = whole.length + fraction.length - digits.length
  const significant = digits.replace(/^0+/, "")
  return significant === "" ? "0" : `${significant}e${Number(exponent) - fraction.length + zeros}`
}
