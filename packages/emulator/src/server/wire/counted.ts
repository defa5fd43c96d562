/**
 * The response to a request for the number of items of a list, with `count=1`.
 */
import * as HttpServerResponse from "effect/http/HttpServerResponse"

export const counted = (count: number): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.jsonUnsafe({ items: { count } })
