/** What is wrong with a configuration, each fault by itself, against the emulator on a socket and against other services. */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import type { Settings } from "@effect-connectycube/emulator/Settings"
import { assert, describe, it } from "@effect/vitest"
import { ConnectyCube, RetryPolicy, VerificationFailed } from "effect-connectycube"
import * as Verification from "effect-connectycube/Verification"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { createServer, type RequestListener } from "node:http"

type Options = Parameters<typeof ConnectyCube.layer>[0]

/** The lines of the checks that are not passed, of these options. */
const linesOf = (options: Options, offset = 0) =>
  Effect.gen(function* () {
    const found = yield* Effect.flatMap(Clock.Clock, (clock) => {
      const skewed: Clock.Clock = Object.create(clock, {
        currentTimeMillisUnsafe: { value: () => clock.currentTimeMillisUnsafe() + offset },
        currentTimeMillis: { get: () => Effect.map(clock.currentTimeMillis, (now) => now + offset) }
      })
      return ConnectyCube.verify().pipe(
        Effect.provide(ConnectyCube.layer(options).pipe(Layer.provide(FetchHttpClient.layer))),
        Effect.provideService(Clock.Clock, skewed)
      )
    })
    assert.deepStrictEqual(
      found.checks.map(({ name }) => name),
      ["api_url", "application", "auth_secret", "clock", "admin_api_key"]
    )
    assert.strictEqual(
      found.passed,
      found.checks.every(({ status }) => status !== "failed")
    )
    for (const secret of [options.auth_key, options.auth_secret, options.admin_api_key]) {
      if (secret !== undefined) assert.notInclude(JSON.stringify(found), Redacted.value(secret))
    }
    return Verification.format({ checks: found.checks.filter(({ status }) => status !== "passed") }).split("\n")
  })

/** A server of another kind. */
const serving = (listener: RequestListener) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const server = createServer(listener)
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
      const address = server.address()
      return { server, url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}` }
    }),
    ({ server }) => Effect.sync(() => server.close().closeAllConnections())
  )

const emulated = (settings: Partial<Settings> = {}) =>
  Effect.map(
    Effect.map(Layer.build(Emulator.layerServer({ settings })), (context) => Context.get(context, Emulator)),
    (emulator) => ({ emulator, options: { ...Emulator.credentials, api_url: emulator.url } })
  )

const later = (...names: ReadonlyArray<string>) => names.map((name) => `${name}: not checked: an earlier check failed`)

describe("a configuration", () => {
  it.live("that is right passes, and leaves no session behind", () =>
    Effect.gen(function* () {
      const { emulator, options } = yield* emulated()
      assert.deepStrictEqual(yield* linesOf(options), [""])
      const requests = yield* emulator.requests
      assert.deepStrictEqual(
        requests.map(({ method, path }) => `${method} ${path}`),
        ["POST /session", "DELETE /session", "GET /admin/stats/messages/sent-total"]
      )
    })
  )

  it.live("may have neither secret nor admin key, where the application requires none", () =>
    Effect.gen(function* () {
      const { options } = yield* emulated()
      const { admin_api_key: _, auth_secret: __, ...rest } = options
      assert.deepStrictEqual(yield* linesOf(rest), [
        "auth_secret: not checked: it is not set, and the application does not require it",
        "admin_api_key: not checked: it is not set"
      ])
    })
  )

  it.live("with a wrong id or a wrong key names both, as the service does not say which it is", () =>
    Effect.gen(function* () {
      const { options } = yield* emulated()
      for (const wrong of [{ application_id: 999 }, { auth_key: Redacted.make("wrong-key") }]) {
        assert.deepStrictEqual(yield* linesOf({ ...options, ...wrong }), [
          "application: failed: no application has this id and this key (422: No application found): copy application_id " +
            "(CONNECTYCUBE_APPLICATION_ID) and auth_key (CONNECTYCUBE_AUTH_KEY) from the page of the application in the dashboard",
          ...later("auth_secret", "clock")
        ])
      }
    })
  )

  it.live("with a wrong secret, or without the one that is required, says so", () =>
    Effect.gen(function* () {
      const { options } = yield* emulated({ signature_required: true })
      assert.deepStrictEqual(yield* linesOf({ ...options, auth_secret: Redacted.make("wrong-secret") }), [
        "auth_secret: failed: the signature is rejected (Unexpected signature): copy auth_secret (CONNECTYCUBE_AUTH_SECRET) from " +
          "the page of the application in the dashboard",
        ...later("clock")
      ])
      assert.deepStrictEqual(yield* linesOf({ ...options, auth_secret: undefined }), [
        "auth_secret: failed: the application requires signed requests (Unexpected signature): set auth_secret (CONNECTYCUBE_AUTH_SECRET)",
        ...later("clock")
      ])
    })
  )

  it.live("with a wrong key of the administration API says so", () =>
    Effect.gen(function* () {
      const { options } = yield* emulated()
      const lines = yield* linesOf({ ...options, admin_api_key: Redacted.make("wrong-key") })
      assert.lengthOf(lines, 1)
      assert.match(String(lines[0]), /^admin_api_key: failed: it is rejected \(40[13]\): copy admin_api_key/)
    })
  )

  it.live("whose clock is wrong says by how much, or that the signed request was rejected for it", () =>
    Effect.gen(function* () {
      const { options } = yield* emulated()
      const [ahead] = yield* linesOf(options, 10 * 60_000 + 500)
      assert.match(
        String(ahead),
        /^clock: failed: it is 10m( [0-9]s)? ahead of the Date of the service: synchronize it/
      )
      const [behind] = yield* linesOf(options, -10 * 60_000)
      assert.match(String(behind), /^clock: failed: it is (9m 5\ds|10m) behind the Date of the service: synchronize it/)
      assert.deepStrictEqual(yield* linesOf(options, 60_000), [""])
      assert.deepStrictEqual(yield* linesOf(options, 3 * 3_600_000), [
        "clock: failed: the time of the signed request is rejected (Bad timestamp): synchronize the clock (NTP)"
      ])
    })
  )

  const others: ReadonlyArray<readonly [what: string, listener: RequestListener, found: string]> = [
    ["returns HTML", (_, response) => void response.end("<html>Welcome</html>"), "responds, but not as the API does"],
    ["returns other JSON", (_, response) => void response.end(`{"ok":true}`), "responds, but not as the API does"],
    [
      "has no such route, and says so in JSON",
      (_, response) => void response.writeHead(404).end(`{"error":"Not found"}`),
      "responds with 404, but not as the API does"
    ],
    [
      "takes no POST there, and says so in JSON",
      (_, response) => void response.writeHead(405).end(`{"error":"Method not allowed"}`),
      "responds with 405, but not as the API does"
    ],
    [
      "redirects, with JSON",
      (_, response) => void response.writeHead(308, { location: "https://x.test/" }).end(`{"moved":true}`),
      "responds with 308, but not as the API does"
    ],
    [
      "has no such page",
      (_, response) => void response.writeHead(404).end("<html>Not found</html>"),
      "responds with 404, but not as the API does"
    ],
    [
      "redirects",
      (_, response) => void response.writeHead(301, { location: "https://x.test/" }).end(),
      "responds with 301, but not as the API does"
    ]
  ]

  it.live.each(others)("whose address is that of a service that %s says so", ([, listener, found]) =>
    Effect.gen(function* () {
      const { url } = yield* serving(listener)
      assert.deepStrictEqual(yield* linesOf({ ...Emulator.credentials, api_url: url }), [
        `api_url: failed: ${url} ${found}: set api_url (CONNECTYCUBE_API_URL) to the address of the API, as https://api.connectycube.com`,
        ...later("application", "auth_secret", "clock", "admin_api_key")
      ])
    })
  )

  it.live("whose address is a closed port says so", () =>
    Effect.gen(function* () {
      const { server, url } = yield* serving(() => {})
      server.close()
      const [line] = yield* linesOf({ ...Emulator.credentials, api_url: url })
      assert.match(String(line), /^api_url: failed: http:\/\/127\.0\.0\.1:\d+ cannot be reached \(.*ECONNREFUSED/)
    })
  )

  it.live.each(["soon", -1, Number.NaN, null, "-1 minute"])("is checked with a valid maxClockSkew only: %s", (given) =>
    Effect.gen(function* () {
      const { options } = yield* emulated()
      const wrong: object = { maxClockSkew: given }
      const { checks, passed } = yield* ConnectyCube.verify({ ...wrong }).pipe(
        Effect.provide(ConnectyCube.layer(options).pipe(Layer.provide(FetchHttpClient.layer)))
      )
      assert.isFalse(passed)
      assert.deepInclude(checks[3], {
        name: "clock",
        status: "failed",
        reason: "maxClockSkew is not a duration of 0 or more: nothing was compared with it"
      })
    })
  )

  it.live.each([404, 405, 429, 500])(
    "does not say of an admin key that it is rejected, when it is a %d that came",
    (status) =>
      Effect.gen(function* () {
        const { emulator, options } = yield* emulated()
        yield* emulator.addFault({
          path: "/admin/stats/messages/sent-total",
          respond: { status, body: { errors: ["No"] } }
        })
        const [line] = yield* Effect.provideService(linesOf(options), RetryPolicy, RetryPolicy.none)
        assert.match(String(line), /^admin_api_key: not checked: /)
      })
  )

  it.live("is not wrong while the service is in trouble: nothing is checked", () =>
    Effect.gen(function* () {
      const { emulator, options } = yield* emulated()
      yield* emulator.addFault({ path: "/session", respond: { status: 500 } })
      const lines = yield* linesOf(options)
      assert.strictEqual(lines[1], "application: not checked: the service responds with 500: try again later")
      assert.isFalse(lines.some((line) => line.includes(": failed: ")))
    })
  )
})

describe("a verified layer", () => {
  const start = (options: Options) =>
    Effect.result(
      Layer.build(ConnectyCube.verified(ConnectyCube.layer(options)).pipe(Layer.provide(FetchHttpClient.layer)))
    )

  it.live("is built where all is right, and is a VerificationFailed otherwise, whose message is what failed", () =>
    Effect.gen(function* () {
      const { options } = yield* emulated()
      assert.strictEqual((yield* start(options))._tag, "Success")
      const result = yield* start({ ...options, application_id: 999 })
      const error = result._tag === "Failure" ? result.failure : undefined
      assert.instanceOf(error, VerificationFailed)
      assert.match(error.message, /^application: failed: [^\n]+$/)
      assert.strictEqual(error.checks.length, 5)
    })
  )
})
