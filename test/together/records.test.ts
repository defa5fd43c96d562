/** Collections of the client against the classes of the emulator: both must interpret every operator the same way. */
import { Emulator } from "@effect-connectycube/emulator"
import { assert, layer } from "@effect/vitest"
import { ConnectyCube, CustomData, RecordId, Session, Users } from "effect-connectycube"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

const Player = Schema.Struct({
  name: Schema.String,
  score: Schema.Int,
  rating: Schema.NullOr(Schema.Finite),
  active: Schema.Boolean,
  badges: Schema.Array(Schema.String),
  home: CustomData.Location,
  joined: CustomData.Date
})

const classes = {
  player: {
    fields: {
      name: "String",
      score: "Integer",
      rating: "Float",
      active: "Boolean",
      badges: "Array",
      home: "Location",
      joined: "Date"
    }
  }
} as const

const ada = { login: "ada", password: Redacted.make("correct horse") }

const ConnectyCubeTest = ConnectyCube.layer(Emulator.credentials).pipe(
  Layer.provideMerge(Emulator.layer({ settings: { classes } }))
)

const LoggedIn = Layer.unwrap(
  Effect.gen(function* () {
    const users = yield* Users
    yield* users.signUp(ada)
    return Session.layerLogin(ada)
  })
).pipe(Layer.provideMerge(ConnectyCubeTest))

const joined = DateTime.makeUnsafe("2026-05-01T12:00:00Z")
const london = { longitude: -0.1276, latitude: 51.5072 }
const turin = { longitude: 7.6869, latitude: 45.0703 }

/** Four players, and the collection with no others in it. */
const fresh = Effect.gen(function* () {
  const players = yield* CustomData.collection("player", Player)
  yield* players.deleteByCriteria({ score: { gte: 0 } })
  const made = yield* players.createMany([
    { name: "Ada", score: 30, rating: 4.5, active: true, badges: ["gold", "iron"], home: london, joined },
    { name: "Charles", score: 10, active: false, badges: [], home: london, joined: DateTime.add(joined, { days: 1 }) },
    { name: "Luigi", score: 20, rating: 3, active: true, badges: ["gold"], home: turin, joined },
    { name: "Mary, Countess", score: 10, rating: 2.5, active: false, badges: ["iron"], home: turin, joined }
  ])
  return { players, made }
})

type Players = Effect.Success<typeof fresh>["players"]

layer(LoggedIn)("a typed collection", (it) => {
  const finds = (name: string, query: NonNullable<Parameters<Players["list"]>[0]>, expected: ReadonlyArray<string>) =>
    it.effect(`finds ${name}`, () =>
      Effect.gen(function* () {
        const { players } = yield* fresh
        const { items } = yield* players.list(query)
        assert.deepStrictEqual(
          items.map(({ name }) => String(name)),
          [...expected]
        )
        // A count has no order.
        const { sort_asc: _, sort_desc: __, ...filter } = query
        assert.strictEqual(yield* players.count(filter), expected.length)
      })
    )

  finds("a text", { name: "Ada" }, ["Ada"])
  finds("a text with a comma", { name: "Mary, Countess" }, ["Mary, Countess"])
  finds("a part of a text", { name: { ctn: "ar" } }, ["Charles", "Mary, Countess"])
  finds("one of several texts", { name: { in: ["Ada", "Luigi"] } }, ["Ada", "Luigi"])
  finds("none of several texts", { name: { nin: ["Ada", "Luigi"] } }, ["Charles", "Mary, Countess"])
  finds("another number", { score: { ne: 10 } }, ["Ada", "Luigi"])
  finds("a range", { score: { gt: 10, lte: 20 } }, ["Luigi"])
  finds("a fraction", { rating: { gte: 2.5, lt: 4 } }, ["Luigi", "Mary, Countess"])
  finds("a flag", { active: true }, ["Ada", "Luigi"])
  finds("an element", { badges: "iron" }, ["Ada", "Mary, Countess"])
  finds("all elements", { badges: { all: ["iron", "gold"] } }, ["Ada"])
  finds("a time", { joined: { gt: joined } }, ["Charles"])
  finds("a place", { home: { near: { ...london, radius: 1000 } } }, ["Ada", "Charles"])
  finds("in an order", { sort_desc: "score", score: { gte: 20 } }, ["Ada", "Luigi"])

  it.effect("returns the records that it was given", () =>
    Effect.gen(function* () {
      const { players, made } = yield* fresh
      for (const player of made) {
        const { permissions, ...again } = yield* players.get(player._id)
        const { permissions: first, ...before } = player
        assert.deepStrictEqual(again, before)
        assert.deepStrictEqual(permissions, first)
      }
      assert.deepStrictEqual(
        made.map(({ rating, joined, home }) => [rating, DateTime.formatIso(joined), home]),
        [
          [4.5, "2026-05-01T12:00:00.000Z", london],
          [null, "2026-05-02T12:00:00.000Z", london],
          [3, "2026-05-01T12:00:00.000Z", turin],
          [2.5, "2026-05-01T12:00:00.000Z", turin]
        ]
      )
      assert.strictEqual((yield* Effect.flip(players.get(RecordId.make("6b020daa0e9fbbf04c0fffff"))))._tag, "NotFound")
    })
  )

  it.effect("returns the selected fields", () =>
    Effect.gen(function* () {
      const { players, made } = yield* fresh
      const { items } = yield* players.list({ name: "Ada", output: { include: ["name", "badges"] } })
      assert.deepStrictEqual(
        items.map(({ _id, name, badges }) => ({ _id, name, badges })),
        made.slice(0, 1).map(({ _id }) => ({ _id, name: "Ada", badges: ["gold", "iron"] }))
      )
      assert.notProperty(items[0], "score")
    })
  )

  it.effect("has a first and a last record", () =>
    Effect.gen(function* () {
      const { players } = yield* fresh
      const name = Option.map(({ name }: { readonly name: string }) => name)
      assert.deepStrictEqual(name(yield* players.first()), Option.some("Ada"))
      assert.deepStrictEqual(name(yield* players.last()), Option.some("Mary, Countess"))
      assert.deepStrictEqual(name(yield* players.last({ sort_asc: "score" })), Option.some("Ada"))
      assert.isTrue(Option.isNone(yield* players.first({ score: 11 })))
    })
  )

  it.effect("streams all records while its consumer deletes them", () =>
    Effect.gen(function* () {
      const { players } = yield* fresh
      const names = yield* players.stream({ limit: 2 }).pipe(
        Stream.tap(({ _id }) => players.delete(_id)),
        Stream.map(({ name }) => name),
        Stream.runCollect
      )
      assert.deepStrictEqual(names, ["Ada", "Charles", "Luigi", "Mary, Countess"])
      assert.strictEqual(yield* players.count(), 0)
    })
  )

  it.effect("updates records by every operator", () =>
    Effect.gen(function* () {
      const { players, made } = yield* fresh
      const id = made[0]?._id ?? RecordId.make("0")
      const badgesAfter = (changes: Parameters<Players["update"]>[1]) =>
        Effect.map(players.update(id, changes), ({ badges }) => badges)
      assert.deepStrictEqual(yield* badgesAfter({ push: { badges: ["iron", "tin"] } }), ["gold", "iron", "iron", "tin"])
      assert.deepStrictEqual(yield* badgesAfter({ add_to_set: { badges: ["tin", "lead"] } }), [
        "gold",
        "iron",
        "iron",
        "tin",
        "lead"
      ])
      assert.deepStrictEqual(yield* badgesAfter({ pull: { badges: "iron" } }), ["gold", "tin", "lead"])
      assert.deepStrictEqual(yield* badgesAfter({ pull: { badges: { in: ["tin"] } } }), ["gold", "lead"])
      assert.deepStrictEqual(yield* badgesAfter({ badges: { 0: "platinum" } }), ["platinum", "lead"])
      assert.deepStrictEqual(yield* badgesAfter({ pop: { badges: "last" } }), ["platinum"])
      assert.deepStrictEqual(yield* badgesAfter({ pull_all: { badges: ["platinum"] } }), [])
      const changed = yield* players.update(id, { name: "Ada Lovelace", rating: null, inc: { score: -5 } })
      assert.deepStrictEqual([changed.name, changed.rating, changed.score], ["Ada Lovelace", null, 25])
    })
  )

  it.effect("updates and deletes several records", () =>
    Effect.gen(function* () {
      const { players, made } = yield* fresh
      const [first, second, third] = made.map(({ _id }) => _id)
      if (first === undefined || second === undefined || third === undefined) return assert.fail("four were made")
      const nobody = RecordId.make("6b020daa0e9fbbf04c0fffff")
      const { items, not_found } = yield* players.updateMany([
        { id: first, score: 1 },
        { id: nobody, score: 2 }
      ])
      assert.deepStrictEqual([items.map(({ score }) => score), not_found], [[1], [nobody]])
      const { total_found } = yield* players.updateByCriteria({ score: { lt: 11 } }, { active: true })
      assert.strictEqual(total_found, 3)
      const { NotFound, SuccessfullyDeleted, WrongPermissions } = yield* players.deleteMany([first, nobody])
      assert.deepStrictEqual([SuccessfullyDeleted.ids, NotFound.ids, WrongPermissions.ids], [[first], [nobody], []])
      assert.strictEqual(yield* players.deleteByCriteria({ score: { in: [10, 20] } }), 3)
    })
  )

  it.effect("aggregates by groups", () =>
    Effect.gen(function* () {
      const { players } = yield* fresh
      assert.deepStrictEqual(yield* players.aggregate({ calc: { score: "sum", rating: "avg" }, group_by: "active" }), [
        { group: false, calc: { score: 20, rating: 2.5 } },
        { group: true, calc: { score: 50, rating: 3.75 } }
      ])
    })
  )

  it.effect("returns the permissions that were set", () =>
    Effect.gen(function* () {
      const { players, made } = yield* fresh
      const id = made[0]?._id ?? RecordId.make("0")
      const owner = made[0]?.user_id
      assert.isDefined(owner)
      yield* players.update(id, {
        permissions: {
          read: { access: "open_for_groups", groups: ["vip"] },
          update: { access: "open_for_users_ids", ids: owner === undefined ? [] : [owner] },
          delete: { access: "owner" }
        }
      })
      assert.deepStrictEqual(yield* players.getPermissions(id), {
        read: { access: "open_for_groups", groups: ["vip"] },
        update: { access: "open_for_users_ids", ids: owner === undefined ? [] : [owner] },
        delete: { access: "owner" }
      })
    })
  )

  it.effect("returns records that do not match the schema separately", () =>
    Effect.gen(function* () {
      const { players } = yield* fresh
      const untyped = yield* CustomData.untyped("player")
      yield* untyped.create({ name: "Nobody", score: 1 })
      const { items } = yield* players.listResults({ score: { lte: 10 } })
      assert.deepStrictEqual(items.map(Result.isSuccess), [true, true, false])
      assert.strictEqual((yield* Effect.flip(players.list({ score: 1 })))._tag, "DecodeError")
    })
  )
})
