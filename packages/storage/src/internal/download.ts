/**
 * The content of a file: the API says where it is, and the store gives it.
 */
import * as ApiClient from "@effect-connectycube/core/ApiClient"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { BlobUid } from "@effect-connectycube/core/Ids"
import * as Method from "@effect-connectycube/core/Method"
import * as OtherHost from "@effect-connectycube/core/OtherHost"
import * as Redaction from "@effect-connectycube/core/Redaction"
import * as Telemetry from "@effect-connectycube/core/Telemetry"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Stream from "effect/Stream"
import { StorageApi } from "../StorageApi.ts"
import type { StoreRefused } from "../StoreRefused.ts"
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
    download: downloader("storage.download", inSession.download, client, urlOf),
    downloadPublic: downloader("storage.downloadPublic", open.download, client, urlOf)
  }
})

type Locate<R> = (
  request: Parameters<Calls["download"] & OpenCalls["download"]>[0]
) => Effect.Effect<{ readonly location: string }, ConnectyCubeError, R>

const downloader = <R>(
  name: Name,
  locate: Locate<R>,
  client: HttpClient.HttpClient,
  urlOf: (uid: BlobUid) => string
) => {
  const observe = Telemetry.observeStream({ name, method, path, resend: "read" })
  return (blob_uid: BlobUid): Stream.Stream<Uint8Array, ConnectyCubeError | StoreRefused, R> =>
    Stream.fromEffect(locate({ params: { blob_uid } })).pipe(
      Stream.flatMap(({ location }) => {
        const url = httpUrl(location, `${urlOf(blob_uid)}/download`)
        return url === undefined ? Stream.fromEffect(notAUrl) : contentAt(name, client, url.href)
      }),
      observe
    )
}

// The URL itself is left out: whoever has it can read the file.
const notAUrl = Method.decodeError([{ path: "location", message: "Expected an http or https URL" }], "")

const contentAt = (
  name: Name,
  client: HttpClient.HttpClient,
  url: string
): Stream.Stream<Uint8Array, Store.StoreFailure> => {
  const stored: Store.StoreOperation = { name, method: "GET", path: "/:key" }
  const secrets = Redaction.secretsInUrl(url)
  // What is compressed on its way has another length than the one that is said.
  const request = HttpClientRequest.get(url, { headers: { "accept-encoding": "identity" } })
  const taken = Store.resending(stored, (attempts) =>
    Store.send(client, Store.exchangeOf(stored, attempts, secrets), request)
  )
  return Stream.unwrap(Effect.map(taken, ({ exchange, response }) => OtherHost.body(exchange, response)))
}
