/** Bundles the command before the tests that run it. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"

export const setup = (): void => {
  execFileSync(process.execPath, [fileURLToPath(new URL("../../../../scripts/bundle/command.ts", import.meta.url))])
}
