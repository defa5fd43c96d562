/**
 * Lists that are read item by item, so that one that does not fit leaves the others.
 *
 * @since 0.1.0
 */
import type * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import { ItemDecodeError, type ItemResult } from "../ItemDecodeError.ts"
import * as Wire from "../contract/Wire.ts"

/**
 * An item of a list: as it came, and what was read of it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Item<A> {
  /** The item, as it was received. */
  readonly raw: unknown
  /** The decoded item, or why it cannot be decoded. */
  readonly result: ItemResult<A>
}

/**
 * A response whose list, which is under `Key`, is read item by item.
 *
 * @category models
 * @since 0.1.0
 */
export type ByItems<Response, Key extends string> = Response extends { readonly [K in Key]: ReadonlyArray<infer A> }
  ? Omit<Response, Key> & { readonly [K in Key]: ReadonlyArray<Item<A>> }
  : Response

/**
 * A page with what was read of its items.
 *
 * @category reading
 * @since 0.1.0
 */
export const results = <Page extends { readonly items: ReadonlyArray<Item<unknown>> }>(
  page: Page
): Omit<Page, "items"> & { readonly items: ReadonlyArray<Page["items"][number]["result"]> } => ({
  ...page,
  items: page.items.map(({ result }) => result)
})

/**
 * Goes on reading an item that could be read so far.
 *
 * @category reading
 * @since 0.1.0
 */
export const map =
  <A, B>(f: (a: A) => B) =>
  ({ raw, result }: Item<A>): Item<B> => ({ raw, result: Result.map(result, f) })

/**
 * What an item has under a name, as it came, whether it could be read or not.
 *
 * @category reading
 * @since 0.1.0
 */
export const member = ({ raw }: Item<unknown>, name: string): unknown =>
  Predicate.hasProperty(raw, name) ? raw[name] : undefined

/**
 * What an item has under a name, where that can be read as a time.
 *
 * @category reading
 * @since 0.1.0
 */
export const time = (item: Item<unknown>, name: string): DateTime.Utc | undefined => {
  const value = member(item, name)
  return typeof value === "string" || typeof value === "number"
    ? Option.getOrUndefined(Wire.parseTime(value))
    : undefined
}

/**
 * What tells an item without an id apart: all of it.
 *
 * @category reading
 * @since 0.1.0
 */
export const textOf = ({ raw }: Item<unknown>): string => JSON.stringify(raw)

/**
 * What tells items apart when they are paged: their ids, which are under this name. One without an id is never left out.
 *
 * @category reading
 * @since 0.1.0
 */
export const byId = (id: string) => ({
  idOf: (item: Item<unknown>): unknown => member(item, id),
  textOf
})

/**
 * How responses with a list are decoded.
 *
 * @category models
 * @since 0.1.0
 */
export interface Decoding {
  /** Decodes a response. */
  readonly decode: (json: unknown) => Result.Result<unknown, unknown>
  /** What is wrong with a response that cannot be decoded. */
  readonly explain: (json: unknown) => ItemDecodeError["issues"]
}

/**
 * Reads a response whose list, which is under `key`, may have items that do not fit. None, where it has no such list, or the rest
 * of it does not fit.
 *
 * @category reading
 * @since 0.1.0
 */
export const decode = (
  operation: string,
  key: string,
  { decode, explain }: Decoding,
  json: unknown
): Option.Option<unknown> => {
  if (!Predicate.hasProperty(json, key) || !Array.isArray(json[key])) return Option.none()
  const list: ReadonlyArray<unknown> = json[key]
  const listIn = (response: unknown): ReadonlyArray<unknown> =>
    Predicate.hasProperty(response, key) && Array.isArray(response[key]) ? response[key] : []
  const withItems = (response: unknown, items: ReadonlyArray<Item<unknown>>) => ({ ...Object(response), [key]: items })

  const whole = decode(json)
  if (Result.isSuccess(whole)) {
    const read = listIn(whole.success)
    return Option.some(
      withItems(
        whole.success,
        list.map((raw, index) => ({ raw, result: Result.succeed(read[index]) }))
      )
    )
  }
  return Option.map(Result.getSuccess(decode({ ...json, [key]: [] })), (rest) =>
    withItems(
      rest,
      list.map((raw): Item<unknown> => {
        // Each item alone in the response is read by the same schema as all of them.
        const alone = { ...json, [key]: [raw] }
        return {
          raw,
          result: Result.match(decode(alone), {
            onSuccess: (response) => Result.succeed(listIn(response)[0]),
            onFailure: () =>
              Result.fail(new ItemDecodeError({ operation, item: raw, issues: inside(`${key}.0`, explain(alone)) }))
          })
        }
      })
    )
  )
}

/** What is wrong with the item that is there, told from inside it. */
const inside = (place: string, issues: ItemDecodeError["issues"]): ItemDecodeError["issues"] =>
  issues
    .filter(({ path }) => path === place || path.startsWith(`${place}.`))
    .map(({ message, path }) => ({ path: path.slice(place.length + 1), message }))
