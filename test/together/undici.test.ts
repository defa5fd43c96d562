/** Calls of several modules over `@effect-connectycube/undici` against the emulator, and what interruptions leave behind. */
import { Emulator } from "@effect-connectycube/emulator"
import { Undici, UndiciHttpClient } from "@effect-connectycube/undici"
import { assert, describe, it } from "@effect/vitest"
import { Chat, ConnectyCube, Session, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"

const ada = { login: "ada", password: Redacted.make("correct horse") }

const programOn = (agent: Undici.Agent) =>
  Layer.unwrap(Effect.flatMap(Users, (users) => Effect.as(users.signUp(ada), Session.layerLogin(ada)))).pipe(
    Layer.provideMerge(
      Layer.unwrap(Effect.map(Emulator, ({ url }) => ConnectyCube.layer({ ...Emulator.credentials, api_url: url })))
    ),
    Layer.provideMerge(Emulator.layerServer()),
    Layer.provide(UndiciHttpClient.layerDispatcher(agent))
  )

const agent = Effect.acquireRelease(
  Effect.sync(() => new Undici.Agent({ connections: 8 })),
  (agent) => Effect.promise(() => agent.destroy())
)

/** Requests that are sent, or wait to be. */
const pending = (agent: Undici.Agent): number =>
  Object.values(agent.stats).reduce((sum, { pending = 0, running = 0 }) => sum + pending + running, 0)

const settled = (agent: Undici.Agent): Effect.Effect<void> =>
  Effect.suspend(() => (pending(agent) === 0 ? Effect.void : Effect.andThen(Effect.sleep(5), settled(agent))))

describe("over the undici of this repository", () => {
  it.live("users, dialogs and messages are written and read", () =>
    Effect.gen(function* () {
      const dispatcher = yield* agent
      yield* Effect.gen(function* () {
        const chat = yield* Chat
        const users = yield* Users
        const dialog = yield* chat.dialogs.create({ type: "public", name: "Engines é✓ 😀" })
        yield* Effect.forEach(
          Array.from({ length: 30 }, (_, index) => `message ${index}`),
          (message) => chat.messages.create({ chat_dialog_id: dialog._id, message }),
          { concurrency: 10 }
        )
        const messages = yield* Stream.runCollect(chat.messages.stream({ chat_dialog_id: dialog._id }))
        assert.strictEqual(messages.length, 30)
        assert.strictEqual((yield* chat.dialogs.list({})).items[0]?.name, "Engines é✓ 😀")
        const taken = yield* Effect.flip(users.signUp(ada))
        assert.strictEqual(taken._tag, "UnprocessableEntity")
      }).pipe(Effect.provide(programOn(dispatcher)))
      yield* settled(dispatcher)
    }).pipe(Effect.scoped)
  )

  it.live("calls that are interrupted at any point leave nothing behind, and disturb no other call", () =>
    Effect.gen(function* () {
      const dispatcher = yield* agent
      yield* Effect.gen(function* () {
        const chat = yield* Chat
        const call = chat.dialogs.list({})
        for (let round = 0; round < 20; round++) {
          const fibers = yield* Effect.forEach(Array.from({ length: 16 }), () => Effect.forkChild(call))
          // Turns of the event loop: before the request, on its way, and after its response.
          for (let turn = 0; turn < round; turn++) yield* Effect.promise(() => new Promise(setImmediate))
          yield* Fiber.interruptAll(fibers.filter((_, index) => index % 2 === 0))
          for (const fiber of fibers.filter((_, index) => index % 2 === 1)) yield* Fiber.join(fiber)
        }
      }).pipe(Effect.provide(programOn(dispatcher)))
      yield* settled(dispatcher)
    }).pipe(Effect.scoped)
  )
})
