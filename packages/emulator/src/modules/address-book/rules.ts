/**
 * The contacts of a request, and the rules for them.
 *
 * @see https://developers.connectycube.com/server/address_book#upload-address-book
 */
import type { WireContact } from "@effect-connectycube/address-book/Contact"
import { FlagNumber } from "@effect-connectycube/core/contract/Wire"
import * as Predicate from "effect/Predicate"
import * as Record from "effect/Record"
import * as Schema from "effect/Schema"

type Spelled = { readonly [name: string]: unknown }

/** A form has them numbered. What could not be part of a contact is left out, and is missing then. */
export const respell = (contacts: unknown): unknown => {
  const list = listOf(contacts)
  return list === undefined ? contacts : list.map(respellContact)
}

const listOf = (contacts: unknown): ReadonlyArray<unknown> | undefined => {
  if (Array.isArray(contacts)) return contacts
  const isNumbered = Predicate.isObject(contacts) && Object.keys(contacts).every((key) => /^\d+$/.test(key))
  return isNumbered ? Object.values(contacts) : undefined
}

const respellContact = (contact: unknown): Spelled => {
  const { name, phone, destroy = null } = spelledOf(contact)
  if (destroy !== null && !isFlag(destroy)) return {}
  const spelled = { name: textOf(name), phone: textOf(phone), destroy: destroy ?? undefined }
  return Record.filter<string, unknown>(spelled, Predicate.isNotUndefined)
}

const isFlag = Schema.is(Schema.toEncoded(FlagNumber))

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" ? String(value) : undefined

const spelledOf = (contact: unknown): Spelled =>
  Predicate.isObject(contact) && !Array.isArray(contact) ? { ...contact } : {}

const fields: ReadonlySet<string> = new Set(["name", "phone", "destroy"])

/** Whether each of the contacts, as it came, has fields that contacts do not have. */
export const areStrange = (contacts: unknown): ReadonlyArray<boolean> =>
  (listOf(contacts) ?? []).map((contact) => Object.keys(spelledOf(contact)).some((name) => !fields.has(name)))

/** A contact to keep, one to delete, or the errors in it. */
export type Checked =
  | { readonly phone: string; readonly name: string | null }
  | { readonly messages: ReadonlyArray<string> }

export const check = ({ phone, name, destroy = false }: typeof WireContact.Type, isStrange: boolean): Checked => {
  const messages: Array<string> = []
  const isMissing = phone === undefined || (name === undefined && !destroy)
  if (isStrange || isMissing) messages.push("Invalid fields set")
  if (phone !== undefined && !isWithin(phone, 10, 15)) {
    messages.push("Length of 'phone' field should be min: 10 and max: 15.")
  }
  if (name !== undefined && !destroy && !isWithin(name, 1, 255)) {
    messages.push("Length of 'name' field should be min: 1 and max: 255.")
  }
  if (messages.length > 0 || phone === undefined) return { messages }
  return { phone, name: destroy || name === undefined ? null : name }
}

/** In characters, as people count them. */
const isWithin = (text: string, min: number, max: number): boolean => {
  const { length } = Array.from(text)
  return length >= min && length <= max
}
