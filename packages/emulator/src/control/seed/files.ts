/**
 * The files of a seed, and their contents.
 */
import * as Effect from "effect/Effect"
import type { DatabaseSync } from "node:sqlite"
import type { SeedFile } from "../../Seed.ts"
import type { Written } from "../../modules/storage/contents.ts"
import type { Objects } from "../../modules/storage/objects.ts"
import { aclOf } from "../../modules/storage/uploadForm.ts"
import type { Problems } from "./problems.ts"
import * as Tables from "./tables.ts"
import type { FindUser, World } from "./users.ts"

/** The contents of the files; `undefined` for those without one. */
export const read = (
  files: ReadonlyArray<SeedFile>,
  upload_limit: number,
  problems: Problems
): ReadonlyArray<Uint8Array | undefined> =>
  files.map(({ completed_at, content, size }, index) => {
    const path = `files.${index}`
    if (content === undefined) {
      if (completed_at !== undefined && completed_at !== null) problems.add(`${path}.content`, "is not uploaded")
      if (size !== undefined && size !== null) problems.add(`${path}.size`, "can't be given without a content")
      return undefined
    }
    const bytes = Buffer.from(content, "base64")
    // Node.js reads what is none, too.
    if (bytes.toString("base64") !== content) problems.add(`${path}.content`, "should be Base64")
    else if (bytes.length > upload_limit) problems.add(`${path}.content`, `can't have more than ${upload_limit} bytes`)
    return bytes
  })

/** Keeps the contents, before there is anything about them in the database. */
export const keep = (
  { discard, keep }: Pick<Objects["Service"], "discard" | "keep">,
  contents: ReadonlyArray<Uint8Array | undefined>
): Effect.Effect<ReadonlyArray<Written | undefined>> => {
  const kept: Array<Written | undefined> = []
  const keepAll = Effect.forEach(
    contents,
    (bytes) =>
      Effect.map(bytes === undefined ? Effect.succeed(undefined) : keep(bytes), (written) => void kept.push(written)),
    { discard: true }
  )
  return Effect.as(
    Effect.onError(keepAll, () => discardAll(discard, kept)),
    kept
  )
}

export const discardAll = (
  discard: Objects["Service"]["discard"],
  kept: ReadonlyArray<Written | undefined>
): Effect.Effect<void> =>
  Effect.forEach(kept, (written) => (written === undefined ? Effect.void : discard(written)), { discard: true })

export const insert = (
  database: DatabaseSync,
  files: ReadonlyArray<SeedFile>,
  kept: ReadonlyArray<Written | undefined>,
  uids: ReadonlyArray<string>,
  findUser: FindUser,
  { now, problems }: World
): void => {
  const hasId = Tables.finder(database, "SELECT 1 FROM blobs WHERE id = ?")
  const hasUid = Tables.finder(database, "SELECT 1 FROM blobs WHERE uid = ?")
  const hasUser = Tables.finder(database, "SELECT 1 FROM users WHERE id = ?")
  const nextId = Tables.numbering(database, "blobs", files)
  const ids = new Set<number>()
  const known = new Set<string>()
  const rows = Tables.inserter(database, "blobs", [
    "id",
    "uid",
    "user_id",
    "name",
    "content_type",
    "public",
    "size",
    "completed_at",
    "created_at",
    "updated_at"
  ])
  const objects = Tables.inserter(database, "blob_objects", [
    "key",
    "content",
    "size",
    "content_type",
    "acl",
    "md5",
    "sha256",
    "stored_at"
  ])
  const stored: Array<readonly [uid: string, file: SeedFile, written: Written, created_at: number]> = []
  for (const [index, file] of files.entries()) {
    if (problems.enough()) break
    const path = `files.${index}`
    const owner = findUser(file.user_id)
    // A file is deleted with its owner.
    if (owner === undefined || !hasUser(owner)) problems.add(`${path}.user_id`, "is not a user")
    const { id = nextId(), uid = uids[index] ?? "", public: isPublic = false } = file
    if (ids.has(id) || hasId(id)) problems.add(`${path}.id`, taken)
    if (known.has(uid) || hasUid(uid)) problems.add(`${path}.uid`, taken)
    ids.add(id)
    known.add(uid)
    if (!problems.none() || owner === undefined) continue
    const written = kept[index]
    const created_at = Tables.secondOf(file.created_at, now)
    const { completed_at = written === undefined ? null : created_at } = file
    rows.insert(
      id,
      uid,
      owner,
      file.name,
      file.content_type,
      Number(isPublic),
      file.size ?? (completed_at === null ? null : (written?.size ?? null)),
      completed_at === null ? null : Tables.secondOf(completed_at, now),
      created_at,
      Tables.secondOf(file.updated_at, created_at)
    )
    if (written !== undefined) stored.push([uid, file, written, created_at])
  }
  rows.flush()
  for (const [uid, file, { content, md5, sha256, size }, created_at] of stored) {
    const { acl = aclOf(file.public ?? false), content_type = file.content_type } = file.stored ?? {}
    const stored_at = Tables.millisOf(file.stored_at, created_at)
    objects.insert(uid, content, size, content_type, acl, md5, sha256, stored_at)
  }
  objects.flush()
}

const taken = "has already been taken"
