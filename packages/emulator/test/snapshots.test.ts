import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join as joinPath } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Emulator } from "../src/Emulator.ts"
import * as Copies from "../src/server/database/copies.ts"
import { plain } from "../src/server/database/dataFile/open.ts"
import { makeGroup, say } from "./support/Chat.ts"
import { folder } from "./support/Command.ts"
import { makeMeeting } from "./meetings/Meetings.ts"
import * as Storage from "./support/Storage.ts"
import { ask, at, join, list, text } from "./support/Wire.ts"

/** Something of each kind in a snapshot. */
const world = Effect.gen(function* () {
  const emulator = yield* Emulator
  const ada = yield* join("ada", { email: "ada@example.com" })
  const bob = yield* join("bob")
  const dialog = yield* makeGroup(ada, [bob])
  yield* say(ada, dialog)
  const file = yield* Storage.store(ada, Storage.bytes(1000))
  yield* ask("GET", "/users/password/reset?email=ada@example.com", { token: ada.token })
  yield* emulator.addFault({ path: "/data/*", respond: { status: 503 } })
  yield* emulator.advance("1 hour")
  yield* emulator.changeSettings({ occupants_limit: 7 })
  return { ada, bob, dialog, file }
})

/** The state as seen by the control side and a user, without the effects of reading it. */
const seen = Effect.fnUntraced(function* (token: string, uid: string) {
  const emulator = yield* Emulator
  const controls = {
    requests: yield* emulator.requests,
    outbox: yield* emulator.outbox,
    faults: yield* emulator.faults,
    files: yield* emulator.files,
    now: DateTime.toEpochMillis(yield* emulator.now),
    settings: yield* emulator.settings
  }
  const dialogs = yield* ask("GET", "/chat/Dialog", { token })
  const users = yield* ask("GET", "/users", { token })
  const content = yield* ask("GET", `/blobs/${uid}?token=${token}`)
  return { ...controls, dialogs: dialogs.json, users: list(users.json, "items").length, content: content.status }
})

const changeAll = Effect.fnUntraced(function* ({ ada, dialog, file }: Effect.Success<typeof world>) {
  const emulator = yield* Emulator
  yield* join("carl")
  yield* say(ada, dialog)
  yield* ask("DELETE", `/blobs/${file.id}`, { token: ada.token })
  yield* Storage.store(ada, Storage.bytes(10))
  yield* emulator.clearFaults
  yield* emulator.clearOutbox
  yield* emulator.advance("1 hour")
  yield* emulator.changeSettings({ occupants_limit: 8 })
})

const putsAllBack = Effect.gen(function* () {
  const emulator = yield* Emulator
  const made = yield* world
  const { ada, file } = made
  const { restore } = yield* emulator.snapshot
  const before = yield* seen(ada.token, file.uid)
  assert.deepStrictEqual([before.users, before.faults.length, before.outbox.length, before.now], [2, 1, 1, 3_600_000])
  for (const forget of [Effect.void, changeAll(made), emulator.reset]) {
    yield* forget
    yield* restore
    assert.deepStrictEqual(yield* seen(ada.token, file.uid), before)
  }
})

describe("a snapshot", () => {
  it.effect("restores everything, any number of times, in memory", () =>
    putsAllBack.pipe(Effect.provide(Emulator.layer()))
  )

  it.effect("by name restores everything, over HTTP and in process, and outlives a reset", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const made = yield* world
      const { ada, file } = made
      yield* emulator.takeSnapshot("a/b ü")
      const before = yield* seen(ada.token, file.uid)
      const url = `/_emulator/snapshots/${encodeURIComponent("a/b ü")}`
      const overHttp = ask("POST", `${url}/restore`)
      for (const restore of [emulator.restoreSnapshot("a/b ü"), overHttp]) {
        for (const forget of [changeAll(made), emulator.reset]) {
          yield* forget
          yield* restore
          assert.deepStrictEqual(yield* seen(ada.token, file.uid), before)
        }
      }
      const taken = [{ name: "a/b ü", taken_at: "1970-01-01T01:00:00.000Z" }]
      assert.deepStrictEqual((yield* ask("GET", "/_emulator/snapshots")).json, taken)
      assert.strictEqual((yield* ask("DELETE", url)).status, 200)
      assert.deepStrictEqual(yield* emulator.snapshots, [])
      for (const missing of [ask("DELETE", url), overHttp]) assert.strictEqual((yield* missing).status, 404)
      const error = yield* Effect.flip(emulator.restoreSnapshot("a/b ü"))
      assert.strictEqual(error.message, 'There is no snapshot "a/b ü"')
    }).pipe(Effect.provide(Emulator.layer()))
  )

  it.effect("by name takes the place of an earlier one, and there are at most a hundred", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      for (let n = 1; n <= 100; n++) yield* emulator.takeSnapshot(`${n}`)
      yield* join("ada")
      assert.strictEqual((yield* ask("POST", "/_emulator/snapshots", { json: { name: "1" } })).status, 201)
      yield* emulator.reset
      yield* emulator.restoreSnapshot("1")
      assert.strictEqual((yield* emulator.requests).length, 2)
      assert.strictEqual((yield* emulator.snapshots).at(-1)?.name, "1")
      const error = yield* Effect.flip(emulator.takeSnapshot("101"))
      assert.deepStrictEqual({ ...error.errors }, { base: ["There are 100 snapshots already: delete one"] })
      for (const name of ["", "x".repeat(201)]) {
        assert.deepStrictEqual(Object.keys((yield* Effect.flip(emulator.takeSnapshot(name))).errors), ["name"])
        assert.strictEqual((yield* ask("POST", "/_emulator/snapshots", { json: { name } })).status, 422)
      }
      assert.strictEqual((yield* emulator.snapshots).length, 100)
    }).pipe(Effect.provide(Emulator.layer()))
  )

  it.live("restores everything in a file, also for the next process", () =>
    Effect.gen(function* () {
      const data = joinPath(yield* folder, "data.db")
      const inFile = Effect.provide(Emulator.layer({ data }))
      const token = yield* Effect.gen(function* () {
        const emulator = yield* Emulator
        const made = yield* world
        const { restore } = yield* emulator.snapshot
        yield* changeAll(made)
        yield* restore
        const content = yield* ask("GET", `/blobs/${made.file.uid}?token=${made.ada.token}`)
        assert.strictEqual(content.status, 301)
        yield* emulator.reset
        yield* restore
        return made.ada.token
      }).pipe(inFile)
      assert.isFalse(existsSync(`${data}.next`))
      yield* Effect.gen(function* () {
        const emulator = yield* Emulator
        const users = yield* ask("GET", "/users", { token })
        assert.deepStrictEqual(
          list(users.json, "items").map((user) => at(user, "user.login")),
          ["ada", "bob"]
        )
        const [file, ...others] = yield* emulator.files
        assert.strictEqual(file?.content?.size, 1000)
        assert.deepStrictEqual(others, [])
        // The bytes of the restored contents, and no others.
        assert.lengthOf(readdirSync(`${data}.blobs`), 1)
        yield* emulator.reset
      }).pipe(inFile)
      yield* Effect.gen(function* () {
        const { status } = yield* ask("GET", "/session", { token })
        assert.strictEqual(status, 401)
      }).pipe(inFile)
    }).pipe(Effect.scoped)
  )

  it.effect("is not changed by later requests", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { token } = yield* join("ada")
      const first = yield* emulator.snapshot
      yield* join("bob")
      const second = yield* emulator.snapshot
      const logins = Effect.map(ask("GET", "/users", { token }), ({ json }) =>
        list(json, "items").map((user) => text(user, "user.login"))
      )
      for (const [{ restore }, expected] of [
        [first, ["ada"]],
        [second, ["ada", "bob"]],
        [first, ["ada"]]
      ] as const) {
        yield* restore
        assert.deepStrictEqual(yield* logins, [...expected])
        yield* join(`other${expected.length}`)
      }
    }).pipe(Effect.provide(Emulator.layer()))
  )

  it.effect("has the deliveries of webhooks", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const meeting_id = yield* makeMeeting(yield* join("ada"))
      yield* emulator.addRecording({ meeting_id })
      const told = yield* emulator.webhooks
      const { restore } = yield* emulator.snapshot
      yield* emulator.addRecording({ meeting_id })
      yield* restore
      assert.lengthOf(told, 1)
      assert.deepStrictEqual(yield* emulator.webhooks, told)
    }).pipe(
      Effect.provide(
        Emulator.layer({
          settings: { recording_webhook: "http://127.0.0.1/recordings" },
          postWebhook: () => Effect.succeed(200)
        })
      )
    )
  )

  it.effect("has the number of requests of the current window", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const request = Effect.map(ask("GET", "/session"), ({ status }) => status)
      yield* request
      const { restore } = yield* emulator.snapshot
      for (let round = 0; round < 2; round++) {
        assert.deepStrictEqual(yield* Effect.all([request, request, request]), [401, 401, 429])
        yield* restore
      }
    }).pipe(Effect.provide(Emulator.layer({ settings: { rate_limit: { requests: 3, seconds: 60 } } })))
  )
})

describe.each([
  ["by its bytes", Copies.bytesOf],
  ["by VACUUM, where Node.js has no serialize", Copies.vacuumed]
] as const)("a copy of a database %s", (_name, copyOf) => {
  const rowsOf = (database: DatabaseSync) =>
    database
      .prepare("SELECT a FROM t ORDER BY a")
      .all()
      .map(({ a }) => a)

  const filled = () => {
    const database = new DatabaseSync(":memory:")
    database.exec("CREATE TABLE t (a INTEGER PRIMARY KEY); PRAGMA user_version = 3; PRAGMA application_id = 5")
    database.exec("INSERT INTO t VALUES (1), (2)")
    return database
  }

  it("can be opened any number of times, with the same rows", () => {
    const database = filled()
    const copy = copyOf(database)
    database.exec("DELETE FROM t")
    for (const opened of [copy.open(), copy.open()]) {
      assert.deepStrictEqual(rowsOf(opened), [1, 2])
      assert.deepInclude(opened.prepare("PRAGMA user_version").get(), { user_version: 3 })
      assert.deepInclude(opened.prepare("PRAGMA application_id").get(), { application_id: 5 })
      opened.exec("INSERT INTO t VALUES (3)")
      assert.deepStrictEqual(rowsOf(opened), [1, 2, 3])
    }
  })

  it.live("replaces a file, with any log of that file", () =>
    Effect.gen(function* () {
      const file = joinPath(yield* folder, "data.db")
      const old = new DatabaseSync(file)
      old.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (a INTEGER PRIMARY KEY); INSERT INTO t VALUES (7)")
      // A full disk prevents the log from being written into the file on close.
      const log = readFileSync(`${file}-wal`)
      old.close()
      writeFileSync(`${file}-wal`, log)
      const open = (path: string) => plain(new DatabaseSync(path))
      const { database, close } = Copies.replaceFile(file, copyOf(filled()), open)()
      assert.deepStrictEqual(rowsOf(database), [1, 2])
      assert.deepInclude(database.prepare("PRAGMA integrity_check").get(), { integrity_check: "ok" })
      close()
    }).pipe(Effect.scoped)
  )

  it.live("is written to a file", () =>
    Effect.gen(function* () {
      const file = joinPath(yield* folder, "copy.db")
      copyOf(filled()).write(file)
      const opened = new DatabaseSync(file)
      assert.deepStrictEqual(rowsOf(opened), [1, 2])
      opened.close()
    }).pipe(Effect.scoped)
  )
})
