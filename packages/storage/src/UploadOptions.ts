/**
 * @since 0.1.0
 */
import type * as Effect from "effect/Effect"

/**
 * How far an upload has come, in bytes. It begins anew when a lost connection makes it begin anew.
 *
 * @category models
 * @since 0.1.0
 */
export interface UploadProgress {
  readonly sent: number
  readonly total: number
}

/**
 * What an upload is to be called, and who may have it.
 *
 * @category models
 * @since 0.1.0
 */
export interface UploadOptions {
  /** 1 to 100 characters; the source's own name when left out. */
  readonly name?: string
  /**
   * A MIME type; the source's own when left out, then the one that goes with the name (`ContentTypeOf`), and
   * `application/octet-stream` when there is none.
   */
  readonly content_type?: string
  /** Whether everybody who knows its `uid` may download it, without a session. Nobody may, when left out. */
  readonly public?: boolean
  /**
   * Told of each part of the content, at most 64 KiB, when it goes out. The upload waits for it. Where `fetch` takes only what
   * is whole, as in Deno and in browsers, it is told of each part when that is read, and the content goes out after the last.
   */
  readonly onProgress?: (progress: UploadProgress) => Effect.Effect<void>
}
