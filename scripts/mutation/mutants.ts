/** The mutants of the sources: what StrykerJS's instrumenter makes of them, each switched on by its id. */
import { stripTypeScriptTypes } from "node:module"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../install.ts"
import { installed } from "./tools.ts"

export interface Mutant {
  readonly id: string
  /** From the root of the repository, with slashes. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** Where it begins and ends in its file. They can be compared. */
  readonly range: readonly [start: number, end: number]
  readonly kind: string
  readonly original: string
  readonly replacement: string
}

/** The sources with all their mutants, none of which is active. */
export interface Instrumented {
  readonly mutants: ReadonlyArray<Mutant>
  /** The JavaScript of each file. */
  readonly sources: Readonly<Record<string, string>>
}

interface Position {
  readonly line: number
  readonly column: number
}

/** What is used here of the instrumenter, which has no types in this workspace. */
interface Instrumenter {
  readonly instrument: (
    files: ReadonlyArray<{ readonly name: string; readonly content: string; readonly mutate: true }>,
    options: {
      readonly plugins: ReadonlyArray<never>
      readonly excludedMutations: ReadonlyArray<string>
      readonly ignorers: ReadonlyArray<Ignorer>
    }
  ) => Promise<{
    readonly files: ReadonlyArray<{ readonly name: string; readonly content: string }>
    readonly mutants: ReadonlyArray<{
      readonly id: string
      readonly fileName: string
      readonly mutatorName: string
      readonly replacement: string
      readonly location: { readonly start: Position; readonly end: Position }
      readonly status?: string
    }>
  }>
}

/** A node of Babel's tree. */
interface Node {
  readonly type: string
  /** Of a text, or of a property. */
  readonly value?: string | Node
  readonly properties?: ReadonlyArray<Node>
  readonly quasis?: ReadonlyArray<{ readonly value: { readonly raw: string } }>
  readonly key?: Node
  readonly name?: string
  readonly property?: Node
  readonly callee?: Node
}

interface Path {
  readonly node: Node
  readonly parentPath: Path | null
  readonly listKey?: string
}

interface Ignorer {
  readonly shouldIgnore: (path: Path) => string | undefined
}

/** The properties whose text is read by people. */
const prose = /^(description|summary|title|message|expected|response|see)$/

/** The properties of what is for a description alone. */
const described = /^(description|identifier)$/

/** The calls whose text is read by people, and those whose text is a name in the program alone. */
const naming =
  /^(Error|TypeError|RangeError|Service|Reference|TaggedError|TaggedErrorClass|Class|brand|annotate|fnUntraced|fn)$/

/** The name of the function that is called: `Service` of `Context.Service<Session>()("...")`. */
const calleeOf = ({ callee, name, property }: Node): string =>
  name ?? property?.name ?? (callee ? calleeOf(callee) : "")

/** The text of a literal, without what is filled in. */
const textOf = ({ quasis, value }: Node): string | undefined => {
  if (quasis !== undefined) return quasis.map(({ value }) => value.raw).join("x")
  return typeof value === "string" ? value : undefined
}

/** Messages and links. A message has three words or more. */
const isProse = (text: string): boolean => /\w \w+ \S|^https:/.test(text)

/** Texts that no test has to know. */
const texts: Ignorer = {
  shouldIgnore: ({ listKey, node, parentPath }) => {
    if (node.properties?.length && node.properties.every(({ key }) => described.test(key?.name ?? ""))) return "prose"
    if (node.type !== "StringLiteral" && node.type !== "TemplateLiteral") return undefined
    const property = parentPath?.node.type === "ObjectProperty" ? (parentPath.node.key?.name ?? "") : ""
    if (prose.test(property) || isProse(textOf(node) ?? "")) return "prose"
    const called = listKey === "arguments" && parentPath !== null ? calleeOf(parentPath.node) : ""
    return naming.test(called) ? "a name" : undefined
  }
}

/** The text between two positions, whose lines are from 0. */
const between = (text: string, start: Position, end: Position): string => {
  const lines = text.split("\n").slice(start.line, end.line + 1)
  return lines
    .map((line, index) =>
      line.slice(index === 0 ? start.column : 0, index === lines.length - 1 ? end.column : undefined)
    )
    .join("\n")
}

const placeOf = ({ column, line }: Position): number => line * 100_000 + column

/** A short form, in one line. */
const inOneLine = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ")
  return line.length > 90 ? `${line.slice(0, 60)} … ${line.slice(-25)}` : line
}

/** Makes the mutants of the files, in the order of the files. */
export const instrument = async (files: ReadonlyArray<string>): Promise<Instrumented> => {
  const { createInstrumenter } = await import(installed("@stryker-mutator/instrumenter"))
  const { createInjector } = await import(installed("typed-inject"))
  const silent = () => false
  const logger = {
    isTraceEnabled: silent,
    isDebugEnabled: silent,
    trace: silent,
    debug: silent,
    info: silent,
    warn: console.warn,
    error: console.error
  }
  const instrumenter: Instrumenter = createInjector()
    .provideValue("options", {})
    .provideValue("logger", logger)
    .provideValue("getLogger", () => logger)
    .injectFunction(createInstrumenter)
  const contents = new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")]))
  const result = await instrumenter.instrument(
    [...contents].map(([name, content]) => ({ name, content, mutate: true })),
    { plugins: [], excludedMutations: [], ignorers: [texts] }
  )
  return {
    mutants: result.mutants
      .filter(({ status }) => status !== "Ignored")
      .map(({ fileName, id, location, mutatorName, replacement }) => ({
        id,
        file: fileName,
        line: location.start.line + 1,
        range: [placeOf(location.start), placeOf(location.end)] as const,
        kind: mutatorName,
        original: inOneLine(between(contents.get(fileName) ?? "", location.start, location.end)),
        replacement: inOneLine(replacement)
      })),
    sources: Object.fromEntries(result.files.map(({ content, name }) => [name, stripTypeScriptTypes(content)]))
  }
}
