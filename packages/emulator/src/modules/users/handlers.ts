/**
 * The Users API.
 */
import { Caller, type ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Redacted from "effect/Redacted"
import { Api } from "../../Api.ts"
import * as Payload from "../../server/wire/payload.ts"
import * as Exchange from "../../server/wire/exchange.ts"
import * as Filter from "../../server/wire/filter.ts"
import { hex } from "../../server/state/identifiers.ts"
import { Outbox } from "../../server/state/outbox.ts"
import * as Passwords from "./passwords.ts"
import * as Reject from "../../server/wire/reject.ts"
import { SettingsStore } from "../../server/state/settingsStore.ts"
import { Time } from "../../server/state/time.ts"
import * as Rules from "./rules.ts"
import { columns } from "./columns.ts"
import type { Listing } from "./page.ts"
import { type Column, type Row, UsersStore } from "./store.ts"
import { toUser } from "./views.ts"
import * as UsersV1Query from "./v1Query.ts"

/** A user is online for so long after the last request. Milliseconds. */
const onlineFor = 10 * 60_000

/** `start_with` shows no more than these. */
const startWithLimit = 5

export const layer = HttpApiBuilder.group(
  Payload.provided(Api),
  "users",
  Effect.fnUntraced(function* (handlers) {
    const users = yield* UsersStore
    const outbox = yield* Outbox
    const time = yield* Time
    const { settings } = yield* SettingsStore

    const found = (find: Effect.Effect<Row | undefined>): Effect.Effect<Row, ErrorResponse> =>
      Effect.flatMap(find, (row) => (row === undefined ? Reject.notFound : Effect.succeed(row)))

    const response = Effect.map((row: Row) => ({ user: toUser(row) }))

    const findBy = (column: Column, value: string | number) => response(found(users.findBy(column, value)))

    /** The user of the session, when the request is about that user; a 403 else. */
    const oneself = Effect.fnUntraced(function* (find: Effect.Effect<Row | undefined>) {
      const { user_id } = yield* Caller
      if (user_id === null) return yield* Reject.needUser
      const row = yield* found(find)
      return row.id === user_id ? row : yield* Reject.notYours
    })

    /** The hash of a valid password. An invalid one gets an error response with all errors of the request. */
    const newPassword = Effect.fnUntraced(function* (
      password: Redacted.Redacted,
      otherErrors: Effect.Effect<Reject.FieldErrors>
    ) {
      const errors = Rules.checkPassword(Redacted.value(password))
      if (Rules.hasErrors(errors)) return yield* Reject.unprocessable({ ...(yield* otherErrors), ...errors })
      return yield* Passwords.hash(Redacted.value(password))
    })

    /** The sessions of the user end with the user. */
    const remove = Effect.fnUntraced(function* (find: Effect.Effect<Row | undefined>) {
      const { id } = yield* oneself(find)
      yield* users.remove(id)
      yield* Exchange.sessionEnded
    })

    /** A page of the first version, of which an empty one says that it has no size. */
    const page = Effect.fnUntraced(function* (
      listing: Pick<Listing, "conditions" | "sorting">,
      { page: current_page = 1, per_page = 10 }: { readonly page?: number; readonly per_page?: number }
    ) {
      const { total, rows } = yield* users.page({
        ...listing,
        limit: per_page,
        offset: (current_page - 1) * per_page
      })
      if (total === 0) return { current_page: 1, per_page: 0, total_entries: 0, items: [] }
      return { current_page, per_page, total_entries: total, items: rows.map((row) => ({ user: toUser(row) })) }
    })

    const resetPassword = Effect.fnUntraced(function* (email: string) {
      const { id } = yield* found(users.findBy("email", email))
      yield* outbox.send({
        kind: "mail",
        sent_at: DateTime.makeUnsafe(yield* time.now),
        to: email,
        subject: "Reset password instructions",
        user_id: id,
        link: `https://connectycube.example/password/edit?reset_password_token=${yield* hex(20)}`
      })
    })

    return handlers.handleAll({
      signUp: Effect.fnUntraced(function* ({ payload: { user } }) {
        const { password, ...profile } = user
        const changes = Rules.columnsOf(profile)
        if (!changes.login && !changes.email) return yield* Reject.loginBlank
        const hashed = yield* newPassword(password, users.check(changes, 0))
        return yield* response(users.create(changes, { password: hashed }))
      }),

      list: Effect.fnUntraced(function* ({ query }) {
        const starts = Object.keys(query).some((key) => key.endsWith("[start_with]"))
        const limit = starts ? startWithLimit : (query.limit ?? 100)
        const skip = query.offset ?? 0
        const conditions = Filter.conditionsOf(query, columns)
        const { total, rows } = yield* users.page({ conditions, sorting: query, limit, offset: skip })
        return { limit, skip, total_entries: total, items: rows.map(toUser) }
      }),

      listV1: Effect.fnUntraced(function* ({ query }) {
        const { users_list_v1, application_id } = yield* settings
        if (!users_list_v1) {
          return yield* Reject.forbidden(
            `Users retrieving forbidden in admin panel, application settings. Setup it here https://admin.connectycube.com/apps/${application_id}/service/users/settings`
          )
        }
        const conditions = yield* Effect.forEach(query["filter[]"] ?? [], UsersV1Query.parse)
        return yield* page({ conditions, sorting: yield* UsersV1Query.parseOrder(query.order) }, query)
      }),

      getById: ({ params }) => findBy("id", params.user_id),
      getByLogin: ({ query }) => findBy("login", query.login),
      getByEmail: ({ query }) => findBy("email", query.email),
      getByPhone: ({ query }) => findBy("phone", query.phone),
      getByFacebookId: ({ query }) => findBy("facebook_id", query.facebook_id),
      getByTwitterId: ({ query }) => findBy("twitter_id", query.twitter_id),
      getByExternalId: ({ params }) => response(found(users.findByExternalUserId(String(params.external_user_id)))),
      getByFullName: ({ query }) =>
        page({ conditions: [{ field: "full_name", operator: "eq", values: [query.full_name] }] }, query),
      getByTags: ({ query }) =>
        page({ conditions: [{ field: "user_tags", operator: "in", values: query.tags }] }, query),

      listOnline: Effect.fnUntraced(function* ({ query }) {
        const { online_users } = yield* settings
        if (!online_users) return yield* Reject.forbidden("Online users retrieving forbidden in application settings")
        const since = (yield* time.now) - onlineFor
        const conditions = [{ field: "last_request_at", operator: "gte", values: [since] }] as const
        if (query.count === true) return { count: yield* users.count(conditions) }
        const { limit = 100, offset = 0 } = query
        return { users: (yield* users.page({ conditions, limit, offset })).rows.map(toUser) }
      }),

      update: Effect.fnUntraced(function* ({ params, payload }) {
        const row = yield* oneself(users.findBy("id", params.user_id))
        const { password, old_password, ...profile } = payload.user
        const changes = Rules.columnsOf(profile)
        const { login, email } = { ...row, ...changes }
        if (login === null && email === null && row.identity === null) return yield* Reject.loginBlank
        if (password === undefined) return yield* response(users.update(row.id, changes))
        if (row.password !== null) {
          if (old_password === undefined) return yield* Reject.unprocessable({ old_password: ["is required"] })
          if (!Passwords.matches(Redacted.value(old_password), row.password)) {
            return yield* Reject.unprocessable({ old_password: ["is incorrect"] })
          }
        }
        const hashed = yield* newPassword(password, users.check(changes, row.id))
        return yield* response(users.update(row.id, { ...changes, password: hashed }))
      }),

      delete: ({ params }) => remove(users.findBy("id", params.user_id)),
      deleteByExternalId: ({ params }) => remove(users.findByExternalUserId(String(params.external_user_id))),

      resetPassword: ({ query }) => resetPassword(query.email),
      resetPasswordPost: ({ payload }) => resetPassword(payload.email)
    })
  })
)
