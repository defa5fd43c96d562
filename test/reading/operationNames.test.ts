// An error names the method as it is written in code: `admin.chat.messages.list`. One call of each method of each
// service, from a table that the types of the services keep complete.
import {
  AddressBook,
  Admin,
  Auth,
  Chat,
  ConnectyCube,
  CustomData,
  LinkPreviews,
  PushNotifications,
  Session,
  Storage,
  UserId,
  Users,
  VideoCalling,
  Whiteboards,
  DialogId
} from "effect-connectycube"
import { isPlainObject } from "@effect-connectycube/core/contract/Arguments"
import * as Telemetry from "@effect-connectycube/core/Telemetry"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { recordingClient } from "../support/recording.ts"
import { profiles, tables } from "../values/support/table.ts"

type Call = Effect.Effect<unknown, unknown, Session> | Stream.Stream<unknown, unknown, Session>

/** The calls of the methods of a service, by their paths. */
const callsOf = (path: string, service: unknown, table: unknown): ReadonlyArray<readonly [string, Call]> =>
  Object.entries(Object(table)).flatMap(([name, row]: [string, unknown]) => {
    const member: unknown = Reflect.get(Object(service), name)
    const own = `${path}.${name}`
    if (row === "no arguments" && isCall(member)) return [[own, member] as const]
    if (!isPlainObject(row)) return []
    if (!Array.isArray(row["args"])) return callsOf(own, member, row)
    // It makes no request except to renew the session.
    if (own === "storage.privateUrl" || !Predicate.isFunction(member)) return []
    const made: unknown = Reflect.apply(member, service, row["args"])
    return isCall(made) ? [[own, made] as const] : []
  })

const isCall = (value: unknown): value is Call => Effect.isEffect(value) || Stream.isStream(value)

const collectionOf = (customData: CustomData["Service"]) => customData.collection("profile", profiles)

const everyCall = Effect.gen(function* () {
  return [
    ...callsOf("users", yield* Users, tables.users),
    ...callsOf("auth", yield* Auth, tables.auth),
    ...callsOf("chat", yield* Chat, tables.chat),
    ...callsOf("linkPreviews", yield* LinkPreviews, tables.linkPreviews),
    ...callsOf("customData", collectionOf(yield* CustomData), tables.records),
    ...callsOf("pushNotifications", yield* PushNotifications, tables.push),
    ...callsOf("videoCalling", yield* VideoCalling, tables.videoCalling),
    ...callsOf("storage", yield* Storage, tables.storage),
    ...callsOf("addressBook", yield* AddressBook, tables.addressBook),
    ...callsOf("whiteboards", yield* Whiteboards, tables.whiteboards),
    ...callsOf("admin", yield* Admin, tables.admin)
  ]
})

const over = (status: number, body: string) => {
  const client = recordingClient(() => ({ status, body }))
  return Layer.merge(
    ConnectyCube.layer({
      application_id: 1,
      auth_key: Redacted.make("key"),
      admin_api_key: Redacted.make("admin-key")
    }).pipe(Layer.provide(client.layer)),
    Session.layerToken(Redacted.make("token"))
  )
}

const run = (call: Call): Effect.Effect<unknown, unknown, Session> =>
  Stream.isStream(call) ? Stream.runDrain(call) : call

const operationOf = (error: unknown) => (Predicate.hasProperty(error, "operation") ? error.operation : error)

describe("an error names the method as it is written in code", () => {
  const responses = [
    ["an error response", 404, `{"errors":["No"]}`, "NotFound"],
    ["something that cannot be read", 201, `<html>`, "DecodeError"]
  ] as const

  it.effect.each(responses)("when the response is %s", ([, status, body, tag]) =>
    Effect.gen(function* () {
      const calls = yield* everyCall
      const named = yield* Effect.forEach(calls, ([name, call]) =>
        Effect.matchEffect(run(call), {
          onSuccess: () => Effect.succeed([name, "a success"] as const),
          onFailure: (error) => Effect.succeed([name, operationOf(error)] as const)
        })
      )
      assert.deepStrictEqual(
        named.filter(([name, operation]) => name !== operation),
        []
      )
      assert.isAbove(named.length, 120)
      // The metrics have the same name, and no other.
      const measured = (yield* Metric.snapshot).filter(({ id }) => id === Telemetry.operationDuration.id)
      const known = new Set<unknown>(named.map(([name]) => name))
      const outcomes = measured.filter(({ attributes }) => attributes?.["outcome"] === tag)
      assert.isAbove(outcomes.length, status === 404 ? 120 : 80)
      assert.deepStrictEqual(
        outcomes.map(({ attributes }) => attributes?.["operation"] ?? "").filter((operation) => !known.has(operation)),
        []
      )
    }).pipe(Effect.provide(over(status, body)), Effect.provideService(Metric.MetricRegistry, new Map()))
  )

  it.effect("when the arguments are invalid, and nothing is sent", () =>
    Effect.gen(function* () {
      const { messages } = yield* Chat
      const { events } = yield* PushNotifications
      const profiles = collectionOf(yield* CustomData)
      const users = yield* Users
      const addressBook = yield* AddressBook
      const rejected: ReadonlyArray<readonly [string, Call]> = [
        ["users.stream", users.stream({ login: "ada", limit: 1000 })],
        ["users.get", users.get(UserId.make(1.5, { disableChecks: true }))],
        [
          "chat.messages.createOnce",
          messages.createOnce(
            "k",
            { chat_dialog_id: DialogId.make("d"), parameters: { message: "x" } },
            { since: DateTime.makeUnsafe(0) }
          )
        ],
        ["pushNotifications.events.create", events.create(JSON.parse(`{"recipients":{}}`))],
        ["customData.count", profiles.count(JSON.parse(`{"size":1}`))],
        ["customData.first", profiles.first(JSON.parse(`{"size":1}`))],
        ["customData.createMany", profiles.createMany([])],
        [
          "addressBook.uploadInBatches",
          addressBook.uploadInBatches([{ name: "Ada", phone: "61412675500" }], { batchSize: 0 })
        ]
      ]
      for (const [operation, call] of rejected) {
        assert.deepInclude(yield* Effect.flip(run(call)), { _tag: "InvalidRequest", operation })
      }
    }).pipe(Effect.provide(over(200, "{}")))
  )
})
