// @ts-check

const path = typeof location === "undefined" ? "" : location.pathname

/**
 * The control side of the application that the page shows: the first one of the emulator, or the one in the path of the page.
 * All URLs that the page reads begin with it.
 */
export const base = /^\/_emulator\/applications\/[^/]+/i.exec(path)?.[0] ?? "/_emulator"

/** An error response, or none at all. */
export class Failure extends Error {
  /**
   * @param {string} message
   * @param {number} status
   * @param {Readonly<Record<string, ReadonlyArray<string>>>} errors By field; `base` for those of none.
   */
  constructor(message, status, errors) {
    super(message)
    this.name = "Failure"
    this.status = status
    this.errors = errors
  }
}

/**
 * The messages of an error response by field, in either shape that the API has.
 *
 * @param {unknown} body
 * @returns {Readonly<Record<string, ReadonlyArray<string>>>}
 */
export const errorsOf = (body) => {
  const errors = typeof body === "object" && body !== null && "errors" in body ? body.errors : undefined
  if (Array.isArray(errors)) return { base: errors.map(String) }
  if (typeof errors !== "object" || errors === null) return {}
  return Object.fromEntries(
    Object.entries(errors).map(([field, messages]) => [field, [messages].flat().map((message) => String(message))])
  )
}

/** @param {Readonly<Record<string, ReadonlyArray<string>>>} errors */
const textOf = (errors) =>
  Object.entries(errors)
    .map(([field, messages]) => (field === "base" ? "" : `${field}: `) + messages.join(", "))
    .join("; ")

/**
 * @param {string} method
 * @param {string} url
 * @param {{ body?: unknown, headers?: Readonly<Record<string, string>> }} [options]
 */
const send = async (method, url, { body, headers = {} } = {}) => {
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) })
  }).catch(() => {
    throw new Failure("The emulator does not respond", 0, {})
  })
  const text = await response.text()
  /** @type {unknown} */
  let json
  try {
    json = text === "" ? undefined : JSON.parse(text)
  } catch {
    json = undefined
  }
  if (response.ok) return json
  const errors = errorsOf(json)
  throw new Failure(textOf(errors) || `${method} ${url}: status ${response.status}`, response.status, errors)
}

/**
 * A query string with its question mark. What is empty is left out.
 *
 * @param {Readonly<Record<string, string | number | undefined>>} query
 */
export const queryOf = (query) => {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)]]
  )
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`
}

/**
 * Reads from the control side.
 *
 * @template A
 * @param {string} path
 * @param {Readonly<Record<string, string | number | undefined>>} [query]
 * @returns {Promise<A>}
 */
export const get = async (path, query = {}) => /** @type {A} */ (await send("GET", base + path + queryOf(query)))

/**
 * @param {string} path
 * @param {unknown} [body]
 */
export const post = (path, body) => send("POST", base + path, { body })

/** @param {string} path */
export const remove = (path) => send("DELETE", base + path)

/** The content of a file, up to so many bytes. @param {number} id @param {number} [bytes] */
export const contentOf = async (id, bytes) => {
  const response = await fetch(`${base}/data/files/${id}/content${queryOf({ bytes })}`)
  if (!response.ok) throw new Failure("The store has no content of this file", response.status, {})
  return new Uint8Array(await response.arrayBuffer())
}

/** Tokens by the ids of users; `0` for the application. @type {Map<number, string>} */
const tokens = new Map()

/** The token of a session of a user, which is made when there is none. @param {number} user_id */
export const tokenOf = async (user_id) => {
  const known = tokens.get(user_id)
  if (known !== undefined) return known
  const made = await post("/sessions", user_id === 0 ? {} : { user_id })
  const token = typeof made === "object" && made !== null && "token" in made ? String(made.token) : ""
  tokens.set(user_id, token)
  return token
}

/**
 * Calls the API as a user, or as the application (`0`). A session that is over is made anew, once.
 *
 * @param {number} user_id
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 */
export const callAs = async (user_id, method, path, body) => {
  const call = async () => send(method, path, { body, headers: { "CB-Token": await tokenOf(user_id) } })
  const isKnown = tokens.has(user_id)
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof Failure) || error.status !== 401 || !isKnown) throw error
    tokens.delete(user_id)
    return call()
  }
}
