/**
 * Gives the store a content.
 */
import { DecodeError, TransportError } from "@effect-connectycube/core/ConnectyCubeError"
import * as OtherHost from "@effect-connectycube/core/client/ExternalHost"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as HttpBody from "effect/http/HttpBody"
import type * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Stream from "effect/Stream"
import type { Source } from "../Source.ts"
import type { SourceError } from "../SourceError.ts"
import type { UploadOptions } from "../UploadOptions.ts"
import { inContext } from "./inContext.ts"
import { metered } from "./metered.ts"
import * as Multipart from "./multipart.ts"
import * as Store from "./store.ts"
import * as StoreResponse from "./storeResponse.ts"
import type { StoreForm } from "./uploadForm.ts"

export const operation: Store.StoreOperation = { name: "storage.upload", method: "POST", path: "/" }

/** Posts a form with the content of a source, again after a lost connection when the source can be read again. */
export const give = Effect.fnUntraced(function* <E, R>(
  client: HttpClient.HttpClient,
  form: StoreForm,
  file: Multipart.FilePart,
  source: Source<E, R>,
  onProgress: UploadOptions["onProgress"]
): Effect.fn.Return<void, Store.StoreFailure | SourceError | E, R> {
  const context = yield* Effect.context<R>()
  const multipart = Multipart.make(form.fields, file)
  const whole = source.whole === undefined ? undefined : [multipart.head, source.whole, multipart.tail]

  /** Yields how the source failed, when it was the source that failed: that is no reason to retry. */
  const attempt = (attempts: number): Effect.Effect<Exit.Exit<void, E | SourceError>, Store.StoreFailure> =>
    Effect.suspend(() => {
      const exchange = Store.exchangeOf(operation, attempts, form.secrets)
      const failed = Deferred.makeUnsafe<never, E | SourceError>()
      let sent = 0
      const content = metered(source.content, file.size, (bytes) => {
        sent = bytes
        return onProgress === undefined ? Effect.void : onProgress({ sent, total: file.size })
      }).pipe(Stream.tapCause((cause) => Deferred.failCause(failed, cause)))
      const body = Stream.succeed(multipart.head).pipe(
        Stream.concat(inContext(content, context)),
        Stream.concat(Stream.succeed(multipart.tail))
      )
      const request = HttpClientRequest.post(form.url).pipe(
        HttpClientRequest.setBody(HttpBody.stream(body, multipart.contentType, multipart.contentLength))
      )
      const given = Effect.flatMap(Store.send(client, exchange, request, whole), (taken) => {
        const isWhole = sent === file.size
        // A response that is not read is not let go, and neither is a source that still goes out.
        return Effect.flatMap(OtherHost.text(exchange, taken.response), (answer) =>
          isWhole ? checkKey(form, taken, answer) : tooEarly(exchange)
        )
      })
      const sourceFailed = Effect.exit(Deferred.await(failed))
      return Effect.raceFirst(Effect.as(given, Exit.void), sourceFailed).pipe(
        Effect.catch((error) => (Deferred.isDoneUnsafe(failed) ? sourceFailed : Effect.fail(error)))
      )
    })

  return yield* yield* source.repeatable ? Store.retrying(operation, attempt) : attempt(1)
})

const tooEarly = ({
  attempts,
  operation: { method, name, path }
}: OtherHost.Exchange): Effect.Effect<never, Store.StoreFailure> =>
  Effect.fail(
    new TransportError({
      operation: name,
      method,
      path,
      attempts,
      reason: "The store answered before it had the whole content"
    })
  )

/** Where the store says under which key it has put the content, it is the one of the form. */
const checkKey = (
  { fields }: StoreForm,
  { exchange, response }: Store.Taken,
  answer: string
): Effect.Effect<void, Store.StoreFailure> => {
  const expected = fields.find(([name]) => name === "key")?.[1]
  const key = StoreResponse.keyOf(answer)
  if (key === undefined || expected === undefined || key === expected) return Effect.void
  const { attempts, mask, operation } = exchange
  return Effect.fail(
    new DecodeError({
      operation: operation.name,
      method: operation.method,
      path: operation.path,
      attempts,
      status: response.status,
      body: mask(answer),
      issues: [{ path: "Key", message: "Expected the key of the form" }]
    })
  )
}
