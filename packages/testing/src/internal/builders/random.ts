// Numbers that look random, and are the same for the same seed.

export interface Random {
  /** A whole number from 0 up to, but not including, `below`. */
  readonly int: (below: number) => number
  readonly pick: <A>(items: readonly [A, ...Array<A>]) => A
}

/** Mulberry32, begun anew for each value: what one builder makes does not depend on what was made before. */
export const random = (seed: number, kind: string, count: number): Random => {
  let state = mixed(
    mixed(seed, count),
    [...kind].reduce((hash, letter) => mixed(hash, letter.charCodeAt(0)), 0)
  )
  const int = (below: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
  return { int, pick: (items) => items[int(items.length)] ?? items[0] }
}

const mixed = (one: number, other: number): number => Math.imul(one ^ (other + 0x9e3779b9), 0x85ebca6b) >>> 0
