// What a compiled decoder is made of.
import type * as Schema from "effect/Schema"

/** The value does not fit the schema. The schema itself then decides, and says why. */
export const mismatch: unique symbol = Symbol("@effect-connectycube/core/decoder/mismatch")

/** There is no value: a key that is missing, in what is read or in what becomes of it. */
export const absent: unique symbol = Symbol("@effect-connectycube/core/decoder/absent")

/**
 * Reads a value as a schema decodes it: returns the decoded value, {@link mismatch} where the schema would fail, or {@link absent}
 * where it would leave out the key.
 */
export type Reader = (value: unknown) => unknown

/** How a part of a schema is read. */
export interface Part {
  /** Reads what is usual. */
  readonly read: Reader
  /** Reads what is a mismatch to `read`; `undefined`, where that is wrong in any case. */
  readonly bySchema: Reader | undefined
}

/** Reads all that a part can be. */
export const wholeOf = ({ bySchema, read }: Part): Reader => {
  if (bySchema === undefined) return read
  return (value) => {
    const result = read(value)
    return result === mismatch ? bySchema(value) : result
  }
}

/** The reader of the usual spelling of a schema. */
export type ReaderOf = (schema: Schema.Constraint) => Reader

export type Members = { [name: string]: unknown }

/** Whether a value is what a schema of an object reads. */
export const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Sets a member of an object, as a schema does. */
export const setMember = (members: Members, name: string, value: unknown): void => {
  if (name !== "__proto__") members[name] = value
  else Object.defineProperty(members, name, { value, writable: true, enumerable: true, configurable: true })
}
