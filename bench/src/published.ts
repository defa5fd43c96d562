/** The packages as they are published, installed in a folder of their own: what importing and bundling them costs. */
import { spawnSync } from "node:child_process"
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { npm, root } from "../../scripts/install.ts"
import { cache } from "./install.ts"

export const published = join(cache, "published")

const run = (...args: ReadonlyArray<string>) => {
  const { status, stdout } = spawnSync(process.execPath, ["scripts/run.mjs", ...args], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"]
  })
  if (status !== 0) throw new Error(`npm run ${args[0]} ended with ${status}:\n${stdout}`)
}

/** Builds them, packs them, and installs them with npm. */
export const publish = (): void => {
  console.log("Building and packing the packages ...")
  rmSync(published, { recursive: true, force: true })
  mkdirSync(published, { recursive: true })
  run("build")
  const filters = ["effect-connectycube", "@effect-connectycube/undici"].map((name) => `--filter=${name}...`)
  run("pnpm", "--recursive", ...filters, "pack", "--pack-destination", published)
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  const effect = ["effect", "@effect/platform-node"].map((name) => `${name}@${devDependencies[name]}`)
  writeFileSync(join(published, "package.json"), JSON.stringify({ private: true, type: "module" }))
  const tarballs = globSync("*.tgz", { cwd: published }).map((file) => `./${file}`)
  npm(published, "install", "--prefer-offline", ...tarballs, ...effect)
}
