// The state that belongs to options, such as the bucket of a budget: one for options that are equal.
import * as MutableHashMap from "effect/MutableHashMap"
import * as Option from "effect/Option"

/** A program has few options. Where it makes new ones without end, the oldest state is forgotten. */
const most = 64

export class OptionStates<Options extends object, State> {
  readonly #make: (options: Options) => State
  /** Options are often the same object. */
  readonly #known = new WeakMap<Options, State>()
  /** Options that are made anew for each call are equal, and mean the same state. */
  readonly #equal = MutableHashMap.empty<Options, State>()

  constructor(make: (options: Options) => State) {
    this.#make = make
  }

  of(options: Options): State {
    const known = this.#known.get(options)
    return known === undefined ? this.#find(options) : known
  }

  #find(options: Options): State {
    const equal = Option.getOrUndefined(MutableHashMap.get(this.#equal, options))
    const state = equal ?? this.#make(options)
    if (equal === undefined) {
      for (const [oldest] of this.#equal) {
        if (MutableHashMap.size(this.#equal) < most) break
        MutableHashMap.remove(this.#equal, oldest)
      }
      MutableHashMap.set(this.#equal, options, state)
    }
    this.#known.set(options, state)
    return state
  }
}
