import * as Known from "./known.ts"
import type { Random } from "./random.ts"
import type { Writer } from "./table.ts"

export interface OtherSizes {
  readonly users: number
  readonly records: number
  readonly files: number
  readonly subscriptions: number
  readonly contacts: number
  readonly meetings: number
}

const permissions = JSON.stringify({
  read: { access: "open" },
  update: { access: "owner" },
  delete: { access: "owner" }
})

/** A tenth of all is the first user's. */
const ownerOf = (index: number, users: number): number =>
  Known.userId(index % 10 === 0 ? 0 : Math.imul(index, 7919) % users)

export const fillOthers = (writer: Writer, random: Random, sizes: OtherSizes): void => {
  fillRecords(writer, random, sizes)
  const { write } = writer
  const timeOf = (index: number) => Known.start + index * 1000
  for (let index = 0; index < sizes.files; index++) {
    write("blobs", {
      uid: `FILE${String(index).padStart(32, "0")}`,
      user_id: ownerOf(index, sizes.users),
      name: `file-${index}.txt`,
      content_type: "text/plain",
      public: index % 2,
      size: 10,
      completed_at: timeOf(index),
      created_at: timeOf(index),
      updated_at: timeOf(index)
    })
  }
  for (let index = 0; index < sizes.subscriptions; index++) {
    write("subscriptions", {
      user_id: Known.userId(index % sizes.users),
      udid: `device-${index}`,
      channel: "gcm",
      environment: "production",
      bundle_identifier: "",
      platform: "android",
      token: `token-${index}`,
      created_at: timeOf(index),
      updated_at: timeOf(index)
    })
  }
  for (let index = 0; index < sizes.contacts; index++) {
    write("contacts", {
      user_id: Known.userId(index % 100 === 0 ? 0 : index % sizes.users),
      udid: "",
      phone: `+4930${String(index).padStart(8, "0")}`,
      name: `Contact ${index}`,
      changed: index + 1
    })
  }
  for (let index = 0; index < sizes.meetings; index++) {
    const id = Known.objectId("meeting", index)
    const host = Math.imul(index, 7919) % sizes.users
    write("meetings", {
      id,
      host_id: Known.userId(index % 2 === 0 ? 0 : host),
      name: `Meeting ${index}`,
      start_date: timeOf(index),
      end_date: timeOf(index + 3600),
      attendees: JSON.stringify([{ id: Known.userId(0) }]),
      record: 0,
      public: 0,
      scheduled: 0,
      notify: 0,
      created_at: timeOf(index),
      updated_at: timeOf(index)
    })
    write("meeting_attendees", { user_id: Known.userId(0), meeting_id: id })
  }
}

const fillRecords = ({ write }: Writer, { below, next }: Random, sizes: OtherSizes) => {
  for (const [name, { fields }] of Object.entries(Known.classes)) {
    for (const [field, type] of Object.entries(fields)) write("record_fields", { class_name: name, field, type })
  }
  for (let index = 0; index < sizes.records; index++) {
    const time = Known.start + index * 1000
    write("records", {
      id: Known.objectId("record", index),
      class_name: "item",
      user_id: ownerOf(index, sizes.users),
      parent_id: null,
      fields: JSON.stringify({
        name: `Item ${index}`,
        rank: below(sizes.records),
        price: below(10_000) / 100,
        active: next() < 0.5,
        labels: [`label${below(10)}`],
        sold: time
      }),
      permissions,
      created_at: time,
      updated_at: time + below(86_400) * 1000
    })
  }
}
