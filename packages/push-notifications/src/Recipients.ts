/**
 * @since 0.1.0
 */
import type { UserId } from "@effect-connectycube/core/Ids"

/**
 * The recipients of an event: users by id, by {@link TagsChoice tags}, or by `external_id`. Lists must not be empty.
 *
 * @category models
 * @since 0.1.0
 */
export type Recipients =
  | {
      /** The recipients by id or tags. */
      readonly user: {
        /** The ids of the recipients. */
        readonly ids: ReadonlyArray<UserId>
        readonly tags?: never
      }
      readonly external_user?: never
    }
  | {
      /** The recipients by id or tags. */
      readonly user: {
        /** The tags of the recipients. */
        readonly tags: TagsChoice
        readonly ids?: never
      }
      readonly external_user?: never
    }
  | {
      /** The recipients by their ids in an external system (`external_id`). */
      readonly external_user: {
        /** The ids of the recipients. */
        readonly ids: ReadonlyArray<string>
      }
      readonly user?: never
    }

/**
 * The tags of the recipients: at least one of some, or all of some, and none of others; or only none of others.
 *
 * @category models
 * @since 0.1.0
 */
export type TagsChoice =
  | {
      /** At least one of these tags. */
      readonly any: ReadonlyArray<string>
      /** None of these tags. */
      readonly exclude?: ReadonlyArray<string>
      readonly all?: never
    }
  | {
      /** All of these tags. */
      readonly all: ReadonlyArray<string>
      /** None of these tags. */
      readonly exclude?: ReadonlyArray<string>
      readonly any?: never
    }
  | {
      /** None of these tags. */
      readonly exclude: ReadonlyArray<string>
      readonly any?: never
      readonly all?: never
    }
