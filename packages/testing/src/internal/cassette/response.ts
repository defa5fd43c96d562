/**
 * A response whose body is a stream that is given. A `Response` of the web has no such with any status, and it hides what a stream
 * fails with.
 */
import * as Effect from "effect/Effect"
import type * as Cookies from "effect/http/Cookies"
import type * as Headers from "effect/http/Headers"
import * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as HttpIncomingMessage from "effect/http/HttpIncomingMessage"
import * as UrlParams from "effect/http/UrlParams"
import * as Inspectable from "effect/Inspectable"
import * as Option from "effect/Option"
import { pipeArguments } from "effect/Pipeable"
import type * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

export interface Source {
  readonly status: number
  readonly headers: Headers.Headers
  readonly cookies: Cookies.Cookies
  readonly stream: (
    response: HttpClientResponse.HttpClientResponse
  ) => Stream.Stream<Uint8Array, HttpClientError.HttpClientError>
}

export const make = (
  request: HttpClientRequest.HttpClientRequest,
  source: Source
): HttpClientResponse.HttpClientResponse => new StreamedResponse(request, source)

type Failing<A> = Effect.Effect<A, HttpClientError.HttpClientError>

class StreamedResponse extends Inspectable.Class implements HttpClientResponse.HttpClientResponse {
  readonly [HttpIncomingMessage.TypeId]: typeof HttpIncomingMessage.TypeId = HttpIncomingMessage.TypeId
  readonly [HttpClientResponse.TypeId]: typeof HttpClientResponse.TypeId = HttpClientResponse.TypeId
  readonly request: HttpClientRequest.HttpClientRequest
  private readonly source: Source
  /** Read once, however often it is asked for. */
  private read: Failing<Uint8Array> | undefined

  constructor(request: HttpClientRequest.HttpClientRequest, source: Source) {
    super()
    this.request = request
    this.source = source
  }

  get status(): number {
    return this.source.status
  }

  get headers(): Headers.Headers {
    return this.source.headers
  }

  get cookies(): Cookies.Cookies {
    return this.source.cookies
  }

  get remoteAddress(): Option.Option<string> {
    return Option.none()
  }

  get url(): string {
    return Option.match(HttpClientRequest.toUrl(this.request), { onNone: () => "", onSome: ({ href }) => href })
  }

  get stream(): Stream.Stream<Uint8Array, HttpClientError.HttpClientError> {
    return this.source.stream(this)
  }

  private get bytes(): Failing<Uint8Array> {
    return (this.read ??= Effect.runSync(
      Effect.cached(
        Stream.mkUint8Array(this.stream).pipe(
          Effect.catchIf(
            ({ reason }) => reason._tag === "EmptyBodyError",
            () => Effect.succeed(new Uint8Array())
          )
        )
      )
    ))
  }

  get arrayBuffer(): Failing<ArrayBuffer> {
    return Effect.map(this.bytes, (bytes) => new Uint8Array(bytes).buffer)
  }

  get text(): Failing<string> {
    return Effect.map(this.bytes, (bytes) => new TextDecoder().decode(bytes))
  }

  get json(): Failing<Schema.Json> {
    return Effect.flatMap(this.text, (text) => this.parse(() => (text === "" ? null : JSON.parse(text))))
  }

  get urlParamsBody(): Failing<UrlParams.UrlParams> {
    return Effect.flatMap(this.text, (text) => this.parse(() => UrlParams.fromInput(new URLSearchParams(text))))
  }

  get formData(): Failing<FormData> {
    return Effect.flatMap(this.arrayBuffer, (body) =>
      Effect.tryPromise({
        try: () => new Response(body, { headers: { ...this.headers } }).formData(),
        catch: (cause) => this.decodeError(cause)
      })
    )
  }

  get upgrade(): Failing<never> {
    return Effect.fail(this.decodeError(new Error("A cassette has no connection to hand over")))
  }

  private parse<A>(parse: () => A): Failing<A> {
    return Effect.try({ try: parse, catch: (cause) => this.decodeError(cause) })
  }

  private decodeError(cause: unknown): HttpClientError.HttpClientError {
    return new HttpClientError.HttpClientError({
      reason: new HttpClientError.DecodeError({ request: this.request, response: this, cause })
    })
  }

  override toString(): string {
    return `HttpClientResponse(${this.status})`
  }

  toJSON(): unknown {
    return HttpIncomingMessage.inspect(this, {
      _id: "HttpClientResponse",
      request: this.request.toJSON(),
      status: this.status
    })
  }

  pipe() {
    return pipeArguments(this, arguments)
  }
}
