// What callers without types can give that cannot even be looked at: getters and proxies that throw, cycles, endless depth.
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"

/** Arguments are a few levels deep, and what a program sends along in them not much more. */
const deepest = 100

/** So many values are looked at in the arguments of a call. */
const most = 1_000_000

/**
 * Stands in for a value that cannot be read. It is harmless, and fits nowhere: it is no list and no text, has a member that
 * nobody knows, and cannot be written as JSON.
 */
export class Unreadable {
  readonly unreadable = 0n
  #reason: string

  constructor(reason: string) {
    this.#reason = reason
  }

  get message(): string {
    return this.#reason
  }

  get [Symbol.toStringTag](): string {
    return "Unreadable"
  }
}

/** The same arguments, if all can be read. Otherwise a copy in which {@link Unreadable} stands for what cannot. */
export const readable = (args: ReadonlyArray<unknown>): ReadonlyArray<unknown> => {
  let changed: Array<unknown> | undefined
  for (let index = 0; index < args.length; index++) {
    const value = args[index]
    if (!isContainer(value)) continue
    const read = new Reader().read(value, [])
    if (read !== value) (changed ??= [...args])[index] = read
  }
  return changed ?? args
}

const isContainer = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function"

class Reader {
  left = most

  /** The value, or what stands in for it or for a part of it. */
  read(value: unknown, within: ReadonlyArray<object>): unknown {
    if (!isContainer(value)) return value
    if (within.includes(value)) return new Unreadable("Expected no cycle")
    if (within.length >= deepest) return new Unreadable(`Expected at most ${deepest} levels`)
    try {
      return this.parts(value, within)
    } catch {
      return new Unreadable("Expected a value that can be read")
    }
  }

  parts(value: object, within: ReadonlyArray<object>): unknown {
    if (Array.isArray(value)) return this.items(value, [...within, value])
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== null && prototype !== Object.prototype) {
      if (Redacted.isRedacted(value)) {
        const content: unknown = Redacted.value(value)
        return this.read(content, [...within, value]) === content ? value : new Unreadable("Expected a secret that can be read")
      }
      // Of Effect, of the platform, or a function: they are looked at where they are used.
      if (typeof value === "function" || "pipe" in value || tagOf(value) !== "[object Object]") {
        for (const name of Object.keys(value)) Reflect.get(value, name)
        return value
      }
    }
    return this.members(value, [...within, value])
  }

  items(list: ReadonlyArray<unknown>, within: ReadonlyArray<object>): unknown {
    this.left -= list.length
    if (this.left < 0) return new Unreadable(`Expected at most ${most} values`)
    let changed: Array<unknown> | undefined
    for (let index = 0; index < list.length; index++) {
      const item = list[index]
      if (!isContainer(item)) continue
      const read = this.read(item, within)
      if (read !== item) (changed ??= [...list])[index] = read
    }
    return changed ?? list
  }

  members(value: object, within: ReadonlyArray<object>): unknown {
    const names = Object.keys(value)
    this.left -= names.length
    if (this.left < 0) return new Unreadable(`Expected at most ${most} values`)
    let changed: object | undefined
    for (const name of names) {
      const member: unknown = Reflect.get(value, name)
      if (!isContainer(member)) continue
      const read = this.read(member, within)
      if (read !== member) changed = { ...(changed ?? value), [name]: read }
    }
    return changed ?? value
  }
}

const tagOf = (value: object): string => Object.prototype.toString.call(value)

/** Why a value cannot be read, if it cannot. */
export const reasonOf = (value: unknown): string | undefined =>
  Predicate.isObject(value) && value instanceof Unreadable ? value.message : undefined
