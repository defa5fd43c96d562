/**
 * The page on which a whiteboard is drawn.
 *
 * @since 0.1.0
 */
import type { WhiteboardId } from "@effect-connectycube/core/Ids"

/**
 * The page of a whiteboard for one user.
 *
 * @category models
 * @since 0.1.0
 */
export interface WhiteboardPage {
  /** The id of the whiteboard. */
  readonly whiteboard_id: WhiteboardId
  /** The name under which the user draws. It need not be that of the user of the application. */
  readonly username: string
  /** The title of the page, such as the name of the whiteboard. */
  readonly title: string
}

/**
 * Formats the URL of the page on which a whiteboard is drawn, for a browser. It has no session.
 *
 * @example
 * ```ts
 * import { WhiteboardId } from "@effect-connectycube/core/Ids"
 * import { pageUrl } from "@effect-connectycube/whiteboards/PageUrl"
 *
 * pageUrl({ whiteboard_id: WhiteboardId.make("602faca5bb3c7a638f8c0805"), username: "Ada & Charles", title: "Engines" })
 * // "https://whiteboard.connectycube.com/?whiteboardid=602faca5bb3c7a638f8c0805&username=Ada%20%26%20Charles&title=Engines"
 * ```
 *
 * @see https://developers.connectycube.com/server/whiteboard#create-whiteboard
 * @category constructors
 * @since 0.1.0
 */
export const pageUrl = ({ title, username, whiteboard_id }: WhiteboardPage): string =>
  `https://whiteboard.connectycube.com/?whiteboardid=${escape(whiteboard_id)}&username=${escape(username)}&title=${escape(title)}`

// A space is `%20`, which every reader of a query takes for one. Half of a surrogate pair has no place in a URL, and an
// apostrophe is written as browsers write it.
const escape = (text: string): string =>
  encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "\uFFFD")).replaceAll("'", "%27")
