/**
 * The wire contract of the address book.
 *
 * @since 0.1.0
 */
import { RetrySafety, SessionToken, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Schema from "effect/Schema"
import { Contact, RegisteredItem, Udid, UploadResponse, WireContact } from "./Contact.ts"

const udid = Schema.optionalKey(Udid)

/**
 * The endpoints of the address book.
 *
 * @see https://developers.connectycube.com/server/address_book
 * @category contract
 * @since 0.1.0
 */
export class AddressBookApi extends HttpApiGroup.make("addressBook")
  .add(
    // A contact is known by its phone, so what is sent twice is created once and updated once.
    HttpApiEndpoint.post("upload", "/address_book", {
      payload: Schema.Struct({
        contacts: Schema.Array(WireContact),
        force: Schema.optionalKey(Wire.FlagNumber),
        udid
      }),
      success: UploadResponse
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.get("get", "/address_book", {
      query: { udid },
      success: Schema.Array(Contact)
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("registeredUsers", "/address_book/registered_users", {
      query: { udid, compact: Schema.optionalKey(Wire.FlagNumber) },
      success: Schema.Struct({ items: Schema.Array(RegisteredItem) })
    }).annotate(RetrySafety, "safe")
  )
  .middleware(SessionToken)
  .middleware(WireRules) {}
