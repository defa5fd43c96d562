/**
 * Spellings of requests to the Address Book API that servers accept beside the documented ones.
 */
import type { Dialect, Payload } from "../../server/wire/dialect.ts"
import * as Contacts from "./rules.ts"

const numberedContacts = ({ contacts, ...rest }: Payload): Payload =>
  contacts === undefined ? rest : { ...rest, contacts: Contacts.respell(contacts) }

export const dialect: Dialect = { payloads: { "/address_book": numberedContacts } }
