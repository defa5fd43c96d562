/**
 * The typed caller of a group of endpoints: from the contract to functions that return effects.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpApiClient from "effect/http-api/HttpApiClient"
import type * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import type * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import type * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type { Simplify } from "effect/Types"
import type { ApiResponse } from "../ApiResponse.ts"
import { ConnectyCubeConfig } from "../ConnectyCubeConfig.ts"
import type { ConnectyCubeError } from "../ConnectyCubeError.ts"
import type { SessionToken } from "../contract/Endpoint.ts"
import { type Codec, codecsOf, externalCodecsOf, type Read } from "../internal/call/codec.ts"
import { Input as CallInput } from "../internal/call/input.ts"
import * as Decode from "../internal/call/decode.ts"
import * as Row from "../internal/call/row.ts"
import type { Session } from "../Session.ts"
import type * as Items from "./Items.ts"
import * as KeyedLayer from "./KeyedLayer.ts"

/**
 * What a call of an endpoint needs: `Session` where the contract says that it acts for one.
 *
 * @category models
 * @since 0.1.0
 */
export type Requirements<Endpoint extends HttpApiEndpoint.ConstraintRequest> =
  SessionToken extends Endpoint["~Middleware"] ? Session : never

/** All names of the members of the types of a union. */
type Names<A> = A extends unknown ? keyof A : never

type IsUnion<A, B = A> = [A] extends [never] ? false : A extends unknown ? ([B] extends [A] ? false : true) : never

/** The name of the only member, where there is only one. */
type OnlyName<A> = [A] extends [ReadonlyArray<unknown>]
  ? never
  : IsUnion<Names<A>> extends false
    ? string extends Names<A>
      ? never
      : Names<A>
    : never

/** Whether a value may have members of any name, or is no object: a branded number is none. */
type IsOpen<A> = unknown extends A
  ? true
  : A extends string | number | boolean | bigint | symbol
    ? true
    : A extends ReadonlyArray<unknown>
      ? true
      : A extends object
        ? string extends keyof A
          ? true
          : false
        : true

type Part<A, Name extends string> = [A] extends [never]
  ? unknown
  : A extends unknown
    ? IsOpen<A> extends true
      ? { readonly [N in Name]: A }
      : A
    : never

/** A body whose only member is an object is that object. */
type Inside<A> = A extends unknown
  ? OnlyName<A> extends infer Name extends keyof A
    ? [Name] extends [never]
      ? A
      : IsOpen<A[Name]> extends true
        ? A
        : A[Name]
    : A
  : never

/**
 * The input of a call: the members of path, query and body side by side. A query or a body that takes members of any name is one
 * member, `query` or `body`. A body whose only member is an object is given as the members of that object.
 *
 * @category models
 * @since 0.1.0
 */
export type Input<Endpoint extends HttpApiEndpoint.ConstraintRequest> = Simplify<
  Part<Endpoint["~Params"]["Type"], "params"> &
    Part<Endpoint["~Query"]["Type"], "query"> &
    Part<Inside<Endpoint["~Payload"]["Type"]>, "body">
>

/**
 * The value of a response: what is in its only member, where it has only one, and otherwise all of it.
 *
 * @category models
 * @since 0.1.0
 */
export type Value<Body> =
  OnlyName<Exclude<Body, void>> extends infer Name
    ? [Name] extends [never]
      ? Body
      : Body extends unknown
        ? Name extends keyof Body
          ? Body[Name]
          : Body
        : never
    : never

/** An input without the members that the method itself gives. */
type Rest<In, Fixed> = In extends unknown ? Omit<In, keyof Fixed> : never

/** A call without an input has no argument. */
type Args<In> = [Names<In>] extends [never] ? [] : [input: In]

/**
 * A call: of an endpoint, or of one and of what is read on from its response.
 *
 * @category models
 * @since 0.1.0
 */
export interface Call<In, A, E = ConnectyCubeError, R = never> {
  (...args: Args<In>): Effect.Effect<A, E, R>
  /** What the method itself gives is `fixed`. An input that has one of its members is an `InvalidRequest`. */
  <const Fixed extends Partial<In>>(input: Rest<In, Fixed>, fixed: Fixed): Effect.Effect<A, E, R>
  /** What is `Redacted` in `secrets` is masked in errors, as it is in the input. */
  (input: In, fixed: undefined, secrets: unknown): Effect.Effect<A, E, R>
  /** Another value of the same call. */
  readonly map: <B>(f: (value: A) => B) => Call<In, B, E, R>
  /** Reads on from the value. What fails there is an error of this call, and is observed with it. */
  readonly flatMap: <B, E2, R2>(
    f: (value: A, response: ApiResponse, input: In) => Effect.Effect<B, E2, R2>
  ) => Call<In, B, E | E2, R | R2>
}

/**
 * The call of an endpoint.
 *
 * @category models
 * @since 0.1.0
 */
export interface EndpointCall<Endpoint extends HttpApiEndpoint.ConstraintRequest> extends Call<
  Input<Endpoint>,
  Value<HttpApiClient.SuccessType<Endpoint["~Success"]>>,
  ConnectyCubeError,
  Requirements<Endpoint>
> {
  /** Reads the list under this name item by item: one that does not fit leaves the others. */
  readonly items: <const Key extends string>(
    key: Key
  ) => Call<
    Input<Endpoint>,
    Value<Items.ByItems<HttpApiClient.SuccessType<Endpoint["~Success"]>, Key>>,
    ConnectyCubeError,
    Requirements<Endpoint>
  >
  /**
   * For requests whose response has no body, while that of others of the same endpoint has one: to delete one thing, and not
   * several. No body, white space and JSON are a success, and anything else a `DecodeError`. At most 16 KiB are read: of a longer
   * body the beginning decides, and the rest is cancelled.
   */
  readonly noBody: () => Call<Input<Endpoint>, void, ConnectyCubeError, Requirements<Endpoint>>
}

/**
 * The calls of a group, by the name of the endpoint.
 *
 * @category models
 * @since 0.1.0
 */
export type Calls<Group extends HttpApiGroup.Constraint> = {
  readonly [Name in keyof Group["endpoints"]]: Group["endpoints"][Name] extends infer Endpoint extends
    HttpApiEndpoint.ConstraintRequest
    ? EndpointCall<Endpoint>
    : never
}

/**
 * The options of the calls of a contract.
 *
 * @category models
 * @since 0.1.0
 */
export interface MakeOptions {
  /** They go to another host than that of the API: nothing goes along that is meant for the API. */
  readonly external?: boolean
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
  { external = false, observed = true }: MakeOptions = {}
): Effect.Effect<Calls<Group>, never, HttpClient.HttpClient | ConnectyCubeConfig> =>
  Effect.map(Row.make, (rowOf) => {
    const codecs = external ? externalCodecsOf(group) : codecsOf(group)
    const calls = codecs.map((codec) => [codec.name, callOf({ rowOf, codec, observed, noBody: false, readOf: whole })])
    // The compiler cannot follow a record that is made key by key. What holds it together is that the types of the calls and
    // the codecs read the same contract.
    return Object.fromEntries(calls) as unknown as Calls<Group>
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
  make: Effect.Effect<S, E, HttpClient.HttpClient | ConnectyCubeConfig | Scope.Scope>
): Layer.Layer<I, E, HttpClient.HttpClient | ConnectyCubeConfig> =>
  KeyedLayer.effect(
    service,
    Effect.zipWith(clientInputs, ConnectyCubeConfig, (inputs, config) => [...inputs, config]),
    make
  )

/** What a call is made of. */
interface Parts {
  readonly rowOf: Effect.Success<typeof Row.make>
  readonly codec: Codec
  readonly observed: boolean | "steps"
  readonly noBody: boolean
  readonly readOf: (codec: Codec) => Read
}

/**
 * A call. Its row is built when it is first made, since a program makes few of the calls that there are, and what it is derived
 * with is the same for all: an application has hundreds of calls.
 */
const callOf = (parts: Parts) => {
  let row: ReturnType<Parts["rowOf"]> | undefined
  const call = (given: unknown, fixed?: object, secrets?: unknown) =>
    (row ??= rowOf(parts))(new CallInput(given, fixed, secrets))
  return Object.assign(call, { parts }, derivations)
}

const rowOf = ({ codec, noBody, observed, readOf, rowOf }: Parts) =>
  rowOf({
    maxBody: codec.maxBody(noBody),
    observed,
    operation: codec.operation,
    read: readOf(codec),
    write: codec.write
  })

/** Another call of the same endpoint. */
interface Derived {
  readonly parts: Parts
}

const onward = ({ parts }: Derived, f: (read: Read) => Read): object =>
  callOf({ ...parts, readOf: (codec) => f(parts.readOf(codec)) })

const derivations = {
  map(this: Derived, f: (value: unknown) => unknown) {
    return onward(this, (read) => (call, response) => Effect.map(read(call, response), f))
  },
  flatMap(
    this: Derived,
    f: (value: unknown, response: ApiResponse, input: object) => Effect.Effect<unknown, unknown, unknown>
  ) {
    return onward(
      this,
      (read) => (call, response) =>
        Effect.flatMap(read(call, response), (value) =>
          f(value, Decode.apiResponseOf(call, response), { ...Object(call.input.given), ...call.input.fixed })
        )
    )
  },
  items(this: Derived, key: string): object {
    return callOf({ ...this.parts, readOf: (codec) => codec.items(key) })
  },
  noBody(this: Derived): object {
    return callOf({ ...this.parts, noBody: true, readOf: () => Decode.noBodyDecoder })
  }
}

const whole = (codec: Codec): Read => codec.read
