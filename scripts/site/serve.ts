/** Serves the built site on this machine. */
import { createReadStream, existsSync, statSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { extname, join, normalize, sep } from "node:path"

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2"
}

export interface Served {
  readonly url: string
  readonly close: () => Promise<void>
}

export const serve = (folder: string, port = 0): Promise<Served> => {
  const server = createServer((request, response) => {
    const path = fileOf(folder, request.url ?? "/")
    response.writeHead(path === undefined ? 404 : 200, {
      "content-type": types[extname(path ?? ".html")] ?? "application/octet-stream"
    })
    createReadStream(path ?? join(folder, "404.html")).pipe(response)
  })
  return new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, "127.0.0.1", () => {
      const address: AddressInfo | string | null = server.address()
      if (address === null || typeof address === "string") return reject(new Error("The server has no port"))
      resolve({
        url: `http://127.0.0.1:${address.port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            server.closeAllConnections()
          })
      })
    })
  })
}

/** The file of a request, where it is one of the folder. */
const fileOf = (folder: string, url: string): string | undefined => {
  const path = normalize(join(folder, decodeURIComponent(new URL(url, "http://localhost").pathname)))
  if (path !== folder && !path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return undefined
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, "index.html") : path
  return existsSync(file) ? file : undefined
}
