/**
 * The names of methods, for errors, spans and metrics.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { InvalidRequest } from "../ConnectyCubeError.ts"
import * as Issues from "../contract/Issues.ts"
import { begin, CurrentMethod } from "../internal/currentMethod.ts"
import { readable } from "../internal/readable.ts"

/**
 * Names the methods of a service, or of a part of one, by their paths: `chat.messages.list`. What a method fails with, its
 * spans and its metrics are named so, whichever endpoint it calls. Methods that are called by methods keep their own names.
 *
 * What cannot be read of the arguments, such as a getter that throws or a cycle, fits nowhere: the method gets another value in its place.
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
    ? (...args: ReadonlyArray<unknown>) => calling(name, Reflect.apply(member, undefined, readable(args)))
    : calling(name, member)

/** An effect or a stream as one call of a method, each time it is run. Anything else is what it is. */
const calling = (name: string, made: unknown): unknown => {
  // Every call has this step, so it is one: what `provideService` does with what was read from the context.
  if (Effect.isEffect(made))
    return Effect.updateContext(made, (context) => Context.add(context, CurrentMethod, begun(name, context)))
  if (!Stream.isStream(made)) return made
  return Stream.unwrap(
    Effect.contextWith((context) => Effect.succeed(Stream.provideService(made, CurrentMethod, begun(name, context))))
  )
}

const begun = (name: string, context: Context.Context<never>) => begin(name, Context.get(context, CurrentMethod))

/**
 * The endpoint of a contract that a method would call.
 *
 * @category models
 * @since 0.1.0
 */
export interface Endpoint {
  /** Names the operation where no method is being called. */
  readonly identifier: string
  /** The HTTP method. */
  readonly method: string
  /** The path, as a template. */
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
  Effect.withFiber((fiber) =>
    Effect.fail(
      new InvalidRequest({
        operation: fiber.getRef(CurrentMethod)?.name ?? identifier,
        method,
        path,
        issues: Issues.first(issues)
      })
    )
  )
