/**
 * The seam to the wire: one request and its whole response. The steps of a call know nothing below it. There is an implementation
 * on any `HttpClient`, and a package that makes an `HttpClient` may give it a faster one.
 *
 * @since 0.1.0
 */
import type * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import type { HttpMethod } from "effect/http/HttpMethod"
import type * as Stream from "effect/Stream"

/**
 * What goes out in a body.
 *
 * @category models
 * @since 0.1.0
 */
export type Body = TextBody | StreamBody

/**
 * A body that is a text.
 *
 * @category models
 * @since 0.1.0
 */
export interface TextBody {
  /** Tells it from a stream. */
  readonly _tag: "Text"
  /** The text, which is sent as UTF-8. */
  readonly text: string
  /** Its `Content-Type`. */
  readonly contentType: string
}

/**
 * A body that is a stream of a known length.
 *
 * @category models
 * @since 0.1.0
 */
export interface StreamBody {
  /** Tells it from a text. */
  readonly _tag: "Stream"
  /** The bytes. */
  readonly stream: Stream.Stream<Uint8Array, unknown>
  /** Its `Content-Type`. */
  readonly contentType: string
  /** Its length, in bytes. */
  readonly contentLength: number
  /** The same body in parts that are in memory, for runtimes that cannot send a stream. */
  readonly parts: ReadonlyArray<Uint8Array | Blob> | undefined
}

/**
 * A request.
 *
 * @category models
 * @since 0.1.0
 */
export interface Request {
  /** The HTTP method. */
  readonly method: HttpMethod
  /** The whole URL. */
  readonly url: string
  /** Names in lower case. The content type is that of the body. */
  readonly headers: Readonly<Record<string, string>>
  /** The body, where there is one. */
  readonly body: Body | undefined
  /** To another host than the API: no cookies, and no headers that a program sets for its requests to the API. */
  readonly external: boolean
  /**
   * Whether a redirect is followed. Left out, it is a response like any other, unless the program has options for `fetch` that
   * say otherwise.
   */
  readonly redirect: "follow" | "manual" | undefined
}

/**
 * The head of a response.
 *
 * @category models
 * @since 0.1.0
 */
export interface Head {
  /** The HTTP status. */
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
}

/**
 * A response with its body, which was decompressed and read as UTF-8.
 *
 * @category models
 * @since 0.1.0
 */
export interface Response extends Head {
  /** The body, or its beginning. */
  readonly body: string
  /** Whether there was more of the body, which was not read. */
  readonly cut: boolean
}

/**
 * A response whose body is a stream.
 *
 * @category models
 * @since 0.1.0
 */
export interface StreamResponse extends Head {
  /** The body as it comes. */
  readonly stream: Stream.Stream<Uint8Array, Failure>
}

/**
 * Why there is no response.
 *
 * @category errors
 * @since 0.1.0
 */
export class Failure {
  /** `"invalid"`: it cannot be written as a request, and nothing was sent. `"timeout"`: see `send`. Anything else is `"lost"`. */
  readonly kind: "invalid" | "lost" | "timeout"
  /** What went wrong, in words. */
  readonly description: string | undefined
  /** What was thrown. */
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

/**
 * So many bytes are read of the body of an error, which is any response whose status is not 2xx.
 *
 * @category limits
 * @since 0.1.0
 */
export const maxErrorBody = 64 * 1024

/**
 * How many bytes of a body are read. Where there are more, the response is `cut`, and its connection is closed.
 *
 * @category limits
 * @since 0.1.0
 */
export const maxBodyOf = (status: number, maxBody: number): number =>
  status >= 200 && status < 300 ? maxBody : Math.min(maxBody, maxErrorBody)

/**
 * Sends requests.
 *
 * @category models
 * @since 0.1.0
 */
export interface Transport {
  /**
   * One request and its whole response. Of the body at most {@link maxBodyOf} bytes are read, counted when they are decompressed.
   * It fails as `"timeout"`, and the connection is closed, when the response has not come after `timeout` milliseconds. An
   * interruption closes the connection too.
   */
  readonly send: (request: Request, maxBody: number, timeout: number) => Effect.Effect<Response, Failure>
  /** One request and the head of its response; its body is a stream. `progress` is told of each part of a body that goes out. */
  readonly stream: (request: Request, progress: Progress) => Effect.Effect<StreamResponse, Failure>
}

/**
 * Is told how a body goes out.
 *
 * @category models
 * @since 0.1.0
 */
export interface Progress {
  /** A part of the body was taken. */
  readonly sent: () => void
  /** All of the body was handed over at once, and nothing more is seen of it. */
  readonly handedOver: (bytes: number) => void
}

const transports = new WeakMap<HttpClient.HttpClient, Transport>()

/**
 * Gives a client a transport of its own. Calls use it as long as nobody wraps that client: what a program makes of a client, such
 * as one that logs, sees every request.
 *
 * @category transports
 * @since 0.1.0
 */
export const set = (client: HttpClient.HttpClient, transport: Transport): void => {
  transports.set(client, transport)
}

/**
 * The transport that a client was given.
 *
 * @category transports
 * @since 0.1.0
 */
export const get = (client: HttpClient.HttpClient): Transport | undefined => transports.get(client)
