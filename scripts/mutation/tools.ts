/** The mutator: installed in a folder of its own, beside the workspace. */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

export const root = fileURLToPath(new URL("../..", import.meta.url))

export const folder = join(root, "node_modules", ".cache", "mutation")

/** The one place that names their versions. */
const versions = { "@stryker-mutator/instrumenter": "10.1.1", "typed-inject": "5.0.0" } as const

/** Installs them, unless they are installed. */
export const install = (): void => {
  const manifest = JSON.stringify({ private: true, dependencies: versions })
  const stamp = join(folder, "installed")
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === manifest) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), manifest)
  console.log(
    `Installing ${Object.entries(versions)
      .map((pair) => pair.join("@"))
      .join(", ")} ...`
  )
  const { status } = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    stdio: "inherit",
    shell: process.platform === "win32"
  })
  if (status !== 0) throw new Error("The mutator could not be installed: is the npm registry within reach?")
  writeFileSync(stamp, manifest)
}

/** The URL of an installed module, to import it. */
export const installed = (name: keyof typeof versions): string =>
  pathToFileURL(createRequire(join(folder, "package.json")).resolve(name)).href
