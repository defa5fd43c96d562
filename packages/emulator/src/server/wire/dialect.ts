/**
 * What the endpoints of a module accept beside the spelling of their contracts.
 */
import { identity } from "effect/Function"
import * as Predicate from "effect/Predicate"

export type Payload = { readonly [name: string]: unknown }

/** By the paths of the endpoints, as their contracts have them. */
export interface Dialect {
  /** Brings a payload into the spelling of the contract. Members that are `undefined` are not in JSON, nor in its result. */
  readonly payloads?: { readonly [path: string]: (payload: Payload) => Payload }
  /** Brings the name of a parameter of the query into the spelling of the contract. */
  readonly names?: { readonly [path: string]: (name: string) => string }
}

/** For the payload of one endpoint. Only an object can be spelled in another way. */
export const payloadIn = ({ payloads = {} }: Dialect, path: string): ((payload: unknown) => unknown) => {
  const respell = Object.hasOwn(payloads, path) ? payloads[path] : undefined
  return respell === undefined ? identity : (payload) => (isPayload(payload) ? respell(payload) : payload)
}

/** For the names of the parameters of one endpoint. */
export const nameIn = ({ names = {} }: Dialect, path: string): ((name: string) => string) =>
  (Object.hasOwn(names, path) ? names[path] : undefined) ?? identity

const isPayload = (value: unknown): value is Payload => Predicate.isObject(value) && !Array.isArray(value)

/**
 * A payload without the members that are `null`, of those with these names, or of all. Apps write what they have nothing for as
 * `null`; in something new that is as if it were left out.
 */
export const withoutNulls =
  (names?: ReadonlyArray<string>) =>
  (payload: Payload): Payload =>
    Object.fromEntries(
      Object.entries(payload).filter(
        ([name, value]) => value !== null || (names !== undefined && !names.includes(name))
      )
    )
