// Unions: the first of their schemas that decodes the value.
import type * as SchemaAST from "effect/SchemaAST"
import * as Kinds from "./kinds.ts"
import { absent, mismatch, type Reader } from "./reader.ts"

export const unionReader = (ast: SchemaAST.Union, readerOf: (ast: SchemaAST.AST) => Reader): Reader | undefined => {
  if (ast.options?.mode === "oneOf" || ast.encodingChecks !== undefined) return undefined
  if (ast.types.every(isPlainLiteral)) {
    const literals = new Set<unknown>(ast.types.map(({ literal }) => literal))
    return (value) => (literals.has(value) || value === absent ? value : mismatch)
  }
  const readers = ast.types.map((type) => ({ kinds: Kinds.kindsOf(type), read: readerOf(type) }))
  const of = (kind: number): Reader =>
    firstOf(readers.flatMap(({ kinds, read }) => ((kinds & kind) === 0 ? [] : [read])))
  const string = of(Kinds.string)
  const number = of(Kinds.number)
  const boolean = of(Kinds.boolean)
  const nil = of(Kinds.nil)
  const array = of(Kinds.array)
  const object = of(Kinds.object)
  const other = firstOf(readers.map(({ read }) => read))
  return (value) => {
    switch (typeof value) {
      case "string":
        return string(value)
      case "number":
        return number(value)
      case "boolean":
        return boolean(value)
      case "object":
        if (value === null) return nil(value)
        return Array.isArray(value) ? array(value) : object(value)
      default:
        return value === absent ? absent : other(value)
    }
  }
}

const isPlainLiteral = (ast: SchemaAST.AST): ast is SchemaAST.Literal =>
  ast._tag === "Literal" && ast.checks === undefined && ast.encoding === undefined

const firstOf = (readers: ReadonlyArray<Reader>): Reader => {
  const [only] = readers
  if (only === undefined) return () => mismatch
  if (readers.length === 1) return only
  return (value) => {
    for (const read of readers) {
      const result = read(value)
      if (result !== mismatch) return result
    }
    return mismatch
  }
}
