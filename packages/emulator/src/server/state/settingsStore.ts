/**
 * The settings, and how they are changed while the emulator runs.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { InvalidControl } from "../../InvalidControl.ts"
import { defaults, type Settings, SettingsChanges } from "../../Settings.ts"
import { checking } from "../wire/checked.ts"
import { AllowOutbound, errorsOf } from "./outbound.ts"
import * as State from "./state.ts"

const checkChanges = checking(Schema.toType(SettingsChanges))

/** `control` is what was given them. */
export const check = (
  control: "changeSettings" | "settings",
  changes: Partial<Settings>,
  allowOutbound: boolean
): Effect.Effect<Partial<Settings>, InvalidControl> =>
  Effect.flatMap(checkChanges(control, changes), (settings) => {
    const errors = errorsOf(settings, allowOutbound)
    return Object.keys(errors).length === 0
      ? Effect.succeed(settings)
      : Effect.fail(new InvalidControl({ control, errors }))
  })

export class SettingsStore extends Context.Service<
  SettingsStore,
  {
    readonly settings: Effect.Effect<Settings>
    readonly change: (changes: Partial<Settings>) => Effect.Effect<Settings>
    readonly reset: Effect.Effect<void>
    readonly save: State.Save
  }
>()("@effect-connectycube/emulator/server/state/SettingsStore") {
  static readonly layer = (options: Partial<Settings>) =>
    Layer.effect(
      SettingsStore,
      Effect.map(
        Effect.flatMap(AllowOutbound, (allowOutbound) => check("settings", options, allowOutbound)),
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
