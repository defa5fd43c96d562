// The encoded message of an event.
import * as Wire from "@effect-connectycube/core/contract/Wire"
import type { PushMessage } from "@effect-connectycube/push-notifications/PushMessage"
import { UniversalPayload } from "@effect-connectycube/push-notifications/UniversalPayload"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { errorResponseOf, sentBy, toAda } from "./support/Push.ts"

const read = (base64: string): unknown => JSON.parse(Buffer.from(base64, "base64").toString("utf8"))

const payloadOf = (message: PushMessage) => Effect.map(sentBy({ ...toAda, ...message }), ({ message }) => message)

describe("a universal payload", () => {
  it.effect("is sent as in the documentation's example, byte for byte", () =>
    Effect.gen(function* () {
      const sent = yield* payloadOf({
        message: {
          message: "Walking in a flowers garden",
          ios_badge: 2,
          ios_sound: "lounge.wav",
          ios_loc_data: { title_loc_key: "GREETING_NOTIFICATION", title_loc_args: ["Tom Silencer"] },
          parameters: { friend_id: 51 }
        }
      })
      assert.strictEqual(
        sent,
        "eyJtZXNzYWdlIjoiV2Fsa2luZyBpbiBhIGZsb3dlcnMgZ2FyZGVuIiwiaW9zX2JhZGdlIjoyLCJpb3Nfc291bmQiOiJsb3VuZ2Uud2F2IiwiZnJpZW5kX2lkIjo1MSwiaW9zX2xvY19kYXRhIjp7InRpdGxlX2xvY19rZXkiOiJHUkVFVElOR19OT1RJRklDQVRJT04iLCJ0aXRsZV9sb2NfYXJncyI6WyJUb20gU2lsZW5jZXIiXX19"
      )
    })
  )

  it.effect("has every field under its documented name, flags as 1 and the time in seconds", () =>
    Effect.gen(function* () {
      const sent = yield* payloadOf({
        message: {
          message: "Hello",
          ios_badge: 0,
          ios_sound: "default",
          ios_content_available: true,
          ios_mutable_content: true,
          ios_category: "orders",
          ios_voip: true,
          ios_push_type: "background",
          ios_thread_id: "17",
          expiration: DateTime.makeUnsafe("2018-12-06T11:31:23.900Z"),
          android_fcm_notification: { title: "Shop", click_action: "OPEN", sticky: true, made_up: 1 },
          ios_loc_data: { title_loc_key: "A", title_loc_args: ["a"], body_loc_key: "B", body_loc_args: ["b", "c"] }
        }
      })
      assert.deepStrictEqual(read(sent), {
        message: "Hello",
        ios_badge: 0,
        ios_sound: "default",
        ios_content_available: 1,
        ios_mutable_content: 1,
        ios_category: "orders",
        ios_voip: 1,
        ios_push_type: "background",
        ios_thread_id: "17",
        expiration: 1544095883,
        android_fcm_notification: { title: "Shop", click_action: "OPEN", sticky: true, made_up: 1 },
        ios_loc_data: { title_loc_key: "A", title_loc_args: ["a"], body_loc_key: "B", body_loc_args: ["b", "c"] }
      })
    })
  )

  it.effect("leaves out a flag that is false", () =>
    Effect.gen(function* () {
      const sent = yield* payloadOf({ message: { message: "Hello", ios_voip: false, ios_content_available: false } })
      assert.deepStrictEqual(read(sent), { message: "Hello" })
    })
  )

  it.effect("keeps every language", () =>
    Effect.gen(function* () {
      const sent = yield* payloadOf({ message: { message: "Привіт 👋 שלום", parameters: { "ім'я": "Ада" } } })
      assert.deepStrictEqual(read(sent), { message: "Привіт 👋 שלום", "ім'я": "Ада" })
    })
  )

  const names = ["message", "ios_badge", "ios_voip", "expiration", "ios_loc_data", "android_fcm_notification", "aps"]
  it.effect.each(names)("is rejected with a custom parameter called %s", (name) =>
    Effect.gen(function* () {
      const issues = yield* errorResponseOf({ message: { message: "Hello", parameters: { order: 17, [name]: "x" } } })
      assert.deepStrictEqual(issues, [
        { path: `message.parameters.${name}`, message: "Expected a name that is not taken" }
      ])
    })
  )

  it.effect("can have custom parameters with the names of an object's own members", () =>
    Effect.gen(function* () {
      const parameters = { constructor: 1, toString: "text", ["__proto__"]: "proto", parameters: "of its own name" }
      const sent = yield* payloadOf({ message: { message: "Hello", parameters } })
      assert.deepStrictEqual(read(sent), { message: "Hello", ...parameters, ["__proto__"]: "proto" })
    })
  )

  it.effect("is rejected with values that are no JSON", () =>
    Effect.gen(function* () {
      const issues = yield* errorResponseOf({ message: { message: "Hello", parameters: { order: 17n } } })
      assert.deepStrictEqual(issues, [{ path: "message", message: "Expected what can be written as JSON" }])
    })
  )

  it.effect("is rejected with an unknown field in untyped code", () =>
    Effect.gen(function* () {
      const message: UniversalPayload = Object({ message: "Hello", ios_bagde: 1 })
      const [issue] = yield* errorResponseOf({ message })
      assert.strictEqual(issue?.path, "message.ios_bagde")
    })
  )

  const { android_fcm_notification: _, ...fields } = UniversalPayload.fields
  const Payload = Schema.Struct({
    ...fields,
    parameters: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json))
  })

  it.effect.prop("round-trips through Base64, with any content", [Payload], ([payload]) =>
    Effect.gen(function* () {
      const sent = yield* Effect.result(payloadOf({ message: payload }))
      // A long one, or one with a reserved name, is rejected: other tests cover that.
      if (sent._tag === "Failure") return assert.strictEqual(sent.failure._tag, "InvalidRequest")
      const wire: object = Object(read(sent.success))
      const known = Object.entries(wire).filter(([name]) => Object.hasOwn(UniversalPayload.fields, name))
      const custom = Object.entries(wire).filter(([name]) => !Object.hasOwn(UniversalPayload.fields, name))
      const { expiration, parameters = {}, ...rest } = payload
      const flags = ["ios_voip", "ios_content_available", "ios_mutable_content"]
      assert.deepStrictEqual(
        Object.fromEntries(known),
        JSON.parse(
          JSON.stringify({
            ...Object.fromEntries(
              Object.entries(rest).flatMap(([name, value]) =>
                flags.includes(name) ? (value === true ? [[name, 1]] : []) : [[name, value]]
              )
            ),
            ...(expiration && { expiration: Math.floor(DateTime.toEpochMillis(expiration) / 1000) })
          })
        )
      )
      assert.deepStrictEqual(Object.fromEntries(custom), JSON.parse(JSON.stringify(parameters)))
    })
  )
})

describe("a payload for one service", () => {
  it.effect("of Apple's is sent in Apple's format, flags as 1", () =>
    Effect.gen(function* () {
      const sent = yield* payloadOf({
        push_type: "apns",
        message: {
          aps: {
            alert: { title: "Game", subtitle: "Poker", "loc-key": "K", "loc-args": ["a"] },
            badge: 5,
            sound: { critical: true, name: "bell.caf", volume: 0.5 },
            "content-available": true,
            "mutable-content": false,
            "thread-id": "17",
            category: "games",
            "interruption-level": "time-sensitive",
            "relevance-score": 1
          },
          parameters: { acme1: "bar", acme2: ["bang", 1] }
        }
      })
      assert.deepStrictEqual(read(sent.replace(/^payload=/, "")), {
        aps: {
          alert: { title: "Game", subtitle: "Poker", "loc-key": "K", "loc-args": ["a"] },
          badge: 5,
          sound: { critical: 1, name: "bell.caf", volume: 0.5 },
          "content-available": 1,
          "thread-id": "17",
          category: "games",
          "interruption-level": "time-sensitive",
          "relevance-score": 1
        },
        acme1: "bar",
        acme2: ["bang", 1]
      })
    })
  )

  it.effect("for calls needs only data for the app", () =>
    Effect.gen(function* () {
      const sent = yield* payloadOf({ push_type: "apns_voip", message: { parameters: { call: 17 } } })
      assert.strictEqual(sent, `payload=${btoa(`{"call":17}`)}`)
    })
  )

  it.effect("of Google's is sent in Google's format", () =>
    Effect.gen(function* () {
      const message = {
        notification: { title: "Shop", body: "It arrived", channel_id: "orders" },
        data: { order: "17" },
        priority: "high",
        collapse_key: "orders"
      } as const
      const event = yield* sentBy({ ...toAda, push_type: "gcm", message })
      assert.strictEqual(event["push_type"], "gcm")
      assert.match(event.message, /^payload=/)
      assert.deepStrictEqual(read(event.message.slice("payload=".length)), message)
    })
  )

  const rejected: ReadonlyArray<readonly [string, PushMessage]> = [
    ["message.aps.relevance-score", { push_type: "apns", message: { aps: { "relevance-score": 2 } } }],
    ["message.aps.badge", { push_type: "apns", message: { aps: { badge: 0.5 } } }],
    ["message.aps.alrt", { push_type: "apns", message: { aps: Object({ alrt: "Hello" }) } }],
    ["message.acme1", { push_type: "apns", message: Object({ aps: {}, acme1: "bar" }) }],
    ["message.parameters.aps", { push_type: "apns", message: { aps: {}, parameters: { aps: {} } } }],
    ["message.data.order", { push_type: "gcm", message: { data: Object({ order: 17 }) } }],
    ["message.ttl", { push_type: "gcm", message: Object({ ttl: "3s" }) }]
  ]
  it.effect.each(rejected)("is rejected with unknown fields, with the path: %s", ([path, message]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        (yield* errorResponseOf(message)).map((issue) => issue.path),
        [path]
      )
    })
  )

  it.effect("is sent unchanged when it is encoded already", () =>
    Effect.gen(function* () {
      const event = yield* sentBy({ ...toAda, push_type: "gcm", raw_message: "data.message=aGVsbG8=" })
      assert.deepInclude(event, { push_type: "gcm", message: "data.message=aGVsbG8=" })
      assert.deepStrictEqual(
        (yield* errorResponseOf({ raw_message: "" })).map(({ path }) => path),
        ["message"]
      )
    })
  )
})

describe("times", () => {
  it("of payloads are decoded as seconds", () => {
    const expiration = Schema.decodeUnknownSync(UniversalPayload)({ expiration: 1544095883 }).expiration
    assert.deepStrictEqual(expiration, Schema.decodeUnknownSync(Wire.TimeSeconds)(1544095883))
  })
})
