// Packs every package as it is published, installs the packages with npm in an empty project, and lets that project
// import every module that they export: once with the compiler, which reads all declarations, and once with Node. What
// is internal must not be found, nor what starts the emulator. Each module exports what its source does, from few files.
import assert from "node:assert"
import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import {
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

const packages = globSync("packages/*")
const folderOf = new Map(
  packages.map((path): [string, string] => [JSON.parse(readFileSync(join(path, "package.json"), "utf8")).name, path])
)
const names = [...folderOf.keys()]
const project = mkdtempSync(join(tmpdir(), "effect-connectycube-"))
process.on("exit", () => rmSync(project, { recursive: true, force: true }))

const run = (cwd: string, line: string, ...more: ReadonlyArray<string>) => {
  const [command = "", ...args] = [...line.split(" "), ...more]
  try {
    return execFileSync(command, args, {
      cwd,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
      timeout: 300_000
    })
  } catch (error) {
    if (error instanceof Error && "stdout" in error) console.error(error.stdout)
    console.error(`Failed: ${line}`)
    process.exit(1)
  }
}

// The output of a deleted module must not be published.
for (const path of packages) rmSync(join(path, "dist"), { recursive: true, force: true })
run(".", "tsc -b", ...packages)
run(".", "node scripts/bundle/packages.ts")
run(".", "node scripts/bundle/command.ts")
run(".", "node scripts/run.mjs pnpm --recursive --filter=./packages/* pack --pack-destination", project)

writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }))
const tarballs = globSync("*.tgz", { cwd: project }).map((file) => `./${file}`)
run(project, "npm install --no-audit --no-fund --loglevel=error --prefer-offline", ...tarballs)
// An optional peer, which every program with the fixtures has. That of the workspace saves a download of 60 MB.
symlinkSync(realpathSync(join("node_modules", "vitest")), join(project, "node_modules", "vitest"), "junction")

const fail = (message: string): never => {
  throw new Error(message)
}

const internal = /^(?:command\/|internal\/|modules\/|main$)/

/** Every module that a package exports, as one imports it. */
const modulesOf = (name: string): ReadonlyArray<string> => {
  const folder = join(project, "node_modules", name)
  for (const file of ["LICENSE", "README.md", "dist/index.js", "dist/index.d.ts"]) {
    if (!existsSync(join(folder, file))) fail(`${name} is published without ${file}`)
  }
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  for (const [dependency, range] of Object.entries(dependencies)) {
    if (!String(range).startsWith("^")) fail(`${name} is published with ${dependency} ${range}: expected a caret range`)
  }
  const readme = readFileSync(join(folder, "README.md"), "utf8")
  for (const [, target = ""] of readme.matchAll(/\]\(([^)\s]+)/g)) {
    if (!/^(?:https:|#)/.test(target))
      fail(`The README of ${name} links to ${target}: npm shows it without the repository`)
  }
  const paths = globSync("**/*.js", { cwd: join(folder, "dist") })
    .toSorted()
    .map((file) => file.slice(0, -".js".length))
  const exported = exportedOf(name, paths)
  for (const path of exported) if (internal.test(path)) fail(`${name}/${path} can be imported`)
  const hidden = paths.filter((path) => path !== "index" && !exported.includes(path) && !path.startsWith("command/"))
  if (hidden.join() !== "internal/shared") fail(`${name} is published with more than one chunk: ${hidden.join(", ")}`)
  const { sources } = JSON.parse(readFileSync(join(folder, "dist/internal/shared.js.map"), "utf8"))
  for (const source of sources) {
    if (!existsSync(join(folder, "dist/internal", source))) fail(`${name} is published with a copy of ${source}`)
  }
  console.log(`${name}: ${exported.length} modules, from ${sources.length} sources`)
  // It is the modules again, for packages alone.
  return exported.filter((path) => path !== "bundled").map((path) => (path === "" ? name : `${name}/${path}`))
}

/** What a module exports in the sources, by its name. */
const exportsInSource = async (module: string) => {
  const [, name = module, path = "index"] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/.exec(module) ?? []
  const folder = folderOf.get(name) ?? fail(`There is no package ${name}`)
  return [module, Object.keys(await import(join(import.meta.dirname, "..", folder, "src", `${path}.ts`)))] as const
}

/** The paths that Node resolves in a package; the index is the package itself. */
const exportedOf = (name: string, paths: ReadonlyArray<string>): ReadonlyArray<string> => {
  const script = `
    const found = (path) => {
      try {
        return import.meta.resolve("${name}" + (path && "/" + path)) !== ""
      } catch (error) {
        if (error.code === "ERR_PACKAGE_PATH_NOT_EXPORTED") return false
        throw error
      }
    }
    console.log(JSON.stringify(${JSON.stringify(["", ...paths])}.filter(found)))`
  return JSON.parse(run(project, "node --input-type=module --eval", script))
}

const compilerOptions = { module: "nodenext", strict: true, exactOptionalPropertyTypes: true, noEmit: true }
// What runs on Node alone. The others have to do without its types.
const emulator = "@effect-connectycube/emulator"
const onNode = [emulator, "@effect-connectycube/testing"]
for (const [types, group] of [
  [[], names.filter((name) => !onNode.includes(name))],
  [["node"], onNode]
] as const) {
  const modules = group.flatMap(modulesOf)
  writeFileSync(join(project, "all.ts"), modules.map((module, i) => `export * as M${i} from "${module}"\n`).join(""))
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...compilerOptions, types } }))
  run(project, "tsc")
  const published: unknown = JSON.parse(
    run(
      project,
      "node --input-type=module --eval",
      `const exportsOf = async (module) => [module, Object.keys(await import(module))]
      console.log(JSON.stringify(await Promise.all(${JSON.stringify(modules)}.map(exportsOf))))`
    )
  )
  assert.deepStrictEqual(published, await Promise.all(modules.map(exportsInSource)))
  console.log(`${modules.length} modules imported by the compiler and by Node`)
}

// The guides, with links to each other and to the repository.
const umbrella = join(project, "node_modules", "effect-connectycube")
const guides = globSync(["AGENTS.md", "CHANGELOG.md", "SECURITY.md", "llms.txt", "docs/**/*.md"], { cwd: umbrella })
for (const guide of guides) {
  for (const [, target = ""] of readFileSync(join(umbrella, guide), "utf8").matchAll(/\]\(([^)\s#]+)/g)) {
    if (!/^[a-z]+:/.test(target) && !existsSync(join(umbrella, dirname(guide), target))) {
      fail(`${guide} of effect-connectycube links to ${target}, which is not published`)
    }
  }
}
const written = globSync(["AGENTS.md", "CHANGELOG.md", "SECURITY.md", "llms.txt", "docs/**/*.md"])
assert.deepStrictEqual(guides.toSorted(), written.toSorted())
console.log(`${guides.length} guides`)

run(project, "node_modules/.bin/connectycube-emulator --help")
// As the guides have it: npx finds the one program of the package, although it has another name.
const viaNpx = run(project, "npx --no-install @effect-connectycube/emulator --version")
if (!viaNpx.startsWith("connectycube-emulator ")) fail(`npx @effect-connectycube/emulator printed ${viaNpx}`)
if (!existsSync(join(project, "node_modules", emulator, "dist/command/LICENSES.txt"))) {
  fail("The command is published without the licenses of what it is bundled with")
}

/** The URL of the packed command, once it is ready. */
const started = (emulator: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let printed = ""
    emulator.stdout?.on("data", (chunk) => {
      printed += String(chunk)
      const url = /ready at (http:\S+)/.exec(printed)?.[1]
      if (url !== undefined) resolve(url)
    })
    emulator.on("exit", (code) => reject(new Error(`The command ended with ${code}: ${printed}`)))
  })

// The page has no build step: its files and those of lit-html are found from the bundle of the command.
const running = spawn(
  process.execPath,
  [join(project, "node_modules", emulator, "dist/command/main.js"), "--port", "0"],
  {
    cwd: project,
    stdio: ["ignore", "pipe", "inherit"]
  }
)
try {
  const url = await started(running)
  const page = await fetch(`${url}/_emulator`, { headers: { accept: "text/html" } })
  const html = await page.text()
  const files = [...html.matchAll(/(?:src|href)="(\/_emulator\/[^"]+)"/g)].map(([, path = ""]) => path)
  const lit = ["lit-html.js", "directives/repeat.js"].map((name) => `/_emulator/inspector/lit-html/${name}`)
  if (page.status !== 200 || files.length === 0) fail("The packed command serves no inspector")
  for (const path of [...files, ...lit, "/_emulator/inspector/tabs/all.js"]) {
    const { status } = await fetch(url + path)
    if (status !== 200) fail(`The packed command serves ${path} with the status ${status}`)
  }
} finally {
  running.kill()
}
console.log("1 command, connectycube-emulator, also by npx @effect-connectycube/emulator, with its inspector")
