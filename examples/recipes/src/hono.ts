import { getRequestListener } from "@hono/node-server"
import { Chat, type ConnectyCube, DialogId, Session } from "effect-connectycube"
import * as ErrorResponse from "effect-connectycube/ErrorResponse"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { type Context, Hono } from "hono"
import { createServer } from "node:http"

/** What the routes share: one client for all callers, and no session. */
type Runtime = ManagedRuntime.ManagedRuntime<ConnectyCube.ConnectyCube, unknown>

const SayRequest = Schema.Struct({
  id: DialogId,
  message: Schema.NonEmptyString
})

const toResponse = (error: ErrorResponse.Failure) => {
  const { body, headers, status } = ErrorResponse.make(error)
  const response = Response.json(body, { status, headers })
  return status < 500 ? Effect.succeed(response) : Effect.as(Effect.logError(error.message, error), response)
}

/** A route that acts as its caller: without a token there is no session, and no data. */
const asCaller =
  (
    runtime: Runtime,
    handler: (context: Context) => Effect.Effect<Response, ErrorResponse.Failure, ConnectyCube.ConnectyCube | Session>
  ) =>
  async (context: Context): Promise<Response> => {
    const token = context.req.header("CB-Token")?.trim()
    if (!token) return Response.json({ errors: { base: ["Log in first"] } }, { status: 401 })
    // A caller that leaves interrupts the calls that are made for it.
    const { signal } = context.req.raw
    const exit = await runtime.runPromiseExit(
      handler(context).pipe(Effect.provide(Session.layerToken(Redacted.make(token))), Effect.catch(toResponse)),
      { signal }
    )
    // A defect is a bug: Hono logs it, and responds with a 500.
    if (Exit.isFailure(exit) && !signal.aborted) throw Cause.squash(exit.cause)
    return Exit.isSuccess(exit) ? exit.value : new Response(null, { status: 499 })
  }

export const makeApp = (runtime: Runtime): Hono =>
  new Hono()
    .get(
      "/dialogs",
      asCaller(runtime, () =>
        Effect.gen(function* () {
          const chat = yield* Chat
          const { items } = yield* chat.dialogs.list({ sort_desc: "last_message_date_sent" })
          return Response.json(items.map(({ _id, name }) => ({ _id, name })))
        })
      )
    )
    .post(
      "/dialogs/:id/messages",
      asCaller(runtime, ({ req }) =>
        Effect.gen(function* () {
          const chat = yield* Chat
          // A body that is no JSON is an invalid one.
          const body: unknown = yield* Effect.promise(() => req.json().catch(() => undefined))
          const { id, message } = yield* Schema.decodeUnknownEffect(SayRequest)({
            ...Object(body),
            id: req.param("id")
          })
          const { _id } = yield* chat.messages.create({ chat_dialog_id: id, message })
          return Response.json({ _id }, { status: 201 })
        })
      )
    )

/**
 * Starts the server. `stop` accepts no more requests, waits for the last responses, and then closes the runtime: the calls of
 * the last requests need it.
 */
export const start = async (runtime: Runtime, port: number) => {
  const server = createServer(getRequestListener(makeApp(runtime).fetch))
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
