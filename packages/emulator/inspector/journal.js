// @ts-check
/** The requests that the page knows: those of the journal, read as they come. */
import { get } from "./api.js"
/** @import { JournalEntry } from "./types.d.ts" */

/** As many are kept as the journal keeps by default. */
const most = 1000

/** @type {{ entries: ReadonlyArray<JournalEntry>, paused: boolean, news: string }} */
export const journal = { entries: [], paused: false, news: "" }

/**
 * Puts what was read to what is known. What was read begins with the last known request: when it is another one now, or is
 * gone, the journal was cleared, and is read from the start.
 *
 * @param {ReadonlyArray<JournalEntry>} known
 * @param {ReadonlyArray<JournalEntry>} read
 * @returns {ReadonlyArray<JournalEntry> | undefined}
 */
export const append = (known, read) => {
  const last = known.at(-1)
  if (last === undefined) return read.slice(-most)
  const [first, ...more] = read
  if (first === undefined || first.number !== last.number || first.at !== last.at || first.path !== last.path)
    return undefined
  return more.length === 0 ? known : [...known, ...more].slice(-most)
}

/** Reads what came since the last time. */
export const readJournal = async () => {
  if (journal.paused) return
  const known = journal.entries
  const last = known.at(-1)
  /** @type {ReadonlyArray<JournalEntry>} */
  const read = await get("/requests", last === undefined ? {} : { after: last.number - 1 })
  const entries = append(known, read) ?? append([], await get("/requests")) ?? []
  const count = entries === known ? 0 : (entries.at(-1)?.number ?? 0) - (last?.number ?? 0)
  if (count > 0 && known.length > 0) journal.news = count === 1 ? "1 new request" : `${count} new requests`
  journal.entries = entries
}

/**
 * Whether a request is one of those that are asked for. What is empty asks for nothing.
 *
 * @param {JournalEntry} entry
 * @param {Readonly<Record<string, string>>} query
 */
export const matches = (entry, { fault = "", method = "", operation = "", status = "", text = "" }) => {
  if (method !== "" && entry.method !== method) return false
  if (operation !== "" && (entry.operation ?? "none") !== operation) return false
  if (status !== "" && classOf(entry.status) !== status) return false
  if (fault === "any" && entry.fault === null) return false
  if (fault !== "" && fault !== "any" && String(entry.fault) !== fault) return false
  const needle = text.toLowerCase()
  return (
    needle === "" ||
    [entry.path, entry.query, entry.operation ?? "", entry.request_body, entry.response_body].some((part) =>
      part.toLowerCase().includes(needle)
    )
  )
}

/** `2xx`, or `dropped` where there was no response. @param {number | null} status */
export const classOf = (status) => (status === null ? "dropped" : `${Math.floor(status / 100)}xx`)
