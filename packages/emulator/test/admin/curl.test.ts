import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import { administer, adminKey } from "../support/Admin.ts"
import { expect, makeDialog, makeGroup, people, private_, public_, say } from "../support/Chat.ts"
import * as Curl from "../support/Curl.ts"
import { type Documented, documentedIn, host, served } from "../support/DocumentedCurls.ts"
import { assertShape, type Deviations, read, shapeOf } from "../support/Shape.ts"
import { text } from "../support/Wire.ts"

/** Every curl of the documentation of the administration API, with its documented response. */
const documented = documentedIn("documentedAdminCurls.json")

const deviations: Deviations = {
  // Of a dialog: null, and so left out.
  gone: [],
  added: [
    // Of a dialog, and not in the documented responses of administrators.
    "extensions",
    "permissions",
    // Of a message; the documentation has it below the response.
    "deleted_for_ids"
  ]
}

/** Between the times in the commands. */
const now = Date.parse("2023-03-01T12:00:00Z")

/** The users, dialogs, messages and meetings of the documentation. */
const scene = Effect.gen(function* () {
  const [owner, other] = yield* people("owner", "other")
  yield* makeGroup(owner, [other])
  yield* makeDialog(owner, { type: public_, name: "Open" })
  const pair = yield* makeDialog(owner, { type: private_, occupants_ids: [other.id] })
  const more = { mission: "take over the planet", name: "intel", attachments: { 0: { type: "image", id: "3004" } } }
  const message = yield* say(owner, pair, "Warning! People are coming! Right Now. By Http", more)
  const times = { start_date: 1613729948, end_date: 1613731012 }
  const meeting = { user_id: other.id, name: "Friday weekly sync", ...times, attendees: [{ id: owner.id }] }
  const meeting_id = text(expect(201, yield* administer("POST", "/admin/meetings", meeting)), "_id")
  yield* (yield* Emulator).addRecording({ meeting_id })
  const ids: { readonly [id: string]: string | number } = {
    "32241": owner.id,
    "32242": other.id,
    "620e2b1463ee2a1977b4ee65": pair,
    "63834bbecf1efb102da40f2c": message,
    "6932e0f8652986000d48148a": meeting_id
  }
  return ids
})

/** The documented command, with the host, the key and the ids replaced. */
const commandOf = ({ curl }: Documented, url: string, ids: Effect.Success<typeof scene>) =>
  Object.entries(ids)
    .reduce((command, [id, real]) => command.replaceAll(new RegExp(`\\b${id}\\b`, "g"), `${real}`), curl)
    .replace(host, url)
    .replace("<API_KEY>", adminKey)

/** Counts by day, without the days. */
const withoutDays = (value: unknown): unknown => {
  const days = Object.keys(Object(value))
  const isByDays = days.length > 0 && days.every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day))
  return isByDays ? Object.values(Object(value)) : value
}

layer(served())("a documented curl of the administration API", (it) => {
  it.effect.each(documented)("gets the documented response: $heading, $curl", (example) =>
    Effect.gen(function* () {
      yield* TestClock.setTime(now)
      const emulator = yield* Emulator
      yield* emulator.reset
      const ids = yield* scene
      const args = Curl.argumentsOf(commandOf(example, emulator.url, ids))
      const { status, body } = yield* Curl.run(args)
      assert.strictEqual(status, args.includes("POST") ? 201 : 200, body)
      const [shown, actual] = [withoutDays(read(example.response ?? "")), withoutDays(JSON.parse(body))]
      assert.strictEqual(Array.isArray(shown), Array.isArray(actual))
      assertShape(shapeOf(shown), shapeOf(actual), "response", deviations)
    })
  )
})

describe("the documented curls of the administration API", () => {
  it("are complete", () => {
    assert.strictEqual(documented.length, 11)
    assert.isTrue(documented.every(({ response }) => response !== null))
  })
})
