// Servers on real sockets, which end with the scope of a test.
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Http from "node:http"
import * as Net from "node:net"

export interface Running {
  readonly url: string
  readonly port: number
  /** What came, in its order. */
  readonly requests: Array<{
    readonly method: string
    readonly path: string
    readonly headers: Http.IncomingHttpHeaders
  }>
  /** The connections that are open. */
  readonly open: () => number
  /** How many connections were ever made. */
  readonly opened: () => number
}

const running = (
  server: Net.Server,
  requests: Running["requests"],
  where: string | undefined
): Effect.Effect<Running, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.callback<{ readonly running: Running; readonly sockets: Set<Net.Socket> }>((resume) => {
      const sockets = new Set<Net.Socket>()
      let opened = 0
      const onConnection = (socket: Net.Socket) => {
        opened++
        sockets.add(socket)
        socket.on("error", () => {}).on("close", () => sockets.delete(socket))
      }
      server.on("connection", onConnection)
      const onListening = () => {
        const address = server.address()
        const port = typeof address === "object" && address !== null ? address.port : 0
        const running = {
          url: `http://127.0.0.1:${port}`,
          port,
          requests,
          open: () => sockets.size,
          opened: () => opened
        }
        resume(Effect.succeed({ running, sockets }))
      }
      if (where === undefined) server.listen(0, "127.0.0.1", onListening)
      else server.listen(where, onListening)
    }),
    ({ sockets }) =>
      Effect.callback<void>((resume) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resume(Effect.void))
      })
  ).pipe(Effect.map(({ running }) => running))

/** A server of HTTP. */
export const http = (
  respond: (request: Http.IncomingMessage, response: Http.ServerResponse) => void,
  { server, where }: { readonly server?: Http.Server; readonly where?: string } = {}
): Effect.Effect<Running, never, Scope.Scope> =>
  Effect.suspend(() => {
    const requests: Running["requests"] = []
    const listening = server ?? Http.createServer()
    listening.on("request", (request: Http.IncomingMessage, response: Http.ServerResponse) => {
      requests.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers })
      respond(request, response)
    })
    return running(listening, requests, where)
  })

/** A server that writes what it likes when the head of a request has come. */
export const raw = (respond: (socket: Net.Socket, head: string) => void): Effect.Effect<Running, never, Scope.Scope> =>
  Effect.suspend(() => {
    const requests: Running["requests"] = []
    const server = Net.createServer((socket) => {
      let head = ""
      socket.on("data", (bytes) => {
        head += bytes.toString("latin1")
        if (!head.includes("\r\n\r\n")) return
        const [method = "", path = ""] = head.split(" ")
        requests.push({ method, path, headers: {} })
        const whole = head
        head = ""
        respond(socket, whole)
      })
    })
    return running(server, requests, undefined)
  })

/** Waits until it is so. The test ends in a timeout when it never is. */
export const eventually = (isSo: () => boolean): Effect.Effect<void> =>
  Effect.suspend(() =>
    isSo()
      ? Effect.void
      : Effect.andThen(
          Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 5))),
          eventually(isSo)
        )
  )
