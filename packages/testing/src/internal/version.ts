import { readFileSync } from "node:fs"

const manifest: { readonly version: string } = JSON.parse(
  // As far up from the sources as from what is compiled, and from the bundle of the command.
  readFileSync(new URL("../../package.json", import.meta.url), "utf8")
)

/** The version of this package. */
export const version = manifest.version
