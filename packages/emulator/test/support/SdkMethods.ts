/**
 * What the official SDK has, and what each method of it asks of the API. The tests compare it with the SDK itself: a method that
 * is not here fails, and so does one that the SDK has no more.
 */
import { at } from "./Wire.ts"

/** The results of earlier calls: ids, by the names of the steps. */
export type Kept = { readonly [name: string]: string }

export interface Step {
  /** `module.method`, or the method alone at the root. */
  readonly method: string
  /** Who calls: each has an own instance. */
  readonly by: "ada" | "ben"
  readonly arguments: (kept: Kept) => ReadonlyArray<unknown>
  /** The requests, in their order; ids in paths are stars. */
  readonly asks: ReadonlyArray<string>
  /** Where in the response there is what later steps need. */
  readonly keeps?: { readonly [name: string]: string }
}

const step = (
  by: Step["by"],
  method: string,
  args: Step["arguments"],
  asks: string | ReadonlyArray<string>,
  keeps: Step["keeps"] = {}
): Step => ({ by, method, arguments: args, asks: typeof asks === "string" ? [asks] : asks, keeps })

const none = () => []

const number = (kept: Kept, name: string) => Number(kept[name])

const content = Buffer.from("a picture")

const picture = { name: "cat.jpeg", type: "image/jpeg", file: content, size: content.length }

/** A sequence that calls every REST method. */
export const steps: ReadonlyArray<Step> = [
  // Sessions and users
  step("ada", "createSession", none, "POST /session"),
  step(
    "ada",
    "users.signup",
    () => [
      { login: "ada", password: "correct horse", email: "ada@example.com", phone: "380505784512", tag_list: "vip" }
    ],
    "POST /users",
    { ada: "user.id" }
  ),
  step("ada", "login", () => [{ login: "ada", password: "correct horse" }], "POST /login"),
  step("ada", "getSession", none, "GET /session"),
  step("ben", "createSession", none, "POST /session"),
  step(
    "ben",
    "users.signup",
    () => [{ login: "ben", password: "correct horse", phone: "12345678901" }],
    "POST /users",
    { ben: "user.id" }
  ),
  step("ben", "createSession", () => [{ login: "ben", password: "correct horse" }], "POST /session"),
  step("ada", "users.getV2", (kept) => [{ id: { in: [number(kept, "ada"), number(kept, "ben")] } }], "GET /users/v2"),
  step("ada", "users.get", () => [{ login: "ben" }], "GET /users/by_login"),
  step("ada", "users.get", () => [{ per_page: 5 }], "GET /users"),
  step("ada", "users.get", (kept) => [number(kept, "ben")], "GET /users/*"),
  step("ada", "users.update", () => [{ full_name: "Ada Lovelace" }], "PUT /users/*"),
  step("ada", "users.listOnline", () => [{ limit: 10 }], "GET /users/online"),
  step("ada", "users.getOnlineCount", none, "GET /users/online"),
  step("ada", "users.resetPassword", () => ["ada@example.com"], "POST /users/password/reset"),
  // Chat
  step(
    "ada",
    "chat.dialog.create",
    (kept) => [{ type: 2, name: "Engines", occupants_ids: [number(kept, "ben")] }],
    "POST /chat/Dialog",
    { group: "_id" }
  ),
  step("ada", "chat.dialog.create", () => [{ type: 4, name: "Open" }], "POST /chat/Dialog", { open: "_id" }),
  step("ada", "chat.dialog.list", () => [{ type: { in: [2, 4] }, limit: 10 }], "GET /chat/Dialog"),
  step("ada", "chat.dialog.update", (kept) => [kept["group"], { name: "Difference engines" }], "PUT /chat/Dialog/*"),
  step("ada", "chat.dialog.addAdmins", (kept) => [kept["group"], [number(kept, "ben")]], "PUT /chat/Dialog/*/admins"),
  step(
    "ada",
    "chat.dialog.removeAdmins",
    (kept) => [kept["group"], [number(kept, "ben")]],
    "PUT /chat/Dialog/*/admins"
  ),
  step("ben", "chat.dialog.subscribe", (kept) => [kept["open"]], "POST /chat/Dialog/*/subscribe"),
  step(
    "ada",
    "chat.dialog.getPublicOccupants",
    (kept) => [kept["open"], { limit: 10 }],
    "GET /chat/Dialog/*/occupants"
  ),
  step("ben", "chat.dialog.unsubscribe", (kept) => [kept["open"]], "DELETE /chat/Dialog/*/subscribe"),
  step("ben", "chat.dialog.subscribeToPublic", (kept) => [kept["open"]], "POST /chat/Dialog/*/subscribe"),
  step("ben", "chat.dialog.unsubscribeFromPublic", (kept) => [kept["open"]], "DELETE /chat/Dialog/*/subscribe"),
  step(
    "ben",
    "chat.dialog.updateNotificationsSettings",
    (kept) => [kept["group"], false],
    "PUT /chat/Dialog/*/notifications"
  ),
  step("ben", "chat.dialog.getNotificationsSettings", (kept) => [kept["group"]], "GET /chat/Dialog/*/notifications"),
  step(
    "ada",
    "chat.message.create",
    (kept) => [{ chat_dialog_id: kept["group"], message: "Morning" }],
    "POST /chat/Message",
    { message: "_id" }
  ),
  step("ben", "chat.message.unreadCount", (kept) => [{ chat_dialog_ids: [kept["group"]] }], "GET /chat/Message/unread"),
  step(
    "ben",
    "chat.message.list",
    (kept) => [{ chat_dialog_id: kept["group"], sort_asc: "date_sent" }],
    "GET /chat/Message"
  ),
  step(
    "ben",
    "chat.message.update",
    (kept) => [kept["message"], { chat_dialog_id: kept["group"], read: 1 }],
    "PUT /chat/Message/*"
  ),
  step("ben", "chat.message.update", (kept) => ["", { chat_dialog_id: kept["group"], read: 1 }], "PUT /chat/Message"),
  step("ben", "chat.message.addReaction", (kept) => [kept["message"], "👍"], "PUT /chat/Message/*/reactions"),
  step("ben", "chat.message.removeReaction", (kept) => [kept["message"], "👍"], "PUT /chat/Message/*/reactions"),
  step("ben", "chat.message.updateReaction", (kept) => [kept["message"], "🚀"], "PUT /chat/Message/*/reactions"),
  step("ada", "chat.message.listReactions", (kept) => [kept["message"]], "GET /chat/Message/*/reactions"),
  step(
    "ada",
    "chat.message.createSystem",
    (kept) => [{ recipientId: number(kept, "ben"), name: "value" }],
    "POST /chat/Message/system"
  ),
  step("ada", "chat.search", () => [{ search_text: "Morning" }], "GET /chat/search"),
  step("ada", "chat.message.delete", (kept) => [[kept["message"]], { force: 1 }], "DELETE /chat/Message/*"),
  // Meetings and whiteboards
  step(
    "ada",
    "meeting.create",
    (kept) => [{ name: "Sync", attendees: [{ id: number(kept, "ben") }], chat: true }],
    "POST /meetings",
    { meeting: "_id" }
  ),
  step("ben", "meeting.get", (kept) => [{ _id: kept["meeting"] }], "GET /meetings"),
  step("ada", "meeting.update", (kept) => [kept["meeting"], { name: "Weekly sync" }], "PUT /meetings/*"),
  step("ada", "meeting.getRecordings", (kept) => [kept["meeting"]], "GET /meetings/recordings/*"),
  step("ada", "meeting.delete", (kept) => [kept["meeting"]], "DELETE /meetings/*"),
  step("ada", "whiteboard.create", (kept) => [{ name: "Sketch", chat_dialog_id: kept["group"] }], "POST /whiteboards", {
    whiteboard: "_id"
  }),
  step("ben", "whiteboard.get", (kept) => [{ chat_dialog_id: kept["group"] }], "GET /whiteboards"),
  step("ada", "whiteboard.update", (kept) => [kept["whiteboard"], { name: "Drawing" }], "PUT /whiteboards/*"),
  step("ada", "whiteboard.delete", (kept) => [kept["whiteboard"]], "DELETE /whiteboards/*"),
  step("ben", "chat.dialog.clearHistory", (kept) => [kept["group"]], "DELETE /chat/Dialog/clearHistory/*"),
  step("ada", "chat.dialog.delete", (kept) => [kept["group"], { force: 1 }], "DELETE /chat/Dialog/*"),
  // Files
  step("ada", "storage.create", () => [{ content_type: "image/jpeg", name: "dog.jpeg" }], "POST /blobs", {
    form: "id"
  }),
  step(
    "ada",
    "storage.createAndUpload",
    () => [picture],
    ["POST /blobs", "POST /cb-shared-s3", "PUT /blobs/*/complete"],
    { file: "id", uid: "uid" }
  ),
  step("ada", "storage.getInfo", (kept) => [number(kept, "file")], "GET /blobs/*"),
  step("ada", "storage.getFile", (kept) => [kept["uid"]], "GET /blobs/*"),
  step("ada", "storage.getFileObject", (kept) => [kept["uid"], { download_url: 1 }], "GET /blobs/*/object"),
  step("ada", "storage.list", () => [{ per_page: 10 }], "GET /blobs"),
  step("ada", "storage.update", (kept) => [{ id: number(kept, "file"), name: "kitten.jpeg" }], "GET /blobs/*"),
  step("ada", "storage.delete", (kept) => [number(kept, "file")], "DELETE /blobs/*"),
  // Pushes
  step(
    "ada",
    "pushnotifications.subscriptions.create",
    () => [
      {
        notification_channel: "gcm",
        device: { platform: "android", udid: "unique-id" },
        push_token: { environment: "development", client_identification_sequence: "token" }
      }
    ],
    "POST /subscriptions",
    { subscription: "0.subscription.id" }
  ),
  step("ada", "pushnotifications.subscriptions.list", none, "GET /subscriptions"),
  step(
    "ada",
    "pushnotifications.events.create",
    (kept) => [
      {
        notification_type: "push",
        environment: "development",
        user: { ids: String(kept["ada"]) },
        message: Buffer.from('{"message":"Hello"}').toString("base64")
      }
    ],
    "POST /events"
  ),
  step(
    "ada",
    "pushnotifications.subscriptions.delete",
    (kept) => [number(kept, "subscription")],
    "DELETE /subscriptions/*"
  ),
  // The address book
  step(
    "ada",
    "addressbook.uploadAddressBook",
    () => [[{ name: "Ben", phone: "12345678901" }], { force: 1 }],
    "POST /address_book"
  ),
  step("ada", "addressbook.get", none, "GET /address_book"),
  step("ada", "addressbook.getRegisteredUsers", () => [true], "GET /address_book/registered_users"),
  // Custom data
  step("ada", "data.create", () => ["engine", { name: "Difference" }], "POST /data/engine", { record: "_id" }),
  step(
    "ada",
    "data.create",
    () => ["engine", [{ name: "Analytical" }, { name: "Scheutz" }]],
    "POST /data/engine/multi",
    { other: "items.0._id" }
  ),
  step("ada", "data.list", () => ["engine", { name: { ctn: "iff" } }], "GET /data/engine"),
  step("ada", "data.list", (kept) => ["engine", kept["record"]], "GET /data/engine/*"),
  step("ada", "data.readPermissions", (kept) => ["engine", kept["record"]], "GET /data/engine/*"),
  step(
    "ada",
    "data.update",
    (kept) => ["engine", { _id: kept["record"], name: "Difference No. 2" }],
    "PUT /data/engine/*"
  ),
  step("ada", "data.delete", (kept) => ["engine", kept["record"]], "DELETE /data/engine/*"),
  step("ada", "data.delete", (kept) => ["engine", [kept["other"]]], "DELETE /data/engine/*"),
  // Links
  step("ada", "linkpreview.get", () => ["https://developers.example.com"], "POST /unfurl"),
  // The end
  step("ben", "users.delete", none, "DELETE /users/*"),
  step("ada", "logout", none, "DELETE /login"),
  step("ada", "destroySession", none, "DELETE /session")
]

/** Methods that need others: each is called by one of the steps. */
export const within: { readonly [method: string]: string } = {
  "storage.upload": "storage.createAndUpload",
  "storage.markUploaded": "storage.createAndUpload",
  "chat.message.putReaction": "chat.message.updateReaction",
  "data.createRecord": "data.create"
}

/** Methods without a request to the API. */
export const local: { readonly [method: string]: string } = {
  init: "sets the SDK up",
  utils: "helpers",
  setSession: "takes an existing token",
  "storage.privateUrl": "writes a URL",
  "storage.publicUrl": "writes a URL",
  "storage.parseUri": "reads a URL",
  "pushnotifications.base64Encode": "writes Base64",
  "whiteboard.getURL": "writes the URL of a page",
  "linkpreview.getHostFromUrl": "reads a URL"
}

/** Modules without a request of their own, and their members. */
export const otherModules: { readonly [module: string]: string } = {
  service: "sends the requests of the others",
  auth: "has the sessions of the root",
  "chat.xmppClient": "XMPP",
  "chat.helpers": "ids of XMPP",
  "chat.privacylist": "XMPP",
  "chat.muc": "XMPP",
  "chat.streamManagement": "XMPP",
  "chat.xmppClientListeners": "listeners",
  "linkpreview.cache": "a map"
}

/** Methods of the connection for real time. */
export const realTime: ReadonlyArray<string> = [
  "chat.connect",
  "chat.ping",
  "chat.send",
  "chat.sendSystemMessage",
  "chat.sendWebRTCSignalingMessage",
  "chat.sendIsTypingStatus",
  "chat.sendIsStopTypingStatus",
  "chat.sendDeliveredStatus",
  "chat.sendReadStatus",
  "chat.editMessage",
  "chat.deleteMessage",
  "chat.getLastUserActivity",
  "chat.onLastActivityStanza",
  "chat.markActive",
  "chat.markInactive",
  "chat.disconnect",
  "chat.terminate",
  "chat.onMessage",
  "chat.onPresence",
  "chat.onIQ",
  "chat.onSystemMessage",
  "chat.onWebRTCSignalingMessage",
  "chat.getCallExtension",
  "chat.onMessageError",
  "chat.postConnectActions",
  "chat.enableCarbons",
  "chat.setSubscriptionToUserLastActivity",
  "chat.subscribeToUserLastActivityStatus",
  "chat.unsubscribeFromUserLastActivityStatus",
  "chat.getListenerByName",
  "chat.addXMPPClientListener",
  "chat.removeXMPPClientListener",
  "chat.removeAllXMPPClientListeners",
  "chat.pingWithTimeout",
  "chat.addListener",
  "chat.removeListener",
  "chat.removeAllListeners"
]

export const readAt = (response: unknown, path: string): string => String(at(response, path))
