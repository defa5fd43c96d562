// New records and updates, as JSON.
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { PermissionsRequest } from "../Permissions.ts"
import { isOperators, writeOperators } from "./conditions.ts"
import {
  type Checked,
  type Codecs,
  type FieldCodec,
  inside,
  object,
  under,
  unknownField,
  type Wrong,
  wrong
} from "./field.ts"

type Json = Record<string, unknown>

const preparePermissions = Arguments.make(PermissionsRequest)
const encodePermissions = under("permissions", Schema.encodeUnknownEffect(PermissionsRequest, { errors: "all" }))

const writePermissions = (permissions: unknown): Checked<unknown> => {
  const { issues, value } = preparePermissions(permissions)
  return issues.length > 0 ? inside("permissions", Effect.fail(issues)) : encodePermissions(value)
}

const fromEntries = (entries: ReadonlyArray<readonly [string, unknown]>): Json => Object.fromEntries(entries)

/** What a record says beside the fields of its class. */
const writeSystem = (name: string, value: unknown, codecs: Codecs): Checked<unknown> | undefined => {
  if (name === "permissions") return writePermissions(value)
  if (name === "_parent_id") return codecs(name)?.write(value)
  return undefined
}

/** Writes a new record: the fields of the class at once, by `write`. What is empty in it is left to the server. */
export const toRecord = Effect.fnUntraced(function* (
  record: object,
  codecs: Codecs,
  names: ReadonlyArray<string>,
  write: (fields: Json) => Checked<unknown>
): Effect.fn.Return<Json, Wrong> {
  yield* object("", record)
  const beside: Json = {}
  const fields: Json = {}
  for (const [name, value] of Object.entries(record)) {
    if (value === undefined) continue
    const written = writeSystem(name, value, codecs)
    if (written !== undefined) beside[name] = yield* written
    else if (codecs(name) === undefined || systemOnly.has(name)) return yield* unknownField(name, codecs.names)
    else if (value === null && codecs(name)?.nullable === false && codecs(name)?.optional) beside[name] = null
    else fields[name] = yield* codecs(name)?.prepare(value) ?? Effect.succeed(value)
  }
  const leftOut = names.filter(
    (name) => !Object.hasOwn(fields, name) && codecs(name)?.nullable && !codecs(name)?.optional
  )
  const nulls = leftOut.map((name) => [name, null] as const)
  const written = yield* write({ ...fields, ...fromEntries(nulls) })
  return {
    ...fromEntries(Object.entries(Object(written)).filter(([name]) => !leftOut.includes(name))),
    ...beside
  }
})

/** Writes an update. */
export const toChanges = (changes: object, codecs: Codecs): Checked<Json> =>
  Effect.map(
    Effect.andThen(
      object("", changes),
      Effect.forEach(
        Object.entries(changes ?? {}).filter(([, value]) => value !== undefined),
        ([name, value]) => {
          const operator = Object.hasOwn(updateOperators, name) ? updateOperators[name] : undefined
          const written =
            operator === undefined
              ? (writeSystem(name, value, codecs) ?? writeField(name, value, codecs))
              : writeOperator(name, operator, value, codecs)
          return Effect.map(written, (json) => [name, json] as const)
        }
      )
    ),
    fromEntries
  )

const writeField = (name: string, value: unknown, codecs: Codecs): Checked<unknown> => {
  const codec = codecs(name)
  if (codec === undefined || systemOnly.has(name)) return unknownField(name, codecs.names)
  if (value === null && (codec.nullable || codec.optional)) return Effect.succeed(null)
  const { item } = codec
  return item !== undefined && Arguments.isPlainObject(value)
    ? writeElements(name, value, item.write)
    : codec.write(value)
}

// The server gives them.
const systemOnly: ReadonlySet<string> = new Set(["_id", "user_id", "created_at", "updated_at"])

const writeElements = (name: string, value: Json, write: FieldCodec["write"]): Checked<unknown> =>
  Effect.map(
    Effect.forEach(Object.entries(value), ([index, element]) =>
      /^\d+$/.test(index)
        ? Effect.map(write(element), (written) => [index, written] as const)
        : wrong(`${name}.${index}`, "Expected an index from 0")
    ),
    fromEntries
  )

type Operand = (name: string, value: unknown, codec: FieldCodec) => Checked<unknown>

const elements: Operand = (name, value, { item, write }) =>
  Array.isArray(value) && value.length > 0
    ? Effect.forEach(value, (item ?? { write }).write)
    : wrong(name, "Expected at least one element")

const ends: { readonly [end: string]: string } = { first: "-1", last: "1" }

const updateOperators: { readonly [operator: string]: Operand } = {
  inc: (name, value) =>
    typeof value === "number" && Number.isFinite(value)
      ? Effect.succeed(value)
      : wrong(name, "Expected a finite number"),
  push: elements,
  add_to_set: elements,
  pull_all: elements,
  pull: (name, value, codec) => {
    const { compare } = codec.item ?? codec
    return isOperators(value)
      ? Effect.map(writeOperators(name, value, compare, true), (found) =>
          fromEntries(found.map(({ operator, value }) => [operator, value] as const))
        )
      : compare(value)
  },
  pop: (name, value) =>
    typeof value === "string" && Object.hasOwn(ends, value)
      ? Effect.succeed(ends[value])
      : wrong(name, `Expected "first" or "last"`)
}

const writeOperator = (operator: string, write: Operand, operands: unknown, codecs: Codecs): Checked<unknown> =>
  inside(
    operator,
    Effect.andThen(
      object("", operands),
      Effect.forEach(
        Object.entries(Object(operands)).filter(([, value]) => value !== undefined),
        ([name, value]) => {
          const codec = codecs(name)
          if (codec === undefined) return unknownField(name, codecs.names)
          return Effect.map(write(name, value, codec), (written) => [name, written] as const)
        }
      )
    )
  ).pipe(Effect.map(fromEntries))
