/**
 * The Storage API: upload, download, list, update and delete files.
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
import * as Cleanup from "./internal/cleanup.ts"
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
  /** The files of the page. */
  readonly items: ReadonlyArray<StoredFile>
  /** The number of files, on all pages. */
  readonly total_entries: number
  /** The number of the page, from 1. */
  readonly current_page: number
  /** The size of a page. */
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
      upload: Upload.make(steps, host, yield* Cleanup.make),
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
 * The files of the application: upload, download, list, update and delete.
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
     * Uploads a file, and returns it with its size.
     *
     * **Details**
     *
     * It creates the file, sends its content to the store, and declares it complete. The content is streamed and never in
     * memory as a whole. There is no timeout for the whole upload: it fails with `CallTimeout` when no progress is made
     * within the timeout of an attempt. After a lost connection, or a 500 or 503 of the store, it starts over, if the
     * source can be read again.
     *
     * Fails with `InvalidRequest`, before any request, if there is no name or the file is larger than the `UploadLimit`;
     * with `SourceError` if the source cannot be read or its size is wrong; with `UploadRejected` if the store rejects the
     * content; and with the errors of the source. When it fails, the file is deleted before that. When it is interrupted, it ends
     * at once, and the file is deleted in the background, within a minute. When the layer is closed, it waits for that for 750 ms.
     * A file that could not be deleted is logged as a warning.
     *
     * @example
     * ```ts
     * const file = yield* storage.upload(Source.text("Hello"), { name: "hello.txt", content_type: "text/plain" })
     * file.size // => 5
     * ```
     *
     * @see https://developers.connectycube.com/server/storage#upload-a-file
     */
    readonly upload: <E = never, R = never>(
      source: Source<E, R>,
      options?: UploadOptions
    ) => Effect.Effect<StoredFile, ConnectyCubeError | UploadRejected | SourceError | E, Session | R>
    /**
     * Streams the content of a file, with backpressure.
     *
     * **Details**
     *
     * Fails with `TransportError` if the connection is lost or ends early, with `CallTimeout` if no part arrives within the
     * timeout of an attempt, with `NotFound` if there is no such file, and with `DownloadRejected` if the store rejects the
     * request.
     *
     * @example
     * ```ts
     * const file = yield* storage.upload(Source.text("Hello"), { name: "hello.txt" })
     * const text = yield* storage.download(file.uid).pipe(Stream.decodeText, Stream.mkString) // => "Hello"
     * ```
     *
     * @see https://developers.connectycube.com/server/storage#download-file-by-uid
     */
    readonly download: (uid: BlobUid) => Stream.Stream<Uint8Array, ConnectyCubeError | DownloadRejected, Session>
    /**
     * Streams the content of a public file as {@link download} does, without a session.
     *
     * @example
     * ```ts
     * const file = yield* storage.upload(Source.text("Hello"), { name: "hello.txt", public: true })
     * const text = yield* storage.downloadPublic(file.uid).pipe(Stream.decodeText, Stream.mkString) // => "Hello"
     * ```
     *
     * @see https://developers.connectycube.com/server/storage#download-file-by-uid
     */
    readonly downloadPublic: (uid: BlobUid) => Stream.Stream<Uint8Array, ConnectyCubeError | DownloadRejected>
    /**
     * Formats the URL of the content of a public file, which needs no session, such as for a browser.
     *
     * **Gotchas**
     *
     * It makes no request and is no effect: it throws an `InvalidRequest` for an invalid uid.
     *
     * @example
     * ```ts
     * storage.publicUrl(BlobUid.make("763ef825ad87")) // => "https://api.connectycube.com/blobs/763ef825ad87"
     * ```
     */
    readonly publicUrl: (uid: BlobUid) => string
    /**
     * Makes a URL of the content of a file, valid as long as the session.
     *
     * **Gotchas**
     *
     * The URL has the token of the session: everyone with the URL can use the session.
     *
     * @example
     * ```ts
     * const file = yield* storage.upload(Source.text("Hello"), { name: "hello.txt" })
     * const url = yield* storage.privateUrl(file.uid)
     * yield* Console.log(`The file is at ${url}`) // The file is at <redacted>
     * ```
     */
    readonly privateUrl: (uid: BlobUid) => Effect.Effect<Redacted.Redacted, ConnectyCubeError, Session>
    /**
     * Creates a file without content, and returns the form to send its content to the store.
     *
     * **When to use**
     *
     * To send the content by yourself. {@link upload} does this, and what has to follow.
     *
     * **Details**
     *
     * Retried after a 429 or 503 only, since each request creates a file.
     *
     * @example
     * ```ts
     * const { blob_object_access, id } = yield* storage.create({ content_type: "text/plain", name: "hello.txt" })
     * const { origin, pathname, searchParams } = new URL(Redacted.value(blob_object_access.params))
     * // POST to `origin + pathname` a form with the fields in `searchParams`, and the content as its last field, `file`.
     * ```
     *
     * @see https://developers.connectycube.com/server/storage#create-a-file
     */
    readonly create: (file: NewFile) => Effect.Effect<FileToUpload, ConnectyCubeError, Session>
    /**
     * Declares the content of a file complete, with its size in bytes. From then on it can be downloaded.
     *
     * @example
     * ```ts
     * const { blob_object_access, id } = yield* storage.create({ content_type: "text/plain", name: "hello.txt" })
     * const { origin, pathname, searchParams } = new URL(Redacted.value(blob_object_access.params))
     * const form = new FormData()
     * for (const [name, value] of searchParams) form.append(name, value)
     * form.append("file", new Blob(["Hello"]))
     * yield* HttpClient.execute(HttpClientRequest.bodyFormData(HttpClientRequest.post(origin + pathname), form))
     * yield* storage.complete(id, 5)
     * ```
     *
     * @see https://developers.connectycube.com/server/storage#declare-file-uploaded
     */
    readonly complete: (id: BlobId, size: number) => Effect.Effect<void, ConnectyCubeError, Session>
    /**
     * Gets a file by id, without its content. Fails with `NotFound` if there is none.
     *
     * @example
     * ```ts
     * const { id } = yield* storage.upload(Source.text("Hello"), { name: "hello.txt" })
     * const { content_type, size } = yield* storage.get(id)
     * size // => 5
     * ```
     *
     * @see https://developers.connectycube.com/server/storage#get-information-about-file-by-id
     */
    readonly get: (id: BlobId) => Effect.Effect<StoredFile, ConnectyCubeError, Session>
    /**
     * Gets a file by uid, without its content. Fails with `NotFound` if there is none.
     *
     * @example
     * ```ts
     * const { uid } = yield* storage.upload(Source.text("Hello"), { name: "hello.txt" })
     * const { name } = yield* storage.getByUid(uid)
     * name // => "hello.txt"
     * ```
     */
    readonly getByUid: (uid: BlobUid) => Effect.Effect<StoredFile, ConnectyCubeError, Session>
    /**
     * Gets a file by uid, and with `download_url` a URL of its content.
     *
     * **Gotchas**
     *
     * Everyone with the URL can download the content from the store for some days.
     *
     * @example
     * ```ts
     * const { uid } = yield* storage.upload(Source.text("Hello"), { name: "hello.txt" })
     * const { blob_object_access } = yield* storage.getObject(uid, { download_url: true })
     * const link = blob_object_access?.download_url // to give away: it is signed, and has no token
     * ```
     *
     * @see https://developers.connectycube.com/server/storage#get-file-object-by-uid
     */
    readonly getObject: (
      uid: BlobUid,
      options?: {
        /** Whether to return a URL of the content at the store. */
        readonly download_url?: boolean
      }
    ) => Effect.Effect<FileObject, ConnectyCubeError, Session>
    /**
     * Deletes a file and its content.
     *
     * @example
     * ```ts
     * const { id } = yield* storage.upload(Source.text("Hello"), { name: "hello.txt" })
     * yield* storage.delete(id)
     * ```
     *
     * @see https://developers.connectycube.com/server/storage#delete-a-file
     */
    readonly delete: (id: BlobId) => Effect.Effect<void, ConnectyCubeError, Session>
    /**
     * Lists a page of the files of the current user.
     *
     * @example
     * ```ts
     * yield* storage.upload(Source.text("Hello"), { name: "hello.txt" })
     * const page = yield* storage.list({ per_page: 20 })
     * page.items.map(({ name }) => name) // => ["hello.txt"]
     * ```
     *
     * @see https://developers.connectycube.com/server/storage#get-files-list-deprecated
     * @deprecated by the API, which offers nothing else in its place.
     */
    readonly list: (page?: {
      /** The number of the page, from 1; 1 when left out. */
      readonly page?: number
      /** The size of a page: at most 100. When left out, 10 in a list and 100 in a stream. */
      readonly per_page?: number
    }) => Effect.Effect<FilesPage, ConnectyCubeError, Session>
    /**
     * Streams all files of the current user, page by page, each once.
     *
     * **Gotchas**
     *
     * Pages are read by number, since the API has no cursor. A file that is deleted meanwhile moves the others, and one of
     * them is missed: to delete files, read the stream to its end first. Files that are created meanwhile neither hide nor
     * repeat others.
     *
     * @example
     * ```ts
     * yield* storage.upload(Source.text("Hello"), { name: "hello.txt" })
     * const names = yield* storage.stream().pipe(
     *   Stream.map(({ name }) => name),
     *   Stream.runCollect
     * )
     * names // => ["hello.txt"]
     * ```
     *
     * @see https://developers.connectycube.com/server/storage#get-files-list-deprecated
     * @deprecated by the API, which offers nothing else in its place.
     */
    readonly stream: (page?: {
      /** The size of a page: at most 100. When left out, 10 in a list and 100 in a stream. */
      readonly per_page?: number
    }) => Stream.Stream<StoredFile, ConnectyCubeError, Session>
    /**
     * Updates the name or the MIME type of a file. With `new` the response can have a form for other content.
     *
     * @example
     * ```ts
     * const { id } = yield* storage.upload(Source.text("Hello"), { name: "hello.txt" })
     * const { name } = yield* storage.update(id, { name: "greeting.txt" })
     * name // => "greeting.txt"
     * ```
     *
     * @see https://developers.connectycube.com/server/storage#edit-a-file-deprecated
     * @deprecated by the API; upload another file.
     */
    readonly update: (id: BlobId, changes: FileChanges) => Effect.Effect<ChangedFile, ConnectyCubeError, Session>
  }
>()("@effect-connectycube/storage/Storage") {
  /** Provides the service, on the `HttpClient` and the configuration in the context. */
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
