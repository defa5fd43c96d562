// @ts-check
/** How the request of an operation is a call of a method. */
import * as V from "./values.js"

/**
 * What a request has: the parameters of its path, its query and its body.
 *
 * @typedef {{ params: Readonly<Record<string, string>>, query: Readonly<Record<string, unknown>>, body: unknown }} Parts
 */

/**
 * The service, the method, and its arguments as code. A method without arguments is an effect.
 *
 * @typedef {{
 *   service: string,
 *   method: string | ((parts: Parts) => string),
 *   args?: (parts: Parts, needs: V.Needs) => ReadonlyArray<string>
 * }} Recipe
 */

/** @param {unknown} body @param {string} name */
const within = (body, name) => (V.isObject(body) ? (body[name] ?? body) : body)

/** An argument that is left out when it has no members. @param {string} code */
const optional = (code) => (code === "{}" ? [] : [code])

const texts = /** @type {const} */ (["eq", "in", "nin", "start_with"])
const times = /** @type {const} */ (["gt", "gte", "lt", "lte"])
const chatTexts = /** @type {const} */ (["ne", "in", "nin", "ctn"])

/** By which a list of users is found: one of them has to be there. */
const primary = {
  id: V.condition(V.userId, "eq", "in", "nin"),
  ...Object.fromEntries(
    ["login", "email", "full_name", "phone", "external_id", "facebook_id", "twitter_id"].map((name) => [
      name,
      V.condition(V.text, ...texts)
    ])
  ),
  user_tags: V.condition(V.text, "eq", "in", "nin")
}

const sortField = V.oneOf("id", "login", "email", "full_name", "phone", "created_at", "updated_at", "last_request_at")

const usersQuery = V.objectOf({
  ...primary,
  created_at: V.condition(V.time, ...times),
  updated_at: V.condition(V.time, ...times),
  last_request_at: V.condition(V.time, ...times),
  sort_asc: sortField,
  sort_desc: sortField,
  limit: V.int,
  offset: V.int
})

const profile = {
  login: V.text,
  email: V.text,
  full_name: V.text,
  phone: V.text,
  website: V.text,
  facebook_id: V.text,
  twitter_id: V.text,
  external_id: V.text,
  external_user_id: V.text,
  custom_data: V.text,
  timezone: V.int,
  avatar: V.text,
  tag_list: V.listOf(V.text),
  password: V.secret("CONNECTYCUBE_PASSWORD")
}

const newUser = V.objectOf(profile)

const credentials = V.objectOf({ login: V.text, email: V.text, password: V.secret("CONNECTYCUBE_PASSWORD") })

/** @param {unknown} who @param {V.Needs} needs */
const loginOf = (who, needs) => {
  V.need(who, "password")
  return credentials(who, needs)
}

const page = V.objectOf({ limit: V.int, skip: V.int })

const force = V.objectOf({ force: V.flag })

/** The types of dialogs by their numbers on the wire. */
const types = new Map([
  ["1", "broadcast"],
  ["2", "group"],
  ["3", "private"],
  ["4", "public"]
])

/** @type {V.Kind} */
const dialogType = (value, needs) =>
  V.oneOf("broadcast", "group", "private", "public")(types.get(String(value)) ?? value, needs)

const appearance = { description: V.text, photo: V.text }

/** @type {V.Kind} */
const newDialog = (body, needs) => {
  V.need(body, "type")
  const type = V.isObject(body) ? (types.get(String(body["type"])) ?? body["type"]) : undefined
  const occupants_ids = V.listOf(V.userId)
  const admins_ids = V.listOf(V.userId)
  if (type === "private") {
    V.need(body, "occupants_ids")
    if (V.isObject(body) && V.items(body["occupants_ids"]).length !== 1) throw new V.Unfit()
    return V.objectOf({ type: dialogType, description: V.text, occupants_ids })(body, needs)
  }
  if (type === "group") V.need(body, "name", "occupants_ids")
  else V.need(body, "name")
  return V.objectOf({ type: dialogType, name: V.text, occupants_ids, admins_ids, ...appearance })(body, needs)
}

const members = V.objectOf({
  occupants_ids: V.listOf(V.userId),
  admins_ids: V.listOf(V.userId),
  pinned_messages_ids: V.listOf(V.messageId)
})

const dialogChanges = V.objectOf({ name: V.text, ...appearance, push_all: members, pull_all: members })

const dialogsQuery = V.objectOf({
  _id: V.condition(V.dialogId, "in", "nin"),
  type: V.condition(dialogType, "ne", "in", "nin"),
  name: V.condition(V.text, ...chatTexts),
  last_message_date_sent: V.condition(V.time, ...times),
  created_at: V.condition(V.time, ...times),
  updated_at: V.condition(V.time, ...times),
  sort_asc: V.oneOf("last_message_date_sent", "created_at"),
  sort_desc: V.oneOf("last_message_date_sent", "created_at"),
  limit: V.int,
  skip: V.int
})

const messagesQuery = V.objectOf({
  chat_dialog_id: V.dialogId,
  _id: V.condition(V.messageId, "in", "nin"),
  message: V.condition(V.text, ...chatTexts),
  date_sent: V.condition(V.time, ...times),
  sender_id: V.condition(V.userId, "ne", "in", "nin"),
  recipient_id: V.condition(V.userId, "ne", "in", "nin"),
  updated_at: V.condition(V.time, ...times),
  sort_asc: V.oneOf("date_sent"),
  sort_desc: V.oneOf("date_sent"),
  limit: V.int,
  skip: V.int,
  mark_as_read: V.flag
})

/** @type {V.Kind} */
const attachments = (value) => {
  if (!Array.isArray(value)) throw new V.Unfit()
  for (const attachment of value)
    if (!V.isObject(attachment) || typeof attachment["type"] !== "string") throw new V.Unfit()
  return V.json(value)
}

const messageFields = {
  chat_dialog_id: V.dialogId,
  recipient_id: V.userId,
  message: V.text,
  attachments,
  send_to_chat: V.flag,
  markable: V.flag
}

/** What is no field is a custom parameter. @type {V.Kind} */
const newMessage = (body, needs) => {
  if (!V.isObject(body) || !("chat_dialog_id" in body || "recipient_id" in body)) throw new V.Unfit()
  const isField = (/** @type {string} */ name) => Object.hasOwn(messageFields, name)
  const own = Object.fromEntries(Object.entries(body).filter(([name]) => isField(name)))
  const parameters = Object.fromEntries(Object.entries(body).filter(([name]) => !isField(name)))
  return V.objectOf({ ...messageFields, parameters: V.json })(
    Object.keys(parameters).length === 0 ? own : { ...own, parameters },
    needs
  )
}

/** @type {V.Kind} */
const marks = (body, needs) => {
  V.need(body, "chat_dialog_id")
  return V.objectOf({ chat_dialog_id: V.dialogId, read: V.flag, delivered: V.flag, message: V.text })(body, needs)
}

/** The ids in the path: one, or several with commas between them. @param {string} text */
const several = (text) => text.includes(",")

const period = { start_date: V.time, end_date: V.time }

const attendee = V.objectOf({ id: V.userId, email: V.text })

const meeting = {
  name: V.text,
  ...period,
  attendees: V.listOf(attendee),
  record: V.flag,
  public: V.flag,
  scheduled: V.flag,
  notify: V.flag
}

/** @type {V.Kind} */
const newMeeting = (body, needs) => {
  V.need(body, "name", "start_date", "end_date", "attendees")
  return V.objectOf(meeting)(body, needs)
}

/** @param {Parts} parts */
const untyped = ({ params }) => `untyped(${JSON.stringify(params["class_name"] ?? "")})`

/** Fields of a record as they are, without operators and what all records have. @type {V.Kind} */
const fields = (body) => {
  if (!V.isObject(body) || Object.keys(body).some((name) => !/^[A-Za-z]\w*$/.test(name) || name === "permissions")) {
    throw new V.Unfit()
  }
  if (Object.values(body).some((value) => V.isObject(value) || value === null)) throw new V.Unfit()
  return V.json(body)
}

/** @param {string} name @param {(parts: Parts) => unknown} [of] */
const byText = (name, of = ({ query }) => query[name]) => ({
  service: "Users",
  method: name,
  args: (/** @type {Parts} */ parts, /** @type {V.Needs} */ needs) => [V.text(of(parts), needs)]
})

/** A method of what the path names by an id. @param {string} service @param {string} method @param {V.Kind} id @param {string} param */
const byId = (service, method, id, param) => ({
  service,
  method,
  args: (/** @type {Parts} */ { params }, /** @type {V.Needs} */ needs) => [id(params[param], needs)]
})

/** @param {string} method */
const ofDialog = (method) => byId("Chat", `dialogs.${method}`, V.dialogId, "dialog_id")

/** @param {string} method */
const statistics = (method) => ({
  service: "Admin",
  method: `stats.${method}`,
  args: (/** @type {Parts} */ { query }, /** @type {V.Needs} */ needs) =>
    optional(V.objectOf({ ...period, limit: V.int, skip: V.int })(query, needs))
})

/** @type {Readonly<Record<string, Recipe>>} */
export const recipes = {
  "auth.getSession": { service: "Auth", method: "getSession" },
  "auth.destroySession": { service: "Auth", method: "destroySession" },
  "auth.logout": { service: "Auth", method: "logout" },
  "auth.login": { service: "Auth", method: "login", args: ({ body }, needs) => [loginOf(body, needs)] },
  "auth.createSession": {
    service: "Auth",
    method: "createSession",
    args: ({ body }, needs) => {
      if (!V.isObject(body) || "provider" in body || "firebase_phone" in body || "firebase_email" in body)
        throw new V.Unfit()
      return body["user"] === undefined ? [] : [loginOf(body["user"], needs)]
    }
  },

  "users.list": {
    service: "Users",
    method: "list",
    args: ({ query }, needs) => {
      const found = Object.keys(primary).filter((name) => name in query)
      // What only excludes users cannot stand alone.
      const alone = found.filter(
        (name) => !V.isObject(query[name]) || Object.keys(query[name]).some((key) => key !== "nin")
      )
      if (alone.length === 0) throw new V.Unfit()
      return [usersQuery(query, needs)]
    }
  },
  "users.getById": byId("Users", "getV1", V.userId, "user_id"),
  "users.getByLogin": byText("getByLogin", ({ query }) => query["login"]),
  "users.getByEmail": byText("getByEmail", ({ query }) => query["email"]),
  "users.getByPhone": byText("getByPhone", ({ query }) => query["phone"]),
  "users.getByFacebookId": byText("getByFacebookId", ({ query }) => query["facebook_id"]),
  "users.getByTwitterId": byText("getByTwitterId", ({ query }) => query["twitter_id"]),
  "users.getByExternalId": byText("getByExternalId", ({ params }) => params["external_user_id"]),
  "users.listOnline": {
    service: "Users",
    method: ({ query }) => ("count" in query ? "countOnline" : "listOnline"),
    args: ({ query }, needs) =>
      "count" in query ? [] : optional(V.objectOf({ limit: V.int, offset: V.int })(query, needs))
  },
  "users.signUp": {
    service: "Users",
    method: "signUp",
    args: ({ body }, needs) => {
      const user = within(body, "user")
      V.need(user, "password")
      if (V.isObject(user) && !("login" in user || "email" in user)) throw new V.Unfit()
      return [newUser(user, needs)]
    }
  },
  "users.update": {
    service: "Users",
    method: "update",
    args: ({ body, params }, needs) => [V.userId(params["user_id"], needs), newUser(within(body, "user"), needs)]
  },
  "users.delete": byId("Users", "delete", V.userId, "user_id"),
  "users.deleteByExternalId": byText("deleteByExternalId", ({ params }) => params["external_user_id"]),
  "users.resetPassword": byText("resetPassword", ({ query }) => query["email"]),

  "chat.dialogs.list": {
    service: "Chat",
    method: "dialogs.list",
    args: ({ query }, needs) => optional(dialogsQuery(query, needs))
  },
  "chat.dialogs.create": {
    service: "Chat",
    method: "dialogs.create",
    args: ({ body }, needs) => [newDialog(body, needs)]
  },
  "chat.dialogs.update": {
    service: "Chat",
    method: "dialogs.update",
    args: ({ body, params }, needs) => [V.dialogId(params["dialog_id"], needs), dialogChanges(body, needs)]
  },
  "chat.dialogs.delete": {
    service: "Chat",
    method: ({ params }) => (several(params["dialog_ids"] ?? "") ? "dialogs.deleteMany" : "dialogs.delete"),
    args: ({ params: { dialog_ids = "" }, query }, needs) => [
      several(dialog_ids) ? V.listOf(V.dialogId)(dialog_ids, needs) : V.dialogId(dialog_ids, needs),
      ...optional(force(query, needs))
    ]
  },
  "chat.dialogs.clearHistory": {
    service: "Chat",
    method: "dialogs.clearHistory",
    args: ({ params, query }, needs) => [V.dialogId(params["dialog_id"], needs), ...optional(force(query, needs))]
  },
  "chat.dialogs.subscribe": ofDialog("subscribe"),
  "chat.dialogs.unsubscribe": ofDialog("unsubscribe"),
  "chat.dialogs.listBlockedUsers": ofDialog("listBlockedUsers"),
  "chat.dialogs.getNotifications": ofDialog("getNotifications"),
  "chat.dialogs.updateNotifications": {
    service: "Chat",
    method: "dialogs.updateNotifications",
    args: ({ body, params }, needs) => [V.dialogId(params["dialog_id"], needs), V.flag(within(body, "enabled"), needs)]
  },
  "chat.dialogs.listOccupants": {
    service: "Chat",
    method: "dialogs.listOccupants",
    args: ({ params, query }, needs) => [V.dialogId(params["dialog_id"], needs), ...optional(page(query, needs))]
  },
  "chat.messages.list": {
    service: "Chat",
    method: "messages.list",
    args: ({ query }, needs) => {
      V.need(query, "chat_dialog_id")
      return [messagesQuery(query, needs)]
    }
  },
  "chat.messages.unreadCount": {
    service: "Chat",
    method: "messages.countUnread",
    args: ({ query }, needs) =>
      query["chat_dialog_ids"] === undefined ? [] : [V.listOf(V.dialogId)(query["chat_dialog_ids"], needs)]
  },
  "chat.messages.create": {
    service: "Chat",
    method: "messages.create",
    args: ({ body }, needs) => [newMessage(body, needs)]
  },
  "chat.messages.update": {
    service: "Chat",
    method: ({ params }) => (several(params["message_ids"] ?? "") ? "messages.updateMany" : "messages.update"),
    args: ({ body, params: { message_ids = "" } }, needs) => [
      several(message_ids) ? V.listOf(V.messageId)(message_ids, needs) : V.messageId(message_ids, needs),
      several(message_ids)
        ? V.objectOf({ chat_dialog_id: V.dialogId, read: V.flag, delivered: V.flag })(body, needs)
        : marks(body, needs)
    ]
  },
  "chat.messages.delete": {
    service: "Chat",
    method: ({ params }) => (several(params["message_ids"] ?? "") ? "messages.deleteMany" : "messages.delete"),
    args: ({ params: { message_ids = "" }, query }, needs) => [
      several(message_ids) ? V.listOf(V.messageId)(message_ids, needs) : V.messageId(message_ids, needs),
      ...optional(force(query, needs))
    ]
  },
  "chat.messages.react": {
    service: "Chat",
    method: "messages.react",
    args: ({ body, params }, needs) => {
      if (!V.isObject(body) || Object.keys(body).length === 0) throw new V.Unfit()
      return [V.messageId(params["message_id"], needs), V.objectOf({ add: V.text, remove: V.text })(body, needs)]
    }
  },
  "chat.messages.listReactions": byId("Chat", "messages.listReactions", V.messageId, "message_id"),
  "chat.search": {
    service: "Chat",
    method: "search",
    args: ({ query }, needs) => {
      V.need(query, "search_text")
      return [
        V.objectOf({
          search_text: V.text,
          chat_dialog_ids: V.listOf(V.dialogId),
          limit: V.int,
          start_date: V.time,
          end_date: V.time
        })(query, needs)
      ]
    }
  },

  "data.records.create": {
    service: "CustomData",
    method: (parts) => `${untyped(parts)}.create`,
    args: ({ body }, needs) => [fields(body, needs)]
  },
  "data.records.get": {
    service: "CustomData",
    method: (parts) => `${untyped(parts)}.${several(parts.params["record_ids"] ?? "") ? "getMany" : "get"}`,
    args: ({ params: { record_ids = "" }, query }, needs) => {
      if (Object.keys(query).length > 0) throw new V.Unfit()
      return [several(record_ids) ? V.listOf(V.recordId)(record_ids, needs) : V.recordId(record_ids, needs)]
    }
  },
  "data.records.list": {
    service: "CustomData",
    method: (parts) => `${untyped(parts)}.list`,
    args: ({ query }, needs) => optional(page(query, needs))
  },
  "data.records.update": {
    service: "CustomData",
    method: (parts) => `${untyped(parts)}.update`,
    args: ({ body, params }, needs) => [V.recordId(params["record_id"], needs), fields(body, needs)]
  },
  "data.records.delete": {
    service: "CustomData",
    method: (parts) => `${untyped(parts)}.${several(parts.params["record_ids"] ?? "") ? "deleteMany" : "delete"}`,
    args: ({ params: { record_ids = "" } }, needs) => [
      several(record_ids) ? V.listOf(V.recordId)(record_ids, needs) : V.recordId(record_ids, needs)
    ]
  },

  "storage.create": {
    service: "Storage",
    method: "create",
    args: ({ body }, needs) => {
      const file = within(body, "blob")
      V.need(file, "content_type", "name")
      return [V.objectOf({ content_type: V.text, name: V.text, public: V.flag })(file, needs)]
    }
  },
  "storage.complete": {
    service: "Storage",
    method: "complete",
    args: ({ body, params }, needs) => [
      V.blobId(params["blob_id"], needs),
      V.int(within(within(body, "blob"), "size"), needs)
    ]
  },
  "storage.get": {
    service: "Storage",
    method: ({ params }) => (/^\d+$/.test(params["blob_id"] ?? "") ? "get" : "getByUid"),
    args: ({ params: { blob_id = "" } }, needs) => [
      /^\d+$/.test(blob_id) ? V.blobId(blob_id, needs) : V.blobUid(blob_id, needs)
    ]
  },
  "storage.list": {
    service: "Storage",
    method: "list",
    args: ({ query }, needs) => optional(V.objectOf({ page: V.int, per_page: V.int })(query, needs))
  },
  "storage.download": byId("Storage", "privateUrl", V.blobUid, "blob_uid"),
  "storage.delete": byId("Storage", "delete", V.blobId, "blob_id"),

  "push.subscriptions.list": { service: "PushNotifications", method: "subscriptions.list" },
  "push.subscriptions.delete": byId("PushNotifications", "subscriptions.delete", V.subscriptionId, "subscription_id"),

  "addressBook.get": {
    service: "AddressBook",
    method: "list",
    args: ({ query }, needs) => optional(V.objectOf({ udid: V.text })(query, needs))
  },

  "meetings.create": {
    service: "VideoCalling",
    method: "meetings.create",
    args: ({ body }, needs) => [newMeeting(body, needs)]
  },
  "meetings.list": {
    service: "VideoCalling",
    method: ({ query }) => ("_id" in query ? "meetings.get" : "meetings.list"),
    args: ({ query }, needs) =>
      "_id" in query
        ? [V.meetingId(query["_id"], needs)]
        : optional(V.objectOf({ limit: V.int, offset: V.int })(query, needs))
  },
  "meetings.update": {
    service: "VideoCalling",
    method: "meetings.update",
    args: ({ body, params }, needs) => [V.meetingId(params["meeting_id"], needs), V.objectOf(meeting)(body, needs)]
  },
  "meetings.delete": byId("VideoCalling", "meetings.delete", V.meetingId, "meeting_id"),
  "meetings.recordings": byId("VideoCalling", "meetings.listRecordings", V.meetingId, "meeting_id"),

  "whiteboards.create": {
    service: "Whiteboards",
    method: "create",
    args: ({ body }, needs) => {
      V.need(body, "name", "chat_dialog_id")
      return [V.objectOf({ name: V.text, chat_dialog_id: V.dialogId })(body, needs)]
    }
  },
  "whiteboards.list": {
    service: "Whiteboards",
    method: "list",
    args: ({ query }, needs) => [V.dialogId(query["chat_dialog_id"], needs)]
  },
  "whiteboards.update": {
    service: "Whiteboards",
    method: "update",
    args: ({ body, params }, needs) => {
      V.need(body, "name")
      return [V.whiteboardId(params["whiteboard_id"], needs), V.objectOf({ name: V.text })(body, needs)]
    }
  },
  "whiteboards.delete": byId("Whiteboards", "delete", V.whiteboardId, "whiteboard_id"),

  "admin.stats.messagesSentTotal": statistics("messagesSentTotal"),
  "admin.stats.messagesSentPerDay": statistics("messagesSentPerDay"),
  "admin.users.delete": byId("Admin", "users.delete", V.userId, "user_id"),
  "admin.meetings.recordings": byId("Admin", "meetings.listRecordings", V.meetingId, "meeting_id"),
  "admin.meetings.deleteRecordings": byId("Admin", "meetings.deleteRecordings", V.meetingId, "meeting_id")
}
