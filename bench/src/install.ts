/** The clients of others: installed in a folder of their own, beside the workspace. */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

export const root = fileURLToPath(new URL("../..", import.meta.url))

/** Where everything is that the benchmarks install and build. */
export const cache = join(root, "node_modules", ".cache", "bench")

/** The one place that names their versions. */
export const versions = {
  connectycube: "6.1.2",
  stripe: "23.1.0",
  "@octokit/core": "7.0.8",
  openai: "7.59.0"
} as const

/** The folder that they are installed in. */
export const clients = join(cache, "clients")

/** Installs them, unless they are installed. */
export const install = (): void => {
  const manifest = JSON.stringify({ private: true, dependencies: versions })
  const stamp = join(clients, "installed")
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === manifest) return
  mkdirSync(clients, { recursive: true })
  writeFileSync(join(clients, "package.json"), manifest)
  console.log(
    `Installing ${Object.entries(versions)
      .map((pair) => pair.join("@"))
      .join(", ")} ...`
  )
  npm(clients, "install")
  writeFileSync(join(clients, "load.mjs"), "export const load = (name) => import(name)\n")
  writeFileSync(stamp, manifest)
}

/** Runs npm in a folder. */
export const npm = (cwd: string, ...args: ReadonlyArray<string>): void => {
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
  const { status } = spawnSync("npm", [...args, ...quiet], {
    cwd,
    stdio: "inherit",
    shell: process.platform === "win32"
  })
  if (status !== 0) throw new Error("The contenders could not be installed: is the npm registry within reach?")
}

/** Imports an installed client, as a program that has it among its dependencies does. */
export const load = async <Module>(name: keyof typeof versions): Promise<Module> => {
  const { load }: { readonly load: (name: string) => Promise<Module> } = await import(
    pathToFileURL(join(clients, "load.mjs")).href
  )
  return load(name)
}
