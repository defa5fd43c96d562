/**
 * Responses that are the same in several places.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as HttpServerResponse from "effect/http/HttpServerResponse"

/** An error response outside of the endpoints of a contract. */
export const errors = (status: number, errors: ErrorResponse["errors"]): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.jsonUnsafe({ errors }, { status })

/** The response to a request for the number of items of a list, with `count=1`. */
export const counted = (count: number): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.jsonUnsafe({ items: { count } })
