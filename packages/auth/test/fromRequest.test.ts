// The session of a server's request, and of several applications in one process.
import { Auth } from "@effect-connectycube/auth/Auth"
import { MissingToken, Session } from "@effect-connectycube/auth/Session"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Headers from "effect/http/Headers"
import * as HttpServerError from "effect/http/HttpServerRespondable"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as SchemaAST from "effect/SchemaAST"
import { recordingClient } from "../../../test/support/recording.ts"

const request = (header?: string) =>
  HttpServerRequest.fromWeb(new Request("http://localhost/")).modify({
    headers: header === undefined ? Headers.empty : Headers.fromInput({ "cb-token": header })
  })

const from = (header?: string) => Effect.provideService(HttpServerRequest.HttpServerRequest, request(header))

/** The token that calls are made with. */
const token = Effect.flatMap(Session, ({ getToken }) => Effect.map(getToken, ({ token }) => Redacted.value(token)))

describe("the session of a request", () => {
  it.effect("has the token of its header, without spaces around it", () =>
    Effect.gen(function* () {
      const session = yield* Session.fromRequest.pipe(from("  token-of-ada "))
      assert.strictEqual(yield* Effect.provideService(token, Session, session), "token-of-ada")
    })
  )

  it.effect.each([undefined, "", "  "])("is missing when the header is %j", (header) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Session.fromRequest.pipe(from(header)))
      assert.instanceOf(error, MissingToken)
      assert.strictEqual(error.message, "The request has no CB-Token header")
    })
  )

  it.effect("is another for another request, although the layer is one value", () =>
    Effect.gen(function* () {
      const inner = token.pipe(Effect.provide(Session.layerFromRequest), from("token-of-ben"))
      const tokens = yield* Effect.all([token, inner, token]).pipe(
        Effect.provide(Session.layerFromRequest),
        from("token-of-ada")
      )
      assert.deepStrictEqual(tokens, ["token-of-ada", "token-of-ben", "token-of-ada"])
    })
  )
})

describe("a missing token", () => {
  it.effect("becomes a 401 in the format of the API, where a handler does not catch it", () =>
    Effect.gen(function* () {
      const response = HttpServerResponse.toWeb(yield* HttpServerError.toResponse(new MissingToken()))
      assert.strictEqual(response.status, 401)
      assert.deepStrictEqual(yield* Effect.promise(() => response.json()), { errors: ["Token is required"] })
    })
  )

  it("is a 401 in the description of an API that declares it", () => {
    assert.strictEqual(SchemaAST.resolve(MissingToken.ast)?.["httpApiStatus"], 401)
  })
})

describe("one layer of a session", () => {
  const application = (application_id: number) => {
    const client = recordingClient(() => ({
      status: 201,
      body: {
        session: {
          id: 1,
          user_id: null,
          application_id,
          token: `token-of-${application_id}`,
          ts: 0,
          created_at: "2021-06-04T10:10:53Z",
          updated_at: "2021-06-04T10:10:53Z"
        }
      }
    }))
    const config = ConnectyCubeConfig.layer({ application_id, auth_key: Redacted.make("key") })
    return Effect.provide(Auth.layer.pipe(Layer.provide([client.layer, config])))
  }

  it.effect("makes a session for each application that it is provided with", () =>
    Effect.gen(function* () {
      const inner = token.pipe(Effect.provide(Session.layerApplication), application(2))
      const tokens = yield* Effect.all([token, inner, token]).pipe(
        Effect.provide(Session.layerApplication),
        application(1)
      )
      assert.deepStrictEqual(tokens, ["token-of-1", "token-of-2", "token-of-1"])
    })
  )
})
