// @ts-check
/** Values of a request as code: each kind takes what the wire has, and writes what a method takes. */
import { mask } from "../curl.js"

/** A value that a method does not take. The request is written as one of the client then. */
export class Unfit extends Error {}

/**
 * What the code needs beside itself: names of `effect-connectycube`, modules of Effect, and secrets by their variables.
 *
 * @typedef {{
 *   names: Set<string>,
 *   modules: Set<"Config" | "DateTime" | "Effect" | "Schema">,
 *   secrets: Map<string, string>
 * }} Needs
 */

/** @typedef {(value: unknown, needs: Needs) => string} Kind */

/** @returns {never} */
const unfit = () => {
  throw new Unfit()
}

/** A name as a member of an object. @param {string} name */
export const member = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name))

/** @param {unknown} value @returns {value is Readonly<Record<string, unknown>>} */
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value)

/** @param {ReadonlyArray<string>} parts @param {string} open @param {string} close */
const list = (parts, open, close) => {
  const line = `${open}${open === "{" ? " " : ""}${parts.join(", ")}${open === "{" ? " " : ""}${close}`
  if (parts.length === 0) return open + close
  return line.length <= 80 && !line.includes("\n")
    ? line
    : `${open}\n${parts.map((part) => `  ${part.replaceAll("\n", "\n  ")}`).join(",\n")}\n${close}`
}

/** @param {ReadonlyArray<readonly [name: string, code: string]>} members */
export const objectCode = (members) =>
  list(
    members.map(([name, code]) => (member(name) === code ? code : `${member(name)}: ${code}`)),
    "{",
    "}"
  )

/** @type {Kind} */
export const text = (value) =>
  typeof value === "string" && value !== mask
    ? JSON.stringify(value)
    : typeof value === "number"
      ? JSON.stringify(String(value))
      : unfit()

/** @type {Kind} */
export const int = (value) => {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value
  return typeof number === "number" && Number.isSafeInteger(number) ? String(number) : unfit()
}

/** @type {Kind} */
export const flag = (value) => {
  if (value === true || value === 1 || value === "1" || value === "true") return "true"
  return value === false || value === 0 || value === "0" || value === "false" ? "false" : unfit()
}

/** Of ISO 8601, seconds or milliseconds. @type {Kind} */
export const time = (value, { modules }) => {
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value
  const date = new Date(typeof number === "number" && number < 1e11 ? number * 1000 : /** @type {string} */ (number))
  if ((typeof number !== "number" && typeof number !== "string") || Number.isNaN(date.getTime())) return unfit()
  modules.add("DateTime")
  return `DateTime.makeUnsafe("${date.toISOString().replace(".000", "")}")`
}

/** A secret, which the journal does not have: the code reads it from a variable. @param {string} variable @returns {Kind} */
export const secret = (variable) => (_, needs) => {
  const name = variable
    .toLowerCase()
    .replace(/^connectycube_/, "")
    .replaceAll(/_(\w)/g, (_, letter) => letter.toUpperCase())
  needs.secrets.set(name, variable)
  needs.modules.add("Config")
  return name
}

/** @param {string} brand @returns {Kind} */
const id = (brand) => (value, needs) => {
  needs.names.add(brand)
  return `${brand}.make(${/^(?:User|Blob|Subscription)Id$/.test(brand) ? int(value, needs) : text(value, needs)})`
}

export const userId = id("UserId")
export const dialogId = id("DialogId")
export const messageId = id("MessageId")
export const recordId = id("RecordId")
export const meetingId = id("MeetingId")
export const whiteboardId = id("WhiteboardId")
export const blobId = id("BlobId")
export const blobUid = id("BlobUid")
export const subscriptionId = id("SubscriptionId")

/** An array, or texts with commas between them. @param {unknown} value */
export const items = (value) =>
  Array.isArray(value) ? value : typeof value === "string" ? value.split(",").filter((item) => item !== "") : [value]

/** @param {Kind} kind @returns {Kind} */
export const listOf = (kind) => (value, needs) =>
  list(
    items(value).map((item) => kind(item, needs)),
    "[",
    "]"
  )

/** @param {...string} options @returns {Kind} */
export const oneOf =
  (...options) =>
  (value) =>
    typeof value === "string" && options.includes(value) ? JSON.stringify(value) : unfit()

/** Any JSON. @param {unknown} value @returns {string} */
export const json = (value) => {
  if (Array.isArray(value)) return list(value.map(json), "[", "]")
  return isObject(value)
    ? objectCode(Object.entries(value).map(([name, each]) => [name, json(each)]))
    : JSON.stringify(value)
}

/** An object with some of these members, and no others. @param {Readonly<Record<string, Kind>>} kinds @returns {Kind} */
export const objectOf = (kinds) => (value, needs) =>
  isObject(value)
    ? objectCode(
        Object.entries(value).map(([name, each]) => {
          const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
          return kind === undefined ? unfit() : [name, kind(each, needs)]
        })
      )
    : unfit()

/** A condition of a filter: a value, or operators with their values. @param {Kind} kind @param {...string} operators @returns {Kind} */
export const condition =
  (kind, ...operators) =>
  (value, needs) =>
    isObject(value)
      ? objectOf(
          Object.fromEntries(operators.map((name) => [name, /^(?:n?in|all)$/.test(name) ? listOf(kind) : kind]))
        )(value, needs)
      : kind(value, needs)

/** Whether an object has all of these members, or the value does not fit. @param {unknown} value @param {...string} names */
export const need = (value, ...names) => {
  if (!isObject(value) || !names.every((name) => Object.hasOwn(value, name))) unfit()
}
