/** The command of the emulator, as the guides start it, and on a Node that is too old for it. */
import { join } from "node:path"
import { cacheOf, install } from "../install.ts"
import { project, run } from "./tools.ts"

const emulator = "@effect-connectycube/emulator"

/** The command line of the guides. What npx runs is the one program of the package, which has another name. */
export const npx = (node: string): string | undefined => {
  const bin = join(node, "..")
  const { code, output } = run(["npx", "--no-install", emulator, "--version"], project, {
    PATH: `${bin}${process.platform === "win32" ? ";" : ":"}${process.env["PATH"]}`
  })
  return code === 0 && /^connectycube-emulator v\d/.test(output) ? undefined : output || `It ended with ${code}`
}

/** The oldest that says so, and the last one that does not run it. Before 12.20 there is no `node:module` to import. */
export const oldNodes = ["12.22.12", "20.20.2"]

/** Why an old Node cannot be tried here: npm has some of them for some machines only. */
export const installOld = (version: string): string | undefined => {
  try {
    install(folderOf(version), { node: version })
    return undefined
  } catch (error) {
    return String(error)
  }
}

const folderOf = (version: string) => join(cacheOf("consumer"), `node-${version}`)

/** Whether the command names the version that it needs, in one sentence. */
export const onOld = (version: string): string | undefined => {
  const node = join(folderOf(version), "node_modules", "node", "bin", "node")
  const main = join(project, "node_modules", emulator, "dist", "command", "main.js")
  const { code, output } = run([node, main, "--port", "0"], project)
  const expected = `The emulator needs Node.js 22.19 or newer, and this is Node.js ${version}.\n`
  return code === 1 && output === expected ? undefined : `It ended with ${code}: ${output}`
}
