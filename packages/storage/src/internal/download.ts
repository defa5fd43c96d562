/**
 * Downloads the content of a file: the API redirects to the store.
 */
import type { ApiResponse } from "@effect-connectycube/core/ApiResponse"
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import type * as ExternalHost from "@effect-connectycube/core/client/ExternalHost"
import * as Redaction from "@effect-connectycube/core/client/Redaction"
import * as ResponseError from "@effect-connectycube/core/client/ResponseError"
import type { ConnectyCubeError, DecodeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { BlobUid } from "@effect-connectycube/core/Ids"
import * as Observe from "@effect-connectycube/core/client/Observe"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { DownloadRejected } from "../DownloadRejected.ts"
import { StorageApi } from "../StorageApi.ts"
import { InSession } from "./calls.ts"
import * as Store from "./store.ts"
import { httpUrl } from "./uploadForm.ts"

type Name = "storage.download" | "storage.downloadPublic"

/** Where a content is. */
interface Location {
  readonly url: string
  readonly redirect: "follow" | undefined
}

type Locate<R> = (uid: BlobUid) => Effect.Effect<Location, ConnectyCubeError, R>

/** Downloads in a session, and of public files without one. What is seen of them begins with the redirect. */
export const make = Effect.fnUntraced(function* (host: ExternalHost.ExternalHost, urlOf: (uid: BlobUid) => string) {
  const inSession = yield* ApiClient.make(InSession, { observed: false })
  const open = yield* ApiClient.make(StorageApi, { observed: false })

  const located = (location: string, response: ApiResponse, { blob_uid }: { readonly blob_uid: BlobUid }) =>
    locationOf(location, `${urlOf(blob_uid)}/download`, response)
  const locate = inSession.download.flatMap(located)
  const locatePublic = open.download.flatMap(located)
  const locateObject = inSession.getObject.flatMap(({ blob_object_access: access }, response, { blob_uid }) =>
    located(access === undefined ? "" : Redacted.value(access.download_url), response, { blob_uid })
  )

  return {
    download: downloader("storage.download", host, (blob_uid) =>
      whereHidden(locate({ blob_uid }), locateObject({ blob_uid, download_url: true }))
    ),
    // Without a session nothing goes along that would have to stay here.
    downloadPublic: downloader("storage.downloadPublic", host, (blob_uid) =>
      whereHidden(
        locatePublic({ blob_uid }),
        Effect.sync(() => ({ url: `${urlOf(blob_uid)}/download`, redirect: "follow" as const }))
      )
    )
  }
})

/** Browsers do not show where a redirect leads: its status is 0 there. */
const whereHidden = <R, R2>(
  locate: Effect.Effect<Location, ConnectyCubeError, R>,
  other: Effect.Effect<Location, ConnectyCubeError, R2>
): Effect.Effect<Location, ConnectyCubeError, R | R2> =>
  Effect.catchTag(locate, "UnexpectedStatus", (error) => (error.status === 0 ? other : Effect.fail(error)))

const locationOf = (location: string, base: string, response: ApiResponse): Effect.Effect<Location, DecodeError> => {
  const url = httpUrl(location, base)
  // The URL itself is left out of the error: it gives access to the file.
  return url === undefined
    ? Effect.fail(ResponseError.decodeError(response, notAUrl, ""))
    : Effect.succeed({ url: url.href, redirect: undefined })
}

const notAUrl = [{ path: "location", message: "Expected an http or https URL" }]

const downloader =
  <R>(name: Name, host: ExternalHost.ExternalHost, locate: Locate<R>) =>
  (uid: BlobUid): Stream.Stream<Uint8Array, ConnectyCubeError | DownloadRejected, R> => {
    const { method, path } = StorageApi.endpoints.download
    return Observe.observeStream(
      { name, method, path, retrySafety: "safe" },
      Stream.flatMap(Stream.fromEffect(locate(uid)), (location) => contentAt(name, host, location))
    )
  }

const contentAt = (
  name: Name,
  host: ExternalHost.ExternalHost,
  { redirect, url }: Location
): Stream.Stream<Uint8Array, DownloadRejected | Store.StoreFailure> =>
  Stream.unwrap(
    Effect.map(
      host({
        operation: { name, method: "GET", path: "/:key", retrySafety: "idempotent" },
        secrets: Redaction.secretsInUrl(url),
        // What is compressed on its way has another length than the one that is said.
        attempt: (attempt) =>
          Store.send(attempt, { url, redirect, headers: { "accept-encoding": "identity" } }, DownloadRejected),
        retryable: Store.retryable
      }),
      ({ stream }) => stream
    )
  )
