/** Records of custom data. */
import { type Asked, type Line, type Lines, type Name, type Open, pages } from "./Line.ts"
import { markers, type Things } from "./World.ts"

type DataName = Extract<Name, `data.${string}`>

const open = (why: string, more: Partial<Open> = {}): Open => ({ status: 200, why, page: pages.data, ...more })

const readable = open("Records are read by everybody unless the class or the record says otherwise", {
  shows: ["openRecord"]
})

const found = open("Only the records that one may read, or change, are found")

const writable = (more: Partial<Open> = {}) =>
  open("The permissions of the class are open", { shows: ["openRecord"], changes: ["records"], ...more })

const several = open("The response has the outcome of each record: none of Ada's was deleted")

/** The records of Ada that no other user has permissions for, by class. */
const those = (
  what: string,
  asked: (record: string) => Asked,
  stranger: Line["stranger"],
  kinds: ReadonlyArray<Kind>
): Lines =>
  kinds.map((kind) => ({
    what: `${what}: ${names[kind]}`,
    ask: (things) => {
      const record_id = things.record[kind]
      const { params = {}, ...rest } = asked(record_id)
      return { params: { class_name: classes[kind], record_id, record_ids: record_id, ...params }, ...rest }
    },
    stranger
  }))

type Kind = keyof Things["record"]

const names: { readonly [K in Kind]: string } = {
  closed: "one of a closed class",
  own: "one that is closed in an open class",
  open: "one that everybody reads",
  writable: "one that everybody changes"
}

const classes: { readonly [K in Kind]: string } = { closed: "closed", own: "open", open: "open", writable: "writable" }

const unread: ReadonlyArray<Kind> = ["closed", "own"]

const unchanged: ReadonlyArray<Kind> = ["closed", "own", "open"]

const made: Open = {
  status: 201,
  why: "Everybody may create records unless the class says otherwise",
  page: pages.data
}

const create = (json: object): Lines => [
  { what: "a record of an open class", ask: () => ({ params: { class_name: "open" }, json }), stranger: made },
  { what: "a record of a class for others", ask: () => ({ params: { class_name: "sealed" }, json }), stranger: 403 }
]

const mine = { a: "mine" }

export const dataLines: { readonly [N in DataName]: Lines } = {
  "data.records.create": create(mine),
  "data.records.createMany": create({ record: { 0: mine } }),
  "data.records.get": [
    ...those("a record", () => ({}), 403, unread),
    ...those("a record", () => ({}), readable, ["open", "writable"]),
    ...those("its permissions", () => ({ query: "permissions=1" }), 403, ["closed", "own", "open", "writable"]),
    {
      what: "several records",
      ask: ({ record }) => ({ params: { class_name: "open", record_ids: `${record.own},${record.open}` } }),
      stranger: readable
    },
    {
      what: "a record in another class",
      ask: ({ record }) => ({ params: { class_name: "open", record_ids: record.closed } }),
      stranger: 404
    }
  ],
  "data.records.list": [
    { what: "a closed class", ask: () => ({ params: { class_name: "closed" } }), stranger: found },
    { what: "an open class", ask: () => ({ params: { class_name: "open" } }), stranger: readable },
    {
      what: "a record by what it holds",
      ask: () => ({ params: { class_name: "open" }, query: `a=${markers.record}` }),
      stranger: found
    },
    {
      what: "how often each text is there",
      ask: () => ({ params: { class_name: "closed" }, query: "calc=max&calc_field=a&group_by=a" }),
      stranger: 422
    },
    {
      what: "how many there are",
      ask: () => ({ params: { class_name: "closed" }, query: `count=1&a=${markers.record}` }),
      stranger: found
    }
  ],
  "data.records.update": [
    ...those("a record", () => ({ json: mine }), 403, unchanged),
    ...those("a record", () => ({ json: mine }), writable({ shows: [] }), ["writable"]),
    ...those("its permissions", () => ({ json: { permissions: { read: { access: "owner" } } } }), 403, [
      "writable",
      "open"
    ])
  ],
  "data.records.updateMany": [
    {
      what: "records that others do not change",
      ask: ({ record }) => ({
        params: { class_name: "open" },
        json: { record: { 1: { _id: record.own, ...mine }, 2: { _id: record.open, ...mine } } }
      }),
      stranger: found
    }
  ],
  "data.records.updateByCriteria": [
    {
      what: "records of a closed class",
      ask: () => ({ params: { class_name: "closed" }, json: { search_criteria: { a: markers.record }, ...mine } }),
      stranger: found
    },
    {
      what: "records that others read",
      ask: () => ({ params: { class_name: "open" }, json: { search_criteria: { a: markers.openRecord }, ...mine } }),
      stranger: found
    }
  ],
  "data.records.delete": [
    ...those("a record", () => ({}), 403, unchanged),
    ...those("a record", () => ({}), writable({ shows: [] }), ["writable"]).map((line) => ({
      ...line,
      // The stranger was there before.
      guest: 404 as const
    })),
    {
      what: "several records",
      ask: ({ record }) => ({ params: { class_name: "open", record_ids: `${record.own},${record.open}` } }),
      stranger: several
    }
  ],
  "data.records.deleteByCriteria": [
    {
      what: "records of a closed class",
      ask: () => ({ params: { class_name: "closed" }, json: { a: markers.record } }),
      stranger: found
    },
    {
      what: "records that others read",
      ask: () => ({ params: { class_name: "open" }, json: { a: markers.openRecord } }),
      stranger: found
    }
  ]
}
