// An unfinished transfer leaves nothing behind, and has a timeout.
import { Timeouts } from "@effect-connectycube/core/Timeouts"
import * as Source from "@effect-connectycube/storage/Source"
import { Storage } from "@effect-connectycube/storage/Storage"
import type { UploadOptions } from "@effect-connectycube/storage/UploadOptions"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import * as Hosts from "./support/Hosts.ts"
import { inTime, turn, uid, withStorage } from "./support/Service.ts"

const methods = (requests: ReadonlyArray<Hosts.Sent>) => requests.map(({ host, method }) => `${method} ${host}`)

const create = "POST api.test"
const post = "POST s3.amazonaws.com"
const complete = "PUT api.test"
const remove = "DELETE api.test"

const upload = <E, R>(source: Source.Source<E, R>, options: UploadOptions = { name: "cat.jpeg" }) =>
  Effect.flatMap(Storage, (storage) => storage.upload(source, options))

/** Interrupts an upload while this request waits for its response, lets the response arrive, and returns the requests. */
const interruptedAt = (step: "POST /blobs" | "store" | "PUT /blobs/46919/complete", response: Hosts.Reply) =>
  Effect.gen(function* () {
    const reached = yield* Deferred.make<void>()
    const responded = yield* Deferred.make<void>()
    const waiting = () =>
      Effect.as(Effect.andThen(Deferred.succeed(reached, undefined), Deferred.await(responded)), response)
    const store: Hosts.Handler = step === "store" ? waiting : () => Hosts.postResponse()
    const hosts = Hosts.make(Hosts.respondingWith(store, step === "store" ? {} : { [step]: waiting }))
    const fiber = yield* Effect.forkChild(upload(Source.text("x")).pipe(withStorage(hosts.layer)), {
      startImmediately: true
    })
    yield* Deferred.await(reached)
    const interruption = yield* Effect.forkChild(Fiber.interrupt(fiber), { startImmediately: true })
    yield* turn
    const early = fiber.pollUnsafe() !== undefined
    yield* Deferred.succeed(responded, undefined)
    yield* Fiber.join(interruption)
    const exit = yield* Fiber.await(fiber)
    return { early, exit, steps: methods(hosts.requests) }
  })

const isInterrupted = (exit: Exit.Exit<unknown, unknown>) => Exit.isFailure(exit) && Cause.hasInterrupts(exit.cause)

describe("an upload that is interrupted", () => {
  it.effect("while the file is being created deletes it when it is there, before its layer is closed", () =>
    Effect.gen(function* () {
      const { early, exit, steps } = yield* interruptedAt("POST /blobs", Hosts.created())
      assert.isFalse(early)
      assert.isTrue(isInterrupted(exit))
      assert.deepStrictEqual(steps, [create, remove])
    })
  )

  it.effect("while the file is being created, and the creation fails, has nothing to delete", () =>
    Effect.gen(function* () {
      const { steps } = yield* interruptedAt("POST /blobs", { status: 422, body: "{}" })
      assert.deepStrictEqual(steps, [create])
    })
  )

  it.effect("while its content is being sent stops at once, and deletes the file", () =>
    Effect.gen(function* () {
      const { early, exit, steps } = yield* interruptedAt("store", Hosts.postResponse())
      assert.isTrue(early)
      assert.isTrue(isInterrupted(exit))
      assert.deepStrictEqual(steps, [create, remove])
    })
  )

  it.effect("while it is being marked as complete deletes the file", () =>
    Effect.gen(function* () {
      const { exit, steps } = yield* interruptedAt("PUT /blobs/46919/complete", Hosts.empty)
      assert.isTrue(isInterrupted(exit))
      assert.deepStrictEqual(steps, [create, post, remove])
    })
  )
})

describe("an upload that fails", () => {
  it.effect("when it is marked as complete deletes the file, and fails with the cause", () =>
    Effect.gen(function* () {
      const errorResponse: Hosts.Reply = { status: 422, body: `{"errors":{"size":["is wrong"]}}` }
      const hosts = Hosts.make(
        Hosts.respondingWith(() => Hosts.postResponse(), { "PUT /blobs/46919/complete": () => errorResponse })
      )
      const error = yield* Effect.flip(upload(Source.text("x")).pipe(withStorage(hosts.layer)))
      assert.deepInclude(error, { _tag: "UnprocessableEntity", operation: "storage.upload" })
      assert.deepStrictEqual(methods(hosts.requests), [create, post, complete, remove])
    })
  )

  it.effect("because its progress is a defect deletes the file too", () =>
    Effect.gen(function* () {
      const hosts = Hosts.make(Hosts.respondingWith(() => Hosts.postResponse()))
      const options = { name: "a", onProgress: () => Effect.die("defect") }
      const exit = yield* Effect.exit(upload(Source.text("x"), options).pipe(withStorage(hosts.layer)))
      assert.isTrue(Exit.isFailure(exit) && Cause.hasDies(exit.cause))
      assert.deepStrictEqual(methods(hosts.requests), [create, remove])
    })
  )

  const warnings = <A, E, R>(effect: Effect.Effect<A, E, R>) => {
    const lines: Array<string> = []
    const logger = Logger.map(Logger.formatLogFmt, (line) => void lines.push(line))
    return Effect.map(Effect.provide(effect, Logger.layer([logger])), (value) => ({ value, lines }))
  }

  it.effect("and whose file cannot be deleted fails with its own error, and logs the other", () =>
    Effect.gen(function* () {
      const hosts = Hosts.make(
        Hosts.respondingWith(() => Hosts.storeError(403, "AccessDenied"), {
          "DELETE /blobs/46919": () => ({ status: 403, body: `{"errors":["not yours"]}` })
        })
      )
      const { lines, value } = yield* warnings(Effect.flip(upload(Source.text("x")).pipe(withStorage(hosts.layer))))
      assert.propertyVal(value, "_tag", "UploadRejected")
      assert.strictEqual(lines.length, 1)
      assert.match(lines[0] ?? "", /level=WARN.*46919.*not yours/is)
    })
  )

  it.effect("and whose file is deleted already has nothing to log", () =>
    Effect.gen(function* () {
      const hosts = Hosts.make(
        Hosts.respondingWith(() => Hosts.storeError(403, "AccessDenied"), {
          "DELETE /blobs/46919": () => ({ status: 404, body: `{"errors":["Not found"]}` })
        })
      )
      const { lines } = yield* warnings(Effect.flip(upload(Source.text("x")).pipe(withStorage(hosts.layer))))
      assert.deepStrictEqual(lines, [])
    })
  )
})

describe("an upload that takes long", () => {
  const large = Source.bytes(new Uint8Array(20 * 65_536))

  it.effect("continues while bytes are sent, far beyond the timeout of a call", () =>
    Effect.gen(function* () {
      const hosts = Hosts.make(Hosts.respondingWith(() => ({ secondsForEachPart: 20, reply: Hosts.postResponse() })))
      const { result, took } = yield* inTime(upload(large).pipe(withStorage(hosts.layer)))
      assert.isTrue(Result.isSuccess(result))
      assert.isAbove(Number(took), 400_000)
    })
  )

  it.effect("fails with CallTimeout when no byte is sent for the timeout of an attempt", () =>
    Effect.gen(function* () {
      const hosts = Hosts.make(Hosts.respondingWith(() => ({ stuckAfter: 150_000 })))
      const once = Source.stream(large.content, { size: 20 * 65_536 })
      const { result, took } = yield* inTime(upload(once).pipe(withStorage(hosts.layer)))
      assert.isTrue(Result.isFailure(result))
      assert.deepInclude(Result.getOrThrow(Result.flip(result)), {
        _tag: "CallTimeout",
        operation: "storage.upload",
        timeout: "attempt",
        attempts: 1
      })
      assert.strictEqual(took, 30_000)
      assert.deepStrictEqual(methods(hosts.requests), [create, post, remove])
    })
  )

  it.effect("reads no more of its source than the store takes", () =>
    Effect.gen(function* () {
      let read = 0
      const counted = Stream.tap(Stream.repeat(Stream.make(new Uint8Array(65_536)), Schedule.forever), () =>
        Effect.sync(() => void read++)
      )
      const hosts = Hosts.make(Hosts.respondingWith(() => ({ stuckAfter: 10 * 65_536 })))
      yield* inTime(upload(Source.stream(counted, { size: 100_000_000 })).pipe(withStorage(hosts.layer)))
      assert.isAtMost(read, 12)
    })
  )

  it.effect("fails with CallTimeout when its source stalls", () =>
    Effect.gen(function* () {
      const hosts = Hosts.make(Hosts.respondingWith(() => Hosts.postResponse()))
      const dry = Source.stream(Stream.concat(Stream.make(new Uint8Array(5)), Stream.never), { size: 10 })
      const { result, took } = yield* inTime(
        upload(dry).pipe(withStorage(hosts.layer), Effect.provide(Timeouts.layer({ attempt: "5 seconds" })))
      )
      assert.propertyVal(Result.getOrThrow(Result.flip(result)), "_tag", "CallTimeout")
      assert.strictEqual(took, 5_000)
    })
  )
})

describe("a download that takes long", () => {
  const download = Effect.flatMap(Storage, (storage) => Stream.runCollect(storage.download(uid)))

  /** A body of which a part comes in each so many seconds, as often as said, and then nothing more. */
  const slowly = (seconds: number, times: number, ends = true) =>
    Effect.gen(function* () {
      const body = Stream.range(1, times).pipe(
        Stream.tap(() => Effect.sleep(`${seconds} seconds`)),
        Stream.map(() => new Uint8Array(10)),
        Stream.concat(ends ? Stream.empty : Stream.never)
      )
      return { status: 200, body: yield* Stream.toReadableStreamEffect(body) }
    })

  const redirected = (reply: Hosts.Handler) =>
    Hosts.respondingWith(reply, {
      [`GET /blobs/${uid}/download`]: () => ({
        status: 301,
        headers: { location: "https://store.test/key?X-Amz-Signature=abcdef" }
      })
    })

  it.effect("continues while bytes arrive, far beyond the timeout of a call", () =>
    Effect.gen(function* () {
      const hosts = Hosts.make(redirected(() => slowly(20, 20)))
      const { result, took } = yield* inTime(download.pipe(withStorage(hosts.layer)))
      assert.strictEqual(Result.getOrThrow(result).length, 20)
      assert.isAtLeast(Number(took), 400_000)
    })
  )

  it.effect("fails with CallTimeout when no byte arrives for the timeout of an attempt", () =>
    Effect.gen(function* () {
      const hosts = Hosts.make(redirected(() => slowly(1, 3, false)))
      const { result, took } = yield* inTime(download.pipe(withStorage(hosts.layer)))
      assert.deepInclude(Result.getOrThrow(Result.flip(result)), {
        _tag: "CallTimeout",
        operation: "storage.download",
        path: "/:key",
        timeout: "attempt"
      })
      assert.isAtLeast(Number(took), 33_000)
      assert.isAtMost(Number(took), 35_000)
    })
  )

  it.effect("waits for a slow consumer", () =>
    Effect.gen(function* () {
      const hosts = Hosts.make(redirected(() => ({ status: 200, body: "0123456789" })))
      const slow = Effect.flatMap(Storage, (storage) =>
        storage.download(uid).pipe(
          Stream.tap(() => Effect.sleep("10 minutes")),
          Stream.runCollect
        )
      )
      const { result } = yield* inTime(slow.pipe(withStorage(hosts.layer)))
      assert.isTrue(Result.isSuccess(result))
    })
  )

  it.effect("fails when the store does not respond, after the attempts of the policy", () =>
    Effect.gen(function* () {
      const hosts = Hosts.make(redirected(() => ({ stuckAfter: 0 })))
      const { result } = yield* inTime(download.pipe(withStorage(hosts.layer)))
      assert.deepInclude(Result.getOrThrow(Result.flip(result)), { _tag: "CallTimeout", attempts: 4 })
    })
  )
})
