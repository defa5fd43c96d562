import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { Session } from "@effect-connectycube/core/Session"
import { VideoCalling } from "@effect-connectycube/video-calling/VideoCalling"
import * as Effect from "effect/Effect"
import { inSession } from "../../../../test/support/inSession.ts"

export { token } from "../../../../test/support/inSession.ts"

export const call = <A>(f: (service: VideoCalling["Service"]) => Effect.Effect<A, ConnectyCubeError, Session>) =>
  Effect.flatMap(VideoCalling, f)

export const { recordResult: record } = inSession(VideoCalling.layer)
