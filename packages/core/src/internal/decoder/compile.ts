/**
 * Compiles schemas to closures, which decode what is usual several times faster than the schemas themselves.
 *
 * A closure returns what the schema returns, or `mismatch`, and then the schema decodes the value again: it alone decides, and
 * explains. What is not compiled is decoded by the schema of that part. No code is generated, so that it runs where that is not
 * allowed.
 */
import * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import type * as SchemaGetter from "effect/SchemaGetter"
import { listReader, objectReader } from "./objects.ts"
import { absent, mismatch, type Part, type Reader, wholeOf } from "./reader.ts"
import * as Spellings from "./spellings.ts"
import { unionReader } from "./unions.ts"

const parts = new WeakMap<SchemaAST.AST, Part>()

/** How a schema is read. It is made once for each schema, however many layers and calls have it. */
const partOf = (ast: SchemaAST.AST): Part => {
  const known = parts.get(ast)
  if (known !== undefined) return known
  const part = ast.encoding === undefined ? decodedPart(ast) : encodedPart(ast, ast.encoding)
  parts.set(ast, part)
  return part
}

/** The reader of a schema. */
export const readerOf = (ast: SchemaAST.AST): Reader => wholeOf(partOf(ast))

const decodedPart = (ast: SchemaAST.AST): Part => {
  const read = decodedReader(ast)
  return read === undefined ? { read: schemaReader(ast), bySchema: undefined } : { read, bySchema: undefined }
}

/** Reads with the schema. A key that it leaves out shows in a struct only. */
const schemaReader = (ast: SchemaAST.AST): Reader => {
  const decode = Schema.decodeUnknownResult(
    Schema.Struct({ value: Schema.optionalKey(Schema.make<Schema.Codec<unknown, unknown>>(ast)) })
  )
  return (value) => {
    const read = decode(value === absent ? {} : { value })
    if (Result.isFailure(read)) return mismatch
    return "value" in read.success ? read.success.value : absent
  }
}

/** Reads the commonest spelling, and any other as the schema does. */
const encodedPart = (ast: SchemaAST.AST, links: SchemaAST.Encoding): Part => {
  const bySchema = schemaReader(ast)
  const spelling = Spellings.find(ast, (declaration) => guards.has(declaration.run))
  if (spelling === undefined) {
    const read = linksReader(ast, links)
    return read === undefined ? { read: bySchema, bySchema: undefined } : { read, bySchema }
  }
  // What is a mismatch in a part of it is one in all of it, and then all of it is read by the schema.
  const read = spelling.reader(({ ast }) => partOf(ast).read)
  return { read: checked(read, spelling.checks, ast), bySchema }
}

/** Reads from the encoded side of a schema through its getters to the decoded one. */
const linksReader = (ast: SchemaAST.AST, links: SchemaAST.Encoding): Reader | undefined => {
  const decoded = decodedReader(ast)
  if (decoded === undefined) return undefined
  return links.reduce<Reader | undefined>((next, link) => {
    const getter = getterOf(link)
    return next === undefined || getter === undefined ? undefined : through(through(readerOf(link.to), getter), next)
  }, decoded)
}

const through =
  (first: Reader, second: Reader): Reader =>
  (value) => {
    const result = first(value)
    return result === mismatch ? mismatch : second(result)
  }

/** What a link makes of a value. Middleware is left to the schema, unless it lets pass what is right. */
const getterOf = (link: SchemaAST.Link): Reader | undefined => {
  const { transformation } = link
  if (transformation._tag === "Middleware") return Spellings.isPassing(link) ? (value) => value : undefined
  const getter: SchemaGetter.Getter<unknown, unknown, unknown> = transformation.decode
  switch (getter._tag) {
    case "Passthrough":
      return (value) => value
    case "Transform":
      return (value) => (value === absent ? absent : getter.transform(value))
    case "TransformOptional":
      return (value) => fromOption(getter.transform(toOption(value)))
    case "TransformEffect":
      return (value) => (value === absent ? absent : valueOf(getter.transform(value, options)))
    case "TransformOptionalEffect":
      return (value) => {
        const result = valueOf(getter.transform(toOption(value), options))
        return Option.isOption(result) ? fromOption(result) : mismatch
      }
  }
}

/** An effect that has to be run is left to the schema, and so are the symbols by which schemas speak among themselves. */
const valueOf = (effect: Effect.Effect<unknown, unknown, unknown>): unknown =>
  Exit.isExit(effect) && Exit.isSuccess(effect) && typeof effect.value !== "symbol" ? effect.value : mismatch

const toOption = (value: unknown): Option.Option<unknown> => (value === absent ? Option.none() : Option.some(value))

const fromOption = (value: Option.Option<unknown>): unknown => (Option.isSome(value) ? value.value : absent)

/** Reads what is on the decoded side of a schema, and runs its checks. */
const decodedReader = (ast: SchemaAST.AST): Reader | undefined => {
  const read = bodyReader(ast)
  return read === undefined ? undefined : checked(read, ast.checks ?? [], ast)
}

const bodyReader = (ast: SchemaAST.AST): Reader | undefined => {
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
      return unionReader(ast, readerOf)
    case "Suspend":
      return suspended(ast)
    case "Declaration":
      return declared(ast)
    default:
      return undefined
  }
}

/** A schema that may be part of itself, whose reader is made when it is first used. */
const suspended = (ast: SchemaAST.Suspend): Reader => {
  let read: Reader | undefined
  return (value) => (read ??= readerOf(ast.thunk()))(value)
}

const isJson = Schema.is(Schema.Json)

/** The declarations that return the very value, if their guard lets it pass. */
const guards = new Map<unknown, (value: unknown) => boolean>([
  [runOf(Schema.DateTimeUtc), (value) => DateTime.isDateTime(value) && DateTime.isUtc(value)],
  [runOf(Schema.Json), (value) => typeof value === "string" || typeof value === "boolean" || value === null || isJson(value)]
])

function runOf({ ast }: Schema.Constraint): unknown {
  return ast._tag === "Declaration" ? ast.run : undefined
}

const declared = (ast: SchemaAST.Declaration): Reader | undefined => {
  if (ast.encodingChecks !== undefined || ast.typeParameters.length > 0) return undefined
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
const checked = (read: Reader, checks: ReadonlyArray<SchemaAST.Check<unknown>>, ast: SchemaAST.AST): Reader => {
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
