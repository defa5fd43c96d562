/**
 * `npm run runtimes`: one program in every runtime, against an emulator on this one, and the table of how it went.
 *
 * It installs the runtimes in a folder of its own, from the npm registry. A browser it takes only where one is installed.
 * `npm run runtimes -- deno bun` goes through these alone. It ends with 1 when anything fails.
 */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import { defaults } from "@effect-connectycube/emulator/Settings"
import * as Effect from "effect/Effect"
import { findChromium } from "./chromium.ts"
import * as Hosts from "./hosts.ts"
import { facts, steps } from "./steps.ts"
import { type Column, table } from "./table.ts"
import { install, names } from "./tools.ts"

const browser = findChromium()

const hosts: Readonly<Record<keyof typeof names, Hosts.Host | undefined>> = {
  node22: Hosts.node22,
  node24: Hosts.node24,
  bun: Hosts.bun,
  deno: Hosts.deno,
  workerd: Hosts.workerd,
  chromium: browser === undefined ? undefined : Hosts.chromium(browser)
}

const rows = [...steps, ...facts].map(({ name }) => name)

/** Runs the program in one runtime, with an emulator of its own. */
const measure = (runtime: string, host: Hosts.Host): Promise<Column> =>
  Effect.gen(function* () {
    const { url } = yield* Emulator
    const { application_id, auth_key } = defaults
    const cells = yield* Effect.promise(() =>
      host({ url, control: url, application_id, auth_key }).catch((error: unknown) =>
        rows.map((row) => ({ row, ok: false, text: "no", why: String(error) }))
      )
    )
    return { runtime, cells }
  }).pipe(Effect.provide(Emulator.layerServer({ settings: { classes_on_first_use: true } })), Effect.runPromise)

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in hosts))
if (unknown.length > 0) {
  console.error(`There is no runtime "${unknown.join()}". There are: ${Object.keys(hosts).join(", ")}.`)
  process.exit(2)
}

install()
const columns: Array<Column> = []
const skipped: Array<string> = []
for (const [key, host] of Object.entries(hosts)) {
  const runtime = Reflect.get(names, key)
  if (asked.length > 0 && !asked.includes(key)) continue
  if (host === undefined) {
    skipped.push(runtime)
    continue
  }
  console.log(`${runtime} ...`)
  columns.push(await measure(runtime, host))
}

console.log(`\n${table(rows, columns)}\n`)
for (const runtime of skipped) {
  console.log(`Skipped: ${runtime}, which is not installed here. Install it, or say where it is with CHROMIUM.`)
}
const failures = columns.flatMap(({ cells, runtime }) =>
  rows.flatMap((row) => {
    const cell = cells.find((cell) => cell.row === row)
    return cell?.ok === true ? [] : [`${runtime}: ${row}: ${cell?.why ?? "it was not measured"}`]
  })
)
for (const failure of failures) console.error(failure)
console.log(failures.length === 0 ? "All steps passed." : `${failures.length} steps failed.`)
process.exit(failures.length === 0 ? 0 : 1)
