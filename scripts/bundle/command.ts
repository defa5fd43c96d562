// Bundles the command of the emulator into few files, with all that it stands on: to load more than five hundred modules one by
// one takes most of the time of its start.
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { rolldown } from "rolldown"

const emulator = join(import.meta.dirname, "..", "..", "packages", "emulator")
const dir = join(emulator, "dist", "command")

rmSync(dir, { recursive: true, force: true })

const bundle = await rolldown({
  input: join(emulator, "src", "main.ts"),
  platform: "node",
  // The rest of the package is metadata.
  treeshake: { moduleSideEffects: [{ test: /cli[\\/]command\.ts$/, sideEffects: true }] },
  // `ws` has optional dependencies that make it faster.
  external: ["bufferutil", "utf-8-validate"],
  onLog: (level, log) => {
    if (level === "warn") throw new Error(log.message)
  }
})
const { output } = await bundle.write({
  dir,
  chunkFileNames: "[name].js",
  // Names are kept, for stack traces.
  minify: { compress: true, mangle: false, codegen: true }
})
await bundle.close()

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
