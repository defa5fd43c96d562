import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import { delivered } from "../support/Push.ts"
import { instance, type Sdk } from "../support/Sdk.ts"
import { at, number, password } from "../support/Wire.ts"

/** The result of an SDK call. */
const response = (call: () => Promise<unknown>) => Effect.promise(call)

/** The error of the SDK: a code, and the body of the response. */
const errorResponse = (call: () => Promise<unknown>) =>
  Effect.map(Effect.flip(Effect.tryPromise({ try: call, catch: (error) => error })), (error) => {
    const { code, info } = Object(error)
    return { code, info }
  })

interface User {
  readonly id: number
  readonly sdk: Sdk
}

/** A user with an own instance of the SDK. */
const enter = Effect.fnUntraced(function* (login: string) {
  const { url } = yield* Emulator
  const sdk = instance()
  sdk.init({ appId: 1, authKey: "emulator-auth-key" }, { debug: { mode: 0 }, endpoints: { api_url: url } })
  yield* response(() => sdk.createSession())
  yield* response(() => sdk.users.signup({ login, password }))
  const session = yield* response(() => sdk.createSession({ login, password }))
  const user: User = { id: number(session, "user.id"), sdk }
  return user
})

/** Two users, in an empty application. */
const two = Effect.gen(function* () {
  yield* (yield* Emulator).reset
  return [yield* enter("ada"), yield* enter("ben")] as const
})

/** The subscription of a browser in the documentation of the SDK. */
const browser = (udid: string) => ({
  notification_channels: "web",
  device: { platform: "web", udid },
  push_token: {
    environment: "development",
    web_endpoint: `https://push.example/${udid}`,
    web_auth: "auth",
    web_p256dh: "key"
  }
})

/** The subscription of a phone in the documentation of React Native. */
const phone = (channel: string, token: string) => ({
  notification_channel: channel,
  device: { platform: channel === "gcm" ? "android" : "ios", udid: "unique-id" },
  push_token: {
    environment: "development",
    client_identification_sequence: token,
    bundle_identifier: "com.example.app"
  }
})

layer(Emulator.layerServer())("the push notifications of the official SDK", (it) => {
  it.effect("are subscribed to, listed, and unsubscribed from", () =>
    Effect.gen(function* () {
      const [{ sdk }] = yield* two
      const { subscriptions } = sdk.pushnotifications
      const made = yield* response(() => subscriptions.create(browser("fingerprint")))
      yield* response(() => subscriptions.create(phone("gcm", "cQeR8ZCL:APA91bE-7h_X")))
      const known = yield* response(() => subscriptions.list())
      assert.deepStrictEqual(at(known, "0"), at(made, "0"))
      assert.strictEqual(at(known, "1.subscription.notification_channel.name"), "gcm")
      yield* response(() => subscriptions.delete(at(known, "0.subscription.id")))
      assert.deepStrictEqual(yield* response(() => subscriptions.list()), [at(known, "1")])
    })
  )

  it.effect("are sent to users by their ids, with any payload", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* two
      yield* response(() => ben.sdk.pushnotifications.subscriptions.create(browser("fingerprint")))
      yield* response(() => ben.sdk.pushnotifications.subscriptions.create(phone("apns_voip", "a1b2")))
      const { events, base64Encode } = ada.sdk.pushnotifications
      const message = base64Encode(JSON.stringify({ message: "Ada rückt näher ☎", ios_voip: 1, handle: "ada" }))
      const params = { notification_type: "push", environment: "development", message, user: { ids: [ada.id, ben.id] } }
      const made = yield* response(() => events.create(params))
      assert.deepInclude(Object(at(made, "0.event")), { user_id: ada.id, message, event_type: "one_shot" })
      const custom = { handle: "ada" }
      assert.deepStrictEqual(
        (yield* delivered).map(({ channel, payload }) => ({ channel, payload })),
        [
          { channel: "web", payload: { data: { message: "Ada rückt näher ☎", ...custom } } },
          { channel: "apns_voip", payload: { ...custom, aps: { alert: { body: "Ada rückt näher ☎" } } } }
        ]
      )
    })
  )

  it.effect("are rejected with the errors", () =>
    Effect.gen(function* () {
      const [{ id, sdk }] = yield* two
      const { subscriptions, events, base64Encode } = sdk.pushnotifications
      assert.deepStrictEqual(yield* errorResponse(() => subscriptions.create(phone("apns", "cQeR8ZCL:APA91bE-7h_X"))), {
        code: 422,
        info: { errors: { client_identification_sequence: ["is invalid"] } }
      })
      const params = {
        notification_type: "push",
        environment: "development",
        message: base64Encode(`{"message":"Hi"}`),
        user: { ids: String(id) }
      }
      assert.deepStrictEqual(yield* errorResponse(() => events.create(params)), {
        code: 422,
        info: { errors: { base: [`Users with ids ${id} do not have push notification subscriptions`] } }
      })
      yield* response(() => sdk.createSession())
      assert.deepStrictEqual(yield* errorResponse(() => subscriptions.create(browser("fingerprint"))), {
        code: 403,
        info: { errors: { base: ["Forbidden. Need user."] } }
      })
    })
  )
})
