/** Lists whose cost grows with the data, with the reason. */

export interface Exception {
  readonly endpoint: string
  /** In which paths. */
  readonly query: RegExp
  /** Which step of the plan. */
  readonly step: RegExp
  readonly reason: string
}

const sort = /^USE TEMP B-TREE FOR ORDER BY$/

export const exceptions: ReadonlyArray<Exception> = [
  {
    endpoint: "users.list",
    query: /\[start_with\]=|\[in\]\[\]=|\[[gl]te?\]=|(?:tags|phone).*sort_/,
    step: sort,
    reason: "what a condition finds is in the order of its own field: the ids are sorted, unless it finds most users"
  },
  {
    endpoint: "users.listV1",
    query: /filter\[\]=\w+\+\w+\+(?:[gl][te]|between|in)\+/,
    step: sort,
    reason: "as of the second version"
  },
  {
    endpoint: "users.listV1",
    query: /filter\[\]=date\+\w+\+eq\+/,
    step: sort,
    reason: "a date is a range of a day"
  },
  { endpoint: "users.listOnline", query: /online/, step: sort, reason: "the ids of who was here of late are sorted" },
  {
    endpoint: "chat.dialogs.list",
    query: /updated_at\[[gl]te?\]=/,
    step: sort,
    reason: "the ids of the dialogs of one user that have changed are sorted"
  },
  {
    endpoint: "chat.search",
    query: /search_text=\w+(?!.*chat_dialog_ids)/,
    step: sort,
    reason: "all messages of the user are looked through: the text of messages has no index"
  },
  {
    endpoint: "data.records.list",
    query: /(?:created_at|updated_at|user_id)\[[gl]te?\]=/,
    step: sort,
    reason: "the ids of what a range finds are sorted"
  },
  {
    endpoint: "data.records.list",
    query: /sort_(?:asc|desc)=(?:string|_parent_id)$/,
    step: sort,
    reason:
      "the fields of a class are of the application's choice, and have no index; nor is there one over the parents"
  },
  {
    endpoint: "data.records.list",
    query: /group_by=/,
    step: /^USE TEMP B-TREE FOR (?:GROUP|ORDER) BY$/,
    reason: "all records are calculated"
  },
  {
    endpoint: "addressBook.registeredUsers",
    query: /registered_users/,
    step: sort,
    reason: "it has no pages: all that are found by the phones of the book are in it"
  },
  {
    endpoint: "admin.chat.listDialogs",
    query: /extensions\[/,
    step: /^SCAN d$/,
    reason: "the fields of extensions are of the application's choice, and have no index"
  },
  {
    endpoint: "admin.chat.listMessages",
    query: /chat_dialog_id=\w+&(?:date_sent\[|sort_(?:asc|desc)=(?:created|updated)_at)/,
    step: sort,
    reason: "the messages of one dialog are sorted: another index would be a cost of every message"
  }
]

/** Indexes that no list uses, and their use. */
export const otherIndexes: Readonly<Record<string, string>> = {
  meeting_attendees_by_meeting: "a meeting that is deleted takes them with it",
  meetings_by_dialog: "a dialog that is deleted leaves its meeting",
  meetings_by_reminder: "what is due is sent",
  sessions_by_expires_at: "sessions end",
  sessions_by_user: "a user who is deleted takes them with them",
  subscriptions_by_token: "a device has one token",
  user_tags_by_user: "a user who is deleted takes them with them",
  users_by_expires_at: "guests end"
}
