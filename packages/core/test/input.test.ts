/** The flat input of a call, and the parts of its request. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import * as Recorder from "./support/Recorder.ts"
import { client } from "./support/Things.ts"

const Empty = HttpApiSchema.Empty(200)

const Lamps = HttpApiGroup.make("lamps").add(
  HttpApiEndpoint.put("wrapped", "/lamps/:id", {
    params: { id: Schema.String },
    query: { force: Schema.optionalKey(Schema.String) },
    payload: Schema.Struct({ lamp: Schema.Struct({ name: Schema.String, watts: Schema.optionalKey(Schema.Finite) }) }),
    success: Schema.Struct({ lamp: Schema.Struct({ name: Schema.String }) })
  }),
  HttpApiEndpoint.post("open", "/lamps/:id", {
    params: { id: Schema.String },
    query: Schema.Record(Schema.String, Schema.String),
    payload: Schema.Record(Schema.String, Schema.Unknown),
    success: Empty
  }),
  HttpApiEndpoint.post("text", "/lamps", { payload: Schema.Struct({ name: Schema.String }), success: Empty })
)

const called = <A, E>(f: (call: Effect.Success<ReturnType<typeof client<typeof Lamps>>>) => Effect.Effect<A, E>) =>
  Effect.gen(function* () {
    const recorder = Recorder.make(Recorder.always(Recorder.json(200, { lamp: { name: "desk" } })))
    const value = yield* f(yield* client(Lamps, recorder))
    const [request] = recorder.requests
    return { value, url: request?.url.replace("https://things.test", ""), body: JSON.parse(request?.body ?? "") }
  })

const rejected = (f: Parameters<typeof called>[0]) =>
  Effect.gen(function* () {
    const recorder = Recorder.make(() => ({ status: 500 }))
    const error = yield* Effect.flip(f(yield* client(Lamps, recorder)))
    assert.deepStrictEqual(recorder.requests, [])
    assert.propertyVal(error, "_tag", "InvalidRequest")
    return JSON.stringify(error)
  })

/** Like an untyped program. */
const any = <A>(value: unknown): A => value as A

describe("the input of a call", () => {
  it.effect("is told apart into path, query and body, and the value is what the only member of the response has", () =>
    Effect.gen(function* () {
      const sent = yield* called((call) => call.wrapped({ id: "1", force: "yes", name: "desk", watts: 5 }))
      assert.deepStrictEqual(sent, {
        url: "/lamps/1?force=yes",
        body: { lamp: { name: "desk", watts: 5 } },
        value: { name: "desk" }
      })
    })
  )

  it.effect("has an open query and an open body as members", () =>
    Effect.gen(function* () {
      const sent = yield* called((call) => call.open({ id: "1", query: { id: "2" }, body: { id: 3 } }))
      assert.deepInclude(sent, { url: "/lamps/1?id=2", body: { id: 3 } })
    })
  )

  it.effect("can be given in part by the method itself", () =>
    Effect.gen(function* () {
      const sent = yield* called((call) => call.wrapped({ name: "desk" }, { id: "1" }))
      assert.deepInclude(sent, { url: "/lamps/1", body: { lamp: { name: "desk" } } })
    })
  )

  it.effect("does not replace what the method itself gives", () =>
    Effect.gen(function* () {
      const error = yield* rejected((call) =>
        call.wrapped(any<{ readonly name: string }>({ name: "desk", id: "2" }), { id: "1" })
      )
      assert.include(error, `{"path":"id","message":"Unknown member"}`)
    })
  )

  it.effect("is an object", () =>
    Effect.gen(function* () {
      for (const value of [undefined, null, 5, "x", [], new Date(0), new Map(), () => 1]) {
        assert.include(yield* rejected((call) => call.text(any(value))), "Expected an object")
      }
    })
  )

  it.effect("may be of a class of the program", () =>
    Effect.gen(function* () {
      class Lamp {
        readonly name = "desk"
      }
      assert.deepInclude(yield* called((call) => call.text(new Lamp())), { body: { name: "desk" } })
    })
  )

  it.effect("has no unknown member, in whichever part", () =>
    Effect.gen(function* () {
      const wrapped = yield* rejected((call) => call.wrapped(any({ id: "1", name: "desk", wats: 5 })))
      assert.include(wrapped, `{"path":"wats","message":"Unknown member. Did you mean watts?"}`)
      const open = yield* rejected((call) => call.open(any({ id: "1", query: {}, body: {}, quary: {} })))
      assert.include(open, `"path":"quary"`)
    })
  )

  it.effect("is what issues are told of: a wrapper of the body is in no path", () =>
    Effect.gen(function* () {
      const error = yield* rejected((call) => call.wrapped(any({ id: "1", name: 7 })))
      assert.include(error, `"path":"name"`)
      assert.notInclude(error, "lamp.name")
    })
  )
})

it.effect("a contract with the same name in two parts of a request cannot be used", () =>
  Effect.gen(function* () {
    const twice = HttpApiGroup.make("twice").add(
      HttpApiEndpoint.put("twice", "/lamps/:id", {
        params: { id: Schema.String },
        payload: Schema.Struct({ id: Schema.String, name: Schema.String }),
        success: Empty
      })
    )
    const call = yield* client(twice, Recorder.make(Recorder.always({ status: 200 })))
    assert.throws(() => call.twice({ id: "1", name: "Ada" }), "has id in two parts")
  })
)
