// @ts-check
import { html, nothing } from "lit-html"
import { get } from "../api.js"
import { short } from "../format.js"
import { person } from "../people.js"
import { hrefOf } from "../state.js"
import { empty, head, json, mono, pager, split, table, when } from "../ui.js"
/** @import { DataRecord, Page, RecordClass, Tab } from "../types.d.ts" */

/** @param {unknown} value */
const shown = (value) =>
  value === null || value === undefined ? nothing : short(typeof value === "object" ? JSON.stringify(value) : value, 60)

/** Seconds since 1970, as records have them. @param {unknown} seconds */
const at = (seconds) => (typeof seconds === "number" ? when(new Date(seconds * 1000).toISOString()) : nothing)

/** @type {Tab} */
export const records = {
  id: "records",
  title: "Records",
  group: "Data",
  live: 2,
  badge: ({ counts }) => counts?.records,
  load: async (route) => {
    /** @type {ReadonlyArray<RecordClass>} */
    const classes = await get("/data/classes")
    const name = route.id || classes[0]?.class_name || ""
    const known = classes.find(({ class_name }) => class_name === name)
    /** @type {Page<DataRecord> | undefined} */
    const page = known && (await get("/data/records", { class_name: name, page: route.query["page"] }))
    const chosen = page?.items.find(({ _id }) => _id === route.query["record"])
    const own = Object.keys(known?.fields ?? {})
    return () => html`
      ${head("Records", nothing, "Custom data, by class. The classes are in the settings, or come to be when they are used.")}
      ${
        classes.length === 0
          ? empty("No class", html`Define one in the <a href="#settings">settings</a>, as <code>classes</code>.`)
          : html`<nav class="chips" aria-label="Classes">
              ${classes.map(
                ({ class_name, records }) =>
                  html`<a
                    class="button"
                    href=${hrefOf("records", class_name)}
                    aria-current=${class_name === name ? "page" : nothing}
                    >${class_name} <span class="count">${records}</span></a
                  >`
              )}
            </nav>`
      }
      ${
        page === undefined || known === undefined
          ? route.id === ""
            ? nothing
            : empty("There is no such class")
          : html`<p class="dim">
                ${known.defined ? "Defined in the settings" : "Not in the settings"}:
                ${
                  own.length === 0
                    ? "no fields"
                    : Object.entries(known.fields)
                        .map(([field, type]) => `${field} ${type}`)
                        .join(", ")
                }
              </p>
              ${split(
                page.total === 0
                  ? empty("No record of this class")
                  : html`${table({
                      caption: `Records of ${name}, newest first`,
                      rows: page.items,
                      isSelected: (row) => row === chosen,
                      columns: [
                        {
                          title: "Id",
                          cell: ({ _id }) =>
                            html`<a href=${hrefOf("records", name, { ...route.query, record: String(_id) })}>${_id}</a>`
                        },
                        ...own.map((field) => ({
                          title: field,
                          cell: (/** @type {DataRecord} */ row) => shown(row[field])
                        })),
                        { title: "Owner", cell: ({ user_id }) => person(Number(user_id)) },
                        {
                          title: "Created",
                          kind: /** @type {const} */ ("time"),
                          cell: ({ created_at }) => at(created_at)
                        }
                      ]
                    })}
                    ${pager(page, { ...route, id: name }, "record")}`,
                chosen === undefined
                  ? nothing
                  : html`<h2>Record ${mono(String(chosen["_id"]))}</h2>
                      ${json(chosen, "The record as JSON")}`,
                hrefOf("records", name, { ...route.query, record: "" })
              )}`
      }
    `
  }
}
