/**
 * Meetings, which are group calls, and their recordings.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { MeetingId } from "@effect-connectycube/core/Ids"
import * as ResponseError from "@effect-connectycube/core/client/ResponseError"
import * as Method from "@effect-connectycube/core/client/Method"
import * as Paging from "@effect-connectycube/core/client/Paging"
import * as Query from "@effect-connectycube/core/contract/Query"
import type { Session } from "@effect-connectycube/core/Session"
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type { Meeting, MeetingChanges, NewMeeting } from "./Meeting.ts"
import { MeetingsApi } from "./MeetingsApi.ts"
import type { Recording } from "./Recording.ts"

/**
 * A condition on a time: the time itself, or bounds, all of which hold.
 *
 * @category models
 * @since 0.1.0
 */
export type MeetingTimeCondition =
  | DateTime.DateTime
  | {
      /** Is later. */
      readonly gt?: DateTime.DateTime
      /** Is later or equal. */
      readonly gte?: DateTime.DateTime
      /** Is earlier. */
      readonly lt?: DateTime.DateTime
      /** Is earlier or equal. */
      readonly lte?: DateTime.DateTime
    }

/**
 * The conditions on meetings; all of them hold.
 *
 * @see https://developers.connectycube.com/server/meetings#retrieve-meetings
 * @category models
 * @since 0.1.0
 */
export interface MeetingsFilter {
  /** By the start, in seconds. */
  readonly start_date?: MeetingTimeCondition
  /** By the end, in seconds. */
  readonly end_date?: MeetingTimeCondition
  /** By the time at which the meeting was created. */
  readonly created_at?: MeetingTimeCondition
  /** By the time of the last change. */
  readonly updated_at?: MeetingTimeCondition
  /** By the flag of the application. */
  readonly scheduled?: boolean
}

/**
 * The conditions and the page of a list of meetings.
 *
 * @category models
 * @since 0.1.0
 */
export interface MeetingsQuery extends MeetingsFilter {
  /** The size of the page; 100 when left out. */
  readonly limit?: number
  /** How many meetings to skip; 0 when left out. */
  readonly offset?: number
}

/**
 * The meetings of the current user.
 *
 * @see https://developers.connectycube.com/server/meetings
 * @category services
 * @since 0.1.0
 */
export interface Meetings {
  /**
   * Creates a meeting, hosted by the current user. With `chat` a dialog is created too, and with `notify` the attendees get
   * e-mails.
   *
   * **Details**
   *
   * Fails with `InvalidRequest`, before any request, if `notify_before` is out of range. Retried after a 429 or 503 only,
   * since each request creates a meeting and sends e-mails.
   *
   * @example
   * ```ts
   * const start_date = DateTime.makeUnsafe("2027-02-26T10:00:00Z")
   * const weekly = yield* videoCalling.meetings.create({
   *   name: "Friday weekly sync",
   *   start_date,
   *   end_date: DateTime.add(start_date, { hours: 1 }),
   *   attendees: [{ id: ben.id }, { email: "charles@example.com" }]
   * })
   * weekly.host_id // => ada.id
   * ```
   *
   * @see https://developers.connectycube.com/server/meetings#create-meeting
   */
  readonly create: (meeting: NewMeeting) => Effect.Effect<Meeting, ConnectyCubeError, Session>
  /**
   * Lists a page of the meetings that the current user hosts or attends. The response has no total.
   *
   * @example
   * ```ts
   * const now = yield* DateTime.now
   * const meetings = yield* videoCalling.meetings.list({ start_date: { lt: now }, limit: 20 })
   * meetings.map(({ name }) => name) // => ["Weekly"]
   * ```
   *
   * @see https://developers.connectycube.com/server/meetings#retrieve-meetings
   */
  readonly list: (query?: MeetingsQuery) => Effect.Effect<ReadonlyArray<Meeting>, ConnectyCubeError, Session>
  /**
   * Streams all meetings that match, page by page, each once. `limit` is the size of a page.
   *
   * **Gotchas**
   *
   * The order is that of the server, so pages are read by offset: a meeting that is created or deleted meanwhile can hide
   * another. Read again with `created_at: { gte }` for the meetings created since.
   *
   * @example
   * ```ts
   * const names = yield* videoCalling.meetings.stream({ scheduled: false }).pipe(
   *   Stream.map(({ name }) => name),
   *   Stream.runCollect
   * )
   * ```
   */
  readonly stream: (
    query?: MeetingsFilter & {
      /** The size of a page; 100 when left out. */
      readonly limit?: number
    }
  ) => Stream.Stream<Meeting, ConnectyCubeError, Session>
  /**
   * Gets a meeting by id: one of the current user, or a public one.
   *
   * **Details**
   *
   * Fails with `NotFound` if there is no such meeting, or the user may not see it.
   *
   * @example
   * ```ts
   * const { name } = yield* videoCalling.meetings.get(meeting._id)
   * name // => "Weekly"
   * ```
   *
   * @see https://developers.connectycube.com/server/meetings#retrieve-meetings
   */
  readonly get: (id: MeetingId) => Effect.Effect<Meeting, ConnectyCubeError, Session>
  /**
   * Updates a meeting, and returns the updated meeting.
   *
   * **Details**
   *
   * Fails with `Forbidden` for users other than its host.
   *
   * @example
   * ```ts
   * const updated = yield* videoCalling.meetings.update(meeting._id, { name: "Friday weekly sync" })
   * updated.name // => "Friday weekly sync"
   * ```
   *
   * @see https://developers.connectycube.com/server/meetings#update-meeting
   */
  readonly update: (id: MeetingId, changes: MeetingChanges) => Effect.Effect<Meeting, ConnectyCubeError, Session>
  /**
   * Deletes a meeting.
   *
   * **Details**
   *
   * Fails with `Forbidden` for users other than its host.
   *
   * @example
   * ```ts
   * yield* videoCalling.meetings.delete(meeting._id)
   * ```
   *
   * @see https://developers.connectycube.com/server/meetings#delete-meeting
   */
  readonly delete: (id: MeetingId) => Effect.Effect<void, ConnectyCubeError, Session>
  /**
   * Lists the recordings of a meeting that has ended.
   *
   * **Gotchas**
   *
   * Everyone with a `download_url` can use it, for an hour. Call the method again for a new one.
   *
   * @example
   * ```ts
   * const recordings = yield* videoCalling.meetings.listRecordings(meeting._id)
   * recordings.length // => 1
   * ```
   *
   * @see https://developers.connectycube.com/server/meetings#meeting-recordings
   */
  readonly listRecordings: (id: MeetingId) => Effect.Effect<ReadonlyArray<Recording>, ConnectyCubeError, Session>
}

/**
 * Makes the methods, on the `HttpClient` and the configuration in the context.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.map(ApiClient.make(MeetingsApi), (call): Meetings => {
  const page = call.list.map(meetingsOf)
  const find = call.list.flatMap((value, response, { _id: id }) => {
    const meeting = meetingsOf(value).find(({ _id }) => _id === id)
    return meeting === undefined
      ? Effect.fail(ResponseError.notFound(response, `There is no meeting ${id}`))
      : Effect.succeed(meeting)
  })

  return Method.named("videoCalling.meetings", {
    create: call.create,
    list: (query = {}) =>
      Effect.andThen(
        Arguments.check(MeetingsApi.endpoints.list, query, [...filtered, "limit", "offset"]),
        page(Query.flatten(query))
      ),
    stream: (query = {}) => {
      const flat = Query.flatten(query)
      return Paging.untilEmpty(meetings, (offset) => page({ ...flat, offset })).pipe(
        Arguments.checked(MeetingsApi.endpoints.list, query, [...filtered, "limit"])
      )
    },
    get: (id) =>
      // Without an id all meetings would be asked for.
      id === undefined
        ? Method.invalidRequest(MeetingsApi.endpoints.list, [{ path: "_id", message: "Expected an id" }])
        : find({ _id: id }),
    update: (meeting_id, changes) => call.update(changes, { meeting_id }),
    delete: (meeting_id) => call.delete({ meeting_id }),
    listRecordings: (meeting_id) => call.recordings({ meeting_id })
  })
})

const filtered = ["start_date", "end_date", "created_at", "updated_at", "scheduled"]

/** What tells meetings apart. */
const meetings: Paging.List<Meeting> = { idOf: ({ _id }) => _id }

/** The list has three shapes: with an `_id` it may be the meeting itself. */
const meetingsOf = (
  response: ReadonlyArray<Meeting> | { readonly items: ReadonlyArray<Meeting> } | Meeting
): ReadonlyArray<Meeting> => {
  if ("_id" in response) return [response]
  return "items" in response ? response.items : response
}
