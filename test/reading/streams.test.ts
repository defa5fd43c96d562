/** Lists as streams, against the emulator, while other callers create and delete items. */
import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it } from "@effect/vitest"
import { Chat, ConnectyCube, type DialogId, Session, Storage, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { globSync, readFileSync } from "node:fs"

const ada = { login: "ada", password: Redacted.make("correct horse") }

const layer = Session.layerLogin(ada).pipe(
  Layer.provideMerge(Layer.effectDiscard(Effect.flatMap(Users, (users) => users.signUp(ada)))),
  Layer.provideMerge(ConnectyCube.layer(Emulator.credentials)),
  Layer.provideMerge(Emulator.layer())
)

const makeDialog = Effect.fnUntraced(function* (name: string, apart: "1 second" | "0 seconds" = "1 second") {
  const { dialogs } = yield* Chat
  yield* TestClock.adjust(apart)
  return (yield* dialogs.create({ type: "public", name }))._id
})

const makeDialogs = (count: number, apart?: "0 seconds") =>
  Effect.forEach(Array.from({ length: count }), (_, index) => makeDialog(`dialog ${index}`, apart))

/** Reads a stream, and runs an effect after each item. */
const reading = Effect.fnUntraced(function* <A, Id, E, R, E2, R2>(
  stream: Stream.Stream<A, E, R>,
  idOf: (item: A) => Id,
  meanwhile: (id: Id, read: number) => Effect.Effect<unknown, E2, R2>
) {
  const seen: Array<Id> = []
  yield* Stream.runForEach(stream, (item) =>
    Effect.suspend(() => {
      const id = idOf(item)
      seen.push(id)
      return meanwhile(id, seen.length)
    })
  )
  return seen
})

const twice = (ids: ReadonlyArray<unknown>) => ids.length - new Set(ids).size
const missing = <Id>(all: ReadonlyArray<Id>, seen: ReadonlyArray<Id>) => all.filter((id) => !seen.includes(id)).length

const orders = [
  {},
  { sort_asc: "created_at" },
  { sort_desc: "created_at" },
  { sort_asc: "last_message_date_sent" },
  { sort_desc: "last_message_date_sent" },
  { sort_asc: "updated_at" },
  { sort_desc: "updated_at" }
] as const

describe("a stream of 30 dialogs in pages of ten", () => {
  for (const order of orders) {
    it.effect(`repeats none when one is created per five read: ${JSON.stringify(order)}`, () =>
      Effect.gen(function* () {
        const { dialogs } = yield* Chat
        const all = yield* makeDialogs(30)
        const seen = yield* reading(
          dialogs.stream({ ...order, limit: 10 }),
          ({ _id }) => _id,
          // As many as existed before: in ascending order it would never end.
          (_, read) => (read % 5 === 0 && read <= 30 ? makeDialog(`new ${read}`) : Effect.void)
        )
        assert.strictEqual(twice(seen), 0)
        assert.strictEqual(missing(all, seen), 0)
      }).pipe(Effect.provide(layer))
    )
  }

  for (const order of orders.slice(0, 3)) {
    for (const apart of [undefined, "0 seconds"] as const) {
      const when = apart === undefined ? "each in a second of its own" : "all in one second"
      it.effect(`has all of them when each is deleted after it was read: ${JSON.stringify(order)}, ${when}`, () =>
        Effect.gen(function* () {
          const { dialogs } = yield* Chat
          const all = yield* makeDialogs(38, apart)
          const seen = yield* reading(
            dialogs.stream({ ...order, limit: 10 }),
            ({ _id }) => _id,
            (id: DialogId) => dialogs.delete(id, { force: true })
          )
          assert.strictEqual(seen.length, 38)
          assert.strictEqual(missing(all, seen), 0)
          assert.strictEqual(yield* dialogs.count(), 0)
        }).pipe(Effect.provide(layer))
      )
    }
  }

  it.effect("has all that match a filter, with bounds on its sort field", () =>
    Effect.gen(function* () {
      const { dialogs } = yield* Chat
      yield* makeDialogs(30)
      const { items } = yield* dialogs.list({ sort_asc: "created_at" })
      const from = items[4]?.created_at ?? assert.fail()
      const to = items[24]?.created_at ?? assert.fail()
      const wanted = items.slice(4, 24).map(({ _id }) => _id)
      for (const order of orders.slice(1, 3)) {
        const seen = yield* reading(
          dialogs.stream({ ...order, created_at: { gte: from, lt: to }, type: "public", limit: 7 }),
          ({ _id }) => _id,
          () => Effect.void
        )
        assert.deepStrictEqual(seen.toSorted(), wanted.toSorted())
      }
    }).pipe(Effect.provide(layer))
  )
})

describe("a stream of users", () => {
  it.effect("repeats none, and misses none, when users sign up meanwhile", () =>
    Effect.gen(function* () {
      const users = yield* Users
      let signedUp = 0
      const signUp = Effect.suspend(() =>
        users.signUp({ login: `user-${++signedUp}`, password: ada.password, tag_list: ["crew"] })
      )
      const all = yield* Effect.replicateEffect(
        Effect.map(signUp, ({ id }) => id),
        30
      )
      for (const order of [{}, { sort_desc: "created_at" }, { sort_desc: "id" }] as const) {
        const seen = yield* reading(
          users.stream({ user_tags: "crew", ...order, limit: 10 }),
          ({ id }) => id,
          (_, read) => (read % 5 === 0 && read <= 30 ? signUp : Effect.void)
        )
        assert.strictEqual(twice(seen), 0)
        assert.strictEqual(missing(all, seen), 0)
      }
    }).pipe(Effect.provide(layer))
  )

  it.effect("of the first version continues after the last id", () =>
    Effect.gen(function* () {
      const users = yield* Users
      for (let index = 0; index < 25; index++) yield* users.signUp({ login: `user-${index}`, password: ada.password })
      const seen = yield* reading(
        users.streamV1({ per_page: 10 }),
        ({ id }) => id,
        () => Effect.void
      )
      assert.strictEqual(seen.length, 26)
      assert.strictEqual(twice(seen), 0)
    }).pipe(Effect.provide(layer))
  )
})

describe("a stream of files", () => {
  it.effect("repeats none when files are created meanwhile", () =>
    Effect.gen(function* () {
      const storage = yield* Storage
      const make = (name: string) => storage.create({ name, content_type: "text/plain" })
      yield* Effect.forEach(Array.from({ length: 25 }), (_, index) => make(`file ${index}`))
      const seen = yield* reading(
        storage.stream({ per_page: 10 }),
        ({ id }) => id,
        (id, read) => (read % 5 === 0 && read <= 25 ? make(`new ${id}`) : Effect.void)
      )
      assert.strictEqual(twice(seen), 0)
      assert.isAtLeast(seen.length, 25)
    }).pipe(Effect.provide(layer))
  )
})

describe("the streams of all modules", () => {
  it("are built by one module", () => {
    const loops = globSync("packages/*/src/**/*.ts").filter((file) =>
      /Stream\.(paginate|unfold|iterate)/.test(readFileSync(file, "utf8"))
    )
    assert.deepStrictEqual(loops, ["packages/core/src/client/Paging.ts"])
  })
})
