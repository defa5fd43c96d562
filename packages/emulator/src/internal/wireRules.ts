/**
 * How requests are read and refusals written: the middleware of every endpoint.
 */
import { type Refusal, WireRules } from "@effect-connectycube/core/Contract"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import { HttpApiSchemaError } from "effect/http-api/HttpApiError"
import * as Layer from "effect/Layer"
import type { unhandled } from "effect/Types"
import { Exchange } from "./exchange.ts"
import * as Refuse from "./refuse.ts"
import { schemaErrors } from "./schemaErrors.ts"
import { respellerOf } from "./spelling.ts"

export const layer: Layer.Layer<WireRules> = Layer.succeed(WireRules, (handler, { endpoint }) => {
  const respell = respellerOf(endpoint)
  const guarded = Effect.catch(handler, (error): Effect.Effect<never, unhandled | Refusal> =>
    HttpApiSchemaError.is(error) ? refuseSchema(error) : Effect.fail(error)
  )
  // Whatever is begun is done to its end, also when the server stops: a 503 would say that nothing was done.
  return Effect.uninterruptible(
    Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
      Effect.flatMap(Exchange, (exchange) => {
        const { body } = exchange
        if (body._tag === "Unreadable") return Refuse.badRequest("The body of the request could not be read")
        return Effect.map(respell(guarded, request, body), (response) => {
          exchange.response = response
          return response
        })
      })
    )
  )
})

/** What does not fit the contract, in the words of a server. */
const refuseSchema = (error: HttpApiSchemaError): Effect.Effect<never, Refusal> => {
  // An answer that the emulator cannot write is its own defect.
  if (error.kind === "Body" || error.kind === "ResponseHeaders") return Effect.die(error)
  if (error.kind === "Params") return Refuse.notFound
  return Refuse.unprocessable(schemaErrors(error.cause.issue))
}
