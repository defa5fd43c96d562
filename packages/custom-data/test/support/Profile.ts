// The class of the documentation's examples, and one with a field of every type.
import { RecordId } from "@effect-connectycube/core/Ids"
import type { Session } from "@effect-connectycube/core/Session"
import { CustomData } from "@effect-connectycube/custom-data/CustomData"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inSession } from "../../../../test/support/inSession.ts"
import { recordingClient } from "../../../../test/support/recording.ts"

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

export const id = (id: string) => RecordId.make(id)

export const { provide, record } = inSession(CustomData.layer)

/** The paths of the issues of a request that was not sent. */
export const rejected = (effect: Effect.Effect<unknown, { readonly _tag: string }, CustomData | Session>) => {
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
