/**
 * Invalid arguments of a control.
 *
 * @since 0.1.0
 */
import { ownMessage } from "@effect-connectycube/core/contract/OwnMessage"
import * as Schema from "effect/Schema"

/**
 * A control was given what breaks its rules, and did nothing. Over HTTP it is a 422 with the same `errors`.
 *
 * @category errors
 * @since 0.1.0
 */
export class InvalidControl extends ownMessage(
  Schema.TaggedError<InvalidControl>()(
    "InvalidControl",
    {
      /** The control, such as `addFault`; `settings` for those that an emulator is made with. */
      control: Schema.String,
      /** The errors by field; `base` for those of no field. */
      errors: Schema.Record(Schema.String, Schema.Array(Schema.String))
    },
    { httpApiStatus: 422 }
  )
) {
  override get message(): string {
    const errors = Object.entries(this.errors).map(([field, messages]) => `${field}: ${messages.join(", ")}`)
    return `${this.control} was given what it cannot take: ${errors.join("; ")}`
  }
}
