// The class of the documentation's examples, and one with a field of every type.
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { RecordId } from "@effect-connectycube/core/Ids"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import { CustomData } from "@effect-connectycube/custom-data/CustomData"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { type Answer, comparable, type Recorded, recordingClient } from "../../../../test/support/recording.ts"

export const Profile = Schema.Struct({
  full_name: Schema.NullOr(Schema.String),
  age: Schema.Int,
  job: Schema.NullOr(Schema.String),
  country_of_birth: Schema.optionalKey(Schema.String)
})

export const Code = Schema.NonEmptyString.pipe(Schema.brand("Code"))

export const Player = Schema.Struct({
  name: Schema.NonEmptyString,
  score: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
  rating: Schema.NullOr(Schema.Finite),
  active: Schema.Boolean,
  badges: Schema.Array(Schema.NonEmptyString),
  levels: Schema.NullOr(Schema.Array(Schema.NumberFromString)),
  home: CustomData.Location,
  born: CustomData.Date,
  joined: Schema.DateTimeUtc,
  number: Schema.NumberFromString,
  code: Code,
  club: Schema.optionalKey(Schema.String),
  kind: Schema.Literals(["amateur", "professional"])
})

export const token = "<TOKEN>"

export const id = (id: string) => RecordId.make(id)

export const provide = (client: Layer.Layer<HttpClient.HttpClient>) => {
  const config = ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("key") })
  return <A, E>(effect: Effect.Effect<A, E, CustomData | Session>) =>
    effect.pipe(
      Effect.provide(CustomData.layer.pipe(Layer.provide([client, config]))),
      Effect.provideService(Session, fromToken(Redacted.make(token)))
    )
}

/** What was sent, and what came of the answer. */
export const record = <A, E>(
  effect: Effect.Effect<A, E, CustomData | Session>,
  answer: Answer | ((request: Recorded) => Answer) = {}
) => {
  const client = recordingClient(typeof answer === "function" ? answer : () => answer)
  return effect.pipe(
    provide(client.layer),
    Effect.map((value) => ({ value, requests: client.requests.map(comparable) }))
  )
}

/** Why nothing was sent: where it is wrong. */
export const refused = (effect: Effect.Effect<unknown, { readonly _tag: string }, CustomData | Session>) => {
  const client = recordingClient(() => ({ body: {} }))
  return effect.pipe(
    provide(client.layer),
    Effect.flip,
    Effect.map((error) => ({
      tag: error._tag,
      sent: client.requests.length,
      paths:
        "issues" in error && Array.isArray(error.issues)
          ? error.issues.map(({ path }: { readonly path: string }) => path)
          : []
    }))
  )
}

export const profiles = CustomData.collection("profile", Profile)
export const players = CustomData.collection("player", Player)
