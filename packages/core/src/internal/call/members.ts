// The members that a schema names, as a caller sees them: those of its type, and not of the wire.
import * as SchemaAST from "effect/SchemaAST"

/** The objects that a value is one of. `undefined` where it is something else, or may have members of any name. */
const closedObjects = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.Objects> | undefined => {
  switch (ast._tag) {
    case "Objects":
      // Names of a pattern, such as `data[…]`, belong to the part that knows them.
      return ast.indexSignatures.some(({ parameter }) => parameter._tag === "String") ? undefined : [ast]
    case "Union": {
      const objects = ast.types.map(closedObjects)
      return objects.every((found) => found !== undefined) ? objects.flat() : undefined
    }
    case "Suspend":
      return closedObjects(ast.thunk())
    default:
      return undefined
  }
}

const namesIn = (objects: ReadonlyArray<SchemaAST.Objects> | undefined): ReadonlySet<string> | undefined =>
  objects && new Set(objects.flatMap(({ propertySignatures }) => propertySignatures.map(({ name }) => String(name))))

/** The names of all members; `undefined` where there may be others. */
export const namesOf = (ast: SchemaAST.AST): ReadonlySet<string> | undefined =>
  namesIn(closedObjects(SchemaAST.toType(ast)))

/** The name of the only member, where there is only one. */
export const onlyNameOf = (ast: SchemaAST.AST): string | undefined => {
  const names = namesOf(ast)
  return names?.size === 1 ? [...names][0] : undefined
}

/** The objects that the only member is one of. */
const inside = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.Objects> | undefined => {
  if (onlyNameOf(ast) === undefined) return undefined
  const members = closedObjects(SchemaAST.toType(ast))?.flatMap(({ propertySignatures }) => propertySignatures) ?? []
  const objects = members.map(({ type }) => closedObjects(type))
  return objects.every((found) => found !== undefined) ? objects.flat() : undefined
}

/** The name of the only member, where that is an object with members of its own. */
export const wrapperOf = (ast: SchemaAST.AST): string | undefined =>
  inside(ast) === undefined ? undefined : onlyNameOf(ast)

/** The names in the only member: see {@link wrapperOf}. */
export const namesInside = (ast: SchemaAST.AST): ReadonlySet<string> | undefined => namesIn(inside(ast))
