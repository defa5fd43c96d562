import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spawnSync } from "node:child_process"
import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import * as Campaign from "./support/Campaign.ts"
import { folder, main, start } from "./support/Command.ts"
import { application, at, key, list } from "./support/Wire.ts"

const post = (url: string, body: object, headers: Record<string, string> = {}) =>
  Effect.promise(async () => {
    const response = await fetch(url, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers }
    })
    const json: unknown = await response.json()
    return { status: response.status, json }
  })

describe("the command", () => {
  it.live("prints that it is ready, in its first line, and how to use it", () =>
    Effect.gen(function* () {
      const { url, lines, end } = yield* start()
      assert.strictEqual(lines[0], `ConnectyCube emulator ready at ${url}`)
      assert.strictEqual(lines.filter((line) => line.includes("ready")).length, 1)
      assert.include(lines, `  export CONNECTYCUBE_API_URL=${url}`)
      const { status } = yield* post(`${url}/session`, application)
      assert.strictEqual(status, 201)
      assert.strictEqual(yield* end("SIGINT"), 0)
    }).pipe(Effect.scoped)
  )

  it.live("prints in one line why it cannot start", () =>
    Effect.gen(function* () {
      const { url } = yield* start()
      const { port } = new URL(url)
      const result = spawnSync(process.execPath, [main, "--port", port], { encoding: "utf8" })
      assert.strictEqual(result.status, 1)
      assert.strictEqual(result.stdout, "")
      assert.strictEqual(
        result.stderr,
        `127.0.0.1:${port} is in use: choose another port with --port, or 0 for a free one\n`
      )
    }).pipe(Effect.scoped)
  )

  it.live("reads its settings from a file, and rejects unknown ones", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "settings.json")
      writeFileSync(file, `{"auth_key":"other-key","classes":{"tool":{"fields":{"name":"String"}}}}`)
      const { url, lines } = yield* start("--settings", file)
      assert.include(lines, "  export CONNECTYCUBE_AUTH_KEY=other-key")
      const { status } = yield* post(`${url}/session`, { ...application, auth_key: "other-key" })
      assert.strictEqual(status, 201)
      for (const wrong of [`{"clases":{}}`, `{"classes":{"tool":{"fields":{"name":"Text"}}}}`, `{`]) {
        writeFileSync(file, wrong)
        const result = spawnSync(process.execPath, [main, "--port", "0", "--settings", file], { encoding: "utf8" })
        assert.strictEqual(result.status, 1, wrong)
        assert.include(result.stderr, `Cannot use ${file} (--settings): `)
      }
    }).pipe(Effect.scoped)
  )

  it.live("takes the limit of its journal from a flag, which overrides the settings", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "settings.json")
      writeFileSync(file, `{"journal_limit":3}`)
      const { url } = yield* start("--settings", file, "--journal-limit", "2")
      for (let index = 0; index < 5; index++) yield* post(`${url}/session`, application)
      const requests: unknown = yield* Effect.promise(async () => (await fetch(`${url}/_emulator/requests`)).json())
      assert.strictEqual(list({ requests }, "requests").length, 2)
      const result = spawnSync(process.execPath, [main, "--port", "0", "--journal-limit", "-1"], { encoding: "utf8" })
      assert.strictEqual(result.status, 1)
      assert.include(result.stderr, "--journal-limit")
    }).pipe(Effect.scoped)
  )

  it.live("reads its initial data from a file, and stores it", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const [file, data] = [join(path, "seed.json"), join(path, "data.db")]
      writeFileSync(file, `{"users":[{"login":"ada","password":"correct horse","external_user_id":9007199254740993}]}`)
      const first = yield* start("--seed", file, "--data", data)
      const session = { ...application, user: { login: "ada", password: "correct horse" } }
      const { json, status } = yield* post(`${first.url}/session`, session)
      assert.strictEqual(status, 201)
      // The digits are more than a number has.
      assert.strictEqual(at(json, "session.user.external_user_id"), "9007199254740993")
      yield* first.end("SIGKILL")
      const second = yield* start("--data", data)
      assert.strictEqual((yield* post(`${second.url}/session`, session)).status, 201)
      yield* second.end("SIGKILL")
      for (const [seed, said] of [
        [`{"users":[{"login":"ada"}]}`, "users.0.login: has already been taken"],
        [`{"user":[]}`, "user: is unknown"],
        ["[]", "Expected object"],
        [`{`, `Cannot use ${file} (--seed): it is not JSON: `]
      ] as const) {
        writeFileSync(file, seed)
        const args = [main, "--port", "0", "--seed", file, "--data", data]
        const result = spawnSync(process.execPath, args, { encoding: "utf8" })
        assert.strictEqual(result.status, 1, seed)
        assert.include(result.stderr, said)
      }
    }).pipe(Effect.scoped)
  )

  // `npm run crash` does the same, 300 times.
  it.live("keeps every acknowledged write of every module when it is killed during writes", () =>
    Effect.gen(function* () {
      const { acknowledged, ...outcome } = yield* Campaign.run({ folder: yield* folder, kills: 1, seed: 4 })
      assert.deepStrictEqual(outcome, { kills: 1, rejected: [], lost: [], unreadable: [] })
      assert.isAbove(acknowledged, 1)
    }).pipe(Effect.scoped)
  )

  it.live("stores no password in plain text", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const data = join(path, "data.db")
      const { url, end } = yield* start("--data", data)
      yield* post(`${url}/users`, { user: { login: "ada", password: "planted-password" } }, { "CB-AuthKey": key })
      assert.strictEqual(yield* end("SIGTERM"), 0)
      const bytes = readFileSync(data).toString("latin1")
      assert.include(bytes, "ada")
      assert.notInclude(bytes, "planted-password")
    }).pipe(Effect.scoped)
  )

  it.live("rejects the data of a newer version, of another program, and of a running emulator", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const rejected = (file: string) => {
        const { status, stderr } = spawnSync(process.execPath, [main, "--port", "0", "--data", file], {
          encoding: "utf8"
        })
        assert.strictEqual(status, 1)
        return stderr
      }
      const used = join(path, "used.db")
      const { end } = yield* start("--data", used)
      assert.strictEqual(rejected(used), `Cannot use ${used}: another process uses it\n`)
      yield* end("SIGINT")

      const newer = new DatabaseSync(used)
      newer.exec("PRAGMA user_version = 99")
      newer.close()
      assert.include(rejected(used), `If another program has changed it, delete ${used}.sums to go on\n`)
      rmSync(`${used}.sums`)
      assert.match(rejected(used), /written by a newer emulator \(version 99 of its tables; this one knows \d+\)\n$/)

      const other = join(path, "other.db")
      const another = new DatabaseSync(other)
      another.exec("CREATE TABLE things (id INTEGER)")
      another.close()
      assert.strictEqual(rejected(other), `Cannot use ${other}: it holds other data\n`)
      const missing = join(path, "missing", "data.db")
      assert.strictEqual(
        rejected(missing),
        `Cannot use ${missing}: its folder ${join(path, "missing")} does not exist\n`
      )
    }).pipe(Effect.scoped)
  )
})
