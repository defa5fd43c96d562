/**
 * Snapshots of the emulator by name.
 *
 * @since 0.1.0
 */
import { ownMessage } from "@effect-connectycube/core/contract/OwnMessage"
import * as Data from "effect/Data"
import * as Schema from "effect/Schema"

/**
 * The schema of the name of a snapshot: 1 to 200 characters.
 *
 * @category models
 * @since 0.1.0
 */
export const SnapshotName = Schema.NonEmptyString.check(Schema.isMaxLength(200))

/**
 * The schema of a {@link NamedSnapshot}.
 *
 * @category models
 * @since 0.1.0
 */
export const NamedSnapshot = Schema.Struct({
  /** The name. */
  name: Schema.String,
  /** The time of the emulator when it was taken. */
  taken_at: Schema.DateTimeUtcFromString
})

/**
 * A snapshot that the emulator keeps until it is deleted or the emulator stops.
 *
 * @category models
 * @since 0.1.0
 */
export interface NamedSnapshot extends Schema.Schema.Type<typeof NamedSnapshot> {}

/**
 * There is no snapshot of this name.
 *
 * @category errors
 * @since 0.1.0
 */
export class NoSuchSnapshot extends ownMessage(
  Data.TaggedError("NoSuchSnapshot")<{
    /** The name that no snapshot has. */
    readonly name: string
  }>
) {
  override get message(): string {
    return `There is no snapshot ${JSON.stringify(this.name)}`
  }
}
