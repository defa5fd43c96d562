// A value of a schema, from what a builder makes and what it is given.
import * as Issues from "@effect-connectycube/core/contract/Issues"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { InvalidOverride } from "../../InvalidOverride.ts"

/** Checks values of the schema, and that there are no others. */
export const checking = <S extends Schema.Constraint>(builder: string, schema: S) => {
  const check = Schema.decodeUnknownResult(Schema.toType(schema), { errors: "all", onExcessProperty: "error" })
  return (value: object): S["Type"] =>
    Result.getOrThrowWith(check(value), ({ issue }) => new InvalidOverride({ builder, issues: Issues.format(issue) }))
}

/** What is given, in place of what is made. A time may be a text, and a secret one that is not hidden. */
export const overridden = (made: object, given: object, times: ReadonlyArray<string> = []): object => {
  const value: Record<string, unknown> = { ...made }
  for (const [name, member] of Object.entries(given)) {
    if (member !== undefined) value[name] = read(value[name], member, times.includes(name))
  }
  return value
}

const read = (made: unknown, given: unknown, isTime: boolean): unknown => {
  if (!Predicate.isString(given)) return given
  // What is no time stays a text, which the schema rejects.
  if (isTime) return Option.getOrElse(Option.map(DateTime.make(given), DateTime.toUtc), () => given)
  return Redacted.isRedacted(made) ? Redacted.make(given) : given
}

/** Checks values in the form that JSON has, and leaves them in it. */
export const checkingEncoded = <S extends Schema.Constraint & { readonly DecodingServices: never }>(
  builder: string,
  schema: S
) => {
  const check = Schema.decodeUnknownResult(schema, { errors: "all", onExcessProperty: "error" })
  return <A extends object>(value: A): A =>
    Result.match(check(value), {
      onFailure: ({ issue }) => {
        throw new InvalidOverride({ builder, issues: Issues.format(issue) })
      },
      onSuccess: () => value
    })
}
