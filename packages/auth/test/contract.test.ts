// What the contract says of its endpoints beside their routes, and that arguments are checked under the names of methods.
import { Auth } from "@effect-connectycube/auth/Auth"
import { AuthApi } from "@effect-connectycube/auth/AuthApi"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { RetrySafety } from "@effect-connectycube/core/contract/Endpoint"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { recordingClient } from "../../../test/support/recording.ts"

describe("the endpoints of the Auth API", () => {
  it("say what sending a request twice does", () => {
    assert.deepStrictEqual(
      Object.entries(AuthApi.endpoints).map(([name, { annotations }]) => [name, Context.get(annotations, RetrySafety)]),
      [
        ["getSession", "safe"],
        ["destroySession", "idempotent"],
        ["login", "unsafe"],
        ["logout", "idempotent"],
        ["createSession", "unsafe"]
      ]
    )
    assert.strictEqual(AuthApi.identifier, "auth")
  })
})

describe("invalid credentials", () => {
  it.effect.each(["createSession", "login"] as const)("are an InvalidRequest of auth.%s, and are not sent", (name) =>
    Effect.gen(function* () {
      const client = recordingClient(() => ({}))
      const credentials = Object.assign(JSON.parse("{}"), { login: "ada" })
      const config = ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("key") })
      const error = yield* Effect.flatMap(Auth, (auth) =>
        Effect.flip(
          name === "login" ? Effect.asVoid(auth.login(credentials)) : Effect.asVoid(auth.createSession(credentials))
        )
      ).pipe(
        Effect.provide(Auth.layer.pipe(Layer.provide([client.layer, config]))),
        Effect.provideService(Session, fromToken(Redacted.make("token")))
      )
      assert.deepInclude(error, {
        _tag: "InvalidRequest",
        operation: `auth.${name}`,
        method: "POST",
        path: name === "login" ? "/login" : "/session"
      })
      assert.deepStrictEqual(client.requests, [])
    })
  )
})
