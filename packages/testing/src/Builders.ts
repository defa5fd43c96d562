/**
 * Builders of values for tests: valid by their schemas, with names and texts that look real, and the same for the same seed.
 *
 * @since 0.1.0
 */
import { User } from "@effect-connectycube/users/User"
import { Dialog } from "@effect-connectycube/chat/Dialog"
import { Message } from "@effect-connectycube/chat/Message"
import { StoredFile } from "@effect-connectycube/storage/StoredFile"
import { Meeting } from "@effect-connectycube/video-calling/Meeting"
import { Recording } from "@effect-connectycube/video-calling/Recording"
import { Contact } from "@effect-connectycube/address-book/Contact"
import { SessionInfo } from "@effect-connectycube/auth/SessionInfo"
import { Subscription } from "@effect-connectycube/push-notifications/Subscription"
import { PushEvent } from "@effect-connectycube/push-notifications/PushEvent"
import { Whiteboard } from "@effect-connectycube/whiteboards/Whiteboard"
import { SystemFields } from "@effect-connectycube/custom-data/Record"
import {
  type Seed,
  SeedRecord,
  SeedUser,
  SeedDialog,
  SeedMessage,
  SeedContact,
  SeedSubscription,
  SeedMeeting,
  SeedWhiteboard
} from "@effect-connectycube/emulator/Seed"
import * as Build from "./internal/builders/build.ts"
import * as Maker from "./internal/builders/maker.ts"
import * as Models from "./internal/builders/models.ts"
import * as Seeds from "./internal/builders/seeds.ts"
import type { Overrides } from "./Overrides.ts"

/**
 * How much there is in a seed of `aSeed`.
 *
 * @category models
 * @since 0.1.0
 */
export interface SeedSizes {
  /** The number of users; 3, when left out. */
  readonly users?: number | undefined
  /** The number of group dialogs, of three users each; none, when left out. */
  readonly dialogs?: number | undefined
  /** The number of messages, spread over the dialogs and their members; none, when left out. */
  readonly messages?: number | undefined
}

/**
 * The builders of one seed.
 *
 * **Details**
 *
 * Ids count up, and the times of the values are a minute apart, beginning on 5 January 2026. What is given to a builder is checked by
 * the schema: what does not fit is an `InvalidOverride`, which is thrown.
 *
 * @category models
 * @since 0.1.0
 */
export interface Builders {
  /** A user, with a login, a full name and an e-mail address. */
  readonly aUser: (overrides?: Overrides<User>) => User
  /** A group dialog of the first three users. */
  readonly aDialog: (overrides?: Overrides<Dialog>) => Dialog
  /** A message of the first user. */
  readonly aMessage: (overrides?: Overrides<Message>) => Message
  /** A file whose content is uploaded. */
  readonly aFile: (overrides?: Overrides<StoredFile>) => StoredFile
  /** A meeting of an hour, with the first three users. */
  readonly aMeeting: (overrides?: Overrides<Meeting>) => Meeting
  /** A recording of a meeting. */
  readonly aRecording: (overrides?: Overrides<Recording>) => Recording
  /** A contact in an address book. */
  readonly aContact: (overrides?: Overrides<Contact>) => Contact
  /** A session of the first user. */
  readonly aSession: (overrides?: Overrides<SessionInfo>) => SessionInfo
  /** A device that is subscribed to push notifications. */
  readonly aSubscription: (overrides?: Overrides<Subscription>) => Subscription
  /** A push event of the first user. */
  readonly aPushEvent: (overrides?: Overrides<PushEvent>) => PushEvent
  /** A whiteboard of the first user. */
  readonly aWhiteboard: (overrides?: Overrides<Whiteboard>) => Whiteboard
  /** A record of custom data: the fields of its class, and those of every record. */
  readonly aRecord: <Fields extends object>(
    fields: Fields,
    overrides?: Overrides<SystemFields>
  ) => SystemFields & Fields
  /** A user of a seed, with a password. */
  readonly aSeedUser: (overrides?: Partial<Seeds.Entry<"users">>) => Seeds.Entry<"users">
  /** A group dialog of a seed. Its owner has to be given. */
  readonly aSeedDialog: (
    overrides: Partial<Seeds.Entry<"dialogs">> & Pick<Seeds.Entry<"dialogs">, "user_id">
  ) => Seeds.Entry<"dialogs">
  /** A message of a seed. Its dialog and its sender have to be given. */
  readonly aSeedMessage: (
    overrides: Partial<Seeds.Entry<"messages">> & Pick<Seeds.Entry<"messages">, "chat_dialog_id" | "sender_id">
  ) => Seeds.Entry<"messages">
  /** A contact of a seed. Its user has to be given. */
  readonly aSeedContact: (
    overrides: Partial<Seeds.Entry<"contacts">> & Pick<Seeds.Entry<"contacts">, "user_id">
  ) => Seeds.Entry<"contacts">
  /** A device of a seed. Its user has to be given. */
  readonly aSeedSubscription: (
    overrides: Partial<Seeds.Entry<"subscriptions">> & Pick<Seeds.Entry<"subscriptions">, "user_id">
  ) => Seeds.Entry<"subscriptions">
  /** A meeting of a seed. Its host has to be given. */
  readonly aSeedMeeting: (
    overrides: Partial<Seeds.Entry<"meetings">> & Pick<Seeds.Entry<"meetings">, "user_id">
  ) => Seeds.Entry<"meetings">
  /** A whiteboard of a seed. Its user and its dialog have to be given. */
  readonly aSeedWhiteboard: (
    overrides: Partial<Seeds.Entry<"whiteboards">> & Pick<Seeds.Entry<"whiteboards">, "user_id" | "chat_dialog_id">
  ) => Seeds.Entry<"whiteboards">
  /** A record of a seed: its owner, and the fields of its class. */
  readonly aSeedRecord: (fields: SeedRecord) => SeedRecord
  /** A seed of users who know each other, with dialogs and messages. */
  readonly aSeed: (sizes?: SeedSizes) => Seed
}

const checks = {
  aUser: Build.checking("aUser", User),
  aDialog: Build.checking("aDialog", Dialog),
  aMessage: Build.checking("aMessage", Message),
  aFile: Build.checking("aFile", StoredFile),
  aMeeting: Build.checking("aMeeting", Meeting),
  aRecording: Build.checking("aRecording", Recording),
  aContact: Build.checking("aContact", Contact),
  aSession: Build.checking("aSession", SessionInfo),
  aSubscription: Build.checking("aSubscription", Subscription),
  aPushEvent: Build.checking("aPushEvent", PushEvent),
  aWhiteboard: Build.checking("aWhiteboard", Whiteboard),
  aRecord: Build.checking("aRecord", SystemFields)
}

/** A seed keeps the values as JSON has them. */
const checkSeed = {
  aSeedUser: Build.checkingEncoded("aSeedUser", SeedUser),
  aSeedDialog: Build.checkingEncoded("aSeedDialog", SeedDialog),
  aSeedMessage: Build.checkingEncoded("aSeedMessage", SeedMessage),
  aSeedContact: Build.checkingEncoded("aSeedContact", SeedContact),
  aSeedSubscription: Build.checkingEncoded("aSeedSubscription", SeedSubscription),
  aSeedMeeting: Build.checkingEncoded("aSeedMeeting", SeedMeeting),
  aSeedWhiteboard: Build.checkingEncoded("aSeedWhiteboard", SeedWhiteboard),
  aSeedRecord: Build.checkingEncoded("aSeedRecord", SeedRecord)
}

/**
 * The builders of a seed. Two with the same seed make equal values, one after the other.
 *
 * @example
 * ```ts
 * import { withSeed } from "@effect-connectycube/testing/Builders"
 *
 * const { aUser, aDialog } = withSeed(7)
 * const ada = aUser({ full_name: "Ada Lovelace" })
 * const dialog = aDialog({ user_id: ada.id, occupants_ids: [ada.id] })
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const withSeed = (seed: number): Builders => {
  const maker = Maker.make(seed)
  return {
    aUser: (overrides = {}) =>
      checks.aUser(
        Build.overridden(Models.user(maker.next("user")), overrides, ["created_at", "updated_at", "last_request_at"])
      ),
    aDialog: (overrides = {}) =>
      checks.aDialog(
        Build.overridden(Models.dialog(maker.next("dialog")), overrides, [
          "created_at",
          "updated_at",
          "last_message_date_sent"
        ])
      ),
    aMessage: (overrides = {}) =>
      checks.aMessage(
        Build.overridden(Models.message(maker.next("message")), overrides, [
          "date_sent",
          "created_at",
          "updated_at",
          "edited_at"
        ])
      ),
    aFile: (overrides = {}) =>
      checks.aFile(
        Build.overridden(Models.file(maker.next("file")), overrides, [
          "created_at",
          "updated_at",
          "set_completed_at",
          "last_read_access_ts"
        ])
      ),
    aMeeting: (overrides = {}) =>
      checks.aMeeting(
        Build.overridden(Models.meeting(maker.next("meeting")), overrides, [
          "start_date",
          "end_date",
          "created_at",
          "updated_at"
        ])
      ),
    aRecording: (overrides = {}) =>
      checks.aRecording(
        Build.overridden(Models.recording(maker.next("recording")), overrides, ["created_at", "updated_at"])
      ),
    aContact: (overrides = {}) => checks.aContact(Build.overridden(Models.contact(maker.next("contact")), overrides)),
    aSession: (overrides = {}) =>
      checks.aSession(
        Build.overridden(Models.session(maker.next("session")), overrides, ["ts", "created_at", "updated_at"])
      ),
    aSubscription: (overrides = {}) =>
      checks.aSubscription(Build.overridden(Models.subscription(maker.next("subscription")), overrides)),
    aPushEvent: (overrides = {}) =>
      checks.aPushEvent(
        Build.overridden(Models.pushEvent(maker.next("pushEvent")), overrides, [
          "date",
          "created_at",
          "updated_at",
          "end_date"
        ])
      ),
    aWhiteboard: (overrides = {}) =>
      checks.aWhiteboard(
        Build.overridden(Models.whiteboard(maker.next("whiteboard")), overrides, ["created_at", "updated_at"])
      ),
    aRecord: (fields, overrides = {}) => ({
      ...fields,
      ...checks.aRecord(Build.overridden(Models.record(maker.next("record")), overrides, ["created_at", "updated_at"]))
    }),
    aSeedUser: (overrides = {}) => checkSeed.aSeedUser({ ...Seeds.user(maker.next("seed user")), ...overrides }),
    aSeedDialog: (overrides) => checkSeed.aSeedDialog({ ...Seeds.dialog(maker.next("seed dialog")), ...overrides }),
    aSeedMessage: (overrides) => checkSeed.aSeedMessage({ ...Seeds.message(maker.next("seed message")), ...overrides }),
    aSeedContact: (overrides) => checkSeed.aSeedContact({ ...Seeds.contact(maker.next("seed contact")), ...overrides }),
    aSeedSubscription: (overrides) =>
      checkSeed.aSeedSubscription({ ...Seeds.subscription(maker.next("seed subscription")), ...overrides }),
    aSeedMeeting: (overrides) => checkSeed.aSeedMeeting({ ...Seeds.meeting(maker.next("seed meeting")), ...overrides }),
    aSeedWhiteboard: (overrides) =>
      checkSeed.aSeedWhiteboard({ ...Seeds.whiteboard(maker.next("seed whiteboard")), ...overrides }),
    aSeedRecord: (fields) => checkSeed.aSeedRecord({ ...Seeds.record(maker.next("seed record")), ...fields }),
    aSeed: (sizes = {}) => Seeds.seed(maker, sizes)
  }
}

const standard = withSeed(0)

/**
 * A user, with a login, a full name and an e-mail address. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aUser } from "@effect-connectycube/testing/Builders"
 *
 * const value = aUser({ login: "ada-lovelace" })
 * ```
 *
 * @category models
 * @since 0.1.0
 */
export const aUser: Builders["aUser"] = standard.aUser

/**
 * A group dialog of the first three users. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aDialog } from "@effect-connectycube/testing/Builders"
 *
 * const value = aDialog({ name: "Engines", occupants_ids: [1, 2] })
 * ```
 *
 * @category models
 * @since 0.1.0
 */
export const aDialog: Builders["aDialog"] = standard.aDialog

/**
 * A message of the first user. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aMessage } from "@effect-connectycube/testing/Builders"
 *
 * const value = aMessage({ message: "Hello", date_sent: "2026-11-29T12:00:00Z" })
 * ```
 *
 * @category models
 * @since 0.1.0
 */
export const aMessage: Builders["aMessage"] = standard.aMessage

/**
 * A file whose content is uploaded. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aFile } from "@effect-connectycube/testing/Builders"
 *
 * const value = aFile({ name: "minutes.pdf", size: 2048 })
 * ```
 *
 * @category models
 * @since 0.1.0
 */
export const aFile: Builders["aFile"] = standard.aFile

/**
 * A meeting of an hour, with the first three users. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aMeeting } from "@effect-connectycube/testing/Builders"
 *
 * const value = aMeeting({ name: "Stand-up" })
 * ```
 *
 * @category models
 * @since 0.1.0
 */
export const aMeeting: Builders["aMeeting"] = standard.aMeeting

/**
 * A recording of a meeting. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aRecording } from "@effect-connectycube/testing/Builders"
 *
 * const value = aRecording({ duration: 90 })
 * ```
 *
 * @category models
 * @since 0.1.0
 */
export const aRecording: Builders["aRecording"] = standard.aRecording

/**
 * A contact in an address book. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aContact } from "@effect-connectycube/testing/Builders"
 *
 * const value = aContact({ name: "Ada" })
 * ```
 *
 * @category models
 * @since 0.1.0
 */
export const aContact: Builders["aContact"] = standard.aContact

/**
 * A session of the first user. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aSession } from "@effect-connectycube/testing/Builders"
 *
 * const value = aSession({ user_id: null })
 * ```
 *
 * @category models
 * @since 0.1.0
 */
export const aSession: Builders["aSession"] = standard.aSession

/**
 * A device that is subscribed to push notifications. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aSubscription } from "@effect-connectycube/testing/Builders"
 *
 * const value = aSubscription({ notification_channel: { name: "apns" } })
 * ```
 *
 * @category models
 * @since 0.1.0
 */
export const aSubscription: Builders["aSubscription"] = standard.aSubscription

/**
 * A push event of the first user. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aPushEvent } from "@effect-connectycube/testing/Builders"
 *
 * const value = aPushEvent({ environment: "production" })
 * ```
 *
 * @category models
 * @since 0.1.0
 */
export const aPushEvent: Builders["aPushEvent"] = standard.aPushEvent

/**
 * A whiteboard of the first user. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aWhiteboard } from "@effect-connectycube/testing/Builders"
 *
 * const value = aWhiteboard({ name: "Sketches" })
 * ```
 *
 * @category models
 * @since 0.1.0
 */
export const aWhiteboard: Builders["aWhiteboard"] = standard.aWhiteboard

/**
 * A record of custom data: the fields of its class, and those of every record. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aRecord } from "@effect-connectycube/testing/Builders"
 *
 * const value = aRecord({ title: "Notes on the engine", rank: 3 })
 * ```
 *
 * @category models
 * @since 0.1.0
 */
export const aRecord: Builders["aRecord"] = standard.aRecord

/**
 * A user of a seed, with a password. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aSeedUser } from "@effect-connectycube/testing/Builders"
 *
 * const value = aSeedUser({ login: "ada-lovelace" })
 * ```
 *
 * @category seeds
 * @since 0.1.0
 */
export const aSeedUser: Builders["aSeedUser"] = standard.aSeedUser

/**
 * A group dialog of a seed. Its owner has to be given. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aSeedDialog } from "@effect-connectycube/testing/Builders"
 *
 * const value = aSeedDialog({ user_id: "ada-lovelace", occupants_ids: ["ben-nevis"] })
 * ```
 *
 * @category seeds
 * @since 0.1.0
 */
export const aSeedDialog: Builders["aSeedDialog"] = standard.aSeedDialog

/**
 * A message of a seed. Its dialog and its sender have to be given. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aSeedMessage } from "@effect-connectycube/testing/Builders"
 *
 * const value = aSeedMessage({ chat_dialog_id: "dialog-1", sender_id: "ada-lovelace" })
 * ```
 *
 * @category seeds
 * @since 0.1.0
 */
export const aSeedMessage: Builders["aSeedMessage"] = standard.aSeedMessage

/**
 * A contact of a seed. Its user has to be given. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aSeedContact } from "@effect-connectycube/testing/Builders"
 *
 * const value = aSeedContact({ user_id: "ada-lovelace" })
 * ```
 *
 * @category seeds
 * @since 0.1.0
 */
export const aSeedContact: Builders["aSeedContact"] = standard.aSeedContact

/**
 * A device of a seed. Its user has to be given. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aSeedSubscription } from "@effect-connectycube/testing/Builders"
 *
 * const value = aSeedSubscription({ user_id: "ada-lovelace" })
 * ```
 *
 * @category seeds
 * @since 0.1.0
 */
export const aSeedSubscription: Builders["aSeedSubscription"] = standard.aSeedSubscription

/**
 * A meeting of a seed. Its host has to be given. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aSeedMeeting } from "@effect-connectycube/testing/Builders"
 *
 * const value = aSeedMeeting({ user_id: "ada-lovelace" })
 * ```
 *
 * @category seeds
 * @since 0.1.0
 */
export const aSeedMeeting: Builders["aSeedMeeting"] = standard.aSeedMeeting

/**
 * A whiteboard of a seed. Its user and its dialog have to be given. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aSeedWhiteboard } from "@effect-connectycube/testing/Builders"
 *
 * const value = aSeedWhiteboard({ user_id: "ada-lovelace", chat_dialog_id: "dialog-1" })
 * ```
 *
 * @category seeds
 * @since 0.1.0
 */
export const aSeedWhiteboard: Builders["aSeedWhiteboard"] = standard.aSeedWhiteboard

/**
 * A record of a seed: its owner, and the fields of its class. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aSeedRecord } from "@effect-connectycube/testing/Builders"
 *
 * const value = aSeedRecord({ user_id: "ada-lovelace", title: "Notes" })
 * ```
 *
 * @category seeds
 * @since 0.1.0
 */
export const aSeedRecord: Builders["aSeedRecord"] = standard.aSeedRecord

/**
 * A seed of users who know each other, with dialogs and messages. Its values follow from how many the program has made before: {@link withSeed} begins anew.
 *
 * @example
 * ```ts
 * import { aSeed } from "@effect-connectycube/testing/Builders"
 *
 * const value = aSeed({ users: 10, dialogs: 3, messages: 20 })
 * ```
 *
 * @category seeds
 * @since 0.1.0
 */
export const aSeed: Builders["aSeed"] = standard.aSeed
