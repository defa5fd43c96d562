// A message that must be written once: createOnce searches for it before writing, and concurrent calls share one write.
import { Chat } from "@effect-connectycube/chat/Chat"
import { onceLimit } from "@effect-connectycube/chat/OnceLimitExceeded"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { DialogId } from "@effect-connectycube/core/Ids"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { type Response, type Recorded, recordingClient } from "../../../test/support/recording.ts"

const chat_dialog_id = DialogId.make("5c093376e588ce6856f873fe")
const hour = 3600
const since = DateTime.makeUnsafe(hour * 1000)

interface Row {
  readonly chat_dialog_id: unknown
  readonly date_sent: number
  readonly client_message_id?: unknown
}

/** A server of messages, which stores them with this second. */
const serverOf = (rows: Array<Row>, now = 2 * hour) => {
  const ids = new Map<Row, string>()
  const idOf = (row: Row) => {
    const id = ids.get(row) ?? `m${ids.size}`
    ids.set(row, id)
    return id
  }
  const wire = (row: Row) => ({
    ...row,
    _id: idOf(row),
    sender_id: 1,
    message: "Hello",
    created_at: row.date_sent,
    updated_at: row.date_sent
  })
  return ({ body, method, query }: Recorded): Response => {
    if (method === "POST") {
      const row: Row = { ...Object(body), date_sent: now }
      rows.push(row)
      return { status: 201, body: wire(row) }
    }
    const given = Object.fromEntries(query)
    const hidden = new Set(given["_id[nin]"]?.split(","))
    const matching = rows
      .filter((row) => row.chat_dialog_id === given["chat_dialog_id"])
      .filter(({ date_sent }) => date_sent >= Number(given["date_sent[gte]"] ?? 0))
      .filter(({ date_sent }) => date_sent < Number(given["date_sent[lt]"] ?? Infinity))
      .filter((row) => !hidden.has(idOf(row)))
      .toSorted((a, b) => b.date_sent - a.date_sent)
    const skip = Number(given["skip"] ?? 0)
    const limit = Number(given["limit"] ?? 100)
    return { body: { skip, limit, items: matching.slice(skip, skip + limit).map(wire) } }
  }
}

const others = (count: number, date_sent: (index: number) => number): Array<Row> =>
  Array.from({ length: count }, (_, index) => ({ chat_dialog_id, date_sent: date_sent(index) }))

const config = ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("key") })

const provideChat = (client: Layer.Layer<HttpClient.HttpClient>, session = fromToken(Redacted.make("token"))) => {
  const layer = Chat.layer.pipe(Layer.provide([client, config]))
  return <A, E>(effect: Effect.Effect<A, E, Chat | Session>) =>
    effect.pipe(Effect.provide(layer), Effect.provideService(Session, session))
}

const once = (key = "key-1", dialog = chat_dialog_id) =>
  Effect.flatMap(Chat, ({ messages }) =>
    messages.createOnce(key, { chat_dialog_id: dialog, message: "Hello" }, { since })
  )

const written = (requests: ReadonlyArray<Recorded>) => requests.filter(({ method }) => method === "POST").length

/** A client whose handling of a request can be changed. */
const changed = (
  client: Layer.Layer<HttpClient.HttpClient>,
  change: (
    request: Parameters<HttpClient.HttpClient["execute"]>[0],
    execute: HttpClient.HttpClient["execute"]
  ) => ReturnType<HttpClient.HttpClient["execute"]>
) =>
  Layer.effect(
    HttpClient.HttpClient,
    Effect.map(HttpClient.HttpClient, (inner) => HttpClient.make((request) => change(request, inner.execute)))
  ).pipe(Layer.provide(client))

const lost = (request: Parameters<HttpClient.HttpClient["execute"]>[0]) =>
  Effect.fail(
    new HttpClientError.HttpClientError({
      reason: new HttpClientError.TransportError({ request, description: "connection lost" })
    })
  )

describe("createOnce, when the job that writes runs again", () => {
  it.effect("writes nothing, and returns the message that it wrote before", () =>
    Effect.gen(function* () {
      const rows: Array<Row> = []
      const { layer, requests } = recordingClient(serverOf(rows))
      const first = yield* once().pipe(provideChat(layer))
      const second = yield* once().pipe(provideChat(layer))
      assert.strictEqual(second._id, first._id)
      assert.deepStrictEqual(second.parameters, { client_message_id: "key-1" })
      assert.strictEqual(rows.length, 1)
      assert.strictEqual(written(requests), 1)
    })
  )

  it.effect("searches all pages from then on, and marks nothing as read", () =>
    Effect.gen(function* () {
      const rows: Array<Row> = []
      const { layer, requests } = recordingClient(serverOf(rows, 2 * hour))
      yield* TestClock.setTime(3 * hour * 1000)
      yield* once().pipe(provideChat(layer))
      rows.push(...others(450, (index) => 2 * hour + 1 + Math.floor(index / 3)))
      yield* once().pipe(provideChat(layer))
      assert.strictEqual(written(requests), 1)
      const looks = requests.filter(({ method }) => method === "GET").map(({ query }) => Object.fromEntries(query))
      assert.isAtLeast(looks.length, 6)
      assert.isTrue(looks.every(({ mark_as_read }) => mark_as_read === "0"))
      // The clock of the server may be behind by five minutes.
      assert.isTrue(looks.every((query) => query["date_sent[gte]"] === String(hour - 300)))
    })
  )

  it.effect("writes another one when since is after the time of the first", () =>
    Effect.gen(function* () {
      const rows: Array<Row> = [{ chat_dialog_id, date_sent: hour - 301, client_message_id: "key-1" }]
      const { layer } = recordingClient(serverOf(rows))
      yield* TestClock.setTime(2 * hour * 1000)
      yield* once().pipe(provideChat(layer))
      assert.strictEqual(rows.length, 2)
    })
  )

  it.effect("takes a future time as now, so that a message with a lost response is still found", () =>
    Effect.gen(function* () {
      const rows: Array<Row> = []
      const { layer } = recordingClient(serverOf(rows, 10))
      const job = Effect.flatMap(Chat, ({ messages }) =>
        messages.createOnce("key-1", { chat_dialog_id }, { since: DateTime.makeUnsafe(10 * hour * 1000) })
      )
      yield* job.pipe(provideChat(layer))
      yield* job.pipe(provideChat(layer))
      assert.strictEqual(rows.length, 1)
    })
  )

  it.effect("fails, and writes nothing, when it has searched its maximum of messages", () =>
    Effect.gen(function* () {
      const key = { chat_dialog_id, date_sent: hour, client_message_id: "key-1" }
      yield* TestClock.setTime(3 * hour * 1000)
      const inReach = [key, ...others(onceLimit - 1, (index) => hour + 1 + index)]
      const found = yield* once().pipe(provideChat(recordingClient(serverOf(inReach)).layer))
      assert.strictEqual(found.date_sent.epochMilliseconds, hour * 1000)

      const { layer, requests } = recordingClient(serverOf([key, ...others(onceLimit, (index) => hour + 1 + index)]))
      const error = yield* Effect.flip(once().pipe(provideChat(layer)))
      assert.strictEqual(error._tag, "OnceLimitExceeded")
      assert.deepInclude(error, { chat_dialog_id, key: "key-1", since, looked: onceLimit })
      assert.strictEqual(written(requests), 0)
    })
  )

  it.effect("decodes the message that it finds by the schema of the parameters", () =>
    Effect.gen(function* () {
      const row = { chat_dialog_id, date_sent: hour, client_message_id: "key-1", order: "17" }
      const { layer } = recordingClient(serverOf([row]))
      const found = yield* Effect.flatMap(Chat, ({ messages }) =>
        messages
          .withParameters(Schema.Struct({ order: Schema.NumberFromString }))
          .createOnce("key-1", { chat_dialog_id, parameters: { order: 17 } }, { since })
      ).pipe(provideChat(layer))
      assert.deepStrictEqual(found.parameters, { order: 17 })
    })
  )
})

describe("createOnce, when the message may or may not have been written", () => {
  it.effect("does not write again while it cannot search", () =>
    Effect.gen(function* () {
      const rows: Array<Row> = []
      const server = recordingClient(serverOf(rows, 0))
      let posted = false
      let looks = 0
      const layer = changed(server.layer, (request, execute) => {
        if (request.method === "POST") {
          posted = true
          return Effect.andThen(execute(request), lost(request))
        }
        // All attempts of the first search after the write are lost, and so is the first attempt of the second one.
        return posted && ++looks <= 5 ? lost(request) : execute(request)
      })
      const fiber = yield* Effect.forkChild(once().pipe(provideChat(layer)))
      yield* TestClock.adjust("10 minutes")
      const message = yield* Fiber.join(fiber)
      assert.strictEqual(message.parameters["client_message_id"], "key-1")
      assert.strictEqual(written(server.requests), 1)
    })
  )
})

describe("a message of concurrent createOnce calls", () => {
  /** A client whose writes wait until they are let through. */
  const gated = (response: (request: Recorded) => Response) =>
    Effect.gen(function* () {
      const gate = yield* Deferred.make<void>()
      const server = recordingClient(response)
      let begun = 0
      let interrupted = 0
      const client = yield* Layer.build(
        changed(server.layer, (request, execute) =>
          request.method === "GET"
            ? execute(request)
            : Effect.suspend(() => {
                begun++
                return Effect.andThen(Deferred.await(gate), execute(request)).pipe(
                  Effect.onInterrupt(() => Effect.sync(() => void interrupted++))
                )
              })
        )
      )
      return {
        layer: Layer.succeedContext(client),
        requests: server.requests,
        open: Deferred.succeed(gate, undefined),
        counts: () => ({ begun, interrupted })
      }
    })

  const start = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })
  const settle = TestClock.adjust("1 second")

  it.effect("is written once, in one session, also by other services over the same client and configuration", () =>
    Effect.gen(function* () {
      const rows: Array<Row> = []
      const { counts, layer, open, requests } = yield* gated(serverOf(rows))
      const session = fromToken(Redacted.make("token"))
      const shared = yield* Layer.build(config)
      const job = once().pipe(
        Effect.provide(Chat.layer, { local: true }),
        Effect.provide(Layer.mergeAll(layer, Layer.succeedContext(shared))),
        Effect.provideService(Session, session)
      )
      const fibers = yield* Effect.forEach(Array.from({ length: 20 }), () => start(job))
      yield* settle
      assert.strictEqual(counts().begun, 1)
      yield* open
      const messages = yield* Effect.forEach(fibers, Fiber.join)
      assert.strictEqual(new Set(messages.map(({ _id }) => _id)).size, 1)
      assert.strictEqual(written(requests), 1)
    })
  )

  it.effect("is written once for each key, dialog, session and application", () =>
    Effect.gen(function* () {
      const { counts, layer, open } = yield* gated(serverOf([]))
      const another = yield* gated(serverOf([]))
      const session = fromToken(Redacted.make("token"))
      const here = yield* Layer.build(Chat.layer.pipe(Layer.provide([layer, config])))
      const there = yield* Layer.build(Chat.layer.pipe(Layer.provide([another.layer, config])))
      const jobs = [once(), once("key-2"), once("key-1", DialogId.make("6c093376e588ce6856f873fe"))]
      const fibers = yield* Effect.forEach(
        [
          ...jobs.map((job) => job.pipe(Effect.provideContext(here), Effect.provideService(Session, session))),
          once().pipe(Effect.provideContext(here), Effect.provideService(Session, fromToken(Redacted.make("another")))),
          once().pipe(Effect.provideContext(there), Effect.provideService(Session, session))
        ],
        start
      )
      yield* settle
      assert.strictEqual(counts().begun, 4)
      assert.strictEqual(another.counts().begun, 1)
      yield* Effect.andThen(open, another.open)
      yield* Effect.forEach(fibers, Fiber.join)
    })
  )

  it.effect("is written for the others when one of them is interrupted, the first too, and not after the last", () =>
    Effect.gen(function* () {
      const rows: Array<Row> = []
      const { counts, layer, open } = yield* gated(serverOf(rows))
      const [first, second, third] = yield* Effect.gen(function* () {
        const job = once()
        return [yield* start(job), yield* start(job), yield* start(job)] as const
      }).pipe(provideScoped(layer))
      yield* settle
      yield* Fiber.interrupt(first)
      assert.deepStrictEqual(counts(), { begun: 1, interrupted: 0 })
      yield* Fiber.interrupt(third)
      yield* open
      assert.isTrue(Exit.isSuccess(yield* Fiber.await(second)))
      assert.strictEqual(rows.length, 1)

      const stopped = yield* gated(serverOf([]))
      const fibers = yield* Effect.gen(function* () {
        return [yield* start(once()), yield* start(once())]
      }).pipe(provideScoped(stopped.layer))
      yield* settle
      yield* Effect.forEach(fibers, Fiber.interrupt)
      assert.deepStrictEqual(stopped.counts(), { begun: 1, interrupted: 1 })
    })
  )

  it.effect("is written by a later call after a failed write", () =>
    Effect.gen(function* () {
      const rows: Array<Row> = []
      const good = serverOf(rows)
      let writes = 0
      const { layer } = recordingClient((request) =>
        request.method === "POST" && ++writes === 1 ? { status: 422, body: { errors: ["no"] } } : good(request)
      )
      const [failed, message] = yield* Effect.gen(function* () {
        const both = yield* Effect.all([Effect.exit(once()), Effect.exit(once())], { concurrency: "unbounded" })
        return [both, yield* once()] as const
      }).pipe(provideChat(layer))
      assert.deepStrictEqual(failed.map(Exit.isFailure), [true, true])
      assert.strictEqual(writes, 2)
      assert.strictEqual(message._id, "m0")
    })
  )

  /** Fibers outlive what provided them, as handlers of a server do. */
  const provideScoped = (layer: Layer.Layer<HttpClient.HttpClient>) => {
    const session = fromToken(Redacted.make("token"))
    return <A, E, R>(effect: Effect.Effect<A, E, R | Chat | Session>) =>
      Effect.flatMap(Layer.build(Chat.layer.pipe(Layer.provide([layer, config]))), (chat) =>
        effect.pipe(Effect.provideContext(chat), Effect.provideService(Session, session))
      )
  }
})
