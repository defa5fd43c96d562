/**
 * What some endpoints take beside the spelling of their contracts.
 */
import { CallRejection } from "@effect-connectycube/video-calling/CallsApi"
import { identity } from "effect/Function"
import * as Predicate from "effect/Predicate"
import * as Contacts from "../modules/address-book/contacts.ts"

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

/** An account at Firebase that lacks one of its keys is none: what is said then is said of both. */
const wholeAccounts = (payload: Payload): Payload =>
  Object.fromEntries(
    Object.entries(payload).filter(
      ([name, account]) =>
        (name !== "firebase_phone" && name !== "firebase_email") ||
        (isText(account, "project_id") && isText(account, "access_token"))
    )
  )

const isText = (value: unknown, name: string): boolean => Predicate.hasProperty(value, name) && Boolean(value[name])

/** Apps write what they have nothing for as `null`. In something new that is as if it were left out. */
const withoutNulls =
  (names?: ReadonlyArray<string>) =>
  (payload: Payload): Payload =>
    Object.fromEntries(
      Object.entries(payload).filter(
        ([name, value]) => value !== null || (names !== undefined && !names.includes(name))
      )
    )

/** Custom parameters are kept as they come. */
const fieldsOfMessages = ["chat_dialog_id", "recipient_id", "message", "attachments", "send_to_chat", "markable"]

/** As an empty list. */
const noTags = (payload: Payload): Payload =>
  Predicate.hasProperty(payload["user"], "tag_list") && payload["user"].tag_list === null
    ? { ...payload, user: { ...payload["user"], tag_list: "" } }
    : payload

const dialects: { readonly [path: string]: (payload: Payload) => Payload } = {
  "/address_book": numberedContacts,
  "/blobs/:blob_id/complete": sizeOutside,
  "/calls/reject": platformInAnyCase,
  "/chat/Dialog": withoutNulls(),
  "/chat/Message": withoutNulls(fieldsOfMessages),
  "/login": wholeAccounts,
  "/meetings": numberedAttendees,
  "/meetings/:meeting_id": numberedAttendees,
  "/admin/meetings": numberedAttendees,
  "/session": wholeAccounts,
  "/subscriptions": channelOfMany,
  "/users": noTags,
  "/users/:user_id": noTags
}

/** Puts the payload of an endpoint into the spelling of its contract. */
export const dialectOf = (path: string): ((payload: unknown) => unknown) => {
  const dialect = Object.hasOwn(dialects, path) ? dialects[path] : undefined
  return dialect === undefined ? identity : (payload) => (isPayload(payload) ? dialect(payload) : payload)
}

/** In the documentation of the JavaScript SDK, and in apps. */
const unreadOfDialogs = (name: string): string => name.replace(/^dialogs_ids(?=\[|$)/, "chat_dialog_ids")

/** The table of operators has its name, the examples leave it out. */
const equalByName = (name: string): string => name.replace(/\[eq\]$/, "")

const queryDialects: { readonly [path: string]: (name: string) => string } = {
  "/chat/Message/unread": unreadOfDialogs,
  "/users/v2": equalByName
}

/** Puts a parameter's name into the spelling of the contract of an endpoint. */
export const queryDialectOf = (path: string): ((name: string) => string) =>
  (Object.hasOwn(queryDialects, path) ? queryDialects[path] : undefined) ?? identity

const isPayload = (value: unknown): value is Payload => Predicate.isObject(value) && !Array.isArray(value)
