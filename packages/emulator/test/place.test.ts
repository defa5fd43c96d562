import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spawnSync } from "node:child_process"
import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Emulator } from "../src/Emulator.ts"
import { folder, main } from "./support/Command.ts"

/** A user to whom permissions apply: they do not apply to root. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

/** Another user cannot read this repository on every machine. */
const canTry =
  process.platform !== "win32" &&
  spawnSync(process.execPath, ["--check", main], { timeout: 60_000, ...nobody }).status === 0

/** A folder that this user can enter and write. */
const place = Effect.tap(folder, (path) =>
  Effect.sync(() => {
    if (nobody.uid !== undefined) chownSync(path, nobody.uid, nobody.gid)
  })
)

/** The message of the command when it cannot start with this file. */
const reason = (data: string): string => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [main, "--port", "0", "--data", data], {
    encoding: "utf8",
    timeout: 60_000,
    ...nobody
  })
  assert.deepStrictEqual({ status, stdout }, { status: 1, stdout: "" }, stderr)
  return stderr
}

const start = (data: string) => Effect.provide(Effect.void, Emulator.layer({ data }))

describe("a path that cannot store data", () => {
  it.effect("is reported in one sentence when it is no path of a file", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const file = join(path, "file")
      writeFileSync(file, "")
      mkdirSync(join(path, "folder"))
      const missing = join(path, "missing", "data.db")
      const below = join(file, "data.db")
      const blobs = join(path, "data.db")
      writeFileSync(`${blobs}.blobs`, "")
      const said = yield* Effect.forEach([join(path, "folder"), missing, below, "/dev/null", blobs], (data) =>
        Effect.map(Effect.flip(start(data)), ({ message }) => message)
      )
      assert.deepStrictEqual(said, [
        `Cannot use ${path}/folder: it is a folder, and not a file`,
        `Cannot use ${missing}: its folder ${join(path, "missing")} does not exist`,
        `Cannot use ${below}: ${file} is not a folder`,
        "Cannot use /dev/null: it is not a file",
        `Cannot use ${blobs}: ${blobs}.blobs is not a folder`
      ])
    }).pipe(Effect.scoped)
  )

  it.live.skipIf(!canTry)("is reported in one sentence when it is read-only", () =>
    Effect.gen(function* () {
      const path = yield* place
      const data = join(path, "data.db")
      yield* start(data)
      chmodSync(data, 0o444)
      assert.strictEqual(reason(data), `Cannot use ${data}: it is read-only: this user may not write it\n`)
      chmodSync(data, 0o200)
      if (nobody.uid !== undefined) chownSync(data, nobody.uid, nobody.gid)
      assert.strictEqual(reason(data), `Cannot use ${data}: this user may not read it\n`)
      chmodSync(data, 0o600)
      mkdirSync(`${data}.blobs`, { mode: 0o555 })
      assert.strictEqual(
        reason(data),
        `Cannot use ${data}: ${data}.blobs is read-only: this user may not make files there\n`
      )
      chmodSync(path, 0o555)
      assert.strictEqual(
        reason(data),
        `Cannot use ${data}: its folder ${path} is read-only: this user may not make files there\n`
      )
      chmodSync(path, 0o700)
    }).pipe(Effect.scoped)
  )
})
