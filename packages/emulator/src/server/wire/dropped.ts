/**
 * A connection that is to be broken, or is.
 */
import * as Data from "effect/Data"

/** The connection is to be broken: the response does not come, or not to its end. */
export class Dropped extends Data.TaggedError("Dropped") {}
