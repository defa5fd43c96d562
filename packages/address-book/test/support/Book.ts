import { AddressBook } from "@effect-connectycube/address-book/AddressBook"
import type { Session } from "@effect-connectycube/core/Session"
import * as Effect from "effect/Effect"
import { inSession } from "../../../../test/support/inSession.ts"
import { type Recorded, recordingClient } from "../../../../test/support/recording.ts"

export { token } from "../../../../test/support/inSession.ts"

export const call = <A, E>(f: (addressBook: AddressBook["Service"]) => Effect.Effect<A, E, Session>) =>
  Effect.flatMap(AddressBook, f)

export const { provide, record } = inSession(AddressBook.layer)

/** The issues of a call that is rejected before anything is sent. */
export const errorResponseOf = <A, E extends { readonly _tag: string }>(
  effect: Effect.Effect<A, E, AddressBook | Session>
) =>
  Effect.gen(function* () {
    const client = recordingClient(() => ({ body: nothing }))
    const error = yield* effect.pipe(provide(client.layer), Effect.flip)
    return { error, requests: client.requests }
  })

export const nothing = { created: 0, updated: 0, deleted: 0, rejected: {} }

/** The body of a request. */
export const bodyOf = (
  request: Recorded | undefined
): { readonly contacts: ReadonlyArray<object>; readonly force?: number; readonly udid?: string } =>
  Object(request?.body)
