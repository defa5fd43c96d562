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
  /** The id of the file. */
  id: BlobId,
  /** The uid of the file, by which its content is downloaded. */
  uid: BlobUid,
  /** The MIME type. */
  content_type: Schema.String,
  /** The name, of up to 100 characters. */
  name: Schema.String,
  /** The size in bytes; `null` until the upload is complete. */
  size: Wire.nullable(Wire.Int),
  /** The time at which the file was created. */
  created_at: Wire.TimeIso,
  /** The time of the last change. */
  updated_at: Wire.TimeIso,
  /** Whether everyone with the `uid` can download it, without a session. */
  public: Wire.Flag,
  /**
   * The status of the content: `"complete"` when it is uploaded.
   *
   * @deprecated by the API. `"complete"` when the content is there.
   */
  blob_status: Wire.optional(Schema.String),
  /**
   * The time at which the upload was declared complete.
   *
   * @deprecated by the API. When the upload was declared complete.
   */
  set_completed_at: Wire.optional(Wire.TimeIso),
  /**
   * The time of the last download.
   *
   * @deprecated by the API. When the file was last read.
   */
  last_read_access_ts: Wire.optional(Wire.TimeIso)
}).annotate({ identifier: "StoredFile" })

/**
 * The schema of a {@link NewFile}.
 *
 * @see https://developers.connectycube.com/server/storage#create-a-file
 * @category models
 * @since 0.1.0
 */
export const NewFile = Schema.Struct({
  /** The MIME type. */
  content_type: ContentType,
  /** The name: 1 to 100 characters. */
  name: Name,
  /** Whether everyone with the `uid` can download it, without a session. `false` when left out. */
  public: Schema.optionalKey(Wire.Flag)
})

/**
 * The arguments of the creation of a file.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewFile extends Schema.Schema.Type<typeof NewFile> {}

/**
 * The schema of {@link FileChanges}.
 *
 * @see https://developers.connectycube.com/server/storage#edit-a-file-deprecated
 * @category models
 * @since 0.1.0
 */
export const FileChanges = Schema.Struct({
  /** The new MIME type. */
  content_type: Schema.optionalKey(ContentType),
  /** The new name: 1 to 100 characters. */
  name: Schema.optionalKey(Name),
  /** Whether to upload other content. */
  new: Schema.optionalKey(Wire.FlagText)
})

/**
 * The fields of a file to change. A field that is left out keeps its value.
 *
 * @category models
 * @since 0.1.0
 */
export interface FileChanges extends Schema.Schema.Type<typeof FileChanges> {}

/**
 * The schema of an {@link UploadForm}.
 *
 * @category models
 * @since 0.1.0
 */
export const UploadForm = Schema.Struct({
  /** The id of the form. */
  id: Wire.optional(BlobId),
  /** The id of the file. */
  blob_id: Wire.optional(BlobId),
  /** The time at which the form expires. */
  expires: Wire.optional(Wire.TimeIso),
  /** The kind of the access: `"Write"`. */
  object_access_type: Wire.optional(Schema.String),
  /** The URL of the store. Its query has the fields of the form. */
  params: Schema.RedactedFromValue(Schema.String)
}).annotate({ identifier: "UploadForm" })

/**
 * The form that sends the content of a file to the store, until it expires.
 *
 * **Gotchas**
 *
 * Everyone with the form can upload.
 *
 * @category models
 * @since 0.1.0
 */
export interface UploadForm extends Schema.Schema.Type<typeof UploadForm> {}

const Url = Schema.RedactedFromValue(Schema.String)

/**
 * The schema of the URL of the content of a file, which is valid for some time for everyone with it.
 *
 * **Details**
 *
 * The documentation spells the key `dowload_url`; the correct spelling is decoded too.
 *
 * @category models
 * @since 0.1.0
 */
export const DownloadAccess = Schema.Union([
  Schema.Struct({
    /** The URL of the content. */
    download_url: Url
  }).pipe(Schema.encodeKeys({ download_url: "dowload_url" })),
  Schema.Struct({
    /** The URL of the content. */
    download_url: Url
  })
])

/**
 * The schema of a {@link FileToUpload}.
 *
 * @category models
 * @since 0.1.0
 */
export const FileToUpload = Schema.Struct({
  ...StoredFile.fields,
  /** The form to send the content to the store. */
  blob_object_access: UploadForm
})

/**
 * A file without content, and the form to upload it.
 *
 * @category models
 * @since 0.1.0
 */
export interface FileToUpload extends Schema.Schema.Type<typeof FileToUpload> {}

/**
 * The schema of a {@link ChangedFile}.
 *
 * @category models
 * @since 0.1.0
 */
export const ChangedFile = Schema.Struct({
  ...StoredFile.fields,
  /** The form to send the content to the store; left out if the update has no `new`. */
  blob_object_access: Wire.optionalStrict(UploadForm)
})

/**
 * A file after an update, with a form if its content is to be uploaded.
 *
 * @category models
 * @since 0.1.0
 */
export interface ChangedFile extends Schema.Schema.Type<typeof ChangedFile> {}

/**
 * The schema of a {@link FileObject}.
 *
 * @category models
 * @since 0.1.0
 */
export const FileObject = Schema.Struct({
  ...StoredFile.fields,
  /** The URL of the content; left out if it was not requested. */
  blob_object_access: Wire.optionalStrict(DownloadAccess)
})

/**
 * A file, with a URL of its content if one was requested.
 *
 * @category models
 * @since 0.1.0
 */
export interface FileObject extends Schema.Schema.Type<typeof FileObject> {}
