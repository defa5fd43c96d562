import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpServer from "effect/http/HttpServer"
import * as HttpApiClient from "effect/http-api/HttpApiClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Scope from "effect/Scope"
import * as Exit from "effect/Exit"
import { Api, layer } from "../src/httpApi.ts"
import * as World from "./support/World.ts"

/** The server, until its scope is closed, and its address. */
const start = Effect.gen(function* () {
  const scope = yield* Scope.make()
  const context = yield* Layer.buildWithScope(layer(World.layerClient, 0), scope)
  const { address } = Context.get(context, HttpServer.HttpServer)
  const url = "port" in address ? `http://127.0.0.1:${address.port}` : ""
  return { url, stop: Scope.close(scope, Exit.void) }
})

describe("the HttpApi server", () => {
  it.live("responds to each caller with its own data, to each failure by its tag, and ends", () =>
    Effect.gen(function* () {
      const { stop, url } = yield* start
      const ask = World.asker(fetch, url)
      const people = yield* World.listsDialogs(ask)
      yield* World.saysMessages(ask, people, { created: 200, odd: 400 })

      // A client that is made of the contract gets models and errors.
      const client = (token: string) =>
        HttpApiClient.make(Api, {
          baseUrl: url,
          transformClient: HttpClient.mapRequest(HttpClientRequest.setHeader("CB-Token", token))
        }).pipe(Effect.provide(FetchHttpClient.layer))
      const [dialog] = yield* (yield* client(people.ada.token)).dialogs.list()
      assert.strictEqual(dialog?._id, people.ada.dialog)
      const payload = { message: "Hello" }
      const say = (yield* client(people.charles.token)).dialogs.say({ params: { id: people.ada.dialog }, payload })
      const error = yield* Effect.flip(say)
      assert.strictEqual(error._tag, "NotAllowed")
      assert.strictEqual((yield* Effect.flip((yield* client("nobody's")).dialogs.list()))._tag, "NotLoggedIn")

      yield* World.endsWithItsRequests(ask, people, { stop, url })
    }).pipe(Effect.provide(World.layer), Effect.provide(Logger.layer([])))
  )
})
