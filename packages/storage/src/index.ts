/**
 * The storage of ConnectyCube.
 *
 * @since 0.1.0
 */
export * from "./ContentTypeOf.ts"
export * as Source from "./Source.ts"
export * from "./SourceError.ts"
export * from "./Storage.ts"
export * from "./StoredFile.ts"
export * from "./StoreRefused.ts"
export * from "./UploadLimit.ts"
export type * from "./UploadOptions.ts"
