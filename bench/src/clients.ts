/** The contenders: each gets one user, by id, in a session. */
import { ConnectyCube, Session, UserId, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { createRequire } from "node:module"
import type { Pool } from "undici"
import type { Contender } from "./measure.ts"

/** Makes the calls with this concurrency. */
const inFlight =
  (concurrency: number, call: () => Promise<unknown>): Contender =>
  async (calls) => {
    let left = calls
    const worker = async () => {
      while (left-- > 0) await call()
    }
    await Promise.all(Array.from({ length: concurrency }, worker))
  }

const effects =
  <R>(concurrency: number, layer: Layer.Layer<R>, call: Effect.Effect<unknown, unknown, R>): Contender =>
  (calls) =>
    Effect.runPromise(
      Effect.all(
        Array.from({ length: calls }, () => call),
        { concurrency, discard: true }
      ).pipe(Effect.provide(layer))
    )

/** The floor: nothing speaks HTTP from JavaScript much faster than this. */
export const undici = (concurrency: number, pool: Pool): Contender =>
  inFlight(concurrency, async () => {
    const { body } = await pool.request({ method: "GET", path: "/users/10484542", headers: { "CB-Token": "token" } })
    return body.json()
  })

/** Effect's client as it is: no session, no types, no retries, no timeouts. */
export const bare = (concurrency: number, transport: Layer.Layer<HttpClient.HttpClient>, url: string): Contender => {
  const request = HttpClientRequest.get(`${url}/users/10484542`, { headers: { "CB-Token": "token" } })
  const call = Effect.flatMap(HttpClient.execute(request), (response) => response.json)
  return effects(concurrency, transport, call)
}

export const ours = (concurrency: number, transport: Layer.Layer<HttpClient.HttpClient>, url: string): Contender => {
  const config = { api_url: url, application_id: 1, auth_key: Redacted.make("key") }
  const layer = Layer.merge(
    Layer.orDie(ConnectyCube.layer(config)).pipe(Layer.provide(transport)),
    Session.layerToken(Redacted.make("token"))
  )
  const id = UserId.make(10484542)
  return effects(
    concurrency,
    layer,
    Effect.flatMap(Users, (users) => users.getV1(id))
  )
}

/** The official SDK, unmodified, with its logging off. It has one session for the whole process. */
export const official = (concurrency: number, url: string): Contender => {
  const { default: sdk }: { readonly default: Sdk } = createRequire(import.meta.url)("connectycube")
  sdk.init({ appId: 1, authKey: "key" }, { endpoints: { api_url: url }, debug: { mode: 0 } })
  sdk.setSession({ token: "token", application_id: 1 })
  return inFlight(concurrency, () => sdk.users.get(10484542))
}

interface Sdk {
  readonly init: (credentials: object, config: object) => void
  readonly setSession: (session: object) => void
  readonly users: { readonly get: (id: number) => Promise<unknown> }
}
