/**
 * `npm run crash`: kills an emulator that is written to, 300 times, and looks whether all that it acknowledged is there.
 *
 * `npm run crash -- --seed 7 --kills 20` chooses other moments, and how many. It ends with 1 when anything is lost.
 */
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import * as Campaign from "../../packages/emulator/test/support/Campaign.ts"

const { values } = parseArgs({ options: { seed: { type: "string" }, kills: { type: "string", default: "300" } } })

const numberOf = (name: string, text: string): number => {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number > 0) return number
  console.error(`--${name} takes a whole number above 0, and not "${text}".`)
  process.exit(2)
}

const kills = numberOf("kills", values.kills)
const seed = numberOf("seed", values.seed ?? String(1 + Math.floor(Math.random() * 1_000_000)))
const folder = mkdtempSync(join(tmpdir(), "emulator-crash-"))
console.log(`Seed ${seed}, ${kills} kills, in ${folder}`)

const summary = ({ kills, acknowledged, lost, unreadable }: Campaign.Outcome): string =>
  `${kills} kills, ${acknowledged} acknowledged writes, ${lost.length} lost, ${unreadable.length} unreadable`

let told = 0
/** A lost write is reported at once, with the kill after which it was found. */
const tell = ({ kills, lost, rejected, unreadable }: Campaign.Outcome) => {
  const lines = [
    ...lost.map(({ what, expected, actual }) => `Lost: ${what}: ${expected}, and it is ${actual}`),
    ...unreadable.map(({ what, actual }) => `Unreadable: ${what}: ${actual}`),
    ...rejected.map((what) => `Not acknowledged: ${what}`)
  ]
  if (lines.length > told) console.error(`After ${kills} kills:\n  ${lines.join("\n  ")}`)
  told = lines.length
}

const outcome = await Campaign.run({
  folder,
  kills,
  seed,
  onKill: (so_far) => {
    tell(so_far)
    if (so_far.kills % 10 === 0) console.log(`  ${summary(so_far)}`)
  }
}).pipe(Effect.scoped, Effect.runPromise)

tell(outcome)
console.log(summary(outcome))
const isFine = outcome.lost.length + outcome.unreadable.length + outcome.rejected.length === 0
if (isFine) rmSync(folder, { recursive: true, force: true })
else console.error(`The data is left in ${folder}. The same moments come with --seed ${seed}.`)
process.exit(isFine ? 0 : 1)
