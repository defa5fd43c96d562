// The transport and the client on a dispatcher that ends with the scope of a test.
import * as Transport from "@effect-connectycube/core/client/Transport"
import { Undici, UndiciHttpClient } from "@effect-connectycube/undici"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"

/** The `HttpClient` that a layer provides. */
export const clientOf = (
  layer: Layer.Layer<HttpClient.HttpClient>
): Effect.Effect<HttpClient.HttpClient, never, Scope.Scope> =>
  Effect.map(Layer.build(layer), (context) => Context.get(context, HttpClient.HttpClient))

/** The transport that the calls of core use. */
export const transportOf = (
  layer: Layer.Layer<HttpClient.HttpClient> = UndiciHttpClient.layer
): Effect.Effect<Transport.Transport, never, Scope.Scope> =>
  Effect.flatMap(clientOf(layer), (client) => {
    const transport = Transport.get(client)
    return transport === undefined ? Effect.die("The client has no transport") : Effect.succeed(transport)
  })

/** A transport and the agent below it. */
export const withAgent = (options: Undici.Agent.Options = {}) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => new Undici.Agent(options)),
      (agent) => Effect.promise(() => agent.destroy())
    ),
    (agent) => ({ agent, client: UndiciHttpClient.fromDispatcher(agent) })
  ).pipe(
    Effect.flatMap(({ agent, client }) => {
      const transport = Transport.get(client)
      return transport === undefined
        ? Effect.die("The client has no transport")
        : Effect.succeed({ agent, client, transport })
    })
  )

export const get = (url: string, more: Partial<Transport.Request> = {}): Transport.Request => ({
  method: "GET",
  url,
  headers: {},
  body: undefined,
  external: false,
  redirect: undefined,
  ...more
})

export const text = (body: string, contentType = "application/json"): Transport.TextBody => ({
  _tag: "Text",
  text: body,
  contentType
})

export const noProgress: Transport.Progress = { sent: () => {}, handedOver: () => {} }

/** Long enough for a machine that is busy. */
export const long = 60_000

export const most = 1024 * 1024
