// Arguments that are rejected before anything is sent, responses that are no success, and secrets in errors.
import type { Admin } from "@effect-connectycube/admin"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import { DialogId, MeetingId, UserId } from "@effect-connectycube/core/Ids"
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { leaksIn, logged, renderings, spanText } from "../../core/test/support/Leaks.ts"
import { capture } from "../../core/test/support/Spans.ts"
import { call, over } from "./support/Client.ts"

const time = DateTime.makeUnsafe(0)

const calls: ReadonlyArray<readonly [name: string, call: Effect.Effect<unknown, ConnectyCubeError, Admin>]> = [
  ["stats.messagesSentTotal", call(({ stats }) => stats.messagesSentTotal())],
  ["stats.messagesSentPerDay", call(({ stats }) => stats.messagesSentPerDay())],
  ["stats.dialogsCreatedTotal", call(({ stats }) => stats.dialogsCreatedTotal())],
  ["stats.streamDialogsCreatedPerDay", call(({ stats }) => Stream.runCollect(stats.streamDialogsCreatedPerDay()))],
  ["chat.dialogs.stream", call(({ chat }) => Stream.runCollect(chat.dialogs.stream()))],
  ["chat.dialogs.update", call(({ chat }) => chat.dialogs.update(DialogId.make("d"), { name: "x" }))],
  ["chat.messages.pages", call(({ chat }) => Stream.runCollect(chat.messages.pages()))],
  [
    "meetings.create",
    call(({ meetings }) =>
      meetings.create({ user_id: UserId.make(1), name: "x", start_date: time, end_date: time, attendees: [] })
    )
  ],
  ["meetings.listRecordings", call(({ meetings }) => meetings.listRecordings(MeetingId.make("m")))],
  ["meetings.deleteRecordings", call(({ meetings }) => meetings.deleteRecordings(MeetingId.make("m")))],
  ["users.delete", call(({ users }) => users.delete(UserId.make(1)))]
]

describe("without an administration key", () => {
  const config = ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("key") })

  it.effect.each(calls)("%s is rejected, and nothing is sent", ([name, effect]) =>
    Effect.gen(function* () {
      const { provide, requests } = over(() => ({}), config)
      const error = yield* provide(Effect.flip(effect))
      assert.deepInclude(error, { _tag: "InvalidRequest", operation: `admin.${name}` })
      assert.include(error.message, "admin_api_key")
      assert.deepStrictEqual(requests, [])
    })
  )
})

describe("the key of the administrator", () => {
  const secrets = { admin_api_key: "adm.0f8c51e2d9", auth_key: "29WfrNWdvkhmX6V" }
  const config = ConnectyCubeConfig.layer({
    application_id: 1,
    auth_key: Redacted.make(secrets.auth_key),
    admin_api_key: Redacted.make(secrets.admin_api_key)
  })
  const said = `${secrets.admin_api_key} of ${secrets.auth_key}`

  it.effect.each(calls)("is sent in its header, and is in no error, log or span of %s", ([, effect]) =>
    Effect.gen(function* () {
      for (const [status, body] of [
        [200, said],
        [401, JSON.stringify({ errors: { [said]: [said] } })],
        [500, said]
      ] as const) {
        const { provide, requests } = over(() => ({ status, body }), config)
        const { spans, traced } = capture()
        const failed = Effect.provideService(Effect.flip(effect), RetryPolicy, RetryPolicy.none)
        const error = yield* provide(traced(failed))
        assert.strictEqual(requests[0]?.headers["cb-administration-api-key"], secrets.admin_api_key)
        assert.isAbove(spans.length, 0)
        const lines = yield* logged(Effect.fail(error))
        for (const text of [...renderings(error), ...lines, ...spans.map(spanText)]) {
          assert.deepStrictEqual(leaksIn(secrets, text), [], text.slice(0, 3000))
        }
      }
    })
  )
})

describe("a deletion of a user", () => {
  it.effect("is a DecodeError when the server reports that it failed", () =>
    Effect.gen(function* () {
      const { provide } = over(() => ({ body: { success: false } }))
      const error = yield* provide(call(({ users }) => Effect.flip(users.delete(UserId.make(32242)))))
      assert.deepInclude(error, {
        _tag: "DecodeError",
        operation: "admin.users.delete",
        body: `{"success":false}`,
        issues: [{ path: "success", message: "Expected true" }]
      })
    })
  )
})

describe("a request with ambiguous arguments", () => {
  const rejected = <A>(f: (admin: Admin["Service"]) => Effect.Effect<A, ConnectyCubeError>) =>
    Effect.gen(function* () {
      const { provide, requests } = over(() => ({}))
      const error = yield* provide(call((admin) => Effect.flip(f(admin))))
      assert.strictEqual(error._tag, "InvalidRequest")
      assert.deepStrictEqual(requests, [])
    })

  it.effect("is not sent: of dialogs of no type", () =>
    rejected(({ stats }) => stats.dialogsCreatedTotal({ types: [] }))
  )

  it.effect("is not sent: of a page that is too long", () =>
    Effect.gen(function* () {
      yield* rejected(({ chat }) => chat.dialogs.list({ limit: 101 }))
      yield* rejected(({ chat }) => chat.messages.list({ limit: 0 }))
    })
  )

  it.effect("is not sent: a dialog whose id is the name of a list", () =>
    Effect.gen(function* () {
      for (const id of ["list", "messages", "LIST.json", ".."]) {
        yield* rejected(({ chat }) => chat.dialogs.update(DialogId.make(id), { name: "x" }))
      }
    })
  )
})
