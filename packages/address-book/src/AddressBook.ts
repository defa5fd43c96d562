/**
 * The Address Book API: contacts, and the registered users among them.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import type { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { ApiResponse } from "@effect-connectycube/core/ApiResponse"
import * as ResponseError from "@effect-connectycube/core/client/ResponseError"
import * as Method from "@effect-connectycube/core/client/Method"
import type { Session } from "@effect-connectycube/core/Session"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import type * as HttpClient from "effect/http/HttpClient"
import type * as Layer from "effect/Layer"
import type * as Stream from "effect/Stream"
import { AddressBookApi } from "./AddressBookApi.ts"
import type { CompactRegisteredUser, Contact, RegisteredUser } from "./Contact.ts"
import * as upload from "./internal/upload.ts"
import type {
  AddressBookOptions,
  ContactChange,
  AddressBookUploadOptions,
  AddressBookUploadProgress,
  AddressBookUploadResult
} from "./Upload.ts"

const make = Effect.map(ApiClient.make(AddressBookApi), (call) => {
  const compactUsers = call.registeredUsers.map((items) => items.map(({ user }) => inShort(user)))
  const wholeUsers = call.registeredUsers.flatMap((items, response) =>
    Effect.forEach(items, ({ user }, index) => whole(user, index, response))
  )

  function listRegisteredUsers(
    options?: AddressBookOptions & { readonly compact?: false }
  ): Effect.Effect<ReadonlyArray<RegisteredUser>, ConnectyCubeError, Session>
  function listRegisteredUsers(
    options: AddressBookOptions & { readonly compact: true }
  ): Effect.Effect<ReadonlyArray<CompactRegisteredUser>, ConnectyCubeError, Session>
  function listRegisteredUsers(
    options: AddressBookOptions & { readonly compact?: boolean } = {}
  ):
    | Effect.Effect<ReadonlyArray<RegisteredUser>, ConnectyCubeError, Session>
    | Effect.Effect<ReadonlyArray<CompactRegisteredUser>, ConnectyCubeError, Session> {
    // What is no object is left to the contract, which rejects it.
    if (!Predicate.isObject(options)) return Effect.as(call.get(options), [])
    const { compact = false, ...book } = options
    return compact ? compactUsers(book, { compact: true }) : wholeUsers(book, { compact: false })
  }

  return AddressBook.of(
    Method.named("addressBook", {
      upload: upload.make(call.upload),
      uploadInBatches: upload.inBatches(call.upload),
      clear: upload.clear(call.upload),
      list: (options = {}) => call.get(options),
      listRegisteredUsers
    })
  )
})

/**
 * The address book of the current user: upload and list contacts, and find registered users among them.
 *
 * @example
 * ```ts
 * import { AddressBook } from "@effect-connectycube/address-book/AddressBook"
 * import * as Effect from "effect/Effect"
 *
 * const friends = Effect.gen(function*() {
 *   const addressBook = yield* AddressBook
 *   yield* addressBook.upload([
 *     { name: "Ada Lovelace", phone: "442071234567" },
 *     { phone: "442079876543", destroy: true }
 *   ])
 *   return yield* addressBook.listRegisteredUsers({ compact: true })
 * })
 * ```
 *
 * @see https://developers.connectycube.com/server/address_book
 * @category services
 * @since 0.1.0
 */
export class AddressBook extends Context.Service<
  AddressBook,
  {
    /**
     * Creates, renames and deletes contacts, and returns their numbers, and the rejected contacts.
     *
     * **Details**
     *
     * An invalid contact does not fail the call: it is not sent, and is in `rejected` with those that the server rejects. A
     * phone has 10 to 15 characters, a name 1 to 255. If all contacts are invalid, no request is made, and the numbers are
     * 0.
     *
     * With `force` the contacts replace the whole book. If none of them would stay, since all are rejected or deleted, the
     * call fails with `InvalidRequest` instead of emptying the book; {@link clear} does that. A `udid` of more than 64
     * characters is an `InvalidRequest` too.
     *
     * Contacts are identified by phone, so an upload whose response was lost is retried. The numbers are those of the
     * request that got a response.
     *
     * @example
     * ```ts
     * const { created } = yield* addressBook.upload([
     *   { name: "Ben", phone: "442079876543" },
     *   { name: "Charles Babbage", phone: "442071234568" }
     * ])
     * created // => 2
     * ```
     *
     * @see https://developers.connectycube.com/server/address_book#upload-address-book
     */
    readonly upload: (
      contacts: ReadonlyArray<ContactChange>,
      options?: AddressBookUploadOptions
    ) => Effect.Effect<AddressBookUploadResult, ConnectyCubeError, Session>
    /**
     * Uploads any number of contacts in batches, one request after the other, and emits the progress after each batch.
     *
     * **Details**
     *
     * It reads no more contacts than the batch needs, and stops when its consumer does. `force` is sent with the first
     * batch of which a contact stays: it replaces the whole book, and the other batches add to it.
     *
     * **Gotchas**
     *
     * Contacts that were uploaded before a batch fails stay.
     *
     * @example
     * ```ts
     * const contacts = Stream.range(1, 250).pipe(
     *   Stream.map((number) => ({ name: `Contact ${number}`, phone: String(442070000000 + number) }))
     * )
     * const progress = yield* addressBook.uploadInBatches(contacts, { batchSize: 100 }).pipe(Stream.runCollect)
     * progress.map(({ processed }) => processed) // => [100, 200, 250]
     * ```
     *
     * @see https://developers.connectycube.com/server/address_book#upload-address-book
     */
    readonly uploadInBatches: <E = never, R = never>(
      contacts: Iterable<ContactChange> | Stream.Stream<ContactChange, E, R>,
      options?: AddressBookUploadOptions & {
        /** The number of contacts in a request; 100 when left out. */
        readonly batchSize?: number
      }
    ) => Stream.Stream<AddressBookUploadProgress, ConnectyCubeError | E, Session | R>
    /**
     * Deletes all contacts: of the device with the `udid`, or of the user if it is left out.
     *
     * **Details**
     *
     * The documentation has no request for it. It is an empty upload with `force`.
     *
     * @example
     * ```ts
     * yield* addressBook.upload([{ name: "Ben", phone: "442079876543" }])
     * const { deleted } = yield* addressBook.clear()
     * deleted // => 1
     * ```
     */
    readonly clear: (options?: AddressBookOptions) => Effect.Effect<
      {
        /** The number of deleted contacts. */
        readonly deleted: number
      },
      ConnectyCubeError,
      Session
    >
    /**
     * Lists all contacts: of the device with the `udid`, or of the user if it is left out. There are no pages.
     *
     * @example
     * ```ts
     * yield* addressBook.upload([{ name: "Ben", phone: "442079876543" }], { udid: "phone" })
     * const contacts = yield* addressBook.list({ udid: "phone" })
     * contacts // => [{ name: "Ben", phone: "442079876543" }]
     * ```
     *
     * @see https://developers.connectycube.com/server/address_book#retrieve-address-book
     */
    readonly list: (options?: AddressBookOptions) => Effect.Effect<ReadonlyArray<Contact>, ConnectyCubeError, Session>
    /**
     * Lists the users of the application whose phones are in the address book, with their names there.
     *
     * **Details**
     *
     * With `compact` it returns their ids, phones and names in the address book only.
     *
     * @example
     * ```ts
     * yield* addressBook.upload([{ name: "Ben", phone: "442079876543" }])
     * const registered = yield* addressBook.listRegisteredUsers({ compact: true })
     * registered.map(({ address_book_name, id }) => [id, address_book_name]) // => [[ben.id, "Ben"]]
     * ```
     *
     * @see https://developers.connectycube.com/server/address_book#retrieve-already-registered-contactsusers
     */
    readonly listRegisteredUsers: {
      (
        options?: AddressBookOptions & {
          /** Whether to return ids, phones and names in the address book only. */
          readonly compact?: false
        }
      ): Effect.Effect<ReadonlyArray<RegisteredUser>, ConnectyCubeError, Session>
      (
        options: AddressBookOptions & {
          /** Whether to return ids, phones and names in the address book only. */
          readonly compact: true
        }
      ): Effect.Effect<ReadonlyArray<CompactRegisteredUser>, ConnectyCubeError, Session>
    }
  }
>()("@effect-connectycube/address-book/AddressBook") {
  /** Provides the service, on the `HttpClient` and the configuration in the context. */
  static readonly layer: Layer.Layer<AddressBook, never, HttpClient.HttpClient | ConnectyCubeConfig> = ApiClient.layer(
    AddressBook,
    make
  )
}

const inShort = ({ address_book_name, id, phone }: CompactRegisteredUser): CompactRegisteredUser => ({
  id,
  phone,
  address_book_name
})

/** The contract reads both kinds; where the whole user was asked for the short one will not do. */
const whole = (user: RegisteredUser | CompactRegisteredUser, index: number, response: ApiResponse) =>
  "created_at" in user
    ? Effect.succeed(user)
    : Effect.fail(
        ResponseError.decodeError(
          response,
          [{ path: `items.${index}.user`, message: "Expected all fields of a user" }],
          JSON.stringify(user)
        )
      )
