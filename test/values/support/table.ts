/** A table of a valid call for each method of each module. The services' types keep it complete. */
import {
  type AddressBook,
  type Admin,
  type Auth,
  BlobId,
  BlobUid,
  type Chat,
  type Collection,
  type CustomData,
  DialogId,
  type LinkPreviews,
  MeetingId,
  MessageId,
  type Messages,
  type PushNotifications,
  RecordId,
  type Session,
  Source,
  type Storage,
  SubscriptionId,
  UserId,
  type Users,
  type VideoCalling,
  WhiteboardId,
  type Whiteboards
} from "effect-connectycube"
import * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"

/** Arguments of a valid call, with as many optional members as go together. */
interface Row<Args> {
  readonly args: Args
  /** Paths of members that take any other member, such as `1.parameters`. */
  readonly open?: ReadonlyArray<string>
  /** Paths in which `undefined` is not left out: what chooses what is changed or deleted, and a source. */
  readonly criteria?: ReadonlyArray<string>
}

type Call = Effect.Effect<unknown, unknown, unknown> | Stream.Stream<unknown, unknown, unknown>

/** A row for each method that makes a call; `"no call"` for members that make none; a table for members with methods. */
export type Table<Service> = {
  readonly [Name in keyof Service]: Service[Name] extends Call
    ? "no arguments"
    : Service[Name] extends (...args: infer Args) => infer Result
      ? [Result] extends [Call]
        ? Row<Args>
        : "no call"
      : Service[Name] extends object
        ? Table<Service[Name]>
        : "no call"
}

const user_id = UserId.make(51941)
const dialog_id = DialogId.make("5c094c0ce588ce6856f87422")
const message_id = MessageId.make("5c094682e588ce59fff87424")
const record_id = RecordId.make("5c09798aca8bf468ab8d2936")
const meeting_id = MeetingId.make("602f926aaa81493ce4c5788e")
const whiteboard_id = WhiteboardId.make("602faca5bb3c7a638f8c0805")
const blob_id = BlobId.make(8049)
const blob_uid = BlobUid.make("763ef825ad8748239ed07def2c14555100")
const password = Redacted.make("petU4or!")
const earlier = DateTime.makeUnsafe("2021-02-19T15:12:28Z")
const later = DateTime.makeUnsafe("2021-02-20T15:12:28Z")
const times = { gt: earlier, gte: earlier, lt: later, lte: later }

const profile = {
  login: "ada",
  email: "ada@example.com",
  full_name: "Ada",
  phone: "380501234567",
  website: "https://example.com",
  facebook_id: "1",
  twitter_id: "2",
  external_id: "3",
  external_user_id: "4",
  custom_data: "{}",
  timezone: 60,
  tag_list: ["vip"],
  avatar: "5",
  blob_id: 6
}

const usersQuery = {
  id: { in: [user_id], nin: [UserId.make(2)] },
  login: { start_with: "adal", nin: ["bob"] },
  user_tags: { eq: "vip", nin: ["guest"] },
  last_request_at: times,
  created_at: times,
  updated_at: times,
  sort_desc: "id",
  offset: 10,
  limit: 20
} as const

const queryV1 = {
  filter: [{ field: "login", operator: "in", value: ["ada", "bob"] }],
  order: { direction: "asc", field: "id" },
  per_page: 20
} as const

const users: Table<Users["Service"]> = {
  signUp: { args: [{ ...profile, password }] },
  list: { args: [usersQuery] },
  listResults: { args: [usersQuery] },
  stream: { args: [usersQuery] },
  streamResults: { args: [usersQuery] },
  get: { args: [user_id] },
  listOnline: { args: [{ offset: 10, limit: 20 }] },
  listOnlineResults: { args: [{ offset: 10, limit: 20 }] },
  streamOnline: { args: [{ limit: 20 }] },
  streamOnlineResults: { args: [{ limit: 20 }] },
  countOnline: "no arguments",
  update: { args: [user_id, { ...profile, password, old_password: password }] },
  delete: { args: [user_id] },
  deleteByExternalId: { args: ["4"] },
  resetPassword: { args: ["ada@example.com"] },
  resetPasswordPost: { args: ["ada@example.com"] },
  listV1: {
    args: [
      {
        filter: [{ field: "login", operator: "in", value: ["ada", "bob"] }],
        order: { direction: "asc", field: "id" },
        page: 2,
        per_page: 20
      }
    ]
  },
  streamV1: {
    args: [
      {
        filter: [{ field: "id", operator: "between", value: [1, 2] }],
        order: { direction: "desc", field: "login" },
        per_page: 20
      }
    ]
  },
  listV1Results: { args: [{ ...queryV1, page: 2 }] },
  streamV1Results: { args: [queryV1] },
  getV1: { args: [user_id] },
  getByLogin: { args: ["ada"] },
  getByEmail: { args: ["ada@example.com"] },
  getByPhone: { args: ["380501234567"] },
  getByFacebookId: { args: ["1"] },
  getByTwitterId: { args: ["2"] },
  getByExternalId: { args: ["4"] },
  listByFullName: { args: ["Ada", { page: 2, per_page: 20 }] },
  listByFullNameResults: { args: ["Ada", { page: 2, per_page: 20 }] },
  streamByFullName: { args: ["Ada", { per_page: 20 }] },
  streamByFullNameResults: { args: ["Ada", { per_page: 20 }] },
  listByTags: { args: [["vip"], { page: 2, per_page: 20 }] },
  listByTagsResults: { args: [["vip"], { page: 2, per_page: 20 }] },
  streamByTags: { args: [["vip"], { per_page: 20 }] },
  streamByTagsResults: { args: [["vip"], { per_page: 20 }] }
}

const dialogsFilter = {
  _id: { in: [dialog_id], nin: [DialogId.make("5c094c0ce588ce6856f87423")] },
  type: { ne: "public" },
  name: { ctn: "Ada" },
  last_message_date_sent: times,
  created_at: times,
  updated_at: times,
  extensions: { place: { in: ["Kyiv"] } }
} as const

const permissions = { allow_preview: true }

const dialogChanges = {
  name: "Engines",
  description: "All of them",
  photo: "1",
  extensions: { place: "Kyiv" },
  permissions,
  push_all: { occupants_ids: [user_id], admins_ids: [user_id], pinned_messages_ids: [message_id] },
  pull_all: { occupants_ids: [user_id], admins_ids: [user_id], pinned_messages_ids: [message_id] }
}

const messagesFilter = {
  chat_dialog_id: dialog_id,
  _id: { nin: [message_id] },
  message: { ctn: "Ada" },
  date_sent: times,
  sender_id: user_id,
  recipient_id: { ne: user_id },
  "attachments.type": "image",
  updated_at: times,
  sort_desc: "date_sent",
  limit: 20
} as const

const marks = { chat_dialog_id: dialog_id, read: true, delivered: true }

const newMessage = {
  chat_dialog_id: dialog_id,
  message: "Hello",
  attachments: [{ type: "image", id: "1", size: 5 }],
  send_to_chat: true,
  markable: true,
  parameters: { country: "UA" }
}

const openMessage = ["0.parameters", "0.attachments.0"]

const messages: Table<Messages> = {
  withParameters: "no call",
  list: { args: [{ ...messagesFilter, skip: 10, mark_as_read: false }] },
  listResults: { args: [{ ...messagesFilter, skip: 10, mark_as_read: false }] },
  stream: { args: [messagesFilter] },
  streamResults: { args: [messagesFilter] },
  preview: { args: [dialog_id] },
  previewResults: { args: [dialog_id] },
  countUnread: { args: [[dialog_id]] },
  create: { args: [newMessage], open: openMessage },
  createOnce: { args: ["key", newMessage, { since: earlier }], open: ["1.parameters", "1.attachments.0"] },
  update: { args: [message_id, { ...marks, message: "Hallo" }] },
  updateMany: { args: [[message_id], marks] },
  updateAll: { args: [marks] },
  delete: { args: [message_id, { force: true }] },
  deleteMany: { args: [[message_id], { force: true }] },
  sendSystem: { args: [user_id, { any: "thing" }], open: ["1"] },
  react: { args: [message_id, { add: "🚂", remove: "👍" }] },
  listReactions: { args: [message_id] }
}

const page = { limit: 20, skip: 10 }

const chat: Table<Chat["Service"]> = {
  dialogs: {
    list: { args: [{ ...dialogsFilter, sort_desc: "created_at", ...page }], open: ["0.extensions"] },
    listResults: { args: [{ ...dialogsFilter, sort_desc: "created_at", ...page }], open: ["0.extensions"] },
    stream: { args: [{ ...dialogsFilter, sort_desc: "created_at", limit: 20 }], open: ["0.extensions"] },
    streamResults: { args: [{ ...dialogsFilter, sort_desc: "created_at", limit: 20 }], open: ["0.extensions"] },
    count: { args: [dialogsFilter], open: ["0.extensions"] },
    create: {
      args: [
        {
          type: "group",
          name: "Engines",
          occupants_ids: [user_id],
          admins_ids: [user_id],
          description: "All of them",
          photo: "1",
          extensions: { place: "Kyiv" },
          permissions
        }
      ],
      open: ["0.extensions"]
    },
    update: { args: [dialog_id, dialogChanges], open: ["1.extensions"] },
    delete: { args: [dialog_id, { force: true }] },
    deleteMany: { args: [[dialog_id], { force: true }] },
    clearHistory: { args: [dialog_id, { force: true }] },
    subscribe: { args: [dialog_id] },
    unsubscribe: { args: [dialog_id] },
    blockUser: { args: [dialog_id, user_id] },
    unblockUser: { args: [dialog_id, user_id] },
    listBlockedUsers: { args: [dialog_id] },
    listBlockedUsersResults: { args: [dialog_id] },
    updateAdmins: { args: [dialog_id, { add: [user_id], remove: [user_id] }] },
    updateNotifications: { args: [dialog_id, true] },
    getNotifications: { args: [dialog_id] },
    listOccupants: { args: [dialog_id, page] },
    listOccupantsResults: { args: [dialog_id, page] },
    streamOccupants: { args: [dialog_id, { limit: 20 }] },
    streamOccupantsResults: { args: [dialog_id, { limit: 20 }] }
  },
  messages,
  search: {
    args: [{ search_text: "engines", chat_dialog_ids: [dialog_id], limit: 20, start_date: later, end_date: earlier }]
  }
}

const auth: Table<Omit<Auth["Service"], "application">> = {
  createSession: { args: [{ login: "ada", email: "ada@example.com", password }] },
  getSession: "no arguments",
  destroySession: "no arguments",
  login: {
    args: [{ provider: "firebase_phone", firebase_phone: { project_id: "p", access_token: Redacted.make("token") } }]
  },
  logout: "no arguments"
}

export const profiles = Schema.Struct({ name: Schema.String, age: Schema.Int, tags: Schema.Array(Schema.String) })

const recordsFilter = {
  _id: { nin: [record_id] },
  _parent_id: { in: [record_id] },
  user_id: { in: [user_id] },
  created_at: times,
  updated_at: times,
  age: { gte: 18, lt: 80 },
  name: { ctn: "Ada" }
} as const

const recordsQuery = { ...recordsFilter, sort_desc: "age", output: { include: ["name", "age"] } } as const

const newRecord = {
  name: "Ada",
  age: 36,
  tags: ["vip"],
  _parent_id: record_id,
  permissions: {
    read: { access: "open_for_users_ids", ids: [user_id] },
    update: { access: "owner" },
    delete: { access: "open_for_groups", groups: ["vip"] }
  }
} as const

const recordChanges = { name: "Ada", inc: { age: 1 }, push: { tags: ["vip"] }, permissions: newRecord.permissions }

const records: Table<Collection<(typeof profiles)["fields"]>> = {
  class_name: "no call",
  create: { args: [newRecord] },
  createMany: { args: [[newRecord]] },
  get: { args: [record_id] },
  getMany: { args: [[record_id]] },
  list: { args: [{ ...recordsQuery, ...page }] },
  listResults: { args: [{ ...recordsQuery, ...page }] },
  stream: { args: [{ ...recordsQuery, limit: 20 }] },
  streamResults: { args: [{ ...recordsQuery, limit: 20 }] },
  count: { args: [recordsFilter] },
  first: { args: [recordsQuery] },
  last: { args: [recordsQuery] },
  update: { args: [record_id, recordChanges] },
  updateMany: { args: [[{ id: record_id, ...recordChanges }]] },
  updateByCriteria: { args: [recordsFilter, recordChanges], criteria: ["0"] },
  delete: { args: [record_id] },
  deleteMany: { args: [[record_id]] },
  deleteByCriteria: { args: [recordsFilter], criteria: ["0"] },
  getPermissions: { args: [record_id] },
  aggregate: { args: [{ calc: { age: "avg" }, group_by: "name", filter: recordsFilter }] }
}

const customData: Table<CustomData["Service"]> = { collection: "no call", untyped: "no call" }

const push: Table<PushNotifications["Service"]> = {
  subscriptions: {
    create: {
      args: [
        {
          notification_channel: "web",
          push_token: {
            environment: "production",
            bundle_identifier: "com.example",
            web_endpoint: "https://push.example/1",
            web_auth: Redacted.make("auth"),
            web_p256dh: "key"
          },
          device: { platform: "web", udid: "device" }
        }
      ]
    },
    list: "no arguments",
    delete: { args: [SubscriptionId.make(1)] }
  },
  events: {
    create: {
      args: [
        {
          environment: "production",
          event_type: "one_shot",
          recipients: { user: { tags: { any: ["vip"] } } },
          message: {
            message: "Hello",
            ios_badge: 1,
            ios_loc_data: { title_loc_key: "title", title_loc_args: ["a"] },
            parameters: { order: 17 }
          }
        }
      ],
      open: ["0.message.parameters"]
    }
  }
}

const storage: Table<Storage["Service"]> = {
  upload: {
    args: [Source.text("Hello"), { name: "hello.txt", content_type: "text/plain", public: true }],
    open: ["0"],
    criteria: ["0"]
  },
  download: { args: [blob_uid] },
  downloadPublic: { args: [blob_uid] },
  publicUrl: "no call",
  privateUrl: { args: [blob_uid] },
  create: { args: [{ content_type: "text/plain", name: "hello.txt", public: true }] },
  complete: { args: [blob_id, 5] },
  get: { args: [blob_id] },
  getByUid: { args: [blob_uid] },
  getObject: { args: [blob_uid, { download_url: true }] },
  delete: { args: [blob_id] },
  list: { args: [{ page: 2, per_page: 20 }] },
  stream: { args: [{ per_page: 20 }] },
  update: { args: [blob_id, { content_type: "text/plain", name: "hello.txt", new: true }] }
}

const book = { udid: "device" }

const contacts = [
  { name: "Dacia McCombie", phone: "61412675500" },
  { phone: "61412675501", destroy: true }
] as const

const addressBook: Table<AddressBook["Service"]> = {
  upload: { args: [contacts, { ...book, force: true }] },
  uploadInBatches: { args: [contacts, { ...book, force: true, batchSize: 10 }] },
  clear: { args: [book] },
  list: { args: [book] },
  listRegisteredUsers: { args: [{ ...book, compact: true }] }
}

const meeting = {
  name: "Friday",
  start_date: earlier,
  end_date: later,
  attendees: [{ id: user_id, email: "ada@example.com" }],
  record: true,
  public: true,
  scheduled: true,
  notify: true,
  notify_before: { metric: "hours", value: 1 },
  timezone: { offset: 60, name: "Europe/Kyiv" }
} as const

const videoCalling: Table<VideoCalling["Service"]> = {
  meetings: {
    create: { args: [{ ...meeting, chat: true }] },
    list: {
      args: [
        {
          start_date: times,
          end_date: times,
          created_at: times,
          updated_at: times,
          scheduled: true,
          limit: 20,
          offset: 10
        }
      ]
    },
    stream: { args: [{ start_date: times, scheduled: true, limit: 20 }] },
    get: { args: [meeting_id] },
    update: { args: [meeting_id, meeting] },
    delete: { args: [meeting_id] },
    listRecordings: { args: [meeting_id] }
  },
  calls: {
    reject: {
      args: [{ recipientId: user_id, sessionID: "1", platform: "iOS", userInfo: { any: "thing" } }],
      open: ["0.userInfo"]
    }
  }
}

const whiteboards: Table<Whiteboards["Service"]> = {
  create: { args: [{ name: "Engines", chat_dialog_id: dialog_id }] },
  list: { args: [dialog_id] },
  update: { args: [whiteboard_id, { name: "Engines" }] },
  delete: { args: [whiteboard_id] }
}

const period = { start_date: earlier, end_date: later }

const adminDialogs = {
  ...dialogsFilter,
  _id: { gt: dialog_id },
  extensions: { place: "Kyiv" }
} as const

const adminMessages = {
  _id: { gt: message_id },
  chat_dialog_id: dialog_id,
  date_sent: times,
  created_at: times,
  updated_at: times
}

const cursor = { before: later, batch: 20, sort_desc: "_id" } as const

const admin: Table<Admin["Service"]> = {
  stats: {
    messagesSentTotal: { args: [period] },
    messagesSentPerDay: { args: [{ ...period, limit: 20, offset: 10 }] },
    streamMessagesSentPerDay: { args: [period] },
    dialogsCreatedTotal: { args: [{ ...period, types: ["group"] }] },
    dialogsCreatedPerDay: { args: [{ ...period, types: ["group"], limit: 20, offset: 10 }] },
    streamDialogsCreatedPerDay: { args: [{ ...period, types: ["group"] }] }
  },
  chat: {
    dialogs: {
      list: { args: [{ ...dialogsFilter, sort_desc: "created_at", ...page }], open: ["0.extensions"] },
      stream: { args: [adminDialogs, { ...cursor, after: dialog_id }], open: ["0.extensions"] },
      pages: { args: [adminDialogs, { ...cursor, after: dialog_id }], open: ["0.extensions"] },
      listResults: { args: [{ ...dialogsFilter, sort_desc: "created_at", ...page }], open: ["0.extensions"] },
      streamResults: { args: [adminDialogs, { ...cursor, after: dialog_id }], open: ["0.extensions"] },
      pagesResults: { args: [adminDialogs, { ...cursor, after: dialog_id }], open: ["0.extensions"] },
      update: { args: [dialog_id, { ...dialogChanges, user_id, is_muted: true }], open: ["1.extensions"] }
    },
    messages: {
      list: { args: [{ ...adminMessages, sort_desc: "created_at", ...page }] },
      stream: { args: [adminMessages, { ...cursor, after: message_id }] },
      pages: { args: [adminMessages, { ...cursor, after: message_id }] },
      listResults: { args: [{ ...adminMessages, sort_desc: "created_at", ...page }] },
      streamResults: { args: [adminMessages, { ...cursor, after: message_id }] },
      pagesResults: { args: [adminMessages, { ...cursor, after: message_id }] }
    }
  },
  meetings: {
    create: { args: [{ ...meeting, chat: true, user_id }] },
    listRecordings: { args: [meeting_id] },
    deleteRecordings: { args: [meeting_id] }
  },
  users: { delete: { args: [user_id] } }
}

const linkPreviews: Table<LinkPreviews["Service"]> = { unfurl: { args: ["https://example.com/"] } }

/** The constructors of sessions that take options. */
const sessions: Table<Pick<typeof Session, "guest" | "login" | "provider">> = {
  login: { args: [{ login: "ada", password }] },
  provider: {
    args: [{ provider: "twitter", keys: { token: Redacted.make("token"), secret: Redacted.make("secret") } }]
  },
  guest: { args: [{ full_name: "Ada" }] }
}

/** All tables, by service. */
export const tables = {
  users,
  chat,
  auth,
  records,
  customData,
  push,
  storage,
  addressBook,
  videoCalling,
  whiteboards,
  admin,
  linkPreviews,
  sessions
}
