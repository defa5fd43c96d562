/**
 * The options for `fetch`, those of the program on top of ours.
 *
 * A program gives `RequestInit` and `Fetch` around a call, to our layers, or to the layer of the `HttpClient`. What it gave to
 * the latter is in no context of ours: it comes into the context inside of the client, under that of the call, and a reference
 * that is set for a call replaces it whole. So nothing is set for a call. The options are put together inside of the client,
 * where its requests are prepared.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Headers from "effect/http/Headers"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as UserAgent from "./userAgent.ts"

/** Changes the context in which a client sends, when all that was given to it is there. */
type Change = (context: Context.Context<never>) => Context.Context<never>

/** What {@link sending} leaves to do inside of the client. */
const Inside = Context.Reference<ReadonlyArray<Change>>("@effect-connectycube/core/FetchOptions/Inside", {
  defaultValue: () => []
})

const inside = (client: HttpClient.HttpClient, change: Change): HttpClient.HttpClient =>
  HttpClient.mapRequestEffect(client, (request) =>
    Effect.withFiber((fiber) => {
      // Each sender has a context of its own, and restores the one before.
      fiber.setContext(change(fiber.context))
      return Effect.succeed(withoutOurs(request, Context.getOrUndefined(fiber.context, FetchHttpClient.RequestInit)))
    })
  )

/** A request without our `User-Agent`, where the options have one: the headers of a request replace those of the options. */
const withoutOurs = (request: HttpClientRequest.HttpClientRequest, init: RequestInit | undefined) =>
  init?.headers !== undefined &&
  UserAgent.isOwn(request.headers["user-agent"]) &&
  new globalThis.Headers(init.headers).has("user-agent")
    ? HttpClientRequest.removeHeader(request, "user-agent")
    : request

/**
 * The `HttpClient` in the context, with the options for `fetch` that are there as well, under its own. It does what
 * {@link sending} leaves for it.
 */
export const client: Effect.Effect<HttpClient.HttpClient, never, HttpClient.HttpClient> = Effect.contextWith(
  (built: Context.Context<HttpClient.HttpClient>) => {
    const init = Context.getOrUndefined(built, FetchHttpClient.RequestInit)
    const fetch = Context.getOrUndefined(built, FetchHttpClient.Fetch)
    return Effect.succeed(
      prepared(Context.get(built, HttpClient.HttpClient), (context) => {
        const withFetch =
          fetch === undefined || Context.getOrUndefined(context, FetchHttpClient.Fetch) !== undefined
            ? context
            : Context.add(context, FetchHttpClient.Fetch, fetch)
        return init === undefined ? withFetch : withInit(withFetch, (own) => ({ ...init, ...own }))
      })
    )
  }
)

/** A client that does what {@link sending} leaves for it, once. */
export const prepared = (client: HttpClient.HttpClient, change: Change = identity): HttpClient.HttpClient =>
  inside(client, (context) =>
    Context.get(context, Inside)
      .reduce((changed, next) => next(changed), change(context))
      .pipe(Context.add(Inside, []))
  )

/** Changes the options that are in a context. */
export const withInit = (context: Context.Context<never>, change: (init: RequestInit) => RequestInit) =>
  Context.add(
    context,
    FetchHttpClient.RequestInit,
    change(Context.getOrUndefined(context, FetchHttpClient.RequestInit) ?? {})
  )

/**
 * The context of a call whose requests are sent with these options, where the program has none of the same name, and with
 * what `change` makes of all of them.
 */
export const sending = <R>(
  context: Context.Context<R>,
  ours: RequestInit,
  change?: Change
): Context.Context<Exclude<R, FetchHttpClient.RequestInit>> => {
  const call = Context.getOrUndefined(context, FetchHttpClient.RequestInit)
  const merge: Change = (inner) => withInit(inner, (own) => ({ ...ours, ...own, ...call }))
  return context.pipe(
    // It would hide what the client has of its own.
    Context.omit(FetchHttpClient.RequestInit),
    Context.add(Inside, change === undefined ? [merge] : [merge, change])
  )
}

/**
 * What goes to a host that is not the API: no cookies, and of the headers that a program sets for all of its requests those
 * only whose names say that they are no secret.
 */
export const external: Change = (context) => {
  const secrets = Context.get(context, Headers.CurrentRedactedNames)
  const isSecret = (name: string) => Headers.isRedactedName(name, secrets) || secretName.test(name)
  return withInit(context, ({ headers, ...init }) => ({
    ...init,
    ...(headers === undefined
      ? {}
      : {
          headers: Object.fromEntries(Array.from(new globalThis.Headers(headers)).filter(([name]) => !isSecret(name)))
        }),
    credentials: "omit"
  }))
}

const secretName = /^cb-|auth|cookie|credential|key|pass|secret|session|signature|token/i
