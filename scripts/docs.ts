// Type-checks the documentation: every ```ts block of the Markdown files and of the comments in packages/*/src, each as
// a module of its own. A block that begins with ```ts no-check is left out, and counted. What the client packages export
// has to be documented, and links between the Markdown files have to lead somewhere. The examples of methods are bodies of
// generators: they are checked with the names that they use, and run against the emulator. See scripts/examples.
import { spawnSync } from "node:child_process"
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { check } from "./docstrings.ts"
import * as Examples from "./examples/check.ts"
import { moduleOf } from "./examples/run.ts"
import { methods } from "./examples/sources.ts"
import { Worlds } from "./examples/world.ts"
import { unusedImports } from "./unusedImports.ts"
import { checkLinks } from "./links.ts"

const folder = ".docs-check"
const documents = globSync(["*.md", "{docs,examples,packages}/**/*.md", "packages/*/src/**/*.ts"], {
  exclude: ["**/{node_modules,dist}"]
})

/** The places of the examples of methods. */
const places = new Set(
  methods.flatMap(({ examples, file }) => examples.map(({ line }) => join(file, `${line - 1}.ts`)))
)

const blocks = documents.flatMap((document) => {
  const margin = document.endsWith(".ts") ? " *\\* ?" : " *"
  const text = readFileSync(document, "utf8")
  const fences = text.matchAll(new RegExp(`^${margin}\`\`\`(?:ts|typescript)\\b(.*)\\n([^]*?)^${margin}\`\`\``, "gm"))
  return Array.from(fences).flatMap(({ index, 1: info = "", 2: code = "" }) => {
    const line = text.slice(0, index).split("\n").length
    const file = join(document, `${line}.ts`)
    if (places.has(file)) return []
    return {
      file,
      // Lines and columns stay what they are in the document, so that the compiler's messages point into it.
      code: "\n".repeat(line) + code.replaceAll(new RegExp(`^${margin}`, "gm"), (space) => " ".repeat(space.length)),
      check: !info.includes("no-check")
    }
  })
})
const checked = blocks.filter((block) => block.check)

/** What only the recipes depend on. */
const recipes = "../examples/recipes/node_modules"
const paths = {
  express: [`${recipes}/@types/express/index.d.ts`],
  hono: [`${recipes}/hono/dist/types/index.d.ts`],
  "@hono/node-server": [`${recipes}/@hono/node-server/dist/index.d.mts`]
}

const examples = await Effect.runPromise(
  Effect.gen(function* () {
    const { world } = yield* Worlds
    const modules = methods.flatMap((method) =>
      method.examples.flatMap((example) => moduleOf(method, example, { folder, world }))
    )
    return { modules, ...(yield* Examples.check(methods)) }
  }).pipe(Effect.provide(Layer.provideMerge(Worlds.layer, TestClock.layer())))
)
const written = [...checked, ...examples.modules]

rmSync(folder, { recursive: true, force: true })
for (const { code, file } of written) {
  mkdirSync(join(folder, dirname(file)), { recursive: true })
  writeFileSync(join(folder, file), code)
}
mkdirSync(folder, { recursive: true })
writeFileSync(
  join(folder, "tsconfig.json"),
  JSON.stringify({
    extends: "../tsconfig.json",
    files: written.map((block) => block.file),
    include: [],
    references: globSync("packages/*").map((path) => ({ path: join("..", path) })),
    compilerOptions: { paths, incremental: false, noUnusedLocals: false, noUnusedParameters: false, skipLibCheck: true }
  })
)

const tsc = spawnSync("tsc", ["-b", "--pretty", "false", folder], {
  encoding: "utf8",
  shell: process.platform === "win32"
})
const location = new RegExp(`^${folder.replace(".", "\\.")}/(.+)/\\d+\\.ts\\((\\d+),(\\d+)\\)`, "gm")
process.stdout.write(tsc.stdout.replaceAll(location, "$1:$2:$3"))
const skipped = blocks.length - checked.length
console.log(
  `${written.length} code blocks in ${documents.length} files ${tsc.status === 0 ? "type-check" : "checked"}, ${skipped} skipped.`
)

const exported = globSync("packages/*/src/**/*.ts", {
  // What is in the folders of the emulator is for the emulator only, but for the controls that a test has.
  exclude: ["packages/emulator/src/*/**", "**/internal/**", "**/index.ts"]
}).concat(["packages/emulator/src/control/controls.ts", "packages/emulator/src/control/meetings.ts"])
const { documented, missing } = check(exported)
const unused = checked.flatMap(({ code, file }) =>
  unusedImports(code).map(
    (name) => `${dirname(file)}:${file.split(/[/\\]/).at(-1)?.replace(".ts", "")}: ${name} is imported, and not used`
  )
)
for (const problem of unused) console.log(problem)
for (const { file, line, name } of missing) console.log(`${file}:${line}: ${name} has no documentation`)
console.log(`${documented} exported symbols and members are documented, ${missing.length} are not.`)

for (const problem of examples.problems) console.log(problem)
console.log(examples.summary)

const links = checkLinks(documents.filter((document) => document.endsWith(".md")))
for (const { file, href, line, reason } of links.broken) console.log(`${file}:${line}: ${href}: ${reason}`)
console.log(`${links.checked} links between pages checked, ${links.broken.length} broken.`)

process.exitCode =
  missing.length + unused.length + links.broken.length + examples.problems.length > 0 ? 1 : (tsc.status ?? 1)
