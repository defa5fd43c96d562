/**
 * `npm run site`: builds the documentation site, and checks it in a Chromium. It ends with 1 when a check fails.
 *
 * `npm run site -- --serve` serves it afterwards, until it is stopped; `--port 4173` chooses the port. `--check` checks
 * what was built before.
 */
import { existsSync, globSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { findChromium } from "../runtimes/chromium.ts"
import { build } from "./build.ts"
import { checkHtml } from "./html.ts"
import { launch } from "./playwright.ts"
import { serve } from "./serve.ts"
import { install, site } from "./tools.ts"
import { accessible, keyboard, type Outcome, screenshots, search, visitAll } from "./visit.ts"

const { values } = parseArgs({
  options: {
    serve: { type: "boolean", default: false },
    check: { type: "boolean", default: false },
    port: { type: "string", default: "0" }
  }
})
const dist = join(site, "dist")
const problems: Array<string> = []
const report = (outcome: Outcome) => {
  console.log(outcome.line)
  for (const problem of outcome.problems.slice(0, 100)) console.error(`  ${problem}`)
  problems.push(...outcome.problems)
}

/** Words that people look for, and a page that they have to find. */
const words: ReadonlyArray<readonly [string, RegExp]> = [
  ["retry", /^\/(?:outages|errors|reference\/core\/Retry)/],
  ["timeout", /^\/(?:outages|errors|faults|reference\/core\/Timeouts)/],
  ["backoff", /^\/(?:outages|sessions|reference\/core\/RetryPolicy)/],
  ["cursor", /^\/(?:chat|users|reference\/)/],
  ["Retry-After", /^\/(?:outages|errors|overview|reference\/core)/],
  ["users.signUp", /^\/reference\/users\/Users\.html#userssignup$/],
  ["chat.dialogs.create", /^\/reference\/chat\/Dialogs\.html#chatdialogscreate$/],
  ["UnprocessableEntity", /^\/errors\.html#unprocessableentity$/],
  ["TooManyRequests", /^\/errors\.html#toomanyrequests$/],
  ["emulator", /^\/(?:testing|packages\/emulator|reference\/emulator)/],
  ["TestClock", /^\/(?:testing|packages\/emulator)/],
  ["upload", /^\/(?:storage|reference\/storage)/],
  ["proxy", /^\/(?:proxies|recipes)/],
  ["webhook", /^\/(?:video-calling|packages|reference\/(?:video-calling|emulator))/],
  ["install", /^\/install/]
]

install()
if (!values.check || !existsSync(dist)) {
  const { documents, modules, pages } = build()
  console.log(`${pages.length} pages built: ${documents} documents, ${modules} modules of the API reference`)
}

const html = checkHtml(dist)
report({
  line: `${html.links} links in ${html.pages} pages, ${html.anchors} of them to anchors, ${html.broken.length} broken`,
  problems: [...html.broken, ...html.loaded.map((loaded) => `loads from another host: ${loaded}`)]
})

const pages = globSync("**/*.html", { cwd: dist })
  .map((file) => file.replaceAll("\\", "/").replace(/\.html$/, ""))
  .filter((page) => page !== "404")
  .toSorted()
/** Pages of each kind. */
const kinds = [
  /^index$/,
  /^overview$/,
  /^quick-start$/,
  /^users$/,
  /^errors$/,
  /^performance$/,
  /^packages\/emulator$/,
  /^fidelity$/,
  /^fidelity\/chat$/,
  /^recipes$/,
  /^recipes\/http-api$/,
  /^reference\/index$/,
  /^reference\/users\/Users$/,
  /^reference\/users\/User$/,
  /^reference\/core\/ConnectyCubeError$/
]
const sample = kinds.flatMap((kind) => pages.find((page) => kind.test(page)) ?? [])

const chromium = findChromium()
const served = await serve(dist, Number(values.port))
if (chromium === undefined) {
  console.log("Skipped: there is no Chromium here to render the pages. Install it, or say where it is with CHROMIUM.")
} else {
  const browser = await launch(chromium)
  try {
    report(await visitAll(browser, served.url, pages))
    report(await search(browser, served.url, words))
    report(await keyboard(browser, served.url))
    report(await accessible(browser, served.url, sample))
    report(await screenshots(browser, served.url, sample, join(site, "screenshots")))
  } finally {
    await browser.close()
  }
}
console.log(problems.length === 0 ? "The site is fine." : `${problems.length} problems.`)
process.exitCode = problems.length === 0 ? 0 : 1

if (values.serve) console.log(`Serving ${served.url} until it is stopped.`)
else await served.close()
