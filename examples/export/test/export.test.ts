/** The job as a process, against an emulator on a socket. */
import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it } from "@effect/vitest"
import { Chat, ConnectyCube, Session, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { fileURLToPath } from "node:url"

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url))

const file = Effect.map(
  Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "export-"))),
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true }))
  ),
  (folder) => join(folder, "chat.sqlite")
)

interface Run {
  readonly code: number | null
  readonly output: string
}

interface Options {
  /** It is killed when it has printed so many lines. */
  readonly killedAfter?: number
  /** No file of it can have more blocks of 512 bytes, as when the disk is full. */
  readonly blocks?: number
}

/** The job, until it ends. */
const run = (url: string, file: string, options: Options = {}) =>
  Effect.callback<Run>((resume) => {
    const env = {
      PATH: process.env["PATH"],
      // It is written at the end, which a limit of files would not survive.
      NODE_COMPILE_CACHE: options.blocks === undefined ? process.env["NODE_COMPILE_CACHE"] : undefined,
      CONNECTYCUBE_API_URL: url,
      CONNECTYCUBE_APPLICATION_ID: String(Emulator.credentials.application_id),
      CONNECTYCUBE_AUTH_KEY: Redacted.value(Emulator.credentials.auth_key),
      CONNECTYCUBE_ADMIN_API_KEY: Redacted.value(Emulator.credentials.admin_api_key)
    }
    const limited = `ulimit -f ${options.blocks ?? "unlimited"} && exec "$@"`
    const job = [process.execPath, main, file, "--settle", "0", "--batch", "10"]
    const child = spawn("sh", ["-c", limited, "sh", ...job], { env })
    let output = ""
    const read = (chunk: unknown) => {
      output += String(chunk)
      if (output.split("\n").length > (options.killedAfter ?? Number.POSITIVE_INFINITY)) child.kill("SIGKILL")
    }
    child.stdout.on("data", read)
    child.stderr.on("data", read)
    child.on("close", (code) => resume(Effect.succeed({ code, output })))
    return Effect.sync(() => child.kill("SIGKILL"))
  })

const idsIn = (file: string, table: "dialogs" | "messages"): ReadonlyArray<unknown> => {
  const database = new DatabaseSync(file)
  try {
    return database
      .prepare(`SELECT _id FROM ${table} ORDER BY _id`)
      .all()
      .map(({ _id }) => _id)
  } finally {
    database.close()
  }
}

const rowsOf = (file: string, query: string) => {
  const database = new DatabaseSync(file)
  try {
    return database
      .prepare(query)
      .all()
      .map((row) => ({ ...row }))
  } finally {
    database.close()
  }
}

const ada = { login: "ada", password: Redacted.make("correct horse") }

const layer = Layer.unwrap(
  Effect.map(Emulator, ({ url }) => ConnectyCube.layer({ ...Emulator.credentials, api_url: url }))
).pipe(Layer.provideMerge(Emulator.layerServer()), Layer.provide(FetchHttpClient.layer))

const talk = (dialogs: number, messages: number, text = "Line") =>
  Effect.gen(function* () {
    const chat = yield* Chat
    const ids: Array<string> = []
    const said: Array<string> = []
    for (let number = 0; number < dialogs; number++) {
      const { _id } = yield* chat.dialogs.create({ type: "public", name: `Engine ${number}` })
      ids.push(_id)
      for (let line = 0; line < messages; line++) {
        const message = yield* chat.messages.create({ chat_dialog_id: _id, message: `${text} ${line}` })
        said.push(message._id)
      }
    }
    return { ids, said }
  }).pipe(Effect.provide(Session.layerLogin(ada)))

const signedUp = Effect.flatMap(Users, (users) => users.signUp(ada))

describe("the export", () => {
  it.live("copies everything, prints its progress, and fetches new items in the next run", () =>
    Effect.gen(function* () {
      const { url } = yield* Emulator
      const path = yield* file
      yield* signedUp
      const first = yield* talk(3, 11)
      const { code, output } = yield* run(url, path)
      assert.strictEqual(code, 0, output)
      assert.include(output, "dialogs: 3 of 3")
      assert.include(output, "messages: 20 of 33")
      assert.include(output, "messages: done, 33 in all")
      const second = yield* talk(1, 2)
      const again = yield* run(url, path)
      assert.include(again.output, "messages: 33 are here, going on")
      assert.include(again.output, "messages: done, 35 in all")
      assert.deepStrictEqual(idsIn(path, "dialogs"), [...first.ids, ...second.ids].toSorted())
      assert.deepStrictEqual(idsIn(path, "messages"), [...first.said, ...second.said].toSorted())
    }).pipe(Effect.provide(layer))
  )

  it.live("resumes after each kill, with no item missing or repeated", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const path = yield* file
      yield* signedUp
      const { ids, said } = yield* talk(12, 10)
      let kills = 0
      for (const killedAfter of [2, 4]) {
        const { code } = yield* run(emulator.url, path, { killedAfter })
        if (code === null) kills++
      }
      assert.isAtLeast(kills, 1, "no run was killed in time")
      const { code, output } = yield* run(emulator.url, path)
      assert.strictEqual(code, 0, output)
      assert.deepStrictEqual(idsIn(path, "dialogs"), ids.toSorted())
      assert.deepStrictEqual(idsIn(path, "messages"), said.toSorted())
    }).pipe(Effect.provide(layer))
  )

  it.live("reports a full disk, keeps the items it has, and resumes when there is space", () =>
    Effect.gen(function* () {
      const { url } = yield* Emulator
      const path = yield* file
      yield* signedUp
      const { ids, said } = yield* talk(1, 25, "Line".repeat(1000))
      const full = yield* run(url, path, { blocks: 250 })
      assert.strictEqual(full.code, 1)
      assert.match(full.output, /ArchiveError: (?:database or disk is full|disk I\/O error)/)
      assert.deepStrictEqual(idsIn(path, "dialogs"), ids)
      const { code } = yield* run(url, path)
      assert.strictEqual(code, 0)
      assert.deepStrictEqual(idsIn(path, "messages"), said.toSorted())
    }).pipe(Effect.provide(layer))
  )

  it.live("keeps an item that cannot be decoded as it came, prints the reason, and continues", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const path = yield* file
      yield* signedUp
      const { ids, said } = yield* talk(1, 3)
      const [, second = "", third] = said
      const odd = { _id: second, chat_dialog_id: ids.join(), sender_id: 1, created_at: "soon" }
      yield* emulator.addFault({
        path: "/admin/chat/messages/list",
        respond: { status: 200, body: { total_entries: 3, skip: 0, limit: 10, items: ["nonsense", odd] } },
        times: 1
      })
      const { code, output } = yield* run(emulator.url, path)
      assert.strictEqual(code, 0, output)
      assert.include(output, "created_at: Expected a time")
      assert.include(output, "messages: done, 1 in all, and 2 that cannot be read")
      // The cursor moved past the id of the item that could not be decoded.
      assert.deepStrictEqual([idsIn(path, "dialogs"), idsIn(path, "messages")], [ids, [third]])
      const unfit = () => rowsOf(path, "SELECT kind, json FROM unfit ORDER BY json")
      const kept = [
        { kind: "messages", json: '"nonsense"' },
        { kind: "messages", json: JSON.stringify(odd) }
      ]
      assert.deepStrictEqual(unfit(), kept)
      // Another run repeats nothing.
      assert.include((yield* run(emulator.url, path)).output, "messages: done, 1 in all, and 2 that cannot be read")
      assert.deepStrictEqual(unfit(), kept)
    }).pipe(Effect.provide(layer))
  )

  it.live("does not touch a file that another run writes to, and names it", () =>
    Effect.gen(function* () {
      const { url } = yield* Emulator
      const path = yield* file
      const other = new DatabaseSync(path)
      other.exec("BEGIN EXCLUSIVE")
      const { code, output } = yield* run(url, path)
      other.close()
      assert.strictEqual(code, 1)
      assert.include(output, `${path}: database is locked`)
    }).pipe(Effect.provide(layer))
  )

  it.live("reports a missing key, and writes nothing", () =>
    Effect.gen(function* () {
      const { url } = yield* Emulator
      const path = yield* file
      const emulator = yield* Emulator
      yield* emulator.changeSettings({ admin_api_key: "another key" })
      const { code, output } = yield* run(url, path)
      assert.strictEqual(code, 1)
      assert.include(output, "Unauthorized")
      assert.deepStrictEqual(idsIn(path, "dialogs"), [])
    }).pipe(Effect.provide(layer))
  )
})
