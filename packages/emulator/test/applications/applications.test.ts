/** Several applications in one emulator, in process. */
import { assert, describe, it } from "@effect/vitest"
import { ConnectyCube, Session, Users } from "effect-connectycube"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { settingsOf } from "../../src/Application.ts"
import { Emulator } from "../../src/Emulator.ts"
import { defaults } from "../../src/Settings.ts"
import * as Storage from "../support/Storage.ts"
import { ask, at, logins, text } from "../support/Wire.ts"
import { adminKey, joinIn, sessionIn } from "../support/Applications.ts"

const ada = { login: "ada-lovelace", password: Redacted.make("correct horse") }

const staging = { application_id: 2, classes_on_first_use: true }

const hosting = Effect.provide(Emulator.layer({ applications: [{ settings: staging }] }))

const controlsOfBoth = Effect.gen(function* () {
  const emulator = yield* Emulator
  return { one: yield* emulator.application(1), two: yield* emulator.application(2) }
})

/** The paths in the journals. */
const paths = Effect.gen(function* () {
  const { one, two } = yield* controlsOfBoth
  const pathsOf = Effect.map((entries: ReadonlyArray<{ readonly path: string }>) => entries.map(({ path }) => path))
  return [yield* pathsOf(one.requests), yield* pathsOf(two.requests)]
})

describe("two applications in one emulator", () => {
  it.effect("have users of their own, for two clients in one program", () =>
    Effect.gen(function* () {
      const one = Effect.provide(ConnectyCube.layer(Emulator.credentials))
      const two = Effect.provide(ConnectyCube.layer(Emulator.credentialsOf(staging)))
      const signUp = Users.use((users) => users.signUp(ada))
      yield* signUp.pipe(one)
      yield* signUp.pipe(two)
      const list = Users.use((users) => users.list({ login: ada.login })).pipe(Effect.provide(Session.layerLogin(ada)))
      assert.strictEqual((yield* list.pipe(two)).items.length, 1)
      assert.deepStrictEqual(yield* paths, [["/users"], ["/users", "/session", "/users/v2"]])
    }).pipe(hosting)
  )

  it.effect("are listed with their control sides, and without secrets", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      assert.deepStrictEqual(yield* emulator.applications, [1, 2])
      for (const path of ["/_emulator/applications", "/_emulator/applications/2/applications"]) {
        const { json } = yield* ask("GET", path)
        assert.deepStrictEqual(json, [
          { application_id: 1, control_path: "/_emulator" },
          { application_id: 2, control_path: "/_emulator/applications/2" }
        ])
      }
    }).pipe(hosting)
  )

  it.effect("reject an id of the other one: users, dialogs, messages, records and files are not found", () =>
    Effect.gen(function* () {
      const { two } = yield* controlsOfBoth
      yield* two.changeSettings({ classes_on_first_use: true })
      const first = yield* joinIn(defaults, "ada-lovelace")
      const second = yield* joinIn(settingsOf(staging), "ben-bitdiddle")
      assert.strictEqual(first.id, second.id)
      const { token } = second
      const dialog = yield* ask("POST", "/chat/Dialog", { token: first.token, json: { type: 4, name: "Engines" } })
      assert.strictEqual(dialog.status, 201)
      const id = text(dialog.json, "_id")
      const file = yield* Storage.store(first, Storage.bytes(10))
      const same = yield* Storage.create(second)
      assert.strictEqual(file.id, same.id)

      const user = yield* ask("GET", `/users/${first.id}`, { token })
      assert.strictEqual(at(user.json, "user.login"), "ben-bitdiddle")
      assert.strictEqual((yield* ask("PUT", `/chat/Dialog/${id}`, { token, json: { name: "x" } })).status, 404)
      assert.strictEqual((yield* ask("DELETE", `/chat/Dialog/${id}`, { token })).status, 404)
      assert.strictEqual((yield* ask("GET", `/blobs/${file.uid}`, { token })).status, 404)
      assert.strictEqual(at((yield* ask("GET", `/blobs/${file.id}`, { token })).json, "blob.uid"), same.uid)
      assert.deepStrictEqual(logins((yield* ask("GET", "/users", { token })).json), ["ben-bitdiddle"])
    }).pipe(hosting)
  )

  it.effect("have a session each for the same login, which the other one does not accept", () =>
    Effect.gen(function* () {
      const first = yield* joinIn(defaults, "ada-lovelace")
      const second = yield* joinIn(settingsOf(staging), "ada-lovelace", { full_name: "Another Ada" })
      const nameOf = Effect.fnUntraced(function* (token: string) {
        return at((yield* ask("GET", "/session", { token })).json, "session.application_id")
      })
      assert.deepStrictEqual([yield* nameOf(first.token), yield* nameOf(second.token)], [1, 2])
      assert.strictEqual((yield* ask("DELETE", "/session", { token: second.token })).status, 200)
      assert.strictEqual((yield* ask("GET", "/session", { token: second.token })).status, 401)
      assert.strictEqual((yield* ask("GET", "/session", { token: first.token })).status, 200)
      // It ended, and is of the second one still.
      const [, ofTwo] = yield* paths
      assert.deepStrictEqual(ofTwo, ["/users", "/session", "/session", "/session", "/session"])
    }).pipe(hosting)
  )

  it.effect("have keys of their own", () =>
    Effect.gen(function* () {
      const { application_id, auth_key, ...second } = settingsOf(staging)
      const mixed = yield* ask("POST", "/session", {
        json: { application_id: String(application_id), auth_key: defaults.auth_key }
      })
      assert.strictEqual(mixed.status, 422)
      yield* ask("POST", "/users", {
        key: auth_key,
        json: { user: { login: "ada-lovelace", password: "correct horse" } }
      })
      const admin = (key: string) => ask("GET", "/admin/chat/list", adminKey(key))
      assert.strictEqual((yield* admin(second.admin_api_key)).status, 200)
      assert.strictEqual((yield* admin("neither")).status, 401)
      assert.deepStrictEqual(yield* paths, [["/admin/chat/list"], ["/session", "/users", "/admin/chat/list"]])
    }).pipe(hosting)
  )

  it.effect("have clocks of their own: an expired session is rejected in the journal of its application", () =>
    Effect.gen(function* () {
      const { one, two } = yield* controlsOfBoth
      const first = yield* sessionIn(defaults)
      const second = yield* sessionIn(settingsOf(staging))
      yield* two.advance("3 hours")
      assert.strictEqual((yield* ask("GET", "/session", { token: first })).status, 200)
      assert.strictEqual((yield* ask("GET", "/session", { token: second })).status, 401)
      const [, last] = [yield* one.now, (yield* two.requests).at(-1)]
      assert.strictEqual(last?.status, 401)
      assert.strictEqual(DateTime.toEpochMillis(yield* two.now) - DateTime.toEpochMillis(yield* one.now), 3 * 3_600_000)
      yield* two.freeze
      assert.deepStrictEqual([yield* one.frozen, yield* two.frozen], [false, true])
    }).pipe(hosting)
  )

  it.effect("have faults of their own, by the application of the request", () =>
    Effect.gen(function* () {
      const { one, two } = yield* controlsOfBoth
      yield* two.addFault({ respond: { status: 503 } })
      yield* one.addFault({ path: "/cb-shared-s3/**", respond: { status: 500 } })
      const first = yield* sessionIn(defaults)
      assert.notStrictEqual(first, "undefined")
      const { status } = yield* ask("POST", "/session", {
        json: { application_id: 2, auth_key: settingsOf(staging).auth_key }
      })
      assert.strictEqual(status, 503)
      yield* two.clearFaults
      const member = yield* joinIn(settingsOf(staging), "ada-lovelace")
      const file = yield* Storage.store(member, Storage.bytes(100), { public: true })
      const link = yield* Storage.link(file.uid)
      assert.strictEqual((yield* Storage.askStore("GET", link)).status, 200)
      assert.deepStrictEqual(
        (yield* one.faults).map(({ matched }) => matched),
        [0]
      )
    }).pipe(hosting)
  )

  it.effect("keep files apart: uploads, links, downloads, and what is left after a deletion", () =>
    Effect.gen(function* () {
      const { one, two } = yield* controlsOfBoth
      const first = yield* joinIn(defaults, "ada-lovelace")
      const second = yield* joinIn(settingsOf(staging), "ada-lovelace")
      const files = [
        yield* Storage.store(first, Storage.bytes(10), { public: true }),
        yield* Storage.store(second, Storage.bytes(20), { public: true })
      ]
      const sizes = yield* Effect.forEach(files, ({ uid }) =>
        Effect.flatMap(Storage.link(uid), (link) =>
          Effect.map(Storage.askStore("GET", link), ({ content }) => content.length)
        )
      )
      assert.deepStrictEqual(sizes, [10, 20])
      assert.deepStrictEqual(
        (yield* two.files).map(({ content }) => content?.size),
        [20]
      )
      assert.deepStrictEqual(
        (yield* one.files).map(({ content }) => content?.size),
        [10]
      )
      // Private ones take the token in the URL.
      const secret = yield* Storage.store(second, Storage.bytes(30))
      assert.strictEqual((yield* ask("GET", `/blobs/${secret.uid}?token=${second.token}`)).status, 301)
      assert.strictEqual((yield* ask("GET", `/blobs/${secret.uid}?token=${first.token}`)).status, 404)
      yield* one.clearRequests
      yield* ask("DELETE", `/blobs/${secret.id}`, { token: second.token })
      for (const path of ["", ".json", "/download"]) {
        assert.strictEqual((yield* ask("GET", `/blobs/${secret.uid}${path}`)).status, 404)
      }
      assert.strictEqual((yield* Storage.upload(secret, Storage.bytes(30))).status, 403)
      assert.deepStrictEqual(yield* one.requests, [])
    }).pipe(hosting)
  )

  it.effect("are restored and reset on their own", () =>
    Effect.gen(function* () {
      const { one, two } = yield* controlsOfBoth
      yield* joinIn(defaults, "ada-lovelace")
      yield* two.takeSnapshot("empty")
      yield* joinIn(settingsOf(staging), "ada-lovelace")
      yield* two.restoreSnapshot("empty")
      const member = yield* joinIn(settingsOf(staging), "ben-bitdiddle")
      assert.deepStrictEqual(logins((yield* ask("GET", "/users", { token: member.token })).json), ["ben-bitdiddle"])
      assert.deepStrictEqual(yield* one.snapshots, [])
      yield* two.reset
      const found = yield* joinIn(defaults, "cay-horstmann")
      assert.deepStrictEqual(logins((yield* ask("GET", "/users", { token: found.token })).json).toSorted(), [
        "ada-lovelace",
        "cay-horstmann"
      ])
      assert.deepStrictEqual(yield* two.requests, [])
    }).pipe(hosting)
  )

  it.effect("have outboxes and settings of their own, also over HTTP", () =>
    Effect.gen(function* () {
      const { one, two } = yield* controlsOfBoth
      const member = yield* joinIn(settingsOf(staging), "ada-lovelace", { email: "ada@example.com" })
      yield* ask("GET", "/users/password/reset?email=ada@example.com", { token: member.token })
      assert.strictEqual((yield* two.outbox).length, 1)
      assert.strictEqual((yield* one.outbox).length, 0)
      const changed = yield* ask("POST", "/_emulator/applications/2/settings", { json: { online_users: false } })
      assert.strictEqual(at(changed.json, "application_id"), 2)
      assert.deepStrictEqual([(yield* one.settings).online_users, (yield* two.settings).online_users], [true, false])
      yield* ask("POST", "/_emulator/applications/1/settings", { json: { occupants_limit: 9 } })
      assert.strictEqual((yield* one.settings).occupants_limit, 9)
      yield* ask("POST", "/_emulator/applications/2/seed", { json: { users: [{ login: "ben-bitdiddle" }] } })
      yield* ask("POST", "/_emulator/applications/2/clock", { json: { advance: "1 hour" } })
      assert.strictEqual((yield* ask("DELETE", "/_emulator/applications/2/outbox")).status, 200)
      assert.strictEqual((yield* two.outbox).length, 0)
      assert.strictEqual((yield* ask("GET", "/_emulator/applications/2")).status, 200)
    }).pipe(hosting)
  )

  it.effect("are the first one for what tells no application", () =>
    Effect.gen(function* () {
      yield* ask("GET", "/users", { token: "unknown" })
      yield* ask("GET", "/nothing")
      yield* ask("POST", "/session", { json: { application_id: 3, auth_key: "x" } })
      yield* ask("POST", "/session")
      yield* ask("GET", "/cb-shared-s3/unknown")
      assert.deepStrictEqual(yield* paths, [
        ["/users", "/nothing", "/session", "/session", "/cb-shared-s3/unknown"],
        []
      ])
    }).pipe(hosting)
  )
})

describe("the control side of an application", () => {
  it.effect.each(["3", "02", "2.0", "x", "%", "2%2F..", "-1", "NaN"])("is a 404 for the unknown id %s", (id) =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      for (const rest of ["", "/requests", "/settings"]) {
        assert.strictEqual((yield* ask("GET", `/_emulator/applications/${id}${rest}`)).status, 404)
      }
      assert.strictEqual((yield* ask("POST", `/_emulator/applications/${id}/reset`)).status, 404)
      assert.deepStrictEqual(yield* emulator.applications, [1, 2])
    }).pipe(hosting)
  )

  it.effect("is there when it is the only application, too", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      assert.deepStrictEqual(yield* emulator.applications, [7])
      const { json } = yield* ask("GET", "/_emulator/applications")
      assert.deepStrictEqual(json, [{ application_id: 7, control_path: "/_emulator" }])
      assert.strictEqual(at((yield* ask("GET", "/_emulator/applications/7/settings")).json, "application_id"), 7)
      assert.strictEqual((yield* ask("GET", "/_emulator/applications/1/settings")).status, 404)
      yield* (yield* emulator.application(7)).changeSettings({ online_users: false })
      assert.isFalse((yield* emulator.settings).online_users)
    }).pipe(Effect.provide(Emulator.layer({ settings: { application_id: 7 } })))
  )

  it.effect("is a NoSuchApplication in process for an unknown id", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const error = yield* Effect.flip(emulator.application(3))
      assert.strictEqual(error._tag, "NoSuchApplication")
      assert.strictEqual(error.message, "There is no application 3")
    }).pipe(hosting)
  )

  it.effect("is found by the id that the application has now", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const two = yield* emulator.application(2)
      const member = yield* joinIn(settingsOf(staging), "ada-lovelace")
      yield* two.changeSettings({ application_id: 5, auth_key: "another" })
      assert.deepStrictEqual(yield* emulator.applications, [1, 5])
      assert.strictEqual((yield* ask("GET", "/session", { token: member.token })).status, 200)
      yield* sessionIn({ ...settingsOf(staging), application_id: 5, auth_key: "another" })
      assert.strictEqual((yield* (yield* emulator.application(5)).requests).length, 4)
      assert.strictEqual((yield* ask("GET", "/_emulator/applications/5/requests")).status, 200)
      assert.strictEqual((yield* ask("GET", "/_emulator/applications/2/requests")).status, 404)
    }).pipe(hosting)
  )
})
