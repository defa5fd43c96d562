/**
 * The administration API: statistics, and the dialogs, messages, meetings and users of the application.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import type { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import type * as Layer from "effect/Layer"
import { AdministeredChatApi } from "./AdminApi.ts"
import * as Dialogs from "./Dialogs.ts"
import * as Meetings from "./Meetings.ts"
import * as Messages from "./Messages.ts"
import * as Statistics from "./Statistics.ts"
import * as Users from "./Users.ts"

const make = Effect.gen(function* () {
  const chat = yield* ApiClient.make(AdministeredChatApi)
  return Admin.of({
    stats: yield* Statistics.make,
    chat: { dialogs: Dialogs.make(chat), messages: Messages.make(chat) },
    meetings: yield* Meetings.make,
    users: yield* Users.make
  })
})

/**
 * The administration API: statistics, and the dialogs, messages, meetings and users of the whole application.
 *
 * **Details**
 *
 * It needs the administration key in the configuration, and no session. Without the key all methods fail with
 * `InvalidRequest`, before any request.
 *
 * @example
 * ```ts
 * import { Admin } from "@effect-connectycube/admin"
 * import type { DialogId, UserId } from "@effect-connectycube/core/Ids"
 * import * as Effect from "effect/Effect"
 *
 * const calmDown = Effect.fn(function*(dialog: DialogId, user_id: UserId) {
 *   const admin = yield* Admin
 *   yield* admin.chat.dialogs.update(dialog, { user_id, is_muted: true })
 *   return yield* admin.stats.messagesSentTotal()
 * })
 * ```
 *
 * @see https://developers.connectycube.com/admin_api/admin_api
 * @category services
 * @since 0.1.0
 */
export class Admin extends Context.Service<
  Admin,
  {
    /** Counts messages and dialogs. */
    readonly stats: Statistics.Statistics
    /** Lists all dialogs and messages, and updates dialogs. */
    readonly chat: {
      /** Lists and updates all dialogs. */
      readonly dialogs: Dialogs.AdministeredDialogs
      /** Lists all messages. */
      readonly messages: Messages.AdministeredMessages
    }
    /** Creates meetings, and lists and deletes recordings. */
    readonly meetings: Meetings.AdministeredMeetings
    /** Deletes users. */
    readonly users: Users.AdministeredUsers
  }
>()("@effect-connectycube/admin/Admin") {
  /** Provides the service, on the `HttpClient` and the configuration in the context. */
  static readonly layer: Layer.Layer<Admin, never, HttpClient.HttpClient | ConnectyCubeConfig> = ApiClient.layer(
    Admin,
    make
  )
}
