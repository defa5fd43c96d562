/**
 * How requests are read and error responses written: the middleware of every endpoint.
 */
import { type ErrorResponse, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import { HttpApiSchemaError } from "effect/http-api/HttpApiError"
import * as Layer from "effect/Layer"
import type { unhandled } from "effect/Types"
import { Exchange } from "./exchange.ts"
import * as Reject from "./reject.ts"
import { schemaErrors } from "./schemaErrors.ts"
import type { Dialect } from "./dialect.ts"
import { respellerOf } from "./spelling.ts"

/** For the endpoints of a module. */
export const layer = (dialect: Dialect): Layer.Layer<WireRules> =>
  Layer.succeed(WireRules, (handler, { endpoint }) => {
    const respell = respellerOf(endpoint, dialect)
    const guarded = Effect.catch(handler, (error): Effect.Effect<never, unhandled | ErrorResponse> =>
      HttpApiSchemaError.is(error) ? rejectSchema(error) : Effect.fail(error)
    )
    // Whatever is begun is done to its end, also when the server stops: a 503 would say that nothing was done.
    return Effect.uninterruptible(
      Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
        Effect.flatMap(Exchange, (exchange) => {
          const { body } = exchange
          if (body._tag === "Unreadable") return Reject.badRequest("The body of the request could not be read")
          return Effect.map(respell(guarded, request, body), (response) => {
            exchange.response = response
            return response
          })
        })
      )
    )
  })

/** What does not fit the contract, in the words of a server. */
const rejectSchema = (error: HttpApiSchemaError): Effect.Effect<never, ErrorResponse> => {
  // A response that the emulator cannot write is its own defect.
  if (error.kind === "Body" || error.kind === "ResponseHeaders") return Effect.die(error)
  if (error.kind === "Params") return Reject.notFound
  return Reject.unprocessable(schemaErrors(error.cause.issue))
}
