/** Opens each page of the site in Chromium, and what the pages have to do there. */
import { mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { axe, type Browser, type Tab } from "./playwright.ts"

/** What a check found: a line with its numbers, and what is wrong. */
export interface Outcome {
  readonly line: string
  readonly problems: ReadonlyArray<string>
}

const desktop = { width: 1280, height: 900 }
const mobile = { width: 390, height: 844 }

/** Each page has a title, no error, no request to another host, and fits in both widths. */
export const visitAll = async (browser: Browser, url: string, pages: ReadonlyArray<string>): Promise<Outcome> => {
  const problems: Array<string> = []
  let page = ""
  let requests = 0
  let external = 0
  const tab = await browser.newPage()
  tab.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(`${page}: console: ${message.text()}`)
  })
  tab.on("pageerror", (error) => problems.push(`${page}: ${error.message}`))
  tab.on("request", (request) => {
    requests++
    if (/^https?:/.test(request.url()) && !request.url().startsWith(`${url}/`)) {
      external++
      problems.push(`${page}: a request to ${request.url()}`)
    }
  })
  for (const each of pages) {
    page = each
    await tab.setViewportSize(desktop)
    const response = await tab.goto(`${url}/${each}.html`, { waitUntil: "load" })
    if (response?.status() !== 200) problems.push(`${each}: status ${response?.status()}`)
    await tab.waitForFunction(hydrated)
    if (!(await tab.evaluate<boolean>(`(document.querySelector("h1")?.textContent ?? "").trim() !== ""`)))
      problems.push(`${each}: there is no heading`)
    for (const size of [desktop, mobile]) {
      await tab.setViewportSize(size)
      const width = await tab.evaluate<number>("document.documentElement.scrollWidth")
      if (width > size.width) problems.push(`${each}: ${width} wide in a window of ${size.width}`)
    }
  }
  return {
    line: `${pages.length} pages rendered at 1280 and 390, ${requests} requests, ${external} to other hosts`,
    problems
  }
}

/** Vue has taken the page over. */
const hydrated = `document.querySelector("#app")?.__vue_app__ !== undefined`

/** The search finds each word in a page that matches. */
export const search = async (
  browser: Browser,
  url: string,
  words: ReadonlyArray<readonly [word: string, page: RegExp]>
): Promise<Outcome> => {
  const tab = await browser.newPage()
  await tab.setViewportSize(desktop)
  const problems: Array<string> = []
  for (const [word, expected] of words) {
    const results = await resultsOf(tab, url, word)
    if (!results.slice(0, 10).some((result) => expected.test(result))) {
      problems.push(`search: ${word}: ${expected} is not among ${results.slice(0, 10).join(", ") || "nothing"}`)
    }
  }
  return { line: `${words.length} words searched for, ${words.length - problems.length} found`, problems }
}

const resultsOf = async (tab: Tab, url: string, word: string): Promise<ReadonlyArray<string>> => {
  await tab.goto(`${url}/quick-start.html`, { waitUntil: "load" })
  await tab.waitForFunction(hydrated)
  await openSearch(tab)
  await tab.keyboard.type(word)
  const found = `document.querySelectorAll(".VPLocalSearchBox .result").length > 0`
  await tab.waitForFunction(found, undefined, { timeout: 15_000 }).catch(() => undefined)
  // Results of the first letters are replaced.
  await tab.evaluate("new Promise((resolve) => setTimeout(resolve, 500))")
  return tab.evaluate<ReadonlyArray<string>>(
    `Array.from(document.querySelectorAll(".VPLocalSearchBox .result"), (result) => result.getAttribute("href"))`
  )
}

const openSearch = async (tab: Tab): Promise<void> => {
  await tab.keyboard.press("/")
  await tab.waitForFunction(`document.activeElement?.classList.contains("search-input") === true`)
}

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: ReadonlyArray<{ readonly target: ReadonlyArray<string> }>
}

/** axe finds nothing: WCAG 2 A and AA, and best practices, in light at both widths and in dark, and with the search open. */
export const accessible = async (browser: Browser, url: string, sample: ReadonlyArray<string>): Promise<Outcome> => {
  const problems: Array<string> = []
  let runs = 0
  for (const colorScheme of ["light", "dark"] as const) {
    const tab = await browser.newPage()
    await tab.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    const run = async (what: string) => {
      runs++
      const violations = await tab.evaluate<ReadonlyArray<Violation>>(runAxe)
      problems.push(
        ...violations.map(
          ({ id, impact, nodes }) =>
            `axe: ${what}, ${colorScheme}: ${id} (${impact}): ${nodes.length} times, first ${nodes[0]?.target.join(" ")}`
        )
      )
    }
    for (const page of sample) {
      // The colors of the dark theme are the same at both widths.
      for (const size of colorScheme === "light" ? [desktop, mobile] : [desktop]) {
        await tab.setViewportSize(size)
        await tab.goto(`${url}/${page}.html`, { waitUntil: "load" })
        await tab.waitForFunction(hydrated)
        await tab.addScriptTag({ path: axe })
        await run(`${page} at ${size.width}`)
      }
    }
    await tab.setViewportSize(desktop)
    await resultsOf(tab, url, "timeout")
    await tab.addScriptTag({ path: axe })
    await run("the search")
  }
  return { line: `${runs} runs of axe in light and dark, ${problems.length} violations`, problems }
}

const runAxe = `axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}).then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ target }) => ({ target })) })))`

interface Focused {
  readonly what: string
  readonly isVisible: boolean
  readonly isIn: ReadonlyArray<string>
}

/** The element that has the focus: whether it is shown as such, and where on the page it is. */
const focused = `(() => {
  const element = document.activeElement
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
  const isIn = [".VPSkipLink", ".VPNavBarSearch", ".VPNav", ".VPSidebar", ".vp-doc", ".VPLocalSearchBox"].filter((part) => element.closest(part) !== null)
  const box = element.getBoundingClientRect()
  return {
    what: element.tagName.toLowerCase() + " " + (element.textContent ?? "").trim().slice(0, 40),
    isVisible: (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none",
    isIn: box.width > 0 && box.height > 0 ? isIn : []
  }
})()`

/** The keyboard reaches each part of a page, shows where it is, and can search. */
export const keyboard = async (browser: Browser, url: string): Promise<Outcome> => {
  const tab = await browser.newPage()
  await tab.setViewportSize(desktop)
  const problems: Array<string> = []
  await tab.goto(`${url}/sessions.html`, { waitUntil: "load" })
  await tab.waitForFunction(hydrated)
  const reached = new Set<string>()
  const stops = 200
  let count = 0
  for (; count < stops; count++) {
    await tab.keyboard.press("Tab")
    const { isIn, isVisible, what } = await tab.evaluate<Focused>(focused)
    if (what.startsWith("body")) break
    if (count === 0 && !isIn.includes(".VPSkipLink")) problems.push(`keyboard: the first stop is ${what}`)
    if (!isVisible) problems.push(`keyboard: the focus of ${what} is not visible`)
    for (const part of isIn) reached.add(part)
  }
  for (const part of [".VPSkipLink", ".VPNavBarSearch", ".VPNav", ".VPSidebar", ".vp-doc"]) {
    if (!reached.has(part)) problems.push(`keyboard: ${part} is not reached`)
  }
  await tab.goto(`${url}/sessions.html`, { waitUntil: "load" })
  await tab.waitForFunction(hydrated)
  await tab.keyboard.press("Tab")
  await tab.keyboard.press("Enter")
  if (!tab.url().endsWith("#VPContent")) problems.push("keyboard: the skip link does not lead to the content")
  const [first = ""] = await resultsOf(tab, url, "InternalServerError")
  await tab.keyboard.press("Enter")
  await tab.waitForFunction(`document.querySelector(".VPLocalSearchBox") === null`).catch(() => undefined)
  if (first === "" || !tab.url().endsWith(first))
    problems.push(`keyboard: Enter leads to ${tab.url()}, and not to ${first}`)
  return { line: `${count} stops of the keyboard, ${problems.length} problems`, problems }
}

/** Pictures of pages, for people to look at. */
export const screenshots = async (
  browser: Browser,
  url: string,
  sample: ReadonlyArray<string>,
  folder: string
): Promise<Outcome> => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  let count = 0
  for (const colorScheme of ["light", "dark"] as const) {
    const tab = await browser.newPage()
    await tab.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    for (const [width, size] of Object.entries({ desktop, mobile })) {
      await tab.setViewportSize(size)
      for (const page of sample) {
        await tab.goto(`${url}/${page}.html`, { waitUntil: "networkidle" })
        await tab.screenshot({ path: join(folder, `${page.replaceAll("/", "-")}-${width}-${colorScheme}.png`) })
        count++
      }
    }
    await tab.setViewportSize(desktop)
    await resultsOf(tab, url, "retry")
    await tab.screenshot({ path: join(folder, `search-desktop-${colorScheme}.png`) })
    count++
  }
  return { line: `${count} screenshots in ${folder}`, problems: [] }
}
