// Each request equals the documented one, and each documented response is decoded.
import { SubscriptionId, UserId } from "@effect-connectycube/core/Ids"
import type { Session } from "@effect-connectycube/core/Session"
import type { PushNotifications } from "@effect-connectycube/push-notifications/PushNotifications"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { type Response, parseCurl, type Recorded } from "../../../test/support/recording.ts"
import documented from "./fixtures/documented.json" with { type: "json" }
import { call, record, sentBy, toAda, token } from "./support/Push.ts"

type Name = keyof typeof documented

interface Documented {
  readonly path: string
  readonly requests?: ReadonlyArray<string>
  readonly responses?: ReadonlyArray<unknown>
}

/** The call of the service for each documented request, in the order of the documentation's examples. */
const documentedCalls: {
  readonly [K in Name]: ReadonlyArray<Effect.Effect<unknown, unknown, PushNotifications | Session>>
} = {
  "subscriptions.create": [
    call(({ subscriptions }) =>
      subscriptions.create({
        notification_channel: "apns",
        push_token: {
          environment: "development",
          client_identification_sequence: "98559c1f3028b3fa0ec811d058cef16be27fe2fc507ca243b3d4fab006bfc9b8"
        },
        device: { platform: "ios", udid: "BFE36393-24E4-7689-AF85-428F4A5F2ED9" }
      })
    )
  ],
  "subscriptions.list": [call(({ subscriptions }) => subscriptions.list)],
  "subscriptions.delete": [call(({ subscriptions }) => subscriptions.delete(SubscriptionId.make(56)))],
  "events.create": [
    call(({ events }) =>
      events.create({
        environment: "development",
        recipients: { user: { ids: [UserId.make(271)] } },
        push_type: "apns",
        message: {
          aps: { alert: { title: "Game Request", body: "Bob wants to play poker" }, badge: 5 },
          parameters: { acme1: "bar" }
        }
      })
    )
  ]
}

const responsesOf = (name: Name): ReadonlyArray<Response> => {
  const entry: Documented = documented[name]
  return entry.responses?.map((body) => ({ body })) ?? [{ body: "" }]
}

/** The documentation's JSON has white space in its Base64; the decoded values are compared. */
const withReadPayload = ({ body, ...request }: Recorded): Recorded => {
  const { event, ...rest }: { readonly event?: { readonly message?: string } } = Object(body)
  const [, base64] = /^payload=(.+)$/.exec(event?.message ?? "") ?? []
  if (base64 === undefined) return { ...request, body }
  const message = JSON.parse(Buffer.from(base64, "base64").toString("utf8"))
  return { ...request, body: { ...rest, event: { ...event, message } } }
}

describe("the documented requests", () => {
  for (const name of Object.keys(documented) as ReadonlyArray<Name>) {
    const { requests = [] }: Documented = documented[name]
    const calls = documentedCalls[name]
    it(`of ${name} are all here`, () => assert.strictEqual(calls.length, requests.length))
    for (const [index, effect] of calls.entries()) {
      it.effect(`of ${name} (${index + 1}) are sent exactly`, () =>
        Effect.gen(function* () {
          for (const response of responsesOf(name)) {
            const sent = yield* record(effect, response)
            assert.deepStrictEqual(sent.requests.map(withReadPayload), [
              withReadPayload(parseCurl(requests[index] ?? ""))
            ])
          }
        })
      )
    }
  }

  it.effect("of an event have the payload after its name, as Base64 without white space", () =>
    Effect.gen(function* () {
      const { message } = yield* sentBy({
        ...toAda,
        push_type: "apns",
        message: { aps: { badge: 5 }, parameters: { acme1: "bar" } }
      })
      assert.strictEqual(message, `payload=${btoa(`{"aps":{"badge":5},"acme1":"bar"}`)}`)
    })
  )
})

describe("the requests that are documented without an example", () => {
  it.effect("a subscription of a browser", () =>
    Effect.gen(function* () {
      const sent = yield* record(
        call(({ subscriptions }) =>
          subscriptions.create({
            notification_channel: "web",
            push_token: {
              environment: "production",
              bundle_identifier: "com.example",
              web_endpoint: "https://push.example.com/1",
              web_auth: Redacted.make("secret"),
              web_p256dh: "key"
            },
            device: { platform: "web", udid: "browser" }
          })
        ),
        { body: documented["subscriptions.create"].responses[0] }
      )
      assert.deepStrictEqual(sent.requests, [
        {
          method: "POST",
          path: "/subscriptions",
          query: [],
          headers: { "cb-token": token, "content-type": "application/json" },
          body: {
            notification_channel: "web",
            push_token: {
              environment: "production",
              bundle_identifier: "com.example",
              web_endpoint: "https://push.example.com/1",
              web_auth: "secret",
              web_p256dh: "key"
            },
            device: { platform: "web", udid: "browser" }
          }
        }
      ])
    })
  )

  it.effect("an event of the only type", () =>
    Effect.gen(function* () {
      const event = yield* sentBy({ ...toAda, event_type: "one_shot", raw_message: "eyJhIjoxfQ==" })
      assert.deepStrictEqual(event, {
        notification_type: "push",
        environment: "development",
        event_type: "one_shot",
        user: { ids: "271" },
        message: "eyJhIjoxfQ=="
      })
    })
  )
})

describe("the documented responses", () => {
  it.effect("of one subscription, out of its list", () =>
    Effect.gen(function* () {
      const [create] = documentedCalls["subscriptions.create"]
      const { value } = yield* record(create ?? Effect.void, { body: documented["subscriptions.create"].responses[0] })
      assert.deepStrictEqual(value, {
        id: SubscriptionId.make(50),
        notification_channel: { name: "apns" },
        device: { udid: "BFE36393-24E4-7689-AF85-428F4A5F2ED9", platform: { name: "ios" } }
      })
    })
  )

  it.effect("of all subscriptions", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call(({ subscriptions }) => subscriptions.list),
        { body: documented["subscriptions.list"].responses[0] }
      )
      assert.deepStrictEqual(
        value.map(({ id }) => id),
        [SubscriptionId.make(55), SubscriptionId.make(56)]
      )
    })
  )

  it.effect("of an event", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call(({ events }) => events.create({ ...toAda, message: { message: "Hello" } })),
        { body: documented["events.create"].responses[0] }
      )
      assert.strictEqual(value.id, 8429)
      assert.strictEqual(value.occured_count, 0)
      assert.strictEqual(value.user_id, 271)
      assert.strictEqual(value.end_date, null)
      assert.deepStrictEqual(value.created_at, DateTime.makeUnsafe("2018-12-06T11:31:23Z"))
      assert.deepStrictEqual(value.notification_channel, { name: "apns" })
    })
  )

  it.effect("without the created item are a DecodeError", () =>
    Effect.gen(function* () {
      const error = yield* record(
        call(({ events }) => events.create({ ...toAda, message: { message: "Hello" } })),
        { status: 201, body: [] }
      ).pipe(Effect.flip)
      assert.strictEqual(error._tag, "DecodeError")
    })
  )
})
