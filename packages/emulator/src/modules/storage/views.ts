/**
 * Files as responses have them.
 */
import { BlobId, BlobUid } from "@effect-connectycube/core/Ids"
import type { StoredFile } from "@effect-connectycube/storage/StoredFile"
import * as DateTime from "effect/DateTime"
import type { FileRow } from "./store.ts"

/** The file as most responses have it. */
export const toStoredFile = (row: FileRow): StoredFile => ({
  id: BlobId.make(row.id),
  uid: BlobUid.make(row.uid),
  content_type: row.content_type,
  name: row.name,
  size: row.size,
  created_at: DateTime.makeUnsafe(row.created_at),
  updated_at: DateTime.makeUnsafe(row.updated_at),
  public: row.public === 1
})

/** The file with what is deprecated, as lists and changes have it. */
export const withStatus = (row: FileRow): StoredFile => {
  const { public: isPublic, ...file } = toStoredFile(row)
  if (row.completed_at === null) return { ...file, public: isPublic }
  const set_completed_at = DateTime.makeUnsafe(row.completed_at)
  return { ...file, blob_status: "complete", set_completed_at, public: isPublic }
}
