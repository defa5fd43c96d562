/** The emulator calls a server with the client's handler, as ConnectyCube would, and logs its users in. */
import { Emulator } from "@effect-connectycube/emulator"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { assert, layer } from "@effect/vitest"
import { Auth, ConnectyCube, IdentityProvider, Session } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServer from "effect/http/HttpServer"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Redacted from "effect/Redacted"
import * as Tracer from "effect/Tracer"
import { createServer } from "node:http"

const simon = { id: 2345, login: "simon371", full_name: "Simon Davis" }

const identities = new Map<string, IdentityProvider.Identity>([
  ["token of simon/1+1&é", simon],
  ["another token of simon", simon],
  ["token-of-ada", { id: "u-7", email: "ada@example.com" }]
])

/** The queries of the requests to the back end, from its finished spans. */
const queries = Effect.runSync(Queue.unbounded<unknown>())

class ServerSpan extends Tracer.NativeSpan {
  override end(...ending: Parameters<Tracer.NativeSpan["end"]>) {
    super.end(...ending)
    Queue.offerUnsafe(queries, this.attributes.get("url.query"))
  }
}

const tracer = Tracer.make({ span: (options) => new ServerSpan(options) })

/** The back end of an application that issues its own tokens. */
const BackEnd = HttpRouter.serve(
  IdentityProvider.layer({
    path: "/user/verify",
    parameter: "access",
    verify: (token) =>
      Redacted.value(token) === "token that breaks it"
        ? Effect.fail("the database is gone")
        : Effect.succeed(Option.fromNullishOr(identities.get(Redacted.value(token))))
  }),
  { disableListenLog: true, disableLogger: true }
).pipe(
  Layer.provide([IdentityProvider.layerRedacted({ parameter: "access" }), Layer.succeed(Tracer.Tracer, tracer)]),
  Layer.provideMerge(NodeHttpServer.layer(createServer, { port: 0, host: "127.0.0.1" }))
)

/** The emulator with the mapping of the dashboard. */
const EmulatorWithProvider = Layer.unwrap(
  HttpServer.addressFormattedWith((url) =>
    Effect.succeed(
      Emulator.layer({
        settings: {
          identity_provider: {
            api_url: `${url}/user/verify`,
            request_params: { access: "#{login}" },
            response_params: {
              uid: "#{user.id}",
              login: "#{user.login}",
              email: "#{user.email}",
              full_name: "#{user.full_name}"
            }
          }
        }
      })
    )
  )
).pipe(Layer.provide(BackEnd))

const ConnectyCubeTest = ConnectyCube.layer(Emulator.credentials).pipe(Layer.provideMerge(EmulatorWithProvider))

const whoIs = (identity_token: string) =>
  Effect.gen(function* () {
    const auth = yield* Auth
    const { user, user_id } = yield* auth.getSession
    return { user, user_id }
  }).pipe(Effect.provide(Session.layerLogin({ identity_token: Redacted.make(identity_token) })))

layer(ConnectyCubeTest)("a login with a token of a custom back end", (it) => {
  it.effect("creates a user, who is the same with another token", () =>
    Effect.gen(function* () {
      const first = yield* whoIs("token of simon/1+1&é")
      assert.deepInclude(first.user, { external_id: "2345", login: "simon371", full_name: "Simon Davis" })
      const again = yield* whoIs("another token of simon")
      assert.strictEqual(again.user_id, first.user_id)
      const ada = yield* whoIs("token-of-ada")
      assert.deepInclude(ada.user, { external_id: "u-7", email: "ada@example.com" })
      assert.notStrictEqual(ada.user_id, first.user_id)
    })
  )

  const rejected: ReadonlyArray<readonly [token: string, status: number, error: string]> = [
    ["token-of-nobody", 401, "Token invalid"],
    ["token that breaks it", 503, "Identity provider is not available"]
  ]

  it.effect.each(rejected)("is rejected with the error of the back end: %s", ([token, status, error]) =>
    Effect.gen(function* () {
      const errorResponse = yield* Effect.flip(whoIs(token))
      assert.deepInclude(errorResponse, {
        _tag: "UnprocessableEntity",
        errors: {
          base: [`Custom Identity Provider responded with an error = "${error}". Status code = ${status}`]
        }
      })
    })
  )

  it.effect("leaves no token in the spans of the back end", () =>
    Effect.gen(function* () {
      yield* Queue.clear(queries)
      yield* whoIs("token-of-ada")
      assert.strictEqual(yield* Queue.take(queries), "access=REDACTED")
    })
  )
})
