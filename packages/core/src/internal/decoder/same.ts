// Whether two schemas read the same, whatever is written about them.
import * as SchemaAST from "effect/SchemaAST"
import * as Kinds from "./kinds.ts"

const each = <A>(a: ReadonlyArray<A>, b: ReadonlyArray<A>, same: (a: A, b: A) => boolean): boolean =>
  a === b || (a.length === b.length && a.every((one, index) => same(one, b[index] ?? one)))

/** Whether two schemas are made of the same parts, but for their annotations. */
export const isSame = (a: SchemaAST.AST, b: SchemaAST.AST): boolean =>
  a === b ||
  (each(checksOf(a), checksOf(b), isSameCheck) &&
    each(a.encoding ?? [], b.encoding ?? [], isSameLink) &&
    isSameBody(a, b))

/** {@link isSame} of the decoded sides alone, where the first may have more checks at its end. Those are returned. */
export const checksBeyond = (a: SchemaAST.AST, b: SchemaAST.AST): SchemaAST.Checks | [] | undefined => {
  const [checks, known] = [checksOf(a), checksOf(b)]
  const [first, ...others] = checks.slice(known.length)
  return each(checks.slice(0, known.length), known, isSameCheck) && isSameBody(a, b)
    ? first === undefined
      ? []
      : [first, ...others]
    : undefined
}

const checksOf = ({ checks }: SchemaAST.AST): ReadonlyArray<SchemaAST.Check<unknown>> => checks ?? []

// An annotation makes another check of it that does the same.
const isSameCheck = (a: SchemaAST.Check<unknown>, b: SchemaAST.Check<unknown>): boolean =>
  a === b ||
  (a._tag === "Filter"
    ? b._tag === "Filter" && a.run === b.run
    : b._tag !== "Filter" && each(a.checks, b.checks, isSameCheck))

const isSameLink = (a: SchemaAST.Link, b: SchemaAST.Link): boolean =>
  a.transformation.decode === b.transformation.decode && isSame(a.to, b.to)

const isSameField = (a: SchemaAST.PropertySignature, b: SchemaAST.PropertySignature): boolean =>
  a.name === b.name && SchemaAST.isOptional(a.type) === SchemaAST.isOptional(b.type) && isSame(a.type, b.type)

const isSameBody = (a: SchemaAST.AST, b: SchemaAST.AST): boolean => {
  switch (a._tag) {
    case "Literal":
      return b._tag === "Literal" && a.literal === b.literal
    case "Union":
      return (
        b._tag === "Union" && a.options?.mode === b.options?.mode && isPlain(a, b) && each(a.types, b.types, isSame)
      )
    case "Arrays":
      return (
        b._tag === "Arrays" && isPlain(a, b) && each(a.elements, b.elements, isSame) && each(a.rest, b.rest, isSame)
      )
    case "Objects":
      return (
        b._tag === "Objects" &&
        isPlain(a, b) &&
        each(a.propertySignatures, b.propertySignatures, isSameField) &&
        each(a.indexSignatures, b.indexSignatures, (a, b) => isSame(a.parameter, b.parameter) && isSame(a.type, b.type))
      )
    case "Declaration":
      return (
        b._tag === "Declaration" && isPlain(a, b) && a.run === b.run && each(a.typeParameters, b.typeParameters, isSame)
      )
    case "String":
    case "Number":
    case "Boolean":
    case "Null":
    case "Unknown":
    case "Any":
      return a._tag === b._tag
    default:
      return false
  }
}

interface Encodable {
  readonly encodingChecks: SchemaAST.Checks | undefined
}

const isPlain = (a: Encodable, b: Encodable): boolean =>
  a.encodingChecks === undefined && b.encodingChecks === undefined

/**
 * Whether the decoded side of a schema, given what it has decoded, returns an equal value. Texts and `DateTime.Utc` do, some unions do
 * not.
 */
export const isStable = (ast: SchemaAST.AST, isKept: (ast: SchemaAST.Declaration) => boolean): boolean => {
  const stable = (ast: SchemaAST.AST) => ast.encoding === undefined && isStable(ast, isKept)
  switch (ast._tag) {
    case "Declaration":
      return isKept(ast)
    case "Arrays":
      return ast.elements.every(stable) && ast.rest.every(stable)
    case "Objects":
      return (
        ast.propertySignatures.every(({ type }) => stable(type)) &&
        ast.indexSignatures.every(({ type }) => stable(type))
      )
    case "Union":
      return ast.types.every(stable) && (ast.types.every(isScalar) || areApart(ast.types))
    default:
      return isScalar(ast)
  }
}

// What is decoded by one of these is not changed by another one.
const isScalar = (ast: SchemaAST.AST): boolean =>
  ast._tag === "Union" ? ast.types.every(isScalar) : scalars.has(ast._tag)

const scalars: ReadonlySet<string> = new Set(["String", "Number", "Boolean", "Null", "Literal", "Unknown", "Any"])

const areApart = (types: ReadonlyArray<SchemaAST.AST>): boolean => {
  const kinds = types.map((type) => (type._tag === "Declaration" ? Kinds.object : Kinds.kindsOf(type)))
  return kinds.every((one, index) => kinds.slice(index + 1).every((other) => (one & other) === 0))
}
