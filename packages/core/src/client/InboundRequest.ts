/**
 * Requests that ConnectyCube makes to a server of the application: webhooks, and the identity provider.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import type * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as HttpRouter from "effect/http/HttpRouter"
import type * as Layer from "effect/Layer"
import * as Redaction from "./Redaction.ts"

/**
 * All values of a parameter in the query of a URL, which may be a path only.
 *
 * @category getters
 * @since 0.1.0
 */
export const parameters = (url: string, name: string): ReadonlyArray<string> =>
  new URLSearchParams(/^[^#?]*\?([^#]*)/.exec(url)?.[1]).getAll(name)

/**
 * Logs why a request could not be handled, without these secrets.
 *
 * @category logging
 * @since 0.1.0
 */
export const logFailure = (
  message: string,
  cause: Cause.Cause<unknown>,
  secrets: Iterable<string>
): Effect.Effect<void> => Effect.logError(`${message}: ${Redaction.maskText(Cause.pretty(cause), secrets)}`)

/**
 * Adds a handler to a router, on a path and for every method: the handler rejects the others.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = <R>(
  path: HttpRouter.PathInput,
  handler: Effect.Effect<HttpServerResponse.HttpServerResponse, never, R | HttpServerRequest.HttpServerRequest>
): Layer.Layer<
  never,
  never,
  HttpRouter.HttpRouter | HttpRouter.Request.From<"Requires", Exclude<R, HttpRouter.Provided>>
> => HttpRouter.add("*", path, handler)
