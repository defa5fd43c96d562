// Responses of the real service, secrets and names replaced.
import { Auth } from "@effect-connectycube/auth/Auth"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import * as RetryPolicy from "@effect-connectycube/core/RetryPolicy"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import { Users } from "@effect-connectycube/users/Users"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { recordingClient } from "../../../test/support/recording.ts"
import samples from "./fixtures/wire-samples.json" with { type: "json" }

const withSample = (id: string) => {
  const sample = samples.find((sample) => sample.id === id)
  if (sample === undefined) throw new Error(`There is no sample ${id}`)
  const client = recordingClient(() => ({ status: sample.status ?? 0, body: sample.body }))
  const config = ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("key") })
  return <A, E>(effect: Effect.Effect<A, E, Auth | Users | Session>) =>
    effect.pipe(
      Effect.provide(Layer.mergeAll(Auth.layer, Users.layer).pipe(Layer.provide([client.layer, config]))),
      Effect.provideService(Session, fromToken(Redacted.make("token"))),
      Effect.provideService(RetryPolicy.RetryPolicy, RetryPolicy.none)
    )
}

const john = { login: "john-smith", password: Redacted.make("11111111") }
const createSession = Effect.flatMap(Auth, (auth) => auth.createSession(john))
const signUp = Effect.flatMap(Users, (users) => users.signUp(john))
const login = Effect.flatMap(Auth, (auth) => auth.login(john))
const getByLogin = Effect.flatMap(Users, (users) => users.getByLogin("john"))
const listV1 = Effect.flatMap(Users, (users) => users.listV1())

const errorResponses = [
  ["cb-err-001", createSession, "Unauthorized", { base: ["Invalid password"] }],
  ["cb-err-007", signUp, "Unauthorized", { base: ["Required session does not exist"] }],
  [
    "cb-err-013",
    login,
    "UnprocessableEntity",
    { base: ["Bad Authentication data. Unauthorized on remote side. Status: 404.With empty response"] }
  ],
  ["cb-err-015", createSession, "InternalServerError", { base: [`"Internal Server Error", "status": "500"`] }],
  [
    "cb-err-017",
    listV1,
    "NotFound",
    { base: ["HttpException: E_ROUTE_NOT_FOUND: Route not found DELETE /session/list"] }
  ],
  ["cb-err-025", getByLogin, "NotFound", { base: ["User not found"] }],
  [
    "cb-err-029",
    listV1,
    "Forbidden",
    {
      base: [
        "Users retrieving forbidden in admin panel, application settings. Setup it here https://admin.connectycube.com/apps/230/service/users/settings"
      ]
    }
  ],
  ["qb-err-001", createSession, "UnprocessableEntity", { base: ["Bad timestamp"] }],
  ["qb-err-003", signUp, "UnprocessableEntity", { base: ["No application found"] }],
  ["qb-err-005", createSession, "UnprocessableEntity", { email: ["has already been taken"] }]
] as const

describe("an error seen on the wire has the class of its status, and its messages", () => {
  for (const [id, call, tag, errors] of errorResponses) {
    it.effect(id, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(
          withSample(id)(Effect.asVoid<unknown, ConnectyCubeError, Auth | Users | Session>(call))
        )
        assert.strictEqual(error._tag, tag)
        assert.deepStrictEqual("errors" in error ? error.errors : {}, errors)
      })
    )
  }

  it("and every sample is used", () => {
    const tested = errorResponses.map(([id]) => id as string)
    assert.deepStrictEqual(
      samples.map(({ id }) => id).filter((id) => id.includes("err") && !tested.includes(id)),
      []
    )
  })
})

describe("a session seen on the wire is decoded", () => {
  it.effect("of an application: no user, and times with milliseconds", () =>
    Effect.gen(function* () {
      const session = yield* withSample("cb-ok-001")(createSession)
      assert.strictEqual(session.user_id, null)
      assert.strictEqual(session.nonce, 2813375062)
      assert.strictEqual(session.created_at.epochMilliseconds, Date.parse("2021-06-04T10:10:53.908Z"))
      assert.isUndefined(session.user)
    })
  )

  it.effect("of an application on the older servers: user 0 is no user", () =>
    Effect.gen(function* () {
      const session = yield* withSample("cb-ok-003")(createSession)
      assert.strictEqual(session.user_id, null)
    })
  )

  it.effect("of a user on the older servers: empty texts are null", () =>
    Effect.gen(function* () {
      const { user } = yield* withSample("cb-ok-005")(createSession)
      assert.strictEqual(user?.login, "Jane")
      assert.strictEqual(user?.avatar, null)
      assert.strictEqual(user?.custom_data, null)
      assert.deepStrictEqual(user?.user_tags, [])
    })
  )

  it.effect("of a guest", () =>
    Effect.gen(function* () {
      const { user, user_id } = yield* withSample("cb-ok-021")(createSession)
      assert.strictEqual(user_id, user?.id)
      assert.strictEqual(user?.is_guest, true)
    })
  )
})

describe("a user seen on the wire is decoded", () => {
  it.effect("after sign-up", () =>
    Effect.gen(function* () {
      const user = yield* withSample("cb-ok-007")(signUp)
      assert.strictEqual(user.id, 10484542)
      assert.strictEqual(user._id, "64e89099303009002ea4ce86")
      assert.notProperty(user, "blob_id")
    })
  )
})
