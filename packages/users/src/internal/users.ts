// The methods of the service, on the calls of the contract.
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import * as Items from "@effect-connectycube/core/client/Items"
import * as Method from "@effect-connectycube/core/client/Method"
import * as Paging from "@effect-connectycube/core/client/Paging"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { User } from "../User.ts"
import * as UserById from "./userById.ts"
import { UsersApi } from "../UsersApi.ts"
import * as UserStream from "./userStream.ts"
import { type ConditionV1, conditionIssues, formatCondition, formatOrder, orderIssues } from "../UsersV1.ts"
import type { PageV1, Users, UsersQueryV1 } from "../Users.ts"

export const make = Effect.gen(function* () {
  const call = yield* ApiClient.make(UsersApi)
  const listItems = call.list.items("items")
  const online = call.listOnline.map((response) => ("users" in response ? response.users : []))
  const onlineItems = call.listOnline.items("users").map((response) => ("users" in response ? response.users : []))
  const v1 = call.listV1.map(unwrapItems)
  const v1Items = call.listV1.items("items").map(unwrapEach)
  const byFullName = call.getByFullName.map(unwrapItems)
  const byFullNameItems = call.getByFullName.items("items").map(unwrapEach)
  const byTags = call.getByTags.map(unwrapItems)
  const byTagsItems = call.getByTags.items("items").map(unwrapEach)

  const checkOnline = (page: object) => Arguments.check(UsersApi.endpoints.listOnline, page, ["offset", "limit"])

  const listV1 = (query: UsersQueryV1 & PageV1 = {}) => Effect.flatMap(queryV1(query), v1)

  const itemsV1 = (query: UsersQueryV1 & PageV1) => Effect.flatMap(queryV1(query), v1Items)

  return Method.named<Users["Service"]>("users", {
    signUp: call.signUp,
    list: (query) => call.list(Query.flatten(query)),
    listResults: (query) => Effect.map(listItems(Query.flatten(query)), Items.results),
    stream: (query) =>
      Stream.suspend(() => UserStream.make(query, call.list, UserStream.placeOf)).pipe(
        Arguments.checked(UsersApi.endpoints.list, query ?? null)
      ),
    streamResults: (query) =>
      Stream.suspend(() => UserStream.make(query, listItems, UserStream.placeOfItem)).pipe(
        Stream.map(({ result }) => result),
        Arguments.checked(UsersApi.endpoints.list, query ?? null)
      ),
    get: yield* UserById.make,
    listOnline: (page = {}) => Effect.andThen(checkOnline(page), online(page)),
    listOnlineResults: (page = {}) =>
      Effect.andThen(
        checkOnline(page),
        Effect.map(onlineItems(page), (items) => Items.results({ items }).items)
      ),
    streamOnline: (page = {}) =>
      Paging.untilEmpty(users, (offset) => online({ offset, limit: page.limit ?? 100 })).pipe(
        Arguments.checked(UsersApi.endpoints.listOnline, page, ["limit"])
      ),
    streamOnlineResults: (page = {}) =>
      Paging.untilEmpty(Items.byId("id"), (offset) => onlineItems({ offset, limit: page.limit ?? 100 })).pipe(
        Stream.map(({ result }) => result),
        Arguments.checked(UsersApi.endpoints.listOnline, page, ["limit"])
      ),
    countOnline: Effect.map(call.listOnline({ count: true }), (response) =>
      "count" in response ? response.count : response.users.length
    ),
    update: (user_id, changes) => call.update(changes, { user_id }),
    delete: (user_id) => call.delete({ user_id }),
    deleteByExternalId: (external_user_id) => call.deleteByExternalId({ external_user_id }),
    resetPassword: (email) => call.resetPassword({ email }),
    resetPasswordPost: (email) => call.resetPasswordPost({ email }),
    listV1,
    listV1Results: (query = {}) => Effect.map(itemsV1(query), Items.results),
    streamV1: (query = {}) =>
      Stream.unwrap(Effect.map(queryV1(query), () => UserStream.makeV1(query, listV1, UserStream.placeOf))).pipe(
        Arguments.checked(UsersApi.endpoints.listV1, query, ["filter", "order", "per_page"])
      ),
    streamV1Results: (query = {}) =>
      Stream.unwrap(Effect.map(queryV1(query), () => UserStream.makeV1(query, itemsV1, UserStream.placeOfItem))).pipe(
        Stream.map(({ result }) => result),
        Arguments.checked(UsersApi.endpoints.listV1, query, ["filter", "order", "per_page"])
      ),
    getV1: (user_id) => call.getById({ user_id }),
    getByLogin: (login) => call.getByLogin({ login }),
    getByEmail: (email) => call.getByEmail({ email }),
    getByPhone: (phone) => call.getByPhone({ phone }),
    getByFacebookId: (facebook_id) => call.getByFacebookId({ facebook_id }),
    getByTwitterId: (twitter_id) => call.getByTwitterId({ twitter_id }),
    getByExternalId: (external_user_id) => call.getByExternalId({ external_user_id }),
    listByFullName: (full_name, page = {}) => byFullName(page, { full_name }),
    listByFullNameResults: (full_name, page = {}) => Effect.map(byFullNameItems(page, { full_name }), Items.results),
    streamByFullName: (full_name, options = {}) =>
      Paging.byPageNumber(users, (page) => byFullName({ full_name, page, per_page: options.per_page ?? 100 })).pipe(
        Arguments.checked(UsersApi.endpoints.getByFullName, options, ["per_page"])
      ),
    streamByFullNameResults: (full_name, options = {}) =>
      Paging.byPageNumber(Items.byId("id"), (page) =>
        byFullNameItems({ full_name, page, per_page: options.per_page ?? 100 })
      ).pipe(
        Stream.map(({ result }) => result),
        Arguments.checked(UsersApi.endpoints.getByFullName, options, ["per_page"])
      ),
    listByTags: (tags, page = {}) => byTags(page, { tags }),
    listByTagsResults: (tags, page = {}) => Effect.map(byTagsItems(page, { tags }), Items.results),
    streamByTags: (tags, options = {}) =>
      Paging.byPageNumber(users, (page) => byTags({ tags, page, per_page: options.per_page ?? 100 })).pipe(
        Arguments.checked(UsersApi.endpoints.getByTags, options, ["per_page"])
      ),
    streamByTagsResults: (tags, options = {}) =>
      Paging.byPageNumber(Items.byId("id"), (page) =>
        byTagsItems({ tags, page, per_page: options.per_page ?? 100 })
      ).pipe(
        Stream.map(({ result }) => result),
        Arguments.checked(UsersApi.endpoints.getByTags, options, ["per_page"])
      )
  })
})

/** What tells users apart. */
const users: Paging.List<User> = { idOf: ({ id }) => id }

const unwrap = ({ user }: { readonly user: User }): User => user

/** The keys of a query, with its conditions as the API writes them. */
const queryV1 = Effect.fnUntraced(function* (query: UsersQueryV1 & PageV1) {
  yield* Arguments.check(UsersApi.endpoints.listV1, query)
  const { filter, order, ...page } = query
  const issues = [
    ...(filter === undefined || Array.isArray(filter) ? [] : [{ path: "filter", message: "Expected a list" }]),
    ...(Array.isArray(filter) ? filter : []).flatMap((condition: ConditionV1, index) =>
      conditionIssues(condition, `filter.${index}`)
    ),
    ...orderIssues(order)
  ]
  if (issues.length > 0) return yield* Method.invalidRequest(UsersApi.endpoints.listV1, issues)
  return {
    ...page,
    ...(filter === undefined ? {} : { "filter[]": filter.map(formatCondition) }),
    ...(order === undefined ? {} : { order: formatOrder(order) })
  }
})

const unwrapItems = <A extends { readonly items: ReadonlyArray<{ readonly user: User }> }>(page: A) => ({
  ...page,
  items: page.items.map(unwrap)
})

const unwrapEach = <A extends { readonly items: ReadonlyArray<Items.Item<{ readonly user: User }>> }>(page: A) => ({
  ...page,
  items: page.items.map((item): Items.Item<User> => ({ ...Items.map(unwrap)(item), raw: Items.member(item, "user") }))
})
