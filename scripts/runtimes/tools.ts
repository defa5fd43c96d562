/** The runtimes, and what bundles and runs the program in them: installed in a folder of their own, beside the workspace. */
import { spawn, spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

export const root = fileURLToPath(new URL("../..", import.meta.url))

export const folder = join(root, "node_modules", ".cache", "runtimes")

/** The one place that names their versions. Node 24 is the one of the lockfile. */
export const versions = {
  node: "22.23.3",
  bun: "1.4.5",
  deno: "2.9.6",
  miniflare: "4.20260426.0",
  rolldown: "1.3.2"
} as const

/** `1.4` of `1.4.5`. */
const minor = (version: string): string => version.split(".").slice(0, 2).join(".")

/** The columns of the table, in their order. */
export const names = {
  node22: "Node 22",
  node24: "Node 24",
  bun: `Bun ${minor(versions.bun)}`,
  deno: `Deno ${minor(versions.deno)}`,
  workerd: "workerd",
  chromium: "Chromium"
} as const

export const bin = (name: string): string => join(folder, "node_modules", ".bin", name)

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
  if (status !== 0) throw new Error("The runtimes could not be installed: is the npm registry within reach?")
  writeFileSync(stamp, manifest)
}

/** Makes one file of an entry and of all that it imports, for any runtime. */
export const bundle = async (entry: string): Promise<string> => {
  const file = join(folder, "dist", `${entry}.js`)
  await output(process.execPath, [
    createRequire(join(folder, "package.json")).resolve("rolldown/package.json").replace("package.json", "bin/cli.mjs"),
    join(root, "scripts", "runtimes", `${entry}.ts`),
    "--file",
    file,
    "--format",
    "esm",
    "--platform",
    "neutral",
    "--log-level",
    "warn"
  ])
  return file
}

/** The output of a program. It is stopped after five minutes. */
export const output = (command: string, args: ReadonlyArray<string>): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, timeout: 300_000, stdio: ["ignore", "pipe", "pipe"] })
    let written = ""
    let complained = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => (written += text))
    child.stderr.setEncoding("utf8").on("data", (text: string) => (complained += text))
    child.on("error", reject)
    child.on("close", (code) =>
      code === 0 ? resolve(written) : reject(new Error(`${command} ended with ${code}: ${complained.slice(-2000)}`))
    )
  })
