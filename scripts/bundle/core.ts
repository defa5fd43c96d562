// How packages import core once they are bundled: all names of all its modules from one module, each under the path of its own.
// Node resolves and loads an import at a time, and there are about 140 of the modules of core.
import type { Plugin } from "rolldown"

const core = "@effect-connectycube/core"
const bundled = `${core}/bundled`
const virtual = "\0core/"

/** The names that each module of core exports, by its path. */
export type Names = ReadonlyMap<string, ReadonlyArray<string>>

export const namesOf = async (entries: Readonly<Record<string, string>>): Promise<Names> => {
  const modules = Object.entries(entries).filter(([path]) => path !== "index")
  return new Map(
    await Promise.all(modules.map(async ([path, file]) => [path, Object.keys(await import(file))] as const))
  )
}

const nameIn = (path: string, name: string) => `${path.replaceAll("/", "_")}$${name}`

const exportsFrom = (module: string, names: ReadonlyArray<string>, write: (name: string) => string) =>
  names.length === 0 ? "export {}" : `export { ${names.map(write).join(", ")} } from ${JSON.stringify(module)}\n`

/** The entry of core that exports all names. */
export const bundledEntry = { bundled: `${virtual}bundled` }

/** Makes {@link bundledEntry}. */
export const exportingAll = (entries: Readonly<Record<string, string>>, names: Names): Plugin => ({
  name: "exporting-all",
  resolveId: (id) => (id === bundledEntry.bundled ? id : undefined),
  load: (id) =>
    id === bundledEntry.bundled
      ? Array.from(names, ([path, own]) =>
          exportsFrom(entries[path] ?? path, own, (name) => `${name} as ${nameIn(path, name)}`)
        ).join("")
      : undefined,
  generateBundle() {
    const declared = Array.from(names, ([path, own]) =>
      exportsFrom(`./${path}.js`, own, (name) => `${name} as ${nameIn(path, name)}`)
    )
    this.emitFile({ type: "asset", fileName: "bundled.d.ts", source: declared.join("") })
  }
})

/** Takes what is imported from modules of core from that entry. */
export const importingAll = (names: Names): Plugin => ({
  name: "importing-all",
  resolveId(id) {
    if (id === bundled) return { id, external: true }
    const path = id.slice(core.length + 1)
    return id.startsWith(`${core}/`) && names.has(path) ? virtual + path : undefined
  },
  load(id) {
    const path = id.slice(virtual.length)
    const own = id.startsWith(virtual) ? names.get(path) : undefined
    if (own === undefined) return undefined
    return { code: exportsFrom(bundled, own, (name) => `${nameIn(path, name)} as ${name}`), moduleSideEffects: false }
  }
})
