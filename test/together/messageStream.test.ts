/** The client's stream of messages against the emulator, while another user writes. */
import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it } from "@effect/vitest"
import { Chat, ConnectyCube, type DialogId, type MessageId, Session, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

const before = 3000
const meanwhile = 600
/** Many share a second, the resolution of the service. */
const perSecond = 8
const limit = 100

const credentials = (login: string) => ({ login, password: Redacted.make("correct horse") })

const as = (login: string) => Effect.provide(Session.layerLogin(credentials(login)), { local: true })

// The journal would keep the messages in memory.
const layer = ConnectyCube.layer(Emulator.credentials).pipe(
  Layer.provideMerge(Emulator.layer({ settings: { journal_limit: 1 } }))
)

const write = Effect.fnUntraced(function* (chat_dialog_id: DialogId, count: number, written: Array<MessageId>) {
  const { messages } = yield* Chat
  for (let index = 0; index < count; index++) {
    if (index % perSecond === 0) yield* TestClock.adjust("1 second")
    const { _id } = yield* messages.create({ chat_dialog_id, message: `${index} ${"x".repeat(500)}` })
    written.push(_id)
  }
})

const dialogOfTwo = Effect.gen(function* () {
  const users = yield* Users
  const { dialogs } = yield* Chat
  yield* users.signUp(credentials("ada"))
  const ben = yield* users.signUp(credentials("ben"))
  const { _id } = yield* dialogs.create({ type: "group", name: "Engines", occupants_ids: [ben.id] }).pipe(as("ada"))
  return _id
})

/** Bytes of live memory, without garbage. */
const heap = () => {
  setFlagsFromString("--expose_gc")
  runInNewContext("gc")()
  return process.memoryUsage().heapUsed
}

describe("a stream of 3,000 messages", () => {
  it.effect("emits each once, and those that are written meanwhile, in bounded memory", () =>
    Effect.gen(function* () {
      const { messages } = yield* Chat
      const dialog = yield* dialogOfTwo
      const written: Array<MessageId> = []
      yield* write(dialog, before, written).pipe(as("ada"))

      const heaps: Array<number> = []
      const read = yield* Effect.gen(function* () {
        const seen = new Set<MessageId>()
        let readWhenWritten = 0
        const writer = yield* write(dialog, meanwhile, written).pipe(
          as("ada"),
          Effect.tap(() => Effect.sync(() => (readWhenWritten = seen.size))),
          Effect.forkChild
        )
        yield* messages.stream({ chat_dialog_id: dialog, sort_asc: "date_sent", limit }).pipe(
          Stream.runForEach(({ _id }) =>
            Effect.suspend(() => {
              assert.isFalse(seen.has(_id), `${_id} came twice`)
              seen.add(_id)
              if (seen.size % (before / 5) === 0) heaps.push(heap())
              return Effect.yieldNow
            })
          )
        )
        yield* Fiber.join(writer)
        // Both ran at the same time.
        assert.isAbove(readWhenWritten, limit)
        assert.isBelow(readWhenWritten, before)
        return [...seen]
      }).pipe(as("ben"))

      assert.strictEqual(written.length, before + meanwhile)
      assert.deepStrictEqual(read, written)

      // All messages would be ten megabytes and more; what stays is a page, and the ids that this test keeps.
      const [first = 0] = heaps
      assert.isBelow((heaps.at(-1) ?? 0) - first, 4_000_000)

      const { total } = yield* messages.countUnread([dialog]).pipe(as("ben"))
      assert.strictEqual(total, before + meanwhile)
    }).pipe(Effect.provide(layer))
  )
})
