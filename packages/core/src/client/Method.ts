/**
 * The method of a service that is being called: its name for errors, spans and metrics, and the response that it has got.
 *
 * What a service finds wrong with a response after it was decoded, or before a request is made, becomes an error here, so that
 * operation, attempts and status are those of the call that was made.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import * as Stream from "effect/Stream"
import type { Operation, RawResponse } from "./Attempt.ts"
import { DecodeError, InvalidRequest, NotFound } from "../ConnectyCubeError.ts"
import { ItemDecodeError } from "../ItemDecodeError.ts"

/**
 * A response that was a success, as errors tell of it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Response {
  /** The method that was called: `users.byId`. */
  readonly operation: string
  /** The HTTP method. */
  readonly method: string
  /** The path of the endpoint, with the names of its parameters: `/users/v2`. */
  readonly path: string
  /** How many requests were made for it. */
  readonly attempts: number
  /** The HTTP status. */
  readonly status: number
  /** The body as it came, cut to 64 KiB, secrets masked. */
  readonly body: string
}

interface Received {
  readonly operation: Operation
  readonly answer: RawResponse
}

interface Method {
  /** The path of the method, from the name of its service on; `undefined` where a call is made by none. */
  readonly name: string | undefined
  /** The one that called it. It has got what this one gets. */
  readonly parent: Method | undefined
  /** The last response so far. */
  received: Received | undefined
}

const CurrentMethod = Context.Reference<Method | undefined>("@effect-connectycube/core/client/Method", {
  defaultValue: () => undefined
})

const begin = (name: string | undefined, parent: Method | undefined): Method => ({ name, parent, received: undefined })

/**
 * Names the methods of a service, or of a part of one, by their paths: `chat.messages.list`. What a method fails with, its
 * spans and its metrics are named so, whichever endpoint it calls. Methods that are called by methods keep their own names.
 *
 * @category naming
 * @since 0.1.0
 */
export const named = <S extends object>(path: string, service: S): S =>
  // The compiler cannot follow a record that is made key by key. Each member keeps the type that it has.
  Object.fromEntries(
    Object.entries(service).map(([key, member]: [string, unknown]) => [key, memberOf(`${path}.${key}`, member)])
  ) as unknown as S

const memberOf = (name: string, member: unknown): unknown =>
  typeof member === "function"
    ? (...args: ReadonlyArray<unknown>) => calling(name, Reflect.apply(member, undefined, args))
    : calling(name, member)

/** An effect or a stream as one call of a method, each time it is run. Anything else is what it is. */
const calling = (name: string, made: unknown): unknown => {
  if (Effect.isEffect(made)) {
    return Effect.withFiber((fiber) =>
      Effect.provideService(made, CurrentMethod, begin(name, fiber.getRef(CurrentMethod)))
    )
  }
  if (!Stream.isStream(made)) return made
  return Stream.unwrap(
    Effect.withFiber((fiber) =>
      Effect.succeed(Stream.provideService(made, CurrentMethod, begin(name, fiber.getRef(CurrentMethod))))
    )
  )
}

/**
 * A request of an endpoint, under the name of the method that makes it, and without one under its own. `received` is to be told
 * of the response.
 *
 * @category calling
 * @since 0.1.0
 */
export const request = <A, E, R>(
  own: string,
  make: (name: string, received: (operation: Operation, answer: RawResponse) => void) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.withFiber((fiber) => {
    const method = fiber.getRef(CurrentMethod)
    return make(method?.name ?? own, (operation, answer) => {
      if (method === undefined) return
      const received = { operation, answer }
      for (let each: Method | undefined = method; each !== undefined; each = each.parent) each.received = received
    })
  })

const responseOf = ({ answer, operation: { method, name, path } }: Received): Response => ({
  operation: name,
  method,
  path,
  attempts: answer.attempts,
  status: answer.response.status,
  body: answer.mask(answer.body)
})

/**
 * What an effect succeeds with, and the last response that was got for it. Where no request was made, the response says so: its
 * `attempts` are 0.
 *
 * @category calling
 * @since 0.1.0
 */
export const withResponse = <A, E, R>(
  effect: Effect.Effect<A, E, R>
): Effect.Effect<{ readonly value: A; readonly response: Response }, E, R> =>
  Effect.withFiber((fiber) => {
    const parent = fiber.getRef(CurrentMethod)
    const method = begin(parent?.name, parent)
    return Effect.map(Effect.provideService(effect, CurrentMethod, method), (value) => ({
      value,
      response: method.received === undefined ? nothing : responseOf(method.received)
    }))
  })

/** Where no request was made there is nothing to tell of one. */
const nothing: Response = { operation: "", method: "", path: "", attempts: 0, status: 0, body: "" }

const failing = <E>(make: (response: Response, mask: (text: string) => string) => E): Effect.Effect<never, E> =>
  Effect.withFiber((fiber) => {
    const method = fiber.getRef(CurrentMethod)
    return Effect.fail(
      method?.received === undefined
        ? make({ ...nothing, operation: method?.name ?? "" }, identity)
        : make(responseOf(method.received), method.received.answer.mask)
    )
  })

/**
 * Fails with the `DecodeError` of the last response of the method: it was read, and is not what it has to be. `told` is what
 * is told of the body, which is all of it when left out.
 *
 * @category errors
 * @since 0.1.0
 */
export const decodeError = (issues: DecodeError["issues"], told?: string): Effect.Effect<never, DecodeError> =>
  failing(
    (response, mask) => new DecodeError({ ...response, ...(told === undefined ? {} : { body: mask(told) }), issues })
  )

/**
 * Fails with the `NotFound` of the last response of the method: a list in which there is nothing of what was asked for.
 *
 * @category errors
 * @since 0.1.0
 */
export const notFound = (message: string): Effect.Effect<never, NotFound> =>
  failing((response) => new NotFound({ ...response, errors: { base: [message] }, source: "empty list" }))

/**
 * Fails with the `ItemDecodeError` of the method: an item of a list was read, and is not what it has to be.
 *
 * @category errors
 * @since 0.1.0
 */
export const itemDecodeError = (
  item: unknown,
  issues: ItemDecodeError["issues"]
): Effect.Effect<never, ItemDecodeError> =>
  Effect.withFiber((fiber) =>
    Effect.fail(new ItemDecodeError({ operation: fiber.getRef(CurrentMethod)?.name ?? "", item, issues }))
  )

/**
 * The endpoint of a contract that a method would call.
 *
 * @category models
 * @since 0.1.0
 */
export interface Endpoint {
  /** Names the operation where no method is being called. */
  readonly identifier: string
  readonly method: string
  readonly path: string
}

/**
 * Fails with the `InvalidRequest` of the method, before it makes a request of the endpoint.
 *
 * @category errors
 * @since 0.1.0
 */
export const invalidRequest = (
  { identifier, method, path }: Endpoint,
  issues: InvalidRequest["issues"]
): Effect.Effect<never, InvalidRequest> =>
  Effect.withFiber((fiber) => {
    const operation = fiber.getRef(CurrentMethod)?.name ?? identifier
    return Effect.fail(new InvalidRequest({ operation, method, path, issues }))
  })
