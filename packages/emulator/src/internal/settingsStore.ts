/**
 * The settings, and how they are changed while the emulator runs.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Checked from "./checked.ts"
import { defaults, type Settings } from "../Settings.ts"
import { AllowOutbound } from "./outbound.ts"

export class SettingsStore extends Context.Service<
  SettingsStore,
  {
    readonly settings: Effect.Effect<Settings>
    readonly change: (changes: Partial<Settings>) => Effect.Effect<Settings>
    readonly reset: Effect.Effect<void>
  }
>()("@effect-connectycube/emulator/internal/SettingsStore") {
  static readonly layer = (options: Partial<Settings>) =>
    Layer.effect(
      SettingsStore,
      Effect.map(
        Effect.flatMap(AllowOutbound, (allowOutbound) => Checked.settings("settings", options, allowOutbound)),
        (checked) => {
          const initial: Settings = { ...defaults, ...checked }
          let settings = initial
          return SettingsStore.of({
            settings: Effect.sync(() => settings),
            change: (changes) => Effect.sync(() => (settings = { ...settings, ...changes })),
            reset: Effect.sync(() => {
              settings = initial
            })
          })
        }
      )
    )
}
