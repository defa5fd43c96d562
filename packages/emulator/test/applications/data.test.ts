/** The files in which several applications keep their data, and the command. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { cpSync, existsSync, readdirSync, writeFileSync } from "node:fs"
import { join as joinPath } from "node:path"
import { settingsOf } from "../../src/Application.ts"
import { Emulator } from "../../src/Emulator.ts"
import { defaults } from "../../src/Settings.ts"
import { adminKey, joinIn } from "../support/Applications.ts"
import { against, folder, start } from "../support/Command.ts"
import * as Storage from "../support/Storage.ts"
import { ask, at, logins, text } from "../support/Wire.ts"

const settings = { application_id: 2 }

const second = settingsOf(settings)

const inFile = (data: string) => Effect.provide(Emulator.layer({ data, applications: [{ settings }] }))

/** How large the content of a link is. */
const sizeAt = (link: string) => Effect.map(Storage.askStore("GET", link), ({ content }) => content.length)

describe("the data of several applications", () => {
  it.live("is in files of their own, and there in the next process", () =>
    Effect.gen(function* () {
      const data = joinPath(yield* folder, "data")
      const before = yield* Effect.gen(function* () {
        const members = [yield* joinIn(defaults, "ada-lovelace"), yield* joinIn(second, "ben-bitdiddle")]
        const files = yield* Effect.forEach(members, (member, index) =>
          Storage.store(member, Storage.bytes(10 + index), { public: true })
        )
        return { members, files }
      }).pipe(inFile(data))
      for (const name of ["", ".blobs", ".app-2", ".app-2.blobs"]) assert.isTrue(existsSync(data + name), name)
      assert.lengthOf(readdirSync(`${data}.app-2.blobs`), 1)
      yield* Effect.gen(function* () {
        const users = yield* Effect.forEach(before.members, ({ token }) => ask("GET", "/users", { token }))
        assert.deepStrictEqual(
          users.map(({ json }) => logins(json)),
          [["ada-lovelace"], ["ben-bitdiddle"]]
        )
        const sizes = yield* Effect.forEach(before.files, ({ uid }) => Effect.flatMap(Storage.link(uid), sizeAt))
        assert.deepStrictEqual(sizes, [10, 11])
      }).pipe(inFile(data))
    })
  )

  it.live("may be that of an emulator with one application: its tokens and files have no marks", () =>
    Effect.gen(function* () {
      const data = joinPath(yield* folder, "data")
      const { file, member, other } = yield* Effect.gen(function* () {
        const member = yield* joinIn(second, "ada-lovelace")
        const file = yield* Storage.store(member, Storage.bytes(12), { public: true })
        const link = yield* Storage.link(file.uid)
        return { member, file, other: { link } }
      }).pipe(Effect.provide(Emulator.layer({ data: `${data}.app-2`, settings: second })))
      yield* Effect.gen(function* () {
        const session = yield* ask("GET", "/session", { token: member.token })
        assert.strictEqual(at(session.json, "session.application_id"), 2)
        assert.strictEqual(yield* Effect.flatMap(Storage.link(file.uid), sizeAt), 12)
        assert.strictEqual(yield* sizeAt(other.link), 12)
        // A form that was given out before, too.
        assert.strictEqual((yield* Storage.upload(file, Storage.bytes(13))).status, 201)
        const emulator = yield* Emulator
        assert.deepStrictEqual(yield* emulator.requests, [])
      }).pipe(inFile(data))
    })
  )

  it.live(
    "may be a copy: files with the same uid are told by the session, and by the signature of a form or a link",
    () =>
      Effect.gen(function* () {
        const data = joinPath(yield* folder, "data")
        const uid = yield* Effect.gen(function* () {
          const member = yield* joinIn(defaults, "ada-lovelace")
          return (yield* Storage.store(member, Storage.bytes(10))).uid
        }).pipe(Effect.provide(Emulator.layer({ data })))
        for (const name of ["", "-wal", ".sums", ".blobs"]) {
          if (existsSync(data + name)) cpSync(data + name, `${data}.app-2${name}`, { recursive: true })
        }
        yield* Effect.gen(function* () {
          const emulator = yield* Emulator
          const two = yield* emulator.application(2)
          const { token } = yield* joinIn(second, "ada-lovelace")
          const [own] = yield* two.files
          const changed = yield* ask("PUT", `/blobs/${own?.id}`, { token, json: { blob: { new: true } } })
          const form = Storage.formIn(text(changed.json, "blob.blob_object_access.params"))
          assert.strictEqual((yield* Storage.upload({ id: 0, uid, ...form }, Storage.bytes(20))).status, 201)
          assert.deepStrictEqual(
            (yield* two.files).map(({ content }) => content?.size),
            [20]
          )
          assert.deepStrictEqual(
            (yield* emulator.files).map(({ content }) => content?.size),
            [10]
          )
          const first = yield* joinIn(defaults, "ada-lovelace")
          const links = yield* Effect.forEach([first.token, token], (token) =>
            Effect.map(ask("GET", `/blobs/${uid}`, { token }), Storage.locationOf)
          )
          assert.deepStrictEqual(yield* Effect.forEach(links, sizeAt), [10, 20])
        }).pipe(inFile(data))
      })
  )

  it.live("is reset in its own files only", () =>
    Effect.gen(function* () {
      const data = joinPath(yield* folder, "data")
      yield* Effect.gen(function* () {
        const emulator = yield* Emulator
        yield* joinIn(defaults, "ada-lovelace")
        yield* joinIn(second, "ben-bitdiddle")
        yield* emulator.reset
      }).pipe(inFile(data))
      yield* Effect.gen(function* () {
        const members = [yield* joinIn(defaults, "cay-horstmann"), yield* joinIn(second, "cay-horstmann")]
        const users = yield* Effect.forEach(members, ({ token }) => ask("GET", "/users", { token }))
        assert.deepStrictEqual(
          users.map(({ json }) => logins(json).length),
          [1, 2]
        )
      }).pipe(inFile(data))
    })
  )
})

describe("the command", () => {
  it.live("hosts an application for each --application, and prints how to use them", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const fileOf = (settings: object, index: number) => {
        const file = joinPath(path, `${index}.json`)
        writeFileSync(file, JSON.stringify(settings))
        return ["--application", file]
      }
      const further = [settings, { application_id: 3, admin_api_key: "mine", occupants_limit: 5 }]
      const { lines, url } = yield* start(
        ...further.flatMap(fileOf),
        "--data",
        joinPath(path, "data"),
        "--journal-limit",
        "2"
      )
      const printed = lines.join("\n")
      assert.include(
        printed,
        "Application 2: auth key emulator-auth-key-2, auth secret emulator-auth-secret-2, admin API key emulator-admin-key-2,"
      )
      assert.include(printed, `controlled at ${url}/_emulator/applications/3`)
      yield* Effect.gen(function* () {
        const member = yield* joinIn(second, "ada-lovelace")
        assert.deepStrictEqual(logins((yield* ask("GET", "/users", { token: member.token })).json), ["ada-lovelace"])
        assert.strictEqual((yield* ask("GET", "/admin/chat/list", adminKey("mine"))).status, 200)
        const shown = yield* ask("GET", "/_emulator/applications/3/settings")
        assert.deepStrictEqual(
          ["occupants_limit", "journal_limit"].map((name) => at(shown.json, name)),
          [5, 2]
        )
        const journal = yield* ask("GET", "/_emulator/applications/2/requests")
        assert.lengthOf(Array.isArray(journal.json) ? journal.json : [], 2)
      }).pipe(against(url))
      assert.isTrue(existsSync(joinPath(path, "data.app-3")))
    }).pipe(Effect.scoped)
  )
})
