// Packs every package as it is published, installs the packages with npm in an empty project, and lets that project
// import every module of every package: once with the compiler, which reads all declarations, and once with Node.
import { execFileSync } from "node:child_process"
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const packages = globSync("packages/*")
const names = packages.map((path): string => JSON.parse(readFileSync(join(path, "package.json"), "utf8")).name)
const project = mkdtempSync(join(tmpdir(), "effect-connectycube-"))
process.on("exit", () => rmSync(project, { recursive: true, force: true }))

const run = (cwd: string, line: string, ...more: ReadonlyArray<string>) => {
  const [command = "", ...args] = [...line.split(" "), ...more]
  try {
    execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], timeout: 300_000 })
  } catch (error) {
    if (error instanceof Error && "stdout" in error) console.error(error.stdout)
    console.error(`Failed: ${line}`)
    process.exit(1)
  }
}

// What a deleted module left behind must not be published.
for (const path of packages) rmSync(join(path, "dist"), { recursive: true, force: true })
run(".", "tsc -b", ...packages)
run(".", "node scripts/run.mjs pnpm --recursive --filter=./packages/* pack --pack-destination", project)

writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }))
const tarballs = globSync("*.tgz", { cwd: project }).map((file) => `./${file}`)
run(project, "npm install --no-audit --no-fund --loglevel=error --prefer-offline", ...tarballs)

/** Every module that a package exports, as one imports it. */
const modulesOf = (name: string) => {
  const folder = join(project, "node_modules", name)
  for (const file of ["LICENSE", "README.md", "dist/index.js", "dist/index.d.ts"]) {
    if (!existsSync(join(folder, file))) throw new Error(`${name} is published without ${file}`)
  }
  return globSync("**/*.js", { cwd: join(folder, "dist"), exclude: ["internal/**", "main.js"] })
    .toSorted()
    .map((file) => (file === "index.js" ? name : `${name}/${file.slice(0, -".js".length)}`))
}

const compilerOptions = { module: "nodenext", strict: true, exactOptionalPropertyTypes: true, noEmit: true }
// Only the emulator runs on Node alone: the others have to do without its types.
const emulator = "@effect-connectycube/emulator"
for (const [types, group] of [
  [[], names.filter((name) => name !== emulator)],
  [["node"], [emulator]]
] as const) {
  const modules = group.flatMap(modulesOf)
  writeFileSync(join(project, "all.ts"), modules.map((module, i) => `export * as M${i} from "${module}"\n`).join(""))
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...compilerOptions, types } }))
  run(project, "tsc")
  run(project, "node --input-type=module --eval", modules.map((module) => `await import("${module}")\n`).join(""))
  console.log(`${modules.length} modules of ${group.join(", ")}`)
}

run(project, "node_modules/.bin/connectycube-emulator --help")
console.log("1 command, connectycube-emulator")
