/**
 * The message that carries a signal, and the signal's elements as plain values: a text, values by their names, or a list.
 */
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import * as xml from "./xml.ts"

type Value = string | { readonly [name: string]: Value } | ReadonlyArray<Value>
type Issues = ReadonlyArray<{ readonly path: string; readonly message: string }>

const module = "WebRTCVideoChat"
/** The lists, and what their items are called. */
const lists: ReadonlyMap<string, string> = new Map([
  ["opponentsIDs", "opponentID"],
  ["iceCandidates", "iceCandidate"]
])
/** Texts in which white space at both ends means nothing. */
const words: ReadonlySet<string> = new Set([
  "sessionID",
  "callType",
  "platform",
  "callerID",
  "opponentID",
  "sdpMLineIndex"
])

// `message`, `extraParams` and `userInfo` may be around a parameter.
const deepest = xml.maximumDepth - 3

/** Whether parameters have more parameters in each other than can be read again. */
export const isTooDeep = (parameters: unknown): boolean => isDeeper(parameters, deepest)

const isDeeper = (value: unknown, than: number): boolean =>
  Predicate.isObject(value) && (than === 0 || Object.values(value).some((member) => isDeeper(member, than - 1)))

// ---------------------------------------------------------------------------------------------------------------------
// Writing
// ---------------------------------------------------------------------------------------------------------------------

export const write = (
  signal: Readonly<Record<string, unknown>>,
  fields: ReadonlyArray<string>,
  { id, to }: { readonly to: string; readonly id: string }
): Result.Result<string, Issues> => {
  const issues = Object.entries({ to, id }).flatMap(([path, value]) =>
    typeof value === "string" && value !== "" && xml.isText(value)
      ? []
      : [{ path, message: "Expected a text that XML can carry" }]
  )
  if (issues.length > 0) return Result.fail(issues)
  const own = fields.map((field) => [field, signal[field]] as const).filter(([, value]) => !isEmpty(value))
  const elements = [["moduleIdentifier", module] as const, ...own, ...entriesOf(signal["parameters"])]
  const attributes = `to="${xml.escapeAttribute(to)}" type="headline" id="${xml.escapeAttribute(id)}"`
  const content = elements.map(([name, value]) => element(name, value)).join("")
  return Result.succeed(`<message ${attributes}><extraParams xmlns="jabber:client">${content}</extraParams></message>`)
}

/** What is left out: what is not there, and a `userInfo` of nothing. */
const isEmpty = (value: unknown) =>
  value === undefined || (Predicate.isObject(value) && !Array.isArray(value) && Object.keys(value).length === 0)

const element = (name: string, value: unknown): string => `<${name}>${content(name, value)}</${name}>`

const content = (name: string, value: unknown): string => {
  if (Array.isArray(value)) return value.map((item) => element(lists.get(name) ?? name, item)).join("")
  if (!Predicate.isObject(value)) return xml.escape(String(value))
  return entriesOf(value)
    .map(([name, member]) => element(name, member))
    .join("")
}

const entriesOf = (value: unknown): ReadonlyArray<readonly [string, unknown]> =>
  Predicate.isObject(value) ? Object.entries(value) : []

// ---------------------------------------------------------------------------------------------------------------------
// Reading
// ---------------------------------------------------------------------------------------------------------------------

/** The element that has the signal, or why the message is about something else. */
export const extraParams = (message: xml.Element): Result.Result<xml.Element, Issues> => {
  const type = message.attributes.get("type")
  if (message.name !== "message" || type !== "headline") {
    return Result.fail([{ path: "type", message: "Expected a message of the type headline" }])
  }
  const [found, ...more] = elementsOf(message).filter(({ name }) => name === "extraParams")
  const identifier = found && elementsOf(found).find(({ name }) => name === "moduleIdentifier")
  if (found === undefined || more.length > 0 || identifier === undefined || textOf(identifier).trim() !== module) {
    return Result.fail([{ path: "moduleIdentifier", message: `Expected ${module}` }])
  }
  return Result.succeed(found)
}

/** The fields of the signal, and what it has besides under `parameters`. */
export const read = (
  extraParams: xml.Element,
  fieldsOf: ReadonlyMap<string, ReadonlyArray<string>>
): Result.Result<Readonly<Record<string, unknown>>, Issues> => {
  const type = elementsOf(extraParams).find(({ name }) => name === "signalType")
  const signalType = type === undefined ? "" : textOf(type).trim()
  const fields = fieldsOf.get(signalType)
  if (fields === undefined) {
    return Result.fail([{ path: "signalType", message: `Expected one of ${[...fieldsOf.keys()].join(", ")}` }])
  }
  const issues: Array<Issues[number]> = []
  const values = members(extraParams, "", issues, fields)
  if (issues.length > 0) return Result.fail(issues)
  const own = values.filter(([name]) => name !== "signalType" && fields.includes(name))
  const rest = values.filter(([name]) => name !== "moduleIdentifier" && !fields.includes(name))
  return Result.succeed({
    ...Object.fromEntries(own),
    signalType,
    ...(rest.length === 0 ? {} : { parameters: Object.fromEntries(rest) })
  })
}

const elementsOf = ({ children }: xml.Element) => children.filter((child) => typeof child !== "string")

const textOf = ({ children }: xml.Element) => children.filter((child) => typeof child === "string").join("")

/** The elements in an element, and no text beside them. */
const elementsAlone = (parent: xml.Element, path: string, issues: Array<Issues[number]>) => {
  if (textOf(parent).trim() !== "") issues.push({ path, message: "Expected no text beside elements" })
  return elementsOf(parent)
}

/** The values of the elements in an element, each name once. */
const members = (
  parent: xml.Element,
  path: string,
  issues: Array<Issues[number]>,
  fields: ReadonlyArray<string> = []
): ReadonlyArray<readonly [string, Value]> => {
  const seen = new Set<string>()
  return elementsAlone(parent, path, issues).map((child) => {
    const place = path === "" ? child.name : `${path}.${child.name}`
    if (seen.has(child.name)) issues.push({ path: place, message: "Expected one" })
    seen.add(child.name)
    return [child.name, valueOf(child, place, issues, fields.includes(child.name))] as const
  })
}

const valueOf = (element: xml.Element, path: string, issues: Array<Issues[number]>, isField: boolean): Value => {
  const item = isField ? lists.get(element.name) : undefined
  if (item === undefined) {
    if (elementsOf(element).length > 0) return Object.fromEntries(members(element, path, issues))
    const text = textOf(element)
    return isField && words.has(element.name) ? text.trim() : text
  }
  return elementsAlone(element, path, issues)
    .filter(({ name }) => name === item)
    .map((child, index) => {
      const place = `${path}.${index}`
      if (elementsOf(child).length === 0) return textOf(child).trim()
      return Object.fromEntries(
        members(child, place, issues).map(([name, value]) => [
          name,
          typeof value === "string" && words.has(name) ? value.trim() : value
        ])
      )
    })
}
