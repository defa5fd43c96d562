/**
 * The response to deleting several things at once.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const Ids = Schema.Struct({
  /** The ids. */
  ids: Schema.Array(Schema.String)
})

const OrNone = Ids.pipe(Schema.withDecodingDefaultKey(Effect.succeed({ ids: [] })))

/**
 * The outcome for each of several things to delete. No outcome is an error: some things may be gone already, and others not be
 * the caller's to delete.
 *
 * @see https://developers.connectycube.com/server/chat#delete-several-dialogs
 * @category models
 * @since 0.1.0
 */
export type Deleted = typeof Deleted.Type

/**
 * The schema of a {@link Deleted}. Groups that are missing are empty, but one is there: everything that was requested has an outcome.
 *
 * @category models
 * @since 0.1.0
 */
export const Deleted = Schema.Union([
  Schema.Struct({
    /** The ids of the things that were deleted. */
    SuccessfullyDeleted: Ids,
    /** The ids without a thing. */
    NotFound: OrNone,
    /** The ids of the things that the caller may not delete. */
    WrongPermissions: OrNone
  }),
  Schema.Struct({
    /** The ids of the things that were deleted. */
    SuccessfullyDeleted: OrNone,
    /** The ids without a thing. */
    NotFound: Ids,
    /** The ids of the things that the caller may not delete. */
    WrongPermissions: OrNone
  }),
  Schema.Struct({
    /** The ids of the things that were deleted. */
    SuccessfullyDeleted: OrNone,
    /** The ids without a thing. */
    NotFound: OrNone,
    /** The ids of the things that the caller may not delete. */
    WrongPermissions: Ids
  })
]).annotate({ identifier: "Deleted" })
