// A payload that a service would reject for its length is not sent.
import type { PushMessage } from "@effect-connectycube/push-notifications/PushMessage"
import { toApns, toFcm, toWeb } from "@effect-connectycube/push-notifications/Translation"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { errorResponseOf, sentBy, toAda } from "./support/Push.ts"

/** With a text of the length for which `payload` is encoded in this many bytes. */
const filled = <A>(bytes: number, payload: (text: string) => A, ofIt: (payload: A) => unknown = (all) => all): A =>
  payload("x".repeat(bytes - JSON.stringify(ofIt(payload(""))).length))

const cases: ReadonlyArray<readonly [string, number, (bytes: number) => PushMessage]> = [
  ["apns", 4096, (bytes) => ({ push_type: "apns", message: filled(bytes, (alert) => ({ aps: { alert } })) })],
  [
    "apns_voip",
    5120,
    (bytes) => ({
      push_type: "apns_voip",
      message: filled(
        bytes,
        (call) => ({ parameters: { call } }),
        ({ parameters }) => parameters
      )
    })
  ],
  ["gcm", 4096, (bytes) => ({ push_type: "gcm", message: filled(bytes, (text) => ({ data: { text } })) })],
  [
    "gcm",
    4096,
    (bytes) => ({ push_type: "gcm", message: filled(bytes, (body) => ({ data: { a: "1" }, notification: { body } })) })
  ]
]

describe("a payload for one platform", () => {
  for (const [service, limit, message] of cases) {
    it.effect(`of ${limit} bytes is sent to ${service}, and one of ${limit + 1} is not`, () =>
      Effect.gen(function* () {
        yield* sentBy({ ...toAda, ...message(limit) })
        assert.deepStrictEqual(yield* errorResponseOf(message(limit + 1)), [
          { path: "message", message: `Expected at most ${limit} bytes for ${service}, and these are ${limit + 1}` }
        ])
      })
    )
  }

  it.effect("is counted in bytes, not in letters", () =>
    Effect.gen(function* () {
      const [issue] = yield* errorResponseOf({ push_type: "apns", message: { aps: { alert: "ї".repeat(2048) } } })
      assert.strictEqual(issue?.message, "Expected at most 4096 bytes for apns, and these are 4116")
    })
  )

  it.effect("of Google's counts only the notification and the data", () =>
    Effect.gen(function* () {
      const message = filled(4096, (text) => ({ data: { text } }))
      yield* sentBy({ ...toAda, push_type: "gcm", message: { ...message, priority: "high", collapse_key: "orders" } })
    })
  )
})

describe("a universal payload", () => {
  it.effect("is counted as translated for each platform", () =>
    Effect.gen(function* () {
      const long = "x".repeat(4096)
      const errorResponse = (service: string, json: string) => ({
        path: "message",
        message: `Expected at most 4096 bytes for ${service}, and these are ${json.length}`
      })
      // Fields for Apple's devices only make it too long for them, and for no others.
      assert.deepStrictEqual(
        yield* errorResponseOf({ message: { message: "Hello", ios_loc_data: { title_loc_key: long } } }),
        [errorResponse("apns", `{"aps":{"alert":{"body":"Hello","title-loc-key":"${long}"}}}`)]
      )
      assert.deepStrictEqual(
        yield* errorResponseOf({ message: { message: "Hello", android_fcm_notification: { title: long } } }),
        [errorResponse("gcm", `{"notification":{"title":"${long}"},"data":{"message":"Hello"}}`)]
      )
      assert.deepStrictEqual(yield* errorResponseOf({ message: { message: long, parameters: { order: 17 } } }), [
        errorResponse("apns", `{"aps":{"alert":{"body":"${long}"}},"order":17}`),
        errorResponse("gcm", `{"data":{"message":"${long}","order":"17"}}`),
        errorResponse("web", `{"message":"${long}","order":17}`)
      ])
    })
  )

  it.effect("is sent when it is within every limit, to the byte", () =>
    Effect.gen(function* () {
      const payload = (message: string) => ({ message, parameters: { order: 17 } })
      const longest = filled(4096, payload, (it) => toApns(it, it.parameters))
      yield* sentBy({ ...toAda, message: longest })
      yield* errorResponseOf({ message: payload(`${longest.message}x`) })
    })
  )

  it.effect("for calls is counted as a standard notification, which users without a subscription for calls get", () =>
    Effect.gen(function* () {
      const [issue] = yield* errorResponseOf({
        message: { message: "Hello", ios_voip: true, ios_loc_data: { body_loc_key: "x".repeat(4500) } }
      })
      assert.match(issue?.message ?? "", /^Expected at most 4096 bytes for apns/)
    })
  )
})

describe("the translation of a universal payload", () => {
  const standard = {
    message: "Hello",
    ios_badge: 0,
    ios_sound: "lounge.wav",
    ios_content_available: 1,
    ios_mutable_content: 1,
    ios_category: "orders",
    ios_voip: 1,
    ios_push_type: "background",
    ios_thread_id: "17",
    expiration: 1544095883,
    android_fcm_notification: { title: "Shop" },
    ios_loc_data: { title_loc_key: "A", title_loc_args: ["a"], body_loc_key: "B", body_loc_args: ["b"] }
  } as const
  const parameters = { order: 17, list: [1], text: "text" }

  it("is for Apple's devices the aps dictionary, with the parameters beside it", () => {
    assert.deepStrictEqual(toApns(standard, parameters), {
      aps: {
        alert: { body: "Hello", "title-loc-key": "A", "title-loc-args": ["a"], "loc-key": "B", "loc-args": ["b"] },
        badge: 0,
        sound: "lounge.wav",
        "content-available": 1,
        "mutable-content": 1,
        category: "orders",
        "thread-id": "17"
      },
      order: 17,
      list: [1],
      text: "text"
    })
    assert.deepStrictEqual(toApns({ ios_content_available: 1 }), { aps: { "content-available": 1 } })
  })

  it("is for Android's the notification, and texts for the app", () => {
    assert.deepStrictEqual(toFcm(standard, parameters), {
      notification: { title: "Shop" },
      data: { message: "Hello", order: "17", list: "[1]", text: "text" }
    })
  })

  it("is for browsers the data", () => {
    assert.deepStrictEqual(toWeb(standard, parameters), { message: "Hello", ...parameters })
  })
})
