/**
 * The errors in a seed, by the places in it: the first ones.
 */
import type * as SchemaIssue from "effect/SchemaIssue"
import type { FieldErrors } from "../../server/wire/reject.ts"
import { issuesIn } from "../../server/wire/schemaErrors.ts"

const most = 20

export interface Problems {
  readonly add: (path: string, message: string) => void
  /** What does not fit the schema of something at this path. */
  readonly addIssue: (path: string, issue: SchemaIssue.Issue) => void
  /** What a module rejects of something at this path. */
  readonly addErrors: (path: string, errors: FieldErrors | ReadonlyArray<string>) => void
  readonly none: () => boolean
  /** Whether there are as many as are kept. */
  readonly enough: () => boolean
  readonly errors: () => FieldErrors
}

export const make = (): Problems => {
  // The names are from outside: one may be called as what every object has.
  const errors = new Map<string, Array<string>>()
  let count = 0

  const add = (path: string, message: string) => {
    if (count >= most) return
    count++
    const messages = errors.get(path)
    if (messages === undefined) errors.set(path, [message])
    else messages.push(message)
  }

  return {
    add,
    addIssue: (path, issue) => {
      // A value that JSON does not have is never expected.
      for (const { message, path: inside } of issuesIn(issue)) {
        add([path, ...inside].filter((name) => name !== "").join("."), message.replace(/ \| undefined$/, ""))
      }
    },
    addErrors: (path, given) => {
      const fields: ReadonlyArray<readonly [string, unknown]> = Array.isArray(given)
        ? [["base", given]]
        : Object.entries(given)
      for (const [field, messages] of fields) {
        for (const message of Array.isArray(messages) ? messages : [messages]) {
          add(field === "base" ? path : `${path}.${field}`, String(message))
        }
      }
    },
    none: () => count === 0,
    enough: () => count >= most,
    errors: () => Object.fromEntries(errors)
  }
}
