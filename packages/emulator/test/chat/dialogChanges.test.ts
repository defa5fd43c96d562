import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import {
  expect,
  listDialogs,
  makeDialog,
  makeGroup,
  notFound,
  notYours,
  people,
  private_,
  public_,
  say,
  seen,
  updateDialog
} from "../support/Chat.ts"
import { ask, at, list } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer({ settings: { dialog_extensions: ["location", "friend_id"] } }))

describe("an update of a dialog", () => {
  it.effect("returns the dialog, and sets updated_at", () =>
    Effect.gen(function* () {
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const dialog = yield* makeGroup(ada, [ben], { description: "strong man" })
      const message = yield* say(ada, dialog, "cool")
      yield* TestClock.adjust("10 seconds")
      const { status, json } = yield* updateDialog(ada, dialog, {
        name: "Crossfit2",
        push_all: { occupants_ids: [cay.id], pinned_messages_ids: [message] },
        photo: "gym2.jpeg",
        permissions: { allow_preview: false }
      })
      assert.strictEqual(status, 200)
      assert.deepInclude(Object(json), {
        name: "Crossfit2",
        photo: "gym2.jpeg",
        description: "strong man",
        permissions: { allow_preview: false },
        occupants_ids: [ada.id, ben.id, cay.id],
        pinned_messages_ids: [message],
        created_at: "1970-01-01T00:00:00Z",
        updated_at: "1970-01-01T00:00:10Z"
      })
      assert.deepStrictEqual(yield* seen(ada, dialog), json)
      const emptied = yield* updateDialog(ada, dialog, { description: null, photo: null })
      assert.deepInclude(Object(emptied.json), { name: "Crossfit2", description: null, photo: null })
      assert.deepStrictEqual((yield* updateDialog(ada, dialog, { name: "" })).json, {
        errors: { name: ["is required"] }
      })
    }).pipe(emulated)
  )

  it.effect("requires an existing dialog that the caller is in", () =>
    Effect.gen(function* () {
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const dialog = yield* makeGroup(ada, [ben])
      const unknown = yield* updateDialog(ada, "5c091060e588ce59fdf873dd", { name: "Mine" })
      assert.strictEqual(unknown.status, 404)
      assert.deepStrictEqual(unknown.json, notFound)
      const foreign = yield* updateDialog(cay, dialog, { name: "Mine" })
      assert.strictEqual(foreign.status, 403)
      assert.deepStrictEqual(foreign.json, notYours)
    }).pipe(emulated)
  )

  it.effect("can remove oneself, never the owner, and an admin only by the owner", () =>
    Effect.gen(function* () {
      const [ada, ben, cay, dee] = yield* people("ada", "ben", "cay", "dee")
      const dialog = yield* makeGroup(ada, [ben, cay, dee], { admins_ids: [ben.id, cay.id] })
      const remove = (who: typeof ada, ...others: ReadonlyArray<typeof ada>) =>
        updateDialog(who, dialog, { pull_all: { occupants_ids: others.map(({ id }) => id) } })
      assert.strictEqual((yield* remove(dee, ben)).status, 403)
      assert.strictEqual((yield* remove(ben, ada)).status, 403)
      assert.strictEqual((yield* remove(ben, cay)).status, 403)
      // All or nothing.
      assert.strictEqual((yield* remove(ben, dee, ada)).status, 403)
      assert.deepStrictEqual(at(yield* seen(ada, dialog), "occupants_ids"), [ada.id, ben.id, cay.id, dee.id])
      assert.strictEqual((yield* remove(dee, dee)).status, 200)
      assert.strictEqual((yield* remove(ada, cay)).status, 200)
      assert.deepInclude(yield* seen(ada, dialog), { occupants_ids: [ada.id, ben.id], admins_ids: [ben.id] })
      assert.isUndefined(yield* seen(dee, dialog))
      // A user who comes back is no admin any more, and sees the messages.
      yield* say(ada, dialog, "Hello again")
      yield* updateDialog(ben, dialog, { push_all: { occupants_ids: [cay.id] } })
      assert.deepInclude(yield* seen(cay, dialog), { last_message: "Hello again", unread_messages_count: 1 })
      assert.deepStrictEqual(at(yield* seen(cay, dialog), "admins_ids"), [ben.id])
      assert.strictEqual((yield* remove(ada, ada)).status, 200)
      assert.isUndefined(yield* seen(ada, dialog))
    }).pipe(emulated)
  )

  it.effect("pins and unpins messages of the dialog", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const [first, second] = [yield* say(ada, dialog, "1"), yield* say(ben, dialog, "2")]
      const elsewhere = yield* say(ada, yield* makeGroup(ada, [ben]))
      const pin = (...pinned_messages_ids: ReadonlyArray<string>) =>
        updateDialog(ada, dialog, { push_all: { pinned_messages_ids } })
      const pinned = Effect.map(seen(ben, dialog), (json) => at(json, "pinned_messages_ids"))
      yield* pin(second)
      yield* pin(first, second)
      assert.deepStrictEqual(yield* pinned, [second, first])
      yield* updateDialog(ada, dialog, { pull_all: { pinned_messages_ids: [second, elsewhere] } })
      assert.deepStrictEqual(yield* pinned, [first])
      for (const wrong of [elsewhere, "5c123fdce588ce064043f53a"]) assert.strictEqual((yield* pin(wrong)).status, 422)
      // A deleted message is not pinned either.
      yield* ask("DELETE", `/chat/Message/${first}?force=1`, { token: ada.token })
      assert.deepStrictEqual(yield* pinned, [])
    }).pipe(emulated)
  )
})

describe("admins", () => {
  it.effect("are up to five", () =>
    Effect.gen(function* () {
      const crew = yield* people("ada", "ben", "cay", "dee", "eve", "fay", "gus")
      const [ada, ...others] = crew
      const ids = others.map(({ id }) => id)
      const dialog = yield* makeGroup(ada, others)
      const change = (json: object) => ask("PUT", `/chat/Dialog/${dialog}/admins`, { token: ada.token, json })
      const five = yield* change({ push_all: { admins_ids: ids.slice(0, 5) } })
      assert.strictEqual(five.status, 200)
      assert.deepStrictEqual(at(five.json, "admins_ids"), ids.slice(0, 5))
      for (const more of [
        change({ push_all: { admins_ids: String(ids[5]) } }),
        updateDialog(ada, dialog, { push_all: { admins_ids: [ids[5]] } })
      ]) {
        const six = yield* more
        assert.strictEqual(six.status, 422)
        assert.deepStrictEqual(six.json, { errors: { admins_ids: ["can't be more than 5"] } })
      }
      assert.deepStrictEqual(at(yield* seen(ada, dialog), "admins_ids"), ids.slice(0, 5))
      const swapped = yield* change({ push_all: { admins_ids: [ids[5]] }, pull_all: { admins_ids: [ids[0]] } })
      assert.deepStrictEqual(at(swapped.json, "admins_ids"), ids.slice(1))
    }).pipe(emulated)
  )

  it.effect("become occupants of the dialog", () =>
    Effect.gen(function* () {
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const dialog = yield* makeGroup(ada, [ben], { admins_ids: [cay.id] })
      assert.deepInclude(yield* seen(cay, dialog), { occupants_ids: [ada.id, ben.id, cay.id], admins_ids: [cay.id] })
      const open = yield* makeDialog(ada, { type: public_, name: "public", admins_ids: [cay.id] })
      assert.deepInclude(yield* seen(cay, open), { occupants_count: 2, admins_ids: [cay.id] })
    }).pipe(emulated)
  )
})

describe("extensions", () => {
  const change = (extensions: unknown) =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben], { extensions: { location: "Sun bar", friend_id: "1" } })
      return at((yield* updateDialog(ada, dialog, { extensions })).json, "extensions")
    })

  it.effect.each([
    [{ location: 12 }, { location: "12" }],
    [
      { location: true, friend_id: 1.5 },
      { location: "true", friend_id: "1.5" }
    ],
    [{ location: { city: "Kyiv" } }, { location: `{"city":"Kyiv"}` }],
    [{ location: null, friend_id: "2" }, { friend_id: "2" }],
    [{ unknown_field: "will be ignored" }, null],
    [null, null]
  ] as const)("that are set to %j are allowed fields with texts", ([extensions, kept]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* change(extensions), kept)
    }).pipe(emulated)
  )

  it.effect("are removed with the field", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben], { extensions: { location: "Sun bar", friend_id: "1" } })
      yield* emulator.changeSettings({ dialog_extensions: ["friend_id"] })
      assert.deepStrictEqual(at(yield* seen(ada, dialog), "extensions"), { friend_id: "1" })
      assert.deepStrictEqual(list((yield* listDialogs(ada, "extensions[location]=Sun bar")).json, "items"), [])
    }).pipe(emulated)
  )

  it.effect("are supported for private dialogs too", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeDialog(ada, {
        type: private_,
        occupants_ids: [ben.id],
        extensions: { location: "Sun bar" }
      })
      expect(200, yield* updateDialog(ben, dialog, { extensions: { location: "Moon bar" } }))
      assert.deepStrictEqual(at(yield* seen(ada, dialog), "extensions"), { location: "Moon bar" })
    }).pipe(emulated)
  )

  it.effect("are up to three", () =>
    Effect.gen(function* () {
      const change = (dialog_extensions: ReadonlyArray<string>) =>
        ask("POST", "/_emulator/settings", { json: { dialog_extensions } })
      assert.strictEqual((yield* change(["a", "b", "c", "d"])).status, 422)
      assert.deepStrictEqual(at((yield* change(["a", "b", "c"])).json, "dialog_extensions"), ["a", "b", "c"])
    }).pipe(emulated)
  )
})

describe("notifications", () => {
  it.effect("are on until the user turns them off", () =>
    Effect.gen(function* () {
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const dialog = yield* makeGroup(ada, [ben])
      const path = `/chat/Dialog/${dialog}/notifications`
      const settings = (who: typeof ada) => Effect.map(ask("GET", path, { token: who.token }), ({ json }) => json)
      assert.deepStrictEqual(yield* settings(ada), { notifications: { enabled: 1 } })
      for (const enabled of ["0", 0, false]) {
        const { status, json } = yield* ask("PUT", path, { token: ada.token, json: { enabled } })
        assert.strictEqual(status, 200)
        assert.deepStrictEqual(json, { notifications: { enabled: 0 } })
      }
      assert.deepStrictEqual(yield* settings(ada), { notifications: { enabled: 0 } })
      assert.deepStrictEqual(yield* settings(ben), { notifications: { enabled: 1 } })
      assert.isTrue(at(yield* seen(ada, dialog), "is_muted"))
      assert.isFalse(at(yield* seen(ben, dialog), "is_muted"))
      assert.strictEqual((yield* ask("GET", path, { token: cay.token })).status, 403)
      assert.strictEqual((yield* ask("PUT", path, { token: ada.token, json: { enabled: "maybe" } })).status, 422)
    }).pipe(emulated)
  )
})
