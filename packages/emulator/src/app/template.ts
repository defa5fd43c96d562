/**
 * A state that emulators begin with.
 */
import type { Kept } from "../modules/storage/place.ts"
import type { Seed } from "../Seed.ts"
import type { Copy } from "../server/database/copies.ts"
import type { Settings } from "../Settings.ts"

/**
 * Data that was inserted once, for any number of emulators: each begins with a copy of its own, which is made
 * at once, and not row by row.
 *
 * @category models
 */
export interface Template {
  /** What it was made from. Times that the seed leaves out are those at which the template was made. */
  readonly seed: Seed
  /** The settings of the emulators, where they are not given others. */
  readonly settings: Partial<Settings>
  /** What belongs to the emulator alone. */
  readonly [contents]: Contents
}

export const contents: unique symbol = Symbol.for("@effect-connectycube/emulator/Template")

export interface Contents {
  readonly database: Copy
  readonly files: Kept
}
