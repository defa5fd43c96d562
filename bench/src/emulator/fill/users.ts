import * as Known from "./known.ts"
import type { Random } from "./random.ts"
import type { Writer } from "./table.ts"

const firstNames = [
  "Ada",
  "Alan",
  "Barbara",
  "Dennis",
  "Edsger",
  "Grace",
  "John",
  "Katherine",
  "Ken",
  "Margaret"
] as const
const lastNames = ["Dijkstra", "Hamilton", "Hopper", "Johnson", "Liskov", "Lovelace", "Ritchie", "Thompson"] as const

/** As many tags as a user may have one of. */
const tags = 50

export const fillUsers = ({ write }: Writer, { below, next, pick }: Random, users: number): void => {
  for (let index = 0; index < users; index++) {
    const id = Known.userId(index)
    const time = Known.start + index * 1000
    const tag = next() < 0.3 ? `tag${below(tags)}` : null
    const isExternal = next() < 0.1
    write("users", {
      id,
      object_id: Known.objectId("user", index),
      login: Known.login(index),
      email: `${Known.login(index)}@example.com`,
      full_name: `${pick(firstNames)} ${pick(lastNames)} ${below(1000)}`,
      phone: `+4930${String(index).padStart(8, "0")}`,
      external_id: `external-${index}`,
      external_user_id: isExternal ? index : null,
      facebook_id: isExternal ? `facebook-${index}` : null,
      twitter_id: isExternal ? `twitter-${index}` : null,
      timezone: below(24) - 12,
      user_tags: tag,
      password: Known.passwordHash,
      created_at: time,
      updated_at: time + below(86_400) * 1000,
      last_request_at: next() < 0.8 ? time + below(10_000_000) * 1000 : null
    })
    if (tag !== null) write("user_tags", { tag, user_id: id })
  }
}
