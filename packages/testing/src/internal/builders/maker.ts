// What the builders of one seed have in common: their numbers, ids and times.
import * as DateTime from "effect/DateTime"
import { random, type Random } from "./random.ts"
import * as Words from "./words.ts"

export interface Maker {
  /** The next value of a kind: its number from 1, and what looks random of it. */
  readonly next: (kind: string) => Next
}

export interface Next extends Random {
  readonly number: number
  /** 24 hexadecimal digits that grow with the number. */
  readonly objectId: (offset?: number) => string
  /** A minute later for each number. */
  readonly time: DateTime.Utc
  readonly hex: (digits: number) => string
  readonly person: () => { readonly first: string; readonly last: string }
}

/** Of what has a number as its id. */
export const firstUserId = 10_000_001

const begin = DateTime.makeUnsafe("2026-01-05T09:00:00Z")

export const make = (seed: number): Maker => {
  const counts = new Map<string, number>()
  return {
    next: (kind) => {
      const number = (counts.get(kind) ?? 0) + 1
      counts.set(kind, number)
      const own = random(seed, kind, number)
      const time = DateTime.add(begin, { minutes: number })
      const hex = (digits: number) => Array.from({ length: digits }, () => own.int(16).toString(16)).join("")
      const machine = Array.from({ length: 10 }, (_, index) => random(seed, kind, -index).int(16).toString(16)).join("")
      return {
        ...own,
        number,
        time,
        hex,
        objectId: (offset = 0) =>
          (time.epochMilliseconds / 1000).toString(16) + machine + (number + offset).toString(16).padStart(6, "0"),
        person: () => ({ first: own.pick(Words.firstNames), last: own.pick(Words.lastNames) })
      }
    }
  }
}
