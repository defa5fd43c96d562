import { assert, describe, it } from "@effect/vitest"
import {
  AddressBook,
  Admin,
  Auth,
  BlobUid,
  Chat,
  ConnectyCube,
  ConnectyCubeConfig,
  type ConnectyCubeError,
  CustomData,
  Timeouts,
  LinkPreviews,
  PushNotifications,
  Session,
  Storage,
  UserId,
  Users,
  VideoCalling,
  Whiteboards
} from "effect-connectycube"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import type * as HttpClient from "effect/http/HttpClient"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as Layer from "effect/Layer"
import * as LayerMap from "effect/LayerMap"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
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

/** Two applications, a call in each, and the requests that must arrive. */
const two = () => {
  const { applications, arrivals, sessions } = makeApplications(["one", "two"])
  const [one, other] = applications
  if (one === undefined || other === undefined) throw new Error("there are two")
  const check = (application: Application, login: string, token = tokenOf(application, "ada")) =>
    assert.deepStrictEqual(arrived(arrivals, login), expected(application, token))
  return { one, two: other, arrivals, sessions, check }
}

const inAda = (login: string) => call(login).pipe(Effect.provide(layerAda))

const given = (application: Application) =>
  Layer.merge(ConnectyCubeConfig.layer(application.options), application.httpClient)

describe("two applications in one program", () => {
  it.effect("stay separate, one provided inside the other", () => {
    const { check, one, two: other } = two()
    return Effect.gen(function* () {
      yield* inAda("a")
      yield* inAda("b").pipe(Effect.provide(other.closed))
      yield* inAda("c")
      check(one, "a")
      check(other, "b")
      check(one, "c")
    }).pipe(Effect.provide(one.closed))
  })

  it.effect("stay separate, one built inside a program that the other is provided to", () => {
    const { check, one, two: other } = two()
    return Effect.gen(function* () {
      const context = yield* Layer.build(other.closed)
      yield* inAda("b").pipe(Effect.provide(context))
      yield* inAda("a")
      check(other, "b")
      check(one, "a")
    }).pipe(Effect.scoped, Effect.provide(one.closed))
  })

  it.effect("stay separate in merged services of the program", () => {
    const { check, one, two: other } = two()
    type Run = (login: string) => Effect.Effect<void, unknown>
    class First extends Context.Service<First, Run>()("First") {}
    class Second extends Context.Service<Second, Run>()("Second") {}
    const run = Effect.map(
      Effect.context<Auth | Users>(),
      (context): Run =>
        (login) =>
          Effect.provide(inAda(login), context)
    )
    const layer = Layer.mergeAll(
      Layer.effect(First, run).pipe(Layer.provide(one.closed)),
      Layer.effect(Second, run).pipe(Layer.provide(other.closed))
    )
    return Effect.gen(function* () {
      const first = yield* First
      const second = yield* Second
      yield* Effect.all([first("a"), second("b")], { concurrency: "unbounded" })
      check(one, "a")
      check(other, "b")
    }).pipe(Effect.provide(layer))
  })

  it.effect("stay separate as concurrent siblings", () => {
    const { check, one, two: other } = two()
    return Effect.gen(function* () {
      yield* Effect.all(
        [one, other].map((application) => inAda(application.client).pipe(Effect.provide(application.closed))),
        {
          concurrency: "unbounded"
        }
      )
      check(one, "one")
      check(other, "two")
    })
  })

  it.effect("stay separate as open layers, on clients that are provided around them", () => {
    const { arrivals, check, one, two: other } = two()
    return Effect.gen(function* () {
      yield* inAda("a").pipe(Effect.provide(one.open))
      yield* Effect.gen(function* () {
        yield* inAda("b").pipe(Effect.provide(other.open))
        // The first application's layer, on another client.
        yield* inAda("c").pipe(Effect.provide(one.open))
      }).pipe(Effect.provide(other.httpClient))
      check(one, "a")
      check(other, "b")
      assert.strictEqual(arrived(arrivals, "c").list?.client, "two")
      assert.strictEqual(arrived(arrivals, "c").list?.host, "one.example")
    }).pipe(Effect.provide(one.open), Effect.provide(one.httpClient))
  })

  it.effect("stay separate with layerConfig, one configuration provider inside the other", () => {
    const { check, one, two: other } = two()
    const configured = (application: Application) => (login: string) =>
      inAda(login).pipe(
        Effect.provide(ConnectyCube.layerConfig()),
        Effect.provide(application.httpClient),
        Effect.provide(application.environment)
      )
    return Effect.gen(function* () {
      yield* inAda("a")
      yield* configured(other)("b")
      check(one, "a")
      check(other, "b")
    }).pipe(Effect.provide(ConnectyCube.layerConfig()), Effect.provide(one.httpClient), Effect.provide(one.environment))
  })

  it.effect("stay separate with ConnectyCubeConfig.layerConfig()", () => {
    const { one, two: other } = two()
    const host = Effect.map(ConnectyCubeConfig, ({ api_url }) => api_url).pipe(
      Effect.provide(ConnectyCubeConfig.layerConfig())
    )
    return Effect.gen(function* () {
      const outer = yield* Effect.map(ConnectyCubeConfig, ({ api_url }) => api_url)
      const inner = yield* host.pipe(Effect.provide(other.environment))
      assert.deepStrictEqual([outer, inner], ["https://one.example", "https://two.example"])
    }).pipe(Effect.provide(ConnectyCubeConfig.layerConfig()), Effect.provide(one.environment))
  })

  it.effect("stay separate in two managed runtimes, also with one memo map", () =>
    Effect.gen(function* () {
      for (const options of [undefined, { memoMap: Layer.makeMemoMapUnsafe() }]) {
        const { check, one, two: other } = two()
        const runtimes = [one, other].map((application) =>
          ManagedRuntime.make(Layer.mergeAll(Users.layer, Auth.layer).pipe(Layer.provide(given(application))), options)
        )
        yield* Effect.promise(() =>
          Promise.all(runtimes.map((runtime, index) => runtime.runPromise(inAda(String(index)))))
        )
        check(one, "0")
        check(other, "1")
        yield* Effect.promise(() => Promise.all(runtimes.map((runtime) => runtime.dispose())))
      }
    })
  )

  it.effect("stay separate in a LayerMap, with and without a default around it", () => {
    const { arrivals, check, one, two: other } = two()
    const byName = new Map([one, other].map((application) => [application.client, application]))
    class Applications extends LayerMap.Service<Applications>()("Applications", {
      lookup: (name: string) => byName.get(name)?.open ?? one.open,
      dependencies: [one.httpClient],
      idleTimeToLive: "1 minute"
    }) {}
    const calls = Effect.gen(function* () {
      yield* inAda("a").pipe(Effect.provide(Applications.get("one")))
      yield* inAda("b").pipe(Effect.provide(Applications.get("two")))
      // The map provides its one client to both.
      for (const [login, application] of [
        ["a", one],
        ["b", other]
      ] as const) {
        assert.strictEqual(arrived(arrivals, login).list?.client, "one")
        assert.strictEqual(arrived(arrivals, login).list?.host, application.host)
      }
      arrivals.clear()
    }).pipe(Effect.provide(Applications.layer))
    return Effect.gen(function* () {
      yield* calls
      yield* calls.pipe(Effect.provide(one.closed))
      yield* Effect.andThen(calls, inAda("d")).pipe(Effect.provide(other.closed))
      check(other, "d")
    })
  })

  type ModuleLayer<Service> = Layer.Layer<Service, never, ConnectyCubeConfig | HttpClient.HttpClient>

  /** The service is the same for the same configuration and client, and another one for any other. */
  const keepsApart = <Service, Shape>(module: Context.Key<Service, Shape>, layer: ModuleLayer<Service>) => {
    const { one, two: other } = two()
    const service = module.pipe(Effect.provide(layer))
    return Effect.gen(function* () {
      const outer = yield* module
      const again = yield* service
      const inner = yield* service.pipe(Effect.provide(given(other)))
      const otherClient = yield* service.pipe(Effect.provide(other.httpClient))
      const otherConfig = yield* service.pipe(Effect.provide(ConnectyCubeConfig.layer(other.options)))
      assert.strictEqual(outer, again)
      assert.strictEqual(new Set([outer, inner, otherClient, otherConfig]).size, 4)
    }).pipe(Effect.provide(layer), Effect.provide(given(one)))
  }

  it.effect.each([
    ["AddressBook", keepsApart(AddressBook, AddressBook.layer)],
    ["Admin", keepsApart(Admin, Admin.layer)],
    ["Auth", keepsApart(Auth, Auth.layer)],
    ["Chat", keepsApart(Chat, Chat.layer)],
    ["CustomData", keepsApart(CustomData, CustomData.layer)],
    ["LinkPreviews", keepsApart(LinkPreviews, LinkPreviews.layer)],
    ["PushNotifications", keepsApart(PushNotifications, PushNotifications.layer)],
    ["Storage", keepsApart(Storage, Storage.layer)],
    ["Users", keepsApart(Users, Users.layer)],
    ["VideoCalling", keepsApart(VideoCalling, VideoCalling.layer)],
    ["Whiteboards", keepsApart(Whiteboards, Whiteboards.layer)]
  ] as const)("keep apart by the layer of a module alone: %s", ([, kept]) => kept)

  it.effect("share the requests of users.get within one configuration and one client", () => {
    const { arrivals, one } = two()
    const byId = (id: number) => Users.use((users) => users.get(UserId.make(id))).pipe(Effect.flip)
    return Effect.gen(function* () {
      yield* Effect.all(
        [byId(1), byId(2).pipe(Effect.provide(Users.layer)), byId(3).pipe(Effect.provide(ConnectyCube.layerModules))],
        {
          concurrency: "unbounded"
        }
      )
      assert.deepStrictEqual(arrivals.get("GET ")?.ids, ["1", "2", "3"])
    }).pipe(Effect.provide(layerAda), Effect.provide([Users.layer, Auth.layer]), Effect.provide(given(one)))
  })
})

describe("sessions in one program", () => {
  const password = Redacted.make("correct horse")
  const layers = {
    layerLogin: [layerAda, "ada"],
    layerProvider: [
      Session.layerProvider({ provider: "facebook", keys: { token: Redacted.make("t") } }),
      "application"
    ],
    layerApplication: [Session.layerApplication, "application"],
    layerGuest: [layerGuest, "application"]
  } as const

  it.effect.each(Object.entries(layers))("stay separate, from one layer value: Session.%s", ([, [layer, login]]) => {
    const { check, one, sessions, two: other } = two()
    return Effect.gen(function* () {
      yield* call("a")
      yield* call("b").pipe(Effect.provide(layer), Effect.provide(other.closed))
      yield* call("c")
      // The same application gets the existing session.
      yield* call("d").pipe(Effect.provide(layer))
      check(one, "a", tokenOf(one, login))
      check(other, "b", tokenOf(other, login))
      check(one, "c", tokenOf(one, login))
      check(one, "d", tokenOf(one, login))
      assert.strictEqual(sessions(), 2)
    }).pipe(Effect.provide(layer), Effect.provide(one.closed))
  })

  it.effect("stay separate for two users of one application", () => {
    const { check, one } = two()
    return Effect.gen(function* () {
      yield* call("b").pipe(Effect.provide(Session.layerLogin({ login: "bob", password })))
      yield* call("t").pipe(Effect.provide(Session.layerToken(Redacted.make("existing token"))))
      yield* call("a")
      check(one, "b", tokenOf(one, "bob"))
      check(one, "t", "existing token")
      check(one, "a")
    }).pipe(Effect.provide(layerAda), Effect.provide(one.closed))
  })

  it.effect("stay separate for a request inside another request", () => {
    const { check, one } = two()
    const serve = <E, R>(token: string, handler: Effect.Effect<void, E, R>) =>
      handler.pipe(
        Effect.provide(Session.layerFromRequest),
        Effect.provideService(HttpServerRequest.HttpServerRequest, requestWith(token))
      )
    return Effect.gen(function* () {
      yield* serve(
        "of ada",
        Effect.gen(function* () {
          yield* call("a")
          yield* serve("of bob", call("b"))
          yield* call("c")
        })
      )
      check(one, "a", "of ada")
      check(one, "b", "of bob")
      check(one, "c", "of ada")
    }).pipe(Effect.provide(one.closed))
  })

  it.effect("stay separate by policy: a session renews itself with the policy in force where it was created", () => {
    const { one, sessions } = two()
    return Effect.gen(function* () {
      const outer = yield* Session
      const inner = yield* Session.pipe(Effect.provide(layerAda), Effect.provide(Timeouts.layer({ call: "5 seconds" })))
      assert.notStrictEqual(outer, inner)
      assert.strictEqual(sessions(), 2)
    }).pipe(Effect.provide(layerAda), Effect.provide(one.closed))
  })
})

describe("a session of one application", () => {
  it.effect("is not used for another application, which never gets its token", () => {
    const { arrivals, check, one, two: other } = two()
    return Effect.gen(function* () {
      const storage = Effect.asVoid(Storage.use(({ privateUrl }) => privateUrl(BlobUid.make("uid"))))
      const list = Effect.asVoid(Users.use((users) => users.list({ login: "b" })))
      const calls: ReadonlyArray<Effect.Effect<void, ConnectyCubeError, Session | Storage | Users>> = [list, storage]
      for (const call of calls) {
        const error = yield* call.pipe(Effect.provide(other.closed), Effect.flip)
        assert.strictEqual(error._tag, "InvalidRequest")
        assert.match(error.message, /Expected a session of this application: the one provided is of another/)
      }
      assert.deepStrictEqual([...arrivals.keys()], [])
      yield* call("a")
      check(one, "a")
    }).pipe(Effect.provide(layerAda), Effect.provide(one.closed))
  })

  it.effect("is used for the same application, through another client and another configuration", () => {
    const { arrivals, one, two: other } = two()
    return Effect.gen(function* () {
      yield* call("a").pipe(Effect.provide(one.open), Effect.provide(other.httpClient))
      assert.strictEqual(arrivals.get("GET a")?.token, tokenOf(one, "ada"))
    }).pipe(Effect.provide(layerAda), Effect.provide(one.closed))
  })

  it.effect("is unknown for an existing token, which is sent to any application", () => {
    const { check, one, two: other } = two()
    return Effect.gen(function* () {
      yield* call("a").pipe(Effect.provide(other.closed))
      check(other, "a", "existing token")
    }).pipe(Effect.provide(Session.layerToken(Redacted.make("existing token"))), Effect.provide(one.closed))
  })
})

describe("options for fetch that are provided to our layers", () => {
  it.effect("apply to the services that are built with them, and to no others", () => {
    const { one } = two()
    const seen: Array<unknown> = []
    const fetch = (name: string): typeof globalThis.fetch => {
      return async () => {
        seen.push(name)
        return new Response(JSON.stringify({ items: [], total_entries: 0, skip: 0, limit: 100 }))
      }
    }
    const list = Users.use((users) => users.list({ login: "a" })).pipe(
      Effect.provide(Session.layerToken(Redacted.make("t")))
    )
    const services = ConnectyCube.layer(one.options)
    const given = (name: string) =>
      services.pipe(
        Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetch(name))),
        Layer.provide(FetchHttpClient.layer)
      )
    return Effect.gen(function* () {
      yield* list
      yield* list.pipe(Effect.provide(given("inner")))
      assert.deepStrictEqual(seen, ["outer", "inner"])
    }).pipe(Effect.provide(given("outer")))
  })
})
