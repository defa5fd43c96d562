/**
 * The contacts that the server rejected.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"

/**
 * The indexes, from 0, that the keys of `rejected` stand for, when so many contacts were sent.
 *
 * Whether the server counts them from 0 or from 1 is not documented. We take it to be 0, unless there is a key that only
 * counting from 1 can make: the number of contacts. Keys that fit neither are none of ours.
 */
export const indexesOf = (keys: ReadonlyArray<string>, sent: number): Option.Option<ReadonlyArray<number>> => {
  const places = keys.map((key) => (/^(?:0|[1-9]\d*)$/.test(key) ? Number(key) : -1))
  const first = places.includes(sent) ? 1 : 0
  const indexes = places.map((place) => place - first)
  return indexes.every((index) => index >= 0 && index < sent) ? Option.some(indexes) : Option.none()
}
