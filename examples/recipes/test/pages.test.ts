/** Each program is on its page as it is in its file, and each page is in the index. */
import { existsSync, globSync, readFileSync } from "node:fs"
import { basename } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, describe, test } from "vitest"

const root = fileURLToPath(new URL("../../../", import.meta.url))
const read = (file: string) => readFileSync(`${root}${file}`, "utf8")
const pages = globSync("docs/recipes/*.md", { cwd: root }).map((file) => file.replaceAll("\\", "/"))

/** The test that a page shows, beside the programs. */
const shown = "examples/recipes/test/clock.test.ts"

const programs = [
  ...globSync("examples/recipes/src/*.ts", { cwd: root }).map((file) => file.replaceAll("\\", "/")),
  shown
]

describe("the pages of the recipes", () => {
  test.each(programs)("show a program as it is in its file: %s", (file) => {
    const block = `\`\`\`ts\n${read(file)}\`\`\`\n`
    assert.lengthOf(
      pages.filter((page) => read(page).includes(block)),
      1
    )
  })

  test.each(pages)("are in the index, and link to existing files: %s", (page) => {
    assert.include(read("docs/recipes.md"), `(recipes/${basename(page)})`)
    for (const [, target = ""] of read(page).matchAll(/\]\((?!https?:)([^)#\s]+)/g)) {
      assert.isTrue(existsSync(`${root}docs/recipes/${target}`), `There is no ${target}`)
    }
  })
})
