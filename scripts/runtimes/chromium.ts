/** A Chromium without a window: where it is, and one that has a page open. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"

/** Where a Chromium is, or a Chrome: `CHROMIUM` says it, or it is on the path. */
export const findChromium = (): string | undefined => {
  const { CHROMIUM, PATH = "" } = process.env
  if (CHROMIUM !== undefined && CHROMIUM !== "") return CHROMIUM
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
  return PATH.split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path))
}

export interface Browser {
  /** Fails when the browser ends by itself. */
  readonly failed: Promise<never>
  readonly close: () => Promise<void>
}

/** Opens a page, with a profile of its own. */
export const open = (command: string, url: string, flags: ReadonlyArray<string> = []): Browser => {
  const profile = mkdtempSync(join(tmpdir(), "chromium-"))
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : []
  const always = ["--headless=new", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage", ...asRoot]
  const browser = spawn(command, [...always, ...flags, `--user-data-dir=${profile}`, url], { stdio: "ignore" })
  const failed = new Promise<never>((_, reject) => {
    browser.on("error", reject)
    browser.on("exit", (code) => reject(new Error(`The browser ended with ${code}`)))
  })
  // The caller that closed it does not wait for it.
  failed.catch(() => {})
  return {
    failed,
    close: async () => {
      const ended = browser.exitCode === null && browser.pid !== undefined ? once(browser, "exit") : undefined
      browser.kill()
      await ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    }
  }
}
