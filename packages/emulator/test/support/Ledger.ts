/** The acknowledged writes, which must never be lost. */
import * as Effect from "effect/Effect"
import { type Call, type Change, type Kind, Unreadable, type Value, type World } from "./Kind.ts"
import { kinds } from "./Kinds.ts"
import type { Response } from "./Wire.ts"

export interface Entry {
  readonly name: string
  readonly kind: Kind
  readonly id: string
  /** What it may be: more than one while a write is on its way, or when nobody knows how that ended. */
  values: ReadonlyArray<Value>
  isBusy: boolean
  /** Whether it was written since it was read last. */
  isNew: boolean
}

interface Choice extends Change {
  readonly entry: Entry
  readonly value: NonNullable<Value>
}

/** An entry that differs from the acknowledged one. */
export interface Loss {
  readonly what: string
  readonly expected: string
  readonly actual: string
}

export interface Report {
  readonly lost: ReadonlyArray<Loss>
  readonly unreadable: ReadonlyArray<Loss>
}

export interface Ledger {
  readonly entries: () => ReadonlyArray<Entry>
  /** How many writes were acknowledged. */
  readonly acknowledged: () => number
  /** The responses of writes that were not acknowledged. */
  readonly rejected: ReadonlyArray<string>
  /** One write: of this name, as in `message.edit` or `message.make`, or any. */
  readonly write: (name?: string) => Call<Response>
  /** Reads entries. Those in doubt are what they are found to be from then on. */
  readonly check: (entries: ReadonlyArray<Entry>) => Call<Report>
}

/** Deterministic numbers from 0 up to 1 for a seed (mulberry32). */
export const random = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

const same = (one: Value, other: Value): boolean => JSON.stringify(one) === JSON.stringify(other)

/** `take` returns the numbers from 0 up to 1 by which writes are chosen. */
export const make = (world: World, take: () => number): Ledger => {
  const entries: Array<Entry> = []
  const rejected: Array<string> = []
  let acknowledged = 0
  let number = 0

  const pick = <A>(list: ReadonlyArray<A>): A | undefined => list[Math.floor(take() * list.length)]

  const judge = (what: string, response: Response): boolean => {
    if (response.status < 300) acknowledged++
    // A 503 says that nothing was done, as when the server stops. That is checked with the rest.
    else if (response.status !== 503) rejected.push(`${what}: ${response.status} ${response.text}`)
    return response.status < 300
  }

  const create = Effect.fnUntraced(function* (name: string, kind: Kind) {
    const n = ++number
    const response = yield* kind.make(world, n)
    if (!judge(`${name}.make`, response)) return response
    const id = kind.idOf(response, n)
    if (name === "event") {
      if (entries.some((entry) => entry.name === name && entry.id === id)) rejected.push(`event.make: ${id} again`)
    }
    entries.push({ name, kind, id, values: [kind.made(world, n)], isBusy: false, isNew: true })
    return response
  })

  const change = Effect.fnUntraced(function* (what: string, { entry, value, becomes, send }: Choice) {
    entry.isBusy = true
    entry.isNew = true
    entry.values = [value, becomes]
    // Without a response, both states are allowed.
    const response = yield* send
    entry.values = [judge(what, response) ? becomes : value]
    entry.isBusy = false
    return response
  })

  /** What a change can be made to: it has to make a difference. */
  const choices = (kindName: string, name: string): ReadonlyArray<Choice> =>
    entries.flatMap((entry) => {
      const [value] = entry.values
      const asked = entry.kind.changes[name]
      if (entry.name !== kindName || entry.isBusy || entry.values.length > 1 || !value || asked === undefined) return []
      const { send, becomes } = asked(world, entry.id, number + 1, value)
      return same(value, becomes) ? [] : [{ entry, value, becomes, send }]
    })

  const write = (asked?: string): Call<Response> =>
    Effect.suspend(() => {
      const [kindName = "", changeName] = asked?.split(".") ?? [pick(Object.keys(kinds))]
      const kind = kinds[kindName]
      if (kind === undefined) throw new Error(`There is no kind ${kindName}`)
      const name = changeName ?? (take() < 0.4 ? "make" : (pick(Object.keys(kind.changes)) ?? "make"))
      const choice = pick(choices(kindName, name))
      if (choice === undefined) return create(kindName, kind)
      number++
      return change(`${kindName}.${name}`, choice)
    })

  const check = Effect.fnUntraced(function* (asked: ReadonlyArray<Entry>) {
    const lost: Array<Loss> = []
    const unreadable: Array<Loss> = []
    for (const entry of asked) {
      const what = `${entry.name} ${entry.id}`
      const expected = entry.values.map((value) => JSON.stringify(value)).join(" or ")
      const actual = yield* entry.kind
        .read(world, entry.id)
        .pipe(
          Effect.catchDefect((defect) => (defect instanceof Unreadable ? Effect.succeed(defect) : Effect.die(defect)))
        )
      entry.isBusy = false
      entry.isNew = false
      if (actual instanceof Unreadable) unreadable.push({ what, expected, actual: actual.message })
      else if (entry.values.some((value) => same(value, actual))) entry.values = [actual]
      else {
        lost.push({ what, expected, actual: JSON.stringify(actual) })
        // Reported once.
        entry.values = [actual]
      }
    }
    return { lost, unreadable }
  })

  return { entries: () => entries, acknowledged: () => acknowledged, rejected, write, check }
}

/** Whether a write deletes its item. */
export const isLast = (name: string): boolean => /\.(?:delete|destroy)$/.test(name)

/** Every write, by name. Creations come first, deletions last. */
export const names: ReadonlyArray<string> = [
  ...Object.keys(kinds).map((name) => `${name}.make`),
  ...Object.entries(kinds).flatMap(([name, { changes }]) => Object.keys(changes).map((change) => `${name}.${change}`))
].toSorted((one, other) => Number(isLast(one)) - Number(isLast(other)))
