/** Any composition of two applications: no call and no session ever reaches the other one, and no request another session. */
import { assert, describe, it } from "@effect/vitest"
import { Auth, ConnectyCube, ConnectyCubeConfig, Session, Users } from "effect-connectycube"
import * as Arbitrary from "effect/Arbitrary"
import * as Console from "effect/Console"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as Layer from "effect/Layer"
import * as LayerMap from "effect/LayerMap"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import {
  type Application,
  arrived,
  call,
  expected,
  layerAda,
  layerGuest,
  makeApplications,
  requestWith,
  tokenOf
} from "./support/applications.ts"

/** Cases in `npm test`; more with `COMPOSITIONS=1000 npm run unit -- compositions`. */
const runs = Number(process.env["COMPOSITIONS"] ?? 200)

type Services = Users | Auth

// ---------------------------------------------------------------------------------------------------------------------
// The compositions
// ---------------------------------------------------------------------------------------------------------------------

/** `again` has the options of `one`, and another `HttpClient`. */
const Name = Schema.Literals(["one", "two", "again"])

/** The layer values of the services of an application. All except those of the map are constants. */
const Source = Schema.Literals(["closed", "open", "layerConfig", "layerModules", "modules"])

/** How they are provided to a program. */
const Way = Schema.Literals(["provide", "build", "merge", "layerMap", "fresh", "local", "runtime", "shared runtime"])

const SessionKind = Schema.Literals(["login", "application", "guest", "token", "request", "effect"])

type Node = Region | Acting | Parallel | "call"

interface Region {
  readonly application: typeof Name.Type
  readonly source: typeof Source.Type
  readonly way: typeof Way.Type
  /** The session that the rest is in at first. */
  readonly session: typeof SessionKind.Type
  readonly rest: ReadonlyArray<Node>
}

/** Another session of the application that is in force. */
interface Acting {
  readonly session: typeof SessionKind.Type
  readonly way: "provide" | "build" | "fresh"
  readonly rest: ReadonlyArray<Node>
}

interface Parallel {
  readonly atOnce: ReadonlyArray<Node>
}

const Call = Schema.Literal("call")

const nodes = (depth: number): Schema.Codec<Node> => {
  if (depth === 0) return Call
  const rest = Schema.Array(nodes(depth - 1)).check(Schema.isMinLength(1), Schema.isMaxLength(2))
  return Schema.Union([
    Schema.Struct({ application: Name, source: Source, way: Way, session: SessionKind, rest }),
    Schema.Struct({ session: SessionKind, way: Schema.Literals(["provide", "build", "fresh"]), rest }),
    Schema.Struct({ atOnce: rest }),
    Call
  ])
}

const Composition = Schema.Struct({
  application: Name,
  source: Source,
  way: Way,
  session: SessionKind,
  rest: Schema.Array(nodes(3)).check(Schema.isMinLength(1), Schema.isMaxLength(3))
})

// ---------------------------------------------------------------------------------------------------------------------
// Their meaning
// ---------------------------------------------------------------------------------------------------------------------

/** A call, and the application and user that it must have. */
interface Made {
  readonly login: string
  readonly application: Application
  readonly token: string
}

/** Runs a composition, and returns the calls that arrived at the wrong application or as the wrong user. */
const play = Effect.fnUntraced(function* (composition: Region) {
  const world = makeApplications(["one", "two"])
  const [one, two] = world.applications
  if (one === undefined || two === undefined) throw new Error("there are two")
  const again = { ...world.application("again", "one"), options: one.options, open: one.open }
  const applications = { one, two, again: { ...again, closed: Layer.provide(one.open, again.httpClient) } }

  const made: Array<Made> = []
  let number = 0
  const next = (prefix: string) => `${prefix}-${++number}`

  const layerOf = (
    application: Application,
    source: typeof Source.Type
  ):
    | Layer.Layer<Services, unknown, never>
    | Layer.Layer<Services, unknown, HttpClient.HttpClient | ConnectyCubeConfig> => {
    switch (source) {
      case "closed":
        return application.closed
      case "open":
        return application.open
      case "layerConfig":
        return Layer.provide(ConnectyCube.layerConfig(), application.environment)
      case "layerModules":
        return ConnectyCube.layerModules
      case "modules":
        return Layer.merge(Users.layer, Auth.layer)
    }
  }

  /** A program with the services of an application, in this way. */
  const provided = (
    { application: name, source, way }: Region,
    program: Effect.Effect<void, unknown, Services>
  ): Effect.Effect<void, unknown> => {
    const application = applications[name]
    const layer: Layer.Layer<Services, unknown, HttpClient.HttpClient | ConnectyCubeConfig> = layerOf(
      application,
      source
    )
    const given = Layer.merge(application.httpClient, ConnectyCubeConfig.layer(application.options))
    const around = Effect.provide(given)
    switch (way) {
      case "provide":
        return program.pipe(Effect.provide(layer), around)
      case "build":
        return Effect.flatMap(Layer.build(layer), (context) => Effect.provide(program, context)).pipe(
          Effect.scoped,
          around
        )
      case "fresh":
        return program.pipe(Effect.provide(Layer.fresh(layer)), around)
      case "local":
        return program.pipe(Effect.provide(layer, { local: true }), around)
      case "layerMap":
        return Effect.flatMap(
          LayerMap.make((key: typeof Name.Type) => {
            const application = applications[key]
            return layerOf(application, source).pipe(
              Layer.provide(Layer.merge(application.httpClient, ConnectyCubeConfig.layer(application.options)))
            )
          }),
          (map) =>
            Effect.gen(function* () {
              for (const key of ["one", "two", "again"] as const) yield* Effect.asVoid(map.contextEffect(key))
              yield* Effect.provide(program, map.get(name))
            })
        ).pipe(Effect.scoped)
      case "merge": {
        // Two services of the program, which must not share anything.
        class Own extends Context.Service<Own, Context.Context<Services>>()("Own") {}
        class Other extends Context.Service<Other, Context.Context<Services>>()("Other") {}
        const other = name === "two" ? one : two
        const services = Effect.context<Services>()
        return Effect.flatMap(Own, (context) => Effect.provide(program, context)).pipe(
          Effect.provide(
            Layer.mergeAll(
              Layer.effect(Other, services).pipe(
                Layer.provide(layerOf(other, source)),
                Layer.provide(Layer.merge(other.httpClient, ConnectyCubeConfig.layer(other.options)))
              ),
              Layer.effect(Own, services).pipe(Layer.provide(layer), Layer.provide(given))
            )
          )
        )
      }
      case "runtime":
      case "shared runtime":
        return Effect.contextWith((context: Context.Context<never>) => {
          const memoMap = way === "runtime" ? undefined : Context.getOrUndefined(context, Layer.CurrentMemoMap)
          const runtime = ManagedRuntime.make(Layer.provide(layer, given), memoMap && { memoMap })
          return Effect.ensuring(
            Effect.promise(() => runtime.runPromise(program)),
            runtime.disposeEffect
          )
        })
    }
  }

  /** A program in a session of this kind, with its token. */
  const inSession = (
    application: Application,
    kind: typeof SessionKind.Type,
    way: Acting["way"],
    program: (token: string) => Effect.Effect<void, unknown, Services | Session>
  ): Effect.Effect<void, unknown, Services> => {
    const within = <E>(layer: Layer.Layer<Session, E, Auth>, token: string): Effect.Effect<void, unknown, Services> => {
      switch (way) {
        case "provide":
          return Effect.provide(program(token), layer)
        case "fresh":
          return Effect.provide(program(token), Layer.fresh(layer))
        case "build":
          return Effect.flatMap(Layer.build(layer), (context) => Effect.provide(program(token), context)).pipe(
            Effect.scoped
          )
      }
    }
    switch (kind) {
      case "login":
        return within(layerAda, tokenOf(application, "ada"))
      case "application":
        return within(Session.layerApplication, tokenOf(application))
      case "guest":
        return within(layerGuest, tokenOf(application))
      case "token": {
        const token = next("token")
        return within(Session.layerToken(Redacted.make(token)), token)
      }
      case "request": {
        const token = next("request")
        return program(token).pipe(
          Effect.provide(Session.layerFromRequest),
          Effect.provideService(HttpServerRequest.HttpServerRequest, requestWith(token))
        )
      }
      case "effect":
        return Effect.flatMap(Session.login({ login: "bob", password: Redacted.make("correct horse") }), (session) =>
          Effect.provideService(program(tokenOf(application, "bob")), Session, session)
        ).pipe(Effect.scoped)
    }
  }

  const run = (
    node: Node,
    application: Application,
    token: string
  ): Effect.Effect<void, unknown, Services | Session> => {
    if (node === "call") {
      return Effect.suspend(() => {
        const login = next("call")
        made.push({ login, application, token })
        return call(login)
      })
    }
    if ("atOnce" in node) {
      return Effect.forEach(node.atOnce, (node) => run(node, application, token), {
        concurrency: "unbounded",
        discard: true
      })
    }
    if ("application" in node) return region(node)
    return inSession(application, node.session, node.way, (token) => all(node.rest, application, token))
  }

  const all = (rest: ReadonlyArray<Node>, application: Application, token: string) =>
    Effect.forEach([...rest, "call" as const], (node) => run(node, application, token), { discard: true })

  const region = (node: Region): Effect.Effect<void, unknown> => {
    const application = applications[node.application]
    return provided(
      node,
      inSession(application, node.session, "provide", (token) => all(node.rest, application, token))
    )
  }

  const result = yield* Effect.result(region(composition))
  const failure = Result.isFailure(result) ? [{ failed: String(result.failure) }] : []
  const mixed = made.flatMap(({ application, login, token }) => {
    const [is, should] = [arrived(world.arrivals, login), expected(application, token)]
    return JSON.stringify(is) === JSON.stringify(should) ? [] : [{ is, should }]
  })
  return { made: made.length, wrong: [...failure, ...mixed] }
})

describe("any composition of two applications", () => {
  it.live(
    `mixes no calls and no sessions, in ${runs} cases`,
    () =>
      Effect.gen(function* () {
        let calls = 0
        const result = yield* Arbitrary.checkEffect(
          Arbitrary.schema(Composition),
          (composition) =>
            Effect.map(play(composition), ({ made, wrong }) => {
              calls += made
              return wrong.length === 0
            }),
          {
            runs,
            seed: process.env["COMPOSITIONS_SEED"] === undefined ? 20_261_128 : Number(process.env["COMPOSITIONS_SEED"])
          }
        )
        // With the smallest composition that mixes, and the seed.
        assert.isUndefined(Arbitrary.formatCheckFailure(result))
        // Each case makes at least one call, at its end.
        assert.isAtLeast(calls, 2 * runs)
        yield* Console.log(`${runs} compositions, ${calls} calls, 0 mixed`)
      }),
    { timeout: 600_000 }
  )
})
