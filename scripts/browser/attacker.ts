/** The server of the page. It forwards other requests to the emulator, like a host name that has been rebound to it. */
import { readFileSync } from "node:fs"
import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { stripTypeScriptTypes } from "node:module"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"

export interface Report {
  readonly attack: string
  /** What the page has read. */
  readonly read: string
}

const pageScript = (): string => stripTypeScriptTypes(readFileSync(new URL("page.ts", import.meta.url), "utf8"))

export const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return (server.address() as AddressInfo).port
}

/** The page continues when `onReport` is done. */
export const attacker = (emulator: string, onReport: (report: Report) => Promise<void>, onDone: () => void): Server => {
  const script = pageScript()
  const own = async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://attacker")
    switch (pathname) {
      case "/attack":
        response.writeHead(200, { "content-type": "text/html" })
        response.end(`<!doctype html><body></body><script type="module" src="/attack.js"></script>`)
        return true
      case "/attack.js":
        response.writeHead(200, { "content-type": "text/javascript" }).end(script)
        return true
      case "/redirect":
        response.writeHead(307, { location: searchParams.get("to") ?? "/" }).end()
        return true
      case "/report":
        await onReport(JSON.parse(await text(request)))
        response.end()
        return true
      case "/done":
        response.end()
        onDone()
        return true
      default:
        return false
    }
  }
  return createServer((request, response) => {
    void own(request, response).then((isOwn) => {
      if (!isOwn) passOn(emulator, request, response)
    })
  })
}

const passOn = (emulator: string, request: IncomingMessage, response: ServerResponse): void => {
  const { hostname, port } = new URL(emulator)
  const { headers, method, url } = request
  const sent = httpRequest({ hostname, port, path: url, method, headers }, (received) => {
    response.writeHead(received.statusCode ?? 502, received.headers)
    received.pipe(response)
  })
  sent.on("error", () => response.destroy())
  request.pipe(sent)
}
