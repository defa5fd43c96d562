/** Filters, options and orders are never wider than written. */
import { assert, describe, it } from "@effect/vitest"
import {
  Admin,
  Chat,
  type ConnectyCubeConfig,
  type ConnectyCubeError,
  CustomData,
  DialogId,
  type Session,
  UserId,
  Users,
  VideoCalling
} from "effect-connectycube"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { createContext, runInContext } from "node:vm"
import { inSession } from "../support/inSession.ts"

const modules: Layer.Layer<
  Admin | Chat | CustomData | Users | VideoCalling,
  never,
  HttpClient.HttpClient | ConnectyCubeConfig
> = Layer.mergeAll(Admin.layer, Chat.layer, CustomData.layer, Users.layer, VideoCalling.layer)

const { recordResult } = inSession(modules)

type Call = Effect.Effect<unknown, ConnectyCubeError, Admin | Chat | CustomData | Users | VideoCalling | Session>

/** Passes a value that excess-property checks do not see. */
const loose = <A>(value: unknown) => value as A

const dialog_id = DialogId.make("5c094c0ce588ce6856f87422")

const issuesOf = (call: Call) =>
  Effect.map(recordResult(call), ({ requests, result }) => {
    assert.deepStrictEqual(requests, [])
    if (Result.isSuccess(result) || result.failure._tag !== "InvalidRequest") return assert.fail("it was sent")
    return result.failure.issues.map(({ message, path }) => `${path}: ${message}`)
  })

const queryOf = (call: Call) => Effect.map(recordResult(call, { status: 418 }), ({ requests }) => requests[0]?.query)

describe("an unknown member", () => {
  const calls: ReadonlyArray<readonly [string, Call, string]> = [
    [
      "messages.list({ sender })",
      Chat.use(({ messages }) => messages.list(loose({ chat_dialog_id: dialog_id, sender: 1 }))),
      "sender: Unknown member. Did you mean sender_id?"
    ],
    [
      "dialogs.count({ title })",
      Chat.use(({ dialogs }) => dialogs.count(loose({ title: "a" }))),
      "title: Unknown member. Did you mean type?"
    ],
    [
      "dialogs.list({ name: { contains } })",
      Chat.use(({ dialogs }) => dialogs.list(loose({ name: { contains: "a" } }))),
      "name.contains: Unknown member. Did you mean name.nin?"
    ],
    [
      "messages.list({ date_sent: { after } })",
      Chat.use(({ messages }) => messages.list(loose({ chat_dialog_id: dialog_id, date_sent: { after: 1 } }))),
      "date_sent.after: Unknown member. Did you mean date_sent.lte?"
    ],
    [
      "users.list({ login, custom_data })",
      Users.use((users) => users.list(loose({ login: "ada", custom_data: "x" }))),
      "custom_data: Unknown member. Did you mean user_tags?"
    ],
    [
      "admin.chat.messages.list({ sender_id })",
      Admin.use(({ chat }) => chat.messages.list(loose({ sender_id: 1 }))),
      "sender_id: Unknown member. Did you mean skip?"
    ],
    [
      "admin.chat.dialogs.stream({}, { afterId })",
      Admin.use(({ chat }) => Stream.runDrain(chat.dialogs.stream({}, loose({ afterId: "1" })))),
      "afterId: Unknown member. Did you mean after?"
    ],
    [
      "meetings.list({ host })",
      VideoCalling.use(({ meetings }) => meetings.list(loose({ host: 1 }))),
      "host: Unknown member. Did you mean limit?"
    ],
    [
      "dialogs.delete(id, { forced: true })",
      Chat.use(({ dialogs }) => dialogs.delete(dialog_id, loose({ forced: true }))),
      "forced: Unknown member. Did you mean force?"
    ],
    [
      "users.update({ fullname })",
      Users.use((users) => users.update(UserId.make(1), loose({ fullname: "Ada" }))),
      "fullname: Unknown member. Did you mean full_name?"
    ],
    [
      "a record with a field that its class does not have",
      CustomData.use((data) => data.collection("a", Schema.Struct({ age: Schema.Int })).create(loose({ agee: 1 }))),
      "agee: Unknown member. Did you mean age?"
    ],
    [
      "a condition of custom data",
      CustomData.use((data) =>
        data.collection("a", Schema.Struct({ age: Schema.Int })).list(loose({ age: { greater: 1 } }))
      ),
      "age.greater: Unknown member. Did you mean gte?"
    ]
  ]

  it.effect.each(calls)("is an InvalidRequest that names it and the nearest known one: %s", ([, call, issue]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* issuesOf(call), [issue])
    })
  )
})

describe("a member that is undefined", () => {
  it.effect("does not change the order of a stream", () =>
    Effect.gen(function* () {
      for (const order of [{}, { sort_asc: undefined }, { sort_desc: undefined }]) {
        const users = yield* queryOf(
          Users.use((users) => Stream.runDrain(users.stream(loose({ login: { in: ["ada"] }, ...order }))))
        )
        assert.include(JSON.stringify(users), '["sort_asc","created_at"]')
        const dialogs = yield* queryOf(Chat.use(({ dialogs }) => Stream.runDrain(dialogs.stream(loose(order)))))
        assert.include(JSON.stringify(dialogs), '["sort_desc","created_at"]')
      }
    })
  )

  it.effect("is rejected where it would widen an update or a deletion", () =>
    Effect.gen(function* () {
      const records = CustomData.use((data) => Effect.succeed(data.collection("a", Schema.Struct({ age: Schema.Int }))))
      const issues = [
        yield* issuesOf(Effect.flatMap(records, ({ deleteByCriteria }) => deleteByCriteria(loose({ age: undefined })))),
        yield* issuesOf(
          Effect.flatMap(records, ({ updateByCriteria }) =>
            updateByCriteria(loose({ age: { lt: undefined } }), { age: 1 })
          )
        ),
        yield* issuesOf(Users.use((users) => users.delete(loose(undefined))))
      ]
      assert.deepStrictEqual(
        issues.map((list) => list.length),
        [1, 1, 1]
      )
    })
  )
})

describe("an object", () => {
  const foreign: unknown = runInContext("({ in: ['1'] })", createContext())

  it.effect.each([
    ["without a prototype", Object.assign(Object.create(null), { in: ["1"] })],
    ["of another realm", foreign]
  ] as const)("is a condition as any other: %s", ([, condition]) =>
    Effect.gen(function* () {
      const query = yield* queryOf(Users.use((users) => users.list(loose({ login: condition }))))
      assert.deepStrictEqual(query, [["login[in][]", "1"]])
      const dialogs = yield* queryOf(Chat.use(({ dialogs }) => dialogs.list(loose({ name: condition }))))
      assert.deepStrictEqual(dialogs, [["name[in]", "1"]])
    })
  )
})

describe("a comma in an item of a list", () => {
  const noComma = "Expected a value without a comma: the API takes this list with commas between its values"

  it.effect("is an InvalidRequest where the API splits lists at commas", () =>
    Effect.gen(function* () {
      const dialogs = (filter: unknown) => Chat.use(({ dialogs }) => dialogs.list(loose(filter)))
      assert.deepStrictEqual(yield* issuesOf(dialogs({ name: { in: ["a,b"] } })), [`name[in].0: ${noComma}`])
      assert.deepStrictEqual(yield* issuesOf(dialogs({ name: { nin: ["a", "b,c"] } })), [`name[nin].1: ${noComma}`])
      assert.deepStrictEqual(yield* issuesOf(dialogs({ extensions: { place: { in: ["a,b"] } } })), [
        `extensions[place][in].0: ${noComma}`
      ])
      const filter = [{ field: "login", operator: "in", value: ["a,b"] }]
      assert.deepStrictEqual(yield* issuesOf(Users.use((users) => users.listV1(loose({ filter })))), [
        `filter.0.value.0: ${noComma}`
      ])
      assert.deepStrictEqual(
        yield* issuesOf(CustomData.use((data) => data.untyped("a").list({ output: { include: ["a,b"] } }))),
        [`output.include.0: ${noComma}`]
      )
      assert.deepStrictEqual(yield* issuesOf(Chat.use(({ dialogs }) => dialogs.deleteMany([DialogId.make("a,b")]))), [
        `dialog_ids.0: ${noComma}`
      ])
    })
  )

  it.effect("is sent unchanged where the API takes separate values", () =>
    Effect.gen(function* () {
      const query = yield* queryOf(Users.use((users) => users.list({ full_name: { in: ["Lovelace, Ada"] } })))
      assert.deepStrictEqual(query, [["full_name[in][]", "Lovelace, Ada"]])
    })
  )
})

describe("null as a condition", () => {
  it.effect("is an InvalidRequest: no endpoint documents it", () =>
    Effect.gen(function* () {
      const calls: ReadonlyArray<Call> = [
        Users.use((users) => users.list(loose({ email: null }))),
        Chat.use(({ dialogs }) => dialogs.list(loose({ name: null }))),
        Chat.use(({ messages }) => messages.list(loose({ chat_dialog_id: dialog_id, message: { ne: null } }))),
        VideoCalling.use(({ meetings }) => meetings.list(loose({ start_date: null }))),
        CustomData.use((data) => data.collection("a", Schema.Struct({ age: Schema.Int })).list(loose({ age: null })))
      ]
      for (const call of calls) {
        const places = (yield* issuesOf(call)).map((issue) => issue.split(":")[0])
        assert.strictEqual(new Set(places).size, 1)
      }
    })
  )
})

describe("a condition without an operator", () => {
  const since = "5c094c0ce588ce6856f87421"
  const calls: { readonly [name: string]: (condition: unknown) => Call } = {
    "users.list": (is) => Users.use((users) => users.list(loose({ login: is }))),
    "users.listResults": (is) => Users.use((users) => users.listResults(loose({ id: is }))),
    "users.stream": (is) => Users.use((users) => Stream.runDrain(users.stream(loose({ id: is })))),
    "users.stream, by created_at": (is) =>
      Users.use((users) => Stream.runDrain(users.stream(loose({ login: "ada", created_at: is })))),
    "dialogs.list": (is) => Chat.use(({ dialogs }) => dialogs.list(loose({ name: is }))),
    "dialogs.list, by an extension": (is) =>
      Chat.use(({ dialogs }) => dialogs.list(loose({ extensions: { bar: is } }))),
    "dialogs.count": (is) => Chat.use(({ dialogs }) => dialogs.count(loose({ _id: is }))),
    "dialogs.stream": (is) => Chat.use(({ dialogs }) => Stream.runDrain(dialogs.stream(loose({ created_at: is })))),
    "messages.list": (is) =>
      Chat.use(({ messages }) => messages.list(loose({ chat_dialog_id: dialog_id, sender_id: is }))),
    "messages.stream": (is) =>
      Chat.use(({ messages }) => Stream.runDrain(messages.stream(loose({ chat_dialog_id: dialog_id, date_sent: is })))),
    "meetings.list": (is) => VideoCalling.use(({ meetings }) => meetings.list(loose({ start_date: is }))),
    "admin.dialogs.list": (is) => Admin.use(({ chat }) => chat.dialogs.list(loose({ name: is }))),
    "admin.dialogs.stream": (is) => Admin.use(({ chat }) => Stream.runDrain(chat.dialogs.stream(loose({ _id: is })))),
    "admin.messages.list": (is) => Admin.use(({ chat }) => chat.messages.list(loose({ date_sent: is }))),
    "admin.messages.stream, after a cursor": (is) =>
      Admin.use(({ chat }) => Stream.runDrain(chat.messages.stream(loose({ _id: is }), loose({ after: since })))),
    "records.list": (is) =>
      CustomData.use((data) => data.collection("a", Schema.Struct({ age: Schema.Int })).list(loose({ age: is })))
  }
  const cases = Object.entries(calls).flatMap(([name, call]) =>
    [{}, { gt: undefined }, { gt: {} }, Object.create(null)].map((is) => [name, is, call] as const)
  )

  it.effect.each(cases)("is an InvalidRequest, and does not match everything: %s, %j", ([, is, call]) =>
    Effect.gen(function* () {
      assert.isNotEmpty(yield* issuesOf(call(is)))
    })
  )
})
