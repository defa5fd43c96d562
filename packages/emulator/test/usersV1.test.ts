import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { fieldTypes } from "@effect-connectycube/users/UsersV1"
import { Emulator } from "../src/Emulator.ts"
import { kinds } from "../src/modules/users/columns.ts"
import { applicationToken, ask, at, list, logins, signUp } from "./support/Wire.ts"

const People = Layer.effectDiscard(
  Effect.gen(function* () {
    yield* TestClock.setTime(Date.parse("2018-12-06T09:16:26Z"))
    yield* signUp({ login: "Dacia", full_name: "Dacia Kail", custom_data: "x", external_user_id: 7, timezone: 60 })
    yield* TestClock.setTime(Date.parse("2018-12-06T23:59:59Z"))
    yield* signUp({
      login: "gabby",
      full_name: "Gabrielle Corcoran",
      facebook_id: "95610574",
      tag_list: "vip,accountant"
    })
    yield* TestClock.setTime(Date.parse("2018-12-07T00:00:00Z"))
    yield* signUp({ login: "ppavalli", full_name: "Pallavi Purushottam", phone: "+61 389", tag_list: "accountant" })
  })
)

const first = 10_000_001

const find = Effect.fnUntraced(function* (query: Record<string, string> | string, path = "/users") {
  const token = yield* applicationToken
  return yield* ask("GET", `${path}?${String(new URLSearchParams(query))}`, { token })
})

const filtered = (filter: string) => Effect.map(find({ "filter[]": filter }), ({ json }) => logins(json))

const everybody = ["Dacia", "gabby", "ppavalli"]

const nothing = { current_page: 1, items: [], per_page: 0, total_entries: 0 }

layer(People.pipe(Layer.provideMerge(Emulator.layer())))("GET /users", (it) => {
  it.effect("responds with a page of wrapped users", () =>
    Effect.gen(function* () {
      const { status, json } = yield* find({})
      assert.strictEqual(status, 200)
      assert.deepInclude(json, { current_page: 1, per_page: 10, total_entries: 3 })
      assert.deepStrictEqual(logins(json), everybody)
      assert.deepStrictEqual(Object.keys(Object(list(json, "items")[0])), ["user"])
    })
  )

  it.effect.each([
    ["gt", String(first), ["gabby", "ppavalli"]],
    ["lt", String(first + 1), ["Dacia"]],
    ["ge", String(first + 1), ["gabby", "ppavalli"]],
    ["le", String(first + 1), ["Dacia", "gabby"]],
    ["eq", String(first), ["Dacia"]],
    ["eg", String(first), ["Dacia"]],
    ["ne", String(first), ["gabby", "ppavalli"]],
    ["between", `${first},${first + 1}`, ["Dacia", "gabby"]],
    ["in", `${first},${first + 2}`, ["Dacia", "ppavalli"]]
  ] as const)("has the operator %s, under either key of the documentation", ([operator, value, expected]) =>
    Effect.gen(function* () {
      const filter = `number id ${operator} ${value}`
      assert.deepStrictEqual(yield* filtered(filter), expected)
      assert.deepStrictEqual(logins((yield* find({ [`filter[${operator}]`]: filter })).json), expected)
      assert.deepStrictEqual(yield* filtered(filter.replaceAll(" ", "+")), expected)
    })
  )

  it.effect("filters by texts, tags and other numbers", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* filtered("string login in Dacia,ppavalli"), ["Dacia", "ppavalli"])
      assert.deepStrictEqual(yield* filtered("string full_name eq Gabrielle Corcoran"), ["gabby"])
      assert.deepStrictEqual(yield* filtered("string phone eq +61 389"), ["ppavalli"])
      assert.deepStrictEqual(yield* filtered("string facebook_id ne 95610574"), ["Dacia", "ppavalli"])
      assert.deepStrictEqual(yield* filtered("string user_tags in vip,accountant"), ["gabby", "ppavalli"])
      assert.deepStrictEqual(yield* filtered("string user_tags ne vip"), ["Dacia", "ppavalli"])
      assert.deepStrictEqual(yield* filtered("number external_user_id eq 7"), ["Dacia"])
      assert.deepStrictEqual(yield* filtered("integer timezone ge 60"), ["Dacia"])
    })
  )

  it.effect("treats a date as its whole day, in both spellings", () =>
    Effect.gen(function* () {
      for (const date of ["2018-12-06", "2018.12.06"]) {
        assert.deepStrictEqual(yield* filtered(`date created_at eq ${date}`), ["Dacia", "gabby"])
        assert.deepStrictEqual(yield* filtered(`date created_at gt ${date}`), ["ppavalli"])
        assert.deepStrictEqual(yield* filtered(`date created_at le ${date}`), ["Dacia", "gabby"])
        assert.deepStrictEqual(yield* filtered(`date created_at ge ${date}`), everybody)
        assert.deepStrictEqual(yield* filtered(`date created_at lt ${date}`), [])
      }
      assert.deepStrictEqual(yield* filtered("date updated_at between 2018-12-06,2018-12-07"), everybody)
    })
  )

  it.effect("drops the empty items of a list", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        yield* filtered(`number id in ${first},, ${first + 1},`),
        yield* filtered(`number id in ${first},${first + 1}`)
      )
    })
  )

  it.effect("combines filters", () =>
    Effect.gen(function* () {
      const { json } = yield* find(`filter[]=number id gt ${first}&filter[]=string login ne gabby`)
      assert.deepStrictEqual(logins(json), ["ppavalli"])
    })
  )

  it.effect("finds no user with a type that is not that of the field, without an error", () =>
    Effect.gen(function* () {
      const { status, json } = yield* find({ "filter[]": `string id in ${first}` })
      assert.strictEqual(status, 200)
      assert.deepStrictEqual(json, nothing)
      assert.deepStrictEqual(yield* filtered("number login eq 1"), [])
    })
  )

  it.effect.each([
    "number id",
    "number id like 5",
    "number id eq five",
    "number id between 1",
    "date created_at eq 06.12.2018",
    "string custom_data eq x",
    "string password eq x",
    "blob id eq 5"
  ])("rejects an invalid filter: %s", (filter) =>
    Effect.gen(function* () {
      const { status, json } = yield* find({ "filter[]": filter })
      assert.strictEqual(status, 422)
      assert.property(at(json, "errors"), "filter")
    })
  )

  it.effect("sorts", () =>
    Effect.gen(function* () {
      const sorted = (order: string) => Effect.map(find({ order }), ({ json }) => logins(json))
      assert.deepStrictEqual(yield* sorted("asc string login"), everybody)
      assert.deepStrictEqual(yield* sorted("desc string full_name"), everybody.toReversed())
      assert.deepStrictEqual(yield* sorted("desc integer facebook_id"), ["gabby", "Dacia", "ppavalli"])
      assert.deepStrictEqual(yield* sorted("asc+date+created_at"), everybody)
      assert.strictEqual((yield* find({ order: "up string login" })).status, 422)
      assert.strictEqual((yield* find({ order: "asc string password" })).status, 422)
    })
  )

  it.effect("pages", () =>
    Effect.gen(function* () {
      const { json } = yield* find({ page: "2", per_page: "2" })
      assert.deepInclude(json, { current_page: 2, per_page: 2, total_entries: 3 })
      assert.deepStrictEqual(logins(json), ["ppavalli"])
      const beyond = yield* find({ page: "9" })
      assert.deepStrictEqual(beyond.json, { current_page: 9, per_page: 10, total_entries: 3, items: [] })
      for (const page of [{ per_page: "0" }, { page: "0" }]) {
        assert.strictEqual((yield* find(page)).status, 422)
      }
    })
  )

  it.effect("is forbidden when the application does not list its users", () =>
    Effect.gen(function* () {
      const { status, json } = yield* find({})
      assert.strictEqual(status, 403)
      assert.deepStrictEqual(json, {
        errors: {
          base: [
            "Users retrieving forbidden in admin panel, application settings. Setup it here https://admin.connectycube.com/apps/1/service/users/settings"
          ]
        }
      })
    }).pipe(Effect.provide(Emulator.layer({ settings: { users_list_v1: false } })))
  )
})

layer(People.pipe(Layer.provideMerge(Emulator.layer())))("the deprecated look-ups", (it) => {
  it.effect.each([
    [`/users/${first + 1}`, ""],
    ["/users/by_login", "login=gabby"],
    ["/users/by_facebook_id", "facebook_id=95610574"]
  ] as const)("find one user: %s", ([path, query]) =>
    Effect.gen(function* () {
      const { status, json } = yield* find(query, path)
      assert.strictEqual(status, 200)
      assert.strictEqual(at(json, "user.login"), "gabby")
    })
  )

  it.effect.each([
    ["/users/1", ""],
    ["/users/by_login", "login=nobody"],
    ["/users/by_email", "email=nobody@example.com"],
    ["/users/by_facebook_id", "facebook_id=1"],
    ["/users/by_twitter_id", "twitter_id=1"],
    ["/users/phone", "phone=1"],
    ["/users/external/1", ""]
  ] as const)("respond with 404 when there is no such user: %s", ([path, query]) =>
    Effect.gen(function* () {
      const { status, json } = yield* find(query, path)
      assert.strictEqual(status, 404)
      assert.deepStrictEqual(json, { errors: ["The resource wasn't found"] })
    })
  )

  it.effect.each(["by_login", "by_email", "by_facebook_id", "by_twitter_id", "by_full_name", "by_tags", "phone"])(
    "need their parameter: %s",
    (path) =>
      Effect.gen(function* () {
        assert.strictEqual((yield* find("", `/users/${path}`)).status, 422)
      })
  )

  it.effect("find users by full name, and by tags", () =>
    Effect.gen(function* () {
      const byName = yield* find({ full_name: "Gabrielle Corcoran" }, "/users/by_full_name")
      assert.deepInclude(byName.json, { current_page: 1, per_page: 10, total_entries: 1 })
      assert.deepStrictEqual(logins(byName.json), ["gabby"])
      // The whole name, exactly.
      assert.deepStrictEqual((yield* find({ full_name: "gabrielle" }, "/users/by_full_name")).json, nothing)
      const byTags = yield* find({ tags: "vip,accountant", per_page: "1", page: "2" }, "/users/by_tags")
      assert.deepInclude(byTags.json, { current_page: 2, per_page: 1, total_entries: 2 })
      assert.deepStrictEqual(logins(byTags.json), ["ppavalli"])
      assert.deepStrictEqual(logins((yield* find("tags[]=vip&tags[]=x", "/users/by_tags")).json), ["gabby"])
      assert.deepStrictEqual((yield* find({ tags: "x" }, "/users/by_tags")).json, nothing)
    })
  )
})

describe("the fields of the first version", () => {
  it("are those that the client has, of the same types", () => {
    assert.deepStrictEqual({ ...fieldTypes }, { ...kinds })
  })
})

describe("a user who is online", () => {
  it.effect("has made a request within the last ten minutes", () =>
    Effect.gen(function* () {
      const tokens = []
      for (const login of ["ada", "bob", "eve"]) {
        yield* signUp({ login })
        const session = yield* ask("POST", "/session", {
          json: {
            application_id: 1,
            auth_key: "emulator-auth-key",
            user: { login, password: "correct horse" }
          }
        })
        tokens.push(String(at(session.json, "session.token")))
      }
      const [ada = "", bob = ""] = tokens
      yield* TestClock.adjust("10 minutes")
      yield* ask("GET", "/session", { token: ada })
      yield* TestClock.adjust("1 second")
      const online = yield* ask("GET", "/users/online", { token: bob })
      assert.deepStrictEqual(logins(online.json, "users"), ["ada", "bob"])
      const counted = yield* ask("GET", "/users/online?count=true", { token: bob })
      assert.deepStrictEqual(counted.json, { count: 2 })
      const page = yield* ask("GET", "/users/online?limit=1&offset=1", { token: bob })
      assert.deepStrictEqual(logins(page.json, "users"), ["bob"])
    }).pipe(Effect.provide(Emulator.layer()))
  )

  it.effect("is listed only when the application allows it", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* find("", "/users/online")).status, 403)
    }).pipe(Effect.provide(Emulator.layer({ settings: { online_users: false } })))
  )
})
