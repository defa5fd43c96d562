import { type ConnectyCubeError, TransportError } from "@effect-connectycube/core/ConnectyCubeError"
import { Timeouts } from "@effect-connectycube/core/Timeouts"
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import * as Recorder from "./support/Recorder.ts"
import { ok, reading, errorResponse, renewable } from "./support/Sessions.ts"
import { inTime } from "./support/Things.ts"

const all = <A, E, R>(count: number, effect: Effect.Effect<A, E, R>) =>
  Effect.all(
    Array.from({ length: count }, () => Effect.result(effect)),
    { concurrency: "unbounded" }
  )

const slow = <A>(token: A) => Effect.delay(Effect.succeed(token), "10 seconds")

const lost = new TransportError({
  operation: "auth.createSession",
  method: "POST",
  path: "/session",
  attempts: 4,
  reason: "ECONNREFUSED"
})

const start = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })

/** Enough for a busy machine. */
const patience = 60_000

describe("a thousand concurrent calls", () => {
  it.effect(
    "on a session that is over make one renewal before they are sent",
    () =>
      Effect.gen(function* () {
        const { read, tokens } = yield* reading(() => ok)
        const { created, inSession } = yield* renewable("ada", { expired: true, create: slow })
        const results = yield* inTime(all(1000, read.pipe(inSession)))
        assert.isTrue(results.every(Result.isSuccess))
        assert.strictEqual(created.count, 1)
        assert.deepStrictEqual(
          tokens(),
          Array.from({ length: 1000 }, () => "ada-1")
        )
      }),
    patience
  )

  it.effect(
    "whose token is rejected make one renewal, and are made once more each",
    () =>
      Effect.gen(function* () {
        let responses = 0
        // The error responses arrive over half a minute: most of them long after the renewal is done.
        const { read, tokens } = yield* reading((token) =>
          token === "ada-0" ? Effect.delay(Effect.succeed(errorResponse), 1 + ((responses++ * 30) % 29_000)) : ok
        )
        const { created, inSession } = yield* renewable("ada", { create: slow })
        const results = yield* inTime(all(1000, read.pipe(inSession)))
        assert.isTrue(results.every(Result.isSuccess))
        assert.strictEqual(created.count, 1)
        assert.strictEqual(tokens().filter((token) => token === "ada-0").length, 1000)
        assert.strictEqual(tokens().filter((token) => token === "ada-1").length, 1000)
      }),
    patience
  )

  it.effect(
    "all fail, once, when the renewal fails, and the next call tries again",
    () =>
      Effect.gen(function* () {
        const { read, tokens } = yield* reading(() => ok)
        let down = true
        const { created, inSession } = yield* renewable("ada", {
          expired: true,
          create: (token) => Effect.flatMap(slow(token), (token) => (down ? Effect.fail(lost) : Effect.succeed(token)))
        })
        const results = yield* inTime(all(1000, read.pipe(inSession)))
        assert.isTrue(results.every((result) => Result.isFailure(result) && result.failure === lost))
        assert.strictEqual(created.count, 1)
        assert.deepStrictEqual(tokens(), [])
        down = false
        yield* inTime(read.pipe(inSession))
        assert.strictEqual(created.count, 2)
        assert.deepStrictEqual(tokens(), ["ada-2"])
      }),
    patience
  )

  it.effect(
    "whose token is rejected all fail, once, when the renewal fails",
    () =>
      Effect.gen(function* () {
        let responses = 0
        const { read, tokens } = yield* reading(() =>
          Effect.delay(Effect.succeed(errorResponse), 1 + ((responses++ * 30) % 29_000))
        )
        const { created, inSession } = yield* renewable("ada", {
          create: (token) => Effect.andThen(slow(token), Effect.fail(lost))
        })
        const results = yield* inTime(all(1000, read.pipe(inSession)), "1 minute")
        assert.isTrue(results.every((result) => Result.isFailure(result) && result.failure === lost))
        assert.strictEqual(created.count, 1)
        assert.deepStrictEqual(new Set(tokens()), new Set(["ada-0"]))
        assert.strictEqual(tokens().length, 1000)
        // The next call tries again, and not with the token that was rejected.
        assert.strictEqual(yield* inTime(Effect.flip(read.pipe(inSession)), "1 minute"), lost)
        assert.strictEqual(created.count, 2)
        assert.strictEqual(tokens().length, 1000)
      }),
    patience
  )
})

describe("a renewal", () => {
  it.effect("continues when the call that started it is interrupted, and the others get its token", () =>
    Effect.gen(function* () {
      const { read, tokens } = yield* reading(() => ok)
      const { created, inSession } = yield* renewable("ada", { expired: true, create: slow })
      const first = yield* start(read.pipe(inSession))
      const others = yield* start(all(10, read.pipe(inSession)))
      yield* TestClock.adjust("5 seconds")
      yield* Fiber.interrupt(first)
      yield* TestClock.adjust("5 seconds")
      const results = yield* Fiber.join(others)
      assert.isTrue(results.every(Result.isSuccess))
      assert.strictEqual(created.count, 1)
      assert.strictEqual(tokens().length, 10)
    })
  )

  it.effect("does not have the timeouts and the policy of the call that started it", () =>
    Effect.gen(function* () {
      const { read } = yield* reading(() => ok)
      const seen: Array<unknown> = []
      const { created, inSession } = yield* renewable("ada", {
        expired: true,
        create: (token) =>
          Effect.gen(function* () {
            seen.push((yield* Timeouts).attempt, (yield* RetryPolicy) === RetryPolicy.none)
            return yield* slow(token)
          })
      })
      const hasty = read.pipe(
        inSession,
        Effect.provide(Timeouts.layer({ attempt: "1 second", call: "2 seconds" })),
        Effect.provideService(RetryPolicy, RetryPolicy.none)
      )
      const first = yield* start(Effect.flip(hasty))
      const second = yield* start(read.pipe(inSession))
      yield* TestClock.adjust("1 minute")
      assert.deepInclude(yield* Fiber.join(first), { _tag: "CallTimeout", timeout: "call", attempts: 0 })
      assert.deepStrictEqual(yield* Fiber.join(second), { id: 1, name: "lamp" })
      assert.deepStrictEqual(seen, [Timeouts.standard.attempt, false])
      assert.strictEqual(created.count, 1)
    })
  )

  it.effect("in progress is shared by a call whose token was rejected long before", () =>
    Effect.gen(function* () {
      // The first call gets its response after the second token was rejected too.
      let first = true
      const { read, tokens } = yield* reading((token) => {
        if (token === "ada-2") return ok
        if (!first) return errorResponse
        first = false
        return Effect.delay(Effect.succeed(errorResponse), "25 seconds")
      })
      const { created, inSession } = yield* renewable("ada", { create: slow })
      const straggler = yield* start(read.pipe(inSession))
      const second = yield* start(Effect.flip(read.pipe(inSession)))
      yield* TestClock.adjust("11 seconds")
      assert.deepInclude(yield* Fiber.join(second), { _tag: "Unauthorized" })
      assert.deepStrictEqual(tokens(), ["ada-0", "ada-0", "ada-1"])
      yield* TestClock.adjust("9 seconds")
      const third = yield* start(read.pipe(inSession))
      yield* TestClock.adjust("20 seconds")
      assert.deepStrictEqual(yield* Fiber.join(third), { id: 1, name: "lamp" })
      assert.deepStrictEqual(yield* Fiber.join(straggler), { id: 1, name: "lamp" })
      assert.strictEqual(created.count, 2)
    })
  )
})

describe("a session whose scope is closed", () => {
  it.effect("is not renewed any more, and its calls fail with the error of the server", () =>
    Effect.gen(function* () {
      const { read, tokens } = yield* reading(() => errorResponse)
      const scope = yield* Scope.make()
      const { created, inSession } = yield* Scope.provide(renewable("ada", { expired: true }), scope)
      yield* Scope.close(scope, Exit.void)
      const error = yield* inTime(Effect.flip(read.pipe(inSession)))
      assert.deepInclude(error, { _tag: "Unauthorized", attempts: 1 })
      assert.deepStrictEqual(tokens(), ["ada-0"])
      assert.strictEqual(created.count, 0)
    })
  )

  const closing = (expired: boolean, before: Effect.Effect<void>) =>
    Effect.gen(function* () {
      const { read, tokens } = yield* reading(() => Effect.delay(Effect.succeed(errorResponse), "100 millis"))
      const scope = yield* Scope.make()
      const { inSession } = yield* Scope.provide(renewable("ada", { expired, create: () => Effect.never }), scope)
      const calls = yield* start(
        Effect.all(
          Array.from({ length: 20 }, () => Effect.exit(read.pipe(inSession))),
          { concurrency: "unbounded" }
        )
      )
      yield* before
      yield* Scope.close(scope, Exit.void)
      return { exits: yield* inTime(Fiber.join(calls)), tokens: tokens() }
    })

  const second = TestClock.adjust("1 second")
  const at = { operation: "things.read", method: "GET", path: "/things/:id" }

  it.effect("fails the calls that wait for its renewal with SessionClosed, and interrupts none of them", () =>
    Effect.gen(function* () {
      const { exits, tokens } = yield* closing(true, second)
      for (const exit of exits) {
        assert.isFalse(Exit.hasInterrupts(exit))
        assert.deepInclude(yield* Effect.flip(exit), { _tag: "SessionClosed", ...at, attempts: 0 })
      }
      assert.deepStrictEqual(tokens, [])
    })
  )

  it.effect("fails the calls whose token was rejected, and that wait for its renewal, with SessionClosed", () =>
    Effect.gen(function* () {
      const { exits, tokens } = yield* closing(false, second)
      for (const exit of exits) {
        assert.isFalse(Exit.hasInterrupts(exit))
        assert.deepInclude(yield* Effect.flip(exit), { _tag: "SessionClosed", ...at, attempts: 1 })
      }
      assert.strictEqual(tokens.length, 20)
    })
  )

  it.effect("fails the call that has just started its renewal with SessionClosed", () =>
    Effect.gen(function* () {
      const { exits } = yield* closing(true, Effect.void)
      for (const exit of exits) assert.propertyVal(yield* Effect.flip(exit), "_tag", "SessionClosed")
    })
  )

  it.effect("interrupts a call that was interrupted itself while it waited", () =>
    Effect.gen(function* () {
      const { read } = yield* reading(() => ok)
      const scope = yield* Scope.make()
      const { inSession } = yield* Scope.provide(renewable("ada", { expired: true, create: () => Effect.never }), scope)
      const calling = yield* start(read.pipe(inSession))
      yield* Fiber.interrupt(calling)
      yield* Scope.close(scope, Exit.void)
      assert.isTrue(Exit.hasInterrupts(yield* Fiber.await(calling)))
    })
  )

  it.effect(
    "has no part in it when credentials are interrupted: the call fails, and the next one renews the session",
    () =>
      Effect.gen(function* () {
        const { read } = yield* reading(() => ok)
        let first = true
        const { created, inSession } = yield* renewable("ada", {
          expired: true,
          create: (token) => Effect.suspend(() => (first ? Effect.interrupt : Effect.succeed(token)))
        })
        assert.propertyVal(yield* Effect.flip(read.pipe(inSession)), "_tag", "SessionClosed")
        first = false
        assert.deepStrictEqual(yield* read.pipe(inSession), { id: 1, name: "lamp" })
        assert.strictEqual(created.count, 2)
      })
  )
})

describe("two sessions in one process", () => {
  it.effect(
    "never mix over thousands of interleaved calls, with tokens rejected at random",
    () =>
      Effect.gen(function* () {
        let seed = 20_241_121
        const random = (below: number) => {
          seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
          return Math.floor((seed / 2 ** 32) * below)
        }
        const yields = Effect.suspend(() => Effect.repeat(Effect.yieldNow, { times: random(4) }))
        const rejected = { count: 0 }

        const { things } = yield* reading((token, { path }) =>
          Effect.gen(function* () {
            yield* yields
            const owner = token.split("-")[0]
            assert.strictEqual(path.split("/")[2]?.split("-")[0], owner, "a call went out with the token of another")
            if (random(50) === 0) {
              rejected.count++
              return errorResponse
            }
            yield* yields
            return Recorder.json(200, { id: 1, name: path.split("/")[2] })
          })
        )
        const create = <A>(token: A) => Effect.as(yields, token)
        const users = [yield* renewable("ada", { create }), yield* renewable("bob", { create })] as const

        const results = yield* Effect.forEach(
          Array.from({ length: Number(process.env["INTERLEAVED"] ?? 3000) }, (_, call) => call),
          (call) => {
            const user = call % 2 === 0 ? "ada" : "bob"
            const id = `${user}-${call}`
            return Effect.andThen(yields, things.read({ id })).pipe(
              Effect.map(({ name }) => assert.strictEqual(name, id)),
              users[call % 2 === 0 ? 0 : 1].inSession,
              Effect.result
            )
          },
          { concurrency: 200 }
        )
        const failures = results.filter(Result.isFailure).map(({ failure }): ConnectyCubeError => failure)
        // A call fails when its second token is rejected too.
        assert.isTrue(failures.every(({ _tag }) => _tag === "Unauthorized"))
        assert.isBelow(failures.length, 100)
        assert.isAbove(rejected.count, 50)
        for (const { created } of users) {
          assert.isAbove(created.count, 10)
          assert.isAtMost(created.count, rejected.count)
        }
      }),
    patience
  )
})
