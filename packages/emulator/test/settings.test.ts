/** The settings, and their table in the README. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { readFileSync } from "node:fs"
import { Emulator } from "../src/Emulator.ts"
import { defaults, Settings, SettingsChanges } from "../src/Settings.ts"
import { disputed } from "../../../scripts/fidelity/facts.ts"
import { ask, at } from "./support/Wire.ts"

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")

/** The rows of the table: the names in the first cell, and the default in the second. */
const rows = readme
  .slice(readme.indexOf("\n## Settings"))
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, names = "", value = ""]) => ({ names: Array.from(names.matchAll(/`(\w+)`/g), ([, name]) => name), value }))

const given: { readonly [name: string]: unknown } = { ...defaults }

describe("the settings", () => {
  it("are all in the README, with their defaults, and no others", () => {
    assert.deepStrictEqual(rows.flatMap(({ names }) => names).toSorted(), Object.keys(Settings.fields).toSorted())
    for (const { names, value } of rows) {
      if (value === "see above" || value === "see below") continue
      for (const name of names) assert.strictEqual(value, `\`${JSON.stringify(given[name ?? ""])}\``, name)
    }
  })

  it("are those that the disputed facts name", () => {
    for (const { setting } of disputed) if (setting !== undefined) assert.property(defaults, setting)
  })

  it.effect.each([
    { broadcast_creation: "sometimes" },
    { messages_of_unknown_dialog: "all" },
    { private_file_information: "users" },
    { occupants_limit: 1 },
    { occupants_limit: 2.5 },
    { rate_limit: 80 },
    { rate_limit: { requests: 0, seconds: 1 } },
    { rate_limit: { requests: 1, seconds: 0 } },
    { rate_limit: { requests: 1 } },
    { rate_limit: { requests: 1, seconds: 1, minutes: 1 } },
    { journal_limit: -1 },
    { journal_limit: "many" }
  ])("are validated, in a file and over HTTP: %j", (wrong) =>
    Effect.gen(function* () {
      const read = Schema.decodeUnknownEffect(SettingsChanges, { onExcessProperty: "error" })
      assert.strictEqual((yield* Effect.flip(read(wrong)))._tag, "SchemaError")
      const { status } = yield* ask("POST", "/_emulator/settings", { json: wrong })
      assert.strictEqual(status, 422)
    }).pipe(Effect.provide(Emulator.layer()))
  )

  it.effect("have the same format over HTTP and in a file", () =>
    Effect.gen(function* () {
      const changes = { occupants_limit: null, rate_limit: { requests: 80, seconds: 1 }, journal_limit: 5 }
      const { json } = yield* ask("POST", "/_emulator/settings", { json: changes })
      for (const [name, value] of Object.entries(changes)) assert.deepStrictEqual(at(json, name), value)
    }).pipe(Effect.provide(Emulator.layer()))
  )
})
