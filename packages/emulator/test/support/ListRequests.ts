/** Requests for every list of the API, with every filter and order of its contract. */
import * as Predicate from "effect/Predicate"
import { operators } from "../../src/modules/custom-data/criteria.ts"
import { kinds } from "../../src/modules/users/columns.ts"

/** The ids in requests: those of a test's world. */
export interface Known {
  readonly user: string
  readonly dialog: string
  readonly publicDialog: string
  readonly message: string
  readonly record: string
  readonly file: string
  readonly meeting: string
}

/** The requests to an endpoint, beside those that its parameters in the document make. */
interface Asked {
  /** What each of its queries has: those of a list are tried with each of these. */
  readonly bases?: ReadonlyArray<string>
  /** The fields that it is sorted by, with `sort_asc` and `sort_desc`. */
  readonly sorts?: ReadonlyArray<string>
  /** More queries, of what the contract does not spell out. */
  readonly more?: ReadonlyArray<string>
}

const userFields = Object.keys(kinds)

/** How a text is written for each kind of field in the first version of the users. */
const v1Values = { number: "1", string: "abcd", date: "2024-01-01" } as const

const v1Filters = userFields.flatMap((field) => {
  const kind = kinds[field] ?? "string"
  const value = v1Values[kind]
  const operator = (name: string, text: string) => `filter[]=${kind}+${field}+${name}+${encodeURIComponent(text)}`
  return [
    ...["gt", "lt", "ge", "le", "eq", "ne", "in"].map((name) => operator(name, value)),
    operator("between", `${value},${value}`)
  ]
})

const v1Orders = userFields.flatMap((field) =>
  ["asc", "desc"].map((direction) => `order=${direction}+${kinds[field]}+${field}`)
)

/** The fields of the class in the test: one of each type. */
export const fields = {
  integer: "Integer",
  float: "Float",
  string: "String",
  boolean: "Boolean",
  array: "Array",
  location: "Location",
  date: "Date"
} as const

const recordValues: Readonly<Record<string, string>> = { Boolean: "true", Location: "1,2", Date: "2024-01-01" }

const recordConditions = [
  ...Object.entries(fields),
  ["_id", "String"] as const,
  ["_parent_id", "String"] as const,
  ["user_id", "Integer"] as const,
  ["created_at", "Date"] as const,
  ["updated_at", "Date"] as const
].flatMap(([field, type]) => {
  const names = field === "_id" ? [...operators[type], "gt", "gte", "lt", "lte"] : operators[type]
  return names.map((name) => {
    if (name === "near") return `${field}[near]=1,2;3`
    return name === "eq" ? `${field}=${recordValues[type] ?? 1}` : `${field}[${name}]=${recordValues[type] ?? 1}`
  })
})

const conditionsOfUsers = ["id=1", "login[start_with]=user", "user_tags[in][]=tag", "phone=1"]

/** The endpoints whose lists have more requests than their parameters make, by their ids in the document. */
export const endpoints: Readonly<Record<string, Asked>> = {
  "users.list": {
    bases: conditionsOfUsers,
    sorts: userFields,
    more: ["login[start_with]=user&sort_asc=phone&sort_desc=email", "login[in][]=user0&sort_asc=created_at&limit=1"]
  },
  "users.listV1": { more: [...v1Filters, ...v1Filters.map((filter) => `${filter}&per_page=1`), ...v1Orders] },
  "users.getByTags": { more: ["tags=tag,other"] },
  "chat.dialogs.list": {
    sorts: ["last_message_date_sent", "created_at", "updated_at"],
    more: ["extensions[color]=red", "extensions[color][in]=red,green", "sort_asc=updated_at&updated_at[gt]=1700000000"]
  },
  "chat.messages.list": {
    sorts: ["date_sent"],
    more: ["sort_desc=date_sent&date_sent[lte]=1700000000&_id[nin]=1,2", "sort_asc=date_sent&date_sent[gt]=1700000000"]
  },
  "chat.search": { bases: ["start_date=2024-01-02T00:00:00Z&end_date=2024-01-01T00:00:00Z"] },
  "data.records.list": {
    sorts: ["_id", "_parent_id", "user_id", "created_at", "updated_at", "string"],
    more: [
      ...recordConditions,
      "limit=-1",
      "skip=5",
      "limit=5",
      "count=1",
      "integer[calc]=sum&group_by=string",
      "_id[gt]=1&sort_asc=_id",
      "created_at[gt]=1700000000&sort_asc=created_at"
    ]
  },
  "admin.chat.listDialogs": { sorts: ["_id", "created_at", "updated_at"], more: ["extensions[color]=red"] },
  "admin.chat.listMessages": {
    bases: ["", "chat_dialog_id=5c0000000000000000000000"],
    sorts: ["_id", "created_at", "updated_at"],
    more: ["date_sent[gt]=1700000000&sort_asc=created_at", "created_at[gt]=1700000000&sort_asc=created_at"]
  }
}

/** The values of the parameters of paths. */
const pathValues: Readonly<Record<string, keyof Known | { readonly is: string }>> = {
  user_id: "user",
  external_user_id: { is: "1" },
  dialog_id: "publicDialog",
  message_id: "message",
  class_name: { is: "thing" },
  record_ids: "record",
  blob_id: "file",
  blob_uid: "file",
  meeting_id: "meeting"
}

/** The values of keys: those of the field, for every operator. */
const values: Readonly<Record<string, string | ((id: string) => string)>> = {
  ...Object.fromEntries(userFields.map((field) => [field, "abcd"])),
  id: "1",
  _id: "5d0000000000000000000000",
  login: "user0",
  email: "user0@example.com",
  facebook_id: "facebook0",
  twitter_id: "twitter0",
  full_name: "Ada Lovelace",
  phone: "380501234567",
  tags: "tag",
  name: "abcd",
  type: "2",
  "types[]": "2",
  message: "abcd",
  "attachments.type": "photo",
  sender_id: "1",
  recipient_id: "1",
  search_text: "abcdef",
  chat_dialog_ids: "5d0000000000000000000000",
  udid: "phone",
  order: "desc+date+created_at",
  "filter[]": "number+id+gt+1",
  scheduled: "true",
  created_at: (id) => (/^(?:users|meetings)/.test(id) ? "2024-01-01T00:00:00Z" : "1700000000"),
  updated_at: (id) => (/^(?:users|meetings)/.test(id) ? "2024-01-01T00:00:00Z" : "1700000000"),
  last_request_at: "2024-01-01T00:00:00Z",
  date_sent: "1700000000",
  last_message_date_sent: "1700000000",
  start_date: "1700000000",
  end_date: "1700000000",
  page: "2",
  per_page: "5",
  limit: "5",
  offset: "5",
  skip: "5",
  count: "1",
  compact: "1",
  mark_as_read: "0",
  preview: "1",
  permissions: "1",
  download_url: "1"
}

/** Keys that are tried separately, or identify the caller. */
const others = new Set(["sort_asc", "sort_desc", "token"])

/** Those that only go together. */
const together = new Map([["chat.search", new Set(["start_date", "end_date"])]])

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required: boolean
}

/** A `GET` in the description of the API. */
export interface Described {
  readonly id: string
  readonly path: string
  readonly parameters: ReadonlyArray<Parameter>
}

/** The GET endpoints of an `openapi.json`. */
export const describedIn = (json: unknown): ReadonlyArray<Described> =>
  Object.entries(Object(Predicate.hasProperty(json, "paths") ? json.paths : {})).flatMap(([path, methods]) => {
    const { get } = Object(methods)
    return get === undefined ? [] : [{ id: String(get.operationId), path, parameters: get.parameters ?? [] }]
  })

/** The paths to request, with their queries. */
export const requestsOf = ({ id, parameters, path }: Described, known: Known): ReadonlyArray<string> => {
  const { bases = [""], more = [], sorts = [] } = endpoints[id] ?? {}
  const there = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = pathValues[name]
    if (value === undefined) throw new Error(`${id} has no value for ${name}`)
    return typeof value === "object" ? value.is : known[value]
  })
  const pair = (name: string) => {
    if (name === "chat_dialog_id") return `${name}=${known.dialog}`
    if (name === "_id" && id === "meetings.list") return `${name}=${known.meeting}`
    const value = values[name] ?? values[name.replace(/(?:\[\w+\])?(?:\[\])?$/, "")]
    if (value === undefined) throw new Error(`There is no value for ${name} of ${id}`)
    return `${name}=${encodeURIComponent(typeof value === "string" ? value : value(id)).replaceAll("%2B", "+")}`
  }
  const inQuery = parameters.filter((parameter) => parameter.in === "query")
  const required = inQuery.filter((parameter) => parameter.required).map(({ name }) => pair(name))
  const single = inQuery.filter(
    (parameter) => !parameter.required && !others.has(parameter.name) && together.get(id)?.has(parameter.name) !== true
  )
  const conditions = [
    ...single.map(({ name }) => pair(name)),
    ...sorts.flatMap((field) => [`sort_asc=${field}`, `sort_desc=${field}`])
  ]
  const queries = [...bases.flatMap((base) => [base, ...conditions.map((one) => `${base}&${one}`)]), ...more]
  return [...new Set(queries)].map(
    (query) => `${there}?${[...required, query].filter((part) => part !== "").join("&")}`
  )
}
