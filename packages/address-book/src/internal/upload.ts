/**
 * Uploads: the contacts to send, and the result for each.
 *
 * @since 0.1.0
 */
import type * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import type { ConnectyCubeError, InvalidRequest } from "@effect-connectycube/core/ConnectyCubeError"
import * as Issues from "@effect-connectycube/core/contract/Issues"
import { ApiResponse } from "@effect-connectycube/core/ApiResponse"
import * as ResponseError from "@effect-connectycube/core/client/ResponseError"
import * as Method from "@effect-connectycube/core/client/Method"
import type { Session } from "@effect-connectycube/core/Session"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { AddressBookApi } from "../AddressBookApi.ts"
import { Udid } from "../Contact.ts"
import type {
  ContactChange,
  RejectedContact,
  AddressBookUploadOptions,
  AddressBookUploadProgress,
  AddressBookUploadResult
} from "../Upload.ts"
import { indexesOf } from "./places.ts"
import { messagesOf } from "./rules.ts"

type Upload = ApiClient.Calls<typeof AddressBookApi>["upload"]

const reject = (issues: InvalidRequest["issues"]) => Method.invalidRequest(AddressBookApi.endpoints.upload, issues)

/** What is no contact at all. One that breaks a rule is rejected. */
const checkContacts = (contacts: unknown, start: number): Effect.Effect<void, InvalidRequest> => {
  if (!Array.isArray(contacts)) return reject([{ path: "contacts", message: "Expected a list of contacts" }])
  const issues = contacts.flatMap((contact: unknown, index) =>
    Predicate.isObject(contact) ? [] : [{ path: `contacts.${start + index}`, message: "Expected a contact" }]
  )
  return issues.length === 0 ? Effect.void : reject(issues)
}

// A request that has no contacts to send is not made, so the rule of the contract has to be looked at before.
const check = (options: AddressBookUploadOptions, names: ReadonlyArray<string>): Effect.Effect<void, InvalidRequest> =>
  Effect.andThen(
    Arguments.check(AddressBookApi.endpoints.upload, options, names),
    Effect.suspend(() =>
      options.udid === undefined
        ? Effect.void
        : Effect.asVoid(
            Effect.catch(encodeUdid(options.udid), ({ issue }) =>
              reject(Issues.format(issue).map(({ message }) => ({ path: "udid", message })))
            )
          )
    )
  )
const encodeUdid = Schema.encodeUnknownEffect(Udid)

const wouldEmpty = {
  path: "contacts",
  message: "Expected a contact that stays, for with force none would empty the address book"
}

/** The contacts of one request. */
export const make = (call: Upload) =>
  Effect.fnUntraced(function* (
    contacts: ReadonlyArray<ContactChange>,
    options: AddressBookUploadOptions = {}
  ): Effect.fn.Return<AddressBookUploadResult, ConnectyCubeError, Session> {
    yield* check(options, ["udid", "force"])
    yield* checkContacts(contacts, 0)
    const batch = batchOf(contacts, 0)
    if (options.force === true && !leavesAny(batch)) {
      return yield* reject([
        wouldEmpty,
        ...batch.rejected.flatMap(({ index, messages }) =>
          messages.map((message) => ({ path: `contacts.${index}`, message }))
        )
      ])
    }
    return batch.sent.length > 0 ? yield* send(call, batch, options) : untouched(batch.rejected)
  })

/** Any number of contacts, batch by batch. */
export const inBatches =
  (call: Upload) =>
  <E = never, R = never>(
    contacts: Iterable<ContactChange> | Stream.Stream<ContactChange, E, R>,
    options: AddressBookUploadOptions & { readonly batchSize?: number } = {}
  ): Stream.Stream<AddressBookUploadProgress, ConnectyCubeError | E, Session | R> =>
    Stream.unwrap(
      Effect.as(
        check(options, ["udid", "force", "batchSize"]),
        Stream.suspend(() => batches(call, contacts, options))
      )
    )

const batches = <E, R>(
  call: Upload,
  contacts: Iterable<ContactChange> | Stream.Stream<ContactChange, E, R>,
  options: AddressBookUploadOptions & { readonly batchSize?: number }
): Stream.Stream<AddressBookUploadProgress, ConnectyCubeError | E, Session | R> => {
  const { batchSize = 100, force = false, ...book } = options
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    return Stream.fromEffect(reject([{ path: "batchSize", message: "Expected a whole number from 1" }]))
  }
  if (!Predicate.isIterable(contacts) && !Stream.isStream(contacts)) {
    return Stream.fromEffect(reject([{ path: "contacts", message: "Expected contacts" }]))
  }
  const source = Stream.isStream(contacts) ? contacts : Stream.fromIterable(contacts, { chunkSize: batchSize })
  return source.pipe(
    Stream.grouped(batchSize),
    // The end, where it shows whether there was anything.
    Stream.concat(Stream.succeed<ReadonlyArray<ContactChange>>([])),
    Stream.mapAccumEffect(
      () => ({ done: nothingDone, force }),
      Effect.fnUntraced(function* ({ done, force }, contacts) {
        if (contacts.length === 0) return force ? yield* reject([wouldEmpty]) : ([{ done, force }, []] as const)
        yield* checkContacts(contacts, done.processed)
        const batch = batchOf(contacts, done.processed)
        // `force` replaces the whole book, so it goes with the first contacts that stay, and with no others.
        const replaces = force && leavesAny(batch)
        const result =
          batch.sent.length > 0 ? yield* send(call, batch, { ...book, force: replaces }) : untouched(batch.rejected)
        const progress = add(done, contacts.length, result)
        return [{ done: progress, force: force && !replaces }, [progress]] as const
      })
    )
  )
}

/** Deletes all contacts. */
export const clear =
  (call: Upload) =>
  (
    book: Pick<AddressBookUploadOptions, "udid"> = {}
  ): Effect.Effect<{ readonly deleted: number }, ConnectyCubeError, Session> =>
    Effect.andThen(
      check(book, ["udid"]),
      Effect.map(call({ ...book, contacts: [], force: true }), ({ deleted }) => ({ deleted }))
    )

interface Placed {
  readonly contact: ContactChange
  /** Among all contacts that were given. */
  readonly index: number
}

interface Batch {
  readonly sent: ReadonlyArray<Placed>
  readonly rejected: ReadonlyArray<RejectedContact>
}

const batchOf = (contacts: ReadonlyArray<ContactChange>, start: number): Batch => {
  const checked = contacts.map((contact, index) => ({ contact, index: start + index, messages: messagesOf(contact) }))
  return {
    sent: checked.filter(({ messages }) => messages.length === 0),
    rejected: checked.filter(({ messages }) => messages.length > 0)
  }
}

/** Whether the book has a contact when it has those of this batch only. */
const leavesAny = ({ sent }: Batch): boolean => sent.some(({ contact }) => contact.destroy !== true)

const wire = ({ contact: { destroy, name, phone, ...unknown } }: Placed) =>
  destroy === true ? { ...unknown, phone, destroy } : { ...unknown, ...(name === undefined ? {} : { name }), phone }

const send = (
  call: Upload,
  { rejected, sent }: Batch,
  { force, ...book }: AddressBookUploadOptions
): Effect.Effect<AddressBookUploadResult, ConnectyCubeError, Session> =>
  Effect.flatMap(
    ApiResponse.withResponse(call({ ...book, contacts: sent.map(wire), ...(force === true ? { force } : {}) })),
    ({ response, value }) => {
      const places = Object.keys(value.rejected)
      return Option.match(indexesOf(places, sent.length), {
        onNone: () =>
          Effect.fail(
            ResponseError.decodeError(response, [
              { path: "rejected", message: `Expected places of ${sent.length} contacts` }
            ])
          ),
        onSome: (indexes) =>
          Effect.succeed({
            created: value.created,
            updated: value.updated,
            deleted: value.deleted,
            rejected: [
              ...rejected,
              ...Object.values(value.rejected).flatMap((messages, at) => {
                const placed = sent[indexes[at] ?? -1]
                return placed === undefined ? [] : [{ contact: placed.contact, index: placed.index, messages }]
              })
            ].toSorted((a, b) => a.index - b.index)
          })
      })
    }
  )

const untouched = (rejected: ReadonlyArray<RejectedContact>): AddressBookUploadResult => ({
  created: 0,
  updated: 0,
  deleted: 0,
  rejected
})

const nothingDone: AddressBookUploadProgress = { processed: 0, ...untouched([]) }

const add = (
  done: AddressBookUploadProgress,
  processed: number,
  result: AddressBookUploadResult
): AddressBookUploadProgress => ({
  processed: done.processed + processed,
  created: done.created + result.created,
  updated: done.updated + result.updated,
  deleted: done.deleted + result.deleted,
  rejected: result.rejected
})
