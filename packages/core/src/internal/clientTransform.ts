// What a region of a program makes of the `HttpClient` for its requests to the API.
import * as Context from "effect/Context"
import { identity } from "effect/Function"
import type * as HttpClient from "effect/http/HttpClient"

export type Transform = (client: HttpClient.HttpClient) => HttpClient.HttpClient

export const ClientTransform = Context.Reference<Transform>("@effect-connectycube/core/ClientTransform", {
  defaultValue: () => identity
})
