/**
 * What a caller gives, before it is encoded: members that are `undefined` are left out, and members that nobody knows are an
 * error.
 *
 * Encoders leave out what they do not know. A misspelt condition would so be no condition, and everything would match.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import * as Stream from "effect/Stream"
import type { InvalidRequest } from "../ConnectyCubeError.ts"
import { most } from "./Issues.ts"
import * as Method from "../client/Method.ts"
import { readableValue, reasonOf } from "../internal/readable.ts"

/**
 * What is wrong with arguments, and where.
 *
 * @category models
 * @since 0.1.0
 */
export type Issues = ReadonlyArray<{
  /** The path of the invalid value. */
  readonly path: string
  /** What was expected. */
  readonly message: string
}>

/**
 * Arguments without what is left out, and what is wrong with them. Where there is nothing to leave out they are the very ones
 * that were given.
 *
 * @category models
 * @since 0.1.0
 */
export interface Prepared {
  /** The value to encode. */
  readonly value: unknown
  /** The issues of the value. */
  readonly issues: Issues
}

/**
 * Whether a value is an object of named members: not a list, and no instance of a class. It may have no prototype, and come
 * from another realm.
 *
 * @category guards
 * @since 0.1.0
 */
export const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (!Predicate.isObject(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  // `Object.prototype` is the one that ends the chain, in each realm.
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/**
 * Prepares arguments for a schema: what its type says, and not what is on the wire. Where the schema takes any member, such as
 * in the parameters of a message, there is none that nobody knows.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (schema: Schema.Top): ((value: unknown) => Prepared) => {
  const prepare = compile(SchemaAST.toType(schema.ast), new Map())
  return (value) => {
    const issues: Array<Issues[number]> = []
    return { value: prepare(value, "", issues), issues: issues.slice(0, most) }
  }
}

/**
 * What is wrong with the names of options that the client itself uses, and that are not a part of a request as they are; and
 * with options that are no object at all.
 *
 * @category checking
 * @since 0.1.0
 */
export const unknownMembers = (options: object | undefined, names: ReadonlyArray<string>, path = ""): Issues =>
  notAnObject(options, path) ??
  Object.entries(options ?? {})
    .filter(([name, value]) => value !== undefined && !names.includes(name))
    .slice(0, mostIssues)
    .map(([name]) => unknownMember(join(path, name), name, names))

const notAnObject = (options: unknown, path: string): Issues | undefined =>
  options === undefined || (Predicate.isObject(options) && reasonOf(options) === undefined)
    ? undefined
    : [{ path, message: reasonOf(options) ?? "Expected an object" }]

/** So many issues are told of the arguments of a call. */
const mostIssues = 20

/**
 * The same value, if all of it can be read. Otherwise another one, which fits nowhere, stands for what cannot: for a getter or a proxy that
 * throws, a cycle, more than 100 levels or 1,000,000 values. The methods of services get their arguments so.
 *
 * @category checking
 * @since 0.1.0
 */
export const readable: <A>(value: A) => A = readableValue

/**
 * Whether a value can stand in a path as one segment. A missing or empty one would widen the request, a dotted one would change
 * its route, and half of a surrogate pair cannot be written in a URL.
 *
 * @category guards
 * @since 0.1.0
 */
export const isSegment = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && value !== "." && value !== ".." && !/\p{Surrogate}/u.test(value)

/**
 * Fails with `InvalidRequest` when options have a member of another name, or are no object. Without names they may have any: which
 * is known to the contract.
 *
 * @category checking
 * @since 0.1.0
 */
export const check = (
  endpoint: Method.Endpoint,
  options: object | undefined,
  names?: ReadonlyArray<string>
): Effect.Effect<void, InvalidRequest> => {
  const issues = issuesOf(options, names)
  return issues.length === 0 ? Effect.void : Method.invalidRequest(endpoint, issues)
}

const issuesOf = (options: object | undefined, names: ReadonlyArray<string> | undefined): Issues =>
  names === undefined ? (notAnObject(options, "") ?? []) : unknownMembers(options, names)

/**
 * A stream whose options are checked before it is run. See {@link check}.
 *
 * @category checking
 * @since 0.1.0
 */
export const checked =
  (endpoint: Method.Endpoint, options: object | undefined, names?: ReadonlyArray<string>) =>
  <A, E, R>(stream: Stream.Stream<A, E, R>): Stream.Stream<A, E | InvalidRequest, R> =>
    issuesOf(options, names).length === 0 ? stream : Stream.drain(Stream.fromEffect(check(endpoint, options, names)))

type Prepare = (value: unknown, path: string, issues: Array<Issues[number]>) => unknown

const asIs: Prepare = (value) => value

const compile = (ast: SchemaAST.AST, known: Map<SchemaAST.AST, Prepare>): Prepare => {
  const compiled = known.get(ast)
  if (compiled !== undefined) return compiled
  // A schema may contain itself.
  let prepare: Prepare = asIs
  known.set(ast, (value, path, issues) => prepare(value, path, issues))
  prepare = compileNode(ast, known)
  known.set(ast, prepare)
  return prepare
}

const compileNode = (ast: SchemaAST.AST, known: Map<SchemaAST.AST, Prepare>): Prepare => {
  switch (ast._tag) {
    case "Objects":
      return members(ast, known)
    case "Arrays":
      return items(ast, known)
    case "Union":
      return oneOf(ast, known)
    case "Suspend": {
      let inner: Prepare | undefined
      return (value, path, issues) => (inner ??= compile(ast.thunk(), known))(value, path, issues)
    }
    default:
      return asIs
  }
}

const members = (ast: SchemaAST.Objects, known: Map<SchemaAST.AST, Prepare>): Prepare => {
  const named = new Map(ast.propertySignatures.map(({ name, type }) => [name, compile(type, known)]))
  const others = ast.indexSignatures.map(({ parameter, type }) => ({
    has: Schema.is(Schema.make<Schema.Codec<string>>(parameter)),
    prepare: compile(type, known)
  }))
  const names = Array.from(named.keys(), String)

  return (value, path, issues) => {
    if (!Predicate.isObject(value) || Array.isArray(value)) return value
    const unreadable = reasonOf(value)
    if (unreadable !== undefined) {
      issues.push({ path, message: unreadable })
      return value
    }
    let changed: Record<string, unknown> | undefined
    for (const [name, member] of Object.entries(value)) {
      const prepare = named.get(name) ?? others.find(({ has }) => has(name))?.prepare
      if (member === undefined) {
        changed ??= { ...value }
        delete changed[name]
      } else if (prepare === undefined) {
        if (issues.length >= mostIssues) break
        issues.push(unknownMember(join(path, name), name, names))
      } else {
        const prepared = prepare(member, join(path, name), issues)
        if (prepared !== member) {
          changed ??= { ...value }
          changed[name] = prepared
        }
      }
    }
    return changed ?? value
  }
}

const items = (ast: SchemaAST.Arrays, known: Map<SchemaAST.AST, Prepare>): Prepare => {
  const elements = ast.elements.map((element) => compile(element, known))
  const rest = ast.rest.map((element) => compile(element, known))
  if ([...elements, ...rest].every((prepare) => prepare === asIs)) return asIs
  return (value, path, issues) => {
    if (!Array.isArray(value)) return value
    const prepared = value.map((item: unknown, index) =>
      (elements[index] ?? rest[0] ?? asIs)(item, join(path, String(index)), issues)
    )
    return prepared.every((item, index) => item === value[index]) ? value : prepared
  }
}

/** Of several schemas the first that knows all members and takes the value; else the one that knows the most. */
const oneOf = (ast: SchemaAST.Union, known: Map<SchemaAST.AST, Prepare>): Prepare => {
  const cases = ast.types
    .map((type) => ({
      prepare: compile(type, known),
      takes: Schema.is(Schema.make<Schema.Codec<unknown>>(type)),
      kind: type._tag === "Arrays" || type._tag === "Objects" ? type._tag : undefined
    }))
    .filter(({ prepare }) => prepare !== asIs)
  if (cases.length === 0) return asIs
  return (value, path, issues) => {
    if (!Predicate.isObjectOrArray(value)) return value
    // An object finds nothing wrong with a list, nor a list with an object: it is not about it.
    const own = Array.isArray(value) ? "Arrays" : "Objects"
    const alike = cases.filter(({ kind }) => kind === undefined || kind === own)
    const tried = (alike.length > 0 ? alike : cases).map(({ prepare, takes }) => {
      const found: Array<Issues[number]> = []
      const prepared = prepare(value, path, found)
      return { found, prepared, fits: found.length === 0 && takes(prepared) }
    })
    // A case that leaves the value as it is may be one that is not about it.
    const best = tried.find(({ fits }) => fits) ?? tried.toSorted((a, b) => a.found.length - b.found.length)[0]
    if (best === undefined) return value
    issues.push(...best.found)
    return best.prepared
  }
}

const join = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`)

const unknownMember = (path: string, name: string, names: ReadonlyArray<string>): Issues[number] => {
  const nearest = nearestOf(spell(name), [...new Set(names.map(spell))])
  return {
    path: spell(path),
    message: nearest === undefined ? "Unknown member" : `Unknown member. Did you mean ${nearest}?`
  }
}

/** As it is written in code: the query key `id[in][]` is `id.in`. */
const spell = (key: string): string => key.replaceAll("[]", "").replaceAll(/\[([^\]]*)\]/g, ".$1")

const nearestOf = (name: string, names: ReadonlyArray<string>): string | undefined => {
  // Conditions on the same field come first: what is wrong is then the operator.
  const field = name.slice(0, name.lastIndexOf(".") + 1)
  const alike = field === "" ? [] : names.filter((other) => other.startsWith(field))
  const candidates = alike.length > 0 ? alike : names
  let nearest: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const distance = distanceOf(name.slice(0, longest), candidate)
    if (distance < least) [nearest, least] = [candidate, distance]
  }
  return nearest
}

const longest = 64

/** How many characters have to be added, left out or replaced. */
const distanceOf = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [index, character] of [...from].entries()) {
    const next = [index + 1]
    for (const [at, other] of [...to].entries()) {
      const replaced = (row[at] ?? 0) + (character === other ? 0 : 1)
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
