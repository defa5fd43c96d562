/**
 * Meetings: calls of many, planned or begun at once, and their recordings.
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
 * A condition on a time: the time itself, or bounds, which hold together.
 *
 * @category models
 * @since 0.1.0
 */
export type MeetingTimeCondition =
  | DateTime.DateTime
  | {
      readonly gt?: DateTime.DateTime
      readonly gte?: DateTime.DateTime
      readonly lt?: DateTime.DateTime
      readonly lte?: DateTime.DateTime
    }

/**
 * Which meetings: all conditions hold together. `start_date` and `end_date` go by seconds.
 *
 * @see https://developers.connectycube.com/server/meetings#retrieve-meetings
 * @category models
 * @since 0.1.0
 */
export interface MeetingsFilter {
  readonly start_date?: MeetingTimeCondition
  readonly end_date?: MeetingTimeCondition
  readonly created_at?: MeetingTimeCondition
  readonly updated_at?: MeetingTimeCondition
  /** The mark of the application's own. */
  readonly scheduled?: boolean
}

/**
 * Which meetings, and which page of them: `limit` meetings (100 when left out) after the first `offset`.
 *
 * @category models
 * @since 0.1.0
 */
export interface MeetingsQuery extends MeetingsFilter {
  readonly limit?: number
  readonly offset?: number
}

/**
 * The meetings of the user of the session.
 *
 * @see https://developers.connectycube.com/server/meetings
 * @category services
 * @since 0.1.0
 */
export interface Meetings {
  /**
   * Makes a meeting, with the user as its host. With `chat` it gets a dialog, and with `notify` its attendees get mails.
   *
   * Making a meeting twice makes two, and mails twice: it is retried after a 429 or 503 only. Fails with `InvalidRequest`,
   * before anything is sent, when `notify_before` is out of its range.
   *
   * @see https://developers.connectycube.com/server/meetings#create-meeting
   */
  readonly create: (meeting: NewMeeting) => Effect.Effect<Meeting, ConnectyCubeError, Session>
  /**
   * A page of the meetings that the user hosts or attends. The response does not say how many there are.
   *
   * @see https://developers.connectycube.com/server/meetings#retrieve-meetings
   */
  readonly list: (query?: MeetingsQuery) => Effect.Effect<ReadonlyArray<Meeting>, ConnectyCubeError, Session>
  /**
   * All meetings that match, page by page, each once. `limit` is the size of a page.
   *
   * The order is the server's, so pages are counted off: a meeting that is made or deleted meanwhile can hide another. Read
   * again with `created_at: { gte }` for what was made since.
   */
  readonly stream: (
    query?: MeetingsFilter & { readonly limit?: number }
  ) => Stream.Stream<Meeting, ConnectyCubeError, Session>
  /**
   * The meeting with this id: one of the user's, or a public one.
   *
   * Fails with `NotFound` when there is none, or none that the user may see.
   *
   * @see https://developers.connectycube.com/server/meetings#retrieve-meetings
   */
  readonly get: (id: MeetingId) => Effect.Effect<Meeting, ConnectyCubeError, Session>
  /**
   * Changes a meeting, and answers it after the change. For its host; `Forbidden` otherwise.
   *
   * @see https://developers.connectycube.com/server/meetings#update-meeting
   */
  readonly update: (id: MeetingId, changes: MeetingChanges) => Effect.Effect<Meeting, ConnectyCubeError, Session>
  /**
   * Deletes a meeting. For its host; `Forbidden` otherwise.
   *
   * @see https://developers.connectycube.com/server/meetings#delete-meeting
   */
  readonly delete: (id: MeetingId) => Effect.Effect<void, ConnectyCubeError, Session>
  /**
   * The recordings of a meeting that is over. Their `download_url` can be used by whoever has it, for an hour: ask again for
   * a new one.
   *
   * @see https://developers.connectycube.com/server/meetings#meeting-recordings
   */
  readonly listRecordings: (id: MeetingId) => Effect.Effect<ReadonlyArray<Recording>, ConnectyCubeError, Session>
}

/**
 * Builds the methods on the `HttpClient` and the configuration in the context.
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
