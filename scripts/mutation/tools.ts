/** The mutator: installed in a folder of its own, beside the workspace. */
import { createRequire } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { cacheOf, install as installIn } from "../install.ts"

export const folder = cacheOf("mutation")

/** The one place that names their versions. */
const versions = { "@stryker-mutator/instrumenter": "10.1.1", "typed-inject": "5.0.0" } as const

/** Installs them, unless they are installed. */
export const install = (): void => installIn(folder, versions)

/** The URL of an installed module, to import it. */
export const installed = (name: keyof typeof versions): string =>
  pathToFileURL(createRequire(join(folder, "package.json")).resolve(name)).href
