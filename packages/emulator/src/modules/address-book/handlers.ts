/**
 * The address book.
 */
import { UserId } from "@effect-connectycube/core/Ids"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../../Api.ts"
import * as Payload from "../../server/wire/payload.ts"
import { AddressBooks } from "./store.ts"
import * as Contacts from "./rules.ts"
import { user } from "../../server/wire/caller.ts"
import { Exchange } from "../../server/wire/exchange.ts"
import * as RequestBody from "../../server/wire/requestBody.ts"
import { toUser } from "../users/views.ts"

export const layer = HttpApiBuilder.group(
  Payload.provided(Api),
  "addressBook",
  Effect.fnUntraced(function* (handlers) {
    const books = yield* AddressBooks

    const bookOf = ({ udid }: { readonly udid?: string }) => Effect.map(user, (user_id) => ({ user_id, udid }))

    return handlers.handleAll({
      upload: Effect.fnUntraced(function* ({ payload: { contacts, force = false, udid } }) {
        const book = yield* bookOf(udid === undefined ? {} : { udid })
        // The contract leaves out what it does not know.
        const { contacts: asSent }: { readonly contacts?: unknown } = Object(
          RequestBody.valueOf((yield* Exchange).body)
        )
        return yield* books.upload({ ...book, contacts, areStrange: Contacts.areStrange(asSent), force })
      }),

      get: ({ query }) => Effect.flatMap(bookOf(query), books.contacts),

      registeredUsers: Effect.fnUntraced(function* ({ query }) {
        const found = yield* books.registered(yield* bookOf(query))
        const items = found.map(({ user, address_book_name }) => ({
          user:
            query.compact === true
              ? { id: UserId.make(user.id), phone: user.phone, address_book_name }
              : { ...toUser(user), address_book_name }
        }))
        return { items }
      })
    })
  })
)
