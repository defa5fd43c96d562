// @ts-check
import { html, nothing } from "lit-html"
import { repeat } from "lit-html/directives/repeat.js"
import { remove } from "../api.js"
import { duration, number, plural, timeOfDay } from "../format.js"
import { journal, matches, readJournal } from "../journal.js"
import { readOperations } from "../operations.js"
import { nameById } from "../people.js"
import { act, confirm, hrefOf, redraw, reload } from "../state.js"
import { badge, empty, head, split, statusBadge } from "../ui.js"
import { detail } from "./request.js"
/** @import { JournalEntry, Route, Tab } from "../types.d.ts" */

/** How many rows are drawn at first: a thousand would make each change slow. */
const step = 200

let shown = step

/** @param {JournalEntry} entry */
const caller = ({ asked_by: { kind, user_id } }) => (user_id === null ? kind : (nameById(user_id) ?? `User ${user_id}`))

/** @param {Route} route */
const filters = (route) => {
  const values = (/** @type {(entry: JournalEntry) => string} */ of) =>
    [...new Set(journal.entries.map(of))].filter((value) => value !== "").toSorted()
  const choose =
    (/** @type {string} */ name) =>
    (/** @type {Event} */ { target }) => {
      if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement)
        location.replace(hrefOf(route.tab, route.id, { ...route.query, [name]: target.value }))
    }
  const select = (
    /** @type {string} */ name,
    /** @type {string} */ label,
    /** @type {ReadonlyArray<string>} */ options
  ) => {
    const value = route.query[name] ?? ""
    const all = value === "" || options.includes(value) ? options : [...options, value]
    return html`<select aria-label=${label} @change=${choose(name)}>
      <option value="" ?selected=${value === ""}>${label}</option>
      ${all.map((option) => html`<option value=${option} ?selected=${option === value}>${option}</option>`)}
    </select>`
  }
  const isFiltered = Object.values(route.query).some((value) => value !== "")
  return html`<div
    class=${route.id === "" ? "filters" : "filters beside"}
    role="search"
    aria-label="Filter of the requests"
  >
    <input
      type="search"
      aria-label="Filter by text"
      placeholder="Filter by path or body"
      .value=${route.query["text"] ?? ""}
      @input=${choose("text")}
    />
    ${select("method", "Any method", ["GET", "POST", "PUT", "DELETE"])}
    ${select("status", "Any status", ["2xx", "3xx", "4xx", "5xx", "dropped"])}
    ${select(
      "operation",
      "Any operation",
      values(({ operation }) => operation ?? "")
    )}
    ${select("fault", "With or without fault", ["any", ...values(({ fault }) => String(fault ?? ""))])}
    ${isFiltered ? html`<a class="button" href=${hrefOf(route.tab, route.id)}>Clear filter</a>` : nothing}
  </div>`
}

/** @param {Route} route @param {ReadonlyArray<JournalEntry>} entries */
const list = (route, entries) => html`
  <div class="scroll requests" role="region" aria-label="Requests, newest first" tabindex="0">
    <table>
      <caption class="visually-hidden">
        Requests, newest first
      </caption>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Method</th>
          <th scope="col" class="wide">Path</th>
          <th scope="col">Operation</th>
          <th scope="col">Caller</th>
          <th scope="col">Status</th>
          <th scope="col" class="number">Duration</th>
        </tr>
      </thead>
      <tbody>
        ${repeat(
          entries.slice(0, shown),
          ({ number }) => number,
          (entry) => html`
            <tr class=${String(entry.number) === route.id ? "selected" : ""}>
              <td class="time">${timeOfDay(entry.at)}</td>
              <td><span class=${`method ${entry.method}`}>${entry.method}</span></td>
              <td class="wide">
                <a
                  href=${hrefOf(route.tab, entry.number, route.query)}
                  aria-current=${String(entry.number) === route.id ? "true" : nothing}
                  title=${entry.path}
                  >${entry.path}${entry.query === "" ? nothing : html`<span class="dim">?${entry.query}</span>`}</a
                >
              </td>
              <td class="dim">${entry.operation ?? ""}</td>
              <td>${caller(entry)}</td>
              <td>
                ${statusBadge(entry.status)}${entry.fault === null ? nothing : badge(`fault ${entry.fault}`, "fault")}
              </td>
              <td class="number">${duration(entry.duration)}</td>
            </tr>
          `
        )}
      </tbody>
    </table>
  </div>
  ${
    entries.length > shown
      ? html`<button
          type="button"
          class="more-rows"
          @click=${() => {
            shown += step
            redraw()
          }}
        >
          Show ${number(Math.min(step, entries.length - shown))} more of ${number(entries.length - shown)}
        </button>`
      : nothing
  }
`

const pause = () => {
  journal.paused = !journal.paused
  void reload.current()
}

/** @type {Tab} */
export const requests = {
  id: "requests",
  title: "Requests",
  group: "Traffic",
  live: 1,
  load: async (route) => {
    const [operations] = await Promise.all([readOperations(), readJournal()])
    return () => {
      const entries = journal.entries.filter((entry) => matches(entry, route.query)).toReversed()
      const chosen = journal.entries.find(({ number }) => String(number) === route.id)
      return html`
        ${head(
          "Requests",
          html`
            <span class="dim">${plural(entries.length, "request")}</span>
            <button type="button" aria-pressed=${journal.paused ? "true" : "false"} @click=${pause}>
              ${journal.paused ? "Resume" : "Pause"}
            </button>
            <button
              type="button"
              @click=${() =>
                confirm({
                  title: "Clear the requests?",
                  text: "The journal is emptied. Nothing else changes.",
                  action: "Clear",
                  run: () => act(() => remove("/requests").then(() => "The requests are cleared"))
                })}
            >
              Clear
            </button>
          `
        )}
        ${filters(route)}
        <p class="visually-hidden" role="status" aria-live="polite">${journal.news}</p>
        ${
          journal.entries.length === 0
            ? empty(
                "No request yet",
                html`Point a program at <code>${location.origin}</code>: each of its requests appears here.`
              )
            : split(
                entries.length === 0 ? empty("No request matches the filter") : list(route, entries),
                route.id === ""
                  ? nothing
                  : chosen === undefined
                    ? empty(`The journal has no request ${route.id}`)
                    : detail(chosen, operations),
                hrefOf(route.tab, "", route.query)
              )
        }
      `
    }
  }
}
