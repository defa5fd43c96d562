// Each request equals the documented one, and each documented response is decoded.
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import { UserId } from "@effect-connectycube/core/Ids"
import type { Session } from "@effect-connectycube/core/Session"
import type { Collection } from "@effect-connectycube/custom-data/Collection"
import type { CustomData } from "@effect-connectycube/custom-data/CustomData"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { type Response, parseCurl, type Recorded } from "../../../test/support/recording.ts"
import documented from "./fixtures/documented.json" with { type: "json" }
import { id, type Profile, profiles, record } from "./support/Profile.ts"

type Name = keyof typeof documented

interface Documented {
  readonly requests: ReadonlyArray<string>
  readonly responses?: ReadonlyArray<unknown>
}

const call = <A>(
  f: (profiles: Collection<(typeof Profile)["fields"]>) => Effect.Effect<A, ConnectyCubeError, Session>
): Effect.Effect<A, ConnectyCubeError, CustomData | Session> => Effect.flatMap(profiles, f)

/** The call of the service for each documented request, in the order of the documentation's examples. */
const documentedCalls: {
  readonly [K in Name]: ReadonlyArray<Effect.Effect<unknown, ConnectyCubeError, CustomData | Session>>
} = {
  create: [
    call((profiles) =>
      profiles.create({ full_name: "Nadine Collier", age: 41, job: "accountant", country_of_birth: "Germany" })
    ),
    call((profiles) =>
      profiles.create({
        full_name: "Jacelyn Millard",
        age: 25,
        country_of_birth: "India",
        permissions: {
          read: { access: "owner" },
          update: { access: "open_for_users_ids", ids: [UserId.make(51941), UserId.make(51943)] },
          delete: { access: "open_for_groups", groups: ["officers", "assistants"] }
        }
      })
    )
  ],
  createMany: [call((profiles) => profiles.createMany([{ age: 11 }, { age: 55 }]))],
  get: [call((profiles) => profiles.getMany([id("5c09798aca8bf468ab8d2936"), id("5c097c45ca8bf468ab8d294e")]))],
  list: [
    call((profiles) => profiles.list({ sort_asc: "age" })),
    call((profiles) => profiles.list({ age: { gt: 28 } })),
    call((profiles) => profiles.aggregate({ calc: { age: "avg" }, group_by: "country_of_birth" })),
    call((profiles) => profiles.list({ age: { gt: 28 }, sort_desc: "full_name" }))
  ],
  permissions: [call((profiles) => profiles.getPermissions(id("5bf7da90ca8bf42dae037dea")))],
  update: [call((profiles) => profiles.update(id("5c097e8cca8bf4291e8d219f"), { age: 22, job: "technical director" }))],
  updateByCriteria: [call((profiles) => profiles.updateByCriteria({ age: { lt: 30 } }, { country_of_birth: "Iran" }))],
  updateMany: [
    call((profiles) =>
      profiles.updateMany([
        { id: id("5c0d4f95ca8bf4291e8d3c2d"), country_of_birth: "USA", age: 50 },
        { id: id("5c0d625aca8bf43a5b8cf3de"), country_of_birth: "Lithuania", age: 28 },
        { id: id("5c0d625aca8bf43a5b8cf111"), country_of_birth: "Greece", age: 35 }
      ])
    )
  ],
  delete: [call((profiles) => profiles.delete(id("5c090e0fe588ce59fff873df")))],
  deleteMany: [
    call((profiles) =>
      profiles.deleteMany([
        id("5bf7da90ca8bf42dae037dea"),
        id("5bf7db7cca8bf45ff403449c"),
        id("5bf7d621ca8bf45ff4034463")
      ])
    )
  ],
  deleteByCriteria: [call((profiles) => profiles.deleteByCriteria({ age: { gte: 41 } }))]
}

const responsesOf = (name: Name): ReadonlyArray<Response> => {
  const { responses }: Documented = documented[name]
  return responses?.map((body) => ({ body })) ?? [{ body: "" }]
}

const coerced = (json: unknown): unknown => {
  if (Array.isArray(json)) return json.map(coerced)
  if (typeof json !== "object" || json === null) {
    return typeof json === "string" && /^\d+$/.test(json) ? Number(json) : json
  }
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, coerced(value)]))
}

/**
 * The examples send the numbers of a class as texts (`"age": "41"`), and the server returns `41`: it converts both to the
 * type of the class. The client sends the number of the schema, so a number and its text are equal here.
 */
const normalised = ({ body, ...request }: Recorded): Recorded => ({ ...request, body: coerced(body) })

describe("the documented requests", () => {
  for (const name of Object.keys(documented) as ReadonlyArray<Name>) {
    const { requests }: Documented = documented[name]
    const calls = documentedCalls[name]
    it(`of ${name} are all here`, () => assert.strictEqual(calls.length, requests.length))
    for (const [index, effect] of calls.entries()) {
      it.effect(`of ${name} (${index + 1}) are sent exactly`, () =>
        Effect.gen(function* () {
          const isAggregation = name === "list" && index === 2
          const empty = { class_name: "profile", items: [] }
          for (const response of isAggregation ? [{ body: empty }] : responsesOf(name)) {
            const sent = yield* record(effect, response)
            assert.deepStrictEqual(sent.requests.map(normalised), [normalised(parseCurl(requests[index] ?? ""))])
          }
        })
      )
    }
  }

  it("differ at most in texts and numbers", () => {
    const request = parseCurl(documented.create.requests[0] ?? "")
    assert.notDeepEqual(normalised({ ...request, body: { age: "42" } }), normalised({ ...request, body: { age: 41 } }))
    assert.notDeepEqual(normalised({ ...request, body: { job: "a" } }), normalised({ ...request, body: { job: "b" } }))
  })
})

describe("the documented responses", () => {
  it.effect("of a new record", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call((profiles) => profiles.create({ age: 41 })),
        { status: 201, body: documented.create.responses[0] }
      )
      const time = DateTime.makeUnsafe(1544124810_000)
      assert.deepStrictEqual(value, {
        _id: id("5c09798aca8bf468ab8d2936"),
        _parent_id: null,
        user_id: UserId.make(47592),
        created_at: time,
        updated_at: time,
        full_name: "Nadine Collier",
        age: 41,
        job: "accountant",
        country_of_birth: "Germany",
        permissions: { read: { access: "open" }, update: { access: "owner" }, delete: { access: "owner" } }
      })
    })
  )

  it.effect("of a new record with permissions, in the format of the request", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call((profiles) => profiles.create({ age: 25 })),
        { status: 201, body: documented.create.responses[1] }
      )
      assert.deepStrictEqual(value.permissions, {
        read: { access: "owner" },
        update: { access: "open_for_users_ids", ids: [UserId.make(51941), UserId.make(51943)] },
        delete: { access: "open_for_groups", groups: ["officers", "assistants"] }
      })
    })
  )

  it.effect("of records without values: null where the schema has null, nothing where it has an optional key", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call((profiles) => profiles.createMany([{ age: 11 }, { age: 55 }])),
        { status: 201, body: documented.createMany.responses[0] }
      )
      assert.deepStrictEqual(
        value.map(({ age, full_name }) => ({ age, full_name })),
        [
          { age: 11, full_name: null },
          { age: 55, full_name: null }
        ]
      )
      assert.isFalse(value.some((profile) => "country_of_birth" in profile))
    })
  )

  it.effect('of a list, where no parent is ""', () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call((profiles) => profiles.list()),
        { body: documented.list.responses[0] }
      )
      assert.deepStrictEqual(
        value.items.map(({ _parent_id, job }) => ({ _parent_id, job })),
        [
          { _parent_id: null, job: "Operation officer" },
          { _parent_id: null, job: null }
        ]
      )
      assert.deepStrictEqual([value.skip, value.limit], [0, 100])
    })
  )

  it.effect("of several updates, with the ids that were not found", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call((profiles) => profiles.updateMany([{ id: id("5c0d4f95ca8bf4291e8d3c2d"), age: 50 }])),
        { body: documented.updateMany.responses[0] }
      )
      assert.deepStrictEqual(value.not_found, [id("5c0d625aca8bf43a5b8cf111")])
      assert.deepStrictEqual(
        value.items.map(({ age }) => age),
        [50, 28]
      )
    })
  )

  it.effect("of an update and a deletion by criteria, with their counts", () =>
    Effect.gen(function* () {
      const updated = yield* record(
        call((profiles) => profiles.updateByCriteria({ age: { lt: 30 } }, { country_of_birth: "Iran" })),
        { body: documented.updateByCriteria.responses[0] }
      )
      assert.deepStrictEqual([updated.value.total_found, updated.value.items[0]?.country_of_birth], [1, "Iran"])
      const deleted = yield* record(
        call((profiles) => profiles.deleteByCriteria({ age: { gte: 41 } })),
        { body: documented.deleteByCriteria.responses[0] }
      )
      assert.strictEqual(deleted.value, 2)
    })
  )

  it.effect("of a deletion of several, in three groups", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call((profiles) => profiles.deleteMany([id("5c097c45ca8bf468ab8d294e")])),
        { body: documented.deleteMany.responses[0] }
      )
      assert.deepStrictEqual(value, {
        SuccessfullyDeleted: { ids: ["5c097c45ca8bf468ab8d294e"] },
        WrongPermissions: { ids: ["5c097e8cca8bf4291e8d219f"] },
        NotFound: { ids: ["55c09798aca8bf468ab8d2936"] }
      })
    })
  )

  it.effect("of permissions", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call((profiles) => profiles.getPermissions(id("5bf7da90ca8bf42dae037dea"))),
        { body: documented.permissions.responses[0] }
      )
      assert.deepStrictEqual(value.delete, { access: "open_for_groups", groups: ["officers", "assistants"] })
    })
  )
})
