/**
 * The whiteboards of a dialog.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import type { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { DialogId, WhiteboardId } from "@effect-connectycube/core/Ids"
import type { Session } from "@effect-connectycube/core/Session"
import * as Method from "@effect-connectycube/core/client/Method"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import type * as Layer from "effect/Layer"
import * as PageUrl from "./PageUrl.ts"
import type { NewWhiteboard, Whiteboard } from "./Whiteboard.ts"
import { WhiteboardsApi } from "./WhiteboardsApi.ts"

const make = Effect.map(ApiClient.make(WhiteboardsApi), (call) =>
  Whiteboards.of(
    Method.named("whiteboards", {
      create: call.create,
      list: (chat_dialog_id) => call.list({ chat_dialog_id }),
      update: (whiteboard_id, changes) => call.update(changes, { whiteboard_id }),
      delete: (whiteboard_id) => call.delete({ whiteboard_id })
    })
  )
)

/**
 * The whiteboards on which the users of a dialog draw together.
 *
 * @example
 * ```ts
 * import type { DialogId } from "@effect-connectycube/core/Ids"
 * import { Whiteboards } from "@effect-connectycube/whiteboards/Whiteboards"
 * import * as Effect from "effect/Effect"
 *
 * const draw = Effect.fn(function*(chat_dialog_id: DialogId) {
 *   const whiteboards = yield* Whiteboards
 *   const { _id, name } = yield* whiteboards.create({ name: "Engines", chat_dialog_id })
 *   return Whiteboards.pageUrl({ whiteboard_id: _id, username: "Ada", title: name })
 * })
 * ```
 *
 * @see https://developers.connectycube.com/server/whiteboard
 * @category services
 * @since 0.1.0
 */
export class Whiteboards extends Context.Service<
  Whiteboards,
  {
    /**
     * Creates a whiteboard in a private, group or meeting dialog. A dialog has up to three.
     *
     * **Details**
     *
     * Retried after a 429 or 503 only, since each request creates a whiteboard.
     *
     * @example
     * ```ts
     * const whiteboard = yield* whiteboards.create({ name: "Sketches", chat_dialog_id: dialog._id })
     * whiteboard.user_id // => ada.id
     * ```
     *
     * @see https://developers.connectycube.com/server/whiteboard#create-whiteboard
     */
    readonly create: (whiteboard: NewWhiteboard) => Effect.Effect<Whiteboard, ConnectyCubeError, Session>
    /**
     * Lists the whiteboards of a dialog.
     *
     * @example
     * ```ts
     * yield* whiteboards.create({ name: "Sketches", chat_dialog_id: dialog._id })
     * const all = yield* whiteboards.list(dialog._id)
     * all.map(({ name }) => name) // => ["Sketches"]
     * ```
     *
     * @see https://developers.connectycube.com/server/whiteboard#retrieve-whiteboards
     */
    readonly list: (chat_dialog_id: DialogId) => Effect.Effect<ReadonlyArray<Whiteboard>, ConnectyCubeError, Session>
    /**
     * Renames a whiteboard, and returns the updated whiteboard. Requires its creator.
     *
     * @example
     * ```ts
     * const { _id } = yield* whiteboards.create({ name: "Sketches", chat_dialog_id: dialog._id })
     * const { name } = yield* whiteboards.update(_id, { name: "Drawings" })
     * name // => "Drawings"
     * ```
     *
     * @see https://developers.connectycube.com/server/whiteboard#update-whiteboards
     */
    readonly update: (
      id: WhiteboardId,
      changes: {
        /** The new name. */
        readonly name: string
      }
    ) => Effect.Effect<Whiteboard, ConnectyCubeError, Session>
    /**
     * Deletes a whiteboard. Requires its creator.
     *
     * @example
     * ```ts
     * const { _id } = yield* whiteboards.create({ name: "Sketches", chat_dialog_id: dialog._id })
     * yield* whiteboards.delete(_id)
     * ```
     *
     * @see https://developers.connectycube.com/server/whiteboard#delete-whiteboard
     */
    readonly delete: (id: WhiteboardId) => Effect.Effect<void, ConnectyCubeError, Session>
  }
>()("@effect-connectycube/whiteboards/Whiteboards") {
  /** Provides the service, on the `HttpClient` and the configuration in the context. */
  static readonly layer: Layer.Layer<Whiteboards, never, HttpClient.HttpClient | ConnectyCubeConfig> = ApiClient.layer(
    Whiteboards,
    make
  )

  /**
   * Formats the URL of the page on which a whiteboard is drawn, for a browser.
   *
   * @example
   * ```ts
   * const { _id, name } = yield* whiteboards.create({ name: "Sketches", chat_dialog_id: dialog._id })
   * const url = Whiteboards.pageUrl({ whiteboard_id: _id, username: "Ada", title: name })
   * url.startsWith("https://whiteboard.connectycube.com/") // => true
   * ```
   */
  static readonly pageUrl: (page: PageUrl.WhiteboardPage) => string = PageUrl.pageUrl
}
