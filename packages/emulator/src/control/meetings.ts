/**
 * What the control side does with meetings.
 */
import type { Recording } from "@effect-connectycube/video-calling/Recording"
import * as Effect from "effect/Effect"
import type { InvalidControl } from "../InvalidControl.ts"
import { type NewRecording, NoSuchMeeting, type WebhookDelivery } from "../MeetingControl.ts"
import * as Checked from "./checked.ts"
import { SettingsStore } from "../server/state/settingsStore.ts"
import { UsersStore } from "../modules/users/store.ts"
import { toUser } from "../modules/users/views.ts"
import { MeetingsStore } from "../modules/video-calling/store.ts"
import { inSeconds } from "../modules/video-calling/views.ts"
import { Webhooks } from "../modules/video-calling/webhooks.ts"

/**
 * What a test sets up and reads of meetings.
 *
 * @category services
 */
export interface MeetingControls {
  /**
   * Adds a recording to a meeting, and tells the webhook in the settings of all that the meeting has.
   *
   * @example
   * ```ts
   * yield* emulator.addRecording({ meeting_id: meeting._id, duration: 90 })
   * const recordings = yield* videoCalling.meetings.listRecordings(meeting._id)
   * recordings.map(({ duration }) => duration) // => [60, 90]
   * ```
   */
  readonly addRecording: (recording: NewRecording) => Effect.Effect<Recording, InvalidControl | NoSuchMeeting>
  /**
   * What webhooks were told, and whether they took it, oldest first.
   *
   * @example
   * ```ts
   * const webhooks = yield* emulator.webhooks
   * webhooks.filter(({ state }) => state === "failed").length // => 0
   * ```
   */
  readonly webhooks: Effect.Effect<ReadonlyArray<WebhookDelivery>>
}

/** Makes the controls, and what the other controls have to do with meetings. */
export const make = Effect.gen(function* () {
  const meetings = yield* MeetingsStore
  const users = yield* UsersStore
  const webhooks = yield* Webhooks
  const { settings } = yield* SettingsStore

  const tell = Effect.fnUntraced(function* (url: string, meeting_id: string) {
    const meeting = yield* meetings.find(meeting_id)
    const callRecords = yield* meetings.recordings(meeting_id)
    const hostUser = toUser(yield* users.get(meeting.host_id))
    yield* webhooks.send(url, { meeting: inSeconds(meeting), hostUser, callRecords })
  })

  const controls: MeetingControls = {
    addRecording: (given) =>
      Effect.flatMap(Checked.recording(given), (recording) =>
        Effect.gen(function* () {
          const added = yield* meetings.addRecording(recording)
          const { recording_webhook } = yield* settings
          if (recording_webhook !== null) yield* tell(recording_webhook, recording.meeting_id)
          return added
        }).pipe(Effect.mapError(() => new NoSuchMeeting({ meeting_id: recording.meeting_id })))
      ),

    webhooks: webhooks.deliveries
  }

  return { controls, remind: meetings.remind, retry: webhooks.runDue, forget: webhooks.clear, save: webhooks.save }
})
