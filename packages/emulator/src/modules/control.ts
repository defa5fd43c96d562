/**
 * The control side of the emulator.
 */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { ControlApi, type SettingsChanges } from "../ControlApi.ts"
import { Control } from "../internal/control.ts"
import { AllowOutbound, errorsOf } from "../internal/outbound.ts"
import * as Refuse from "../internal/refuse.ts"
import { withoutSecrets } from "../internal/shownSettings.ts"
import type { NewRecording } from "../MeetingControl.ts"

export const layer = HttpApiBuilder.group(
  ControlApi,
  "control",
  Effect.fnUntraced(function* (handlers) {
    const control = yield* Control
    const now = Effect.map(control.now, (now) => ({ now }))
    const addRecording = (recording: NewRecording) =>
      Effect.catchTag(control.addRecording(recording), "NoSuchMeeting", () => Refuse.notFound)
    const allowOutbound = yield* AllowOutbound
    const changeSettings = (changes: typeof SettingsChanges.Type) => {
      const errors = errorsOf(changes, allowOutbound)
      return Object.keys(errors).length > 0
        ? Refuse.unprocessable(errors)
        : Effect.map(control.changeSettings(changes), withoutSecrets)
    }
    return handlers.handleAll({
      reset: () => control.reset,
      requests: () => control.requests,
      outbox: () => control.outbox,
      clearOutbox: () => control.clearOutbox,
      files: () => control.files,
      clock: () => now,
      advance: ({ payload }) => Effect.andThen(control.advance(payload.advance), now),
      addRecording: ({ payload }) => addRecording(payload),
      webhooks: () => control.webhooks,
      faults: () => control.faults,
      addFault: ({ payload }) => control.addFault(payload),
      clearFaults: () => control.clearFaults,
      settings: () => Effect.map(control.settings, withoutSecrets),
      changeSettings: ({ payload }) => changeSettings(payload)
    })
  })
)
