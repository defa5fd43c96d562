// @ts-check
import { html, nothing } from "lit-html"
import { callAs, get, tokenOf } from "../api.js"
import { form, formState, given, opener } from "../forms.js"
import { nameOf, remember } from "../people.js"
import { act, confirm, hrefOf } from "../state.js"
import { badge, copyButton, empty, facts, field, head, json, mono, pager, search, split, table, when } from "../ui.js"
/** @import { Page, Route, Tab, User } from "../types.d.ts" */

const signUp = formState()

const fields = ["login", "password", "full_name", "email", "phone", "tag_list"]

const signUpForm = () =>
  form({
    state: signUp,
    label: "New user",
    submit: "Sign up",
    shown: fields,
    fields: html`
      ${field({ form: "user", name: "login", label: "Login", errors: signUp.errors })}
      ${field({ form: "user", name: "password", label: "Password", value: "correct horse", errors: signUp.errors })}
      ${field({ form: "user", name: "full_name", label: "Full name", errors: signUp.errors })}
      ${field({ form: "user", name: "email", label: "E-mail", errors: signUp.errors })}
      ${field({ form: "user", name: "phone", label: "Phone", errors: signUp.errors })}
      ${field({ form: "user", name: "tag_list", label: "Tags", hint: "separated by commas", errors: signUp.errors })}
    `,
    run: async (values) => {
      await callAs(0, "POST", "/users", { user: given(values, fields) })
      return "The user is signed up"
    }
  })

/** @param {User} user @param {Route} route */
const detail = (user, route) => {
  const { id } = user
  return html`
    <h2>${nameOf(user)}</h2>
    ${facts([
      ["Id", mono(String(id))],
      ["Login", user.login],
      ["Full name", user.full_name],
      ["E-mail", user.email],
      ["Phone", user.phone],
      ["Tags", user.user_tags.map((tag) => badge(tag))],
      ["Website", user.website],
      ["External id", user.external_user_id],
      ["Signed up", when(user.created_at)],
      ["Last request", when(user.last_request_at)],
      ["Deleted at", when(user.expires_at)]
    ])}
    <div class="actions">
      <a class="button" href=${hrefOf("chat", "", { user_id: id })}>Dialogs</a>
      <a class="button" href=${hrefOf("sessions", "", { user_id: id })}>Sessions</a>
      <a class="button" href=${hrefOf("push", "", { user_id: id })}>Devices</a>
      <a class="button" href=${hrefOf("contacts", "", { user_id: id })}>Contacts</a>
      <button
        type="button"
        @click=${() =>
          act(async () => {
            await navigator.clipboard.writeText(await tokenOf(id))
            return "The token of a session of this user is copied"
          })}
      >
        Copy a session token
      </button>
      <button
        type="button"
        class="danger"
        @click=${() =>
          confirm({
            title: `Delete ${nameOf(user)}?`,
            text: "The user is deleted by a request of its own, and with it its sessions, files and contacts.",
            action: "Delete",
            run: () =>
              act(async () => {
                await callAs(id, "DELETE", `/users/${id}`)
                location.hash = hrefOf("users", "", route.query)
                return "The user is deleted"
              })
          })}
      >
        Delete
      </button>
    </div>
    <h3>All fields</h3>
    ${json(user, "The user as JSON")} ${copyButton("Copy", () => JSON.stringify(user, null, 2))}
  `
}

/** @type {Tab} */
export const users = {
  id: "users",
  title: "Users",
  group: "Data",
  live: 2,
  badge: ({ counts }) => counts?.users,
  load: async (route) => {
    /** @type {Page<User>} */
    const page = await get("/data/users", { page: route.query["page"], text: route.query["text"] })
    remember(page.items)
    const chosen =
      page.items.find(({ id }) => String(id) === route.id) ??
      (/^\d+$/.test(route.id)
        ? /** @type {Page<User>} */ (await get("/data/users", { ids: route.id })).items[0]
        : undefined)
    return () => html`
      ${head("Users", html`${search(route, "Search by id, login, name, e-mail")} ${opener(signUp, "New user")}`)}
      ${signUpForm()}
      ${split(
        page.total === 0 && !route.query["text"]
          ? empty("No user yet", "Sign one up here, or let a program do it.")
          : html`${table({
              caption: "Users, newest first",
              rows: page.items,
              isSelected: ({ id }) => String(id) === route.id,
              columns: [
                {
                  title: "Id",
                  cell: ({ id }) => html`<a href=${hrefOf("users", String(id), route.query)}>${id}</a>`
                },
                { title: "Login", cell: ({ login }) => login },
                { title: "Full name", cell: ({ full_name }) => full_name },
                { title: "E-mail", cell: ({ email }) => email },
                {
                  title: "Tags",
                  cell: (user) =>
                    html`${user.user_tags.map((tag) => badge(tag))}${user.is_guest ? badge("guest") : nothing}`
                },
                { title: "Signed up", kind: "time", cell: ({ created_at }) => when(created_at) },
                { title: "Last request", kind: "time", cell: ({ last_request_at }) => when(last_request_at) }
              ]
            })}
            ${pager(page, route, "user")}`,
        route.id === ""
          ? nothing
          : chosen === undefined
            ? empty(`There is no user ${route.id}`)
            : detail(chosen, route),
        hrefOf("users", "", route.query)
      )}
    `
  }
}
