/**
 * What an event says.
 *
 * @see https://developers.connectycube.com/server/push_notifications#payload-formation-rules
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import { parseJson } from "@effect-connectycube/core/contract/Wire"
import type { PushType } from "@effect-connectycube/push-notifications/PushEvent"
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import * as Reject from "../../server/wire/reject.ts"

/** Members of JSON. */
export interface Fields {
  readonly [name: string]: unknown
}

export type Message =
  /** For every platform, which has its own translation. */
  | { readonly _tag: "Universal"; readonly fields: Fields }
  /** For one platform, in its own format. */
  | { readonly _tag: "Platform"; readonly payload: Fields }
  /** For nobody: in the words of a platform, and of none in particular. It is found out after the response. */
  | { readonly _tag: "Incorrect" }

export const read = (message: string, push_type: PushType | undefined): Effect.Effect<Message, ErrorResponse> => {
  if (message.startsWith("payload=")) {
    return push_type === undefined
      ? Effect.succeed({ _tag: "Incorrect" })
      : Effect.map(readFields(message.slice("payload=".length)), (payload) => ({ _tag: "Platform", payload }))
  }
  if (push_type === "gcm" && message.startsWith("data.")) {
    return Effect.map(readPairs(message), (data) => ({ _tag: "Platform", payload: { data } }))
  }
  return Effect.map(readUniversal(message), (fields) => ({ _tag: "Universal", fields }))
}

/** JSON, or a text, which is its `message`. */
const readUniversal = (message: string): Effect.Effect<Fields, ErrorResponse> =>
  Effect.flatMap(decode(message), (text): Effect.Effect<Fields, ErrorResponse> =>
    /^\s*[{[]/.test(text) ? fieldsOf(text) : Effect.succeed({ message: text })
  )

const readFields = (message: string) => Effect.flatMap(decode(message), fieldsOf)

const reject = (what: string) => Reject.unprocessable({ message: [`should be ${what}`] })

const decode = (message: string): Effect.Effect<string, ErrorResponse> =>
  Result.match(Base64.decodeString(message), {
    onFailure: () => reject("Base64 encoded"),
    onSuccess: Effect.succeed
  })

const fieldsOf = (text: string): Effect.Effect<Fields, ErrorResponse> => {
  const json = parseJson(text)
  return Option.isSome(json) && Predicate.isObject(json.value) && !Array.isArray(json.value)
    ? Effect.succeed({ ...json.value })
    : reject("an object of JSON, Base64 encoded")
}

/** `data.message=aGVsbG8=&data.title=…`, as the ancestor of the API has it: the values are escaped and then encoded. */
const readPairs = (message: string): Effect.Effect<Fields, ErrorResponse> =>
  Effect.map(
    Effect.forEach(message.split("&"), (pair) => {
      const [, name = "", value = ""] = /^data\.([^=]+)=(.*)$/s.exec(pair) ?? []
      if (name === "") return reject("data.name=value, with more of them after &")
      return Effect.map(decode(value), (text) => [name, unescape(text)] as const)
    }),
    Object.fromEntries
  )

/** A text that was not escaped may have a percent sign of its own. */
const unescape = (text: string): string =>
  Result.getOrElse(
    Result.try(() => decodeURIComponent(text.replaceAll("+", " "))),
    () => text
  )
