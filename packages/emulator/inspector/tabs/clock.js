// @ts-check
import { html } from "lit-html"
import { get, post } from "../api.js"
import { form, formState } from "../forms.js"
import { time } from "../format.js"
import { act } from "../state.js"
import { badge, field, head } from "../ui.js"
/** @import { Tab } from "../types.d.ts" */

const moving = formState(true)

const steps = ["1 minute", "10 minutes", "1 hour", "2 hours", "1 day", "7 days"]

/** @param {string} by */
const advance = (by) =>
  act(async () => {
    await post("/clock", { advance: by })
    return `The clock is ${by} later`
  })

/** @type {Tab} */
export const clock = {
  id: "clock",
  title: "Clock",
  group: "Control",
  live: 1,
  badge: (overview) => (overview.clock?.frozen === true ? "frozen" : undefined),
  load: async () => {
    /** @type {{ now: string, frozen: boolean }} */
    const { frozen, now } = await get("/clock")
    return () => html`
      ${head(
        "Clock",
        "",
        "Sessions expire after two hours, guests after a day, and reminders of meetings are sent when they are due: all by this clock."
      )}
      <p class="now">
        <time datetime=${now}>${time(now)}</time> UTC ${frozen ? badge("frozen", "warn") : badge("running", "good")}
      </p>
      <div class="actions gap">
        <button
          type="button"
          class="primary"
          @click=${() =>
            act(async () => {
              await post("/clock", { frozen: !frozen })
              return frozen ? "The clock goes on" : "The clock stands still"
            })}
        >
          ${frozen ? "Unfreeze" : "Freeze"}
        </button>
      </div>
      <h2 class="section">Advance</h2>
      <div class="actions gap">
        ${steps.map((step) => html`<button type="button" @click=${() => advance(step)}>+ ${step}</button>`)}
      </div>
      ${form({
        state: moving,
        label: "Advance the clock",
        submit: "Advance",
        stays: true,
        shown: ["advance"],
        fields: field({
          form: "clock",
          name: "advance",
          label: "By",
          placeholder: "90 minutes",
          hint: "Such as 30 seconds, 90 minutes, 3 hours or 30 days",
          errors: moving.errors
        }),
        run: async ({ advance: by = "" }) => {
          await post("/clock", { advance: by })
          return `The clock is ${by} later`
        }
      })}
    `
  }
}
