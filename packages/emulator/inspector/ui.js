// @ts-check
/** The parts that tabs are made of. */
import { html, nothing } from "lit-html"
import { pretty, time, tokensOf, plural, number } from "./format.js"
import { hrefOf, notify } from "./state.js"
/** @import { Page, Route, View } from "./types.d.ts" */

/**
 * The head of a tab: its title, and what can be done.
 *
 * @param {string} title
 * @param {View} [actions]
 * @param {View} [hint]
 */
export const head = (title, actions = nothing, hint = nothing) => html`
  <header class="tab-head">
    <h1 tabindex="-1" id="title">${title}</h1>
    <div class="actions">${actions}</div>
    ${hint === nothing ? nothing : html`<p class="hint">${hint}</p>`}
  </header>
`

/**
 * What stands where nothing is.
 *
 * @param {string} what
 * @param {View} [hint]
 */
export const empty = (what, hint = nothing) => html`
  <div class="empty">
    <p>${what}</p>
    ${hint === nothing ? nothing : html`<p class="dim">${hint}</p>`}
  </div>
`

/**
 * A table. Its first column is the header of each row.
 *
 * @template Row
 * @param {{
 *   caption: string,
 *   columns: ReadonlyArray<{ title: string, kind?: "number" | "wide" | "time", cell: (row: Row) => View }>,
 *   rows: ReadonlyArray<Row>,
 *   isSelected?: (row: Row) => boolean
 * }} table
 */
export const table = ({ caption, columns, isSelected = () => false, rows }) => html`
  <div class="scroll" tabindex="0" role="region" aria-label=${caption}>
    <table>
      <caption class="visually-hidden">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(({ kind = "", title }) => html`<th scope="col" class=${kind}>${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) => html`
            <tr class=${isSelected(row) ? "selected" : ""}>
              ${columns.map(({ cell, kind = "" }) => html`<td class=${kind}>${cell(row)}</td>`)}
            </tr>
          `
        )}
      </tbody>
    </table>
  </div>
`

/**
 * The pages of a list, as links.
 *
 * @param {Page<unknown>} page
 * @param {Route} route
 * @param {string} one
 * @param {string} [many]
 */
export const pager = ({ page, per_page, total }, route, one, many) => {
  const last = Math.max(1, Math.ceil(total / per_page))
  const link = (/** @type {string} */ text, /** @type {number} */ to) =>
    to < 1 || to > last
      ? html`<span class="button off" aria-disabled="true">${text}</span>`
      : html`<a class="button" href=${hrefOf(route.tab, route.id, { ...route.query, page: to === 1 ? "" : to })}
          >${text}</a
        >`
  return html`
    <nav class="pager" aria-label="Pages">
      <span>${plural(total, one, many)}</span>
      ${
        last === 1
          ? nothing
          : html`<span class="pages">
              ${link("Previous", page - 1)}
              <span>Page ${number(page)} of ${number(last)}</span> ${link("Next", page + 1)}
            </span>`
      }
    </nav>
  `
}

/**
 * A text, indented and colored when it is JSON.
 *
 * @param {string} text
 * @param {string} label
 */
export const code = (text, label) => {
  const shown = pretty(text)
  const parts = shown.length > 200_000 || !/^\s*[[{]/.test(shown) ? shown : tokensOf(shown).map(colored)
  return html`<pre class="code" tabindex="0" role="region" aria-label=${label}><code>${parts}</code></pre>`
}

/** @param {{ kind: string, text: string }} part */
const colored = ({ kind, text }) => (kind === "plain" ? text : html`<span class=${`t-${kind}`}>${text}</span>`)

/** @param {unknown} value @param {string} label */
export const json = (value, label) => code(JSON.stringify(value, null, 2) ?? "", label)

/** @param {string | null | undefined} iso */
export const when = (iso) => (iso ? html`<time datetime=${iso} title=${iso}>${time(iso)}</time>` : nothing)

/** @param {View} text @param {string} [tone] */
export const badge = (text, tone = "") => html`<span class=${`badge ${tone}`}>${text}</span>`

/** A status of HTTP, or that there was none. @param {number | null} status */
export const statusBadge = (status) =>
  status === null ? badge("dropped", "bad") : badge(status, status >= 500 ? "bad" : status >= 400 ? "warn" : "good")

/** @param {string} text */
export const mono = (text) => html`<code class="id">${text}</code>`

/**
 * Names and values. What is `null`, `undefined` or empty is left out.
 *
 * @param {ReadonlyArray<readonly [name: string, value: View]>} pairs
 */
export const facts = (pairs) => html`
  <dl class="facts">
    ${pairs
      .filter(([, value]) => value !== null && value !== undefined && value !== "" && value !== nothing)
      .map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`
      )}
  </dl>
`

/**
 * A button that puts a text into the clipboard.
 *
 * @param {string} label
 * @param {() => string} text
 */
export const copyButton = (label, text) => html`
  <button
    type="button"
    @click=${async () => {
      try {
        await navigator.clipboard.writeText(text())
        notify("Copied")
      } catch {
        notify("The browser does not allow to copy: select the text")
      }
    }}
  >
    ${label}
  </button>
`

let fields = 0

/** @type {Map<string, string>} */
const ids = new Map()

/** An id for a control of this name, which stays. @param {string} name */
const idOf = (name) => {
  const known = ids.get(name) ?? `field-${++fields}`
  ids.set(name, known)
  return known
}

/**
 * An input with its label, and with the errors of its name.
 *
 * @param {{
 *   form: string,
 *   name: string,
 *   label: string,
 *   type?: string,
 *   value?: string,
 *   hint?: View,
 *   placeholder?: string,
 *   required?: boolean,
 *   rows?: number,
 *   list?: ReadonlyArray<string>,
 *   options?: ReadonlyArray<readonly [value: string, text: string]>,
 *   errors?: Readonly<Record<string, ReadonlyArray<string>>>,
 *   onInput?: (value: string) => void
 * }} field
 */
export const field = ({
  errors = {},
  form,
  hint = nothing,
  label,
  list,
  name,
  onInput,
  options,
  placeholder = "",
  required = false,
  rows,
  type = "text",
  value = ""
}) => {
  const id = idOf(`${form}.${name}`)
  // Those of its members, too: `occupants_ids.0`.
  const messages = Object.entries(errors).flatMap(([key, texts]) =>
    key === name || key.startsWith(`${name}.`) || key === `user.${name}` ? texts : []
  )
  const input = (/** @type {Event & { target: EventTarget | null }} */ { target }) => {
    if (
      target instanceof HTMLInputElement ||
      target instanceof HTMLSelectElement ||
      target instanceof HTMLTextAreaElement
    )
      onInput?.(target.value)
  }
  const invalid = messages.length > 0 ? "true" : "false"
  const described = `${id}-more`
  const control = options
    ? html`<select id=${id} name=${name} @change=${input} aria-describedby=${described}>
        ${options.map(([option, text]) => html`<option value=${option} ?selected=${option === value}>${text}</option>`)}
      </select>`
    : rows !== undefined
      ? html`<textarea
          id=${id}
          name=${name}
          rows=${rows}
          placeholder=${placeholder}
          ?required=${required}
          spellcheck="false"
          aria-invalid=${invalid}
          aria-describedby=${described}
          @input=${input}
          .defaultValue=${value}
        ></textarea>`
      : html`<input
          id=${id}
          name=${name}
          type=${type}
          placeholder=${placeholder}
          ?required=${required}
          autocomplete="off"
          list=${list ? `${id}-list` : nothing}
          aria-invalid=${invalid}
          aria-describedby=${described}
          @input=${input}
          .defaultValue=${value}
        />`
  return html`
    <div class="field">
      <label for=${id}>${label}</label>
      ${control}
      ${
        list
          ? html`<datalist id=${`${id}-list`}>
              ${list.map((option) => html`<option value=${option}></option>`)}
            </datalist>`
          : nothing
      }
      <div class="more" id=${described}>
        ${hint === nothing ? nothing : html`<span class="dim">${hint}</span>`}
        ${messages.map((message) => html`<span class="error">${message}</span>`)}
      </div>
    </div>
  `
}

/**
 * The errors of an error response that are of none of these fields.
 *
 * @param {Readonly<Record<string, ReadonlyArray<string>>>} errors
 * @param {ReadonlyArray<string>} [shown]
 */
export const otherErrors = (errors, shown = []) => {
  const others = Object.entries(errors).filter(
    ([name]) => !shown.some((field) => name === field || name.startsWith(`${field}.`) || name === `user.${field}`)
  )
  return html`<ul class="errors" role="alert" ?hidden=${others.length === 0}>
    ${others.map(([name, messages]) => html`<li>${name === "base" ? nothing : html`<code>${name}</code> `}${messages.join(", ")}</li>`)}
  </ul>`
}

/**
 * The texts in the fields of a form.
 *
 * @param {HTMLFormElement} form
 * @returns {Record<string, string>}
 */
export const valuesOf = (form) =>
  Object.fromEntries(Array.from(new FormData(form), ([name, value]) => [name, typeof value === "string" ? value : ""]))

/**
 * A listener for the submission of a form: it gets the texts in the fields.
 *
 * @param {(values: Record<string, string>, form: HTMLFormElement) => void} f
 */
export const onSubmit = (f) => (/** @type {SubmitEvent} */ event) => {
  event.preventDefault()
  if (event.currentTarget instanceof HTMLFormElement) f(valuesOf(event.currentTarget), event.currentTarget)
}

/**
 * A search that is part of the URL.
 *
 * @param {Route} route
 * @param {string} label
 */
export const search = (route, label) => html`
  <form
    role="search"
    class="search"
    @submit=${onSubmit(({ text = "" }) => {
      location.hash = hrefOf(route.tab, "", { ...route.query, text, page: "" })
    })}
  >
    <input type="search" name="text" aria-label=${label} placeholder=${label} .value=${route.query["text"] ?? ""} />
  </form>
`

/**
 * A list, and beside it what is chosen of it.
 *
 * @param {View} list
 * @param {View} detail `nothing` when nothing is chosen.
 * @param {string} back Where the list alone is.
 */
export const split = (list, detail, back) => html`
  <div class=${detail === nothing ? "split" : "split open"}>
    <div class="list">${list}</div>
    ${
      detail === nothing
        ? nothing
        : html`<section class="detail" aria-label="Detail">
            <a class="button close" href=${back}>Close</a>
            ${detail}
          </section>`
    }
  </div>
`
