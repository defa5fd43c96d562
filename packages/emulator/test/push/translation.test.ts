import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import { Emulator } from "../../src/Emulator.ts"
import { type Channel, delivered, encode, expect, notify, sent, subscribe } from "../support/Push.ts"
import { join } from "../support/Wire.ts"

/** A user with devices on these channels. */
const withDevices = Effect.fnUntraced(function* (...channels: ReadonlyArray<Channel>) {
  yield* (yield* Emulator).reset
  const me = yield* join("owner")
  for (const channel of channels) yield* subscribe(me, channel)
  return me
})

const alert = { "apns-push-type": "alert", "apns-priority": "10" }

/** The translation of a universal notification with this field for an iPhone, an Android phone and a browser. */
const table: ReadonlyArray<{
  readonly field: object
  readonly apns: { readonly headers?: object; readonly payload: object }
  readonly gcm: object
  readonly web: object
}> = [
  {
    field: { message: "Hello" },
    apns: { payload: { aps: { alert: { body: "Hello" } } } },
    gcm: { data: { message: "Hello" } },
    web: { data: { message: "Hello" } }
  },
  { field: { ios_badge: 2 }, apns: { payload: { aps: { badge: 2 } } }, gcm: { data: {} }, web: { data: {} } },
  { field: { ios_badge: "2" }, apns: { payload: { aps: { badge: 2 } } }, gcm: { data: {} }, web: { data: {} } },
  { field: { ios_badge: 0 }, apns: { payload: { aps: { badge: 0 } } }, gcm: { data: {} }, web: { data: {} } },
  {
    field: { ios_sound: "lounge.wav" },
    apns: { payload: { aps: { sound: "lounge.wav" } } },
    gcm: { data: {} },
    web: { data: {} }
  },
  {
    field: { ios_content_available: 1 },
    apns: { payload: { aps: { "content-available": 1 } } },
    gcm: { data: {} },
    web: { data: {} }
  },
  { field: { ios_content_available: 0 }, apns: { payload: { aps: {} } }, gcm: { data: {} }, web: { data: {} } },
  {
    field: { ios_mutable_content: "1" },
    apns: { payload: { aps: { "mutable-content": 1 } } },
    gcm: { data: {} },
    web: { data: {} }
  },
  {
    field: { ios_category: "INVITATION" },
    apns: { payload: { aps: { category: "INVITATION" } } },
    gcm: { data: {} },
    web: { data: {} }
  },
  {
    field: { ios_thread_id: "thread-5" },
    apns: { payload: { aps: { "thread-id": "thread-5" } } },
    gcm: { data: {} },
    web: { data: {} }
  },
  { field: { ios_push_type: "alert" }, apns: { payload: { aps: {} } }, gcm: { data: {} }, web: { data: {} } },
  {
    field: { ios_push_type: "background" },
    apns: { headers: { "apns-push-type": "background", "apns-priority": "5" }, payload: { aps: {} } },
    gcm: { data: {} },
    web: { data: {} }
  },
  {
    field: {
      ios_loc_data: { title_loc_key: "T", title_loc_args: ["t"], body_loc_key: "B", body_loc_args: ["b", "c"] }
    },
    apns: {
      payload: {
        aps: {
          alert: { "title-loc-key": "T", "title-loc-args": ["t"], "loc-key": "B", "loc-args": ["b", "c"] }
        }
      }
    },
    gcm: { data: {} },
    web: { data: {} }
  },
  {
    field: { android_fcm_notification: { title: "Hi", channel_id: "calls" } },
    apns: { payload: { aps: {} } },
    gcm: { data: {}, notification: { title: "Hi", channel_id: "calls" } },
    web: { data: {} }
  },
  {
    // The clock of the test stands at 0.
    field: { expiration: 3600 },
    apns: { headers: { ...alert, "apns-expiration": "3600" }, payload: { aps: {} } },
    gcm: { ttl: "3600s", data: {} },
    web: { data: {} }
  },
  {
    field: { friend_id: 51, is_friend: true, friends: [{ id: 1 }], nobody: null },
    apns: { payload: { friend_id: 51, is_friend: true, friends: [{ id: 1 }], nobody: null, aps: {} } },
    gcm: { data: { friend_id: "51", is_friend: "true", friends: `[{"id":1}]` } },
    web: { data: { friend_id: 51, is_friend: true, friends: [{ id: 1 }] } }
  }
]

layer(Emulator.layer())("a universal notification", (it) => {
  it.effect.each(table)("is translated for each platform: $field", ({ field, apns, gcm, web }) =>
    Effect.gen(function* () {
      const me = yield* withDevices("apns", "gcm", "web")
      const [first, second, third] = yield* sent(me, field)
      assert.deepStrictEqual(first?.payload, apns.payload)
      assert.deepStrictEqual(first?.headers, { ...(apns.headers ?? alert) })
      assert.deepStrictEqual(second?.payload, gcm)
      assert.deepStrictEqual(second?.headers, {})
      assert.deepStrictEqual(third?.payload, web)
    })
  )

  it.effect("can be the example of the documentation, as encoded there", () =>
    Effect.gen(function* () {
      const me = yield* withDevices("apns", "gcm")
      const message =
        "eyJtZXNzYWdlIjoiV2Fsa2luZyBpbiBhIGZsb3dlcnMgZ2FyZGVuIiwiaW9zX2JhZGdlIjoyLCJpb3Nfc291bmQiOiJsb3VuZ2Uud2F2Iiwi" +
        "ZnJpZW5kX2lkIjo1MSwiaW9zX2xvY19kYXRhIjp7InRpdGxlX2xvY19rZXkiOiJHUkVFVElOR19OT1RJRklDQVRJT04iLCJ0aXRsZV9sb2Nf" +
        "YXJncyI6WyJUb20gU2lsZW5jZXIiXX19"
      const [apns, gcm] = yield* sent(me, {}, { message })
      assert.deepStrictEqual(apns?.payload, {
        friend_id: 51,
        aps: {
          alert: {
            body: "Walking in a flowers garden",
            "title-loc-key": "GREETING_NOTIFICATION",
            "title-loc-args": ["Tom Silencer"]
          },
          badge: 2,
          sound: "lounge.wav"
        }
      })
      assert.deepStrictEqual(gcm?.payload, { data: { message: "Walking in a flowers garden", friend_id: "51" } })
    })
  )

  it.effect("can be a plain text", () =>
    Effect.gen(function* () {
      const me = yield* withDevices("apns")
      const [entry] = yield* sent(me, {}, { message: Base64.encode("I love M&M's! Especially red one!") })
      assert.deepStrictEqual(entry?.payload, { aps: { alert: { body: "I love M&M's! Especially red one!" } } })
    })
  )

  it.effect("expires at its expiration, by the clock of the emulator", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const me = yield* withDevices("apns", "gcm", "web")
      yield* emulator.advance("1 hour")
      const [apns, gcm, web] = yield* sent(me, { expiration: 4000 })
      assert.strictEqual(apns?.headers["apns-expiration"], "4000")
      assert.strictEqual(gcm?.payload["ttl"], "400s")
      assert.strictEqual(web?.headers["ttl"], "400")
      const [, late] = yield* sent(me, { expiration: "1000" })
      assert.strictEqual(late?.payload["ttl"], "0s")
    }).pipe(Effect.ensuring(Effect.flatMap(Emulator, ({ reset }) => reset)))
  )

  it.effect("has the app of the subscription", () =>
    Effect.gen(function* () {
      const me = yield* withDevices()
      yield* subscribe(me, "apns", { bundle_identifier: "com.example.app" })
      yield* subscribe(me, "apns_voip", { bundle_identifier: "com.example.app" })
      const [apns] = yield* sent(me, { message: "Hi" })
      assert.deepStrictEqual(apns?.headers, { ...alert, "apns-topic": "com.example.app" })
      const [voip] = yield* sent(me, { message: "Hi", ios_voip: 1 })
      assert.deepStrictEqual(voip?.headers, {
        "apns-push-type": "voip",
        "apns-priority": "10",
        "apns-topic": "com.example.app.voip"
      })
    })
  )
})

layer(Emulator.layer())("a call", (it) => {
  const channels = (payload: object, ...devices: ReadonlyArray<Channel>) =>
    Effect.gen(function* () {
      const me = yield* withDevices(...devices)
      return (yield* sent(me, payload)).map(({ channel }) => channel)
    })

  it.effect("is sent to the channel of calls, and to other platforms as a notification", () =>
    Effect.gen(function* () {
      const got = yield* channels({ ios_voip: 1 }, "apns", "apns_voip", "gcm", "web")
      assert.deepStrictEqual(got, ["apns_voip", "gcm", "web"])
    })
  )

  it.effect("is a notification for a user without such a channel", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* channels({ ios_voip: "1" }, "apns", "gcm"), ["apns", "gcm"])
    })
  )

  it.effect("is decided for each of its users", () =>
    Effect.gen(function* () {
      const me = yield* withDevices("apns", "apns_voip")
      const other = yield* join("other")
      yield* subscribe(other, "apns", { token: "0b" })
      yield* notify(me, { user: { ids: [me.id, other.id] }, message: encode({ ios_voip: true }) })
      assert.deepStrictEqual(
        (yield* delivered).map(({ user_id, channel }) => [user_id, channel]),
        [
          [me.id, "apns_voip"],
          [other.id, "apns"]
        ]
      )
    })
  )

  it.effect("is the only message on the channel of calls", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* channels({ message: "Hi" }, "apns", "apns_voip"), ["apns"])
      assert.deepStrictEqual(yield* channels({ ios_voip: 0 }, "apns", "apns_voip"), ["apns"])
      assert.deepStrictEqual(yield* channels({ message: "Hi" }, "apns_voip"), [])
    })
  )

  it.effect("has the data for the app", () =>
    Effect.gen(function* () {
      const me = yield* withDevices("apns_voip")
      const [entry] = yield* sent(me, { message: "Ada calls", ios_voip: 1, handle: "ada", expiration: 60 })
      assert.deepStrictEqual(entry?.payload, { handle: "ada", aps: { alert: { body: "Ada calls" } } })
      assert.strictEqual(entry?.headers["apns-expiration"], "60")
    })
  )
})

layer(Emulator.layer())("a notification for one platform", (it) => {
  const all = ["apns", "apns_voip", "gcm", "web"] as const

  /** In the words of a platform. */
  const pushed = Effect.fnUntraced(function* (push_type: string, message: string) {
    const me = yield* withDevices(...all)
    const { json } = yield* notify(me, { push_type, message, user: { ids: [me.id] } })
    return { json, entries: yield* delivered }
  })

  it.effect.each(["apns", "apns_voip", "gcm"] as const)("goes to the devices of %s with its payload as it is", (type) =>
    Effect.gen(function* () {
      const payload = { aps: { alert: "Ringing" }, data: { n: 1 }, ios_badge: 2, message: "?", acme1: "bar" }
      const { json, entries } = yield* pushed(type, `payload=${encode(payload)}`)
      assert.deepInclude(Object(json)[0].event, { notification_channel: { name: type } })
      assert.deepStrictEqual(
        entries.map(({ channel, payload }) => ({ channel, payload })),
        [{ channel: type, payload }]
      )
    })
  )

  it.effect("is silent for Apple when it shows nothing", () =>
    Effect.gen(function* () {
      const silent = yield* pushed("apns", `payload=${encode({ aps: { "content-available": 1 } })}`)
      assert.deepStrictEqual(silent.entries[0]?.headers, { "apns-push-type": "background", "apns-priority": "5" })
      const shown = yield* pushed("apns", `payload=${encode({ aps: { "content-available": 1, badge: 1 } })}`)
      assert.deepStrictEqual(shown.entries[0]?.headers, alert)
      const call = yield* pushed("apns_voip", `payload=${encode({ aps: { "content-available": 1 } })}`)
      assert.strictEqual(call.entries[0]?.headers["apns-push-type"], "voip")
    })
  )

  it.effect("can be the data of Google's, each escaped and encoded", () =>
    Effect.gen(function* () {
      const message = "data.message=aGVsbG8=&data.love=SStsb3ZlK00lMjZNJTI3cyUyMQ==&data.share=MTAwJQ=="
      const { entries } = yield* pushed("gcm", message)
      assert.deepStrictEqual(entries[0]?.payload, {
        data: { message: "hello", love: "I love M&M's!", share: "100%" }
      })
    })
  )

  it.effect("can be a universal one, for the devices of that platform only", () =>
    Effect.gen(function* () {
      const { entries } = yield* pushed("gcm", encode({ message: "Hi", ios_badge: 1 }))
      assert.deepStrictEqual(
        entries.map(({ channel, payload }) => ({ channel, payload })),
        [{ channel: "gcm", payload: { data: { message: "Hi" } } }]
      )
    })
  )

  it.effect("without a push_type is accepted, and delivered to no device", () =>
    Effect.gen(function* () {
      const me = yield* withDevices("apns", "gcm")
      const message =
        "payload=eyJpb3Nfc291bmQiOiJsb3VuZ2Uud2F2IiwibWVzc2FnZSI6IkkgYW0gc28gaHVuZ3J5IiwiaW9zX2JhZGdlIjoyfQ=="
      expect(201, yield* notify(me, { message, user: { tags: { any: "doctor" } } }))
      assert.isEmpty(yield* delivered)
      expect(201, yield* notify(me, { message, user: { ids: [me.id] } }))
      assert.deepStrictEqual(
        (yield* delivered).map(({ payload, error }) => ({ payload, error })),
        [
          { payload: {}, error: "Incorrect event" },
          { payload: {}, error: "Incorrect event" }
        ]
      )
    })
  )
})

layer(Emulator.layer())("a notification that is too long", (it) => {
  const limits = [
    ["apns", 4096, { custom: "", aps: {} }],
    ["apns_voip", 5120, { custom: "", aps: {} }],
    ["gcm", 4096, { data: { custom: "" } }],
    ["web", 4096, { data: { custom: "" } }]
  ] as const

  it.effect.each(limits)("for %s, beyond %i bytes, is accepted and not delivered", ([channel, limit, empty]) =>
    Effect.gen(function* () {
      const me = yield* withDevices(channel)
      const room = limit - JSON.stringify(empty).length
      const errorOf = (custom: string) =>
        Effect.map(sent(me, { custom, ios_voip: channel === "apns_voip" ? 1 : 0 }), ([entry]) => entry?.error)
      assert.strictEqual(yield* errorOf("x".repeat(room)), null)
      assert.strictEqual(yield* errorOf("x".repeat(room + 1)), "Payload too large")
      // A character of two bytes.
      assert.strictEqual(yield* errorOf(`${"x".repeat(room - 1)}é`), "Payload too large")
    })
  )
})
