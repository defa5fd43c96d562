import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { Emulator } from "../src/Emulator.ts"
import { makeMeeting } from "./meetings/Meetings.ts"
import { against } from "./support/Command.ts"
import { ask, join } from "./support/Wire.ts"

describe("a server that is stopped", () => {
  it.live("sends the response of a handled request, and not a 503, after which it would be retried", () =>
    Effect.gen(function* () {
      const isPosted = yield* Deferred.make<void>()
      const mayEnd = yield* Deferred.make<void>()
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(
        Emulator.layerServer({
          settings: { recording_webhook: "http://localhost/hooks" },
          postWebhook: () =>
            Deferred.succeed(isPosted, undefined).pipe(Effect.andThen(Deferred.await(mayEnd)), Effect.as(200))
        }),
        scope
      )
      const { url } = Context.get(context, Emulator)
      const response = yield* Effect.gen(function* () {
        const ada = yield* join("ada")
        const meeting_id = yield* makeMeeting(ada)
        return yield* Effect.forkChild(ask("POST", "/_emulator/recordings", { json: { meeting_id } }))
      }).pipe(against(url))
      // The recording is stored, and delivered to the webhook.
      yield* Deferred.await(isPosted)
      const stopping = yield* Effect.forkChild(Scope.close(scope, Exit.void))
      yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      yield* Deferred.succeed(mayEnd, undefined)
      assert.strictEqual((yield* Fiber.join(response)).status, 201)
      yield* Fiber.join(stopping)
    })
  )
})
