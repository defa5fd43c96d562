// The webhook for recordings, in a real server.
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { MeetingId, RecordingId, UserId } from "@effect-connectycube/core/Ids"
import * as RecordingWebhook from "@effect-connectycube/video-calling/RecordingWebhook"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerRespondable from "effect/http/HttpServerRespondable"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Tracer from "effect/Tracer"
import { inspect } from "node:util"
import payload from "./fixtures/recording-done.json" with { type: "json" }

const secret = "eGf8m2Qz7RkT4vYp"

interface Given extends Partial<RecordingWebhook.Options<unknown, never>> {
  readonly method?: "GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "OPTIONS"
  /** What follows the path. */
  readonly query?: string
  readonly body?: string
}

/** One request to a server with the webhook: its response, logs and spans, and the delivery that was passed on. */
const deliver = ({
  body = JSON.stringify(payload),
  method = "POST",
  query = `?sig=${secret}`,
  ...options
}: Given = {}) =>
  Effect.gen(function* () {
    const lines: Array<string> = []
    const spans: Array<Tracer.NativeSpan> = []
    const taken: Array<RecordingWebhook.ReceivedRecordings> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      }
    })
    const webhook = RecordingWebhook.layer({
      path: "/recordings",
      secret: Redacted.make(secret),
      ...options,
      onRecordings: (done) => {
        taken.push(done)
        return options.onRecordings?.(done) ?? Effect.void
      }
    })
    const server = HttpRouter.serve(webhook, { disableListenLog: true }).pipe(
      Layer.provideMerge(NodeHttpServer.layerTest),
      Layer.provide([
        Layer.succeed(Tracer.Tracer, tracer),
        Logger.layer([Logger.map(Logger.formatStructured, (line) => void lines.push(inspect(line, { depth: 10 })))])
      ])
    )
    const request = HttpClientRequest.make(method)(`/recordings${query}`).pipe(
      method === "POST" || method === "PUT"
        ? HttpClientRequest.bodyText(body, "application/json")
        : (request) => request
    )
    const response = yield* Effect.gen(function* () {
      const response = yield* HttpClient.execute(request)
      return { status: response.status, headers: response.headers, text: yield* response.text }
    }).pipe(Effect.provide(server))
    return { ...response, taken, log: lines.join("\n"), spans }
  })

describe("a delivery", () => {
  it.effect("in the documented format is accepted", () =>
    Effect.gen(function* () {
      const { log, status, taken, text } = yield* deliver()
      assert.deepStrictEqual([status, text, taken.length], [200, "", 1])
      const [done] = taken
      assert.deepInclude(done?.meeting, {
        _id: MeetingId.make("64ba8ab043e599002b5bdbca"),
        start_date: DateTime.makeUnsafe(1689946801_000),
        host_id: UserId.make(6892473),
        notify_before: null,
        timezone: null
      })
      assert.deepInclude(done?.hostUser, { id: UserId.make(6892473), full_name: "Sam Fisher", user_tags: [] })
      assert.deepStrictEqual(
        done?.callRecords.map(({ _id, duration, file_uid, size }) => ({ _id, duration, file_uid, size })),
        [
          {
            _id: RecordingId.make("64ba8abeea1de683a37139fd"),
            duration: 5.082,
            file_uid: "619486cc-3cb5-4171-afe0-74c1f1805e9a_64ba8ab043e599002b5bdbca",
            size: 0.29
          },
          {
            _id: RecordingId.make("64ba8acdea1de683a37139fe"),
            duration: 8.862,
            file_uid: "5dfdffd3-1ffc-41f5-8d3c-6425df91c4b5_64ba8ab043e599002b5bdbca",
            size: 0.52
          }
        ]
      )
      assert.include(done?.callRecords.map(({ download_url }) => Redacted.value(download_url))[1] ?? "", "XXXX%3D")
      assert.notInclude(log, "AWSAccessKeyId")
    })
  )

  it.effect("keeps the digits of a number beyond 2^53", () =>
    Effect.gen(function* () {
      const body = JSON.stringify(payload).replace('"twitter_id":null', '"twitter_id":1234567890123456789')
      const { taken } = yield* deliver({ body })
      assert.deepStrictEqual(
        taken.map(({ hostUser }) => hostUser?.twitter_id),
        ["1234567890123456789"]
      )
    })
  )

  it.effect("without recordings is accepted", () =>
    Effect.gen(function* () {
      const { status, taken } = yield* deliver({ body: JSON.stringify({ ...payload, callRecords: [] }) })
      assert.strictEqual(status, 200)
      assert.deepStrictEqual(
        taken.map(({ callRecords }) => callRecords),
        [[]]
      )
    })
  )

  it.effect("is handled with the services of the server", () =>
    Effect.gen(function* () {
      class Archive extends Context.Service<Archive, { readonly keep: (id: RecordingId) => void }>()("Archive") {}
      const kept: Array<RecordingId> = []
      const webhook = RecordingWebhook.layer({
        path: "/recordings",
        secret: Redacted.make(secret),
        onRecordings: ({ callRecords }) =>
          Effect.map(Archive, ({ keep }) => {
            for (const { _id } of callRecords) keep(_id)
          })
      })
      const server = HttpRouter.serve(webhook, { disableListenLog: true }).pipe(
        Layer.provideMerge(NodeHttpServer.layerTest),
        Layer.provide(Layer.succeed(Archive, { keep: (id) => void kept.push(id) }))
      )
      const request = HttpClientRequest.post(`/recordings?sig=${secret}`).pipe(
        HttpClientRequest.bodyJsonUnsafe(payload)
      )
      yield* Effect.provide(HttpClient.execute(request), server)
      assert.deepStrictEqual(
        kept,
        payload.callRecords.map(({ _id }) => RecordingId.make(_id))
      )
    })
  )
})

describe("the secret", () => {
  const unusual = "p\u00e4ss w\u00f6rd & \u65e5\u672c+%/?#=\u{1f600}"
  const right: ReadonlyArray<readonly [name: string, secret: string, query: string]> = [
    ["after others", secret, `?a=b&sig=${secret}`],
    ["before others", secret, `?sig=${secret}&b=a`],
    ["in percents", secret, `?sig=%65${secret.slice(1)}`],
    ["of other characters than ASCII", unusual, `?sig=${encodeURIComponent(unusual)}`],
    ["that is long", "a".repeat(5000), `?sig=${"a".repeat(5000)}`]
  ]
  for (const [name, secret, query] of right) {
    it.effect(`is accepted ${name}`, () =>
      Effect.gen(function* () {
        const { status } = yield* deliver({ secret: Redacted.make(secret), query })
        assert.strictEqual(status, 200)
      })
    )
  }

  const wrong: ReadonlyArray<readonly [name: string, query: string, secret?: string]> = [
    ["when it is missing", ""],
    ["when there is no query", "?"],
    ["when it is empty", "?sig="],
    ["when it has no value", "?sig"],
    ["when it is wrong", "?sig=eGf8m2Qz7RkT4vYq"],
    ["when it is shorter", `?sig=${secret.slice(0, -1)}`],
    ["when it is longer", `?sig=${secret}a`],
    ["when something is before it", `?sig=%20${secret}`],
    ["when it ends in a zero", `?sig=${secret}%00`],
    ["when it is spelt in capitals", `?sig=${secret.toUpperCase()}`],
    ["when its name is", `?SIG=${secret}`],
    ["when it is under another name", `?secret=${secret}`],
    ["when it comes twice", `?sig=${secret}&sig=${secret}`],
    ["when a wrong one comes first", `?sig=a&sig=${secret}`],
    ["when a wrong one comes last", `?sig=${secret}&sig=a`],
    ["when it comes as a list", `?sig[]=${secret}`],
    ["when it is no UTF-8", "?sig=%E9%FF"],
    ["when it is no encoding", "?sig=%"],
    ["when it looks the same in another normal form", `?sig=${encodeURIComponent("a\u0308")}`, "\u00e4"],
    ["when it was to be empty", "?sig=", ""],
    ["when it was to be empty, and is missing", "", ""]
  ]
  for (const [name, query, expected = secret] of wrong) {
    it.effect(`is rejected ${name}`, () =>
      Effect.gen(function* () {
        const { status, taken, text } = yield* deliver({ secret: Redacted.make(expected), query })
        assert.deepStrictEqual([status, text, taken], [403, "", []])
      })
    )
  }

  it.effect("is checked before the body", () =>
    Effect.gen(function* () {
      const { status } = yield* deliver({ query: "?sig=wrong", body: "{" })
      assert.strictEqual(status, 403)
    })
  )

  it.effect("is in no log and no span, for any response", () =>
    Effect.gen(function* () {
      const fails = { onRecordings: () => Effect.die("the disk is full") }
      for (const given of [{}, fails, { body: "{" }, { method: "GET" }, { query: `?sig=${secret}&sig=a` }] as const) {
        const { log, spans, status } = yield* deliver(given)
        const traced = inspect(
          spans.map(({ attributes, events, name, status }) => ({ attributes, events, name, status })),
          { depth: 3 }
        )
        assert.isAtLeast(spans.length, 1)
        assert.include(traced, "/recordings")
        assert.notInclude(log, secret)
        assert.notInclude(traced, secret, `when it gets ${status}`)
      }
    })
  )
})

describe("an invalid delivery", () => {
  for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"] as const) {
    it.effect(`is rejected by its method ${method}`, () =>
      Effect.gen(function* () {
        const { headers, status, taken } = yield* deliver({ method })
        assert.deepStrictEqual([status, headers["allow"], taken], [405, "POST", []])
      })
    )
  }

  const bodies: ReadonlyArray<readonly [name: string, body: string, fields: ReadonlyArray<string>]> = [
    ["nothing", "", ["base"]],
    ["no JSON", "{", ["base"]],
    ["null", "null", ["base"]],
    ["an array", "[]", ["base"]],
    ["an object without anything", "{}", ["callRecords"]],
    ["no recordings", JSON.stringify({ ...payload, callRecords: null }), ["callRecords"]]
  ]
  for (const [name, body, fields] of bodies) {
    it.effect(`is rejected for its body: ${name}`, () =>
      Effect.gen(function* () {
        const { headers, log, status, taken, text } = yield* deliver({ body })
        assert.deepStrictEqual([status, taken], [422, []])
        assert.include(headers["content-type"] ?? "", "application/json")
        const { errors }: { readonly errors: Readonly<Record<string, ReadonlyArray<string>>> } = JSON.parse(text)
        assert.deepStrictEqual(Object.keys(errors).toSorted(), fields)
        assert.isTrue(Object.values(errors).every((messages) => messages.length > 0))
        // The log is how the operator of this server learns of it.
        assert.include(log, "A delivery of recordings was not understood")
        for (const field of fields) assert.include(log, field)
      })
    )
  }

  const [record] = payload.callRecords
  const without = (part: "meeting" | "hostUser") => ({ ...payload, [part]: undefined })
  const odd = { ...record, download_url: undefined, url: "https://store.example/1?Signature=abcdef" }
  const soon = { ...payload.meeting, start_date: "soon" }
  const { id: _, ...nobody } = payload.hostUser
  const parts: ReadonlyArray<
    readonly [
      name: string,
      body: object,
      records: number,
      meeting: boolean,
      host: boolean,
      unfit: ReadonlyArray<unknown>
    ]
  > = [
    ["without its host", without("hostUser"), 2, true, false, []],
    ["without its meeting", without("meeting"), 2, false, true, []],
    ["with neither", { callRecords: payload.callRecords }, 2, false, false, []],
    ["with null for both", { ...payload, meeting: null, hostUser: null }, 2, false, false, []],
    ["with a host that cannot be read", { ...payload, hostUser: nobody }, 2, true, false, [nobody]],
    ["with a meeting at no time", { ...payload, meeting: soon }, 2, false, true, [soon]],
    ["with a recording without its URL", { ...payload, callRecords: [odd, record] }, 1, true, true, [odd]],
    ["with what is no recording", { ...payload, callRecords: [record, 5] }, 1, true, true, [5]],
    [
      "with a meeting of another metric",
      {
        ...payload,
        meeting: { ...payload.meeting, notify_before: { metric: "fortnights", value: 1 }, timezone: "Europe/Riga" }
      },
      2,
      true,
      true,
      []
    ]
  ]
  for (const [name, body, records, meeting, host, unfit] of parts) {
    it.effect(`is accepted ${name}: the rest is passed on`, () =>
      Effect.gen(function* () {
        const { log, status, taken } = yield* deliver({ body: JSON.stringify(body) })
        assert.strictEqual(status, 200)
        const [done] = taken
        assert.strictEqual(done?.callRecords.length, records)
        assert.deepStrictEqual([done?.meeting !== null, done?.hostUser !== null], [meeting, host])
        assert.deepStrictEqual(
          done?.unfit.map(({ item }) => item),
          JSON.parse(JSON.stringify(unfit))
        )
        assert.strictEqual(log.includes("Parts of a delivery of recordings were not understood"), unfit.length > 0)
        assert.notInclude(log, "abcdef")
      })
    )
  }

  it.effect("has no URL of invalid recordings in the log when it fails", () =>
    Effect.gen(function* () {
      const { log, status } = yield* deliver({
        body: JSON.stringify({ ...payload, callRecords: [odd] }),
        onRecordings: ({ unfit }) =>
          Effect.fail(new Error(`cannot get ${JSON.stringify(unfit.map(({ item }) => item))}`))
      })
      assert.strictEqual(status, 500)
      assert.include(log, "cannot get")
      assert.notInclude(log, "abcdef")
    })
  )

  it.effect("is not read beyond the limit", () =>
    Effect.gen(function* () {
      const body = JSON.stringify(payload)
      const size = new TextEncoder().encode(body).length
      assert.strictEqual((yield* deliver({ body, maxBodySize: size })).status, 200)
      const large = yield* deliver({ body, maxBodySize: size - 1 })
      assert.deepStrictEqual([large.status, large.taken], [413, []])
      // the default limit
      const mebibyte = 1024 * 1024
      assert.strictEqual((yield* deliver({ body: body.padEnd(mebibyte) })).status, 200)
      assert.strictEqual((yield* deliver({ body: body.padEnd(mebibyte + 1) })).status, 413)
    })
  )
})

class TooBusy extends Schema.TaggedError<TooBusy>()("TooBusy", {}, { httpApiStatus: 409 }) {
  override get message(): string {
    return "the disk is full"
  }

  [HttpServerRespondable.symbol](): Effect.Effect<HttpServerResponse.HttpServerResponse> {
    return Effect.succeed(HttpServerResponse.text("the disk is full", { status: 409 }))
  }
}

describe("the handler of a delivery", () => {
  const failures = {
    fails: Effect.fail("the disk is full"),
    "fails with an error that has a response of its own": Effect.fail(new TooBusy()),
    dies: Effect.die(new Error("the disk is full")),
    "is interrupted": Effect.interrupt
  }
  it.effect("leads to a 500 when it throws", () =>
    Effect.gen(function* () {
      const { log, status } = yield* deliver({
        onRecordings: () => {
          throw new Error("the disk is full")
        }
      })
      assert.strictEqual(status, 500)
      assert.include(log, "the disk is full")
    })
  )

  it.effect("is logged without the signatures of the URLs when it fails", () =>
    Effect.gen(function* () {
      const { log, status } = yield* deliver({
        onRecordings: ({ callRecords: [record] }) =>
          Effect.fail(new Error(`cannot get ${record && Redacted.value(record.download_url)}`))
      })
      assert.strictEqual(status, 500)
      assert.include(log, "cannot get")
      const [record] = payload.callRecords
      const url = new URL(record?.download_url ?? "")
      for (const name of ["AWSAccessKeyId", "Signature"]) {
        const value = /=(.+)/.exec(url.search.split("&").find((pair) => pair.includes(name)) ?? "")?.[1] ?? ""
        assert.isAtLeast(value.length, 4)
        assert.notInclude(log, value)
      }
    })
  )

  it.effect("stops when its request is aborted", () =>
    Effect.gen(function* () {
      const begun = yield* Deferred.make<void>()
      const stopped = yield* Deferred.make<void>()
      const handler = RecordingWebhook.handler({
        secret: Redacted.make(secret),
        onRecordings: () =>
          Effect.andThen(Deferred.succeed(begun, undefined), Effect.never).pipe(
            Effect.onInterrupt(() => Deferred.succeed(stopped, undefined))
          )
      })
      const request = HttpServerRequest.fromWeb(
        new Request(`https://your.host/?sig=${secret}`, { method: "POST", body: JSON.stringify(payload) })
      )
      const fiber = yield* Effect.forkChild(
        Effect.provideService(handler, HttpServerRequest.HttpServerRequest, request)
      )
      yield* Deferred.await(begun)
      yield* Fiber.interrupt(fiber)
      assert.isTrue(yield* Deferred.isDone(stopped))
    })
  )

  for (const [name, effect] of Object.entries<Effect.Effect<unknown, unknown>>(failures)) {
    it.effect(`leads to a 500 when it ${name}, without details`, () =>
      Effect.gen(function* () {
        const { log, status, text } = yield* deliver({ onRecordings: () => effect })
        assert.deepStrictEqual([status, text], [500, ""])
        assert.include(log, "Recordings were not handled")
        if (name !== "is interrupted") assert.include(log, "the disk is full")
      })
    )
  }
})
