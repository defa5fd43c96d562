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
      upload: call.upload({ payload: { contacts: [{ name: "Dacia McCombie", phone: "61412675500" }] } }),
      get: call.get({ query: {} }),
      registeredUsers: call.registeredUsers({ query: { compact: false } })
    })),
    callsOf(AdminApi.AdministeredChatApi, (call) => ({
      listDialogs: call.listDialogs({ query: { limit: 10 } }),
      updateDialog: call.updateDialog({ params: { dialog_id }, payload: { name: "Strong" } }),
      listMessages: call.listMessages({ query: { chat_dialog_id: dialog_id } })
    })),
    callsOf(AdminApi.AdministeredMeetingsApi, (call) => ({
      create: call.create({ payload: { user_id, ...meeting } }),
      recordings: call.recordings({ params: { meeting_id } }),
      deleteRecordings: call.deleteRecordings({ params: { meeting_id } })
    })),
    callsOf(AdminApi.AdministeredUsersApi, (call) => ({ delete: call.delete({ params: { user_id } }) })),
    callsOf(AdminApi.StatisticsApi, (call) => ({
      messagesSentTotal: call.messagesSentTotal({ query: { start_date, end_date } }),
      messagesSentPerDay: call.messagesSentPerDay({ query: { limit: 10 } }),
      dialogsCreatedTotal: call.dialogsCreatedTotal({ query: { "types[]": ["group"] } }),
      dialogsCreatedPerDay: call.dialogsCreatedPerDay({ query: {} })
    })),
    callsOf(AuthApi, (call) => ({
      getSession: call.getSession(),
      destroySession: call.destroySession(),
      login: call.login({ payload: { login: "Dacia", password } }),
      logout: call.logout(),
      createSession: call.createSession({
        payload: { application_id: "1", auth_key: Redacted.make("29WfrNWdvkhmX6V") }
      })
    })),
    callsOf(CallsApi, (call) => ({
      reject: call.reject({ payload: { recipientId: user_id, sessionID: "4bd5b7b2", platform: "Web" } })
    })),
    callsOf(DialogsApi, (call) => ({
      list: call.list({ query: { type: "group" } }),
      create: call.create({ payload: { type: "group", name: "Friends", occupants_ids: [user_id] } }),
      update: call.update({ params: { dialog_id }, payload: { push_all: { occupants_ids: [user_id] } } }),
      delete: call.delete({ params: { dialog_ids: [dialog_id] }, query: { force: true } }),
      clearHistory: call.clearHistory({ params: { dialog_id }, query: {} }),
      subscribe: call.subscribe({ params: { dialog_id } }),
      unsubscribe: call.unsubscribe({ params: { dialog_id } }),
      blockUser: call.blockUser({ params: { dialog_id }, payload: { user_id } }),
      unblockUser: call.unblockUser({ params: { dialog_id }, payload: { user_id } }),
      listBlockedUsers: call.listBlockedUsers({ params: { dialog_id } }),
      updateAdmins: call.updateAdmins({ params: { dialog_id }, payload: { push_all: { admins_ids: [user_id] } } }),
      updateNotifications: call.updateNotifications({ params: { dialog_id }, payload: { enabled: false } }),
      getNotifications: call.getNotifications({ params: { dialog_id } }),
      listOccupants: call.listOccupants({ params: { dialog_id }, query: { limit: 10 } })
    })),
    callsOf(EventsApi, (call) => ({
      create: call.create({
        payload: { event: { notification_type: "push", environment: "production", message: "ew0KfQ==" } }
      })
    })),
    callsOf(LinkPreviewApi, (call) => ({ unfurl: call.unfurl({ payload: { url: "https://example.com" } }) })),
    callsOf(MeetingsApi, (call) => ({
      create: call.create({ payload: meeting }),
      list: call.list({ query: { "start_date[gt]": start_date } }),
      update: call.update({ params: { meeting_id }, payload: { name: "Another meeting name" } }),
      delete: call.delete({ params: { meeting_id } }),
      recordings: call.recordings({ params: { meeting_id } })
    })),
    callsOf(MessagesApi, (call) => ({
      list: call.list({ query: { chat_dialog_id: dialog_id } }),
      unreadCount: call.unreadCount({ query: { chat_dialog_ids: [dialog_id] } }),
      create: call.create({ payload: { chat_dialog_id: dialog_id, message: "How are you?", parameters: {} } }),
      update: call.update({
        params: { message_ids: [message_id] },
        payload: { chat_dialog_id: dialog_id, read: true }
      }),
      updateAll: call.updateAll({ payload: { chat_dialog_id: dialog_id, read: true } }),
      delete: call.delete({ params: { message_ids: [message_id] }, query: {} }),
      sendSystem: call.sendSystem({ payload: { recipientId: user_id, nickname: "Smith" } }),
      react: call.react({ params: { message_id }, payload: { add: "🚀" } }),
      listReactions: call.listReactions({ params: { message_id } })
    })),
    callsOf(RecordsApi, (call) => ({
      create: call.create({ params: { class_name: "profile" }, payload: { age: 41 } }),
      createMany: call.createMany({ params: { class_name: "profile" }, payload: { record: { "1": { age: 41 } } } }),
      get: call.get({ params: records, query: {} }),
      list: call.list({ params: { class_name: "profile" }, query: { "age[gt]": "20" } }),
      update: call.update({ params: record, payload: { "inc[age]": 1 } }),
      updateMany: call.updateMany({
        params: { class_name: "profile" },
        payload: { record: { "1": { id: record.record_id, age: 41 } } }
      }),
      updateByCriteria: call.updateByCriteria({
        params: { class_name: "profile" },
        payload: { search_criteria: { "age[gt]": 20 }, age: 41 }
      }),
      delete: call.delete({ params: records }),
      deleteByCriteria: call.deleteByCriteria({ params: { class_name: "profile" }, payload: { "age[gt]": "20" } })
    })),
    callsOf(SearchApi, (call) => ({ search: call.search({ query: { search_text: "hello" } }) })),
    callsOf(StorageApi, (call) => ({
      create: call.create({ payload: { blob: { content_type: "image/jpeg", name: "cat.jpeg" } } }),
      complete: call.complete({ params: { blob_id }, payload: { blob: { size: 86400 } } }),
      completePost: call.completePost({ params: { blob_id }, payload: { blob: { size: 86400 } } }),
      get: call.get({ params: { blob_id }, query: {} }),
      list: call.list({ query: { page: 2 } }),
      download: call.download({ params: { blob_uid } }),
      getObject: call.getObject({ params: { blob_uid }, query: { download_url: true } }),
      update: call.update({ params: { blob_id }, payload: { blob: { name: "My photo" } } }),
      delete: call.delete({ params: { blob_id } })
    })),
    callsOf(SubscriptionsApi, (call) => ({
      create: call.create({
        payload: {
          notification_channel: "gcm",
          push_token: { environment: "production", client_identification_sequence: "aa557232bc237245ba67686484efab" },
          device: { platform: "android", udid: "5f5930e927660e6e7d8ff0548b3c404a4d16c04f" }
        }
      }),
      list: call.list(),
      delete: call.delete({ params: { subscription_id: Ids.SubscriptionId.make(50) } })
    })),
    callsOf(UsersApi, (call) => ({
      list: call.list({ query: { id: user_id } }),
      listV1: call.listV1({ query: { page: 2 } }),
      getById: call.getById({ params: { user_id } }),
      getByLogin: call.getByLogin({ query: { login: "Dacia" } }),
      getByFullName: call.getByFullName({ query: { full_name: "Dacia Kail" } }),
      getByFacebookId: call.getByFacebookId({ query: { facebook_id: "91234409" } }),
      getByTwitterId: call.getByTwitterId({ query: { twitter_id: "83510562734" } }),
      getByEmail: call.getByEmail({ query: { email: "dacia_k@domain.com" } }),
      getByTags: call.getByTags({ query: { tags: ["accountant"] } }),
      getByExternalId: call.getByExternalId({ params: { external_user_id: "675373912" } }),
      getByPhone: call.getByPhone({ query: { phone: "+6110797757" } }),
      listOnline: call.listOnline({ query: { limit: 10 } }),
      update: call.update({ params: { user_id }, payload: { user: { full_name: "Dacia Kail" } } }),
      delete: call.delete({ params: { user_id } }),
      deleteByExternalId: call.deleteByExternalId({ params: { external_user_id: "675373912" } }),
      resetPassword: call.resetPassword({ query: { email: "dacia_k@domain.com" } }),
      resetPasswordPost: call.resetPasswordPost({ payload: { email: "dacia_k@domain.com" } }),
      signUp: call.signUp({ payload: { user: { login: "Dacia", password } } })
    })),
    callsOf(WhiteboardsApi, (call) => ({
      create: call.create({ payload: { name: "My whiteboard", chat_dialog_id: dialog_id } }),
      list: call.list({ query: { chat_dialog_id: dialog_id } }),
      update: call.update({ params: { whiteboard_id }, payload: { name: "New name" } }),
      delete: call.delete({ params: { whiteboard_id } })
    }))
  ]),
  (made) => made.flat()
)
