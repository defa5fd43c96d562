import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

/** The folder of the inspector: as far up from the sources as from what is compiled, and from the bundle of the command. */
export const inspectorFolder = fileURLToPath(new URL("../../inspector/", import.meta.url))

/** The folder of lit-html, wherever it is installed. */
export const litFolder = (): string => {
  const module = createRequire(import.meta.url).resolve("lit-html")
  const within = /^(.*[\\/]lit-html)[\\/]/.exec(module)?.[1]
  return join(within ?? dirname(module), "/")
}
