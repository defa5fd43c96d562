/** The `SqlClient` of the emulator: the contract of Effect's clients, with statements that run synchronously. */
import { assert, describe, layer } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import { Database, inMemory, layer as databaseLayer } from "../src/server/database/database.ts"
import { versions } from "../src/app/tables.ts"

const tables = Layer.effectDiscard(
  Effect.flatMap(SqlClient.SqlClient, (sql) => sql`CREATE TABLE things (name TEXT UNIQUE, n INTEGER)`)
)

const Test = Layer.provideMerge(tables, databaseLayer(inMemory, versions))

const names = Effect.flatMap(SqlClient.SqlClient, (sql) =>
  Effect.map(sql<{ name: string }>`SELECT name FROM things ORDER BY name`, (rows) => rows.map(({ name }) => name))
)

const add = (name: string) =>
  Effect.flatMap(SqlClient.SqlClient, (sql) => sql`INSERT INTO things ${sql.insert({ name, n: name.length })}`)

const empty = Effect.flatMap(SqlClient.SqlClient, (sql) => sql`DELETE FROM things`)

const wrong = Effect.fail("wrong" as const)

const failed = Exit.fail("wrong" as const)

describe("a statement", () => {
  layer(Test)("on a database in memory", (it) => {
    it.effect("has parameters, parts, names and lists", () =>
      Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        yield* empty
        for (const name of ["a", "bb", "ccc"]) yield* add(name)
        const long = sql`n > ${1}`
        assert.deepStrictEqual(
          yield* sql`SELECT ${sql("name")} FROM things WHERE ${long} AND name IN ${sql.in(["a", "bb"])}`,
          [{ name: "bb" }]
        )
        assert.deepStrictEqual(yield* sql`SELECT n FROM things WHERE ${sql.and([long, sql`name <> ${"bb"}`])}`, [
          { n: 3 }
        ])
        assert.deepStrictEqual(yield* sql`SELECT n FROM things WHERE name IN ${sql.in([])}`, [])
        assert.deepStrictEqual(yield* sql`SELECT ${true} AS t, ${null} AS n, ${"text"} AS s, ${2 ** 53} AS f`, [
          { t: 1, n: null, s: "text", f: 2 ** 53 }
        ])
      })
    )

    it.effect("returns values, a stream or its text", () =>
      Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        yield* empty
        for (const name of ["a", "bb"]) yield* add(name)
        const statement = sql<{ name: string }>`SELECT name FROM things WHERE n > ${0} ORDER BY name`
        assert.deepStrictEqual(yield* statement.values, [["a"], ["bb"]])
        assert.deepStrictEqual(yield* Stream.runCollect(statement.stream), [{ name: "a" }, { name: "bb" }])
        assert.deepStrictEqual(statement.compile(), ["SELECT name FROM things WHERE n > ? ORDER BY name", [0]])
      })
    )

    it.effect("that SQLite rejects is an error with its reason", () =>
      Effect.gen(function* () {
        yield* empty
        yield* add("a")
        const twice = yield* Effect.flip(add("a"))
        assert.strictEqual(twice.reason._tag, "UniqueViolation")
        const sql = yield* SqlClient.SqlClient
        assert.strictEqual((yield* Effect.flip(sql`SELECT nothing FROM nowhere`)).reason._tag, "UnknownError")
      })
    )

    it.effect("has a span with a tracer", () =>
      Effect.gen(function* () {
        const spans: Array<string> = []
        const tracer = Tracer.make({
          span: (options) => {
            spans.push(options.name)
            return new Tracer.NativeSpan(options)
          }
        })
        yield* names
        assert.deepStrictEqual(spans, [])
        yield* Effect.withTracer(names, tracer)
        assert.lengthOf(spans, 1)
      })
    )
  })
})

describe("a transaction", () => {
  layer(Test)("on a database in memory", (it) => {
    it.effect("is all or nothing, and so is one inside it", () =>
      Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        yield* empty
        const inner = sql.withTransaction(Effect.andThen(add("b"), wrong))
        yield* sql.withTransaction(
          Effect.gen(function* () {
            yield* add("a")
            assert.deepStrictEqual(yield* Effect.exit(inner), failed)
            yield* sql.withTransaction(add("c"))
          })
        )
        assert.deepStrictEqual(yield* names, ["a", "c"])
        const outer = sql.withTransaction(Effect.andThen(sql.withTransaction(add("d")), wrong))
        assert.deepStrictEqual(yield* Effect.exit(outer), failed)
        assert.deepStrictEqual(yield* names, ["a", "c"])
      })
    )

    it.effect("ends when it dies, and when it is interrupted while it waits", () =>
      Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        yield* empty
        yield* Effect.exit(sql.withTransaction(Effect.andThen(add("a"), Effect.die("dead"))))
        assert.deepStrictEqual(yield* names, [])
        const begun = yield* Deferred.make<void>()
        const waiting = sql.withTransaction(
          Effect.andThen(add("b"), Effect.andThen(Deferred.succeed(begun, undefined), Effect.never))
        )
        const fiber = yield* Effect.forkChild(waiting)
        yield* Deferred.await(begun)
        yield* Fiber.interrupt(fiber)
        assert.deepStrictEqual(yield* names, [])
        yield* sql.withTransaction(add("c"))
        assert.deepStrictEqual(yield* names, ["c"])
      })
    )

    it.effect("blocks statements outside of it, and is shared by the fibers inside it", () =>
      Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        const database = yield* Database
        yield* empty
        const begun = yield* Deferred.make<void>()
        const goOn = yield* Deferred.make<void>()
        const transaction = sql.withTransaction(
          Effect.gen(function* () {
            yield* add("a")
            yield* Deferred.succeed(begun, undefined)
            yield* Deferred.await(goOn)
            yield* Effect.all([add("b"), add("c")], { concurrency: "unbounded" })
            return yield* wrong
          })
        )
        const fiber = yield* Effect.forkChild(Effect.exit(transaction))
        yield* Deferred.await(begun)
        const others = yield* Effect.forEach(
          [names, Effect.as(database.reset, ["reset"]), Effect.as(sql.withTransaction(Effect.void), ["other"])],
          (effect) => Effect.forkChild(effect)
        )
        yield* Effect.yieldNow
        assert.isTrue(others.every((other) => other.pollUnsafe() === undefined))
        yield* Deferred.succeed(goOn, undefined)
        assert.deepStrictEqual(yield* Fiber.join(fiber), failed)
        // Its rows were never visible.
        assert.deepStrictEqual(yield* Effect.forEach(others, Fiber.join), [[], ["reset"], ["other"]])
      })
    )

    it.effect("that cannot be committed changes nothing, and the next one can", () =>
      Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        yield* sql`CREATE TABLE parents (id INTEGER PRIMARY KEY)`
        yield* sql`CREATE TABLE children (id INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED)`
        const orphan = yield* Effect.flip(sql.withTransaction(sql`INSERT INTO children VALUES (1)`))
        assert.strictEqual(orphan.reason._tag, "ConstraintError")
        assert.deepStrictEqual(yield* sql`SELECT * FROM children`, [])
        yield* sql.withTransaction(
          Effect.andThen(sql`INSERT INTO children VALUES (1)`, sql`INSERT INTO parents VALUES (1)`)
        )
        assert.deepStrictEqual(yield* sql`SELECT * FROM children`, [{ id: 1 }])
      })
    )
  })
})
