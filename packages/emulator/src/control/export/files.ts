/**
 * The files of an export, with their contents.
 */
import * as Effect from "effect/Effect"
import type { SqlClient } from "effect/sql/SqlClient"
import * as Stream from "effect/Stream"
import { InvalidControl } from "../../InvalidControl.ts"
import type { SeedFile } from "../../Seed.ts"
import type { ObjectRow, Objects } from "../../modules/storage/objects.ts"
import type { FileRow } from "../../modules/storage/store.ts"
import { aclOf } from "../../modules/storage/uploadForm.ts"
import { flagOf, given, same, timeOf, updated } from "./values.ts"

/** In bytes. In Base64 they take a third more, and a seed over HTTP has up to 256 MiB. */
export const mostContent = 128 * 1024 * 1024

const tooMuch = new InvalidControl({
  control: "exported",
  errors: {
    files: [`have more than ${mostContent} bytes of content: export has no room for them. Use --data FILE instead`]
  }
})

export const files = Effect.fnUntraced(function* (sql: SqlClient, { read }: Pick<Objects["Service"], "read">) {
  const rows = yield* sql<FileRow>`SELECT * FROM blobs ORDER BY id`
  const objects = new Map<string, ObjectRow>()
  let bytes = 0
  for (const object of yield* sql<ObjectRow>`SELECT * FROM blob_objects`) {
    objects.set(object.key, object)
    bytes += object.size
  }
  if (bytes > mostContent) return yield* tooMuch
  return yield* Effect.forEach(rows, (row) => {
    const object = objects.get(row.uid)
    return object === undefined
      ? Effect.succeed(toFile(row, undefined))
      : Effect.map(Stream.runCollect(read(object, 0, object.size)), (chunks) =>
          toFile(row, { object, content: Buffer.concat(chunks).toString("base64") })
        )
  })
})

interface Stored {
  readonly object: ObjectRow
  /** In Base64. */
  readonly content: string
}

const toFile = (row: FileRow, stored: Stored | undefined): SeedFile => ({
  id: row.id,
  uid: row.uid,
  user_id: row.user_id,
  name: row.name,
  content_type: row.content_type,
  public: flagOf(row.public),
  ...given("size", row.size, same),
  completed_at: row.completed_at === null ? null : timeOf(row.completed_at),
  created_at: timeOf(row.created_at),
  ...updated(row.created_at, row.updated_at),
  ...(stored === undefined ? {} : contentOf(row, stored))
})

/** The content last: it is long. */
const contentOf = (row: FileRow, { content, object: { acl, content_type, stored_at } }: Stored) => ({
  stored_at: timeOf(stored_at),
  ...(acl === aclOf(flagOf(row.public)) && content_type === row.content_type ? {} : { stored: { content_type, acl } }),
  content
})
