import { Session, UserId, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Schema from "effect/Schema"

const empty = (status: number) => () => Effect.succeed(HttpServerResponse.empty({ status }))

export const userCard = HttpRouter.add(
  "GET",
  "/users/:id",
  Effect.gen(function* () {
    const users = yield* Users
    const id = yield* Schema.decodeUnknownEffect(UserId)((yield* HttpRouter.params)["id"])
    // Concurrent look-ups of one caller share one request, also across several requests to this server.
    const user = yield* users.get(id)
    return HttpServerResponse.jsonUnsafe({ name: user.full_name, avatar: user.avatar })
  }).pipe(
    Effect.provide(Session.layerFromRequest),
    Effect.catchTags({
      // `/users/abc`
      SchemaError: empty(404),
      NotFound: empty(404),
      MissingToken: empty(401),
      Unauthorized: empty(401),
      TooManyRequests: empty(503),
      ServiceUnavailable: empty(503)
    }),
    // No error has a secret, so it can be logged as it is.
    Effect.catch((error) => Effect.andThen(Effect.logError(error), empty(502)))
  )
)
