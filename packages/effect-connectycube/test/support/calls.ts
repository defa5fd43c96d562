import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import type { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import * as Ids from "@effect-connectycube/core/Ids"
import type { Session } from "@effect-connectycube/core/Session"
import * as AdminApi from "@effect-connectycube/admin/AdminApi"
import { AddressBookApi } from "@effect-connectycube/address-book/AddressBookApi"
import { AuthApi } from "@effect-connectycube/auth/AuthApi"
import { DialogsApi } from "@effect-connectycube/chat/DialogsApi"
import { LinkPreviewApi } from "@effect-connectycube/chat/LinkPreviewApi"
import { MessagesApi } from "@effect-connectycube/chat/MessagesApi"
import { SearchApi } from "@effect-connectycube/chat/SearchApi"
import { RecordsApi } from "@effect-connectycube/custom-data/RecordsApi"
import { EventsApi } from "@effect-connectycube/push-notifications/EventsApi"
import { SubscriptionsApi } from "@effect-connectycube/push-notifications/SubscriptionsApi"
import { StorageApi } from "@effect-connectycube/storage/StorageApi"
import { UsersApi } from "@effect-connectycube/users/UsersApi"
import { CallsApi } from "@effect-connectycube/video-calling/CallsApi"
import { MeetingsApi } from "@effect-connectycube/video-calling/MeetingsApi"
import { WhiteboardsApi } from "@effect-connectycube/whiteboards/WhiteboardsApi"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import * as Redacted from "effect/Redacted"
import type { Group } from "./groups.ts"

export type Call = Effect.Effect<unknown, ConnectyCubeError, Session>

export interface Endpoint {
  /** The group and the name: `users.signUp`. */
  readonly operation: string
  readonly method: string
  /** With the names of its parameters: `/users/:user_id`. */
  readonly path: string
  readonly call: Call
}

const dialog_id = Ids.DialogId.make("5c094c0ce588ce6856f87422")
const message_id = Ids.MessageId.make("5c094682e588ce59fff87424")
const meeting_id = Ids.MeetingId.make("602f926aaa81493ce4c5788e")
const whiteboard_id = Ids.WhiteboardId.make("602faca5bb3c7a638f8c0805")
const blob_id = Ids.BlobId.make(8049)
const blob_uid = Ids.BlobUid.make("763ef825ad8748239ed07def2c14555100")
const record = { class_name: "profile", record_id: Ids.RecordId.make("5c09798aca8bf468ab8d2936") }
const records = { class_name: "profile", record_ids: [record.record_id] }
const user_id = Ids.UserId.make(51941)
const password = Redacted.make("petU4or!")
const start_date = DateTime.makeUnsafe("2021-02-19T15:12:28Z")
const end_date = DateTime.makeUnsafe("2021-02-19T15:30:12Z")
const meeting = { name: "Friday weekly sync", start_date, end_date, attendees: [{ id: user_id }] }

type Made<G extends Group> = { readonly [Name in keyof G["endpoints"]]: Call }

const callsOf = <G extends Group>(group: G, make: (call: ApiClient.Calls<G>) => Made<G>) =>
  Effect.map(ApiClient.make(group), (calls): ReadonlyArray<Endpoint> => {
    const made: { readonly [name: string]: Call } = make(calls)
    return Object.values(group.endpoints).flatMap(({ identifier, method, path }) => {
      const call = made[identifier]
      return call === undefined ? [] : [{ operation: `${group.identifier}.${identifier}`, method, path, call }]
    })
  })

/** One call of each endpoint, with few arguments. An endpoint that is left out of its group does not compile. */
export const calls: Effect.Effect<
  ReadonlyArray<Endpoint>,
  never,
  HttpClient.HttpClient | ConnectyCubeConfig
> = Effect.map(
  Effect.all([
    callsOf(AddressBookApi, (call) => ({
      upload: call.upload({ contacts: [{ name: "Dacia McCombie", phone: "61412675500" }] }),
      get: call.get({}),
      registeredUsers: call.registeredUsers({ compact: false })
    })),
    callsOf(AdminApi.AdministeredChatApi, (call) => ({
      listDialogs: call.listDialogs({ limit: 10 }),
      updateDialog: call.updateDialog({ dialog_id, name: "Strong" }),
      listMessages: call.listMessages({ chat_dialog_id: dialog_id })
    })),
    callsOf(AdminApi.AdministeredMeetingsApi, (call) => ({
      create: call.create({ user_id, ...meeting }),
      recordings: call.recordings({ meeting_id }),
      deleteRecordings: call.deleteRecordings({ meeting_id })
    })),
    callsOf(AdminApi.AdministeredUsersApi, (call) => ({ delete: call.delete({ user_id }) })),
    callsOf(AdminApi.StatisticsApi, (call) => ({
      messagesSentTotal: call.messagesSentTotal({ start_date, end_date }),
      messagesSentPerDay: call.messagesSentPerDay({ limit: 10 }),
      dialogsCreatedTotal: call.dialogsCreatedTotal({ "types[]": ["group"] }),
      dialogsCreatedPerDay: call.dialogsCreatedPerDay({})
    })),
    callsOf(AuthApi, (call) => ({
      getSession: call.getSession(),
      destroySession: call.destroySession(),
      login: call.login({ login: "Dacia", password }),
      logout: call.logout(),
      createSession: call.createSession({ application_id: "1", auth_key: Redacted.make("29WfrNWdvkhmX6V") })
    })),
    callsOf(CallsApi, (call) => ({
      reject: call.reject({ recipientId: user_id, sessionID: "4bd5b7b2", platform: "Web" })
    })),
    callsOf(DialogsApi, (call) => ({
      list: call.list({ type: "group" }),
      create: call.create({ type: "group", name: "Friends", occupants_ids: [user_id] }),
      update: call.update({ dialog_id, push_all: { occupants_ids: [user_id] } }),
      delete: call.delete({ dialog_ids: [dialog_id], force: true }),
      clearHistory: call.clearHistory({ dialog_id }),
      subscribe: call.subscribe({ dialog_id }),
      unsubscribe: call.unsubscribe({ dialog_id }),
      blockUser: call.blockUser({ dialog_id, user_id }),
      unblockUser: call.unblockUser({ dialog_id, user_id }),
      listBlockedUsers: call.listBlockedUsers({ dialog_id }),
      updateAdmins: call.updateAdmins({ dialog_id, push_all: { admins_ids: [user_id] } }),
      updateNotifications: call.updateNotifications({ dialog_id, enabled: false }),
      getNotifications: call.getNotifications({ dialog_id }),
      listOccupants: call.listOccupants({ dialog_id, limit: 10 })
    })),
    callsOf(EventsApi, (call) => ({
      create: call.create({ notification_type: "push", environment: "production", message: "ew0KfQ==" })
    })),
    callsOf(LinkPreviewApi, (call) => ({ unfurl: call.unfurl({ url: "https://example.com" }) })),
    callsOf(MeetingsApi, (call) => ({
      create: call.create(meeting),
      list: call.list({ "start_date[gt]": start_date }),
      update: call.update({ meeting_id, name: "Another meeting name" }),
      delete: call.delete({ meeting_id }),
      recordings: call.recordings({ meeting_id })
    })),
    callsOf(MessagesApi, (call) => ({
      list: call.list({ chat_dialog_id: dialog_id }),
      unreadCount: call.unreadCount({ chat_dialog_ids: [dialog_id] }),
      create: call.create({ chat_dialog_id: dialog_id, message: "How are you?", parameters: {} }),
      update: call.update({ message_ids: [message_id], chat_dialog_id: dialog_id, read: true }),
      updateAll: call.updateAll({ chat_dialog_id: dialog_id, read: true }),
      delete: call.delete({ message_ids: [message_id] }),
      sendSystem: call.sendSystem({ body: { recipientId: user_id, nickname: "Smith" } }),
      react: call.react({ message_id, add: "🚀" }),
      listReactions: call.listReactions({ message_id })
    })),
    callsOf(RecordsApi, (call) => ({
      create: call.create({ class_name: "profile", body: { age: 41 } }),
      createMany: call.createMany({ class_name: "profile", record: { "1": { age: 41 } } }),
      get: call.get(records),
      list: call.list({ class_name: "profile", query: { "age[gt]": "20" } }),
      update: call.update({ ...record, body: { "inc[age]": 1 } }),
      updateMany: call.updateMany({ class_name: "profile", record: { "1": { id: record.record_id, age: 41 } } }),
      updateByCriteria: call.updateByCriteria({
        class_name: "profile",
        body: { search_criteria: { "age[gt]": 20 }, age: 41 }
      }),
      delete: call.delete(records),
      deleteByCriteria: call.deleteByCriteria({ class_name: "profile", body: { "age[gt]": "20" } })
    })),
    callsOf(SearchApi, (call) => ({ search: call.search({ search_text: "hello" }) })),
    callsOf(StorageApi, (call) => ({
      create: call.create({ content_type: "image/jpeg", name: "cat.jpeg" }),
      complete: call.complete({ blob_id, size: 86400 }),
      completePost: call.completePost({ blob_id, size: 86400 }),
      get: call.get({ blob_id }),
      list: call.list({ page: 2 }),
      download: call.download({ blob_uid }),
      getObject: call.getObject({ blob_uid, download_url: true }),
      update: call.update({ blob_id, name: "My photo" }),
      delete: call.delete({ blob_id })
    })),
    callsOf(SubscriptionsApi, (call) => ({
      create: call.create({
        notification_channel: "gcm",
        push_token: { environment: "production", client_identification_sequence: "aa557232bc237245ba67686484efab" },
        device: { platform: "android", udid: "5f5930e927660e6e7d8ff0548b3c404a4d16c04f" }
      }),
      list: call.list(),
      delete: call.delete({ subscription_id: Ids.SubscriptionId.make(50) })
    })),
    callsOf(UsersApi, (call) => ({
      list: call.list({ id: user_id }),
      listV1: call.listV1({ page: 2 }),
      getById: call.getById({ user_id }),
      getByLogin: call.getByLogin({ login: "Dacia" }),
      getByFullName: call.getByFullName({ full_name: "Dacia Kail" }),
      getByFacebookId: call.getByFacebookId({ facebook_id: "91234409" }),
      getByTwitterId: call.getByTwitterId({ twitter_id: "83510562734" }),
      getByEmail: call.getByEmail({ email: "dacia_k@domain.com" }),
      getByTags: call.getByTags({ tags: ["accountant"] }),
      getByExternalId: call.getByExternalId({ external_user_id: "675373912" }),
      getByPhone: call.getByPhone({ phone: "+6110797757" }),
      listOnline: call.listOnline({ limit: 10 }),
      update: call.update({ user_id, full_name: "Dacia Kail" }),
      delete: call.delete({ user_id }),
      deleteByExternalId: call.deleteByExternalId({ external_user_id: "675373912" }),
      resetPassword: call.resetPassword({ email: "dacia_k@domain.com" }),
      resetPasswordPost: call.resetPasswordPost({ email: "dacia_k@domain.com" }),
      signUp: call.signUp({ login: "Dacia", password })
    })),
    callsOf(WhiteboardsApi, (call) => ({
      create: call.create({ name: "My whiteboard", chat_dialog_id: dialog_id }),
      list: call.list({ chat_dialog_id: dialog_id }),
      update: call.update({ whiteboard_id, name: "New name" }),
      delete: call.delete({ whiteboard_id })
    }))
  ]),
  (made) => made.flat()
)
