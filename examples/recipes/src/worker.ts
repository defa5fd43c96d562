import { Chat, ConnectyCube, Session } from "effect-connectycube"
import * as ErrorResponse from "effect-connectycube/ErrorResponse"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"

/** The variables and secrets of the worker. */
export interface Env {
  readonly CONNECTYCUBE_APPLICATION_ID: string
  readonly CONNECTYCUBE_AUTH_KEY: string
  readonly CONNECTYCUBE_API_URL?: string
}

const makeRuntime = (env: Env) =>
  ManagedRuntime.make(
    ConnectyCube.layer({
      application_id: Number(env.CONNECTYCUBE_APPLICATION_ID),
      auth_key: Redacted.make(env.CONNECTYCUBE_AUTH_KEY),
      ...(env.CONNECTYCUBE_API_URL === undefined ? {} : { api_url: env.CONNECTYCUBE_API_URL })
    }).pipe(Layer.provide(FetchHttpClient.layer))
  )

/** One runtime for each environment: a worker handles many requests, and gets the same object for all of them. */
const runtimes = new WeakMap<Env, ReturnType<typeof makeRuntime>>()

const runtimeOf = (env: Env) => {
  const runtime = runtimes.get(env) ?? makeRuntime(env)
  runtimes.set(env, runtime)
  return runtime
}

const dialogs = Effect.gen(function* () {
  const chat = yield* Chat
  const { items } = yield* chat.dialogs.list({ sort_desc: "last_message_date_sent" })
  return Response.json(items.map(({ _id, name }) => ({ _id, name })))
})

const toResponse = (error: ErrorResponse.Failure) => {
  const { body, headers, status } = ErrorResponse.make(error)
  const response = Response.json(body, { status, headers })
  return status < 500 ? Effect.succeed(response) : Effect.as(Effect.logError(error.message, error), response)
}

/** The handler of a worker, which exports it as its default. */
export const worker = {
  fetch(request: Request, env: Env): Response | Promise<Response> {
    if (new URL(request.url).pathname !== "/dialogs") return new Response(null, { status: 404 })
    const token = request.headers.get("CB-Token")?.trim()
    if (!token) return Response.json({ errors: { base: ["Log in first"] } }, { status: 401 })
    return runtimeOf(env).runPromise(
      dialogs.pipe(Effect.provide(Session.layerToken(Redacted.make(token))), Effect.catch(toResponse)),
      { signal: request.signal }
    )
  }
}
