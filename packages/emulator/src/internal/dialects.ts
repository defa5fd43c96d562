/**
 * What some endpoints take beside the spelling of their contracts.
 */
import { CallRejection } from "@effect-connectycube/video-calling/CallsApi"
import { identity } from "effect/Function"
import * as Predicate from "effect/Predicate"
import * as Contacts from "./addressBook/contacts.ts"

type Payload = { readonly [name: string]: unknown }

/** In forms the items of a list have numbers: `attendees[0][id]=245`. */
const numberedAttendees = (payload: Payload): Payload =>
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

const numberedContacts = ({ contacts, ...rest }: Payload): Payload =>
  contacts === undefined ? rest : { ...rest, contacts: Contacts.respell(contacts) }

/** In the documentation of the JavaScript SDK, and in apps. */
const channelOfMany = ({ notification_channels, ...rest }: Payload): Payload =>
  notification_channels === undefined ? rest : { notification_channel: notification_channels, ...rest }

/** As the JavaScript SDK sends it. */
const sizeOutside = ({ size, ...rest }: Payload): Payload => (size === undefined ? rest : { blob: { size }, ...rest })

const dialects: { readonly [path: string]: (payload: Payload) => Payload } = {
  "/address_book": numberedContacts,
  "/blobs/:blob_id/complete": sizeOutside,
  "/calls/reject": platformInAnyCase,
  "/meetings": numberedAttendees,
  "/meetings/:meeting_id": numberedAttendees,
  "/admin/meetings": numberedAttendees,
  "/subscriptions": channelOfMany
}

/** Puts the payload of an endpoint into the spelling of its contract. */
export const dialectOf = (path: string): ((payload: unknown) => unknown) => {
  const dialect = Object.hasOwn(dialects, path) ? dialects[path] : undefined
  return dialect === undefined ? identity : (payload) => (isPayload(payload) ? dialect(payload) : payload)
}

const isPayload = (value: unknown): value is Payload => Predicate.isObject(value) && !Array.isArray(value)
