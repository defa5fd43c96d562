/** What `npm run mutation` prints. */
import type { Mutant } from "./mutants.ts"

export interface Tested {
  readonly mutant: Mutant
  readonly outcome: "killed" | "timeout" | "survived" | "uncovered"
}

interface Count {
  readonly found: number
  readonly all: number
}

const countOf = (tested: ReadonlyArray<Tested>): Count => ({
  found: tested.filter(isFound).length,
  all: tested.length
})

/** The part of the mutants that a test finds, in percent: 100 of none. */
const scoreOf = ({ all, found }: Count): number => (all === 0 ? 100 : (100 * found) / all)

/** Rounded down: it is 100 only when every mutant was found. */
const percent = (count: Count): string => `${(Math.floor(scoreOf(count) * 10) / 10).toFixed(1)} %`

export const isFound = ({ outcome }: Tested): boolean => outcome === "killed" || outcome === "timeout"

/** A mutant that no test found, in one line. */
export const describe = ({ mutant, outcome }: Tested): string =>
  `${mutant.file}:${mutant.line}  ${mutant.original}  →  ${mutant.replacement}${outcome === "uncovered" ? "  (no test reaches it)" : ""}`

/** The score of each file, and that of all. */
export const reportOf = (tested: ReadonlyArray<Tested>): { readonly score: number; readonly lines: Array<string> } => {
  const files = new Set(tested.map(({ mutant }) => mutant.file))
  const all = countOf(tested)
  return {
    score: scoreOf(all),
    lines: [
      ...Array.from(files, (file) => {
        const count = countOf(tested.filter(({ mutant }) => mutant.file === file))
        return `${percent(count).padStart(7)}  ${count.found} of ${count.all}  ${file}`
      }),
      `${percent(all).padStart(7)}  ${all.found} of ${all.all} mutants were found`
    ]
  }
}
