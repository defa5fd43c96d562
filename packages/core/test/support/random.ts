/** Random numbers that are the same each time: mulberry32. */
export const randomOf = (seed: number) => {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const integer = (below: number): number => Math.floor(next() * below)
  const pick = <A>(items: readonly [A, ...ReadonlyArray<A>]): A => items[integer(items.length)] ?? items[0]
  return { integer, pick }
}
