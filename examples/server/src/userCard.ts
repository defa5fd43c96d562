import { Session, UserId, Users } from "effect-connectycube"
import * as ErrorResponse from "effect-connectycube/ErrorResponse"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Schema from "effect/Schema"

export const userCard = HttpRouter.add(
  "GET",
  "/users/:id",
  Effect.gen(function* () {
    const users = yield* Users
    const { id } = yield* Schema.decodeUnknownEffect(Schema.Struct({ id: UserId }))(yield* HttpRouter.params)
    // Concurrent look-ups of one caller share one request, also across several requests to this server.
    const user = yield* users.get(id)
    return HttpServerResponse.jsonUnsafe({ name: user.full_name, avatar: user.avatar })
  }).pipe(
    Effect.provide(Session.layerFromRequest),
    // Each error gets a status by its tag: a `NotFound` is a 404, a `MissingToken` a 401, an outage a 503 with `Retry-After`.
    ErrorResponse.handle()
  )
)
