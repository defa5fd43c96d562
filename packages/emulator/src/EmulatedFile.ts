/**
 * A file in the storage of the emulator.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * The schema of an {@link EmulatedFile}.
 *
 * @category models
 * @since 0.1.0
 */
export const EmulatedFile = Schema.Struct({
  /** The id. */
  id: Schema.Int,
  /** The uid, by which the content is downloaded. */
  uid: Schema.String,
  /** The id of the owner. */
  user_id: Schema.Int,
  /** The name. */
  name: Schema.String,
  /** The MIME type, as it was declared. */
  content_type: Schema.String,
  /** Whether it can be downloaded without a session. */
  public: Schema.Boolean,
  /** Whether it was declared to be there. */
  complete: Schema.Boolean,
  /** As it was declared; `null` before. */
  size: Schema.NullOr(Schema.Int),
  /** As it was uploaded; `null` before. */
  content: Schema.NullOr(
    Schema.Struct({
      /** The size in bytes. */
      size: Schema.Int,
      /** The MIME type, as it was uploaded. */
      content_type: Schema.String,
      /** The MD5 of the content. */
      md5: Schema.String,
      /** The SHA-256 of the content. */
      sha256: Schema.String,
      /** The time of the upload. */
      stored_at: Schema.DateTimeUtcFromString
    })
  )
})

/**
 * A file in the storage, with what the store holds of it. Sizes are in bytes, and hashes in hexadecimal.
 *
 * @category models
 * @since 0.1.0
 */
export interface EmulatedFile extends Schema.Schema.Type<typeof EmulatedFile> {}
