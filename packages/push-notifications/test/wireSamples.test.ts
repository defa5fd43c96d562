// Responses of the real service, and of the one it descends from; secrets and names replaced.
import type { Session } from "@effect-connectycube/core/Session"
import type { PushNotifications } from "@effect-connectycube/push-notifications/PushNotifications"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import samples from "./fixtures/wire-samples.json" with { type: "json" }
import { call, record, toAda } from "./support/Push.ts"

const withSample = <A, E>(id: string, effect: Effect.Effect<A, E, PushNotifications | Session>) => {
  const sample = samples.find((sample) => sample.id === id)
  if (sample === undefined) throw new Error(`There is no sample ${id}`)
  return Effect.map(record(effect, { status: sample.status, body: sample.body }), ({ value }) => value)
}

const subscribe = call(({ subscriptions }) =>
  subscriptions.create({
    notification_channel: "apns",
    push_token: { environment: "development", client_identification_sequence: "of-firebase" },
    device: { platform: "ios", udid: "phone" }
  })
)
const notify = call(({ events }) => events.create({ ...toAda, message: { message: "Hello" } }))

describe("a response seen on the wire is decoded", () => {
  it.effect("of an event that is not in a list", () =>
    Effect.gen(function* () {
      const event = yield* withSample("qb-ok-001", notify)
      assert.strictEqual(event.id, 1806723)
      assert.strictEqual(event.message, "data.message=aGVsbG8=")
      assert.strictEqual(event.environment, null)
      assert.strictEqual(event.kind, null)
      assert.deepStrictEqual(event.created_at, DateTime.makeUnsafe("2015-01-12T19:01:29Z"))
    })
  )
})

describe("an error seen on the wire has the class of its status, and its messages", () => {
  it.effect("a subscription without a user", () =>
    Effect.gen(function* () {
      const error = yield* withSample("cb-err-003", subscribe).pipe(Effect.flip)
      assert.deepInclude(error, { _tag: "Forbidden", errors: { base: ["Forbidden. Need user."] } })
    })
  )

  it.effect("a token of another channel", () =>
    Effect.gen(function* () {
      const error = yield* withSample("cb-err-011", subscribe).pipe(Effect.flip)
      assert.deepInclude(error, {
        _tag: "UnprocessableEntity",
        errors: { client_identification_sequence: ["is invalid"] }
      })
    })
  )

  it.effect.each([
    ["cb-err-023", "Users with ids 5351459 do not have push notification subscriptions"],
    ["qb-err-007", "No one can receive the message"],
    ["qb-err-019", "Client identification sequence is not valid"]
  ] as const)("an error response for want of subscriptions or of a good token: %s", ([id, message]) =>
    Effect.gen(function* () {
      const error = yield* withSample(id, notify).pipe(Effect.flip)
      assert.deepInclude(error, { _tag: "UnprocessableEntity", errors: { base: [message] } })
      assert.include(error.message, "pushNotifications.events.create")
    })
  )
})
