import { DialogId, MessageId } from "@effect-connectycube/core/Ids"
import { assert, layer } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import { AdministeredDialogs } from "../../src/modules/admin/dialogs.ts"
import { AdministeredMessages } from "../../src/modules/admin/messages.ts"
import { Statistics } from "../../src/modules/admin/statistics.ts"
import * as ChatServices from "../support/ChatServices.ts"
import { type Plan, plansOf, slowSteps } from "../support/Plans.ts"

const manyMessages = 100_000
const manyDialogs = 10_000

/** Ten messages a second, and a dialog every second. */
const start = 1_600_000_000_000

const dialogId = (number: number) => DialogId.make(`5c${number.toString(16).padStart(22, "0")}`)
const messageId = (number: number) => MessageId.make(`5d${number.toString(16).padStart(22, "0")}`)

/** 10,000 dialogs, and 100,000 messages: half of them in the first dialog, of which everybody has cleared some. */
const Crowd = Layer.effectDiscard(
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${manyDialogs - 1})
      INSERT INTO dialogs (id, type, user_id, name, created_at, updated_at)
      SELECT printf('5c%022x', i), 2, 1, 'Dialog ' || i, ${start} + i * 1000, ${start} + i * 1000 FROM n`
    for (const user of [1, 2]) {
      yield* sql`
        INSERT INTO memberships (user_id, dialog_id, cleared, created_at, updated_at)
        SELECT ${user}, id, ${user}, created_at, updated_at FROM dialogs`
    }
    yield* sql`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${manyMessages})
      INSERT INTO messages (number, id, chat_dialog_id, sender_id, message, attachments, parameters,
        date_sent, created_at, updated_at)
      SELECT i, printf('5d%022x', i), printf('5c%022x', CASE i % 2 WHEN 0 THEN 0 ELSE i % ${manyDialogs} END), 1,
        'Message ' || i, '[]', '{}', t, t, t
      FROM (SELECT i, ${start} + i / 10 * 1000 AS t FROM n)`
  }).pipe(Effect.orDie)
)

const Services = Layer.mergeAll(AdministeredDialogs.layer, AdministeredMessages.layer, Statistics.layer)

const assertQuick = (plans: ReadonlyArray<Plan>) => assert.deepStrictEqual(plans.flatMap(slowSteps), [])

const at = (seconds: number) => DateTime.makeUnsafe(start + seconds * 1000)

layer(Crowd.pipe(Layer.provideMerge(Services), Layer.provideMerge(ChatServices.layer)))(
  "100,000 messages and 10,000 dialogs",
  (it) => {
    it.effect.each([
      {},
      { "_id[lt]": messageId(50_000) },
      { "_id[gt]": messageId(50_000), sort_asc: "_id" },
      { sort_desc: "created_at" },
      { sort_asc: "updated_at", skip: 100 },
      { sort_asc: "created_at", "created_at[gte]": at(5000) },
      { sort_desc: "updated_at", "updated_at[lt]": at(5000) },
      { chat_dialog_id: dialogId(0) },
      { chat_dialog_id: dialogId(7), "_id[lt]": messageId(50_000) }
    ] as const)("do not slow down a page of messages: %j", (query) =>
      Effect.gen(function* () {
        const messages = yield* AdministeredMessages
        assertQuick(yield* plansOf(messages.list(query)))
      })
    )

    it.effect.each([
      {},
      { "_id[lt]": dialogId(5000) },
      { "_id[gt]": dialogId(5000), sort_asc: "_id" },
      { sort_desc: "created_at" },
      { sort_asc: "updated_at", skip: 100 },
      { sort_asc: "created_at", "created_at[gte]": at(5000) },
      { sort_desc: "updated_at", "updated_at[lt]": at(5000) },
      { "_id[in]": [dialogId(0), dialogId(7)] }
    ] as const)("do not slow down a page of dialogs: %j", (query) =>
      Effect.gen(function* () {
        const dialogs = yield* AdministeredDialogs
        assertQuick(yield* plansOf(dialogs.list(query)))
      })
    )

    it.effect.each([
      {},
      { start_date: at(100) },
      { end_date: at(100) },
      { start_date: at(100), end_date: at(200), limit: 10, offset: 10 }
    ])("do not slow down the statistics: %j", (query) =>
      Effect.gen(function* () {
        const statistics = yield* Statistics
        const calls = [
          statistics.messagesSentTotal(query),
          statistics.messagesSentPerDay(query),
          statistics.dialogsCreatedTotal({ ...query, "types[]": ["group", "private"] }),
          statistics.dialogsCreatedPerDay({ ...query, "types[]": ["group", "private"] })
        ]
        for (const call of calls) {
          const plans = yield* plansOf(call)
          const steps = plans.flatMap(({ steps }) => steps)
          // All that is counted is in the index, in the order of the days.
          assert.match(
            steps.join(),
            /^(?:SCAN|SEARCH) (?:[ds]|messages|dialogs) USING COVERING INDEX \w+(?: \(<expr>[<>]\?(?: AND <expr><\?)?\))?$/
          )
        }
      })
    )

    it.effect("do not slow down the users who have deleted, muted and cleared: other users are not read", () =>
      Effect.gen(function* () {
        const dialogs = yield* plansOf((yield* AdministeredDialogs).list({}))
        const messages = yield* plansOf((yield* AdministeredMessages).list({}))
        const steps = [...dialogs, ...messages].flatMap(({ steps }) => steps).join("\n")
        for (const index of ["memberships_deleted", "memberships_muted", "memberships_cleared"]) {
          assert.match(steps, new RegExp(`SEARCH \\w+ USING COVERING INDEX ${index} `))
        }
      })
    )

    it.effect("would be detected by these tests", () =>
      Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        const slow = [
          sql`SELECT count(*) FROM messages s WHERE s.recipient_id = 1`,
          sql`SELECT s.id FROM messages s ORDER BY s.message LIMIT 100`,
          sql`SELECT s.date_sent / 86400000, count(*) FROM messages s GROUP BY s.date_sent / 3600000`
        ]
        for (const query of slow) {
          const plans = yield* plansOf(query)
          assert.throws(() => assertQuick(plans))
        }
      })
    )
  }
)
