// @ts-check
import { html, nothing } from "lit-html"
import { callAs, get } from "../api.js"
import { form, formState, opener } from "../forms.js"
import { short } from "../format.js"
import { choices, findUser, people, person } from "../people.js"
import { hrefOf } from "../state.js"
import { badge, empty, field, head, pager, search, split, when } from "../ui.js"
import { conversation } from "./conversation.js"
/** @import { Dialog, Message, Page, Route, Tab } from "../types.d.ts" */

const creation = formState()

/** The numbers of the wire. */
const types = /** @type {const} */ ([
  ["2", "group"],
  ["3", "private"],
  ["4", "public"],
  ["1", "broadcast"]
])

/** @param {ReadonlyArray<string>} users */
const creationForm = (users) =>
  form({
    state: creation,
    label: "New dialog",
    submit: "Create",
    shown: ["type", "name", "owner", "occupants_ids"],
    fields: html`
      ${field({ form: "dialog", name: "type", label: "Type", options: types, value: "2", errors: creation.errors })}
      ${field({ form: "dialog", name: "name", label: "Name", errors: creation.errors })}
      ${field({
        form: "dialog",
        name: "owner",
        label: "Owner",
        list: users,
        hint: "The user who creates it: a login, a name or an id",
        errors: creation.errors
      })}
      ${field({
        form: "dialog",
        name: "occupants_ids",
        label: "Occupants",
        hint: "Logins, names or ids, separated by commas",
        errors: creation.errors
      })}
    `,
    run: async ({ name = "", occupants_ids = "", owner = "", type = "2" }) => {
      const user_id = await findUser(owner)
      const named = occupants_ids.split(",").filter((text) => text.trim() !== "")
      const occupants = await Promise.all(named.map(findUser))
      const made = await callAs(user_id, "POST", "/chat/Dialog", {
        type: Number(type),
        ...(name === "" ? {} : { name }),
        occupants_ids: occupants
      })
      if (typeof made === "object" && made !== null && "_id" in made) location.hash = hrefOf("chat", String(made._id))
      return "The dialog is created"
    }
  })

/** The name that a dialog has, or who is in it. @param {Dialog} dialog */
export const titleOf = ({ name, occupants_ids, type }) =>
  name || (type === "private" ? people(occupants_ids) : "No name")

/** @param {Dialog} dialog @param {Route} route */
const item = (dialog, route) => html`
  <li class=${dialog._id === route.id ? "dialog selected" : "dialog"}>
    <a
      href=${hrefOf("chat", dialog._id, { ...route.query, as: "" })}
      aria-current=${dialog._id === route.id ? "true" : nothing}
    >
      <span class="dialog-name">${dialog.name || (dialog.type === "private" ? "Private dialog" : "No name")}</span>
      ${badge(dialog.type)} <span class="visually-hidden">${dialog._id}</span>
    </a>
    <span class="dim dialog-more">
      ${dialog.occupants_count} in it, ${dialog.messages_count} messages
      <span class="dialog-time">${when(dialog.last_message_date_sent ?? dialog.created_at)}</span>
    </span>
    <span class="dialog-last">
      ${
        dialog.last_message_user_id === null
          ? html`<span class="dim">${dialog.type === "private" ? people(dialog.occupants_ids) : "No message"}</span>`
          : html`${person(dialog.last_message_user_id)}: ${short(dialog.last_message)}`
      }
    </span>
  </li>
`

/** @type {Tab} */
export const chat = {
  id: "chat",
  title: "Chat",
  group: "Data",
  live: 2,
  badge: ({ counts }) => counts?.dialogs,
  load: async (route) => {
    const { page: number, text, user_id } = route.query
    const [page, users] = await Promise.all([
      /** @type {Promise<Page<Dialog>>} */ (get("/data/dialogs", { page: number, text, user_id })),
      choices()
    ])
    const chosen =
      page.items.find(({ _id }) => _id === route.id) ??
      (route.id === ""
        ? undefined
        : /** @type {Page<Dialog>} */ (await get("/data/dialogs", { text: route.id })).items[0])
    /** @type {Page<Message> | undefined} */
    const messages =
      chosen && (await get("/data/messages", { chat_dialog_id: chosen._id, page: route.query["messages"] }))
    return () => html`
      ${head("Chat", html`${search(route, "Search by id or name")} ${opener(creation, "New dialog")}`)}
      ${
        user_id
          ? html`<p>
              The dialogs of ${person(Number(user_id))}.
              <a href=${hrefOf("chat", "", { ...route.query, user_id: "" })}>All dialogs</a>
            </p>`
          : nothing
      }
      ${creationForm(users)}
      <div class="chat">
        ${split(
          page.total === 0
            ? empty("No dialog", "Create one here: sign up users first.")
            : html`<ul class="dialogs">
                  ${page.items.map((dialog) => item(dialog, route))}
                </ul>
                ${pager(page, route, "dialog")}`,
          route.id === ""
            ? nothing
            : chosen === undefined || messages === undefined
              ? empty("There is no such dialog")
              : conversation(chosen, messages, route),
          hrefOf("chat", "", { page: number, text, user_id })
        )}
      </div>
    `
  }
}
