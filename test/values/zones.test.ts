/**
 * A time with a zone is an instant: wherever a UTC time is accepted, the same instant in a zone makes the same request.
 */
import { fromToken, Session } from "@effect-connectycube/core/Session"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { assert, describe, it } from "@effect/vitest"
import {
  Admin,
  Chat,
  ConnectyCube,
  CustomData,
  DialogId,
  MeetingId,
  PushNotifications,
  RecordId,
  UserId,
  Users,
  VideoCalling
} from "effect-connectycube"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { recordingClient } from "../support/recording.ts"

const utc = DateTime.makeUnsafe("2027-03-01T23:30:00Z")

/** The same instant, in zones where it is another hour and another day. */
const zoned = {
  "a named zone": DateTime.setZone(utc, DateTime.zoneMakeNamedUnsafe("Asia/Tokyo")),
  "an offset": DateTime.setZone(utc, DateTime.zoneMakeOffset(-5.5 * 60 * 60 * 1000)),
  "UTC as a zone": DateTime.setZone(utc, DateTime.zoneMakeNamedUnsafe("UTC"))
}

const chat_dialog_id = DialogId.make("5b6c1f0e0e1f3a0001a2b3c4")
const record = RecordId.make("5b6c1f0e0e1f3a0001a2b3c5")
const meeting = MeetingId.make("5b6c1f0e0e1f3a0001a2b3c6")
const user_id = UserId.make(7)

const Happening = Schema.Struct({
  at: CustomData.Date,
  until: Schema.NullOr(CustomData.Date),
  dates: Schema.Array(CustomData.Date),
  noted: Schema.optionalKey(Schema.DateTimeUtc)
})

const happenings = Effect.map(CustomData, (data) => data.collection("happening", Happening))

type Request = Effect.Effect<
  unknown,
  unknown,
  Admin | Chat | CustomData | PushNotifications | Session | Users | VideoCalling
>

/** Every place that takes a time, and the value that it sends. */
const places: ReadonlyArray<
  readonly [name: string, request: (time: DateTime.DateTime) => Request, ...sent: ReadonlyArray<string>]
> = [
  ...(["last_message_date_sent", "created_at", "updated_at"] as const).flatMap((field) => [
    [
      `chat.dialogs.list by ${field}`,
      (time: DateTime.DateTime) =>
        Effect.flatMap(Chat, (chat) =>
          chat.dialogs.list({ [field]: { eq: time, ne: time, gt: time, gte: time, lt: time, lte: time } })
        ),
      "1803943800"
    ] as const,
    [
      `chat.dialogs.count by lists of ${field}`,
      (time: DateTime.DateTime) =>
        Effect.flatMap(Chat, (chat) => chat.dialogs.count({ [field]: { in: [time], nin: [time, time] } })),
      "1803943800"
    ] as const,
    [
      `admin.chat.dialogs.list by ${field}`,
      (time: DateTime.DateTime) =>
        Effect.flatMap(Admin, ({ chat }) => chat.dialogs.list({ [field]: { gt: time, lte: time } })),
      "1803943800"
    ] as const
  ]),
  [
    "chat.messages.list",
    (time) =>
      Effect.flatMap(Chat, (chat) =>
        chat.messages.list({ chat_dialog_id, date_sent: time, updated_at: { gt: time, in: [time] } })
      ),
    "1803943800"
  ],
  [
    "chat.messages.stream",
    (time) =>
      Effect.flatMap(Chat, (chat) => Stream.runDrain(chat.messages.stream({ chat_dialog_id, date_sent: time }))),
    "1803943800"
  ],
  [
    "chat.search",
    (time) => Effect.flatMap(Chat, (chat) => chat.search({ search_text: "engines", start_date: time, end_date: time })),
    "2027-03-01T23:30:00Z"
  ],
  [
    "users.list",
    (time) =>
      Effect.flatMap(Users, (users) =>
        users.list({
          login: "ada",
          last_request_at: time,
          created_at: { gt: time, lte: time },
          updated_at: { gte: time, lt: time }
        })
      ),
    "2027-03-01T23:30:00Z"
  ],
  [
    "users.listV1",
    (time) =>
      Effect.flatMap(Users, (users) =>
        users.listV1({
          filter: [
            { field: "created_at", operator: "gt", value: time },
            { field: "updated_at", operator: "between", value: [time, time] }
          ]
        })
      ),
    // The first version compares days, in UTC.
    "2027-03-01"
  ],
  [
    "admin.stats",
    (time) => Effect.flatMap(Admin, ({ stats }) => stats.messagesSentTotal({ start_date: time, end_date: time })),
    "1803943800"
  ],
  [
    "admin.stats, streamed",
    (time) =>
      Effect.flatMap(Admin, ({ stats }) => Stream.runDrain(stats.streamDialogsCreatedPerDay({ start_date: time }))),
    "1803943800"
  ],
  [
    "admin.chat.messages.list",
    (time) =>
      Effect.flatMap(Admin, ({ chat }) =>
        chat.messages.list({ date_sent: { gt: time }, created_at: { gte: time }, updated_at: { lt: time, lte: time } })
      ),
    "1803943800"
  ],
  [
    "admin.chat.messages.pages before a time",
    (time) => Effect.flatMap(Admin, ({ chat }) => Stream.runDrain(chat.messages.pages({}, { before: time }))),
    "6b85ff78"
  ],
  [
    "admin.meetings.create",
    (time) =>
      Effect.flatMap(Admin, ({ meetings }) =>
        meetings.create({ user_id, name: "Engines", start_date: time, end_date: time, attendees: [] })
      ),
    "1803943800"
  ],
  [
    "meetings.create",
    (time) =>
      Effect.flatMap(VideoCalling, ({ meetings }) =>
        meetings.create({ name: "Engines", start_date: time, end_date: time, attendees: [] })
      ),
    "1803943800"
  ],
  [
    "meetings.update",
    (time) =>
      Effect.flatMap(VideoCalling, ({ meetings }) => meetings.update(meeting, { start_date: time, end_date: time })),
    "1803943800"
  ],
  [
    "meetings.list",
    (time) =>
      Effect.flatMap(VideoCalling, ({ meetings }) =>
        meetings.list({
          start_date: time,
          end_date: { gt: time },
          created_at: { lt: time, gte: time },
          updated_at: { lte: time }
        })
      ),
    "1803943800",
    "2027-03-01T23:30:00Z"
  ],
  [
    "push.events.create",
    (time) =>
      Effect.flatMap(PushNotifications, ({ events }) =>
        events.create({
          environment: "production",
          recipients: { user: { ids: [user_id] } },
          message: { message: "Hello", expiration: time }
        })
      )
  ],
  [
    "customData.create",
    (time) =>
      Effect.flatMap(happenings, (all) => all.create({ at: time, until: time, dates: [time, utc], noted: time })),
    "2027-03-01T23:30:00Z"
  ],
  [
    "customData.update",
    (time) =>
      Effect.flatMap(happenings, (all) =>
        all.update(record, { at: time, dates: { 0: time }, push: { dates: [time] }, pull: { dates: { gt: time } } })
      ),
    "2027-03-01T23:30:00Z"
  ],
  [
    "customData.list",
    (time) =>
      Effect.flatMap(happenings, (all) =>
        all.list({
          at: time,
          until: { gt: time, in: [time] },
          dates: { all: [time] },
          created_at: time,
          updated_at: { lte: time, nin: [time] }
        })
      ),
    "2027-03-01T23:30:00Z",
    "1803943800"
  ],
  [
    "customData.updateByCriteria",
    (time) => Effect.flatMap(happenings, (all) => all.updateByCriteria({ at: { lt: time } }, { until: time })),
    "2027-03-01T23:30:00Z"
  ],
  [
    "customData.deleteByCriteria",
    (time) => Effect.flatMap(happenings, (all) => all.deleteByCriteria({ at: { lt: time } })),
    "2027-03-01T23:30:00Z"
  ]
]

/** The requests that are sent. There is no response, so every call ends after its first request. */
const sentBy = (request: Request) => {
  const client = recordingClient(() => ({ status: 400 }))
  const layer = ConnectyCube.layer({
    application_id: 1,
    auth_key: Redacted.make("key"),
    admin_api_key: Redacted.make("admin-key")
  }).pipe(Layer.provide(client.layer))
  return Effect.result(request).pipe(
    Effect.provideService(Session, fromToken(Redacted.make("token"))),
    Effect.provide(layer),
    Effect.map((result) => ({ result, requests: client.requests }))
  )
}

const cases = places.flatMap(([name, request, ...sent]) =>
  Object.entries(zoned).map(([zone, time]) => [name, zone, request, time, sent] as const)
)

describe("a time with a zone", () => {
  it.effect.each(cases)("is the same instant in %s: %s", ([, , request, time, sent]) =>
    Effect.gen(function* () {
      const expected = yield* sentBy(request(utc))
      assert.strictEqual(expected.requests.length, 1, JSON.stringify(expected.result))
      const text = JSON.stringify(expected.requests)
      for (const part of sent) assert.include(text, part)
      const { requests, result } = yield* sentBy(request(time))
      assert.deepStrictEqual(requests, expected.requests, JSON.stringify(result))
    })
  )
})

describe("a decoded time", () => {
  it("is in UTC, in whatever zone it was written", () => {
    for (const codec of [Wire.TimeIso, Wire.TimeSeconds, Wire.TimeMillis, Wire.InstantIso, Wire.InstantSeconds]) {
      const read = Schema.decodeUnknownSync(codec)("2027-03-02T08:30:00+09:00")
      assert.isTrue(DateTime.isUtc(read))
      assert.strictEqual(DateTime.formatIso(read), "2027-03-01T23:30:00.000Z")
    }
  })

  it.effect("keeps its zone in a field whose schema has one", () =>
    Effect.gen(function* () {
      const time = zoned["a named zone"]
      const create = Effect.flatMap(CustomData, (data) =>
        data.collection("happening", Schema.Struct({ at: Schema.DateTimeZoned })).create({ at: time })
      )
      const { requests } = yield* sentBy(create)
      assert.deepStrictEqual(requests[0]?.body, { at: DateTime.formatIsoZoned(time) })
    })
  )
})
