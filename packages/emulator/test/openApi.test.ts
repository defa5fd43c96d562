// The OpenAPI document: every operation of every contract has what a reader of it needs.
import { endpoint, Paging, RetrySafety } from "@effect-connectycube/core/contract/Endpoint"
import { Validator } from "@seriousme/openapi-schema-validator"
import { assert, describe, it, test } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpApi from "effect/http-api/HttpApi"
import type * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import type * as OpenApi from "effect/http-api/OpenApi"
import { readFileSync } from "node:fs"
import { Api } from "../src/Api.ts"
import { openApi } from "../src/app/openApi.ts"
import { Emulator } from "../src/Emulator.ts"
import { ask, at } from "./support/Wire.ts"

const document = openApi()

interface Operation extends OpenApi.OpenAPISpecOperation {
  readonly "x-retry-safety"?: unknown
  readonly "x-paging"?: unknown
}

const operationAt = (path: string, method: string): Operation | undefined => {
  const { delete: remove, get, post, put } = document.paths[path] ?? {}
  return new Map<string, Operation | undefined>(Object.entries({ delete: remove, get, post, put })).get(method)
}

/** Every endpoint of the contracts with its operation, where the document has it. */
const operations: Array<{
  readonly id: string
  readonly endpoint: HttpApiEndpoint.Top
  readonly operation: Operation | undefined
  readonly schemes: ReadonlyArray<ReadonlyArray<string>>
}> = []

HttpApi.reflect(Api, {
  onGroup: () => {},
  onEndpoint: ({ endpoint, group, middleware }) => {
    const path = endpoint.path.replaceAll(/:(\w+)/g, "{$1}")
    operations.push({
      id: `${group.identifier}.${endpoint.identifier}`,
      endpoint,
      operation: operationAt(path, endpoint.method.toLowerCase()),
      schemes: [...middleware].filter(HttpApiMiddleware.isSecurity).map(({ security }) => Object.keys(security))
    })
  }
})

const cases = operations.map(({ id, operation, ...rest }) => {
  const found = operation ?? assert.fail(`The document does not have ${id}`)
  return [id, { id, operation: found, ...rest }] as const
})

/** Sentences. */
const prose = /^[A-Z`].*\.$/s

/** Endpoints that need no header: the credentials are in the body, or a public file is for everybody. */
const open = ["auth.createSession", "storage.get", "storage.download"]

/** Lists whose `limit` is not the size of a page: there are no further ones. */
const cutOff = ["chat.search"]

const errorStatuses = ["400", "401", "403", "404", "422", "429", "500", "503"]

test("the document has the endpoints of the contracts, and no others", () => {
  const count = Object.values(document.paths).flatMap((methods) => Object.keys(methods)).length
  assert.strictEqual(cases.length, count)
})

describe.each(cases)("the operation %s", (_, { endpoint, id, operation, schemes }) => {
  test("has the name of its group and method as its id", () => {
    assert.strictEqual(operation.operationId, id)
  })

  test("has a summary of one line, which is no sentence and says more than another one", () => {
    const { summary = "" } = operation
    assert.match(summary, /^[A-Z][^\n]{5,75}[^.\s]$/)
    assert.deepStrictEqual(
      cases.filter(([, { operation }]) => operation.summary === summary).map(([id]) => id),
      [id]
    )
  })

  test("has a description, which is not its summary", () => {
    assert.match(operation.description ?? "", prose)
    assert.notStrictEqual(operation.description, `${operation.summary}.`)
  })

  test("has the page of the documentation", () => {
    assert.match(operation.externalDocs?.url ?? "", /^https:\/\/developers\.connectycube\.com\/[\w/#-]+$/)
  })

  test("has a description of each parameter, and all parameters of its path", () => {
    const { params } = endpoint
    const inPath = operation.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name)
    assert.deepStrictEqual(inPath.toSorted(), (endpoint.path.match(/(?<=:)\w+/g) ?? []).toSorted())
    assert.strictEqual(params === undefined, inPath.length === 0)
    for (const { description, name, schema } of operation.parameters) {
      assert.match(description ?? "", prose, name)
      assert.notProperty(schema, "description", name)
    }
  })

  test("has a body if its contract has one", () => {
    assert.strictEqual(operation.requestBody !== undefined, endpoint.payload.size > 0)
  })

  test("has a description of the successful response", () => {
    const successful = Object.entries(operation.responses).filter(([status]) => Number(status) < 400)
    assert.lengthOf(successful, 1)
    for (const [, { description }] of successful) assert.match(description, prose)
  })

  test("has a description of each error response, and its body", () => {
    const failed = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400)
    assert.deepStrictEqual(
      failed.map(([status]) => status),
      errorStatuses
    )
    for (const [status, { content, description }] of failed) {
      assert.match(description, /^[A-Z].{5,}/, status)
      assert.deepStrictEqual(content?.["application/json"]?.schema, { $ref: "#/components/schemas/Errors" }, status)
    }
  })

  test("has the credentials of its contract, each of which is described", () => {
    const named = operation.security.map((requirement) => Object.keys(requirement))
    assert.deepStrictEqual(
      named,
      schemes.flat().map((name) => [name])
    )
    assert.strictEqual(named.length === 0, open.includes(id))
    for (const name of named.flat()) {
      assert.match(document.components.securitySchemes[name]?.description ?? "", prose, name)
    }
  })

  test("has its retry safety", () => {
    assert.include(["safe", "idempotent", "unsafe"], operation["x-retry-safety"])
    assert.strictEqual(operation["x-retry-safety"], Context.get(endpoint.annotations, RetrySafety))
  })

  test("has its paging if it is a list with pages, by parameters that it has", () => {
    const names = operation.parameters.map(({ name }) => name)
    const paging = Context.get(endpoint.annotations, Paging)
    assert.deepStrictEqual(operation["x-paging"], paging)
    const hasPages = names.includes("limit") || names.includes("per_page")
    // The conditions on custom data are those of its class.
    assert.strictEqual(paging !== undefined, (hasPages && !cutOff.includes(id)) || id === "data.records.list")
    if (paging === undefined || id === "data.records.list") return
    const { limit, style } = paging
    const keys =
      style === "offset"
        ? [limit, paging.offset]
        : style === "page"
          ? [limit, paging.page]
          : [limit, paging.offset, `${paging.cursor}[gt]`, `${paging.cursor}[lt]`, "sort_asc", "sort_desc"]
    assert.deepStrictEqual(
      keys.filter((key) => !names.includes(key)),
      []
    )
  })
})

describe("the document", () => {
  test("is a valid document of OpenAPI 3.1", async () => {
    const validator = new Validator()
    assert.deepStrictEqual(await validator.validate({ ...structuredClone(document) }), { valid: true })
    assert.strictEqual(validator.version, "3.1")
  })

  test("has the version of the emulator, a title and a description", () => {
    const { version }: { readonly version: string } = JSON.parse(
      readFileSync(new URL("../package.json", import.meta.url), "utf8")
    )
    assert.strictEqual(document.info.version, version)
    assert.strictEqual(document.info.title, "ConnectyCube Server API")
    assert.match(document.info.description ?? "", prose)
  })

  test("has a description of each tag, and no operation with another tag", () => {
    for (const { description, externalDocs, name } of document.tags) {
      assert.match(description ?? "", prose, name)
      assert.match(externalDocs?.url ?? "", /^https:\/\/developers\.connectycube\.com\//, name)
    }
    assert.deepStrictEqual(
      new Set(cases.flatMap(([, { operation }]) => operation.tags)),
      new Set(document.tags.map(({ name }) => name))
    )
  })

  test("has the documented members of a new message, and lets it have others", () => {
    const schema = operationAt("/chat/Message", "post")?.requestBody?.content["application/json"]?.schema
    const { properties } = Object(at(schema, "allOf.0"))
    assert.deepStrictEqual(Object.keys(properties).toSorted(), [
      "attachments",
      "chat_dialog_id",
      "markable",
      "message",
      "recipient_id",
      "send_to_chat"
    ])
    for (const name of Object.keys(properties)) assert.match(String(at(properties, `${name}.description`)), prose, name)
    assert.strictEqual(at(schema, "allOf.0.additionalProperties"), true)
    assert.notProperty(schema, "additionalProperties")
  })

  test("is not changed by those who get it", () => {
    const mine = openApi()
    mine.info.title = "Another one"
    mine.paths = {}
    assert.deepStrictEqual(openApi(), document)
  })

  it.effect("has the real API as its server when an emulator in process is asked for it", () =>
    Effect.gen(function* () {
      const { json } = yield* ask("GET", "/openapi.json")
      assert.deepStrictEqual(at(json, "servers"), [
        { url: "https://api.connectycube.com", description: "The ConnectyCube API" }
      ])
      assert.deepStrictEqual(json, JSON.parse(JSON.stringify(document)))
    }).pipe(Effect.provide(Emulator.layer()))
  )

  it.live("has the emulator as its server when it comes over HTTP", () =>
    Effect.gen(function* () {
      const { url } = yield* Emulator
      const response = yield* HttpClient.get(`${url}/openapi.json`)
      assert.deepStrictEqual(at(yield* response.json, "servers"), [{ url, description: "This emulator" }])
    }).pipe(Effect.provide(FetchHttpClient.layer), Effect.provide(Emulator.layerServer()))
  )
})

test("an endpoint without its texts does not compile", () => {
  const texts = {
    retrySafety: "safe",
    summary: "Get a thing",
    description: "It is a thing.",
    response: "The thing.",
    see: "https://developers.connectycube.com/server/"
  } as const
  const { retrySafety: _, ...unsafe } = texts
  const { summary: _summary, ...untitled } = texts
  const { description: _description, ...undescribed } = texts
  const { response: _response, ...speechless } = texts
  const { see: _see, ...undocumented } = texts
  const made = [
    endpoint(texts),
    // @ts-expect-error: no retry safety
    endpoint(unsafe),
    // @ts-expect-error: no summary
    endpoint(untitled),
    // @ts-expect-error: no description
    endpoint(undescribed),
    // @ts-expect-error: no description of the response
    endpoint(speechless),
    // @ts-expect-error: no page of the documentation
    endpoint(undocumented)
  ]
  assert.strictEqual(made.length, 6)
})
