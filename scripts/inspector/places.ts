/** The places of the page: its tabs, and the details of what there is. */

interface Item {
  readonly _id?: unknown
  readonly id?: unknown
  readonly number?: unknown
  readonly kind?: unknown
  readonly operation?: unknown
}

const tabs = [
  "requests",
  "faults",
  "outbox",
  "users",
  "chat",
  "records",
  "files",
  "meetings",
  "push",
  "contacts",
  "whiteboards",
  "sessions",
  "clock",
  "settings",
  "snapshots",
  "data"
]

const read = async (url: string, path: string): Promise<ReadonlyArray<Item>> => {
  const json: unknown = await (await fetch(`${url}/_emulator${path}`)).json()
  if (Array.isArray(json)) return json
  const items: unknown = Reflect.get(Object(json), "items")
  return Array.isArray(items) ? items : []
}

/** Operations whose requests are unlike each other; of no operation are those with odd paths. */
const telling = /^(?:null|chat\.messages\.create|storage\.create|push\.events\.create)$/

export interface Places {
  /** One for each tab. */
  readonly tabs: ReadonlyArray<string>
  /** The detail of everything that the tabs list. */
  readonly details: ReadonlyArray<string>
  /** One detail for each tab that has some, and a form. */
  readonly samples: ReadonlyArray<string>
}

/** The places of what is in an emulator. */
export const placesOf = async (url: string): Promise<Places> => {
  const [users, dialogs, records, files, meetings, events, requests, outbox] = await Promise.all([
    read(url, "/data/users"),
    read(url, "/data/dialogs"),
    read(url, "/data/records?class_name=player"),
    read(url, "/data/files"),
    read(url, "/data/meetings"),
    read(url, "/data/events"),
    read(url, "/requests"),
    read(url, "/outbox")
  ])
  const of = (tab: string, items: ReadonlyArray<Item>) => items.map(({ _id, id }) => `#${tab}/${String(_id ?? id)}`)
  const kinds = [
    of("users", users),
    of("chat", dialogs),
    records.map(({ _id }) => `#records/player?record=${String(_id)}`),
    of("files", files),
    of("meetings", meetings),
    of("push", events),
    requests.flatMap(({ number, operation }) =>
      telling.test(String(operation)) ? [`#requests/${String(number)}`] : []
    ),
    outbox.flatMap(({ kind }, index) => (kind === "meeting-mail" ? [] : [`#outbox/${index}`]))
  ]
  return {
    tabs: tabs.map((tab) => `#${tab}`),
    details: kinds.flat(),
    samples: [...kinds.flatMap((places) => places[Math.floor(places.length / 2)] ?? []), "#faults?operation=users.list"]
  }
}
