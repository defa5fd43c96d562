/**
 * Layers that are memoized by what they are built from.
 *
 * Effect memoizes a layer by its identity, also where it is provided again further inside a program. A constant layer that is
 * built from its context would so be built from the first context only, and serve the second application with the service
 * of the first one. A layer made here is built once for each set of inputs.
 *
 * @since 0.1.0
 */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"

/**
 * A layer that is built once for each set of inputs, told apart by identity: with the same inputs it is shared wherever
 * Effect would share it, and with others it is built anew.
 *
 * `inputs` has to name everything that the layer reads from its context when it is built, references included.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <R, A, E, R2>(
  inputs: Effect.Effect<ReadonlyArray<object>, never, R>,
  layer: () => Layer.Layer<A, E, R2>
): Layer.Layer<A, E, R | R2> => {
  const layers = new Variants(() => Layer.suspend(layer))
  return Layer.fromBuild((memoMap, scope) =>
    Effect.flatMap(inputs, (services) => Layer.buildWithMemoMap(layers.of(services), memoMap, scope))
  )
}

/**
 * As `Layer.effect`, built once for each set of inputs. See {@link make}.
 *
 * @category constructors
 * @since 0.1.0
 */
export const effect = <R, I, S, E, R2>(
  service: Context.Key<I, S>,
  inputs: Effect.Effect<ReadonlyArray<object>, never, R>,
  effect: Effect.Effect<S, E, R2>
): Layer.Layer<I, E, R | Exclude<R2, Scope.Scope>> => make(inputs, () => Layer.effect(service, effect))

/** A tree of weak maps: a branch goes with the service that it is for. */
class Variants<A extends object> {
  readonly create: () => A
  readonly branches = new WeakMap<object, Variants<A>>()
  value: A | undefined

  constructor(create: () => A) {
    this.create = create
  }

  of([first, ...rest]: ReadonlyArray<object>): A {
    if (first === undefined) return (this.value ??= this.create())
    let branch = this.branches.get(first)
    if (branch === undefined) {
      branch = new Variants(this.create)
      this.branches.set(first, branch)
    }
    return branch.of(rest)
  }
}
