/**
 * The attendees of a meeting.
 */
import type { Meeting } from "@effect-connectycube/video-calling/Meeting"

export type Attendees = Meeting["attendees"]

type Attendee = Attendees[number]

/** The attendees who are given as users, each once. */
export const usersOf = (attendees: Attendees): ReadonlyArray<number> => [
  ...new Set(attendees.flatMap(({ id }) => (id === undefined ? [] : [id])))
]

/** Those who were not there before, neither by their id nor by their address. */
export const added = (before: Attendees, after: Attendees): Attendees =>
  after.filter((attendee) => !before.some((known) => isSame(known, attendee)))

const isSame = (one: Attendee, other: Attendee): boolean =>
  (one.id !== undefined && one.id === other.id) ||
  (one.email !== undefined && one.email.toLowerCase() === other.email?.toLowerCase())
