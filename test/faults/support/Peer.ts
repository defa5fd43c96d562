/** A server of raw sockets, which writes its responses byte by byte, and breaks the rules of HTTP where a fault does. */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { once } from "node:events"
import { createServer, type AddressInfo, type Server, type Socket } from "node:net"

/** A request as it came. */
export interface Received {
  readonly method: string
  readonly path: string
  /** The lines of its head. */
  readonly head: string
  /** The number of its connection, from 1. */
  readonly connection: number
  /** Whether its connection is closed. */
  readonly isClosed: () => boolean
}

/** One connection, with a request that waits for its response. */
export interface Peer {
  readonly request: Received
  /** Writes a text, whose characters are bytes, or bytes. It resolves when there is room for more, or the connection is closed. */
  readonly write: (part: string | Uint8Array) => Promise<void>
  /** Ends the connection after what was written. */
  readonly end: () => void
  /** Closes it with a reset. */
  readonly reset: () => void
  readonly isOpen: () => boolean
}

/** Responds to a request, in whatever way. */
export type Respond = (peer: Peer) => void | Promise<void>

export interface Listening {
  readonly url: string
  /** The requests so far. */
  readonly requests: ReadonlyArray<Received>
  /** How many connections are open. */
  readonly open: () => number
  /** Sets how it responds from now on. */
  readonly respond: (respond: Respond) => void
}

/** A response with a length, in bytes. */
export const response = (status: string, headers: ReadonlyArray<string>, body = ""): string =>
  [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`, "", ""].join("\r\n") +
  Buffer.from(body).toString("latin1")

export const json = (value: unknown, status = "200 OK"): string =>
  response(status, ["Content-Type: application/json"], JSON.stringify(value))

/** Where the first request in the bytes ends, when all of it is there. */
const endOfRequest = (bytes: Buffer): { readonly head: string; readonly end: number } | undefined => {
  const end = bytes.indexOf("\r\n\r\n")
  if (end === -1) return undefined
  const head = bytes.toString("latin1", 0, end)
  const start = end + 4
  if (/^transfer-encoding: *chunked/im.test(head)) {
    const last = bytes.indexOf("\r\n0\r\n\r\n", end)
    return last === -1 ? undefined : { head, end: last + 7 }
  }
  const whole = start + Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
  return bytes.length < whole ? undefined : { head, end: whole }
}

const peerOf = (socket: Socket, request: Received): Peer => ({
  request,
  write: async (part) => {
    if (socket.destroyed || socket.writableEnded) return
    if (socket.write(typeof part === "string" ? Buffer.from(part, "latin1") : part)) return
    await new Promise<void>((resolve) => {
      const done = () => {
        socket.off("drain", done).off("close", done)
        resolve()
      }
      socket.on("drain", done).on("close", done)
    })
  },
  end: () => void socket.end(),
  reset: () => void socket.resetAndDestroy(),
  isOpen: () => !socket.destroyed && !socket.writableEnded
})

/** Listens on a free port until the scope closes, which closes its connections. */
export const listen = (first: Respond): Effect.Effect<Listening, never, Scope.Scope> =>
  Effect.gen(function* () {
    const requests: Array<Received> = []
    const sockets = new Set<Socket>()
    let respond = first
    let connections = 0
    const server: Server = createServer({ allowHalfOpen: false }, (socket) => {
      const connection = ++connections
      sockets.add(socket)
      let bytes = Buffer.alloc(0)
      socket.on("error", () => {}).on("close", () => sockets.delete(socket))
      socket.on("data", (chunk) => {
        bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk])
        const found = endOfRequest(bytes)
        if (found === undefined) return
        bytes = bytes.subarray(found.end)
        const [method = "", path = ""] = found.head.split(" ")
        const request = { method, path, head: found.head, connection, isClosed: () => socket.destroyed }
        requests.push(request)
        void respond(peerOf(socket, request))
      })
    })
    yield* Effect.acquireRelease(
      Effect.promise(() => once(server.listen(0, "127.0.0.1"), "listening")),
      () =>
        Effect.promise(async () => {
          const closed = once(server, "close")
          server.close()
          for (const socket of sockets) socket.destroy()
          await closed
        })
    )
    const { port } = server.address() as AddressInfo
    return {
      url: `http://127.0.0.1:${port}`,
      requests,
      open: () => sockets.size,
      respond: (next: Respond) => {
        respond = next
      }
    }
  })
