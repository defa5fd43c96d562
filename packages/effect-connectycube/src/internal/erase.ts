// The deletions of each area. Each can be run again: what is gone already is no error.
import { AddressBook } from "@effect-connectycube/address-book/AddressBook"
import { Chat } from "@effect-connectycube/chat/Chat"
import type { ConnectyCubeError, InvalidRequest } from "@effect-connectycube/core/ConnectyCubeError"
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import type { Deleted } from "@effect-connectycube/core/Deleted"
import type { UserId } from "@effect-connectycube/core/Ids"
import * as Session from "@effect-connectycube/core/Session"
import { CustomData } from "@effect-connectycube/custom-data/CustomData"
import { PushNotifications } from "@effect-connectycube/push-notifications/PushNotifications"
import { Storage } from "@effect-connectycube/storage/Storage"
import { Users } from "@effect-connectycube/users/Users"
import { VideoCalling } from "@effect-connectycube/video-calling/VideoCalling"
import { Whiteboards } from "@effect-connectycube/whiteboards/Whiteboards"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { EraseOptions, Services } from "../Erasure.ts"
import type { Area, AreaReport, ErasureReport } from "./areaReport.ts"

type Deletion = Effect.Effect<void, ConnectyCubeError, Services | Session.Session>

const optionNames = ["user_id", "classes", "ownedDialogs"]

/** What is wrong with the options. It is checked before anything is deleted. */
export const issuesOf = (options: EraseOptions): InvalidRequest["issues"] => {
  if (!Arguments.isPlainObject(options)) return [{ path: "", message: "Expected an object" }]
  const { classes = [], ownedDialogs = "leave", user_id } = options
  const names: unknown = classes
  return [
    ...Arguments.unknownMembers(options, optionNames),
    ...(Number.isSafeInteger(user_id) ? [] : [{ path: "user_id", message: "Expected the id of a user" }]),
    ...(ownedDialogs === "leave" || ownedDialogs === "delete"
      ? []
      : [{ path: "ownedDialogs", message: `Expected "leave" | "delete"` }]),
    ...(Array.isArray(names)
      ? names.flatMap((name, index) =>
          Arguments.isSegment(name) ? [] : [{ path: `classes.${index}`, message: "Expected the name of a class" }]
        )
      : [{ path: "classes", message: "Expected an array" }])
  ]
}

/** A session of the same token. A renewal logs in, and the login of a user who is gone may create the user again. */
export const withoutRenewal = (session: Session.Session["Service"]) =>
  Effect.map(session.getToken, ({ token }) => Session.fromToken(token, session.application))

/** Why an area has to wait for another run, by what has failed so far. */
export const reasonToWait = (area: Area, reports: ReadonlyArray<AreaReport>): string | undefined => {
  const isOpen = (others: ReadonlyArray<Area>) =>
    reports.some(({ area, status }) => status === "failed" && others.includes(area))
  if (area === "dialogs" && isOpen(["whiteboards", "messages"]))
    return "What the user has in dialogs is not deleted, and only a member can delete it."
  return area === "user" && reports.some(({ status }) => status === "failed") ? "Another area failed." : undefined
}

/** Counts the deletions of an area. */
class Counts {
  deleted = 0
  notAllowed = 0
  reason: string | undefined = undefined

  add(deleted: number): void {
    this.deleted += deleted
  }

  addMany({ SuccessfullyDeleted, WrongPermissions }: Deleted): void {
    this.deleted += SuccessfullyDeleted.ids.length
    this.notAllowed += WrongPermissions.ids.length
  }

  /** One deletion. What is gone is no error, and what is forbidden does not stop the others. */
  each<R>(deletion: Effect.Effect<unknown, ConnectyCubeError, R>): Effect.Effect<void, ConnectyCubeError, R> {
    return this.skipping(Effect.map(deletion, () => this.add(1)))
  }

  /** The deletions in one place, such as a dialog. It may be gone or forbidden by now, as one of its things may. */
  skipping<R>(deletions: Effect.Effect<void, ConnectyCubeError, R>): Effect.Effect<void, ConnectyCubeError, R> {
    return Effect.matchEffect(deletions, {
      onSuccess: () => Effect.void,
      onFailure: (error) => {
        this.add(error.batch?.done.length ?? 0)
        if (error._tag === "NotFound") return Effect.void
        if (error._tag !== "Forbidden") return Effect.fail(error)
        this.notAllowed++
        this.reason = error.message
        return Effect.void
      }
    })
  }
}

/** Runs the deletions of an area, and reports how they went. */
export const measured = <R>(
  area: Area,
  deletions: (counts: Counts) => Effect.Effect<void, ConnectyCubeError, R>
): Effect.Effect<AreaReport, never, R> =>
  Effect.suspend(() => {
    const counts = new Counts()
    const report = (status: AreaReport["status"], error?: ConnectyCubeError): AreaReport => ({
      area,
      status,
      deleted: counts.deleted,
      not_allowed: counts.notAllowed,
      ...(counts.reason === undefined ? {} : { reason: counts.reason }),
      ...(error === undefined ? {} : { error })
    })
    return Effect.match(deletions(counts), {
      onFailure: (error) => report("failed", error),
      onSuccess: () => report(counts.notAllowed > 0 ? "not allowed" : "erased")
    })
  })

export const notAttempted = (area: Area): AreaReport => ({ area, status: "not attempted", deleted: 0, not_allowed: 0 })

export const reportOf = (
  user_id: UserId,
  areas: ReadonlyArray<AreaReport>,
  remaining: ReadonlyArray<string>
): ErasureReport => ({ user_id, complete: areas.every(({ status }) => status === "erased"), areas, remaining })

/** What no request of the API deletes. */
export const remainingOf = ({ classes = [] }: Pick<EraseOptions, "classes">): ReadonlyArray<string> => [
  "messages and whiteboards in dialogs that the user had left or deleted before, and what others wrote to or about the user",
  "reactions to messages of others",
  "the id of the user in dialogs, meetings and messages of others",
  "contacts of others that have the telephone number of the user, and contacts that were uploaded for a device (udid)",
  "push notifications that were sent, and recordings of meetings, which only an administrator can delete",
  classes.length === 0
    ? "custom data: no classes were given"
    : "custom data in other classes than those that were given"
]

/** Erases one area of the user of the session. */
export const eraseArea = (
  area: Area,
  options: EraseOptions
): Effect.Effect<AreaReport, never, Services | Session.Session> =>
  measured(area, (counts) => deletions[area](counts, options))

/** Lists move when something is deleted, so each is read to its end first. */
const all = <A, R>(stream: Stream.Stream<A, ConnectyCubeError, R>) => Stream.runCollect(stream)

const deletions: { readonly [A in Area]: (counts: Counts, options: EraseOptions) => Deletion } = {
  push_subscriptions: Effect.fnUntraced(function* (counts) {
    const { subscriptions } = yield* PushNotifications
    for (const { id } of yield* subscriptions.list) yield* counts.each(subscriptions.delete(id))
  }),

  address_book: Effect.fnUntraced(function* (counts) {
    const book = yield* AddressBook
    const contacts = yield* book.list()
    // An empty book is not uploaded.
    if (contacts.length > 0) counts.add((yield* book.clear()).deleted)
  }),

  custom_data: Effect.fnUntraced(function* (counts, { classes = [], user_id }) {
    const data = yield* CustomData
    for (const name of classes) {
      const records = data.untyped(name).deleteByCriteria({ user_id })
      yield* counts.skipping(Effect.map(records, (deleted) => counts.add(deleted)))
    }
  }),

  files: Effect.fnUntraced(function* (counts) {
    const storage = yield* Storage
    for (const { id } of yield* all(storage.stream())) yield* counts.each(storage.delete(id))
  }),

  meetings: Effect.fnUntraced(function* (counts, { user_id }) {
    const { meetings } = yield* VideoCalling
    for (const { _id, host_id } of yield* all(meetings.stream())) {
      if (host_id === user_id) yield* counts.each(meetings.delete(_id))
    }
  }),

  whiteboards: Effect.fnUntraced(function* (counts, { user_id }) {
    const { dialogs } = yield* Chat
    const whiteboards = yield* Whiteboards
    for (const { _id } of yield* all(dialogs.stream())) {
      yield* counts.skipping(
        Effect.gen(function* () {
          for (const board of yield* whiteboards.list(_id)) {
            if (board.user_id === user_id) yield* counts.each(whiteboards.delete(board._id))
          }
        })
      )
    }
  }),

  messages: Effect.fnUntraced(function* (counts, { user_id }) {
    const { dialogs, messages } = yield* Chat
    for (const { _id } of yield* all(dialogs.stream())) {
      yield* counts.skipping(
        Effect.gen(function* () {
          const own = messages.stream({ chat_dialog_id: _id, sender_id: user_id })
          const ids = yield* all(Stream.map(own, (message) => message._id))
          if (ids.length > 0) counts.addMany(yield* messages.deleteMany(ids, { force: true }))
        })
      )
    }
  }),

  dialogs: Effect.fnUntraced(function* (counts, { ownedDialogs = "leave", user_id }) {
    const { dialogs } = yield* Chat
    for (const dialog of yield* all(dialogs.stream())) {
      const isOwned = dialog.user_id === user_id
      // Everybody has the broadcast dialogs of others: nobody leaves them.
      if (dialog.type === "broadcast" && !isOwned) continue
      const force = isOwned && ownedDialogs === "delete"
      yield* counts.each(force ? dialogs.delete(dialog._id, { force }) : dialogs.delete(dialog._id))
    }
  }),

  user: Effect.fnUntraced(function* (counts, { user_id }) {
    const users = yield* Users
    const deleted = counts.each(users.delete(user_id))
    // The session was accepted a moment ago. That a retry is not says that the first request was handled, and its response lost.
    yield* Effect.catchIf(
      deleted,
      (error) => error._tag === "Unauthorized" && error.attempts > 1,
      () => Effect.sync(() => counts.add(1))
    )
  })
}
