// @ts-check
/** Contacts, whiteboards and sessions. */
import { html, nothing } from "lit-html"
import { get, post } from "../api.js"
import { form, formState, opener } from "../forms.js"
import { choices, findUser, person } from "../people.js"
import { hrefOf, redraw } from "../state.js"
import { badge, copyButton, empty, field, head, mono, pager, table, when } from "../ui.js"
/** @import { Contact, Page, SessionItem, Tab, Whiteboard } from "../types.d.ts" */

/** @param {string} what @param {string} tab @param {string | undefined} user_id */
const ofUser = (what, tab, user_id) =>
  user_id ? html`<p>The ${what} of ${person(Number(user_id))}. <a href=${hrefOf(tab)}>All ${what}</a></p>` : nothing

/** @type {Tab} */
export const contacts = {
  id: "contacts",
  title: "Address book",
  group: "Data",
  live: 2,
  badge: ({ counts }) => counts?.contacts,
  load: async (route) => {
    const { page: number, user_id } = route.query
    /** @type {Page<Contact>} */
    const page = await get("/data/contacts", { page: number, user_id })
    return () => html`
      ${head("Address book")} ${ofUser("contacts", "contacts", user_id)}
      ${
        page.total === 0
          ? empty("No contact", "A program uploads the address books of its users.")
          : html`${table({
              caption: "Contacts, newest first",
              rows: page.items,
              columns: [
                { title: "Name", cell: ({ name }) => name },
                { title: "Phone", cell: ({ phone }) => phone },
                { title: "In the book of", cell: (row) => person(row.user_id) },
                { title: "Device", cell: ({ udid }) => (udid === "" ? nothing : mono(udid)) }
              ]
            })}
            ${pager(page, route, "contact")}`
      }
    `
  }
}

/** @type {Tab} */
export const whiteboards = {
  id: "whiteboards",
  title: "Whiteboards",
  group: "Data",
  live: 2,
  badge: ({ counts }) => counts?.whiteboards,
  load: async (route) => {
    /** @type {Page<Whiteboard>} */
    const page = await get("/data/whiteboards", { page: route.query["page"] })
    return () => html`
      ${head("Whiteboards")}
      ${
        page.total === 0
          ? empty("No whiteboard", "A whiteboard belongs to a dialog.")
          : html`${table({
              caption: "Whiteboards, newest first",
              rows: page.items,
              columns: [
                { title: "Name", cell: ({ name }) => name },
                { title: "Id", cell: ({ _id }) => mono(_id) },
                { title: "Owner", cell: ({ user_id }) => person(user_id) },
                {
                  title: "Dialog",
                  cell: ({ chat_dialog_id }) => html`<a href=${hrefOf("chat", chat_dialog_id)}>${chat_dialog_id}</a>`
                },
                { title: "Created", kind: "time", cell: ({ created_at }) => when(created_at) }
              ]
            })}
            ${pager(page, route, "whiteboard")}`
      }
    `
  }
}

const creation = formState()

/** The token that was made last: it is shown once. */
let made = ""

/** @param {ReadonlyArray<string>} users */
const creationForm = (users) =>
  form({
    state: creation,
    label: "New session",
    submit: "Create",
    shown: ["user_id"],
    fields: field({
      form: "session",
      name: "user_id",
      label: "User",
      list: users,
      hint: "A login, a name or an id; no password is needed. Left empty, it is a session of the application.",
      errors: creation.errors
    }),
    run: async ({ user_id = "" }) => {
      const created = await post("/sessions", user_id === "" ? {} : { user_id: await findUser(user_id) })
      made = typeof created === "object" && created !== null && "token" in created ? String(created.token) : ""
      redraw()
      return "The session is created"
    }
  })

/** @type {Tab} */
export const sessions = {
  id: "sessions",
  title: "Sessions",
  group: "Data",
  live: 2,
  badge: ({ counts }) => counts?.sessions,
  load: async (route) => {
    const { page: number, user_id } = route.query
    const [page, users] = await Promise.all([
      /** @type {Promise<Page<SessionItem>>} */ (get("/data/sessions", { page: number, user_id })),
      choices()
    ])
    return () => html`
      ${head("Sessions", opener(creation, "New session"), "A session lives on for two hours after each request. Tokens are not shown.")}
      ${creationForm(users)}
      ${
        made === ""
          ? nothing
          : html`<p class="actions">
              The new token: <code class="break">${made}</code> ${copyButton("Copy", () => made)}
            </p>`
      }
      ${ofUser("sessions", "sessions", user_id)}
      ${
        page.total === 0
          ? empty("No session", "Each program that logs in has one.")
          : html`${table({
              caption: "Sessions, newest first",
              rows: page.items,
              columns: [
                { title: "Of", cell: (row) => (row.user_id === null ? "the application" : person(row.user_id)) },
                { title: "Kind", cell: ({ kind }) => badge(kind) },
                { title: "Token", cell: () => html`<span class="dim">hidden</span>` },
                { title: "Created", kind: "time", cell: ({ created_at }) => when(created_at) },
                { title: "Expires", kind: "time", cell: ({ expires_at }) => when(expires_at) }
              ]
            })}
            ${pager(page, route, "session")}`
      }
    `
  }
}
