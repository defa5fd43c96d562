/**
 * The lists of a seed, as they are in JSON.
 */
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Struct from "effect/Struct"
import {
  type LastIds,
  Seed,
  SeedContact,
  SeedDialog,
  SeedEvent,
  SeedFile,
  SeedMeeting,
  SeedMessage,
  SeedRecord,
  SeedSubscription,
  SeedUser,
  SeedWhiteboard
} from "../../Seed.ts"
import type { Problems } from "./problems.ts"

type Json = { readonly [name: string]: unknown }

const isMembers = (value: unknown): value is Json => Predicate.isObject(value) && !Array.isArray(value)

/** Reads an item. */
type ReadItem<A> = (item: unknown) => Result.Result<A, Schema.SchemaError>

const decoding = <A, I>(schema: Schema.Codec<A, I>): ReadItem<A> =>
  Schema.decodeUnknownResult(schema, { errors: "all", onExcessProperty: "error" })

/**
 * As {@link decoding}, for what there may be much of, and what is read as it is. Most items are right, and to see that takes a
 * third of the time.
 */
const guarding = <A, Fields extends Schema.Struct.Fields>(
  schema: Schema.Codec<A> & Schema.Struct<Fields>
): ReadItem<A> => {
  const decode = decoding(schema)
  const fits = Schema.is(schema)
  const names = new Set(Object.keys(schema.fields))
  return (item) =>
    fits(item) && Object.keys(item).every((name) => names.has(name)) ? Result.succeed(item) : decode(item)
}

/** Reads a list item by item: a long one with many problems has as many errors as a short one. */
const reader = <A>(read: ReadItem<A>) => {
  return (list: unknown, path: string, problems: Problems): ReadonlyArray<A> => {
    if (list === undefined) return []
    if (!Array.isArray(list)) {
      problems.add(path, "Expected array")
      return []
    }
    const items: Array<A> = []
    for (const [index, item] of list.entries()) {
      if (problems.enough()) break
      const result = read(item)
      if (Result.isSuccess(result)) items.push(result.success)
      else problems.addIssue(`${path}.${index}`, result.failure.issue)
    }
    return items
  }
}

const readers = {
  users: reader(guarding(SeedUser)),
  dialogs: reader(decoding(SeedDialog)),
  messages: reader(guarding(SeedMessage)),
  records: reader(decoding(SeedRecord)),
  contacts: reader(decoding(SeedContact)),
  subscriptions: reader(decoding(SeedSubscription)),
  meetings: reader(decoding(SeedMeeting)),
  whiteboards: reader(decoding(SeedWhiteboard)),
  files: reader(guarding(SeedFile)),
  events: reader(guarding(SeedEvent))
}

const decodeWhole = decoding(
  Schema.Struct({
    exported: Seed.fields.exported,
    last_ids: Seed.fields.last_ids,
    record_fields: Seed.fields.record_fields
  })
)

export interface Lists {
  readonly exported: boolean
  readonly last_ids: LastIds
  readonly record_fields: NonNullable<typeof Seed.Type.record_fields>
  readonly users: ReadonlyArray<SeedUser>
  readonly dialogs: ReadonlyArray<SeedDialog>
  readonly messages: ReadonlyArray<SeedMessage>
  readonly records: ReadonlyArray<readonly [class_name: string, records: ReadonlyArray<SeedRecord>]>
  readonly contacts: ReadonlyArray<SeedContact>
  readonly subscriptions: ReadonlyArray<SeedSubscription>
  readonly meetings: ReadonlyArray<SeedMeeting>
  readonly whiteboards: ReadonlyArray<SeedWhiteboard>
  readonly files: ReadonlyArray<SeedFile>
  readonly events: ReadonlyArray<SeedEvent>
}

export const read = (data: unknown, problems: Problems): Lists => {
  if (!isMembers(data)) problems.add("base", "Expected object")
  const seed = isMembers(data) ? data : {}
  for (const name of Object.keys(seed)) if (!Object.hasOwn(Seed.fields, name)) problems.add(name, "is unknown")
  const list = <A>(name: string, read: (list: unknown, path: string, problems: Problems) => ReadonlyArray<A>) =>
    read(seed[name], name, problems)
  const { records = {} } = seed
  const whole = decodeWhole(Struct.pick(seed, ["exported", "last_ids", "record_fields"]))
  if (Result.isFailure(whole)) problems.addIssue("", whole.failure.issue)
  const { exported = false, last_ids = {}, record_fields = {} } = Result.isSuccess(whole) ? whole.success : {}
  if (!isMembers(records)) problems.add("records", "Expected object")
  return {
    exported,
    last_ids,
    record_fields,
    users: list("users", readers.users),
    dialogs: list("dialogs", readers.dialogs),
    messages: list("messages", readers.messages),
    records: Object.entries(isMembers(records) ? records : {}).map(
      ([name, list]) => [name, readers.records(list, `records.${name}`, problems)] as const
    ),
    contacts: list("contacts", readers.contacts),
    subscriptions: list("subscriptions", readers.subscriptions),
    meetings: list("meetings", readers.meetings),
    whiteboards: list("whiteboards", readers.whiteboards),
    files: list("files", readers.files),
    events: list("events", readers.events)
  }
}
