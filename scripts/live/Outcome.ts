/** How a probe ends: its claim holds, or one of these errors. */
import type { AssumedId } from "../fidelity/facts.ts"
import * as Schema from "effect/Schema"

/** The service did something else than the claim says. */
export class Differs extends Schema.TaggedError<Differs>()("Differs", { seen: Schema.String }) {
  override get message(): string {
    return `Seen instead: ${this.seen}`
  }
}

/** The claim could not be tried. */
export class NotTried extends Schema.TaggedError<NotTried>()("NotTried", {
  why: Schema.String,
  /** Whether it was to be expected: a key or a setting of the dashboard is missing. */
  expected: Schema.Boolean,
  /** Whether a request was sent, and it is unknown if it was handled. */
  isOpen: Schema.optionalKey(Schema.Boolean)
}) {
  override get message(): string {
    return this.why
  }
}

export type Outcome =
  | { readonly _tag: "holds" }
  | { readonly _tag: "differs"; readonly seen: string }
  | { readonly _tag: "not tried"; readonly why: string; readonly expected: boolean }

/** The outcome of the probe of a fact. */
export interface Result {
  readonly id: AssumedId
  readonly outcome: Outcome
}
