// Each request equals the documented one, and each documented response is decoded.
import type { Admin } from "@effect-connectycube/admin"
import { DialogId, MeetingId, MessageId, UserId } from "@effect-connectycube/core/Ids"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { parseCurl, type Recorded } from "../../../test/support/recording.ts"
import documented from "./fixtures/documented.json" with { type: "json" }
import { admin_api_key, call, record } from "./support/Client.ts"

type Name = keyof typeof documented

const seconds = (seconds: number) => DateTime.makeUnsafe(seconds * 1000)
const user = UserId.make(32242)
const dialog = DialogId.make("620e2b1463ee2a1977b4ee65")
const message = MessageId.make("63834bbecf1efb102da40f2c")
const meeting = MeetingId.make("6932e0f8652986000d48148a")

const messagesPeriod = { start_date: seconds(1676894034), end_date: seconds(16768967370) }
const dialogsPeriod = { start_date: seconds(1676894057), end_date: seconds(16768967671) }

/** The call of the service for each documented request. */
const documentedCalls: { readonly [K in Name]: Effect.Effect<unknown, unknown, Admin> } = {
  "stats.messagesSentTotal": call(({ stats }) => stats.messagesSentTotal(messagesPeriod)),
  "stats.messagesSentPerDay": call(({ stats }) => stats.messagesSentPerDay(messagesPeriod)),
  "stats.dialogsCreatedTotal": call(({ stats }) =>
    stats.dialogsCreatedTotal({ ...dialogsPeriod, types: ["group", "private"] })
  ),
  "stats.dialogsCreatedPerDay": call(({ stats }) =>
    stats.dialogsCreatedPerDay({ ...dialogsPeriod, types: ["group", "public"] })
  ),
  "chat.dialogs.update": call(({ chat }) => chat.dialogs.update(dialog, { user_id: user, is_muted: true })),
  "chat.dialogs.list": call(({ chat }) => chat.dialogs.list({ updated_at: { lt: seconds(1687886581) } })),
  "chat.messages.list": call(({ chat }) => chat.messages.list({ _id: { lte: message } })),
  "meetings.create": call(({ meetings }) =>
    meetings.create({
      user_id: user,
      name: "Friday weekly sync",
      start_date: seconds(1613729948),
      end_date: seconds(1613731012),
      attendees: [{ id: UserId.make(245), email: "email1@domen.com" }, { email: "email2@domen.com" }],
      record: false,
      chat: false
    })
  ),
  "meetings.recordings": call(({ meetings }) => meetings.listRecordings(meeting)),
  "meetings.deleteRecordings": call(({ meetings }) => meetings.deleteRecordings(meeting)),
  "users.delete": call(({ users }) => users.delete(user))
}

const names = Object.keys(documented) as ReadonlyArray<Name>

const withDocumented = <A, E>(name: Name, f: (admin: Admin["Service"]) => Effect.Effect<A, E>) =>
  Effect.map(record(call(f), { body: documented[name].responses[0] }), ({ value }) => value)

describe("the documented request", () => {
  it.effect.each(names)("of %s is sent exactly", (name) =>
    Effect.gen(function* () {
      const { requests, responses } = documented[name]
      assert.strictEqual(requests.length, 1)
      const sent = yield* record(documentedCalls[name], { body: responses[0] })
      assert.deepStrictEqual(sent.requests, requests.map(parseCurl))
    })
  )
})

describe("a request that is documented without an example", () => {
  const headers = { "cb-administration-api-key": admin_api_key }
  const page = { body: { total_entries: 0, skip: 0, limit: 100, items: [] } }

  it.effect("has every filter of dialogs", () =>
    Effect.gen(function* () {
      const time = seconds(1687886581)
      const sent = yield* record(
        call(({ chat }) =>
          chat.dialogs.list({
            _id: { gt: dialog, lte: dialog, nin: [dialog] },
            type: { in: ["group", "private"] },
            name: { ctn: "Night" },
            created_at: { gt: time, lte: time },
            updated_at: { gte: time },
            last_message_date_sent: time,
            extensions: { location: { ne: "Sun bar" } },
            sort_desc: "updated_at",
            skip: 20,
            limit: 50
          })
        ),
        page
      )
      const query: Recorded["query"] = [
        ["_id[gt]", dialog],
        ["_id[lte]", dialog],
        ["_id[nin]", dialog],
        ["created_at[gt]", "1687886581"],
        ["created_at[lte]", "1687886581"],
        ["extensions[location][ne]", "Sun bar"],
        ["last_message_date_sent", "1687886581"],
        ["limit", "50"],
        ["name[ctn]", "Night"],
        ["skip", "20"],
        ["sort_desc", "updated_at"],
        ["type[in]", "2,3"],
        ["updated_at[gte]", "1687886581"]
      ]
      assert.deepStrictEqual(sent.requests, [
        { method: "GET", path: "/admin/chat/list", query, headers, body: undefined }
      ])
    })
  )

  it.effect("has every filter of messages", () =>
    Effect.gen(function* () {
      const time = seconds(1687886581)
      const sent = yield* record(
        call(({ chat }) =>
          chat.messages.list({
            _id: { gt: message },
            chat_dialog_id: dialog,
            date_sent: { gte: time },
            created_at: { lt: time },
            updated_at: { gt: time, lte: time },
            sort_asc: "created_at",
            limit: 1
          })
        ),
        page
      )
      const query: Recorded["query"] = [
        ["_id[gt]", message],
        ["chat_dialog_id", dialog],
        ["created_at[lt]", "1687886581"],
        ["date_sent[gte]", "1687886581"],
        ["limit", "1"],
        ["sort_asc", "created_at"],
        ["updated_at[gt]", "1687886581"],
        ["updated_at[lte]", "1687886581"]
      ]
      assert.deepStrictEqual(sent.requests, [
        { method: "GET", path: "/admin/chat/messages/list", query, headers, body: undefined }
      ])
    })
  )

  it.effect("updates a dialog as its owner would", () =>
    Effect.gen(function* () {
      const sent = yield* record(
        call(({ chat }) =>
          chat.dialogs.update(dialog, { name: "Engines", photo: null, push_all: { occupants_ids: [user] } })
        ),
        { body: documented["chat.dialogs.update"].responses[0] }
      )
      assert.deepStrictEqual(sent.requests[0]?.body, {
        name: "Engines",
        photo: null,
        push_all: { occupants_ids: [32242] }
      })
    })
  )

  it.effect("requests a page of days", () =>
    Effect.gen(function* () {
      const sent = yield* record(
        call(({ stats }) => stats.dialogsCreatedPerDay({ types: ["broadcast"], limit: 7, offset: 14 })),
        { body: {} }
      )
      assert.deepStrictEqual(sent.requests[0]?.query, [
        ["limit", "7"],
        ["offset", "14"],
        ["types[]", "1"]
      ])
    })
  )

  const bare: ReadonlyArray<readonly [path: string, call: Effect.Effect<unknown, unknown, Admin>, body: unknown]> = [
    ["/admin/stats/messages/sent-total", call(({ stats }) => stats.messagesSentTotal()), { total: 0 }],
    ["/admin/stats/messages/sent-per-day", call(({ stats }) => stats.messagesSentPerDay()), {}],
    ["/admin/stats/dialogs/created-total", call(({ stats }) => stats.dialogsCreatedTotal()), { total: 0 }],
    ["/admin/stats/dialogs/created-per-day", call(({ stats }) => stats.dialogsCreatedPerDay()), {}],
    ["/admin/chat/list", call(({ chat }) => chat.dialogs.list()), page.body],
    ["/admin/chat/messages/list", call(({ chat }) => chat.messages.list()), page.body]
  ]

  it.effect.each(bare)("requests all of %s without a parameter", ([path, effect, body]) =>
    Effect.gen(function* () {
      const sent = yield* record(effect, { body })
      assert.deepStrictEqual(sent.requests, [{ method: "GET", path, query: [], headers, body: undefined }])
    })
  )
})

describe("a documented response is decoded", () => {
  it.effect("of totals", () =>
    Effect.gen(function* () {
      assert.strictEqual(
        yield* withDocumented("stats.messagesSentTotal", ({ stats }) => stats.messagesSentTotal()),
        167
      )
      assert.strictEqual(
        yield* withDocumented("stats.dialogsCreatedTotal", ({ stats }) => stats.dialogsCreatedTotal()),
        54
      )
    })
  )

  it.effect("of days, without the days of a count of 0", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        yield* withDocumented("stats.messagesSentPerDay", ({ stats }) => stats.messagesSentPerDay()),
        [
          { day: "2023-02-20", count: 56 },
          { day: "2023-02-21", count: 78 },
          { day: "2023-02-26", count: 47 }
        ]
      )
      assert.deepStrictEqual(
        yield* withDocumented("stats.dialogsCreatedPerDay", ({ stats }) => stats.dialogsCreatedPerDay()),
        [
          { day: "2023-02-20", count: 21 },
          { day: "2023-02-21", count: 15 }
        ]
      )
    })
  )

  it.effect("of a dialog that was muted for a user", () =>
    Effect.gen(function* () {
      const found = yield* withDocumented("chat.dialogs.update", ({ chat }) => chat.dialogs.update(dialog, {}))
      assert.deepStrictEqual(found.silent_ids, [user])
      assert.deepStrictEqual(found.deleted_ids, [])
      assert.strictEqual(found.type, "private")
      assert.strictEqual(found.user_id, 32241)
    })
  )

  it.effect("of dialogs, with their total", () =>
    Effect.gen(function* () {
      const page = yield* withDocumented("chat.dialogs.list", ({ chat }) => chat.dialogs.list())
      assert.deepInclude(page, { total_entries: 1788, skip: 0, limit: 100 })
      assert.deepStrictEqual(page.items[0]?.created_at, DateTime.makeUnsafe("2022-02-17T11:01:40Z"))
      assert.strictEqual(page.items[0]?.last_message, "Warning! People are coming")
    })
  )

  it.effect("of messages, with separate custom parameters", () =>
    Effect.gen(function* () {
      const page = yield* withDocumented("chat.messages.list", ({ chat }) => chat.messages.list())
      assert.strictEqual(page.total_entries, 663)
      assert.deepStrictEqual(page.items[0]?.parameters, { mission: "take over the planet", name: "intel" })
      assert.deepStrictEqual(page.items[0]?.date_sent, seconds(1669548990))
      assert.deepStrictEqual(page.items[0]?.deleted_for_ids, [])
    })
  )

  it.effect("of a message that a user has deleted", () =>
    Effect.gen(function* () {
      const [item] = documented["chat.messages.list"].responses[0]?.items ?? []
      const body = { total_entries: 1, skip: 0, limit: 100, items: [{ ...item, deleted_for_ids: [4980089] }] }
      const { value } = yield* record(
        call(({ chat }) => chat.messages.list()),
        { body }
      )
      assert.deepStrictEqual(value.items[0]?.deleted_for_ids, [UserId.make(4980089)])
    })
  )

  it.effect("of a meeting", () =>
    Effect.gen(function* () {
      const made = yield* withDocumented("meetings.create", ({ meetings }) =>
        meetings.create({ user_id: user, name: "x", start_date: seconds(0), end_date: seconds(1), attendees: [] })
      )
      assert.strictEqual(made.host_id, user)
      assert.deepStrictEqual(made.start_date, seconds(1613729948))
      assert.deepStrictEqual(made.attendees[1], { email: "email2@domen.com" })
    })
  )

  it.effect("of recordings, whose URLs are secrets", () =>
    Effect.gen(function* () {
      const [first, second] = yield* withDocumented("meetings.recordings", ({ meetings }) =>
        meetings.listRecordings(meeting)
      )
      assert.strictEqual(second?.file_uid, "UF4wqqkvZgPt9YaLBkj-P2xS")
      assert.strictEqual(first?.room_id, meeting)
      assert.notInclude(JSON.stringify(first), "X-Amz-Signature")
      assert.include(first === undefined ? "" : Redacted.value(first.download_url), "X-Amz-Signature")
    })
  )

  it.effect("of deletions, as undefined", () =>
    Effect.gen(function* () {
      assert.isUndefined(
        yield* withDocumented("meetings.deleteRecordings", ({ meetings }) => meetings.deleteRecordings(meeting))
      )
      assert.isUndefined(yield* withDocumented("users.delete", ({ users }) => users.delete(user)))
    })
  )
})
