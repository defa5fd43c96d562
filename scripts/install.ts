/** Installs what a campaign needs, in a folder of its own beside the workspace: no newcomer installs it. */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

export const root = fileURLToPath(new URL("..", import.meta.url))

/** The folder of a campaign. */
export const cacheOf = (campaign: string): string => join(root, "node_modules", ".cache", campaign)

/** Installs these versions in a folder, unless they are installed. */
export const install = (folder: string, versions: Readonly<Record<string, string>>): void => {
  const manifest = JSON.stringify({ private: true, type: "module", dependencies: versions })
  const stamp = join(folder, "installed")
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === manifest) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), manifest)
  console.log(
    `Installing ${Object.entries(versions)
      .map(([name, version]) => (version.startsWith("npm:") ? version.slice("npm:".length) : `${name}@${version}`))
      .join(", ")} ...`
  )
  npm(folder, "install")
  writeFileSync(stamp, manifest)
}

/** Runs npm in a folder. */
export const npm = (cwd: string, ...args: ReadonlyArray<string>): void => {
  const { status } = spawnSync("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd,
    stdio: "inherit",
    shell: process.platform === "win32"
  })
  if (status !== 0) throw new Error(`npm ${args[0]} ended with ${status}: is the npm registry within reach?`)
}
