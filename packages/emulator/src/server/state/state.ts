/**
 * State in memory that the control side can clear, and put back as it was.
 */
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"

/** Keeps a state as it is now. The effect that it returns puts it back, as often as it is run. */
export type Save = Effect.Effect<Effect.Effect<void>>

export interface State<A> {
  current: A
  /** Sets it to what it was at the start. */
  readonly clear: Effect.Effect<void>
  readonly save: Save
}

/** A state that is changed in place needs a `copy`. */
export const make = <A>(initial: A, copy: (state: A) => A = identity): State<A> => {
  const putBack = (saved: A) =>
    Effect.sync(() => {
      state.current = copy(saved)
    })
  const state: State<A> = {
    current: copy(initial),
    clear: putBack(initial),
    save: Effect.sync(() => putBack(copy(state.current)))
  }
  return state
}

/** Several as one. */
export const saveAll = (saves: ReadonlyArray<Save>): Save =>
  Effect.map(Effect.all(saves), (restores) => Effect.all(restores, { discard: true }))
