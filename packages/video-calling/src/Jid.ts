/**
 * The addresses of users on the chat server.
 *
 * @since 0.1.0
 */
import { ApplicationId, UserId } from "@effect-connectycube/core/Ids"
import * as Option from "effect/Option"

/**
 * The parts of an address at the chat server: of a user, or with a `resource` of one connection of the user.
 *
 * @category models
 * @since 0.1.0
 */
export interface Jid {
  /** The id of the user. */
  readonly user_id: UserId
  /** The id of the application. */
  readonly application_id: ApplicationId
  /** The chat server. */
  readonly host: string
  /** The name of the connection. */
  readonly resource?: string
}

/**
 * Formats an address. The default `host` is `chat.connectycube.com`.
 *
 * @example
 * ```ts
 * import { ApplicationId, UserId } from "@effect-connectycube/core/Ids"
 * import * as Jid from "@effect-connectycube/video-calling/Jid"
 *
 * Jid.make({ user_id: UserId.make(26904594), application_id: ApplicationId.make(29650) })
 * // "26904594-29650@chat.connectycube.com"
 * ```
 *
 * @example
 * ```ts
 * Jid.make({ user_id: UserId.make(26904594), application_id: ApplicationId.make(29650), resource: "phone" })
 * // => "26904594-29650@chat.connectycube.com/phone"
 * ```
 *
 * @see https://developers.connectycube.com/server/realtime_api#authentication-in-real-time-api
 * @category constructors
 * @since 0.1.0
 */
export const make = ({
  application_id,
  host = "chat.connectycube.com",
  resource,
  user_id
}: Omit<Jid, "host"> & {
  /** The chat server; `chat.connectycube.com` when left out. */
  readonly host?: string
}): string => `${user_id}-${application_id}@${host}${resource === undefined ? "" : `/${resource}`}`

/**
 * Parses an address. Returns `Option.none()` if it is not that of a user, such as that of a dialog.
 *
 * @example
 * ```ts
 * const jid = Jid.parse("26904594-29650@chat.connectycube.com/phone")
 * Option.map(jid, ({ resource, user_id }) => [user_id, resource]) // => Option.some([26904594, "phone"])
 * Jid.parse("29650_5c094c0ce588ce6856f87422@muc.chat.connectycube.com") // => Option.none()
 * ```
 *
 * @see https://developers.connectycube.com/server/realtime_api#authentication-in-real-time-api
 * @category decoding
 * @since 0.1.0
 */
export const parse = (text: string): Option.Option<Jid> => {
  const match = /^(\d{1,15})-(\d{1,15})@([^@/\s]+)(?:\/([^]+))?$/.exec(text)
  if (match === null) return Option.none()
  const [, user_id, application_id, host = "", resource] = match
  return Option.some({
    user_id: UserId.make(Number(user_id)),
    application_id: ApplicationId.make(Number(application_id)),
    host,
    ...(resource === undefined ? {} : { resource })
  })
}
