import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import * as Curl from "../support/Curl.ts"
import { type Documented, documentedIn, host, served } from "../support/DocumentedCurls.ts"
import { assertShape, type Deviations, read, shapeOf } from "../support/Shape.ts"
import { ask, join } from "../support/Wire.ts"

/** Every curl of the documentation of the address book, with its documented response. */
const documented = documentedIn("documentedAddressBookCurls.json")

// The contacts of the example are valid, but those of its response are not.
const deviations: Deviations = { gone: ["1", "3"], added: [] }

/** A user with contacts, on the device of the documentation, of whom two are users. */
const scene = Effect.gen(function* () {
  const { token } = yield* join("owner")
  yield* join("dacia", { phone: "614126755001" })
  yield* join("oliver", { phone: "+478902328938" })
  const contacts = [
    { name: "Dacia McCombie", phone: "614126755001" },
    { name: "Oliver Knox", phone: "478902328938" },
    { name: "Taila Buckley", phone: "61338804529" }
  ]
  yield* ask("POST", "/address_book", { token, json: { contacts, udid: "A337E8A2-80AD-8ABA-9F5D-579EFF6BACAB" } })
  return token
})

/** The documented command, with the host and the token replaced. */
const commandOf = ({ curl }: Documented, url: string, token: string) =>
  curl.replace(host, url).replace("<TOKEN>", token)

layer(served(), { excludeTestServices: true })("a documented curl of the address book", (it) => {
  const run = Effect.fnUntraced(function* (example: Documented | undefined) {
    assert.isDefined(example)
    const emulator = yield* Emulator
    yield* emulator.reset
    const { status, body } = yield* Curl.run(Curl.argumentsOf(commandOf(example, emulator.url, yield* scene)))
    assert.strictEqual(status, 200, body)
    return JSON.parse(body)
  })

  it.effect.each(documented)("gets the documented response: $heading", (example) =>
    Effect.gen(function* () {
      const reply = yield* run(example)
      assertShape(shapeOf(read(example.response ?? "")), shapeOf(reply), "response", deviations)
    })
  )

  it.effect("that uploads returns the number of created contacts", () =>
    Effect.gen(function* () {
      const reply = yield* run(documented.find(({ heading }) => heading === "Upload address book"))
      assert.deepStrictEqual(reply, { created: 2, updated: 0, deleted: 0, rejected: {} })
    })
  )

  it.effect("that requests users finds those of the device", () =>
    Effect.gen(function* () {
      const { items } = yield* run(documented.find(({ heading }) => heading.startsWith("Retrieve already")))
      assert.deepStrictEqual(
        items.map(({ user }: { user: { id: number } }) => ({ ...user, id: typeof user.id })),
        [
          { id: "number", phone: "614126755001", address_book_name: "Dacia McCombie" },
          { id: "number", phone: "+478902328938", address_book_name: "Oliver Knox" }
        ]
      )
    })
  )
})

describe("the documented curls of the address book", () => {
  it("are complete", () => {
    assert.strictEqual(documented.length, 3)
    assert.isTrue(documented.every(({ response }) => response !== null))
  })
})
