/** What the campaign needs: Playwright and axe, in a folder of their own, and the part of them that it uses. */
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { cacheOf, install as installIn } from "../install.ts"
import { versions } from "../site/tools.ts"

export const folder = cacheOf("inspector")

const tool = (path: string): string => join(folder, "node_modules", path)

/** The script of axe, to be read from a page. */
export const axe = tool("axe-core/axe.min.js")

/** Installs them, unless they are installed. No browser is downloaded: see `findChromium`. */
export const install = (): void =>
  installIn(folder, { "playwright-core": versions["playwright-core"], "axe-core": versions["axe-core"] })

export interface Place {
  readonly click: () => Promise<void>
  readonly fill: (text: string) => Promise<void>
  readonly selectOption: (option: string | { readonly label: string }) => Promise<unknown>
  readonly setInputFiles: (file: {
    readonly name: string
    readonly mimeType: string
    readonly buffer: Buffer
  }) => Promise<void>
  readonly innerText: () => Promise<string>
  readonly count: () => Promise<number>
  readonly waitFor: (options?: { readonly state?: "visible" | "hidden" | "detached" }) => Promise<void>
  readonly first: () => Place
  readonly last: () => Place
  readonly locator: (selector: string) => Place
  readonly filter: (options: { readonly hasText: string | RegExp }) => Place
  readonly getByRole: Tab["getByRole"]
  readonly getByLabel: Tab["getByLabel"]
  readonly getByText: Tab["getByText"]
}

interface Named {
  readonly name?: string | RegExp
  readonly exact?: boolean
}

export interface Tab {
  readonly goto: (url: string) => Promise<{ headers(): Readonly<Record<string, string>>; status(): number } | null>
  readonly evaluate: <A>(script: string) => Promise<A>
  readonly addInitScript: (script: string) => Promise<unknown>
  readonly setViewportSize: (size: { readonly width: number; readonly height: number }) => Promise<void>
  readonly emulateMedia: (options: {
    readonly colorScheme?: "light" | "dark"
    readonly reducedMotion?: "reduce"
  }) => Promise<void>
  readonly screenshot: (options: { readonly path: string; readonly fullPage?: boolean }) => Promise<unknown>
  readonly keyboard: { readonly press: (key: string) => Promise<void> }
  readonly getByRole: (role: string, options?: Named) => Place
  readonly getByLabel: (text: string | RegExp, options?: { readonly exact?: boolean }) => Place
  readonly getByText: (text: string | RegExp, options?: { readonly exact?: boolean }) => Place
  readonly locator: (selector: string) => Place
  readonly close: () => Promise<void>
  readonly url: () => string
  readonly on: {
    (event: "console", listener: (message: { type(): string; text(): string }) => void): void
    (event: "dialog", listener: (dialog: { message(): string; dismiss(): Promise<void> }) => void): void
    (event: "pageerror", listener: (error: Error) => void): void
    (event: "popup", listener: (tab: Tab) => void): void
    (event: "request", listener: (request: { url(): string }) => void): void
  }
}

export interface Browser {
  readonly newPage: (options?: { readonly permissions?: ReadonlyArray<string> }) => Promise<Tab>
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
