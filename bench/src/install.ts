/** The clients of others: installed in a folder of their own, beside the workspace. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { cacheOf, install as installIn } from "../../scripts/install.ts"

/** Where everything is that the benchmarks install and build. */
export const cache = cacheOf("bench")

/** The one place that names their versions. */
export const versions = {
  connectycube: "6.1.2",
  stripe: "23.1.0",
  "@octokit/core": "7.0.8",
  openai: "7.59.0"
} as const

/** The folder that they are installed in. */
export const clients = join(cache, "clients")

/** Installs them, unless they are installed. */
export const install = (): void => {
  installIn(clients, versions)
  writeFileSync(join(clients, "load.mjs"), "export const load = (name) => import(name)\n")
}

/** Imports an installed client, as a program that has it among its dependencies does. */
export const load = async <Module>(name: keyof typeof versions): Promise<Module> => {
  const { load }: { readonly load: (name: string) => Promise<Module> } = await import(
    pathToFileURL(join(clients, "load.mjs")).href
  )
  return load(name)
}
