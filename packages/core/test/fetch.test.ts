import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { options, Public, thing } from "./support/Things.ts"

/** One turn of the event loop, after which all ready callbacks have run. */
const turn = Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve)))

/** Reads a thing over a `fetch` that responds with this. */
const fetched = (response: (signal: AbortSignal | null | undefined) => Response) => {
  const calls: Array<RequestInit> = []
  const fetch: typeof globalThis.fetch = (_, init = {}) => {
    calls.push(init)
    return Promise.resolve(response(init.signal))
  }
  const layer = Layer.mergeAll(
    FetchHttpClient.layer,
    ConnectyCubeConfig.layer(options),
    Layer.succeed(FetchHttpClient.Fetch, fetch)
  )
  const read = Effect.flatMap(ApiClient.make(Public), (things) => things.read({ id: "1" })).pipe(
    Effect.provideService(RetryPolicy, RetryPolicy.none),
    Effect.provide(layer)
  )
  return { calls, read }
}

/** A body that has begun, and goes on like this. A runtime closes the connection of a body that is cancelled. */
const begun = (goOn: (controller: ReadableStreamDefaultController<Uint8Array>) => void) => {
  let ended = 0
  const cancel = () => void ended++
  const { read } = fetched((signal) => {
    const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      controller.enqueue(new TextEncoder().encode(`{"id":1,`))
      signal?.addEventListener("abort", () => {
        ended++
        controller.error(signal.reason)
      })
      goOn(controller)
    }
    return new Response(new ReadableStream({ start, cancel }))
  })
  return { read, ended: () => ended > 0 }
}

describe("over fetch", () => {
  it.effect("a response is decoded", () =>
    Effect.gen(function* () {
      const { read } = fetched(() => Response.json(thing))
      assert.deepStrictEqual(yield* read, thing)
    })
  )

  it.effect("redirects are not followed, since the credentials would be sent along", () =>
    Effect.gen(function* () {
      const { calls, read } = fetched(() => Response.redirect("https://evil.test/", 307))
      assert.deepInclude(yield* Effect.flip(read), { _tag: "UnexpectedStatus", status: 307 })
      assert.deepStrictEqual(
        calls.map(({ redirect }) => redirect),
        ["manual"]
      )
    })
  )

  it.effect("the options that a program sets for fetch are kept", () =>
    Effect.gen(function* () {
      const { calls, read } = fetched(() => Response.json(thing))
      yield* read.pipe(Effect.provideService(FetchHttpClient.RequestInit, { keepalive: true }))
      assert.deepInclude(calls[0], { keepalive: true, redirect: "manual" })
    })
  )

  it.effect("trace ids are not sent to the service", () =>
    Effect.gen(function* () {
      const { calls, read } = fetched(() => Response.json(thing))
      yield* read.pipe(Effect.withSpan("request"))
      assert.deepStrictEqual(Object.keys(calls[0]?.headers ?? {}), ["user-agent"])
    })
  )

  it.effect("a body that never ends fails with CallTimeout, and is cancelled", () =>
    Effect.gen(function* () {
      const { ended, read } = begun(() => {})
      const fiber = yield* Effect.forkChild(Effect.flip(read), { startImmediately: true })
      yield* turn
      yield* TestClock.adjust("29 seconds")
      assert.isUndefined(fiber.pollUnsafe())
      yield* TestClock.adjust("1 second")
      assert.deepInclude(yield* Fiber.join(fiber), { _tag: "CallTimeout", timeout: "attempt" })
      assert.isTrue(ended())
    })
  )

  it.effect("a truncated body is a TransportError with its cause", () =>
    Effect.gen(function* () {
      const cause = Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" })
      const { read } = begun((controller) => controller.error(new TypeError("terminated", { cause })))
      assert.deepInclude(yield* Effect.flip(read), {
        _tag: "TransportError",
        reason: "terminated: UND_ERR_SOCKET other side closed"
      })
    })
  )

  it.effect("interruption cancels the body", () =>
    Effect.gen(function* () {
      const { ended, read } = begun(() => {})
      const fiber = yield* Effect.forkChild(read, { startImmediately: true })
      yield* turn
      assert.isFalse(ended())
      yield* Fiber.interrupt(fiber)
      assert.isTrue(ended())
    })
  )
})
