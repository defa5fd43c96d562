/**
 * What does not fit a schema, in the words of a server.
 */
import * as SchemaIssue from "effect/SchemaIssue"
import type { FieldErrors } from "./refuse.ts"
import { fieldOf } from "./spelling.ts"

const formatIssue = SchemaIssue.makeFormatterStandardSchemaV1()

/** The messages by field. */
export const schemaErrors = (issue: SchemaIssue.Issue): FieldErrors => {
  // The names are from outside: one may be called as what every object has.
  const errors = new Map<string, Array<string>>()
  for (const { message, path = [] } of formatIssue(issue).issues) {
    const names = path.map((segment) => String(typeof segment === "object" ? segment.key : segment))
    const field = fieldOf(names.findLast((name) => !/^\d+$/.test(name)) ?? "base")
    const said = wordsOf(message)
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
