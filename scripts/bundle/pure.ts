// Marks what modules build at their top level as pure, so that a bundler leaves out what is not used. It knows that of a module,
// by `sideEffects` in package.json, but not of a value in a chunk of many modules.
import { parseSync, Visitor } from "oxc-parser"
import type { Plugin } from "rolldown"

interface Range {
  readonly start: number
  readonly end: number
}

/** What is evaluated when a module is imported: calls, and the values in which members are read, which may have getters. */
const evaluatedIn = (file: string, code: string) => {
  const calls = new Set<number>()
  const readers = new Set<Range>()
  // A function is called later, and a statement is there for what it does.
  let outside = 0
  const enter = () => void outside++
  const leave = () => void outside--
  // The values that are kept: of a variable, a class that is extended, a static member.
  const values: Array<Range> = []
  const value = (range: Range | null) => void (range !== null && outside === 0 && values.push(range))
  const reads = ({ end, start }: Range) => {
    const around = outside === 0 ? values.findLast((value) => value.start <= start && end <= value.end) : undefined
    if (around !== undefined) readers.add(around)
  }
  const modules = new Set<string>()
  const callees = new Set<object>()
  const called = ({ callee, start }: Range & { readonly callee: object }) => {
    callees.add(callee)
    if (outside === 0) calls.add(start)
  }
  new Visitor({
    ArrowFunctionExpression: enter,
    "ArrowFunctionExpression:exit": leave,
    ExpressionStatement: enter,
    "ExpressionStatement:exit": leave,
    FunctionDeclaration: enter,
    "FunctionDeclaration:exit": leave,
    FunctionExpression: enter,
    "FunctionExpression:exit": leave,
    StaticBlock: enter,
    "StaticBlock:exit": leave,
    PropertyDefinition: (field) => (field.static ? value(field.value) : enter()),
    "PropertyDefinition:exit": (field) => void (field.static || leave()),
    ClassDeclaration: ({ superClass }) => value(superClass),
    VariableDeclarator: ({ init }) => value(init),
    ImportNamespaceSpecifier: ({ local }) => void modules.add(local.name),
    CallExpression: called,
    NewExpression: called,
    SpreadElement: reads,
    MemberExpression: (member) => {
      const ofModule = member.object.type === "Identifier" && modules.has(member.object.name)
      if (!ofModule && !callees.has(member)) reads(member)
    }
  }).visit(parseSync(file, code).program)
  return { calls, readers }
}

const mark = "/* @__PURE__ */ "

export const pure: Plugin = {
  name: "pure",
  transform(code, id, { magicString }) {
    if (magicString === undefined) return undefined
    const { calls, readers } = evaluatedIn(id, code)
    for (const { end, start } of readers) {
      magicString.appendLeft(start, `${mark}(() => (`)
      magicString.appendRight(end, "))()")
    }
    for (const start of calls) magicString.appendLeft(start, mark)
    return { code: magicString }
  }
}
