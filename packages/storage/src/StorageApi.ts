/**
 * The wire contract of the storage.
 *
 * The store of the contents is another host. How to upload and download is in the responses of this one.
 *
 * @since 0.1.0
 */
import {
  Empty,
  endpoint,
  lazyGroup,
  Redirect,
  SessionToken,
  tag,
  WireRules
} from "@effect-connectycube/core/contract/Endpoint"
import { BlobId, BlobUid } from "@effect-connectycube/core/Ids"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { ChangedFile, FileChanges, FileObject, FileToUpload, NewFile, StoredFile } from "./StoredFile.ts"

const FileResponse = Schema.Struct({ blob: StoredFile })

const completion = {
  params: { blob_id: BlobId },
  payload: Schema.Struct({ blob: Schema.Struct({ size: Wire.asText(Wire.Int) }) }),
  success: Empty
}

const docs = "https://developers.connectycube.com/server/storage"

/**
 * The endpoints of the storage.
 *
 * A public file is for everybody, so `get` and `download` are open here; the client sends the token of a session with all others.
 *
 * @see https://developers.connectycube.com/server/storage
 * @category contract
 * @since 0.1.0
 */
export class StorageApi extends lazyGroup(() =>
  HttpApiGroup.make("storage")
    .add(
      endpoint({
        retrySafety: "unsafe",
        summary: "Create a file",
        description:
          "Creates a file without its content, and the form with which the content is uploaded to the store within an hour. A name has 1 to 100 characters. A file is private unless it is `public`.",
        response: "The new file, with the form in `blob_object_access`.",
        see: `${docs}#create-a-file`
      })
        .post("create", "/blobs", {
          payload: Schema.Struct({ blob: NewFile }),
          success: Schema.Struct({ blob: FileToUpload }).pipe(HttpApiSchema.status(201))
        })
        .middleware(SessionToken),
      endpoint({
        retrySafety: "idempotent",
        summary: "Declare a file uploaded",
        description: "Sets the size of the content in bytes. Only then can the file be downloaded.",
        response: "The file is complete.",
        see: `${docs}#declare-file-uploaded`
      })
        .put("complete", "/blobs/:blob_id/complete", completion)
        .middleware(SessionToken),
      // What the documentation's own example says, for servers to take. The client does as its text says.
      endpoint({
        retrySafety: "idempotent",
        summary: "Declare a file uploaded, with POST",
        description: "As with PUT. The example of the documentation has POST where its text has PUT.",
        response: "The file is complete.",
        see: `${docs}#declare-file-uploaded`
      })
        .post("completePost", "/blobs/:blob_id/complete", completion)
        .middleware(SessionToken),
      // A uid stands for a file as well as an id does. With `.json` behind it, it is the file and not its content.
      endpoint({
        retrySafety: "safe",
        summary: "Get a file by id or uid",
        description:
          "Returns the description of the file, not its content. Public files need no session. By uid it is known from the official JavaScript SDK only.",
        response: "The file.",
        see: `${docs}#get-information-about-file-by-id`
      }).get("get", "/blobs/:blob_id", {
        params: {
          blob_id: Query.described(
            Schema.Union([BlobId, BlobUid]),
            "The id of a file, or the unique name under which its content is stored."
          )
        },
        query: {
          token: Query.optional(
            Schema.RedactedFromValue(Schema.String),
            "The token of a session, where the header cannot be set."
          )
        },
        success: FileResponse
      }),
      endpoint({
        retrySafety: "safe",
        summary: "List the files of the current user",
        description: "The files that the user has created. The API marks it as deprecated.",
        response: "A page of files, and the number of all.",
        see: `${docs}#get-files-list-deprecated`,
        paging: { style: "page", limit: "per_page", page: "page" },
        deprecated: true
      })
        .get("list", "/blobs", {
          query: Query.pages,
          success: Schema.Struct({
            current_page: Wire.Int,
            per_page: Wire.Int,
            total_entries: Wire.Int,
            items: Schema.Array(FileResponse)
          })
        })
        .middleware(SessionToken),
      endpoint({
        retrySafety: "safe",
        summary: "Download a file",
        description: "Redirects to the content in the store. Public files need no session.",
        response: "The URL of the content, in the `Location` header.",
        see: `${docs}#download-file-by-uid`
      }).get("download", "/blobs/:blob_uid/download", {
        params: { blob_uid: BlobUid },
        success: Redirect
      }),
      endpoint({
        retrySafety: "safe",
        summary: "Get a file by uid",
        description:
          "Returns the description of the file, and with `download_url` a URL of its content that is valid for seven days.",
        response: "The file.",
        see: `${docs}#get-file-object-by-uid`
      })
        .get("getObject", "/blobs/:blob_uid/object", {
          params: { blob_uid: BlobUid },
          query: { download_url: Query.optional(Wire.FlagNumber, "`1` for the URL of the content.") },
          success: Schema.Struct({ blob: FileObject })
        })
        .middleware(SessionToken),
      endpoint({
        retrySafety: "idempotent",
        summary: "Update a file",
        description:
          "Changes the name or the content type; `new` asks for a form to upload another content. The API marks it as deprecated.",
        response: "The updated file.",
        see: `${docs}#edit-a-file-deprecated`,
        deprecated: true
      })
        .put("update", "/blobs/:blob_id", {
          params: { blob_id: BlobId },
          payload: Schema.Struct({ blob: FileChanges }),
          success: Schema.Struct({ blob: ChangedFile })
        })
        .middleware(SessionToken),
      endpoint({
        retrySafety: "idempotent",
        summary: "Delete a file",
        description: "Deletes the file and its content.",
        response: "The file is deleted.",
        see: `${docs}#delete-a-file`
      })
        .delete("delete", "/blobs/:blob_id", {
          params: { blob_id: BlobId },
          success: Empty
        })
        .middleware(SessionToken)
    )
    .middleware(WireRules)
    .annotateMerge(tag({ description: "Files. Their contents are in a store of its own.", see: docs }))
) {}
