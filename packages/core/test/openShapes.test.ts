// Inputs and responses whose shape is open, or is found only when it is needed.
import { Empty } from "@effect-connectycube/core/contract/Endpoint"
import { ApplicationId } from "@effect-connectycube/core/Ids"
import * as Session from "@effect-connectycube/core/Session"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { callingOf } from "./support/Calling.ts"
import * as Recorder from "./support/Recorder.ts"
import { client, inTime, thing, WithSession } from "./support/Things.ts"

const Named = Schema.Struct({ name: Schema.String })

const Later = Schema.suspend(() => Named)

const group = HttpApiGroup.make("shapes").add(
  HttpApiEndpoint.post("later", "/later/:id", { params: { id: Schema.String }, payload: Later, success: Empty }),
  HttpApiEndpoint.post("wrappedLater", "/wrapped", { payload: Schema.Struct({ thing: Later }), success: Empty }),
  HttpApiEndpoint.post("either", "/either", {
    payload: Schema.Union([Named, Schema.Array(Schema.Int)]),
    success: Empty
  }),
  HttpApiEndpoint.post("wrappedEither", "/wrapped-either", {
    payload: Schema.Struct({ thing: Schema.Union([Named, Schema.Array(Schema.Int)]) }),
    success: Empty
  }),
  HttpApiEndpoint.get("pattern", "/pattern", {
    query: Schema.StructWithRest(Schema.Struct({ name: Schema.optionalKey(Schema.String) }), [
      Schema.Record(Schema.TemplateLiteral(["data[", Schema.String, "]"]), Schema.String)
    ]),
    success: Schema.Struct({ items: Schema.Array(Named), total: Schema.Int })
  })
)

const calling = callingOf(group)

const sent = (requests: ReadonlyArray<{ readonly line: string; readonly body: string }>) =>
  requests.map(({ body, line }) => [line, body])

/** An input that a program without types could give. */
const untyped = (value: unknown) => Object.assign(JSON.parse("{}"), { value }).value

describe("an input", () => {
  it.effect("has the members of an object that is found only when it is needed", () =>
    Effect.gen(function* () {
      const { requests } = yield* calling((calls) => calls.later(untyped({ id: "1", name: "lamp" })))
      assert.deepStrictEqual(sent(requests), [["POST /later/1", `{"name":"lamp"}`]])
      const wrapped = yield* calling((calls) => calls.wrappedLater(untyped({ name: "lamp" })))
      assert.deepStrictEqual(sent(wrapped.requests), [["POST /wrapped", `{"thing":{"name":"lamp"}}`]])
    })
  )

  it.effect("has a member for what may be no object", () =>
    Effect.gen(function* () {
      for (const [body, text] of [
        [{ name: "lamp" }, `{"name":"lamp"}`],
        [[1, 2], "[1,2]"]
      ] as const) {
        const { requests } = yield* calling((calls) => calls.either(untyped({ body })))
        assert.deepStrictEqual(sent(requests), [["POST /either", text]])
        const wrapped = yield* calling((calls) => calls.wrappedEither(untyped({ thing: body })))
        assert.deepStrictEqual(sent(wrapped.requests), [["POST /wrapped-either", `{"thing":${text}}`]])
      }
    })
  )

  it.effect("has the members of a pattern beside those with a name", () =>
    Effect.gen(function* () {
      const { requests } = yield* calling((calls) => calls.pattern(untyped({ name: "a", "data[b]": "c" })))
      assert.deepStrictEqual(sent(requests), [["GET /pattern?name=a&data%5Bb%5D=c", ""]])
      const { error } = yield* calling((calls) => calls.pattern(untyped({ name: "a", other: "c" })))
      assert.strictEqual(Reflect.get(Object(error), "_tag"), "InvalidRequest")
    })
  )
})

describe("a response that is read item by item", () => {
  it.effect("and has no list is a DecodeError, as it is when it is read as a whole", () =>
    Effect.gen(function* () {
      for (const body of [{ total: 1 }, { items: [{ name: "a" }] }, "text"]) {
        const { error } = yield* calling((calls) => calls.pattern.items("items")(untyped({})), Recorder.json(200, body))
        assert.strictEqual(Reflect.get(Object(error), "_tag"), "DecodeError")
        assert.isNotEmpty(Reflect.get(Object(error), "issues"))
      }
      const { error } = yield* calling((calls) => calls.pattern(untyped({})), { status: 200, body: "<html>" })
      assert.strictEqual(Reflect.get(Object(error), "_tag"), "DecodeError")
    })
  )
})

describe("a call in a session of another application", () => {
  it.effect("is an InvalidRequest, and its token is not sent", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(Recorder.always(Recorder.json(200, thing)))
      const things = yield* client(WithSession, recorder)
      const other = Session.fromToken(Redacted.make("token"), {
        api_url: "https://things.test",
        application_id: ApplicationId.make(2)
      })
      const error = yield* inTime(
        Effect.flip(things.read({ id: "1" }).pipe(Effect.provideService(Session.Session, other)))
      )
      assert.deepInclude(error, { _tag: "InvalidRequest", operation: "things.read" })
      assert.deepStrictEqual(recorder.requests, [])
    })
  )
})
