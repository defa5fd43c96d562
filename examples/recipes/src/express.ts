import { Chat, type ConnectyCube, DialogId, Session } from "effect-connectycube"
import * as ErrorResponse from "effect-connectycube/ErrorResponse"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import express, { type Express, type Request, type Response } from "express"
import { createServer } from "node:http"

/** What the routes share: one client for all callers, and no session. */
type Runtime = ManagedRuntime.ManagedRuntime<ConnectyCube.ConnectyCube, unknown>

const SayRequest = Schema.Struct({
  id: DialogId,
  message: Schema.NonEmptyString
})

/** A route that acts as its caller: without a token there is no session, and no data. */
const asCaller =
  (
    runtime: Runtime,
    handler: (
      request: Request
    ) => Effect.Effect<
      { readonly status: number; readonly body: unknown },
      ErrorResponse.Failure,
      ConnectyCube.ConnectyCube | Session
    >
  ) =>
  async (request: Request, response: Response): Promise<void> => {
    const token = request.header("CB-Token")?.trim()
    // A caller that leaves interrupts the calls that are made for it.
    const left = new AbortController()
    response.on("close", () => left.abort())
    const result = token
      ? handler(request).pipe(
          Effect.provide(Session.layerToken(Redacted.make(token))),
          Effect.map((success) => ({ ...success, headers: {} })),
          Effect.catch((error) => {
            const failed = ErrorResponse.make(error)
            return failed.status < 500
              ? Effect.succeed(failed)
              : Effect.as(Effect.logError(error.message, error), failed)
          })
        )
      : Effect.succeed({ status: 401, headers: {}, body: { errors: { base: ["Log in first"] } } })
    const exit = await runtime.runPromiseExit(result, { signal: left.signal })
    if (left.signal.aborted) return
    // A defect is a bug: Express logs it, and responds with a 500.
    if (Exit.isFailure(exit)) throw Cause.squash(exit.cause)
    const { body, headers, status } = exit.value
    response.status(status).set(headers).json(body)
  }

export const makeApp = (runtime: Runtime): Express => {
  const app = express()
  app.use(express.json({ limit: "64kb" }))
  app.get(
    "/dialogs",
    asCaller(runtime, () =>
      Effect.gen(function* () {
        const chat = yield* Chat
        const { items } = yield* chat.dialogs.list({ sort_desc: "last_message_date_sent" })
        return { status: 200, body: items.map(({ _id, name }) => ({ _id, name })) }
      })
    )
  )
  app.post(
    "/dialogs/:id/messages",
    asCaller(runtime, ({ body, params }) =>
      Effect.gen(function* () {
        const chat = yield* Chat
        const { id, message } = yield* Schema.decodeUnknownEffect(SayRequest)({ ...Object(body), id: params["id"] })
        const { _id } = yield* chat.messages.create({ chat_dialog_id: id, message })
        return { status: 201, body: { _id } }
      })
    )
  )
  return app
}

/**
 * Starts the server. `stop` accepts no more requests, waits for the last responses, and then closes the runtime: the calls of
 * the last requests need it.
 */
export const start = async (runtime: Runtime, port: number) => {
  const server = createServer(makeApp(runtime))
  // A connection that is kept alive would delay the end until it has been idle for 5 seconds.
  server.on("request", (_, response) =>
    response.on("close", () => setImmediate(() => server.listening || server.closeIdleConnections()))
  )
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, resolve))
  return {
    server,
    stop: async () => {
      await new Promise<void>((resolve) => void server.close(() => resolve()))
      await runtime.dispose()
    }
  }
}
