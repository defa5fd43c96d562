import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import { readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Emulator } from "../src/Emulator.ts"
import { against, folder, start, startWith } from "./support/Command.ts"
import * as Chat from "./support/Chat.ts"
import type { Call, World } from "./support/Kind.ts"
import * as Kinds from "./support/Kinds.ts"
import * as Ledger from "./support/Ledger.ts"
import * as Storage from "./support/Storage.ts"
import * as FailingWrites from "./support/FailingWrites.ts"
import { createRecord } from "./support/Data.ts"
import { type Response, ask } from "./support/Wire.ts"

const insufficient = `507 {"errors":["Insufficient Storage"]}`

const shown = ({ status, text }: Pick<Response, "status" | "text">) => `${status} ${text}`

/** Writes until the disk has no space for even the smallest write. */
const fill = Effect.fnUntraced(function* ({ ada, dialog }: World) {
  const untilFull = Effect.fnUntraced(function* (write: Call<Response>) {
    for (let isDone = true; isDone;) {
      const response = yield* write
      isDone = response.status < 300
      if (!isDone) assert.strictEqual(shown(response), insufficient)
    }
  })
  for (const size of [100_000, 10_000]) yield* untilFull(createRecord(ada, "filling", { text: "x".repeat(size) }))
  // No write is smaller than this one, of one row that stands in no index.
  const path = `/chat/Dialog/${dialog}/notifications`
  yield* untilFull(ask("PUT", path, { token: ada.token, json: { enabled: 0 } }))
})

// Files end where a limit of the process says: what is written beyond is an error of the disk.
describe.skipIf(process.platform === "win32")("a disk that is full", () => {
  it.live("rejects every write with a 507, loses no data, and still serves reads", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const data = join(path, "data.db")
      const settings = join(path, "settings.json")
      writeFileSync(settings, JSON.stringify(Kinds.settings))
      const limited = yield* startWith({ fileLimit: 2000 }, "--data", data, "--settings", settings)
      const { ledger, world, file, another } = yield* Effect.gen(function* () {
        const world = yield* Kinds.found
        const ledger = Ledger.make(world, Ledger.random(7))
        for (const name of Ledger.names) if (!Ledger.isLast(name)) yield* ledger.write(name)
        yield* ledger.write("message.make")
        assert.deepStrictEqual(ledger.rejected, [])
        const file = yield* Storage.create(world.ada)
        const another = yield* Storage.create(world.ada)
        const blobs = readdirSync(`${data}.blobs`)
        // Longer than any file may be.
        const large = yield* Storage.upload(file, Storage.bytes(3_000_000))
        assert.strictEqual(
          Storage.errorResponse(large),
          "507 InsufficientStorage: There is no space left to store this object."
        )
        assert.deepStrictEqual(readdirSync(`${data}.blobs`), blobs)

        yield* fill(world)
        const small = yield* Storage.upload(another, Storage.bytes(3))
        assert.strictEqual(Storage.errorResponse(small), Storage.errorResponse(large))
        assert.deepStrictEqual(readdirSync(`${data}.blobs`), blobs)
        for (const name of Ledger.names) {
          let response = yield* ledger.write(name)
          // SQLite may have made room meanwhile, where it wrote its log into the file.
          for (let again = 0; response.status < 300 && again < 3; again++) {
            yield* fill(world)
            response = yield* ledger.write(name)
          }
          assert.strictEqual(shown(response), insufficient, name)
        }
        for (const [path, call] of Kinds.lists(world)) assert.strictEqual((yield* call).status, 200, path)
        assert.deepStrictEqual(yield* ledger.check(ledger.entries()), { lost: [], unreadable: [] })
        // Listing messages marks them as read, when that can be stored.
        const before = yield* Chat.unread(world.ben, world.dialog)
        assert.isAbove(Number(before), 0)
        assert.strictEqual((yield* Chat.listMessages(world.ben, world.dialog)).status, 200)
        assert.strictEqual(yield* Chat.unread(world.ben, world.dialog), before)
        return { ledger, world, file, another }
      }).pipe(against(limited.url))
      yield* limited.end("SIGKILL")

      const { url } = yield* start("--data", data, "--settings", settings)
      yield* Effect.gen(function* () {
        assert.deepStrictEqual(yield* ledger.check(ledger.entries()), { lost: [], unreadable: [] })
        const before = ledger.acknowledged()
        for (const name of Ledger.names) yield* ledger.write(name)
        assert.strictEqual(ledger.acknowledged() - before, Ledger.names.length)
        assert.deepStrictEqual(yield* ledger.check(ledger.entries()), { lost: [], unreadable: [] })
        for (const { fields, url: form } of [file, another]) {
          const moved = { url: form.replace(limited.url, url), fields, id: 0, uid: "" }
          assert.strictEqual((yield* Storage.upload(moved, Storage.bytes(3))).status, 201)
        }
        assert.strictEqual((yield* createRecord(world.ada, "filling", {})).status, 201)
      }).pipe(against(url))
    }).pipe(Effect.scoped)
  )
})

describe("a write that finds no space left", () => {
  for (const [how, rollsBack] of [
    ["SQLite leaves the transaction open", false],
    ["SQLite ends the transaction", true]
  ] as const) {
    it.effect(`is rejected with a 507 and changes nothing, at each of its statements, where ${how}`, () =>
      Effect.gen(function* () {
        const writes = yield* Effect.acquireRelease(Effect.sync(FailingWrites.install), ({ restore }) =>
          Effect.sync(restore)
        )
        yield* Effect.gen(function* () {
          const emulator = yield* Emulator
          const ledger = Ledger.make(yield* Kinds.found, Ledger.random(3))
          const state = Effect.map(emulator.outbox, (outbox) => `${writes.dump()}\n${JSON.stringify(outbox)}`)
          // Of a write that takes several requests, the last one is the one that fails.
          let before = ""
          const watched = Effect.updateService(HttpClient.HttpClient, (client: HttpClient.HttpClient) =>
            HttpClient.mapRequestEffect(client, (request) =>
              Effect.map(state, (now) => {
                before = now
                return request
              })
            )
          )
          for (const name of Ledger.names) {
            for (let write = 1, isDone = false; !isDone; write++) {
              writes.arm(write, rollsBack)
              const response = yield* ledger.write(name).pipe(watched)
              const failed = writes.disarm()
              isDone = failed === undefined
              const what = `${name}, ${failed}`
              // Unused contents can be deleted later.
              if (failed === undefined || failed.includes("blob_leftovers")) assert.isBelow(response.status, 300, what)
              else {
                assert.match(shown(response), /^507 .*(?:Insufficient Storage|InsufficientStorage)/s, what)
                assert.strictEqual(yield* state, before, what)
              }
            }
          }
          assert.deepStrictEqual(yield* ledger.check(ledger.entries()), { lost: [], unreadable: [] })
        }).pipe(Effect.provide(Emulator.layer({ settings: Kinds.settings })))
      }).pipe(Effect.scoped)
    )
  }
})
