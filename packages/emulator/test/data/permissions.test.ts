import { assert, describe, it, layer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Emulator } from "../../src/Emulator.ts"
import { defaults } from "../../src/Settings.ts"
import { each, expect, errorResponse } from "../support/Data.ts"
import { ask, at, join, type Member, type Question, text } from "../support/Wire.ts"

type Method = Parameters<typeof ask>[0]

/** The permissions, cell by cell: by the levels of the documentation, for each caller. */
const table = `
  level                action  owner  other  group  listed  administrator
  open                 create  yes    yes    yes    yes     yes
  open                 read    yes    yes    yes    yes     yes
  open                 update  yes    yes    yes    yes     yes
  open                 delete  yes    yes    yes    yes     yes
  owner                read    yes    no     no     no      yes
  owner                update  yes    no     no     no      yes
  owner                delete  yes    no     no     no      yes
  not_allowed          create  no     no     no     no      yes
  not_allowed          read    no     no     no     no      yes
  not_allowed          update  no     no     no     no      yes
  not_allowed          delete  no     no     no     no      yes
  open_for_groups      create  no     no     yes    no      yes
  open_for_groups      read    no     no     yes    no      yes
  open_for_groups      update  no     no     yes    no      yes
  open_for_groups      delete  no     no     yes    no      yes
  open_for_users_ids   create  no     no     no     yes     yes
  open_for_users_ids   read    no     no     no     yes     yes
  open_for_users_ids   update  no     no     no     yes     yes
  open_for_users_ids   delete  no     no     no     yes     yes
`

interface Cell {
  readonly level: string
  readonly action: string
  readonly who: string
  readonly allowed: boolean
}

const [header = [], ...rows] = table
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/))

const cells: ReadonlyArray<Cell> = rows.flatMap(([level = "", action = "", ...responses]) =>
  responses.map((response, index) => ({ level, action, who: header[index + 2] ?? "", allowed: response === "yes" }))
)

class People extends Context.Service<People, { readonly [who: string]: Member }>()("People") {}

const Peopled = Layer.effect(
  People,
  Effect.gen(function* () {
    return {
      owner: yield* join("owner"),
      other: yield* join("other", { tag_list: "visitors" }),
      group: yield* join("group", { tag_list: "visitors,officers" }),
      listed: yield* join("listed"),
      administrator: yield* join("administrator")
    }
  })
).pipe(Layer.provideMerge(Emulator.layer()))

const accessOf = (level: string, people: People["Service"]) => ({
  access: level,
  ...(level === "open_for_users_ids" && { ids: [String(people["listed"]?.id), "1"] }),
  ...(level === "open_for_groups" && { groups: ["assistants", "officers"] })
})

/** A request of one of the callers; the administrator has the key. */
const askAs = Effect.fnUntraced(function* (who: string, method: Method, path: string, question: Question = {}) {
  const people = yield* People
  const { admin_api_key } = defaults
  const headers = who === "administrator" ? { "CB-Administration-API-Key": admin_api_key } : {}
  return yield* ask(method, path, { token: people[who]?.token ?? "", headers, ...question })
})

/** The class of the doors. */
const define = Effect.fnUntraced(function* (door: object) {
  const json = { classes: { door: { fields: { name: "String" }, ...door } } }
  expect(200, yield* ask("POST", "/_emulator/settings", { json }))
})

/** A record of the owner, created with the key: the class may be closed to the owner. */
const makeDoor = Effect.fnUntraced(function* (json: object = {}) {
  const people = yield* People
  const headers = { "CB-Administration-API-Key": defaults.admin_api_key }
  const response = yield* ask("POST", "/data/door", { token: people["owner"]?.token ?? "", headers, json })
  return text(expect(201, response), "_id")
})

/** Tries every request for this action on a record, which is created again for each. */
const check = Effect.fnUntraced(function* ({ action, who, allowed }: Cell, record: object = {}) {
  const status = allowed ? 200 : 403
  const id = yield* makeDoor(record)
  const json = { name: "other" }
  switch (action) {
    case "create": {
      const { status } = yield* askAs(who, "POST", "/data/door", { json })
      assert.strictEqual(status, allowed ? 201 : 403)
      const many = yield* askAs(who, "POST", "/data/door/multi", { json: { record: { 0: json } } })
      return assert.strictEqual(many.status, allowed ? 201 : 403)
    }
    case "read": {
      assert.strictEqual((yield* askAs(who, "GET", `/data/door/${id}`)).status, status)
      for (const path of [`/data/door?_id=${id}`, `/data/door/${id},none`]) {
        assert.deepStrictEqual(each(yield* askAs(who, "GET", path), "_id"), allowed ? [id] : [], path)
      }
      const counted = yield* askAs(who, "GET", `/data/door?_id=${id}&count=1`)
      return assert.strictEqual(at(counted.json, "items.count"), allowed ? 1 : 0)
    }
    case "update": {
      assert.strictEqual((yield* askAs(who, "PUT", `/data/door/${id}`, { json })).status, status)
      const many = yield* askAs(who, "PUT", "/data/door/multi", { json: { record: { 1: { id, ...json } } } })
      assert.deepStrictEqual(at(many.json, "not_found.ids"), allowed ? undefined : [id])
      assert.deepStrictEqual(each(many, "name"), allowed ? ["other"] : [])
      const question = { json: { search_criteria: { _id: id }, ...json } }
      const found = yield* askAs(who, "PUT", "/data/door/by_criteria", question)
      return assert.strictEqual(at(found.json, "total_found"), allowed ? 1 : 0)
    }
    case "delete": {
      assert.strictEqual((yield* askAs(who, "DELETE", `/data/door/${id}`)).status, status)
      const second = yield* makeDoor(record)
      const many = yield* askAs(who, "DELETE", `/data/door/${second},none`)
      assert.deepStrictEqual(at(many.json, `${allowed ? "SuccessfullyDeleted" : "WrongPermissions"}.ids`), [second])
      const question = { form: `_id=${yield* makeDoor(record)}` }
      const found = yield* askAs(who, "DELETE", "/data/door/by_criteria", question)
      return assert.deepStrictEqual(found.json, { total_deleted: allowed ? 1 : 0 })
    }
  }
  return assert.fail(`${action} is no action`)
})

layer(Peopled)("a record", (it) => {
  const ofRecords = cells.filter(({ level, action }) => action !== "create" && level !== "not_allowed")

  it.effect.each(ofRecords)("that is $level to $action: allowed for $who? $allowed", (cell) =>
    Effect.gen(function* () {
      // The permissions of the class do not apply.
      yield* define({ permissions: { [cell.action]: { access: "not_allowed" } } })
      yield* check(cell, { permissions: { [cell.action]: accessOf(cell.level, yield* People) } })
    })
  )

  it.effect.each(cells)("of a class that is $level to $action: allowed for $who? $allowed", (cell) =>
    Effect.gen(function* () {
      const use_class_permissions = cell.action === "create" ? [] : [cell.action]
      const permissions = { [cell.action]: accessOf(cell.level, yield* People) }
      yield* define({ permissions, use_class_permissions })
      // The permissions of the record do not apply.
      const other = { access: cell.level === "open" ? "owner" : "open" }
      yield* check(cell, cell.action === "create" ? {} : { permissions: { [cell.action]: other } })
    })
  )

  it.effect("is readable by all, and updated and deleted by its owner, by default", () =>
    Effect.gen(function* () {
      for (const use_class_permissions of [[], ["read", "update", "delete"]]) {
        yield* define({ use_class_permissions })
        for (const who of ["owner", "other"]) {
          for (const action of ["create", "read"]) yield* check({ level: "", action, who, allowed: true })
          for (const action of ["update", "delete"]) {
            yield* check({ level: "", action, who, allowed: who === "owner" })
          }
        }
      }
    })
  )

  it.effect("follows changes of the tags and ids of users", () =>
    Effect.gen(function* () {
      yield* define({})
      const id = yield* makeDoor({ permissions: { read: { access: "open_for_groups", groups: ["officers"] } } })
      const people = yield* People
      assert.strictEqual((yield* askAs("other", "GET", `/data/door/${id}`)).status, 403)
      const user = { tag_list: "officers" }
      yield* askAs("other", "PUT", `/users/${people["other"]?.id}`, { json: { user } })
      assert.strictEqual((yield* askAs("other", "GET", `/data/door/${id}`)).status, 200)
      yield* askAs("other", "PUT", `/users/${people["other"]?.id}`, { json: { user: { tag_list: "visitors" } } })
      assert.strictEqual((yield* askAs("other", "GET", `/data/door/${id}`)).status, 403)
    })
  )

  it.effect("has permissions that only its owner and the administrator can read", () =>
    Effect.gen(function* () {
      yield* define({})
      const permissions = {
        read: { access: "open_for_users_ids", ids: [51941, "51943"] },
        update: { access: "open_for_groups", groups: ["officers", "assistants"] }
      }
      const received = {
        read: { access: "open_for_users_ids", users_ids: ["51941", "51943"] },
        update: { access: "open_for_groups", users_groups: ["officers", "assistants"] },
        delete: { access: "owner" }
      }
      const id = yield* makeDoor({ permissions })
      for (const who of ["owner", "administrator"]) {
        const response = yield* askAs(who, "GET", `/data/door/${id}?permissions=1`)
        assert.deepStrictEqual(expect(200, response), { record_id: id, permissions: received })
      }
      assert.strictEqual((yield* askAs("other", "GET", `/data/door/${id}?permissions=1`)).status, 403)
      assert.strictEqual((yield* askAs("owner", "GET", `/data/door/${id},${id}?permissions=1`)).status, 422)
      // A flag that is not set.
      assert.property(Object((yield* askAs("administrator", "GET", `/data/door/${id}?permissions=0`)).json), "items")
    })
  )

  it.effect("gets new permissions from its owner only, and from no other user who can update it", () =>
    Effect.gen(function* () {
      yield* define({})
      const id = yield* makeDoor({ permissions: { update: { access: "open" }, read: { access: "owner" } } })
      const json = { name: "b", permissions: { read: { access: "open" } } }
      const path = `/data/door/${id}`
      assert.strictEqual((yield* askAs("other", "PUT", path, { json })).status, 403)
      const many = yield* askAs("other", "PUT", "/data/door/multi", { json: { record: { 1: { id, ...json } } } })
      assert.deepStrictEqual(at(many.json, "not_found.ids"), [id])
      const byCriteria = { json: { search_criteria: { _id: id }, ...json } }
      assert.strictEqual(
        at((yield* askAs("other", "PUT", "/data/door/by_criteria", byCriteria)).json, "total_found"),
        0
      )
      assert.deepStrictEqual(at((yield* askAs("owner", "PUT", path, { json })).json, "permissions"), {
        read: { access: "open" },
        update: { access: "open" },
        delete: { access: "owner" }
      })
    })
  )

  it.effect("is rejected with invalid permissions", () =>
    Effect.gen(function* () {
      yield* define({})
      const field = (message: string) => ({ permissions: [message] })
      const level = (action: string) => field(`${action} should be open, owner, open_for_users_ids or open_for_groups`)
      const wrong = [
        ["open", field("should be an object")],
        [{ read: "open" }, level("read")],
        [{ update: { access: "closed" } }, level("update")],
        [{ delete: { access: "not_allowed" } }, level("delete")],
        [{ read: { access: "open_for_users_ids", users_ids: ["1"] } }, ["Field ids should be an array"]],
        [{ read: { access: "open_for_users_ids", ids: "1" } }, ["Field ids should be an array"]],
        [{ read: { access: "open_for_groups", users_groups: ["a"] } }, ["Field groups should be an array"]],
        [
          { read: { access: "open_for_users_ids", ids: ["ada"] } },
          field("ids should be the numbers of users, and groups their tags")
        ]
      ] as const
      for (const [permissions, errors] of wrong) {
        const response = yield* askAs("owner", "POST", "/data/door", { json: { permissions } })
        assert.deepStrictEqual(errorResponse(response), { status: 422, errors })
      }
    })
  )

  it.effect("is not opened by a key other than the administrator's", () =>
    Effect.gen(function* () {
      yield* define({})
      const headers = { "CB-Administration-API-Key": "guessed" }
      assert.strictEqual((yield* askAs("owner", "GET", "/data/door", { headers })).status, 401)
    })
  )
})

describe("the table", () => {
  it("has a cell for every level, action and caller, except for the owner of a record that does not exist yet", () => {
    assert.strictEqual(cells.length, (5 * 4 - 1) * 5)
  })
})
