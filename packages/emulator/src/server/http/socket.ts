/**
 * The emulator on a socket.
 */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { createServer } from "node:http"
import type { Application } from "./front.ts"

export interface Address {
  /** A free one, when it is 0. */
  readonly port: number
  readonly host: string
}

/** Serves until the scope closes. Returns the URL. */
export const serve = Effect.fnUntraced(function* (app: Application, { port, host }: Address) {
  // The application itself responds to a long URL, and to long headers.
  const server = createServer({ maxHeaderSize: 1024 * 1024 })
  // It is no proxy. Without a listener the connection would end without a response.
  server.on("connect", (_, socket) => socket.end("HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\n\r\n"))
  const http = yield* NodeHttpServer.make(() => server, { port, host, disablePreemptiveShutdown: true })
  // A connection that a client keeps open would keep the server open.
  yield* Effect.addFinalizer(() => Effect.sync(() => server.closeAllConnections()))
  yield* http.serve(
    app.pipe(
      Effect.catchTag("Dropped", () => hangUp),
      Effect.withTracerEnabled(false)
    )
  )
  const address = server.address()
  return urlOf(host, typeof address === "object" && address !== null ? address.port : port)
})

const hangUp = Effect.map(HttpServerRequest.HttpServerRequest, (request) => {
  NodeHttpServerRequest.toIncomingMessage(request).socket.destroy()
  // The connection is closed: it is not written.
  return HttpServerResponse.empty()
})

/** Where the machine itself reaches the server. */
const urlOf = (host: string, port: number): string => {
  if (host === "0.0.0.0") return `http://127.0.0.1:${port}`
  if (host === "::") return `http://[::1]:${port}`
  return host.includes(":") ? `http://[${host}]:${port}` : `http://${host}:${port}`
}
