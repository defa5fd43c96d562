// Each operator on the wire, and conditions that are never sent.
import { UserId } from "@effect-connectycube/core/Ids"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { Code, id, players, profiles, record, rejected } from "./support/Profile.ts"

const time = DateTime.makeUnsafe("2018-12-06T09:21:41Z")
const page = { body: { class_name: "player", skip: 0, limit: 100, items: [] } }
const updatedPage = { body: { class_name: "player", skip: 0, limit: 100, total_found: 0, items: [] } }

type Players = Effect.Success<typeof players>

const queryOf = (filter: Parameters<Players["list"]>[0]) =>
  Effect.map(
    record(
      Effect.flatMap(players, (players) => players.list(filter)),
      page
    ),
    ({ requests }) => Object.fromEntries(requests[0]?.query ?? [])
  )

const criteriaOf = (criteria: Parameters<Players["updateByCriteria"]>[0]) =>
  Effect.map(
    record(
      Effect.flatMap(players, (players) => players.updateByCriteria(criteria, { active: true })),
      updatedPage
    ),
    ({ requests }) => requests[0]?.body
  )

const formOf = (criteria: Parameters<Players["deleteByCriteria"]>[0]) =>
  Effect.map(
    record(
      Effect.flatMap(players, (players) => players.deleteByCriteria(criteria)),
      { body: { total_deleted: 0 } }
    ),
    ({ requests }) => requests[0]?.body
  )

const wirePlayer = {
  _id: "p1",
  _parent_id: "",
  user_id: 1,
  created_at: 1544088101,
  updated_at: 1544088101,
  name: "Ada",
  score: 7,
  rating: null,
  active: true,
  badges: ["gold"],
  levels: ["1"],
  home: [36.23, 50.0],
  born: "1815-12-10T00:00:00Z",
  joined: "2018-12-06T09:21:41.000Z",
  number: "7",
  code: "a",
  club: null,
  kind: "amateur"
}

const changesOf = (changes: Parameters<Players["update"]>[1]) =>
  Effect.map(
    record(
      Effect.flatMap(players, (players) => players.update(id("p1"), changes)),
      { body: wirePlayer }
    ),
    ({ requests }) => requests[0]?.body
  )

describe("the operators of a query", () => {
  it.effect("on numbers: all except those of arrays and locations", () =>
    Effect.gen(function* () {
      const score = { gt: 1, gte: 2, lt: 9, lte: 8, ne: 3, in: [4, 5], nin: [6], or: [4, 7], ctn: "1" }
      assert.deepStrictEqual(yield* queryOf({ score }), {
        "score[gt]": "1",
        "score[gte]": "2",
        "score[lt]": "9",
        "score[lte]": "8",
        "score[ne]": "3",
        "score[in]": "4,5",
        "score[nin]": "6",
        "score[or]": "4,7",
        "score[ctn]": "1"
      })
    })
  )

  it.effect("on texts", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        yield* queryOf({ name: { ne: "a", in: ["b", "c"], nin: ["d"], or: ["e", "f"], ctn: "Ada, Countess" } }),
        {
          "name[ne]": "a",
          "name[in]": "b,c",
          "name[nin]": "d",
          "name[or]": "e,f",
          "name[ctn]": "Ada, Countess"
        }
      )
    })
  )

  it.effect("on booleans, arrays and locations", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        yield* queryOf({
          active: { ne: true },
          badges: { all: ["gold", "silver"] },
          levels: 3,
          home: { near: { longitude: 36.23, latitude: 50, radius: 1500 } }
        }),
        {
          "active[ne]": "true",
          "badges[all]": "gold,silver",
          levels: "3",
          "home[near]": "36.23,50;1500"
        }
      )
    })
  )

  it.effect("encode values by the schema: strings for numbers, times, and branded ids", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        yield* queryOf({
          number: { in: [7, 8] },
          levels: { all: [1, 2] },
          code: Code.make("x"),
          born: { gte: time },
          joined: { lt: time }
        }),
        {
          "number[in]": "7,8",
          "levels[all]": "1,2",
          code: "x",
          "born[gte]": "2018-12-06T09:21:41Z",
          "joined[lt]": "2018-12-06T09:21:41.000Z"
        }
      )
    })
  )

  it.effect("on the fields of the server, whose times are seconds", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        yield* queryOf({
          _id: { nin: [id("a")] },
          _parent_id: id("b"),
          user_id: { in: [UserId.make(1), UserId.make(2)] },
          created_at: { gt: time, lte: time },
          updated_at: time
        }),
        {
          "_id[nin]": "a",
          _parent_id: "b",
          "user_id[in]": "1,2",
          "created_at[gt]": "1544088101",
          "created_at[lte]": "1544088101",
          updated_at: "1544088101"
        }
      )
    })
  )

  it.effect("accept values that no record could have", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* queryOf({ score: { gt: -1 }, name: { ne: "" } }), {
        "score[gt]": "-1",
        "name[ne]": ""
      })
    })
  )

  it.effect("leave out what is undefined", () =>
    Effect.gen(function* () {
      const filter: Record<string, unknown> = { score: { gt: 1, lt: undefined }, name: undefined }
      assert.deepStrictEqual(yield* queryOf(filter), { "score[gt]": "1" })
    })
  )

  it.effect("can be combined with order, page and output", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        yield* queryOf({
          name: "Ada",
          sort_desc: "_id",
          skip: 20,
          limit: 10,
          output: { include: ["score", "created_at"] }
        }),
        {
          name: "Ada",
          sort_desc: "_id",
          skip: "20",
          limit: "10",
          "output[include]": "score,created_at"
        }
      )
      assert.deepStrictEqual(yield* queryOf({ output: { exclude: ["badges"] } }), { "output[exclude]": "badges" })
    })
  )

  it.effect("aggregate", () =>
    Effect.gen(function* () {
      const { requests } = yield* record(
        Effect.flatMap(players, (players) =>
          players.aggregate({ calc: { score: "sum", rating: "max" }, group_by: "kind", filter: { active: true } })
        ),
        page
      )
      assert.deepStrictEqual(Object.fromEntries(requests[0]?.query ?? []), {
        active: "true",
        "score[calc]": "sum",
        "rating[calc]": "max",
        group_by: "kind"
      })
    })
  )
})

describe("the operators of criteria", () => {
  it.effect("are JSON in an update, with their lists as arrays", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        yield* criteriaOf({
          score: { gt: 1, in: [2, 3] },
          name: "",
          active: { ne: false },
          badges: { all: ["a,b"] },
          number: { or: [7] },
          user_id: UserId.make(5),
          created_at: { lt: time }
        }),
        {
          search_criteria: {
            score: { gt: 1, in: [2, 3] },
            name: "",
            active: { ne: false },
            badges: { all: ["a,b"] },
            number: { or: ["7"] },
            user_id: 5,
            created_at: { lt: 1544088101 }
          },
          active: true
        }
      )
    })
  )

  it.effect("are a form in a deletion, with commas in their lists", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* formOf({ score: { gte: 41, nin: [50, 51] }, name: { ctn: "A" }, active: false }), {
        "score[gte]": "41",
        "score[nin]": "50,51",
        "name[ctn]": "A",
        active: "false"
      })
    })
  )
})

describe("the update operators", () => {
  it.effect("are sent as documented", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        yield* changesOf({
          inc: { score: -3, rating: 0.5 },
          push: { badges: ["gold", "silver"] },
          add_to_set: { badges: ["gold"], levels: [2] },
          pull: { badges: "iron" },
          pull_all: { levels: [1, 2] },
          pop: { badges: "last", levels: "first" }
        }),
        {
          inc: { score: -3, rating: 0.5 },
          push: { badges: ["gold", "silver"] },
          add_to_set: { badges: ["gold"], levels: ["2"] },
          pull: { badges: "iron" },
          pull_all: { levels: ["1", "2"] },
          pop: { badges: "1", levels: "-1" }
        }
      )
      assert.deepStrictEqual(yield* changesOf({ pull: { badges: { in: ["a", "b"], ctn: "x" } } }), {
        pull: { badges: { in: ["a", "b"], ctn: "x" } }
      })
    })
  )

  it.effect("replace elements by their index, and whole arrays", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* changesOf({ levels: { 0: 5, 3: 6 } }), { levels: { 0: "5", 3: "6" } })
      assert.deepStrictEqual(yield* changesOf({ levels: [5] }), { levels: ["5"] })
    })
  )

  it.effect("clear nullable fields by null", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* changesOf({ rating: null, club: null, _parent_id: null }), {
        rating: null,
        club: null,
        _parent_id: null
      })
    })
  )

  it.effect("encode values by the schema", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        yield* changesOf({
          number: 8,
          home: { longitude: 36.23, latitude: 50 },
          born: time,
          joined: time,
          permissions: { read: { access: "open_for_users_ids", ids: [UserId.make(5)] } }
        }),
        {
          number: "8",
          home: [36.23, 50],
          born: "2018-12-06T09:21:41Z",
          joined: "2018-12-06T09:21:41.000Z",
          permissions: { read: { access: "open_for_users_ids", ids: ["5"] } }
        }
      )
    })
  )
})

describe("a new record", () => {
  it.effect("sends the given fields only", () =>
    Effect.gen(function* () {
      const { requests, value } = yield* record(
        Effect.flatMap(players, (players) =>
          players.create({
            name: "Ada",
            score: 7,
            active: true,
            badges: ["gold"],
            levels: [1],
            home: { longitude: 36.23, latitude: 50 },
            born: DateTime.makeUnsafe("1815-12-10T00:00:00Z"),
            joined: time,
            number: 7,
            code: Code.make("a"),
            club: null,
            kind: "amateur",
            _parent_id: id("team")
          })
        ),
        { status: 201, body: wirePlayer }
      )
      const { _id, _parent_id: _, club, created_at, rating, updated_at, user_id, ...fields } = wirePlayer
      assert.deepStrictEqual(requests[0]?.body, { ...fields, club, _parent_id: "team" })
      assert.deepStrictEqual([rating, value.rating, value.number, value.levels], [null, null, 7, [1]])
      assert.deepStrictEqual(value.home, { longitude: 36.23, latitude: 50 })
      assert.deepStrictEqual(value.joined, time)
      assert.deepStrictEqual([value._id, created_at, updated_at, user_id], [id(_id), 1544088101, 1544088101, 1])
    })
  )
})

describe("nothing is sent", () => {
  const none = (name: string, effect: Parameters<typeof rejected>[0], paths: ReadonlyArray<string>) =>
    it.effect(name, () =>
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* rejected(effect), { tag: "InvalidRequest", sent: 0, paths })
      })
    )
  const any = (criteria: unknown): Record<string, never> => Object(criteria)
  const onProfiles = (f: (of: Effect.Success<typeof profiles>) => Parameters<typeof rejected>[0]) =>
    Effect.flatMap(profiles, f)

  for (const operator of ["in", "nin", "or"]) {
    none(
      `for an empty list of ${operator}`,
      onProfiles((of) => of.list({ age: { [operator]: [] } })),
      [`age.${operator}`]
    )
    none(
      `for a value with a comma in a list of ${operator}`,
      onProfiles((of) => of.list({ job: { [operator]: ["clerk", "cook, waiter"] } })),
      [`job[${operator}].1`]
    )
  }
  none(
    "for a deletion without criteria",
    onProfiles((of) => of.deleteByCriteria({})),
    [""]
  )
  none(
    "for an update without criteria",
    onProfiles((of) => of.updateByCriteria({}, { age: 1 })),
    [""]
  )
  none(
    "for criteria that are undefined",
    onProfiles((of) => of.deleteByCriteria(any({ age: { gt: 1 }, job: undefined }))),
    ["job"]
  )
  none(
    "for an operand that is undefined",
    onProfiles((of) => of.deleteByCriteria(any({ age: { gt: 1, lt: undefined } }))),
    ["age.lt"]
  )
  none(
    "for criteria without an operator",
    onProfiles((of) => of.deleteByCriteria({ age: {} })),
    ["age"]
  )
  none(
    "for a deletion by an empty text",
    onProfiles((of) => of.deleteByCriteria({ job: "" })),
    ["job"]
  )
  none(
    "for a deletion by what stands for nothing in a form",
    onProfiles((of) => of.deleteByCriteria({ job: { in: ["clerk", "null"] } })),
    ["job[in]"]
  )
  none(
    "for criteria that every text meets",
    onProfiles((of) => of.updateByCriteria({ job: { ctn: "" } }, { age: 1 })),
    ["job[ctn]"]
  )
  none(
    "for a place as criteria",
    Effect.flatMap(players, (of) =>
      of.deleteByCriteria(any({ home: { near: { longitude: 1, latitude: 1, radius: 1 } } }))
    ),
    ["home[near]"]
  )
  none(
    "for a place that is none",
    Effect.flatMap(players, (of) => of.list({ home: { near: { longitude: 181, latitude: 0, radius: -1 } } })),
    ["home.near.longitude", "home.near.radius"]
  )
  none(
    "for a field that the schema does not have",
    onProfiles((of) => of.list(any({ nickname: "a" }))),
    ["nickname"]
  )
  none(
    "for a number that is none",
    onProfiles((of) => of.update(id("a"), { inc: { age: Number.NaN } })),
    ["inc.age"]
  )
  none(
    "for a value that the schema does not allow",
    onProfiles((of) => of.update(id("a"), { age: 1.5 })),
    ["age"]
  )
  none(
    "for an element that the schema does not allow",
    Effect.flatMap(players, (of) => of.update(id("a"), { push: { badges: [""] } })),
    ["push.badges"]
  )
  none(
    "for an index that is none",
    Effect.flatMap(players, (of) => of.update(id("a"), { badges: { [-1]: "gold" } })),
    ["badges.-1"]
  )
  none(
    "for a new record that the schema does not allow",
    // @ts-expect-error nearly everything is missing
    Effect.flatMap(players, (of) => of.createMany([{ name: "" }])),
    ["0.name", "0.score", "0.active", "0.badges", "0.home", "0.born", "0.joined", "0.number", "0.code", "0.kind"]
  )
  none(
    "for no records at all",
    onProfiles((of) => of.createMany([])),
    ["record"]
  )
  none(
    "for no updates at all",
    onProfiles((of) => of.updateMany([])),
    ["record"]
  )
  none(
    "for no ids at all",
    onProfiles((of) => of.getMany([])),
    ["record_ids"]
  )
  none(
    "for a page that is none",
    onProfiles((of) => of.list({ limit: 0, skip: -1 })),
    ["skip"]
  )
  none(
    "for an output of nothing",
    onProfiles((of) => of.list({ output: { include: [] } })),
    ["output"]
  )
  // The first would delete without criteria, and the second would delete two records.
  none(
    "for an id that is another route",
    onProfiles((of) => of.delete(id("by_criteria"))),
    ["record_ids.0"]
  )
  none(
    "for an id that is another route in another spelling",
    onProfiles((of) => of.update(id("Multi.json"), { age: 1 })),
    ["record_id"]
  )
  none(
    "for an id that is two",
    onProfiles((of) => of.delete(id("a,b"))),
    ["record_ids.0"]
  )
})
