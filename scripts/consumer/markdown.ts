/** The programs of the README, as they are written there. */
import { readFileSync } from "node:fs"

/** The first block of TypeScript under a heading. */
export const programUnder = (heading: string, file: string): string => {
  const text = readFileSync(file, "utf8")
  const start = text.indexOf(`\n## ${heading}\n`)
  const section = start === -1 ? "" : text.slice(start + 1)
  const [, block] = /^```ts\n([^]*?)^```$/m.exec(section.split(/\n## /)[0] ?? "") ?? []
  if (block === undefined) throw new Error(`${file} has no program under "${heading}"`)
  return block
}
