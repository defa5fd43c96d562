// A small server that holds messages and dialogs, compares their ids, sorts and pages.
import type { Response, Recorded } from "../../../../test/support/recording.ts"

/** The n-th id: as on the server, later ones are greater. */
export const idOf = (number: number): string =>
  (0x620e2b14 + number).toString(16) + number.toString(16).padStart(16, "0")

export const ids = (count: number): Array<string> => Array.from({ length: count }, (_, index) => idOf(index))

const time = "2022-11-27T11:36:31Z"

const message = (_id: string) => ({
  _id,
  chat_dialog_id: "61721539107bd9002fdb84ed",
  sender_id: 4980089,
  message: `message ${_id}`,
  date_sent: 1669548990,
  created_at: time,
  updated_at: time
})

const dialog = (_id: string) => ({ _id, user_id: 32241, type: 3, created_at: time, updated_at: time })

const compare = {
  "_id[gt]": (id: string, bound: string) => id > bound,
  "_id[gte]": (id: string, bound: string) => id >= bound,
  "_id[lt]": (id: string, bound: string) => id < bound,
  "_id[lte]": (id: string, bound: string) => id <= bound
}

interface Faults {
  /** Query keys that the server does not look at. */
  readonly overlooks?: ReadonlyArray<string>
  readonly afterPage?: () => void
}

/** Returns pages of items with these ids; the list may change meanwhile. */
export const store =
  (held: Array<string>, { afterPage = () => {}, overlooks = [] }: Faults = {}) =>
  ({ path, query }: Recorded): Response => {
    const given = Object.fromEntries(query.filter(([key]) => !overlooks.includes(key)))
    const matching = held.filter((id) =>
      Object.entries(compare).every(([key, holds]) => given[key] === undefined || holds(id, given[key]))
    )
    // The default order, which the documentation's example relies on.
    const sorted = given["sort_asc"] === "_id" ? matching.toSorted() : matching.toSorted().toReversed()
    const limit = Math.min(100, Number(given["limit"] ?? 100))
    const items = sorted.slice(0, limit).map((id) => (path === "/admin/chat/list" ? dialog(id) : message(id)))
    afterPage()
    return { body: { total_entries: matching.length, skip: 0, limit, items } }
  }
