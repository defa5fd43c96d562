/**
 * The body of an error response, in every shape in which the API has been seen to send one.
 *
 * @since 0.1.0
 */
import { identity } from "effect/Function"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import { isSecretName } from "../client/Redaction.ts"
import * as Wire from "./Wire.ts"

/**
 * The messages of an error response by the field they are about; `base` for those about no field.
 *
 * @category models
 * @since 0.1.0
 */
export type FieldErrors = { readonly [field: string]: ReadonlyArray<string> }

/**
 * Reads the messages of an error body: `{"errors": […]}`, `{"errors": {field: […]}}`, `{"errors": {field: "…"}}`,
 * `{"errors": "…"}`, `{"code", "message"}`, `{"error": "…"}`, `{field: […]}`, a bare JSON string or array, plain text, HTML (its
 * title), XML (its message) and nothing.
 * The same condition comes in different shapes from different services of the API, so the shape carries no meaning.
 *
 * `mask` takes the secrets out of what is read. It is applied here and not to the body, so that a password which happens
 * to be the name of a field does not hide that field.
 *
 * @example
 * ```ts
 * import * as ErrorBody from "@effect-connectycube/core/contract/ErrorBody"
 *
 * ErrorBody.parse(`{"errors":["Invalid password"]}`) // { base: ["Invalid password"] }
 * ErrorBody.parse(`{"errors":{"login":["has already been taken"]}}`) // { login: ["has already been taken"] }
 * ```
 *
 * @category decoding
 * @since 0.1.0
 */
export const parse = (body: string, mask: (text: string) => string = identity): FieldErrors => {
  const text = body.slice(0, longestBody).trim()
  if (text === "") return {}
  const json = Wire.parseJson(text)
  if (Option.isNone(json)) return fromText(mask(text))
  return Object.fromEntries(
    Object.entries(fromJson(json.value)).map(([field, list]) => [
      isSecretName(field) ? field : mask(field),
      list.map(mask)
    ])
  )
}

const longestBody = 64 * 1024

const fromJson = (json: unknown): FieldErrors => {
  if (!isRecord(json)) return base(messages(json))
  const errors = isRecord(json.errors) ? fromFields(json.errors) : base(messages(json.errors))
  if (Object.keys(errors).length > 0) return errors
  const message = messages(json.message)
  if (message.length > 0) return base(message)
  const error = messages(json.error)
  return error.length > 0 ? base(error) : fromFields(Object.fromEntries(Object.entries(json).filter(isField)))
}

/** Without `errors` around them, fields are told from anything else by their lists of texts, and `base` by its name. */
const isField = ([name, value]: readonly [string, unknown]): boolean =>
  name === "base" || (Array.isArray(value) && value.every((text) => typeof text === "string"))

const fromFields = (fields: Record<string, unknown>): FieldErrors =>
  Object.fromEntries(
    Object.entries(fields)
      .map(([field, value]) => [field, messages(value)] as const)
      .filter(([, list]) => list.length > 0)
  )

const fromText = (text: string): FieldErrors => {
  if (!text.startsWith("<")) return base([text.slice(0, longestMessage)])
  const title = /<(title|h1|message)[^>]*>([^<]+)</i.exec(text.slice(0, longestHead))?.[2]
  return base(messages(title?.trim()))
}

const longestMessage = 500

const longestHead = 4096

const base = (list: ReadonlyArray<string>): FieldErrors => (list.length === 0 ? {} : { base: list })

// What is nested deeper is no message of the API, and could be nested deep enough to exhaust the stack.
const deepest = 8

const messages = (value: unknown, depth = 0): ReadonlyArray<string> => {
  if (typeof value === "string") return value === "" ? [] : [value]
  if (depth > deepest) return []
  if (Array.isArray(value)) return value.flatMap((item) => messages(item, depth + 1))
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([key, item]) => messages(item, depth + 1).map((text) => `${key}: ${text}`))
  }
  return value === null || value === undefined ? [] : [String(value)]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  Predicate.isObject(value) && !Array.isArray(value)

/**
 * One line that says what the messages say, for an error's `message`.
 *
 * @category rendering
 * @since 0.1.0
 */
export const format = (errors: FieldErrors): string =>
  Object.entries(errors)
    .map(([field, list]) => (field === "base" ? list.join(", ") : `${field} ${list.join(", ")}`))
    .join("; ")
