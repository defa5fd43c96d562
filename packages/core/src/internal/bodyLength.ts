/**
 * A stream of a known length over `fetch`.
 *
 * The client for `fetch` leaves the length out, and a body without one is sent in chunks, which stores reject. Some runtimes
 * take the length of a stream, and the others only what is whole.
 */
import * as Predicate from "effect/Predicate"

export interface Body {
  readonly length: number
  /** This `fetch`, when it is told the length of the body. */
  readonly over: (fetch: typeof globalThis.fetch) => typeof globalThis.fetch
  /** Whether it was not sent, since it would have to be collected and is too long for that. */
  readonly isTooLong: () => boolean
}

/** So much of a stream is held in memory. */
export const longestCollected = 16 * 1024 * 1024

export interface Options {
  readonly length: number
  readonly how: "header" | "fixed" | "whole"
  /** The same body in parts that need not be collected. */
  readonly whole: ReadonlyArray<Uint8Array | Blob> | undefined
  /** The body is handed over, all at once. */
  readonly onWhole: () => void
}

export const make = ({ how, length, onWhole, whole }: Options): Body => {
  let rejected = false

  const sendWhole = async (fetch: typeof globalThis.fetch, input: RequestInfo | URL, init: RequestInit) => {
    rejected = whole === undefined && length > longestCollected
    if (rejected) throw new TypeError("The stream is too long to be collected")
    if (!(init.body instanceof ReadableStream)) {
      onWhole()
      return fetch(input, init)
    }
    // To the end in any case: it is on its way that a source is checked, and seen to move.
    const parts: Array<Uint8Array | Blob> = []
    for await (const part of partsOf(init.body)) if (whole === undefined) parts.push(part)
    onWhole()
    return fetch(input, { ...init, body: new Blob((whole ?? parts).map(blobPart)) })
  }

  const over =
    (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
    (input, init = {}) => {
      if (how === "whole") return sendWhole(fetch, input, init)
      if (how === "header") {
        const headers = new Headers(init.headers)
        headers.set("content-length", String(length))
        return fetch(input, { ...init, headers })
      }
      const { body } = init
      return body instanceof ReadableStream
        ? fetch(input, { ...init, body: body.pipeThrough(fixedLengthStream(length)) })
        : fetch(input, init)
    }

  return { length, over, isTooLong: () => rejected }
}

/** How `fetch` is told the length of a stream in a runtime with this global object. */
export const howIn = (runtime: object): Options["how"] => {
  if ("FixedLengthStream" in runtime) return "fixed"
  // Both pretend to be Node as well.
  if ("Deno" in runtime) return "whole"
  if ("Bun" in runtime) return "header"
  // A window has the fetch of its browser, also in Electron.
  return isNode(runtime) && !("window" in runtime) ? "header" : "whole"
}

const isNode = (runtime: object): boolean => {
  const release = memberOf(memberOf(runtime, "process"), "release")
  return memberOf(release, "name") === "node"
}

const memberOf = (value: unknown, name: string): unknown =>
  Predicate.isObject(value) ? Reflect.get(value, name) : undefined

const fixedLengthStream = (length: number): TransformStream<Uint8Array, Uint8Array<ArrayBuffer>> => {
  const make: new (length: number) => TransformStream<Uint8Array, Uint8Array<ArrayBuffer>> = Reflect.get(
    globalThis,
    "FixedLengthStream"
  )
  return new make(length)
}

// A stream is not iterable everywhere.
async function* partsOf(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value
}

/** What a `Blob` takes: no memory that is shared. */
const blobPart = (part: Uint8Array | Blob): BlobPart => {
  if (part instanceof Blob) return part
  const { buffer, byteLength, byteOffset } = part
  return buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, byteLength) : new Uint8Array(part)
}
