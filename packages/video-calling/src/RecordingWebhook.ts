/**
 * The handler of the server's webhook for recordings, to mount in your server.
 *
 * @since 0.1.0
 */
import { ItemDecodeError } from "@effect-connectycube/core/ItemDecodeError"
import * as Issues from "@effect-connectycube/core/contract/Issues"
import * as InboundRequest from "@effect-connectycube/core/client/InboundRequest"
import * as Redaction from "@effect-connectycube/core/client/Redaction"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as ByteSize from "effect/ByteSize"
import type * as Cause from "effect/Cause"
import * as Digest from "effect/crypto/Digest"
import * as Mac from "effect/crypto/Mac"
import * as Effect from "effect/Effect"
import type * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerRespondable from "effect/http/HttpServerRespondable"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import type * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as SchemaIssue from "effect/SchemaIssue"
// The host of a recorded meeting is a user.
import { User } from "@effect-connectycube/users/User"
import { Meeting } from "./Meeting.ts"
import { Recording, type RecordingDone } from "./Recording.ts"

/**
 * A delivery to the webhook: what was decoded, and what could not be.
 *
 * @category models
 * @since 0.1.0
 */
export interface ReceivedRecordings extends RecordingDone {
  /**
   * The recordings, the meeting and the host that could not be decoded, each as it was received, so that nothing of a
   * delivery in a changed format is lost.
   */
  readonly unfit: ReadonlyArray<ItemDecodeError>
}

/**
 * The options of the webhook.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options<E, R> {
  /**
   * The shared secret: the URL in the dashboard ends with `?sig=` and the secret. Use many random letters and digits, which
   * need no escaping.
   */
  readonly secret: Redacted.Redacted
  /**
   * Processes the recordings of a delivery.
   *
   * **Gotchas**
   *
   * A delivery can arrive more than once, and twice at the same time: use the `_id` of recordings to detect it. Their
   * `download_url` is valid for an hour. Parts that cannot be decoded are in `unfit`, and are logged.
   */
  readonly onRecordings: (done: ReceivedRecordings) => Effect.Effect<unknown, E, R>
  /** The maximum size of a body; 1 MiB when left out. */
  readonly maxBodySize?: ByteSize.Input
}

/**
 * Handles the request in the context, on any path.
 *
 * - 200: `onRecordings` has succeeded.
 * - 403: the URL does not have the secret, or has it more than once. It is compared in constant time, before the body is
 *   read. An empty secret rejects all requests.
 * - 405: the method is not `POST`.
 * - 413: the body is too large.
 * - 422: the body has no list of recordings, as `{ "errors": { "callRecords": ["Missing key"] } }`. That is logged, too.
 * - 500: `onRecordings` failed or died. The cause is logged, without the signatures of URLs, and not in the response.
 *
 * @example
 * ```ts
 * const request = HttpServerRequest.fromWeb(
 *   new Request("https://example.com/?sig=eGf8m2Qz7RkT4vYp", { method: "POST", body: '{"callRecords":[]}' })
 * )
 * const response = yield* RecordingWebhook.handler({
 *   secret: Redacted.make("eGf8m2Qz7RkT4vYp"),
 *   onRecordings: ({ callRecords }) => Console.log(callRecords.length)
 * }).pipe(Effect.provideService(HttpServerRequest.HttpServerRequest, request))
 * response.status // => 200
 * ```
 *
 * @see https://developers.connectycube.com/server/meetings#recording-done-webhook
 * @category handlers
 * @since 0.1.0
 */
export const handler = <E, R>({
  maxBodySize = "1 MiB",
  onRecordings,
  secret
}: Options<E, R>): Effect.Effect<
  HttpServerResponse.HttpServerResponse,
  never,
  R | HttpServerRequest.HttpServerRequest
> => {
  const limit = ByteSize.fromInputUnsafe(maxBodySize)

  const response = Effect.fnUntraced(function* (request: HttpServerRequest.HttpServerRequest) {
    if (request.method !== "POST") return methodNotAllowed
    if (!(yield* isFromServer(request.url, secret))) return forbidden
    const done = read(yield* decode(yield* Effect.provideService(request.text, HttpServerRequest.MaxBodySize, limit)))
    if (done.unfit.length > 0) {
      yield* Effect.logWarning(
        "Parts of a delivery of recordings were not understood",
        done.unfit.map(({ message }) => message)
      )
    }
    return yield* Effect.suspend(() => onRecordings(done)).pipe(Effect.as(ok), Effect.catchCause(failed(done)))
  })

  return Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
    response(request).pipe(
      Effect.catchTags({
        SchemaError: ({ issue }) => unprocessable(issue),
        // A body that is too large, or breaks off.
        HttpServerError: HttpServerRespondable.toResponse
      })
    )
  )
}

/**
 * Adds the {@link handler} to a router, on a path.
 *
 * @example
 * ```ts
 * import * as RecordingWebhook from "@effect-connectycube/video-calling/RecordingWebhook"
 * import * as Config from "effect/Config"
 * import * as Effect from "effect/Effect"
 * import * as HttpRouter from "effect/http/HttpRouter"
 * import * as Layer from "effect/Layer"
 *
 * // The URL for the dashboard is https://your.host/recordings?sig= and the secret
 * const webhook = Layer.unwrap(
 *   Effect.map(Config.Redacted("RECORDINGS_SECRET"), (secret) =>
 *     RecordingWebhook.layer({
 *       path: "/recordings",
 *       secret,
 *       onRecordings: ({ callRecords, meeting }) =>
 *         Effect.forEach(callRecords, ({ _id, download_url }) => Effect.log("To be kept", meeting?.name, _id, download_url))
 *     })
 *   )
 * )
 *
 * const server = HttpRouter.serve(webhook)
 * ```
 *
 * @example
 * ```ts
 * const { handler } = HttpRouter.toWebHandler(
 *   RecordingWebhook.layer({
 *     path: "/recordings",
 *     secret: Redacted.make("eGf8m2Qz7RkT4vYp"),
 *     onRecordings: ({ callRecords }) => Console.log(callRecords.length)
 *   }),
 *   { disableLogger: true }
 * )
 * const request = new Request("https://example.com/recordings?sig=wrong", { method: "POST" })
 * const response = yield* Effect.promise(() => handler(request))
 * response.status // => 403
 * ```
 *
 * @see https://developers.connectycube.com/server/meetings#recording-done-webhook
 * @category layers
 * @since 0.1.0
 */
export const layer = <E, R>(
  options: Options<E, R> & {
    /** The path of the webhook. */
    readonly path: HttpRouter.PathInput
  }
): Layer.Layer<
  never,
  never,
  HttpRouter.HttpRouter | HttpRouter.Request.From<"Requires", Exclude<R, HttpRouter.Provided>>
> => InboundRequest.layer(options.path, handler(options))

/** What is needed of a delivery: everything else may be left out, or be something else. */
const Delivery = Schema.Struct({
  meeting: Schema.optionalKey(Schema.Unknown),
  hostUser: Schema.optionalKey(Schema.Unknown),
  callRecords: Schema.Array(Schema.Unknown)
})

const decode = Schema.decodeUnknownEffect(Wire.fromJson(Delivery), { errors: "all" })

const read = ({ callRecords, hostUser, meeting }: typeof Delivery.Type): ReceivedRecordings => {
  const unfit: Array<ItemDecodeError> = []
  const part = <A>(name: string, schema: Schema.Codec<A, unknown>) => {
    const decode = Schema.decodeUnknownResult(schema, { errors: "all" })
    return (item: unknown): ReadonlyArray<A> => {
      const result = decode(item)
      if (Result.isSuccess(result)) return [result.success]
      const issues = Issues.format(result.failure.issue)
      unfit.push(new ItemDecodeError({ operation: `RecordingWebhook.${name}`, item, issues }))
      return []
    }
  }
  const one = <A>(name: string, schema: Schema.Codec<A, unknown>, item: unknown): A | null =>
    Predicate.isNullish(item) ? null : (part(name, schema)(item)[0] ?? null)
  return {
    meeting: one("meeting", Meeting, meeting),
    hostUser: one("hostUser", User, hostUser),
    callRecords: callRecords.flatMap(part("callRecords", Recording)),
    unfit
  }
}

// Tracers leave the value of this name out of the URLs that they record, as OpenTelemetry has it. Of `secret` they would not.
const parameter = "sig"

const isFromServer = Effect.fnUntraced(function* (url: string, secret: Redacted.Redacted) {
  const [given = "", ...more] = InboundRequest.parameters(url, parameter)
  // Digests have one length, whatever the lengths of what they are of.
  const isEqual = Mac.timingSafeEqual(yield* digest(given), yield* digest(Redacted.value(secret)))
  return isEqual && given !== "" && more.length === 0
}, Effect.provide(Digest.layerWebCrypto))

const digest = (text: string) =>
  Effect.flatMap(Digest.Digest, ({ digest }) => digest(Digest.sha256, new TextEncoder().encode(text)))

const ok = HttpServerResponse.empty({ status: 200 })
const forbidden = HttpServerResponse.empty({ status: 403 })
const methodNotAllowed = HttpServerResponse.empty({ status: 405, headers: { allow: "POST" } })

const unprocessable = (issue: SchemaIssue.Issue) => {
  const errors: Record<string, Array<string>> = {}
  for (const { message, path } of Issues.format(issue)) (errors[path === "" ? "base" : path] ??= []).push(message)
  return Effect.as(
    Effect.logWarning("A delivery of recordings was not understood", errors),
    HttpServerResponse.jsonUnsafe({ errors }, { status: 422 })
  )
}

const failed =
  ({ callRecords, unfit }: ReceivedRecordings) =>
  (cause: Cause.Cause<unknown>) => {
    const urls = [
      ...callRecords.map(({ download_url }) => Redacted.value(download_url)),
      ...unfit.flatMap(({ item }) => textsIn(item))
    ]
    return Effect.as(
      InboundRequest.logFailure("Recordings were not handled", cause, urls.flatMap(Redaction.secretsInUrl)),
      HttpServerResponse.empty({ status: 500 })
    )
  }

/** Any text of what cannot be read may be a URL. */
const textsIn = (value: unknown): ReadonlyArray<string> => {
  if (typeof value === "string") return [value]
  return Predicate.isObjectOrArray(value) ? Object.values(value).flatMap(textsIn) : []
}
