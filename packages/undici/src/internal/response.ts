// The response of the `HttpClient`. Nothing of it is read before it is asked for.
import * as Effect from "effect/Effect"
import * as Cookies from "effect/http/Cookies"
import * as Headers from "effect/http/Headers"
import * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as HttpIncomingMessage from "effect/http/HttpIncomingMessage"
import * as UrlParams from "effect/http/UrlParams"
import * as Inspectable from "effect/Inspectable"
import * as Option from "effect/Option"
import { type Pipeable, pipeArguments } from "effect/Pipeable"
import type * as Schema from "effect/Schema"
import type * as Socket from "effect/socket/Socket"
import * as Stream from "effect/Stream"
import { type Incoming, streamOf } from "./incoming.ts"
import * as Text from "./text.ts"

type Body<A> = Effect.Effect<A, HttpClientError.HttpClientError>

export class UndiciResponse extends Inspectable.Class implements HttpClientResponse.HttpClientResponse, Pipeable {
  readonly [HttpIncomingMessage.TypeId]: typeof HttpIncomingMessage.TypeId = HttpIncomingMessage.TypeId
  readonly [HttpClientResponse.TypeId]: typeof HttpClientResponse.TypeId = HttpClientResponse.TypeId
  readonly request: HttpClientRequest.HttpClientRequest
  readonly #url: URL
  readonly #incoming: Incoming
  #headers: Headers.Headers | undefined
  #cookies: Cookies.Cookies | undefined
  #bytes: Body<Buffer> | undefined

  constructor(request: HttpClientRequest.HttpClientRequest, url: URL, incoming: Incoming) {
    super()
    this.request = request
    this.#url = url
    this.#incoming = incoming
  }

  get url(): string {
    return this.#url.href.slice(0, this.#url.href.length - this.#url.hash.length)
  }

  get status(): number {
    return this.#incoming.status
  }

  get headers(): Headers.Headers {
    return (this.#headers ??= Headers.fromInput(this.#incoming.headers))
  }

  get cookies(): Cookies.Cookies {
    return (this.#cookies ??= Cookies.fromSetCookie(this.#incoming.headers["set-cookie"] ?? []))
  }

  /** A dispatcher does not tell it. */
  get remoteAddress(): Option.Option<string> {
    return Option.none()
  }

  get stream(): Stream.Stream<Uint8Array, HttpClientError.HttpClientError> {
    // What was collected can be read again.
    return this.#bytes === undefined
      ? Stream.mapError(streamOf(this.#incoming), ({ cause }) => this.#error(cause))
      : Stream.fromEffect(this.#bytes)
  }

  get arrayBuffer(): Body<ArrayBuffer> {
    return Effect.map(this.#collected, (bytes) => Uint8Array.from(bytes).buffer)
  }

  get text(): Body<string> {
    return Effect.map(this.#collected, (bytes) => Text.decode([bytes]))
  }

  get json(): Body<Schema.Json> {
    return Effect.flatMap(this.text, (text) => this.#try((): Schema.Json => (text === "" ? null : JSON.parse(text))))
  }

  get urlParamsBody(): Body<UrlParams.UrlParams> {
    return Effect.flatMap(this.#collected, (bytes) =>
      // A question mark at the beginning is part of the form, and no sign of a query.
      this.#try(() => UrlParams.fromInput(new URLSearchParams(bytes.toString().replace(/^\?/, "%3F"))))
    )
  }

  get formData(): Body<FormData> {
    return Effect.flatMap(this.#collected, (bytes) =>
      Effect.tryPromise({
        try: () => new Response(Uint8Array.from(bytes), { headers: this.headers }).formData(),
        catch: (cause) => this.#error(cause)
      })
    )
  }

  get upgrade(): Effect.Effect<Socket.Socket, HttpClientError.HttpClientError> {
    return Effect.fail(
      new HttpClientError.HttpClientError({
        reason: new HttpClientError.StatusCodeError({
          request: this.request,
          response: this,
          description: "This client does not upgrade connections"
        })
      })
    )
  }

  /** All of the body. It is collected once, and read as often as one likes. */
  get #collected(): Body<Buffer> {
    return (this.#bytes ??= Effect.runSync(Effect.cached(this.#collect)))
  }

  get #collect(): Body<Buffer> {
    return Effect.flatMap(HttpIncomingMessage.MaxBodySize, (limit) => {
      const parts: Array<Uint8Array> = []
      const most = limit === undefined ? Number.POSITIVE_INFINITY : Number(limit)
      let size = 0
      const collected = Stream.runForEachArray(streamOf(this.#incoming), (chunks) => {
        for (const chunk of chunks) size += chunk.length
        parts.push(...chunks)
        return size > most ? Effect.fail({ cause: new Error(`Expected at most ${most} bytes`) }) : Effect.void
      })
      return Effect.mapBoth(collected, {
        onFailure: ({ cause }) => this.#error(cause),
        onSuccess: () => Buffer.concat(parts)
      })
    })
  }

  #try<A>(f: () => A): Body<A> {
    return Effect.try({ try: f, catch: (cause) => this.#error(cause) })
  }

  #error(cause: unknown): HttpClientError.HttpClientError {
    return new HttpClientError.HttpClientError({
      reason: new HttpClientError.DecodeError({ request: this.request, response: this, cause })
    })
  }

  toJSON(): unknown {
    return HttpIncomingMessage.inspect(this, {
      _id: "effect/http/HttpClientResponse",
      request: this.request.toJSON(),
      status: this.status
    })
  }

  pipe() {
    return pipeArguments(this, arguments)
  }
}
