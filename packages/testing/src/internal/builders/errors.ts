// Errors, from what a builder makes and what it is given.
import * as Issues from "@effect-connectycube/core/contract/Issues"
import { operations } from "@effect-connectycube/emulator/Operations"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { InvalidOverride } from "../../InvalidOverride.ts"

/** The fields of a class of errors, without what every error has. */
export type FieldsOf<E> = Exclude<keyof E, keyof Error | "_tag" | symbol | "asEffect" | "pipe" | "toJSON" | "toString">

const places = new Map(operations.map((operation) => [operation.operation, operation]))

/** The call of an operation: its method and path, where the name is one of the API. */
const callOf = (given: object) => {
  const operation = Predicate.hasProperty(given, "operation") ? String(given.operation) : "users.list"
  const { method = "GET", path = "/users/v2" } = places.get(operation) ?? {}
  return { operation, method, path }
}

/** A call that was not sent. */
export const place = (made: object, given: object): object => ({ ...callOf(given), ...made, ...given })

export const call = (made: object, given: object, durations: ReadonlyArray<string> = []): object => ({
  ...place({ attempts: 1, ...made }, given),
  ...Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (durations.includes(name) ? [[name, durationOf(value)]] : []))
  )
})

/** What is no duration stays as it is, and the schema rejects it. */
const durationOf = (value: Duration.Input): unknown => Option.getOrElse(Duration.fromInput(value), () => value)

type Errors = { readonly [field: string]: ReadonlyArray<string> }

export const response = (status: number, made: Errors, given: { readonly errors?: Errors }): object => {
  const errors = given.errors ?? made
  const base = Object.keys(errors).join() === "base" ? errors["base"] : undefined
  return call({ status, errors, body: JSON.stringify({ errors: base ?? errors }) }, given, ["retryAfter"])
}

/** An instance, whose fields were checked. */
export const make = <E, Fields>(
  builder: string,
  errorClass: (new (fields: Fields) => E) & { readonly fields: Schema.Struct.Fields },
  fields: object
): E => {
  const known = Object.fromEntries(Object.entries(errorClass.fields).filter(([name]) => name !== "_tag"))
  const schema = Schema.toType(Schema.Struct(known))
  const check = Schema.decodeUnknownResult(schema, { errors: "all", onExcessProperty: "error" })
  // The constructors have it as a default.
  const source = "source" in known ? { source: builder === "anInvalidRequest" ? "arguments" : "response" } : {}
  const checked = Result.getOrThrowWith(
    check({ ...source, ...fields }),
    ({ issue }) => new InvalidOverride({ builder, issues: Issues.format(issue) })
  )
  return Reflect.construct(errorClass, [checked])
}
