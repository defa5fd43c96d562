/**
 * A file in the storage of the emulator.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * A file in the storage, with what the store holds of it. Sizes are in bytes, and hashes in hexadecimal.
 *
 * @category models
 * @since 0.1.0
 */
export const EmulatedFile = Schema.Struct({
  id: Schema.Int,
  uid: Schema.String,
  user_id: Schema.Int,
  name: Schema.String,
  content_type: Schema.String,
  public: Schema.Boolean,
  /** Whether it was declared to be there. */
  complete: Schema.Boolean,
  /** As it was declared; `null` before. */
  size: Schema.NullOr(Schema.Int),
  /** As it was uploaded; `null` before. */
  content: Schema.NullOr(
    Schema.Struct({
      size: Schema.Int,
      content_type: Schema.String,
      md5: Schema.String,
      sha256: Schema.String,
      stored_at: Schema.DateTimeUtcFromString
    })
  )
})

/**
 * @category models
 * @since 0.1.0
 */
export interface EmulatedFile extends Schema.Schema.Type<typeof EmulatedFile> {}
