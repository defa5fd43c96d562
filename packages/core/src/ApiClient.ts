/**
 * The typed caller of a group of endpoints: from the contract to functions that return effects.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpApiClient from "effect/http-api/HttpApiClient"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import type * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type { Simplify } from "effect/Types"
import * as Arguments from "./Arguments.ts"
import type { Answer, Operation } from "./Attempt.ts"
import { ConnectyCubeConfig } from "./ConnectyCubeConfig.ts"
import { type ConnectyCubeError, DecodeError, InvalidRequest } from "./ConnectyCubeError.ts"
import { AdministrationKey, ApplicationKey, Redirect, Resend, SessionToken } from "./Contract.ts"
import * as Issues from "./Issues.ts"
import * as Json from "./internal/json.ts"
import * as UrlLimit from "./internal/urlLimit.ts"
import * as Items from "./Items.ts"
import * as KeyedLayer from "./KeyedLayer.ts"
import * as Method from "./Method.ts"
import * as Redaction from "./Redaction.ts"
import type { Session } from "./Session.ts"
import * as Telemetry from "./Telemetry.ts"
import * as Transport from "./Transport.ts"
import * as Wire from "./Wire.ts"

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
/**
 * What the calls of a group are.
 *
 * @category models
 * @since 0.1.0
 */
export interface MakeOptions {
  /** They go to another host than that of the API. */
  readonly elsewhere?: boolean
  /**
   * How they are observed: each with a span and a metric, which it is when left out. With `false` they are steps of a longer
   * method that is observed in their place. With `"steps"` they are observed beside that method, under the names of their
   * endpoints: under its own name they would be counted with it.
   */
  readonly observed?: boolean | "steps"
}

/**
 * Builds the calls of a group on the `HttpClient` and the configuration in the context.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <Group extends HttpApiGroup.Constraint>(
  group: Group,
  { elsewhere = false, observed = true }: MakeOptions = {}
): Effect.Effect<Calls<Group>, never, HttpClient.HttpClient | ConnectyCubeConfig> =>
  Effect.map(Transport.make, (senderOf) => {
    const calls = Object.values(group.endpoints)
      .filter(HttpApiEndpoint.isHttpApiEndpoint)
      .map(
        (endpoint) =>
          [endpoint.identifier, makeCall(group.identifier, endpoint, senderOf, { elsewhere, observed })] as const
      )
    // The compiler cannot follow a record that is made key by key. What holds it together is that `Calls` and
    // `makeCall` read the same contract.
    return Object.fromEntries(calls) as unknown as Calls<Group>
  })

/**
 * The call of an endpoint whose answer has a list under `Key`, which is read item by item.
 *
 * @category models
 * @since 0.1.0
 */
export type ItemsCall<Endpoint extends HttpApiEndpoint.ConstraintRequest, Key extends string> = (
  request: Parameters<Call<Endpoint>>[0]
) => Effect.Effect<
  Items.ByItems<HttpApiClient.SuccessType<Endpoint["~Success"]>, Key>,
  ConnectyCubeError,
  Requirements<Endpoint>
>

/**
 * The calls of some endpoints of a group, whose answers have lists, by the names of those lists in the answers.
 *
 * @category models
 * @since 0.1.0
 */
export type ItemsCalls<Group extends HttpApiGroup.Constraint, Lists extends { readonly [name: string]: string }> = {
  readonly [Name in keyof Lists & keyof Group["endpoints"]]: Group["endpoints"][Name] extends infer Endpoint extends
    HttpApiEndpoint.ConstraintRequest
    ? ItemsCall<Endpoint, Lists[Name]>
    : never
}

/**
 * As {@link make}, for lists that are read item by item: one that does not fit leaves the others.
 *
 * @category constructors
 * @since 0.1.0
 */
export const makeItems = <
  Group extends HttpApiGroup.Constraint,
  const Lists extends { readonly [name: string]: string }
>(
  group: Group,
  lists: Lists
): Effect.Effect<ItemsCalls<Group, Lists>, never, HttpClient.HttpClient | ConnectyCubeConfig> =>
  Effect.map(Transport.make, (senderOf) => {
    const calls = Object.values(group.endpoints)
      .filter(HttpApiEndpoint.isHttpApiEndpoint)
      .flatMap((endpoint) => {
        const key = lists[endpoint.identifier]
        return key === undefined
          ? []
          : [
              [
                endpoint.identifier,
                makeCall(group.identifier, endpoint, senderOf, {
                  elsewhere: false,
                  observed: true,
                  list: key
                })
              ] as const
            ]
      })
    // As above.
    return Object.fromEntries(calls) as unknown as ItemsCalls<Group, Lists>
  })

/**
 * What a client is built from: the `HttpClient`, and the options for `fetch` that were given to our layers.
 *
 * @category layers
 * @since 0.1.0
 */
export const clientInputs: Effect.Effect<ReadonlyArray<object>, never, HttpClient.HttpClient> = Effect.contextWith(
  (context: Context.Context<HttpClient.HttpClient>) =>
    Effect.succeed([
      Context.get(context, HttpClient.HttpClient),
      Context.getOrUndefined(context, FetchHttpClient.RequestInit) ?? none,
      Context.getOrUndefined(context, FetchHttpClient.Fetch) ?? none
    ])
)

const none = {}

/**
 * The layer of a service that is built on calls. Each configuration and each `HttpClient` gets a service of its own, also
 * where one program has several of them.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = <I, S, E>(
  service: Context.Key<I, S>,
  make: Effect.Effect<S, E, HttpClient.HttpClient | ConnectyCubeConfig>
): Layer.Layer<I, E, HttpClient.HttpClient | ConnectyCubeConfig> =>
  KeyedLayer.effect(
    service,
    Effect.zipWith(clientInputs, ConnectyCubeConfig, (inputs, config) => [...inputs, config]),
    make
  )

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
  { elsewhere, list, observed }: Required<MakeOptions> & { readonly list?: string }
) => {
  const own: Operation = {
    name: `${group}.${endpoint.identifier}`,
    method: endpoint.method,
    path: endpoint.path,
    resend: Context.get(endpoint.annotations, Resend),
    credentials: credentialsOf(endpoint),
    redirects: Array.from(endpoint.success).some(({ ast }) => ast === Redirect.ast),
    elsewhere
  }
  const encode = encoderOf(endpoint)
  const decode = list === undefined ? decoderOf(endpoint, own.redirects) : itemsDecoderOf(endpoint, own.redirects, list)

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

/** Reads an answer as the contract says, but for its list, which is read item by item. */
const itemsDecoderOf = (endpoint: HttpApiEndpoint.Top, redirects: boolean, key: string) => {
  const whole = decoderOf(endpoint, redirects)
  const decode = Schema.decodeUnknownResult(unionOf(bodiesOf(endpoint)), { errors: "all" })
  return (answer: Answer, operation: Operation): Effect.Effect<unknown, DecodeError> =>
    Wire.parseJson(answer.body).pipe(
      Option.flatMap((json) => Items.decode(operation.name, key, decode, json)),
      Option.match({ onNone: () => whole(answer, operation), onSome: Effect.succeed })
    )
}

/** Reads an answer as the contract says. Where it promises no body, whatever came is left alone. */
const decoderOf = (endpoint: HttpApiEndpoint.Top, redirects: boolean) => {
  if (redirects) return locationOf
  const schemas = bodiesOf(endpoint)
  if (schemas.length === 0) return () => Effect.void
  const mayBeEmpty = schemas.length < endpoint.success.size
  const schema = unionOf(schemas)
  const decode = Schema.decodeUnknownResult(schema)
  // Looks for all that is wrong, which takes longer. Most answers are right.
  const explain = Schema.decodeUnknownResult(Wire.fromJson(schema), { errors: "all" })

  return ({ attempts, body, mask, response }: Answer, operation: Operation): Effect.Effect<unknown, DecodeError> => {
    if (mayBeEmpty && body.trim() === "") return Effect.void
    const json = Result.try(() => Json.parse(body))
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
