/**
 * The wire contract of the address book.
 *
 * @since 0.1.0
 */
import { endpoint, lazyGroup, SessionToken, tag, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Schema from "effect/Schema"
import { Contact, RegisteredItem, Udid, UploadResponse, WireContact } from "./Contact.ts"

const udid = Query.optional(Udid, "The device whose address book it is. Without it, the address book of all devices.")

const docs = "https://developers.connectycube.com/server/address_book"

/**
 * The endpoints of the address book.
 *
 * @see https://developers.connectycube.com/server/address_book
 * @category contract
 * @since 0.1.0
 */
export class AddressBookApi extends lazyGroup(() =>
  HttpApiGroup.make("addressBook")
    .add(
      // A contact is known by its phone, so what is sent twice is created once and updated once.
      endpoint({
        retrySafety: "idempotent",
        summary: "Upload contacts to the address book",
        description:
          "Creates, updates and deletes contacts, which their phone numbers identify. A phone number has 10 to 15 characters, and a name 1 to 255. `force` replaces the whole address book. With a `udid` it is the address book of one device.",
        response: "How many contacts are created, updated and deleted, and which are rejected.",
        see: `${docs}#upload-address-book`
      }).post("upload", "/address_book", {
        payload: Schema.Struct({
          contacts: Schema.Array(WireContact),
          force: Schema.optionalKey(Wire.FlagNumber),
          udid
        }),
        success: UploadResponse
      }),
      endpoint({
        retrySafety: "safe",
        summary: "Get the address book",
        description: "The contacts that the current user has uploaded.",
        response: "All contacts.",
        see: `${docs}#retrieve-address-book`
      }).get("get", "/address_book", {
        query: { udid },
        success: Schema.Array(Contact)
      }),
      endpoint({
        retrySafety: "safe",
        summary: "List the contacts who are users",
        description: "The users of the application whose phone number is in the address book of the current user.",
        response: "All such users.",
        see: `${docs}#retrieve-already-registered-contactsusers`
      }).get("registeredUsers", "/address_book/registered_users", {
        query: {
          udid,
          compact: Query.optional(
            Wire.FlagNumber,
            "`1` for the id, the phone number and the name in the address book only; `0` for all fields of a user."
          )
        },
        success: Schema.Struct({ items: Schema.Array(RegisteredItem) })
      })
    )
    .middleware(SessionToken)
    .middleware(WireRules)
    .annotateMerge(tag({ description: "The contacts of users, and which of them are users too.", see: docs }))
) {}
