import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import { notFound, people } from "../support/Chat.ts"
import { ask, at } from "../support/Wire.ts"
import { getMeeting, idsOf, listMeetings, makeMeeting, names } from "./Meetings.ts"

const emulated = Effect.provide(Emulator.layer())

/** 2021-02-19T10:26:50.013Z */
const then = 1_613_730_410_013

describe("the list of meetings", () => {
  const day = 24 * 3600

  /** Four meetings, a day apart, made a second apart. */
  const week = Effect.gen(function* () {
    yield* TestClock.setTime(then)
    const [ada] = yield* people("ada")
    for (const [index, name] of ["monday", "tuesday", "wednesday", "thursday"].entries()) {
      yield* TestClock.setTime(then + index * 1000)
      const start_date = index * day
      yield* makeMeeting(ada, { name, start_date, end_date: start_date + 3600, scheduled: index % 2 === 1 })
    }
    return ada
  })

  it.effect.each<readonly [query: string, names: ReadonlyArray<string>]>([
    ["", ["monday", "tuesday", "wednesday", "thursday"]],
    [`start_date=${day}`, ["tuesday"]],
    [`start_date[gt]=${day}`, ["wednesday", "thursday"]],
    [`start_date[gte]=${day}`, ["tuesday", "wednesday", "thursday"]],
    [`start_date[lt]=${day}`, ["monday"]],
    [`start_date[lte]=${day}`, ["monday", "tuesday"]],
    [`end_date=${day + 3600}`, ["tuesday"]],
    [`end_date[gt]=${day + 3600}`, ["wednesday", "thursday"]],
    [`end_date[lte]=${day + 3600}`, ["monday", "tuesday"]],
    ["created_at=2021-02-19T10:26:51.013Z", ["tuesday"]],
    ["created_at[gt]=2021-02-19T10:26:51.012Z", ["tuesday", "wednesday", "thursday"]],
    ["created_at[gt]=2021-02-19T10:26:51.013Z", ["wednesday", "thursday"]],
    ["created_at[lt]=2021-02-19T10:26:51.013Z", ["monday"]],
    ["updated_at[gte]=2021-02-19T10:26:52.013Z", ["wednesday", "thursday"]],
    ["updated_at[lte]=2021-02-19T10:26:50.013Z", ["monday"]],
    ["scheduled=true", ["tuesday", "thursday"]],
    ["scheduled=0", ["monday", "wednesday"]],
    [`scheduled=1&start_date[gt]=${day}`, ["thursday"]],
    ["limit=2", ["monday", "tuesday"]],
    ["limit=2&offset=1", ["tuesday", "wednesday"]],
    ["offset=9", []],
    ["nothing=1", ["monday", "tuesday", "wednesday", "thursday"]]
  ])("is filtered by %s", ([query, expected]) =>
    Effect.gen(function* () {
      const ada = yield* week
      assert.deepStrictEqual(yield* names(ada, query), expected)
    }).pipe(emulated)
  )

  it.effect.each<readonly [query: string, field: string]>([
    ["start_date[ne]=1", "start_date"],
    ["start_date[gt]=soon", "start_date"],
    ["scheduled=perhaps", "scheduled"],
    ["limit=0", "limit"],
    ["offset=-1", "offset"]
  ])("is rejected with %s", ([query, field]) =>
    Effect.gen(function* () {
      const ada = yield* week
      const { status, json } = yield* listMeetings(ada, query)
      assert.strictEqual(status, 422)
      assert.deepStrictEqual(Object.keys(Object(at(json, "errors"))), [field])
    }).pipe(emulated)
  )

  it.effect("has at most 100 meetings, for any limit", () =>
    Effect.gen(function* () {
      const [ada] = yield* people("ada")
      const ids = yield* Effect.forEach(Array.from({ length: 101 }), () => makeMeeting(ada))
      for (const query of ["", "limit=1000"]) {
        assert.deepStrictEqual(idsOf((yield* listMeetings(ada, query)).json), ids.slice(0, 100))
      }
      assert.deepStrictEqual(idsOf((yield* listMeetings(ada, "offset=100")).json), ids.slice(100))
    }).pipe(emulated)
  )

  it.effect("is one object, and no list, by an id", () =>
    Effect.gen(function* () {
      const ada = yield* week
      const [, id] = idsOf((yield* listMeetings(ada)).json)
      const { status, json } = yield* getMeeting(ada, String(id))
      assert.strictEqual(status, 200)
      assert.deepInclude(Object(json), { _id: id, name: "tuesday" })
      const unknown = yield* getMeeting(ada, "0".repeat(24))
      assert.strictEqual(unknown.status, 404)
      assert.deepStrictEqual(unknown.json, notFound)
    }).pipe(emulated)
  )

  it.effect("has its items in a member in the second version of the API", () =>
    Effect.gen(function* () {
      const ada = yield* week
      const asked = { token: ada.token, headers: { "CB-Api-Version": "2" } }
      const list = (yield* listMeetings(ada, "limit=2")).json
      assert.deepStrictEqual((yield* ask("GET", "/meetings?limit=2", asked)).json, { items: list })
      const [id] = idsOf(list)
      assert.deepInclude(Object((yield* ask("GET", `/meetings?_id=${id}`, asked)).json), { name: "monday" })
    }).pipe(emulated)
  )
})
