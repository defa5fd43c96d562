/**
 * @since 0.1.0
 */

/**
 * What to do with a contact of an address book: create it, or give it another name if there is one with this phone; or,
 * with `destroy`, delete it.
 *
 * @see https://developers.connectycube.com/server/address_book#upload-address-book
 * @category models
 * @since 0.1.0
 */
export type ContactChange =
  | {
      /** Of 1 to 255 characters. */
      readonly name: string
      /** Of 10 to 15 characters, sent as it is. It is what contacts are told apart by. */
      readonly phone: string
      readonly destroy?: false
    }
  | { readonly phone: string; readonly destroy: true; readonly name?: string }

/**
 * Which address book.
 *
 * @category models
 * @since 0.1.0
 */
export interface AddressBookOptions {
  /** That of one device, by a name of at most 64 characters. When left out: that of the user, across all devices. */
  readonly udid?: string
}

/**
 * Which address book, and whether all of it is replaced.
 *
 * @category models
 * @since 0.1.0
 */
export interface AddressBookUploadOptions extends AddressBookOptions {
  /** Whether the contacts take the place of all that are there: contacts that are not among them are deleted. */
  readonly force?: boolean
}

/**
 * A contact that was not taken, and why.
 *
 * @category models
 * @since 0.1.0
 */
export interface RejectedContact {
  /** The very contact that was given. */
  readonly contact: ContactChange
  /** Where it was among those given, from 0. */
  readonly index: number
  /** Such as `"Length of 'phone' field should be min: 10 and max: 15."` */
  readonly messages: ReadonlyArray<string>
}

/**
 * What became of an upload.
 *
 * @category models
 * @since 0.1.0
 */
export interface AddressBookUploadResult {
  readonly created: number
  readonly updated: number
  readonly deleted: number
  /** In the order in which they were given. */
  readonly rejected: ReadonlyArray<RejectedContact>
}

/**
 * How far an upload in batches is. The counts are of all batches so far, so those that come last are those of the whole
 * upload. The rejected contacts are of the last batch only, for there is no end to how many they could be.
 *
 * @category models
 * @since 0.1.0
 */
export interface AddressBookUploadProgress extends AddressBookUploadResult {
  /** How many contacts are done with, those that were rejected included. */
  readonly processed: number
}
