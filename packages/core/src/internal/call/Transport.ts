// The seam to the wire. The steps of a call know nothing below it: there is an implementation on any `HttpClient`.
import type * as Effect from "effect/Effect"
import type { HttpMethod } from "effect/http/HttpMethod"
import type * as Stream from "effect/Stream"

/** What goes out in a body. */
export type Body =
  | { readonly _tag: "Text"; readonly text: string; readonly contentType: string }
  | {
      readonly _tag: "Stream"
      readonly stream: Stream.Stream<Uint8Array, unknown>
      readonly contentType: string
      readonly contentLength: number
      /** The same body in parts that are in memory, for runtimes that cannot send a stream. */
      readonly parts: ReadonlyArray<Uint8Array | Blob> | undefined
    }

export interface Request {
  readonly method: HttpMethod
  readonly url: string
  /** Names in lower case. The content type is that of the body. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body | undefined
  /** To another host than the API: no cookies, and no headers that a program sets for its requests to the API. */
  readonly external: boolean
  /**
   * Whether a redirect is followed. Left out, it is a response like any other, unless the program has options for `fetch` that
   * say otherwise.
   */
  readonly redirect: "follow" | "manual" | undefined
}

/** The head of a response. */
export interface Head {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
}

export interface Response extends Head {
  readonly body: string
  /** Whether there was more of the body, which was not read. */
  readonly cut: boolean
}

export interface StreamResponse extends Head {
  /** The body as it comes. */
  readonly stream: Stream.Stream<Uint8Array, Failure>
}

/** Why there is no response. */
export class Failure {
  /** `"invalid"`: it cannot be written as a request, and nothing was sent. `"timeout"`: see `send`. Anything else is `"lost"`. */
  readonly kind: "invalid" | "lost" | "timeout"
  readonly description: string | undefined
  readonly cause: unknown
  /** Which argument is invalid, where that is known. */
  readonly path: string

  constructor(kind: Failure["kind"], description?: string, cause?: unknown, path = "") {
    this.kind = kind
    this.description = description
    this.cause = cause
    this.path = path
  }

  /** What went wrong, in words and error codes. The cause itself may hold the request, and with it a token. */
  get reason(): string {
    const parts: Array<string> = this.description === undefined ? [] : [this.description]
    let cause = this.cause
    for (let depth = 0; depth < 5 && cause instanceof Error; depth++) {
      const code = "code" in cause && typeof cause.code === "string" ? `${cause.code} ` : ""
      if (cause.message !== "") parts.push(`${code}${cause.message}`)
      cause = cause.cause
    }
    return [...new Set(parts)].join(": ")
  }
}

/** How much of a body is read: so many bytes, by the status of the response. `undefined`: all of it. */
export type BodyLimit = (status: number) => number | undefined

export interface Transport {
  /**
   * One request and its whole response. It fails as `"timeout"`, and the connection is closed, when the response has not come
   * after so many milliseconds. An interruption closes the connection too.
   */
  readonly send: (request: Request, bodyLimit: BodyLimit, timeout: number) => Effect.Effect<Response, Failure>
  /** One request and the head of its response; its body is a stream. `onProgress` is told of each part of a body that goes out. */
  readonly stream: (request: Request, onProgress: Progress) => Effect.Effect<StreamResponse, Failure>
}

export interface Progress {
  /** A part of the body was taken. */
  readonly sent: () => void
  /** All of the body was handed over at once, and nothing more is seen of it. */
  readonly handedOver: (bytes: number) => void
}
