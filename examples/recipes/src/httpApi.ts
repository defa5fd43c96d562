import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import {
  Chat,
  type ConnectyCube,
  type ConnectyCubeError,
  Dialog,
  DialogId,
  Message,
  Session
} from "effect-connectycube"
import * as ErrorResponse from "effect-connectycube/ErrorResponse"
import * as Effect from "effect/Effect"
import * as HttpEffect from "effect/http/HttpEffect"
import * as HttpRouter from "effect/http/HttpRouter"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import * as HttpApiSecurity from "effect/http-api/HttpApiSecurity"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { createServer } from "node:http"

// The contract: the models of the client as successes, and errors of its own, which have no detail of ConnectyCube.

const errors = Schema.Record(Schema.String, Schema.Array(Schema.String))

export class NotLoggedIn extends Schema.TaggedError<NotLoggedIn>()("NotLoggedIn", {}, { httpApiStatus: 401 }) {}
export class NotAllowed extends Schema.TaggedError<NotAllowed>()("NotAllowed", { errors }, { httpApiStatus: 403 }) {}
export class Missing extends Schema.TaggedError<Missing>()("Missing", {}, { httpApiStatus: 404 }) {}
export class Invalid extends Schema.TaggedError<Invalid>()("Invalid", { errors }, { httpApiStatus: 422 }) {}
export class Unavailable extends Schema.TaggedError<Unavailable>()("Unavailable", {}, { httpApiStatus: 503 }) {}

const failures = [NotLoggedIn, NotAllowed, Missing, Invalid, Unavailable] as const

/** Provides the session of the caller to the endpoints of a group. */
export class CallerSession extends HttpApiMiddleware.Service<CallerSession, { provides: Session }>()(
  "recipes/CallerSession",
  { error: NotLoggedIn, security: { token: HttpApiSecurity.apiKey({ key: "CB-Token", in: "header" }) } }
) {}

export class Api extends HttpApi.make("Api").add(
  HttpApiGroup.make("dialogs")
    .add(
      HttpApiEndpoint.get("list", "/dialogs", { success: Schema.Array(Dialog), error: failures }),
      HttpApiEndpoint.post("say", "/dialogs/:id/messages", {
        params: { id: DialogId },
        payload: Schema.Struct({ message: Schema.NonEmptyString }),
        success: Message,
        error: failures
      })
    )
    .middleware(CallerSession)
) {}

// The server.

const layerCallerSession = Layer.succeed(CallerSession, {
  token: (endpoint, { credential }) =>
    Redacted.value(credential) === ""
      ? Effect.fail(new NotLoggedIn())
      : Effect.provide(endpoint, Session.layerToken(credential))
})

/** The error of the contract for an error of the client, with the status and the messages of `ErrorResponse`. */
const toContract = Effect.fnUntraced(function* (
  error: ConnectyCubeError
): Effect.fn.Return<never, (typeof failures)[number]["Type"], HttpServerRequest.HttpServerRequest> {
  const { body, headers, status } = ErrorResponse.make(error)
  if (status === 401) return yield* new NotLoggedIn()
  if (status === 403) return yield* new NotAllowed(body)
  if (status === 404) return yield* new Missing()
  if (status === 422) return yield* new Invalid(body)
  yield* Effect.logError(error.message, error)
  // Retry-After
  yield* HttpEffect.appendPreResponseHandler((_, response) =>
    Effect.succeed(HttpServerResponse.setHeaders(response, headers))
  )
  return yield* new Unavailable()
})

const layerDialogs = HttpApiBuilder.group(
  Api,
  "dialogs",
  Effect.fn(function* (handlers) {
    const chat = yield* Chat
    return handlers.handleAll({
      list: () =>
        chat.dialogs.list({ sort_desc: "last_message_date_sent" }).pipe(
          Effect.map(({ items }) => items),
          Effect.catch(toContract)
        ),
      say: ({ params, payload: { message } }) =>
        chat.messages.create({ chat_dialog_id: params.id, message }).pipe(Effect.catch(toContract))
    })
  })
)

/** The routes: one client for all callers, which is a layer, and the session of each request. */
export const routes = HttpApiBuilder.layer(Api).pipe(Layer.provide(layerDialogs), Layer.provide(layerCallerSession))

/** Serves the routes until its scope is closed. Then it accepts no more requests, and responds to those that it has. */
export const layer = <E, R>(application: Layer.Layer<ConnectyCube.ConnectyCube, E, R>, port: number) => {
  const http = createServer()
  // A connection that is kept alive would delay the end.
  const closing = HttpEffect.withPreResponseHandler((_, response) =>
    Effect.succeed(http.listening ? response : HttpServerResponse.setHeader(response, "connection", "close"))
  )
  return HttpRouter.serve(routes, { middleware: closing }).pipe(
    Layer.provide(application),
    Layer.provideMerge(NodeHttpServer.layer(() => http, { port, gracefulShutdownTimeout: "10 seconds" }))
  )
}
