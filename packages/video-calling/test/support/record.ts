import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import { VideoCalling } from "@effect-connectycube/video-calling/VideoCalling"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { type Answer, comparable, type Recorded, recordingClient } from "../../../../test/support/recording.ts"

export const token = "<TOKEN>"

export const call = <A>(f: (service: VideoCalling["Service"]) => Effect.Effect<A, ConnectyCubeError, Session>) =>
  Effect.flatMap(VideoCalling, f)

/** What came of a call, and what was sent for it. */
export const record = <A, E>(
  effect: Effect.Effect<A, E, VideoCalling | Session>,
  answer: Answer | ((request: Recorded) => Answer) = {}
) => {
  const client = recordingClient(typeof answer === "function" ? answer : () => answer)
  const layer = VideoCalling.layer.pipe(
    Layer.provide([client.layer, ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("key") })])
  )
  return effect.pipe(
    Effect.provide(layer),
    Effect.provideService(Session, fromToken(Redacted.make(token))),
    Effect.result,
    Effect.map((result) => ({ result, requests: client.requests.map(comparable) }))
  )
}
