/** Declarations as they are written, found by where their names are. */
import { type Node, parseSync } from "oxc-parser"

export interface Signature {
  /** The text of the declaration, without its value. */
  readonly text: string
  /** The text of the value, where there is no type that says what it is. */
  readonly value?: string
}

/** The declarations of a source, by `line:character` of their names: lines from 1, characters from 0, as TypeDoc counts them. */
export const signaturesOf = (file: string, source: string): ReadonlyMap<string, Signature> => {
  const starts = [0, ...Array.from(source.matchAll(/\n/g), ({ index }) => index + 1)]
  const found = new Map<string, Signature>()
  const add = (name: Node, text: string, value?: string) => {
    const line = starts.findLastIndex((start) => start <= name.start)
    const place = `${line + 1}:${name.start - (starts[line] ?? 0)}`
    found.set(place, { text: dedent(text), ...(value === undefined ? {} : { value: dedent(value) }) })
  }
  const slice = (start: number, end: number) => source.slice(start, end)
  /** The text with the margin of its line, so that all lines of it have the same margin. */
  const whole = (start: number, end: number) => {
    const line = slice(starts.findLast((each) => each <= start) ?? 0, start)
    return (/^ */.exec(line)?.[0] ?? "") + slice(start, end)
  }

  const visit = (node: Node): void => {
    switch (node.type) {
      case "TSPropertySignature":
      case "TSMethodSignature":
        add(node.key, whole(node.start, node.end))
        break
      case "PropertyDefinition":
        add(node.key, whole(node.start, node.typeAnnotation?.end ?? node.key.end))
        break
      case "TSInterfaceDeclaration":
      case "TSTypeAliasDeclaration":
        add(node.id, whole(node.start, node.end))
        break
      case "FunctionDeclaration":
        if (node.id !== null) add(node.id, whole(node.start, node.body?.start ?? node.end).trimEnd())
        break
      case "ClassDeclaration":
        if (node.id !== null) add(node.id, `class ${node.id.name}`)
        break
      case "VariableDeclarator": {
        const { id, init } = node
        if (id.type !== "Identifier") break
        const { typeAnnotation } = id
        if (typeAnnotation) add(id, `const ${slice(id.start, typeAnnotation.end)}`)
        else if (init?.type === "ArrowFunctionExpression" && init.returnType)
          add(id, `const ${slice(id.start, init.returnType.end)}`)
        else add(id, `const ${id.name}`, init === null ? undefined : `const ${slice(id.start, init.end)}`)
      }
    }
    for (const child of Object.values({ ...node }).flat()) if (isNode(child)) visit(child)
  }
  for (const statement of parseSync(file, source).program.body) visit(statement)
  return found
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string"

/** Without the margin that all lines have, and with names in place of links. */
const dedent = (text: string): string => {
  const lines = text.replaceAll(/\{@link ([^}]*)\}/g, "`$1`").split("\n")
  const margin = Math.min(
    ...lines.filter((line) => line.trim() !== "").map((line) => /^ */.exec(line)?.[0].length ?? 0)
  )
  return lines.map((line) => line.slice(margin)).join("\n")
}
