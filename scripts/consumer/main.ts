/**
 * `npm run consumer`: the packages as a program that uses them has them. It packs them, installs them with npm in an empty project,
 * compiles the programs of the README with each TypeScript, and runs them on each Node. It starts the command of the emulator with
 * npx, and on Nodes that are too old for it. Then publint and attw look at the packages.
 *
 * `npm run consumer -- --effect 4` takes the newest Effect 4, and not the one of the workspace. It ends with 1 when anything is wrong.
 */
import { join } from "node:path"
import { parseArgs } from "node:util"
import * as Command from "./command.ts"
import { make, pack } from "./project.ts"
import { runAll } from "./programs.ts"
import { attw, compilers, installTools, nodes, project, publint, run, tarballs } from "./tools.ts"

const { values } = parseArgs({ options: { effect: { type: "string" } } })

let failures = 0

const tell = (what: string, wrong: string | undefined, note = ""): void => {
  console.log(`${wrong === undefined ? "ok  " : "no  "} ${what}${note && `: ${note}`}`)
  if (wrong === undefined) return
  failures++
  console.log(wrong.trim().replaceAll(/^/gm, "     "))
}

const ours = /^(?:\.\.\/)*(?:node_modules\/(?:@effect-connectycube\/|effect-connectycube\/)|[^/]+\.ts|test\/)/

/** Errors in what we publish and in the programs, and how many there are in the files of others. */
const compile = (compiler: ReadonlyArray<string>) => {
  const { code, output } = run([...compiler, "--noEmit", "--pretty", "false"], project)
  const errors = output.split("\n").filter((line) => /(?:^|: )error TS\d+/.test(line))
  const own = errors.filter((line) => ours.test(line) || line.startsWith("error"))
  const others = new Map<string, number>()
  for (const line of errors) {
    if (own.includes(line)) continue
    const [, name = line] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(line) ?? []
    others.set(name, (others.get(name) ?? 0) + 1)
  }
  const wrong = own.length > 0 ? own.join("\n") : code !== 0 && errors.length === 0 ? output : undefined
  const foreign = Array.from(others, ([name, count]) => `${count} in ${name}`).join(", ")
  return { wrong, note: `${own.length} errors in our files, ${foreign === "" ? "0 in those of others" : foreign}` }
}

const files = pack()
installTools()
make(files, values.effect)

for (const [name, compiler] of Object.entries(compilers)) {
  const { note, wrong } = compile(compiler)
  tell(`${name}, with skipLibCheck off`, wrong, note)
}
for (const [name, node] of Object.entries(nodes)) {
  for (const [what, wrong] of await runAll(node)) tell(`${name}: ${what}`, wrong)
}
for (const [name, node] of Object.entries(nodes)) tell(`${name}: npx @effect-connectycube/emulator`, Command.npx(node))
for (const version of Command.oldNodes) {
  const missing = Command.installOld(version)
  if (missing === undefined) tell(`Node ${version}: the command says what it needs`, Command.onOld(version))
  else console.log(`Skipped: Node ${version}, which cannot be installed here (${missing})`)
}
for (const file of files) {
  const path = join(tarballs, file)
  const linted = run([...publint, "--strict", path], tarballs)
  tell(`publint: ${file}`, linted.code === 0 ? undefined : linted.output)
  const types = run([...attw, "--profile", "esm-only", "--format", "ascii", path], tarballs)
  tell(`attw: ${file}`, types.code === 0 ? undefined : types.output)
}
console.log(failures === 0 ? "Everything works." : `${failures} of them do not work.`)
process.exit(failures === 0 ? 0 : 1)
