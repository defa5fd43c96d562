/** The errors of the client in the contracts of Effect: a call that fails on one side fails with an equal error on the other. */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { assert, describe, it } from "@effect/vitest"
import * as E from "effect-connectycube"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpApiClient from "effect/http-api/HttpApiClient"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as RpcClient from "effect/rpc/RpcClient"
import * as RpcGroup from "effect/rpc/RpcGroup"
import * as RpcSerialization from "effect/rpc/RpcSerialization"
import * as RpcServer from "effect/rpc/RpcServer"
import * as Schema from "effect/Schema"
import * as Activity from "effect/workflow/Activity"
import * as Workflow from "effect/workflow/Workflow"
import * as WorkflowEngine from "effect/workflow/WorkflowEngine"

const batch = { done: ["a"], rejected: [1], open: [], notSent: ["b", 2] }
const call = { operation: "chat.dialogs.list", method: "GET", path: "/chat/Dialog", attempts: 2, batch }
const response = {
  ...call,
  status: 418,
  errors: { base: ["No"], login: ["is taken", "is odd"] },
  body: `{"errors":["No"]}`,
  retryAfter: Duration.millis(1500)
}
const issues = [{ path: "items.0.id", message: "Expected an integer" }]
const retryAfter = Duration.seconds(3)

const errors: ReadonlyArray<E.ConnectyCubeError> = [
  new E.BadRequest(response),
  new E.Unauthorized({ ...response, source: "another user" }),
  new E.Forbidden({ ...response, source: "body" }),
  new E.NotFound(response),
  new E.UnprocessableEntity(response),
  new E.TooManyRequests(response),
  new E.InternalServerError(response),
  new E.ServiceUnavailable(response),
  new E.UnexpectedStatus(response),
  new E.TransportError({ ...call, reason: "ECONNRESET" }),
  new E.CallTimeout({ ...call, timeout: "call", duration: Duration.minutes(2) }),
  new E.SessionClosed(call),
  new E.DecodeError({ ...call, status: 200, body: "<html>", issues }),
  new E.InvalidRequest({ operation: "users.get", method: "GET", path: "/users/v2", issues, batch }),
  new E.RateLimitExceeded({ ...call, limit: 5, window: Duration.seconds(1), retryAfter }),
  new E.CircuitOpen({ ...call, retryAfter })
]

const errorOf = (tag: string): E.ConnectyCubeError => {
  const error = errors.find(({ _tag }) => _tag === tag)
  if (error === undefined) throw new Error(`There is no ${tag}`)
  return error
}

const tags = errors.map(({ _tag }) => _tag)

const assertSame = (actual: unknown, tag: string) => {
  const expected = errorOf(tag)
  assert.isTrue(actual instanceof expected.constructor, tag)
  assert.deepStrictEqual({ ...Object(actual) }, { ...expected })
  assert.strictEqual(Object(actual).message, expected.message)
}

const ada = Schema.decodeUnknownSync(E.User)({
  id: 1,
  login: "ada",
  created_at: "2018-12-05T11:58:02Z",
  updated_at: "2018-12-05T11:58:02.123Z",
  user_tags: "vip,accountant"
})
const message = Schema.decodeUnknownSync(E.Message)({
  _id: "5c094c0ce588ce6856f87422",
  chat_dialog_id: "5c094c0ce588ce6856f87423",
  sender_id: 1,
  date_sent: "2018-12-05T11:58:02.123Z",
  created_at: "2018-12-05T11:58:02Z",
  updated_at: "2018-12-05T11:58:02Z"
})

it("has an error of each class of the union", () => {
  assert.deepStrictEqual(tags, [
    ...E.StatusError.members.map(({ identifier }) => identifier),
    ...E.ConnectyCubeError.members.slice(E.StatusError.members.length).map(({ identifier }) => identifier)
  ])
})

describe("an HttpApi", () => {
  class Api extends HttpApi.make("Api").add(
    HttpApiGroup.make("all").add(
      HttpApiEndpoint.get("any", "/any/:tag", {
        params: { tag: Schema.String },
        success: Schema.String,
        error: E.ConnectyCubeError
      }),
      HttpApiEndpoint.get("user", "/users/:id", {
        params: { id: E.UserId },
        success: E.User,
        error: [E.NotFound.pipe(HttpApiSchema.status(404)), E.TooManyRequests.pipe(HttpApiSchema.status(503))]
      }),
      HttpApiEndpoint.get("messages", "/messages", { success: Schema.Array(E.Message) })
    )
  ) {}

  const Handlers = HttpApiBuilder.group(Api, "all", (handlers) =>
    handlers
      .handle("any", ({ params }) => Effect.fail(errorOf(params.tag)))
      .handle("user", ({ params }) =>
        params.id === ada.id
          ? Effect.succeed(ada)
          : Effect.fail(params.id === 2 ? new E.TooManyRequests(response) : new E.NotFound(response))
      )
      .handle("messages", () => Effect.succeed([message]))
  )

  const layer = HttpRouter.serve(HttpApiBuilder.layer(Api).pipe(Layer.provide(Handlers)), {
    disableListenLog: true,
    disableLogger: true
  }).pipe(Layer.provideMerge(NodeHttpServer.layerTest))

  it.live("fails on the client with the error of the handler, of each class", () =>
    Effect.gen(function* () {
      const client = yield* HttpApiClient.make(Api)
      for (const tag of tags) assertSame(yield* Effect.flip(client.all.any({ params: { tag } })), tag)
    }).pipe(Effect.provide(layer))
  )

  it.live("responds with the status that its contract gives to a class", () =>
    Effect.gen(function* () {
      const client = yield* HttpApiClient.make(Api)
      for (const [id, tag, status] of [
        [2, "TooManyRequests", 503],
        [3, "NotFound", 404]
      ] as const) {
        assertSame(yield* Effect.flip(client.all.user({ params: { id: E.UserId.make(id) } })), tag)
        assert.strictEqual((yield* HttpClient.get(`/users/${id}`)).status, status)
      }
      assert.strictEqual((yield* HttpClient.get("/any/NotFound")).status, 500)
    }).pipe(Effect.provide(layer))
  )

  it.live("responds with models, which the client decodes to equal ones", () =>
    Effect.gen(function* () {
      const client = yield* HttpApiClient.make(Api)
      assert.deepStrictEqual(yield* client.all.user({ params: { id: ada.id } }), ada)
      const [received] = yield* client.all.messages()
      assert.deepStrictEqual(received, message)
      assert.strictEqual(received && DateTime.formatIso(received.date_sent), "2018-12-05T11:58:02.123Z")
    }).pipe(Effect.provide(layer))
  )
})

describe("an Rpc", () => {
  class Rpcs extends RpcGroup.make(
    Rpc.make("fail", { payload: { tag: Schema.String }, error: E.ConnectyCubeError }),
    Rpc.make("user", { success: E.User })
  ) {}

  const Handlers = Rpcs.toLayer({
    fail: ({ tag }) => Effect.fail(errorOf(tag)),
    user: () => Effect.succeed(ada)
  })

  const layer = HttpRouter.serve(
    RpcServer.layerHttp({ group: Rpcs, path: "/", protocol: "http" }).pipe(Layer.provide(Handlers)),
    { disableListenLog: true, disableLogger: true }
  ).pipe(
    Layer.provideMerge(RpcClient.layerProtocolHttp({ url: "" })),
    Layer.provideMerge(NodeHttpServer.layerTest),
    Layer.provideMerge(RpcSerialization.layerNdjson)
  )

  it.live("fails on the client with the error of the handler, of each class, and gives it models", () =>
    Effect.gen(function* () {
      const client = yield* RpcClient.make(Rpcs)
      for (const tag of tags) assertSame(yield* Effect.flip(client.fail({ tag })), tag)
      assert.deepStrictEqual(yield* client.user(), ada)
    }).pipe(Effect.provide(layer))
  )
})

describe("a Workflow", () => {
  const Failing = Workflow.make("Failing", {
    payload: { tag: Schema.String },
    idempotencyKey: ({ tag }) => tag,
    success: E.User,
    error: E.ConnectyCubeError
  })

  let runs = 0

  const layer = Failing.toLayer(({ tag }) =>
    Activity.make({
      name: "call",
      success: E.User,
      error: E.ConnectyCubeError,
      execute: Effect.suspend(() => {
        runs++
        return tag === "none" ? Effect.succeed(ada) : Effect.fail(errorOf(tag))
      })
    })
  ).pipe(Layer.provideMerge(WorkflowEngine.layerMemory))

  it.effect("fails with the error of its activity, of each class, which it keeps", () =>
    Effect.gen(function* () {
      for (const tag of tags) {
        assertSame(yield* Effect.flip(Failing.execute({ tag })), tag)
        // The second time is the stored result of the first.
        const before = runs
        assertSame(yield* Effect.flip(Failing.execute({ tag })), tag)
        assert.strictEqual(runs, before)
      }
      assert.deepStrictEqual(yield* Failing.execute({ tag: "none" }), ada)
    }).pipe(Effect.provide(layer))
  )

  it.effect("stores the result of its activity as JSON", () =>
    Effect.gen(function* () {
      const Result = Schema.toCodecJson(Schema.Exit(E.User, E.ConnectyCubeError, Schema.Never))
      for (const tag of tags) {
        const text = JSON.stringify(yield* Schema.encodeEffect(Result)(yield* Effect.exit(Effect.fail(errorOf(tag)))))
        const exit = yield* Schema.decodeUnknownEffect(Result)(JSON.parse(text))
        assertSame(yield* Effect.flip(exit), tag)
      }
    })
  )
})
