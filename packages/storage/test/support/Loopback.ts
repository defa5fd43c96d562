import * as Effect from "effect/Effect"
import * as Crypto from "node:crypto"
import * as Http from "node:http"
import type { AddressInfo } from "node:net"

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: Http.IncomingHttpHeaders
  readonly body: Buffer
  readonly ended: boolean
}

/** A plain server of Node on the loopback interface, which reports each request when it has ended or was aborted. */
export const serve = (
  handler: (request: Http.IncomingMessage, response: Http.ServerResponse, body: Promise<Buffer>) => void
) =>
  Effect.gen(function* () {
    const received: Array<Received> = []
    const server = Http.createServer((request, response) => {
      const chunks: Array<Buffer> = []
      const body = new Promise<Buffer>((resolve) => {
        const done = (ended: boolean) => {
          const body = Buffer.concat(chunks)
          received.push({
            method: request.method ?? "",
            path: request.url ?? "",
            headers: request.headers,
            body,
            ended
          })
          resolve(body)
        }
        request.on("data", (chunk: Buffer) => chunks.push(chunk))
        request.once("end", () => done(true))
        request.once("error", () => done(false))
      })
      handler(request, response, body)
    })
    yield* Effect.acquireRelease(
      Effect.callback<void>((resume) => {
        server.listen(0, "127.0.0.1", () => resume(Effect.void))
      }),
      () =>
        Effect.callback<void>((resume) => {
          server.closeAllConnections()
          server.close(() => resume(Effect.void))
        })
    )
    const { port } = server.address() as AddressInfo
    return { received, url: `http://127.0.0.1:${port}` }
  })

export const hash = (bytes: Uint8Array): string => Crypto.createHash("sha256").update(bytes).digest("hex")

/** Bytes of every value, not the same in any two blocks, and not a whole number of blocks. */
export const someBytes = (size: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Crypto.createHash("shake256", { outputLength: size }).update("some").digest())
