/**
 * Why an emulator could not start with a file of data.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"

/**
 * The file that the data should be stored in cannot be used: it is damaged, in use, of another program, or cannot be written.
 *
 * @category errors
 * @since 0.1.0
 */
export class DatabaseError extends Data.TaggedError("DatabaseError")<{
  /** The file, what is wrong with it, and what to do. */
  readonly message: string
}> {}
