// The commonest spellings of the codecs of the wire, by the getters that decode them.
import type * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import { checksBeyond, isSame, isStable } from "./same.ts"
import type { Reader, ReaderOf } from "./reader.ts"

interface Spelling {
  readonly codec: SchemaAST.AST
  readonly reader: (readerOf: ReaderOf) => Reader
}

const spellings = new WeakMap<object, Spelling>()
const catches = new WeakSet<object>()

/**
 * Declares how the commonest spelling of a codec is read, which is what is most often on the wire. The reader returns `mismatch` for
 * any other spelling, right or wrong, and then the codec itself reads the value. The codec has to be one `Schema.decodeTo`.
 */
export const commonest =
  (reader: (readerOf: ReaderOf) => Reader) =>
  <S extends Schema.Constraint>(codec: S): S => {
    const { ast }: { readonly ast: SchemaAST.AST } = codec
    const [link] = ast.encoding ?? []
    if (link !== undefined) spellings.set(link.transformation.decode, { codec: ast, reader })
    return codec
  }

/** Declares that the middleware of a codec lets pass what can be decoded. */
export const passesSuccess = <S extends Schema.Constraint>(codec: S): S => {
  const { ast }: { readonly ast: SchemaAST.AST } = codec
  const [link] = ast.encoding ?? []
  if (link !== undefined) catches.add(link.transformation.decode)
  return codec
}

export const isPassing = ({ transformation }: SchemaAST.Link): boolean => catches.has(transformation.decode)

/** The reader of the commonest spelling of a schema, and the checks that were added to its codec. */
export const find = (
  ast: SchemaAST.AST,
  isKept: (ast: SchemaAST.Declaration) => boolean
): (Spelling & { readonly checks: SchemaAST.Checks | [] }) | undefined => {
  const [link, ...others] = ast.encoding ?? []
  if (link === undefined || others.length > 0) return undefined
  const spelling = spellings.get(link.transformation.decode)
  const [known] = spelling?.codec.encoding ?? []
  if (spelling === undefined || known === undefined || !isSame(link.to, known.to)) return undefined
  const checks = checksBeyond(ast, spelling.codec)
  return checks === undefined || !isStable(spelling.codec, isKept) ? undefined : { ...spelling, checks }
}
