/**
 * Faults: requests that fail on purpose.
 *
 * @since 0.1.0
 */
import { ownMessage } from "@effect-connectycube/core/contract/OwnMessage"
import * as Data from "effect/Data"
import type { Input as DurationInput } from "effect/Duration"
import * as Schema from "effect/Schema"

/**
 * A duration as JSON has it: `"2 hours"`, or milliseconds.
 *
 * @category models
 * @since 0.1.0
 */
export const DurationJson = Schema.Union([Schema.DurationFromString, Schema.DurationFromMillis])

/**
 * The schema of a {@link FaultRule}.
 *
 * @category models
 * @since 0.1.0
 */
export const FaultRule = Schema.Struct({
  /** The name of an operation, such as `users.list`: see `Operations`. Any request, when left out. */
  operation: Schema.optionalKey(Schema.String),
  /** Any method, when left out. */
  method: Schema.optionalKey(Schema.String),
  /** `*` stands for anything within a segment, `**` for anything. Any path, when left out. */
  path: Schema.optionalKey(Schema.String.check(Schema.isStartingWith("/"))),
  /** How many of the requests it catches; all, when left out. */
  times: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))),
  /** How many of the requests it lets pass first. */
  after: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))),
  /** Waits before the request is handled. */
  delay: Schema.optionalKey(DurationJson),
  /** A response in place of that of the API. A body that is no text is sent as JSON. */
  respond: Schema.optionalKey(
    Schema.Struct({
      /** The status. */
      status: Schema.Int.check(Schema.isBetween({ minimum: 200, maximum: 599 })),
      /** The headers of the response. */
      headers: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
      /** The body; none, when left out. */
      body: Schema.optionalKey(Schema.Json)
    })
  ),
  /** Breaks the connection before the response, or in the middle of its body. */
  drop: Schema.optionalKey(Schema.Literals(["before-headers", "mid-body"])),
  /** Whether the API handles the request nevertheless. Left out, it does unless `respond` is given. */
  handled: Schema.optionalKey(Schema.Boolean)
}).check(
  Schema.makeFilter(
    (rule: { readonly delay?: unknown; readonly respond?: unknown; readonly drop?: unknown }) =>
      rule.delay !== undefined ||
      rule.respond !== undefined ||
      rule.drop !== undefined ||
      "Expected at least one of respond, delay and drop"
  )
)

/**
 * Which requests fail, and how.
 *
 * @category models
 * @since 0.1.0
 */
export type FaultRule = typeof FaultRule.Type

/**
 * A {@link FaultRule} to be, whose delay may be `"3 seconds"`.
 *
 * @category models
 * @since 0.1.0
 */
export type NewFault = Omit<FaultRule, "delay"> & {
  /** Waits before the request is handled: `"3 seconds"`, or milliseconds. */
  readonly delay?: DurationInput
}

/**
 * There is no fault of this id.
 *
 * @category errors
 * @since 0.1.0
 */
export class NoSuchFault extends ownMessage(
  Data.TaggedError("NoSuchFault")<{
    /** The id that no fault has. */
    readonly id: number
  }>
) {
  override get message(): string {
    return `There is no fault ${this.id}`
  }
}

/**
 * The schema of a {@link Fault}.
 *
 * @category models
 * @since 0.1.0
 */
export const Fault = Schema.Struct({
  /** The id, as `fault` of a {@link JournalEntry} has it. */
  id: Schema.Int,
  /** What it catches, and what it does. */
  rule: FaultRule,
  /** How many requests matched. */
  matched: Schema.Int,
  /** How many requests it caught. */
  caught: Schema.Int
})

/**
 * A rule at work.
 *
 * @category models
 * @since 0.1.0
 */
export interface Fault extends Schema.Schema.Type<typeof Fault> {}
