/**
 * The Video Calling API: meetings, their recordings, and calls.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import type { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import type * as Layer from "effect/Layer"
import * as Calls from "./Calls.ts"
import * as Meetings from "./Meetings.ts"

const make = Effect.gen(function* () {
  return VideoCalling.of({ meetings: yield* Meetings.make, calls: yield* Calls.make })
})

/**
 * The meetings and calls of the current user.
 *
 * @example
 * ```ts
 * import { VideoCalling } from "@effect-connectycube/video-calling/VideoCalling"
 * import * as DateTime from "effect/DateTime"
 * import * as Effect from "effect/Effect"
 *
 * const weekly = Effect.gen(function*() {
 *   const videoCalling = yield* VideoCalling
 *   const start_date = DateTime.makeUnsafe("2027-02-19T10:00:00Z")
 *   return yield* videoCalling.meetings.create({
 *     name: "Friday weekly sync",
 *     start_date,
 *     end_date: DateTime.add(start_date, { hours: 1 }),
 *     attendees: [{ email: "ada@example.com" }],
 *     notify: true,
 *     notify_before: { metric: "minutes", value: 10 }
 *   })
 * })
 * ```
 *
 * @see https://developers.connectycube.com/server/meetings
 * @see https://developers.connectycube.com/server/videochat
 * @category services
 * @since 0.1.0
 */
export class VideoCalling extends Context.Service<
  VideoCalling,
  {
    /** Creates, lists, updates and deletes meetings, and lists their recordings. */
    readonly meetings: Meetings.Meetings
    /** Rejects calls. */
    readonly calls: Calls.Calls
  }
>()("@effect-connectycube/video-calling/VideoCalling") {
  /** Provides the service, on the `HttpClient` and the configuration in the context. */
  static readonly layer: Layer.Layer<VideoCalling, never, HttpClient.HttpClient | ConnectyCubeConfig> = ApiClient.layer(
    VideoCalling,
    make
  )
}
