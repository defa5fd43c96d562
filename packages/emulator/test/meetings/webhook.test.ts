import { RecordingDone } from "@effect-connectycube/video-calling/Recording"
import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { createServer } from "node:http"
import { Emulator } from "../../src/Emulator.ts"
import { people } from "../support/Chat.ts"
import { ask, at, list, text } from "../support/Wire.ts"
import { makeMeeting } from "./Meetings.ts"
import { receiver, record, secondsOf, states } from "./Webhook.ts"

const emulated = Effect.provide(Emulator.layer())

describe("the webhook of recordings", () => {
  it.effect("gets a POST with the meeting, its host and all of its recordings", () =>
    Effect.gen(function* () {
      const { url, posts } = yield* receiver()
      const emulator = yield* Emulator
      yield* TestClock.setTime(1_689_946_800_123)
      const { ada, meeting_id } = yield* record(url)
      assert.strictEqual(posts.length, 1)
      yield* emulator.addRecording({ meeting_id, duration: 5.082, size: 0.29 })
      const [, post] = posts
      assert.deepInclude(post, { method: "POST", type: "application/json" })
      const body: unknown = JSON.parse(post?.body ?? "")
      assert.deepStrictEqual(Object.keys(Object(body)), ["meeting", "hostUser", "callRecords"])
      assert.deepInclude(Object(at(body, "meeting")), {
        _id: meeting_id,
        host_id: ada.id,
        // Without milliseconds here.
        created_at: "2023-07-21T13:40:00Z",
        notify_before: null
      })
      assert.deepInclude(Object(at(body, "hostUser")), { id: ada.id, login: "ada", full_name: "ADA", is_guest: null })
      const records = list(body, "callRecords")
      assert.deepStrictEqual(
        records.map((recording) => at(recording, "duration")),
        [60, 5.082]
      )
      for (const recording of records) {
        assert.match(text(recording, "file_uid"), /^[\w-]{24}$/)
        assert.match(text(recording, "download_url"), /^https:\/\/.*&Signature=/)
      }
      const { callRecords } = yield* Schema.decodeUnknownEffect(RecordingDone)(body)
      assert.strictEqual(callRecords.length, 2)
      assert.deepStrictEqual(yield* states, [
        ["delivered", 200],
        ["delivered", 200]
      ])
      const { json } = yield* ask("GET", "/_emulator/webhooks")
      assert.deepInclude(Object(at(json, "1")), { url, state: "delivered", next_attempt_at: null })
      assert.deepStrictEqual(at(json, "1.body"), body)
    }).pipe(emulated)
  )

  it.effect("is not called when the settings have none", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const [ada] = yield* people("ada")
      yield* emulator.addRecording({ meeting_id: yield* makeMeeting(ada) })
      assert.deepStrictEqual(yield* emulator.webhooks, [])
    }).pipe(emulated)
  )

  it.effect("is retried after 1, 10 and 60 seconds, until it accepts the delivery", () =>
    Effect.gen(function* () {
      const { url, posts } = yield* receiver([503, "hang up", 404])
      const emulator = yield* Emulator
      yield* record(url)
      const next = Effect.map(emulator.webhooks, ([delivery]) => secondsOf(delivery?.next_attempt_at ?? null))
      assert.deepStrictEqual([yield* states, yield* next], [[["pending", 503]], 1])
      yield* emulator.advance(999)
      assert.strictEqual(posts.length, 1)
      yield* emulator.advance(1)
      assert.strictEqual(posts.length, 2)
      const [[, , reason] = []] = yield* states
      assert.match(String(reason), /^(?:UND_ERR_SOCKET|ECONNRESET)$/)
      assert.strictEqual(yield* next, 11)
      yield* emulator.advance("10 seconds")
      assert.deepStrictEqual([yield* states, yield* next], [[["pending", 503, reason, 404]], 71])
      yield* emulator.advance("59 seconds")
      assert.strictEqual(posts.length, 3)
      yield* emulator.advance("1 second")
      assert.deepStrictEqual([yield* states, yield* next], [[["delivered", 503, reason, 404, 200]], null])
      yield* emulator.advance("1 day")
      assert.strictEqual(posts.length, 4)
      assert.strictEqual(new Set(posts.map(({ body }) => body)).size, 1)
    }).pipe(emulated)
  )

  it.effect("is in the journal with each attempt, and without its secret", () =>
    Effect.gen(function* () {
      const { url } = yield* receiver([503, "hang up"])
      const emulator = yield* Emulator
      yield* record(`${url}&sig=planted-secret`)
      yield* emulator.advance("1 hour")
      const posted = (yield* emulator.requests).filter(({ asked_by }) => asked_by.kind === "emulator")
      const [path] = url.split("?")
      assert.deepStrictEqual(
        posted.map((entry) => [entry.method, entry.path, entry.query, entry.status]),
        [503, null, 200].map((status) => ["POST", path, "secret=<redacted>&sig=<redacted>", status])
      )
      assert.match(posted[1]?.response_body ?? "", /^(?:UND_ERR_SOCKET|ECONNRESET)$/)
      assert.include(posted[0]?.request_body, `"callRecords":[{`)
      const { text: shown } = yield* ask("GET", "/_emulator/requests")
      assert.notInclude(shown, "planted-secret")
    }).pipe(emulated)
  )

  it.effect("fails after the fourth attempt, also when the clock is moved past all of them", () =>
    Effect.gen(function* () {
      const { url, posts } = yield* receiver([500, 500, 500, 500])
      const emulator = yield* Emulator
      yield* record(url)
      yield* emulator.advance("1 hour")
      assert.deepStrictEqual(yield* states, [["failed", 500, 500, 500, 500]])
      const [delivery] = yield* emulator.webhooks
      assert.deepStrictEqual(
        delivery?.attempts.map(({ at }) => secondsOf(at)),
        [0, 1, 11, 71]
      )
      yield* emulator.advance("1 day")
      assert.strictEqual(posts.length, 4)
    }).pipe(emulated)
  )

  it.effect("does not follow a redirect", () =>
    Effect.gen(function* () {
      const { url } = yield* receiver(["redirect"])
      yield* record(url)
      assert.deepStrictEqual(yield* states, [["pending", 307]])
    }).pipe(emulated)
  )

  it.effect("reports that no server is listening", () =>
    Effect.gen(function* () {
      const { url, close } = yield* receiver()
      close()
      yield* record(url)
      assert.deepStrictEqual(yield* states, [["pending", "ECONNREFUSED"]])
    }).pipe(emulated)
  )

  it.effect("is removed by a reset, with its pending retries", () =>
    Effect.gen(function* () {
      const { url, posts } = yield* receiver([500])
      const emulator = yield* Emulator
      yield* record(url)
      yield* emulator.reset
      assert.deepStrictEqual(yield* emulator.webhooks, [])
      assert.isNull((yield* emulator.settings).recording_webhook)
      yield* emulator.advance("1 day")
      assert.strictEqual(posts.length, 1)
    }).pipe(emulated)
  )

  it.effect.each([
    "https://connectycube.com/hooks",
    "http://127.0.0.1.connectycube.example/",
    "http://127.0.0.1@connectycube.example/",
    "http://10.0.0.1/",
    "http://0.0.0.0/",
    "ftp://127.0.0.1/",
    "127.0.0.1:80",
    ""
  ])("cannot be %s: nothing is posted to other machines", (recording_webhook) =>
    Effect.gen(function* () {
      const { status, json } = yield* ask("POST", "/_emulator/settings", { json: { recording_webhook } })
      assert.strictEqual(status, 422)
      assert.deepStrictEqual(Object.keys(Object(at(json, "errors"))), ["recording_webhook"])
      const error = yield* Effect.flip((yield* Emulator).changeSettings({ recording_webhook }))
      assert.deepStrictEqual(Object.keys(error.errors), ["recording_webhook"])
    }).pipe(emulated)
  )

  it.effect.each(["http://127.0.0.1:1/a", "http://localhost/", "https://[::1]:8443/hooks?a=b", "http://127.8.9.1"])(
    "may be at %s",
    (recording_webhook) =>
      Effect.gen(function* () {
        const { status, json } = yield* ask("POST", "/_emulator/settings", { json: { recording_webhook } })
        assert.strictEqual(status, 200)
        assert.strictEqual(at(json, "recording_webhook"), recording_webhook.replace(/\?.*/, "?<redacted>"))
      }).pipe(emulated)
  )
})

layer(Emulator.layerServer(), { excludeTestServices: true })("the webhook of an emulator on a socket", (it) => {
  it.effect("can call the emulator before it responds", () =>
    Effect.gen(function* () {
      const { url } = yield* Emulator
      const call = (path: string, json: object, headers: Record<string, string> = {}) =>
        Effect.promise(() =>
          fetch(`${url}${path}`, {
            method: "POST",
            headers: { "content-type": "application/json", ...headers },
            body: JSON.stringify(json)
          }).then((response): Promise<unknown> => response.json())
        )
      const clock: Array<number> = []
      const hook = createServer((_, response) => {
        void fetch(`${url}/_emulator/clock`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ advance: "1 minute" })
        }).then(({ status }) => {
          clock.push(status)
          response.end()
        })
      })
      const port = yield* Effect.callback<number>((resume) => {
        hook.listen(0, "127.0.0.1", () => {
          const address = hook.address()
          resume(Effect.succeed(typeof address === "object" && address !== null ? address.port : 0))
        })
      })
      yield* Effect.addFinalizer(() => Effect.sync(() => (hook.close(), hook.closeAllConnections())))
      yield* call("/_emulator/settings", { recording_webhook: `http://127.0.0.1:${port}/` })
      const user = { login: "ada", password: "correct horse" }
      yield* call("/users", { user }, { "CB-AuthKey": "emulator-auth-key" })
      const session = yield* call("/session", { application_id: 1, auth_key: "emulator-auth-key", user })
      const meeting = yield* call(
        "/meetings",
        { name: "Sync", start_date: 1, end_date: 2, attendees: [] },
        { "CB-Token": text(session, "session.token") }
      )
      yield* call("/_emulator/recordings", { meeting_id: text(meeting, "_id") })
      assert.deepStrictEqual([yield* states, clock], [[["delivered", 200]], [200]])
    })
  )
})
