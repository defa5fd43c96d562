/** `npm run live` in process: its probes against an emulator, also a broken one, and what is left afterwards. */
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"
import * as RateLimiter from "effect/persistence/RateLimiter"
import { CurrentProbe } from "../../scripts/live/Http.ts"
import * as Live from "../../scripts/live/Live.ts"
import { probe } from "../../scripts/live/Probe.ts"
import { group } from "../../scripts/live/probes/chatParts.ts"
import { probes } from "../../scripts/live/probes/index.ts"
import { failed, lines } from "../../scripts/live/report.ts"
import { assumptions, type Options, run } from "../../scripts/live/run.ts"

const classes = { place: { fields: { title: "String", seats: "Integer", tags: "Array" } } } as const

const layer = Layer.mergeAll(
  Emulator.layer({ settings: { classes } }),
  ConnectyCubeConfig.layer(Emulator.credentials),
  RateLimiter.layer.pipe(Layer.provide(RateLimiter.layerStoreMemory))
)

const start = (options: Partial<Options> = {}) =>
  run({
    name: "fidelity-20261128",
    class_name: "place",
    probes,
    timeout: "1 hour",
    requests: 10_000,
    rate: 1_000_000,
    ...options
  })

const runAll = Effect.fnUntraced(function* (options: Partial<Options> = {}) {
  const { all, report } = yield* start(options)
  yield* all
  return yield* report
})

const named = (...ids: ReadonlyArray<string>) => probes.filter(({ id }) => ids.includes(id))

/** What an emulator has of users, dialogs, records and files. */
const whatIsLeft = Effect.gen(function* () {
  const emulator = yield* Emulator
  const live = yield* Live.make({ name: "fidelity-after", class_name: "place", requests: 100, rate: 100 })
  return yield* Effect.gen(function* () {
    const { token } = yield* Live.session()
    const users = yield* Live.ask("GET", "/users", { token })
    const dialogs = yield* Live.administer("GET", "/admin/chat/list")
    const zoe = yield* Live.join("zoe")
    const records = yield* Live.ask("GET", "/data/place", { token: zoe.token })
    const files = yield* emulator.files
    return [...[users, dialogs, records].flatMap(({ json }) => Object(json).items), ...files]
  }).pipe(Effect.scoped, Effect.provideService(Live.Live, live))
})

/** The run of all probes against an emulator without faults, for all tests that look at it. */
const healthy = Effect.runSync(
  Effect.cached(
    Effect.gen(function* () {
      const report = yield* runAll()
      return { report, rest: yield* whatIsLeft }
    }).pipe(Effect.provide(layer))
  )
)

const outcomes = (report: Effect.Success<ReturnType<typeof runAll>>) =>
  Object.fromEntries(report.results.map(({ id, outcome }) => [id, outcome._tag]))

describe("the probes", () => {
  it("are each of a fact that is assumed, once, and many", () => {
    const ids = probes.map(({ id }) => id)
    assert.strictEqual(new Set(ids).size, ids.length)
    assert.deepStrictEqual(
      ids.filter((id) => !assumptions.some((assumption) => assumption.id === id)),
      []
    )
    assert.isAtLeast(ids.length, 219)
  })

  it.live("hold on the emulator, but for two of settings of the dashboard, and nothing is left", () =>
    Effect.gen(function* () {
      const { report, rest } = yield* healthy
      const others = report.results.filter(({ outcome }) => outcome._tag !== "holds")
      assert.deepStrictEqual(
        others.map(({ id, outcome }) => [id, outcome._tag]),
        [
          ["auth.denied-creation", "not tried"],
          ["users.list-v1-forbidden", "not tried"]
        ]
      )
      assert.deepStrictEqual(report.left, [])
      assert.isFalse(failed(report))
      assert.deepStrictEqual(rest, [])
    })
  )

  it.live("hold for those settings of the dashboard", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.changeSettings({ session_creation_without_user: "deny", users_list_v1: false })
      const report = yield* runAll({ probes: named("auth.denied-creation", "users.list-v1-forbidden") })
      assert.deepStrictEqual(outcomes(report), { "auth.denied-creation": "holds", "users.list-v1-forbidden": "holds" })
    }).pipe(Effect.provide(layer))
  )

  it.live("do not hold when their last response is another one", () =>
    Effect.gen(function* () {
      const { requestsOf } = (yield* healthy).report
      const damaged = yield* Effect.updateService(runAll(), HttpClient.HttpClient, (client) =>
        HttpClient.make((request) =>
          Effect.flatMap(CurrentProbe, (running) =>
            running !== undefined && running.requests === requestsOf.get(running.id)
              ? Effect.succeed(HttpClientResponse.fromWeb(request, new Response("damaged", { status: 299 })))
              : client.execute(request)
          )
        )
      )
      const blind = damaged.results.filter(({ outcome }) => outcome._tag === "holds").map(({ id }) => id)
      assert.deepStrictEqual(blind, [])
    }).pipe(Effect.provide(layer))
  )
})

describe("a run", () => {
  it.live("shows what was seen instead of an assumption", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ method: "GET", path: "/chat/search", respond: { status: 200, body: { results: {} } } })
      const report = yield* runAll({ probes: named("chat.search-start", "chat.no-reactions") })
      assert.isTrue(failed(report))
      const text = lines(report).join("\n")
      assert.match(text, /\| `chat\.search-start` +\| .* \| does not hold: 200 \{"results":\{\}\} +\|/)
      assert.match(text, /\| `chat\.no-reactions` +\| .* \| holds +\|/)
      assert.match(text, /\| `chat\.meeting-dialogs` +\| .* \| not tried: there is no probe for it +\|/)
      assert.include(text, `${assumptions.length} assumptions: 1 hold, 1 do not hold,`)
    }).pipe(Effect.provide(layer))
  )

  it.live("shows no secrets, also when the service returns them", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { admin_api_key, auth_key, auth_secret } = yield* emulator.settings
      const body = { auth_key, echo: `${auth_key} ${auth_secret} ${admin_api_key} ${Live.password}` }
      yield* emulator.addFault({ method: "GET", path: "/admin/**", respond: { status: 418, body } })
      yield* emulator.addFault({ method: "POST", path: "/chat/**", respond: { status: 418, body } })
      const report = yield* runAll({ probes: named("admin.key", "admin.mute-both", "chat.no-opponent") })
      assert.deepStrictEqual(outcomes(report), {
        "admin.key": "differs",
        "admin.mute-both": "not tried",
        "chat.no-opponent": "differs"
      })
      const said = JSON.stringify(report) + lines(report).join("\n")
      assert.include(said, "418")
      for (const secret of [auth_key, auth_secret, admin_api_key, Live.password]) assert.notInclude(said, secret)
    }).pipe(Effect.provide(layer))
  )

  it.live("deletes what a probe has made when it is interrupted", () =>
    Effect.gen(function* () {
      const made = yield* Deferred.make<void>()
      const endless = probe(
        "chat.nulls",
        Effect.gen(function* () {
          const { ada, ben } = yield* Live.People
          yield* group(ada, [ben])
          yield* Deferred.succeed(made, undefined)
          yield* Effect.never
        })
      )
      const { all, report } = yield* start({ probes: [endless] })
      const fiber = yield* Effect.forkChild(all)
      yield* Deferred.await(made)
      assert.isNotEmpty(yield* whatIsLeft)
      yield* Fiber.interrupt(fiber)
      const interrupted = yield* report
      assert.deepStrictEqual(interrupted.left, [])
      assert.match(lines(interrupted).join("\n"), /\| `chat\.nulls` +\| .* \| not tried: the run was interrupted +\|/)
      assert.deepStrictEqual(yield* whatIsLeft, [])
    }).pipe(Effect.provide(layer))
  )

  it.live("makes no more requests than it may, and still deletes everything", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const report = yield* runAll({ requests: 60 })
      assert.isAtMost(report.requests, 60)
      assert.strictEqual((yield* emulator.requests).length, report.requests)
      assert.deepInclude(report.results.at(-1)?.outcome, { why: "the 60 requests of a run are used up" })
      assert.isTrue(failed(report))
      assert.deepStrictEqual(yield* whatIsLeft, [])
    }).pipe(Effect.provide(layer))
  )

  it.live("tries nothing when its time is over", () =>
    Effect.gen(function* () {
      const report = yield* runAll({ probes: named("chat.nulls"), timeout: 0 })
      assert.deepInclude(report.results[0]?.outcome, { why: "the time of the run was over" })
      assert.deepStrictEqual(yield* whatIsLeft, [])
    }).pipe(Effect.provide(layer))
  )

  it.live("says why nothing could be tried when nobody can sign up", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ method: "POST", path: "/users", respond: { status: 500, body: "Down" } })
      const report = yield* runAll({ probes: named("chat.nulls", "wire.lists") })
      const why = "what it needs could not be made: POST /users: 500 Down"
      for (const { outcome } of report.results) assert.deepInclude(outcome, { _tag: "not tried", why })
      assert.isTrue(failed(report))
    }).pipe(Effect.provide(layer))
  )

  it.live("says what could not be deleted", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ method: "DELETE", path: "/chat/Dialog/*", respond: { status: 403, body: "No" } })
      const report = yield* runAll({ probes: named("chat.second-private") })
      assert.isNotEmpty(report.left)
      assert.match(report.left[0] ?? "", /^a dialog of chat\.second-private: 403/)
      assert.isTrue(failed(report))
    }).pipe(Effect.provide(layer))
  )

  it.live("tries nothing at a service of another kind, and says what that returned", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ path: "/**", respond: { status: 200, body: "<html>Welcome</html>" } })
      const report = yield* runAll({ probes: named("chat.nulls", "wire.path-case", "storage.public-uid") })
      for (const { outcome } of report.results) {
        assert.strictEqual(outcome._tag, "not tried")
        assert.deepInclude(outcome, { why: "this is no session of a user: POST /session: 200 <html>Welcome</html>" })
      }
      assert.isTrue(failed(report))
    }).pipe(Effect.provide(layer))
  )

  it.live("deletes nothing without an id: that would be another request", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({
        method: "POST",
        path: "/chat/Dialog",
        respond: { status: 201, body: { other: true } }
      })
      const report = yield* runAll({ probes: named("chat.nulls", "chat.second-private") })
      const deletions = (yield* emulator.requests).filter(({ method }) => method === "DELETE")
      assert.isNotEmpty(deletions)
      for (const { path } of deletions) assert.notMatch(path, /\/$|\/\/|NaN/)
      assert.isNotEmpty(report.left)
    }).pipe(Effect.provide(layer))
  )

  it.live("goes on after a probe that cannot read a response", () =>
    Effect.gen(function* () {
      const [next] = named("chat.nulls")
      assert.isDefined(next)
      const broken = probe(
        "wire.lists",
        Effect.sync(() => void new URL("no-url"))
      )
      const report = yield* runAll({ probes: [broken, next] })
      assert.deepStrictEqual(outcomes(report), { "wire.lists": "not tried", "chat.nulls": "holds" })
      assert.deepInclude(report.results[0]?.outcome, { why: "the probe could not read a response: Invalid URL" })
      assert.isTrue(failed(report))
    }).pipe(Effect.provide(layer))
  )

  it.live("says that something may be left when the response to its creation is lost", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ method: "POST", path: "/chat/Dialog", times: 1, drop: "before-headers" })
      const report = yield* runAll({ probes: named("chat.second-private") })
      assert.lengthOf(report.left, 1)
      assert.match(report.left[0] ?? "", /^a dialog of chat\.second-private: it may have been created: POST /)
    }).pipe(Effect.provide(layer))
  )
})
