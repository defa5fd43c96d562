// Bundles each package into few files: what can be imported from it, and one chunk that has all of it. To load a module takes
// longer than to run it, so a program starts faster for each file less.
//
// The compiler writes the declarations. What a package imports from others stays an import: there is one copy of each.
import { globSync, rmSync } from "node:fs"
import { join } from "node:path"
import { type Plugin, rolldown } from "rolldown"
import { bundledEntry, exportingAll, importingAll, namesOf } from "./core.ts"
import { pure } from "./pure.ts"

const root = join(import.meta.dirname, "..", "..")

/** The modules of a package that can be imported, by their paths. */
const entriesOf = (folder: string): Readonly<Record<string, string>> => {
  const src = join(root, "packages", folder, "src")
  const files = globSync(["*.ts", "{client,contract}/*.ts"], { cwd: src }).filter((file) => file !== "main.ts")
  return Object.fromEntries(files.toSorted().map((file) => [file.slice(0, -".ts".length), join(src, file)]))
}

const bundle = async (folder: string, more: Readonly<Record<string, string>>, ...plugins: ReadonlyArray<Plugin>) => {
  const dist = join(root, "packages", folder, "dist")
  for (const file of globSync("{*,internal/*,client/*,contract/*}.js{,.map}", { cwd: dist })) rmSync(join(dist, file))
  const bundle = await rolldown({
    input: { ...entriesOf(folder), ...more },
    platform: "neutral",
    plugins: [
      ...plugins,
      { name: "external", resolveId: { filter: { id: /^[\w@]/ }, handler: (id) => external(id) } },
      pure
    ],
    experimental: { nativeMagicString: true },
    // A busy machine is no fault of the sources.
    checks: { bundlerTimings: false },
    onLog: (level, log) => {
      if (level === "warn") throw new Error(log.message)
    }
  })
  const { output } = await bundle.write({
    dir: dist,
    chunkFileNames: "internal/[name].js",
    codeSplitting: { groups: [{ name: "shared" }] },
    sourcemap: true
  })
  await bundle.close()
  console.log(`packages/${folder}/dist: ${output.filter(({ type }) => type === "chunk").length} files`)
}

const external = (id: string) => ({ id, external: true })

const core = entriesOf("core")
const names = await namesOf(core)
for (const folder of globSync("*", { cwd: join(root, "packages") })) {
  if (folder === "core") await bundle(folder, bundledEntry, exportingAll(core, names))
  // It exports what core exports, which can be more in a later version.
  else if (folder === "effect-connectycube") await bundle(folder, {})
  else await bundle(folder, {}, importingAll(names))
}
