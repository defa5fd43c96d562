// Each request equals the documented one, and each documented response is decoded.
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import { DialogId, MeetingId, RecordingId, UserId } from "@effect-connectycube/core/Ids"
import type { Session } from "@effect-connectycube/core/Session"
import type { VideoCalling } from "@effect-connectycube/video-calling/VideoCalling"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { parseCurl } from "../../../test/support/recording.ts"
import documented from "./fixtures/documented.json" with { type: "json" }
import { call, record } from "./support/record.ts"

type Name = keyof typeof documented

interface Documented {
  readonly requests: ReadonlyArray<string>
  readonly responses?: ReadonlyArray<unknown>
}

const id = MeetingId.make("602f926aaa81493ce4c5788e")
const seconds = (seconds: number) => DateTime.makeUnsafe(seconds * 1000)

/** The call of the service for each documented request. */
const documentedCalls: { readonly [K in Name]: Effect.Effect<unknown, ConnectyCubeError, VideoCalling | Session> } = {
  "calls.reject": call(({ calls }) =>
    calls.reject({
      recipientId: UserId.make(573),
      sessionID: "56eddd33-b3dd-42ee-bf33-11ca1c03218a",
      platform: "Web",
      userInfo: { busy: true, fiend_id: 10 }
    })
  ),
  "meetings.create": call(({ meetings }) =>
    meetings.create({
      name: "Friday weekly sync",
      start_date: seconds(1613729948),
      end_date: seconds(1613731012),
      attendees: [
        { id: UserId.make(245), email: "email1@domen.com" },
        { id: UserId.make(343) },
        { email: "email2@domen.com" }
      ],
      record: false,
      chat: true,
      notify: true,
      notify_before: { metric: "minutes", value: 10 },
      timezone: { offset: 120, name: "Europe/Riga" }
    })
  ),
  "meetings.list": call(({ meetings }) =>
    meetings.list({
      start_date: { gte: seconds(1613729948) },
      scheduled: true,
      created_at: { gt: DateTime.makeUnsafe("2021-02-19T10:26:49.013Z") }
    })
  ),
  "meetings.update": call(({ meetings }) =>
    meetings.update(id, {
      name: "Another meeting name",
      start_date: seconds(1613959948),
      end_date: seconds(1613956048),
      attendees: [
        { id: UserId.make(1445), email: "email3@domen.com" },
        { id: UserId.make(3456), email: "email4@domen.com" }
      ],
      record: true,
      public: true,
      scheduled: true,
      notify_before: { metric: "hours", value: 1 },
      timezone: { offset: -300, name: "America/New_York" }
    })
  ),
  "meetings.delete": call(({ meetings }) => meetings.delete(id)),
  "meetings.recordings": call(({ meetings }) => meetings.listRecordings(id))
}

/**
 * The example of an update is no JSON: it lacks a comma. It also has `chat`, which is a parameter of the creation only: the
 * table of the update does not have it.
 */
const corrected = (curl: string) =>
  curl.replace('{"id": 3456 "email"', '{"id": 3456, "email"').replace('"record":true, "chat":true,', '"record":true,')

describe("the documented requests", () => {
  for (const name of Object.keys(documented) as ReadonlyArray<Name>) {
    it.effect(`of ${name} are sent exactly`, () =>
      Effect.gen(function* () {
        const { requests, responses = [""] }: Documented = documented[name]
        const { requests: sent, result } = yield* record(documentedCalls[name], { body: responses[0] })
        assert.deepStrictEqual(
          sent,
          requests.map((curl) => parseCurl(corrected(curl)))
        )
        assert.isTrue(Result.isSuccess(result))
      })
    )
  }

  it("need no correction except for the update", () => {
    const wrong = Object.entries(documented).filter(([, { requests }]) =>
      requests.some((curl) => corrected(curl) !== curl)
    )
    assert.deepStrictEqual(
      wrong.map(([name]) => name),
      ["meetings.update"]
    )
    assert.throws(() => documented["meetings.update"].requests.map(parseCurl))
  })
})

describe("the documented responses", () => {
  it.effect("of a meeting", () =>
    Effect.gen(function* () {
      const { result } = yield* record(
        call(({ meetings }) => meetings.list()),
        { body: documented["meetings.list"].responses[0] }
      )
      assert.deepStrictEqual(Result.getOrThrow(result), [
        {
          _id: id,
          name: "Friday weekly sync",
          start_date: seconds(1613729948),
          end_date: seconds(1613731012),
          attendees: [
            { id: UserId.make(245), email: "email1@domen.com" },
            { id: UserId.make(343) },
            { email: "email2@domen.com" }
          ],
          record: null,
          chat_dialog_id: null,
          created_at: DateTime.makeUnsafe("2021-02-19T10:26:50.013Z"),
          updated_at: DateTime.makeUnsafe("2021-02-19T10:26:50.013Z"),
          host_id: UserId.make(811),
          public: null,
          scheduled: false,
          notify: true,
          notify_before: { metric: "minutes", value: 10 },
          timezone: { offset: 120, name: "Europe/Riga" }
        }
      ])
    })
  )

  it.effect("of a new meeting, with its dialog", () =>
    Effect.gen(function* () {
      const { result } = yield* record(
        call(({ meetings }) =>
          meetings.create({ name: "a", start_date: seconds(1), end_date: seconds(2), attendees: [] })
        ),
        { status: 201, body: documented["meetings.create"].responses[0] }
      )
      assert.strictEqual(Result.getOrThrow(result).chat_dialog_id, DialogId.make("602f9ea20740a24ec238d9da"))
    })
  )

  it.effect("of recordings, whose URLs are secret", () =>
    Effect.gen(function* () {
      const { result } = yield* record(
        call(({ meetings }) => meetings.listRecordings(id)),
        { body: documented["meetings.recordings"].responses[0] }
      )
      const [first, second] = Result.getOrThrow(result)
      assert.strictEqual(first?._id, RecordingId.make("649061c8d0b83a4a6dc85d0c"))
      assert.deepStrictEqual(first?.participants_ids, [UserId.make(78934), UserId.make(894946)])
      assert.deepStrictEqual([first?.duration, first?.size], [6.062, 0.34])
      assert.deepStrictEqual(second?.created_at, DateTime.makeUnsafe("2023-06-19T14:10:16Z"))
      assert.include(first && Redacted.value(first.download_url), "Signature=uRGxX1mCqLFKoPpP3RJGS0hG5pc%3D")
      assert.notInclude(JSON.stringify(first), "Signature")
    })
  )
})
