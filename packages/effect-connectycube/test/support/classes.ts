import type { RetrySafety } from "@effect-connectycube/core/contract/Endpoint"
import type { ForEach } from "./groups.ts"

/**
 * What sending a request twice does. A `write` goes out again only after a response that says it was not handled, so a change
 * here changes what a program may see done twice.
 */
export const classes: ForEach<RetrySafety> = {
  addressBook: { upload: "idempotent", get: "safe", registeredUsers: "safe" },
  "admin.chat": { listDialogs: "safe", updateDialog: "idempotent", listMessages: "safe" },
  "admin.meetings": { create: "unsafe", recordings: "safe", deleteRecordings: "idempotent" },
  "admin.stats": {
    messagesSentTotal: "safe",
    messagesSentPerDay: "safe",
    dialogsCreatedTotal: "safe",
    dialogsCreatedPerDay: "safe"
  },
  "admin.users": { delete: "idempotent" },
  auth: {
    createSession: "unsafe",
    getSession: "safe",
    destroySession: "idempotent",
    login: "unsafe",
    logout: "idempotent"
  },
  calls: { reject: "unsafe" },
  chat: { search: "safe" },
  "chat.dialogs": {
    list: "safe",
    create: "unsafe",
    update: "idempotent",
    delete: "idempotent",
    clearHistory: "idempotent",
    subscribe: "idempotent",
    unsubscribe: "idempotent",
    blockUser: "idempotent",
    unblockUser: "idempotent",
    listBlockedUsers: "safe",
    updateAdmins: "idempotent",
    updateNotifications: "idempotent",
    getNotifications: "safe",
    listOccupants: "safe"
  },
  "chat.messages": {
    list: "safe",
    unreadCount: "safe",
    create: "unsafe",
    update: "idempotent",
    updateAll: "idempotent",
    delete: "idempotent",
    sendSystem: "unsafe",
    react: "idempotent",
    listReactions: "safe"
  },
  "data.records": {
    create: "unsafe",
    createMany: "unsafe",
    get: "safe",
    list: "safe",
    // With `inc`, `push` and `pop` an update counts.
    update: "unsafe",
    updateMany: "unsafe",
    updateByCriteria: "unsafe",
    delete: "idempotent",
    deleteByCriteria: "idempotent"
  },
  // A POST that changes nothing.
  linkPreview: { unfurl: "safe" },
  meetings: { create: "unsafe", list: "safe", update: "idempotent", delete: "idempotent", recordings: "safe" },
  "push.events": { create: "unsafe" },
  "push.subscriptions": { create: "unsafe", list: "safe", delete: "idempotent" },
  storage: {
    create: "unsafe",
    complete: "idempotent",
    completePost: "idempotent",
    get: "safe",
    list: "safe",
    download: "safe",
    getObject: "safe",
    update: "idempotent",
    delete: "idempotent"
  },
  users: {
    signUp: "unsafe",
    list: "safe",
    listV1: "safe",
    getById: "safe",
    getByLogin: "safe",
    getByFullName: "safe",
    getByFacebookId: "safe",
    getByTwitterId: "safe",
    getByEmail: "safe",
    getByTags: "safe",
    getByExternalId: "safe",
    getByPhone: "safe",
    listOnline: "safe",
    update: "idempotent",
    delete: "idempotent",
    deleteByExternalId: "idempotent",
    // A GET that sends an e-mail each time.
    resetPassword: "unsafe",
    resetPasswordPost: "unsafe"
  },
  whiteboards: { create: "unsafe", list: "safe", update: "idempotent", delete: "idempotent" }
}

/** The credentials of a request. */
export type Credentials = "none" | "application" | "administration" | "session"

export const credentialsOf = (operation: string): Credentials => {
  if (operation.startsWith("admin.")) return "administration"
  if (operation === "users.signUp") return "application"
  return open.includes(operation) ? "none" : "session"
}

const open = ["auth.createSession", "linkPreview.unfurl", "storage.get", "storage.download"]
