/** The shape of the fidelity data: pages of facts, each with its ground. */
import type { Settings } from "@effect-connectycube/emulator/Settings"

/** In the order in which pages and counts have them. */
export const kinds = ["documented", "seen", "assumed", "ours"] as const

export type Kind = (typeof kinds)[number]

/** A fact with a row of its own. */
export interface Statement {
  readonly id: string
  readonly what: string
  readonly kinds: readonly [Kind, ...ReadonlyArray<Kind>]
  /** The words about its grounds, where there is more to say than their kinds. */
  readonly ground?: string
  /** The setting of the emulator that selects the alternative. */
  readonly setting?: keyof Settings
}

/** What is known of one method of the client, or of several that are alike. */
export interface Endpoint {
  readonly methods: readonly [string, ...ReadonlyArray<string>]
  readonly route?: string
  readonly documented?: ReadonlyArray<string>
  readonly seen?: ReadonlyArray<string>
  /** By id. */
  readonly assumed?: { readonly [id: string]: string }
  /** What the client or the emulator decides, whatever the service does. */
  readonly ours?: ReadonlyArray<string>
}

export interface Section {
  readonly title: string
  readonly intro?: string
  readonly facts: ReadonlyArray<Statement>
}

/** A module of the API. */
export interface Page {
  /** The name of its file. */
  readonly name: string
  readonly title: string
  readonly endpoints: ReadonlyArray<Endpoint>
  readonly statements: ReadonlyArray<Section>
  /** Where the sources disagree or are silent. Each has a test in `packages/emulator/test/grounds.test.ts`. */
  readonly disputed: ReadonlyArray<Statement>
}
