// What an error names is the method as it is written: `admin.chat.messages.list`. One call of each method of each service,
// which the types of the services keep complete.
import { AddressBook } from "@effect-connectycube/address-book/AddressBook"
import { Admin } from "@effect-connectycube/admin/Admin"
import { Auth } from "@effect-connectycube/auth/Auth"
import { Chat } from "@effect-connectycube/chat/Chat"
import { LinkPreviews } from "@effect-connectycube/chat/LinkPreviews"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import * as Ids from "@effect-connectycube/core/Ids"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import * as Telemetry from "@effect-connectycube/core/Telemetry"
import { CustomData } from "@effect-connectycube/custom-data/CustomData"
import { PushNotifications } from "@effect-connectycube/push-notifications/PushNotifications"
import * as Source from "@effect-connectycube/storage/Source"
import { Storage } from "@effect-connectycube/storage/Storage"
import { Users } from "@effect-connectycube/users/Users"
import { VideoCalling } from "@effect-connectycube/video-calling/VideoCalling"
import { Whiteboards } from "@effect-connectycube/whiteboards/Whiteboards"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { recordingClient } from "../support/recording.ts"

type Call = Effect.Effect<unknown, unknown, Session> | Stream.Stream<unknown, unknown, Session>

/** A call of each method of a service, but for those that make none. */
type Calls<Service, None extends keyof Service = never> = {
  readonly [Name in Exclude<keyof Service, None>]: (service: Service) => Call
}

const user = Ids.UserId.make(1)
const dialog = Ids.DialogId.make("5c094c0ce588ce6856f87422")
const message = Ids.MessageId.make("5c094682e588ce59fff87424")
const meeting = Ids.MeetingId.make("602f926aaa81493ce4c5788e")
const whiteboard = Ids.WhiteboardId.make("602faca5bb3c7a638f8c0805")
const record = Ids.RecordId.make("5c09798aca8bf468ab8d2936")
const file = Ids.BlobId.make(1)
const uid = Ids.BlobUid.make("763ef825ad8748239ed07def2c14555100")
const password = Redacted.make("correct horse")
const time = DateTime.makeUnsafe("2021-02-19T15:12:28Z")
const planned = { name: "Weekly", start_date: time, end_date: time, attendees: [{ id: user }] }

const users: Calls<Users["Service"]> = {
  signUp: (users) => users.signUp({ login: "ada", password }),
  list: (users) => users.list({ login: "ada" }),
  stream: (users) => users.stream({ login: "ada" }),
  byId: (users) => users.byId(user),
  listOnline: (users) => users.listOnline(),
  streamOnline: (users) => users.streamOnline(),
  countOnline: (users) => users.countOnline,
  update: (users) => users.update(user, { full_name: "Ada" }),
  delete: (users) => users.delete(user),
  deleteByExternalId: (users) => users.deleteByExternalId("1"),
  resetPassword: (users) => users.resetPassword("ada@example.com"),
  resetPasswordPost: (users) => users.resetPasswordPost("ada@example.com"),
  listV1: (users) => users.listV1(),
  streamV1: (users) => users.streamV1(),
  getById: (users) => users.getById(user),
  getByLogin: (users) => users.getByLogin("ada"),
  getByEmail: (users) => users.getByEmail("ada@example.com"),
  getByPhone: (users) => users.getByPhone("1"),
  getByFacebookId: (users) => users.getByFacebookId("1"),
  getByTwitterId: (users) => users.getByTwitterId("1"),
  getByExternalId: (users) => users.getByExternalId("1"),
  getByFullName: (users) => users.getByFullName("Ada"),
  streamByFullName: (users) => users.streamByFullName("Ada"),
  getByTags: (users) => users.getByTags(["vip"]),
  streamByTags: (users) => users.streamByTags(["vip"])
}

const auth: Calls<Auth["Service"]> = {
  createSession: (auth) => auth.createSession(),
  getSession: (auth) => auth.getSession,
  destroySession: (auth) => auth.destroySession,
  login: (auth) => auth.login({ login: "ada", password }),
  logout: (auth) => auth.logout
}

const dialogs: Calls<Chat["Service"]["dialogs"]> = {
  list: (dialogs) => dialogs.list(),
  stream: (dialogs) => dialogs.stream(),
  count: (dialogs) => dialogs.count(),
  create: (dialogs) => dialogs.create({ type: "group", name: "Friends", occupants_ids: [user] }),
  update: (dialogs) => dialogs.update(dialog, { name: "Friends" }),
  delete: (dialogs) => dialogs.delete(dialog),
  deleteMany: (dialogs) => dialogs.deleteMany([dialog]),
  clearHistory: (dialogs) => dialogs.clearHistory(dialog),
  subscribe: (dialogs) => dialogs.subscribe(dialog),
  unsubscribe: (dialogs) => dialogs.unsubscribe(dialog),
  blockUser: (dialogs) => dialogs.blockUser(dialog, user),
  unblockUser: (dialogs) => dialogs.unblockUser(dialog, user),
  listBlockedUsers: (dialogs) => dialogs.listBlockedUsers(dialog),
  updateAdmins: (dialogs) => dialogs.updateAdmins(dialog, { add: [user] }),
  updateNotifications: (dialogs) => dialogs.updateNotifications(dialog, true),
  getNotifications: (dialogs) => dialogs.getNotifications(dialog),
  listOccupants: (dialogs) => dialogs.listOccupants(dialog),
  streamOccupants: (dialogs) => dialogs.streamOccupants(dialog)
}

const messages: Calls<Chat["Service"]["messages"], "withParameters"> = {
  list: (messages) => messages.list({ chat_dialog_id: dialog }),
  stream: (messages) => messages.stream({ chat_dialog_id: dialog }),
  preview: (messages) => messages.preview(dialog),
  unreadCount: (messages) => messages.unreadCount(),
  create: (messages) => messages.create({ chat_dialog_id: dialog, message: "Hi" }),
  createOnce: (messages) => messages.createOnce("key", { chat_dialog_id: dialog, message: "Hi" }),
  update: (messages) => messages.update(message, { chat_dialog_id: dialog, read: true }),
  updateMany: (messages) => messages.updateMany([message], { chat_dialog_id: dialog, read: true }),
  updateAll: (messages) => messages.updateAll({ chat_dialog_id: dialog, read: true }),
  delete: (messages) => messages.delete([message]),
  sendSystem: (messages) => messages.sendSystem(user),
  react: (messages) => messages.react(message, { add: "🚀" }),
  listReactions: (messages) => messages.listReactions(message)
}

const Profile = Schema.Struct({ age: Schema.Int })

const collectionOf = (customData: CustomData["Service"]) => customData.collection("profile", Profile)

const records: Calls<ReturnType<typeof collectionOf>, "class_name"> = {
  create: (records) => records.create({ age: 41 }),
  createMany: (records) => records.createMany([{ age: 41 }]),
  get: (records) => records.get(record),
  getMany: (records) => records.getMany([record]),
  list: (records) => records.list(),
  listResults: (records) => records.listResults(),
  stream: (records) => records.stream(),
  streamResults: (records) => records.streamResults(),
  count: (records) => records.count(),
  first: (records) => records.first(),
  last: (records) => records.last(),
  update: (records) => records.update(record, { age: 42 }),
  updateMany: (records) => records.updateMany([{ id: record, age: 42 }]),
  updateByCriteria: (records) => records.updateByCriteria({ age: 41 }, { age: 42 }),
  delete: (records) => records.delete(record),
  deleteMany: (records) => records.deleteMany([record]),
  deleteByCriteria: (records) => records.deleteByCriteria({ age: 41 }),
  permissions: (records) => records.permissions(record),
  aggregate: (records) => records.aggregate({ calc: { age: "avg" }, group_by: "age" })
}

const subscriptions: Calls<PushNotifications["Service"]["subscriptions"]> = {
  create: (subscriptions) =>
    subscriptions.create({
      notification_channel: "gcm",
      push_token: { environment: "production", client_identification_sequence: "aa557232bc237245ba67686484efab" },
      device: { platform: "android", udid: "5f5930e927660e6e7d8ff0548b3c404a4d16c04f" }
    }),
  list: (subscriptions) => subscriptions.list,
  delete: (subscriptions) => subscriptions.delete(Ids.SubscriptionId.make(1))
}

const events: Calls<PushNotifications["Service"]["events"]> = {
  create: (events) =>
    events.create({ environment: "production", recipients: { user: { ids: [user] } }, message: { message: "Hi" } })
}

const meetings: Calls<VideoCalling["Service"]["meetings"]> = {
  create: (meetings) => meetings.create(planned),
  list: (meetings) => meetings.list(),
  stream: (meetings) => meetings.stream(),
  getById: (meetings) => meetings.getById(meeting),
  update: (meetings) => meetings.update(meeting, { name: "Monthly" }),
  delete: (meetings) => meetings.delete(meeting),
  recordings: (meetings) => meetings.recordings(meeting)
}

const calls: Calls<VideoCalling["Service"]["calls"]> = {
  reject: (calls) => calls.reject({ recipientId: user, sessionID: "4bd5b7b2", platform: "Web" })
}

const storage: Calls<Storage["Service"], "publicUrl" | "privateUrl"> = {
  upload: (storage) => storage.upload(Source.text("Hello"), { name: "hello.txt" }),
  download: (storage) => storage.download(uid),
  downloadPublic: (storage) => storage.downloadPublic(uid),
  create: (storage) => storage.create({ content_type: "text/plain", name: "hello.txt" }),
  complete: (storage) => storage.complete(file, 5),
  get: (storage) => storage.get(file),
  fileByUid: (storage) => storage.fileByUid(uid),
  getObject: (storage) => storage.getObject(uid),
  delete: (storage) => storage.delete(file),
  list: (storage) => storage.list(),
  stream: (storage) => storage.stream(),
  update: (storage) => storage.update(file, { name: "bye.txt" })
}

const contact = { name: "Ada", phone: "61412675500" }

const addressBook: Calls<AddressBook["Service"]> = {
  upload: (addressBook) => addressBook.upload([contact]),
  uploadInBatches: (addressBook) => addressBook.uploadInBatches([contact]),
  clear: (addressBook) => addressBook.clear(),
  get: (addressBook) => addressBook.get(),
  registeredUsers: (addressBook) => addressBook.registeredUsers()
}

const whiteboards: Calls<Whiteboards["Service"]> = {
  create: (whiteboards) => whiteboards.create({ name: "Plan", chat_dialog_id: dialog }),
  list: (whiteboards) => whiteboards.list(dialog),
  update: (whiteboards) => whiteboards.update(whiteboard, { name: "Plans" }),
  delete: (whiteboards) => whiteboards.delete(whiteboard)
}

const stats: Calls<Admin["Service"]["stats"]> = {
  messagesSentTotal: (stats) => stats.messagesSentTotal(),
  messagesSentPerDay: (stats) => stats.messagesSentPerDay(),
  streamMessagesSentPerDay: (stats) => stats.streamMessagesSentPerDay(),
  dialogsCreatedTotal: (stats) => stats.dialogsCreatedTotal(),
  dialogsCreatedPerDay: (stats) => stats.dialogsCreatedPerDay(),
  streamDialogsCreatedPerDay: (stats) => stats.streamDialogsCreatedPerDay()
}

const administeredDialogs: Calls<Admin["Service"]["chat"]["dialogs"]> = {
  list: (dialogs) => dialogs.list(),
  stream: (dialogs) => dialogs.stream(),
  pages: (dialogs) => dialogs.pages(),
  update: (dialogs) => dialogs.update(dialog, { name: "Friends" })
}

const administeredMessages: Calls<Admin["Service"]["chat"]["messages"]> = {
  list: (messages) => messages.list(),
  stream: (messages) => messages.stream(),
  pages: (messages) => messages.pages()
}

const administeredMeetings: Calls<Admin["Service"]["meetings"]> = {
  create: (meetings) => meetings.create({ user_id: user, ...planned }),
  recordings: (meetings) => meetings.recordings(meeting),
  deleteRecordings: (meetings) => meetings.deleteRecordings(meeting)
}

const administeredUsers: Calls<Admin["Service"]["users"]> = { delete: (users) => users.delete(user) }

/** The calls of a part of a service, by the path at which it is. */
const at = <Service>(
  path: string,
  service: Service,
  calls: { readonly [name: string]: (service: NoInfer<Service>) => Call }
) => Object.entries(calls).map(([name, call]) => [`${path}.${name}`, call(service)] as const)

const everyCall = Effect.gen(function* () {
  const chat = yield* Chat
  const push = yield* PushNotifications
  const video = yield* VideoCalling
  const admin = yield* Admin
  const linkPreviews: Calls<LinkPreviews["Service"]> = { unfurl: ({ unfurl }) => unfurl("https://example.com") }
  const search: Calls<Pick<Chat["Service"], "search">> = { search: ({ search }) => search({ search_text: "hello" }) }
  return [
    ...at("users", yield* Users, users),
    ...at("auth", yield* Auth, auth),
    ...at("chat", chat, search),
    ...at("chat.dialogs", chat.dialogs, dialogs),
    ...at("chat.messages", chat.messages, messages),
    ...at("linkPreviews", yield* LinkPreviews, linkPreviews),
    ...at("customData", collectionOf(yield* CustomData), records),
    ...at("pushNotifications.subscriptions", push.subscriptions, subscriptions),
    ...at("pushNotifications.events", push.events, events),
    ...at("videoCalling.meetings", video.meetings, meetings),
    ...at("videoCalling.calls", video.calls, calls),
    ...at("storage", yield* Storage, storage),
    ...at("addressBook", yield* AddressBook, addressBook),
    ...at("whiteboards", yield* Whiteboards, whiteboards),
    ...at("admin.stats", admin.stats, stats),
    ...at("admin.chat.dialogs", admin.chat.dialogs, administeredDialogs),
    ...at("admin.chat.messages", admin.chat.messages, administeredMessages),
    ...at("admin.meetings", admin.meetings, administeredMeetings),
    ...at("admin.users", admin.users, administeredUsers)
  ]
})

const over = (status: number, body: string) => {
  const client = recordingClient(() => ({ status, body }))
  const config = ConnectyCubeConfig.layer({
    application_id: 1,
    auth_key: Redacted.make("key"),
    admin_api_key: Redacted.make("admin-key")
  })
  const modules = Layer.mergeAll(
    Users.layer,
    Auth.layer,
    Chat.layer,
    LinkPreviews.layer,
    CustomData.layer,
    PushNotifications.layer,
    VideoCalling.layer,
    Storage.layer,
    AddressBook.layer,
    Whiteboards.layer,
    Admin.layer
  )
  return modules.pipe(Layer.provide([client.layer, config]), Layer.merge(Layer.succeed(Session, fromToken(password))))
}

const run = (call: Call): Effect.Effect<unknown, unknown, Session> =>
  Stream.isStream(call) ? Stream.runDrain(call) : call

const operationOf = (error: unknown) => (Predicate.hasProperty(error, "operation") ? error.operation : error)

describe("an error names the method as it is written", () => {
  const answers = [
    ["a refusal", 404, `{"errors":["No"]}`, "NotFound"],
    ["something that cannot be read", 201, `<html>`, "DecodeError"]
  ] as const

  it.effect.each(answers)("when the answer is %s", ([, status, body, tag]) =>
    Effect.gen(function* () {
      const calls = yield* everyCall
      const named = yield* Effect.forEach(calls, ([name, call]) =>
        Effect.matchEffect(run(call), {
          // What promises no body leaves whatever came alone.
          onSuccess: () => Effect.succeed([name, name] as const),
          onFailure: (error) => Effect.succeed([name, operationOf(error)] as const)
        })
      )
      assert.deepStrictEqual(
        named.filter(([name, operation]) => name !== operation),
        []
      )
      assert.isAbove(named.length, 120)
      // The metrics follow, and none is left under another name.
      const measured = (yield* Metric.snapshot).filter(({ id }) => id === Telemetry.operationDuration.id)
      const known = new Set<unknown>(named.map(([name]) => name))
      const outcomes = measured.filter(({ attributes }) => attributes?.["outcome"] === tag)
      assert.isAbove(outcomes.length, status === 404 ? 120 : 80)
      assert.deepStrictEqual(
        outcomes.map(({ attributes }) => attributes?.["operation"] ?? "").filter((operation) => !known.has(operation)),
        []
      )
    }).pipe(Effect.provide(over(status, body)), Effect.provideService(Metric.MetricRegistry, new Map()))
  )

  it.effect("when the arguments are refused before the wire", () =>
    Effect.gen(function* () {
      const { messages } = yield* Chat
      const { events } = yield* PushNotifications
      const profiles = collectionOf(yield* CustomData)
      const users = yield* Users
      const addressBook = yield* AddressBook
      const refused: ReadonlyArray<readonly [string, Call]> = [
        ["users.stream", users.stream({ login: "ada", limit: 1000 })],
        ["users.byId", users.byId(Ids.UserId.make(1.5, { disableChecks: true }))],
        [
          "chat.messages.createOnce",
          messages.createOnce("k", { chat_dialog_id: dialog, parameters: { message: "x" } })
        ],
        ["pushNotifications.events.create", events.create(JSON.parse(`{"recipients":{}}`))],
        ["customData.count", profiles.count(JSON.parse(`{"size":1}`))],
        ["customData.first", profiles.first(JSON.parse(`{"size":1}`))],
        ["customData.createMany", profiles.createMany([])],
        ["addressBook.uploadInBatches", addressBook.uploadInBatches([contact], { batch_size: 0 })]
      ]
      for (const [operation, call] of refused) {
        assert.deepInclude(yield* Effect.flip(run(call)), { _tag: "InvalidRequest", operation })
      }
    }).pipe(Effect.provide(over(200, "{}")))
  )
})
