// The methods of a collection, with records and conditions of any kind. `Collection` gives them their types.
import type { Calls } from "@effect-connectycube/core/client/ApiClient"
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import * as Batch from "@effect-connectycube/core/client/Batch"
import type {
  ConnectyCubeError,
  DecodeError,
  InvalidRequest,
  NotFound
} from "@effect-connectycube/core/ConnectyCubeError"
import type { Deleted } from "@effect-connectycube/core/Deleted"
import type { RecordId } from "@effect-connectycube/core/Ids"
import type { ApiResponse } from "@effect-connectycube/core/ApiResponse"
import * as ResponseError from "@effect-connectycube/core/client/ResponseError"
import * as Method from "@effect-connectycube/core/client/Method"
import type { Session } from "@effect-connectycube/core/Session"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type { Fields } from "../Field.ts"
import { PathId, RecordsApi } from "../RecordsApi.ts"
import * as Changes from "./changes.ts"
import * as Conditions from "./conditions.ts"
import * as Field from "./field.ts"
import * as Groups from "./groups.ts"
import * as Pages from "./pages.ts"
import * as Records from "./records.ts"

type Operation = keyof (typeof RecordsApi)["endpoints"]
type WireRecord = Records.WireRecord

/** What a list is asked for. */
interface Query {
  readonly sort_asc?: string
  readonly sort_desc?: string
  readonly skip?: number
  readonly limit?: number
  readonly output?: Records.AskedFor | undefined
}

/** Fails with the issues of a request before it is sent. */
const asked = <A>(operation: Operation, checked: Field.Checked<A>): Effect.Effect<A, InvalidRequest> =>
  Effect.catch(checked, (issues) => Method.invalidRequest(RecordsApi.endpoints[operation], issues))

const decodeError = (response: ApiResponse, value: unknown, issues: Field.Wrong): Effect.Effect<never, DecodeError> =>
  Effect.fail(ResponseError.decodeError(response, issues, JSON.stringify(value)))

const whole = (path: string, value: number | undefined, least: number): Field.Checked<Record<string, string>> => {
  if (value === undefined) return Effect.succeed({})
  return Number.isInteger(value) && value >= least
    ? Effect.succeed({ [path]: String(value) })
    : Field.wrong(path, `Expected an integer of ${least} or more`)
}

const unknownIn = (options: object, names: ReadonlyArray<string>): Field.Checked<void> => {
  const issues = Arguments.unknownMembers(options, names)
  return issues.length > 0 ? Effect.fail(issues) : Effect.void
}

/** What a filter has beside its conditions where there is no page, no order and no choice of fields. */
const onlyConditions = (filter: object | undefined, path: string): Field.Checked<void> =>
  Effect.andThen(
    filter === undefined ? Effect.void : Field.object(path, filter),
    Effect.forEach(
      Object.entries(filter ?? {}).filter(([name, value]) => value !== undefined && optionNames.has(name)),
      ([name]) => Field.wrong(path === "" ? name : `${path}.${name}`, "Expected conditions only"),
      { discard: true }
    )
  )

const optionNames: ReadonlySet<string> = new Set(["sort_asc", "sort_desc", "skip", "limit", "output"])

const isList = (pair: [name: string, value: unknown]): pair is [string, ReadonlyArray<unknown>] =>
  Array.isArray(pair[1])

const outputs = ({ output }: Query): Field.Checked<Record<string, string>> => {
  if (output === undefined) return Effect.succeed({})
  const unknown = Arguments.unknownMembers(output, ["include", "exclude"], "output")
  if (unknown.length > 0) return Effect.fail(unknown)
  const pairs: ReadonlyArray<[string, unknown]> = Object.entries(output).filter(([, names]) => names !== undefined)
  if (!pairs.every(isList)) return Field.wrong("output", "Expected a list of names")
  const wrong = pairs.flatMap(([key, names]) =>
    names.flatMap((name, index) => {
      const message = typeof name === "string" ? Wire.commaIssue(name) : "Expected the name of a field"
      return message === undefined ? [] : [{ path: `output.${key}.${index}`, message }]
    })
  )
  if (wrong.length > 0) return Effect.fail(wrong)
  const empty = pairs.length !== 1 || pairs.some(([, names]) => names.length === 0)
  return empty
    ? Field.wrong("output", "Expected at least one field")
    : Effect.succeed(Object.fromEntries(pairs.map(([key, names]) => [`output[${key}]`, names.join(",")])))
}

export const make = (
  call: Calls<typeof RecordsApi>,
  class_name: string,
  schema: { readonly fields: Fields; readonly whole: Schema.Codec<object, unknown> } | undefined
) => {
  const codecs = Field.codecs(schema?.fields)
  const readerOf = Records.make(schema, codecs)
  const readWhole = readerOf()
  const names = Object.keys(schema?.fields ?? {})
  const encode = Field.under("", Schema.encodeUnknownEffect(schema?.whole ?? Field.asIs, { errors: "all" }))
  const write = (record: object) => Changes.toRecord(record, codecs, names, encode)

  const read = (
    record: WireRecord,
    response: ApiResponse,
    reader = readWhole
  ): Effect.Effect<WireRecord, DecodeError> =>
    Effect.catch(reader(record), (issues) => decodeError(response, record, issues))

  const readAll = (records: ReadonlyArray<WireRecord>, response: ApiResponse) =>
    Effect.forEach(records, (record) => read(record, response))

  const readResult = ({ record, response }: Pages.Received, reader = readWhole) =>
    Effect.result(Effect.mapError(reader(record), (issues) => ResponseError.itemDecodeError(response, record, issues)))

  const create = call.create.flatMap((record, response) => read(record, response))
  const createMany = call.createMany.flatMap(({ items }, response) => readAll(items, response))
  const update = call.update.flatMap((record, response) => read(record, response))
  const updateMany = call.updateMany.flatMap(({ items, not_found }, response) =>
    Effect.map(readAll(items, response), (items) => ({ items, not_found: not_found?.ids ?? [] }))
  )
  const updateByCriteria = call.updateByCriteria.flatMap(({ items, limit, skip, total_found }, response) =>
    Effect.map(readAll(items, response), (items) => ({ skip, limit, total_found, items }))
  )
  const deleteOne = call.delete.noBody()
  const deleteSome = call.delete.flatMap(Batch.deleted(({ record_ids }) => record_ids))
  const getSome = call.get.flatMap((value, response) =>
    "record_id" in value
      ? decodeError(response, value, [{ path: "items", message: "Expected records" }])
      : readAll(value.items, response)
  )
  const getOne = call.get.flatMap(
    (value, response, { record_ids: [id] }): Effect.Effect<WireRecord, DecodeError | NotFound> => {
      if ("record_id" in value) return decodeError(response, value, [{ path: "items", message: "Expected records" }])
      const [record] = value.items
      return record === undefined
        ? Effect.fail(ResponseError.notFound(response, `There is no record ${id}`))
        : read(record, response)
    }
  )
  const getPermissions = call.get.flatMap((value, response) =>
    "record_id" in value
      ? Effect.succeed(value.permissions)
      : decodeError(response, value, [{ path: "permissions", message: "Expected permissions" }])
  )
  const count = call.list.flatMap((value, response) =>
    "class_name" in value
      ? decodeError(response, value, [{ path: "items.count", message: "Expected a number" }])
      : Effect.succeed(value.items.count)
  )
  const pageOf = call.list.flatMap((value, response) => {
    if (!("class_name" in value)) return decodeError(response, value, [{ path: "items", message: "Expected records" }])
    const { skip, limit } = "skip" in value ? value : { skip: 0, limit: value.items.length }
    return Effect.succeed({ skip, limit, items: value.items.map((record): Pages.Received => ({ record, response })) })
  })

  /** The keys of a query, but for its page. */
  const written = (query: Query) =>
    Effect.suspend(() => {
      const { limit: _, output, skip: __, sort_asc, sort_desc, ...filter } = query
      return asked(
        "list",
        Effect.map(
          Effect.all([Conditions.toQuery(filter, codecs), outputs({ output })]),
          ([conditions, output]): Record<string, string> => ({
            ...conditions,
            ...output,
            ...(sort_asc === undefined ? {} : { sort_asc }),
            ...(sort_desc === undefined ? {} : { sort_desc })
          })
        )
      )
    })

  const page = (query: Readonly<Record<string, string>>) => pageOf({ class_name, query })

  const wirePage = Effect.fnUntraced(function* (query: Query) {
    yield* asked("list", Field.object("", query))
    const pages = yield* asked("list", Effect.all([whole("skip", query.skip, 0), whole("limit", query.limit, 1)]))
    return yield* page(Object.assign({}, yield* written(query), ...pages))
  })

  const wireStream = (query: Query) =>
    Stream.suspend(() =>
      // In the order of ids, which is that of a stream, the ids that are asked for can be split.
      query.sort_asc === undefined && query.sort_desc === undefined
        ? Batch.stream(query, "_id", streamOf)
        : streamOf(query)
    ).pipe(Arguments.checked(RecordsApi.endpoints.list, query))

  const streamOf = (query: Query) =>
    Stream.unwrap(
      Effect.gen(function* () {
        const limit = yield* asked("list", whole("limit", query.limit, 1))
        return Pages.make({ ...(yield* written(query)), ...limit }, page)
      })
    )

  const one = Effect.fnUntraced(function* (query: Query, limit: string, more: Record<string, string>) {
    yield* asked("list", Field.object("", query))
    const sort = query.sort_asc === undefined && query.sort_desc === undefined ? more : {}
    const {
      items: [first]
    } = yield* page({ ...(yield* written(query)), ...sort, limit })
    return first === undefined
      ? Option.none()
      : Option.some(yield* read(first.record, first.response, readerOf(query.output)))
  })

  const getMany = (ids: ReadonlyArray<RecordId>) =>
    Batch.send(ids, {
      endpoint: RecordsApi.endpoints.get,
      parameter: "record_ids",
      schema: PathId,
      call: (record_ids) => getSome({ class_name, record_ids }),
      merge: (pages) => pages.flat()
    })

  const deleteMany = (ids: ReadonlyArray<RecordId>): Effect.Effect<Deleted, ConnectyCubeError, Session> =>
    Batch.send(ids, {
      ...Batch.deletions,
      endpoint: RecordsApi.endpoints.delete,
      parameter: "record_ids",
      schema: PathId,
      call: (record_ids) => deleteSome({ class_name, record_ids })
    })

  return Method.named("customData", {
    class_name,
    create: Effect.fnUntraced(function* (record: object) {
      const body = yield* asked("create", write(record))
      return yield* create({ class_name, body })
    }),
    createMany: Effect.fnUntraced(function* (records: ReadonlyArray<object>) {
      const { record } = yield* asked("createMany", numbered(records, 0, write))
      return yield* createMany({ class_name, record })
    }),
    get: (id: RecordId) => getOne({ class_name, record_ids: [id] }),
    getMany,
    list: Effect.fnUntraced(function* (query: Query = {}) {
      const { items, ...rest } = yield* wirePage(query)
      const reader = readerOf(query.output)
      return {
        ...rest,
        items: yield* Effect.forEach(items, ({ record, response }) => read(record, response, reader))
      }
    }),
    listResults: Effect.fnUntraced(function* (query: Query = {}) {
      const { items, ...rest } = yield* wirePage(query)
      const reader = readerOf(query.output)
      return { ...rest, items: yield* Effect.forEach(items, (item) => readResult(item, reader)) }
    }),
    stream: (query: Query = {}) =>
      Stream.mapEffect(wireStream(query), ({ record, response }) => read(record, response, readerOf(query.output))),
    streamResults: (query: Query = {}) =>
      Stream.mapEffect(wireStream(query), (item) => readResult(item, readerOf(query.output))),
    count: (filter: object = {}) =>
      Batch.count(
        filter,
        { endpoint: RecordsApi.endpoints.list, field: "_id" },
        Effect.fnUntraced(function* (filter) {
          const query = yield* Effect.andThen(asked("list", onlyConditions(filter, "")), written(filter))
          return yield* count({ class_name, query: { ...query, count: "1" } })
        })
      ),
    first: (query: Query = {}) => one(query, "1", { sort_asc: "_id" }),
    last: (query: Query = {}) => one(query, "-1", {}),
    update: Effect.fnUntraced(function* (record_id: RecordId, changes: object) {
      const body = yield* asked("update", Changes.toChanges(changes, codecs))
      return yield* update({ class_name, record_id, body })
    }),
    updateMany: Effect.fnUntraced(function* (changes: ReadonlyArray<{ readonly id: RecordId }>) {
      const { record } = yield* asked(
        "updateMany",
        numbered(
          changes,
          1,
          Effect.fnUntraced(function* (change) {
            yield* Field.object("", change)
            const { id, ...rest } = change
            if (typeof id !== "string" || id === "") return yield* Field.wrong("id", "Expected an id")
            return { id, ...(yield* Changes.toChanges(rest, codecs)) }
          })
        )
      )
      return yield* updateMany({ class_name, record })
    }),
    updateByCriteria: Effect.fnUntraced(function* (criteria: object, changes: object) {
      const [search_criteria, json] = yield* asked(
        "updateByCriteria",
        Effect.all([Conditions.toJson(criteria, codecs), Changes.toChanges(changes, codecs)])
      )
      return yield* updateByCriteria({ class_name, body: { ...json, search_criteria } })
    }),
    delete: (id: RecordId) => deleteOne({ class_name, record_ids: [id] }),
    deleteMany,
    deleteByCriteria: Effect.fnUntraced(function* (criteria: object) {
      const body = yield* asked("deleteByCriteria", Conditions.toForm(criteria, codecs))
      return yield* call.deleteByCriteria({ class_name, body })
    }),
    getPermissions: (id: RecordId) => getPermissions({ class_name, record_ids: [id], permissions: true }),
    aggregate: Effect.fnUntraced(function* (request: {
      readonly calc: { readonly [field: string]: string }
      readonly group_by: string
      readonly filter?: object
    }) {
      yield* asked("list", unknownIn(request ?? null, ["calc", "group_by", "filter"]))
      const calc = Object.entries(request.calc ?? {}).filter(([, operator]) => operator !== undefined)
      const nothing = calc.length === 0 ? Field.wrong("calc", "Expected at least one field") : Effect.void
      const noGroup = request.group_by === undefined ? Field.wrong("group_by", "Expected a field") : Effect.void
      const filter = yield* Effect.andThen(
        asked("list", Effect.andThen(nothing, noGroup)),
        Effect.andThen(asked("list", onlyConditions(request.filter, "filter")), written(request.filter ?? {}))
      )
      const calculated = Object.fromEntries(calc.map(([field, operator]) => [`${field}[calc]`, operator]))
      const { items } = yield* page({ ...filter, ...calculated, group_by: request.group_by })
      const readGroup = Groups.read(request.calc, request.group_by, codecs(request.group_by))
      return yield* Effect.forEach(items, ({ record, response }) =>
        Effect.catch(readGroup(record), (issues) => decodeError(response, record, issues))
      )
    })
  })
}

/** Several records in one request, by their numbers: from 0 where they are made, from 1 where they are changed. */
const numbered = <A>(
  records: ReadonlyArray<A>,
  first: 0 | 1,
  write: (record: A) => Field.Checked<Record<string, unknown>>
): Field.Checked<{ readonly record: Record<string, Record<string, unknown>> }> =>
  !Array.isArray(records) || records.length === 0
    ? Field.wrong("record", "Expected at least one record")
    : Effect.map(
        Effect.forEach(records, (record, index) =>
          Effect.map(Field.inside(String(index), write(record)), (json) => [String(index + first), json] as const)
        ),
        (pairs) => ({ record: Object.fromEntries(pairs) })
      )
