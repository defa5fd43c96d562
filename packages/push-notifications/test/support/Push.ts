import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import { UserId } from "@effect-connectycube/core/Ids"
import type { Session } from "@effect-connectycube/core/Session"
import type { NewPushEvent } from "@effect-connectycube/push-notifications/Events"
import type { PushMessage } from "@effect-connectycube/push-notifications/PushMessage"
import { PushNotifications } from "@effect-connectycube/push-notifications/PushNotifications"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { inSession } from "../../../../test/support/inSession.ts"
import { recordingClient } from "../../../../test/support/recording.ts"
import documented from "../fixtures/documented.json" with { type: "json" }

export { token } from "../../../../test/support/inSession.ts"

export const call = <A, E>(f: (push: PushNotifications["Service"]) => Effect.Effect<A, E, Session>) =>
  Effect.flatMap(PushNotifications, f)

export const { provide, record } = inSession(PushNotifications.layer)

export const made = { status: 201, body: documented["events.create"].responses[0] }

export const ada = UserId.make(271)

/** The default recipient: one user. */
export const toAda = { environment: "development", recipients: { user: { ids: [ada] } } } as const

interface SentEvent {
  readonly message: string
  readonly [field: string]: unknown
}

/** The event as it was sent. */
export const sentBy = (event: NewPushEvent) =>
  Effect.map(
    record(
      call(({ events }) => events.create(event)),
      made
    ),
    ({ requests }) => {
      assert.strictEqual(requests.length, 1)
      const { event }: { readonly event: SentEvent } = Object(requests[0]?.body)
      return event
    }
  )

/** The issues of a message that is rejected before anything is sent. */
export const errorResponseOf = (message: PushMessage) => rejectedBy({ ...toAda, ...message })

export const rejectedBy = (event: NewPushEvent) =>
  Effect.gen(function* () {
    const client = recordingClient(() => made)
    const error: ConnectyCubeError = yield* call(({ events }) => events.create(event)).pipe(
      provide(client.layer),
      Effect.flip
    )
    assert.deepStrictEqual(client.requests, [])
    if (error._tag !== "InvalidRequest") return assert.fail(`It is a ${error._tag}`)
    assert.strictEqual(error.operation, "pushNotifications.events.create")
    return error.issues
  })
