/**
 * Uploads a file in three steps: creates it, sends its content to the store, and declares it complete.
 */
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import type { ConnectyCubeError, InvalidRequest } from "@effect-connectycube/core/ConnectyCubeError"
import type * as ExternalHost from "@effect-connectycube/core/client/ExternalHost"
import * as Method from "@effect-connectycube/core/client/Method"
import * as Observe from "@effect-connectycube/core/client/Observe"
import type { BlobId } from "@effect-connectycube/core/Ids"
import type { Session } from "@effect-connectycube/core/Session"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import { ContentTypeOf } from "../ContentTypeOf.ts"
import type { Source } from "../Source.ts"
import type { SourceError } from "../SourceError.ts"
import type { FileToUpload, StoredFile } from "../StoredFile.ts"
import type { UploadRejected } from "../UploadRejected.ts"
import { UploadLimit } from "../UploadLimit.ts"
import type { UploadOptions } from "../UploadOptions.ts"
import type { Calls } from "./calls.ts"
import type { TakeOver } from "./cleanup.ts"
import * as Content from "./content.ts"
import type { FilePart } from "./multipart.ts"
import * as UploadForm from "./uploadForm.ts"

export const make = (call: Calls, host: ExternalHost.ExternalHost, takeOver: TakeOver) => {
  // A form that cannot be read is no reason to leave the file behind, so it is read later.
  const create = call.create.flatMap(({ blob_object_access, ...file }, response) =>
    Effect.succeed({ file, readForm: UploadForm.read(blob_object_access, response) })
  )

  type Created = Effect.Success<ReturnType<typeof create>>

  const complete = Effect.fnUntraced(function* <E, R>(
    { file, readForm }: Created,
    part: FilePart,
    source: Source<E, R>,
    { onProgress }: UploadOptions
  ): Effect.fn.Return<StoredFile, ConnectyCubeError | UploadRejected | SourceError | E, Session | R> {
    const form = yield* readForm
    yield* Content.send(host, form, part, source, onProgress)
    yield* call.complete({ blob_id: file.id, size: part.size })
    return { ...file, size: part.size }
  })

  /** Deletes an incomplete file. The caller gets the error from before. */
  const remove = ({ id }: Pick<FileToUpload, "id">) =>
    call.delete({ blob_id: id }).pipe(
      Effect.catchTag("NotFound", () => Effect.void),
      Effect.catchCause((cause) => Effect.logWarning(notDeleted(id), cause))
    )

  /** Deletes the file that is still being created, when it is there. */
  const abandon = (creating: Fiber.Fiber<Created, ConnectyCubeError>) =>
    Fiber.join(creating).pipe(
      Effect.matchCauseEffect({
        onFailure: () => Effect.void,
        onSuccess: ({ file }) => remove(file)
      }),
      Effect.onInterrupt(() => Fiber.interrupt(creating)),
      background,
      Effect.flatMap((fiber) => takeOver(fiber, "A file may be left without content"))
    )

  return <E, R>(source: Source<E, R>, options: UploadOptions = {}) =>
    Observe.observe(
      Content.operation,
      Effect.flatMap(check(source, options), (part) =>
        // Uninterruptible but for the waiting: what was begun is cleaned up.
        Effect.uninterruptibleMask((restore) =>
          Effect.gen(function* () {
            const { content_type, name } = part
            const file =
              options.public === undefined ? { content_type, name } : { content_type, name, public: options.public }
            const creating = yield* background(create(file))
            const created = yield* Effect.onInterrupt(restore(Fiber.join(creating)), () => abandon(creating))
            const exit = yield* Effect.exit(restore(complete(created, part, source, options)))
            if (Exit.isSuccess(exit)) return exit.value
            const deleting = yield* background(remove(created.file))
            const untended = takeOver(deleting, notDeleted(created.file.id))
            if (Exit.hasInterrupts(exit)) yield* untended
            else yield* Effect.onInterrupt(restore(Fiber.await(deleting)), () => untended)
            return yield* exit
          })
        )
      )
    )
}

const background = Effect.forkDetach({ startImmediately: true })

const notDeleted = (id: BlobId) => `The file ${id}, which has no content, could not be deleted`

/** The issues that are known before any request. */
const check = Effect.fnUntraced(function* <E, R>(
  source: Source<E, R>,
  options: UploadOptions
): Effect.fn.Return<FilePart, InvalidRequest | SourceError, R> {
  yield* Arguments.check(endpoint, options, ["name", "content_type", "public", "onProgress"])
  if (!isSource(source)) return yield* reject("source", "Expected a source")
  const { content_type: given = source.content_type, name = source.name } = options
  if (name === undefined) return yield* reject("name", "Expected a name, since the source has none")
  const content_type = given ?? (yield* ContentTypeOf)(name) ?? "application/octet-stream"
  const size = yield* source.size
  const limit = yield* UploadLimit
  if (!Number.isSafeInteger(size) || size < 0) return yield* reject("size", "Expected a number of bytes")
  if (size > limit) return yield* reject("size", `Expected at most ${limit} bytes, and there are ${size}`)
  return { content_type, name, size }
})

/** Callers without types can give anything, and what is no effect would be a defect. */
const isSource = <E, R>(source: Source<E, R>): boolean =>
  Predicate.isObject(source) && Effect.isEffect(source.size) && Stream.isStream(source.content)

const endpoint = { ...Content.operation, identifier: "upload" }

const reject = (path: string, message: string) => Method.invalidRequest(endpoint, [{ path, message }])
