import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it } from "@effect/vitest"
import { ConnectyCube, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { Applications, Customers, namesOf, UnknownCustomer } from "../src/applications.ts"

/** An emulator with one user, for a customer. */
const emulated = Effect.fnUntraced(function* (full_name: string) {
  const { url } = yield* Emulator
  const application = { ...Emulator.credentials, api_url: url }
  yield* Effect.flatMap(Users, (users) =>
    users.signUp({ login: "vip-of-customer", password: Redacted.make("correct horse"), full_name, tag_list: ["vip"] })
  ).pipe(Effect.provide(ConnectyCube.layer(application).pipe(Layer.provide(FetchHttpClient.layer))))
  return application
})

describe("the applications of customers", () => {
  it.live("are never mixed up, and a customer who was unknown is looked up again", () =>
    Effect.gen(function* () {
      const servers = [yield* Layer.build(Emulator.layerServer()), yield* Layer.build(Emulator.layerServer())] as const
      const table = new Map<string, Effect.Success<ReturnType<typeof emulated>>>()
      table.set("acme", yield* emulated("Ada of Acme").pipe(Effect.provide(servers[0])))
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
        table.set("globex", yield* emulated("Gil of Globex").pipe(Effect.provide(servers[1])))
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
    }).pipe(Effect.scoped)
  )
})
