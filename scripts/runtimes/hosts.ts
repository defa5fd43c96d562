/** Runs the program in each runtime: takes the setup, and returns the cells. */
import { EventEmitter, once } from "node:events"
import { readFileSync } from "node:fs"
import { createServer, type IncomingMessage } from "node:http"
import { createRequire } from "node:module"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { open } from "./chromium.ts"
import type { Setup } from "./conformance.ts"
import type { Cell } from "./table.ts"
import { bin, bundle, folder, output } from "./tools.ts"

export type Host = (setup: Setup) => Promise<ReadonlyArray<Cell>>

const cellsOf = (json: string): ReadonlyArray<Cell> => JSON.parse(json)

/** A process of its own. */
const inProcess =
  (command: string, ...args: ReadonlyArray<string>): Host =>
  async (setup) =>
    cellsOf(await output(command, [...args, await bundle("process"), JSON.stringify(setup)]))

export const node22 = inProcess(bin("node"))

export const node24 = inProcess(process.execPath)

export const bun = inProcess(bin("bun"), "run")

export const deno = inProcess(bin("deno"), "run", "--no-config", "--allow-net", "--allow-env", "--allow-sys")

/** The part of Miniflare that is used here. */
interface Miniflare {
  readonly dispatchFetch: (url: string, init: { method: string; body: string }) => Promise<{ text(): Promise<string> }>
  readonly dispose: () => Promise<void>
}

interface MiniflareModule {
  readonly Miniflare: new (options: object) => Miniflare
}

export const workerd: Host = async (setup) => {
  const { Miniflare }: MiniflareModule = createRequire(join(folder, "package.json"))("miniflare")
  const script = readFileSync(await bundle("worker"), "utf8")
  const worker = new Miniflare({ modules: true, script, compatibilityDate: "2026-04-01" })
  try {
    const response = await worker.dispatchFetch("http://worker/", { method: "POST", body: JSON.stringify(setup) })
    return cellsOf(await response.text())
  } finally {
    await worker.dispose()
  }
}

/** Forwards a page's request to the control side, and returns the response. */
const forward = async (request: IncomingMessage, control: string): Promise<string> => {
  const init =
    request.method === "POST"
      ? { method: "POST", headers: { "content-type": "application/json" }, body: await text(request) }
      : {}
  return (await fetch(`${control}${request.url}`, init)).text()
}

/** A page of its own origin, which posts its results. */
export const chromium =
  (command: string): Host =>
  async (setup) => {
    const script = readFileSync(await bundle("page"), "utf8")
    const posted = new EventEmitter()
    const server = createServer((request, response) => {
      if (request.url?.startsWith("/_emulator/") === true) {
        void forward(request, setup.control).then((json) =>
          response.writeHead(200, { "content-type": "application/json" }).end(json)
        )
      } else if (request.method === "POST") {
        void text(request).then((json) => posted.emit("cells", json))
        response.end()
      } else if (request.url === "/page.js") {
        response.writeHead(200, { "content-type": "text/javascript" }).end(script)
      } else {
        response.writeHead(200, { "content-type": "text/html" }).end(`<script type="module" src="/page.js"></script>`)
      }
    })
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    const { port } = server.address() as AddressInfo
    const origin = `http://127.0.0.1:${port}`
    const url = `${origin}/#${encodeURIComponent(JSON.stringify({ ...setup, control: origin }))}`
    const browser = open(command, url)
    try {
      const cells = once(posted, "cells", { signal: AbortSignal.timeout(300_000) })
      const [json] = await Promise.race([cells, browser.failed])
      return cellsOf(json)
    } finally {
      await browser.close()
      server.closeAllConnections()
      server.close()
    }
  }
