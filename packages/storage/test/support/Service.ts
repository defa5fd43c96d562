import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { BlobUid } from "@effect-connectycube/core/Ids"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import { Storage } from "@effect-connectycube/storage/Storage"
import * as Clock from "effect/Clock"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"

export const apiUrl = "https://api.test"
export const token = "A1B2C3D4E5F60718293A4B5C6D7E8F901234"
export const uid = BlobUid.make("763ef825ad8748239ed07def2c14555100")

/** Runs with the storage on this HTTP client, in a session. */
export const withStorage =
  (client: Layer.Layer<HttpClient.HttpClient>, api_url = apiUrl) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>) => {
    const config = ConnectyCubeConfig.layer({ api_url, application_id: 1, auth_key: Redacted.make("29WfrNWdvkhmX6V") })
    return effect.pipe(
      Effect.provide(Storage.layer.pipe(Layer.provide([client, config]))),
      Effect.provideService(Session, fromToken(Redacted.make(token)))
    )
  }

/** One turn of the event loop, after which all ready callbacks have run. */
export const turn = Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve)))

/** The result of an effect while the test clock advances, second by second, and its duration on that clock. */
export const inTime = <A, E, R>(effect: Effect.Effect<A, E, R>, time = 1200) =>
  Effect.gen(function* () {
    const start = yield* Clock.currentTimeMillis
    const fiber = yield* Effect.forkChild(Effect.result(effect), { startImmediately: true })
    for (let second = 0; second < time && fiber.pollUnsafe() === undefined; second++) {
      yield* turn
      yield* TestClock.adjust("1 second")
    }
    if (fiber.pollUnsafe() === undefined) return yield* Effect.die(new Error("still running when all time has passed"))
    const took: Duration.Input = (yield* Clock.currentTimeMillis) - start
    return { result: yield* Fiber.join(fiber), took }
  })
