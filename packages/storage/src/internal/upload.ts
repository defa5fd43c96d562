/**
 * Uploads a file in three steps: creates it, sends its content to the store, and declares it complete.
 */
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import type { ConnectyCubeError, InvalidRequest } from "@effect-connectycube/core/ConnectyCubeError"
import type * as ExternalHost from "@effect-connectycube/core/client/ExternalHost"
import * as Method from "@effect-connectycube/core/client/Method"
import * as Observe from "@effect-connectycube/core/client/Observe"
import type { Session } from "@effect-connectycube/core/Session"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { ContentTypeOf } from "../ContentTypeOf.ts"
import type { Source } from "../Source.ts"
import type { SourceError } from "../SourceError.ts"
import type { FileToUpload, StoredFile } from "../StoredFile.ts"
import type { UploadRejected } from "../UploadRejected.ts"
import { UploadLimit } from "../UploadLimit.ts"
import type { UploadOptions } from "../UploadOptions.ts"
import type { Calls } from "./calls.ts"
import * as Content from "./content.ts"
import type { FilePart } from "./multipart.ts"
import * as UploadForm from "./uploadForm.ts"

export const make = (call: Calls, host: ExternalHost.ExternalHost) => {
  // A form that cannot be read is no reason to leave the file behind, so it is read later.
  const create = call.create.flatMap(({ blob_object_access, ...file }, response) =>
    Effect.succeed({ file, readForm: UploadForm.read(blob_object_access, response) })
  )

  const complete = Effect.fnUntraced(function* <E, R>(
    { file, readForm }: Effect.Success<ReturnType<typeof create>>,
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
  const discard = ({ id }: Pick<FileToUpload, "id">) =>
    call.delete({ blob_id: id }).pipe(
      Effect.catchTag("NotFound", () => Effect.void),
      Effect.catchCause((cause) =>
        Effect.logWarning(`The file ${id}, which has no content, could not be deleted`, cause)
      )
    )

  return <E, R>(source: Source<E, R>, options: UploadOptions = {}) =>
    Observe.observe(
      Content.operation,
      Effect.flatMap(check(source, options), (part) =>
        // An interruption waits until it is known which file was made, or that none was.
        Effect.uninterruptibleMask((restore) => {
          const { content_type, name } = part
          const file =
            options.public === undefined ? { content_type, name } : { content_type, name, public: options.public }
          return Effect.flatMap(create(file), (created) =>
            Effect.onExit(restore(complete(created, part, source, options)), (exit) =>
              Exit.isSuccess(exit) ? Effect.void : discard(created.file)
            )
          )
        })
      )
    )
}

/** The issues that are known before any request. */
const check = Effect.fnUntraced(function* <E, R>(
  source: Source<E, R>,
  options: UploadOptions
): Effect.fn.Return<FilePart, InvalidRequest | SourceError, R> {
  yield* Arguments.check(endpoint, options, ["name", "content_type", "public", "onProgress"])
  const { content_type: given = source.content_type, name = source.name } = options
  if (name === undefined) return yield* reject("name", "Expected a name, since the source has none")
  const content_type = given ?? (yield* ContentTypeOf)(name) ?? "application/octet-stream"
  const size = yield* source.size
  const limit = yield* UploadLimit
  if (!Number.isSafeInteger(size) || size < 0) return yield* reject("size", "Expected a number of bytes")
  if (size > limit) return yield* reject("size", `Expected at most ${limit} bytes, and there are ${size}`)
  return { content_type, name, size }
})

const endpoint = { ...Content.operation, identifier: "upload" }

const reject = (path: string, message: string) => Method.invalidRequest(endpoint, [{ path, message }])
