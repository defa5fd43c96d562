/**
 * The form with which the store takes the content of one file, and the policy in it that it keeps to.
 */
import { BlobId } from "@effect-connectycube/core/Ids"
import { formatIso } from "@effect-connectycube/core/contract/Wire"
import type { UploadForm } from "@effect-connectycube/storage/StoredFile"
import * as DateTime from "effect/DateTime"
import * as Redacted from "effect/Redacted"
import type * as Parameters from "../../server/wire/parameters.ts"
import { toSecond } from "../../server/state/time.ts"
import type { FileRow } from "./store.ts"
import * as Signing from "./signing.ts"

/** The store, where all keys are. */
export const bucket = "cb-shared-s3"

const lifetime = 3_600_000

export const aclOf = (isPublic: boolean): string => (isPublic ? "public-read" : "authenticated-read")

/** The fields of the form, in the documented order. `limit` is in bytes, `key` the access key. */
export const fieldsOf = (file: FileRow, now: number, limit: number, key: string): ReadonlyArray<Parameters.Pair> => {
  const at = Signing.timestamp(now)
  const credential = Signing.credential(at, key)
  const expires = new Date(now + lifetime).toUTCString()
  const acl = aclOf(file.public === 1)
  const policy = encodePolicy({
    expiration: formatIso(DateTime.makeUnsafe(toSecond(now + lifetime))),
    conditions: [
      { bucket },
      { acl },
      { "Content-Type": file.content_type },
      { success_action_status: "201" },
      { Expires: expires },
      { key: file.uid },
      { "x-amz-credential": credential },
      { "x-amz-algorithm": Signing.algorithm },
      { "x-amz-date": at },
      ["content-length-range", 0, limit]
    ]
  })
  return [
    ["Content-Type", file.content_type],
    ["Expires", expires],
    ["acl", acl],
    ["key", file.uid],
    ["policy", policy],
    ["success_action_status", "201"],
    ["x-amz-algorithm", Signing.algorithm],
    ["x-amz-credential", credential],
    ["x-amz-date", at],
    ["x-amz-signature", Signing.signPolicy(policy, credential)]
  ]
}

export const encodePolicy = (policy: object): string => Buffer.from(JSON.stringify(policy)).toString("base64")

export const make = (file: FileRow, origin: string, now: number, limit: number, key: string): UploadForm => ({
  id: BlobId.make(file.id),
  blob_id: BlobId.make(file.id),
  expires: DateTime.makeUnsafe(toSecond(now + lifetime)),
  object_access_type: "Write",
  params: Redacted.make(`${origin}/${bucket}?${Signing.formatQuery(fieldsOf(file, now, limit, key))}`)
})
