import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import {
  broadcast,
  expect,
  listMessages,
  makeDialog,
  makeGroup,
  members,
  notFound,
  notYours,
  people,
  private_,
  public_,
  say,
  seen,
  texts,
  updateDialog
} from "../support/Chat.ts"
import { ask, at, list, type Member } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer({ settings: { broadcast_creation: "allow" } }))

const subscribe = (who: Member, dialog: string) => ask("POST", `/chat/Dialog/${dialog}/subscribe`, { token: who.token })

const unsubscribe = (who: Member, dialog: string) =>
  ask("DELETE", `/chat/dialog/${dialog}/subscribe`, { token: who.token })

const occupants = (who: Member, dialog: string, query = "") =>
  ask("GET", `/chat/Dialog/${dialog}/occupants?${query}`, { token: who.token })

const block = (method: "POST" | "DELETE" | "GET", who: Member, dialog: string, json?: object) =>
  ask(method, `/chat/dialog/${dialog}/block`, { token: who.token, ...(json && { json }) })

describe("a public dialog", () => {
  it.effect("can be subscribed to and left", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeDialog(ada, { type: public_, name: "Public chat", description: "good news" })
      yield* say(ada, dialog, "Hello")
      assert.strictEqual((yield* listMessages(ben, dialog)).status, 403)
      const { status, json } = yield* subscribe(ben, dialog)
      assert.strictEqual(status, 200)
      assert.deepInclude(Object(json), { _id: dialog, occupants_count: 2, occupants_ids: [], last_message: "Hello" })
      assert.strictEqual(at((yield* subscribe(ben, dialog)).json, "occupants_count"), 2)
      assert.deepStrictEqual(yield* texts(ben, dialog), ["Hello"])
      const left = yield* unsubscribe(ben, dialog)
      assert.strictEqual(left.status, 200)
      assert.strictEqual(left.text, "")
      assert.isUndefined(yield* seen(ben, dialog))
      assert.strictEqual(at(yield* seen(ada, dialog), "occupants_count"), 1)
      assert.strictEqual((yield* unsubscribe(ben, dialog)).status, 200)
      // With the other spelling of the path.
      expect(200, yield* subscribe(ben, dialog))
      expect(200, yield* ask("DELETE", `/chat/Dialog/${dialog}/subscribe`, { token: ben.token }))
      assert.isUndefined(yield* seen(ben, dialog))
    }).pipe(emulated)
  )

  it.effect("is the only type with subscriptions and a list of occupants", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const others = [
        yield* makeGroup(ada, [ben]),
        yield* makeDialog(ada, { type: private_, occupants_ids: [ben.id] }),
        yield* makeDialog(ada, { type: broadcast, name: "News" })
      ]
      for (const call of [subscribe, unsubscribe, occupants]) {
        for (const dialog of others) {
          const { status, json } = yield* call(ben, dialog)
          assert.strictEqual(status, 422)
          assert.deepStrictEqual(json, { errors: { base: ["Dialog is not public"] } })
        }
        assert.deepStrictEqual((yield* call(ben, "5c091822e588ce6856f873de")).json, notFound)
      }
    }).pipe(emulated)
  )

  it.effect("returns its occupants page by page to users in it", () =>
    Effect.gen(function* () {
      const crew = yield* people("ada", "ben", "cay", "dee")
      const [ada, , , dee] = crew
      const dialog = yield* makeDialog(ada, { type: public_, name: "Public chat" })
      for (const who of crew.slice(0, 3)) yield* subscribe(who, dialog)
      const { json } = yield* occupants(ada, dialog)
      assert.deepStrictEqual(Object.keys(Object(json)), ["items"])
      assert.deepInclude(Object(list(json, "items")[1]), { login: "ben", full_name: "BEN" })
      assert.deepStrictEqual(members(json, "login"), ["ada", "ben", "cay"])
      assert.deepStrictEqual(members((yield* occupants(ada, dialog, "skip=1&limit=1")).json, "login"), ["ben"])
      assert.deepStrictEqual(members((yield* occupants(ada, dialog, "skip=3")).json, "login"), [])
      assert.strictEqual((yield* occupants(dee, dialog)).status, 403)
      assert.strictEqual((yield* occupants(ada, dialog, "limit=0")).status, 422)
    }).pipe(emulated)
  )

  it.effect("rejects blocked users", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeDialog(ada, {
        type: public_,
        name: "Public chat",
        permissions: { allow_preview: true }
      })
      yield* subscribe(ben, dialog)
      const blocked = yield* block("POST", ada, dialog, { user_id: String(ben.id) })
      assert.strictEqual(blocked.status, 200)
      assert.strictEqual(blocked.text, "")
      assert.isUndefined(yield* seen(ben, dialog))
      for (const response of [yield* subscribe(ben, dialog), yield* listMessages(ben, dialog, "preview=1")]) {
        assert.strictEqual(response.status, 403)
        assert.deepStrictEqual(response.json, notYours)
      }
      const admins = { push_all: { admins_ids: [ben.id] } }
      assert.strictEqual((yield* updateDialog(ada, dialog, admins)).status, 422)
      assert.deepStrictEqual(members((yield* block("GET", ada, dialog)).json, "login"), ["ben"])
      const unblocked = yield* block("DELETE", ada, dialog, { user_id: ben.id })
      assert.strictEqual(unblocked.status, 200)
      assert.strictEqual(unblocked.text, "")
      assert.deepStrictEqual((yield* block("GET", ada, dialog)).json, { items: [] })
      assert.strictEqual((yield* subscribe(ben, dialog)).status, 200)
    }).pipe(emulated)
  )

  it.effect("cannot block its owner, and an admin only by the owner", () =>
    Effect.gen(function* () {
      const [ada, ben, cay, dee] = yield* people("ada", "ben", "cay", "dee")
      const dialog = yield* makeDialog(ada, { type: public_, name: "Public chat", admins_ids: [ben.id, cay.id] })
      yield* subscribe(dee, dialog)
      const blocking = (who: Member, whom: Member) =>
        Effect.map(block("POST", who, dialog, { user_id: whom.id }), ({ status }) => status)
      assert.strictEqual(yield* blocking(ben, ada), 403)
      assert.strictEqual(yield* blocking(ben, cay), 403)
      assert.strictEqual(yield* blocking(dee, ben), 403)
      assert.strictEqual(yield* blocking(ben, dee), 200)
      assert.strictEqual(yield* blocking(ada, cay), 200)
      assert.deepStrictEqual(at(yield* seen(ada, dialog), "admins_ids"), [ben.id])
      assert.strictEqual((yield* block("GET", cay, dialog)).status, 403)
    }).pipe(emulated)
  )
})

describe("a broadcast", () => {
  it.effect("is for everybody except blocked users", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeDialog(ada, { type: broadcast, name: "News" })
      yield* say(ada, dialog, "All is well")
      assert.deepInclude(yield* seen(ben, dialog), { last_message: "All is well" })
      yield* block("POST", ada, dialog, { user_id: ben.id })
      assert.isUndefined(yield* seen(ben, dialog))
      assert.strictEqual((yield* listMessages(ben, dialog)).status, 403)
      yield* block("DELETE", ada, dialog, { user_id: ben.id })
      assert.deepInclude(yield* seen(ben, dialog), { last_message: "All is well" })
    }).pipe(emulated)
  )
})
