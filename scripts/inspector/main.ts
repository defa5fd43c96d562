/**
 * `npm run inspector`: opens the inspector of the emulator in a Chromium. It goes through it by clicking, looks for scripts
 * that data could run, and for what a reader of the screen would miss. It ends with 1 when something is wrong.
 *
 * `npm run inspector -- clicks` does a part only: `clicks`, `applications`, `docs`, `size`, `screens` or `payloads`; `payloads 20` takes the
 * first 20 of them.
 */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import * as Effect from "effect/Effect"
import { findChromium } from "../runtimes/chromium.ts"
import { applications } from "./applications.ts"
import { byClicking, type Outcome } from "./clicks.ts"
import { corpus } from "./corpus.ts"
import { docs } from "./docs.ts"
import { payloads } from "./payloads.ts"
import { screens } from "./screens.ts"
import { size } from "./size.ts"
import { type Browser, install, launch } from "./tools.ts"

const chromium = findChromium()
if (chromium === undefined) {
  console.log("Skipped: there is no Chromium here. Install it, or say where it is with CHROMIUM.")
  process.exit(0)
}
install()

type Part = (browser: Browser, emulator: Emulator["Service"]) => Promise<Outcome>

const args = process.argv.slice(2)
const count = Number(args.find((arg) => /^\d+$/.test(arg)) ?? corpus.length)
const chosen = args.filter((arg) => !/^\d+$/.test(arg))

const parts: Readonly<Record<string, Part>> = {
  clicks: (browser, { url }) => byClicking(browser, url),
  applications: (browser) => applications(browser),
  docs: (browser, { url }) => docs(browser, url),
  size,
  screens,
  payloads: (browser, emulator) => payloads(browser, emulator, corpus.slice(0, count))
}

const program = Effect.fnUntraced(function* (browser: Browser) {
  const problems: Array<string> = []
  for (const [name, run] of Object.entries(parts)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue
    const { line, problems: found } = yield* Effect.flatMap(Emulator, (emulator) =>
      Effect.promise(() => run(browser, emulator))
    ).pipe(Effect.provide(Emulator.layerServer({ settings: { journal_limit: 10_000, classes_on_first_use: true } })))
    console.log(line)
    for (const problem of found.slice(0, 50)) console.error(`  ${problem}`)
    problems.push(...found)
  }
  return problems
})

const browser = await launch(chromium)
const problems = await Effect.runPromise(program(browser)).finally(() => browser.close())
console.log(problems.length === 0 ? "The inspector is fine." : `${problems.length} problems.`)
process.exit(problems.length === 0 ? 0 : 1)
