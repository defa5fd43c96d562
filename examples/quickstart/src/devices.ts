/** What a back end does for the phones of its users: pictures, notifications, contacts. */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import { AddressBook, BlobUid, PushNotifications, Source, Storage, type User, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { say, step } from "./narrator.ts"

/** A picture, a little larger than one chunk. */
const picture = new Uint8Array(200_000).map((_, index) => (index * index) % 251)

const avatar = Effect.fn("avatar")(function* (me: User) {
  yield* step("Upload an avatar", "storage.upload(Source.bytes(picture))")
  const storage = yield* Storage
  const users = yield* Users
  let parts = 0
  const file = yield* storage.upload(Source.bytes(picture), {
    name: "me.png",
    content_type: "image/png",
    public: true,
    onProgress: () =>
      Effect.sync(() => {
        parts++
      })
  })
  const { avatar } = yield* users.update(me.id, { avatar: file.uid })
  yield* say(`${file.size} bytes in ${parts} parts. ${me.full_name} is seen as ${file.name}.`)

  yield* step("Download it", "storage.downloadPublic(uid)")
  const bytes = yield* storage.downloadPublic(BlobUid.make(avatar ?? "")).pipe(
    Stream.runFold(
      () => ({ received: 0, equal: true }),
      ({ equal, received }, chunk) => ({
        received: received + chunk.length,
        equal: equal && chunk.every((byte, index) => byte === picture[received + index])
      })
    )
  )
  yield* say(`${bytes.received} bytes, ${bytes.equal ? "the same" : "others than were sent"}, and no token was needed.`)
})

const notification = Effect.fn("notification")(function* (me: User) {
  yield* step("Push", "push.events.create({ recipients, message })")
  const emulator = yield* Emulator
  const { events, subscriptions } = yield* PushNotifications
  yield* subscriptions.create({
    notification_channel: "apns",
    push_token: { environment: "development", client_identification_sequence: "98559c1f3028b3fa0ec811d058cef16b" },
    device: { platform: "ios", udid: "my phone" }
  })
  yield* subscriptions.create({
    notification_channel: "gcm",
    push_token: { environment: "development", client_identification_sequence: "fcm:APA91bHun4MxP5egoKMwt2KZFBaFUH" },
    device: { platform: "android", udid: "my tablet" }
  })
  yield* events.create({
    environment: "development",
    recipients: { user: { ids: [me.id] } },
    message: { message: "The engine is warm", ios_badge: 1, ios_sound: "steam.wav" }
  })
  for (const sent of yield* emulator.outbox) {
    if (sent.kind === "push") yield* say(`${sent.device.udid} gets ${JSON.stringify(sent.payload)}`)
  }
})

const contacts = Effect.fn("contacts")(function* (people: ReadonlyArray<User>) {
  yield* step("Match contacts", "addressBook.upload(contacts)")
  const book = yield* AddressBook
  const { created, rejected } = yield* book.upload([
    ...people.map(({ phone }, index) => ({ name: `Friend ${index + 1}`, phone: phone ?? "" })),
    { name: "Nobody we know", phone: "390115550199" },
    { name: "A short one", phone: "118" }
  ])
  yield* say(`${created} contacts; "${rejected[0]?.contact.phone}" was rejected: ${rejected[0]?.messages.join(" ")}`)
  const registered = yield* book.listRegisteredUsers({ compact: true })
  yield* say(`Already here: ${registered.map(({ address_book_name }) => address_book_name).join(" and ")}.`)
})

export const devices = Effect.fn("devices")(function* (me: User, people: ReadonlyArray<User>) {
  yield* avatar(me)
  yield* notification(me)
  yield* contacts(people)
})
