import { assert, layer } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import { Emulator } from "../../src/Emulator.ts"
import {
  delivered,
  encode,
  errors,
  event,
  expect,
  needUser,
  notify,
  subscribe,
  subscriptions,
  unprocessable
} from "../support/Push.ts"
import { applicationToken, ask, at, join } from "../support/Wire.ts"

/** Users with a device each. */
const people = Effect.gen(function* () {
  yield* (yield* Emulator).reset
  const ada = yield* join("ada", { tag_list: "vip,press", external_id: "external ada" })
  const ben = yield* join("ben", { tag_list: "press", external_user_id: 77 })
  const cay = yield* join("cay", { tag_list: "vip", external_id: "external cay" })
  for (const who of [ada, ben, cay]) yield* subscribe(who, "gcm", { token: `token ${who.id}` })
  return { ada, ben, cay }
})

const everybody = ["ada", "ben", "cay"] as const

type Scene = Effect.Success<typeof people>

/** The logins of the users who got a notification. */
const reached = ({ ada, ben }: Scene) =>
  Effect.map(delivered, (entries) =>
    entries.map(({ user_id }) => (user_id === ada.id ? "ada" : user_id === ben.id ? "ben" : "cay"))
  )

layer(Emulator.layer())("an event", (it) => {
  it.effect("is returned in a list of one, with its sender", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { ben } = yield* people
      yield* emulator.advance(Duration.millis(1_600_000_000_500))
      const ada = yield* join("ada")
      const message = encode({ message: "Hello" })
      const response = yield* notify(ada, { message, environment: "development", user: { ids: `${ben.id}` } })
      assert.strictEqual(response.status, 201)
      assert.deepStrictEqual(response.json, [
        {
          event: {
            id: at(response.json, "0.event.id"),
            event_type: "one_shot",
            message,
            date: null,
            period: null,
            name: null,
            occured_count: 0,
            created_at: "2020-09-13T12:26:40Z",
            updated_at: "2020-09-13T12:26:40Z",
            end_date: null,
            active: true,
            application_id: 1,
            user_id: ada.id,
            kind: "API",
            environment: "development",
            tag_query: null,
            notification_channel: { name: "apns" }
          }
        }
      ])
    }).pipe(Effect.ensuring(Effect.flatMap(Emulator, ({ reset }) => reset)))
  )

  it.effect("adds the notification of each device to the outbox", () =>
    Effect.gen(function* () {
      const { ada, ben } = yield* people
      const [phone = 0] = yield* subscriptions(ben)
      const { json } = yield* notify(ada, { user: { ids: [ben.id] } })
      const entries = yield* delivered
      assert.deepStrictEqual(entries, [
        {
          kind: "push",
          sent_at: DateTime.makeUnsafe(0),
          event_id: Number(at(json, "0.event.id")),
          user_id: ben.id,
          subscription_id: phone,
          channel: "gcm",
          environment: "development",
          device: { udid: "phone", platform: "android" },
          token: `token ${ben.id}`,
          headers: {},
          payload: { data: { message: "Hello" } },
          error: null
        }
      ])
    })
  )

  it.effect("is in the outbox over HTTP too", () =>
    Effect.gen(function* () {
      const { ada } = yield* people
      yield* notify(ada, { user: { ids: [ada.id] } })
      const { json } = yield* ask("GET", "/_emulator/outbox")
      assert.strictEqual(at(json, "0.kind"), "push")
      assert.strictEqual(at(json, "0.payload.data.message"), "Hello")
    })
  )

  it.effect("has a unique id", () =>
    Effect.gen(function* () {
      const { ada } = yield* people
      const ids = yield* Effect.forEach([1, 2, 3], () =>
        Effect.map(notify(ada, { user: { ids: [ada.id] } }), ({ json }) => at(json, "0.event.id"))
      )
      assert.strictEqual(new Set(ids).size, 3)
    })
  )

  const recipients: ReadonlyArray<
    readonly [what: string, fields: (scene: Scene) => object, who: ReadonlyArray<string>]
  > = [
    ["ids with commas", ({ ada, cay }) => ({ user: { ids: `${ada.id}, ${cay.id}` } }), ["ada", "cay"]],
    ["a list of ids", ({ ada, ben }) => ({ user: { ids: [ada.id, String(ben.id)] } }), ["ada", "ben"]],
    ["the same id twice", ({ ben }) => ({ user: { ids: [ben.id, ben.id] } }), ["ben"]],
    ["ids of which one is nobody's", ({ ben }) => ({ user: { ids: [ben.id, 1] } }), ["ben"]],
    ["external ids", () => ({ external_user: { ids: "external ada,external cay" } }), ["ada", "cay"]],
    ["an external id that is a number", () => ({ external_user: { ids: [77] } }), ["ben"]],
    ["any of some tags", () => ({ user: { tags: { any: "vip,nobody" } } }), ["ada", "cay"]],
    ["a list of tags", () => ({ user: { tags: { any: ["vip", "press"] } } }), everybody],
    ["all of some tags", () => ({ user: { tags: { all: "vip,press" } } }), ["ada"]],
    ["none of some tags", () => ({ user: { tags: { exclude: "press" } } }), ["cay"]],
    ["some tags without others", () => ({ user: { tags: { any: "press", exclude: "vip" } } }), ["ben"]],
    ["no tag that anybody has", () => ({ user: { tags: { any: "doctor" } } }), []]
  ]

  it.effect.each(recipients)("reaches %s", ([, fields, who]) =>
    Effect.gen(function* () {
      const scene = yield* people
      expect(201, yield* notify(scene.ada, fields(scene)))
      assert.deepStrictEqual(yield* reached(scene), who)
    })
  )

  it.effect("has its tags as a JSON text", () =>
    Effect.gen(function* () {
      const { ada } = yield* people
      const { json } = yield* notify(ada, { user: { tags: { any: "vip,press", exclude: ["doctor"] } } })
      assert.strictEqual(at(json, "0.event.tag_query"), `{"any":"vip,press","exclude":"doctor"}`)
    })
  )

  it.effect("reaches the devices of its environment only", () =>
    Effect.gen(function* () {
      const { ada } = yield* people
      const id = yield* subscribe(ada, "gcm", { token: "a1", environment: "production" })
      yield* notify(ada, { environment: "production", user: { ids: [ada.id] } })
      assert.deepStrictEqual(
        (yield* delivered).map(({ subscription_id }) => subscription_id),
        [id]
      )
    })
  )

  it.effect("can be a form, as in the documentation", () =>
    Effect.gen(function* () {
      const scene = yield* people
      const form = Object.entries({
        "event[notification_type]": "push",
        "event[environment]": "development",
        "event[event_type]": "one_shot",
        "event[user][tags][any]": "vip",
        "event[message]": encode({ message: "Hello" })
      })
        .map((pair) => pair.join("="))
        .join("&")
      expect(201, yield* ask("POST", "/events.json", { token: scene.ada.token, form }))
      assert.deepStrictEqual(yield* reached(scene), ["ada", "cay"])
    })
  )

  it.effect("can be for tens of thousands of users", () =>
    Effect.gen(function* () {
      const { ada } = yield* people
      const many = Array.from({ length: 40_000 }, (_, index) => index + 1)
      expect(201, yield* notify(ada, { user: { ids: [...many, ada.id].join(",") } }))
      assert.deepStrictEqual(new Set((yield* delivered).map(({ user_id }) => user_id)), new Set([ada.id]))
      expect(201, yield* notify(ada, { external_user: { ids: [...many, "ada"].join(",") } }))
      yield* delivered
      for (const which of ["any", "all", "exclude"]) {
        expect(201, yield* notify(ada, { user: { tags: { [which]: many.join(",") } } }))
      }
    })
  )

  it.effect("requires a user", () =>
    Effect.gen(function* () {
      const { ada } = yield* people
      const json = event({ user: { ids: [ada.id] } })
      assert.deepStrictEqual(errors(yield* ask("POST", "/events", { token: yield* applicationToken, json })), needUser)
      assert.isEmpty(yield* delivered)
    })
  )
})

const only = "One of user[ids], user[tags] and external_user[ids] is allowed, and no more"
const someone = "One of user[ids], user[tags] and external_user[ids] is required"
const base64 = ["should be Base64 encoded"]
const object = ["should be an object of JSON, Base64 encoded"]

const wrong: ReadonlyArray<readonly [what: string, fields: object, errors: object]> = [
  ["no kind of notification", { notification_type: undefined }, { notification_type: ["is required"] }],
  ["another kind of notification", { notification_type: "email" }, { notification_type: [`Expected "push"`] }],
  ["no environment", { environment: undefined }, { environment: ["is required"] }],
  ["an environment that is none", { environment: "test" }, { environment: [`Expected "development" | "production"`] }],
  ["a push_type that is none", { push_type: "web" }, { push_type: [`Expected "apns" | "apns_voip" | "gcm"`] }],
  ["an event_type that is none", { event_type: "fixed_date" }, { event_type: [`Expected "one_shot"`] }],
  ["no message", { message: undefined }, { message: ["is required"] }],
  ["an empty message", { message: "" }, { message: ["Expected a value with a length of at least 1"] }],
  ["a message that is not encoded", { message: `{"message":"Hello"}` }, { message: base64 }],
  ["a message that is broken JSON", { message: Base64.encode(`{"message":`) }, { message: object }],
  ["a message that is a list", { message: encode(["Hello"]) }, { message: object }],
  ["a payload that is not encoded", { push_type: "apns", message: "payload={}" }, { message: base64 }],
  ["a payload that is no JSON", { push_type: "apns", message: `payload=${Base64.encode("Hi")}` }, { message: object }],
  ["data that are not encoded", { push_type: "gcm", message: "data.message=Hello!" }, { message: base64 }],
  [
    "data that are no pairs",
    { push_type: "gcm", message: "data.message=SGk=&title" },
    { message: ["should be data.name=value, with more of them after &"] }
  ],
  ["no recipients", { user: undefined }, { base: [someone] }],
  ["empty recipients", { user: { tags: {} } }, { base: [someone] }],
  ["ids that are none", { user: { ids: "ada" } }, { ids: ["Expected an integer"] }],
  ["no ids", { user: { ids: "" } }, { ids: ["Expected a value with a length of at least 1"] }],
  ["ids and tags", { user: { ids: "1", tags: { any: "vip" } } }, { base: [only] }],
  ["ids and external ids", { external_user: { ids: "1" } }, { base: [only] }]
]

layer(Emulator.layer())("an event is rejected", (it) => {
  it.effect.each(wrong)("with %s", ([, fields, expected]) =>
    Effect.gen(function* () {
      const { ada } = yield* people
      const response = yield* notify(ada, { user: { ids: String(ada.id) }, ...fields })
      assert.deepStrictEqual(errors(response), unprocessable(expected))
      assert.isEmpty(yield* delivered)
    })
  )

  it.effect("without an event", () =>
    Effect.gen(function* () {
      const { ada } = yield* people
      assert.deepStrictEqual(
        errors(yield* ask("POST", "/events", { token: ada.token, json: {} })),
        unprocessable({ event: ["is required"] })
      )
    })
  )

  it.effect("when none of the users has a device there", () =>
    Effect.gen(function* () {
      const { ada, ben } = yield* people
      const rejected = (who: string) =>
        unprocessable({ base: [`Users with ${who} do not have push notification subscriptions`] })
      const ids = `${ada.id},${ben.id}`
      const production = yield* notify(ada, { environment: "production", user: { ids } })
      assert.deepStrictEqual(errors(production), rejected(`ids ${ids}`))
      const apns = yield* notify(ada, { push_type: "apns", user: { ids } })
      assert.deepStrictEqual(errors(apns), rejected(`ids ${ids}`))
      const unknown = yield* notify(ada, { user: { ids: "5351459" } })
      assert.deepStrictEqual(errors(unknown), rejected("ids 5351459"))
      const external = yield* notify(ada, { external_user: { ids: "no one" } })
      assert.deepStrictEqual(errors(external), rejected("external ids no one"))
    })
  )
})
