// @ts-check
import { html } from "lit-html"
import { get, post } from "../api.js"
import { form, formState, readJson } from "../forms.js"
import { field, head, json, table } from "../ui.js"
/** @import { Tab } from "../types.d.ts" */

const changing = formState(true)

/** @param {string} name @param {unknown} value */
const shown = (name, value) =>
  typeof value === "object" && value !== null && Object.keys(value).length > 0
    ? json(value, `The value of ${name}`)
    : html`<code>${JSON.stringify(value)}</code>`

/** @type {Tab} */
export const settings = {
  id: "settings",
  title: "Settings",
  group: "Control",
  load: async () => {
    /** @type {Readonly<Record<string, unknown>>} */
    const current = await get("/settings")
    return () => html`
      ${head("Settings", "", "Those of the dashboard, the limits of a plan, and alternatives of behavior. Secrets are not shown.")}
      ${form({
        state: changing,
        label: "Change settings",
        submit: "Change",
        stays: true,
        shown: ["changes"],
        fields: html`<div class="all">
          ${field({
            form: "settings",
            name: "changes",
            label: "Changes",
            rows: 4,
            placeholder: '{ "occupants_limit": 10 }',
            hint: "JSON with the settings to change; those left out stay",
            errors: changing.errors
          })}
        </div>`,
        run: async ({ changes = "" }) => {
          await post("/settings", readJson(changes, "changes"))
          return "The settings are changed"
        }
      })}
      ${table({
        caption: "Settings",
        rows: Object.entries(current),
        columns: [
          { title: "Setting", cell: ([name]) => html`<code>${name}</code>` },
          { title: "Value", kind: "wide", cell: ([name, value]) => shown(name, value) }
        ]
      })}
    `
  }
}
