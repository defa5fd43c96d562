/**
 * Routes by the first segment of the path. Those of a module are built for the first request that is for it: compiling the
 * schemas of all endpoints takes longer than most tests.
 */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Etag from "effect/http/Etag"
import * as HttpPlatform from "effect/http/HttpPlatform"
import * as HttpRouter from "effect/http/HttpRouter"
import { HttpServerError, RouteNotFound } from "effect/http/HttpServerError"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import type * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import type * as Scope from "effect/Scope"
import * as Parameters from "../wire/parameters.ts"

/** The handlers of requests, which fail with whatever they do. */
export type Router = Effect.Effect<
  HttpServerResponse.HttpServerResponse,
  unknown,
  HttpServerRequest.HttpServerRequest | Scope.Scope
>

/** In any case, as routes are found. */
export const segmentOf = (path: string): string => (/[^/]+/.exec(path)?.[0] ?? "").toLowerCase()

// Handlers take and return JSON: no files, nothing of a platform.
const noPlatform = Layer.mergeAll(
  Path.layer,
  Etag.layer,
  FileSystem.layerNoop({}),
  HttpPlatform.layer.pipe(Layer.provide(FileSystem.layerNoop({})))
)

/**
 * An application that is built when it is run for the first time: with the services of now, and nothing of the request that it
 * is built for.
 */
const lazily = <A, E, R, E2, R2>(build: Effect.Effect<Effect.Effect<A, E, R>, E2, R2>) =>
  Effect.contextWith((context: Context.Context<R2>) => {
    const here: (other: Context.Context<never>) => Context.Context<R2> = () => context
    return Effect.map(Effect.cached(Effect.updateContext(build, here)), Effect.flatten)
  })

/** The routes of a module: of the paths that begin with one of these segments. */
export const at = <E, R>(segments: ReadonlyArray<string>, layer: Layer.Layer<never, E, R>) => ({
  segments: segments.map(segmentOf),
  app: lazily(HttpRouter.toHttpEffect(Layer.provide(layer, noPlatform)))
})

// Lists of ids stand in paths. Longer ones are in URLs that are too long.
const routerConfig = { maxParamLength: 10_000 }

/** Builds the routes of modules. */
export const build = Effect.provideService(HttpRouter.RouterConfig, routerConfig)

/** The routes of several modules as one application. A path that none of them has is a `RouteNotFound`. */
export const merge = (
  modules: ReadonlyArray<{ readonly segments: ReadonlyArray<string>; readonly app: Router }>
): Router => {
  const apps = new Map(modules.flatMap(({ app, segments }) => segments.map((segment) => [segment, app] as const)))
  return Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
    const { path } = Parameters.splitUrl(request.url)
    return apps.get(segmentOf(path)) ?? Effect.fail(new HttpServerError({ reason: new RouteNotFound({ request }) }))
  })
}
