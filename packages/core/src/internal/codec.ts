// How the requests of an endpoint are written, and its responses are read, by its contract.
import * as Effect from "effect/Effect"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Arguments from "../contract/Arguments.ts"
import type { RawResponse, Operation } from "../client/Attempt.ts"
import { DecodeError, type InvalidRequest } from "../ConnectyCubeError.ts"
import type { Redirect } from "../contract/Endpoint.ts"
import * as Issues from "../contract/Issues.ts"
import * as Items from "../client/Items.ts"
import * as Wire from "../contract/Wire.ts"
import * as Json from "./json.ts"
import * as JsonBeginning from "./jsonBeginning.ts"
import * as UrlLimit from "./urlLimit.ts"

export interface RequestParts {
  readonly params?: unknown
  readonly query?: unknown
  readonly payload?: unknown
}

type Written = Result.Result<HttpClientRequest.HttpClientRequest, InvalidRequest["issues"]>

/** Writes a request as the contract says; what does not fit it is rejected here, before the wire. */
export const encoderOf = (endpoint: HttpApiEndpoint.Top) => {
  const payload = [...endpoint.payload.values()][0]
  const isForm = payload?.encoding._tag === "FormUrlEncoded"
  const empty = HttpClientRequest.make(endpoint.method)(endpoint.path)
  const names = Array.from(endpoint.path.matchAll(parameter), ([, name = ""]) => name)

  /** Writes one part of a request, where the endpoint has such a part. */
  const step = (
    part: keyof RequestParts,
    schema: Schema.Top | undefined,
    write: (request: HttpClientRequest.HttpClientRequest, encoded: Record<string, string>) => Written
  ) => {
    if (schema === undefined) return []
    const prepare = Arguments.make(schema)
    const encode = encodeWith(schema)
    return [
      (request: HttpClientRequest.HttpClientRequest, parts: RequestParts): Written => {
        const { issues, value } = prepare(parts[part])
        if (issues.length > 0) return Result.fail(issues)
        const encoded = encode(value)
        return Result.isSuccess(encoded)
          ? write(request, encoded.success)
          : Result.fail(Issues.format(encoded.failure.issue))
      }
    ]
  }

  const steps = [
    ...step("params", endpoint.params, (request, params) => {
      const issues = names.flatMap((path) =>
        Arguments.isSegment(params[path]) ? [] : [{ path, message: "Expected an id" }]
      )
      return issues.length > 0
        ? Result.fail(issues)
        : Result.succeed(HttpClientRequest.setUrl(request, pathOf(endpoint.path, params)))
    }),
    ...step("query", endpoint.query, (request, query) =>
      Result.succeed(HttpClientRequest.setUrlParams(request, query))
    ),
    ...step("payload", payload?.schemas[0], (request, body) =>
      isForm
        ? Result.succeed(HttpClientRequest.bodyUrlParams(request, body))
        : Result.try({
            try: () => HttpClientRequest.bodyJsonUnsafe(request, body),
            catch: () => [{ path: "", message: "Expected what can be written as JSON" }]
          })
    )
  ]

  const write = (parts: RequestParts): Written =>
    steps.reduce<Written>(
      (written, step) => Result.flatMap(written, (request) => step(request, parts)),
      Result.succeed(empty)
    )

  return (parts: RequestParts): Written =>
    Result.flatMap(write(parts), (request) => {
      const tooLong = UrlLimit.issues(request)
      return tooLong.length === 0 ? Result.succeed(request) : Result.fail(tooLong)
    })
}

// The contract's schemas are known to the types of the calls, and here only as schemas of something. They need no
// services, since `Calls` has no place for any.
const encodeWith = (schema: Schema.Top) =>
  Schema.encodeUnknownResult(schema as Schema.Codec<unknown, Record<string, string>>, { errors: "all" })

const parameter = /:(\w+)/g

// A comma is itself in a path; the API lists ids with it.
const pathOf = (path: string, params: Record<string, string>): string =>
  path.replaceAll(parameter, (_, name: string) => encodeURIComponent(params[name] ?? "").replaceAll("%2C", ","))

const bodiesOf = (endpoint: HttpApiEndpoint.Top) =>
  [...endpoint.success].filter(({ ast }) => !HttpApiSchema.isNoContent(ast))

const unionOf = (schemas: ReadonlyArray<Schema.Top>) => {
  // As above: the types of the calls know what this is.
  const union: Schema.Top = Schema.Union(schemas)
  return union as Schema.Codec<unknown>
}

/** Reads a response as the contract says, but for its list, which is read item by item. */
export const itemsDecoderOf = (endpoint: HttpApiEndpoint.Top, redirects: boolean, key: string) => {
  const whole = decoderOf(endpoint, redirects)
  const decode = Schema.decodeUnknownResult(unionOf(bodiesOf(endpoint)), { errors: "all" })
  return (answer: RawResponse, operation: Operation): Effect.Effect<unknown, DecodeError> =>
    Wire.parseJson(answer.body).pipe(
      Option.flatMap((json) => Items.decode(operation.name, key, decode, json)),
      Option.match({ onNone: () => whole(answer, operation), onSome: Effect.succeed })
    )
}

/** So many bytes of a success are read, where it may be empty. What is said there in the API is a fraction of that. */
const longestUnpromised = 16 * 1024

/** How much is read of a success: so much as may be something, where it may be empty, and otherwise all of it. */
export const longestBodyOf = (endpoint: HttpApiEndpoint.Top, silent: boolean): number | undefined =>
  silent || bodiesOf(endpoint).length < endpoint.success.size ? longestUnpromised : undefined

/**
 * Reads a response of which no body is promised. There is none, white space or JSON, which is left alone: servers say more than
 * they promise. Anything else does not come from the API, such as the page of a network that wants one to sign in.
 *
 * Of a body that was cut, the beginning decides. JSON that was cut is a success: nothing else is known of the rest, and what a
 * success says is left alone here in any case.
 */
export const doneDecoder = (answer: RawResponse, operation: Operation): Effect.Effect<void, DecodeError> => {
  const { body, cut } = answer
  const isDone = body.trim() === "" || (cut ? JsonBeginning.isBeginning(body) : Option.isSome(Wire.parseJson(body)))
  return isDone
    ? Effect.void
    : Effect.fail(unfit(answer, operation, [{ path: "", message: "Expected no body, or JSON" }]))
}

/** Reads a response as the contract says. Where it may be empty, its body came as far as {@link longestBodyOf} says. */
export const decoderOf = (endpoint: HttpApiEndpoint.Top, redirects: boolean) => {
  if (redirects) return locationOf
  const schemas = bodiesOf(endpoint)
  if (schemas.length === 0) return doneDecoder
  const mayBeEmpty = schemas.length < endpoint.success.size
  const schema = unionOf(schemas)
  const decode = Schema.decodeUnknownResult(schema)
  // Looks for all that is wrong, which takes longer. Most answers are right.
  const explain = Schema.decodeUnknownResult(Wire.fromJson(schema), { errors: "all" })

  return (answer: RawResponse, operation: Operation): Effect.Effect<unknown, DecodeError> => {
    const { body, cut } = answer
    if (cut) {
      return Effect.fail(
        unfit(answer, operation, [{ path: "", message: `Expected at most ${longestUnpromised} bytes` }])
      )
    }
    if (mayBeEmpty && body.trim() === "") return Effect.void
    const json = Result.try(() => Json.parse(body))
    const decoded = Result.orElse(Result.flatMap(json, decode), () => explain(body))
    return Result.isSuccess(decoded)
      ? Effect.succeed(decoded.success)
      : Effect.fail(unfit(answer, operation, Issues.format(decoded.failure.issue)))
  }
}

const unfit = (
  { attempts, body, cut, mask, response }: RawResponse,
  { method, name, path }: Operation,
  issues: DecodeError["issues"]
): DecodeError =>
  new DecodeError({
    operation: name,
    method,
    path,
    attempts,
    status: response.status,
    // A secret that was cut is none to the mask. It is shorter than what is left out here.
    body: cut ? mask(body).slice(0, longestUnpromised / 2) : mask(body),
    // The names of members are the server's, too.
    issues: issues.map(({ path, message }) => ({ path: mask(path), message }))
  })

/** Where a redirect leads. A URL that can be read by who has it is nothing to keep in an error. */
const locationOf = (answer: RawResponse, operation: Operation): Effect.Effect<typeof Redirect.Type, DecodeError> => {
  const location = answer.response.headers["location"]
  return location !== undefined && location !== ""
    ? Effect.succeed({ location })
    : Effect.fail(unfit(answer, operation, [{ path: "location", message: "Expected a header with the URL" }]))
}
