import { MeetingId, UserId } from "@effect-connectycube/core/Ids"
import type { NotifyBefore } from "@effect-connectycube/video-calling/Meeting"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { inspect } from "node:util"
import type { Response, Recorded } from "../../../test/support/recording.ts"
import documented from "./fixtures/documented.json" with { type: "json" }
import { call, record, token } from "./support/record.ts"

const [documentedMeeting] = documented["meetings.list"].responses[0] ?? []
const meeting = (_id: string) => ({ ...documentedMeeting, _id })
const id = (id: string) => MeetingId.make(id)
const time = DateTime.makeUnsafe("2027-02-19T10:26:49.013Z")

describe("the list of meetings", () => {
  const shapes: ReadonlyArray<readonly [name: string, body: unknown, ids: ReadonlyArray<string>]> = [
    ["an array", [meeting("a"), meeting("b")], ["a", "b"]],
    ["an empty array", [], []],
    ["an object with items", { items: [meeting("a"), meeting("b")] }, ["a", "b"]],
    ["a single meeting", meeting("a"), ["a"]]
  ]
  for (const [name, body, ids] of shapes) {
    it.effect(`is decoded from ${name}`, () =>
      Effect.gen(function* () {
        const { result } = yield* record(
          call(({ meetings }) => meetings.list()),
          { body }
        )
        assert.deepStrictEqual(
          Result.getOrThrow(result).map(({ _id }) => _id),
          ids.map(id)
        )
      })
    )
  }

  it.effect("with an item of another shape is a DecodeError", () =>
    Effect.gen(function* () {
      const { result } = yield* record(
        call(({ meetings }) => meetings.list()),
        { body: [meeting("a"), { _id: "b" }] }
      )
      assert.isTrue(Result.isFailure(result) && result.failure._tag === "DecodeError")
    })
  )

  it.effect("accepts every filter, times of meetings as seconds and those of the server as ISO 8601", () =>
    Effect.gen(function* () {
      const { requests } = yield* record(
        call(({ meetings }) =>
          meetings.list({
            start_date: { gt: time, lte: time },
            end_date: time,
            created_at: { gte: time, lt: time },
            updated_at: time,
            scheduled: false,
            limit: 20,
            offset: 40
          })
        ),
        { body: [] }
      )
      assert.deepStrictEqual(requests, [
        {
          method: "GET",
          path: "/meetings",
          query: [
            ["created_at[gte]", "2027-02-19T10:26:49.013Z"],
            ["created_at[lt]", "2027-02-19T10:26:49.013Z"],
            ["end_date", "1803032809"],
            ["limit", "20"],
            ["offset", "40"],
            ["scheduled", "false"],
            ["start_date[gt]", "1803032809"],
            ["start_date[lte]", "1803032809"],
            ["updated_at", "2027-02-19T10:26:49.013Z"]
          ],
          headers: { "cb-token": token },
          body: undefined
        }
      ])
    })
  )
})

describe("the meeting of an id", () => {
  const asked = call(({ meetings }) => meetings.get(id("b")))
  const found: ReadonlyArray<readonly [name: string, body: unknown]> = [
    ["an array", [meeting("b")]],
    ["an object with items", { items: [meeting("b")] }],
    ["the meeting itself", meeting("b")],
    ["an array with others", [meeting("a"), meeting("b")]]
  ]
  for (const [name, body] of found) {
    it.effect(`is decoded from ${name}`, () =>
      Effect.gen(function* () {
        const { requests, result } = yield* record(asked, { body })
        assert.strictEqual(Result.getOrThrow(result)._id, id("b"))
        assert.deepStrictEqual(
          requests.map(({ query }) => query),
          [[["_id", "b"]]]
        )
      })
    )
  }

  const missing: ReadonlyArray<readonly [name: string, body: unknown]> = [
    ["an empty array", []],
    ["no items", { items: [] }],
    ["other meetings", [meeting("a"), meeting("c")]],
    ["another meeting", meeting("a")]
  ]
  for (const [name, body] of missing) {
    it.effect(`is NotFound when the response is ${name}`, () =>
      Effect.gen(function* () {
        const { result } = yield* record(asked, { body })
        assert.isTrue(Result.isFailure(result))
        if (Result.isSuccess(result)) return
        assert.deepInclude(result.failure, { _tag: "NotFound", status: 200, source: "body" })
        assert.strictEqual(
          result.failure.message,
          "videoCalling.meetings.get (GET /meetings) found nothing: There is no meeting b"
        )
      })
    )
  }
})

describe("the stream of meetings", () => {
  /** A server with so many meetings, which gives pages of ten at most. */
  const server =
    (count: number) =>
    ({ query }: Recorded): Response => {
      const pairs = Object.fromEntries(query)
      const offset = Number(pairs["offset"] ?? 0)
      const size = Math.min(Number(pairs["limit"] ?? 100), 10)
      const all = Array.from({ length: count }, (_, index) => meeting(`m${index}`))
      return { body: all.slice(offset, offset + size) }
    }

  for (const count of [0, 1, 9, 10, 11, 25]) {
    it.effect(`of ${count} emits each once`, () =>
      Effect.gen(function* () {
        const { result } = yield* record(
          call(({ meetings }) => Stream.runCollect(meetings.stream({ limit: 50 }))),
          server(count)
        )
        assert.deepStrictEqual(
          Result.getOrThrow(result).map(({ _id }) => _id),
          Array.from({ length: count }, (_, index) => id(`m${index}`))
        )
      })
    )
  }

  it.effect("sends its filters with every page, and requests pages until one is empty", () =>
    Effect.gen(function* () {
      const { requests } = yield* record(
        call(({ meetings }) => Stream.runCollect(meetings.stream({ limit: 8, start_date: { gte: time } }))),
        server(16)
      )
      assert.deepStrictEqual(
        requests.map(({ query }) => Object.fromEntries(query)),
        [
          { limit: "8", offset: "0", "start_date[gte]": "1803032809" },
          { limit: "8", offset: "8", "start_date[gte]": "1803032809" },
          { limit: "8", offset: "16", "start_date[gte]": "1803032809" }
        ]
      )
    })
  )

  it.effect("requests no page before it is needed", () =>
    Effect.gen(function* () {
      const { requests, result } = yield* record(
        call(({ meetings }) => meetings.stream({ limit: 10 }).pipe(Stream.take(15), Stream.runCollect)),
        server(1000)
      )
      assert.strictEqual(Result.getOrThrow(result).length, 15)
      assert.strictEqual(requests.length, 2)
    })
  )
})

describe("an argument that breaks a rule is rejected, and nothing is sent", () => {
  const dates = { start_date: time, end_date: time }
  const create = (notify_before: NotifyBefore) =>
    call(({ meetings }) => meetings.create({ name: "Sync", ...dates, attendees: [], notify_before }))

  const ranges = { minutes: [0, 55], hours: [1, 24], days: [1, 30], weeks: [1, 4] } as const
  for (const metric of ["minutes", "hours", "days", "weeks"] as const) {
    const [minimum, maximum] = ranges[metric]
    it.effect(`a notification of less than ${minimum} or more than ${maximum} ${metric}`, () =>
      Effect.gen(function* () {
        for (const value of [minimum, maximum]) {
          const { requests, result } = yield* record(create({ metric, value }), { status: 201, body: meeting("a") })
          assert.isTrue(Result.isSuccess(result))
          assert.deepInclude(requests[0]?.body, { notify_before: { metric, value } })
        }
        for (const value of [minimum - 1, maximum + 1, minimum + 0.5, Number.NaN]) {
          const { requests, result } = yield* record(create({ metric, value }))
          assert.isTrue(Result.isFailure(result) && result.failure._tag === "InvalidRequest")
          assert.deepStrictEqual(requests, [])
        }
      })
    )
  }

  const none = MeetingId.make("", { disableChecks: true })
  const rejected = {
    "an empty id to get": call(({ meetings }) => meetings.get(none)),
    "an empty id to update": call(({ meetings }) => meetings.update(none, { name: "Sync" })),
    "an empty id to delete": call(({ meetings }) => meetings.delete(none)),
    "an id to delete with a path": call(({ meetings }) => meetings.delete(id(".."))),
    "an id to update that is another route": call(({ meetings }) =>
      meetings.update(id("recordings"), { name: "Sync" })
    ),
    "an empty id of recordings": call(({ meetings }) => meetings.listRecordings(none)),
    "a meeting without a name": call(({ meetings }) => meetings.create({ name: "", ...dates, attendees: [] })),
    "an attendee without an address": call(({ meetings }) => meetings.update(id("a"), { attendees: [{ email: "" }] })),
    "a page of nothing": call(({ meetings }) => meetings.list({ limit: 0 })),
    "a page before the first": call(({ meetings }) => meetings.list({ offset: -1 })),
    "a stream of pages of nothing": call(({ meetings }) => Stream.runCollect(meetings.stream({ limit: 0 }))),
    "a rejection of no call": call(({ calls }) =>
      calls.reject({ recipientId: UserId.make(573), sessionID: "", platform: "Web" })
    )
  }
  for (const [name, effect] of Object.entries<(typeof rejected)[keyof typeof rejected]>(rejected)) {
    it.effect(name, () =>
      Effect.gen(function* () {
        const { requests, result } = yield* record<unknown, { readonly _tag: string }>(effect, { body: [] })
        assert.isTrue(Result.isFailure(result) && result.failure._tag === "InvalidRequest")
        assert.deepStrictEqual(requests, [])
      })
    )
  }

  it.effect("but not an end before the start, which the documentation has", () =>
    Effect.gen(function* () {
      const { requests } = yield* record(
        call(({ meetings }) =>
          meetings.update(id("a"), { start_date: time, end_date: DateTime.subtract(time, { hours: 1 }) })
        ),
        { body: meeting("a") }
      )
      assert.deepStrictEqual(requests[0]?.body, { start_date: 1803032809, end_date: 1803029209 })
    })
  )
})

describe("an update", () => {
  it.effect("sends only the changed fields", () =>
    Effect.gen(function* () {
      const { requests } = yield* record(
        call(({ meetings }) => meetings.update(id("a"), { record: true })),
        { body: meeting("a") }
      )
      assert.deepStrictEqual(requests[0]?.body, { record: true })
    })
  )
})

describe("recordings that cannot be decoded", () => {
  it.effect("leave no secret of their URLs in the error", () =>
    Effect.gen(function* () {
      const [[recording] = []] = documented["meetings.recordings"].responses
      const { result } = yield* read({ body: [{ ...recording, created_at: "soon" }] })
      assert.isTrue(Result.isFailure(result))
      if (Result.isSuccess(result)) return
      const { failure } = result
      assert.isTrue(failure._tag === "DecodeError" && failure.body.includes("cb-recordings.s3.amazonaws.com"))
      assert.notInclude(inspect(failure, { depth: 10 }), "uRGxX1mCqLFKoPpP3RJGS0hG5pc")
    })
  )

  const read = (response: Response) =>
    record(
      call(({ meetings }) => meetings.listRecordings(id("a"))),
      response
    )
})

describe("a rejection of a call", () => {
  for (const body of [{}, "", " "]) {
    it.effect(`is done when the response is ${JSON.stringify(body)}`, () =>
      Effect.gen(function* () {
        const { requests, result } = yield* record(
          call(({ calls }) => calls.reject({ recipientId: UserId.make(573), sessionID: "s", platform: "iOS" })),
          { body }
        )
        assert.isTrue(Result.isSuccess(result) && result.success === undefined)
        assert.deepStrictEqual(requests[0]?.body, { recipientId: 573, sessionID: "s", platform: "iOS" })
      })
    )
  }
})
