import { ConnectyCube, Session, Users } from "effect-connectycube"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as LayerMap from "effect/LayerMap"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

export class UnknownCustomer extends Schema.TaggedError<UnknownCustomer>()("UnknownCustomer", {
  customer: Schema.String
}) {}

/** Yours: a table of customers, each with an application. */
export class Customers extends Context.Service<
  Customers,
  {
    readonly application: (
      customer: string
    ) => Effect.Effect<
      { readonly application_id: number; readonly auth_key: Redacted.Redacted; readonly api_url?: string },
      UnknownCustomer
    >
  }
>()("recipes/Customers") {}

/** One client for each customer: built on first use, shared, and released when it has been idle. */
export class Applications extends LayerMap.Service<Applications>()("recipes/Applications", {
  lookup: (customer: string) =>
    Layer.unwrap(
      Effect.gen(function* () {
        const customers = yield* Customers
        return ConnectyCube.layer(yield* customers.application(customer))
      })
    ),
  dependencies: [FetchHttpClient.layer],
  idleTimeToLive: "10 minutes"
}) {}

/** The names of the users of a customer. The session is that of the customer's application, although its layer is a constant. */
export const namesOf = (customer: string) =>
  Effect.gen(function* () {
    const users = yield* Users
    const { items } = yield* users.list({ user_tags: "vip" })
    return items.map(({ full_name }) => full_name)
  }).pipe(
    Effect.provide(Session.layerApplication),
    Effect.provide(Applications.get(customer)),
    // The map keeps a failed client until it has been idle: the next request is to look the customer up again.
    Effect.tapErrorTag("UnknownCustomer", () => Applications.invalidate(customer))
  )
