/** The curls of the documentation, and an emulator that they reach. */
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import { readFileSync } from "node:fs"
import { Emulator, type ServerOptions } from "../../src/Emulator.ts"

/** A curl of the documentation, and its documented response. */
export interface Documented {
  readonly page: string
  readonly heading: string
  readonly curl: string
  readonly response: string | null
}

/** The host of the documentation. */
export const host = "https://api.connectycube.com"

export const documentedIn = (fixture: string): ReadonlyArray<Documented> =>
  JSON.parse(readFileSync(new URL(`../fixtures/${fixture}`, import.meta.url), "utf8"))

/** The emulator on a socket, and a client for it that accepts the documented host. */
export const served = (options: ServerOptions = {}) =>
  Layer.effect(
    HttpClient.HttpClient,
    Effect.gen(function* () {
      const { url } = yield* Emulator
      return HttpClient.mapRequest(yield* HttpClient.HttpClient, (request) =>
        HttpClientRequest.setUrl(request, request.url.replace(host, url))
      )
    })
  ).pipe(Layer.provide(FetchHttpClient.layer), Layer.provideMerge(Emulator.layerServer(options)))
