/**
 * The address book of ConnectyCube.
 *
 * @since 0.1.0
 */
export * from "./AddressBook.ts"
export { type CompactRegisteredUser, type Contact, type RegisteredUser } from "./Contact.ts"
export type * from "./Upload.ts"
