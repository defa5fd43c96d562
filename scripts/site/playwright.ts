/** The part of Playwright and axe that the checks use. They are installed beside the workspace, so it has no types of them. */
import { pathToFileURL } from "node:url"
import { tool } from "./tools.ts"

export interface Tab {
  readonly goto: (
    url: string,
    options?: { readonly waitUntil?: "load" | "networkidle" }
  ) => Promise<{ status(): number } | null>
  readonly evaluate: <A>(script: string) => Promise<A>
  readonly waitForFunction: (
    script: string,
    arg?: undefined,
    options?: { readonly timeout: number }
  ) => Promise<unknown>
  readonly addScriptTag: (options: { readonly path: string }) => Promise<unknown>
  readonly setViewportSize: (size: { readonly width: number; readonly height: number }) => Promise<void>
  readonly emulateMedia: (options: {
    readonly colorScheme?: "light" | "dark"
    readonly reducedMotion?: "reduce"
  }) => Promise<void>
  readonly screenshot: (options: { readonly path: string; readonly fullPage?: boolean }) => Promise<unknown>
  readonly keyboard: { readonly press: (key: string) => Promise<void>; readonly type: (text: string) => Promise<void> }
  readonly url: () => string
  readonly on: {
    (event: "console", listener: (message: { type(): string; text(): string }) => void): void
    (event: "pageerror", listener: (error: Error) => void): void
    (event: "request", listener: (request: { url(): string }) => void): void
    (event: "requestfailed", listener: (request: { url(): string }) => void): void
  }
}

export interface Browser {
  readonly newPage: () => Promise<Tab>
  readonly close: () => Promise<void>
}

interface Playwright {
  readonly chromium: {
    readonly launch: (options: {
      readonly executablePath: string
      readonly args: ReadonlyArray<string>
    }) => Promise<Browser>
  }
}

/** Starts the Chromium that is installed. */
export const launch = async (executablePath: string): Promise<Browser> => {
  const { chromium }: Playwright = await import(pathToFileURL(tool("playwright-core/index.mjs")).href)
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : []
  return chromium.launch({ executablePath, args: ["--disable-gpu", "--disable-dev-shm-usage", ...asRoot] })
}

/** The script of axe, to be added to a page. */
export const axe = tool("axe-core/axe.min.js")
