import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as SqlClient from "effect/sql/SqlClient"
import * as Database from "../../src/server/database/database.ts"
import { versions } from "../../src/app/tables.ts"
import { Identifiers } from "../../src/server/state/identifiers.ts"
import { Subscriptions } from "../../src/modules/push-notifications/store.ts"
import { Time } from "../../src/server/state/time.ts"
import { UsersStore } from "../../src/modules/users/store.ts"

const Store = Layer.mergeAll(Subscriptions.layer, UsersStore.layer).pipe(
  Layer.provideMerge(Identifiers.layer),
  Layer.provideMerge(Layer.mergeAll(Database.layer(Database.inMemory, versions), Time.layer))
)

const environments = ["development", "production"] as const

/** From few values, so that many are equal. */
const Command = Schema.Union([
  Schema.Struct({
    do: Schema.Literal("subscribe"),
    user: Schema.Literals([0, 1]),
    udid: Schema.Literals(["phone", "tablet"]),
    channel: Schema.Literals(["apns", "gcm"]),
    environment: Schema.Literals(environments),
    app: Schema.Literals(["", "com.example.app"]),
    token: Schema.Literals(["a1", "b2", "c3"])
  }),
  Schema.Struct({
    do: Schema.Literal("delete"),
    user: Schema.Literals([0, 1]),
    /** Of those that there ever were. */
    number: Schema.Literals([0, 1, 2, 3])
  })
])

type Subscribed = Extract<typeof Command.Type, { readonly do: "subscribe" }> & { readonly number: number }

/** The rules, implemented independently. */
const makeModel = () => {
  let present: ReadonlyArray<Subscribed> = []
  let made = 0
  const isSameDevice = (a: Omit<Subscribed, "number">, b: Omit<Subscribed, "number">) =>
    a.user === b.user &&
    a.udid === b.udid &&
    a.channel === b.channel &&
    a.environment === b.environment &&
    a.app === b.app
  return {
    present: () => present.toSorted((a, b) => a.number - b.number),
    subscribe: (command: Omit<Subscribed, "number">) => {
      const before = present.find((known) => isSameDevice(known, command))
      const number = before?.number ?? made++
      present = present.filter((known) => {
        if (known === before) return false
        // A token is of one device of one user, on each channel; it may be in use in both environments.
        const sameToken = known.channel === command.channel && known.token === command.token
        return !sameToken || (known.user === command.user && known.environment !== command.environment)
      })
      present = [...present, { ...command, number }]
      return number
    },
    delete: (user: number, number: number) => {
      const known = present.find((subscription) => subscription.number === number)
      if (known === undefined) return 404
      if (known.user !== user) return 403
      present = present.filter((subscription) => subscription !== known)
      return 200
    }
  }
}

const commands = Arbitrary.array(Arbitrary.schema(Command), { maxLength: 25 })

describe("random subscriptions of two users", () => {
  it.effect("are in the state of the rules, in 1,000 sequences", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const subscriptions = yield* Subscriptions
      const users = yield* UsersStore
      const ids = [(yield* users.create({ login: "ada" }, {})).id, (yield* users.create({ login: "ben" }, {})).id]
      const idOf = (user: number) => ids[user] ?? 0

      const agree = Effect.fnUntraced(function* (list: ReadonlyArray<typeof Command.Type>) {
        yield* Effect.orDie(sql`DELETE FROM subscriptions`)
        const model = makeModel()
        const numbers: Array<number> = []
        for (const command of list) {
          if (command.do === "delete") {
            const status = yield* subscriptions
              .remove(idOf(command.user), numbers[command.number] ?? 0)
              .pipe(Effect.match({ onFailure: ({ status }) => status, onSuccess: () => 200 }))
            if (status !== model.delete(command.user, command.number)) return false
            continue
          }
          const { user, udid, channel, environment, app, token } = command
          const { id } = yield* subscriptions.create(idOf(user), {
            notification_channel: channel,
            push_token: {
              environment,
              client_identification_sequence: token,
              ...(app !== "" && { bundle_identifier: app })
            },
            device: { platform: "ios", udid }
          })
          const number = model.subscribe(command)
          numbers[number] ??= id
          if (numbers[number] !== id) return false
        }
        for (const [user, user_id] of ids.entries()) {
          const expected = model.present().filter((subscription) => subscription.user === user)
          const listed = yield* subscriptions.list(user_id)
          if (listed.map(({ id }) => numbers.indexOf(id)).join() !== expected.map((one) => one.number).join()) {
            return false
          }
          for (const environment of environments) {
            const devices = yield* subscriptions.of({ _tag: "Users", ids: [user_id] }, environment)
            const there = expected.filter((one) => one.environment === environment)
            const told = devices.map(({ id, token }) => `${numbers.indexOf(id)} ${token}`)
            if (told.join() !== there.map(({ number, token }) => `${number} ${token}`).join()) return false
          }
        }
        return true
      })

      const result = yield* Arbitrary.checkEffect(commands, agree, { runs: 1000 })
      // With the shortest sequence that fails, and the seed.
      const failure = Arbitrary.formatCheckFailure(result)
      if (failure !== undefined) assert.fail(failure)
    }).pipe(Effect.provide(Store))
  )
})
