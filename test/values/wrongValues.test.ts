/** Values from untyped code: their issues are reported, and nothing is sent. */
import { assert, describe, it } from "@effect/vitest"
import {
  AddressBook,
  Admin,
  Auth,
  Chat,
  type ConnectyCubeConfig,
  type ConnectyCubeError,
  CustomData,
  DialogId,
  RecordId,
  type Session,
  Signal,
  Storage,
  UserId,
  Users,
  VideoCalling
} from "effect-connectycube"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { inSession } from "../support/inSession.ts"

type Modules = AddressBook | Admin | Auth | Chat | CustomData | Storage | Users | VideoCalling

const modules: Layer.Layer<Modules, never, HttpClient.HttpClient | ConnectyCubeConfig> = Layer.mergeAll(
  AddressBook.layer,
  Admin.layer,
  Auth.layer,
  Chat.layer,
  CustomData.layer,
  Storage.layer,
  Users.layer,
  VideoCalling.layer
)

const { recordResult } = inSession(modules)

type Call = Effect.Effect<unknown, ConnectyCubeError, Modules | Session>

/** Passes a value that excess-property checks do not see. */
const loose = <A>(value: unknown) => value as A

const dialog_id = DialogId.make("5c094c0ce588ce6856f87422")
const secret = Redacted.make("secret")

const pathsOf = (call: Call) =>
  Effect.map(recordResult(call), ({ requests, result }) => {
    assert.deepStrictEqual(requests, [])
    if (Result.isSuccess(result) || result.failure._tag !== "InvalidRequest")
      return assert.fail("it was no wrong request")
    assert.isNotEmpty(result.failure.issues)
    return result.failure.issues.map(({ path }) => path)
  })

/** Each call is rejected, with the path of the issue. */
const rejects = (cases: ReadonlyArray<readonly [string, Call, string]>) =>
  it.effect.each(cases)("%s", ([, call, path]) =>
    Effect.gen(function* () {
      assert.include(yield* pathsOf(call), path)
    })
  )

const users = (query: unknown): Call => Users.use((users) => users.list(loose(query)))
const usersV1 = (query: unknown): Call => Users.use((users) => users.listV1(loose(query)))
const dialogs = (filter: unknown): Call => Chat.use(({ dialogs }) => dialogs.list(loose(filter)))
const messages = (filter: object): Call =>
  Chat.use(({ messages }) => messages.list(loose({ chat_dialog_id: dialog_id, ...filter })))
const adminDialogs = (filter: unknown): Call => Admin.use(({ chat }) => chat.dialogs.list(loose(filter)))
const adminMessages = (filter: unknown): Call => Admin.use(({ chat }) => chat.messages.list(loose(filter)))
const meetings = (filter: unknown): Call => VideoCalling.use(({ meetings }) => meetings.list(loose(filter)))

const Place = Schema.Struct({ city: Schema.String, at: Schema.Struct({ floor: Schema.Int }) })
const profile = Schema.Struct({ age: Schema.Int, home: Schema.NullOr(Place), homes: Schema.Array(Place) })
const records = CustomData.use((data) => Effect.succeed(data.collection("profile", profile)))
const listed = (filter: unknown): Call => Effect.flatMap(records, ({ list }) => list(loose(filter)))

const v1 = (condition: object) =>
  usersV1({ filter: [{ field: "login", operator: "in", value: ["ada"], ...condition }] })

describe("the list of an operator that is no list", () => {
  rejects([
    ["of users: a number", users({ id: { in: 5 } }), "id.in"],
    ["of users: a text", users({ login: { in: "abc" } }), "login.in"],
    ["of users: an object", users({ phone: "1", id: { in: {} } }), "id.in"],
    ["of users: nothing", users({ id: { in: [null] } }), "id[in][].0"],
    ["of users: beside another", users({ phone: "1", login: { nin: "abc" } }), "login.nin"],
    ["of dialogs: a number", dialogs({ _id: { in: 5 } }), "_id[in]"],
    ["of dialogs: a text", dialogs({ name: { in: "abc" } }), "name[in]"],
    ["of dialogs: an object", dialogs({ name: { nin: {} } }), "name[nin]"],
    ["of dialogs: of an extension", dialogs({ extensions: { place: { in: 5 } } }), "extensions[place][in]"],
    ["of messages: a text", messages({ sender_id: { in: "abc" } }), "sender_id[in]"],
    ["of an administrator's dialogs: a number", adminDialogs({ _id: { in: 5 } }), "_id[in]"],
    ["of an administrator's messages: a list", adminMessages({ _id: { gt: ["a"] } }), "_id.gt"],
    ["of meetings: a number", meetings({ created_at: { gt: 5 } }), "created_at[gt]"],
    ["of records: a number", listed({ age: { in: 5 } }), "age.in"],
    ["of records: a text", listed({ age: { nin: "abc" } }), "age.nin"],
    ["of records: no place", listed({ home: { near: 5 } }), "home.near"],
    [
      "of records: more than a place",
      listed({ home: { near: { latitude: 1, longitude: 2, radius: 3, zz: 1 } } }),
      "home.near.zz"
    ]
  ])
})

describe("a condition of the first version of the users", () => {
  rejects([
    ["of another operator", v1({ operator: "like" }), "filter.0.operator"],
    ["of another field", v1({ field: "age" }), "filter.0.field"],
    ["of a field that every object has", v1({ field: "toString" }), "filter.0.field"],
    ["without a value", v1({ value: undefined }), "filter.0.value"],
    ["of nothing", v1({ value: null }), "filter.0.value"],
    ["of no list", v1({ value: "ada" }), "filter.0.value"],
    ["of an empty list", v1({ value: [] }), "filter.0.value"],
    ["of a list of nothing", v1({ value: [null] }), "filter.0.value.0"],
    ["of a list of an empty text", v1({ value: [""] }), "filter.0.value.0"],
    ["of a list where one value is meant", v1({ operator: "eq", value: ["ada"] }), "filter.0.value"],
    ["of three ends", v1({ operator: "between", value: ["a", "b", "c"] }), "filter.0.value"],
    ["of an object", v1({ operator: "eq", value: {} }), "filter.0.value"],
    ["of a text where a number is meant", v1({ field: "id", operator: "eq", value: "ada" }), "filter.0.value"],
    ["of a number that is none", v1({ field: "id", operator: "eq", value: Number.NaN }), "filter.0.value"],
    ["of a text where a time is meant", v1({ field: "created_at", operator: "gt", value: "2020" }), "filter.0.value"],
    ["that is no object", usersV1({ filter: [5] }), "filter.0"],
    ["that is no list", usersV1({ filter: { field: "login" } }), "filter"],
    ["with another direction", usersV1({ order: { direction: "up", field: "id" } }), "order.direction"],
    ["in the order of another field", usersV1({ order: { direction: "asc", field: "age" } }), "order.field"],
    ["in an order that is a text", usersV1({ order: "asc" }), "order"]
  ])
})

const twitter = { provider: "twitter", keys: { token: secret, secret } }
const firebase = { project_id: "p", access_token: secret }

const kinds: ReadonlyArray<readonly [string, object]> = [
  ["a login", { login: "ada", password: secret }],
  ["an e-mail", { email: "ada@example.com", password: secret }],
  ["a token of an identity provider", { identity_token: secret }],
  ["facebook", { provider: "facebook", keys: { token: secret } }],
  ["twitter", twitter],
  ["firebase_phone", { provider: "firebase_phone", firebase_phone: firebase }],
  ["firebase_email", { provider: "firebase_email", firebase_email: firebase }],
  ["a guest", { guest: true, full_name: "Ada" }]
]

const foreign: { readonly [name: string]: unknown } = {
  application_id: "2",
  auth_key: secret,
  timestamp: "1",
  nonce: "1",
  signature: secret,
  user: { login: "ada" },
  zzUnknown: 1
}

describe("an unknown member of credentials", () => {
  it.effect.each(kinds)("is rejected: %s", ([, who]) =>
    Effect.gen(function* () {
      for (const [name, value] of Object.entries(foreign)) {
        const whoElse = loose<never>({ ...who, [name]: value })
        for (const call of [
          Auth.use(({ createSession }) => createSession(whoElse)),
          Auth.use(({ login }) => login(whoElse))
        ]) {
          assert.include((yield* pathsOf(call)).join(), name)
        }
      }
    })
  )

  const login = (who: object): Call => Auth.use((auth) => auth.login(loose(who)))

  rejects([
    ["keys beside a login", login({ login: "ada", password: secret, keys: { token: secret } }), "keys"],
    ["a login beside a provider", login({ ...twitter, login: "ada" }), "login"],
    ["a password of a guest", login({ guest: true, password: secret }), "password"],
    ["a login beside a token", login({ identity_token: secret, login: "ada" }), "login"],
    ["an account of another provider", login({ ...twitter, firebase_phone: firebase }), "firebase_phone"],
    ["a name beside a login", login({ login: "ada", password: secret, full_name: "Ada" }), "full_name"],
    ["another provider", login({ provider: "github", keys: { token: secret } }), "provider"],
    ["a guest who is none", login({ guest: "yes" }), "guest"],
    ["an empty token", login({ identity_token: undefined }), ""],
    ["no password", login({ login: "ada" }), "password"],
    ["a password only", login({ password: secret }), ""],
    ["no keys", login({ provider: "facebook" }), "keys"],
    ["no secret", login({ provider: "twitter", keys: { token: secret } }), "keys.secret"],
    ["a secret where there is none", login({ provider: "facebook", keys: { token: secret, secret } }), "keys.secret"]
  ])
})

describe("an option in a filter", () => {
  const options = { limit: 5, skip: 1, sort_asc: "_id", sort_desc: "_id", after: "a", batch: 1, before: 1 }

  it.effect.each(Object.entries(options))("is rejected, since it is a separate option: %s", ([name, value]) =>
    Effect.gen(function* () {
      const filter = loose<never>({ [name]: value })
      const calls: ReadonlyArray<Call> = [
        Admin.use(({ chat }) => Stream.runDrain(chat.dialogs.stream(filter))),
        Admin.use(({ chat }) => Stream.runDrain(chat.dialogs.streamResults(filter))),
        Admin.use(({ chat }) => Stream.runDrain(chat.dialogs.pages(filter))),
        Admin.use(({ chat }) => Stream.runDrain(chat.messages.stream(filter))),
        Admin.use(({ chat }) => Stream.runDrain(chat.messages.pagesResults(filter))),
        Chat.use(({ dialogs }) => dialogs.count(filter)),
        Effect.flatMap(records, ({ count }) => count(filter)),
        Effect.flatMap(records, ({ deleteByCriteria }) => deleteByCriteria(filter))
      ]
      for (const call of calls) assert.include(yield* pathsOf(call), name)
    })
  )
})

describe("a member of the application's own parameters", () => {
  const Parameters = Schema.Struct({ place: Place, size: Schema.optionalKey(Schema.Int) })
  const message = (parameters: unknown): Call =>
    Chat.use(({ messages }) =>
      messages.withParameters(Parameters).create(loose({ chat_dialog_id: dialog_id, parameters }))
    )
  const place = { city: "Kyiv", at: { floor: 1 } }
  const record = (fields: object): Call =>
    Effect.flatMap(records, ({ create }) => create(loose({ age: 1, home: place, homes: [place], ...fields })))
  const id = RecordId.make("5c09798aca8bf468ab8d2936")
  const update = (changes: unknown): Call => Effect.flatMap(records, ({ update }) => update(id, loose(changes)))

  rejects([
    ["unknown in typed parameters", message({ place, zz: 1 }), "parameters.zz"],
    [
      "unknown, within typed parameters",
      message({ place: { ...place, at: { floor: 1, zz: 1 } } }),
      "parameters.place.at.zz"
    ],
    ["wrong in typed parameters", message({ place, size: "big" }), "parameters.size"],
    ["unknown, within a record", record({ home: { ...place, zz: 1 } }), "home.zz"],
    ["unknown, deep within a record", record({ home: { city: "Kyiv", at: { floor: 1, zz: 1 } } }), "home.at.zz"],
    ["unknown, in a list of a record", record({ homes: [{ ...place, zz: 1 }] }), "homes.0.zz"],
    ["unknown, within a change", update({ home: { ...place, zz: 1 } }), "home.zz"],
    ["unknown, in an element that is changed", update({ homes: { 0: { ...place, zz: 1 } } }), "homes.zz"],
    ["unknown, in an element that is added", update({ push: { homes: [{ ...place, zz: 1 }] } }), "push.homes.zz"],
    ["unknown, in a value to compare with", listed({ home: { ...place, zz: 1 } }), "home.zz"]
  ])

  it.effect("that would replace the recipient of a system message is rejected", () =>
    Effect.gen(function* () {
      const call = Chat.use(({ messages }) => messages.sendSystem(UserId.make(1), { recipientId: 2 }))
      assert.deepStrictEqual(yield* pathsOf(call), ["parameters.recipientId"])
    })
  )

  it.effect("that is undefined is left out", () =>
    Effect.gen(function* () {
      const { requests } = yield* recordResult(message({ place, size: undefined }), { status: 418 })
      assert.deepStrictEqual(requests[0]?.body, { chat_dialog_id: dialog_id, place })
      const within = { city: "Kyiv", at: { floor: 1 }, zz: undefined }
      const made = yield* recordResult(record({ home: within }), { status: 418 })
      assert.deepStrictEqual(made.requests[0]?.body, { age: 1, home: place, homes: [place] })
    })
  )

  const to = { to: "1-2@chat.connectycube.com", id: "1" }
  const hangUp = { signalType: "hangUp", sessionID: "1" }
  const iceCandidates = {
    signalType: "iceCandidates",
    sessionID: "1",
    iceCandidates: [{ sdpMLineIndex: "0", sdpMid: "0", candidate: "c", zz: 1 }]
  }

  it.each([
    ["an unknown one", { ...hangUp, zz: 1 }, "zz"],
    ["an unknown one in a part", iceCandidates, "iceCandidates.0.zz"],
    ["a wrong one", { ...hangUp, sessionID: 1 }, "sessionID"]
  ] as const)("of a signal is rejected: %s", (_, signal, path) => {
    const result = Signal.encode(loose(signal), to)
    if (Result.isSuccess(result)) return assert.fail("it was written")
    assert.include(
      result.failure.issues.map((issue) => issue.path),
      path
    )
  })

  it.each([null, undefined, 5, "hangUp", [], {}])("of a signal is rejected, where there is none: %s", (signal) => {
    assert.isTrue(Result.isFailure(Signal.encode(loose(signal), to)))
    assert.isTrue(Result.isFailure(Signal.encode(loose(hangUp), loose(signal))))
  })

  it("of a signal that is undefined is left out", () => {
    assert.deepStrictEqual(
      Signal.encode(loose({ ...hangUp, userInfo: undefined, zz: undefined }), to),
      Signal.encode(loose(hangUp), to)
    )
  })
})

describe("an item of a comma-separated list", () => {
  const user = UserId.make(1)
  rejects(
    ["", " ", "a,b", " a"].flatMap((item): ReadonlyArray<readonly [string, Call, string]> => [
      [
        `a tag of a new user: "${item}"`,
        Users.use((users) => users.signUp(loose({ login: "ada", password: secret, tag_list: ["vip", item] }))),
        "tag_list.1"
      ],
      [
        `a tag of a user: "${item}"`,
        Users.use((users) => users.update(user, { tag_list: ["vip", item] })),
        "tag_list.1"
      ],
      [`a tag that is looked for: "${item}"`, Users.use((users) => users.listByTags(["vip", item])), "tags.1"],
      [`a value of the first version of users: "${item}"`, v1({ value: ["ada", item] }), "filter.0.value.1"],
      [
        `an end of the first version of users: "${item}"`,
        v1({ operator: "between", value: ["ada", item] }),
        "filter.0.value.1"
      ],
      [`a name: "${item}"`, dialogs({ name: { in: ["a", item] } }), "name[in].1"],
      [
        `a field: "${item}"`,
        CustomData.use((data) => data.untyped("a").list({ output: { include: ["a", item] } })),
        "output.include.1"
      ],
      [
        `a value of a field: "${item}"`,
        CustomData.use((data) => data.untyped("a").list({ b: { in: ["a", item] } })),
        "b[in].1"
      ]
    ])
  )
})

describe("a URL of a file", () => {
  it.effect("requires a uid", () =>
    Effect.gen(function* () {
      for (const uid of [undefined, null, "", 5, {}, ".", ".."]) {
        assert.deepStrictEqual(yield* pathsOf(Storage.use((storage) => storage.privateUrl(loose(uid)))), ["uid"])
        const { result } = yield* recordResult(
          Storage.use((storage) => Effect.result(Effect.try(() => storage.publicUrl(loose(uid)))))
        )
        if (Result.isFailure(result) || Result.isSuccess(result.success)) return assert.fail("there is a URL")
        const { cause } = result.success.failure
        assert.propertyVal(cause, "_tag", "InvalidRequest")
      }
    })
  )
})
