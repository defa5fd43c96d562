import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import { ConnectyCube } from "../support/Sdk.ts"
import { at, list, password, text } from "../support/Wire.ts"

/** The class of the documentation of the SDK. */
const call_history_item = {
  fields: {
    call_name: "String",
    call_participants: "Array",
    call_start_time: "Integer",
    call_end_time: "Integer",
    call_duration: "Integer",
    call_state: "String",
    is_group_call: "Boolean",
    call_id: "String",
    caller_location: "Location"
  }
} as const

const className = "call_history_item"

const record = {
  call_name: "Group call",
  call_participants: [2325293, 563541, 563543],
  call_start_time: 1701789791673,
  call_end_time: 0,
  call_duration: 0,
  call_state: "accepted",
  is_group_call: true,
  call_id: "f8c3de3d-1fea-4d7c-a8b0-29f63c4c3454",
  caller_location: [50.004444, 36.23438]
}

/** The result of an SDK call. */
const response = <A>(call: () => Promise<A>) => Effect.promise(call)

/** The error of the SDK: a code, and the body of the response. */
const errorResponse = (call: () => Promise<unknown>) =>
  Effect.map(Effect.flip(Effect.tryPromise({ try: call, catch: (error) => error })), (error) => {
    const { code, info } = Object(error)
    return { code, info }
  })

/** A new application, and a user who is logged in. */
const enter = Effect.fnUntraced(function* (login: string) {
  const emulator = yield* Emulator
  yield* emulator.reset
  ConnectyCube.init(
    { appId: 1, authKey: "emulator-auth-key" },
    { debug: { mode: 0 }, endpoints: { api_url: emulator.url } }
  )
  return yield* logIn(login)
})

const logIn = Effect.fnUntraced(function* (login: string) {
  yield* response(() => ConnectyCube.createSession())
  yield* response(() => ConnectyCube.users.signup({ login, password }))
  return Number(at(yield* response(() => ConnectyCube.login({ login, password })), "id"))
})

/** The id of a new record. */
const create = (params: object = {}) =>
  Effect.map(
    response(() => ConnectyCube.data.create(className, { ...record, ...params })),
    (made) => text(made, "_id")
  )

const ids = (found: unknown): ReadonlyArray<unknown> => list(found, "items").map((item) => at(item, "_id"))

layer(Emulator.layerServer({ settings: { classes: { call_history_item } } }))("the data of the official SDK", (it) => {
  it.effect("is created", () =>
    Effect.gen(function* () {
      const user_id = yield* enter("ada")
      const made = yield* response(() => ConnectyCube.data.create(className, { ...record, user_id: 2325293 }))
      assert.deepInclude(Object(made), { ...record, user_id, _parent_id: null })
    })
  )

  it.effect("is created with permissions, which are read", () =>
    Effect.gen(function* () {
      yield* enter("ada")
      const id = yield* create({
        permissions: {
          read: { access: "owner" },
          update: { access: "open_for_users_ids", ids: [563541, 563543] },
          delete: { access: "open_for_groups", groups: ["group87", "group108"] }
        }
      })
      assert.deepStrictEqual(yield* response(() => ConnectyCube.data.readPermissions(className, id)), {
        record_id: id,
        permissions: {
          read: { access: "owner" },
          update: { access: "open_for_users_ids", users_ids: ["563541", "563543"] },
          delete: { access: "open_for_groups", users_groups: ["group87", "group108"] }
        }
      })
      yield* logIn("bob")
      assert.strictEqual((yield* errorResponse(() => ConnectyCube.data.readPermissions(className, id))).code, 403)
      assert.strictEqual((yield* errorResponse(() => ConnectyCube.data.list(className, id))).code, 403)
    })
  )

  it.effect("is created in one request, numbered from 1", () =>
    Effect.gen(function* () {
      yield* enter("ada")
      const made = yield* response(() =>
        ConnectyCube.data.create(className, [record, { ...record, call_name: "Second" }])
      )
      assert.deepStrictEqual(
        list(made, "items").map((item) => at(item, "call_name")),
        ["Group call", "Second"]
      )
    })
  )

  it.effect("is retrieved by one id and by several", () =>
    Effect.gen(function* () {
      yield* enter("ada")
      const first = yield* create()
      const second = yield* create()
      assert.deepStrictEqual(ids(yield* response(() => ConnectyCube.data.list(className, first))), [first])
      assert.deepStrictEqual(ids(yield* response(() => ConnectyCube.data.list(className, [second, first]))), [
        second,
        first
      ])
      assert.deepStrictEqual(ids(yield* response(() => ConnectyCube.data.list(className, `${first},${second}`))), [
        first,
        second
      ])
    })
  )

  it.effect("is retrieved by filters, sorted, in pages, and in parts", () =>
    Effect.gen(function* () {
      yield* enter("ada")
      const first = yield* create({ call_duration: 1, call_state: "missed" })
      const second = yield* create({ call_duration: 2, is_group_call: false })
      const third = yield* create({ call_duration: 3, _parent_id: first, caller_location: [0, 0] })
      const queries: ReadonlyArray<readonly [object, ReadonlyArray<string>]> = [
        [{}, [first, second, third]],
        [{ call_duration: { gt: 1 } }, [second, third]],
        [{ call_duration: { gte: 1, lt: 3 } }, [first, second]],
        [{ call_duration: { in: [3, 1] } }, [first, third]],
        [{ call_duration: { nin: [3, 1] } }, [second]],
        [{ call_state: { ne: "missed" } }, [second, third]],
        [{ call_state: { or: ["missed", "none"] } }, [first]],
        [{ call_state: { ctn: "iss" }, is_group_call: true }, [first]],
        [{ call_participants: { all: [563541, 2325293] }, sort_desc: "call_duration" }, [third, second, first]],
        [{ call_participants: { all: [1] } }, []],
        [{ caller_location: { near: "0,0;10" } }, [third]],
        [{ _parent_id: first }, [third]],
        [{ sort_desc: "_id", limit: 1, skip: 1 }, [second]],
        [{ limit: -1 }, [third]]
      ]
      for (const [query, expected] of queries) {
        assert.deepStrictEqual(
          ids(yield* response(() => ConnectyCube.data.list(className, query))),
          expected,
          JSON.stringify(query)
        )
      }
      const counted = yield* response(() => ConnectyCube.data.list(className, { count: 1, call_duration: { gt: 1 } }))
      assert.deepStrictEqual(counted, { items: { count: 2 } })
      const some = yield* response(() =>
        ConnectyCube.data.list(className, { output: { include: ["call_name", "user_id"] }, limit: 1 })
      )
      assert.deepStrictEqual(Object.keys(Object(at(some, "items.0"))), ["_id", "call_name", "user_id"])
      const groups = yield* response(() =>
        ConnectyCube.data.list(className, { call_duration: { calc: "sum" }, group_by: "is_group_call" })
      )
      assert.deepStrictEqual(at(groups, "items"), [
        { is_group_call: false, calc_call_duration: 2 },
        { is_group_call: true, calc_call_duration: 4 }
      ])
    })
  )

  it.effect("is updated by its id, with operators too", () =>
    Effect.gen(function* () {
      yield* enter("ada")
      const id = yield* create()
      const updated = yield* response(() => ConnectyCube.data.update(className, { id, call_end_time: 1701945033120 }))
      assert.deepInclude(Object(updated), { _id: id, call_name: "Group call", call_end_time: 1701945033120 })
      const changed = yield* response(() =>
        ConnectyCube.data.update(className, {
          _id: id,
          call_name: null,
          inc: { call_duration: 60 },
          pull: { call_participants: 563541 },
          push: { call_participants: [1] }
        })
      )
      assert.deepInclude(Object(changed), {
        call_name: null,
        call_duration: 60,
        call_participants: [2325293, 563543, 1]
      })
    })
  )

  it.effect("is updated by criteria", () =>
    Effect.gen(function* () {
      const user_id = yield* enter("ada")
      const id = yield* create()
      const params = { search_criteria: { user_id }, call_name: "Deleted user" }
      const updated = yield* response(() => ConnectyCube.data.update(className, params))
      assert.deepInclude(Object(updated), { total_found: 1 })
      assert.deepStrictEqual(ids(updated), [id])
      assert.strictEqual(at(updated, "items.0.call_name"), "Deleted user")
    })
  )

  it.effect("is updated in one request", () =>
    Effect.gen(function* () {
      yield* enter("ada")
      const id = yield* create()
      const params = [
        { id, call_end_time: 1701945033120 },
        { _id: "5f998d3bca8bf4140543f79a", call_end_time: 1701945033120 }
      ]
      const updated = yield* response(() => ConnectyCube.data.update(className, params))
      assert.deepStrictEqual(at(updated, "not_found"), { ids: ["5f998d3bca8bf4140543f79a"] })
      assert.deepStrictEqual(ids(updated), [id])
    })
  )

  it.effect("is deleted by one id, by several and by criteria", () =>
    Effect.gen(function* () {
      yield* enter("ada")
      const [first = "", second = "", third = "", fourth = "", fifth = ""] = yield* Effect.forEach(
        [1, 2, 3, 4, 5],
        (number) => create({ call_id: `call ${number}` })
      )
      yield* response(() => ConnectyCube.data.delete(className, first))
      yield* response(() => ConnectyCube.data.delete(className, [second]))
      assert.deepStrictEqual(yield* response(() => ConnectyCube.data.delete(className, [third, first])), {
        SuccessfullyDeleted: { ids: [third] },
        WrongPermissions: { ids: [] },
        NotFound: { ids: [first] }
      })
      assert.deepStrictEqual(
        yield* response(() => ConnectyCube.data.delete(className, { call_id: { in: ["call 4", "call 6"] } })),
        {
          total_deleted: 1
        }
      )
      assert.deepStrictEqual(ids(yield* response(() => ConnectyCube.data.list(className))), [fifth])
      assert.notInclude([first, second, third], fourth)
    })
  )

  it.effect("is rejected with the errors", () =>
    Effect.gen(function* () {
      yield* enter("ada")
      assert.deepStrictEqual(
        yield* errorResponse(() => ConnectyCube.data.create(className, { call_duration: "long" })),
        {
          code: 422,
          info: { errors: { call_duration: ["should be an integer"] } }
        }
      )
      assert.deepStrictEqual(yield* errorResponse(() => ConnectyCube.data.list("unknown_class")), {
        code: 403,
        info: { errors: { base: ["Undefined class"] } }
      })
      yield* response(() => ConnectyCube.createSession())
      assert.deepStrictEqual(yield* errorResponse(() => ConnectyCube.data.list(className)), {
        code: 403,
        info: { errors: { base: ["Forbidden. Need user."] } }
      })
    })
  )
})
