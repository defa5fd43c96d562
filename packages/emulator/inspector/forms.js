// @ts-check
/** Forms that open, are sent, and show the errors of the response. */
import { html, nothing } from "lit-html"
import { Failure } from "./api.js"
import { notify, redraw, reload } from "./state.js"
import { onSubmit, otherErrors } from "./ui.js"
/** @import { View } from "./types.d.ts" */

/**
 * @typedef {{
 *   isOpen: boolean,
 *   isBusy: boolean,
 *   errors: Readonly<Record<string, ReadonlyArray<string>>>
 * }} FormState
 */

/**
 * @param {boolean} [isOpen]
 * @returns {FormState}
 */
export const formState = (isOpen = false) => ({ isOpen, isBusy: false, errors: {} })

/**
 * A button that opens a form, and closes it.
 *
 * @param {FormState} state
 * @param {string} label
 */
export const opener = (state, label) => html`
  <button
    type="button"
    class="primary"
    aria-expanded=${state.isOpen ? "true" : "false"}
    @click=${() => {
      state.isOpen = !state.isOpen
      state.errors = {}
      redraw()
    }}
  >
    ${label}
  </button>
`

/**
 * A form. `run` gets the texts in its fields, and returns what was done. An error response is shown beside the fields.
 *
 * @param {{
 *   state: FormState,
 *   label: string,
 *   fields: View,
 *   shown: ReadonlyArray<string>,
 *   submit: string,
 *   stays?: boolean,
 *   kind?: string,
 *   run: (values: Record<string, string>) => Promise<string>
 * }} form
 */
export const form = ({ fields, kind = "form", label, run, shown, state, stays = false, submit }) =>
  state.isOpen
    ? html`
        <form
          class=${kind}
          aria-label=${label}
          novalidate
          @submit=${onSubmit((values, element) => void send({ element, run, state, stays, values }))}
        >
          ${fields} ${otherErrors(state.errors, shown)}
          <div class="actions">
            <button type="submit" class="primary" ?disabled=${state.isBusy}>${submit}</button>
          </div>
        </form>
      `
    : nothing

/**
 * @param {{
 *   element: HTMLFormElement,
 *   run: (values: Record<string, string>) => Promise<string>,
 *   state: FormState,
 *   stays: boolean,
 *   values: Record<string, string>
 * }} sent
 */
const send = async ({ element, run, state, stays, values }) => {
  state.isBusy = true
  redraw()
  try {
    const done = await run(values)
    state.errors = {}
    state.isOpen = stays
    element.reset()
    notify(done)
  } catch (error) {
    const errors = error instanceof Failure ? error.errors : {}
    state.errors =
      Object.keys(errors).length > 0 ? errors : { base: [error instanceof Error ? error.message : String(error)] }
  }
  state.isBusy = false
  redraw()
  await reload.current()
}

/**
 * The fields of a form that are filled in.
 *
 * @param {Record<string, string>} values
 * @param {ReadonlyArray<string>} names
 */
export const given = (values, names) =>
  Object.fromEntries(names.flatMap((name) => ((values[name] ?? "") === "" ? [] : [[name, values[name]]])))

/**
 * The value of a JSON text. Its error says where it is wrong.
 *
 * @param {string} text
 * @param {string} name The field that has it.
 * @returns {unknown}
 */
export const readJson = (text, name) => {
  try {
    return JSON.parse(text)
  } catch (error) {
    const message = error instanceof Error ? error.message : "Expected JSON"
    throw new Failure(message, 422, { [name]: [message] })
  }
}
