// Entries of a seed, before anything is overridden.
import type { Seed } from "@effect-connectycube/emulator/Seed"
import * as DateTime from "effect/DateTime"
import { firstUserId, type Maker, type Next } from "./maker.ts"
import * as Words from "./words.ts"

/** An entry of a list of the seed. */
export type Entry<Name extends keyof Seed> = NonNullable<Seed[Name]> extends ReadonlyArray<infer Item> ? Item : never

export const user = (next: Next): Entry<"users"> => {
  const { first, last } = next.person()
  const login = `${first}.${last}${next.number}`.toLowerCase()
  return {
    id: firstUserId + next.number - 1,
    login,
    email: `${login}@example.com`,
    password: "correct horse",
    full_name: `${first} ${last}`,
    phone: `+1555${String(next.int(10_000_000)).padStart(7, "0")}`,
    tag_list: [next.pick(Words.tags)]
  }
}

export const dialog = (next: Next) => ({
  key: `dialog-${next.number}`,
  type: "group" as const,
  name: next.pick(Words.topics)
})

export const message = (next: Next) => ({
  message: next.pick(Words.sentences),
  date_sent: DateTime.formatIso(next.time)
})

export const record = (next: Next) => ({ _id: next.objectId() })

export const contact = (next: Next) => {
  const { first, last } = next.person()
  return { phone: `1555${String(next.int(10_000_000)).padStart(7, "0")}`, name: `${first} ${last}` }
}

export const subscription = (next: Next) => ({
  subscription: {
    notification_channel: "gcm" as const,
    push_token: { environment: "development" as const, client_identification_sequence: next.hex(40) },
    device: { platform: "android" as const, udid: next.hex(32) }
  }
})

export const meeting = (next: Next) => {
  const start = DateTime.add(next.time, { days: 1 })
  const seconds = (time: DateTime.Utc) => Math.floor(time.epochMilliseconds / 1000)
  return {
    name: next.pick(Words.topics),
    start_date: seconds(start),
    end_date: seconds(DateTime.add(start, { hours: 1 })),
    attendees: []
  }
}

export const whiteboard = (next: Next) => ({ name: next.pick(Words.topics) })

export interface Sizes {
  readonly users?: number | undefined
  readonly dialogs?: number | undefined
  readonly messages?: number | undefined
}

/** Group dialogs of three users each, with messages of their members. */
export const seed = (maker: Maker, { dialogs = 0, messages = 0, users = 3 }: Sizes): Seed => {
  const people = Array.from({ length: users }, () => user(maker.next("seed user")))
  const idAt = (index: number): number => people[index % people.length]?.id ?? firstUserId
  const rooms = Array.from({ length: dialogs }, (_, index) => ({
    ...dialog(maker.next("seed dialog")),
    user_id: idAt(index),
    occupants_ids: [idAt(index + 1), idAt(index + 2)]
  }))
  return {
    users: people,
    dialogs: rooms,
    messages: Array.from({ length: rooms.length === 0 ? 0 : messages }, (_, index) => ({
      ...message(maker.next("seed message")),
      chat_dialog_id: rooms[index % rooms.length]?.key ?? "",
      sender_id: idAt((index % rooms.length) + (Math.floor(index / rooms.length) % 3))
    }))
  }
}
