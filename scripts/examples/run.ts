// Runs the examples of methods against the emulator, and writes the modules by which the compiler checks them.
import { dirname, join, relative } from "node:path"
import { inspect, isDeepStrictEqual } from "node:util"
import { compileFunction } from "node:vm"
import * as Cause from "effect/Cause"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Result from "effect/Result"
import type { Example, Method } from "./methods.ts"
import * as modules from "./modules.ts"
import { added, instrument } from "./snippet.ts"
import { type Provided, type World, Worlds } from "./world.ts"

/** What is wrong with an example, and where. */
export class ExampleError extends Data.TaggedError("ExampleError")<{
  readonly file: string
  readonly line: number
  readonly name: string
  readonly cause: unknown
}> {
  override get message(): string {
    const { cause, file, line, name } = this
    const text = cause instanceof Mismatch || cause instanceof SyntaxError ? cause.message : inspect(cause)
    return `${file}:${line}: the example of ${name}: ${text}`
  }
}

class Mismatch extends Error {}

type Body = () => Generator<Effect.Effect<unknown, unknown, Provided>, unknown, never>

/** What `added` names. */
interface Functions {
  readonly at: (line: number) => void
  readonly is: (actual: unknown, expected: unknown) => void
}

/** Gives the body of an example, as the modules of `moduleOf` have it, the types of its names. */
export const example = (body: (world: World, functions: Functions) => Body): typeof body => body

/** Runs all examples of a method. Fails with the place and the reason of what goes wrong in one. */
export const run = (method: Method): Effect.Effect<void, ExampleError, Worlds> =>
  Effect.forEach(method.examples, (example) => runExample(method, example), { discard: true })

const runExample = Effect.fnUntraced(function* ({ file, name }: Method, example: Example) {
  const { run } = yield* Worlds
  const place = { line: example.line }
  const functions: Functions = {
    at: (line) => {
      place.line = line
    },
    is: (actual, expected) => {
      if (Equal.equals(actual, expected) || isDeepStrictEqual(actual, expected)) return
      throw new Mismatch(`expected ${inspect(expected)}, and it is ${inspect(actual)}`)
    }
  }
  yield* run((world) => Effect.suspend(() => Effect.gen(compile(file, example, world, functions)))).pipe(
    Effect.catchCause((cause) =>
      Effect.fail(new ExampleError({ file, name, line: place.line, cause: Cause.squash(cause) }))
    )
  )
})

const compile = (file: string, example: Example, world: World, { at, is }: Functions): Body => {
  const names = { ...modules, ...world, [added.at]: at, [added.is]: is }
  const code = `return function*() {\n${instrument(example)}}`
  const make = compileFunction(code, Object.keys(names), { filename: file, lineOffset: example.line - 2 })
  return make(...Object.values(names))
}

/**
 * The module of an example, which type-checks it: its file in a folder, and its code. The lines are those of the source. None for
 * code that cannot be parsed.
 */
export const moduleOf = (
  { file }: Method,
  example: Example,
  { folder, world }: { readonly folder: string; readonly world: World }
): ReadonlyArray<{ readonly file: string; readonly code: string }> => {
  const path = join(file, `${example.line - 1}.ts`)
  const body = Result.try(() => instrument(example))
  if (Result.isFailure(body)) return []
  const from = (module: string) =>
    JSON.stringify(relative(dirname(join(folder, path)), `scripts/examples/${module}.ts`).replaceAll("\\", "/"))
  const imports = Object.keys(modules).filter((name) => new RegExp(`\\b${name}\\b`).test(body.success))
  const head = [
    `import { ${imports.join(", ")} } from ${from("modules")}`,
    `import { example as __example } from ${from("run")}`,
    `export const it = __example(({ ${Object.keys(world).join(", ")} }, { at: ${added.at}, is: ${added.is} }) => function*() {`
  ]
  return [{ file: path, code: `${"\n".repeat(example.line - 2)}${head.join("; ")}\n${body.success}})\n` }]
}
