/**
 * @since 0.1.0
 */

/**
 * A contact to create, or to rename if the phone is known; or, with `destroy`, to delete.
 *
 * @see https://developers.connectycube.com/server/address_book#upload-address-book
 * @category models
 * @since 0.1.0
 */
export type ContactChange =
  | {
      /** The name: 1 to 255 characters. */
      readonly name: string
      /** The phone: 10 to 15 characters, sent as it is. It identifies the contact. */
      readonly phone: string
      /** Whether to delete the contact. */
      readonly destroy?: false
    }
  | {
      /** The phone: 10 to 15 characters, sent as it is. It identifies the contact. */
      readonly phone: string
      /** Whether to delete the contact. */
      readonly destroy: true
      /** The name: 1 to 255 characters. */
      readonly name?: string
    }

/**
 * The address book of a call.
 *
 * @category models
 * @since 0.1.0
 */
export interface AddressBookOptions {
  /** The device, by a name of at most 64 characters. When left out, the address book of the user across all devices. */
  readonly udid?: string
}

/**
 * The options of an upload.
 *
 * @category models
 * @since 0.1.0
 */
export interface AddressBookUploadOptions extends AddressBookOptions {
  /** Whether to replace the whole address book: contacts that are not uploaded are deleted. */
  readonly force?: boolean
}

/**
 * A contact that was rejected, and the reasons.
 *
 * @category models
 * @since 0.1.0
 */
export interface RejectedContact {
  /** The contact, as it was given. */
  readonly contact: ContactChange
  /** The index of the contact, from 0. */
  readonly index: number
  /** The messages, such as `"Length of 'phone' field should be min: 10 and max: 15."` */
  readonly messages: ReadonlyArray<string>
}

/**
 * The result of an upload.
 *
 * @category models
 * @since 0.1.0
 */
export interface AddressBookUploadResult {
  /** The number of created contacts. */
  readonly created: number
  /** The number of updated contacts. */
  readonly updated: number
  /** The number of deleted contacts. */
  readonly deleted: number
  /** The rejected contacts, in the order in which they were given. */
  readonly rejected: ReadonlyArray<RejectedContact>
}

/**
 * The progress of an upload in batches.
 *
 * **Details**
 *
 * The numbers are totals of all batches so far: the last ones are those of the whole upload. The rejected contacts are
 * those of the last batch only, since there can be any number of them.
 *
 * @category models
 * @since 0.1.0
 */
export interface AddressBookUploadProgress extends AddressBookUploadResult {
  /** The number of contacts processed so far, rejected ones included. */
  readonly processed: number
}
