/**
 * What is answered to who asks a list for a number only, with `count=1`.
 */
import * as HttpServerResponse from "effect/http/HttpServerResponse"

export const counted = (count: number): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.jsonUnsafe({ items: { count } })
