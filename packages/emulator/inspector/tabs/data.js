// @ts-check
/** The data as a whole: what is put in, what is taken out, and what is deleted. */
import { html } from "lit-html"
import { Failure, post } from "../api.js"
import { form, formState, readJson } from "../forms.js"
import * as People from "../people.js"
import { act, confirm, redraw } from "../state.js"
import { field, head } from "../ui.js"
/** @import { Tab } from "../types.d.ts" */

const seeding = formState(true)

/** The file that was chosen last. @type {{ name: string, text: string } | undefined} */
let file

const example = '{ "users": [{ "login": "ada", "password": "correct horse" }] }'

/** @param {Event} event */
const choose = async ({ target }) => {
  const chosen = target instanceof HTMLInputElement ? target.files?.[0] : undefined
  file = chosen && { name: chosen.name, text: await chosen.text() }
  redraw()
}

/** What was put in: `2 users, 1 dialogs`. @param {unknown} seeded */
const counted = (seeded) =>
  Object.entries(typeof seeded === "object" && seeded !== null ? seeded : {})
    .filter(([, count]) => typeof count === "number" && count > 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ") || "nothing"

/** @type {Tab} */
export const data = {
  id: "data",
  title: "Seed and reset",
  group: "Control",
  load: async () => () =>
    html`
      ${head("Seed and reset")}
      <h2 class="section">Seed</h2>
      <p class="dim">Inserts users, dialogs, messages and more, all of it or nothing. Nothing is delivered.</p>
      ${form({
        state: seeding,
        label: "Seed",
        submit: "Insert",
        stays: true,
        shown: ["seed", "file"],
        fields: html`
          <div class="all">
            ${field({
              form: "seed",
              name: "seed",
              label: "JSON",
              rows: 8,
              placeholder: example,
              hint: "As in the README of the emulator, under Initial data",
              errors: seeding.errors
            })}
          </div>
          <div class="field all">
            <label for="seed-file">Or a file</label>
            <input id="seed-file" type="file" accept=".json,application/json" @change=${choose} />
          </div>
        `,
        run: async ({ seed = "" }) => {
          const text = seed.trim() === "" ? (file?.text ?? "") : seed
          if (text.trim() === "") throw new Failure("", 422, { seed: ["Paste a seed, or choose a file"] })
          readJson(text, "seed")
          const seeded = await post("/seed", text)
          file = undefined
          return `Inserted: ${counted(seeded)}`
        }
      })}
      <h2 class="section">Reset</h2>
      <p class="dim">
        Deletes all data, faults, requests and the outbox, and sets the clock and the settings back to the start.
        Snapshots stay.
      </p>
      <button
        type="button"
        class="danger"
        @click=${() =>
          confirm({
            title: "Reset the emulator?",
            text: "All data, faults, requests and the outbox are deleted; the clock and the settings are as at the start. Snapshots stay.",
            action: "Reset",
            run: () =>
              act(async () => {
                await post("/reset")
                People.forget()
                return "The emulator is reset"
              })
          })}
      >
        Reset …
      </button>
    `
}
