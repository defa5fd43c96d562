import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Applications, Customers, namesOf, UnknownCustomer } from "../src/applications.ts"

const seedWith = (full_name: string) => ({ users: [{ login: "vip-of-customer", full_name, tag_list: ["vip"] }] })

/** The application of the second customer, in the emulator of both. */
const settings = { application_id: 2 }

const emulated = Emulator.layerServer({
  seed: seedWith("Ada of Acme"),
  applications: [{ settings, seed: seedWith("Gil of Globex") }]
})

describe("the applications of customers", () => {
  it.live("are never mixed up, and a customer who was unknown is looked up again", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { url: api_url } = emulator
      const table = new Map([["acme", { ...Emulator.credentials, api_url }]])
      let lookups = 0
      const customers = Layer.succeed(Customers, {
        application: (customer) =>
          Effect.suspend(() => {
            lookups++
            const application = table.get(customer)
            return application === undefined
              ? Effect.fail(new UnknownCustomer({ customer }))
              : Effect.succeed(application)
          })
      })
      yield* Effect.gen(function* () {
        assert.strictEqual((yield* Effect.flip(namesOf("globex")))._tag, "UnknownCustomer")
        table.set("globex", { ...Emulator.credentialsOf(settings), api_url })
        const names = yield* Effect.forEach(
          Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? "acme" : "globex")),
          namesOf,
          { concurrency: 5 }
        )
        assert.deepStrictEqual(
          names,
          Array.from({ length: 20 }, (_, n) => [n % 2 === 0 ? "Ada of Acme" : "Gil of Globex"])
        )
        assert.strictEqual(lookups, 3)
      }).pipe(Effect.provide(Applications.layer.pipe(Layer.provide(customers))))
      // Each application got the requests of its customer.
      for (const application_id of [1, 2]) {
        const requests = yield* Effect.flatMap(emulator.application(application_id), ({ requests }) => requests)
        assert.lengthOf(
          requests.filter(({ path }) => path === "/users/v2"),
          10
        )
      }
    }).pipe(Effect.provide(emulated))
  )
})
