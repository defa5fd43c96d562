/**
 * Brings a request into the spelling of the contract. The contract of an endpoint has the one that is documented;
 * servers take many more.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import { splitCommas } from "@effect-connectycube/core/contract/Wire"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as UrlParams from "effect/http/UrlParams"
import type * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import * as Dialects from "./dialect.ts"
import * as Parameters from "./parameters.ts"
import { Payload } from "./payload.ts"
import * as Reject from "./reject.ts"
import * as RequestBody from "./requestBody.ts"

/** Runs a handler with the request that the contract can read in place of the one that came. */
export type Respell = <A, E, R>(
  handler: Effect.Effect<A, E, R>,
  request: HttpServerRequest.HttpServerRequest,
  body: RequestBody.RequestBody
) => Effect.Effect<A, E | ErrorResponse, R>

export const respellerOf = (endpoint: HttpApiEndpoint.Top, dialect: Dialects.Dialect): Respell => {
  if (endpoint.query !== undefined) return respellQuery(keysOf(endpoint.query), Dialects.nameIn(dialect, endpoint.path))
  if (endpoint.payload.size === 0) return (handler) => handler
  const form = Array.from(endpoint.payload.values()).find(({ encoding }) => encoding._tag === "FormUrlEncoded")
    ?.schemas[0]
  return form === undefined ? respellPayload(Dialects.payloadIn(dialect, endpoint.path)) : respellForm(keysOf(form))
}

/** Parameters may stand in the body too, as `curl -X GET -d` sends them. */
const respellQuery =
  (keys: Keys, inDialect: (name: string) => string): Respell =>
  (handler, request, body) => {
    const pairs = [...queryOf(request), ...RequestBody.pairsOf(body)].map(([name, value]) => {
      const spelled = inDialect(name)
      return [spelled, pageSizes.has(spelled) && keys.named.has(spelled) ? withinPage(value) : value] as const
    })
    return Effect.flatMap(parametersOf(keys, pairs), (parameters) =>
      Effect.provideService(handler, HttpServerRequest.ParsedSearchParams, parameters)
    )
  }

/** The parameters with the number of items of a page. */
const pageSizes: ReadonlySet<string> = new Set(["limit", "per_page"])

/** The longest page of every list. A request for a longer one gets this one, and no error. */
const longestPage = 100

const withinPage = (size: string): string =>
  /^\s*\d+\s*$/.test(size) && Number(size) > longestPage ? String(longestPage) : size

/** A body may be JSON or a form, and parts of it may stand in the query. */
const respellPayload =
  (inDialect: (payload: unknown) => unknown): Respell =>
  (handler, request, body) => {
    const query = queryOf(request)
    const value = RequestBody.valueOf(body)
    const payload = query.length === 0 ? value : { ...Parameters.toObject(query), ...Object(value) }
    return handler.pipe(
      Effect.provideService(Payload, inDialect(payload)),
      Effect.provideService(
        HttpServerRequest.HttpServerRequest,
        withBody(request, "application/json", { text: Effect.succeed("") })
      )
    )
  }

/** A form may stand in the query too, and a client may send it as JSON. */
const respellForm =
  (keys: Keys): Respell =>
  (handler, request, body) =>
    Effect.flatMap(parametersOf(keys, [...queryOf(request), ...RequestBody.pairsOf(body)]), (parameters) =>
      Effect.provideService(
        handler,
        HttpServerRequest.HttpServerRequest,
        withBody(request, "application/x-www-form-urlencoded", {
          urlParamsBody: Effect.succeed(UrlParams.fromInput(parameters))
        })
      )
    )

/** The request that came, but for its body, in the one form in which the contract reads it. */
const withBody = (
  request: HttpServerRequest.HttpServerRequest,
  contentType: string,
  body: Partial<Pick<HttpServerRequest.HttpServerRequest, "text" | "urlParamsBody">>
): HttpServerRequest.HttpServerRequest =>
  Object.create(
    request,
    Object.getOwnPropertyDescriptors({ ...body, headers: { ...request.headers, "content-type": contentType } })
  )

const queryOf = (request: HttpServerRequest.HttpServerRequest): ReadonlyArray<Parameters.Pair> =>
  Parameters.parse(Parameters.splitUrl(request.url).query)

/** The keys of a contract: those that it names, and those that only have a form, such as `extensions[...]`. */
interface Keys {
  readonly named: ReadonlySet<string>
  readonly isFormed: (name: string) => boolean
}

const keysOf = (schema: Schema.Top): Keys => {
  const ast = SchemaAST.toEncoded(schema.ast)
  if (!SchemaAST.isObjects(ast)) return { named: new Set(), isFormed: () => false }
  const forms = ast.indexSignatures.map(({ parameter }) => Schema.is(Schema.make<Schema.Schema<unknown>>(parameter)))
  return {
    named: new Set(ast.propertySignatures.map(({ name }) => String(name))),
    isFormed: (name) => forms.some((isForm) => isForm(name))
  }
}

/**
 * The parameters under the keys of the contract. A key that it does not have is left out, as servers do, unless it is
 * an operator that its field does not have.
 */
const parametersOf = (
  keys: Keys,
  pairs: ReadonlyArray<Parameters.Pair>
): Effect.Effect<Record<string, string | Array<string>>, ErrorResponse> => {
  const lists: Record<string, Array<string>> = {}
  const singles: Record<string, string> = {}
  for (const [name, value] of pairs) {
    const key = keyOf(keys, name)
    if (key === undefined) {
      const field = Parameters.fieldOf(name)
      const known = name !== field && Array.from(keys.named, Parameters.fieldOf).includes(field)
      if (known) return Reject.unprocessable({ [field]: [`can't be used as ${name}`] })
    } else if (key.endsWith("[]")) {
      // A list in one parameter has commas.
      const items = `${name}[]` === key ? splitCommas(value) : [value]
      // A list of nothing but empty items is not a list of none.
      const values = items.length === 0 ? [""] : items
      lists[key] = [...(lists[key] ?? []), ...values]
    } else {
      const before = singles[key]
      const isList = name !== key || /\[(in|nin|all)\]$/.test(key)
      singles[key] = isList && before !== undefined ? `${before},${value}` : value
    }
  }
  return Effect.succeed({ ...lists, ...singles })
}

/**
 * The key of the contract that a name stands for. Where the contract has `in[]` there may come `in` and `in[0]` as well,
 * and where it has `tags` there may come `tags[]`.
 */
const keyOf = (keys: Keys, name: string): string | undefined => {
  const plain = name.replace(/\[\d*\]$/, "")
  const known = [name, `${name}[]`, name.replace(/\[[^[\]]*\]$/, "[]"), plain].find((key) => keys.named.has(key))
  return known ?? [plain, name].find(keys.isFormed)
}
