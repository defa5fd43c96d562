/**
 * Looks up users by id, in batches of up to 100.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import type { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { ConnectyCubeError, DecodeError, NotFound } from "@effect-connectycube/core/ConnectyCubeError"
import { lazyGroup, RetrySafety, SessionToken, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { UserId } from "@effect-connectycube/core/Ids"
import * as Issues from "@effect-connectycube/core/contract/Issues"
import type { ApiResponse } from "@effect-connectycube/core/ApiResponse"
import * as ResponseError from "@effect-connectycube/core/client/ResponseError"
import * as Method from "@effect-connectycube/core/client/Method"
import * as Query from "@effect-connectycube/core/contract/Query"
import { callerKey, Session } from "@effect-connectycube/core/Session"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import type * as HttpClient from "effect/http/HttpClient"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Request from "effect/Request"
import * as RequestResolver from "effect/RequestResolver"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { User } from "../User.ts"
import { UsersApi } from "../UsersApi.ts"

class UserById extends Request.Class<
  { readonly id: UserId; readonly caller: Caller },
  User,
  ConnectyCubeError,
  Session
> {}

/** Who waits for a user. A request is for as many of them as there are in its batch, and goes on until all are interrupted. */
class Caller {
  isGone = false
  onLeave: (() => void) | undefined

  leave() {
    this.isGone = true
    this.onLeave?.()
  }
}

/** Interrupts the fiber of a batch when its last caller has gone. Effect itself does so only before the batch runs. */
const endWith = (callers: ReadonlyArray<Caller>, fiber: Fiber.Fiber<unknown, unknown>) => {
  const leave = () => {
    if (callers.every(({ isGone }) => isGone)) fiber.interruptUnsafe(fiber.id)
  }
  for (const caller of callers) caller.onLeave = leave
}

// The most that `GET /users/v2` returns.
const largestBatch = 100

/** The list of users, whose items are read one by one: one that does not fit is the matter of who asked for it. */
class LookUpApi extends lazyGroup(() =>
  HttpApiGroup.make("users")
    .add(
      HttpApiEndpoint.get("byId", UsersApi.endpoints.list.path, {
        query: { "id[in][]": Query.list(UserId), limit: Wire.Int },
        success: Schema.Struct({ items: Schema.Array(Schema.Unknown) })
      }).annotate(RetrySafety, "safe")
    )
    .middleware(SessionToken)
    .middleware(WireRules)
) {}

/**
 * Makes a look-up by id whose concurrent calls are batched: up to 100 ids per request.
 *
 * **Details**
 *
 * Calls of different callers never share a request. Sessions made from one token have one caller, as in two requests to a
 * server. An id that is invalid, not found or not decodable fails its own call only.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<
  (id: UserId) => Effect.Effect<User, ConnectyCubeError, Session>,
  never,
  HttpClient.HttpClient | ConnectyCubeConfig
> = Effect.map(ApiClient.make(LookUpApi), (call) => {
  const lookUp = call.byId.flatMap((items, response) =>
    Effect.map(
      Effect.forEach(items, (item) => Effect.result(decode(item))),
      (users) => finder(items, users, response)
    )
  )
  const resolver = RequestResolver.makeGrouped<UserById, ReturnType<typeof callerKey>>({
    key: ({ context }) => callerKey(Context.get(context, Session)),
    resolver: (entries) =>
      Effect.gen(function* () {
        yield* Effect.withFiber((fiber) =>
          Effect.sync(() =>
            endWith(
              entries.map(({ request }) => request.caller),
              fiber
            )
          )
        )
        const ids = [...new Set(entries.map(({ request }) => request.id))]
        const userOf = yield* lookUp({ "id[in][]": ids, limit: largestBatch })
        for (const entry of entries) entry.completeUnsafe(yield* Effect.exit(userOf(entry.request.id)))
      }).pipe(Effect.provideContext(entries[0].context))
  }).pipe(RequestResolver.batchN(largestBatch))

  return (id) => {
    const encoded = encode(id)
    // It would have the request for all rejected.
    return Result.isSuccess(encoded)
      ? Effect.suspend(() => {
          const caller = new Caller()
          const user = Effect.request(new UserById({ id, caller }), resolver)
          return Effect.onInterrupt(user, () => Effect.sync(() => caller.leave()))
        })
      : Method.invalidRequest(
          LookUpApi.endpoints.byId,
          Issues.format(encoded.failure.issue).map(({ message }) => ({ path: "id", message }))
        )
  }
})

const encode = Schema.encodeUnknownResult(UserId)
const decode = Wire.decodeJson(User)
const decodeId = Schema.decodeUnknownOption(Schema.Struct({ id: UserId }))

/** Finds users in a list in which some may not fit. One whose id cannot be read could be any that is not found. */
const finder = (
  items: ReadonlyArray<unknown>,
  users: ReadonlyArray<Result.Result<User, Schema.SchemaError>>,
  response: ApiResponse
): ((id: UserId) => Effect.Effect<User, DecodeError | NotFound>) => {
  const found = new Map<UserId | undefined, Effect.Effect<User, DecodeError>>()
  for (const [index, user] of users.entries()) {
    if (Result.isSuccess(user)) {
      found.set(user.success.id, Effect.succeed(user.success))
      continue
    }
    const issues = Issues.format(user.failure.issue).map(({ message, path }) => ({
      path: path === "" ? `items.${index}` : `items.${index}.${path}`,
      message
    }))
    const id = decodeId(items[index])
    found.set(id._tag === "Some" ? id.value.id : undefined, Effect.fail(ResponseError.decodeError(response, issues)))
  }
  return (id) =>
    found.get(id) ?? found.get(undefined) ?? Effect.fail(ResponseError.notFound(response, `There is no user ${id}`))
}
