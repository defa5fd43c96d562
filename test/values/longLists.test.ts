// Long lists of ids: a call of any length has the result that a server without limits would return.
import * as Batch from "@effect-connectycube/core/client/Batch"
import type { Deleted } from "@effect-connectycube/core/Deleted"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it, layer } from "@effect/vitest"
import {
  type Admin,
  Chat,
  ConnectyCube,
  type ConnectyCubeError,
  CustomData,
  DialogId,
  MessageId,
  RecordId,
  RetryPolicy,
  Session as Sessions,
  UserId,
  Users
} from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { randomOf } from "../../packages/core/test/support/random.ts"
import { type Response, type Recorded, recordingClient } from "../support/recording.ts"

type Services = Admin | Chat | CustomData | Session | Users

const chat_dialog_id = DialogId.make("5c093376e588ce6856f873fe")

/** An id in the format of the API. */
const hex = (number: number) => `5c093376e588ce6856f8${number.toString(16).padStart(4, "0")}`

const idsOf = (count: number) => Array.from({ length: count }, (_, index) => hex(index))

/** The ids in the path of a request. */
const inPath = ({ path }: Recorded): ReadonlyArray<string> =>
  path
    .slice(path.lastIndexOf("/") + 1)
    .split(",")
    .map(decodeURIComponent)

const parameter = ({ query }: Recorded, name: string) => query.find(([key]) => key === name)?.[1]

/** The URL of a request as it would stand in its first line. */
const lengthOf = ({ path, query }: Recorded) =>
  path.length + 1 + new URLSearchParams(query.map(([name, value]) => [name, value])).toString().length

/** The result of a call, and its requests. */
const observed = <A, E>(effect: Effect.Effect<A, E, Services>, response: (request: Recorded) => Response) => {
  const client = recordingClient(response)
  return effect.pipe(
    Effect.provideService(Session, fromToken(Redacted.make("<TOKEN>"))),
    Effect.provide(ConnectyCube.layer(Emulator.credentials).pipe(Layer.orDie, Layer.provide(client.layer))),
    Effect.provideService(RetryPolicy, RetryPolicy.none),
    Effect.result,
    Effect.map((result) => ({ result, requests: client.requests }))
  )
}

/** The result of a server without limits: every third id does not exist, and every seventh is another user's. */
const groups = (ids: ReadonlyArray<string>): typeof Deleted.Encoded => {
  const known = [...new Set(ids)]
  const group = (id: string) =>
    Number.parseInt(id.slice(-4), 16) % 3 === 0 ? 0 : Number.parseInt(id.slice(-4), 16) % 7 === 0 ? 1 : 2
  const those = (wanted: number) => ({ ids: known.filter((id) => group(id) === wanted) })
  return { SuccessfullyDeleted: those(2), NotFound: those(0), WrongPermissions: those(1) }
}

/** The ids that exist. */
const there = (ids: ReadonlyArray<string>) => {
  const { NotFound } = groups(ids)
  const missing = new Set(NotFound?.ids)
  return [...new Set(ids)].filter((id) => !missing.has(id))
}

const recordOf = (id: string) => ({ _id: id, user_id: 7, created_at: 1, updated_at: 1 })

const userOf = (id: string) => ({
  id: Number(id),
  login: id,
  created_at: "2018-12-06T09:16:26Z",
  updated_at: "2018-12-06T09:16:26Z"
})

/** The calls that take a list of ids in their URL, the response of a server without limits, and its decoded result. */
const calls: {
  readonly [name: string]: {
    readonly call: (ids: ReadonlyArray<string>) => Effect.Effect<unknown, ConnectyCubeError, Services>
    readonly idsOf: (request: Recorded) => ReadonlyArray<string>
    readonly response: (ids: ReadonlyArray<string>) => unknown
    readonly expected: (ids: ReadonlyArray<string>) => unknown
  }
} = {
  "chat.messages.deleteMany": {
    call: (ids) =>
      Effect.flatMap(Chat, ({ messages }) =>
        messages.deleteMany(
          ids.map((id) => MessageId.make(id)),
          { force: true }
        )
      ),
    idsOf: inPath,
    response: groups,
    expected: groups
  },
  "chat.messages.updateMany": {
    call: (ids) =>
      Effect.flatMap(Chat, ({ messages }) =>
        messages.updateMany(
          ids.map((id) => MessageId.make(id)),
          { chat_dialog_id, read: true }
        )
      ),
    idsOf: inPath,
    response: () => "",
    expected: () => undefined
  },
  "chat.messages.countUnread": {
    call: (ids) => Effect.flatMap(Chat, ({ messages }) => messages.countUnread(ids.map((id) => DialogId.make(id)))),
    idsOf: (request) => parameter(request, "chat_dialog_ids")?.split(",") ?? [],
    response: (ids) => ({ total: 5000, ...Object.fromEntries(ids.map((id) => [id, id.length])) }),
    expected: (ids) => ({ total: 5000, dialogs: Object.fromEntries(ids.map((id) => [id, id.length])) })
  },
  "chat.dialogs.deleteMany": {
    call: (ids) => Effect.flatMap(Chat, ({ dialogs }) => dialogs.deleteMany(ids.map((id) => DialogId.make(id)))),
    idsOf: inPath,
    response: groups,
    expected: groups
  },
  "customData.getMany": {
    call: (ids) =>
      Effect.flatMap(CustomData.collection("thing", Schema.Struct({})), (things) =>
        Effect.map(things.getMany(ids.map((id) => RecordId.make(id))), (found) => found.map(({ _id }) => _id))
      ),
    idsOf: inPath,
    response: (ids) => ({ class_name: "thing", items: there(ids).map(recordOf) }),
    expected: there
  },
  "customData.count": {
    call: (ids) =>
      Effect.flatMap(CustomData.untyped("thing"), (things) =>
        things.count({ _id: { in: ids.map((id) => RecordId.make(id)) } })
      ),
    idsOf: (request) => parameter(request, "_id[in]")?.split(",") ?? [],
    response: (ids) => ({ items: { count: there(ids).length } }),
    expected: (ids) => there(ids).length
  },
  "chat.dialogs.count": {
    call: (ids) =>
      Effect.flatMap(Chat, ({ dialogs }) => dialogs.count({ _id: { in: ids.map((id) => DialogId.make(id)) } })),
    idsOf: (request) => parameter(request, "_id[in]")?.split(",") ?? [],
    response: (ids) => ({ items: { count: there(ids).length } }),
    expected: (ids) => there(ids).length
  },
  "customData.deleteMany": {
    call: (ids) =>
      Effect.flatMap(CustomData.collection("thing", Schema.Struct({})), (things) =>
        things.deleteMany(ids.map((id) => RecordId.make(id)))
      ),
    idsOf: inPath,
    response: groups,
    expected: groups
  }
}

describe("a list of ids of any length", () => {
  for (const [name, { response, call, expected, idsOf: idsIn }] of Object.entries(calls)) {
    it.effect(`of ${name} returns the result of a server without limits, with each id sent once`, () =>
      Effect.gen(function* () {
        const { integer, pick } = randomOf(12)
        const lengths = [
          2,
          99,
          100,
          101,
          102,
          200,
          201,
          401,
          1000,
          ...Array.from({ length: 4 }, () => 2 + integer(999))
        ]
        for (const length of lengths) {
          // Some of them long, some repeated.
          const long = pick(["", "", "x".repeat(150), "é".repeat(30)])
          const ids = Array.from({ length }, () => (integer(4) === 0 ? long : "") + hex(integer(length)))
          const unique = [...new Set(ids)]
          if (unique.length < 2) continue
          const { requests, result } = yield* observed(call(ids), (request) => ({ body: response(idsIn(request)) }))
          assert.deepStrictEqual(result._tag === "Success" ? result.success : result.failure, expected(ids))
          assert.deepStrictEqual(requests.flatMap(idsIn).toSorted(), unique.toSorted())
          for (const request of requests) {
            assert.isAtMost(idsIn(request).length, 100)
            assert.isAtMost(lengthOf(request), 6 * 1024)
            // For a single id the response has another format.
            assert.isAtLeast(idsIn(request).length, 2)
          }
          // And in no more requests than needed.
          const bytes = encodeURIComponent(unique.join()).length
          assert.isAtMost(requests.length, Math.ceil(unique.length / 100) + 2 * Math.ceil(bytes / 5120))
        }
      })
    )

    it.effect(`of ${name} is rejected when it is empty, or when one is no id, before anything is sent`, () =>
      Effect.gen(function* () {
        const wrong = [
          [],
          [...idsOf(400), "."],
          [...idsOf(400), "\ud800"],
          ...(name === "customData.getMany" ? [[...idsOf(400), "by_criteria"]] : [])
        ]
        for (const ids of wrong) {
          const { requests, result } = yield* observed(call(ids), () => ({ status: 500 }))
          assert.strictEqual(requests.length, 0)
          assert.strictEqual(result._tag === "Failure" && result.failure._tag, "InvalidRequest")
        }
      })
    )
  }

  it("is split into batches of one length, in its order", () => {
    assert.deepStrictEqual(Batch.split([]), [[]])
    assert.deepStrictEqual(
      Batch.split(idsOf(101)).map(({ length }) => length),
      [50, 51]
    )
    assert.deepStrictEqual(Batch.split(idsOf(1000)).flat(), idsOf(1000))
  })
})

describe("when one of several requests fails", () => {
  const { response, call, idsOf: idsIn } = calls["chat.messages.deleteMany"] ?? assert.fail()
  const ids = idsOf(1000)

  it.effect("the error is that of the request, and lists the outcome of each id", () =>
    Effect.gen(function* () {
      const { requests, result } = yield* observed(call(ids), (request) =>
        idsIn(request).includes(hex(250)) ? { status: 500, body: "" } : { body: response(idsIn(request)) }
      )
      const error = result._tag === "Failure" ? result.failure : assert.fail("it went well")
      const batch = error._tag === "InternalServerError" ? error.batch : assert.fail(`got ${error._tag}`)
      assert.strictEqual(error.operation, "chat.messages.deleteMany")
      const failed = requests.filter((request) => idsIn(request).includes(hex(250))).flatMap(idsIn)
      const handled = requests.flatMap(idsIn).filter((id) => !failed.includes(id))
      const told = groups(handled)
      assert.deepStrictEqual(batch?.open, failed)
      assert.deepStrictEqual(batch?.rejected.toSorted(), told.WrongPermissions?.ids.toSorted())
      assert.deepStrictEqual(
        batch?.done.toSorted(),
        [...(told.SuccessfullyDeleted?.ids ?? []), ...(told.NotFound?.ids ?? [])].toSorted()
      )
      assert.deepStrictEqual(batch?.notSent, ids.slice(requests.flatMap(idsIn).length))
      assert.isNotEmpty(batch?.notSent)
      // Each id is in exactly one of them.
      const all = [batch?.done, batch?.rejected, batch?.open, batch?.notSent].flatMap((part) => part ?? [])
      assert.deepStrictEqual(all.toSorted(), ids.toSorted())
      assert.include(
        error.message,
        `rejected: ${batch?.rejected.length}, open: 100, not sent: ${batch?.notSent.length}`
      )
    })
  )

  it.effect("it is caught by the tag of that error, for every tag", () =>
    Effect.gen(function* () {
      for (const [status, tag] of [
        [400, "BadRequest"],
        [401, "Unauthorized"],
        [403, "Forbidden"],
        [404, "NotFound"],
        [422, "UnprocessableEntity"],
        [429, "TooManyRequests"],
        [502, "UnexpectedStatus"],
        [503, "ServiceUnavailable"],
        [200, "DecodeError"]
      ] as const) {
        const { result } = yield* observed(call(ids), () => ({ status, body: "no" }))
        const error = result._tag === "Failure" ? result.failure : assert.fail("it went well")
        assert.strictEqual(error._tag, tag)
        assert.strictEqual(error.batch?.done.length, 0)
        assert.strictEqual((error.batch?.open.length ?? 0) + (error.batch?.notSent.length ?? 0), 1000)
      }
    })
  )

  it.effect("a list that fits into one request fails without a batch", () =>
    Effect.gen(function* () {
      const { result } = yield* observed(call(idsOf(100)), () => ({ status: 403, body: "" }))
      const error = result._tag === "Failure" ? result.failure : assert.fail("it went well")
      assert.notProperty(error, "batch")
    })
  )
})

describe("a list that cannot be split is rejected with the maximum length", () => {
  const ids = idsOf(1000)
  const userIds = Array.from({ length: 1000 }, (_, index) => UserId.make(10_000_000 + index))
  const things = CustomData.untyped("thing")
  const pages: { readonly [name: string]: Effect.Effect<unknown, ConnectyCubeError, Services> } = {
    "users.list": Effect.flatMap(Users, (users) => users.list({ id: { in: userIds } })),
    "users.listV1": Effect.flatMap(Users, (users) =>
      users.listV1({ filter: [{ field: "id", operator: "in", value: userIds }] })
    ),
    "chat.dialogs.list": Effect.flatMap(Chat, ({ dialogs }) =>
      dialogs.list({ _id: { nin: ids.map((id) => DialogId.make(id)) } })
    ),
    "chat.messages.list": Effect.flatMap(Chat, ({ messages }) =>
      messages.list({ chat_dialog_id, _id: { in: ids.map((id) => MessageId.make(id)) }, limit: 10, skip: 10 })
    ),
    "custom data": Effect.flatMap(things, (things) =>
      things.list({ _id: { nin: ids.map((id) => RecordId.make(id)) } })
    ),
    "a long text": Effect.flatMap(Chat, ({ messages }) =>
      messages.list({ chat_dialog_id, message: { ctn: "é".repeat(1100) } })
    ),
    "a long path": Effect.flatMap(Users, (users) => users.getByExternalId("x".repeat(7000)))
  }

  for (const [name, list] of Object.entries(pages)) {
    it.effect(`in a page of ${name}`, () =>
      Effect.gen(function* () {
        const { requests, result } = yield* observed(list, () => ({ status: 500 }))
        const error = result._tag === "Failure" ? result.failure : assert.fail("it went well")
        assert.strictEqual(requests.length, 0)
        assert.match(error._tag === "InvalidRequest" ? error.message : error._tag, /URL of at most 6144 bytes/)
      })
    )
  }

  it.effect("unless it fits, and is sent", () =>
    Effect.gen(function* () {
      const fitting = Effect.flatMap(Users, (users) => users.list({ id: { in: userIds.slice(0, 220) } }))
      const { requests } = yield* observed(fitting, () => ({
        body: { limit: 100, skip: 0, total_entries: 0, items: [] }
      }))
      assert.strictEqual(requests.length, 1)
    })
  )
})

describe("a stream in the order of ids, of any number of them,", () => {
  it.effect("of users emits each existing user once, in order", () =>
    Effect.gen(function* () {
      const { integer } = randomOf(5)
      const ids = Array.from({ length: 1000 }, () => 10_000_000 + integer(1000))
      const stream = Effect.flatMap(Users, (users) =>
        Stream.runCollect(users.stream({ id: { in: ids.map((id) => UserId.make(id)) }, limit: 30 }))
      )
      const { requests, result } = yield* observed(stream, ({ query }) => {
        const asked = query.flatMap(([key, id]) => (key === "id[in][]" ? [Number(id)] : [])).toSorted((a, b) => a - b)
        const skip = Number(query.find(([key]) => key === "offset")?.[1] ?? 0)
        const items = asked.slice(skip, skip + 30).map((id) => userOf(String(id)))
        return { body: { limit: 30, skip, total_entries: asked.length, items } }
      })
      for (const request of requests) assert.isAtMost(lengthOf(request), 6 * 1024)
      assert.deepStrictEqual(
        result._tag === "Success" ? result.success.map(({ id }) => Number(id)) : result.failure,
        [...new Set(ids)].toSorted((a, b) => a - b)
      )
    })
  )

  it.effect("of records emits each existing record once, in order", () =>
    Effect.gen(function* () {
      const { integer } = randomOf(6)
      const ids = Array.from({ length: 1000 }, () => hex(integer(1000)))
      const stream = Effect.flatMap(CustomData.untyped("thing"), (things) =>
        Stream.runCollect(things.stream({ _id: { in: ids.map((id) => RecordId.make(id)) }, limit: 30 }))
      )
      const { requests, result } = yield* observed(stream, (request) => {
        const after = parameter(request, "_id[gt]") ?? ""
        const asked = parameter(request, "_id[in]")?.split(",").toSorted() ?? []
        const items = asked.filter((id) => id > after).slice(0, 30)
        return { body: { class_name: "thing", skip: 0, limit: 30, items: items.map(recordOf) } }
      })
      for (const request of requests) assert.isAtMost(lengthOf(request), 6 * 1024)
      assert.deepStrictEqual(
        result._tag === "Success" ? result.success.map(({ _id }) => String(_id)) : result.failure,
        [...new Set(ids)].toSorted()
      )
    })
  )
})

const ada = { login: "ada", password: Redacted.make("correct horse") }

const Emulated = Layer.unwrap(
  Effect.gen(function* () {
    yield* (yield* Users).signUp(ada)
    return Sessions.layerLogin(ada)
  })
).pipe(
  Layer.provideMerge(
    ConnectyCube.layer(Emulator.credentials).pipe(
      Layer.provideMerge(Emulator.layer({ settings: { classes: { thing: { fields: { n: "Integer" } } } } }))
    )
  )
)

layer(Emulated)("with the emulator", (it) => {
  it.effect("the existing ones of 401 messages are deleted, and likewise of dialogs", () =>
    Effect.gen(function* () {
      const { dialogs, messages } = yield* Chat
      const dialog = yield* dialogs.create({ type: "public", name: "Engines" })
      const made = yield* Effect.forEach(["first", "second", "third"], (message) =>
        messages.create({ chat_dialog_id: dialog._id, message })
      )
      const [first, second, third] = made.map(({ _id }) => _id)
      const others = idsOf(398).map((id) => MessageId.make(id))
      const ids = [first, ...others.slice(0, 200), second, ...others.slice(200), third].flatMap((id) => id ?? [])
      yield* messages.countUnread(idsOf(401).map((id) => DialogId.make(id)))
      assert.deepStrictEqual(yield* messages.deleteMany(ids, { force: true }), {
        SuccessfullyDeleted: { ids: made.map(({ _id }) => _id) },
        NotFound: { ids: others },
        WrongPermissions: { ids: [] }
      })
      const gone = yield* dialogs.deleteMany(idsOf(401).map((id) => DialogId.make(id)))
      assert.strictEqual(gone.NotFound.ids.length, 401)
    })
  )

  it.effect("401 records are read and deleted", () =>
    Effect.gen(function* () {
      const things = yield* CustomData.collection("thing", Schema.Struct({ n: Schema.Int }))
      const made = yield* things.createMany(Array.from({ length: 401 }, (_, n) => ({ n })))
      const ids = made.map(({ _id }) => _id)
      const read = yield* things.getMany([...ids, ...ids])
      assert.deepStrictEqual(
        read.map(({ n }) => n),
        made.map(({ n }) => n)
      )
      const { SuccessfullyDeleted } = yield* things.deleteMany(ids)
      assert.deepStrictEqual(SuccessfullyDeleted.ids, ids)
    })
  )
})
