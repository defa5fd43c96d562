/**
 * A back end for an app with a chat: `node examples/server/src/main.ts`.
 *
 * In the environment: `PORT` (3000 when left out, any free one when 0), `WEBHOOK_SECRET`, and the application:
 * `CONNECTYCUBE_APPLICATION_ID`, `CONNECTYCUBE_AUTH_KEY` and, for an emulator, `CONNECTYCUBE_API_URL`. On SIGTERM it
 * accepts no more requests, responds to those that it has, and ends.
 */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { ConnectyCube, IdentityProvider } from "effect-connectycube"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpEffect from "effect/http/HttpEffect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Runtime from "effect/Runtime"
import { createServer } from "node:http"
import { routes } from "./routes.ts"

/** The users of this back end, by the tokens that it has issued. A real one reads them from its database. */
const identities: ReadonlyMap<string, IdentityProvider.Identity> = new Map([
  ["token-of-ada", { id: 1, login: "ada", full_name: "Ada Lovelace" }],
  ["token-of-charles", { id: 2, login: "charles", full_name: "Charles Babbage" }]
])

const server = Layer.unwrap(
  Effect.gen(function* () {
    const port = yield* Config.Int("PORT").pipe(Config.withDefault(3000))
    const webhook_secret = yield* Config.Redacted("WEBHOOK_SECRET")
    const app = routes({
      webhook_secret,
      verify: (token) => Effect.succeed(Option.fromNullishOr(identities.get(Redacted.value(token))))
    })
    const http = createServer()
    // A keep-alive connection would bring more requests, and keep the server from ending.
    const lastOfConnection = HttpEffect.withPreResponseHandler((_, response) =>
      Effect.succeed(http.listening ? response : HttpServerResponse.setHeader(response, "connection", "close"))
    )
    return HttpRouter.serve(app, { disableLogger: true, middleware: lastOfConnection }).pipe(
      Layer.provide(NodeHttpServer.layer(() => http, { port, gracefulShutdownTimeout: "10 seconds" })),
      // ConnectyCube sends the token in the URL, which spans would show.
      Layer.provide(IdentityProvider.layerRedacted())
    )
  })
)

NodeRuntime.runMain(
  Layer.launch(server).pipe(Effect.provide(ConnectyCube.layerConfig().pipe(Layer.provide(FetchHttpClient.layer)))),
  // Ends with exit code 0 when it is told to stop.
  { teardown: (exit, onExit) => (Exit.hasInterrupts(exit) ? onExit(0) : Runtime.defaultTeardown(exit, onExit)) }
)
