// The transport on any `HttpClient`.
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { constTrue, identity } from "effect/Function"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Headers from "effect/http/Headers"
import * as HttpBody from "effect/http/HttpBody"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as UrlParams from "effect/http/UrlParams"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Redaction from "../../client/Redaction.ts"
import { StreamLength } from "../../StreamLength.ts"
import * as Beginning from "../beginning.ts"
import * as BodyLength from "../bodyLength.ts"
import { ClientTransform, type Transform } from "../clientTransform.ts"
import * as FetchOptions from "../fetchOptions.ts"
import * as Transport from "../../client/Transport.ts"
import { type Body, Failure, type Progress, type Request, type Response } from "../../client/Transport.ts"
import { within } from "./within.ts"

/**
 * On the `HttpClient` in the context, with the options for `fetch` that are there as well. A client with a transport of its own is
 * used by that, but in a region of the program that transforms the client.
 */
export const make: Effect.Effect<Transport.Transport, never, HttpClient.HttpClient> = Effect.flatMap(
  HttpClient.HttpClient,
  (given) =>
    Effect.map(FetchOptions.client, (client): Transport.Transport => {
      const transport: Transport.Transport = {
        send: (request, maxBody, timeout) =>
          within(Effect.updateContext(send(client, request, maxBody), referencesOf(request)), timeout, timedOut),
        stream: (request, progress) => stream(client, request, progress)
      }
      const own = Transport.get(given)
      return own === undefined ? transport : unlessTransformed(own, transport)
    })
)

const unlessTransformed = (own: Transport.Transport, other: Transport.Transport): Transport.Transport => ({
  send: (request, maxBody, timeout) =>
    request.external
      ? own.send(request, maxBody, timeout)
      : Effect.withFiber((fiber) =>
          (fiber.getRef(ClientTransform) === identity ? own : other).send(request, maxBody, timeout)
        ),
  // Streams go to external hosts, for which no client is transformed.
  stream: own.stream
})

const timedOut = () => Effect.fail(new Failure("timeout"))

const send = (client: HttpClient.HttpClient, request: Request, maxBody: number): Effect.Effect<Response, Failure> =>
  Effect.withFiber((fiber) =>
    Effect.matchEffect(
      Effect.flatMap(
        Effect.catch(
          transformed(client, request, fiber.getRef(ClientTransform)).execute(
            toHttpClient(request, bodyOf(request.body))
          ),
          // A client may make an error of a status, such as one with `filterStatusOk`. The response is a response.
          (error) =>
            error.reason._tag === "StatusCodeError" ? Effect.succeed(error.reason.response) : Effect.fail(error)
        ),
        (response) => read(response, maxBody)
      ),
      { onFailure: (error) => Effect.fail(toFailure(error)), onSuccess: Effect.succeed }
    )
  )

/** What a region of the program makes of the client is for the API only. */
const transformed = (client: HttpClient.HttpClient, { external }: Request, transform: Transform) =>
  external ? client : transform(client)

const toHttpClient = (
  { headers, method, url }: Request,
  body: HttpBody.HttpBody
): HttpClientRequest.HttpClientRequest =>
  HttpClientRequest.setBody(
    HttpClientRequest.makeWith(
      method,
      url,
      UrlParams.empty,
      Option.none(),
      Headers.fromRecordUnsafe({ ...headers }),
      HttpBody.empty
    ),
    body
  )

const bodyOf = (body: Body | undefined): HttpBody.HttpBody => {
  if (body === undefined) return HttpBody.empty
  return body._tag === "Text"
    ? HttpBody.text(body.text, body.contentType)
    : HttpBody.stream(body.stream, body.contentType, body.contentLength)
}

const read = (
  response: HttpClientResponse.HttpClientResponse,
  maxBody: number
): Effect.Effect<Response, HttpClientError.HttpClientError | Failure> => {
  const { headers, status } = response
  return Effect.flatMap(Beginning.read(response, headers, Transport.maxBodyOf(status, maxBody)), ({ body, cut }) =>
    !cut && isUnfinished(status, headers, body)
      ? Effect.fail(unfinished)
      : Effect.succeed({ status, headers, body, cut })
  )
}

/**
 * Whether a compressed body has come only in part. `fetch` says nothing of that: it gives what can be decompressed. JSON that
 * begins and does not end is no other response, it is a lost one.
 */
const isUnfinished = (status: number, headers: Readonly<Record<string, string | undefined>>, body: string): boolean =>
  headers["content-encoding"] !== undefined &&
  status >= 200 &&
  status < 300 &&
  /^\s*[{[]/.test(body) &&
  !/[}\]]\s*$/.test(body.slice(-32))

const unfinished = new Failure("lost", "The compressed body has no end")

const toFailure = (error: HttpClientError.HttpClientError | Failure): Failure => {
  if (error instanceof Failure) return error
  const { _tag, cause, description } = error.reason
  return new Failure(
    _tag === "InvalidUrlError" || _tag === "EncodeError" ? "invalid" : "lost",
    description ?? (cause instanceof Error && cause.message !== "" ? undefined : _tag),
    cause
  )
}

const stream = (client: HttpClient.HttpClient, request: Request, progress: Progress) =>
  Effect.flatMap(StreamLength, (how) => {
    const { body } = request
    const upload =
      body?._tag === "Stream"
        ? BodyLength.make({
            length: body.contentLength,
            how,
            whole: body.parts,
            onWhole: () => progress.handedOver(body.contentLength)
          })
        : undefined
    const watched = body?._tag === "Stream" ? { ...body, stream: onEach(body.stream, progress.sent) } : body
    return client.execute(toHttpClient(request, bodyOf(watched))).pipe(
      Effect.map((response) => {
        const { headers, status } = response
        const received = Stream.catch(response.stream, (error) =>
          error.reason._tag === "EmptyBodyError" ? Stream.empty : Stream.fail(toFailure(error))
        )
        return { status, headers, stream: received }
      }),
      Effect.mapError((error) => (upload?.isTooLong() === true ? tooLong(upload.length) : toFailure(error))),
      Effect.updateContext(referencesOf(request, upload)),
      // Where a runtime cannot send a stream, it is sent whole.
      Effect.provideService(FetchHttpClient.StreamBodyFallback, "buffer")
    )
  })

const onEach = <A, E>(stream: Stream.Stream<A, E>, f: () => void): Stream.Stream<A, E> =>
  Stream.transformPull(stream, (pull) =>
    Effect.succeed(
      Effect.map(pull, (chunks) => {
        f()
        return chunks
      })
    )
  )

const tooLong = (length: number) =>
  new Failure(
    "invalid",
    `Expected at most ${BodyLength.longestCollected} bytes of a stream, and there are ${length}: fetch takes no length for a ` +
      "stream in this runtime, so it is collected. Give bytes, a Blob, or another HttpClient",
    undefined,
    "size"
  )

/**
 * How requests are sent. The server is somebody else's: our trace ids stay here, our secrets stay out of logs, and redirects are
 * not followed, unless the program has options for `fetch` that say otherwise.
 */
const referencesOf =
  ({ external, redirect }: Request, upload?: BodyLength.Body) =>
  (context: Context.Context<never>): Context.Context<never> => {
    const change = (inside: Context.Context<never>): Context.Context<never> => {
      const own = external ? FetchOptions.external(inside) : inside
      const directed = redirect === undefined ? own : FetchOptions.withInit(own, (init) => ({ ...init, redirect }))
      return upload === undefined
        ? directed
        : Context.add(directed, FetchHttpClient.Fetch, upload.over(Context.get(directed, FetchHttpClient.Fetch)))
    }
    return FetchOptions.sending(
      context.pipe(
        Context.add(HttpClient.TracerPropagationEnabled, false),
        Context.add(HttpClient.TracerDisabledWhen, constTrue),
        Context.add(Headers.CurrentRedactedNames, [
          ...Context.get(context, Headers.CurrentRedactedNames),
          ...Redaction.secretHeaders
        ])
      ),
      { redirect: "manual" },
      external || redirect !== undefined || upload !== undefined ? change : undefined
    )
  }
