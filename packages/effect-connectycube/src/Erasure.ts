/**
 * Erases a user: what the user has in each module, and then the user.
 *
 * @since 0.1.0
 */
import type { AddressBook } from "@effect-connectycube/address-book/AddressBook"
import { Admin } from "@effect-connectycube/admin/Admin"
import { Auth } from "@effect-connectycube/auth/Auth"
import type { Chat } from "@effect-connectycube/chat/Chat"
import { type ConnectyCubeError, InvalidRequest } from "@effect-connectycube/core/ConnectyCubeError"
import type { UserId } from "@effect-connectycube/core/Ids"
import { Session } from "@effect-connectycube/core/Session"
import type { CustomData } from "@effect-connectycube/custom-data/CustomData"
import type { PushNotifications } from "@effect-connectycube/push-notifications/PushNotifications"
import type { Storage } from "@effect-connectycube/storage/Storage"
import type { Users } from "@effect-connectycube/users/Users"
import type { VideoCalling } from "@effect-connectycube/video-calling/VideoCalling"
import type { Whiteboards } from "@effect-connectycube/whiteboards/Whiteboards"
import * as Effect from "effect/Effect"
import { type AreaReport, areas, type ErasureReport } from "./internal/areaReport.ts"
import * as Erase from "./internal/erase.ts"

export type {
  /** A module, and what it has of a user. */
  Area,
  AreaReport,
  ErasureReport
} from "./internal/areaReport.ts"

/**
 * What {@link eraseUser} needs, beside a session of the user.
 *
 * @category models
 * @since 0.1.0
 */
export type Services =
  | AddressBook
  | Auth
  | Chat
  | CustomData
  | PushNotifications
  | Storage
  | Users
  | VideoCalling
  | Whiteboards

/**
 * What is erased.
 *
 * @category models
 * @since 0.1.0
 */
export interface EraseOptions {
  /** The user of the session. */
  readonly user_id: UserId
  /** The classes of custom data in which records of the user are deleted. The API has no list of them. */
  readonly classes?: ReadonlyArray<string> | undefined
  /**
   * What is done with the dialogs that the user owns: `"leave"`, when left out, or `"delete"`, which deletes them for everybody,
   * with the messages of others in them.
   */
  readonly ownedDialogs?: "leave" | "delete" | undefined
}

/**
 * Erases the user of the session, and returns a report of what was deleted, what the API does not allow, what failed, and what
 * remains.
 *
 * **When to use**
 *
 * When a user asks to be forgotten, while there is a session of the user. Without one, use {@link eraseUserAsAdmin}.
 *
 * **Details**
 *
 * In this order: push subscriptions, address book, custom data, files, meetings, whiteboards, messages (for everyone), dialogs, and
 * the user last. An area that fails is in the report with its error, and does not stop the others, with two exceptions: dialogs are
 * left only if whiteboards and messages did not fail, since nobody deletes what is in a dialog that the user has left, and the user
 * is deleted only if no area failed, since the session ends with the user. What is gone already is no error, so after a failure or an
 * interruption, run it again.
 *
 * Fails with `InvalidRequest`, before anything is deleted, if an option is invalid or the session is not one of `user_id`, and with
 * the error of `auth.getSession` if that fails, such as `Unauthorized`: the user is gone, or has to log in again.
 *
 * **Gotchas**
 *
 * The session is not renewed meanwhile, nor after the user is deleted: it would log in, and where the application creates users at
 * their first login, that would create the user again. Do not log the user in after it, in no other session either.
 *
 * @example
 * ```ts
 * import { type UserId } from "effect-connectycube"
 * import { eraseUser } from "effect-connectycube/Erasure"
 * import * as Console from "effect/Console"
 * import * as Effect from "effect/Effect"
 *
 * const forget = Effect.fn(function*(user_id: UserId) {
 *   const { areas, complete, remaining } = yield* eraseUser({ user_id, classes: ["profile"] })
 *   for (const { area, deleted, status } of areas) yield* Console.log(area, status, deleted)
 *   yield* Console.log(complete, remaining)
 * })
 * ```
 *
 * @example
 * ```ts
 * yield* storage.upload(Source.text("Hello"), { name: "hello.txt" })
 * const { areas } = yield* Erasure.eraseUser({ user_id: ada.id, classes: ["profile"] })
 * areas.find(({ area }) => area === "files")?.deleted // => 1
 * areas.find(({ area }) => area === "user")?.status // => "erased"
 * ```
 *
 * @category erasing
 * @since 0.1.0
 */
export const eraseUser = Effect.fnUntraced(function* (
  options: EraseOptions
): Effect.fn.Return<ErasureReport, ConnectyCubeError, Services | Session> {
  const wrong = Erase.issuesOf(options)
  if (wrong.length > 0) return yield* invalid(wrong)
  const { user_id } = options
  const given = yield* Session
  const session = yield* Erase.withoutRenewal(given)
  const inSession = Effect.provideService(Session, session)
  const auth = yield* Auth
  const { user_id: own } = yield* inSession(auth.getSession)
  if (own !== user_id) {
    return yield* invalid([
      { path: "user_id", message: "Expected the user of the session: what is listed is that of the session" }
    ])
  }
  const reports: Array<AreaReport> = []
  for (const area of areas) {
    const reason = Erase.reasonToWait(area, reports)
    reports.push(
      reason === undefined
        ? yield* inSession(Erase.eraseArea(area, options))
        : { ...Erase.notAttempted(area), reason: `${reason} Erase the user again` }
    )
  }
  if (reports.at(-1)?.status === "erased") yield* given.stopRenewal
  return Erase.reportOf(user_id, reports, Erase.remainingOf(options))
})

const invalid = (issues: InvalidRequest["issues"]) =>
  Effect.fail(new InvalidRequest({ operation: "eraseUser", method: "GET", path: "/session", issues }))

/**
 * Deletes a user by the key of the administration API, and reports everything else as not attempted: the API gives an administrator
 * no way to delete what a user has.
 *
 * **When to use**
 *
 * Where there is no session of the user. Prefer {@link eraseUser}: after this, nobody can delete what remains. A user that is gone
 * already is no error.
 *
 * @example
 * ```ts
 * import { type UserId } from "effect-connectycube"
 * import { eraseUserAsAdmin } from "effect-connectycube/Erasure"
 * import * as Effect from "effect/Effect"
 *
 * const forget = (user_id: UserId) => Effect.map(eraseUserAsAdmin(user_id), ({ areas }) => areas)
 * ```
 *
 * @example
 * ```ts
 * const { areas } = yield* Erasure.eraseUserAsAdmin(ben.id)
 * areas.find(({ area }) => area === "user")?.status // => "erased"
 * ```
 *
 * @category erasing
 * @since 0.1.0
 */
export const eraseUserAsAdmin = Effect.fnUntraced(function* (
  user_id: UserId
): Effect.fn.Return<ErasureReport, never, Admin> {
  const admin = yield* Admin
  const user = yield* Erase.measured("user", (counts) => counts.each(admin.users.delete(user_id)))
  const others = areas.filter((area) => area !== "user")
  return Erase.reportOf(
    user_id,
    [...others.map((area) => ({ ...Erase.notAttempted(area), reason: "It takes a session of the user" })), user],
    Erase.remainingOf({})
  )
})
