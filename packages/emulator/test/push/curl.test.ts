import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import * as Curl from "../support/Curl.ts"
import { type Documented, documentedIn, host, served } from "../support/DocumentedCurls.ts"
import { delivered, subscribe } from "../support/Push.ts"
import { assertShape, type Deviations, read, shapeOf } from "../support/Shape.ts"
import { ask, at, join } from "../support/Wire.ts"

/** Every curl of the documentation of push notifications, with its documented response. */
const documented = documentedIn("documentedPushCurls.json")

const deviations: Deviations = { gone: [], added: [] }

/** A user with the two subscriptions of the documentation. */
const scene = Effect.gen(function* () {
  const me = yield* join("owner")
  const udid = "7618C089-4C28-5214-6H3C-763AC0CA79FW"
  yield* subscribe(me, "apns", { udid, token: "55" })
  const second = yield* subscribe(me, "apns", { udid, token: "56", environment: "production" })
  return { me, second }
})

/** The documented command, with the host, the token and the ids replaced. */
const commandOf = ({ curl }: Documented, url: string, { me, second }: Effect.Success<typeof scene>) =>
  curl
    .replace(host, url)
    .replace("<TOKEN>", me.token)
    .replace("/56", `/${second}`)
    .replace(`"271"`, `"${me.id}"`)
    // In one of the commands the header and the URL are one word.
    .replace('"\\\n', '" \\\n')

layer(served(), { excludeTestServices: true })("a documented curl of push notifications", (it) => {
  it.effect.each(documented)("gets the documented response: $heading", (example) =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.reset
      const stage = yield* scene
      const args = Curl.argumentsOf(commandOf(example, emulator.url, stage))
      const { status, body } = yield* Curl.run(args)
      assert.strictEqual(status, args.includes("POST") ? 201 : 200, body)
      if (example.response === "200 OK") return assert.strictEqual(body, "")
      return assertShape(shapeOf(read(example.response ?? "")), shapeOf(JSON.parse(body)), "response", deviations)
    })
  )

  it.effect("that lists returns two subscriptions of one device", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.reset
      const { me, second } = yield* scene
      const { json } = yield* ask("GET", "/subscriptions", { token: me.token })
      assert.deepStrictEqual(at(json, "1.subscription"), {
        id: second,
        notification_channel: { name: "apns" },
        device: { udid: "7618C089-4C28-5214-6H3C-763AC0CA79FW", platform: { name: "ios" } }
      })
    })
  )

  it.effect("that creates an event delivers its payload unchanged", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.reset
      const stage = yield* scene
      const example = documented.find(({ heading }) => heading === "Create event")
      assert.isDefined(example)
      yield* Curl.run(Curl.argumentsOf(commandOf(example, emulator.url, stage)))
      assert.deepStrictEqual(
        (yield* delivered).map(({ payload }) => payload),
        [{ aps: { alert: { title: "Game Request", body: "Bob wants to play poker" }, badge: 5 }, acme1: "bar" }]
      )
    })
  )
})

describe("the documented curls of push notifications", () => {
  it("are complete", () => {
    assert.strictEqual(documented.length, 4)
    assert.isTrue(documented.every(({ response }) => response !== null))
  })
})
