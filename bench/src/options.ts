/** The arguments of `npm run bench`. */
import { parseArgs } from "node:util"

export interface Options {
  readonly rounds: number
  readonly warmUp: number
  /** A commit that is measured on fetch beside this one. */
  readonly before: string | undefined
  /** A few rounds, to see that all of it runs: nothing is written. */
  readonly quick: boolean
}

/** Fewer rounds say too little to be published. */
export const leastRounds = 15

/** The options, or what is wrong with them. */
export const parseOptions = (args: ReadonlyArray<string>): Options | string => {
  try {
    const { before, quick, rounds } = parseArgs({
      args: [...args],
      options: {
        before: { type: "string" },
        quick: { type: "boolean", default: false },
        rounds: { type: "string" }
      }
    }).values
    const least = quick ? 1 : leastRounds
    const counted = Number(rounds ?? (quick ? 3 : leastRounds))
    if (!Number.isInteger(counted) || counted < least) {
      return `The rounds are a whole number from ${least} on${quick ? "" : "; `--quick` takes fewer"}.`
    }
    return { rounds: counted, warmUp: quick ? 1 : 3, before, quick }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
