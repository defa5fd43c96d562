import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import {
  delivered,
  errors,
  expect,
  needUser,
  sent,
  subscribe,
  subscribeWith,
  subscription,
  subscriptions,
  unprocessable
} from "../support/Push.ts"
import { applicationToken, ask, at, join, type Member } from "../support/Wire.ts"

const people = Effect.gen(function* () {
  yield* (yield* Emulator).reset
  return [yield* join("ada"), yield* join("ben")] as const
})

const remove = (who: Member, id: number | string) => ask("DELETE", `/subscriptions/${id}`, { token: who.token })

const apns = subscription("apns")
const web = subscription("web")

layer(Emulator.layer())("a subscription", (it) => {
  it.effect("is returned without its token, in a list of one", () =>
    Effect.gen(function* () {
      const [ada] = yield* people
      const response = yield* subscribeWith(ada, subscription("web", { udid: "browser" }))
      assert.strictEqual(response.status, 201)
      assert.deepStrictEqual(response.json, [
        {
          subscription: {
            id: at(response.json, "0.subscription.id"),
            notification_channel: { name: "web" },
            device: { udid: "browser", platform: { name: "web" } }
          }
        }
      ])
    })
  )

  it.effect("is listed for its user only, oldest first", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people
      const first = yield* subscribe(ada, "apns", { token: "a1" })
      yield* subscribe(ben, "apns", { token: "b1" })
      const second = yield* subscribe(ada, "gcm")
      assert.deepStrictEqual(yield* subscriptions(ada), [first, second])
    })
  )

  it.effect("can be a form, a query, and have the name in the documentation of the SDK", () =>
    Effect.gen(function* () {
      const [ada] = yield* people
      const form =
        "notification_channel=apns&push_token[environment]=development&push_token[client_identification_sequence]=a1" +
        "&device[platform]=ios&device[udid]=phone"
      const made = yield* ask("POST", "/subscriptions.json", { token: ada.token, form })
      const id = at(expect(201, made), "0.subscription.id")
      const inQuery = yield* ask("POST", `/subscriptions?${form}`, { token: ada.token })
      assert.strictEqual(at(expect(201, inQuery), "0.subscription.id"), id)
      const { notification_channel, ...rest } = apns
      const renamed = yield* subscribeWith(ada, { ...rest, notification_channels: notification_channel })
      assert.strictEqual(at(expect(201, renamed), "0.subscription.id"), id)
      const both = yield* subscribeWith(ada, { ...apns, notification_channels: "sms" })
      assert.strictEqual(at(expect(201, both), "0.subscription.id"), id)
    })
  )

  it.effect("of the same device is the same, with the last token", () =>
    Effect.gen(function* () {
      const [ada] = yield* people
      const first = yield* subscribe(ada, "apns", { token: "a1" })
      const again = yield* subscribe(ada, "apns", { token: "a2" })
      assert.strictEqual(again, first)
      assert.deepStrictEqual(
        (yield* sent(ada, { message: "Hi" })).map(({ token }) => token),
        ["a2"]
      )
    })
  )

  it.effect("is a new one for another device, channel, environment or app", () =>
    Effect.gen(function* () {
      const [ada] = yield* people
      const ids = [
        yield* subscribe(ada, "apns", { token: "a1" }),
        yield* subscribe(ada, "apns", { token: "a2", udid: "tablet" }),
        yield* subscribe(ada, "apns_voip", { token: "a1" }),
        yield* subscribe(ada, "apns", { token: "a1", environment: "production" }),
        yield* subscribe(ada, "apns", { token: "a3", bundle_identifier: "com.example.app" })
      ]
      assert.deepStrictEqual(yield* subscriptions(ada), ids)
      assert.strictEqual(new Set(ids).size, 5)
    })
  )

  it.effect("moves with its token to the user who has the device now", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people
      yield* subscribe(ada, "gcm", { token: "same" })
      yield* subscribe(ada, "gcm", { token: "same", environment: "production" })
      const kept = yield* subscribe(ada, "gcm", { token: "another", udid: "tablet" })
      const moved = yield* subscribe(ben, "gcm", { token: "same" })
      assert.deepStrictEqual(yield* subscriptions(ada), [kept])
      assert.deepStrictEqual(yield* subscriptions(ben), [moved])
    })
  )

  it.effect("moves with its token to the device that has it now", () =>
    Effect.gen(function* () {
      const [ada] = yield* people
      yield* subscribe(ada, "gcm", { token: "same", udid: "old id" })
      const moved = yield* subscribe(ada, "gcm", { token: "same", udid: "new id" })
      assert.deepStrictEqual(yield* subscriptions(ada), [moved])
    })
  )

  it.effect("is deleted by its user with an empty response, and its id is not used again", () =>
    Effect.gen(function* () {
      const [ada] = yield* people
      const id = yield* subscribe(ada, "apns")
      const { status, text } = yield* remove(ada, id)
      assert.deepStrictEqual({ status, text }, { status: 200, text: "" })
      assert.deepStrictEqual(yield* subscriptions(ada), [])
      assert.isAbove(yield* subscribe(ada, "apns"), id)
    })
  )

  it.effect("is not deleted by others, and not twice", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people
      const id = yield* subscribe(ada, "apns")
      assert.strictEqual((yield* remove(ben, id)).status, 403)
      assert.deepStrictEqual(yield* subscriptions(ada), [id])
      yield* remove(ada, id)
      assert.strictEqual((yield* remove(ada, id)).status, 404)
      assert.strictEqual((yield* remove(ada, "phone")).status, 404)
    })
  )

  it.effect("is deleted with its user", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people
      const id = yield* subscribe(ada, "apns")
      yield* ask("DELETE", `/users/${ada.id}`, { token: ada.token })
      assert.strictEqual((yield* remove(ben, id)).status, 404)
    })
  )

  it.effect("outlives the session it was created in", () =>
    Effect.gen(function* () {
      const [ada] = yield* people
      const id = yield* subscribe(ada, "apns")
      yield* ask("DELETE", "/session", { token: ada.token })
      assert.deepStrictEqual(yield* subscriptions(yield* join("ada")), [id])
    })
  )

  it.effect("requires a user", () =>
    Effect.gen(function* () {
      yield* people
      const token = yield* applicationToken
      assert.deepStrictEqual(errors(yield* ask("POST", "/subscriptions", { token, json: apns })), needUser)
      assert.deepStrictEqual(errors(yield* ask("GET", "/subscriptions", { token })), needUser)
      assert.deepStrictEqual(errors(yield* ask("DELETE", "/subscriptions/1", { token })), needUser)
      assert.strictEqual((yield* ask("GET", "/subscriptions")).status, 401)
    })
  )

  it.effect("keeps the secret of a browser out of the journal", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const [ada] = yield* people
      yield* subscribeWith(ada, web)
      const form = "notification_channel=web&push_token[web_auth]=auth-of-the-browser"
      yield* ask("POST", "/subscriptions", { token: ada.token, form })
      yield* sent(ada, { message: "Hi" })
      const told = JSON.stringify([yield* emulator.requests, yield* delivered])
      assert.include(told, "web_auth")
      assert.notInclude(told, "auth-of-the-browser")
    })
  )
})

const wrong: ReadonlyArray<readonly [what: string, json: object, errors: object]> = [
  [
    "a channel that is none",
    { ...apns, notification_channel: "sms" },
    { base: ["Expected a notification_channel of apns, apns_voip, gcm, web"] }
  ],
  ["no channel", {}, { base: ["Expected a notification_channel of apns, apns_voip, gcm, web"] }],
  ["no device and no token", { notification_channel: "gcm" }, { push_token: ["is required"], device: ["is required"] }],
  ["a device without an id", { ...apns, device: { platform: "ios" } }, { udid: ["is required"] }],
  [
    "a platform that is none",
    { ...apns, device: { platform: "bb", udid: "phone" } },
    { platform: [`Expected "ios" | "android" | "web"`] }
  ],
  [
    "an environment that is none",
    { ...apns, push_token: { ...apns.push_token, environment: "staging" } },
    { environment: [`Expected "development" | "production"`] }
  ],
  [
    "no environment",
    { ...apns, push_token: { client_identification_sequence: "a1" } },
    { environment: ["is required"] }
  ],
  ...["apns", "apns_voip", "gcm"].map(
    (channel) =>
      [
        `no token for ${channel}`,
        { ...apns, notification_channel: channel, push_token: { environment: "development" } },
        { client_identification_sequence: ["is required"] }
      ] as const
  ),
  ...["web_endpoint", "web_auth", "web_p256dh"].map(
    (name) =>
      [
        `no ${name} for web`,
        { ...web, push_token: { ...web.push_token, [name]: undefined } },
        { [name]: ["is required"] }
      ] as const
  )
]

layer(Emulator.layer())("a subscription is rejected", (it) => {
  it.effect.each(wrong)("with %s", ([, json, expected]) =>
    Effect.gen(function* () {
      const [ada] = yield* people
      assert.deepStrictEqual(errors(yield* subscribeWith(ada, json)), unprocessable(expected))
      assert.deepStrictEqual(yield* subscriptions(ada), [])
    })
  )

  it.effect.each(["apns", "apns_voip"] as const)("with a token of Google's on the channel %s", (channel) =>
    Effect.gen(function* () {
      const [ada] = yield* people
      const invalid = unprocessable({ client_identification_sequence: ["is invalid"] })
      const fcm = "f6QVAvlWUU4Gorp8G3n5D3:APA91bECli8gjaU5nlTZ1UDrwvh3AaBGK5ig1CtByd3L35ZmOm2k"
      for (const token of [fcm, "a1b", "not a token", "abcdefgh"]) {
        assert.deepStrictEqual(errors(yield* subscribeWith(ada, subscription(channel, { token }))), invalid, token)
      }
      // As the iOS SDK spells one.
      const base64 = "mFWcHzAos/oOyBHQWM7xa+J/4v1Qfsokk7PU+rAGv8k="
      expect(201, yield* subscribeWith(ada, subscription(channel, { token: base64 })))
      expect(201, yield* subscribeWith(ada, subscription("gcm", { token: fcm })))
    })
  )
})
