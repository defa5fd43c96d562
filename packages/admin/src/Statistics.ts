/**
 * Numbers of messages and dialogs of the application.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import * as Method from "@effect-connectycube/core/client/Method"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import { StatisticsApi } from "./AdminApi.ts"
import type { DayCount, DaysPage, OfTypes, Period } from "./Days.ts"
import * as Days from "./internal/days.ts"

/**
 * Numbers of messages and dialogs, in total and by day. Days without any are left out.
 *
 * @example
 * ```ts
 * import { Admin } from "@effect-connectycube/admin"
 * import * as DateTime from "effect/DateTime"
 * import * as Effect from "effect/Effect"
 *
 * const lastWeek = Effect.gen(function*() {
 *   const admin = yield* Admin
 *   const end_date = yield* DateTime.now
 *   const start_date = DateTime.subtract(end_date, { days: 7 })
 *   const days = yield* admin.stats.messagesSentPerDay({ start_date, end_date })
 *   return days.map(({ count, day }) => `${day}: ${count}`)
 * })
 * ```
 *
 * @see https://developers.connectycube.com/admin_api/statistics
 * @category services
 * @since 0.1.0
 */
export interface Statistics {
  /**
   * Counts the messages that were sent.
   *
   * @example
   * ```ts
   * const total = yield* admin.stats.messagesSentTotal() // => 2
   * ```
   *
   * @see https://developers.connectycube.com/admin_api/statistics#messages-sent-total
   */
  readonly messagesSentTotal: (period?: Period) => Effect.Effect<number, ConnectyCubeError>
  /**
   * Counts the messages that were sent, by day.
   *
   * @example
   * ```ts
   * const end_date = yield* DateTime.now
   * const start_date = DateTime.subtract(end_date, { days: 7 })
   * const days = yield* admin.stats.messagesSentPerDay({ start_date, end_date })
   * days // => [{ day: "2027-02-19", count: 2 }]
   * ```
   *
   * @see https://developers.connectycube.com/admin_api/statistics#messages-sent-per-day
   */
  readonly messagesSentPerDay: (query?: Period & DaysPage) => Effect.Effect<ReadonlyArray<DayCount>, ConnectyCubeError>
  /**
   * Streams {@link messagesSentPerDay} for all days of the period, 100 per page.
   *
   * **Details**
   *
   * With a `start_date` it reads to the end of the period, or to today. Without one it ends at the first 100 days without
   * messages.
   *
   * @example
   * ```ts
   * const start_date = DateTime.makeUnsafe("2027-01-01T00:00:00Z")
   * const days = yield* admin.stats.streamMessagesSentPerDay({ start_date }).pipe(Stream.runCollect)
   * days // => [{ day: "2027-02-19", count: 2 }]
   * ```
   */
  readonly streamMessagesSentPerDay: (period?: Period) => Stream.Stream<DayCount, ConnectyCubeError>
  /**
   * Counts the dialogs that were created.
   *
   * @example
   * ```ts
   * const groups = yield* admin.stats.dialogsCreatedTotal({ types: ["group"] }) // => 1
   * ```
   *
   * @see https://developers.connectycube.com/admin_api/statistics#dialogs-created-total
   */
  readonly dialogsCreatedTotal: (query?: Period & OfTypes) => Effect.Effect<number, ConnectyCubeError>
  /**
   * Counts the dialogs that were created, by day.
   *
   * @example
   * ```ts
   * const days = yield* admin.stats.dialogsCreatedPerDay({ types: ["group", "private"], limit: 30 })
   * days // => [{ day: "2027-02-19", count: 1 }]
   * ```
   *
   * @see https://developers.connectycube.com/admin_api/statistics#dialogs-created-per-day
   */
  readonly dialogsCreatedPerDay: (
    query?: Period & OfTypes & DaysPage
  ) => Effect.Effect<ReadonlyArray<DayCount>, ConnectyCubeError>
  /**
   * Streams {@link dialogsCreatedPerDay} for all days of the period, as {@link streamMessagesSentPerDay} does.
   *
   * @example
   * ```ts
   * const start_date = DateTime.makeUnsafe("2027-01-01T00:00:00Z")
   * const days = yield* admin.stats.streamDialogsCreatedPerDay({ start_date }).pipe(Stream.runCollect)
   * days // => [{ day: "2027-02-19", count: 1 }]
   * ```
   */
  readonly streamDialogsCreatedPerDay: (query?: Period & OfTypes) => Stream.Stream<DayCount, ConnectyCubeError>
}

/**
 * Makes the methods, on the `HttpClient` and the configuration in the context.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.map(ApiClient.make(StatisticsApi), (call): Statistics => {
  const messagesSentPerDay = (query: Period & DaysPage = {}) => Effect.map(call.messagesSentPerDay(query), Days.sorted)

  const ofTypes = (given: Period & OfTypes & DaysPage) => {
    // What is no object is left to the contract, which rejects it.
    if (!Predicate.isObject(given)) return given
    const { types, ...query } = given
    return types === undefined ? query : { ...query, "types[]": types }
  }
  const dialogsCreatedPerDay = (query: Period & OfTypes & DaysPage = {}) =>
    Effect.map(call.dialogsCreatedPerDay(ofTypes(query)), Days.sorted)

  return Method.named<Statistics>("admin.stats", {
    messagesSentTotal: (query = {}) => call.messagesSentTotal(query),
    messagesSentPerDay,
    streamMessagesSentPerDay: (period = {}) =>
      Stream.suspend(() => Days.stream(period, (page) => messagesSentPerDay({ ...period, ...page }))).pipe(
        Arguments.checked(StatisticsApi.endpoints.messagesSentPerDay, period, ["start_date", "end_date"])
      ),
    dialogsCreatedTotal: (query = {}) => call.dialogsCreatedTotal(ofTypes(query)),
    dialogsCreatedPerDay,
    streamDialogsCreatedPerDay: (query = {}) =>
      Stream.suspend(() => Days.stream(query, (page) => dialogsCreatedPerDay({ ...query, ...page }))).pipe(
        Arguments.checked(StatisticsApi.endpoints.dialogsCreatedPerDay, query, ["start_date", "end_date", "types"])
      )
  })
})
