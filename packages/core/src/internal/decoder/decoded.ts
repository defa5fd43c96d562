// The decoded sides of schemas: what they are made of, and their checks.
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import { listReader, objectReader } from "./objects.ts"
import { absent, mismatch, type Part, type Reader, wholeOf } from "./reader.ts"
import { unionReader } from "./unions.ts"

/** Reads what a schema is made of; `undefined` where only the schema can. */
export const bodyReader = (ast: SchemaAST.AST, partOf: (ast: SchemaAST.AST) => Part): Reader | undefined => {
  switch (ast._tag) {
    case "String":
      return (value) => (typeof value === "string" || value === absent ? value : mismatch)
    case "Number":
      return (value) => (typeof value === "number" || value === absent ? value : mismatch)
    case "Boolean":
      return (value) => (typeof value === "boolean" || value === absent ? value : mismatch)
    case "Null":
      return (value) => (value === null || value === absent ? value : mismatch)
    case "Literal":
      return (value) => (value === ast.literal || value === absent ? value : mismatch)
    case "Unknown":
    case "Any":
      return (value) => value
    case "Arrays":
      return listReader(ast, partOf)
    case "Objects":
      return objectReader(ast, partOf)
    case "Union":
      return unionReader(ast, (ast) => wholeOf(partOf(ast)))
    case "Suspend":
      return suspended(ast, partOf)
    case "Declaration":
      return declared(ast)
    default:
      return undefined
  }
}

/** A schema that may be part of itself, whose reader is made when it is first used. */
const suspended = (ast: SchemaAST.Suspend, partOf: (ast: SchemaAST.AST) => Part): Reader => {
  let read: Reader | undefined
  return (value) => (read ??= wholeOf(partOf(ast.thunk())))(value)
}

const isJson = Schema.is(Schema.Json)

const runOf = ({ ast }: Schema.Constraint): unknown => (ast._tag === "Declaration" ? ast.run : undefined)

/** The declarations that return the very value, if their guard lets it pass. */
const guards = new Map<unknown, (value: unknown) => boolean>([
  [runOf(Schema.DateTimeUtc), (value) => DateTime.isDateTime(value) && DateTime.isUtc(value)],
  [
    runOf(Schema.Json),
    (value) => typeof value === "string" || typeof value === "boolean" || value === null || isJson(value)
  ]
])

/** Whether a declaration returns the very value. */
export const isKept = ({ run, typeParameters }: SchemaAST.Declaration): boolean =>
  typeParameters.length === 0 && guards.has(run)

const declared = (ast: SchemaAST.Declaration): Reader | undefined => {
  // The decoded side alone can be run where nothing in it has an encoded one.
  const isDecoded = ast.typeParameters.every((type) => SchemaAST.toType(type) === type)
  if (ast.encodingChecks !== undefined || !isDecoded) return undefined
  const guard = guards.get(ast.run)
  if (guard !== undefined) return (value) => (value === absent || guard(value) ? value : mismatch)
  const decode = Schema.decodeUnknownResult(Schema.make<Schema.Codec<unknown, unknown>>(SchemaAST.toType(ast)))
  return (value) => {
    if (value === absent) return absent
    const read = decode(value)
    return Result.isSuccess(read) ? read.success : mismatch
  }
}

const options: SchemaAST.ParseOptions = {}

/** Runs the checks of a schema on what was read. */
export const checked = (read: Reader, checks: ReadonlyArray<SchemaAST.Check<unknown>>, ast: SchemaAST.AST): Reader => {
  const filters = checks.flatMap(filtersOf)
  const [only, ...others] = filters
  if (only === undefined) return read
  if (others.length === 0) {
    const passes = knownChecks.get(only.run) ?? ((value) => only.run(value, ast, options) === undefined)
    return (value) => {
      const result = read(value)
      return result === mismatch || result === absent || passes(result) ? result : mismatch
    }
  }
  return (value) => {
    const result = read(value)
    if (result === mismatch || result === absent) return result
    for (const filter of filters) if (filter.run(result, ast, options) !== undefined) return mismatch
    return result
  }
}

const filtersOf = (check: SchemaAST.Check<unknown>): ReadonlyArray<SchemaAST.Filter<unknown>> =>
  check._tag === "Filter" ? [check] : check.checks.flatMap(filtersOf)

const checkOf = ({ ast }: Schema.Constraint): unknown => ast.checks?.flatMap(filtersOf)[0]?.run

/** The checks that are on the wire most often, without what makes an issue of their result. */
const knownChecks = new Map<unknown, (value: unknown) => boolean>([
  [checkOf(Schema.Int), Number.isSafeInteger],
  [checkOf(Schema.Finite), Number.isFinite],
  [checkOf(Schema.NonEmptyString), (value) => value !== ""]
])
