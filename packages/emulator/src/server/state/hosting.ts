/**
 * What an application knows of the emulator that hosts it: which others there are.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { InvalidControl } from "../../InvalidControl.ts"
import type { Settings } from "../../Settings.ts"

/** An application, as the others see it. */
export interface Member {
  readonly settings: Effect.Effect<Settings>
  /** Those that a reset sets back to. */
  readonly initial: Settings
}

export interface Hosting {
  /** What the application's tokens and the uids of its files end with. Empty for the only application of an emulator. */
  readonly mark: string
  /** All applications, the first one first. Empty for the only application of an emulator. */
  readonly members: ReadonlyArray<Member>
}

/** Of an application that is the only one. */
export const alone: Hosting = { mark: "", members: [] }

/** The applications of the emulator. Without it, an application is the only one. */
export const Hosting = Context.Reference<Hosting>("@effect-connectycube/emulator/server/state/Hosting", {
  defaultValue: () => alone
})

/** The settings by which a request is told to be for an application: each is that of one only. */
export const identifying = ["application_id", "auth_key", "admin_api_key"] as const

/** The settings that are those of another application too. */
export const taken = (
  settings: Partial<Settings>,
  others: ReadonlyArray<Partial<Settings>>
): { readonly [setting: string]: ReadonlyArray<string> } =>
  Object.fromEntries(
    identifying
      .filter((name) => settings[name] !== undefined && others.some((other) => other[name] === settings[name]))
      .map((name) => [name, ["Expected another one: it is that of another application of this emulator"]])
  )

/** Rejects changes that would make an application one with another: with what that is, and what it is after a reset. */
export const check = Effect.fnUntraced(function* ({ members }: Hosting, own: Settings, changes: Partial<Settings>) {
  if (members.length === 0) return
  const all = yield* Effect.forEach(members, ({ initial, settings }) =>
    Effect.map(settings, (settings) => ({ initial, settings }))
  )
  const others = all.filter(({ settings }) => settings !== own)
  const errors = taken(
    changes,
    others.flatMap(({ initial, settings }) => [initial, settings])
  )
  if (Object.keys(errors).length > 0) return yield* new InvalidControl({ control: "changeSettings", errors })
})

/** The ids of all applications, the first one first. */
export const ids = ({ members }: Hosting, own: Effect.Effect<Settings>): Effect.Effect<ReadonlyArray<number>> =>
  Effect.forEach(members.length === 0 ? [own] : members.map(({ settings }) => settings), (settings) =>
    Effect.map(settings, ({ application_id }) => application_id)
  )
