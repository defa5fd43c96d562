/** Writes the version of package.json where the client reads it. */
import { readFileSync, writeFileSync } from "node:fs"

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8")

const { version }: { version: string } = JSON.parse(read("../packages/core/package.json"))
const path = "../packages/core/src/internal/version.ts"
writeFileSync(
  new URL(path, import.meta.url),
  read(path).replace(/^export const version = ".*"$/m, `export const version = ${JSON.stringify(version)}`)
)
