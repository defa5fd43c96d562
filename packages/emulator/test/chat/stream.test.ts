import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Emulator } from "../../src/Emulator.ts"
import { expect, listMessages, makeGroup, people, say } from "../support/Chat.ts"
import { list, type Member, number, text } from "../support/Wire.ts"

const before = 10_000
const meanwhile = 700
const perSecond = 7
const pageSize = 250

const file = Effect.map(
  Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "emulator-"))),
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
  ),
  (folder) => join(folder, "data.db")
)

/** Writes messages into the file of an emulator that does not run, and returns their ids. */
const seed = (data: string, dialog: string, sender: number): ReadonlyArray<string> => {
  const database = new DatabaseSync(data)
  const rows = database
    .prepare(`
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${before - 1})
      INSERT INTO messages (id, chat_dialog_id, sender_id, message, attachments, parameters,
        date_sent, created_at, updated_at)
      SELECT printf('00%022x', i), ?, ?, 'Message ' || i, '[]', '{}', t, t, t
      FROM (SELECT i, i / ${perSecond} * 1000 AS t FROM n)
      RETURNING id`)
    .all(dialog, sender)
  database.close()
  // The checksums of the file before.
  rmSync(`${data}.sums`)
  return rows.map(({ id }) => String(id))
}

/** All messages, page by page: from the second of the last one on, without those of it that were seen. */
const readAll = Effect.fnUntraced(function* (who: Member, dialog: string, isWriting: () => boolean) {
  const read: Array<string> = []
  let cursor: { readonly second: number; readonly seen: ReadonlyArray<string> } = { second: 0, seen: [] }
  let pagesMeanwhile = 0
  while (true) {
    const wasWriting = isWriting()
    const query = `mark_as_read=0&limit=${pageSize}&sort_asc=date_sent&date_sent[gte]=${cursor.second}`
    const but = cursor.seen.length === 0 ? "" : `&_id[nin]=${cursor.seen.join(",")}`
    const items = list(expect(200, yield* listMessages(who, dialog, query + but)), "items")
    for (const item of items) {
      const second = number(item, "date_sent")
      const id = text(item, "_id")
      read.push(id)
      cursor = { second, seen: cursor.second === second ? [...cursor.seen, id] : [id] }
    }
    if (wasWriting) pagesMeanwhile++
    if (items.length === 0 && !wasWriting) return { read, pagesMeanwhile }
    // The writer gets a turn.
    yield* Effect.yieldNow
  }
})

describe("10,000 messages, and more that are written while they are read", () => {
  it.effect("arrive page by page, each exactly once", () =>
    Effect.gen(function* () {
      const data = yield* file
      const { ada, ben, dialog } = yield* Effect.gen(function* () {
        const [ada, ben] = yield* people("ada", "ben")
        return { ada, ben, dialog: yield* makeGroup(ada, [ben]) }
      }).pipe(Effect.provide(Emulator.layer({ data })))
      const written = [...seed(data, dialog, ada.id)]
      yield* TestClock.setTime(Math.ceil(before / perSecond) * 1000)

      yield* Effect.gen(function* () {
        let writing = true
        const writer = yield* Effect.gen(function* () {
          for (let index = 0; index < meanwhile; index++) {
            if (index % perSecond === 0) yield* TestClock.adjust("1 second")
            written.push(yield* say(ada, dialog, `Message ${written.length}`))
          }
        }).pipe(Effect.ensuring(Effect.sync(() => (writing = false))), Effect.forkChild)
        const { read, pagesMeanwhile } = yield* readAll(ben, dialog, () => writing)
        yield* Fiber.join(writer)

        assert.strictEqual(written.length, before + meanwhile)
        assert.strictEqual(new Set(read).size, read.length)
        assert.deepStrictEqual(read, written)
        // Both ran at the same time.
        assert.isAbove(pagesMeanwhile, 10)
      }).pipe(Effect.provide(Emulator.layer({ data })))
    })
  )
})
