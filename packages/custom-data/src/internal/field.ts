// How the values of one field are written and read.
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import { RecordId, UserId } from "@effect-connectycube/core/Ids"
import * as Issues from "@effect-connectycube/core/contract/Issues"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import type { Fields } from "../Field.ts"

/** The issues of a value, with their paths. */
export type Wrong = ReturnType<typeof Issues.format>

/** An encoded or decoded value, or its issues. */
export type Checked<A> = Effect.Effect<A, Wrong>

export const wrong = (path: string, message: string): Checked<never> => Effect.fail([{ path, message }])

/** The codec of a value that is left as it is. */
export const asIs: Schema.Codec<unknown, unknown> = Schema.Unknown

export interface FieldCodec {
  /**
   * A value as it can be written with others: without what is `undefined` in it, and with a time that has a zone as the same
   * instant in UTC, where the schema takes no other.
   */
  readonly prepare: (value: unknown) => Checked<unknown>
  /** Writes a value as the schema says. */
  readonly write: (value: unknown) => Checked<unknown>
  /** Writes a value to compare with: it need not be one that a record could have. */
  readonly compare: (value: unknown) => Checked<unknown>
  /** The same for the elements of arrays. */
  readonly item: { readonly write: FieldCodec["write"]; readonly compare: FieldCodec["compare"] } | undefined
  readonly read: (value: unknown) => Checked<unknown>
  /** Whether the field can be `null`, and whether it can be missing, on the wire. */
  readonly nullable: boolean
  readonly optional: boolean
}

/** Prefixes the paths of issues. */
export const inside = <A>(name: string, checked: Checked<A>): Checked<A> =>
  Effect.mapError(checked, (issues) =>
    issues.map(({ message, path }) => ({ path: path === "" || name === "" ? name + path : `${name}.${path}`, message }))
  )

/** Runs a schema, with issues under the name of the field. */
export const under =
  (path: string, run: (value: unknown) => Effect.Effect<unknown, Schema.SchemaError>) =>
  (value: unknown): Checked<unknown> =>
    // Neither JSON nor a query has it, and what is written instead would be another value.
    typeof value === "number" && !Number.isFinite(value)
      ? wrong(path, "Expected a finite number")
      : inside(
          path,
          Effect.mapError(run(value), ({ issue }) => Issues.format(issue))
        )

const hasZone = (value: unknown): boolean =>
  Array.isArray(value) ? value.some(hasZone) : DateTime.isDateTime(value) && DateTime.isZoned(value)

const toUtc = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(toUtc) : DateTime.isDateTime(value) ? DateTime.toUtc(value) : value

/** Leaves out what is `undefined`, wherever it is in a value, and rejects members that nobody knows. */
const preparedBy = (name: string, schema: Schema.Codec<unknown, unknown>) => {
  const prepare = Arguments.make(schema)
  return (given: unknown): Checked<unknown> => {
    const { issues, value } = prepare(given)
    return issues.length > 0 ? inside(name, Effect.fail(issues)) : Effect.succeed(value)
  }
}

/** As {@link under}, of what a caller gives. */
export const writing = <A, I>(path: string, schema: Schema.Codec<A, I>) => {
  const prepare = preparedBy(path, schema)
  const write = under(path, Schema.encodeUnknownEffect(schema, { errors: "all" }))
  return (value: unknown): Checked<unknown> => Effect.flatMap(prepare(value), write)
}

/** What a method is given as a whole. */
export const object = (path: string, value: unknown): Checked<void> =>
  Predicate.isObject(value) ? Effect.void : wrong(path, "Expected an object")

const writers = (name: string, schema: Schema.Codec<unknown, unknown>, loosely: boolean) => {
  const prepare = preparedBy(name, schema)
  const fits = Schema.is(schema)
  const inUtc = (value: unknown) => (hasZone(value) && !fits(value) ? toUtc(value) : value)
  const written = (run: (value: unknown) => Effect.Effect<unknown, Schema.SchemaError>) => {
    const checked = under(name, run)
    return (value: unknown) => Effect.flatMap(prepare(value), (value) => checked(inUtc(value)))
  }
  return {
    prepare: (value: unknown) => Effect.map(prepare(value), inUtc),
    write: written(Schema.encodeUnknownEffect(schema, { errors: "all" })),
    compare: written(Schema.encodeUnknownEffect(schema, { errors: "all", disableChecks: loosely }))
  }
}

const make = (name: string, schema: Schema.Codec<unknown, unknown>, loosely: boolean): FieldCodec => {
  const encoded = Schema.toEncoded(schema)
  const item = itemOf(schema.ast)
  return {
    ...writers(name, schema, loosely),
    item: item && writers(name, Schema.make(item), loosely),
    read: under(name, Schema.decodeUnknownEffect(schema)),
    nullable: Schema.is(encoded)(null),
    optional: SchemaAST.isOptional(encoded.ast)
  }
}

/** The schema of the elements, where a value can be an array of any length. */
const itemOf = (ast: SchemaAST.AST): SchemaAST.AST | undefined => {
  if (SchemaAST.isArrays(ast)) return ast.elements.length === 0 ? ast.rest[0] : undefined
  if (!SchemaAST.isUnion(ast)) return undefined
  for (const member of ast.types) {
    const item = itemOf(member)
    if (item !== undefined) return item
  }
  return undefined
}

// An id of nothing is rejected in conditions, too: what it finds is not known.
const system: { readonly [name: string]: FieldCodec } = {
  _id: make("_id", RecordId, false),
  _parent_id: make("_parent_id", Schema.NullOr(RecordId), false),
  user_id: make("user_id", UserId, false),
  created_at: make("created_at", Wire.InstantSeconds, false),
  updated_at: make("updated_at", Wire.InstantSeconds, false)
}

const unknown = (name: string): FieldCodec => ({
  ...writers(name, asIs, true),
  item: undefined,
  read: Effect.succeed,
  nullable: true,
  optional: true
})

/** The codec of each field by its name. */
export interface Codecs {
  (name: string): FieldCodec | undefined
  /** The names of all fields that there are. */
  readonly names: ReadonlyArray<string>
}

/** The codecs of the fields of a class, and of every record; of any field, where the class is not known. */
export const codecs = (fields: Fields | undefined): Codecs => {
  const known = new Map(Object.entries(system))
  for (const [name, schema] of Object.entries(fields ?? {}))
    known.set(name, make(name, Schema.toCodecJson(schema), true))
  return Object.assign((name: string) => known.get(name) ?? (fields === undefined ? unknown(name) : undefined), {
    names: [...known.keys()]
  })
}

/** A field that the class does not have. */
export const unknownField = (name: string, names: ReadonlyArray<string>): Checked<never> =>
  Effect.fail(
    Arguments.unknownMembers(
      { [name]: null },
      names.filter((other) => other !== name)
    )
  )
