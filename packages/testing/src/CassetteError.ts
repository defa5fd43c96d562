/**
 * Why a cassette cannot be read or written.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"

/**
 * The file of a cassette cannot be used.
 *
 * @category errors
 * @since 0.1.0
 */
export class CassetteError extends Data.TaggedError("CassetteError")<{
  /** The file. */
  readonly file: string
  /**
   * `"missing"`: there is no such file. `"unreadable"`, `"unwritable"`: the file system says no. `"too-large"`: it has more than 256
   * MiB. `"damaged"`: it is no JSON, or has another structure. `"foreign"`: it is no cassette, or one of a later version.
   */
  readonly reason: "missing" | "unreadable" | "unwritable" | "too-large" | "damaged" | "foreign"
  /** Where in the file: the path of a member such as `exchanges.3.request.method`, or a line and a column. */
  readonly at: string
  /** The file, what is wrong with it, and where. */
  readonly message: string
}> {}
