/** The API reference: what TypeDoc makes of the docstrings of what applications can import. */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { kinds, type Reflection } from "./reflections.ts"
import { type Page, render } from "./render.ts"
import { forTypeDoc } from "./services.ts"
import { type Signature, signaturesOf } from "./signatures.ts"
import { root } from "../install.ts"
import { run, site } from "./tools.ts"

/** The sources, with what TypeDoc needs. */
const sources = join(site, "sources")

/** The pages of the reference. */
export const reference = (): ReadonlyArray<Page> => {
  rmSync(sources, { recursive: true, force: true })
  for (const file of globSync("packages/*/src/**/*.ts", { cwd: root })) {
    mkdirSync(join(sources, dirname(file)), { recursive: true })
    writeFileSync(join(sources, file), forTypeDoc(file, readFileSync(join(root, file), "utf8")))
  }
  const modules = publicModules()
  const [config, json] = [join(sources, "tsconfig.json"), join(sources, "reference.json")]
  writeFileSync(config, JSON.stringify(compiler(modules)))
  writeFileSync(join(sources, "typedoc.json"), JSON.stringify(options(modules, config, json)))
  run("typedoc/bin/typedoc", ["--options", join(sources, "typedoc.json")])
  return pagesOf(json)
}

/** The pages, of what TypeDoc wrote into a file. */
export const pagesOf = (json: string): ReadonlyArray<Page> => {
  const read = new Map<string, ReadonlyMap<string, Signature>>()
  const signature = ({ kind, sources: places = [] }: Reflection): Signature | undefined => {
    const found = places.flatMap(({ character, fileName, line }) => {
      const known = read.get(fileName) ?? signaturesOf(fileName, readFileSync(join(sources, fileName), "utf8"))
      read.set(fileName, known)
      return known.get(`${line}:${character}`) ?? []
    })
    // A schema and the type of its values share a name, and TypeDoc gives both the places of both.
    const isValue = kind === kinds.variable || kind === kinds.function
    return found.find(({ text }) => isValue === /^(?:const|function)\b/.test(text)) ?? found[0]
  }
  const project: Reflection = JSON.parse(readFileSync(json, "utf8"))
  return render(project, signature, (folder, name) => `${packageName(folder)}/${name}`)
}

const packageName = (folder: string): string =>
  JSON.parse(readFileSync(join(root, "packages", folder, "package.json"), "utf8")).name

/** The public modules: files at the top of `src`. Those of the contract of a module are of no use to applications. */
const publicModules = (): ReadonlyArray<string> =>
  globSync("packages/*/src/*.ts", { cwd: root })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !/\/(?:index|main)\.ts$|Api\.ts$/.test(file))
    .toSorted()

const compiler = (modules: ReadonlyArray<string>) => ({
  extends: "../../tsconfig.base.json",
  include: [],
  files: modules,
  compilerOptions: {
    rootDir: ".",
    composite: false,
    noEmit: true,
    rewriteRelativeImportExtensions: false,
    emitDeclarationOnly: false,
    declarationMap: false,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
    paths: Object.fromEntries([
      ...globSync("packages/*", { cwd: root }).flatMap((folder) => {
        const { name } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"))
        return [
          [name, [`./${folder}/src/index.ts`]],
          [`${name}/*`, [`./${folder}/src/*.ts`]]
        ]
      }),
      ["undici", [join(root, "packages/undici/node_modules/undici")]]
    ])
  }
})

const options = (modules: ReadonlyArray<string>, tsconfig: string, json: string) => ({
  entryPoints: modules.map((file) => join(sources, file)),
  basePath: sources,
  tsconfig,
  json,
  name: "API reference",
  readme: "none",
  // The members of a service are there twice, in the type argument and in the interface.
  skipErrorChecking: true,
  disableGit: true,
  sourceLinkTemplate: "{path}",
  excludeExternals: true,
  excludeInternal: true,
  excludePrivate: true,
  sort: ["source-order"]
})
