import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../src/Emulator.ts"
import { applicationToken, ask, at, logins, number, signUp } from "./support/Wire.ts"

const second = 1000
const day = 86_400 * second
const start = Date.parse("2018-12-06T09:21:41Z")

/** Three users, a day apart, whose first is 10000001. */
const People = Layer.effectDiscard(
  Effect.gen(function* () {
    yield* TestClock.setTime(start)
    yield* signUp({
      login: "smith1",
      full_name: "hunter smith",
      phone: "6754987345566",
      email: "smith@example.com",
      external_id: "ext-1",
      facebook_id: "fb-1",
      twitter_id: "tw-1",
      tag_list: "guest,vip"
    })
    yield* TestClock.setTime(start + day)
    yield* signUp({ login: "admin19", full_name: "hunter jones", phone: "6754987345566", tag_list: "guest" })
    yield* TestClock.setTime(start + 2 * day)
    yield* signUp({ login: "visitor", full_name: "Hunter Brown", email: "brown@example.com" })
  })
)

const first = 10_000_001

const find = Effect.fnUntraced(function* (query: string) {
  const token = yield* applicationToken
  return yield* ask("GET", `/users/v2?${query}`, { token })
})

const found = (query: string) => Effect.map(find(query), ({ json }) => logins(json))

layer(People.pipe(Layer.provideMerge(Emulator.layer())))("GET /users/v2", (it) => {
  it.effect("responds with the bare users and the page", () =>
    Effect.gen(function* () {
      const { status, json } = yield* find(`id=${first}`)
      assert.strictEqual(status, 200)
      const { items, ...page } = Object(json)
      assert.deepStrictEqual(page, { limit: 100, skip: 0, total_entries: 1 })
      assert.deepInclude(items[0], { id: first, login: "smith1", user_tags: "guest,vip" })
    })
  )

  it.effect.each([
    "id=51946",
    "id[in][]=51946&id[in][]=51943&last_request_at[gt]=2018-12-06T09:21:41Z",
    "user_tags=guest",
    "user_tags=guest&created_at[lt]=1690886495",
    "login=smith1&phone=6754987345566&user_tags[nin][]=vip&updated_at[lte]=2018-12-06T09:21:41Z",
    "phone=6754987345566&last_request_at=2020-11-09T08:21:41Z",
    "full_name[start_with]=hunter&id[nin][]=68647"
  ])("does not reject what the documentation calls valid: %s", (query) =>
    Effect.gen(function* () {
      assert.strictEqual((yield* find(query)).status, 200)
    })
  )

  // The same, with the ids and dates of these users.
  it.effect.each([
    [`id=${first}`, ["smith1"]],
    [`id[in][]=${first}&id[in][]=${first + 1}&created_at[gt]=2018-12-06T09:21:41Z`, ["admin19"]],
    ["user_tags=guest", ["smith1", "admin19"]],
    ["user_tags=guest&created_at[lt]=1544174501", ["smith1"]],
    ["login=smith1&phone=6754987345566&user_tags[nin][]=accountant&updated_at[lte]=2018-12-06T09:21:41Z", ["smith1"]],
    ["login=smith1&phone=6754987345566&user_tags[nin][]=vip&updated_at[lte]=2018-12-06T09:21:41Z", []],
    ["phone=6754987345566&created_at=2018-12-07T09:21:41Z", ["admin19"]],
    [`full_name[start_with]=hunter&id[nin][]=${first}`, ["admin19"]],
    [`id[in]=${first},, ${first + 1},`, ["smith1", "admin19"]],
    ["user_tags[in]=vip,,", ["smith1"]]
  ] as const)("finds users by %s", ([query, expected]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* found(query), expected)
    })
  )

  it.effect.each([
    "login[nin][]=admin19",
    "user_tags[nin][]=guest",
    "last_request_at=2017-07-06T11:21:41Z",
    "created_at[gte]=2019-11-06T09:21:41Z",
    "login[start_with]=vip"
  ])("rejects what the documentation calls invalid: %s", (query) =>
    Effect.gen(function* () {
      const { status, json } = yield* find(query)
      assert.strictEqual(status, 422)
      assert.isNotEmpty(Object.keys(Object(at(json, "errors"))))
    })
  )

  it.effect("rejects a query without any condition, with the reason", () =>
    Effect.gen(function* () {
      const { status, json } = yield* find("limit=3")
      assert.strictEqual(status, 422)
      assert.match(String(at(json, "errors.base.0")), /id, login, email/)
    })
  )

  it.effect.each(["id[gt]=1", "login[lte]=b", "user_tags[start_with]=gues", "created_at[in][]=1"])(
    "has no such operator for the field: %s",
    (condition) =>
      Effect.gen(function* () {
        const { status } = yield* find(`id=${first}&${condition}`)
        assert.strictEqual(status, 422)
      })
  )

  it.effect.each([
    ["id", first],
    ["login", "smith1"],
    ["email", "smith@example.com"],
    ["full_name", "hunter smith"],
    ["phone", "6754987345566"],
    ["external_id", "ext-1"],
    ["facebook_id", "fb-1"],
    ["twitter_id", "tw-1"]
  ] as const)("has eq, in and nin for the field %s", ([field, value]) =>
    Effect.gen(function* () {
      assert.include(yield* found(`${field}=${value}`), "smith1")
      assert.include(yield* found(`${field}[in][]=${value}&${field}[in][]=7`), "smith1")
      const others = yield* found(`login[in][]=smith1&login[in][]=visitor&${field}[nin][]=${value}`)
      // A user without the field does not have its value either.
      assert.deepStrictEqual(others, ["visitor"])
      assert.deepStrictEqual(yield* found(`${field}=0`), [])
    })
  )

  it.effect("has eq, in and nin for tags, of which a user can have many", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* found("user_tags=vip"), ["smith1"])
      assert.deepStrictEqual(yield* found("user_tags[in][]=vip&user_tags[in][]=guest"), ["smith1", "admin19"])
      assert.deepStrictEqual(yield* found("user_tags=guest&user_tags[nin][]=vip"), ["admin19"])
    })
  )

  it.effect.each(["login", "email", "full_name", "phone", "external_id", "facebook_id", "twitter_id"])(
    "needs four characters to start with, in the field %s",
    (field) =>
      Effect.gen(function* () {
        assert.strictEqual((yield* find(`${field}[start_with]=abc`)).status, 422)
        assert.strictEqual((yield* find(`${field}[start_with]=abcd`)).status, 200)
      })
  )

  it.effect("compares times as texts and as seconds", () =>
    Effect.gen(function* () {
      const seconds = (start + day) / second
      const everybody = `id[in][]=${first}&id[in][]=${first + 1}&id[in][]=${first + 2}`
      for (const time of ["2018-12-07T09:21:41Z", String(seconds)]) {
        assert.deepStrictEqual(yield* found(`${everybody}&created_at[gt]=${time}`), ["visitor"])
        assert.deepStrictEqual(yield* found(`${everybody}&created_at[gte]=${time}`), ["admin19", "visitor"])
        assert.deepStrictEqual(yield* found(`${everybody}&updated_at[lt]=${time}`), ["smith1"])
        assert.deepStrictEqual(yield* found(`${everybody}&updated_at[lte]=${time}`), ["smith1", "admin19"])
        assert.deepStrictEqual(yield* found(`${everybody}&created_at=${time}`), ["admin19"])
      }
      // None of them has ever made a request.
      assert.deepStrictEqual(yield* found(`${everybody}&last_request_at[gt]=0`), [])
      assert.strictEqual((yield* find(`id=${first}&created_at[gt]=yesterday`)).status, 422)
    })
  )

  it.effect("sorts by any field, and by id by default", () =>
    Effect.gen(function* () {
      const everybody = `id[in][]=${first + 2}&id[in][]=${first + 1}&id[in][]=${first}`
      assert.deepStrictEqual(yield* found(everybody), ["smith1", "admin19", "visitor"])
      assert.deepStrictEqual(yield* found(`${everybody}&sort_asc=login`), ["admin19", "smith1", "visitor"])
      assert.deepStrictEqual(yield* found(`${everybody}&sort_desc=created_at`), ["visitor", "admin19", "smith1"])
      assert.deepStrictEqual(yield* found(`${everybody}&sort_asc=phone&sort_desc=id`), ["visitor", "admin19", "smith1"])
      const rejected = yield* find(`${everybody}&sort_asc=password`)
      assert.strictEqual(rejected.status, 422)
      assert.deepStrictEqual(at(rejected.json, "errors"), { sort_asc: ["can't be password"] })
    })
  )

  it.effect("pages with offset, which it returns as skip, and limit", () =>
    Effect.gen(function* () {
      const { json } = yield* find(`id[in][]=${first}&id[in][]=${first + 1}&id[in][]=${first + 2}&offset=1&limit=1`)
      assert.deepStrictEqual(logins(json), ["admin19"])
      assert.deepInclude(json, { limit: 1, skip: 1, total_entries: 3 })
      const beyond = yield* find(`id=${first}&offset=50`)
      assert.deepStrictEqual(beyond.json, { limit: 100, skip: 50, total_entries: 1, items: [] })
      for (const page of ["limit=0", "offset=-1", "limit=many"]) {
        assert.strictEqual((yield* find(`id=${first}&${page}`)).status, 422)
      }
    })
  )
})

describe("start_with", () => {
  it.effect("returns five users, for any limit", () =>
    Effect.gen(function* () {
      for (let n = 0; n < 7; n++) yield* signUp({ login: `hunter${n}` })
      yield* signUp({ login: "HUNTER7" })
      const { json } = yield* find("login[start_with]=hunt&limit=50")
      assert.deepStrictEqual(logins(json), ["hunter0", "hunter1", "hunter2", "hunter3", "hunter4"])
      assert.strictEqual(at(json, "limit"), 5)
      // It is case-sensitive.
      assert.strictEqual(number(json, "total_entries"), 7)
    }).pipe(Effect.provide(Emulator.layer()))
  )

  it.effect("matches every character literally", () =>
    Effect.gen(function* () {
      yield* signUp({ login: "100%_sure" })
      yield* signUp({ login: "1000_sure" })
      assert.deepStrictEqual(yield* found(`login[start_with]=${encodeURIComponent("100%")}`), ["100%_sure"])
    }).pipe(Effect.provide(Emulator.layer()))
  )
})
