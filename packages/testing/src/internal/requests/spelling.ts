// Names that are close to a misspelled one.

/** At most two, the closest first; none that is far off. */
export const nearest = (name: string, names: ReadonlyArray<string>): ReadonlyArray<string> => {
  const wanted = name.slice(0, 100).toLowerCase()
  return names
    .map((known) => ({ known, away: distance(wanted, known.toLowerCase()) }))
    .filter(({ away, known }) => away <= Math.max(3, known.length / 3))
    .toSorted((one, other) => one.away - other.away)
    .slice(0, 2)
    .map(({ known }) => known)
}

/** Levenshtein's: how many letters are to be added, removed or changed. */
const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1]
    for (const [j, theirs] of [...other].entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === theirs ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
