/** effect-connectycube, on the transports that it can have, in a session that the server gave it. */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { Chat, ConnectyCube, DialogId, Session, UserId, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type { Load } from "../wire/loads.ts"
import type { Contender } from "./contender.ts"
import { effects } from "./effects.ts"

type Call = Effect.Effect<unknown, unknown, Users | Chat | Session>

export const calls: Readonly<Record<Load["name"], Call>> = {
  user: Effect.flatMap(Users, (users) => users.getV1(UserId.make(10484542))),
  users: Effect.flatMap(Users, (users) => users.list({ full_name: { start_with: "Ada " }, limit: 20 })),
  dialogs: Effect.flatMap(Chat, ({ dialogs }) => dialogs.list({ limit: 100 })),
  messages: Effect.flatMap(Chat, ({ messages }) =>
    messages.list({ chat_dialog_id: DialogId.make("5c093376e588ce6856f873fe"), limit: 100 })
  )
}

export const layerOf = <E, R>(url: string, transport: Layer.Layer<HttpClient.HttpClient, E, R>) =>
  Session.layerLogin({ login: "ada-lovelace", password: Redacted.make("correct horse") }).pipe(
    Layer.provideMerge(ConnectyCube.layer({ api_url: url, application_id: 1, auth_key: Redacted.make("key") })),
    Layer.provide(transport)
  )

const all = ["user", "users", "dialogs", "messages"] as const

const on = (title: string, transport: Layer.Layer<HttpClient.HttpClient>): Contender => ({
  title,
  loads: all,
  start: (url, { name }) => effects(layerOf(url, transport), calls[name])
})

export const onFetch = on("effect-connectycube on fetch", FetchHttpClient.layer)

export const onUndici = on("effect-connectycube on Effect's undici layer", NodeHttpClient.layerUndici)

/** Loaded when it is started: an older checkout may not have it. */
export const ownUndici = async (): Promise<Layer.Layer<HttpClient.HttpClient>> => {
  const { layer } = await import("@effect-connectycube/undici/UndiciHttpClient")
  return layer
}

export const onOwnUndici: Contender = {
  title: "effect-connectycube on @effect-connectycube/undici",
  loads: all,
  start: async (url, { name }) => effects(layerOf(url, await ownUndici()), calls[name])
}
