/**
 * The wire contract of the storage.
 *
 * The store that takes and gives the contents is another host. How to talk to it is in the responses of this one.
 *
 * @since 0.1.0
 */
import { Redirect, RetrySafety, SessionToken, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { BlobId, BlobUid } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { ChangedFile, FileChanges, FileObject, FileToUpload, NewFile, StoredFile } from "./StoredFile.ts"

const Response = Schema.Struct({ blob: StoredFile })

const Empty = HttpApiSchema.Empty(200)

const completion = {
  params: { blob_id: BlobId },
  payload: Schema.Struct({ blob: Schema.Struct({ size: Wire.asText(Wire.Int) }) }),
  success: Empty
}

/**
 * The endpoints of the storage.
 *
 * A public file is for everybody, so `get` and `download` are open here; the client asks for all others in a session.
 *
 * @see https://developers.connectycube.com/server/storage
 * @category contract
 * @since 0.1.0
 */
export class StorageApi extends HttpApiGroup.make("storage")
  .add(
    HttpApiEndpoint.post("create", "/blobs", {
      payload: Schema.Struct({ blob: NewFile }),
      success: Schema.Struct({ blob: FileToUpload }).pipe(HttpApiSchema.status(201))
    })
      .annotate(RetrySafety, "unsafe")
      .middleware(SessionToken),
    HttpApiEndpoint.put("complete", "/blobs/:blob_id/complete", completion)
      .annotate(RetrySafety, "idempotent")
      .middleware(SessionToken),
    // What the documentation's own example says, for servers to take. The client does as its text says.
    HttpApiEndpoint.post("completePost", "/blobs/:blob_id/complete", completion)
      .annotate(RetrySafety, "idempotent")
      .middleware(SessionToken),
    // A uid stands for a file as well as an id does. With `.json` behind it, it is the file and not its content.
    HttpApiEndpoint.get("get", "/blobs/:blob_id", {
      params: { blob_id: Schema.Union([BlobId, BlobUid]) },
      query: { token: Schema.optionalKey(Schema.RedactedFromValue(Schema.String)) },
      success: Response
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("list", "/blobs", {
      query: {
        page: Schema.optionalKey(Wire.Int.check(Schema.isGreaterThanOrEqualTo(1))),
        per_page: Schema.optionalKey(Wire.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 })))
      },
      success: Schema.Struct({
        current_page: Wire.Int,
        per_page: Wire.Int,
        total_entries: Wire.Int,
        items: Schema.Array(Response)
      })
    })
      .annotate(RetrySafety, "safe")
      .middleware(SessionToken),
    HttpApiEndpoint.get("download", "/blobs/:blob_uid/download", {
      params: { blob_uid: BlobUid },
      success: Redirect
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("getObject", "/blobs/:blob_uid/object", {
      params: { blob_uid: BlobUid },
      query: { download_url: Schema.optionalKey(Wire.FlagNumber) },
      success: Schema.Struct({ blob: FileObject })
    })
      .annotate(RetrySafety, "safe")
      .middleware(SessionToken),
    HttpApiEndpoint.put("update", "/blobs/:blob_id", {
      params: { blob_id: BlobId },
      payload: Schema.Struct({ blob: FileChanges }),
      success: Schema.Struct({ blob: ChangedFile })
    })
      .annotate(RetrySafety, "idempotent")
      .middleware(SessionToken),
    HttpApiEndpoint.delete("delete", "/blobs/:blob_id", {
      params: { blob_id: BlobId },
      success: Empty
    })
      .annotate(RetrySafety, "idempotent")
      .middleware(SessionToken)
  )
  .middleware(WireRules) {}
