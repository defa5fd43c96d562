/** One assumption, and the requests that try it. */
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { AssumedId } from "../fidelity/facts.ts"
import type { Live, People } from "./Live.ts"
import type { Differs, NotTried } from "./Outcome.ts"

export interface Probe {
  /** The fact in `docs/fidelity/facts.ts`. */
  readonly id: AssumedId
  readonly run: Effect.Effect<void, Differs | NotTried, Live | People | Scope.Scope>
}

export const probe = (id: AssumedId, run: Probe["run"]): Probe => ({ id, run })
