/** The runtimes, and what bundles and runs the program in them: installed in a folder of their own, beside the workspace. */
import { spawn } from "node:child_process"
import { createRequire } from "node:module"
import { join } from "node:path"
import { cacheOf, install as installIn, root } from "../install.ts"

export const folder = cacheOf("runtimes")

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
export const install = (): void => installIn(folder, versions)

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
