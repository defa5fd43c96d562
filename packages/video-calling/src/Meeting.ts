/**
 * @since 0.1.0
 */
import { DialogId, MeetingId, UserId } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"

/**
 * Who takes part in a meeting: a user, somebody with an e-mail address, or both in one.
 *
 * @category models
 * @since 0.1.0
 */
export const Attendee = Schema.Union([
  Schema.Struct({ id: UserId, email: Schema.optionalKey(Schema.String) }),
  Schema.Struct({ email: Schema.NonEmptyString })
])

/**
 * @category models
 * @since 0.1.0
 */
export type Attendee = typeof Attendee.Type

const before = <const Metric extends string>(metric: Metric, minimum: number, maximum: number) =>
  Schema.Struct({
    metric: Schema.Literal(metric),
    value: Wire.Int.check(Schema.isBetween({ minimum, maximum }))
  })

/**
 * How long before its start the attendees are told of a meeting: 0 to 55 minutes, 1 to 24 hours, 1 to 30 days, or 1 to 4
 * weeks.
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
 * @category models
 * @since 0.1.0
 */
export type NotifyBefore = typeof NotifyBefore.Type

/**
 * The time zone of a meeting: its name (`"Europe/Riga"`), and its minutes from UTC.
 *
 * @category models
 * @since 0.1.0
 */
export const Timezone = Schema.Struct({ offset: Wire.Int, name: Schema.String })

/**
 * @category models
 * @since 0.1.0
 */
export interface Timezone extends Schema.Schema.Type<typeof Timezone> {}

/** A time zone where it is read. One that is only a name, or only minutes, is read too. */
const ReadTimezone = Schema.Union([
  Schema.Struct({ offset: Wire.nullable(Wire.Int), name: Wire.nullableText }),
  Schema.String,
  Schema.Int
]).pipe(
  Schema.decodeTo(Schema.Struct({ offset: Schema.NullOr(Schema.Int), name: Schema.NullOr(Schema.String) }), {
    decode: SchemaGetter.transform((timezone: SomeTimezone | string | number): SomeTimezone => {
      if (typeof timezone === "string") return { offset: null, name: timezone }
      return typeof timezone === "number" ? { offset: timezone, name: null } : timezone
    }),
    encode: SchemaGetter.transform((timezone: SomeTimezone): SomeTimezone | string | number => timezone)
  })
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
  _id: MeetingId,
  name: Wire.nullableText,
  start_date: Wire.TimeSeconds,
  end_date: Wire.TimeSeconds,
  attendees: Wire.nullableList(Schema.Struct({ id: Wire.optional(UserId), email: Wire.optional(Schema.String) })),
  /** Whether it is recorded. */
  record: Wire.nullable(Wire.Flag),
  /** The dialog that was made with it. */
  chat_dialog_id: Wire.nullable(DialogId),
  created_at: Wire.TimeIso,
  updated_at: Wire.TimeIso,
  /** Who made it. */
  host_id: UserId,
  /** Whether everybody who knows its id may get it. Some answers do not say. */
  public: Wire.nullable(Wire.Flag),
  /** A mark of the application's own. */
  scheduled: Wire.nullable(Wire.Flag),
  /** Whether mails are sent about it. */
  notify: Wire.nullable(Wire.Flag),
  /** The metric is `"minutes"`, `"hours"`, `"days"`, `"weeks"`, or another text. */
  notify_before: Wire.nullable(
    Schema.Struct({ metric: Wire.openLiterals(["minutes", "hours", "days", "weeks"]), value: Wire.Int })
  ),
  /** Its name and its minutes from UTC; `null` for the one that is not said. */
  timezone: Wire.nullable(ReadTimezone)
}).annotate({ identifier: "Meeting" })

const required = {
  name: Schema.NonEmptyString,
  start_date: Wire.InstantSeconds,
  end_date: Wire.InstantSeconds,
  attendees: Schema.Array(Attendee)
}

const options = {
  /** Whether it is recorded. Changed in a meeting that goes on, it starts and stops the recording. */
  record: Schema.optionalKey(Wire.Flag),
  public: Schema.optionalKey(Wire.Flag),
  scheduled: Schema.optionalKey(Wire.Flag),
  notify: Schema.optionalKey(Wire.Flag),
  notify_before: Schema.optionalKey(NotifyBefore),
  timezone: Schema.optionalKey(Timezone)
}

/**
 * A meeting to be. The caller becomes its host. With `chat` a dialog is made for it; with `notify` the attendees get mails.
 *
 * @see https://developers.connectycube.com/server/meetings#create-meeting
 * @category models
 * @since 0.1.0
 */
export const NewMeeting = Schema.Struct({ ...required, chat: Schema.optionalKey(Wire.Flag), ...options })

/**
 * @category models
 * @since 0.1.0
 */
export interface NewMeeting extends Schema.Schema.Type<typeof NewMeeting> {}

/**
 * What to change of a meeting: what is left out stays. A new start, and `notify` turned on, are told to all; the attendees
 * are told to those who are new.
 *
 * @see https://developers.connectycube.com/server/meetings#update-meeting
 * @category models
 * @since 0.1.0
 */
export const MeetingChanges = Schema.Struct({
  name: Schema.optionalKey(required.name),
  start_date: Schema.optionalKey(required.start_date),
  end_date: Schema.optionalKey(required.end_date),
  attendees: Schema.optionalKey(required.attendees),
  ...options
})

/**
 * @category models
 * @since 0.1.0
 */
export interface MeetingChanges extends Schema.Schema.Type<typeof MeetingChanges> {}
