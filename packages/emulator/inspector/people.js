// @ts-check
import { html, nothing } from "lit-html"
import { get } from "./api.js"
import { hrefOf, redraw } from "./state.js"
/** @import { Page, User } from "./types.d.ts" */

/** The names of users by their ids; `null` for who is not there. @type {Map<number, string | null>} */
const names = new Map()

/** @type {Set<number>} */
const wanted = new Set()

/** @param {User} user */
export const nameOf = ({ email, full_name, id, login }) => full_name || login || email || `User ${id}`

/** The data changed: what is known may be wrong. */
export const forget = () => names.clear()

/** @param {ReadonlyArray<User>} users */
export const remember = (users) => {
  for (const user of users) names.set(user.id, nameOf(user))
}

/** Reads the names that were asked for, all at once. */
const fetchNames = async () => {
  const ids = [...wanted].slice(0, 100)
  for (const id of ids) wanted.delete(id)
  for (const id of ids) names.set(id, null)
  /** @type {Page<User>} */
  const { items } = await get("/data/users", { ids: ids.join(), per_page: 100 }).catch(() => ({ items: [] }))
  remember(items)
  redraw()
}

/**
 * The name of a user, when it is known: it is read else.
 *
 * @param {number} id
 */
export const nameById = (id) => {
  const name = names.get(id)
  if (name === undefined) {
    if (wanted.size === 0) setTimeout(fetchNames)
    wanted.add(id)
  }
  return name ?? undefined
}

/**
 * A user as a link: the name, and the id.
 *
 * @param {number | null | undefined} id
 */
export const person = (id) =>
  id === null || id === undefined
    ? nothing
    : html`<a class="person" href=${hrefOf("users", id)} title=${`User ${id}`}>${nameById(id) ?? id}</a>`

/**
 * Several users, the first ones by name.
 *
 * @param {ReadonlyArray<number>} ids
 * @param {number} [most]
 */
export const people = (ids, most = 5) =>
  html`${ids.slice(0, most).map((id, index) => html`${index === 0 ? nothing : ", "}${person(id)}`)}${
    ids.length > most ? html` <span class="dim">and ${ids.length - most} more</span>` : nothing
  }`

/**
 * The id of a user who is named by an id, a login, an e-mail address or a full name.
 *
 * @param {string} text
 */
export const findUser = async (text) => {
  const wanted = text.trim()
  /** @type {Page<User>} */
  const { items } = await get("/data/users", { text: wanted, per_page: 100 })
  const found = items.find((user) =>
    [String(user.id), user.login, user.email, user.full_name].some((name) => name === wanted)
  )
  if (found === undefined) throw new Error(`There is no user "${wanted}": give an id, a login or a name`)
  return found.id
}

/** Who signed up last, to choose from. @returns {Promise<ReadonlyArray<string>>} */
export const choices = async () => {
  /** @type {Page<User>} */
  const { items } = await get("/data/users", { per_page: 100 })
  remember(items)
  return items.map((user) => user.login || user.email || String(user.id))
}
