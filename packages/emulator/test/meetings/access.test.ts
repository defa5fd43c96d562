import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import { expect, notYours, people } from "../support/Chat.ts"
import { applicationToken, ask, at } from "../support/Wire.ts"
import {
  createMeeting,
  deleteMeeting,
  getMeeting,
  listMeetings,
  makeMeeting,
  names,
  recordingsOf,
  updateMeeting,
  weekly
} from "./Meetings.ts"

const emulated = Effect.provide(Emulator.layer())

describe("an application without a user", () => {
  it.effect("has no meetings", () =>
    Effect.gen(function* () {
      const [ada] = yield* people("ada")
      const id = yield* makeMeeting(ada, { public: true })
      const application = { id: 0, token: yield* applicationToken }
      for (const ask of [
        createMeeting(application),
        listMeetings(application),
        getMeeting(application, id),
        updateMeeting(application, id, { name: "Mine" }),
        deleteMeeting(application, id),
        recordingsOf(application, id)
      ]) {
        const { status, json } = yield* ask
        assert.strictEqual(status, 403)
        assert.deepStrictEqual(json, { errors: { base: ["Forbidden. Need user."] } })
      }
      assert.deepStrictEqual(yield* names(ada), [weekly.name])
    }).pipe(emulated)
  )
})

describe("access to a meeting", () => {
  const nobody = { get: 403, listed: false, update: 403, delete: 403, recordings: 403 }

  it.effect.each([
    {
      who: "the host",
      as: "ada",
      public: false,
      ...nobody,
      get: 200,
      listed: true,
      update: 200,
      delete: 200,
      recordings: 200
    },
    { who: "an attendee", as: "ben", public: false, ...nobody, get: 200, listed: true, recordings: 200 },
    { who: "somebody at the address of an attendee", as: "cay", public: false, ...nobody },
    { who: "a stranger", as: "dan", public: false, ...nobody },
    { who: "an attendee of a public one", as: "ben", public: true, ...nobody, get: 200, listed: true, recordings: 200 },
    { who: "a stranger of a public one", as: "dan", public: true, ...nobody, get: 200 }
  ] as const)("is, for $who: get $get, update $update, delete $delete, recordings $recordings", (row) =>
    Effect.gen(function* () {
      const [ada, ben, cay, dan] = yield* people("ada", "ben", "cay", "dan")
      expect(
        200,
        yield* ask("PUT", `/users/${cay.id}`, { token: cay.token, json: { user: { email: "cay@example.com" } } })
      )
      const attendees = [{ id: ben.id }, { email: "cay@example.com" }]
      const id = yield* makeMeeting(ada, { attendees, public: row.public })
      const who = { ada, ben, cay, dan }[row.as]
      const { status: get } = yield* getMeeting(who, id)
      const listed = Object(yield* names(who)).length === 1
      const { status: recordings } = yield* recordingsOf(who, id)
      const update = yield* updateMeeting(who, id, { name: "Mine" })
      const deleted = yield* deleteMeeting(who, id)
      const { who: _who, as: _as, public: _public, ...expected } = row
      assert.deepStrictEqual({ get, listed, update: update.status, delete: deleted.status, recordings }, expected)
      if (expected.update !== 403) return
      for (const { json } of [update, deleted]) assert.deepStrictEqual(json, notYours)
      assert.strictEqual(at((yield* getMeeting(ada, id)).json, "name"), weekly.name)
    }).pipe(emulated)
  )

  it.effect("follows changes of the attendees", () =>
    Effect.gen(function* () {
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const id = yield* makeMeeting(ada, { attendees: [{ id: ben.id }] })
      yield* updateMeeting(ada, id, { attendees: [{ id: cay.id }, { id: cay.id }] })
      assert.deepStrictEqual([yield* names(ben), yield* names(cay)], [[], [weekly.name]])
      assert.strictEqual((yield* getMeeting(ben, id)).status, 403)
      yield* updateMeeting(ada, id, { public: true })
      assert.strictEqual((yield* getMeeting(ben, id)).status, 200)
      assert.deepStrictEqual(yield* names(ben), [])
    }).pipe(emulated)
  )
})
