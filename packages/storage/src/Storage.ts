/**
 * The Storage API: files in, files out.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { type ConnectyCubeError, InvalidRequest } from "@effect-connectycube/core/ConnectyCubeError"
import { type BlobId, BlobUid } from "@effect-connectycube/core/Ids"
import * as Method from "@effect-connectycube/core/client/Method"
import * as ExternalHost from "@effect-connectycube/core/client/ExternalHost"
import * as Paging from "@effect-connectycube/core/client/Paging"
import { applicationError, Session } from "@effect-connectycube/core/Session"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import type * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type * as Stream from "effect/Stream"
import { InSession } from "./internal/calls.ts"
import * as Download from "./internal/download.ts"
import * as Upload from "./internal/upload.ts"
import type { Source } from "./Source.ts"
import type { SourceError } from "./SourceError.ts"
import type { ChangedFile, FileChanges, FileObject, FileToUpload, NewFile, StoredFile } from "./StoredFile.ts"
import type { DownloadRejected } from "./DownloadRejected.ts"
import type { UploadRejected } from "./UploadRejected.ts"
import type { UploadOptions } from "./UploadOptions.ts"

/**
 * One page of files.
 *
 * @category models
 * @since 0.1.0
 */
export interface FilesPage {
  readonly items: ReadonlyArray<StoredFile>
  /** How many files there are, on all pages. */
  readonly total_entries: number
  readonly current_page: number
  readonly per_page: number
}

const make = Effect.gen(function* () {
  const call = yield* ApiClient.make(InSession)
  const steps = yield* ApiClient.make(InSession, { observed: "steps" })
  const host = yield* ExternalHost.make
  const config = yield* ConnectyCubeConfig

  const urlOf = (uid: BlobUid) => `${config.api_url}/blobs/${encodeURIComponent(uid)}`

  const publicUrl = (uid: BlobUid) => {
    if (Arguments.isSegment(uid)) return urlOf(uid)
    throw new InvalidRequest({
      operation: "storage.publicUrl",
      method: content.method,
      path: content.path,
      issues: noUid
    })
  }

  const list = call.list.map((page): FilesPage => ({ ...page, items: page.items.map(({ blob }) => blob) }))

  return Storage.of(
    Method.named<Storage["Service"]>("storage", {
      ...(yield* Download.make(host, urlOf)),
      upload: Upload.make(steps, host),
      publicUrl,
      privateUrl: (uid) =>
        Effect.flatMap(Session, (session) => {
          if (!Arguments.isSegment(uid)) return Method.invalidRequest(content, noUid)
          const mixed = applicationError(session, config, privateUrl)
          if (mixed !== undefined) return Effect.fail(mixed)
          return Effect.map(session.getToken, ({ token }) =>
            Redacted.make(`${urlOf(uid)}?token=${encodeURIComponent(Redacted.value(token))}`)
          )
        }),
      create: call.create,
      complete: (blob_id, size) => call.complete({ blob_id, size }),
      get: (blob_id) => call.get({ blob_id }),
      getByUid: (uid) =>
        Arguments.isSegment(uid)
          ? call.get({ blob_id: BlobUid.make(`${uid}.json`) })
          : Method.invalidRequest(content, noUid),
      getObject: (blob_uid, options = {}) =>
        Effect.andThen(
          Arguments.check(InSession.endpoints.getObject, options, ["download_url"]),
          Effect.suspend(() => call.getObject(options.download_url === false ? {} : options, { blob_uid }))
        ),
      delete: (blob_id) => call.delete({ blob_id }),
      list: (page = {}) => list(page),
      stream: (options = {}) =>
        Paging.byPageNumber(files, (page) => list({ page, per_page: options.per_page ?? 100 })).pipe(
          Arguments.checked(InSession.endpoints.list, options, ["per_page"])
        ),
      update: (blob_id, changes) => call.update(changes, { blob_id })
    })
  )
})

/**
 * The files of the application.
 *
 * @example
 * ```ts
 * import * as Source from "@effect-connectycube/storage/Source"
 * import { Storage } from "@effect-connectycube/storage/Storage"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * const copy = Effect.gen(function*() {
 *   const storage = yield* Storage
 *   const file = yield* storage.upload(Source.text("Hello"), { name: "hello.txt" })
 *   return yield* storage.download(file.uid).pipe(Stream.decodeText, Stream.mkString)
 * }).pipe(
 *   Effect.catchTag("UploadRejected", (error) => Effect.logError(error.code, error.reason))
 * )
 * ```
 *
 * @see https://developers.connectycube.com/server/storage
 * @category services
 * @since 0.1.0
 */
export class Storage extends Context.Service<
  Storage,
  {
    /**
     * Uploads a file, and yields it with its size: makes it, gives the store its content, and declares it complete.
     *
     * The content goes out as it is read, part by part, and never all at once in memory. There is no timeout for all of
     * it: it is given up with a `CallTimeout` when nothing moves for as long as one attempt may take. After a lost
     * connection, a 500 or a 503 of the store it begins anew, when the source can be read again.
     *
     * When it fails, or is interrupted, the file is deleted again. It fails with `InvalidRequest`, before anything is sent,
     * when there is no name or the file is larger than the `UploadLimit`; with `SourceError` when the source cannot be read
     * or has not as many bytes as it said; with `UploadRejected` when the store does not take it; and with what the source
     * itself fails with.
     *
     * @see https://developers.connectycube.com/server/storage#upload-a-file
     */
    readonly upload: <E = never, R = never>(
      source: Source<E, R>,
      options?: UploadOptions
    ) => Effect.Effect<StoredFile, ConnectyCubeError | UploadRejected | SourceError | E, Session | R>
    /**
     * The content of a file, part by part, as fast as it is consumed.
     *
     * It fails with `TransportError` when the connection is lost or ends early, `CallTimeout` when nothing comes for as
     * long as one attempt may take, `NotFound` when there is no such file, and `DownloadRejected` when the store does not give
     * it.
     *
     * @see https://developers.connectycube.com/server/storage#download-file-by-uid
     */
    readonly download: (uid: BlobUid) => Stream.Stream<Uint8Array, ConnectyCubeError | DownloadRejected, Session>
    /**
     * As {@link download}, without a session: of public files only.
     *
     * @see https://developers.connectycube.com/server/storage#download-file-by-uid
     */
    readonly downloadPublic: (uid: BlobUid) => Stream.Stream<Uint8Array, ConnectyCubeError | DownloadRejected>
    /**
     * Where everybody finds the content of a public file, such as a browser.
     *
     * It asks for nothing, so there is no effect to fail: what is no uid, it throws as an `InvalidRequest`.
     */
    readonly publicUrl: (uid: BlobUid) => string
    /**
     * Where the content of a file is found by whoever has this URL, for as long as the session lasts: its token is in it.
     */
    readonly privateUrl: (uid: BlobUid) => Effect.Effect<Redacted.Redacted, ConnectyCubeError, Session>
    /**
     * Makes a file without a content, and yields the form with which the store takes it. {@link upload} does this and what
     * comes after it.
     *
     * It is retried after a 429 or 503 only, since each request makes a file.
     *
     * @see https://developers.connectycube.com/server/storage#create-a-file
     */
    readonly create: (file: NewFile) => Effect.Effect<FileToUpload, ConnectyCubeError, Session>
    /**
     * Declares that the store has the content of a file, of so many bytes. From then on it can be downloaded.
     *
     * @see https://developers.connectycube.com/server/storage#declare-file-uploaded
     */
    readonly complete: (id: BlobId, size: number) => Effect.Effect<void, ConnectyCubeError, Session>
    /**
     * The file with this id, without its content; `NotFound` when there is none.
     *
     * @see https://developers.connectycube.com/server/storage#get-information-about-file-by-id
     */
    readonly get: (id: BlobId) => Effect.Effect<StoredFile, ConnectyCubeError, Session>
    /**
     * The file with this uid, without its content; `NotFound` when there is none.
     */
    readonly getByUid: (uid: BlobUid) => Effect.Effect<StoredFile, ConnectyCubeError, Session>
    /**
     * The file with this uid; with `download_url`, also a URL at the store from which whoever has it can download the
     * content for some days.
     *
     * @see https://developers.connectycube.com/server/storage#get-file-object-by-uid
     */
    readonly getObject: (
      uid: BlobUid,
      options?: { readonly download_url?: boolean }
    ) => Effect.Effect<FileObject, ConnectyCubeError, Session>
    /**
     * Deletes a file and its content.
     *
     * @see https://developers.connectycube.com/server/storage#delete-a-file
     */
    readonly delete: (id: BlobId) => Effect.Effect<void, ConnectyCubeError, Session>
    /**
     * A page of the files of the user of the session: `per_page` of them (at most 100, 10 when left out) on page number
     * `page` (from 1).
     *
     * @see https://developers.connectycube.com/server/storage#get-files-list-deprecated
     * @deprecated by the API, which offers nothing else in its place.
     */
    readonly list: (page?: {
      readonly page?: number
      readonly per_page?: number
    }) => Effect.Effect<FilesPage, ConnectyCubeError, Session>
    /**
     * All files of the user of the session, page by page, each once, `per_page` (100 when left out) at a time.
     *
     * Pages are counted off, and the API has no other way. A file that is deleted meanwhile moves the others forward, and one of
     * them out of sight: to delete what is found, read to the end first. Files that are made meanwhile neither hide nor double
     * others.
     *
     * @see https://developers.connectycube.com/server/storage#get-files-list-deprecated
     * @deprecated by the API, which offers nothing else in its place.
     */
    readonly stream: (page?: { readonly per_page?: number }) => Stream.Stream<StoredFile, ConnectyCubeError, Session>
    /**
     * Changes the name or the MIME type of a file. With `new` the response may hold a form with which the store takes another
     * content.
     *
     * @see https://developers.connectycube.com/server/storage#edit-a-file-deprecated
     * @deprecated by the API; upload another file.
     */
    readonly update: (id: BlobId, changes: FileChanges) => Effect.Effect<ChangedFile, ConnectyCubeError, Session>
  }
>()("@effect-connectycube/storage/Storage") {
  /** The service on the `HttpClient` and the configuration in the context. */
  static readonly layer: Layer.Layer<Storage, never, HttpClient.HttpClient | ConnectyCubeConfig> = ApiClient.layer(
    Storage,
    make
  )
}

/** What tells files apart. */
const files: Paging.List<StoredFile> = { idOf: ({ id }) => id }

// It is no endpoint of the contract: its response is the file itself.
const content = { identifier: "content", method: "GET", path: "/blobs/:uid" }

const noUid = [{ path: "uid", message: "Expected a uid" }]

const privateUrl = { ...content, name: "storage.privateUrl" }
