import { DialogId, MessageId } from "@effect-connectycube/core/Ids"
import { assert, layer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import { Dialogs } from "../../src/modules/chat/dialogs.ts"
import { Members } from "../../src/modules/chat/members.ts"
import { Messages } from "../../src/modules/chat/messages.ts"
import { Removals } from "../../src/modules/chat/removals.ts"
import { Search } from "../../src/modules/chat/search.ts"
import { UsersStore } from "../../src/modules/users/store.ts"
import * as ChatServices from "../support/ChatServices.ts"
import { type Plan, plansOf, slowSteps, statementsOf } from "../support/Plans.ts"

const manyMessages = 100_000
const manyDialogs = 10_000

/** Ten messages a second. */
const start = 1_600_000_000_000
const big = "5c0000000000000000000000"

/** Two users with 10,000 dialogs, and 100,000 messages in one of them, of which the second has read none. */
class Crowd extends Context.Service<Crowd, { readonly ada: number; readonly ben: number }>()("test/Crowd") {
  static readonly layer = Layer.effect(
    Crowd,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const users = yield* UsersStore
      const ada = (yield* users.create({ login: "ada" }, {})).id
      const ben = (yield* users.create({ login: "ben" }, {})).id
      yield* sql`
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${manyDialogs - 1})
        INSERT INTO dialogs (id, type, user_id, name, created_at, updated_at)
        SELECT printf('5c%022x', i), 2, ${ada}, 'Dialog ' || i, ${start} + i * 1000, ${start} + i * 1000 FROM n`
      for (const user of [ada, ben]) {
        yield* sql`
          INSERT INTO memberships (user_id, dialog_id, created_at, updated_at)
          SELECT ${user}, id, created_at, updated_at FROM dialogs`
      }
      yield* sql`
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${manyMessages})
        INSERT INTO messages (number, id, chat_dialog_id, sender_id, message, attachments, parameters,
          date_sent, created_at, updated_at)
        SELECT i, printf('5d%022x', i), ${big}, ${ada}, 'Message ' || i, '[]', '{}', t, t, t
        FROM (SELECT i, ${start} + i / 10 * 1000 AS t FROM n)`
      yield* sql`INSERT INTO message_receipts (number, user_id, read) SELECT number, sender_id, 1 FROM messages`
      yield* sql`
        INSERT INTO unread_messages (user_id, dialog_id, number)
        SELECT ${ben}, chat_dialog_id, number FROM messages`
      yield* sql`
        UPDATE memberships SET last_message = ${manyMessages}, last_message_date_sent = ${start}
        WHERE dialog_id = ${big}`
      return Crowd.of({ ada, ben })
    }).pipe(Effect.orDie)
  )
}

/** No table is scanned, and no more than a page is sorted. */
const assertQuick = (plans: ReadonlyArray<Plan>) => assert.deepStrictEqual(plans.flatMap(slowSteps), [])

const at = (seconds: number) => DateTime.makeUnsafe(start + seconds * 1000)

const seen = Array.from({ length: 100 }, (_, index) =>
  MessageId.make(`5d${(50_000 + index).toString(16).padStart(22, "0")}`)
)

layer(Crowd.layer.pipe(Layer.provideMerge(ChatServices.layer)))("100,000 messages and 10,000 dialogs", (it) => {
  it.effect.each([
    {},
    { sort_desc: "date_sent" },
    { sort_asc: "date_sent" },
    { sort_asc: "date_sent", "date_sent[gte]": at(5000), "_id[nin]": seen },
    { sort_desc: "date_sent", "date_sent[lte]": at(5000), "_id[nin]": seen },
    { "date_sent[gt]": at(5000) },
    { _id: seen[0] },
    { "_id[in]": seen },
    { preview: true }
  ])("do not slow down a page of messages: %j", (query) =>
    Effect.gen(function* () {
      const { ada, ben } = yield* Crowd
      const messages = yield* Messages
      const sql = yield* SqlClient.SqlClient
      yield* sql`UPDATE dialogs SET allow_preview = 1 WHERE id = ${big}`
      for (const user of [ada, ben]) {
        assertQuick(yield* plansOf(messages.list(user, { chat_dialog_id: big, limit: 100, ...query })))
      }
    })
  )

  it.effect.each([
    {},
    { sort_desc: "last_message_date_sent" },
    { sort_asc: "last_message_date_sent" },
    { sort_desc: "created_at", skip: 100 },
    { sort_asc: "updated_at", "updated_at[gt]": at(5000) },
    { type: "group", "name[ctn]": "99" },
    { count: true },
    { "_id[in]": [DialogId.make(big)] }
  ])("do not slow down a page of dialogs: %j", (query) =>
    Effect.gen(function* () {
      const { ada, ben } = yield* Crowd
      const dialogs = yield* Dialogs
      for (const user of [ada, ben]) assertQuick(yield* plansOf(dialogs.list(user, query)))
    })
  )

  it.effect("are updated for the unread messages of a page only", () =>
    Effect.gen(function* () {
      const { ben } = yield* Crowd
      const messages = yield* Messages
      const writesOf = (skip: number) =>
        Effect.map(
          statementsOf(messages.list(ben, { chat_dialog_id: big, limit: 10, skip })),
          (statements) => statements.filter((text) => !/^\s*SELECT/.test(text)).length
        )
      assert.isAbove(yield* writesOf(20_000), 0)
      assert.strictEqual(yield* writesOf(20_000), 0)
      assert.isAbove(yield* writesOf(20_005), 0)
    })
  )

  it.effect("do not slow down the counts of unread messages, marks, new messages and deletions", () =>
    Effect.gen(function* () {
      const { ada, ben } = yield* Crowd
      const messages = yield* Messages
      const removals = yield* Removals
      const members = yield* Members
      const dialogs = yield* Dialogs
      const id = (yield* messages.create(ada, { chat_dialog_id: DialogId.make(big), parameters: {} }))._id
      const calls = [
        members.joinBroadcasts(ben),
        messages.unread(ben, undefined),
        messages.unread(ben, [big]),
        messages.create(ada, { chat_dialog_id: DialogId.make(big), message: "Hello", parameters: {} }),
        messages.update(ben, seen, { chat_dialog_id: big, read: true }),
        messages.update(ada, [id], { chat_dialog_id: big, message: "Hello" }),
        removals.remove(ben, [id], false),
        removals.remove(ada, [id], true),
        dialogs.clearHistory(ben, big, false)
      ]
      for (const call of calls) assertQuick(yield* plansOf(call))
    })
  )

  it.effect("do not slow down a search within a dialog", () =>
    Effect.gen(function* () {
      const { ada } = yield* Crowd
      const { search } = yield* Search
      const plans = yield* plansOf(search(ada, { search_text: "Message 99", chat_dialog_ids: [big] }))
      assertQuick(plans)
      // Only the messages of the dialog are read.
      const steps = plans.flatMap(({ steps }) => steps)
      assert.include(steps, "SEARCH s USING INDEX messages_by_dialog (chat_dialog_id=?)")
    })
  )

  it.effect("would be detected by these tests", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const slow = [
        sql`SELECT * FROM messages s WHERE s.sender_id = 1`,
        sql`SELECT * FROM messages WHERE chat_dialog_id = ${big} ORDER BY message`,
        sql`SELECT count(*) FROM memberships m WHERE m.opponent_id = 1`
      ]
      for (const query of slow) {
        const plans = yield* plansOf(query)
        assert.throws(() => assertQuick(plans))
      }
    })
  )
})
