/** Express, Hono and a worker: what they do is the same. */
import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it } from "@effect/vitest"
import type { ConnectyCube } from "effect-connectycube"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import * as Express from "../src/express.ts"
import * as Hono from "../src/hono.ts"
import { worker } from "../src/worker.ts"
import * as World from "./support/World.ts"

type Runtime = ManagedRuntime.ManagedRuntime<ConnectyCube.ConnectyCube, unknown>

const servers: Readonly<Record<string, typeof Express.start>> = { Express: Express.start, Hono: Hono.start }

/** A server with a runtime of its own. */
const started = Effect.fnUntraced(function* (
  start: typeof Express.start,
  fetch: typeof globalThis.fetch = globalThis.fetch
) {
  const emulator = yield* Emulator
  const runtime: Runtime = ManagedRuntime.make(
    World.layerClient.pipe(
      Layer.provide(Layer.succeed(Emulator, emulator)),
      Layer.merge(Layer.mergeAll(Logger.layer([]), Layer.succeed(FetchHttpClient.Fetch, fetch)))
    )
  )
  const { server, stop } = yield* Effect.promise(() => start(runtime, 0))
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, stop: Effect.promise(stop) }
})

describe.each(Object.entries(servers))("the %s server", (_, start) => {
  it.live("responds to each caller with its own data, to each failure by its tag, and ends", () =>
    Effect.gen(function* () {
      const { stop, url } = yield* started(start)
      const ask = World.asker(fetch, url)
      const people = yield* World.listsDialogs(ask)
      yield* World.saysMessages(ask, people)
      const path = `/dialogs/${people.ada.dialog}/messages`
      assert.isAtLeast((yield* ask(path, { token: people.ada.token, body: "{" })).status, 400)

      yield* World.endsWithItsRequests(ask, people, { stop, url })
    }).pipe(Effect.provide(World.layer))
  )

  it.live("interrupts the calls of a caller that has left", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { ada } = yield* World.settled
      yield* emulator.addFault({ path: "/chat/Dialog", delay: "1 minute" })
      const sent = yield* Deferred.make<void>()
      const interrupted = yield* Deferred.make<void>()
      const { stop, url } = yield* started(start, (input, init) => {
        init?.signal?.addEventListener("abort", () => Deferred.doneUnsafe(interrupted, Effect.void))
        Deferred.doneUnsafe(sent, Effect.void)
        return fetch(input, init)
      })
      const controller = new AbortController()
      const left = yield* Effect.forkChild(
        Effect.exit(
          Effect.tryPromise(() =>
            fetch(`${url}/dialogs`, { headers: { "CB-Token": ada.token }, signal: controller.signal })
          )
        ),
        { startImmediately: true }
      )
      yield* Deferred.await(sent)
      controller.abort()
      yield* Deferred.await(interrupted)
      assert.strictEqual((yield* Fiber.join(left))._tag, "Failure")
      yield* stop
    }).pipe(Effect.provide(World.layer))
  )
})

describe("the worker", () => {
  it.live("responds to each caller with its own data, and to each failure by its tag", () =>
    Effect.gen(function* () {
      const { url } = yield* Emulator
      const { application_id, auth_key } = Emulator.credentials
      const env = {
        CONNECTYCUBE_APPLICATION_ID: String(application_id),
        CONNECTYCUBE_AUTH_KEY: Redacted.value(auth_key),
        CONNECTYCUBE_API_URL: url
      }
      const ask = World.asker(async (url, init) => worker.fetch(new Request(url, init), env), "https://worker.test")
      yield* World.listsDialogs(ask)
      assert.strictEqual((yield* ask("/users")).status, 404)
    }).pipe(Effect.provide(World.layer), Effect.provide(Logger.layer([])))
  )
})
