/** How the applications of an emulator are set up. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { settingsOf } from "../../src/Application.ts"
import { type ApplicationOptions, Emulator, type Options } from "../../src/Emulator.ts"
import { joinIn, sessionIn } from "../support/Applications.ts"
import { ask, at, logins, text } from "../support/Wire.ts"

/** The error of an emulator that does not start. */
const errorOf = (options: Options) => Effect.flip(Effect.provide(Emulator, Emulator.layer(options)))

const hosting = (...applications: ReadonlyArray<ApplicationOptions>) => ({ applications })

const two = { application_id: 2 }

describe("the applications of an emulator", () => {
  const ambiguous: ReadonlyArray<readonly [string, Options, ReadonlyArray<string>]> = [
    ["the id of the first", hosting({ settings: { application_id: 1 } }), ["0.settings.application_id"]],
    [
      "the id of another",
      hosting({ settings: two }, { settings: { ...two, auth_key: "k", admin_api_key: "a" } }),
      ["1.settings.application_id"]
    ],
    ["a key of the first", hosting({ settings: { ...two, auth_key: "emulator-auth-key" } }), ["0.settings.auth_key"]],
    [
      "a changed key of the first",
      { settings: { auth_key: "mine" }, ...hosting({ settings: { ...two, auth_key: "mine" } }) },
      ["0.settings.auth_key"]
    ],
    [
      "an administration key of the first",
      hosting({ settings: { ...two, admin_api_key: "emulator-admin-key" } }),
      ["0.settings.admin_api_key"]
    ],
    [
      "default keys of another",
      hosting(
        { settings: two },
        { settings: { application_id: 3, auth_key: "emulator-auth-key-2", admin_api_key: "emulator-admin-key-2" } }
      ),
      ["1.settings.auth_key", "1.settings.admin_api_key"]
    ],
    ["an id that is none", hosting({ settings: { application_id: 1.5 } }), ["0.settings.application_id"]],
    [
      "settings that are invalid",
      hosting({ settings: two }, { settings: { application_id: 3, occupants_limit: 1 } }),
      ["1.settings.occupants_limit"]
    ],
    [
      "a server on another machine",
      hosting({ settings: { ...two, recording_webhook: "https://hooks.example/" } }),
      ["0.settings.recording_webhook"]
    ],
    ["data that breaks a rule", hosting({ settings: two, seed: { users: [{ login: "x" }] } }), ["0.seed.users.0.login"]]
  ]

  it.effect.each(ambiguous)("are rejected with %s", ([, options, errors]) =>
    Effect.gen(function* () {
      const error = yield* errorOf(options)
      if (error._tag !== "InvalidControl") assert.fail(error.message)
      assert.strictEqual(error.control, "applications")
      assert.deepStrictEqual(Object.keys(error.errors), errors)
    })
  )

  it.effect("are rejected for the settings of the first one as an emulator without further ones is", () =>
    Effect.gen(function* () {
      const settings = { application_id: 0.5 }
      const alone = yield* errorOf({ settings })
      const error = yield* errorOf({ settings, ...hosting({ settings: two }) })
      assert.strictEqual(error.message, alone.message)
    })
  )

  it.effect("may have one secret: it tells no application", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* (yield* Emulator).applications, [1, 2])
    }).pipe(Effect.provide(Emulator.layer(hosting({ settings: { ...two, auth_secret: "emulator-auth-secret" } }))))
  )

  it.effect("have keys with their ids, unless they are given", () =>
    Effect.gen(function* () {
      const settings = { application_id: -3, auth_secret: "mine" }
      const { application_id, auth_key, auth_secret, admin_api_key } = Emulator.credentialsOf(settings)
      assert.deepStrictEqual(
        [application_id, ...[auth_key, auth_secret, admin_api_key].map(Redacted.value)],
        [-3, "emulator-auth-key--3", "mine", "emulator-admin-key--3"]
      )
      const emulator = yield* Emulator
      const second = yield* emulator.application(-3)
      assert.deepStrictEqual(yield* second.settings, settingsOf(settings))
      assert.lengthOf(yield* sessionIn(settingsOf(settings)), 36)
      assert.strictEqual((yield* second.requests).length, 1)
    }).pipe(Effect.provide(Emulator.layer(hosting({ settings: { application_id: -3, auth_secret: "mine" } }))))
  )

  it.effect("have seeds, identity providers and webhooks of their own", () =>
    Effect.gen(function* () {
      const settings = settingsOf(two)
      const identified = yield* ask("POST", "/session", {
        json: { application_id: 2, auth_key: settings.auth_key, user: { login: "a token" } }
      })
      assert.strictEqual(at(identified.json, "session.user.full_name"), "Simon Davis")
      const users = yield* ask("GET", "/users", { token: text(identified.json, "session.token") })
      assert.sameMembers([...logins(users.json)], ["ben", "custom_2345"])
      const first = yield* ask("POST", "/session", {
        json: { application_id: 1, auth_key: "emulator-auth-key", user: { login: "a token" } }
      })
      assert.notStrictEqual(at(first.json, "session.user.full_name"), "Simon Davis")
    }).pipe(
      Effect.provide(
        Emulator.layer({
          seed: { users: [{ login: "ada" }] },
          ...hosting({
            settings: two,
            seed: { users: [{ login: "ben" }] },
            verifyIdentity: () => Effect.succeed({ uid: "2345", full_name: "Simon Davis" })
          })
        })
      )
    )
  )

  it.effect("keep ids and keys that are those of one of them only", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const second = yield* emulator.application(2)
      const third = yield* emulator.application(3)
      const changes = { application_id: 1, auth_key: "emulator-auth-key-3", admin_api_key: "emulator-admin-key" }
      const error = yield* Effect.flip(second.changeSettings({ ...changes, occupants_limit: 5 }))
      assert.deepStrictEqual(Object.keys(error.errors), Object.keys(changes))
      const overHttp = yield* ask("POST", "/_emulator/applications/2/settings", { json: changes })
      assert.strictEqual(overHttp.status, 422)
      assert.deepStrictEqual(at(overHttp.json, "errors"), error.errors)
      assert.deepStrictEqual(yield* second.settings, settingsOf(two))
      // A reset would bring it back.
      yield* third.changeSettings({ application_id: 4 })
      assert.strictEqual((yield* Effect.flip(second.changeSettings({ application_id: 3 })))._tag, "InvalidControl")
      yield* third.reset
      assert.deepStrictEqual(yield* emulator.applications, [1, 2, 3])
      // Its own are no others.
      yield* second.changeSettings({ application_id: 2, auth_key: "emulator-auth-key-2" })
      yield* second.changeSettings({ application_id: 5 })
      yield* second.changeSettings({ application_id: 2 })
    }).pipe(Effect.provide(Emulator.layer(hosting({ settings: two }, { settings: { application_id: 3 } }))))
  )

  it.effect("may be many: twenty have a user each", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const ids = yield* emulator.applications
      assert.lengthOf(ids, 20)
      const members = yield* Effect.forEach(
        ids,
        (application_id) =>
          Effect.flatMap(
            Effect.flatMap(emulator.application(application_id), ({ settings }) => settings),
            (settings) => joinIn(settings, `user-of-${application_id}`)
          ),
        { concurrency: "unbounded" }
      )
      const found = yield* Effect.forEach(
        members,
        ({ token }) => Effect.map(ask("GET", "/users", { token }), ({ json }) => logins(json)),
        { concurrency: "unbounded" }
      )
      assert.deepStrictEqual(
        found,
        ids.map((id) => [`user-of-${id}`])
      )
    }).pipe(
      Effect.provide(
        Emulator.layer(
          hosting(...Array.from({ length: 19 }, (_, index) => ({ settings: { application_id: index + 2 } })))
        )
      )
    )
  )
})
