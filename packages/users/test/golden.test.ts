// Each request equals the documented one, and each documented response is decoded.
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { UserId } from "@effect-connectycube/core/Ids"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import { Users } from "@effect-connectycube/users/Users"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { type Response, comparable, parseCurl, recordingClient } from "../../../test/support/recording.ts"
import documented from "./fixtures/documented.json" with { type: "json" }

const token = "<TOKEN>"
const auth_key = "29WfrNWdvkhmX6V"

const record = <A, E>(effect: Effect.Effect<A, E, Users | Session>, response: Response = {}) => {
  const client = recordingClient(() => response)
  const layer = Users.layer.pipe(
    Layer.provide([client.layer, ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make(auth_key) })])
  )
  return effect.pipe(
    Effect.provide(layer),
    Effect.provideService(Session, fromToken(Redacted.make(token))),
    Effect.map((value) => ({ value, requests: client.requests.map(comparable) }))
  )
}

const call = <A, E>(f: (users: Users["Service"]) => Effect.Effect<A, E, Session>) => Effect.flatMap(Users, f)

const id = (id: number) => UserId.make(id)
const password = Redacted.make("petU4or!")

/** The call of the service for each documented request, in the order of the documentation's examples. */
const documentedCalls: {
  readonly [Name in Exclude<keyof typeof documented, "getByPhone" | "listOnline" | "resetPasswordPost">]: ReadonlyArray<
    Effect.Effect<unknown, unknown, Users | Session>
  >
} = {
  signUp: [
    call((users) =>
      users.signUp({
        login: "Dacia",
        password,
        email: "dacia_k@domain.com",
        facebook_id: "91234409",
        twitter_id: "83510562734",
        full_name: "Dacia Kail ",
        phone: "+6110797757",
        timezone: 180
      })
    )
  ],
  list: [
    call((users) =>
      users.list({
        id: { in: [id(52671), id(51943)] },
        phone: "5464579797975",
        last_request_at: { gt: DateTime.makeUnsafe("2018-12-06T09:21:41Z") },
        sort_desc: "id",
        limit: 10
      })
    )
  ],
  listV1: [
    call((users) => users.listV1({ per_page: 7 })),
    call((users) => users.listV1({ filter: [{ field: "id", operator: "gt", value: 51946 }] })),
    call((users) => users.listV1({ order: { direction: "desc", field: "full_name" } })),
    call((users) => users.listV1({ order: { direction: "asc", field: "login" } }))
  ],
  getById: [call((users) => users.getV1(id(51946)))],
  getByLogin: [call((users) => users.getByLogin("Dacia"))],
  getByFullName: [call((users) => users.listByFullName("Gabrielle Corcoran"))],
  getByFacebookId: [call((users) => users.getByFacebookId("95610574"))],
  getByTwitterId: [call((users) => users.getByTwitterId("83510562734"))],
  getByEmail: [call((users) => users.getByEmail("dacia_k@domain.com"))],
  getByTags: [call((users) => users.listByTags(["accountant"]))],
  getByExternalId: [call((users) => users.getByExternalId(52691165))],
  update: [
    call((users) => users.update(id(51943), { email: "pallavi.purushottam@yahoo.com", website: "pavalli.com.au" }))
  ],
  delete: [call((users) => users.delete(id(51959)))],
  deleteByExternalId: [call((users) => users.deleteByExternalId(52691165))],
  resetPassword: [call((users) => users.resetPassword("dacia_k@domain.com"))]
}

/** The documented responses of an endpoint; an empty body when there is none. */
const responsesOf = (name: keyof typeof documented): ReadonlyArray<Response> => {
  const entry = documented[name]
  return "responses" in entry
    ? entry.responses.filter((body) => !("errors" in body)).map((body) => ({ body }))
    : [{ body: "" }]
}

describe("the documented requests", () => {
  for (const [name, calls] of Object.entries(documentedCalls)) {
    const { requests } = documented[name as keyof typeof documentedCalls]
    it(`of ${name} are all here`, () => assert.strictEqual(calls.length, requests.length))
    for (const [index, effect] of calls.entries()) {
      it.effect(`of ${name} (${index + 1}) are sent exactly`, () =>
        Effect.gen(function* () {
          for (const response of responsesOf(name as keyof typeof documented)) {
            const sent = yield* record(effect, response)
            assert.deepStrictEqual(sent.requests, [parseCurl(requests[index] ?? "")])
          }
        })
      )
    }
  }
})

describe("the requests of the official SDK that the documentation leaves out", () => {
  const withToken = { "cb-token": token }

  it.effect("getByPhone", () =>
    Effect.gen(function* () {
      const sent = yield* record(
        call((users) => users.getByPhone("44678162873")),
        { body: documented.getById.responses[0] }
      )
      assert.deepStrictEqual(sent.requests, [
        { method: "GET", path: "/users/phone", query: [["phone", "44678162873"]], headers: withToken, body: undefined }
      ])
    })
  )

  it.effect("listOnline", () =>
    Effect.gen(function* () {
      const user = documented.list.responses[0]?.items[0]
      const sent = yield* record(
        call((users) => users.listOnline({ limit: 5, offset: 10 })),
        { body: { users: [user] } }
      )
      assert.deepStrictEqual(sent.requests, [
        {
          method: "GET",
          path: "/users/online",
          query: [
            ["limit", "5"],
            ["offset", "10"]
          ],
          headers: withToken,
          body: undefined
        }
      ])
      assert.strictEqual(sent.value.length, 1)
    })
  )

  it.effect("countOnline", () =>
    Effect.gen(function* () {
      const sent = yield* record(
        call((users) => users.countOnline),
        { body: { count: 7 } }
      )
      assert.deepStrictEqual(sent.requests, [
        { method: "GET", path: "/users/online", query: [["count", "true"]], headers: withToken, body: undefined }
      ])
      assert.strictEqual(sent.value, 7)
    })
  )

  it.effect("resetPasswordPost", () =>
    Effect.gen(function* () {
      const sent = yield* record(call((users) => users.resetPasswordPost("dacia_k@domain.com")))
      assert.deepStrictEqual(sent.requests, [
        {
          method: "POST",
          path: "/users/password/reset",
          query: [],
          headers: { ...withToken, "content-type": "application/json" },
          body: { email: "dacia_k@domain.com" }
        }
      ])
    })
  )
})

describe("the documented responses", () => {
  it.effect("of sign-up is decoded field by field", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call((users) => users.signUp({ login: "Dacia", password })),
        { status: 201, body: documented.signUp.responses[0] }
      )
      assert.deepStrictEqual(value, {
        id: id(51941),
        full_name: "Dacia Kail",
        email: "dacia_k@domain.com",
        login: "Dacia",
        phone: "+6110797757",
        website: null,
        created_at: DateTime.makeUnsafe("2018-12-06T09:16:26Z"),
        updated_at: DateTime.makeUnsafe("2018-12-06T09:16:26Z"),
        last_request_at: null,
        external_user_id: null,
        external_id: null,
        facebook_id: "91234409",
        twitter_id: "83510562734",
        custom_data: null,
        avatar: null,
        user_tags: [],
        timezone: 180,
        is_guest: null
      })
    })
  )

  it.effect("of a list is decoded with its page and its tags", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call((users) => users.listByTags(["accountant"])),
        { body: documented.getByTags.responses[0] }
      )
      assert.deepStrictEqual(
        { ...value, items: value.items.map((user) => user.user_tags) },
        { current_page: 1, per_page: 10, total_entries: 2, items: [["accountant"], ["vip", "accountant"]] }
      )
    })
  )

  it.effect("of a list that the dashboard forbids is a typed error with its message", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        record(
          call((users) => users.listV1()),
          { status: 403, body: documented.listV1.responses[1] }
        )
      )
      assert.strictEqual(error._tag, "Forbidden")
      assert.match(error.message, /Users retrieving forbidden in admin panel/)
    })
  )
})

describe("before anything is sent", () => {
  const rejected = <A, E>(effect: Effect.Effect<A, E, Users | Session>) => {
    const client = recordingClient(() => ({ body: documented.list.responses[0] }))
    const layer = Users.layer.pipe(
      Layer.provide([client.layer, ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make(auth_key) })])
    )
    return Effect.flip(effect).pipe(
      Effect.provide(layer),
      Effect.provideService(Session, fromToken(Redacted.make(token))),
      Effect.map((error) => ({ error, requests: client.requests.length }))
    )
  }

  it.effect("an empty list of ids is rejected, since it would be left out and match all users", () =>
    Effect.gen(function* () {
      const { error, requests } = yield* rejected(call((users) => users.list({ id: { in: [] } })))
      assert.strictEqual(error._tag, "InvalidRequest")
      assert.strictEqual(requests, 0)
    })
  )

  it.effect("a start of less than four characters is rejected", () =>
    Effect.gen(function* () {
      const { error, requests } = yield* rejected(call((users) => users.list({ login: { start_with: "vip" } })))
      assert.include(error.message, "login[start_with]")
      assert.strictEqual(requests, 0)
    })
  )

  it.effect("a filter without a stand-alone condition is rejected, also in untyped code", () =>
    Effect.gen(function* () {
      const filter: object = { created_at: { gte: DateTime.makeUnsafe(0) } }
      const { error, requests } = yield* rejected(
        call((users) => users.list(filter as Parameters<Users["Service"]["list"]>[0]))
      )
      assert.include(error.message, "Expected a condition")
      assert.strictEqual(requests, 0)
    })
  )

  for (const external_user_id of ["", ".", ".."]) {
    it.effect(`the id ${JSON.stringify(external_user_id)} is rejected`, () =>
      Effect.gen(function* () {
        const { error, requests } = yield* rejected(call((users) => users.deleteByExternalId(external_user_id)))
        assert.strictEqual(error._tag, "InvalidRequest")
        assert.strictEqual(requests, 0)
      })
    )
  }

  it.effect("an id that looks like a path is one segment", () =>
    Effect.gen(function* () {
      const { requests } = yield* record(call((users) => users.deleteByExternalId("../users?x=1")))
      assert.strictEqual(requests[0]?.path, "/users/external/..%2Fusers%3Fx%3D1")
      assert.deepStrictEqual(requests[0]?.query, [])
    })
  )
})
