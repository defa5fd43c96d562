import { Admin } from "@effect-connectycube/admin"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { type Response, comparable, type Recorded, recordingClient } from "../../../../test/support/recording.ts"

/** The key of the documented requests. */
export const admin_api_key = "<API_KEY>"

const config = ConnectyCubeConfig.layer({
  application_id: 1,
  auth_key: Redacted.make("key"),
  admin_api_key: Redacted.make(admin_api_key)
})

/** The service over any HTTP client. */
export const service = (client: Layer.Layer<HttpClient.HttpClient>, settings = config) =>
  Admin.layer.pipe(Layer.provide([client, settings]))

/** The service over a small server, and the requests to it. */
export const over = (response: (request: Recorded) => Response, settings = config) => {
  const client = recordingClient(response)
  return { requests: client.requests, provide: Effect.provide(service(client.layer, settings)) }
}

/** Runs an effect over one response, and returns the requests and the result. */
export const record = <A, E>(effect: Effect.Effect<A, E, Admin>, response: Response = {}) => {
  const { provide, requests } = over(() => response)
  return Effect.map(provide(effect), (value) => ({ value, requests: requests.map(comparable) }))
}

export const call = <A, E, R>(f: (admin: Admin["Service"]) => Effect.Effect<A, E, R>) => Effect.flatMap(Admin, f)
