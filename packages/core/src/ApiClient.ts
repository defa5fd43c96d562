/**
 * The typed caller of a group of endpoints: from the contract to functions that return effects.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import type * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpApiClient from "effect/http-api/HttpApiClient"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import type * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Simplify } from "effect/Types"
import type { Answer, Operation } from "./Attempt.ts"
import type { ConnectyCubeConfig } from "./ConnectyCubeConfig.ts"
import { type ConnectyCubeError, DecodeError, InvalidRequest } from "./ConnectyCubeError.ts"
import { AdministrationKey, ApplicationKey, Redirect, Resend, SessionToken } from "./Contract.ts"
import * as Issues from "./Issues.ts"
import * as Method from "./Method.ts"
import * as Redaction from "./Redaction.ts"
import type { Session } from "./Session.ts"
import * as Telemetry from "./Telemetry.ts"
import * as Transport from "./Transport.ts"

/**
 * What a call of an endpoint needs: `Session` where the contract says that it acts for one.
 *
 * @category models
 * @since 0.1.0
 */
export type Requirements<Endpoint extends HttpApiEndpoint.ConstraintRequest> =
  SessionToken extends Endpoint["~Middleware"] ? Session : never

/**
 * The call of one endpoint.
 *
 * @category models
 * @since 0.1.0
 */
export type Call<Endpoint extends HttpApiEndpoint.ConstraintRequest> = (
  request: Simplify<
    HttpApiEndpoint.ClientRequest<
      Endpoint["~Params"],
      Endpoint["~Query"],
      Endpoint["~Payload"],
      Endpoint["~Headers"],
      "decoded-only"
    >
  >
) => Effect.Effect<HttpApiClient.SuccessType<Endpoint["~Success"]>, ConnectyCubeError, Requirements<Endpoint>>

/**
 * The calls of a group, by the name of the endpoint.
 *
 * @category models
 * @since 0.1.0
 */
export type Calls<Group extends HttpApiGroup.Constraint> = {
  readonly [Name in keyof Group["endpoints"]]: Group["endpoints"][Name] extends infer Endpoint extends
    HttpApiEndpoint.ConstraintRequest
    ? Call<Endpoint>
    : never
}

/**
 * Builds the calls of a group on the `HttpClient` and the configuration in the context.
 *
 * `observed: false` is for steps of a larger operation that is observed in their place, and `observed: "steps"` for those
 * that are observed beside it, under the names of their endpoints: under that of the method it would be counted with each.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <Group extends HttpApiGroup.Constraint>(
  group: Group,
  { observed = true }: { readonly observed?: Observed } = {}
): Effect.Effect<Calls<Group>, never, HttpClient.HttpClient | ConnectyCubeConfig> =>
  Effect.map(Transport.make, (senderOf) => {
    const calls = Object.values(group.endpoints)
      .filter(HttpApiEndpoint.isHttpApiEndpoint)
      .map((endpoint) => [endpoint.identifier, makeCall(group.identifier, endpoint, senderOf, observed)] as const)
    // The compiler cannot follow a record that is made key by key. What holds it together is that `Calls` and
    // `makeCall` read the same contract.
    return Object.fromEntries(calls) as unknown as Calls<Group>
  })

type Observed = boolean | "steps"

const credentialsOf = (endpoint: HttpApiEndpoint.Top): Operation["credentials"] => {
  const keys = new Set(Array.from(endpoint.middlewares, ({ key }) => key))
  if (keys.has(SessionToken.key)) return "session"
  if (keys.has(ApplicationKey.key)) return "application"
  return keys.has(AdministrationKey.key) ? "administration" : "none"
}

const makeCall = (
  group: string,
  endpoint: HttpApiEndpoint.Top,
  senderOf: (operation: Operation) => Transport.Send,
  observed: Observed
) => {
  const own: Operation = {
    name: `${group}.${endpoint.identifier}`,
    method: endpoint.method,
    path: endpoint.path,
    resend: Context.get(endpoint.annotations, Resend),
    credentials: credentialsOf(endpoint),
    redirects: Array.from(endpoint.success).some(({ ast }) => ast === Redirect.ast)
  }
  const encode = encoderOf(endpoint)
  const decode = decoderOf(endpoint, own.redirects)

  /** The same for each call, so it is made once for each method of a service that calls the endpoint. */
  const stepsOf = (name: string) => {
    const operation = { ...own, name }
    const observe = observed === false ? identity : Telemetry.observe(observed === "steps" ? own : operation)
    return { operation, send: senderOf(operation), observe }
  }
  const known = new Map<string, ReturnType<typeof stepsOf>>()
  const stepsFor = (name: string) => {
    let steps = known.get(name)
    if (steps === undefined) {
      steps = stepsOf(name)
      known.set(name, steps)
    }
    return steps
  }

  return (request: RequestParts) =>
    Method.request(own.name, (name, received) => {
      const { observe, operation, send } = stepsFor(name)
      return observe(
        Effect.suspend(() =>
          Effect.flatMap(Effect.fromResult(Result.mapError(encode(request), refused(operation))), (encoded) =>
            Effect.flatMap(
              send(encoded, () => Redaction.secretsIn(request)),
              (answer) => {
                received(operation, answer)
                return decode(answer, operation)
              }
            )
          )
        )
      )
    })
}

const refused =
  ({ method, name, path }: Operation) =>
  (issues: InvalidRequest["issues"]) =>
    new InvalidRequest({ operation: name, method, path, issues })

interface RequestParts {
  readonly params?: unknown
  readonly query?: unknown
  readonly payload?: unknown
}

type Written = Result.Result<HttpClientRequest.HttpClientRequest, InvalidRequest["issues"]>

/** Writes a request as the contract says; what does not fit it is refused here, before the wire. */
const encoderOf = (endpoint: HttpApiEndpoint.Top) => {
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
    const encode = encodeWith(schema)
    return [
      (request: HttpClientRequest.HttpClientRequest, parts: RequestParts): Written => {
        const encoded = encode(parts[part])
        return Result.isSuccess(encoded)
          ? write(request, encoded.success)
          : Result.fail(Issues.format(encoded.failure.issue))
      }
    ]
  }

  const steps = [
    ...step("params", endpoint.params, (request, params) => {
      const issues = names.flatMap((path) => (isSegment(params[path]) ? [] : [{ path, message: "Expected an id" }]))
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

  return (parts: RequestParts): Written =>
    steps.reduce<Written>(
      (written, step) => Result.flatMap(written, (request) => step(request, parts)),
      Result.succeed(empty)
    )
}

// The contract's schemas are known to the types of the calls, and here only as schemas of something. They need no
// services, since `Calls` has no place for any.
const encodeWith = (schema: Schema.Top) =>
  Schema.encodeUnknownResult(schema as Schema.Codec<unknown, Record<string, string>>, { errors: "all" })

const parameter = /:(\w+)/g

/**
 * What can stand in a path as one segment. A missing or empty one would widen the request, a dotted one would change its
 * route, and half of a surrogate pair cannot be written in a URL.
 */
const isSegment = (value: string | undefined): boolean =>
  value !== undefined && value !== "" && value !== "." && value !== ".." && !/\p{Surrogate}/u.test(value)

// A comma is itself in a path; the API lists ids with it.
const pathOf = (path: string, params: Record<string, string>): string =>
  path.replaceAll(parameter, (_, name: string) => encodeURIComponent(params[name] ?? "").replaceAll("%2C", ","))

/** Reads an answer as the contract says. Where it promises no body, whatever came is left alone. */
const decoderOf = (endpoint: HttpApiEndpoint.Top, redirects: boolean) => {
  if (redirects) return locationOf
  const schemas = [...endpoint.success].filter(({ ast }) => !HttpApiSchema.isNoContent(ast))
  if (schemas.length === 0) return () => Effect.void
  const mayBeEmpty = schemas.length < endpoint.success.size
  // As above: the types of the calls know what this is.
  const union: Schema.Top = Schema.Union(schemas)
  const schema = union as Schema.Codec<unknown>
  const decode = Schema.decodeUnknownResult(schema)
  // Looks for all that is wrong, which takes longer. Most answers are right.
  const explain = Schema.decodeUnknownResult(Schema.fromJsonString(schema), { errors: "all" })

  return ({ attempts, body, mask, response }: Answer, operation: Operation): Effect.Effect<unknown, DecodeError> => {
    if (mayBeEmpty && body.trim() === "") return Effect.void
    const json = Result.try((): unknown => JSON.parse(body))
    const decoded = Result.orElse(Result.flatMap(json, decode), () => explain(body))
    if (Result.isSuccess(decoded)) return Effect.succeed(decoded.success)
    return Effect.fail(
      new DecodeError({
        operation: operation.name,
        method: operation.method,
        path: operation.path,
        attempts,
        status: response.status,
        body: mask(body),
        // The names of members are the server's, too.
        issues: Issues.format(decoded.failure.issue).map(({ path, message }) => ({ path: mask(path), message }))
      })
    )
  }
}

/** Where a redirect leads. A URL that can be read by who has it is nothing to keep in an error. */
const locationOf = (
  { attempts, body, mask, response: { headers, status } }: Answer,
  { method, name, path }: Operation
): Effect.Effect<typeof Redirect.Type, DecodeError> => {
  const location = headers["location"]
  if (location !== undefined && location !== "") return Effect.succeed({ location })
  const issues = [{ path: "location", message: "Expected a header with the URL" }]
  return Effect.fail(new DecodeError({ operation: name, method, path, attempts, status, body: mask(body), issues }))
}
