/**
 * An older commit of this repository, beside it, to be measured in the same run.
 */
import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../..", import.meta.url))

const git = (...args: ReadonlyArray<string>) =>
  execFileSync("git", args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] })

/** Checks a commit out, and installs what its lockfile says. The folder is removed when the process exits. */
export const checkout = (commit: string): string => {
  const folder = join(mkdtempSync(join(tmpdir(), "effect-connectycube-before-")), "checkout")
  git("worktree", "add", "--quiet", "--detach", folder, commit)
  process.on("exit", () => {
    git("worktree", "remove", "--force", folder)
    rmSync(join(folder, ".."), { recursive: true, force: true })
  })
  execFileSync(
    "node",
    ["scripts/run.mjs", "pnpm", "install", "--frozen-lockfile", "--prefer-offline", "--loglevel=error"],
    {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"]
    }
  )
  return folder
}
