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

type Random = ReturnType<typeof randomOf>

/** Any JSON, not deeper than this. */
export const jsonOf = (random: Random, depth = 4): unknown => {
  const { integer, pick } = random
  const members = Array.from({ length: depth === 0 ? 0 : integer(4) }, () => jsonOf(random, depth - 1))
  const scalar = () =>
    pick([null, true, false, textOf(random), integer(1000) - 500, integer(1_000_000) / 64, 1e21, -0.5])
  return pick([
    scalar,
    scalar,
    () => members,
    () => Object.fromEntries(members.map((member) => [textOf(random), member]))
  ])()
}

/** A text with whatever characters there are. */
const textOf = ({ integer, pick }: Random): string =>
  Array.from({ length: integer(6) }, () =>
    pick(["a", "0", "1", '"', "\\", "\n", "\u0007", "\u0085", "é", "🚂", " ", "<", "_id", "__proto__", "constructor"])
  ).join("")
