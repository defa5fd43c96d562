// The code of an example: where its statements are, and what its comments say of them.
//
// `// => <expression>` after a statement says what the statement is: the value of an expression, or that of a constant.
import { type Node, parseSync } from "oxc-parser"
import type { Example } from "./methods.ts"

/** The names of the functions that are added to the code. */
export const added = { at: "__at", is: "__is" } as const

const prefix = "function* example() {\n"

/**
 * The code with `__at(line)` before each statement, and `__is(actual, expected)` for each comment `// => expected`. No line moves.
 * Throws a `SyntaxError` for code that cannot be parsed, and for such a comment that is after no statement.
 */
export const instrument = ({ code, line }: Example): string => {
  const source = `${prefix}${code}}`
  const { comments, errors, program } = parseSync("example.ts", source)
  const [error] = errors
  if (error !== undefined) throw new SyntaxError(error.message)
  const [declaration] = program.body
  const statements = declaration?.type === "FunctionDeclaration" ? (declaration.body?.body ?? []) : []
  const lineAt = (offset: number) => line + source.slice(prefix.length, offset).split("\n").length - 1

  const inserted = statements.map(({ start }): readonly [number, string] => [start, `${added.at}(${lineAt(start)});`])
  for (const { start, value } of comments) {
    const expected = /^ => (.*)$/.exec(value)?.[1]
    if (expected === undefined) continue
    const statement = statements.find(({ end }) => end <= start && source.slice(end, start).trim() === "")
    const actual = statement && subjectOf(statement)
    if (statement === undefined || actual === undefined) {
      throw new SyntaxError(`Line ${lineAt(start)}: there is no expression or constant before // => ${expected}`)
    }
    if (statement.type === "ExpressionStatement") {
      inserted.push([statement.start, `${added.is}(`], [statement.end, `, (${expected}));`])
    } else {
      inserted.push([statement.end, `; ${added.is}(${source.slice(actual.start, actual.end)}, (${expected}));`])
    }
  }
  const parts: Array<string> = []
  let end = prefix.length
  for (const [offset, insertion] of inserted.toSorted(([a], [b]) => a - b)) {
    parts.push(source.slice(end, offset), insertion)
    end = offset
  }
  return [...parts, source.slice(end, -1)].join("")
}

/** What a comment after a statement is about. */
const subjectOf = (statement: Node): Node | undefined => {
  if (statement.type === "ExpressionStatement") return statement.expression
  if (statement.type !== "VariableDeclaration" || statement.declarations.length !== 1) return undefined
  const id = statement.declarations[0]?.id
  return id?.type === "Identifier" ? id : undefined
}
