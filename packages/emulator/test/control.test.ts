import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../src/Emulator.ts"
import { defaults, Settings } from "../src/Settings.ts"
import { applicationToken, ask, at, createSession, join, password, signUp, text } from "./support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

describe("the clock of the emulator", () => {
  it.effect("is moved over HTTP and in process, and all times follow", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const token = yield* applicationToken
      const moved = yield* ask("POST", "/_emulator/clock", { json: { advance: "2 hours" } })
      assert.strictEqual(moved.status, 200)
      assert.deepStrictEqual(moved.json, { now: "1970-01-01T02:00:00.000Z", frozen: false })
      assert.strictEqual((yield* ask("GET", "/session", { token })).status, 401)
      yield* emulator.advance("1 day")
      assert.strictEqual(DateTime.formatIso(yield* emulator.now), "1970-01-02T02:00:00.000Z")
      const { json, headers } = yield* createSession()
      assert.strictEqual(at(json, "session.ts"), 26 * 3600)
      assert.strictEqual(headers["cb-token-expirationdate"], "1970-01-02 04:00:00 UTC")
      const guest = yield* createSession({ user: { guest: "1" } })
      yield* emulator.advance("24 hours")
      const gone = yield* ask("GET", "/session", { token: text(guest.json, "session.token") })
      assert.strictEqual(gone.status, 401)
      assert.deepStrictEqual((yield* ask("GET", "/_emulator/clock")).json, {
        now: "1970-01-03T02:00:00.000Z",
        frozen: false
      })
    }).pipe(emulated)
  )

  it.effect("stands still while it is frozen, and goes on from there", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const clock = Effect.map(ask("GET", "/_emulator/clock"), ({ json }) => json)
      yield* TestClock.adjust("1 minute")
      yield* emulator.freeze
      yield* TestClock.adjust("1 hour")
      assert.deepStrictEqual(yield* clock, { now: "1970-01-01T00:01:00.000Z", frozen: true })
      const moved = yield* ask("POST", "/_emulator/clock", { json: { advance: "1 minute" } })
      assert.deepStrictEqual(moved.json, { now: "1970-01-01T00:02:00.000Z", frozen: true })
      const { restore } = yield* emulator.snapshot
      const on = yield* ask("POST", "/_emulator/clock", { json: { advance: "1 minute", frozen: false } })
      assert.deepStrictEqual(on.json, { now: "1970-01-01T00:03:00.000Z", frozen: false })
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(yield* clock, { now: "1970-01-01T00:04:00.000Z", frozen: false })
      // Frozen twice, or let go on twice, it is as once.
      yield* emulator.unfreeze
      assert.deepStrictEqual(yield* clock, { now: "1970-01-01T00:04:00.000Z", frozen: false })
      yield* restore
      yield* emulator.freeze
      assert.deepStrictEqual(yield* clock, { now: "1970-01-01T00:02:00.000Z", frozen: true })
      yield* emulator.reset
      assert.isFalse(yield* emulator.frozen)
      assert.deepStrictEqual(yield* clock, { now: "1970-01-01T01:02:00.000Z", frozen: false })
    }).pipe(emulated)
  )

  it.effect("is not moved by an invalid duration", () =>
    Effect.gen(function* () {
      for (const json of [{ advance: "a while" }, {}, { advance: null }]) {
        assert.strictEqual((yield* ask("POST", "/_emulator/clock", { json })).status, 422)
      }
      assert.deepStrictEqual((yield* ask("GET", "/_emulator/clock")).json, {
        now: "1970-01-01T00:00:00.000Z",
        frozen: false
      })
    }).pipe(emulated)
  )
})

describe("a reset", () => {
  it.effect("deletes everything, in process and over HTTP", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      for (const reset of [emulator.reset, Effect.asVoid(ask("POST", "/_emulator/reset"))]) {
        const { token, id } = yield* join("ada", { email: "ada@example.com", tag_list: "vip" })
        assert.strictEqual(id, 10_000_001)
        yield* ask("GET", "/users/password/reset?email=ada@example.com", { token })
        yield* emulator.addFault({ path: "/users/v2", respond: { status: 503 } })
        yield* emulator.advance("1 hour")
        yield* emulator.changeSettings({ application_id: 7 })
        yield* reset
        assert.deepStrictEqual(yield* emulator.requests, [])
        assert.deepStrictEqual(yield* emulator.outbox, [])
        assert.deepStrictEqual(yield* emulator.faults, [])
        assert.strictEqual(DateTime.toEpochMillis(yield* emulator.now), 0)
        assert.deepStrictEqual(yield* emulator.settings, defaults)
        assert.strictEqual((yield* ask("GET", "/session", { token })).status, 401)
        const found = yield* ask("GET", "/users/v2?login=ada&user_tags=vip", { token: yield* applicationToken })
        assert.strictEqual(at(found.json, "total_entries"), 0)
        yield* emulator.reset
      }
    }).pipe(emulated)
  )

  it.effect("restores the initial settings of the emulator", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.changeSettings({ application_id: 8 })
      yield* emulator.reset
      assert.strictEqual((yield* emulator.settings).application_id, 7)
    }).pipe(Effect.provide(Emulator.layer({ settings: { application_id: 7 } })))
  )
})

describe("the settings", () => {
  it.effect("are returned and changed at /_emulator/settings", () =>
    Effect.gen(function* () {
      const told = yield* ask("GET", "/_emulator/settings")
      // Keys are not returned: the reader of the settings may be another program.
      const keys = { auth_key: "<redacted>", auth_secret: "<redacted>", admin_api_key: "<redacted>" }
      assert.deepStrictEqual(told.json, { ...Schema.encodeSync(Settings)(defaults), ...keys })
      const changed = yield* ask("POST", "/_emulator/settings", {
        json: { application_id: 7, session_creation_without_user: "deny" }
      })
      assert.deepStrictEqual(changed.json, {
        ...Schema.encodeSync(Settings)(defaults),
        ...keys,
        application_id: 7,
        session_creation_without_user: "deny"
      })
      assert.strictEqual((yield* createSession()).status, 422)
      const { json } = yield* createSession({ application_id: 7 })
      assert.strictEqual(at(json, "session.application_id"), 7)
      const nobody = yield* createSession({ application_id: 7, user: { login: "ada", password } })
      assert.strictEqual(nobody.status, 401)
    }).pipe(emulated)
  )

  it.effect("are validated", () =>
    Effect.gen(function* () {
      const { status, json } = yield* ask("POST", "/_emulator/settings", {
        json: { session_creation_without_user: "sometimes", aplication_id: 7 }
      })
      assert.strictEqual(status, 422)
      assert.deepStrictEqual(Object.keys(Object(at(json, "errors"))).sort(), [
        "aplication_id",
        "session_creation_without_user"
      ])
    }).pipe(emulated)
  )
})

describe("the requests", () => {
  it.effect("are deleted over HTTP and in process, and later ones go on with the numbers", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* createSession()
      yield* emulator.clearRequests
      yield* createSession()
      const numbers = Effect.map(emulator.requests, (entries) => entries.map(({ number }) => number))
      assert.deepStrictEqual(yield* numbers, [2])
      assert.strictEqual((yield* ask("DELETE", "/_emulator/requests")).status, 200)
      assert.deepStrictEqual(yield* numbers, [])
      yield* createSession()
      assert.deepStrictEqual(yield* numbers, [3])
      yield* emulator.reset
      yield* createSession()
      assert.deepStrictEqual(yield* numbers, [1])
    }).pipe(emulated)
  )

  it.effect("are read from a number on, and all of them when the numbers began anew", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.changeSettings({ journal_limit: 3 })
      for (let n = 0; n < 5; n++) yield* createSession()
      const after = (number: string) =>
        Effect.map(ask("GET", `/_emulator/requests?after=${number}`), ({ json }) =>
          Array.isArray(json) ? json.map((entry) => at(entry, "number")) : json
        )
      assert.deepStrictEqual(yield* after("0"), [3, 4, 5])
      assert.deepStrictEqual(yield* after("2"), [3, 4, 5])
      assert.deepStrictEqual(yield* after("4"), [5])
      assert.deepStrictEqual(yield* after("5"), [])
      assert.deepStrictEqual(yield* after("6"), [3, 4, 5])
      assert.deepStrictEqual(yield* after("-1"), [3, 4, 5])
      assert.strictEqual((yield* ask("GET", "/_emulator/requests?after=x")).status, 422)
    }).pipe(emulated)
  )
})

describe("the outbox", () => {
  it.effect("is read and cleared at /_emulator/outbox", () =>
    Effect.gen(function* () {
      yield* signUp({ login: "ada", email: "ada@example.com" })
      const token = yield* applicationToken
      yield* ask("GET", "/users/password/reset?email=ada@example.com", { token })
      const { json } = yield* ask("GET", "/_emulator/outbox")
      assert.deepInclude(Object(at(json, "0")), { to: "ada@example.com", sent_at: "1970-01-01T00:00:00.000Z" })
      assert.strictEqual((yield* ask("DELETE", "/_emulator/outbox")).status, 200)
      assert.deepStrictEqual((yield* ask("GET", "/_emulator/outbox")).json, [])
    }).pipe(emulated)
  )
})

describe("the control side of the emulator", () => {
  it.effect.each(["/", "/_emulator"])("is a page at %s", (path) =>
    Effect.gen(function* () {
      const { status, text, headers } = yield* ask("GET", path)
      assert.strictEqual(status, 200)
      assert.match(headers["content-type"] ?? "", /^text\/plain/)
      assert.include(text, "/_emulator/faults")
    }).pipe(emulated)
  )

  it.effect("has no other path below /_emulator", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* ask("GET", "/_emulator/secrets")).status, 404)
      assert.deepStrictEqual(yield* (yield* Emulator).requests, [])
    }).pipe(emulated)
  )
})
