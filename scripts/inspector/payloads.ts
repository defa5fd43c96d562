/** 200 payloads through every field of every entity, and every place of the page that shows them: none may run. */
import type { Emulator } from "@effect-connectycube/emulator/Emulator"
import * as Effect from "effect/Effect"
import type { Outcome } from "./clicks.ts"
import { corpus } from "./corpus.ts"
import { placesOf } from "./places.ts"
import type { Browser, Tab } from "./tools.ts"
import { open } from "./watch.ts"
import { plant } from "./world.ts"

/** As many as a page of a list has. */
const batch = 50

/** The elements and the links that are not of the page itself. */
const foreign = `(() => {
  const own = new Set("a body button caption code datalist dd details dialog div dl dt form h1 h2 h3 head header html img input label li link main meta nav noscript ol option p pre script section select span summary table tbody td textarea th thead time title tr ul".split(" "))
  const found = []
  for (const element of document.querySelectorAll("*")) {
    if (!own.has(element.localName)) found.push("the element " + element.outerHTML.slice(0, 80))
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name) || name === "style" || name === "srcdoc") found.push("the attribute " + name + "=" + value)
      if (!/^(?:href|src|srcset|action|formaction|xlink:href|data|ping|background)$/.test(name)) continue
      const isLink = element.localName === "a" && /^https?:/.test(value) && element.rel.includes("noopener")
      if (!isLink && !/^(?:#|\\/_emulator\\/inspector\\/[\\w.-]+$|\\/docs$|\\/openapi\\.json$|blob:)/.test(value)) {
        found.push("the link " + name + "=" + value)
      }
    }
  }
  const count = (name) => document.querySelectorAll(name).length
  if (count("script") !== 2 || count("link") !== 2 || count("meta") !== 3) found.push("another head")
  if (count("h1") !== 1) found.push("no heading")
  return found
})()`

/** How many of the texts are shown, as they are, in cells of the table. */
const shownIn = async (tab: Tab, texts: ReadonlyArray<string>): Promise<ReadonlyArray<string>> => {
  const cells = await tab.evaluate<ReadonlyArray<string>>(
    `Array.from(document.querySelectorAll("td"), ({ textContent }) => textContent)`
  )
  return texts.filter((text) => !cells.some((cell) => cell.includes(text)))
}

export const payloads = async (browser: Browser, emulator: Emulator["Service"]): Promise<Outcome> => {
  const watched = await open(browser, emulator.url)
  const { counts, problems, show, tab } = watched
  await tab.setViewportSize({ width: 1280, height: 900 })
  let shown = 0
  for (let first = 0; first < corpus.length; first += batch) {
    await Effect.runPromise(emulator.reset)
    const texts = corpus.slice(first, first + batch)
    await plant(
      emulator,
      texts.map((text, index) => ({ text, index: first + index + 1 }))
    )
    await tab.goto(`${emulator.url}/_emulator`)
    const places = await placesOf(emulator.url)
    for (const place of [...places.tabs, "#files?page=2", "#files?page=3", "#chat?messages=2", ...places.details]) {
      await show(place)
      shown++
      for (const what of await tab.evaluate<ReadonlyArray<string>>(foreign)) problems.push(`${place}: ${what}`)
      if (place === "#users") {
        for (const text of await shownIn(tab, texts)) problems.push(`${place}: not shown: ${JSON.stringify(text)}`)
      }
    }
    for (const { name } of await Effect.runPromise(emulator.snapshots)) {
      await Effect.runPromise(emulator.deleteSnapshot(name))
    }
    if (problems.length > 200) break
  }
  await tab.close()
  const { executed, external, reports } = counts
  return {
    line: `${corpus.length} payloads in every field, ${shown} views: ${executed} executed, ${reports} reports of the policy, ${external} requests to other hosts`,
    problems
  }
}
