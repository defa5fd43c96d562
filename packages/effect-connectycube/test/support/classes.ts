import type { ResendClass } from "@effect-connectycube/core/Contract"
import type { ForEach } from "./groups.ts"

/**
 * What sending a request twice does. A `write` goes out again only after an answer that says it was not handled, so a change
 * here changes what a program may see done twice.
 */
export const classes: ForEach<ResendClass> = {
  addressBook: { upload: "idempotent", get: "read", registeredUsers: "read" },
  "admin.chat": { listDialogs: "read", updateDialog: "idempotent", listMessages: "read" },
  "admin.meetings": { create: "write", recordings: "read", deleteRecordings: "idempotent" },
  "admin.stats": {
    messagesSentTotal: "read",
    messagesSentPerDay: "read",
    dialogsCreatedTotal: "read",
    dialogsCreatedPerDay: "read"
  },
  "admin.users": { delete: "idempotent" },
  auth: {
    createSession: "write",
    getSession: "read",
    destroySession: "idempotent",
    login: "write",
    logout: "idempotent"
  },
  calls: { reject: "write" },
  chat: { search: "read" },
  "chat.dialogs": {
    list: "read",
    create: "write",
    update: "idempotent",
    delete: "idempotent",
    clearHistory: "idempotent",
    subscribe: "idempotent",
    unsubscribe: "idempotent",
    blockUser: "idempotent",
    unblockUser: "idempotent",
    listBlockedUsers: "read",
    updateAdmins: "idempotent",
    updateNotifications: "idempotent",
    getNotifications: "read",
    listOccupants: "read"
  },
  "chat.messages": {
    list: "read",
    unreadCount: "read",
    create: "write",
    update: "idempotent",
    updateAll: "idempotent",
    delete: "idempotent",
    sendSystem: "write",
    react: "idempotent",
    listReactions: "read"
  },
  "data.records": {
    create: "write",
    createMany: "write",
    get: "read",
    list: "read",
    // With `inc`, `push` and `pop` an update counts.
    update: "write",
    updateMany: "write",
    updateByCriteria: "write",
    delete: "idempotent",
    deleteByCriteria: "idempotent"
  },
  // A POST that changes nothing.
  linkPreview: { unfurl: "read" },
  meetings: { create: "write", list: "read", update: "idempotent", delete: "idempotent", recordings: "read" },
  "push.events": { create: "write" },
  "push.subscriptions": { create: "write", list: "read", delete: "idempotent" },
  storage: {
    create: "write",
    complete: "idempotent",
    completePost: "idempotent",
    get: "read",
    list: "read",
    download: "read",
    getObject: "read",
    update: "idempotent",
    delete: "idempotent"
  },
  users: {
    signUp: "write",
    list: "read",
    listV1: "read",
    getById: "read",
    getByLogin: "read",
    getByFullName: "read",
    getByFacebookId: "read",
    getByTwitterId: "read",
    getByEmail: "read",
    getByTags: "read",
    getByExternalId: "read",
    getByPhone: "read",
    listOnline: "read",
    update: "idempotent",
    delete: "idempotent",
    deleteByExternalId: "idempotent",
    // A GET that sends an e-mail each time.
    resetPassword: "write",
    resetPasswordPost: "write"
  },
  whiteboards: { create: "write", list: "read", update: "idempotent", delete: "idempotent" }
}

/** What a request shows of who makes it. */
export type Credentials = "none" | "application" | "administration" | "session"

export const credentialsOf = (operation: string): Credentials => {
  if (operation.startsWith("admin.")) return "administration"
  if (operation === "users.signUp") return "application"
  return open.includes(operation) ? "none" : "session"
}

const open = ["auth.createSession", "linkPreview.unfurl", "storage.get", "storage.download"]
