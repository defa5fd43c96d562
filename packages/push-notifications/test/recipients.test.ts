// The recipients of an event: exactly one kind, and never nobody or everybody by mistake.
import { UserId } from "@effect-connectycube/core/Ids"
import type { NewPushEvent } from "@effect-connectycube/push-notifications/Events"
import type { Recipients } from "@effect-connectycube/push-notifications/Recipients"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { rejectedBy, sentBy } from "./support/Push.ts"

const to = (recipients: Recipients): NewPushEvent => ({
  environment: "production",
  recipients,
  message: { message: "Hello" }
})

/** By name: the recipients, and their encoding. */
const kinds: ReadonlyArray<readonly [string, Recipients, object]> = [
  ["user ids", { user: { ids: [UserId.make(21), UserId.make(12)] } }, { user: { ids: "21,12" } }],
  ["external ids", { external_user: { ids: ["a-1", "7"] } }, { external_user: { ids: "a-1,7" } }],
  ["any of some tags", { user: { tags: { any: ["vip", "guest"] } } }, { user: { tags: { any: "vip,guest" } } }],
  ["all of some tags", { user: { tags: { all: ["vip", "guest"] } } }, { user: { tags: { all: "vip,guest" } } }],
  ["none of some tags", { user: { tags: { exclude: ["vip"] } } }, { user: { tags: { exclude: "vip" } } }],
  [
    "any of some tags but for others",
    { user: { tags: { any: ["vip", "guest"], exclude: ["banned"] } } },
    { user: { tags: { any: "vip,guest", exclude: "banned" } } }
  ],
  [
    "all of some tags but for others",
    { user: { tags: { all: ["vip", "guest"], exclude: ["banned"] } } },
    { user: { tags: { all: "vip,guest", exclude: "banned" } } }
  ]
]

describe("recipients", () => {
  it.effect.each(kinds)("by %s are sent as a comma-separated list", ([, recipients, expected]) =>
    Effect.gen(function* () {
      const { user, external_user } = yield* sentBy(to(recipients))
      assert.deepStrictEqual(JSON.parse(JSON.stringify({ user, external_user })), expected)
    })
  )

  const rejected: ReadonlyArray<readonly [string, Recipients]> = [
    ["no user", { user: { ids: [] } }],
    ["no external id", { external_user: { ids: [] } }],
    ["an empty external id", { external_user: { ids: ["a", ""] } }],
    ["a blank external id", { external_user: { ids: [" "] } }],
    ["an external id that would be two", { external_user: { ids: ["a,b"] } }],
    ["any of no tags", { user: { tags: { any: [] } } }],
    ["all of no tags", { user: { tags: { all: [] } } }],
    ["all but no tags", { user: { tags: { exclude: [] } } }],
    ["all but an empty tag", { user: { tags: { exclude: [""] } } }]
  ]

  it.effect.each(rejected)("are not sent: %s", ([, recipients]) =>
    Effect.gen(function* () {
      const [issue, ...more] = yield* rejectedBy(to(recipients))
      assert.match(issue?.path ?? "", /ids|any|all|exclude/)
      assert.deepStrictEqual(more, [])
    })
  )

  it.effect("of two kinds or none are not sent, in untyped code", () =>
    Effect.gen(function* () {
      const several = { user: { ids: [UserId.make(1)], tags: { exclude: ["vip"] } } }
      const both = { user: { tags: { any: ["vip"], all: ["guest"] } } }
      const others = { user: { tags: { exclude: ["vip"] } }, external_user: { ids: ["a"] } }
      for (const recipients of [several, both, others, { user: {} }, {}]) {
        // What a program without types could hand over.
        const event: NewPushEvent = Object({ ...to({ user: { ids: [UserId.make(1)] } }), recipients })
        assert.deepStrictEqual(yield* rejectedBy(event), [
          { path: "recipients", message: "Expected one kind of recipients" }
        ])
      }
    })
  )
})
