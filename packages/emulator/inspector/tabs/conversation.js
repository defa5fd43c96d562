// @ts-check
/** A dialog, shown as a chat. */
import { html, nothing } from "lit-html"
import { repeat } from "lit-html/directives/repeat.js"
import { callAs } from "../api.js"
import { form, formState } from "../forms.js"
import { plural, webUrl } from "../format.js"
import { nameById, people, person } from "../people.js"
import { hrefOf } from "../state.js"
import { badge, facts, field, json, mono, when } from "../ui.js"
/** @import { Dialog, Message, Page, Route } from "../types.d.ts" */

const composer = formState(true)

/** @param {unknown} value @param {string} name */
const textIn = (value, name) => {
  const member =
    typeof value === "object" && value !== null ? Object.entries(value).find(([key]) => key === name) : undefined
  return member === undefined || member[1] === null ? "" : String(member[1])
}

/** @param {unknown} attachment */
const attachmentView = (attachment) => {
  const link = webUrl(textIn(attachment, "url"))
  const name = textIn(attachment, "name") || textIn(attachment, "url") || textIn(attachment, "id") || "no name"
  return html`<li>
    ${badge(textIn(attachment, "type") || "attachment")}
    ${link === undefined ? name : html`<a href=${link} target="_blank" rel="noopener noreferrer">${name}</a>`}
  </li>`
}

/** @param {Message} message */
const reactionsOf = ({ reactions }) => {
  /** @type {Map<string, Array<number>>} */
  const users = new Map()
  for (const { reaction, user_id } of reactions) users.set(reaction, [...(users.get(reaction) ?? []), user_id])
  return users.size === 0
    ? nothing
    : html`<p class="reactions">
        ${Array.from(users, ([reaction, ids]) => html`<span class="reaction" title=${ids.map((id) => nameById(id) ?? id).join(", ")}>${reaction} ${ids.length}</span>`)}
      </p>`
}

/** How far a message got: to whom, and who has read it. @param {Message} message @param {Dialog} dialog */
const marksOf = ({ delivered_ids, read_ids, sender_id }, { occupants_count, type }) => {
  if (type === "public") return plural(read_ids.filter((id) => id !== sender_id).length, "view")
  const others = Math.max(0, occupants_count - 1)
  const read = read_ids.filter((id) => id !== sender_id)
  const delivered = delivered_ids.filter((id) => id !== sender_id)
  const names = read.map((id) => nameById(id) ?? id).join(", ")
  if (read.length > 0) return html`<span title=${names}>✓✓ read by ${read.length} of ${others}</span>`
  return delivered.length > 0 ? `✓✓ delivered to ${delivered.length} of ${others}` : "✓ sent"
}

/** @param {Message} message @param {Dialog} dialog @param {number} self */
const bubble = (message, dialog, self) => {
  const attachments = Array.isArray(message.attachments) ? message.attachments : []
  const parameters = typeof message.parameters === "object" && message.parameters !== null ? message.parameters : {}
  return html`
    <li class=${message.sender_id === self ? "bubble own" : "bubble"}>
      <p class="bubble-head">
        ${person(message.sender_id)} <span class="dim">${when(message.date_sent)}</span>
        ${message.edited_at === null ? nothing : html`<span class="dim">edited</span>`}
        ${dialog.pinned_messages_ids.includes(message._id) ? badge("pinned") : nothing}
      </p>
      ${message.message === null ? nothing : html`<p class="bubble-text">${message.message}</p>`}
      ${
        attachments.length === 0
          ? nothing
          : html`<ul class="attachments">
              ${attachments.map(attachmentView)}
            </ul>`
      }
      ${reactionsOf(message)}
      <p class="bubble-foot dim">${marksOf(message, dialog)}</p>
      ${
        Object.keys(parameters).length === 0
          ? nothing
          : html`<details>
              <summary>Custom parameters</summary>
              ${json(parameters, "Custom parameters")}
            </details>`
      }
    </li>
  `
}

/** @param {Dialog} dialog @param {number} self @param {Route} route */
const composerForm = (dialog, self, route) =>
  form({
    state: composer,
    kind: "composer",
    label: "New message",
    submit: "Send",
    stays: true,
    shown: ["message"],
    fields: html`
      ${field({
        form: "message",
        name: "as",
        label: "As",
        options: dialog.occupants_ids.map((id) => [String(id), String(nameById(id) ?? id)]),
        value: String(self),
        onInput: (as) => location.replace(hrefOf("chat", route.id, { ...route.query, as }))
      })}
      ${field({ form: "message", name: "message", label: "Message", rows: 2, errors: composer.errors })}
      <label class="check"><input type="checkbox" name="send_to_chat" value="1" checked /> Deliver to the others</label>
    `,
    run: async ({ message = "", send_to_chat }) => {
      await callAs(self, "POST", "/chat/Message", {
        chat_dialog_id: dialog._id,
        message,
        ...(send_to_chat === "1" ? { send_to_chat: 1 } : {})
      })
      return "The message is sent"
    }
  })

/** @param {Dialog} dialog @param {Page<Message>} page @param {Route} route */
export const conversation = (dialog, page, route) => {
  const self = Number(route.query["as"] || dialog.user_id)
  const last = Math.max(1, Math.ceil(page.total / page.per_page))
  const earlier = (/** @type {string} */ text, /** @type {number} */ to) =>
    to < 1 || to > last
      ? nothing
      : html`<a class="button" href=${hrefOf("chat", route.id, { ...route.query, messages: to === 1 ? "" : to })}
          >${text}</a
        >`
  return html`
    <h2>
      ${dialog.name || (dialog.type === "private" ? people(dialog.occupants_ids) : "No name")} ${badge(dialog.type)}
    </h2>
    <details class="about">
      <summary>
        ${plural(dialog.occupants_count, "occupant")}, owned by ${nameById(dialog.user_id) ?? dialog.user_id}
      </summary>
      ${facts([
        ["Id", mono(dialog._id)],
        ["Owner", person(dialog.user_id)],
        ["Occupants", people(dialog.occupants_ids, 20)],
        ["Admins", dialog.admins_ids.length === 0 ? undefined : people(dialog.admins_ids)],
        ["Description", dialog.description],
        ["Photo", dialog.photo],
        ["Created", when(dialog.created_at)],
        ["Changed", when(dialog.updated_at)]
      ])}
      ${dialog.extensions === null ? nothing : json(dialog.extensions, "Extensions")}
    </details>
    ${earlier("Earlier messages", page.page + 1)}
    <ol class="bubbles" aria-label="Messages, newest last">
      ${repeat(
        page.items.toReversed(),
        ({ _id }) => _id,
        (message) => bubble(message, dialog, self)
      )}
    </ol>
    ${page.total === 0 ? html`<p class="dim">No message yet.</p>` : nothing} ${earlier("Later messages", page.page - 1)}
    ${composerForm(dialog, self, route)}
  `
}
