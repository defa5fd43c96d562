// Decompresses a body on its way, at the pace of its reader.
import type { IncomingHttpHeaders } from "node:http"
import type { Transform } from "node:stream"
import * as Zlib from "node:zlib"

/** What is told of a body. */
export interface Sink {
  readonly onBytes: (bytes: Buffer) => void
  readonly onEnd: () => void
  readonly onError: (cause: unknown) => void
  /** More can be written. */
  readonly onDrain: () => void
}

/** The codings of a body, from the last to the first, or nothing where it is as it is, or in a coding that is not known. */
export const codingsOf = (headers: IncomingHttpHeaders): ReadonlyArray<string> | undefined => {
  const header = headers["content-encoding"]
  if (header === undefined) return undefined
  // There are several where the header was sent more than once.
  const codings = String(header)
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "identity")
  const known = codings.length > 0 && codings.length <= mostCodings && codings.every((coding) => transforms.has(coding))
  return known ? codings.toReversed() : undefined
}

/** Each is a bomb in a bomb: more than `fetch` takes are none that a server sends. */
const mostCodings = 5

/** By name. A `deflate` comes with and without the header of zlib. */
const transforms: ReadonlyMap<string, (first: Buffer) => Transform> = new Map<string, (first: Buffer) => Transform>([
  ["gzip", () => Zlib.createGunzip()],
  ["x-gzip", () => Zlib.createGunzip()],
  ["deflate", (first) => (((first[0] ?? 0) & 0x0f) === 8 ? Zlib.createInflate() : Zlib.createInflateRaw())],
  ["br", () => Zlib.createBrotliDecompress()]
])

export class Decompressor {
  readonly #coding: string
  readonly #rest: ReadonlyArray<string>
  readonly #sink: Sink
  #transform: Transform | undefined
  #next: Decompressor | undefined

  constructor(codings: ReadonlyArray<string>, sink: Sink) {
    const [coding = "", ...rest] = codings
    this.#coding = coding
    this.#rest = rest
    this.#sink = sink
  }

  /** Returns whether more can be written before it drains. */
  write(bytes: Buffer): boolean {
    return (this.#transform ?? this.#open(bytes)).write(bytes)
  }

  end(): void {
    // A body without a byte is compressed as nothing.
    if (this.#transform === undefined) this.#sink.onEnd()
    else this.#transform.end()
  }

  pause(): void {
    if (this.#next === undefined) this.#transform?.pause()
    else this.#next.pause()
  }

  resume(): void {
    if (this.#next === undefined) this.#transform?.resume()
    else this.#next.resume()
  }

  destroy(): void {
    this.#transform?.destroy()
    this.#next?.destroy()
  }

  #open(first: Buffer): Transform {
    const transform = transforms.get(this.#coding)?.(first)
    if (transform === undefined) throw new TypeError(`Unknown coding ${this.#coding}`)
    const sink = this.#sink
    transform.on("error", (cause) => sink.onError(cause)).on("drain", () => sink.onDrain())
    if (this.#rest.length === 0) {
      transform.on("data", (bytes: Buffer) => sink.onBytes(bytes)).on("end", () => sink.onEnd())
    } else {
      const next = new Decompressor(this.#rest, {
        onBytes: (bytes) => sink.onBytes(bytes),
        onEnd: () => sink.onEnd(),
        onError: (cause) => sink.onError(cause),
        onDrain: () => void transform.resume()
      })
      this.#next = next
      transform
        .on("data", (bytes: Buffer) => {
          if (!next.write(bytes)) transform.pause()
        })
        .on("end", () => next.end())
    }
    this.#transform = transform
    return transform
  }
}
