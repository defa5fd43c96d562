// JSON whose numbers keep their digits.

/**
 * Reads JSON as `JSON.parse` does, but for the numbers that a JavaScript number cannot hold: those are texts, with the digits
 * as they were sent. They are the integers beyond `Number.MAX_SAFE_INTEGER`, and what else would be rounded: `1e400`, or
 * decimals of more digits than there is room for. Throws a `SyntaxError` where the text is no JSON.
 */
export const parse = (text: string): unknown => {
  // What is no JSON must not become some.
  const json: unknown = JSON.parse(text)
  if (!mayHaveLongNumbers(text)) return json
  const quoted = quoteLongNumbers(text)
  return quoted === text ? json : JSON.parse(quoted)
}

/** Cheap, and never wrong about there being none: up to 15 digits with an exponent of up to two are always kept. */
const mayHaveLongNumbers = (json: string): boolean =>
  hasLongRun(json) || longExponent.test(json) || beginsAsNumber.test(json)

/** At the end of a number, which is at that of a list, a member or an object. */
const longExponent = /\d[eE][-+\d]\d\d\d*[\s,}\]]/

/** A number alone has nothing behind it. */
const beginsAsNumber = /^[\s\d-]/

/** Whether there are 16 digits or points in a row. Every 16th character is looked at: one of them would be in the row. */
const hasLongRun = (json: string): boolean => {
  for (let index = longRun - 1; index < json.length; index += longRun) {
    if (!isInRun(json.charCodeAt(index))) continue
    let first = index
    while (isInRun(json.charCodeAt(first - 1))) first--
    let next = index + 1
    while (isInRun(json.charCodeAt(next))) next++
    if (next - first >= longRun) return true
  }
  return false
}

const longRun = 16

const isInRun = (code: number): boolean => (code >= 0x30 && code <= 0x39) || code === 0x2e

/** Writes the numbers in question as texts. The text has to be JSON. */
const quoteLongNumbers = (json: string): string => {
  const token = /"|-?\d[\d.eE+-]*/g
  let quoted = ""
  let done = 0
  for (let match = token.exec(json); match !== null; match = token.exec(json)) {
    const [found] = match
    if (found === '"') token.lastIndex = endOfText(json, token.lastIndex)
    else if (!isKept(found)) {
      quoted += `${json.slice(done, match.index)}"${found}"`
      done = token.lastIndex
    }
  }
  return done === 0 ? json : quoted + json.slice(done)
}

/** Behind the quote that ends the text which begins there. */
const endOfText = (json: string, start: number): number => {
  for (let quote = json.indexOf('"', start); ; quote = json.indexOf('"', quote + 1)) {
    let escapes = quote
    while (json[escapes - 1] === "\\") escapes--
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
