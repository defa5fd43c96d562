/**
 * Spellings of requests to the Auth API that servers accept beside the documented ones.
 */
import * as Predicate from "effect/Predicate"
import type { Dialect, Payload } from "../../server/wire/dialect.ts"

/** An account at Firebase that lacks one of its keys is left out: the error response is then about both. */
const wholeAccounts = (payload: Payload): Payload =>
  Object.fromEntries(
    Object.entries(payload).filter(
      ([name, account]) =>
        (name !== "firebase_phone" && name !== "firebase_email") ||
        (isText(account, "project_id") && isText(account, "access_token"))
    )
  )

const isText = (value: unknown, name: string): boolean => Predicate.hasProperty(value, name) && Boolean(value[name])

export const dialect: Dialect = { payloads: { "/login": wholeAccounts, "/session": wholeAccounts } }
