// @ts-check
/** The page: its navigation, the tab that is open, and what is read again and again. */
import { html, nothing, render } from "lit-html"
import { base, get } from "./api.js"
import { number, time } from "./format.js"
import { act, drawWith, hrefOf, parseRoute, redraw, reload, state } from "./state.js"
import { tabs } from "./tabs/all.js"
/** @import { Application, Counts, Fault, OutboxEntry, Route, Tab, View } from "./types.d.ts" */

const app = document.querySelector("#app")

/** @type {Route} */
let route = parseRoute(location.hash)

/** @type {() => View} */
let view = () => html`<p class="loading">Loading …</p>`

/** @returns {Tab | undefined} */
const currentTab = () => tabs.find(({ id }) => id === route.tab)

let latest = 0

/** Whether what was there before is still shown. */
let isBusy = true

/** Reads what the tab shows. Of several reads at once, the last one counts. */
const load = async () => {
  const tab = currentTab()
  const mine = ++latest
  if (tab === undefined) {
    view = () => html`<div class="empty"><p>There is no such tab.</p></div>`
    isBusy = false
    return redraw()
  }
  try {
    const loaded = await tab.load(route)
    if (mine !== latest) return
    view = loaded
    state.failure = undefined
  } catch (error) {
    if (mine !== latest) return
    state.failure = error instanceof Error ? error.message : String(error)
  }
  isBusy = false
  redraw()
}

reload.current = async () => {
  await Promise.all([load(), readOverview()])
}

/** Reads what the navigation and the head show. */
const readOverview = async () => {
  try {
    const [counts, clock, faults, outbox, applications] = await Promise.all([
      /** @type {Promise<Counts>} */ (get("/data")),
      /** @type {Promise<{ now: string, frozen: boolean }>} */ (get("/clock")),
      /** @type {Promise<ReadonlyArray<Fault>>} */ (get("/faults")),
      /** @type {Promise<ReadonlyArray<OutboxEntry>>} */ (get("/outbox")),
      /** @type {Promise<ReadonlyArray<Application>>} */ (get("/applications"))
    ])
    state.overview = { counts, clock, faults, outbox: outbox.length, applications }
    redraw()
  } catch {
    state.overview = { ...state.overview, clock: undefined }
    redraw()
  }
}

const groups = /** @type {const} */ (["Traffic", "Data", "Control"])

const navigation = () => html`
  <nav class="tabs" aria-label="Tabs">
    ${groups.map(
      (group) => html`
        <div class="group">
          <h2>${group}</h2>
          <ul>
            ${tabs
              .filter((tab) => tab.group === group)
              .map((tab) => {
                const count = tab.badge?.(state.overview)
                return html`<li>
                  <a href=${hrefOf(tab.id)} aria-current=${tab.id === route.tab ? "page" : nothing}>
                    <span>${tab.title}</span>
                    ${
                      count === undefined || count === 0
                        ? nothing
                        : html`<span class="count">${typeof count === "number" ? number(count) : count}</span>`
                    }
                  </a>
                </li>`
              })}
          </ul>
        </div>
      `
    )}
  </nav>
`

const clock = () => {
  const known = state.overview.clock
  if (known === undefined) return html`<span class="badge bad">not responding</span>`
  return html`<a class="clock" href="#clock">
    <span class="visually-hidden">Clock:</span> ${time(known.now)} UTC
    ${known.frozen === true ? html`<span class="badge warn">frozen</span>` : nothing}
  </a>`
}

/** Which application the page shows, where the emulator hosts several. */
const picker = () => {
  const { applications } = state.overview
  if (applications.length < 2) return nothing
  const here = applications.find(({ control_path }) => control_path === base) ?? applications[0]
  return html`<select
    class="picker"
    aria-label="Application"
    @change=${(/** @type {Event} */ { target }) => {
      if (target instanceof HTMLSelectElement)
        location.href = `${applications[target.selectedIndex]?.control_path}${location.hash}`
    }}
  >
    ${applications.map(
      (application) =>
        html`<option ?selected=${application === here}>Application ${application.application_id}</option>`
    )}
  </select>`
}

const question = () => {
  const asked = state.question
  const close = () => {
    state.question = undefined
    redraw()
  }
  return html`
    <dialog aria-labelledby="question-title" @close=${close}>
      ${
        asked === undefined
          ? nothing
          : html`
              <h2 id="question-title">${asked.title}</h2>
              <p>${asked.text}</p>
              <div class="actions">
                <button type="button" @click=${close}>Cancel</button>
                <button
                  type="button"
                  class="danger"
                  @click=${() => {
                    const { run } = asked
                    close()
                    void act(run)
                  }}
                >
                  ${asked.action}
                </button>
              </div>
            `
      }
    </dialog>
  `
}

const page = () => html`
  <a class="skip" href="#main" @click=${skip}>Skip to the content</a>
  <header class="top">
    <a class="brand" href="#requests">
      <img src="/_emulator/inspector/icon.svg" alt="" width="22" height="22" />
      <span>ConnectyCube <span class="dim">emulator</span></span>
    </a>
    ${picker()} ${clock()}
    <span class="links">
      <a href="/docs" target="_blank" rel="noopener">API reference</a>
      <a href="/openapi.json" target="_blank" rel="noopener">OpenAPI</a>
    </span>
  </header>
  <div class="body">
    ${navigation()}
    <main id="main" tabindex="-1" aria-busy=${isBusy ? "true" : "false"}>
      ${state.failure === undefined ? nothing : html`<p class="failure" role="alert">${state.failure}</p>`} ${view()}
    </main>
  </div>
  <p class="notice" role="status" aria-live="polite" ?hidden=${state.notice === ""}>${state.notice}</p>
  ${question()}
`

/** @param {Event} event */
const skip = (event) => {
  event.preventDefault()
  document.querySelector("main")?.focus()
}

const draw = () => {
  if (!(app instanceof HTMLElement)) return
  render(page(), app)
  const dialog = app.querySelector("dialog")
  if (dialog === null) return
  if (state.question !== undefined && !dialog.open) dialog.showModal()
  if (state.question === undefined && dialog.open) dialog.close()
}

drawWith(draw)

const go = async () => {
  const before = route
  route = parseRoute(location.hash)
  isBusy = true
  redraw()
  await load()
  const title = currentTab()?.title
  document.title = title === undefined ? "ConnectyCube emulator" : `${title} · ConnectyCube emulator`
  // A reader of the screen hears where the page is now.
  if (before.tab !== route.tab) {
    queueMicrotask(() => {
      const heading = document.querySelector("#title")
      if (heading instanceof HTMLElement && document.activeElement?.tagName !== "INPUT")
        heading.focus({ preventScroll: true })
    })
  }
}

addEventListener("hashchange", () => void go())
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") void reload.current()
})

let seconds = 0

// What is shown follows what the emulator does, as long as somebody can see it.
setInterval(() => {
  if (document.visibilityState !== "visible") return
  seconds++
  if (seconds % 2 === 0) void readOverview()
  const { live } = currentTab() ?? {}
  if (live !== undefined && seconds % live === 0) void load()
}, 1000)

draw()
void go()
void readOverview()
