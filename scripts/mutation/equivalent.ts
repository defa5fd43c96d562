/** Mutants that no test can find, since the program does the same with them. */
import type { Mutant } from "./mutants.ts"

export interface Equivalent {
  /** Below `packages`. */
  readonly file: string
  /** The line of the source that has it, without its indentation. */
  readonly line: string
  readonly original: string
  /** Of more than one mutant of the same text, if it is left out. */
  readonly replacement?: string
  readonly reason: string
}

export const equivalents: ReadonlyArray<Equivalent> = []

/** Whether a mutant is listed. */
export const isEquivalent =
  (list: ReadonlyArray<Equivalent>, lineOf: (mutant: Mutant) => string) =>
  (mutant: Mutant): Equivalent | undefined =>
    list.find(
      ({ file, line, original, replacement }) =>
        mutant.file === `packages/${file}` &&
        mutant.original === original &&
        (replacement === undefined || mutant.replacement === replacement) &&
        lineOf(mutant) === line
    )
