/**
 * The content of a file: the API says where it is, and the store gives it.
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { BlobUid } from "@effect-connectycube/core/Ids"
import * as Method from "@effect-connectycube/core/client/Method"
import * as OtherHost from "@effect-connectycube/core/client/ExternalHost"
import * as Redaction from "@effect-connectycube/core/client/Redaction"
import * as Telemetry from "@effect-connectycube/core/Telemetry"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import type * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { StorageApi } from "../StorageApi.ts"
import type { StoreRejected } from "../StoreRejected.ts"
import { type Calls, InSession, type OpenCalls } from "./calls.ts"
import * as Store from "./store.ts"
import { httpUrl } from "./uploadForm.ts"

const { method, path } = StorageApi.endpoints.download

type Name = "storage.download" | "storage.downloadPublic"

/** Downloads in a session, and of public files without one. What is seen of them begins with the redirect. */
export const make = Effect.fnUntraced(function* (client: HttpClient.HttpClient, urlOf: (uid: BlobUid) => string) {
  const inSession = yield* ApiClient.make(InSession, { observed: false })
  const open = yield* ApiClient.make(StorageApi, { observed: false })
  return {
    download: downloader("storage.download", inSession.download, client, urlOf, (blob_uid) =>
      Effect.map(
        inSession.getObject({ params: { blob_uid }, query: { download_url: true } }),
        ({ blob: { blob_object_access } }) => ({
          location: blob_object_access === undefined ? "" : Redacted.value(blob_object_access.download_url)
        })
      )
    ),
    // Without a session nothing goes along that would have to stay here.
    downloadPublic: downloader("storage.downloadPublic", open.download, client, urlOf, (uid) =>
      Effect.succeed({ location: `${urlOf(uid)}/download`, redirect: "follow" })
    )
  }
})

/** Where a content is. */
interface Location {
  readonly location: string
  readonly redirect?: "follow"
}

type Locate<R> = (
  request: Parameters<Calls["download"] & OpenCalls["download"]>[0]
) => Effect.Effect<Location, ConnectyCubeError, R>

/** `ask` is for browsers, which do not show where a redirect leads. */
const downloader = <R>(
  name: Name,
  locate: Locate<R>,
  client: HttpClient.HttpClient,
  urlOf: (uid: BlobUid) => string,
  ask: (uid: BlobUid) => Effect.Effect<Location, ConnectyCubeError, R>
) => {
  const observe = Telemetry.observeStream({ name, method, path, retrySafety: "safe" })
  return (blob_uid: BlobUid): Stream.Stream<Uint8Array, ConnectyCubeError | StoreRejected, R> =>
    Stream.fromEffect(
      Effect.catchTag(locate({ params: { blob_uid } }), "UnexpectedStatus", (error) =>
        error.status === 0 ? ask(blob_uid) : Effect.fail(error)
      )
    ).pipe(
      Stream.flatMap(({ location, redirect }) => {
        const url = httpUrl(location, `${urlOf(blob_uid)}/download`)
        return url === undefined ? Stream.fromEffect(notAUrl) : contentAt(name, client, url.href, redirect)
      }),
      observe
    )
}

// The URL itself is left out: whoever has it can read the file.
const notAUrl = Method.decodeError([{ path: "location", message: "Expected an http or https URL" }], "")

const contentAt = (
  name: Name,
  client: HttpClient.HttpClient,
  url: string,
  redirect: Location["redirect"]
): Stream.Stream<Uint8Array, Store.StoreFailure> => {
  const stored: Store.StoreOperation = { name, method: "GET", path: "/:key" }
  const secrets = Redaction.secretsInUrl(url)
  // What is compressed on its way has another length than the one that is said.
  const request = HttpClientRequest.get(url, { headers: { "accept-encoding": "identity" } })
  const taken = Store.retrying(stored, (attempts) =>
    Store.send(client, Store.exchangeOf(stored, attempts, secrets), request)
  )
  return Stream.unwrap(
    Effect.map(redirect === undefined ? taken : following(taken), ({ exchange, response }) =>
      OtherHost.body(exchange, response)
    )
  )
}

const following = <A, E>(taken: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  Effect.updateContext(taken, (context: Context.Context<never>) =>
    Context.add(context, FetchHttpClient.RequestInit, {
      ...Context.getOrUndefined(context, FetchHttpClient.RequestInit),
      redirect: "follow"
    })
  )
