// @ts-check
import { html, nothing } from "lit-html"
import { get, remove } from "../api.js"
import { plural, short, webUrl } from "../format.js"
import { people, person } from "../people.js"
import { act, confirm, hrefOf } from "../state.js"
import { badge, empty, head, json, split, table, when } from "../ui.js"
/** @import { OutboxEntry, Tab, View } from "../types.d.ts" */

/** @type {Readonly<Record<OutboxEntry["kind"], string>>} */
const titles = {
  mail: "Mails",
  message: "Messages",
  "system-message": "System messages",
  push: "Pushes",
  "meeting-mail": "Meeting mails",
  "call-rejection": "Rejected calls"
}

/** @param {OutboxEntry} entry @returns {View} */
const recipient = (entry) => {
  if (entry.kind === "push") return person(entry.user_id)
  return typeof entry.to === "string" ? entry.to : people(entry.to)
}

/** @param {OutboxEntry} entry */
const summary = (entry) => {
  switch (entry.kind) {
    case "mail":
    case "meeting-mail":
      return entry.subject
    case "message": {
      const { message } = entry.message
      return short(message ?? "")
    }
    case "system-message":
      return short(JSON.stringify(entry.parameters))
    case "push":
      return entry.error ?? short(JSON.stringify(entry.payload))
    case "call-rejection":
      return `Call ${entry.sessionID}`
  }
}

/** @param {OutboxEntry} entry */
const detail = (entry) => {
  const link = "link" in entry ? webUrl(entry.link) : undefined
  return html`
    <h2>${short(summary(entry), 120)}</h2>
    <p class="dim">${titles[entry.kind]}, ${when(entry.sent_at)}</p>
    ${"from" in entry ? html`<p>From ${person(entry.from)}</p>` : nothing}
    <p>To ${recipient(entry)}</p>
    ${
      link === undefined
        ? nothing
        : html`<p><a class="break" href=${link} target="_blank" rel="noopener noreferrer">${link}</a></p>`
    }
    ${json(entry, "The entry as JSON")}
  `
}

/** @type {Tab} */
export const outbox = {
  id: "outbox",
  title: "Outbox",
  group: "Traffic",
  live: 2,
  badge: (overview) => overview.outbox,
  load: async (route) => {
    /** @type {ReadonlyArray<OutboxEntry>} */
    const sent = await get("/outbox")
    const { kind = "" } = route.query
    const kinds = [...new Set(sent.map((entry) => entry.kind))]
    const rows = sent
      .map((entry, index) => ({ entry, index }))
      .filter(({ entry }) => kind === "" || entry.kind === kind)
      .toReversed()
      .slice(0, 500)
    const chosen = route.id === "" ? undefined : sent[Number(route.id)]
    const chip = (/** @type {string} */ value, /** @type {string} */ text, /** @type {number} */ count) =>
      html`<a
        class="button"
        href=${hrefOf("outbox", "", { kind: value })}
        aria-current=${value === kind ? "page" : nothing}
        >${text} <span class="count">${count}</span></a
      >`
    return () => html`
      ${head(
        "Outbox",
        html`<span class="dim">${plural(rows.length, "entry", "entries")}</span>
          <button
            type="button"
            @click=${() =>
              confirm({
                title: "Clear the outbox?",
                text: "All mails, messages and pushes in it are forgotten. Nothing else changes.",
                action: "Clear",
                run: () => act(() => remove("/outbox").then(() => "The outbox is cleared"))
              })}
          >
            Clear
          </button>`,
        "What the service would have sent: mails, messages in real time and push notifications."
      )}
      ${
        sent.length === 0
          ? empty("Nothing was sent", html`Messages come here when they have <code>send_to_chat</code>.`)
          : html`<nav class="chips" aria-label="Kinds">
                ${chip("", "All", sent.length)}
                ${kinds.map((each) => chip(each, titles[each], sent.filter((entry) => entry.kind === each).length))}
              </nav>
              ${split(
                table({
                  caption: "Outbox, newest first",
                  rows,
                  isSelected: ({ index }) => String(index) === route.id,
                  columns: [
                    { title: "Time", kind: "time", cell: ({ entry }) => when(entry.sent_at) },
                    {
                      title: "Kind",
                      cell: ({ entry }) => badge(entry.kind, entry.kind === "push" && entry.error !== null ? "bad" : "")
                    },
                    { title: "To", cell: ({ entry }) => recipient(entry) },
                    {
                      title: "What",
                      kind: "wide",
                      cell: ({ entry, index }) =>
                        html`<a href=${hrefOf("outbox", index, route.query)}>${summary(entry) || "no text"}</a>`
                    }
                  ]
                }),
                chosen === undefined ? nothing : detail(chosen),
                hrefOf("outbox", "", route.query)
              )}`
      }
    `
  }
}
