/**
 * The mails about meetings.
 *
 * @see https://developers.connectycube.com/server/meetings#meeting-notification-updating
 */
import type { Meeting } from "@effect-connectycube/video-calling/Meeting"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { MeetingMail } from "../../OutboxEntry.ts"
import { Outbox } from "../../server/state/outbox.ts"
import { SettingsStore } from "../../server/state/settingsStore.ts"
import { UsersStore } from "../users/store.ts"
import { added, type Attendees } from "./attendees.ts"

/** The reason of a mail about a meeting, and its recipients. */
export interface Occasion {
  readonly reason: MeetingMail["reason"]
  readonly attendees: Attendees
  readonly host: boolean
}

/** The mail about a meeting that was created or changed. There is none for a meeting with `notify` off. */
export const occasionOf = (before: Meeting | undefined, after: Meeting): Occasion | undefined => {
  const toAll = (reason: MeetingMail["reason"]): Occasion => ({ reason, attendees: after.attendees, host: true })
  if (after.notify !== true) return undefined
  if (before === undefined) return toAll("created")
  if (before.notify !== true) return toAll("notify")
  if (!DateTime.Equivalence(before.start_date, after.start_date)) return toAll("start_date")
  return { reason: "attendees", attendees: added(before.attendees, after.attendees), host: false }
}

const subjects: { readonly [Reason in MeetingMail["reason"]]: (name: string) => string } = {
  created: (name) => `Meeting: ${name}`,
  notify: (name) => `Meeting: ${name}`,
  start_date: (name) => `Meeting at another time: ${name}`,
  attendees: (name) => `Meeting: ${name}`,
  notify_before: (name) => `Meeting soon: ${name}`
}

const make = Effect.gen(function* () {
  const users = yield* UsersStore
  const outbox = yield* Outbox
  const { settings } = yield* SettingsStore

  /** Users are written to at the address that stands in the meeting, or else at their own. */
  const addressesOf = Effect.fnUntraced(function* (attendees: Attendees) {
    const addresses = new Map<string, { readonly to: string; readonly user_id: number | null }>()
    for (const { id, email } of attendees) {
      const to = email ?? (id === undefined ? undefined : (yield* users.findBy("id", id))?.email)
      if (to === undefined || to === null || addresses.has(to.toLowerCase())) continue
      addresses.set(to.toLowerCase(), { to, user_id: id ?? null })
    }
    return [...addresses.values()]
  })

  return {
    send: Effect.fnUntraced(function* (meeting: Meeting, { reason, attendees, host }: Occasion, at: number) {
      const { meeting_url_template } = yield* settings
      for (const { to, user_id } of yield* addressesOf(host ? [{ id: meeting.host_id }, ...attendees] : attendees)) {
        yield* outbox.send({
          kind: "meeting-mail",
          sent_at: DateTime.makeUnsafe(at),
          to,
          subject: subjects[reason](meeting.name ?? ""),
          meeting_id: meeting._id,
          reason,
          user_id,
          link: meeting_url_template.replaceAll("%s", meeting._id)
        })
      }
    })
  }
})

export class MeetingMails extends Context.Service<
  MeetingMails,
  {
    /** Sends one mail to each address. `at` is in milliseconds since 1970. */
    readonly send: (meeting: Meeting, occasion: Occasion, at: number) => Effect.Effect<void>
  }
>()("@effect-connectycube/emulator/modules/video-calling/MeetingMails") {
  static readonly layer = Layer.effect(MeetingMails, make)
}
