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
import type * as HttpApiClient from "effect/http-api/HttpApiClient"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import type * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Result from "effect/Result"
import type * as Layer from "effect/Layer"
import type { Simplify } from "effect/Types"
import type { Operation } from "./Attempt.ts"
import { ConnectyCubeConfig } from "../ConnectyCubeConfig.ts"
import { type ConnectyCubeError, InvalidRequest } from "../ConnectyCubeError.ts"
import { AdministrationKey, ApplicationKey, Redirect, RetrySafety, SessionToken } from "../contract/Endpoint.ts"
import * as Codec from "../internal/codec.ts"
import type * as Items from "./Items.ts"
import * as KeyedLayer from "./KeyedLayer.ts"
import * as Method from "./Method.ts"
import * as Redaction from "./Redaction.ts"
import type { Session } from "../Session.ts"
import * as Telemetry from "../Telemetry.ts"
import * as Transport from "../internal/Transport.ts"

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
 * A success has the body that the contract promises, or the call is a `DecodeError`. Where the contract promises none, see
 * {@link makeDone}.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <Group extends HttpApiGroup.Constraint>(
  group: Group,
  { elsewhere = false, observed = true }: MakeOptions = {}
): Effect.Effect<Calls<Group>, never, HttpClient.HttpClient | ConnectyCubeConfig> =>
  callsOf(group, () => ({ elsewhere, observed }))

/**
 * The call of an endpoint whose response has a list under `Key`, which is read item by item.
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
 * The calls of some endpoints of a group, whose answers have lists, by the names of those lists in the responses.
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
  callsOf(group, ({ identifier }) => {
    const list = lists[identifier]
    return list === undefined ? undefined : { elsewhere: false, observed: true, list }
  })

/**
 * The calls of some endpoints of a group, of whose responses no body is promised.
 *
 * @category models
 * @since 0.1.0
 */
export type DoneCalls<Group extends HttpApiGroup.Constraint, Names extends keyof Group["endpoints"]> = {
  readonly [Name in Names]: Group["endpoints"][Name] extends infer Endpoint extends HttpApiEndpoint.ConstraintRequest
    ? (request: Parameters<Call<Endpoint>>[0]) => Effect.Effect<void, ConnectyCubeError, Requirements<Endpoint>>
    : never
}

/**
 * As {@link make}, for requests whose response has no body, while that of others of the same endpoint has one: to delete one
 * thing, and not several.
 *
 * No body, white space and JSON are a success, and anything else a `DecodeError`. At most 16 KiB are read. When there is more, the
 * rest is cancelled, and what was read decides: the beginning of JSON is a success.
 *
 * @category constructors
 * @since 0.1.0
 */
export const makeDone = <Group extends HttpApiGroup.Constraint, const Names extends string & keyof Group["endpoints"]>(
  group: Group,
  names: ReadonlyArray<Names>
): Effect.Effect<DoneCalls<Group, Names>, never, HttpClient.HttpClient | ConnectyCubeConfig> =>
  callsOf(group, ({ identifier }) =>
    names.some((name) => name === identifier) ? { elsewhere: false, observed: true, done: true } : undefined
  )

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

interface CallOptions extends Required<MakeOptions> {
  /** The name of the list in the response that is read item by item. */
  readonly list?: string
  /** Whether no body is promised, whatever the contract says. */
  readonly done?: boolean
}

/** The calls of the endpoints of a group for which there are options. */
const callsOf = <Made>(
  group: HttpApiGroup.Constraint,
  optionsOf: (endpoint: HttpApiEndpoint.Top) => CallOptions | undefined
): Effect.Effect<Made, never, HttpClient.HttpClient | ConnectyCubeConfig> =>
  Effect.map(Transport.make, (senderOf) => {
    const calls = Object.values(group.endpoints)
      .filter(HttpApiEndpoint.isHttpApiEndpoint)
      .flatMap((endpoint) => {
        const options = optionsOf(endpoint)
        return options === undefined
          ? []
          : [[endpoint.identifier, makeCall(group.identifier, endpoint, senderOf, options)] as const]
      })
    // The compiler cannot follow a record that is made key by key. What holds it together is that the types of the calls and
    // `makeCall` read the same contract.
    return Object.fromEntries(calls) as unknown as Made
  })

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
  { done = false, elsewhere, list, observed }: CallOptions
) => {
  const longestBody = Codec.longestBodyOf(endpoint, done)
  const own: Operation = {
    name: `${group}.${endpoint.identifier}`,
    method: endpoint.method,
    path: endpoint.path,
    retrySafety: Context.get(endpoint.annotations, RetrySafety),
    credentials: credentialsOf(endpoint),
    redirects: Array.from(endpoint.success).some(({ ast }) => ast === Redirect.ast),
    elsewhere,
    ...(longestBody === undefined ? {} : { longestBody })
  }
  const encode = Codec.encoderOf(endpoint)
  const decode = done
    ? Codec.doneDecoder
    : list === undefined
      ? Codec.decoderOf(endpoint, own.redirects)
      : Codec.itemsDecoderOf(endpoint, own.redirects, list)

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

  return (request: Codec.RequestParts) =>
    Method.request(own.name, (name, received) => {
      const { observe, operation, send } = stepsFor(name)
      return observe(
        Effect.suspend(() =>
          Effect.flatMap(Effect.fromResult(Result.mapError(encode(request), rejected(operation))), (encoded) =>
            Effect.flatMap(
              send(encoded, () => Redaction.secretsIn(request)),
              (response) => {
                received(operation, response)
                return decode(response, operation)
              }
            )
          )
        )
      )
    })
}

const rejected =
  ({ method, name, path }: Operation) =>
  (issues: InvalidRequest["issues"]) =>
    new InvalidRequest({ operation: name, method, path, issues })
