// The imports of a code block of the documentation that it does not use: a reader would look for what they are for. A block of
// imports only says what to import.
import { parseSync } from "oxc-parser"

export const unusedImports = (code: string): ReadonlyArray<string> => {
  const { module, program } = parseSync("block.ts", code)
  if (program.body.every(({ type }) => type === "ImportDeclaration")) return []
  const rest = module.staticImports.reduceRight(
    (text, { end, start }) => text.slice(0, start) + " ".repeat(end - start) + text.slice(end),
    code
  )
  const words = new Set(rest.match(/[\w$]+/g))
  return module.staticImports
    .flatMap(({ entries }) => entries.map(({ localName }) => localName.value))
    .filter((name) => !words.has(name))
}
