/**
 * Long lists of ids: sent in several requests, with one result, or one error that has the outcome of each id.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type { ApiResponse } from "../ApiResponse.ts"
import type { BatchOutcome, ConnectyCubeError, DecodeError } from "../ConnectyCubeError.ts"
import type { Deleted } from "../Deleted.ts"
import { withBatch } from "../internal/makeErrors.ts"
import * as Issues from "../contract/Issues.ts"
import * as Method from "./Method.ts"
import * as ResponseError from "./ResponseError.ts"

/**
 * The most ids that go into one request.
 *
 * @category limits
 * @since 0.1.0
 */
export const mostIds = 100

/**
 * The most bytes of a URL, of its path and query, that every server takes: 6 KiB. Servers reject what is longer than 8 or 16
 * KiB, with the header that they count with it.
 *
 * @category limits
 * @since 0.1.0
 */
export const longestUrl = 6 * 1024

// What stands in the URL beside the ids.
const beside = 1024

type Id = string | number

/** The outcome of a request that succeeded: the ids that are done, and those that the server rejected. */
type Outcome = Pick<BatchOutcome, "done" | "rejected">

/**
 * How a list of ids is sent.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options<I extends Id, A, R> {
  /** The endpoint that is called. */
  readonly endpoint: Method.Endpoint
  /** The parameter that holds the ids, as errors name it. */
  readonly parameter: string
  /** What an id has to be. All are checked before the first request. */
  readonly schema: Schema.Codec<I, string | number>
  /** One request. */
  readonly call: (ids: ReadonlyArray<I>) => Effect.Effect<A, ConnectyCubeError, R>
  /** The result of several requests, in the order of their ids. */
  readonly merge: (results: ReadonlyArray<A>) => A
  /** The outcome of the ids of a request that succeeded; all are done, when left out. */
  readonly outcome?: (result: A) => Outcome
}

/**
 * Sends a list of ids in as many requests as it takes: at most 100 ids and 6 KiB of URL each, four at a time. An id that comes
 * twice is sent once.
 *
 * When a request fails, no other is begun, and those on their way are waited for. The error is that of the request, with the
 * outcome of each id in `batch`. A list that fits into one request fails without it.
 *
 * @category sending
 * @since 0.1.0
 */
export const send = <I extends Id, A, R>(
  ids: ReadonlyArray<I>,
  { endpoint, call, merge, outcome, parameter, schema }: Options<I, A, R>
): Effect.Effect<A, ConnectyCubeError, R> =>
  Effect.suspend(() => {
    if (!Array.isArray(ids)) {
      return Method.invalidRequest(endpoint, [{ path: parameter, message: "Expected a list of ids" }])
    }
    const parts = split([...new Set(ids)])
    const [first = [], ...more] = parts
    if (more.length === 0) return call(first)
    const issues = parts.flat().flatMap((id, index) => issuesOf(schema, id, `${parameter}.${index}`))
    if (issues.length > 0) return Method.invalidRequest(endpoint, issues)

    let failed = false
    const sent = (part: ReadonlyArray<I>): Effect.Effect<Sent<I, A>, never, R> =>
      Effect.suspend(() => {
        if (failed) return Effect.succeed<Sent<I, A>>({ part, result: undefined })
        return Effect.map(Effect.result(call(part)), (result): Sent<I, A> => {
          if (Result.isFailure(result)) failed = true
          return { part, result }
        })
      })
    return Effect.flatMap(Effect.forEach(parts, sent, { concurrency }), (tried) => {
      const results: Array<A> = []
      const errors: Array<ConnectyCubeError> = []
      const [done, rejected, open, notSent]: [Array<Id>, Array<Id>, Array<Id>, Array<Id>] = [[], [], [], []]
      for (const { part, result } of tried) {
        if (result === undefined) notSent.push(...part)
        else if (Result.isFailure(result)) {
          open.push(...part)
          errors.push(result.failure)
        } else {
          const told = outcome?.(result.success) ?? { done: part, rejected: [] }
          done.push(...told.done)
          rejected.push(...told.rejected)
          results.push(result.success)
        }
      }
      const [error] = errors
      return error === undefined
        ? Effect.succeed(merge(results))
        : Effect.fail(withBatch(error, { done, rejected, open, notSent }))
    })
  })

interface Sent<I, A> {
  readonly part: ReadonlyArray<I>
  /** `undefined` where it was not sent. */
  readonly result: Result.Result<A, ConnectyCubeError> | undefined
}

const concurrency = 4

/** What no path can have as a segment, alone or in a list. */
const noSegment = /^\.{1,2}$|\p{Surrogate}/u

const issuesOf = <I extends Id>(schema: Schema.Codec<I, string | number>, id: I, path: string) => {
  if (noSegment.test(String(id))) return [{ path, message: "Expected an id" }]
  const encoded = Schema.encodeUnknownResult(schema)(id)
  return Result.isSuccess(encoded) ? [] : Issues.format(encoded.failure.issue).map(({ message }) => ({ path, message }))
}

/**
 * Parts of a list of ids, in its order, each of which goes into one request. They are as long as each other: for a single id the
 * response differs from that for several.
 *
 * @category splitting
 * @since 0.1.0
 */
export const split = <I extends Id>(ids: ReadonlyArray<I>): ReadonlyArray<ReadonlyArray<I>> => {
  const bytes = (part: ReadonlyArray<I>) => part.reduce((sum, id) => sum + bytesOf(String(id)), 0)
  const room = longestUrl - beside
  const least = Math.max(1, Math.ceil(ids.length / mostIds), Math.ceil(bytes(ids) / room))
  for (let count = Math.min(least, Math.max(1, ids.length)); ; count++) {
    const edge = (index: number) => Math.floor((index * ids.length) / count)
    const parts = Array.from({ length: count }, (_, index) => ids.slice(edge(index), edge(index + 1)))
    if (count >= ids.length || parts.every((part) => bytes(part) <= room)) return parts
  }
}

/** What an id takes in a URL at most, with the comma. */
const bytesOf = (id: string): number => (/^[\w.-]*$/.test(id) ? id.length : id.length * 9) + 3

/**
 * The part of {@link Options} that all deletions have: their responses have the outcome of each id.
 *
 * @category sending
 * @since 0.1.0
 */
export const deletions: Pick<Options<Id, Deleted, never>, "merge" | "outcome"> = {
  merge: (results) => {
    const all = (group: keyof Deleted) => ({ ids: results.flatMap((result) => result[group].ids) })
    return {
      SuccessfullyDeleted: all("SuccessfullyDeleted"),
      NotFound: all("NotFound"),
      WrongPermissions: all("WrongPermissions")
    }
  },
  // What is not there is deleted, too.
  outcome: ({ NotFound, SuccessfullyDeleted, WrongPermissions }) => ({
    done: [...SuccessfullyDeleted.ids, ...NotFound.ids],
    rejected: WrongPermissions.ids
  })
}

/**
 * The outcome of a deletion. For one id the response is empty: it would be an error response, if it were not deleted. For
 * several ids it has to have the outcome of each.
 *
 * @category sending
 * @since 0.1.0
 */
export const deleted =
  <In>(idsOf: (input: In) => ReadonlyArray<string>) =>
  (value: Deleted | void, response: ApiResponse, input: In): Effect.Effect<Deleted, DecodeError> => {
    if (value !== undefined) return Effect.succeed(value)
    const ids = idsOf(input)
    return ids.length === 1
      ? Effect.succeed({ SuccessfullyDeleted: { ids }, NotFound: { ids: [] }, WrongPermissions: { ids: [] } })
      : Effect.fail(ResponseError.decodeError(response, [{ path: "", message: "Expected the outcome of each" }], ""))
  }

/** The ids that a filter asks for by `{ in: … }` on a field, each once, and the filter with another list of them. */
const listIn = <F extends object>(filter: F, field: string) => {
  const condition: unknown = Predicate.hasProperty(filter, field) ? filter[field] : undefined
  const ids: unknown = Predicate.hasProperty(condition, "in") ? condition.in : undefined
  if (!Array.isArray(ids) || !ids.every(isId)) return undefined
  const among = (ids: ReadonlyArray<Id>): F => ({ ...filter, [field]: { ...Object(condition), in: ids } })
  return { ids: [...new Set<Id>(ids)], among }
}

const isId = (value: unknown): value is Id => typeof value === "string" || typeof value === "number"

/**
 * Counts what matches a filter, however many ids it asks for on a field that has one value: part by part.
 *
 * @category sending
 * @since 0.1.0
 */
export const count = <F extends object, R>(
  filter: F,
  {
    endpoint,
    field
  }: {
    /** The endpoint that is called. */
    readonly endpoint: Method.Endpoint
    /** The field with the ids. */
    readonly field: string
  },
  call: (filter: F) => Effect.Effect<number, ConnectyCubeError, R>
): Effect.Effect<number, ConnectyCubeError, R> => {
  const list = listIn(filter, field)
  if (list === undefined) return call(filter)
  return send(list.ids, {
    endpoint,
    parameter: `${field}.in`,
    schema: Schema.Union([Schema.NonEmptyString, Schema.Finite]),
    call: (ids) => call(list.among(ids)),
    merge: (counts) => counts.reduce((sum, count) => sum + count, 0)
  })
}

/**
 * A list in the order of its ids, however many of them a filter asks for: one part after the other.
 *
 * @category sending
 * @since 0.1.0
 */
export const stream = <F extends object, A, E, R>(
  filter: F,
  field: string,
  make: (filter: F) => Stream.Stream<A, E, R>
): Stream.Stream<A, E, R> => {
  const list = listIn(filter, field)
  if (list === undefined) return make(filter)
  if (split(list.ids).length === 1) return make(list.among(list.ids))
  const inOrder = list.ids.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return Stream.flatMap(Stream.fromIterable(split(inOrder)), (ids) => make(list.among(ids)))
}
