import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as SqlClient from "effect/sql/SqlClient"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Emulator } from "../src/Emulator.ts"
import * as Database from "../src/server/database/database.ts"
import { applicationId } from "../src/server/database/dataFile/check.ts"
import { versions } from "../src/app/tables.ts"
import { folder } from "./support/Command.ts"
import { applicationToken, ask, logins } from "./support/Wire.ts"

/** A file of an emulator with only these versions, with a user in it. */
const writeVersion = (file: string, version: number) => {
  const database = new DatabaseSync(file)
  for (const tables of versions.slice(0, version)) database.exec(tables)
  database.exec(`
    INSERT INTO users (object_id, login, created_at, updated_at) VALUES ('5a', 'ada', 1000, 1000);
    PRAGMA user_version = ${version}; PRAGMA application_id = ${applicationId}`)
  database.close()
}

const schemaOf = (file: string) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const objects = yield* sql<{ name: string; sql: string | null }>`SELECT name, sql FROM sqlite_schema ORDER BY name`
    const [version] = yield* sql<{ user_version: number }>`PRAGMA user_version`
    return { objects, version: version?.user_version }
  }).pipe(Effect.provide(Database.layer(file, versions)))

describe("the data of an older version", () => {
  it.live.each(Array.from({ length: versions.length - 1 }, (_, index) => index + 1))(
    "is migrated to the current one: from version %i",
    (version) =>
      Effect.gen(function* () {
        const file = join(yield* folder, "old.db")
        writeVersion(file, version)
        const schema = yield* schemaOf(file)
        assert.strictEqual(schema.version, versions.length)
        assert.deepStrictEqual(schema, yield* schemaOf(Database.inMemory))
      }).pipe(Effect.scoped)
  )

  it.live("is complete afterwards", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "old.db")
      writeVersion(file, versions.length - 1)
      const found = yield* Effect.gen(function* () {
        const token = yield* applicationToken
        return yield* ask("GET", "/users?order=asc+string+login", { token })
      }).pipe(Effect.provide(Emulator.layer({ data: file })))
      assert.deepStrictEqual(logins(found.json), ["ada"])
    }).pipe(Effect.scoped)
  )
})
