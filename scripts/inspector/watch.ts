/** A tab of the browser that is watched: scripts that run, reports of the policy, errors, and requests to other hosts. */
import type { Browser, Tab } from "./tools.ts"

export interface Watched {
  readonly tab: Tab
  /** What went wrong so far. */
  readonly problems: Array<string>
  /** How many scripts of data were executed, reports of the policy came, and requests to other hosts were made. */
  readonly counts: { executed: number; reports: number; external: number; requests: number }
  /** Goes to a place of the page, and waits until it is shown. */
  readonly show: (hash: string) => Promise<void>
}

/**
 * Waits for a condition. The browser itself evaluates it: the policy of the page lets no text be evaluated in it, which is how
 * Playwright waits for functions.
 */
export const until = (tab: Tab, condition: string): Promise<void> =>
  tab.evaluate(`new Promise((resolve) => {
    const look = async () => ((await (${condition})) ? resolve() : setTimeout(look, 20))
    look()
  })`)

/** Before any script of the page: what payloads call, and the violations of the policy. */
const hooks = `
  window.executed = []
  window.reports = []
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    window[name] = (...args) => { window.executed.push(name + " " + args.join()) }
  }
  Object.defineProperty(window, "xss", { value: (id) => { window.executed.push("xss " + id) } })
  document.addEventListener("securitypolicyviolation", (event) => {
    window.reports.push(event.violatedDirective + " " + event.blockedURI + " " + event.sample)
  })
`

export const open = async (browser: Browser, url: string): Promise<Watched> => {
  const tab = await browser.newPage({ permissions: ["clipboard-read", "clipboard-write"] })
  await tab.addInitScript(hooks)
  const problems: Array<string> = []
  const counts = { executed: 0, reports: 0, external: 0, requests: 0 }
  let place = ""
  const note = (what: string) => problems.push(`${place}: ${what}`)
  tab.on("console", (message) => {
    // A response with an error status is one that a test has asked for.
    if (/Failed to load resource/.test(message.text())) return
    if (message.type() === "error" || message.type() === "warning") note(`console: ${message.text()}`)
  })
  tab.on("pageerror", (error) => note(`error: ${error.message}`))
  tab.on("dialog", (dialog) => {
    counts.executed++
    note(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  tab.on("popup", (popup) => note(`a window: ${popup.url()}`))
  tab.on("request", (request) => {
    counts.requests++
    if (/^(?:blob|data):/.test(request.url()) || request.url().startsWith(`${url}/`)) return
    counts.external++
    note(`a request to ${request.url()}`)
  })
  const drain = async () => {
    const { executed, reports } = await tab.evaluate<{
      readonly executed: ReadonlyArray<string>
      readonly reports: ReadonlyArray<string>
    }>("({ executed: window.executed.splice(0), reports: window.reports.splice(0) })")
    counts.executed += executed.length
    counts.reports += reports.length
    for (const what of executed) note(`executed: ${what}`)
    for (const what of reports) note(`the policy was violated: ${what}`)
  }
  const show = async (hash: string) => {
    place = hash
    await tab.evaluate(`new Promise((resolve) => {
      if (location.hash === ${JSON.stringify(hash)}) return resolve()
      addEventListener("hashchange", () => setTimeout(resolve), { once: true })
      location.hash = ${JSON.stringify(hash)}
    })`)
    await until(tab, `document.querySelector('main[aria-busy="false"]') !== null`)
    await drain()
  }
  return { tab, problems, counts, show }
}
