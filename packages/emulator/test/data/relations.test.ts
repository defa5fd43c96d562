import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import { classes, deleteRecords, each, expect, listRecords, makeRecord, updateRecord } from "../support/Data.ts"
import { at, join } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer({ settings: { classes } }))

describe("a record of a record", () => {
  it.effect("is found by its parent", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const parent = yield* makeRecord(ada, "profile")
      const child = yield* makeRecord(ada, "part", { name: "arm", _parent_id: parent })
      const orphan = yield* makeRecord(ada, "part", { name: "leg", _parent_id: "" })
      const find = (query: string) => Effect.map(listRecords(ada, "part", query), (response) => each(response, "_id"))
      assert.deepStrictEqual(yield* find(`_parent_id=${parent}`), [child])
      assert.deepStrictEqual(yield* find(`_parent_id[in]=${parent},none`), [child])
      assert.deepStrictEqual(yield* find("_parent_id=null"), [orphan])
      assert.deepStrictEqual(yield* find("_parent_id="), [orphan])
      assert.deepStrictEqual(yield* find(`_parent_id[ne]=${parent}`), [orphan])
      const moved = yield* updateRecord(ada, "part", child, { _parent_id: null })
      assert.strictEqual(at(expect(200, moved), "_parent_id"), null)
      assert.strictEqual((yield* updateRecord(ada, "part", child, { _parent_id: 1 })).status, 422)
    }).pipe(emulated)
  )

  it.effect("is deleted with its parent, and so are its own children, of any owner", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const bob = yield* join("bob")
      const tree = Effect.gen(function* () {
        const root = yield* makeRecord(ada, "profile", { age: 1 })
        const child = yield* makeRecord(bob, "part", { _parent_id: root })
        yield* makeRecord(bob, "part", { _parent_id: yield* makeRecord(bob, "everything", { _parent_id: child }) })
        // A cycle.
        yield* updateRecord(ada, "profile", root, { _parent_id: child })
        return root
      })
      const other = yield* makeRecord(bob, "part")
      yield* deleteRecords(ada, "profile", yield* tree)
      yield* deleteRecords(ada, "profile", `${yield* tree},none`)
      yield* tree
      assert.deepStrictEqual((yield* deleteRecords(ada, "profile", "by_criteria", "age=1")).json, { total_deleted: 1 })
      assert.deepStrictEqual(each(yield* listRecords(bob, "part"), "_id"), [other])
      assert.deepStrictEqual(each(yield* listRecords(bob, "everything"), "_id"), [])
    }).pipe(emulated)
  )
})
