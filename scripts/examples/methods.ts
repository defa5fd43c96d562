// The public methods of a source, and their examples.
//
// A method is a member of an export of the category `services` that is a function, an `Effect`, a `Stream` or a `Layer`. So is what
// a module exports that is used by its name, such as `Source.text`. Its example is the `ts` block after the
// `@example` of its own comment: the body of a generator, with the names of modules.ts and world.ts.
import { type Comment, type Node, parseSync } from "oxc-parser"

export interface Example {
  /** The line of the source in which its code begins. */
  readonly line: number
  readonly code: string
}

export interface Method {
  readonly file: string
  readonly line: number
  /** `Users.signUp`. */
  readonly name: string
  readonly examples: ReadonlyArray<Example>
}

/** Modules that are used by their names. */
const namespaces =
  /\/(ApiResponse|ConnectyCube|Erasure|ErrorResponse|IdentityProvider|Jid|RecordingWebhook|Signal|Source|Verification)\.ts$/

export const methodsOf = (file: string, source: string): ReadonlyArray<Method> => {
  const { comments, program } = parseSync(file, source)
  const docs = comments.filter(({ type, value }) => type === "Block" && value.startsWith("*"))
  const docOf = (start: number) => docs.findLast(({ end }) => end <= start && source.slice(end, start).trim() === "")
  const textOf = (node: { readonly start: number; readonly end: number }) => source.slice(node.start, node.end)
  const lineOf = (offset: number) => source.slice(0, offset).split("\n").length

  const method = (name: string, start: number): Method => {
    const doc = docOf(start)
    return { file, line: lineOf(start), name, examples: doc === undefined ? [] : examplesIn(doc, source) }
  }

  /** Whether a member with this type is a method. */
  const isMethod = (type: Node | undefined): boolean => {
    if (type?.type === "TSFunctionType") return true
    if (type?.type === "TSTypeReference")
      return /^(?:Effect\.Effect|Stream\.Stream|Layer\.Layer)$/.test(textOf(type.typeName))
    return type?.type === "TSTypeLiteral" && type.members.every(({ type }) => type === "TSCallSignatureDeclaration")
  }

  /** The methods of a type, in place: objects of methods in it count as their members. */
  const inType = (owner: string, type: Node | null | undefined): ReadonlyArray<Method> => {
    switch (type?.type) {
      case "TSIntersectionType":
        return type.types.flatMap((part) => inType(owner, part))
      case "TSTypeLiteral":
        return type.members.flatMap((member) => ofMember(owner, member))
      case "TSInterfaceBody":
        return type.body.flatMap((member) => ofMember(owner, member))
      default:
        return []
    }
  }

  const ofMember = (owner: string, member: Node): ReadonlyArray<Method> => {
    if (member.type !== "TSPropertySignature") return []
    const type = member.typeAnnotation?.typeAnnotation
    const name = `${owner}.${textOf(member.key)}`
    return isMethod(type) ? [method(name, member.start)] : inType(name, type)
  }

  /** The static methods of a class, but for the layer that provides it: the example of the class has it. */
  const ofStatic = (owner: string, member: Node): ReadonlyArray<Method> => {
    if (member.type !== "PropertyDefinition" || !member.static || member.value === null) return []
    const name = textOf(member.key)
    const type = member.typeAnnotation?.typeAnnotation
    if (name === "layer" && type?.type === "TSTypeReference") return []
    return isMethod(type) || member.value.type === "ArrowFunctionExpression"
      ? [method(`${owner}.${name}`, member.start)]
      : []
  }

  return program.body.flatMap((statement): ReadonlyArray<Method> => {
    if (statement.type !== "ExportNamedDeclaration" || statement.declaration === null) return []
    const { declaration } = statement
    const category = /@category ([^\n]*)/.exec(docOf(statement.start)?.value ?? "")?.[1]?.trim()
    const namespace = namespaces.exec(file)?.[1]
    if (namespace !== undefined && declaration.type === "VariableDeclaration") {
      return declaration.declarations.flatMap(({ id, init }) => {
        const type = id.type === "Identifier" ? id.typeAnnotation : undefined
        const isFunction = init?.type === "ArrowFunctionExpression" || (init && textOf(init).startsWith("Effect.fn"))
        if (!isFunction && !isMethod(type?.typeAnnotation)) return []
        return method(`${namespace}.${source.slice(id.start, type?.start ?? id.end)}`, statement.start)
      })
    }
    if (category !== "services" && (namespace === undefined || declaration.type !== "ClassDeclaration")) return []
    switch (declaration.type) {
      case "ClassDeclaration": {
        const owner = declaration.id === null ? "" : textOf(declaration.id)
        // `Context.Service<Self, Interface>()`
        const called = declaration.superClass?.type === "CallExpression" ? declaration.superClass.callee : undefined
        const service = called?.type === "CallExpression" ? called.typeArguments?.params[1] : undefined
        return [...inType(owner, service), ...declaration.body.body.flatMap((member) => ofStatic(owner, member))]
      }
      case "TSInterfaceDeclaration":
        return inType(textOf(declaration.id), declaration.body)
      case "VariableDeclaration":
        return declaration.declarations.flatMap(({ id }) =>
          id.type === "Identifier" ? inType(id.name, id.typeAnnotation?.typeAnnotation) : []
        )
      default:
        return []
    }
  })
}

/** The blocks after each `@example` of a comment that are no modules, with the columns that they have in it. */
const examplesIn = ({ start, end }: Comment, source: string): ReadonlyArray<Example> => {
  const text = source.slice(start, end)
  const fences = text.matchAll(/^ *\* @example\n *\* ```ts\n([^]*?)^ *\* ```/gm)
  return Array.from(fences, ({ 0: fence, 1: code = "", index }) => ({
    line: source.slice(0, start + index + fence.indexOf(code, fence.indexOf("```ts\n"))).split("\n").length,
    code: code.replaceAll(/^ *\* ?/gm, (margin) => " ".repeat(margin.length))
  })).filter(({ code }) => !/^ *import /m.test(code))
}
