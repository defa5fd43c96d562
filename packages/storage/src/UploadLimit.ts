/**
 * @since 0.1.0
 */
import * as Context from "effect/Context"

/**
 * How large a file may be that is uploaded, in bytes: 100 MB, which is the limit of the API, unless it is changed. A larger
 * one is an `InvalidRequest`, before anything is sent.
 *
 * @example
 * ```ts
 * import * as Source from "@effect-connectycube/storage/Source"
 * import { Storage } from "@effect-connectycube/storage/Storage"
 * import { UploadLimit } from "@effect-connectycube/storage/UploadLimit"
 * import * as Effect from "effect/Effect"
 *
 * const uploadAvatar = Effect.fn(function*(image: Blob) {
 *   const storage = yield* Storage
 *   return yield* storage.upload(Source.blob(image), { name: "avatar.png" })
 * }, Effect.provideService(UploadLimit, 2 * 1024 * 1024))
 * ```
 *
 * @see https://developers.connectycube.com/server/storage#upload-a-file
 * @category services
 * @since 0.1.0
 */
export const UploadLimit = Context.Reference<number>("@effect-connectycube/storage/UploadLimit", {
  defaultValue: () => 104_857_600
})
