/**
 * `npm run chaos`: interrupts each operation at 1,000 random points, and looks what is left; then measures how much memory the worst
 * responses take.
 *
 * `npm run chaos -- --seed 7 --points 100` chooses other points, and how many. It ends with 1 when anything is left, or when a
 * process grows by more than 4 times the largest response.
 */
import { parseArgs } from "node:util"
import * as Interruption from "../../test/chaos/support/interruption.ts"
import * as Memory from "../../test/chaos/support/memory.ts"

const { values } = parseArgs({ options: { seed: { type: "string" }, points: { type: "string", default: "1000" } } })

const numberOf = (name: string, text: string): number => {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number > 0) return number
  console.error(`--${name} takes a whole number above 0, and not "${text}".`)
  process.exit(2)
}

const points = numberOf("points", values.points)
const seed = numberOf("seed", values.seed ?? String(1 + Math.floor(Math.random() * 1_000_000)))
const start = performance.now()
const seconds = () => `${Math.round((performance.now() - start) / 1000)} s`

console.log(`Seed ${seed}, ${points} points of each operation, over fetch, stock undici, node:http and packages/undici`)
console.log(
  "Skipped: timers that do not keep a process running, such as the clock that undici shares among its requests"
)

const wrong: Array<string> = []

const { connections, kinds, left } = await Interruption.run({
  seed,
  points,
  lanes: 8,
  onKind: (kind, { ended, left, operations, points }) => {
    console.log(
      `  ${kind}: ${operations} operations, ${points} points, ${ended} after the end, left ${left.length} (${seconds()})`
    )
    for (const line of left.slice(0, 20)) console.error(`    ${line}`)
    wrong.push(...left)
  }
})
wrong.push(...left)
for (const line of left) console.error(`  Left when all is closed: ${line}`)
const total = [...kinds.values()].reduce((sum, { points }) => sum + points, 0)
console.log(
  `${total} points, ${wrong.length} left: 0 requests, fibers, timers and sockets are right. At most ${connections} connections to a server`
)

console.log(`Memory: peak growth of a process, at most ${Memory.most} MiB`)
await Memory.rows(({ client, ends, growth, isWrong, name, requests }) => {
  const line = `${name}, ${client}: ${growth} MiB, ${ends}, ${requests} requests`
  console.log(`  ${line}${isWrong ? ", WRONG" : ""}`)
  if (isWrong) wrong.push(line)
})

console.log(`${wrong.length} wrong in ${seconds()}`)
if (wrong.length > 0) console.error(`The same points come with --seed ${seed}.`)
process.exit(wrong.length === 0 ? 0 : 1)
