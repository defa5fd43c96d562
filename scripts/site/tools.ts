/** What builds and checks the site: installed in a folder of its own, beside the workspace. */
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { cacheOf, install as installIn, root } from "../install.ts"

/** Where the tools are. */
export const folder = cacheOf("site")

/** Where the site is made: pages, the reference, what is served, and the screenshots. */
export const site = join(root, ".site")

/** The one place that names their versions. TypeDoc needs the compiler's JavaScript API, which TypeScript 7 does not have. */
export const versions = {
  vitepress: "1.6.4",
  typedoc: "0.28.20",
  "typedoc-plugin-markdown": "4.14.1",
  typescript: "6.0.3",
  "playwright-core": "1.65.1",
  "axe-core": "4.14.1"
} as const

/** The path of a file of a package among the tools. */
export const tool = (path: string): string => join(folder, "node_modules", path)

/** Installs them, unless they are installed. No browser is downloaded: see `findChromium`. */
export const install = (): void => installIn(folder, versions)

/** Runs a Node program of the tools. Its output is shown only when it fails. */
export const run = (program: string, args: ReadonlyArray<string>): void => {
  const { error, status, stderr, stdout } = spawnSync(process.execPath, [tool(program), ...args], {
    cwd: root,
    encoding: "utf8",
    timeout: 600_000,
    maxBuffer: 2 ** 28
  })
  if (status !== 0) throw new Error(`${program} ended with ${status ?? error}:\n${stdout}${stderr}`.slice(0, 20_000))
}
