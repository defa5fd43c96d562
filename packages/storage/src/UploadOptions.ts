/**
 * @since 0.1.0
 */
import type * as Effect from "effect/Effect"

/**
 * The progress of an upload. It starts over when the upload is retried.
 *
 * @category models
 * @since 0.1.0
 */
export interface UploadProgress {
  /** The number of bytes sent so far. */
  readonly sent: number
  /** The size of the content, in bytes. */
  readonly total: number
}

/**
 * The options of an upload.
 *
 * @category models
 * @since 0.1.0
 */
export interface UploadOptions {
  /** The name: 1 to 100 characters. That of the source when left out. */
  readonly name?: string
  /**
   * The MIME type. When left out, that of the source, or that of the name (`ContentTypeOf`), or `application/octet-stream`.
   */
  readonly content_type?: string
  /** Whether everyone with the `uid` can download it, without a session. `false` when left out. */
  readonly public?: boolean
  /**
   * Runs for each part of the content, of at most 64 KiB, when it is sent. The upload waits for it.
   *
   * **Gotchas**
   *
   * Where `fetch` sends whole bodies only, as in Deno and in browsers, it runs when a part is read, and the content is sent
   * after the last one.
   */
  readonly onProgress?: (progress: UploadProgress) => Effect.Effect<void>
}
