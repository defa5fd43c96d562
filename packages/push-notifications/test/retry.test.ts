// A notification is delivered at most once.
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { recordingClient } from "../../../test/support/recording.ts"
import { call, made, provide, toAda } from "./support/Push.ts"

const notify = call(({ events }) => events.create({ ...toAda, message: { message: "Hello" } }))

describe("an event", () => {
  for (const status of [429, 503]) {
    it.effect(`is retried after a ${status}, which says that it was not handled`, () =>
      Effect.gen(function* () {
        let requests = 0
        const server = recordingClient(() => (++requests === 1 ? { status, body: "" } : made))
        const fiber = yield* Effect.forkChild(notify.pipe(provide(server.layer)))
        yield* TestClock.adjust("1 minute")
        assert.strictEqual((yield* Fiber.join(fiber)).id, 8429)
        assert.strictEqual(server.requests.length, 2)
      })
    )
  }

  it.effect("is not retried when its response was lost", () =>
    Effect.gen(function* () {
      let requests = 0
      const client = HttpClient.make((request) =>
        Effect.suspend(() => {
          requests++
          const reason = new HttpClientError.TransportError({ request, description: "connection lost" })
          return Effect.fail(new HttpClientError.HttpClientError({ reason }))
        })
      )
      const layer = Layer.succeed(HttpClient.HttpClient, client)
      const fiber = yield* Effect.forkChild(notify.pipe(provide(layer), Effect.flip))
      yield* TestClock.adjust("10 minutes")
      assert.strictEqual((yield* Fiber.join(fiber))._tag, "TransportError")
      assert.strictEqual(requests, 1)
    })
  )

  it.effect("is not retried when the server failed", () =>
    Effect.gen(function* () {
      const server = recordingClient(() => ({ status: 500, body: "" }))
      const fiber = yield* Effect.forkChild(notify.pipe(provide(server.layer), Effect.flip))
      yield* TestClock.adjust("10 minutes")
      assert.strictEqual((yield* Fiber.join(fiber))._tag, "InternalServerError")
      assert.strictEqual(server.requests.length, 1)
    })
  )
})
