// @ts-check
import { html, nothing } from "lit-html"
import { get } from "../api.js"
import { parseJson } from "../format.js"
import { person } from "../people.js"
import { hrefOf } from "../state.js"
import { badge, code, empty, head, mono, pager, split, table, when } from "../ui.js"
/** @import { Page, PushEvent, Subscription, Tab } from "../types.d.ts" */

/**
 * The message of an event as its sender wrote it: the API has it in Base64.
 *
 * @param {string} message
 */
export const decodeMessage = (message) => {
  if (!/^[A-Za-z\d+/\s]+=*$/.test(message)) return message
  try {
    const bytes = Uint8Array.from(atob(message.replaceAll(/\s/g, "")), (character) => character.codePointAt(0) ?? 0)
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes)
    return parseJson(text) === undefined ? message : text
  } catch {
    return message
  }
}

/** @type {Tab} */
export const push = {
  id: "push",
  title: "Push",
  group: "Data",
  live: 2,
  badge: ({ counts }) => counts && counts.subscriptions + counts.events,
  load: async (route) => {
    const { events: eventsPage, page, user_id } = route.query
    const [subscriptions, events] = await Promise.all([
      /** @type {Promise<Page<Subscription>>} */ (get("/data/subscriptions", { page, user_id })),
      /** @type {Promise<Page<PushEvent>>} */ (get("/data/events", { page: eventsPage }))
    ])
    const chosen = events.items.find(({ id }) => String(id) === route.id)
    return () => html`
      ${head("Push", nothing, html`What devices would have got is in the <a href="#outbox?kind=push">outbox</a>.`)}
      ${user_id ? html`<p>The devices of ${person(Number(user_id))}. <a href="#push">All devices</a></p>` : nothing}
      <h2 class="gap">Subscriptions</h2>
      ${
        subscriptions.total === 0
          ? empty("No subscription", "A program subscribes the devices of its users.")
          : html`${table({
              caption: "Subscriptions, newest first",
              rows: subscriptions.items,
              columns: [
                { title: "Id", cell: ({ id }) => mono(String(id)) },
                { title: "User", cell: (row) => person(row.user_id) },
                { title: "Channel", cell: ({ channel }) => badge(channel) },
                { title: "Environment", cell: ({ environment }) => environment },
                { title: "Platform", cell: ({ platform }) => platform },
                { title: "App", cell: ({ bundle_identifier }) => bundle_identifier },
                { title: "Device", cell: ({ udid }) => mono(udid) },
                { title: "Created", kind: "time", cell: ({ created_at }) => when(created_at) }
              ]
            })}
            ${pager(subscriptions, route, "subscription")}`
      }
      <h2 class="gap">Events</h2>
      ${
        events.total === 0
          ? empty("No event", "An event is a push notification for several users.")
          : split(
              html`${table({
                  caption: "Events, newest first",
                  rows: events.items,
                  isSelected: ({ id }) => String(id) === route.id,
                  columns: [
                    { title: "Id", cell: ({ id }) => html`<a href=${hrefOf("push", id, route.query)}>${id}</a>` },
                    { title: "Sender", cell: (row) => person(row.user_id) },
                    { title: "Created", kind: "time", cell: ({ created_at }) => when(created_at) }
                  ]
                })}
                <p class="dim">${events.total} in all</p>`,
              chosen === undefined
                ? nothing
                : html`<h2>Event ${chosen.id}</h2>
                    ${code(decodeMessage(chosen.message), "The message of the event")}`,
              hrefOf("push", "", route.query)
            )
      }
    `
  }
}
