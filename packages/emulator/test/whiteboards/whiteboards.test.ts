import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import {
  broadcast,
  deleteDialogs,
  expect,
  makeDialog,
  makeGroup,
  notFound,
  notYours,
  people,
  private_,
  public_,
  updateDialog
} from "../support/Chat.ts"
import { applicationToken, ask, at, type Member, text } from "../support/Wire.ts"
import { createMeeting, idsOf } from "../meetings/Meetings.ts"

const emulated = Effect.provide(Emulator.layer({ settings: { broadcast_creation: "allow" } }))

const create = (who: Member, chat_dialog_id: string, name = "My whiteboard") =>
  ask("POST", "/whiteboards", { token: who.token, json: { name, chat_dialog_id } })

const make = (who: Member, chat_dialog_id: string, name?: string) =>
  Effect.map(create(who, chat_dialog_id, name), (response) => text(expect(201, response), "_id"))

const list = (who: Member, chat_dialog_id: string) =>
  ask("GET", `/whiteboards?chat_dialog_id=${chat_dialog_id}`, { token: who.token })

const update = (who: Member, id: string, json: object) => ask("PUT", `/whiteboards/${id}`, { token: who.token, json })

const remove = (who: Member, id: string) => ask("DELETE", `/whiteboards/${id}`, { token: who.token })

/** 2021-02-19T12:18:45.867Z */
const then = 1_613_737_125_867

describe("a whiteboard", () => {
  it.effect("is created, renamed and deleted, with times to the millisecond", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(then)
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const { status, json } = yield* create(ada, dialog)
      assert.strictEqual(status, 201)
      const { _id, ...whiteboard } = Object(json)
      assert.match(_id, /^[0-9a-f]{24}$/)
      assert.deepStrictEqual(whiteboard, {
        name: "My whiteboard",
        chat_dialog_id: dialog,
        user_id: ada.id,
        created_at: "2021-02-19T12:18:45.867Z",
        updated_at: "2021-02-19T12:18:45.867Z"
      })
      assert.deepStrictEqual((yield* list(ben, dialog)).json, [json])
      yield* TestClock.adjust(1001)
      const updated = yield* update(ada, _id, { name: "New whiteboard name" })
      assert.strictEqual(updated.status, 200)
      const renamed = { ...Object(json), name: "New whiteboard name", updated_at: "2021-02-19T12:18:46.868Z" }
      assert.deepStrictEqual(updated.json, renamed)
      assert.deepStrictEqual((yield* list(ada, dialog)).json, [renamed])
      const deleted = yield* remove(ada, _id)
      assert.deepStrictEqual([deleted.status, deleted.text], [200, ""])
      assert.deepStrictEqual((yield* list(ada, dialog)).json, [])
      for (const gone of [update(ada, _id, { name: "Mine" }), remove(ada, _id)]) {
        const { status, json } = yield* gone
        assert.strictEqual(status, 404)
        assert.deepStrictEqual(json, notFound)
      }
    }).pipe(emulated)
  )

  it.effect("is created and renamed by forms", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const form = `name=My whiteboard&chat_dialog_id=${dialog}`
      const made = yield* ask("POST", "/whiteboards.json", { token: ada.token, form })
      assert.strictEqual(made.status, 201)
      const path = `/whiteboards/${text(made.json, "_id")}.json`
      const { json } = yield* ask("PUT", path, { token: ada.token, form: "name=Other" })
      assert.strictEqual(at(json, "name"), "Other")
    }).pipe(emulated)
  )

  it.effect("requires a name and a dialog", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const id = yield* make(ada, dialog)
      const token = ada.token
      for (const [rejected, fields] of [
        [ask("POST", "/whiteboards", { token, json: { name: "", chat_dialog_id: "" } }), ["name", "chat_dialog_id"]],
        [ask("POST", "/whiteboards", { token, json: {} }), ["name", "chat_dialog_id"]],
        [ask("GET", "/whiteboards", { token }), ["chat_dialog_id"]],
        [update(ada, id, { name: "" }), ["name"]],
        [update(ada, id, {}), ["name"]]
      ] as const) {
        const { status, json } = yield* rejected
        assert.strictEqual(status, 422)
        assert.deepStrictEqual(Object.keys(Object(at(json, "errors"))), [...fields])
      }
    }).pipe(emulated)
  )

  it.effect("is one of three at most of a dialog", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const [dialog, other] = [yield* makeGroup(ada, [ben]), yield* makeGroup(ada, [ben])]
      const ids = [yield* make(ada, dialog), yield* make(ben, dialog), yield* make(ada, dialog)]
      for (const who of [ada, ben]) {
        const { status, json } = yield* create(who, dialog)
        assert.strictEqual(status, 422)
        assert.deepStrictEqual(Object.keys(Object(at(json, "errors"))), ["chat_dialog_id"])
      }
      assert.deepStrictEqual(idsOf((yield* list(ada, dialog)).json), ids)
      yield* make(ada, other)
      expect(200, yield* remove(ben, ids[1] ?? ""))
      yield* make(ada, dialog)
      assert.strictEqual((yield* create(ada, dialog)).status, 422)
    }).pipe(emulated)
  )

  it.effect("requires a group, private or meeting dialog", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const meeting = yield* createMeeting(ada, { chat: true, attendees: [{ id: ben.id }] })
      const dialogs = [
        [201, yield* makeGroup(ada, [ben])],
        [201, yield* makeDialog(ada, { type: private_, occupants_ids: [ben.id] })],
        [201, text(meeting.json, "chat_dialog_id")],
        [422, yield* makeDialog(ada, { type: public_, name: "Open" })],
        [422, yield* makeDialog(ada, { type: broadcast, name: "News" })]
      ] as const
      for (const [expected, dialog] of dialogs) assert.strictEqual((yield* create(ada, dialog)).status, expected)
    }).pipe(emulated)
  )

  it.effect("is deleted with its dialog, and not with its creator", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const [first, second] = [yield* make(ada, dialog), yield* make(ben, dialog)]
      expect(200, yield* ask("DELETE", `/users/${ben.id}`, { token: ben.token }))
      assert.deepStrictEqual(idsOf((yield* list(ada, dialog)).json), [first, second])
      expect(200, yield* deleteDialogs(ada, dialog, "force=1"))
      assert.strictEqual((yield* update(ada, first, { name: "Mine" })).status, 404)
      assert.strictEqual((yield* list(ada, dialog)).status, 404)
    }).pipe(emulated)
  )
})

describe("a user who can read and change a whiteboard", () => {
  it.effect.each([
    { who: "its creator", as: "ada", list: 200, create: 201, update: 200, delete: 200 },
    { who: "the owner of the dialog", as: "ben", list: 200, create: 201, update: 403, delete: 403 },
    { who: "an occupant", as: "cay", list: 200, create: 201, update: 403, delete: 403 },
    { who: "a stranger", as: "dan", list: 403, create: 403, update: 403, delete: 403 }
  ] as const)("is, for $who: list $list, create $create, update $update, delete $delete", (row) =>
    Effect.gen(function* () {
      const [ada, ben, cay, dan] = yield* people("ada", "ben", "cay", "dan")
      const dialog = yield* makeGroup(ben, [ada, cay])
      const id = yield* make(ada, dialog)
      const who = { ada, ben, cay, dan }[row.as]
      const responses = {
        list: yield* list(who, dialog),
        create: yield* create(who, dialog),
        update: yield* update(who, id, { name: "Mine" }),
        delete: yield* remove(who, id)
      }
      const { who: _who, as: _as, ...expected } = row
      assert.deepStrictEqual(
        Object.fromEntries(Object.entries(responses).map(([name, { status }]) => [name, status])),
        expected
      )
      for (const { status, json } of Object.values(responses))
        if (status === 403) assert.deepStrictEqual(json, notYours)
    }).pipe(emulated)
  )

  it.effect("has not left the dialog, unless the whiteboard is the user's own", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const id = yield* make(ben, dialog)
      expect(200, yield* updateDialog(ada, dialog, { pull_all: { occupants_ids: [ben.id] } }))
      assert.strictEqual((yield* list(ben, dialog)).status, 403)
      assert.strictEqual((yield* create(ben, dialog)).status, 403)
      assert.strictEqual((yield* update(ben, id, { name: "Still mine" })).status, 200)
    }).pipe(emulated)
  )

  it.effect("does not exist for an unknown dialog, and is never an application without a user", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const unknown = "0".repeat(24)
      assert.strictEqual((yield* create(ada, unknown)).status, 404)
      assert.strictEqual((yield* list(ada, unknown)).status, 404)
      const dialog = yield* makeGroup(ada, [ben])
      const id = yield* make(ada, dialog)
      const application = { id: 0, token: yield* applicationToken }
      const asked = [
        create(application, dialog),
        list(application, dialog),
        update(application, id, { name: "Mine" }),
        remove(application, id)
      ]
      for (const ask of asked) {
        const { status, json } = yield* ask
        assert.strictEqual(status, 403)
        assert.deepStrictEqual(json, { errors: { base: ["Forbidden. Need user."] } })
      }
    }).pipe(emulated)
  )
})
