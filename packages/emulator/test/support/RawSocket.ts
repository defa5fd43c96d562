/** A raw connection to an emulator, to send what no HTTP client would send. */
import * as Effect from "effect/Effect"
import { connect } from "node:net"

/** The bytes that were received before the connection ended. */
export interface Received {
  /** `undefined` when the connection ended without a response. */
  readonly status: number | undefined
  readonly text: string
}

/** Sends these bytes, and waits for the whole response, or until it times out. */
export const sendRaw = (url: string, ...parts: ReadonlyArray<string | Uint8Array>): Effect.Effect<Received> =>
  Effect.callback((resume) => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    const chunks: Array<Buffer> = []
    const end = () => {
      const text = Buffer.concat(chunks).toString("latin1")
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text.replace(/^HTTP\/1\.1 100[^]*?\r\n\r\n/, ""))?.[1]
      resume(Effect.succeed({ status: status === undefined ? undefined : Number(status), text }))
    }
    socket.on("data", (chunk) => chunks.push(chunk))
    // The emulator may close the connection while there is more to send: its response before counts.
    socket.on("error", () => {})
    socket.on("close", end)
    for (const part of parts) socket.write(part)
    return Effect.sync(() => socket.destroy())
  })

/** A request as text. The connection ends with its response. */
export const rawRequest = (
  url: string,
  line: string,
  headers: ReadonlyArray<string> = [],
  body: string | Uint8Array = ""
): ReadonlyArray<string | Uint8Array> => {
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength
  const lengths = length === 0 ? [] : [`Content-Length: ${length}`]
  const head = [`${line} HTTP/1.1`, `Host: ${new URL(url).host}`, "Connection: close", ...lengths, ...headers]
  return [`${head.join("\r\n")}\r\n\r\n`, body]
}
