/**
 * Spellings of requests to the Users API that servers accept beside the documented ones.
 */
import * as Predicate from "effect/Predicate"
import type { Dialect, Payload } from "../../server/wire/dialect.ts"

/** `null` is as an empty list. */
const noTags = (payload: Payload): Payload =>
  Predicate.hasProperty(payload["user"], "tag_list") && payload["user"].tag_list === null
    ? { ...payload, user: { ...payload["user"], tag_list: "" } }
    : payload

export const dialect: Dialect = {
  payloads: { "/users": noTags, "/users/:user_id": noTags },
  names: {
    // The table of operators has its name, the examples leave it out.
    "/users/v2": (name) => name.replace(/\[eq\]$/, "")
  }
}
