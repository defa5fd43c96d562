import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import { ConnectyCubeConfig, type Options } from "@effect-connectycube/core/ConnectyCubeConfig"
import {
  AdministrationKey,
  ApplicationKey,
  EndsSession,
  RetrySafety,
  SessionToken
} from "@effect-connectycube/core/contract/Endpoint"
import * as Session from "@effect-connectycube/core/Session"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Layer from "effect/Layer"
import type * as Duration from "effect/Duration"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import type { Recorder } from "./Recorder.ts"

const Thing = Schema.Struct({ id: Wire.Int, name: Schema.String })

const NewThing = Schema.Struct({
  name: Schema.String,
  tags: Schema.optionalKey(Schema.Array(Schema.String)),
  password: Schema.optionalKey(Schema.RedactedFromValue(Schema.String))
})

/** A test API: a read, an idempotent write and a plain write, with several shapes of requests and responses. */
const things = HttpApiGroup.make("things").add(
  HttpApiEndpoint.get("read", "/things/:id", { params: { id: Schema.String }, success: Thing }).annotate(
    RetrySafety,
    "safe"
  ),
  HttpApiEndpoint.get("list", "/things", {
    query: { "id[in][]": Schema.optionalKey(Schema.Array(Wire.Int)), limit: Schema.optionalKey(Wire.Int) },
    success: Schema.Struct({ items: Schema.Array(Thing) })
  }).annotate(RetrySafety, "safe"),
  HttpApiEndpoint.get("count", "/things/count", { success: Schema.Record(Schema.String, Wire.Int) }).annotate(
    RetrySafety,
    "safe"
  ),
  HttpApiEndpoint.put("replace", "/things/:id", {
    params: { id: Schema.String },
    payload: NewThing,
    success: Thing
  }).annotate(RetrySafety, "idempotent"),
  HttpApiEndpoint.delete("remove", "/things/:id", {
    params: { id: Schema.String },
    success: HttpApiSchema.Empty(200)
  }).annotate(RetrySafety, "idempotent"),
  HttpApiEndpoint.delete("leave", "/things", { success: HttpApiSchema.Empty(200) })
    .annotate(RetrySafety, "idempotent")
    .annotate(EndsSession, true),
  HttpApiEndpoint.post("create", "/things", { payload: NewThing, success: Thing.pipe(HttpApiSchema.status(201)) }),
  HttpApiEndpoint.post("note", "/things/notes", { payload: Schema.Unknown, success: HttpApiSchema.Empty(200) }),
  HttpApiEndpoint.post("send", "/things/forms", {
    payload: Schema.Record(Schema.String, Schema.String).pipe(HttpApiSchema.asFormUrlEncoded()),
    success: HttpApiSchema.Empty(200)
  })
)

export const Public = things
export const WithApplicationKey = things.middleware(ApplicationKey)
export const WithSession = things.middleware(SessionToken)
export const WithAdministrationKey = things.middleware(AdministrationKey)

export const options: Options = {
  api_url: "https://things.test",
  application_id: 1,
  auth_key: Redacted.make("auth-key-of-the-tests"),
  auth_secret: Redacted.make("auth-secret-of-the-tests"),
  admin_api_key: Redacted.make("admin-key-of-the-tests")
}

/** The calls of a group, over the recorder. */
export const client = <Group extends HttpApiGroup.Constraint>(
  group: Group,
  recorder: Recorder,
  config: Options = options,
  how: ApiClient.MakeOptions = {}
): Effect.Effect<ApiClient.Calls<Group>> =>
  ApiClient.make(group, how).pipe(
    Effect.provide(recorder.layer),
    Effect.provide(Layer.orDie(ConnectyCubeConfig.layer(config)))
  )

export const asUser = (token: string) => Effect.provideService(Session.Session, Session.fromToken(Redacted.make(token)))

export const thing = { id: 1, name: "lamp" }

/** Runs an effect while the test clock advances. An effect that is not done by then hangs, and that is a defect. */
export const inTime = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
  time: Duration.Input = "1 day"
): Effect.Effect<A, E, R> =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(effect, { startImmediately: true })
    yield* TestClock.adjust(time)
    if (fiber.pollUnsafe() === undefined) return yield* Effect.die(new Error("still running when all time has passed"))
    return yield* Fiber.join(fiber)
  })

/** The result of an effect, and its duration on the test clock. */
export const ending = <A, E, R>(effect: Effect.Effect<A, E, R>, time?: Duration.Input) =>
  inTime(
    Effect.gen(function* () {
      const start = yield* Clock.currentTimeMillis
      const result = yield* Effect.result(effect)
      return { result, took: (yield* Clock.currentTimeMillis) - start }
    }),
    time
  )
