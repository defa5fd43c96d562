// How the input of a call is written, and its response is read, in each of the shapes that a contract can have.
import type * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import { Empty, Redirect } from "@effect-connectycube/core/contract/Endpoint"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { callingOf } from "./support/Calling.ts"
import * as Recorder from "./support/Recorder.ts"

const Named = Schema.Struct({ name: Schema.String, size: Schema.optionalKey(Wire.Int) })

interface Tree {
  readonly label: string
  readonly child?: Tree
}
const Tree: Schema.Codec<Tree> = Schema.Struct({
  label: Schema.String,
  child: Schema.optionalKey(Schema.suspend((): Schema.Codec<Tree> => Tree))
})

const group = HttpApiGroup.make("shapes").add(
  HttpApiEndpoint.get("nothing", "/nothing", { success: Schema.Struct({ count: Wire.Int, total: Wire.Int }) }),
  HttpApiEndpoint.put("parts", "/things/:id/:part", {
    params: { id: Schema.String, part: Schema.String },
    query: { limit: Schema.optionalKey(Wire.Int) },
    payload: Named,
    success: Named
  }),
  HttpApiEndpoint.post("wrapped", "/wrapped/:id", {
    params: { id: Schema.String },
    payload: Schema.Struct({ thing: Named }),
    success: Schema.Struct({ thing: Named })
  }),
  HttpApiEndpoint.post("list", "/list", { payload: Schema.Struct({ ids: Schema.Array(Wire.Int) }), success: Empty }),
  HttpApiEndpoint.post("either", "/either", {
    payload: Schema.Union([Schema.Struct({ login: Schema.String }), Schema.Struct({ email: Schema.String })]),
    success: Empty
  }),
  HttpApiEndpoint.post("tree", "/tree", { payload: Tree, success: Empty }),
  HttpApiEndpoint.post("any", "/any/:id", {
    params: { id: Schema.String },
    payload: Schema.Record(Schema.String, Schema.Unknown),
    success: Empty
  }),
  HttpApiEndpoint.post("wrappedAny", "/wrapped-any", {
    payload: Schema.Struct({ data: Schema.Record(Schema.String, Schema.Unknown) }),
    success: Empty
  }),
  HttpApiEndpoint.get("search", "/search", {
    query: Schema.Record(Schema.String, Schema.String),
    success: Schema.Struct({ items: Schema.Array(Named), total: Wire.Int })
  }),
  HttpApiEndpoint.post("form", "/form", {
    payload: Schema.Struct({ name: Schema.String, tags: Schema.optionalKey(Query.commaList(Schema.String)) }).pipe(
      HttpApiSchema.asFormUrlEncoded()
    ),
    success: Empty
  }),
  HttpApiEndpoint.get("download", "/download/:id", { params: { id: Schema.String }, success: Redirect }),
  HttpApiEndpoint.delete("maybe", "/maybe", { success: [Schema.Struct({ thing: Named }), Empty] }),
  HttpApiEndpoint.get("two", "/two", {
    success: [Schema.Struct({ thing: Named }), Schema.Struct({ things: Schema.Array(Named) })]
  })
)

const lamp = { name: "lamp" }

const calling = callingOf(group)

/** The one request of a call. */
const requestOf = <E>(f: (calls: ApiClient.Calls<typeof group>) => Effect.Effect<unknown, E>, reply?: Recorder.Reply) =>
  Effect.map(calling(f, reply), ({ requests }) => {
    assert.strictEqual(requests.length, 1)
    return requests[0]
  })

/** The issues of a call that sends nothing. */
const issuesOf = <E>(f: (calls: ApiClient.Calls<typeof group>) => Effect.Effect<unknown, E>) =>
  Effect.map(calling(f), ({ error, requests }) => {
    assert.deepStrictEqual(requests, [])
    assert.strictEqual(Reflect.get(Object(error), "_tag"), "InvalidRequest")
    return Reflect.get(Object(error), "issues")
  })

const json = "application/json"

/** An input that a program without types could give. */
const untyped = (value: unknown) => Object.assign(JSON.parse("{}"), { value }).value

describe("an input", () => {
  it.effect("goes to path, query and body, each member where the contract has it", () =>
    Effect.gen(function* () {
      const request = yield* requestOf((calls) =>
        calls.parts({ id: "a/b", part: "x,y", limit: 5, name: "lamp", size: 3 })
      )
      assert.deepStrictEqual(request, {
        line: "PUT /things/a%2Fb/x,y?limit=5",
        type: json,
        body: `{"name":"lamp","size":3}`
      })
    })
  )

  it.effect("without a member of the query has none", () =>
    Effect.gen(function* () {
      const request = yield* requestOf((calls) => calls.parts({ id: "1", part: "2", name: "lamp" }))
      assert.strictEqual(request?.line, "PUT /things/1/2")
    })
  )

  it.effect("is the content of the only member of a body, where that is an object with known members", () =>
    Effect.gen(function* () {
      const request = yield* requestOf((calls) => calls.wrapped({ id: "1", name: "lamp", size: 3 }))
      assert.deepStrictEqual(request, {
        line: "POST /wrapped/1",
        type: json,
        body: `{"thing":{"name":"lamp","size":3}}`
      })
      const list = yield* requestOf((calls) => calls.list({ ids: [1, 2] }))
      assert.strictEqual(list?.body, `{"ids":[1,2]}`)
      const open = yield* requestOf((calls) => calls.wrappedAny({ data: { anything: 1 } }))
      assert.strictEqual(open?.body, `{"data":{"anything":1}}`)
    })
  )

  it.effect("has a member for a body or a query that takes members of any name", () =>
    Effect.gen(function* () {
      const body = yield* requestOf((calls) => calls.any({ id: "1", body: { id: 2, any: true } }))
      assert.deepStrictEqual(body, { line: "POST /any/1", type: json, body: `{"id":2,"any":true}` })
      const query = yield* requestOf((calls) => calls.search({ query: { "name[ctn]": "a b" } }))
      assert.deepStrictEqual(query, { line: "GET /search?name%5Bctn%5D=a+b", type: undefined, body: "" })
    })
  )

  it.effect("is one of several objects, or an object that contains itself", () =>
    Effect.gen(function* () {
      const login = yield* requestOf((calls) => calls.either({ login: "ada" }))
      const email = yield* requestOf((calls) => calls.either({ email: "a@b.c" }))
      const tree = yield* requestOf((calls) => calls.tree({ label: "a", child: { label: "b" } }))
      assert.deepStrictEqual(
        [login?.body, email?.body, tree?.body],
        [`{"login":"ada"}`, `{"email":"a@b.c"}`, `{"label":"a","child":{"label":"b"}}`]
      )
    })
  )

  it.effect("is written as a form where the contract says so", () =>
    Effect.gen(function* () {
      const request = yield* requestOf((calls) => calls.form({ name: "a lamp & more", tags: ["b", "c"] }))
      assert.deepStrictEqual(request, {
        line: "POST /form",
        type: "application/x-www-form-urlencoded",
        body: "name=a+lamp+%26+more&tags=b%2Cc"
      })
    })
  )

  it.effect("can be completed by the method, and can't give the same member too", () =>
    Effect.gen(function* () {
      const request = yield* requestOf((calls) => calls.parts({ ...lamp, id: "1" }, { part: "2", limit: 9 }))
      assert.deepInclude(request, { line: "PUT /things/1/2?limit=9", body: `{"name":"lamp"}` })
      const issues = yield* issuesOf((calls) =>
        calls.parts(untyped({ ...lamp, id: "1", part: "3", limit: undefined }), { part: "2", limit: 9 })
      )
      assert.deepStrictEqual(issues, [{ path: "part", message: "Unknown member" }])
    })
  )

  it.effect("is not needed by an endpoint that takes none", () =>
    Effect.gen(function* () {
      const { requests, value } = yield* calling((calls) => calls.nothing(), Recorder.json(200, { count: 1, total: 2 }))
      assert.deepStrictEqual(requests, [{ line: "GET /nothing", type: undefined, body: "" }])
      assert.deepStrictEqual(value, { count: 1, total: 2 })
    })
  )
})

describe("an invalid input", () => {
  it.effect.each([null, "lamp", 5, [lamp], new Date(0)])("is anything but a plain object: %j", (value) =>
    Effect.gen(function* () {
      const expected = [{ path: "", message: "Expected an object" }]
      assert.deepStrictEqual(yield* issuesOf((calls) => calls.parts(untyped(value))), expected)
      assert.deepStrictEqual(yield* issuesOf((calls) => calls.list(untyped(value))), expected)
    })
  )

  it.effect("names the members as they are given, and not as they are sent", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* issuesOf((calls) => calls.wrapped(untyped({ id: "1", name: 5, size: "x" }))), [
        { path: "name", message: "Expected string" },
        { path: "size", message: "Expected number" }
      ])
      assert.deepStrictEqual(yield* issuesOf((calls) => calls.wrapped(untyped({ id: "1" }))), [
        { path: "name", message: "Missing key" }
      ])
      assert.deepStrictEqual(yield* issuesOf((calls) => calls.wrapped(untyped({ id: "", name: "lamp" }))), [
        { path: "id", message: "Expected an id" }
      ])
    })
  )

  it.effect("has a member that no part knows, and the nearest name of the first part that has names", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        yield* issuesOf((calls) => calls.parts(untyped({ id: "1", part: "2", name: "lamp", siz: 1 }))),
        [{ path: "siz", message: "Unknown member. Did you mean size?" }]
      )
      assert.deepStrictEqual(yield* issuesOf((calls) => calls.any(untyped({ id: "1", body: {}, size: 1 }))), [
        { path: "size", message: "Unknown member. Did you mean id?" }
      ])
      assert.deepStrictEqual(yield* issuesOf((calls) => calls.search(untyped({ query: {}, size: 1 }))), [
        { path: "size", message: "Unknown member" }
      ])
      assert.deepStrictEqual(yield* issuesOf((calls) => calls.list(untyped({ ids: [1], size: 1 }))), [
        { path: "size", message: "Unknown member. Did you mean ids?" }
      ])
      assert.deepStrictEqual(yield* issuesOf((calls) => calls.form(untyped({ name: "lamp", tag: "a" }))), [
        { path: "tag", message: "Unknown member. Did you mean tags?" }
      ])
    })
  )

  it.effect("has all of its issues", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* issuesOf((calls) => calls.parts(untyped({ id: ".", part: "..", name: "lamp" }))), [
        { path: "id", message: "Expected an id" },
        { path: "part", message: "Expected an id" }
      ])
      assert.deepStrictEqual(yield* issuesOf((calls) => calls.list(untyped({ ids: ["a", "b"] }))), [
        { path: "ids.0", message: "Expected number" },
        { path: "ids.1", message: "Expected number" }
      ])
    })
  )

  it.effect("cannot be written as JSON, or makes a URL that is too long", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* issuesOf((calls) => calls.any({ id: "1", body: { count: 1n } })), [
        { path: "count", message: "Expected JSON value" }
      ])
      const [issue] = yield* issuesOf((calls) => calls.search({ query: { name: "x".repeat(100_000) } }))
      assert.strictEqual(issue.path, "name")
    })
  )
})

describe("a response", () => {
  it.effect("is the content of its only member, where it has only one", () =>
    Effect.gen(function* () {
      const one = yield* calling(
        (calls) => calls.wrapped({ id: "1", name: "lamp" }),
        Recorder.json(200, { thing: lamp })
      )
      assert.deepStrictEqual(one.value, lamp)
      const maybe = yield* calling((calls) => calls.maybe(), Recorder.json(200, { thing: lamp }))
      assert.deepStrictEqual(maybe.value, lamp)
    })
  )

  it.effect("is all of it where it has several members, or where several shapes have different ones", () =>
    Effect.gen(function* () {
      const several = { items: [lamp], total: 1 }
      const page = yield* calling((calls) => calls.search({ query: {} }), Recorder.json(200, several))
      assert.deepStrictEqual(page.value, several)
      for (const body of [{ thing: lamp }, { things: [lamp] }]) {
        const { value } = yield* calling((calls) => calls.two(), Recorder.json(200, body))
        assert.deepStrictEqual(value, body)
      }
    })
  )

  it.effect("may have no body where the contract says so, and may not otherwise", () =>
    Effect.gen(function* () {
      for (const body of ["", " \n"]) {
        const { error, value } = yield* calling((calls) => calls.maybe(), { status: 200, body })
        assert.deepStrictEqual([error, value], [undefined, undefined])
        const { error: missing } = yield* calling((calls) => calls.nothing(), { status: 200, body })
        assert.deepInclude(missing, { _tag: "DecodeError" })
      }
    })
  )

  it.effect("that may have no body is not read beyond 16 KiB, and one that has a body is", () =>
    Effect.gen(function* () {
      const long = Recorder.json(200, { thing: { name: "x".repeat(16 * 1024) } })
      const { error } = yield* calling((calls) => calls.maybe(), long)
      assert.deepInclude(error, {
        _tag: "DecodeError",
        issues: [{ path: "", message: "Expected at most 16384 bytes" }]
      })
      assert.strictEqual(String(Reflect.get(Object(error), "body")).length, 8 * 1024)
      const { error: none } = yield* calling((calls) => calls.wrapped({ id: "1", name: "lamp" }), long)
      assert.isUndefined(none)
    })
  )

  it.effect("that is a redirect is its location, which it has to have", () =>
    Effect.gen(function* () {
      const download = (headers: Record<string, string>) =>
        calling((calls) => calls.download({ id: "1" }), { status: 301, headers })
      const { value } = yield* download({ location: "https://store.test/1?signature=s" })
      assert.strictEqual(value, "https://store.test/1?signature=s")
      for (const headers of [{}, { location: "" }]) {
        const { error } = yield* download(headers)
        assert.deepInclude(error, {
          _tag: "DecodeError",
          status: 301,
          issues: [{ path: "location", message: "Expected a header with the URL" }]
        })
      }
    })
  )

  it.effect("can be mapped, with its head and the whole input", () =>
    Effect.gen(function* () {
      const { value } = yield* calling(
        (calls) =>
          calls.parts
            .map(({ name }) => name)
            .flatMap((name, { headers, status }, input) =>
              Effect.succeed([name, status, headers["x-id"], input] as const)
            )({ ...lamp, id: "1" }, { part: "2" }),
        Recorder.json(200, lamp, { "x-id": "7" })
      )
      assert.deepStrictEqual(value, ["lamp", 200, "7", { ...lamp, id: "1", part: "2" }])
    })
  )

  it.effect("of which no body is wanted may have any JSON, and nothing else", () =>
    Effect.gen(function* () {
      const ended = (body: string) => calling((calls) => calls.nothing.noBody()(), { status: 200, body })
      for (const body of ["", " ", "{}", `{"count":"x"}`, "[1]", "null"]) {
        const { error, value } = yield* ended(body)
        assert.deepStrictEqual([error, value], [undefined, undefined], body)
      }
      for (const body of ["<html>", "{", `{"count":`]) {
        const { error } = yield* ended(body)
        assert.deepInclude(error, {
          _tag: "DecodeError",
          issues: [{ path: "", message: "Expected no body, or JSON" }]
        })
      }
      const long = `{"text":"${"x".repeat(20_000)}"}`
      assert.isUndefined((yield* ended(long)).error)
      // What comes after the first 16 KiB is not read.
      assert.isUndefined((yield* ended(`${long}<html>`)).error)
      assert.deepInclude((yield* ended(`<html>${long}`)).error, { _tag: "DecodeError" })
      const mapped = yield* calling((calls) => calls.nothing.noBody().map(() => "done")(), { status: 200, body: long })
      assert.strictEqual(mapped.value, "done")
    })
  )

  it.effect("can be read item by item, with all that is wrong with an item", () =>
    Effect.gen(function* () {
      const body = { items: [lamp, { name: 5, size: "x" }, { name: "vase", size: 2 }], total: 3 }
      const { value } = yield* calling((calls) => calls.search.items("items")({ query: {} }), Recorder.json(200, body))
      const { items, total } = Object.assign({ items: [], total: 0 }, value)
      assert.strictEqual(total, 3)
      assert.deepStrictEqual(
        Array.from<ReturnType<typeof untyped>>(items).map(({ raw, result }) => [
          raw,
          result._tag === "Success" ? result.success : result.failure.issues
        ]),
        [
          [lamp, lamp],
          [
            { name: 5, size: "x" },
            [
              { path: "name", message: "Expected string" },
              { path: "size", message: "Expected an integer" }
            ]
          ],
          [
            { name: "vase", size: 2 },
            { name: "vase", size: 2 }
          ]
        ]
      )
    })
  )
})
