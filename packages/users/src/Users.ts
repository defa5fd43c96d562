/**
 * The Users API: sign up, look up, list, update and delete users.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import type { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { UserId } from "@effect-connectycube/core/Ids"
import type { ItemResult, ResultsPage } from "@effect-connectycube/core/ItemDecodeError"
import type * as Query from "@effect-connectycube/core/contract/Query"
import type { Session } from "@effect-connectycube/core/Session"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import type * as Layer from "effect/Layer"
import type * as Stream from "effect/Stream"
import { make } from "./internal/users.ts"
import type { NewUser, User, UserChanges } from "./User.ts"
import type { PrimaryField, SortField, UsersFilter } from "./UsersFilter.ts"
import type { ConditionV1, OrderV1 } from "./UsersV1.ts"

/**
 * The conditions, the order and the page of a list of users, with a condition that can stand alone on one of some fields.
 *
 * @category models
 * @since 0.1.0
 */
export type UsersQueryWithConditionOn<
  // Spelled out, so that the compiler prints them when a query has none.
  Field extends PrimaryField =
    | "id"
    | "login"
    | "email"
    | "full_name"
    | "phone"
    | "external_id"
    | "facebook_id"
    | "twitter_id"
    | "user_tags"
> = UsersFilter<Field> &
  Query.Sort<SortField> & {
    /** How many users to skip; 0 when left out. */
    readonly offset?: number
    /** The size of the page, at most and by default 100. */
    readonly limit?: number
  }

/**
 * The conditions, the order and the page of a list of users.
 *
 * @category models
 * @since 0.1.0
 */
export type UsersQuery = UsersQueryWithConditionOn

/**
 * One page of users.
 *
 * @category models
 * @since 0.1.0
 */
export interface UsersPage {
  /** The users of the page. */
  readonly items: ReadonlyArray<User>
  /** The number of users that match, on all pages. */
  readonly total_entries: number
  /** How many of them come before this page. */
  readonly skip: number
  /** The size of a page. */
  readonly limit: number
}

/**
 * The page of a list in the first version of the API.
 *
 * @category models
 * @since 0.1.0
 */
export interface PageV1 {
  /** The number of the page, from 1. */
  readonly page?: number
  /** The size of a page: at most 100, 10 when left out. */
  readonly per_page?: number
}

/**
 * One page of users in the first version of the API.
 *
 * @category models
 * @since 0.1.0
 */
export interface UsersPageV1 {
  /** The users of the page. */
  readonly items: ReadonlyArray<User>
  /** The number of users that match, on all pages. */
  readonly total_entries: number
  /** The number of the page, from 1. */
  readonly current_page: number
  /** The size of a page. */
  readonly per_page: number
}

/**
 * The conditions and the order of a list in the first version of the API.
 *
 * @category models
 * @since 0.1.0
 */
export interface UsersQueryV1 {
  /** The conditions; all of them hold. */
  readonly filter?: ReadonlyArray<ConditionV1>
  /** The order; by id when left out of a stream. */
  readonly order?: OrderV1
}

/**
 * The users of the application: sign up, look up, list, update and delete.
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
     * Signs up a user. It needs no session: it sends the key of the application.
     *
     * **Details**
     *
     * Fails with `UnprocessableEntity` if the login or the e-mail address already exists or is too short; `errors` has the
     * messages by field.
     *
     * Retried after a 429 or 503 only: a retry of a request that was handled would fail with an existing login.
     *
     * @example
     * ```ts
     * const eve = yield* users.signUp({ login: "eve", password: Redacted.make("correct horse"), full_name: "Eve" })
     * eve.full_name // => "Eve"
     * ```
     *
     * @see https://developers.connectycube.com/server/users#user-sign-up
     */
    readonly signUp: (user: NewUser) => Effect.Effect<User, ConnectyCubeError>
    /**
     * Lists a page of the users that match.
     *
     * **Details**
     *
     * At least one condition has to stand alone: see {@link UsersFilter}. Fails with `InvalidRequest`, before any request,
     * if there is no such condition, if a list is empty, or if `start_with` has less than four characters.
     *
     * @example
     * ```ts
     * const page = yield* users.list({ user_tags: "vip", sort_asc: "full_name", limit: 20 })
     * page.items.map(({ login }) => login) // => ["ada", "ben"]
     * page.total_entries // => 2
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-v2
     */
    readonly list: (query: UsersQueryWithConditionOn) => Effect.Effect<UsersPage, ConnectyCubeError, Session>
    /**
     * Lists a page of the users that match, each as a `Result`: a user that cannot be decoded does not fail the call.
     *
     * @example
     * ```ts
     * const page = yield* users.listResults({ user_tags: "vip" })
     * page.items.filter(Result.isFailure).length // => 0
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-v2
     */
    readonly listResults: (
      query: UsersQueryWithConditionOn
    ) => Effect.Effect<ResultsPage<UsersPage>, ConnectyCubeError, Session>
    /**
     * Streams all users that match, page by page, each once. `limit` is the size of a page.
     *
     * **When to use**
     *
     * To process more users than one page has.
     *
     * **Details**
     *
     * The order is that of `created_at`, ascending, unless the query has another. In the order of `created_at`, in either
     * direction, the stream is exact. Its cursor is the time of the last user, and the ids of the users of that second that
     * were emitted: users who sign up or are deleted meanwhile neither hide nor repeat others.
     *
     * Users that are listed by ids come in the order of their ids, and any number of ids can be given.
     *
     * Fails with a `DecodeError` if the server ignores the cursor or the order.
     *
     * **Gotchas**
     *
     * The API does not compare ids, so in the order of `id`, as of any other field, pages are read by offset. No user comes
     * twice, unless it moves by 10,000 places or more, but one can be missed when it moves, or when one before it is
     * deleted.
     *
     * @example
     * ```ts
     * const logins = yield* users.stream({ user_tags: "vip" }).pipe(
     *   Stream.map(({ login }) => login),
     *   Stream.runCollect
     * )
     * logins // => ["ada", "ben"]
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-v2
     */
    readonly stream: (query: UsersQueryWithConditionOn) => Stream.Stream<User, ConnectyCubeError, Session>
    /**
     * Streams all users that match as {@link stream} does, each as a `Result`: a user that cannot be decoded does not end
     * the stream.
     *
     * @example
     * ```ts
     * yield* users.streamResults({ user_tags: "vip" }).pipe(
     *   Stream.filter(Result.isFailure),
     *   Stream.runForEach(({ failure }) => Console.warn(failure.message, failure.item))
     * )
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-v2
     */
    readonly streamResults: (
      query: UsersQueryWithConditionOn
    ) => Stream.Stream<ItemResult<User>, ConnectyCubeError, Session>
    /**
     * Gets a user by id. Concurrent calls are batched: up to 100 ids per request.
     *
     * **Details**
     *
     * Fails with `NotFound` if there is no such user. Only calls of one caller share a request; in a server, requests with
     * one token have one caller.
     *
     * @example
     * ```ts
     * const { full_name } = yield* users.get(ben.id)
     * full_name // => "Ben Herschel"
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-v2
     */
    readonly get: (id: UserId) => Effect.Effect<User, ConnectyCubeError, Session>
    /**
     * Lists a page of the users who have called the API lately.
     *
     * **Gotchas**
     *
     * The application has to enable it in the dashboard.
     *
     * @example
     * ```ts
     * const online = yield* users.listOnline({ limit: 10 })
     * online.map(({ login }) => login) // => ["ada", "ben"]
     * ```
     */
    readonly listOnline: (page?: {
      /** How many users to skip; 0 when left out. */
      readonly offset?: number
      /** The size of a page; 100 when left out of a stream. */
      readonly limit?: number
    }) => Effect.Effect<ReadonlyArray<User>, ConnectyCubeError, Session>
    /**
     * Lists a page of the users who have called the API lately, each as a `Result`: a user that cannot be decoded does not
     * fail the call.
     *
     * @example
     * ```ts
     * const online = yield* users.listOnlineResults({ limit: 10 })
     * online.filter(Result.isFailure).length // => 0
     * ```
     */
    readonly listOnlineResults: (page?: {
      /** How many users to skip; 0 when left out. */
      readonly offset?: number
      /** The size of a page; 100 when left out of a stream. */
      readonly limit?: number
    }) => Effect.Effect<ReadonlyArray<ItemResult<User>>, ConnectyCubeError, Session>
    /**
     * Streams all users who have called the API lately, page by page, each once.
     *
     * **Gotchas**
     *
     * Pages are read by offset, since the API has no cursor: a user who goes offline meanwhile can hide another.
     *
     * @example
     * ```ts
     * const logins = yield* users.streamOnline().pipe(
     *   Stream.map(({ login }) => login),
     *   Stream.runCollect
     * )
     * ```
     */
    readonly streamOnline: (page?: {
      /** The size of a page; 100 when left out of a stream. */
      readonly limit?: number
    }) => Stream.Stream<User, ConnectyCubeError, Session>
    /**
     * Streams all users who have called the API lately as {@link streamOnline} does, each as a `Result`.
     *
     * @example
     * ```ts
     * const online = yield* users.streamOnlineResults().pipe(Stream.filter(Result.isSuccess), Stream.runCount)
     * ```
     */
    readonly streamOnlineResults: (page?: {
      /** The size of a page; 100 when left out of a stream. */
      readonly limit?: number
    }) => Stream.Stream<ItemResult<User>, ConnectyCubeError, Session>
    /**
     * Counts the users who have called the API lately.
     *
     * @example
     * ```ts
     * const count = yield* users.countOnline // => 2
     * ```
     */
    readonly countOnline: Effect.Effect<number, ConnectyCubeError, Session>
    /**
     * Updates the current user, and returns the updated user.
     *
     * **Details**
     *
     * Fails with `UnprocessableEntity` if a field breaks a rule, and with `Forbidden` for another user.
     *
     * @example
     * ```ts
     * const user = yield* users.update(ada.id, { full_name: "Ada King", tag_list: ["vip", "engines"] })
     * user.full_name // => "Ada King"
     * ```
     *
     * @see https://developers.connectycube.com/server/users#update-user-by-identifier
     */
    readonly update: (id: UserId, changes: UserChanges) => Effect.Effect<User, ConnectyCubeError, Session>
    /**
     * Deletes the current user. The session is not renewed after it: a login could create the user again.
     *
     * **Details**
     *
     * Fails with `Forbidden` for another user. When the response is lost, and the user is deleted, the retry fails with
     * `Unauthorized`, whose `attempts` is more than 1.
     *
     * @example
     * ```ts
     * yield* users.delete(ada.id)
     * ```
     *
     * @see https://developers.connectycube.com/server/users#delete-user-by-identifier
     */
    readonly delete: (id: UserId) => Effect.Effect<void, ConnectyCubeError, Session>
    /**
     * Deletes the user with an `external_user_id`.
     *
     * @example
     * ```ts
     * yield* users.deleteByExternalId(1815)
     * ```
     *
     * @see https://developers.connectycube.com/server/users#delete-user-by-external-user-id
     */
    readonly deleteByExternalId: (external_user_id: string | number) => Effect.Effect<void, ConnectyCubeError, Session>
    /**
     * E-mails a link to set a new password to the user with an e-mail address.
     *
     * **Details**
     *
     * Retried after a 429 or 503 only, since each request sends an e-mail.
     *
     * @example
     * ```ts
     * yield* users.resetPassword("ada@example.com")
     * ```
     *
     * @see https://developers.connectycube.com/server/users#reset-user-password-by-email
     */
    readonly resetPassword: (email: string) => Effect.Effect<void, ConnectyCubeError, Session>
    /**
     * E-mails a link to set a new password as {@link resetPassword} does, with a POST as in the official JavaScript SDK.
     *
     * @example
     * ```ts
     * yield* users.resetPasswordPost("ada@example.com")
     * ```
     */
    readonly resetPasswordPost: (email: string) => Effect.Effect<void, ConnectyCubeError, Session>
    /**
     * Lists a page of users in the first version of the API.
     *
     * **Gotchas**
     *
     * The application has to enable it in the dashboard.
     *
     * @example
     * ```ts
     * const page = yield* users.listV1({
     *   filter: [{ field: "login", operator: "in", value: ["ada", "ben"] }],
     *   order: { direction: "desc", field: "login" },
     *   per_page: 20
     * })
     * page.items.map(({ login }) => login) // => ["ben", "ada"]
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-v1-deprecated
     * @deprecated by the API; use {@link list}.
     */
    readonly listV1: (query?: UsersQueryV1 & PageV1) => Effect.Effect<UsersPageV1, ConnectyCubeError, Session>
    /**
     * Lists a page of users in the first version of the API, each as a `Result`: a user that cannot be decoded does not
     * fail the call.
     *
     * @example
     * ```ts
     * const page = yield* users.listV1Results({ per_page: 20 })
     * page.items.filter(Result.isSuccess).length // => 2
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-v1-deprecated
     * @deprecated by the API; use {@link listResults}.
     */
    readonly listV1Results: (
      query?: UsersQueryV1 & PageV1
    ) => Effect.Effect<ResultsPage<UsersPageV1>, ConnectyCubeError, Session>
    /**
     * Streams all users of {@link listV1}, page by page, each once, in the order of their ids unless the query has another.
     *
     * **Details**
     *
     * In the order of ids, and without conditions on ids, the stream is exact: each page begins after the last id of the
     * page before.
     *
     * **Gotchas**
     *
     * Otherwise pages are read by number: a user can be missed when it moves, or when one before it is deleted.
     *
     * @example
     * ```ts
     * const count = yield* users.streamV1().pipe(Stream.runCount) // => 2
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-v1-deprecated
     * @deprecated by the API; use {@link stream}.
     */
    readonly streamV1: (
      query?: UsersQueryV1 & {
        /** The size of a page: at most 100, and 100 when left out. */
        readonly per_page?: number
      }
    ) => Stream.Stream<User, ConnectyCubeError, Session>
    /**
     * Streams all users of {@link listV1Results}, page by page, each as a `Result`.
     *
     * @example
     * ```ts
     * const count = yield* users.streamV1Results().pipe(Stream.filter(Result.isSuccess), Stream.runCount) // => 2
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-v1-deprecated
     * @deprecated by the API; use {@link streamResults}.
     */
    readonly streamV1Results: (
      query?: UsersQueryV1 & {
        /** The size of a page: at most 100, and 100 when left out. */
        readonly per_page?: number
      }
    ) => Stream.Stream<ItemResult<User>, ConnectyCubeError, Session>
    /**
     * Gets a user by id, with one request for each call. Fails with `NotFound` if there is none.
     *
     * @example
     * ```ts
     * const { login } = yield* users.getV1(ben.id)
     * login // => "ben"
     * ```
     *
     * @see https://developers.connectycube.com/server/users#show-user-by-identifier-deprecated
     * @deprecated by the API; use {@link get}.
     */
    readonly getV1: (id: UserId) => Effect.Effect<User, ConnectyCubeError, Session>
    /**
     * Gets a user by login. Fails with `NotFound` if there is none.
     *
     * @example
     * ```ts
     * const { id } = yield* users.getByLogin("ben")
     * id // => ben.id
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-user-by-login-deprecated
     * @deprecated by the API; use {@link list}.
     */
    readonly getByLogin: (login: string) => Effect.Effect<User, ConnectyCubeError, Session>
    /**
     * Gets a user by e-mail address. Fails with `NotFound` if there is none.
     *
     * @example
     * ```ts
     * const { login } = yield* users.getByEmail("ben@example.com")
     * login // => "ben"
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-user-by-email-deprecated
     * @deprecated by the API; use {@link list}.
     */
    readonly getByEmail: (email: string) => Effect.Effect<User, ConnectyCubeError, Session>
    /**
     * Gets a user by phone number. Fails with `NotFound` if there is none.
     *
     * @example
     * ```ts
     * const { login } = yield* users.getByPhone("442079876543")
     * login // => "ben"
     * ```
     *
     * @deprecated by the API; use {@link list}.
     */
    readonly getByPhone: (phone: string) => Effect.Effect<User, ConnectyCubeError, Session>
    /**
     * Gets a user by the id at Facebook. Fails with `NotFound` if there is none.
     *
     * @example
     * ```ts
     * const { login } = yield* users.getByFacebookId("91234409")
     * login // => "ada"
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-user-by-facebook-identifier-deprecated
     * @deprecated by the API; use {@link list}.
     */
    readonly getByFacebookId: (facebook_id: string) => Effect.Effect<User, ConnectyCubeError, Session>
    /**
     * Gets a user by the id at Twitter. Fails with `NotFound` if there is none.
     *
     * @example
     * ```ts
     * const { login } = yield* users.getByTwitterId("83510562734")
     * login // => "ada"
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-user-by-twitter-identifier-deprecated
     * @deprecated by the API; use {@link list}.
     */
    readonly getByTwitterId: (twitter_id: string) => Effect.Effect<User, ConnectyCubeError, Session>
    /**
     * Gets a user by `external_user_id`. Fails with `NotFound` if there is none.
     *
     * @example
     * ```ts
     * const { login } = yield* users.getByExternalId(1815)
     * login // => "ada"
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-user-by-external-user-id-deprecated
     * @deprecated by the API; use {@link list} with `external_id`.
     */
    readonly getByExternalId: (external_user_id: string | number) => Effect.Effect<User, ConnectyCubeError, Session>
    /**
     * Lists a page of the users with a full name.
     *
     * @example
     * ```ts
     * const page = yield* users.listByFullName("Ben Herschel")
     * page.items.map(({ login }) => login) // => ["ben"]
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-by-full-name-deprecated
     * @deprecated by the API; use {@link list}.
     */
    readonly listByFullName: (
      full_name: string,
      page?: PageV1
    ) => Effect.Effect<UsersPageV1, ConnectyCubeError, Session>
    /**
     * Lists a page of the users with a full name, each as a `Result`: a user that cannot be decoded does not fail the call.
     *
     * @example
     * ```ts
     * const page = yield* users.listByFullNameResults("Ben Herschel")
     * page.items.filter(Result.isFailure).length // => 0
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-by-full-name-deprecated
     * @deprecated by the API; use {@link listResults}.
     */
    readonly listByFullNameResults: (
      full_name: string,
      page?: PageV1
    ) => Effect.Effect<ResultsPage<UsersPageV1>, ConnectyCubeError, Session>
    /**
     * Streams all users with a full name, page by page, each once.
     *
     * **Gotchas**
     *
     * Pages are read by number: a user who is deleted meanwhile can hide another. {@link stream} with `full_name` is exact.
     *
     * @example
     * ```ts
     * const count = yield* users.streamByFullName("Ben Herschel").pipe(Stream.runCount) // => 1
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-by-full-name-deprecated
     * @deprecated by the API; use {@link stream}.
     */
    readonly streamByFullName: (
      full_name: string,
      page?: {
        /** The size of a page: at most 100, and 100 when left out. */
        readonly per_page?: number
      }
    ) => Stream.Stream<User, ConnectyCubeError, Session>
    /**
     * Streams all users of {@link listByFullNameResults}, page by page, each as a `Result`.
     *
     * @example
     * ```ts
     * const count = yield* users.streamByFullNameResults("Ben Herschel").pipe(Stream.runCount) // => 1
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-by-full-name-deprecated
     * @deprecated by the API; use {@link streamResults}.
     */
    readonly streamByFullNameResults: (
      full_name: string,
      page?: {
        /** The size of a page: at most 100, and 100 when left out. */
        readonly per_page?: number
      }
    ) => Stream.Stream<ItemResult<User>, ConnectyCubeError, Session>
    /**
     * Lists a page of the users with at least one of some tags.
     *
     * @example
     * ```ts
     * const page = yield* users.listByTags(["vip", "guest"], { page: 1, per_page: 20 })
     * page.total_entries // => 2
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-by-tags-deprecated
     * @deprecated by the API; use {@link list} with `user_tags`.
     */
    readonly listByTags: (
      tags: ReadonlyArray<string>,
      page?: PageV1
    ) => Effect.Effect<UsersPageV1, ConnectyCubeError, Session>
    /**
     * Lists a page of the users with at least one of some tags, each as a `Result`: a user that cannot be decoded does not
     * fail the call.
     *
     * @example
     * ```ts
     * const page = yield* users.listByTagsResults(["vip"])
     * page.items.filter(Result.isFailure).length // => 0
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-by-tags-deprecated
     * @deprecated by the API; use {@link listResults} with `user_tags`.
     */
    readonly listByTagsResults: (
      tags: ReadonlyArray<string>,
      page?: PageV1
    ) => Effect.Effect<ResultsPage<UsersPageV1>, ConnectyCubeError, Session>
    /**
     * Streams all users with at least one of some tags, page by page, each once.
     *
     * **Gotchas**
     *
     * Pages are read by number: a user who is deleted meanwhile can hide another. {@link stream} with `user_tags` is exact.
     *
     * @example
     * ```ts
     * const count = yield* users.streamByTags(["vip"]).pipe(Stream.runCount) // => 2
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-by-tags-deprecated
     * @deprecated by the API; use {@link stream} with `user_tags`.
     */
    readonly streamByTags: (
      tags: ReadonlyArray<string>,
      page?: {
        /** The size of a page: at most 100, and 100 when left out. */
        readonly per_page?: number
      }
    ) => Stream.Stream<User, ConnectyCubeError, Session>
    /**
     * Streams all users of {@link listByTagsResults}, page by page, each as a `Result`.
     *
     * @example
     * ```ts
     * const count = yield* users.streamByTagsResults(["vip"]).pipe(Stream.runCount) // => 2
     * ```
     *
     * @see https://developers.connectycube.com/server/users#retrieve-users-by-tags-deprecated
     * @deprecated by the API; use {@link streamResults} with `user_tags`.
     */
    readonly streamByTagsResults: (
      tags: ReadonlyArray<string>,
      page?: {
        /** The size of a page: at most 100, and 100 when left out. */
        readonly per_page?: number
      }
    ) => Stream.Stream<ItemResult<User>, ConnectyCubeError, Session>
  }
>()("@effect-connectycube/users/Users") {
  /** Provides the service, on the `HttpClient` and the configuration in the context. */
  static readonly layer: Layer.Layer<Users, never, HttpClient.HttpClient | ConnectyCubeConfig> = ApiClient.layer(
    Users,
    make
  )
}
