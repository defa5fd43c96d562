/** All that a run has measured. */
import type { Alone } from "./alone.ts"
import type { Imported } from "./imports.ts"
import type { Machine } from "./machine.ts"
import type { Allocated, Measured, Rounds } from "./rounds.ts"
import type { Size } from "./sizes.ts"
import type { Uploads } from "./uploads.ts"
import type { Load } from "./wire/loads.ts"

export interface LoadResult {
  readonly load: Pick<Load, "name" | "title">
  readonly 64: ReadonlyArray<Measured>
  readonly 1: ReadonlyArray<Measured>
  readonly allocated: ReadonlyArray<Allocated>
}

export interface Results {
  readonly machine: Machine
  /** The load of the machine at the start and at the end. */
  readonly busy: readonly [start: number, end: number]
  readonly rounds: Rounds
  readonly loads: ReadonlyArray<LoadResult>
  readonly alone: Alone
  readonly imported: ReadonlyArray<Imported>
  readonly sizes: ReadonlyArray<Size>
  readonly uploads: Uploads
  /** What was not measured, with the reason. */
  readonly skipped: ReadonlyArray<string>
}
