/**
 * The settings, and how they are changed while the emulator runs.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Checked from "../../control/checked.ts"
import { defaults, type Settings } from "../../Settings.ts"
import { AllowOutbound } from "./outbound.ts"
import * as State from "./state.ts"

export class SettingsStore extends Context.Service<
  SettingsStore,
  {
    readonly settings: Effect.Effect<Settings>
    readonly change: (changes: Partial<Settings>) => Effect.Effect<Settings>
    readonly reset: Effect.Effect<void>
    readonly save: State.Save
  }
>()("@effect-connectycube/emulator/internal/SettingsStore") {
  static readonly layer = (options: Partial<Settings>) =>
    Layer.effect(
      SettingsStore,
      Effect.map(
        Effect.flatMap(AllowOutbound, (allowOutbound) => Checked.settings("settings", options, allowOutbound)),
        (checked) => {
          const state = State.make<Settings>({ ...defaults, ...checked })
          return SettingsStore.of({
            settings: Effect.sync(() => state.current),
            change: (changes) => Effect.sync(() => (state.current = { ...state.current, ...changes })),
            reset: state.clear,
            save: state.save
          })
        }
      )
    )
}
