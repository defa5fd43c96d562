// @ts-check

/**
 * A time as a table has it: `2026-11-29 01:41:08`, in UTC as all times of the emulator.
 *
 * @param {string | null | undefined} iso
 */
export const time = (iso) => (iso ? iso.replace("T", " ").replace(/\.\d+/, "").replace(/Z$/, "") : "")

/** The time of the day, with milliseconds. @param {string} iso */
export const timeOfDay = (iso) => /T([\d:.]+)Z?$/.exec(iso)?.[1] ?? iso

/** @param {number | null | undefined} bytes */
export const size = (bytes) => {
  if (bytes === null || bytes === undefined) return ""
  if (bytes < 1024) return `${bytes} B`
  const units = ["KiB", "MiB", "GiB"]
  let value = bytes / 1024
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}

/** @param {number} milliseconds */
export const duration = (milliseconds) =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`

/** @param {number} count */
export const number = (count) => count.toLocaleString("en-US")

/**
 * `1 user`, `2 users`.
 *
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`

/** The beginning of a text, in one line. @param {unknown} text @param {number} [most] */
export const short = (text, most = 80) => {
  const line = String(text ?? "").replaceAll(/\s+/g, " ")
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`
}

/**
 * The value of a JSON text; `undefined` when it is none.
 *
 * @param {string} text
 * @returns {unknown}
 */
export const parseJson = (text) => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Indented, when it is JSON. @param {string} text */
export const pretty = (text) => {
  const value = /^\s*[[{]/.test(text) ? parseJson(text) : undefined
  return value === undefined ? text : JSON.stringify(value, null, 2)
}

/**
 * A URL that may be a link: one of http or https. Any other, such as `javascript:`, is `undefined`.
 *
 * @param {unknown} text
 */
export const webUrl = (text) => {
  if (typeof text !== "string" || !URL.canParse(text)) return undefined
  const url = new URL(text)
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : undefined
}

/** The pairs of a query or of a form, as the journal writes them. @param {string} text @returns {Array<[string, string]>} */
export const pairsOf = (text) =>
  text === ""
    ? []
    : text.split("&").map((pair) => {
        const end = pair.indexOf("=")
        return end === -1 ? [pair, ""] : [pair.slice(0, end), pair.slice(end + 1)]
      })

/** The part of a JSON text: a name, a string, a number, or a word. */
const token = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/**
 * A JSON text in parts, each with what it is.
 *
 * @param {string} text
 * @returns {Array<{ kind: "name" | "text" | "number" | "word" | "plain", text: string }>}
 */
export const tokensOf = (text) => {
  /** @type {Array<{ kind: "name" | "text" | "number" | "word" | "plain", text: string }>} */
  const parts = []
  let end = 0
  for (const match of text.matchAll(token)) {
    if (match.index > end) parts.push({ kind: "plain", text: text.slice(end, match.index) })
    const [whole, string, colon] = match
    end = match.index + whole.length
    if (string !== undefined && colon !== undefined) {
      parts.push({ kind: "name", text: string }, { kind: "plain", text: colon })
    } else {
      parts.push({ kind: string !== undefined ? "text" : /^[tfn]/.test(whole) ? "word" : "number", text: whole })
    }
  }
  if (end < text.length) parts.push({ kind: "plain", text: text.slice(end) })
  return parts
}
