/**
 * What does not fit a schema, in the words of a server.
 */
import * as SchemaIssue from "effect/SchemaIssue"
import type { FieldErrors } from "./reject.ts"
import { fieldOf } from "./parameters.ts"

const formatIssue = SchemaIssue.makeFormatterStandardSchemaV1()

/** Each issue, and where it is. */
export const issuesIn = (
  issue: SchemaIssue.Issue
): ReadonlyArray<{ readonly path: ReadonlyArray<string>; readonly message: string }> =>
  formatIssue(issue).issues.map(({ message, path = [] }) => ({
    path: path.map((segment) => String(typeof segment === "object" ? segment.key : segment)),
    message: wordsOf(message)
  }))

/** The messages by field. */
export const schemaErrors = (issue: SchemaIssue.Issue): FieldErrors => {
  // The names are from outside: one may be called as what every object has.
  const errors = new Map<string, Array<string>>()
  for (const { message: said, path: names } of issuesIn(issue)) {
    const field = fieldOf(names.findLast((name) => !/^\d+$/.test(name)) ?? "base")
    const messages = errors.get(field) ?? []
    if (!messages.includes(said)) errors.set(field, [...messages, said])
  }
  return Object.fromEntries(errors)
}

const words: { readonly [message: string]: string } = {
  "Missing key": "is required",
  "Expected no excess property": "is unknown"
}

/** Without what was there instead: that could be a secret. */
const wordsOf = (message: string): string => words[message] ?? message.replace(/,? (?:got|actual) [\s\S]*$/, "")
