// @ts-check
/** One request, with its response. */
import { html, nothing } from "lit-html"
import { toCurl } from "../curl.js"
import { toEffect } from "../effectCode.js"
import { duration, pairsOf } from "../format.js"
import { person } from "../people.js"
import { hrefOf, state } from "../state.js"
import { badge, code, copyButton, facts, statusBadge, when } from "../ui.js"
/** @import { JournalEntry, Operation } from "../types.d.ts" */

/** @param {string} label @param {ReadonlyArray<readonly [string, string]>} pairs @param {boolean} [open] */
const pairsTable = (label, pairs, open = false) =>
  pairs.length === 0
    ? nothing
    : html`<details ?open=${open}>
        <summary>${label} <span class="count">${pairs.length}</span></summary>
        <table class="pairs">
          <tbody>
            ${pairs.map(
              ([name, value]) =>
                html`<tr>
                  <th scope="row">${name}</th>
                  <td>${value}</td>
                </tr>`
            )}
          </tbody>
        </table>
      </details>`

/** @param {JournalEntry} entry */
const bodyOf = ({ request_body, request_headers }) => {
  if (request_body === "") return nothing
  const isForm = /x-www-form-urlencoded|form-data/i.test(request_headers["content-type"] ?? "")
  return isForm && !request_body.startsWith("<")
    ? pairsTable("Form", pairsOf(request_body), true)
    : code(request_body, "Body of the request")
}

/** @param {JournalEntry} entry */
const callerOf = ({ asked_by: { kind, user_id } }) => {
  /** @type {Record<string, string>} */
  const kinds = {
    nobody: "no session and no key",
    application: "the application",
    administrator: "the administrator, by the admin key",
    emulator: "the emulator itself",
    guest: "a guest",
    user: "a user"
  }
  return user_id === null
    ? (kinds[kind] ?? kind)
    : html`${person(user_id)} ${badge(kind)} <span class="dim">id ${user_id}</span>`
}

/** @param {number} id */
const faultOf = (id) => {
  const known = state.overview.faults.find((fault) => fault.id === id)
  return html`<a href=${hrefOf("faults", id)}>Fault ${id}</a>
    ${known === undefined ? html`<span class="dim">removed since</span>` : nothing}`
}

/** @param {JournalEntry} entry @param {ReadonlyArray<Operation>} operations */
export const detail = (entry, operations) => {
  const curl = () => toCurl(entry, location.origin)
  const effect = () => toEffect(entry, operations)
  return html`
    <h2 class="request-title">
      <span class=${`method ${entry.method}`}>${entry.method}</span> <span class="break">${entry.path}</span>
    </h2>
    ${facts([
      ["Status", statusBadge(entry.status)],
      ["Operation", entry.operation ?? html`<span class="dim">none of the API</span>`],
      ["Caller", callerOf(entry)],
      ["Fault", entry.fault === null ? undefined : faultOf(entry.fault)],
      ["Time", when(entry.at)],
      ["Duration", duration(entry.duration)],
      ["Number", entry.number]
    ])}
    <div class="actions">
      ${copyButton("Copy as curl", curl)} ${copyButton("Copy as Effect code", effect)}
      ${
        entry.operation === null
          ? nothing
          : html`<a class="button" href=${hrefOf("faults", "", { operation: entry.operation })}>Make it fail</a>`
      }
    </div>
    <h3>Request</h3>
    ${pairsTable("Query", pairsOf(entry.query), true)} ${pairsTable("Headers", Object.entries(entry.request_headers))}
    ${bodyOf(entry)}
    <h3>Response</h3>
    ${entry.status === null ? html`<p class="dim">The connection was closed without a response.</p>` : nothing}
    ${pairsTable("Headers", Object.entries(entry.response_headers))}
    ${entry.response_body === "" ? nothing : code(entry.response_body, "Body of the response")}
    <h3>Code</h3>
    <details>
      <summary>curl</summary>
      ${code(curl(), "The request as a curl command")}
    </details>
    <details>
      <summary>Effect</summary>
      ${code(effect(), "The request as Effect code")}
    </details>
  `
}
