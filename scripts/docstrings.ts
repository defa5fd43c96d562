// What the packages export has documentation: every exported symbol, and every member of an exported type, class or schema, has a
// comment with a text. So has every field of an argument, and every member of a type of the module that an export mentions. Members of the type `never` have none: they say what cannot be given.
import { readFileSync } from "node:fs"
import { type Comment, type Node, parseSync } from "oxc-parser"

export interface Undocumented {
  readonly file: string
  readonly line: number
  readonly name: string
}

/** The number of documented symbols and members of the files, and those without documentation. */
export const check = (
  files: ReadonlyArray<string>
): { readonly documented: number; readonly missing: ReadonlyArray<Undocumented> } => {
  const checked = files.flatMap((file) => symbolsOf(file, readFileSync(file, "utf8")))
  return {
    documented: checked.filter(({ documented }) => documented).length,
    missing: checked.filter(({ documented }) => !documented)
  }
}

interface Symbol extends Undocumented {
  readonly documented: boolean
  readonly start: number
}

export const symbolsOf = (file: string, source: string): ReadonlyArray<Symbol> => {
  const { comments, program } = parseSync(file, source)
  const found = new Map<number, Symbol>()

  const add = (name: string, start: number) =>
    found.set(start, {
      file,
      line: source.slice(0, start).split("\n").length,
      name,
      start,
      documented: hasText(comments.findLast((comment) => isBefore(comment, start, source)))
    })

  /** Objects that are spread into schemas, by their names. */
  const objects = new Set<string>()
  const declarations = new Map<string, Node>()
  /** Types that are not exported, by their names. */
  const types = new Map<string, Node>()
  const seen = new Set<string>()
  for (const statement of program.body) {
    if (statement.type === "TSInterfaceDeclaration" || statement.type === "TSTypeAliasDeclaration") {
      types.set(statement.id.name, statement)
    }
    if (statement.type !== "VariableDeclaration") continue
    for (const { id, init } of statement.declarations) {
      if (id.type !== "Identifier" || init === null) continue
      declarations.set(id.name, init)
      if (init.type === "ObjectExpression") objects.add(id.name)
    }
  }

  const textOf = ({ end, start }: Node) => source.slice(start, end)

  const fieldsOf = (owner: string, fields: Node | undefined): void => {
    if (fields?.type !== "ObjectExpression") return
    for (const property of fields.properties) {
      if (property.type === "Property") {
        add(`${owner}.${source.slice(property.key.start, property.key.end)}`, property.start)
      } else if (property.argument.type === "Identifier") {
        if (objects.has(property.argument.name)) partsOf(property.argument.name, true)
      }
    }
  }

  const membersOf = (owner: string, root: Node, isFields = false): void => {
    if (isFields) fieldsOf(owner, root)
    const member = (node: { readonly key: Node; readonly start: number }) =>
      add(`${owner}.${source.slice(node.key.start, node.key.end)}`, node.start)
    for (const node of nodesIn(root)) {
      switch (node.type) {
        case "TSPropertySignature":
          if (node.typeAnnotation?.typeAnnotation.type !== "TSNeverKeyword") member(node)
          break
        case "TSMethodSignature":
          member(node)
          break
        case "PropertyDefinition":
          if (node.computed || node.key.type === "PrivateIdentifier" || node.accessibility === "private") break
          member(node)
          // The type says what the value is, if there is one.
          if (!node.typeAnnotation && node.value) parametersOf(owner, node.value)
          break
        case "MethodDefinition":
          if (!node.computed && !node.override && node.accessibility !== "private" && node.kind !== "constructor") {
            member(node)
            parametersOf(owner, node.value)
          }
          break
        case "TSTypeReference":
          if (node.typeName.type === "Identifier") typeOf(node.typeName.name)
          break
        case "CallExpression": {
          const called = source.slice(node.callee.start, node.callee.end)
          if (called === "Schema.Struct") fieldsOf(owner, node.arguments.at(-1))
          // A function of the file makes a schema of its fields.
          if (node.callee.type === "Identifier") for (const argument of node.arguments) fieldsOf(owner, argument)
          if (/^Schema\.Tagged(?:Error|Class)\b/.test(called)) fieldsOf(owner, node.arguments[1])
          for (const { name } of node.arguments.filter((argument) => argument.type === "Identifier")) {
            if (objects.has(name)) partsOf(name, true)
          }
          break
        }
        case "Identifier":
          partsOf(node.name, false)
      }
    }
  }

  /** The fields of the arguments of a function, or of one that is made by `Effect.fn` or `dual`. */
  const parametersOf = (owner: string, value: Node): void => {
    if (value.type === "ArrowFunctionExpression" || value.type === "FunctionExpression") {
      for (const parameter of value.params) membersOf(owner, parameter)
    }
    if (value.type === "CallExpression" && /^(?:Effect\.fn|dual$)/.test(textOf(value.callee))) {
      for (const argument of value.arguments) parametersOf(owner, argument)
    }
  }

  const typeOf = (name: string): void => {
    const declared = types.get(name)
    if (declared === undefined || seen.has(name)) return
    seen.add(name)
    membersOf(name, declared)
  }

  /** The schemas and functions of the file that a schema is made of. */
  const partsOf = (name: string, isFields: boolean) => {
    const declared = declarations.get(name)
    if (declared === undefined || seen.has(name)) return
    if (isFields || declared.type === "CallExpression") {
      seen.add(name)
      membersOf(name, declared, isFields)
    } else if (declared.type === "ArrowFunctionExpression") {
      seen.add(name)
      membersOf(name, declared.body)
    }
  }

  for (const statement of program.body) {
    if (statement.type !== "ExportNamedDeclaration" || statement.declaration === null) continue
    const { declaration } = statement
    if (declaration.type === "VariableDeclaration") {
      for (const { id, init } of declaration.declarations) {
        const name = source.slice(id.start, id.typeAnnotation?.start ?? id.end)
        add(name, statement.start)
        if (id.typeAnnotation) membersOf(name, id.typeAnnotation)
        if (id.typeAnnotation || !init) continue
        if (init.type === "CallExpression" && !file.endsWith("Api.ts")) membersOf(name, init)
        parametersOf(name, init)
      }
    } else if ("id" in declaration && declaration.id !== null) {
      const name = source.slice(declaration.id.start, declaration.id.end)
      add(name, statement.start)
      if (!file.endsWith("Api.ts")) membersOf(name, declaration)
    }
  }
  return [...found.values()].toSorted((a, b) => a.line - b.line)
}

/** A node and all nodes in it, but for functions, the constraints of type parameters, and types that are looked up in. */
function* nodesIn(node: Node): Generator<Node> {
  if (without.has(node.type)) return
  if (node.type === "TSIndexedAccessType" && node.objectType.type === "TSTypeLiteral") return
  yield node
  for (const child of Object.values({ ...node }).flat()) if (isNode(child)) yield* nodesIn(child)
}

const without: ReadonlySet<string> = new Set(["ArrowFunctionExpression", "FunctionExpression", "TSTypeParameter"])

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string"

/** Whether a comment is the documentation of what begins there. */
const isBefore = ({ end, type, value }: Comment, start: number, source: string): boolean =>
  type === "Block" && value.startsWith("*") && end <= start && source.slice(end, start).trim() === ""

/** Whether there is a text before the tags. */
const hasText = (comment: Comment | undefined): boolean => comment !== undefined && /^[\s*]*[^\s*@]/.test(comment.value)
