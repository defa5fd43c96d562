/** Lower quartile, median and upper quartile, as one text. */
export const quartiles = (numbers: ReadonlyArray<number>, digits = 0): string => {
  const sorted = numbers.toSorted((one, other) => one - other)
  return [0.25, 0.5, 0.75]
    .map((share) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(digits).padStart(6))
    .join(" ")
}
