// @ts-check
/** @import { Overview, Route } from "./types.d.ts" */

/** What draws the page. */
let draw = () => {}

let isScheduled = false

/** @param {() => void} f */
export const drawWith = (f) => {
  draw = f
}

/** Draws the page soon, and once for many changes. */
export const redraw = () => {
  if (isScheduled) return
  isScheduled = true
  queueMicrotask(() => {
    isScheduled = false
    draw()
  })
}

/**
 * What every tab may show.
 *
 * @type {{
 *   overview: Overview,
 *   failure: string | undefined,
 *   notice: string,
 *   question: { title: string, text: string, action: string, run: () => Promise<void> } | undefined
 * }}
 */
export const state = {
  overview: { counts: undefined, clock: undefined, faults: [], outbox: 0, applications: [] },
  failure: undefined,
  notice: "",
  question: undefined
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer

/**
 * Says what was done, for a while.
 *
 * @param {string} text
 */
export const notify = (text) => {
  state.notice = text
  clearTimeout(timer)
  timer = setTimeout(() => {
    state.notice = ""
    redraw()
  }, 5000)
  redraw()
}

/**
 * Asks before something is done that cannot be undone.
 *
 * @param {{ title: string, text: string, action: string, run: () => Promise<void> }} question
 */
export const confirm = (question) => {
  state.question = question
  redraw()
}

/** Reads the tab again: `main.js` sets it. @type {{ current: () => Promise<void> }} */
export const reload = { current: async () => {} }

/**
 * Does something, says so, and shows what has become of it. A failure is shown, too.
 *
 * @param {() => Promise<string | void>} action
 */
export const act = async (action) => {
  try {
    const done = await action()
    if (typeof done === "string") notify(done)
  } catch (error) {
    notify(error instanceof Error ? error.message : String(error))
  }
  await reload.current()
}

/**
 * Reads what stands behind the `#` of a URL: `#chat/5c09?page=2`.
 *
 * @param {string} hash
 * @returns {Route}
 */
export const parseRoute = (hash) => {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?", 2)
  const [tab = "", ...rest] = path.split("/")
  return { tab: tab || "requests", id: decode(rest.join("/")), query: Object.fromEntries(new URLSearchParams(query)) }
}

/** @param {string} text */
const decode = (text) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * The URL of a place on the page. What is empty is left out.
 *
 * @param {string} tab
 * @param {string | number} [id]
 * @param {Readonly<Record<string, string | number | undefined>>} [query]
 */
export const hrefOf = (tab, id = "", query = {}) => {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)]]
  )
  const path = id === "" ? tab : `${tab}/${encodeURIComponent(id)}`
  return `#${path}${given.length === 0 ? "" : `?${new URLSearchParams(given)}`}`
}
