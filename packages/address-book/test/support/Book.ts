import { AddressBook } from "@effect-connectycube/address-book/AddressBook"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { type Answer, comparable, type Recorded, recordingClient } from "../../../../test/support/recording.ts"

export const token = "<TOKEN>"

export const call = <A, E>(f: (addressBook: AddressBook["Service"]) => Effect.Effect<A, E, Session>) =>
  Effect.flatMap(AddressBook, f)

export const provide = (client: Layer.Layer<HttpClient.HttpClient>) => {
  const config = ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("key") })
  return <A, E>(effect: Effect.Effect<A, E, AddressBook | Session>) =>
    effect.pipe(
      Effect.provide(AddressBook.layer.pipe(Layer.provide([client, config]))),
      Effect.provideService(Session, fromToken(Redacted.make(token)))
    )
}

/** What was sent, and what came of the answer. */
export const record = <A, E>(
  effect: Effect.Effect<A, E, AddressBook | Session>,
  answer: Answer | ((request: Recorded) => Answer) = {}
) => {
  const client = recordingClient(typeof answer === "function" ? answer : () => answer)
  return effect.pipe(
    provide(client.layer),
    Effect.map((value) => ({ value, requests: client.requests.map(comparable) }))
  )
}

/** The issues of a call that is refused before anything is sent. */
export const refusalOf = <A, E extends { readonly _tag: string }>(effect: Effect.Effect<A, E, AddressBook | Session>) =>
  Effect.gen(function* () {
    const client = recordingClient(() => ({ body: nothing }))
    const error = yield* effect.pipe(provide(client.layer), Effect.flip)
    return { error, requests: client.requests }
  })

export const nothing = { created: 0, updated: 0, deleted: 0, rejected: {} }

/** What a request has in its body. */
export const bodyOf = (
  request: Recorded | undefined
): { readonly contacts: ReadonlyArray<object>; readonly force?: number; readonly udid?: string } =>
  Object(request?.body)
