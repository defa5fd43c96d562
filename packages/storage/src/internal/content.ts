/**
 * Sends content to the store.
 */
import { DecodeError, TransportError } from "@effect-connectycube/core/ConnectyCubeError"
import type * as ExternalHost from "@effect-connectycube/core/client/ExternalHost"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Stream from "effect/Stream"
import type { Source } from "../Source.ts"
import type { SourceError } from "../SourceError.ts"
import type { UploadOptions } from "../UploadOptions.ts"
import { UploadRejected } from "../UploadRejected.ts"
import { inContext } from "./inContext.ts"
import { metered } from "./metered.ts"
import * as Multipart from "./multipart.ts"
import * as Store from "./store.ts"
import * as StoreResponse from "./storeResponse.ts"
import type { StoreForm } from "./uploadForm.ts"

export const operation = { name: "storage.upload", method: "POST", path: "/", retrySafety: "idempotent" } as const

/** Posts a form with the content of a source, again after a lost connection when the source can be read again. */
export const send = Effect.fnUntraced(function* <E, R>(
  host: ExternalHost.ExternalHost,
  form: StoreForm,
  file: Multipart.FilePart,
  source: Source<E, R>,
  onProgress: UploadOptions["onProgress"]
): Effect.fn.Return<void, UploadRejected | Store.StoreFailure | SourceError | E, R> {
  const context = yield* Effect.context<R>()
  const multipart = Multipart.make(form.fields, file)
  const parts = source.whole === undefined ? undefined : [multipart.head, source.whole, multipart.tail]

  /** Yields how the source failed, when it was the source that failed: that is no reason to retry. */
  const attempt = (
    attempt: ExternalHost.Attempt
  ): Effect.Effect<Exit.Exit<void, E | SourceError>, UploadRejected | Store.StoreFailure> =>
    Effect.suspend(() => {
      const failed = Deferred.makeUnsafe<never, E | SourceError>()
      let sent = 0
      const content = metered(source.content, file.size, (bytes) => {
        sent = bytes
        return onProgress === undefined ? Effect.void : onProgress({ sent, total: file.size })
      }).pipe(Stream.tapCause((cause) => Deferred.failCause(failed, cause)))
      const stream = Stream.succeed(multipart.head).pipe(
        Stream.concat(inContext(content, context)),
        Stream.concat(Stream.succeed(multipart.tail))
      )
      const { contentLength, contentType } = multipart
      const body = { _tag: "Stream" as const, stream, contentType, contentLength, parts }
      const uploaded = Effect.flatMap(Store.send(attempt, { url: form.url, body }, UploadRejected), (response) => {
        const isWhole = sent === file.size
        // The connection of a response that is not read stays open, and so does a source that still goes out.
        return Effect.flatMap(response.text, (text): Effect.Effect<void, DecodeError | TransportError> =>
          isWhole ? checkKey(form, attempt, response, text) : Effect.fail(tooEarly(attempt))
        )
      })
      const sourceFailed = Effect.exit(Deferred.await(failed))
      return Effect.raceFirst(Effect.as(uploaded, Exit.void), sourceFailed).pipe(
        Effect.catch((error) => (Deferred.isDoneUnsafe(failed) ? sourceFailed : Effect.fail(error)))
      )
    })

  return yield* yield* host({
    operation,
    secrets: form.secrets,
    attempt,
    retryable: source.repeatable ? Store.retryable : () => undefined
  })
})

const tooEarly = ({ attempts, operation: { method, name, path } }: ExternalHost.Attempt): TransportError =>
  new TransportError({
    operation: name,
    method,
    path,
    attempts,
    reason: "The store responded before it had the whole content"
  })

/** Where the store says under which key it has put the content, it is the one of the form. */
const checkKey = (
  { fields }: StoreForm,
  { attempts, mask, operation: { method, name, path } }: ExternalHost.Attempt,
  { status }: ExternalHost.ExternalResponse,
  body: string
): Effect.Effect<void, DecodeError> => {
  const expected = fields.find(([name]) => name === "key")?.[1]
  const key = StoreResponse.keyOf(body)
  if (key === undefined || expected === undefined || key === expected) return Effect.void
  const issues = [{ path: "Key", message: "Expected the key of the form" }]
  return Effect.fail(new DecodeError({ operation: name, method, path, attempts, status, body: mask(body), issues }))
}
