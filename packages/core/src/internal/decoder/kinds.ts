// Which kinds of values a schema can read at all.
import type * as SchemaAST from "effect/SchemaAST"

export const string = 1
export const number = 2
export const boolean = 4
export const nil = 8
export const array = 16
export const object = 32
const all = 63

/** The kinds of JSON values that a schema may decode, as bits. It fails for every other. */
export const kindsOf = (ast: SchemaAST.AST): number => {
  const { encoding } = ast
  if (encoding !== undefined) {
    // Middleware can make a success of a failure.
    if (encoding.some(({ transformation }) => transformation._tag === "Middleware")) return all
    const last = encoding.at(-1)
    return last === undefined ? all : kindsOf(last.to)
  }
  switch (ast._tag) {
    case "String":
    case "TemplateLiteral":
      return string
    case "Number":
      return number
    case "Boolean":
      return boolean
    case "Null":
      return nil
    case "Literal":
      return kindOf(ast.literal)
    case "Arrays":
      return array
    case "Objects":
      return ast.propertySignatures.length === 0 && ast.indexSignatures.length === 0 ? all : object
    case "Union":
      return ast.types.reduce((kinds, type) => kinds | kindsOf(type), 0)
    case "Never":
      return 0
    default:
      return all
  }
}

const kindOf = (literal: SchemaAST.LiteralValue): number => {
  switch (typeof literal) {
    case "string":
      return string
    case "number":
      return number
    case "boolean":
      return boolean
    default:
      return 0
  }
}
