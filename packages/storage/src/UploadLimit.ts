/**
 * @since 0.1.0
 */
import * as Context from "effect/Context"

/**
 * The maximum size of an upload, in bytes: by default 104,857,600, the limit of the API (100 MiB).
 *
 * **Details**
 *
 * A larger file fails with `InvalidRequest`, before any request.
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
