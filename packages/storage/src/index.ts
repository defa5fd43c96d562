/**
 * The storage of ConnectyCube.
 *
 * @since 0.1.0
 */
export * from "./ContentTypeOf.ts"
export * as Source from "./Source.ts"
export * from "./SourceError.ts"
export * from "./Storage.ts"
export {
  type ChangedFile,
  type FileChanges,
  type FileObject,
  type FileToUpload,
  type NewFile,
  StoredFile,
  type UploadForm
} from "./StoredFile.ts"
export * from "./UploadRejected.ts"
export * from "./DownloadRejected.ts"
export * from "./UploadLimit.ts"
export type * from "./UploadOptions.ts"
