// JSON whose numbers keep their digits.

/**
 * Reads JSON as `JSON.parse` does, but for the numbers that a JavaScript number cannot hold: those are texts, with the digits
 * as they were sent. They are the integers beyond `Number.MAX_SAFE_INTEGER`, and what else would be rounded: `1e400`, or
 * decimals of more digits than there is room for. Throws a `SyntaxError` where the text is no JSON.
 */
export const parse = (text: string): unknown => {
  // What is no JSON must not become some.
  const json: unknown = JSON.parse(text)
  const quoted = quoteLongNumbers(text)
  return quoted === text ? json : JSON.parse(quoted)
}

/** Writes the numbers in question as texts. The text has to be JSON. One loop, since it runs over every response. */
const quoteLongNumbers = (json: string): string => {
  let quoted = ""
  let done = 0
  let index = 0
  while (index < json.length) {
    let code = json.charCodeAt(index)
    if (code === quote) {
      index = json.indexOf('"', index + 1)
      if (json.charCodeAt(index - 1) === backslash) index = endOfText(json, index)
      index++
    } else if (code >= zero && code <= nine) {
      const start = index
      let hasExponent = false
      do {
        code = json.charCodeAt(++index)
        if ((code | 0x20) === letterE) hasExponent = true
      } while ((code >= zero && code <= nine) || code === point || (code | 0x20) === letterE || code === plus || code === minus)
      // Cheap, and never wrong: up to 15 digits are always kept, unless there is an exponent.
      if (hasExponent || index - start > 15) {
        const from = json.charCodeAt(start - 1) === minus ? start - 1 : start
        const source = json.slice(from, index)
        if (!isKept(source)) {
          quoted += `${json.slice(done, from)}"${source}"`
          done = index
        }
      }
    } else {
      index++
    }
  }
  return done === 0 ? json : quoted + json.slice(done)
}


const plus = 0x2b
const minus = 0x2d
const point = 0x2e
const zero = 0x30
const nine = 0x39
const quote = 0x22
const backslash = 0x5c
const letterE = 0x65

/** The quote that ends a text, from one with a backslash before it on. */
const endOfText = (json: string, from: number): number => {
  for (let end = from; ; end = json.indexOf('"', end + 1)) {
    let escapes = end
    while (json.charCodeAt(escapes - 1) === backslash) escapes--
    if ((end - escapes) % 2 === 0) return end
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
