import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it } from "@effect/vitest"
import { ConnectyCube, Session, UserId, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServer from "effect/http/HttpServer"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

const password = Redacted.make("correct horse")

const client = ConnectyCube.layer(Emulator.credentials)

/** The logins of all users of the provided emulator. */
const signUp = (login: string) => Users.use((users) => users.signUp({ login, password }))

const logins = Users.use((users) => users.list({ login: { in: ["ada", "bob"] } })).pipe(
  Effect.map(({ items }) => items.map(({ login }) => login)),
  Effect.provide(Session.layerApplication)
)

describe("two emulators in one program", () => {
  it.effect("stay separate, one inside the other", () => {
    const make = () => Layer.provideMerge(client, Emulator.layer())
    return Effect.gen(function* () {
      yield* signUp("ada")
      const inner = yield* Effect.gen(function* () {
        yield* signUp("bob")
        const { requests } = yield* Emulator
        return { logins: yield* logins, requests: (yield* requests).length }
      }).pipe(Effect.provide(make()))
      assert.deepStrictEqual(inner, { logins: ["bob"], requests: 3 })
      assert.deepStrictEqual(yield* logins, ["ada"])
      const { requests } = yield* Emulator
      assert.strictEqual((yield* requests).length, 3)
    }).pipe(Effect.provide(make()))
  })

  it.effect("stay separate, merged and concurrent", () => {
    const run = (login: string) =>
      Effect.andThen(signUp(login), logins).pipe(Effect.provide(Layer.provide(client, Emulator.layer())))
    return Effect.gen(function* () {
      assert.deepStrictEqual(yield* Effect.all([run("ada"), run("bob")], { concurrency: 2 }), [["ada"], ["bob"]])
    }).pipe(Effect.provide(Emulator.layer()))
  })

  it.effect("are the same emulator, from one layer value", () => {
    const emulated = Layer.provideMerge(client, Emulator.layer())
    return Effect.gen(function* () {
      yield* signUp("ada")
      assert.deepStrictEqual(yield* logins.pipe(Effect.provide(emulated)), ["ada"])
    }).pipe(Effect.provide(emulated))
  })
})

describe("a server with the emulator behind it", () => {
  const routes = HttpRouter.add(
    "GET",
    "/users/:id",
    Effect.gen(function* () {
      const { id } = yield* HttpRouter.params
      const users = yield* Users
      const { full_name } = yield* users.get(UserId.make(Number(id)))
      return yield* HttpServerResponse.json({ full_name })
    }).pipe(Effect.provide(Session.layerApplication))
  )

  /** The status of a route of the server. */
  const statusOf = (url: string, path: string) =>
    Effect.map(HttpClient.get(`${url}${path}`), ({ status }) => status).pipe(Effect.provide(FetchHttpClient.layer))

  const behind = Layer.provideMerge(client, Emulator.layer())

  const serve = HttpRouter.serve(routes, { disableListenLog: true, disableLogger: true }).pipe(
    Layer.provideMerge(NodeHttpServer.layerTest)
  )

  const check = Effect.gen(function* () {
    const { id } = yield* Users.use((users) => users.signUp({ login: "ada", password, full_name: "Ada" }))
    const url = HttpServer.formatAddress((yield* HttpServer.HttpServer).address).replace("0.0.0.0", "127.0.0.1")
    const response = yield* Effect.flatMap(HttpClient.get(`${url}/users/${id}`), ({ text }) => text).pipe(
      Effect.provide(FetchHttpClient.layer)
    )
    assert.strictEqual(response, `{"full_name":"Ada"}`)
    for (const path of ["/session", "/_emulator/requests", "/openapi.json", "/"]) {
      assert.strictEqual(yield* statusOf(url, path), 404, path)
    }
  })

  it.live("has its own routes and none of the emulator's", () =>
    check.pipe(Effect.provide(Layer.provideMerge(serve, behind)))
  )

  it.live("has its own routes where the emulator is provided inside", () =>
    check.pipe(Effect.provide(serve), Effect.provide(behind))
  )

  it.live("has its own routes where it is provided inside the emulator and a router", () =>
    check.pipe(Effect.provide(serve), Effect.provide(behind), Effect.provide(HttpRouter.layer))
  )

  it.live("has its own routes where a router is built around both", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      assert.deepStrictEqual(yield* emulator.requests, [])
    }).pipe(
      Effect.provide(Emulator.layer()),
      Effect.provide(
        Layer.provideMerge(HttpRouter.add("POST", "/session", HttpServerResponse.empty()), HttpRouter.layer)
      )
    )
  )
})
