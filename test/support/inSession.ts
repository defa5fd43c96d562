import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { type Response, comparable, type Recorded, recordingClient } from "./recording.ts"

/** The token of the documented requests. */
export const token = "<TOKEN>"

const config = Layer.orDie(ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("key") }))

/** A module of the API, in the session of the documented requests. */
export const inSession = <Service>(module: Layer.Layer<Service, never, HttpClient.HttpClient | ConnectyCubeConfig>) => {
  /** Over any HTTP client. */
  const provide =
    (client: Layer.Layer<HttpClient.HttpClient>) =>
    <A, E>(effect: Effect.Effect<A, E, Service | Session>) =>
      effect.pipe(
        Effect.provide(module.pipe(Layer.provide([client, config]))),
        Effect.provideService(Session, fromToken(Redacted.make(token)))
      )

  /** What came of the response, which may be an error, and what was sent. */
  const recordResult = <A, E>(
    effect: Effect.Effect<A, E, Service | Session>,
    response: Response | ((request: Recorded) => Response) = {}
  ) => {
    const client = recordingClient(typeof response === "function" ? response : () => response)
    return effect.pipe(
      provide(client.layer),
      Effect.result,
      Effect.map((result) => ({ result, requests: client.requests.map(comparable) }))
    )
  }

  /** As `recordResult`, of a call that is to go well. */
  const record = <A, E>(
    effect: Effect.Effect<A, E, Service | Session>,
    response?: Response | ((request: Recorded) => Response)
  ) =>
    Effect.flatMap(recordResult(effect, response), ({ requests, result }) =>
      Effect.map(Effect.fromResult(result), (value) => ({ value, requests }))
    )

  return { provide, record, recordResult }
}
