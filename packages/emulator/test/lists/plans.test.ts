import { assert, layer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { openApi } from "../../src/app/openApi.ts"
import { Emulator } from "../../src/Emulator.ts"
import * as Database from "../../src/server/database/database.ts"
import { versions } from "../../src/app/tables.ts"
import * as SqlClient from "effect/sql/SqlClient"
import { adminKey } from "../support/Admin.ts"
import { makeDialog, say } from "../support/Chat.ts"
import { describedIn, endpoints, fields, type Known, requestsOf } from "../support/ListRequests.ts"
import { exceptions, otherIndexes } from "../support/PlanExceptions.ts"
import { type Plan, planOf, slowSteps, statementsOf } from "../support/Plans.ts"
import * as Storage from "../support/Storage.ts"
import { ask, join, type Member, signUp, text } from "../support/Wire.ts"

/** Two users, with something of everything: the second one has deleted a message, and cleared a history before. */
class World extends Context.Service<World, { readonly known: Known; readonly askers: ReadonlyArray<Member> }>()(
  "test/World"
) {
  static readonly layer = Layer.effect(
    World,
    Effect.gen(function* () {
      const profile = {
        email: "user0@example.com",
        facebook_id: "facebook0",
        twitter_id: "twitter0",
        full_name: "Ada Lovelace",
        phone: "380501234567",
        external_user_id: 1,
        tag_list: "tag"
      }
      const ada = yield* join("user0", profile)
      const ben = yield* join("user1")
      // Enough users to distinguish a condition that matches most of them from one that matches few.
      for (let index = 2; index < 12; index++) yield* signUp({ login: `user${index}` })
      const { token } = ada
      const dialog = yield* makeDialog(ada, { type: 2, name: "Engines", occupants_ids: [ben.id] })
      const publicDialog = yield* makeDialog(ada, { type: 4, name: "Everybody" })
      yield* ask("POST", `/chat/Dialog/${publicDialog}/subscribe`, { token: ben.token })
      yield* say(ada, dialog)
      yield* ask("DELETE", `/chat/Dialog/clearHistory/${dialog}`, { token: ben.token })
      const message = yield* say(ada, dialog)
      const hidden = yield* say(ada, dialog)
      yield* ask("DELETE", `/chat/Message/${hidden}`, { token: ben.token })
      const record = yield* ask("POST", "/data/thing", { token, json: { string: "abcd" } })
      const file = yield* Storage.store(ada, Storage.bytes(10), { public: true })
      const meeting = yield* ask("POST", "/meetings", {
        token,
        json: { name: "Sync", start_date: 1_613_729_948, end_date: 1_613_731_012, attendees: [] }
      })
      return World.of({
        askers: [ada, ben],
        known: {
          user: String(ada.id),
          dialog,
          publicDialog,
          message,
          record: text(record.json, "_id"),
          file: file.uid,
          meeting: text(meeting.json, "_id")
        }
      })
    })
  )
}

const Emulated = Emulator.layer({
  settings: { classes: { thing: { fields } }, dialog_extensions: ["color"] }
})

// The plans are those of another database with the same tables.
const Test = World.layer.pipe(
  Layer.provideMerge(Emulated),
  Layer.provideMerge(Database.layer(Database.inMemory, versions))
)

layer(Test)("every list of the API", (it) => {
  const described = describedIn(openApi())

  it("has its requests from the document, and from no line for an endpoint that is not there", () => {
    const ids = described.map(({ id }) => id)
    assert.includeMembers(ids, Object.keys(endpoints))
  })

  it("is requested in every order, where it has more than one", () => {
    const sorted = described.filter(({ parameters }) => parameters.some(({ name }) => name === "sort_asc"))
    assert.deepStrictEqual(
      sorted.map(({ id }) => id).filter((id) => endpoints[id]?.sorts === undefined),
      []
    )
    assert.isNotEmpty(sorted)
  })

  /** What the tests below have come upon. */
  const used = new Set<object>()
  const all = new Map<string, Plan>()

  it.effect.each(described.map((endpoint) => [endpoint.id, endpoint] as const))(
    "finds a page by an index: %s",
    ([id, endpoint]) =>
      Effect.gen(function* () {
        const { askers, known } = yield* World
        const isAdministered = id.startsWith("admin.")
        // The visible part of the chat depends on the deletions of the user.
        const asking = id.startsWith("chat.") ? askers : askers.slice(0, 1)
        const slow: Array<string> = []
        for (const path of requestsOf(endpoint, known)) {
          for (const { token } of asking) {
            const question = isAdministered ? { headers: { "CB-Administration-API-Key": adminKey } } : { token }
            const statements = yield* statementsOf(
              Effect.map(ask("GET", path, question), ({ status, text }) => {
                // The second user may get fewer items.
                if (token === askers[0]?.token) assert.include([200, 301], status, `${path}: ${text}`)
              })
            )
            assert.isNotEmpty(statements)
            for (const statement of new Set(statements)) {
              const plan = all.get(statement) ?? (yield* planOf(statement))
              all.set(statement, plan)
              for (const step of slowSteps(plan)) {
                const known = exceptions.filter(
                  (one) => one.endpoint === id && one.query.test(path) && one.step.test(step)
                )
                for (const one of known) used.add(one)
                if (known.length === 0) slow.push(`${path}: ${step} in ${plan.statement.replaceAll(/\s+/g, " ")}`)
              }
            }
          }
        }
        assert.deepStrictEqual(slow, [])
      })
  )

  it.effect("has no obsolete exception", () =>
    Effect.sync(() => {
      assert.deepStrictEqual(
        exceptions.filter((one) => !used.has(one)),
        []
      )
    })
  )

  it.effect("has no unused index, except for those with another use", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const indexes = yield* sql<{ name: string }>`
        SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL`
      const steps = [...all.values()].flatMap((plan) => plan.steps).join("\n")
      const unused = indexes.map(({ name }) => name).filter((name) => !new RegExp(`\\b${name}\\b`).test(steps))
      assert.deepStrictEqual(unused.toSorted(), Object.keys(otherIndexes).toSorted())
    })
  )

  it.effect.each(["messages_by_dialog", "memberships_by_last_message", "blobs_by_user", "records_by_created_at"])(
    "would be noticed to be slow without %s",
    (index) =>
      Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        yield* sql`DROP INDEX ${sql(index)}`
        const before = [...all.values()].filter(
          (plan) => slowSteps(plan).length === 0 && plan.steps.some((step) => step.includes(` ${index} `))
        )
        const after = yield* Effect.forEach(before, ({ statement }) => planOf(statement))
        assert.isNotEmpty(after.flatMap(slowSteps))
      }).pipe(Effect.provide(Database.layer(Database.inMemory, versions), { local: true }))
  )
})
