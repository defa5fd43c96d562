/**
 * @since 0.1.0
 */
import { DialogId, MeetingId, UserId } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"

/**
 * The schema of an {@link Attendee}.
 *
 * @category models
 * @since 0.1.0
 */
export const Attendee = Schema.Union([
  Schema.Struct({
    /** The id of the user. */
    id: UserId,
    /** The e-mail address. */
    email: Schema.optionalKey(Schema.String)
  }),
  Schema.Struct({
    /** The e-mail address. */
    email: Schema.NonEmptyString
  })
])

/**
 * An attendee of a meeting: a user, an e-mail address, or both.
 *
 * @category models
 * @since 0.1.0
 */
export type Attendee = typeof Attendee.Type

const before = <const Metric extends string>(metric: Metric, minimum: number, maximum: number) =>
  Schema.Struct({
    /** The unit. */
    metric: Schema.Literal(metric),
    /** The number of units. */
    value: Wire.Int.check(Schema.isBetween({ minimum, maximum }))
  })

/**
 * The schema of a {@link NotifyBefore}.
 *
 * @category models
 * @since 0.1.0
 */
export const NotifyBefore = Schema.Union([
  before("minutes", 0, 55),
  before("hours", 1, 24),
  before("days", 1, 30),
  before("weeks", 1, 4)
])

/**
 * How long before its start attendees are notified of a meeting: 0 to 55 minutes, 1 to 24 hours, 1 to 30 days, or 1 to 4
 * weeks.
 *
 * @category models
 * @since 0.1.0
 */
export type NotifyBefore = typeof NotifyBefore.Type

/**
 * The schema of a {@link Timezone}.
 *
 * @category models
 * @since 0.1.0
 */
export const Timezone = Schema.Struct({
  /** The offset from UTC, in minutes. */
  offset: Wire.Int,
  /** The name, such as `"Europe/Riga"`. */
  name: Schema.String
})

/**
 * The time zone of a meeting.
 *
 * @category models
 * @since 0.1.0
 */
export interface Timezone extends Schema.Schema.Type<typeof Timezone> {}

/** A time zone where it is read. One that is only a name, or only minutes, is read too. */
const ReadTimezone = Schema.Union([
  Schema.Struct({
    /** The offset from UTC, in minutes. */
    offset: Wire.nullable(Wire.Int),
    /** The name, such as `"Europe/Riga"`. */
    name: Wire.nullableText
  }),
  Schema.String,
  Schema.Int
]).pipe(
  Schema.decodeTo(
    Schema.Struct({
      /** The offset from UTC, in minutes. */
      offset: Schema.NullOr(Schema.Int),
      /** The name, such as `"Europe/Riga"`. */
      name: Schema.NullOr(Schema.String)
    }),
    {
      decode: SchemaGetter.transform((timezone: SomeTimezone | string | number): SomeTimezone => {
        if (typeof timezone === "string") return { offset: null, name: timezone }
        return typeof timezone === "number" ? { offset: timezone, name: null } : timezone
      }),
      encode: SchemaGetter.transform((timezone: SomeTimezone): SomeTimezone | string | number => timezone)
    }
  )
)

interface SomeTimezone {
  readonly offset: number | null
  readonly name: string | null
}

/**
 * A meeting, which is a conference room too.
 *
 * @see https://developers.connectycube.com/server/meetings#meeting-model
 * @category models
 * @since 0.1.0
 */
export interface Meeting extends Schema.Schema.Type<typeof Meeting> {}

/**
 * The schema of a {@link Meeting}.
 *
 * @category models
 * @since 0.1.0
 */
export const Meeting = Schema.Struct({
  /** The id of the meeting. */
  _id: MeetingId,
  /** The name. */
  name: Wire.nullableText,
  /** The time of the start, in seconds on the wire. */
  start_date: Wire.TimeSeconds,
  /** The time of the end, in seconds on the wire. */
  end_date: Wire.TimeSeconds,
  /** The attendees. */
  attendees: Wire.nullableList(
    Schema.Struct({
      /** The id of the user. */
      id: Wire.optional(UserId),
      /** The e-mail address. */
      email: Wire.optional(Schema.String)
    })
  ),
  /** Whether the meeting is recorded. */
  record: Wire.nullable(Wire.Flag),
  /** The id of the dialog that was created with it. */
  chat_dialog_id: Wire.nullable(DialogId),
  /** The time at which the meeting was created. */
  created_at: Wire.TimeIso,
  /** The time of the last change. */
  updated_at: Wire.TimeIso,
  /** The id of the creator. */
  host_id: UserId,
  /** Whether all users with the id can get it. Some responses do not have it. */
  public: Wire.nullable(Wire.Flag),
  /** A flag of the application. */
  scheduled: Wire.nullable(Wire.Flag),
  /** Whether attendees are notified by e-mail. */
  notify: Wire.nullable(Wire.Flag),
  /** How long before the start attendees are notified. */
  notify_before: Wire.nullable(
    Schema.Struct({
      /** The unit: `"minutes"`, `"hours"`, `"days"`, `"weeks"`, or another text. */
      metric: Wire.openLiterals(["minutes", "hours", "days", "weeks"]),
      /** The number of units. */
      value: Wire.Int
    })
  ),
  /** The time zone. A part that the response does not have is `null`. */
  timezone: Wire.nullable(ReadTimezone)
}).annotate({ identifier: "Meeting" })

const required = {
  /** The name. */
  name: Schema.NonEmptyString,
  /** The time of the start, in seconds on the wire. */
  start_date: Wire.InstantSeconds,
  /** The time of the end, in seconds on the wire. */
  end_date: Wire.InstantSeconds,
  /** The attendees. */
  attendees: Schema.Array(Attendee)
}

const options = {
  /** Whether to record the meeting. A change during the meeting starts or stops the recording. */
  record: Schema.optionalKey(Wire.Flag),
  /** Whether all users with the id can get it. */
  public: Schema.optionalKey(Wire.Flag),
  /** A flag of the application. */
  scheduled: Schema.optionalKey(Wire.Flag),
  /** Whether to notify attendees by e-mail. */
  notify: Schema.optionalKey(Wire.Flag),
  /** How long before the start to notify attendees. */
  notify_before: Schema.optionalKey(NotifyBefore),
  /** The time zone. */
  timezone: Schema.optionalKey(Timezone)
}

/**
 * The schema of a {@link NewMeeting}.
 *
 * @see https://developers.connectycube.com/server/meetings#create-meeting
 * @category models
 * @since 0.1.0
 */
export const NewMeeting = Schema.Struct({
  ...required,
  /** Whether to create a dialog with it. */
  chat: Schema.optionalKey(Wire.Flag),
  ...options
})

/**
 * The arguments of the creation of a meeting. The current user becomes its host. With `chat` a dialog is created too; with
 * `notify` the attendees get e-mails.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewMeeting extends Schema.Schema.Type<typeof NewMeeting> {}

/**
 * The schema of {@link MeetingChanges}.
 *
 * @see https://developers.connectycube.com/server/meetings#update-meeting
 * @category models
 * @since 0.1.0
 */
export const MeetingChanges = Schema.Struct({
  /** The new name. */
  name: Schema.optionalKey(required.name),
  /** The new start, in seconds on the wire. */
  start_date: Schema.optionalKey(required.start_date),
  /** The new end, in seconds on the wire. */
  end_date: Schema.optionalKey(required.end_date),
  /** The new list of attendees. */
  attendees: Schema.optionalKey(required.attendees),
  ...options
})

/**
 * The fields of a meeting to change. A field that is left out keeps its value.
 *
 * **Details**
 *
 * All attendees are notified of a new start, and when `notify` becomes `true`; new attendees are notified of the meeting.
 *
 * @category models
 * @since 0.1.0
 */
export interface MeetingChanges extends Schema.Schema.Type<typeof MeetingChanges> {}
