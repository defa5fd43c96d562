/** What a program pays for when it imports the client: no contract is built before a service of it is. */
import { execFileSync } from "node:child_process"
import { readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { assert, describe, test } from "vitest"

/** How often the contract of a module was built: by the import, by the first application, and by the second. */
interface Built {
  readonly imported: Record<string, number>
  readonly built: Record<string, number>
  readonly again: Record<string, number>
}

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The modules with contracts. */
const contracts = readdirSync(pathOf("../../packages"))
  .filter((name) => name !== "core" && name !== "emulator")
  .flatMap((name) => readdirSync(pathOf(`../../packages/${name}/src`)))
  .filter((name) => name.endsWith("Api.ts"))
  .toSorted()

const namesOf = (counts: Record<string, number>) => Object.keys(counts).filter((name) => (counts[name] ?? 0) > 0)

describe("the contracts of the client", () => {
  test("are built with the first service that makes calls of them, and not by an import, nor again for another application", () => {
    const output = execFileSync(process.execPath, [
      "--disable-warning=ExperimentalWarning",
      pathOf("support/groupsBuilt.ts")
    ])
    const { again, built, imported }: Built = JSON.parse(output.toString())
    assert.isAbove(contracts.length, 10)
    assert.deepStrictEqual(imported, Object.fromEntries(contracts.map((name) => [name, 0])))
    assert.deepStrictEqual([namesOf(built), built["WhiteboardsApi.ts"]], [["WhiteboardsApi.ts"], 1])
    assert.deepStrictEqual(namesOf(again), [])
  })
})
