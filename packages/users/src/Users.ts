/**
 * The Users API: signing up, finding, updating and deleting users.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/ApiClient"
import * as Batch from "@effect-connectycube/core/Batch"
import type { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { UserId } from "@effect-connectycube/core/Ids"
import * as Paging from "@effect-connectycube/core/Paging"
import * as Query from "@effect-connectycube/core/Query"
import type { Session } from "@effect-connectycube/core/Session"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import type * as Stream from "effect/Stream"
import type { NewUser, User, UserChanges } from "./User.ts"
import * as UserById from "./UserById.ts"
import { UsersApi } from "./UsersApi.ts"
import type { SortField, UsersFilter } from "./UsersFilter.ts"
import { type ConditionV1, formatCondition, formatOrder, type OrderV1 } from "./UsersV1.ts"

/**
 * Which users, in which order, and which page of them: `limit` users (at most and by default 100) after the first `offset`.
 *
 * @category models
 * @since 0.1.0
 */
export type UsersQuery = UsersFilter & Query.Sort<SortField> & { readonly offset?: number; readonly limit?: number }

/**
 * One page of users.
 *
 * @category models
 * @since 0.1.0
 */
export interface UsersPage {
  readonly items: ReadonlyArray<User>
  /** How many users match, on all pages. */
  readonly total_entries: number
  /** How many of them were left out before this page. */
  readonly skip: number
  readonly limit: number
}

/**
 * Which page: `per_page` users (at most 100, 10 when left out) on page number `page` (from 1).
 *
 * @category models
 * @since 0.1.0
 */
export interface PageV1 {
  readonly page?: number
  readonly per_page?: number
}

/**
 * One page of users, as the first version of the API has them.
 *
 * @category models
 * @since 0.1.0
 */
export interface UsersPageV1 {
  readonly items: ReadonlyArray<User>
  readonly total_entries: number
  readonly current_page: number
  readonly per_page: number
}

/**
 * Which users, in which order, in the first version of the list.
 *
 * @category models
 * @since 0.1.0
 */
export interface UsersQueryV1 {
  readonly filter?: ReadonlyArray<ConditionV1>
  readonly order?: OrderV1
}

/** What a method that acts in a session returns. */
type InSession<A> = Effect.Effect<A, ConnectyCubeError, Session>

/**
 * The users of the application.
 *
 * @example
 * ```ts
 * import { Users } from "@effect-connectycube/users/Users"
 * import * as Effect from "effect/Effect"
 * import * as Redacted from "effect/Redacted"
 *
 * const signUp = Effect.gen(function*() {
 *   const users = yield* Users
 *   return yield* users.signUp({ login: "ada", password: Redacted.make("correct horse"), full_name: "Ada Lovelace" })
 * }).pipe(
 *   Effect.catchTag("UnprocessableEntity", (error) => Effect.logWarning("The login is taken", error.errors))
 * )
 * ```
 *
 * @see https://developers.connectycube.com/server/users
 * @category services
 * @since 0.1.0
 */
export class Users extends Context.Service<
  Users,
  {
    /**
     * Registers a user, with the key of the application: no session is needed.
     *
     * Fails with `UnprocessableEntity` when the login or e-mail is taken or too short, with the messages by field.
     * It is resent after a 429 or 503 only, since sending it twice could be taken for a taken login.
     *
     * @see https://developers.connectycube.com/server/users#user-sign-up
     */
    readonly signUp: (user: NewUser) => Effect.Effect<User, ConnectyCubeError>
    /**
     * A page of the users that match. At least one condition has to be able to stand alone: see {@link UsersFilter}.
     *
     * Fails with `InvalidRequest`, before anything is sent, when a list is empty, `start_with` has less than four
     * characters, or no condition stands alone.
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-v2
     */
    readonly list: (query: UsersQuery) => InSession<UsersPage>
    /**
     * All users that match, page by page, in the order of their ids unless another is asked for. `limit` is the size of a
     * page. Users deleted meanwhile can move others over the edge of a page.
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-v2
     */
    readonly stream: (query: UsersQuery) => Stream.Stream<User, ConnectyCubeError, Session>
    /**
     * The user with this id. Concurrent look-ups in one session share requests: a hundred ids go into one.
     *
     * Fails with `NotFound` when there is no such user.
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-v2
     */
    readonly byId: (id: UserId) => InSession<User>
    /**
     * The users that have called the API lately. The application has to allow it in the dashboard.
     */
    readonly listOnline: (page?: {
      readonly offset?: number
      readonly limit?: number
    }) => InSession<ReadonlyArray<User>>
    /**
     * All users that have called the API lately, page by page, `limit` (100 when left out) at a time.
     */
    readonly streamOnline: (page?: { readonly limit?: number }) => Stream.Stream<User, ConnectyCubeError, Session>
    /**
     * How many users have called the API lately.
     */
    readonly countOnline: InSession<number>
    /**
     * Changes fields of the user of the session, and answers the user after the change.
     *
     * Fails with `UnprocessableEntity` when a rule is broken, and `Forbidden` when it is another user.
     *
     * @see https://developers.connectycube.com/server/users#update-user-by-identifier
     */
    readonly update: (id: UserId, changes: UserChanges) => InSession<User>
    /**
     * Deletes the user of the session.
     *
     * Fails with `Forbidden` when it is another user.
     *
     * @see https://developers.connectycube.com/server/users#delete-user-by-identifier
     */
    readonly delete: (id: UserId) => InSession<void>
    /**
     * Deletes the user with this `external_user_id`.
     *
     * @see https://developers.connectycube.com/server/users#delete-user-by-external-user-id
     */
    readonly deleteByExternalId: (external_user_id: string | number) => InSession<void>
    /**
     * Sends the user with this e-mail a link to set a new password.
     *
     * It is resent after a 429 or 503 only, since each request sends a mail.
     *
     * @see https://developers.connectycube.com/server/users#reset-user-password-by-email
     */
    readonly resetPassword: (email: string) => InSession<void>
    /**
     * As {@link resetPassword}, in the way of the official JavaScript SDK: a POST.
     */
    readonly resetPasswordPost: (email: string) => InSession<void>
    /**
     * A page of users in the first version of the list, which the application has to allow in the dashboard.
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-v1-deprecated
     * @deprecated by the API; use {@link list}.
     */
    readonly listV1: (query?: UsersQueryV1 & PageV1) => InSession<UsersPageV1>
    /**
     * All users of {@link listV1}, page by page.
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-v1-deprecated
     * @deprecated by the API; use {@link stream}.
     */
    readonly streamV1: (
      query?: UsersQueryV1 & { readonly per_page?: number }
    ) => Stream.Stream<User, ConnectyCubeError, Session>
    /**
     * The user with this id; `NotFound` when there is none.
     *
     * @see https://developers.connectycube.com/server/users#show-user-by-identifier-deprecated
     * @deprecated by the API; use {@link byId}.
     */
    readonly getById: (id: UserId) => InSession<User>
    /**
     * The user with this login; `NotFound` when there is none.
     *
     * @see https://developers.connectycube.com/server/users#retrieve-user-by-login-deprecated
     * @deprecated by the API; use {@link list}.
     */
    readonly getByLogin: (login: string) => InSession<User>
    /**
     * The user with this e-mail; `NotFound` when there is none.
     *
     * @see https://developers.connectycube.com/server/users#retrieve-user-by-email-deprecated
     * @deprecated by the API; use {@link list}.
     */
    readonly getByEmail: (email: string) => InSession<User>
    /**
     * The user with this phone number; `NotFound` when there is none.
     *
     * @deprecated by the API; use {@link list}.
     */
    readonly getByPhone: (phone: string) => InSession<User>
    /**
     * The user with this id at Facebook; `NotFound` when there is none.
     *
     * @see https://developers.connectycube.com/server/users#retrieve-user-by-facebook-identifier-deprecated
     * @deprecated by the API; use {@link list}.
     */
    readonly getByFacebookId: (facebook_id: string) => InSession<User>
    /**
     * The user with this id at Twitter; `NotFound` when there is none.
     *
     * @see https://developers.connectycube.com/server/users#retrieve-user-by-twitter-identifier-deprecated
     * @deprecated by the API; use {@link list}.
     */
    readonly getByTwitterId: (twitter_id: string) => InSession<User>
    /**
     * The user with this `external_user_id`; `NotFound` when there is none.
     *
     * @see https://developers.connectycube.com/server/users#retrieve-user-by-external-user-id-deprecated
     * @deprecated by the API; use {@link list} with `external_id`.
     */
    readonly getByExternalId: (external_user_id: string | number) => InSession<User>
    /**
     * A page of the users with this name.
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-by-full-name-deprecated
     * @deprecated by the API; use {@link list}.
     */
    readonly getByFullName: (full_name: string, page?: PageV1) => InSession<UsersPageV1>
    /**
     * All users with this name, page by page.
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-by-full-name-deprecated
     * @deprecated by the API; use {@link stream}.
     */
    readonly streamByFullName: (
      full_name: string,
      page?: { readonly per_page?: number }
    ) => Stream.Stream<User, ConnectyCubeError, Session>
    /**
     * A page of the users with at least one of these tags.
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-by-tags-deprecated
     * @deprecated by the API; use {@link list} with `user_tags`.
     */
    readonly getByTags: (tags: ReadonlyArray<string>, page?: PageV1) => InSession<UsersPageV1>
    /**
     * All users with at least one of these tags, page by page.
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-by-tags-deprecated
     * @deprecated by the API; use {@link stream} with `user_tags`.
     */
    readonly streamByTags: (
      tags: ReadonlyArray<string>,
      page?: { readonly per_page?: number }
    ) => Stream.Stream<User, ConnectyCubeError, Session>
  }
>()("@effect-connectycube/users/Users") {
  /** The service on the `HttpClient` and the configuration in the context. */
  static readonly layer: Layer.Layer<Users, never, HttpClient.HttpClient | ConnectyCubeConfig> = Layer.effect(
    Users,
    Effect.suspend(() => make)
  )
}

const make = Effect.map(ApiClient.make(UsersApi), (call): Users["Service"] => {
  const list = (query: UsersQuery) => call.list({ query: Query.flatten(query) })

  const listOnline = (page: { readonly offset?: number; readonly limit?: number } = {}) =>
    Effect.map(call.listOnline({ query: page }), (answer) => ("users" in answer ? answer.users : []))

  const listV1 = ({ filter, order, ...page }: UsersQueryV1 & PageV1 = {}) =>
    Effect.map(
      call.listV1({
        query: {
          ...page,
          ...(filter === undefined ? {} : { "filter[]": filter.map(formatCondition) }),
          ...(order === undefined ? {} : { order: formatOrder(order) })
        }
      }),
      unwrapItems
    )

  const getByFullName = (full_name: string, page: PageV1 = {}) =>
    Effect.map(call.getByFullName({ query: { full_name, ...page } }), unwrapItems)

  const getByTags = (tags: ReadonlyArray<string>, page: PageV1 = {}) =>
    Effect.map(call.getByTags({ query: { tags, ...page } }), unwrapItems)

  return {
    signUp: (user) => Effect.map(call.signUp({ payload: { user } }), unwrap),
    list,
    stream: (query) => {
      const streamOf = (query: UsersQuery) => {
        // Pages are cut out of one order, so there has to be one.
        const sorted = Query.flatten("sort_desc" in query ? query : { sort_asc: "id", ...query })
        return Paging.byOffset(query.offset ?? 0, (offset) => call.list({ query: { ...sorted, offset } }))
      }
      // In the order of ids, and from the first, the ids that are asked for can be split.
      const isById = query.sort_desc === undefined && (query.sort_asc === undefined || query.sort_asc === "id")
      return isById && (query.offset ?? 0) === 0 ? Batch.stream(query, "id", streamOf) : streamOf(query)
    },
    byId: UserById.make(call.list),
    listOnline,
    streamOnline: ({ limit = 100 } = {}) => Paging.untilEmpty(online, (offset) => listOnline({ offset, limit })),
    countOnline: Effect.map(call.listOnline({ query: { count: true } }), (answer) =>
      "count" in answer ? answer.count : answer.users.length
    ),
    update: (user_id, user) => Effect.map(call.update({ params: { user_id }, payload: { user } }), unwrap),
    delete: (user_id) => call.delete({ params: { user_id } }),
    deleteByExternalId: (id) => call.deleteByExternalId({ params: { external_user_id: id } }),
    resetPassword: (email) => call.resetPassword({ query: { email } }),
    resetPasswordPost: (email) => call.resetPasswordPost({ payload: { email } }),
    listV1,
    streamV1: ({ per_page = 100, ...query } = {}) =>
      Paging.byPageNumber((page) => listV1({ ...query, page, per_page })),
    getById: (user_id) => Effect.map(call.getById({ params: { user_id } }), unwrap),
    getByLogin: (login) => Effect.map(call.getByLogin({ query: { login } }), unwrap),
    getByEmail: (email) => Effect.map(call.getByEmail({ query: { email } }), unwrap),
    getByPhone: (phone) => Effect.map(call.getByPhone({ query: { phone } }), unwrap),
    getByFacebookId: (facebook_id) => Effect.map(call.getByFacebookId({ query: { facebook_id } }), unwrap),
    getByTwitterId: (twitter_id) => Effect.map(call.getByTwitterId({ query: { twitter_id } }), unwrap),
    getByExternalId: (id) => Effect.map(call.getByExternalId({ params: { external_user_id: id } }), unwrap),
    getByFullName,
    streamByFullName: (full_name, { per_page = 100 } = {}) =>
      Paging.byPageNumber((page) => getByFullName(full_name, { page, per_page })),
    getByTags,
    streamByTags: (tags, { per_page = 100 } = {}) => Paging.byPageNumber((page) => getByTags(tags, { page, per_page }))
  }
})

const online = { operation: "users.listOnline", path: "/users/online", idOf: ({ id }: User) => id }

const unwrap = ({ user }: { readonly user: User }): User => user

const unwrapItems = <A extends { readonly items: ReadonlyArray<{ readonly user: User }> }>(page: A) => ({
  ...page,
  items: page.items.map(unwrap)
})
