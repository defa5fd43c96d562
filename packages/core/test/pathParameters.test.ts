import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Recorder from "./support/Recorder.ts"
import { client, Public, thing } from "./support/Things.ts"

const ok = Recorder.always(Recorder.json(200, thing))

describe("a parameter of the path", () => {
  /** What cannot be one segment of a path, in whatever spelling. */
  const isRejected = (id: string) => id === "" || id === "." || id === ".." || /\p{Surrogate}/u.test(id)

  const staysInPlace = (id: string) =>
    Effect.gen(function* () {
      const recorder = Recorder.make(ok)
      const things = yield* client(Public, recorder)
      const result = yield* Effect.result(things.read({ id }))
      if (isRejected(id)) {
        assert.isTrue(Result.isFailure(result) && result.failure._tag === "InvalidRequest")
        assert.deepStrictEqual(recorder.requests, [])
        return
      }
      const [request] = recorder.requests
      assert.isDefined(request)
      const segments = request.path.split("/")
      assert.deepStrictEqual(segments.map(decodeURIComponent), ["", "things", id])
      assert.deepStrictEqual(request.query, [])
      assert.strictEqual(new URL(request.url).origin, "https://things.test")
      assert.strictEqual(new URL(request.url).hash, "")
    })

  it.effect.each([
    "../users?x=1",
    "..%2Fusers",
    "%2e%2e",
    "%2E%2e%2f",
    ".%2e",
    "...",
    "a/b",
    "a\\b",
    "/",
    "//evil.test",
    "?",
    "#",
    "a?b=c#d",
    "%",
    "%00",
    "\u0000",
    " ",
    "\t",
    "\n",
    "é",
    "日本",
    "😀",
    "@",
    ":",
    ";",
    "a:b@evil.test",
    "http://evil.test",
    "&",
    "+",
    "'",
    "*",
    "~",
    ":id",
    "$&"
  ])("%j never changes the route", staysInPlace)

  it.effect.each(["", ".", "..", "\ud800", "a\udc00"])("%j never reaches the wire", (id) =>
    Effect.gen(function* () {
      const recorder = Recorder.make(ok)
      const things = yield* client(Public, recorder)
      for (const call of [things.read, things.remove]) {
        const error = yield* Effect.flip(Effect.asVoid(call({ id })))
        assert.deepInclude(error, { _tag: "InvalidRequest", issues: [{ path: "id", message: "Expected an id" }] })
      }
      assert.deepStrictEqual(recorder.requests, [])
    })
  )

  it.effect("that is left out is never sent, even where the contract allows it", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(ok)
      const Loose = HttpApiGroup.make("loose").add(
        HttpApiEndpoint.delete("remove", "/things/:id", { params: { id: Schema.optionalKey(Schema.String) } })
      )
      const loose = yield* client(Loose, recorder)
      const error = yield* Effect.flip(loose.remove({}))
      assert.deepInclude(error, { _tag: "InvalidRequest", issues: [{ path: "id", message: "Expected an id" }] })
      assert.deepStrictEqual(recorder.requests, [])
    })
  )

  it.effect.prop("never changes the route, for any text", [Schema.String], ([id]) => staysInPlace(id), {
    arbitrary: { runs: 1000 }
  })

  it.effect.prop(
    "never changes the route, whatever it is made of",
    [Schema.Array(Schema.Literals(["..", ".", "/", "\\", "%2e", "%2f", "%", "?", "#", "users", " ", "\n", ":id"]))],
    ([parts]) => staysInPlace(parts.join("")),
    { arbitrary: { runs: 1000 } }
  )
})
