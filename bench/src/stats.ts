/** What is computed from measurements. Pure. */

export interface Quartiles {
  readonly lower: number
  readonly median: number
  readonly upper: number
}

/** The value below which this share of the numbers is. `NaN` of none. */
export const quantile = (numbers: ReadonlyArray<number>, share: number): number => {
  const sorted = numbers.toSorted((one, other) => one - other)
  const position = share * (sorted.length - 1)
  const below = sorted[Math.floor(position)] ?? Number.NaN
  const above = sorted[Math.ceil(position)] ?? Number.NaN
  return below + (above - below) * (position - Math.floor(position))
}

export const quartiles = (numbers: ReadonlyArray<number>): Quartiles => ({
  lower: quantile(numbers, 0.25),
  median: quantile(numbers, 0.5),
  upper: quantile(numbers, 0.75)
})

/** With each number the one at the same position, which was measured in the same round. */
const inPairs = (
  numbers: ReadonlyArray<number>,
  others: ReadonlyArray<number>,
  f: (one: number, other: number) => number
): ReadonlyArray<number> => {
  if (numbers.length !== others.length) throw new Error(`${numbers.length} rounds beside ${others.length}`)
  return numbers.map((number, round) => f(number, others[round] ?? Number.NaN))
}

/** Each number divided by the one of the same round. */
export const ratios = (numbers: ReadonlyArray<number>, base: ReadonlyArray<number>): ReadonlyArray<number> =>
  inPairs(numbers, base, (one, other) => one / other)

/** Each number without the one of the same round. */
export const difference = (numbers: ReadonlyArray<number>, base: ReadonlyArray<number>): ReadonlyArray<number> =>
  inPairs(numbers, base, (one, other) => one - other)

/**
 * The rounds in which the machine was quiet: those whose time, of the contender that all are compared with, is within 20 % of its
 * best.
 */
export const quietRounds = (times: ReadonlyArray<number>): ReadonlyArray<boolean> => {
  const best = Math.min(...times)
  return times.map((time) => time <= best * 1.2)
}

/** The numbers of these rounds. */
export const inRounds = (numbers: ReadonlyArray<number>, rounds: ReadonlyArray<boolean>): ReadonlyArray<number> =>
  numbers.filter((_, round) => rounds[round] === true)
