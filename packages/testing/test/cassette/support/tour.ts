/** A tour of all modules, whose results can be compared. */
import {
  AddressBook,
  Admin,
  Auth,
  Chat,
  CustomData,
  type Dialog,
  PushNotifications,
  Session,
  Source,
  Storage,
  type User,
  Users,
  VideoCalling,
  Whiteboards
} from "effect-connectycube"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

/** With characters that are escaped in JSON, in URLs and in forms. */
export const passwords = { ada: "correct horse & battery=staple", ben: `p"w\\d/ü+1 %41` } as const

/** What else the tour sends, and nobody may find. */
export const others = [
  "98559c1f3028b3fa0ec811d058cef16b",
  "p256dh-of-a-browser",
  "auth-of-a-browser",
  "wrong, and a secret too",
  "another secret of hers"
]

const credentials = (login: keyof typeof passwords) => ({ login, password: Redacted.make(passwords[login]) })

const Profile = Schema.Struct({ full_name: Schema.String, age: Schema.Int })

/** What the settings of the emulator have to allow. */
export const settings = { classes: { profile: { fields: { full_name: "String", age: "Integer" } } } } as const

/** No text: all bytes, in more than one chunk. */
export const picture = new Uint8Array(150_000).map((_, index) => (index * index) % 251)

const people = Effect.gen(function* () {
  const users = yield* Users
  const ada = yield* users.signUp({
    ...credentials("ada"),
    full_name: "Ada Lovelace",
    email: "ada@engines.test",
    phone: "442071234567"
  })
  const ben = yield* users.signUp({
    ...credentials("ben"),
    full_name: "Ben “Boats” Herschel",
    phone: "442079876543"
  })
  const taken = yield* Effect.flip(users.signUp(credentials("ada")))
  return { ada, ben, taken: taken._tag === "UnprocessableEntity" ? taken.errors : taken._tag }
})

const talk = Effect.fnUntraced(function* (ben: User, asBen: Session["Service"]) {
  const chat = yield* Chat
  const dialog = yield* chat.dialogs.create({ type: "group", name: "Engines é✓ 😀", occupants_ids: [ben.id] })
  const { _id } = dialog
  const message = yield* chat.messages.create({ chat_dialog_id: _id, message: "Hello <b>&amp; welcome" })
  const unread = chat.messages.countUnread([_id]).pipe(Effect.provideService(Session, asBen))
  // The same request, with another response each time.
  const counts = [yield* unread]
  yield* chat.messages.create({ chat_dialog_id: _id, message: "And again" })
  counts.push(yield* unread)
  yield* chat.messages.update(message._id, { chat_dialog_id: _id, message: "Hallo" })
  const reply = yield* chat.messages
    .create({ chat_dialog_id: _id, message: "Hello to you" })
    .pipe(Effect.provideService(Session, asBen))
  yield* chat.messages.react(reply._id, { add: "👍" })
  const list = yield* chat.messages.list({ chat_dialog_id: _id, sort_asc: "date_sent", limit: 10 })
  const all = yield* chat.messages.stream({ chat_dialog_id: _id }).pipe(Stream.runCollect)
  const found = yield* chat.search({ search_text: "hallo", chat_dialog_ids: [_id] })
  // Equal requests, at the same time, of two users.
  const dialogs = yield* Effect.all(
    [chat.dialogs.list({}), chat.dialogs.list({}).pipe(Effect.provideService(Session, asBen))],
    { concurrency: 2 }
  )
  return { dialog, message, reply, counts, list, all, found, dialogs }
})

const records = Effect.gen(function* () {
  const profiles = yield* CustomData.collection("profile", Profile)
  const made = yield* profiles.createMany([
    { full_name: "Ada", age: 36 },
    { full_name: "Ben", age: 41 }
  ])
  const list = yield* profiles.list({ age: { gt: 40 } })
  const groups = yield* profiles.aggregate({ calc: { age: "avg" }, group_by: "full_name" })
  const deleted = yield* profiles.deleteByCriteria({ age: { gt: 40 } })
  return { made, list, groups, deleted }
})

const files = Effect.gen(function* () {
  const storage = yield* Storage
  const options = { name: "me.png", content_type: "image/png", public: true } as const
  const file = yield* storage.upload(Source.bytes(picture), options)
  const bytes = yield* storage.downloadPublic(file.uid).pipe(Stream.mkUint8Array)
  const text = yield* storage.upload(Source.text("Cards, 500 pieces\n"), { name: "a.txt", content_type: "text/plain" })
  const downloaded = yield* storage.download(text.uid).pipe(Stream.mkUint8Array)
  const list = yield* storage.list({})
  return { file, isSame: Buffer.from(bytes).equals(picture), text, downloaded: [...downloaded], list }
})

const devices = Effect.fnUntraced(function* (me: User, other: User) {
  const { events, subscriptions } = yield* PushNotifications
  const phone = yield* subscriptions.create({
    notification_channel: "apns",
    push_token: { environment: "development", client_identification_sequence: others[0] ?? "" },
    device: { platform: "ios", udid: "my phone" }
  })
  const browser = yield* subscriptions.create({
    notification_channel: "web",
    push_token: {
      environment: "production",
      web_endpoint: "https://push.example/1",
      web_p256dh: others[1] ?? "",
      web_auth: Redacted.make(others[2] ?? "")
    },
    device: { platform: "web", udid: "my browser" }
  })
  const event = yield* events.create({
    environment: "development",
    recipients: { user: { ids: [me.id] } },
    message: { message: "The engine is warm", ios_badge: 1 }
  })
  const book = yield* AddressBook
  const uploaded = yield* book.upload([
    { name: "Ben", phone: other.phone ?? "" },
    { name: "Nobody we know", phone: "390115550199" },
    { name: "A short one", phone: "118" }
  ])
  const registered = yield* book.listRegisteredUsers({ compact: true })
  return { phone, browser, event, uploaded, registered }
})

const calls = Effect.fnUntraced(function* (other: User, dialog: Dialog) {
  const { meetings } = yield* VideoCalling
  const start_date = DateTime.makeUnsafe("2030-05-01T16:00:00Z")
  const meeting = yield* meetings.create({
    name: "Weaving patterns",
    start_date,
    end_date: DateTime.add(start_date, { hours: 1 }),
    attendees: [{ id: other.id }],
    chat: true
  })
  const list = yield* meetings.list({ scheduled: false })
  const whiteboards = yield* Whiteboards
  const board = yield* whiteboards.create({ name: "Punched cards", chat_dialog_id: dialog._id })
  return { meeting, list, board, boards: yield* whiteboards.list(dialog._id) }
})

const administration = Effect.fnUntraced(function* (leaver: User) {
  const admin = yield* Admin
  const messages = yield* admin.stats.messagesSentTotal()
  const exported = yield* admin.chat.messages.pages({}, { batch: 2 }).pipe(Stream.runCollect)
  yield* admin.users.delete(leaver.id)
  return { messages, exported }
})

const whole = Effect.gen(function* () {
  const { ada, ben, taken } = yield* people
  const auth = yield* Auth
  const [asAda, asBen] = [yield* Session.login(credentials("ada")), yield* Session.login(credentials("ben"))]
  const wrong = yield* Effect.flip(auth.createSession({ login: "ada", password: Redacted.make(others[3] ?? "") }))
  const inSession = yield* Effect.gen(function* () {
    const users = yield* Users
    const session = yield* auth.getSession
    const changed = yield* users.update(ada.id, {
      password: Redacted.make(others[4] ?? ""),
      old_password: Redacted.make(passwords.ada)
    })
    const { dialog, ...talked } = yield* talk(ben, asBen)
    return {
      session,
      changed,
      dialog,
      talked,
      records: yield* records,
      files: yield* files,
      devices: yield* devices(ada, ben),
      calls: yield* calls(ben, dialog)
    }
  }).pipe(Effect.provideService(Session, asAda))
  return { ada, ben, taken, wrong: wrong._tag, ...inSession, administration: yield* administration(ben) }
}).pipe(Effect.scoped)

/** The tour, and what came of it, as it is compared: without secrets, which are others on replay. */
export const tour = Effect.map(whole, (results): unknown => JSON.parse(JSON.stringify(results)))
