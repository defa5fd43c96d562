/**
 * The Custom Data API.
 */
import { Caller, type ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import { RecordId } from "@effect-connectycube/core/Ids"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../../Api.ts"
import * as Payload from "../../server/wire/payload.ts"
import * as Access from "./rules.ts"
import * as Responses from "./views.ts"
import * as Changes from "./changes.ts"
import { type Class, Classes } from "./classes.ts"
import * as Columns from "./columns.ts"
import * as Criteria from "./criteria.ts"
import * as ListQuery from "./listQuery.ts"
import * as Numbered from "./numbered.ts"
import { type Content, RecordsStore, type StoredRecord } from "./store.ts"
import { Exchange } from "../../server/wire/exchange.ts"
import * as Reject from "../../server/wire/reject.ts"
import { SettingsStore } from "../../server/state/settingsStore.ts"
import { tagsOf } from "../users/rules.ts"
import { UsersStore } from "../users/store.ts"

/** The fields of a record, and what else a request says about it. */
type Body = { readonly [name: string]: unknown }

/** How many records an update by criteria shows; it changes all of them. */
const shown = 100

export const layer = HttpApiBuilder.group(
  Payload.provided(Api),
  "data.records",
  Effect.fnUntraced(function* (handlers) {
    const records = yield* RecordsStore
    const classes = yield* Classes
    const users = yield* UsersStore
    const { settings } = yield* SettingsStore
    const { sql, atomically } = records

    const actor = Effect.gen(function* () {
      const { user_id } = yield* Caller
      if (user_id === null) return yield* Reject.needUser
      const { user_tags } = yield* users.get(user_id)
      const { headers } = yield* HttpServerRequest.HttpServerRequest
      const key = headers["cb-administration-api-key"]?.trim()
      const { admin_api_key } = yield* settings
      if (key !== undefined && key !== admin_api_key) return yield* Reject.unauthorized
      const asking: Access.Actor = { user_id, groups: tagsOf(user_tags), isAdministrator: key !== undefined }
      return asking
    })

    /** The actor and the class of a request. */
    const enter = Effect.fnUntraced(function* (class_name: string) {
      const asking = yield* actor
      return { asking, of: yield* classes.get(class_name) }
    })

    /** Whether the body is JSON, where `"null"` is a text. */
    const isJson = Effect.map(Exchange, ({ body }) => body._tag === "Json")

    const contentOf = Effect.fnUntraced(function* (of: Class, body: Body, before?: Content) {
      const json = yield* isJson
      const content: Content = {
        parent_id: yield* parentOf(body["_parent_id"], before?.parent_id ?? null, json),
        fields: yield* Changes.apply(of, body, before?.fields ?? {}, json),
        permissions: yield* Access.parse(body["permissions"], before?.permissions)
      }
      return content
    })

    const create = Effect.fnUntraced(function* (class_name: string, bodies: ReadonlyArray<Body>) {
      const { asking, of } = yield* enter(class_name)
      if (!Access.mayCreate(of, asking)) return yield* Reject.notYours
      const learnt = yield* classes.learn(of, bodies)
      const contents = yield* Effect.forEach(bodies, (body) => contentOf(learnt, body))
      const made = yield* Effect.forEach(contents, (content) => records.create(of, asking.user_id, content))
      return made.map((record) => Responses.withPermissions(learnt, record))
    })

    /** Permissions of a record are changed by its owner and by administrators only, even where others can update it. */
    const mayChange = (record: StoredRecord, body: Body, { user_id, isAdministrator }: Access.Actor) =>
      body["permissions"] === undefined || isAdministrator || record.user_id === user_id

    const update = Effect.fnUntraced(function* (of: Class, record: StoredRecord, body: Body) {
      return Responses.withPermissions(of, yield* records.update(record, yield* contentOf(of, body, record)))
    })

    /** The records that these criteria find, of those with which one may do that. */
    const found = Effect.fnUntraced(function* (
      of: Class,
      action: "update" | "delete",
      asking: Access.Actor,
      criteria: ReadonlyArray<Criteria.Criterion>
    ) {
      const where = sql.and([Columns.compile(sql, of, criteria), Access.may(sql, of, action, asking)])
      return yield* records.select(of, { where, order: Columns.order(sql, {}), limit: -1, skip: 0 })
    })

    /** The one record with this id. */
    const one = Effect.fnUntraced(function* (
      of: Class,
      action: "read" | "update" | "delete",
      id: string,
      asking: Access.Actor
    ) {
      const known = (yield* records.byIds(of, [id], Access.may(sql, of, action, asking))).get(id)
      if (known === undefined) return yield* Reject.notFound
      return known.isAllowed ? known.record : yield* Reject.notYours
    })

    return handlers.handleAll({
      create: ({ params, payload }) =>
        atomically(Effect.flatMap(create(params.class_name, [payload]), ([record = {}]) => Effect.succeed(record))),

      createMany: Effect.fnUntraced(function* ({ params: { class_name }, payload }) {
        const bodies = yield* Numbered.inOrder(payload.record)
        return { class_name, items: yield* atomically(create(class_name, bodies)) }
      }),

      get: Effect.fnUntraced(function* ({ params: { class_name, record_ids }, query }) {
        const { asking, of } = yield* enter(class_name)
        const [id = "", ...more] = record_ids
        if (query.permissions === true) {
          if (more.length > 0) return yield* Reject.unprocessable({ permissions: ["are those of one record"] })
          const record = yield* one(of, "read", id, { ...asking, isAdministrator: true })
          const isTheirs = asking.isAdministrator || record.user_id === asking.user_id
          if (!isTheirs) return yield* Reject.notYours
          return { record_id: RecordId.make(id), permissions: record.permissions }
        }
        if (more.length === 0) {
          return { class_name, items: [Responses.withPermissions(of, yield* one(of, "read", id, asking))] }
        }
        const known = yield* records.byIds(of, record_ids, Access.may(sql, of, "read", asking))
        const items = record_ids.flatMap((id) => {
          const { record, isAllowed } = known.get(id) ?? { isAllowed: false }
          return record !== undefined && isAllowed ? [Responses.withPermissions(of, record)] : []
        })
        return { class_name, items }
      }),

      list: Effect.fnUntraced(function* ({ params: { class_name }, query }) {
        const { asking, of } = yield* enter(class_name)
        const { criteria, sort, skip, limit, count, isShown, aggregation } = yield* ListQuery.parse(of, query)
        const where = sql.and([Columns.compile(sql, of, criteria), Access.may(sql, of, "read", asking)])
        if (aggregation !== undefined) return { class_name, items: yield* records.aggregate(of, where, aggregation) }
        if (count) return { items: { count: yield* records.count(of, where) } }
        const page = limit === -1 ? { limit: 1, skip: 0 } : { limit, skip }
        const rows = yield* records.select(of, { where, order: Columns.order(sql, sort, limit === -1), ...page })
        const items = rows.map((row) =>
          Object.fromEntries(Object.entries(Responses.withoutPermissions(of, row)).filter(([field]) => isShown(field)))
        )
        return { class_name, skip, limit, items }
      }),

      update: ({ params: { class_name, record_id }, payload }) =>
        atomically(
          Effect.gen(function* () {
            const { asking, of } = yield* enter(class_name)
            const record = yield* one(of, "update", record_id, asking)
            if (!mayChange(record, payload, asking)) return yield* Reject.notYours
            return yield* update(yield* classes.learn(of, [payload]), record, payload)
          })
        ),

      updateMany: Effect.fnUntraced(function* ({ params: { class_name }, payload }) {
        const bodies = yield* Numbered.withIds(payload.record)
        return yield* atomically(
          Effect.gen(function* () {
            const { asking, of } = yield* enter(class_name)
            const learnt = yield* classes.learn(
              of,
              bodies.map(({ body }) => body)
            )
            const missing: Array<RecordId> = []
            const items: Array<Responses.Response> = []
            for (const { id, body } of bodies) {
              // One record after the other: the same may come twice.
              const known = (yield* records.byIds(of, [id], Access.may(sql, of, "update", asking))).get(id)
              if (known === undefined || !known.isAllowed || !mayChange(known.record, body, asking)) {
                missing.push(RecordId.make(id))
              } else items.push(yield* update(learnt, known.record, body))
            }
            return { class_name, ...(missing.length > 0 && { not_found: { ids: missing } }), items }
          })
        )
      }),

      updateByCriteria: ({ params: { class_name }, payload: { search_criteria, ...body } }) =>
        atomically(
          Effect.gen(function* () {
            const { asking, of } = yield* enter(class_name)
            const stated = yield* Criteria.statedIn(search_criteria)
            if (stated.length === 0) return yield* Reject.unprocessable({ search_criteria: ["can't be empty"] })
            const criteria = yield* Criteria.parse(of, stated, yield* isJson)
            const learnt = yield* classes.learn(of, [body])
            const matching = yield* found(of, "update", asking, criteria)
            const changing = matching.filter((record) => mayChange(record, body, asking))
            const items = yield* Effect.forEach(changing, (record) => update(learnt, record, body))
            return { class_name, skip: 0, limit: shown, total_found: items.length, items: items.slice(0, shown) }
          })
        ),

      delete: ({ params: { class_name, record_ids } }) =>
        atomically(
          Effect.gen(function* () {
            const { asking, of } = yield* enter(class_name)
            const [id = "", ...more] = record_ids
            if (more.length === 0) {
              yield* one(of, "delete", id, asking)
              return yield* records.remove([id])
            }
            const known = yield* records.byIds(of, record_ids, Access.may(sql, of, "delete", asking))
            const ids = [...new Set<string>(record_ids)]
            const those = (isOf: (allowed: boolean | undefined) => boolean) => ({
              ids: ids.filter((id) => isOf(known.get(id)?.isAllowed))
            })
            const deleted = those((allowed) => allowed === true)
            yield* records.remove(deleted.ids)
            return {
              SuccessfullyDeleted: deleted,
              NotFound: those((allowed) => allowed === undefined),
              WrongPermissions: those((allowed) => allowed === false)
            }
          })
        ),

      deleteByCriteria: ({ params: { class_name }, payload }) =>
        atomically(
          Effect.gen(function* () {
            const { asking, of } = yield* enter(class_name)
            const stated = Object.entries(payload).map(([name, value]) => Criteria.statedBy(name, value))
            const criteria = yield* Criteria.parse(of, stated, false)
            const matching = yield* found(of, "delete", asking, criteria)
            yield* records.remove(matching.map(({ id }) => id))
            return { total_deleted: matching.length }
          })
        )
    })
  })
)

/** The parent that a request names; `null` and `""` are none. */
const parentOf = (
  value: unknown,
  before: string | null,
  json: boolean
): Effect.Effect<string | null, ErrorResponse> => {
  if (value === undefined) return Effect.succeed(before)
  if (value === "" || Criteria.isNothing(value, json)) return Effect.succeed(null)
  return typeof value === "string"
    ? Effect.succeed(value)
    : Reject.unprocessable({ _parent_id: ["should be the id of a record"] })
}
