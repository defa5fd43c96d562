/**
 * Runs a stream in the context of its owner.
 */
import * as Channel from "effect/Channel"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/**
 * Runs a stream in this context and no other: what is set around the place where it is run, such as how we talk to a store,
 * does not reach what it does itself.
 */
export const inContext = <A, E, R>(
  stream: Stream.Stream<A, E, R>,
  context: Context.Context<R>
): Stream.Stream<A, E> => {
  const replaced: (own: Context.Context<never>) => Context.Context<R> = () => context
  return Stream.fromChannel(
    Channel.fromTransform((_: unknown, scope) =>
      Channel.toPullScoped(Stream.toChannel(stream), scope).pipe(
        Effect.map((pull) => Effect.updateContext(pull, replaced)),
        Effect.updateContext(replaced)
      )
    )
  )
}
