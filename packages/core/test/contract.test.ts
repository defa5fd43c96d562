// What a contract says beside its routes: in the OpenAPI document, in descriptions, and in the words of errors.
import * as Endpoint from "@effect-connectycube/core/contract/Endpoint"
import * as Issues from "@effect-connectycube/core/contract/Issues"
import { ownMessage } from "@effect-connectycube/core/contract/OwnMessage"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"

const see = "https://developers.connectycube.com/server/things"

const list = Endpoint.endpoint({
  retrySafety: "safe",
  summary: "List the things",
  description: "All of them.",
  response: "A page.",
  see: `${see}#list`,
  paging: { style: "offset", limit: "limit", offset: "skip" }
}).get("list", "/things", {
  query: {
    ...Query.operators("id", { "": Wire.Int, "in[]": Query.list(Wire.Int), odd: Schema.String }),
    ...Query.operators("name", { ctn: Schema.String, in: Query.commaList(Schema.String) }),
    ...Query.pages,
    ...Query.sort(Schema.Literals(["id", "name"])),
    limit: Query.limitUpTo(50),
    skip: Query.offset,
    count: Query.count
  },
  success: Schema.Struct({ items: Schema.Array(Schema.String) })
})

const remove = Endpoint.endpoint({
  retrySafety: "idempotent",
  summary: "Delete a thing",
  description: "It is gone.",
  response: "The thing is deleted.",
  see,
  deprecated: true
}).delete("remove", "/things/:id", { params: { id: Schema.String }, success: Endpoint.Empty })

const download = Endpoint.endpoint({
  retrySafety: "safe",
  summary: "Download a thing",
  description: "From a store.",
  response: "A redirect.",
  see
}).get("download", "/things/:id/download", { params: { id: Schema.String }, success: Endpoint.Redirect })

class Things extends HttpApiGroup.make("things")
  .add(list)
  .middleware(Endpoint.SessionToken)
  .add(remove)
  .middleware(Endpoint.ApplicationKey)
  .add(download)
  .middleware(Endpoint.AdministrationKey)
  .middleware(Endpoint.WireRules)
  .annotateMerge(Endpoint.tag({ description: "Things.", see })) {}

const document = OpenApi.fromApi(HttpApi.make("api").add(Things))

/** A member of the document, by its path. */
const at = (...path: ReadonlyArray<string>): unknown =>
  path.reduce<unknown>((value, name) => Reflect.get(Object(value), name), document)

describe("an endpoint", () => {
  it("has its documentation in the OpenAPI document", () => {
    assert.deepInclude(at("paths", "/things", "get"), {
      summary: "List the things",
      description: "All of them.",
      externalDocs: { url: `${see}#list` },
      "x-retry-safety": "safe",
      "x-paging": { style: "offset", limit: "limit", offset: "skip" }
    })
    assert.isUndefined(at("paths", "/things", "get", "deprecated"))
    const removed = Object(at("paths", "/things/{id}", "delete"))
    assert.deepInclude(removed, { summary: "Delete a thing", deprecated: true, "x-retry-safety": "idempotent" })
    assert.notProperty(removed, "x-paging")
  })

  it("says the same to the client, and nothing where it is not told of", () => {
    const plain = HttpApiEndpoint.get("plain", "/plain").annotations
    const { annotations } = list
    assert.strictEqual(Context.get(annotations, Endpoint.RetrySafety), "safe")
    assert.deepInclude(Context.get(annotations, Endpoint.Paging), { offset: "skip" })
    assert.strictEqual(Context.get(annotations, Endpoint.ResponseText), "A page.")
    assert.strictEqual(Context.get(plain, Endpoint.RetrySafety), "unsafe")
    assert.isUndefined(Context.get(plain, Endpoint.Paging))
    assert.strictEqual(Context.get(plain, Endpoint.ResponseText), "")
  })

  it("is in a group with a description", () => {
    assert.deepInclude(Array.isArray(at("tags")) ? at("tags") : [], {
      name: "things",
      description: "Things.",
      externalDocs: { url: see }
    })
  })

  it("has the credentials of its header", () => {
    assert.deepInclude(at("components", "securitySchemes"), {
      session: {
        type: "apiKey",
        name: "CB-Token",
        in: "header",
        description: "The token of a session, which `POST /session` returns."
      },
      application: {
        type: "apiKey",
        name: "CB-AuthKey",
        in: "header",
        description: "The authorization key of the application, found in the dashboard."
      },
      administration: {
        type: "apiKey",
        name: "CB-Administration-API-Key",
        in: "header",
        description: "The key of the administration API, found in the dashboard."
      }
    })
  })

  it("can be rejected with any of the statuses of the API", () => {
    for (const [path, method] of [
      ["/things", "get"],
      ["/things/{id}", "delete"],
      ["/things/{id}/download", "get"]
    ] as const) {
      const responses = Object(at("paths", path, method, "responses"))
      for (const status of [400, 401, 403, 404, 422, 429, 500, 503]) {
        assert.property(responses, String(status), `${method} ${path}`)
      }
    }
    assert.strictEqual(at("paths", "/things", "get", "responses", "404", "description"), "There is no such thing")
    assert.property(at("components", "schemas"), "Errors")
    assert.property(at("paths", "/things/{id}/download", "get", "responses"), "301")
  })

  it("writes an error response in the format of the API, and reads it with its status", () => {
    const errors = Array.from(Endpoint.WireRules.error, (schema) =>
      Schema.encodeUnknownSync(Schema.make<Schema.Codec<unknown>>(schema.ast))
    )
    assert.strictEqual(errors.length, 8)
    const [first] = Array.from(Endpoint.WireRules.error)
    const codec = Schema.make<Schema.Codec<unknown>>(first?.ast ?? Schema.Never.ast)
    for (const messages of [["a"], { name: ["is taken"] }]) {
      assert.deepStrictEqual(Schema.encodeUnknownSync(codec)({ status: 400, errors: messages }), { errors: messages })
      assert.deepStrictEqual(Schema.decodeUnknownSync(codec)({ errors: messages }), { status: 400, errors: messages })
    }
    assert.throws(() => Schema.encodeUnknownSync(codec)({ status: 401, errors: ["a"] }))
    assert.throws(() => Schema.encodeUnknownSync(codec)({ status: 400, errors: "a" }))
  })
})

describe("a parameter", () => {
  const parameters = new Map(
    Array.from(Object.values(Object(at("paths", "/things", "get", "parameters"))), (parameter): [unknown, unknown] => [
      Reflect.get(Object(parameter), "name"),
      parameter
    ])
  )

  it.each([
    ["id", "`id` equals this value."],
    ["id[in][]", "`id` is one of these values."],
    ["id[odd]", "`id` fulfils `odd`."],
    ["name[ctn]", "`name` contains this text."],
    ["name[in]", "`name` is one of these values."],
    ["page", "The number of the page, from 1."],
    ["per_page", "The maximum number of items on a page, from 1 to 100."],
    ["limit", "The maximum number of items on a page, from 1 to 50."],
    ["skip", "The number of items before the page."],
    ["sort_asc", "The field to sort by, in ascending order."],
    ["sort_desc", "The field to sort by, in descending order."],
    ["count", "`1` to return the number of items instead of the items."]
  ])("%s has a description", (name, description) => {
    assert.include(JSON.stringify(parameters.get(name)), JSON.stringify(description).slice(1, -1))
  })

  it("of a list with commas is read from one text", () => {
    const schema = Query.commaList(Wire.Int)
    assert.deepStrictEqual(Schema.decodeSync(schema)("1, 2"), [1, 2])
    assert.strictEqual(Schema.encodeSync(schema)([1, 2]), "1,2")
    assert.throws(() => Schema.encodeSync(schema)([]))
  })
})

describe("an issue", () => {
  const issuesOf = (schema: Schema.Codec<unknown, unknown>, value: unknown) => {
    const result = Schema.decodeUnknownResult(schema, { errors: "all" })(value)
    return result._tag === "Failure" ? Issues.format(result.failure.issue) : []
  }

  it("says where and what was expected, and not what was there", () => {
    const schema = Schema.Struct({ list: Schema.Array(Schema.Struct({ name: Schema.String })), when: Wire.TimeIso })
    assert.deepStrictEqual(issuesOf(schema, { list: [{ name: 5 }, {}], when: "s3cret\nand more" }), [
      { path: "list.0.name", message: "Expected string" },
      { path: "list.1.name", message: "Missing key" },
      { path: "when", message: "Expected a time" }
    ])
    assert.deepStrictEqual(issuesOf(Schema.Literals(["a", "b"]), "s3cret, got\nmore"), [
      { path: "", message: `Expected "a" | "b"` }
    ])
    assert.deepStrictEqual(issuesOf(Schema.String, 5), [{ path: "", message: "Expected string" }])
  })
})

describe("the message of an error", () => {
  class Computed extends ownMessage(Error) {
    override get message(): string {
      return "computed"
    }
  }

  it("is a property of its own, as that of any Error is, so that it is copied", () => {
    const error = new Computed()
    assert.deepStrictEqual(Object.getOwnPropertyDescriptor(error, "message"), {
      value: "computed",
      configurable: true,
      enumerable: false,
      writable: true
    })
    assert.instanceOf(error, Computed)
    assert.strictEqual(structuredClone(error).message, "computed")
  })
})
