/**
 * The members of a service, for TypeDoc. A service is a class that extends `Context.Service<Name, Members>()`, so its
 * members are in a type argument, which no generator of documentation shows. In a copy of the sources, an interface of the
 * same name has them as well, and TypeScript merges it with the class.
 */
import { type Node, parseSync } from "oxc-parser"

/** A source with an interface for each of its services, and with the tag that makes its first comment that of the module. */
export const forTypeDoc = (file: string, source: string): string => {
  const interfaces = parseSync(file, source).program.body.flatMap((statement) => {
    if (statement.type !== "ExportNamedDeclaration" || statement.declaration?.type !== "ClassDeclaration") return []
    const { id, superClass } = statement.declaration
    const members = membersOf(superClass, source)
    if (id === null || members === undefined) return []
    const text = source.slice(members.start, members.end)
    if (members.type === "TSTypeLiteral") return [`export interface ${id.name} ${text}\n`]
    // An interface extends names only.
    return [`type ${id.name}Members = ${text}\nexport interface ${id.name} extends ${id.name}Members {}\n`]
  })
  const tagged = source.startsWith("/**") ? source.replace("@since", "@module\n * @since") : source
  return [tagged, ...interfaces].join("\n")
}

/** The second type argument of `Context.Service<Name, Members>()("key")`. */
const membersOf = (superClass: Node | null, source: string): Node | undefined => {
  if (superClass?.type !== "CallExpression" || superClass.callee.type !== "CallExpression") return undefined
  const { callee, typeArguments } = superClass.callee
  return source.slice(callee.start, callee.end) === "Context.Service" ? typeArguments?.params[1] : undefined
}
