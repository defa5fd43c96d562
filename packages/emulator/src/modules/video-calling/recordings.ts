/**
 * The recordings of meetings. There are no files behind them.
 */
import { MeetingId, RecordingId } from "@effect-connectycube/core/Ids"
import type { Recording } from "@effect-connectycube/video-calling/Recording"
import { createHmac } from "node:crypto"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import { usersOf } from "../chat/dialogViews.ts"

/** A recording as its table has it. The list is JSON. */
export interface Row {
  readonly id: string
  readonly meeting_id: string
  readonly participants_ids: string
  readonly file_uid: string
  readonly duration: number
  readonly size: number
  readonly created_at: number
  readonly updated_at: number
}

/** How long a user can download a recording: an hour. */
export const forUsers = 3_600_000

/** How long an administrator and a webhook can: a week. */
export const forOthers = 7 * 24 * forUsers

/** The recording, with a URL until then. */
export const toRecording = (row: Row, secret: string, until: number): Recording => {
  const participants_ids = usersOf(row.participants_ids)
  return {
    _id: RecordingId.make(row.id),
    room_id: MeetingId.make(row.meeting_id),
    participants_count: participants_ids.length,
    participants_ids,
    file_uid: row.file_uid,
    duration: row.duration,
    size: row.size,
    created_at: DateTime.makeUnsafe(row.created_at),
    updated_at: DateTime.makeUnsafe(row.updated_at),
    download_url: Redacted.make(downloadUrl(row.file_uid, secret, until))
  }
}

/** Signed, as the URLs of a store are. No server is there. */
const downloadUrl = (file_uid: string, secret: string, until: number): string => {
  const expires = Math.floor(until / 1000)
  const signature = createHmac("sha1", secret).update(`${file_uid}\n${expires}`).digest("base64")
  const query = new URLSearchParams({ Expires: String(expires), Signature: signature })
  return `https://recordings.connectycube.example/videos/${file_uid}?${query}`
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

/** The key of a recording in the store: 24 characters. */
export const fileUid: Effect.Effect<string> = Effect.map(
  Effect.forEach(Array.from({ length: 24 }), () => Random.nextIntBetween(0, alphabet.length - 1)),
  (places) => places.map((place) => alphabet.charAt(place)).join("")
)
