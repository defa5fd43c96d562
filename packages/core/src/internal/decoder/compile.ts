/**
 * Compiles schemas to closures, which decode what is usual several times faster than the schemas themselves.
 *
 * A closure returns what the schema returns, or `mismatch`, and then the schema decodes the value again: it alone decides, and
 * explains. What is not compiled is decoded by the schema of that part. No code is generated, so that it runs where that is not
 * allowed.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import { bodyReader, checked, isKept } from "./decoded.ts"
import { getterOf } from "./getters.ts"
import { absent, mismatch, type Part, type Reader, wholeOf } from "./reader.ts"
import * as Spellings from "./spellings.ts"

export interface Compiler {
  /** The reader of a schema, which is made once for each. */
  readonly readerOf: (ast: SchemaAST.AST) => Reader
}

/** A compiler that leaves what it does not know to these readers. */
export const make = (bySchemaOf: (ast: SchemaAST.AST) => Reader): Compiler => {
  const parts = new WeakMap<SchemaAST.AST, Part>()

  const partOf = (ast: SchemaAST.AST): Part => {
    const known = parts.get(ast)
    if (known !== undefined) return known
    const part = ast.encoding === undefined ? decodedPart(ast) : encodedPart(ast, ast.encoding)
    parts.set(ast, part)
    return part
  }

  const decodedPart = (ast: SchemaAST.AST): Part => ({
    read: decodedReader(ast) ?? bySchemaOf(ast),
    bySchema: undefined
  })

  /** Reads what is on the decoded side of a schema, and runs its checks. */
  const decodedReader = (ast: SchemaAST.AST): Reader | undefined => {
    const read = bodyReader(ast, partOf)
    return read === undefined ? undefined : checked(read, ast.checks ?? [], ast)
  }

  /** Reads the commonest spelling, and any other as the schema does. */
  const encodedPart = (ast: SchemaAST.AST, links: SchemaAST.Encoding): Part => {
    const bySchema = bySchemaOf(ast)
    const spelling = Spellings.find(ast, isKept)
    if (spelling === undefined) {
      const read = linksReader(ast, links)
      return read === undefined ? { read: bySchema, bySchema: undefined } : { read, bySchema }
    }
    // What is a mismatch in a part of it is one in all of it, and then all of it is read by the schema.
    const read = spelling.reader(({ ast }) => partOf(ast).read)
    return { read: checked(read, spelling.checks, ast), bySchema }
  }

  /** Reads from the encoded side of a schema through its getters to the decoded one. */
  const linksReader = (ast: SchemaAST.AST, links: SchemaAST.Encoding): Reader | undefined =>
    links.reduce<Reader | undefined>((next, link) => {
      const getter = getterOf(link)
      if (next === undefined || getter === undefined) return undefined
      const read = wholeOf(partOf(link.to))
      return getter === "same" ? through(read, next) : through(through(read, getter), next)
    }, decodedReader(ast))

  return { readerOf: (ast) => wholeOf(partOf(ast)) }
}

const through =
  (first: Reader, second: Reader): Reader =>
  (value) => {
    const result = first(value)
    return result === mismatch ? mismatch : second(result)
  }

/** Reads with the schema. A key that it leaves out shows in a struct only. */
const bySchemaOf = (ast: SchemaAST.AST): Reader => {
  const decode = Schema.decodeUnknownResult(
    Schema.Struct({ value: Schema.optionalKey(Schema.make<Schema.Codec<unknown, unknown>>(ast)) })
  )
  return (value) => {
    const read = decode(value === absent ? {} : { value })
    if (Result.isFailure(read)) return mismatch
    return "value" in read.success ? read.success.value : absent
  }
}

/** The readers of all schemas. Each is made once, however many layers and calls have the schema. */
export const { readerOf } = make(bySchemaOf)
