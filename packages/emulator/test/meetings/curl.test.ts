import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import { people } from "../support/Chat.ts"
import * as Curl from "../support/Curl.ts"
import { type Documented, documentedIn, host, served } from "../support/DocumentedCurls.ts"
import { assertShape, type Deviations, read, shapeOf } from "../support/Shape.ts"
import { at } from "../support/Wire.ts"
import { makeMeeting } from "./Meetings.ts"

/** Every curl of the documentation of meetings and calls, with its documented response. */
const documented = documentedIn("documentedMeetingsCurls.json")

const deviations: Deviations = {
  gone: [],
  added: [
    // Of a meeting, and in some of the documented responses only.
    "public",
    // Of a recording, and in the documented responses to administrators only.
    "file_uid"
  ]
}

/** The meeting of the documentation, as its host finds it. */
const scene = Effect.gen(function* () {
  const [me, caller] = yield* people("host", "caller")
  const attendees = [{ id: 245, email: "email1@domen.com" }, { id: 343 }, { email: "email2@domen.com" }]
  const meeting = yield* makeMeeting(me, {
    attendees,
    scheduled: true,
    notify_before: { metric: "minutes", value: 10 },
    timezone: { offset: 120, name: "Europe/Riga" }
  })
  yield* (yield* Emulator).addRecording({ meeting_id: meeting, duration: 6.062, size: 0.34 })
  return { me, caller, meeting }
})

/**
 * The documented command, with the host, the token and the ids replaced. Random values are replaced last: they may look
 * like an id.
 */
const commandOf = ({ curl }: Documented, url: string, { me, caller, meeting }: Effect.Success<typeof scene>) =>
  curl
    .replace("573", String(caller.id))
    .replace(host, url)
    .replace("602f926aaa81493ce4c5788e", meeting)
    .replace("<TOKEN>", me.token)

/** Its body is no JSON: there is a comma missing. */
const isBroken = ({ heading }: Documented) => heading === "Update meeting"

const run = Effect.fnUntraced(function* (example: Documented) {
  const emulator = yield* Emulator
  yield* emulator.reset
  const stage = yield* scene
  return yield* Curl.run(Curl.argumentsOf(commandOf(example, emulator.url, stage)))
})

const assertDocumented = ({ response, heading }: Documented, { status, body }: Curl.Response) => {
  assert.strictEqual(status, heading === "Create meeting" ? 201 : 200)
  if (response === "200 OK") return assert.strictEqual(body, "")
  if (response === "200 {}") return assert.strictEqual(body, "{}")
  assertShape(shapeOf(read(response ?? "")), shapeOf(JSON.parse(body)), "response", deviations)
}

layer(served(), { excludeTestServices: true })("a documented curl of meetings and calls", (it) => {
  it.effect.each(documented.filter((example) => !isBroken(example)))(
    "gets the documented response: $heading, $curl",
    (example) => Effect.map(run(example), (reply) => assertDocumented(example, reply))
  )

  it.effect.each(documented.filter(isBroken))(
    "is rejected where the documentation is invalid, and accepted when corrected",
    (example) =>
      Effect.gen(function* () {
        const { status, body } = yield* run(example)
        assert.strictEqual(status, 400)
        assert.deepStrictEqual(JSON.parse(body), { errors: { base: ["The body of the request could not be read"] } })
        const mended = { ...example, curl: example.curl.replace('3456 "email"', '3456, "email"') }
        const reply = yield* run(mended)
        assertDocumented(mended, reply)
        const json: unknown = JSON.parse(reply.body)
        assert.deepInclude(Object(json), { name: "Another meeting name", record: true, public: true, scheduled: true })
        // It sets chat, which only applies to a new meeting.
        assert.isNull(at(json, "chat_dialog_id"))
      })
  )
})

describe("the documented curls of meetings and calls", () => {
  it("are complete", () => {
    assert.strictEqual(documented.length, 6)
    assert.strictEqual(documented.filter(isBroken).length, 1)
    assert.isTrue(documented.every(({ response }) => response !== null))
  })
})
