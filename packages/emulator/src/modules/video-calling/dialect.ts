/**
 * Spellings of requests to the Video Calling API that servers accept beside the documented ones.
 */
import { CallRejection } from "@effect-connectycube/video-calling/CallsApi"
import * as Predicate from "effect/Predicate"
import type { Dialect, Payload } from "../../server/wire/dialect.ts"

/** In forms the items of a list have numbers: `attendees[0][id]=245`. */
export const numberedAttendees = (payload: Payload): Payload =>
  Predicate.isObject(payload["attendees"]) && !Array.isArray(payload["attendees"])
    ? { ...payload, attendees: Object.values(payload["attendees"]) }
    : payload

const platforms = CallRejection.fields.platform.literals

/** The documentation has `Web`, the SDK `web`. */
const platformInAnyCase = (payload: Payload): Payload => {
  const { platform: name } = payload
  const platform = platforms.find((known) => typeof name === "string" && known.toLowerCase() === name.toLowerCase())
  return platform === undefined ? payload : { ...payload, platform }
}

export const dialect: Dialect = {
  payloads: {
    "/calls/reject": platformInAnyCase,
    "/meetings": numberedAttendees,
    "/meetings/:meeting_id": numberedAttendees
  }
}
