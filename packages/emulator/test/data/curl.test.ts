import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import * as Curl from "../support/Curl.ts"
import { type Documented, documentedIn, host, served } from "../support/DocumentedCurls.ts"
import { makeRecord, profile } from "../support/Data.ts"
import { assertShape, type Deviations, read, shapeOf } from "../support/Shape.ts"
import { join } from "../support/Wire.ts"

/** Every curl of the documentation of custom data, with its documented response. */
const documented = documentedIn("documentedDataCurls.json")

const deviations: Deviations = {
  gone: [],
  // The class of the documentation got it halfway through.
  added: ["avatar"]
}

/** The only one that is documented without a response, but for three ways to ask for a list. */
const aggregation = /calc/

const nadine = { full_name: "Nadine Collier", age: 41, job: "accountant", country_of_birth: "Germany" }
const lacey = { full_name: "Lacey Idec", age: 25, job: "secretary", country_of_birth: "Sweden" }
const barret = { full_name: "Barret Campbell", age: 31, job: null, country_of_birth: "Poland" }
const jacelyn = {
  full_name: "Jacelyn Millard",
  permissions: {
    read: { access: "owner" },
    update: { access: "open_for_users_ids", ids: ["51941", "51943"] },
    delete: { access: "open_for_groups", groups: ["officers", "assistants"] }
  }
}

/** The records of the documentation. */
const scene = Effect.gen(function* () {
  const me = yield* join("owner")
  const first = yield* makeRecord(me, "profile", nadine)
  const second = yield* makeRecord(me, "profile", lacey)
  const third = yield* makeRecord(me, "profile", barret)
  const secret = yield* makeRecord(me, "profile", jacelyn)
  const ids: { readonly [id: string]: string } = {
    "5c09798aca8bf468ab8d2936": first,
    "5c097c45ca8bf468ab8d294e": second,
    "5c097e8cca8bf4291e8d219f": third,
    "5c0d4f95ca8bf4291e8d3c2d": first,
    "5c0d625aca8bf43a5b8cf3de": second,
    "5c090e0fe588ce59fff873df": first,
    "5bf7da90ca8bf42dae037dea": secret,
    "5bf7d621ca8bf45ff4034463": third
  }
  return { token: me.token, ids }
})

/** The documented command, with the host, the token and the ids replaced. */
const commandOf = ({ curl }: Documented, url: string, { token, ids }: Effect.Success<typeof scene>) =>
  Object.entries(ids)
    .reduce((command, [id, real]) => command.replaceAll(id, real), curl)
    .replace(host, url)
    .replace("<TOKEN>", token)

layer(served({ settings: { classes: { profile } } }), { excludeTestServices: true })(
  "a documented curl of custom data",
  (it) => {
    it.effect.each(documented)("gets the documented response: $heading, $curl", (example) =>
      Effect.gen(function* () {
        const emulator = yield* Emulator
        yield* emulator.reset
        const stage = yield* scene
        const args = Curl.argumentsOf(commandOf(example, emulator.url, stage))
        const { status, body } = yield* Curl.run(args)
        assert.strictEqual(status, args.includes("POST") ? 201 : 200, body)
        if (example.response?.trim() === "200 OK") return assert.strictEqual(body, "")
        const reply = JSON.parse(body)
        if (example.response !== null) {
          return assertShape(shapeOf(read(example.response)), shapeOf(reply), "response", deviations)
        }
        assert.deepStrictEqual(
          Object.keys(reply),
          aggregation.test(example.curl) ? ["class_name", "items"] : ["class_name", "skip", "limit", "items"]
        )
        return assert.isNotEmpty(reply.items)
      })
    )

    it.effect("that deletes several records returns the outcome of each", () =>
      Effect.gen(function* () {
        const emulator = yield* Emulator
        yield* emulator.reset
        const stage = yield* scene
        const example = documented.find(({ heading }) => heading === "Delete several records by their IDs")
        assert.isDefined(example)
        const { body } = yield* Curl.run(Curl.argumentsOf(commandOf(example, emulator.url, stage)))
        const { SuccessfullyDeleted, WrongPermissions, NotFound } = JSON.parse(body)
        assert.deepStrictEqual(SuccessfullyDeleted.ids, [stage.ids["5bf7d621ca8bf45ff4034463"]])
        assert.deepStrictEqual(NotFound.ids, ["5bf7db7cca8bf45ff403449c"])
        assert.deepStrictEqual(WrongPermissions.ids, [stage.ids["5bf7da90ca8bf42dae037dea"]])
      })
    )
  }
)

describe("the documented curls of custom data", () => {
  it("are complete", () => {
    assert.strictEqual(documented.length, 15)
    assert.strictEqual(documented.filter(({ response }) => response === null).length, 3)
  })
})
