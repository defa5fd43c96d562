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
    const read = new Reader().read(value)
    if (read !== value) (changed ??= [...args])[index] = read
  }
  return changed ?? args
}

const isContainer = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function"

class Reader {
  left = most
  /** The values that the one that is read is in. */
  readonly within: Array<object> = []

  /** The value, or what stands in for it or for a part of it. */
  read(value: object): unknown {
    if (this.within.includes(value)) return new Unreadable("Expected no cycle")
    if (this.within.length >= deepest) return new Unreadable(`Expected at most ${deepest} levels`)
    this.within.push(value)
    try {
      return this.parts(value)
    } catch {
      return new Unreadable("Expected a value that can be read")
    } finally {
      this.within.pop()
    }
  }

  parts(value: object): unknown {
    if (Array.isArray(value)) return this.items(value)
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype === Object.prototype || prototype === null) {
      tagOf(value)
      return this.members(value)
    }
    if (Redacted.isRedacted(value)) {
      const content: unknown = Redacted.value(value)
      return !isContainer(content) || this.read(content) === content ? value : new Unreadable("Expected a text")
    }
    if (typeof value !== "function" && !("pipe" in value) && tagOf(value) === "[object Object]")
      return this.members(value)
    // Each byte is a member.
    if (ArrayBuffer.isView(value)) return value
    // Of Effect, of the platform, or a function: they are looked at where they are used.
    for (const name of Object.keys(value)) Reflect.get(value, name)
    return value
  }

  items(list: ReadonlyArray<unknown>): unknown {
    this.left -= list.length
    if (this.left < 0) return tooMany()
    let changed: Array<unknown> | undefined
    for (let index = 0; index < list.length; index++) {
      const item = list[index]
      if (!isContainer(item)) continue
      const read = this.read(item)
      if (read !== item) (changed ??= [...list])[index] = read
    }
    return changed ?? list
  }

  members(value: object): unknown {
    const names = Object.keys(value)
    this.left -= names.length
    if (this.left < 0) return tooMany()
    let changed: Map<string, unknown> | undefined
    for (const name of names) {
      const member: unknown = Reflect.get(value, name)
      if (!isContainer(member)) continue
      const read = this.read(member)
      if (read !== member) (changed ??= new Map()).set(name, read)
    }
    return changed === undefined ? value : { ...value, ...Object.fromEntries(changed) }
  }
}

const tooMany = () => new Unreadable(`Expected at most ${most} values`)

const tagOf = (value: object): string => Object.prototype.toString.call(value)

/** As {@link readable}, of one value. What stands in for it has no type that anybody expects: it is checked as anything else. */
export const readableValue = <A>(value: A): A => {
  const [read] = readable([value])
  return read as A
}

/** Why a value cannot be read, if it cannot. */
export const reasonOf = (value: unknown): string | undefined =>
  Predicate.isObject(value) && value instanceof Unreadable ? value.message : undefined
