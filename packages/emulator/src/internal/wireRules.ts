/**
 * How requests are read and refusals written: the middleware of every endpoint.
 *
 * The contract names the one spelling that is documented. Servers take many more, so a request is brought into that
 * spelling before the contract reads it.
 */
import { type Refusal, WireRules } from "@effect-connectycube/core/Contract"
import * as Effect from "effect/Effect"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import type * as HttpServerResponse from "effect/http/HttpServerResponse"
import type * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import { HttpApiSchemaError } from "effect/http-api/HttpApiError"
import * as Layer from "effect/Layer"
import type * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import * as SchemaIssue from "effect/SchemaIssue"
import type { unhandled } from "effect/Types"
import { Exchange } from "./exchange.ts"
import * as Parameters from "./parameters.ts"
import * as Refuse from "./refuse.ts"
import * as RequestBody from "./requestBody.ts"

export const layer: Layer.Layer<WireRules> = Layer.succeed(WireRules, (httpEffect, { endpoint }) => {
  const read = readerOf(endpoint)
  const guarded = Effect.catch(httpEffect, (error): Effect.Effect<never, unhandled | Refusal> =>
    HttpApiSchemaError.is(error) ? refuseSchema(error) : Effect.fail(error)
  )
  return Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest
    const { body } = yield* Exchange
    if (body._tag === "Unreadable") return yield* Refuse.badRequest("The body of the request could not be read")
    return yield* read(guarded, request, body)
  })
})

type Handler = Effect.Effect<HttpServerResponse.HttpServerResponse, unhandled | Refusal>

type Read = (handler: Handler, request: HttpServerRequest.HttpServerRequest, body: RequestBody.RequestBody) => Handler

/** How the requests of an endpoint are brought into the spelling of its contract. */
const readerOf = (endpoint: HttpApiEndpoint.Top): Read => {
  const keys = endpoint.query === undefined ? undefined : keysOf(endpoint.query)
  if (keys !== undefined) {
    const spell = spellerOf(keys)
    return (handler, request, body) =>
      Effect.flatMap(spell([...queryOf(request), ...RequestBody.pairsOf(body)]), (params) =>
        Effect.provideService(handler, HttpServerRequest.ParsedSearchParams, params)
      )
  }
  if (endpoint.payload.size === 0) return (handler) => handler
  return (handler, request, body) => {
    const query = queryOf(request)
    const value = RequestBody.valueOf(body)
    const payload = query.length === 0 ? value : { ...Parameters.toObject(query), ...Object(value) }
    const read = HttpClientRequest.make(endpoint.method)("/").pipe(HttpClientRequest.bodyJsonUnsafe(payload))
    return Effect.provideService(
      handler,
      HttpServerRequest.HttpServerRequest,
      HttpServerRequest.fromClientRequest(read).modify({
        url: request.url,
        headers: { ...request.headers, "content-type": "application/json" }
      })
    )
  }
}

const queryOf = (request: HttpServerRequest.HttpServerRequest): ReadonlyArray<Parameters.Pair> => {
  const start = request.url.indexOf("?")
  return start === -1 ? [] : Parameters.parse(request.url.slice(start + 1))
}

const keysOf = (schema: Schema.Top): ReadonlySet<string> => {
  const ast = SchemaAST.toEncoded(schema.ast)
  return new Set(SchemaAST.isObjects(ast) ? ast.propertySignatures.map(({ name }) => String(name)) : [])
}

type Params = Record<string, string | Array<string>>

/**
 * Lists come as `in[]=1&in[]=2`, `in=1,2` and `in=1&in=2`; the contract has one of the first two. A key that the contract
 * does not have is left out, as servers do, unless it is an operator that its field does not have.
 */
const spellerOf = (keys: ReadonlySet<string>) => {
  const fields = new Set(Array.from(keys, fieldOf))
  return (pairs: ReadonlyArray<Parameters.Pair>): Effect.Effect<Params, Refusal> =>
    Effect.gen(function* () {
      const params: Params = {}
      const push = (key: string, values: ReadonlyArray<string>) => {
        const known = params[key]
        params[key] = [...(Array.isArray(known) ? known : []), ...values]
      }
      for (const [name, value] of pairs) {
        const list = `${name}[]`
        const inList = name.replace(/\[[^[\]]*\]$/, "[]")
        const single = name.replace(/\[\d*\]$/, "")
        if (keys.has(name)) {
          if (name.endsWith("[]")) push(name, [value])
          else params[name] = value
        } else if (keys.has(list))
          push(
            list,
            value.split(",").map((item) => item.trim())
          )
        else if (keys.has(inList)) push(inList, [value])
        else if (keys.has(single)) params[single] = single in params ? `${String(params[single])},${value}` : value
        else if (name.includes("[") && fields.has(fieldOf(name))) {
          return yield* Refuse.unprocessable({ [fieldOf(name)]: [`can't be used as ${name}`] })
        }
      }
      return params
    })
}

const fieldOf = (name: string): string => name.replace(/\[.*$/, "")

const formatIssue = SchemaIssue.makeFormatterStandardSchemaV1()

/** What does not fit the contract, in the words of a server. */
const refuseSchema = (error: HttpApiSchemaError): Effect.Effect<never, Refusal> => {
  // An answer that the emulator cannot write is its own defect.
  if (error.kind === "Body" || error.kind === "ResponseHeaders") return Effect.die(error)
  if (error.kind === "Params") return Refuse.notFound
  const errors: Record<string, Array<string>> = {}
  for (const { message, path = [] } of formatIssue(error.cause.issue).issues) {
    const names = path.map((segment) => String(typeof segment === "object" ? segment.key : segment))
    const field = names.findLast((name) => !/^\d+$/.test(name)) ?? "base"
    const messages = (errors[fieldOf(field)] ??= [])
    const said = wordsOf(message)
    if (!messages.includes(said)) messages.push(said)
  }
  return Refuse.unprocessable(errors)
}

const words: { readonly [message: string]: string } = {
  "Missing key": "is required",
  "Expected no excess property": "is unknown"
}

/** Without what was there instead: that could be a secret. */
const wordsOf = (message: string): string => words[message] ?? message.replace(/,? (?:got|actual) [\s\S]*$/, "")
