/** What a back end does with records of its own. The class is defined in the emulator here, and in the dashboard otherwise. */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import { CustomData } from "effect-connectycube"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { say, step } from "./narrator.ts"

const Place = Schema.Struct({
  name: Schema.String,
  town: Schema.String,
  seats: Schema.Int,
  tags: Schema.Array(Schema.String),
  where: CustomData.Location,
  since: CustomData.Date
})

const defined = {
  fields: { name: "String", town: "String", seats: "Integer", tags: "Array", where: "Location", since: "Date" }
} as const

const london = { longitude: -0.1276, latitude: 51.5072 }

const soho = { longitude: -0.1337, latitude: 51.5136 }

const turin = { longitude: 7.6869, latitude: 45.0703 }

export const places = Effect.gen(function* () {
  const emulator = yield* Emulator
  yield* emulator.changeSettings({ classes: { place: defined } })

  yield* step("A typed collection", `CustomData.collection("place", Place)`)
  const collection = yield* CustomData.collection("place", Place)
  const since = DateTime.makeUnsafe("1851-05-01T00:00:00Z")
  const made = yield* collection.createMany([
    { name: "Crystal Palace", town: "London", seats: 40, tags: ["tea"], where: london, since },
    { name: "Mill and Store", town: "London", seats: 12, tags: ["tea", "cake"], where: soho, since },
    { name: "Menabrea", town: "Turin", seats: 25, tags: ["coffee"], where: turin, since }
  ])
  yield* say(`${made.length} records. A field, an operator or a value that the class lacks does not compile.`)

  yield* step("Ask", "places.list({ seats: { gt: 20 }, output: ... })")
  const { items } = yield* collection.list({
    seats: { gt: 20 },
    sort_desc: "seats",
    output: { include: ["name", "seats"] }
  })
  yield* say(`More than 20 seats: ${items.map(({ name, seats }) => `${name} (${seats})`).join(", ")}.`)
  const near = yield* collection.stream({ where: { near: { ...london, radius: 2000 } } }).pipe(Stream.runCollect)
  yield* say(`Within two kilometres of London: ${near.map(({ name }) => name).join(", ")}.`)
  const groups = yield* collection.aggregate({ calc: { seats: "sum" }, group_by: "town" })
  yield* say(`Seats by town: ${groups.map(({ calc, group }) => `${group} ${calc.seats}`).join(", ")}.`)

  yield* step("Change", "places.update(id, { inc, push })")
  const [palace] = made
  if (palace !== undefined) {
    const { seats, tags } = yield* collection.update(palace._id, { inc: { seats: 2 }, push: { tags: ["scones"] } })
    yield* say(`${palace.name} has ${seats} seats now, and ${tags.join(" and ")}.`)
  }

  yield* step("A record that does not fit", "places.listResults()")
  const untyped = yield* CustomData.untyped("place")
  yield* untyped.create({ name: "Built by somebody else" })
  const results = (yield* collection.listResults()).items
  yield* say(
    `${results.filter(Result.isSuccess).length} fit the schema, ${results.filter(Result.isFailure).length} does not.`
  )
})
