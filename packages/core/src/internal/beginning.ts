// The beginning of a body: so much of it as is needed to tell what it is.
import * as Effect from "effect/Effect"
import * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { maxErrorBody } from "../client/Transport.ts"

export interface Beginning {
  readonly body: string
  /** Whether there was more, which was not read. */
  readonly cut: boolean
}

/** So many bytes of a body at most. When there are more, the rest is cancelled, and with it the connection. */
export const read = (
  response: HttpClientResponse.HttpClientResponse,
  headers: Readonly<Record<string, string | undefined>>,
  most: number
): Effect.Effect<Beginning, HttpClientError.HttpClientError> => {
  const web = HttpClientResponse.toWeb(response)
  if (Option.isNone(web)) return isShort(headers, most) ? readText(response) : readStream(response, most)
  const { body } = web.value
  // Where there are no streams, such as in React Native, the whole body is in memory already.
  if (body === undefined) return readText(response)
  return body === null || !isUnchanged(response) ? readStream(response, most) : readWeb(response, body, most)
}

/**
 * Whether the body is that of `fetch`. A client may make another response of it, with another body, that still tells of the
 * response that it was made of. The response that Effect itself makes of it, to close it at an interruption, is no such one.
 */
const isUnchanged = (response: HttpClientResponse.HttpClientResponse): boolean => {
  unchanged ??= Object.getPrototypeOf(HttpClientResponse.fromWeb(HttpClientRequest.empty, new Response()))
  const isTracked = Object.hasOwn(response, "original") && Object.hasOwn(response, "controller")
  return Object.getPrototypeOf(isTracked ? Reflect.get(response, "original") : response) === unchanged
}

let unchanged: unknown

/**
 * HTTP reads no more of a body than its length says, and clients of Node leave a compressed body as it is. `fetch` decompresses
 * it, and of that this says nothing: browsers show the length of the compressed body to pages of other origins, and hide its
 * encoding.
 */
const isShort = (headers: Readonly<Record<string, string | undefined>>, most: number): boolean => {
  const length = headers["content-length"]
  return length !== undefined && headers["content-encoding"] === undefined && Number(length) <= most
}

const readText = ({ text }: HttpClientResponse.HttpClientResponse) =>
  Effect.map(text, (body): Beginning => ({ body, cut: false }))

/**
 * Collects the text of a body, of which so many bytes are wanted. They are copied into a few segments: a server chooses how small its
 * chunks are, and an object for each byte takes much more than the byte. Nothing is copied twice, as by an array that grows, whose
 * earlier arrays are memory until they are collected. The first chunk, and large ones, are segments themselves.
 */
export class Text {
  private readonly most: number
  private readonly full: Array<Uint8Array> = []
  private last: Uint8Array = new Uint8Array()
  private used = 0
  private size = 0
  private cut = false

  constructor(most: number) {
    this.most = most
  }

  /** Adds bytes, and tells whether there were more of them than are wanted. */
  add(chunk: Uint8Array): boolean {
    const { most, size } = this
    this.cut = chunk.byteLength > most - size
    const taken = this.cut ? chunk.subarray(0, most - size) : chunk
    if (size === 0) {
      this.last = taken
      this.used = taken.byteLength
    } else this.append(taken)
    this.size = size + taken.byteLength
    return this.cut
  }

  private append(bytes: Uint8Array) {
    const room = this.last.byteLength - this.used
    if (room === 0 && isWorthKeeping(bytes)) {
      this.full.push(this.last)
      this.last = bytes
      this.used = bytes.byteLength
      return
    }
    const fitting = bytes.byteLength <= room ? bytes : bytes.subarray(0, room)
    this.last.set(fitting, this.used)
    this.used += fitting.byteLength
    if (fitting === bytes) return
    const rest = bytes.subarray(room)
    const left = this.most - this.size - room
    this.full.push(this.last)
    this.last = new Uint8Array(Math.min(left, Math.max(rest.byteLength, Math.min(this.size, longestSegment))))
    this.last.set(rest)
    this.used = rest.byteLength
  }

  /** What is wanted of a body that was cut is what an error shows of it. */
  get beginning(): Beginning {
    const { cut, full, last, used } = this
    const filled = used === last.byteLength ? last : last.subarray(0, used)
    if (!cut) return { body: full.length === 0 ? decoder.decode(filled) : decodeAll([...full, filled]), cut }
    return { body: decodeAll(beginningOf([...full, filled], Math.min(this.size, maxErrorBody)), partial), cut }
  }
}

/** Whether a chunk is long, and keeps little more in memory than itself. */
const isWorthKeeping = ({ buffer, byteLength }: Uint8Array): boolean =>
  byteLength >= 2 ** 13 && 2 * byteLength >= buffer.byteLength

/** In bytes. Segments get longer with the body, up to this. */
const longestSegment = 2 ** 20

const decodeAll = (segments: ReadonlyArray<Uint8Array>, end?: TextDecodeOptions): string => {
  const decoder = new TextDecoder()
  let text = ""
  for (const segment of segments) text += decoder.decode(segment, partial)
  return text + decoder.decode(new Uint8Array(), end)
}

/** The first so many bytes. */
const beginningOf = (segments: ReadonlyArray<Uint8Array>, bytes: number): ReadonlyArray<Uint8Array> => {
  const parts: Array<Uint8Array> = []
  let left = bytes
  for (const segment of segments) {
    if (left === 0) break
    const part = segment.subarray(0, left)
    parts.push(part)
    left -= part.byteLength
  }
  return parts
}

const decoder = new TextDecoder()

/** A character of which only a part is there is left out. */
const partial = { stream: true }

/** The reader of the runtime: a stream of Effect costs more than the rest of a call. */
const readWeb = (
  response: HttpClientResponse.HttpClientResponse,
  body: ReadableStream<Uint8Array>,
  most: number
): Effect.Effect<Beginning, HttpClientError.HttpClientError> =>
  Effect.callback((resume) => {
    const reader = body.getReader()
    // It fails when the body has failed, which is known by then.
    const cancel = () => void reader.cancel().catch(() => {})
    const text = new Text(most)
    const next = (): Promise<void> =>
      reader.read().then(({ done, value }) => {
        if (!done && !text.add(value)) return next()
        if (!done) cancel()
        return resume(Effect.succeed(text.beginning))
      })
    next().catch((cause) => {
      const { request } = response
      const reason = new HttpClientError.DecodeError({ request, response, cause })
      resume(Effect.fail(new HttpClientError.HttpClientError({ reason })))
    })
    return Effect.sync(cancel)
  })

const readStream = (
  { stream }: HttpClientResponse.HttpClientResponse,
  most: number
): Effect.Effect<Beginning, HttpClientError.HttpClientError> =>
  Effect.suspend(() => {
    const text = new Text(most)
    return stream.pipe(
      Stream.takeUntil((bytes) => text.add(bytes)),
      Stream.runDrain,
      Effect.catchIf(isEmpty, () => Effect.void),
      Effect.map(() => text.beginning)
    )
  })

const isEmpty = ({ reason }: HttpClientError.HttpClientError): boolean => reason._tag === "EmptyBodyError"
