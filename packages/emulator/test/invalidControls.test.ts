// Invalid input of the controls: in process it is a typed error, with the messages of the 422 over HTTP.
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { Emulator } from "../src/Emulator.ts"
import type { InvalidControl } from "../src/InvalidControl.ts"
import type { NoSuchMeeting } from "../src/MeetingControl.ts"
import { defaults } from "../src/Settings.ts"
import { ask, at } from "./support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

type Controls = Emulator["Service"]
type Control = "addFault" | "advance" | "addRecording" | "changeSettings"

/** A value from JSON, which the compiler does not check. */
const calls: {
  readonly [Name in Control]: (
    emulator: Controls,
    given: never
  ) => Effect.Effect<unknown, InvalidControl | NoSuchMeeting>
} = {
  addFault: (emulator, given) => emulator.addFault(given),
  advance: (emulator, given) => emulator.advance(given),
  addRecording: (emulator, given) => emulator.addRecording(given),
  changeSettings: (emulator, given) => emulator.changeSettings(given)
}

const paths: { readonly [Name in Control]: string } = {
  addFault: "/_emulator/faults",
  advance: "/_emulator/clock",
  addRecording: "/_emulator/recordings",
  changeSettings: "/_emulator/settings"
}

const bad: ReadonlyArray<readonly [control: Control, given: unknown]> = [
  ["addFault", {}],
  ["addFault", { path: "/users" }],
  ["addFault", { path: "users", drop: "mid-body" }],
  ["addFault", { respond: { status: 42 } }],
  ["addFault", { respond: { status: 999 }, times: 0, after: -1 }],
  ["addFault", { respond: {} }],
  ["addFault", { respond: { status: 503, boddy: {} } }],
  ["addFault", { drop: "after-headers" }],
  ["addFault", { delay: "a while" }],
  ["addFault", { delay: "1 second", time: 1 }],
  ["addFault", { delay: null }],
  ["addFault", { method: 5, drop: "mid-body" }],
  ["addFault", "slow"],
  ["addFault", []],
  ["advance", "a while"],
  ["advance", null],
  // Times that make no sense.
  ["advance", 8_640_000_000_000_001],
  ["advance", 1e308],
  ["advance", "Infinity"],
  ["advance", "3000000 days"],
  ["addRecording", {}],
  ["addRecording", { meeting_id: "" }],
  ["addRecording", { meeting_id: "m", duration: -1, participants_ids: ["me"] }],
  ["addRecording", { meeting_id: "m", seconds: 1 }],
  ["changeSettings", { aplication_id: 7 }],
  ["changeSettings", { application_id: "7", auth_key: "" }],
  ["changeSettings", { recording_webhook: "https://elsewhere.example" }],
  ["changeSettings", { session_creation_without_user: "sometimes" }],
  ["changeSettings", { dialog_extensions: ["a", "b", "c", "d"] }],
  ["changeSettings", { classes: { profile: { fields: { "a-b": "String" } } } }],
  ["changeSettings", { link_previews: { "no url": { title: "", description: "", images: [] } } }],
  ["changeSettings", 7]
]

const jsonOf = (control: Control, given: unknown) => (control === "advance" ? { advance: given } : given)

describe("a control with invalid input", () => {
  it.effect.each(bad)("fails with a typed error, with the messages of HTTP (%s, %j)", ([control, given]) =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const error = yield* Effect.flip(calls[control](emulator, given as never))
      const { json, status } = yield* ask("POST", paths[control], { json: Object(jsonOf(control, given)) })
      assert.strictEqual(error._tag, "InvalidControl")
      assert.deepInclude(error, { control })
      assert.strictEqual(status, 422)
      assert.deepStrictEqual("errors" in error ? error.errors : undefined, at(json, "errors"))
      assert.isAtMost(error.message.split("\n").length, 1)
      assert.include(error.message, `${control} was given what it cannot take: `)
      // And nothing has changed.
      assert.deepStrictEqual(yield* emulator.faults, [])
      assert.deepStrictEqual(yield* emulator.settings, defaults)
      assert.strictEqual((yield* emulator.now).epochMilliseconds, 0)
    }).pipe(emulated)
  )

  it.effect("can be the layer of an emulator with invalid settings", () =>
    Effect.gen(function* () {
      const exit = yield* Effect.exit(
        Effect.provide(Effect.void, Emulator.layer({ settings: { recording_webhook: "https://elsewhere.example" } }))
      )
      const error = Exit.findErrorOption(exit)
      assert.deepInclude(error, { _tag: "Some" })
      if (error._tag === "Some") {
        assert.deepInclude(error.value, { _tag: "InvalidControl", control: "settings" })
        assert.include(error.value.message, "Expected the URL of a server on this machine")
      }
    })
  )
})

describe("a control with valid input", () => {
  const delays = ["3 seconds", 3000, Duration.seconds(3), 3_000_000_000n, [3, 0], { seconds: 3 }] as const

  it.effect.each(delays)("accepts a delay in each form of Effect's durations", (delay) =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { rule } = yield* emulator.addFault({
        delay,
        times: undefined,
        respond: { status: 503, body: undefined }
      } as never)
      assert.deepStrictEqual(rule, { delay: Duration.seconds(3), respond: { status: 503 } })
      yield* emulator.advance(delay)
      assert.strictEqual((yield* emulator.now).epochMilliseconds, 3000)
    }).pipe(emulated)
  )

  it.effect("accepts an infinite delay", () =>
    Effect.gen(function* () {
      const { rule } = yield* (yield* Emulator).addFault({ delay: "Infinity" })
      assert.deepStrictEqual(rule, { delay: Duration.infinity })
    }).pipe(emulated)
  )

  it.effect("leaves out what is undefined", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const changes: object = { auth_key: undefined, application_id: 7 }
      assert.deepStrictEqual(yield* emulator.changeSettings(changes), { ...defaults, application_id: 7 })
    }).pipe(emulated)
  )
})
