// Bundles the command of the emulator, with the licenses of what it is bundled with.
import { globSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { bundleProgram } from "./program.ts"

const emulator = join(import.meta.dirname, "..", "..", "packages", "emulator")
const dir = join(emulator, "dist", "command")

const output = await bundleProgram(join(emulator, "src", "main.ts"), dir, {
  // The rest of the package is metadata.
  treeshake: { moduleSideEffects: [{ test: /cli[\\/]command\.ts$/, sideEffects: true }] }
})

/** The folder of the package that a module is part of. */
const packageOf = (module: string): string | undefined =>
  /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(module)?.[0]

const modules = output.flatMap((chunk) => ("moduleIds" in chunk ? chunk.moduleIds : []))
const licenses = [...new Set(modules.flatMap((module) => packageOf(module) ?? []))].toSorted().map((folder) => {
  const { license, name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  const [file] = globSync("LICEN[CS]E*", { cwd: folder })
  if (file === undefined) throw new Error(`${name} has no license file`)
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`
})
writeFileSync(join(dir, "LICENSES.txt"), licenses.join(`\n${"-".repeat(80)}\n\n`))

console.log(
  `packages/emulator/dist/command: ${output.length} files, ${modules.length} modules, ${licenses.length} licenses`
)
