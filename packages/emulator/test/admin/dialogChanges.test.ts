import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import { administer, changeDialog, dialogOf } from "../support/Admin.ts"
import {
  broadcast,
  deleteDialogs,
  expect,
  group,
  makeDialog,
  makeGroup,
  notFound,
  people,
  private_,
  public_,
  say,
  seen
} from "../support/Chat.ts"
import { ask, at } from "../support/Wire.ts"

layer(Emulator.layer({ settings: { broadcast_creation: "allow", dialog_extensions: ["location"] } }))(
  "PUT /admin/chat/{dialog_id}",
  (it) => {
    const fresh = Effect.andThen(
      Effect.flatMap(Emulator, ({ reset }) => reset),
      people("ada", "ben", "cay", "dee")
    )

    it.effect("updates fields that otherwise only the owner can", () =>
      Effect.gen(function* () {
        const [ada, ben, cay, dee] = yield* fresh
        const id = yield* makeGroup(ada, [ben], { extensions: { location: "Sun bar" } })
        const message = yield* say(ben, id)
        yield* TestClock.adjust("1 minute")
        const changes = {
          name: "Looms",
          description: "Of cotton",
          photo: "loom.jpeg",
          extensions: { location: "Moon bar", unknown: 1 },
          permissions: { allow_preview: true },
          push_all: { occupants_ids: [cay.id], admins_ids: [dee.id], pinned_messages_ids: [message] },
          pull_all: { occupants_ids: [ada.id] }
        }
        const response = expect(200, yield* changeDialog(id, changes))
        assert.deepInclude(Object(response), {
          _id: id,
          user_id: ada.id,
          name: "Looms",
          description: "Of cotton",
          photo: "loom.jpeg",
          extensions: { location: "Moon bar" },
          permissions: { allow_preview: true },
          occupants_ids: [ben.id, cay.id, dee.id],
          admins_ids: [dee.id],
          pinned_messages_ids: [message],
          created_at: "1970-01-01T00:00:00Z",
          updated_at: "1970-01-01T00:01:00Z"
        })
        assert.deepStrictEqual(response, yield* dialogOf(id))
        assert.isUndefined(yield* seen(ada, id))
        assert.strictEqual((yield* seen(cay, id)).name, "Looms")
        yield* changeDialog(id, {
          extensions: null,
          pull_all: { admins_ids: [dee.id], pinned_messages_ids: [message] }
        })
        assert.deepInclude(yield* dialogOf(id), { extensions: null, admins_ids: [], pinned_messages_ids: [] })
      })
    )

    it.effect("accepts comma-separated lists, like the users' own update", () =>
      Effect.gen(function* () {
        const [ada, ben, cay, dee] = yield* fresh
        const id = yield* makeGroup(ada, [ben])
        const form = `push_all[occupants_ids]=${cay.id},${dee.id}`
        const headers = { "CB-Administration-API-Key": "emulator-admin-key" }
        const response = expect(200, yield* ask("PUT", `/admin/chat/${id}.json`, { headers, form }))
        assert.deepStrictEqual(at(response, "occupants_ids"), [ada.id, ben.id, cay.id, dee.id])
      })
    )

    it.effect("adds users to public dialogs, except for blocked ones", () =>
      Effect.gen(function* () {
        const [ada, ben, cay] = yield* fresh
        const id = yield* makeDialog(ada, { type: public_, name: "Open" })
        yield* ask("POST", `/chat/dialog/${id}/block`, { token: ada.token, json: { user_id: String(cay.id) } })
        expect(200, yield* changeDialog(id, { push_all: { occupants_ids: [ben.id] } }))
        assert.strictEqual((yield* dialogOf(id)).occupants_count, 2)
        assert.strictEqual((yield* seen(ben, id))._id, id)
        const rejected = yield* changeDialog(id, { name: "Closed", push_all: { occupants_ids: [cay.id] } })
        assert.strictEqual(rejected.status, 422)
        assert.deepStrictEqual(rejected.json, { errors: { occupants_ids: ["are blocked"] } })
        assert.strictEqual((yield* dialogOf(id)).name, "Open")
      })
    )

    it.effect("mutes a dialog for a user, and changes nothing else of it", () =>
      Effect.gen(function* () {
        const [ada, ben] = yield* fresh
        const id = yield* makeGroup(ada, [ben])
        const before = yield* dialogOf(id)
        yield* TestClock.adjust("1 minute")
        const muted = expect(200, yield* changeDialog(id, { user_id: ben.id, is_muted: true }))
        assert.deepStrictEqual(muted, { ...before, silent_ids: [ben.id] })
        assert.isTrue((yield* seen(ben, id)).is_muted)
        assert.isFalse((yield* seen(ada, id)).is_muted)
        const unmuted = expect(200, yield* changeDialog(id, { user_id: ben.id, is_muted: false, name: "Looms" }))
        assert.deepInclude(Object(unmuted), { silent_ids: [], name: "Looms" })
      })
    )

    it.effect("mutes a broadcast for a user who has not read it yet", () =>
      Effect.gen(function* () {
        const [ada, ben] = yield* fresh
        const id = yield* makeDialog(ada, { type: broadcast, name: "News" })
        expect(200, yield* changeDialog(id, { user_id: ben.id, is_muted: true }))
        assert.isTrue((yield* seen(ben, id)).is_muted)
      })
    )

    it.effect("responds with the dialog when there is nothing to change", () =>
      Effect.gen(function* () {
        const [ada, ben] = yield* fresh
        const id = yield* makeGroup(ada, [ben])
        yield* TestClock.adjust("1 minute")
        const before = yield* dialogOf(id)
        for (const json of [{}, { user_id: ben.id }]) {
          assert.deepStrictEqual(expect(200, yield* changeDialog(id, json)), before)
        }
      })
    )

    it.effect("does not change the users of a private dialog", () =>
      Effect.gen(function* () {
        const [ada, ben, cay] = yield* fresh
        const id = yield* makeDialog(ada, { type: private_, occupants_ids: [ben.id] })
        const message = yield* say(ada, id)
        const { status, json } = yield* changeDialog(id, {
          name: "Us",
          photo: "us.jpeg",
          push_all: { occupants_ids: [cay.id] },
          pull_all: { admins_ids: [ada.id] }
        })
        assert.strictEqual(status, 422)
        assert.deepStrictEqual(Object.keys(Object(at(json, "errors"))), [
          "name",
          "photo",
          "occupants_ids",
          "admins_ids"
        ])
        const pinned = expect(200, yield* changeDialog(id, { push_all: { pinned_messages_ids: [message] } }))
        assert.deepInclude(Object(pinned), { pinned_messages_ids: [message], occupants_ids: [ada.id, ben.id] })
      })
    )

    it.effect("rejects updates that break a rule, and then changes nothing", () =>
      Effect.gen(function* () {
        const [ada, ben, cay] = yield* fresh
        const id = yield* makeGroup(ada, [ben], { type: group })
        const before = yield* dialogOf(id)
        const errorResponses = [
          [{ is_muted: true }, "user_id"],
          [{ is_muted: true, user_id: cay.id, name: "Looms" }, "user_id"],
          [{ is_muted: true, user_id: 7 }, "user_id"],
          [{ is_muted: "sometimes", user_id: ben.id }, "is_muted"],
          [{ name: " ", user_id: ben.id, is_muted: true }, "name"],
          [{ name: "Looms", push_all: { pinned_messages_ids: ["63834bbecf1efb102da40f2c"] } }, "pinned_messages_ids"],
          [{ push_all: { admins_ids: [1, 2, 3, 4, 5, 6] } }, "admins_ids"]
        ] as const
        for (const [json, field] of errorResponses) {
          const response = yield* changeDialog(id, json)
          assert.strictEqual(response.status, 422, JSON.stringify(json))
          assert.deepStrictEqual(Object.keys(Object(at(response.json, "errors"))), [field])
          assert.deepStrictEqual(yield* dialogOf(id), before)
        }
      })
    )

    it.effect("responds with 404 for a dialog that does not exist", () =>
      Effect.gen(function* () {
        const [ada, ben] = yield* fresh
        const id = yield* makeGroup(ada, [ben])
        yield* deleteDialogs(ada, id, "force=1")
        for (const missing of [id, "620e2b1463ee2a1977b4ee65", "list", "messages"]) {
          const { status, json } = yield* changeDialog(missing, { name: "Looms" })
          assert.strictEqual(status, 404)
          assert.deepStrictEqual(json, notFound)
        }
        assert.strictEqual((yield* administer("PUT", "/admin/chat/", { name: "Looms" })).status, 404)
      })
    )
  }
)
