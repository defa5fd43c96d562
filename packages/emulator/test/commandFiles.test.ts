/** The files of the command: what it reads at the start, and writes at the end. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as Files from "../src/cli/files.ts"
import { text as textOf } from "node:stream/consumers"
import { against, folder, main, start, startWith } from "./support/Command.ts"
import { ask, at, createSession, list, password, signUp, text } from "./support/Wire.ts"

/** Runs the command to its end. */
const run = (cwd: string, ...args: ReadonlyArray<string>) =>
  Effect.promise(async () => {
    const port = args.includes("--port") ? [] : ["--port", "0"]
    const child = spawn(process.execPath, [main, ...port, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] })
    const exited = new Promise<number | null>((resolve) => child.on("exit", resolve))
    const [stdout, stderr, code] = await Promise.all([textOf(child.stdout), textOf(child.stderr), exited])
    return { code, stdout, stderr }
  })

type Wrong = readonly [flag: string, content: string | undefined, error: RegExp]

/** Contents of files, and what is said about them: one line each. */
const wrong: ReadonlyArray<Wrong> = [
  ["settings", '{"occupants_limit":"many"}', /^occupants_limit: Expected number \| null$/],
  [
    "settings",
    '{"recording_webhook":"https://example.com/hook"}',
    /^recording_webhook: .*\nStart it with --allow-outbound/
  ],
  ["seed", '{"users":[{"login":"ada","password":"short"}]}', /^users\.0\.password: is too short/],
  ["seed", `{"users":[${'{"login":5},'.repeat(30)}{}]}`, /^(?:users\.\d\.login: Expected [^;]*; ){5}…$/]
]

const readers = { settings: Files.readSettings, application: Files.readApplication, seed: Files.readSeed }

/** Others, which are read without a process: its start takes longer than they do. */
const wrongToo: ReadonlyArray<readonly [flag: keyof typeof readers, content: string | undefined, error: RegExp]> = [
  ["settings", "{bad", /^it is not JSON: .* position 1 /],
  ["settings", "[]", /^Expected object$/],
  [
    "settings",
    '{"dialog_extension":[],"rate_limit":{"requests":"5"}}',
    /^dialog_extension: is unknown; rate_limit\.req/
  ],
  [
    "settings",
    '{"classes":{"player":{"fields":{"name":"Text"}}}}',
    /^classes\.player\.fields\.name: Expected "Integer"/
  ],
  ["settings", undefined, /^there is no such file$/],
  ["seed", '{"users":[', /^it is not JSON: Unexpected end of JSON input$/],
  ["application", "{}", /^application_id: is required$/],
  ["seed", undefined, /^there is no such file$/],
  ["seed", "7", /^Expected object$/]
]

describe("a file of the command that is wrong", () => {
  it.live.each(wrong)("is named with its flag and its field, in one line: --%s %s", ([flag, content, error]) =>
    Effect.gen(function* () {
      const path = yield* folder
      if (content !== undefined) writeFileSync(join(path, "file.json"), content)
      const { code, stderr, stdout } = yield* run(path, `--${flag}`, "file.json")
      const prefix = `Cannot use file.json (--${flag}): `
      assert.strictEqual(stderr.slice(0, prefix.length), prefix)
      assert.match(stderr.slice(prefix.length).trimEnd(), error)
      assert.strictEqual(stdout, "")
      assert.strictEqual(code, 1)
    })
  )

  it.live.each(wrongToo)("is named by its reader: --%s %s", ([flag, content, error]) =>
    Effect.gen(function* () {
      const file = join(yield* folder, "file.json")
      if (content !== undefined) writeFileSync(file, content)
      const { message } = yield* Effect.flip<unknown, Files.FileError, never>(readers[flag](file))
      const prefix = `Cannot use ${file} (--${flag}): `
      assert.strictEqual(message.slice(0, prefix.length), prefix)
      assert.match(message.slice(prefix.length), error)
    })
  )

  it.live("is read with a byte order mark", () =>
    Effect.gen(function* () {
      const path = yield* folder
      writeFileSync(join(path, "seed.json"), '\uFEFF{"users":[]}')
      const { end } = yield* start("--seed", join(path, "seed.json"))
      assert.strictEqual(yield* end("SIGTERM"), 0)
    })
  )

  it.live.each([
    ["missing/seed.json", "there is no such folder"],
    [".", "it is a folder"]
  ] as const)("is told at the start, not at the end: --export %s", ([file, error]) =>
    Effect.gen(function* () {
      const { code, stderr } = yield* run(yield* folder, "--export", file)
      assert.strictEqual(stderr, `Cannot use ${file} (--export): ${error}\n`)
      assert.strictEqual(code, 1)
    })
  )
})

describe("the command with --export", () => {
  it.live.each(["SIGINT", "SIGTERM"] as const)("writes all data when it is stopped by %s, for --seed", (signal) =>
    Effect.gen(function* () {
      const path = yield* folder
      const file = join(path, "seed.json")
      const application = join(path, "application.json")
      writeFileSync(application, '{"application_id":2}')
      writeFileSync(file, "old")
      const first = yield* start("--export", file, "--application", application)
      assert.include(first.lines.join("\n"), `Ctrl-C stops it, and writes the data to ${file}.`)
      yield* signUp({ login: "ada" }).pipe(against(first.url))
      assert.strictEqual(readFileSync(file, "utf8"), "old")
      assert.strictEqual(yield* first.end(signal), 0)
      assert.isFalse(existsSync(`${file}.next`))
      // The hashes of passwords are for nobody else.
      assert.strictEqual(statSync(file).mode & 0o077, 0)
      const exported: unknown = JSON.parse(readFileSync(file, "utf8"))
      assert.deepStrictEqual(
        list(exported, "users").map((user) => at(user, "login")),
        ["ada"]
      )
      assert.deepStrictEqual(list(JSON.parse(readFileSync(`${file}.app-2`, "utf8")), "users"), [])

      const second = yield* start("--seed", file)
      const { json } = yield* createSession({ user: { login: "ada", password } }).pipe(against(second.url))
      assert.strictEqual(text(json, "session.user.login"), "ada")
      // As curl writes it, and byte for byte the same but for the login just now.
      const { status, text: body } = yield* ask("GET", "/_emulator/seed").pipe(against(second.url))
      assert.strictEqual(status, 200)
      const withoutRequest = (text: string) => text.replaceAll(/,"last_request_at":"[^"]*"/g, "")
      assert.strictEqual(withoutRequest(body), withoutRequest(readFileSync(file, "utf8")))
    })
  )

  it.live("keeps the old file when the port is in use", () =>
    Effect.gen(function* () {
      const path = yield* folder
      writeFileSync(join(path, "seed.json"), "old")
      const { url } = yield* start()
      const { code, stderr } = yield* run(path, "--port", new URL(url).port, "--export", "seed.json")
      assert.include(stderr, "is in use")
      assert.strictEqual(code, 1)
      assert.strictEqual(readFileSync(join(path, "seed.json"), "utf8"), "old")
    })
  )

  it.live("keeps the old file when the new one cannot be written, and its exit code says so", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const file = join(path, "seed.json")
      writeFileSync(file, "old")
      const { end, url } = yield* startWith({ fileLimit: 4 }, "--export", file)
      const users = Array.from({ length: 100 }, (_, index) => ({ login: `user${index}` }))
      yield* ask("POST", "/_emulator/seed", { json: { users } }).pipe(against(url))
      assert.strictEqual(yield* end("SIGINT"), 1)
      assert.strictEqual(readFileSync(file, "utf8"), "old")
      assert.isFalse(existsSync(`${file}.next`))
    })
  )

  it.live("says that it cannot write where a folder came in the way meanwhile", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const file = join(path, "seed.json")
      const { end } = yield* start("--export", file)
      mkdirSync(join(file, "full"), { recursive: true })
      assert.strictEqual(yield* end("SIGTERM"), 1)
      assert.isFalse(existsSync(`${file}.next`))
    })
  )
})
