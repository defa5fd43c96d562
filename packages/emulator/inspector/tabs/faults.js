// @ts-check
import { html, nothing } from "lit-html"
import { get, remove } from "../api.js"
import { plural } from "../format.js"
import { readOperations } from "../operations.js"
import { act, confirm, hrefOf } from "../state.js"
import { badge, empty, head, json } from "../ui.js"
import { creation, creationForm } from "./faultForm.js"
/** @import { Fault, Route, Tab } from "../types.d.ts" */

/** @param {Fault} fault */
const target = ({ rule }) =>
  [rule.operation, rule.method, rule.path].filter((part) => part !== undefined).join(" ") || "Every request"

/** @param {Fault} fault */
const effect = ({ rule: { delay, drop, respond } }) =>
  [
    delay === undefined ? [] : [`waits ${typeof delay === "number" ? `${delay} ms` : delay}`],
    respond === undefined ? [] : [`responds with ${respond.status}`],
    drop === undefined ? [] : [drop === "mid-body" ? "closes the connection within the body" : "closes the connection"]
  ]
    .flat()
    .join(", ")

/** @param {Fault} fault */
const limits = ({ rule: { after, times } }) =>
  [times === undefined ? [] : [plural(times, "time")], after === undefined ? [] : [`after ${plural(after, "request")}`]]
    .flat()
    .join(", ")

/** @param {Fault} fault @param {Route} route */
const card = (fault, route) => html`
  <li class=${String(fault.id) === route.id ? "fault selected" : "fault"}>
    <div class="fault-head">
      <h2>${badge(`fault ${fault.id}`, "fault")} ${target(fault)}</h2>
      <button
        type="button"
        aria-label=${`Remove fault ${fault.id}`}
        @click=${() => act(() => remove(`/faults/${fault.id}`).then(() => `Fault ${fault.id} is removed`))}
      >
        Remove
      </button>
    </div>
    <p>${effect(fault)}${limits(fault) === "" ? nothing : `, ${limits(fault)}`}</p>
    ${
      fault.matched === 0
        ? html`<p class="never">No request has matched this rule yet</p>`
        : html`<p>
            Matched ${plural(fault.matched, "request")},
            <a href=${hrefOf("requests", "", { fault: fault.id })}>applied to ${fault.caught}</a>
          </p>`
    }
    <details>
      <summary>Rule</summary>
      ${json(fault.rule, "The rule as JSON")}
    </details>
  </li>
`

/** @type {Tab} */
export const faults = {
  id: "faults",
  title: "Faults",
  group: "Traffic",
  live: 2,
  badge: (overview) => overview.faults.length,
  load: async (route) => {
    const [rules, known] = await Promise.all([
      /** @type {Promise<ReadonlyArray<Fault>>} */ (get("/faults")),
      readOperations()
    ])
    // A link of a request opens the form, for its operation.
    if (route.query["operation"] && !creation.isOpen) creation.isOpen = true
    return () => html`
      ${head(
        "Faults",
        html`<button
            type="button"
            class="primary"
            aria-expanded=${creation.isOpen ? "true" : "false"}
            @click=${() => {
              creation.isOpen = !creation.isOpen
              creation.errors = {}
              location.hash = hrefOf("faults", route.id)
              void act(async () => {})
            }}
          >
            New fault
          </button>
          <button
            type="button"
            ?disabled=${rules.length === 0}
            @click=${() =>
              confirm({
                title: "Remove all faults?",
                text: "No request fails on purpose any more.",
                action: "Remove all",
                run: () => act(() => remove("/faults").then(() => "All faults are removed"))
              })}
          >
            Remove all
          </button>`,
        "Requests that fail on purpose. Of the rules that match a request, the first one applies."
      )}
      ${creationForm(known, route.query["operation"] ?? "")}
      ${
        rules.length === 0
          ? empty("No fault", "Every request gets the response of the API.")
          : html`<ul class="faults">
              ${rules.map((fault) => card(fault, route))}
            </ul>`
      }
    `
  }
}
