/** Every tab in both widths, light and dark: pictures of it, whether it fits, and what axe finds. */
import type { Emulator } from "@effect-connectycube/emulator/Emulator"
import * as Effect from "effect/Effect"
import { mkdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import type { Outcome } from "./clicks.ts"
import { placesOf } from "./places.ts"
import { axe, type Browser, folder } from "./tools.ts"
import { open } from "./watch.ts"
import { plant } from "./world.ts"

const sizes = { 1280: { width: 1280, height: 900 }, 390: { width: 390, height: 844 } }

const names = [
  "Ada Lovelace",
  "Ben Herschel",
  "Cay Horstmann",
  "Grace Hopper",
  "Alan Turing",
  "Edsger Dijkstra",
  "Barbara Liskov",
  "Tony Hoare",
  "Radia Perlman",
  "Donald Knuth",
  "Leslie Lamport",
  "Frances Allen"
]

interface Violation {
  readonly id: string
  readonly nodes: ReadonlyArray<{ readonly target: ReadonlyArray<string> }>
}

const runAxe = `axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target }) => ({ target })) })))`

export const screens = async (browser: Browser, emulator: Emulator["Service"]): Promise<Outcome> => {
  const pictures = join(folder, "screenshots")
  rmSync(pictures, { recursive: true, force: true })
  mkdirSync(pictures, { recursive: true })
  await plant(
    emulator,
    names.map((text, index) => ({ text, index: index + 1 }))
  )
  await Effect.runPromise(emulator.addFault({ operation: "users.delete", respond: { status: 500 } }))
  const script = readFileSync(axe, "utf8")
  const problems: Array<string> = []
  let taken = 0
  let runs = 0
  for (const colorScheme of ["light", "dark"] as const) {
    const watched = await open(browser, emulator.url)
    const { show, tab } = watched
    await tab.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    await tab.goto(`${emulator.url}/_emulator`)
    // Read by the protocol of the browser, which the policy of the page does not concern.
    await tab.evaluate(script)
    const places = await placesOf(emulator.url)
    for (const [width, size] of Object.entries(sizes)) {
      await tab.setViewportSize(size)
      for (const place of [...places.tabs, ...places.samples]) {
        await show(place)
        const wide = await tab.evaluate<number>("document.documentElement.scrollWidth")
        if (wide > size.width) problems.push(`${place}: ${wide} wide in a window of ${size.width}`)
        const name = place.replaceAll(/[^\w-]+/g, "-").replace(/^-/, "")
        await tab.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`) })
        taken++
        const violations = await tab.evaluate<ReadonlyArray<Violation>>(runAxe)
        runs++
        for (const { id, nodes } of violations) {
          problems.push(
            `axe: ${place} at ${width}, ${colorScheme}: ${id}: ${nodes.length} times, first ${nodes[0]?.target.join(" ")}`
          )
        }
      }
    }
    problems.push(...watched.problems)
    await tab.close()
  }
  return {
    line: `${taken} screenshots in ${pictures}; ${runs} runs of axe in light and dark, ${problems.length} problems`,
    problems
  }
}
