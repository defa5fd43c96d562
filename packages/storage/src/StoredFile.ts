/**
 * @since 0.1.0
 */
import { BlobId, BlobUid } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Schema from "effect/Schema"

const Name = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(100))

const ContentType = Schema.String.check(
  Schema.isPattern(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+([ \t]*;[\t\x20-\x7e\x80-\xff]*)?$/, { expected: "a MIME type" })
)

/**
 * A file in the storage, without its content.
 *
 * @see https://developers.connectycube.com/server/storage#file-model
 * @category models
 * @since 0.1.0
 */
export interface StoredFile extends Schema.Schema.Type<typeof StoredFile> {}

/**
 * The schema of a {@link StoredFile}.
 *
 * @category models
 * @since 0.1.0
 */
export const StoredFile = Schema.Struct({
  id: BlobId,
  uid: BlobUid,
  /** A MIME type. */
  content_type: Schema.String,
  /** Up to 100 characters. */
  name: Schema.String,
  /** Bytes; `null` until the upload is complete. */
  size: Wire.nullable(Wire.Int),
  created_at: Wire.TimeIso,
  updated_at: Wire.TimeIso,
  /** Whether everybody who knows its `uid` may download it, without a session. */
  public: Wire.Flag,
  /** @deprecated by the API. `"complete"` when the content is there. */
  blob_status: Wire.optional(Schema.String),
  /** @deprecated by the API. When the upload was declared complete. */
  set_completed_at: Wire.optional(Wire.TimeIso),
  /** @deprecated by the API. When the file was last read. */
  last_read_access_ts: Wire.optional(Wire.TimeIso)
}).annotate({ identifier: "StoredFile" })

/**
 * A file to be: its name (1 to 100 characters), its MIME type, and whether everybody may download it (nobody without a
 * session may, when left out).
 *
 * @see https://developers.connectycube.com/server/storage#create-a-file
 * @category models
 * @since 0.1.0
 */
export const NewFile = Schema.Struct({
  content_type: ContentType,
  name: Name,
  public: Schema.optionalKey(Wire.Flag)
})

/**
 * @category models
 * @since 0.1.0
 */
export interface NewFile extends Schema.Schema.Type<typeof NewFile> {}

/**
 * What to change of a file: what is left out stays. With `new` its content is to be uploaded again.
 *
 * @see https://developers.connectycube.com/server/storage#edit-a-file-deprecated
 * @category models
 * @since 0.1.0
 */
export const FileChanges = Schema.Struct({
  content_type: Schema.optionalKey(ContentType),
  name: Schema.optionalKey(Name),
  new: Schema.optionalKey(Wire.FlagText)
})

/**
 * @category models
 * @since 0.1.0
 */
export interface FileChanges extends Schema.Schema.Type<typeof FileChanges> {}

/**
 * The form with which the store takes the content of a file, until it expires. Who has it can upload.
 *
 * @category models
 * @since 0.1.0
 */
export const UploadForm = Schema.Struct({
  id: Wire.optional(BlobId),
  blob_id: Wire.optional(BlobId),
  expires: Wire.optional(Wire.TimeIso),
  /** `"Write"`. */
  object_access_type: Wire.optional(Schema.String),
  /** The URL of the store. Its query holds the fields of the form. */
  params: Schema.RedactedFromValue(Schema.String)
}).annotate({ identifier: "UploadForm" })

/**
 * @category models
 * @since 0.1.0
 */
export interface UploadForm extends Schema.Schema.Type<typeof UploadForm> {}

const Url = Schema.RedactedFromValue(Schema.String)

/**
 * The URL from which a content can be downloaded for some time, by whoever has it. The documentation spells its key
 * `dowload_url`; the right spelling is read too.
 *
 * @category models
 * @since 0.1.0
 */
export const DownloadAccess = Schema.Union([
  Schema.Struct({ download_url: Url }).pipe(Schema.encodeKeys({ download_url: "dowload_url" })),
  Schema.Struct({ download_url: Url })
])

/**
 * A file whose content is to be uploaded with the form in `blob_object_access`.
 *
 * @category models
 * @since 0.1.0
 */
export const FileToUpload = Schema.Struct({ ...StoredFile.fields, blob_object_access: UploadForm })

/**
 * @category models
 * @since 0.1.0
 */
export interface FileToUpload extends Schema.Schema.Type<typeof FileToUpload> {}

/**
 * A file after a change; with a form, when its content is to be uploaded again.
 *
 * @category models
 * @since 0.1.0
 */
export const ChangedFile = Schema.Struct({ ...StoredFile.fields, blob_object_access: Wire.optionalStrict(UploadForm) })

/**
 * @category models
 * @since 0.1.0
 */
export interface ChangedFile extends Schema.Schema.Type<typeof ChangedFile> {}

/**
 * A file; with a URL of its content, when it was asked for.
 *
 * @category models
 * @since 0.1.0
 */
export const FileObject = Schema.Struct({
  ...StoredFile.fields,
  blob_object_access: Wire.optionalStrict(DownloadAccess)
})

/**
 * @category models
 * @since 0.1.0
 */
export interface FileObject extends Schema.Schema.Type<typeof FileObject> {}
