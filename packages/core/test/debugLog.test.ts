import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import * as ExternalHost from "@effect-connectycube/core/client/ExternalHost"
import { ConnectyCubeClient } from "@effect-connectycube/core/ConnectyCubeClient"
import type { InvalidConfig } from "@effect-connectycube/core/InvalidConfig"
import { DebugLog } from "@effect-connectycube/core/DebugLog"
import { UserAgent } from "@effect-connectycube/core/UserAgent"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Redacted from "effect/Redacted"
import * as References from "effect/References"
import { escape } from "effect/RegExp"
import * as TestClock from "effect/testing/TestClock"
import { rolling } from "./support/Calls.ts"
import * as Recorder from "./support/Recorder.ts"
import { capture } from "./support/Spans.ts"
import { asUser, client, inTime, options, Public, thing, WithSession } from "./support/Things.ts"

interface Line {
  readonly level: string
  readonly message: unknown
  readonly annotations: Readonly<Record<string, unknown>>
}

/** Runs an effect with a logger that keeps its lines. The level of the program is as it is by default. */
const lines = <A, E, R>(effect: Effect.Effect<A, E, R>) => {
  const kept: Array<Line> = []
  const logger = Logger.map(Logger.formatStructured, ({ annotations, level, message }) => {
    kept.push({ annotations, level, message })
  })
  return effect.pipe(Effect.exit, Effect.provide(Logger.layer([logger])), Effect.as(kept))
}

const messages = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(lines(effect), (lines) => lines.map(({ message }) => String(message)))

const at = (log: DebugLog) => Effect.provideService(DebugLog, log)

const ok = Recorder.json(200, thing)

const logs: ReadonlyArray<DebugLog> = ["off", "basic", "full"]

describe("the debug log", () => {
  it.effect("is off by default, and where it is turned off", () =>
    Effect.gen(function* () {
      const things = yield* client(Public, Recorder.make(Recorder.always(ok)))
      assert.isEmpty(yield* lines(things.read({ id: "1" })))
      const logging = yield* client(Public, Recorder.make(Recorder.always(ok)), { ...options, log: "full" })
      assert.isEmpty(yield* lines(logging.read({ id: "1" }).pipe(at("off"))))
    })
  )

  it.effect("has a line for each attempt and each retry, also where a program logs errors only", () =>
    Effect.gen(function* () {
      const tooMany: Recorder.Reply = { status: 429, headers: { "retry-after": "2" } }
      const replies: ReadonlyArray<Recorder.Reply> = [
        tooMany,
        { lost: "before-headers" },
        { ...ok, delay: "30 millis" }
      ]
      const things = yield* client(Public, Recorder.make(Recorder.inOrder(...replies)))
      const kept = yield* lines(
        inTime(things.read({ id: "4 2" })).pipe(
          at("basic"),
          rolling(0.5),
          Effect.provideService(References.MinimumLogLevel, "Error")
        )
      )
      const get = "things.read: GET https://things.test/things/4%202"
      assert.deepStrictEqual(
        kept.map(({ message }) => message),
        [
          `${get} got 429 in 0 ms (attempt 1)`,
          "things.read: is retried in 2200 ms after TooManyRequests",
          `${get} failed with TransportError: fetch failed in 0 ms (attempt 2)`,
          "things.read: is retried in 100 ms after TransportError: fetch failed",
          `${get} got 200 in 30 ms (attempt 3)`
        ]
      )
      assert.deepStrictEqual(kept[4], {
        level: "DEBUG",
        message: `${get} got 200 in 30 ms (attempt 3)`,
        annotations: {
          "http.request.method": "GET",
          "url.full": "https://things.test/things/4%202",
          "connectycube.attempt": 3,
          "http.response.status_code": 200,
          "http.response.body.size": 22,
          "connectycube.duration_ms": 30
        }
      })
      assert.deepInclude(kept[1]?.annotations, {
        "connectycube.attempt": 1,
        "connectycube.retry_delay_ms": 2200,
        "error.type": "TooManyRequests"
      })
    })
  )

  it.effect("says that an attempt was interrupted or took too long", () =>
    Effect.gen(function* () {
      const things = yield* client(Public, Recorder.make(Recorder.always({ stalled: "headers" })))
      const fiber = yield* Effect.forkChild(messages(things.create({ name: "lamp" }).pipe(at("basic"))), {
        startImmediately: true
      })
      yield* TestClock.adjust("30 seconds")
      assert.deepStrictEqual(yield* Fiber.join(fiber), [
        "things.create: POST https://things.test/things failed with CallTimeout in 30000 ms (attempt 1)"
      ])
      const interrupted = yield* messages(
        Effect.timeoutOption(things.create({ name: "lamp" }).pipe(at("basic")), 5).pipe((race) => inTime(race))
      )
      assert.deepStrictEqual(interrupted, [
        "things.create: POST https://things.test/things was interrupted in 5 ms (attempt 1)"
      ])
    })
  )

  it.effect("has headers and bodies when it is full, and a line before each request", () =>
    Effect.gen(function* () {
      const reply = Recorder.json(201, thing, { "set-cookie": "a=secret-cookie", "x-request-id": "17" })
      const things = yield* client(WithSession, Recorder.make(Recorder.always(reply)))
      const call = things.create({ name: "lamp", password: Redacted.make("hunter-22") })
      const [before, after, ...more] = yield* lines(call.pipe(asUser("token-of-ada"), at("full")))
      assert.isEmpty(more)
      assert.isDefined(before)
      assert.isDefined(after)
      assert.strictEqual(before.message, "things.create: POST https://things.test/things is sent (attempt 1)")
      assert.strictEqual(before.annotations["http.request.body"], `{"name":"lamp","password":"<redacted>"}`)
      assert.match(
        String(before.annotations["http.request.headers"]),
        /^cb-token: <redacted>; user-agent: effect-connectycube\/[^;]+; content-type: application\/json$/
      )
      assert.strictEqual(after.annotations["http.response.body"], `{"id":1,"name":"lamp"}`)
      assert.strictEqual(
        after.annotations["http.response.headers"],
        "content-type: application/json; charset=utf-8; set-cookie: <redacted>; x-request-id: 17"
      )
      assert.strictEqual(after.annotations["http.request.body.size"], 38)
    })
  )

  it.effect.each(logs)("changes nothing of the spans of a call: %s", (log) =>
    Effect.gen(function* () {
      const replies: ReadonlyArray<Recorder.Reply> = [{ status: 503 }, { status: 503 }, ok]
      const things = yield* client(Public, Recorder.make(Recorder.inOrder(...replies)))
      const { spans, traced } = capture()
      yield* lines(inTime(things.read({ id: "1" }).pipe(traced, at(log))))
      const [, ...attempts] = spans
      assert.deepStrictEqual(
        attempts.map(({ attributes }) => attributes.get("http.request.resend_count")),
        [undefined, 1, 2]
      )
    })
  )

  it.effect.each(logs)("does not fail a call whose loggers throw: %s", (log) =>
    Effect.gen(function* () {
      const things = yield* client(Public, Recorder.make(Recorder.inOrder({ status: 503 }, ok)))
      const broken = Logger.make(() => {
        throw new Error("the disk is full")
      })
      const call = things.read({ id: "1" }).pipe(at(log), Effect.provide(Logger.layer([broken])))
      assert.deepStrictEqual(yield* inTime(call), thing)
    })
  )

  it.effect("has no line for what is not sent", () =>
    Effect.gen(function* () {
      const things = yield* client(Public, Recorder.make(Recorder.inOrder()))
      const call = things.read({ id: "1" }).pipe(at("full"), Effect.provideService(UserAgent, "shop\nforged: line"))
      assert.isEmpty(yield* lines(call))
    })
  )

  it.effect("cuts long bodies, after they were masked", () =>
    Effect.gen(function* () {
      const things = yield* client(Public, Recorder.make(Recorder.always(ok)))
      const call = things.create({ name: "x".repeat(4080), password: Redacted.make("hunter-22") })
      const [before] = yield* lines(call.pipe(at("full")))
      const body = String(before?.annotations["http.request.body"])
      assert.strictEqual(body.length, 4097)
      assert.notInclude(body, "hunter")
      const whole = `{"name":"${"x".repeat(4096 - 11)}"}`
      const [fitting] = yield* lines(things.create({ name: "x".repeat(4096 - 11) }).pipe(at("full")))
      assert.strictEqual(fitting?.annotations["http.request.body"], whole)
      assert.lengthOf(whole, 4096)
    })
  )
})

const secrets = ["1234567890abcdef", "s3c", "0", "p w&d", "/+=x"]

describe("no secret is in a line of the full debug log", () => {
  it.effect.each(secrets)("that is in a query, a path, a body, or repeated by the server: %s", (secret) =>
    Effect.gen(function* () {
      const hidden = Redacted.make(secret)
      const echoed = {
        error: secret,
        list: [secret],
        pin: secret,
        url: `https://x.test/?pin=${encodeURIComponent(secret)}`
      }
      const recorder = Recorder.make(
        Recorder.always(Recorder.json(422, echoed, { location: `/a?b=${encodeURIComponent(secret)}` }))
      )
      const { request } = yield* ConnectyCubeClient.pipe(
        Effect.provide(ConnectyCubeClient.layer),
        Effect.provide(recorder.layer),
        Effect.provide(ConnectyCubeConfig.layer(options))
      )
      const call = request({
        method: "POST",
        path: "/things/:id",
        params: { id: "x" },
        query: { pin: hidden, token: "in-the-clear", "user[password]": "in-the-clear" },
        body: { pin: hidden, deep: [{ pin: hidden }], password: "in-the-clear" },
        credentials: "none"
      })
      const kept = yield* lines(call.pipe(at("full")))
      assert.strictEqual(kept.length, 2)
      const sent = recorder.requests[0]
      assert.include(`${sent?.url}${sent?.body}`, "in-the-clear")
      for (const { annotations, message } of kept) {
        const {
          "connectycube.attempt": _,
          "connectycube.duration_ms": __,
          "http.request.body.size": ___,
          ...texts
        } = annotations
        const text = [message, ...Object.values(texts).filter((value) => typeof value === "string")].join("\n")
        assert.notInclude(text, "in-the-clear")
        const around = String.raw`(?:^|[=:/\["\s])`
        for (const spelling of [
          secret,
          encodeURIComponent(secret),
          encodeURIComponent(secret).replaceAll("%20", "+")
        ]) {
          assert.notMatch(text, new RegExp(`${around}${escape(spelling)}(?:["&\\],}]|$)`), text)
        }
      }
    })
  )

  const members: ReadonlyArray<readonly [name: string, value: string]> = [
    ["token", "fresh-token-of-ada"],
    ["params", "https://s3.test/bucket?key=1&policy=abc&x-amz-signature=def"],
    ["download_url", "https://recordings.test/1.mp4?sig=abc"],
    ["client_identification_sequence", "device-token-1"],
    ["web_auth", "web-auth-1"],
    ["registration_id", "registration-1"],
    ["refresh_token", "refresh-1"],
    ["accessToken", "access-1"],
    ["push_token", "push-1"],
    ["api_key", "api-key-1"],
    ["admin_api_key", "admin-key-1"],
    ["client_secret", "client-secret-1"],
    ["newPassword", "new-password-1"],
    ["password_confirmation", "confirmation-1"],
    ["user[password]", "in-brackets-1"],
    ["Authorization", "Bearer abc.def"],
    ["credential", "credential-1"]
  ]

  it.effect.each(members)("that a response has in the member %s", ([name, value]) =>
    Effect.gen(function* () {
      const things = yield* client(
        Public,
        Recorder.make(Recorder.always(Recorder.json(200, { ...thing, [name]: value })))
      )
      const kept = yield* lines(things.read({ id: "1" }).pipe(at("full")))
      assert.include(String(kept[1]?.annotations["http.response.body"]), `"${name}":"<redacted>"`)
      assert.notInclude(JSON.stringify(kept), value)
    })
  )

  it.effect.each(members)("that a text of JSON, and one in it, has in the member %s", ([name, value]) =>
    Effect.gen(function* () {
      const inner = JSON.stringify({ a: 1, [name]: `${value}"\\`, z: "kept" })
      const body = { ...thing, text: inner, twice: JSON.stringify({ inner }) }
      const things = yield* client(Public, Recorder.make(Recorder.always(Recorder.json(200, body))))
      const kept = yield* lines(things.note({ body }).pipe(at("full")))
      assert.lengthOf(kept, 2)
      for (const { annotations } of kept) {
        assert.notInclude(JSON.stringify(annotations), value)
        assert.include(JSON.stringify(annotations), "kept")
      }
    })
  )

  const headers = ["x-api-key", "x-token", "x-session", "x-amz-security-token", "www-authenticate", "x-client-secret"]

  it.effect.each(headers)("that a response has in the header %s", (name) =>
    Effect.gen(function* () {
      const reply = Recorder.json(200, thing, { [name]: "secret-of-the-server" })
      const things = yield* client(Public, Recorder.make(Recorder.always(reply)))
      const kept = yield* lines(things.read({ id: "1" }).pipe(at("full")))
      assert.include(String(kept[1]?.annotations["http.response.headers"]), `${name}: <redacted>`)
    })
  )

  it.effect("but what begins or goes on as the name of a secret is shown, in headers, members and queries", () =>
    Effect.gen(function* () {
      const shown = { "key-count": "3", "token-bucket": "17", "x-location-hint": "near" }
      const members = { tokens_left: "17", keys: "3" }
      const things = yield* client(
        Public,
        Recorder.make(Recorder.always(Recorder.json(200, { ...thing, ...members }, shown)))
      )
      const [, after] = yield* lines(things.read({ id: "1" }).pipe(at("full")))
      for (const [name, value] of Object.entries(shown)) {
        assert.include(String(after?.annotations["http.response.headers"]), `${name}: ${value}`)
      }
      for (const [name, value] of Object.entries(members)) {
        assert.include(String(after?.annotations["http.response.body"]), `"${name}":"${value}"`)
      }
    })
  )

  it.effect("and a short one is replaced where it stands, with the rest of the text around it", () =>
    Effect.gen(function* () {
      const { request } = yield* ConnectyCubeClient.pipe(
        Effect.provide(ConnectyCubeClient.layer),
        Effect.provide(Recorder.make(Recorder.always(ok)).layer),
        Effect.provide(ConnectyCubeConfig.layer(options))
      )
      const [before] = yield* lines(
        request({
          method: "POST",
          path: "/things",
          query: { pin: Redacted.make("s3c"), "USER[Password]": "in-the-clear" },
          body: { name: "as3cb", pin: Redacted.make("s3c"), size: 1 },
          credentials: "none"
        }).pipe(at("full"))
      )
      assert.include(String(before?.annotations["url.full"]), "?pin=<redacted>&USER%5BPassword%5D=<redacted>")
      assert.strictEqual(before?.annotations["http.request.body"], '{"name":"as3cb","pin":"<redacted>","size":1}')
    })
  )

  it.effect("that a form has, and the rest of the form is there", () =>
    Effect.gen(function* () {
      const things = yield* client(Public, Recorder.make(Recorder.always(ok)))
      const form = { password: "in-the-clear", "keys[secret]": "in-the-clear", api_key: "in-the-clear", name: "lamp" }
      const [before] = yield* lines(things.send({ body: form }).pipe(at("full")))
      assert.strictEqual(
        before?.annotations["http.request.body"],
        "password=<redacted>&keys%5Bsecret%5D=<redacted>&api_key=<redacted>&name=lamp"
      )
    })
  )

  it.effect("of a redirect to a signed URL, and of an external host there is only the origin", () =>
    Effect.gen(function* () {
      const location = "https://store.test/file-uid?X-Amz-Signature=abc"
      const redirecting = yield* client(Public, Recorder.make(Recorder.always({ status: 302, headers: { location } })))
      const kept = yield* lines(redirecting.read({ id: "1" }).pipe(at("full")))
      assert.notInclude(JSON.stringify(kept), "file-uid")

      const recorder = Recorder.make(Recorder.always({ status: 204 }))
      const external = yield* ExternalHost.make.pipe(
        Effect.provide(recorder.layer),
        Effect.provide(ConnectyCubeConfig.layer({ ...options, log: "full" }))
      )
      const call = external({
        operation: { name: "storage.upload", method: "POST", path: "/", retrySafety: "idempotent" },
        secrets: [],
        attempt: ({ send }) => send({ url: location }),
        retryable: ExternalHost.retryable
      })
      const [line, ...more] = yield* messages(call)
      assert.isEmpty(more)
      assert.match(String(line), /^storage\.upload: POST https:\/\/store\.test\/ got 204 in \d+ ms \(attempt 1\)$/)
    })
  )
})

const environment = (env: Record<string, string>) =>
  Layer.succeed(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env }))

const required = { CONNECTYCUBE_APPLICATION_ID: "1", CONNECTYCUBE_AUTH_KEY: "an-auth-key" }

describe("CONNECTYCUBE_LOG", () => {
  const layers = [
    ["layer", ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("an-auth-key") })],
    ["layerConfig", ConnectyCubeConfig.layerConfig()]
  ] as const

  const read = (layer: Layer.Layer<ConnectyCubeConfig, InvalidConfig>, env: Record<string, string>) =>
    Effect.result(ConnectyCubeConfig.pipe(Effect.provide(layer), Effect.provide(environment({ ...required, ...env }))))

  it.effect.each(layers)("sets the log of a program that uses %s", ([, layer]) =>
    Effect.gen(function* () {
      for (const log of logs) {
        const result = yield* read(layer, { CONNECTYCUBE_LOG: log })
        assert.strictEqual(result._tag === "Success" ? result.success.log : undefined, log)
      }
      const unset = yield* read(layer, {})
      assert.strictEqual(unset._tag === "Success" && unset.success.log, "off")
    })
  )

  it.effect.each(layers)("is an InvalidConfig with the values that it can have, of %s", ([, layer]) =>
    Effect.gen(function* () {
      for (const log of ["debug", "FULL", "basic,full"]) {
        const result = yield* read(layer, { CONNECTYCUBE_LOG: log })
        assert.strictEqual(
          result._tag === "Failure" ? result.failure.message : "",
          "CONNECTYCUBE_LOG has to be one of off, basic, full (what is logged of each request)."
        )
      }
    })
  )

  it.effect("gives way to the option, and the option to a DebugLog that is provided", () =>
    Effect.gen(function* () {
      const env = environment({ ...required, CONNECTYCUBE_LOG: "off" })
      const config = ConnectyCubeConfig.layerConfig({ log: "basic", api_url: "https://things.test" })
      const { request } = yield* ConnectyCubeClient.pipe(
        Effect.provide(ConnectyCubeClient.layer),
        Effect.provide(Recorder.make(Recorder.always(ok)).layer),
        Effect.provide(config),
        Effect.provide(env)
      )
      const call = request({ method: "GET", path: "/things", credentials: "none" })
      assert.lengthOf(yield* lines(call), 1)
      assert.lengthOf(yield* lines(call.pipe(Effect.provide(DebugLog.layer("full")))), 2)
    })
  )
})
