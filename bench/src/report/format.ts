/** Numbers as the tables show them. */
import type { Quartiles } from "../stats.ts"

/** With so many digits, and a dash for what was not measured. */
export const number = (value: number | undefined, digits = 0): string =>
  value === undefined || !Number.isFinite(value) ? "–" : value.toFixed(digits)

export const three = ({ lower, median, upper }: Quartiles, digits = 0): string =>
  [lower, median, upper].map((value) => number(value, digits)).join(" / ")

/** Microseconds, as milliseconds. */
export const milliseconds = (microseconds: number): string => number(microseconds / 1000, 2)

export const mebibytes = (bytes: number | undefined): string =>
  bytes === undefined ? "–" : number(bytes / 1024 / 1024, 1)

/** `2026-11-28`, as a sentence has it. */
export const day = (date: string): string =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(date))
