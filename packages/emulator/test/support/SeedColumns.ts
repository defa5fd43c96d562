/** Where each column of each table is in a seed. */

/** In a seed; made of what is in a seed; or not in a seed, for that reason. */
export type Column =
  | { readonly seed: string }
  | { readonly derived: string }
  /** Not in the seed, and why. */
  | { readonly left: string }

const seed = (path: string): Column => ({ seed: path })
const derived = (from: string): Column => ({ derived: from })
const left = (why: string): Column => ({ left: why })

const noSession = left("a session is no data: its token is a secret, and ends within hours")
const order = derived("the order in the list")
const theMessage = derived("the message that it is a part of")

export const columns: { readonly [table: string]: { readonly [column: string]: Column } } = {
  users: {
    id: seed("users.id"),
    object_id: seed("users._id"),
    login: seed("users.login"),
    email: seed("users.email"),
    full_name: seed("users.full_name"),
    phone: seed("users.phone"),
    website: seed("users.website"),
    external_id: seed("users.external_id"),
    external_user_id: seed("users.external_user_id"),
    facebook_id: seed("users.facebook_id"),
    twitter_id: seed("users.twitter_id"),
    custom_data: seed("users.custom_data"),
    avatar: seed("users.avatar"),
    timezone: seed("users.timezone"),
    user_tags: seed("users.tag_list"),
    is_guest: seed("users.is_guest"),
    password: seed("users.password_hash"),
    identity: seed("users.identity"),
    created_at: seed("users.created_at"),
    updated_at: seed("users.updated_at"),
    last_request_at: seed("users.last_request_at"),
    expires_at: seed("users.expires_at")
  },
  user_tags: { tag: derived("users.tag_list"), user_id: derived("users.tag_list") },
  sessions: {
    token: noSession,
    id: noSession,
    user_id: noSession,
    nonce: noSession,
    ts: noSession,
    created_at: noSession,
    updated_at: noSession,
    expires_at: noSession
  },
  dialogs: {
    id: seed("dialogs._id"),
    type: seed("dialogs.type"),
    user_id: seed("dialogs.user_id"),
    pair: derived("the occupants of a private dialog"),
    name: seed("dialogs.name"),
    description: seed("dialogs.description"),
    photo: seed("dialogs.photo"),
    extensions: seed("dialogs.extensions"),
    allow_preview: seed("dialogs.permissions.allow_preview"),
    created_at: seed("dialogs.created_at"),
    updated_at: seed("dialogs.updated_at")
  },
  memberships: {
    user_id: seed("dialogs.occupants_ids"),
    dialog_id: derived("the dialog of the occupants"),
    opponent_id: derived("the occupants of a private dialog"),
    is_admin: seed("dialogs.admins_ids"),
    notifications: seed("dialogs.members.notifications"),
    deleted: seed("dialogs.members.deleted"),
    cleared: seed("messages.deleted_for_ids"),
    last_message: seed("dialogs.members.last_message_id"),
    last_message_date_sent: derived("the last message"),
    created_at: derived("dialogs.created_at"),
    updated_at: derived("dialogs.updated_at")
  },
  messages: {
    number: order,
    id: seed("messages._id"),
    chat_dialog_id: seed("messages.chat_dialog_id"),
    sender_id: seed("messages.sender_id"),
    recipient_id: seed("messages.recipient_id"),
    message: seed("messages.message"),
    attachments: seed("messages.attachments"),
    parameters: seed("messages.parameters"),
    date_sent: seed("messages.date_sent"),
    created_at: seed("messages.created_at"),
    updated_at: seed("messages.updated_at"),
    edited_at: seed("messages.edited_at")
  },
  message_receipts: {
    number: theMessage,
    user_id: seed("messages.delivered_ids"),
    read: seed("messages.read_ids")
  },
  unread_messages: {
    user_id: derived("the occupants who have neither read the message, nor sent it, nor deleted it for themselves"),
    dialog_id: theMessage,
    number: theMessage
  },
  hidden_messages: { number: theMessage, user_id: seed("messages.deleted_for_ids") },
  message_reactions: {
    place: order,
    number: theMessage,
    user_id: seed("messages.reactions.user_id"),
    reaction: seed("messages.reactions.reaction")
  },
  pinned_messages: {
    place: order,
    dialog_id: derived("the dialog that it is pinned in"),
    number: seed("dialogs.pinned_messages_ids")
  },
  blocked_users: { dialog_id: derived("the dialog that they are blocked in"), user_id: seed("dialogs.blocked_ids") },
  records: {
    id: seed("records._id"),
    class_name: seed("the name of the list in records"),
    user_id: seed("records.user_id"),
    parent_id: seed("records._parent_id"),
    fields: seed("the other members of a record"),
    permissions: seed("records.permissions"),
    created_at: seed("records.created_at"),
    updated_at: seed("records.updated_at")
  },
  record_fields: {
    class_name: seed("record_fields"),
    field: seed("record_fields"),
    type: seed("record_fields")
  },
  contacts: {
    number: order,
    user_id: seed("contacts.user_id"),
    udid: seed("contacts.udid"),
    phone: seed("contacts.phone"),
    name: seed("contacts.name"),
    changed: seed("contacts.changed")
  },
  subscriptions: {
    id: seed("subscriptions.id"),
    user_id: seed("subscriptions.user_id"),
    udid: seed("subscriptions.subscription.device.udid"),
    channel: seed("subscriptions.subscription.notification_channel"),
    environment: seed("subscriptions.subscription.push_token.environment"),
    bundle_identifier: seed("subscriptions.subscription.push_token.bundle_identifier"),
    platform: seed("subscriptions.subscription.device.platform"),
    token: seed("subscriptions.subscription.push_token"),
    created_at: seed("subscriptions.created_at"),
    updated_at: seed("subscriptions.updated_at")
  },
  push_events: {
    id: seed("events.id"),
    user_id: seed("events.user_id"),
    message: seed("events.message"),
    created_at: seed("events.created_at")
  },
  meetings: {
    id: seed("meetings._id"),
    host_id: seed("meetings.user_id"),
    name: seed("meetings.name"),
    start_date: seed("meetings.start_date"),
    end_date: seed("meetings.end_date"),
    attendees: seed("meetings.attendees"),
    record: seed("meetings.record"),
    public: seed("meetings.public"),
    scheduled: seed("meetings.scheduled"),
    notify: seed("meetings.notify"),
    notify_before: seed("meetings.notify_before"),
    timezone: seed("meetings.timezone"),
    chat_dialog_id: seed("meetings.chat_dialog_id"),
    remind_at: seed("meetings.remind_at"),
    created_at: seed("meetings.created_at"),
    updated_at: seed("meetings.updated_at")
  },
  meeting_attendees: { user_id: derived("meetings.attendees"), meeting_id: derived("meetings.attendees") },
  meeting_recordings: {
    id: seed("meetings.recordings._id"),
    meeting_id: derived("the meeting that it is of"),
    participants_ids: seed("meetings.recordings.participants_ids"),
    file_uid: seed("meetings.recordings.file_uid"),
    duration: seed("meetings.recordings.duration"),
    size: seed("meetings.recordings.size"),
    created_at: seed("meetings.recordings.created_at"),
    updated_at: seed("meetings.recordings.updated_at")
  },
  whiteboards: {
    id: seed("whiteboards._id"),
    chat_dialog_id: seed("whiteboards.chat_dialog_id"),
    user_id: seed("whiteboards.user_id"),
    name: seed("whiteboards.name"),
    created_at: seed("whiteboards.created_at"),
    updated_at: seed("whiteboards.updated_at")
  },
  blobs: {
    id: seed("files.id"),
    uid: seed("files.uid"),
    user_id: seed("files.user_id"),
    name: seed("files.name"),
    content_type: seed("files.content_type"),
    public: seed("files.public"),
    size: seed("files.size"),
    completed_at: seed("files.completed_at"),
    created_at: seed("files.created_at"),
    updated_at: seed("files.updated_at")
  },
  blob_objects: {
    key: derived("files.uid"),
    content: left("the name of the bytes in this emulator; they are in files.content"),
    size: derived("files.content"),
    content_type: seed("files.stored.content_type"),
    acl: seed("files.stored.acl"),
    md5: derived("files.content"),
    sha256: derived("files.content"),
    stored_at: seed("files.stored_at")
  },
  blob_leftovers: { content: left("bytes that are to be deleted") },
  sqlite_sequence: {
    name: seed("last_ids"),
    seq: seed("last_ids: those that the API shows. Messages and contacts are counted anew")
  }
}

/** The rows of each table, without what is left out, and with the messages by their ids. */
export const queries: { readonly [table: string]: string } = {
  ...Object.fromEntries(
    Object.keys(columns).map((table) => [
      table,
      `SELECT * FROM ${table} ORDER BY ${Object.keys(columns[table] ?? {})
        .map((_, index) => index + 1)
        .join(", ")}`
    ])
  ),
  sessions: "SELECT 1 WHERE false",
  memberships: `
    SELECT m.user_id, m.dialog_id, m.opponent_id, m.is_admin, m.notifications, m.deleted, l.id AS last_message,
      m.last_message_date_sent, m.created_at, m.updated_at
    FROM memberships m LEFT JOIN messages l ON l.number = m.last_message ORDER BY 1, 2`,
  messages: `
    SELECT id, chat_dialog_id, sender_id, recipient_id, message, attachments, parameters, date_sent, created_at,
      updated_at, edited_at
    FROM messages ORDER BY number`,
  message_receipts:
    "SELECT s.id, r.user_id, r.read FROM message_receipts r JOIN messages s USING (number) ORDER BY 1, 2",
  unread_messages:
    "SELECT u.user_id, u.dialog_id, s.id FROM unread_messages u JOIN messages s USING (number) ORDER BY 1, 3",
  hidden_messages: `
    SELECT s.id, h.user_id FROM hidden_messages h JOIN messages s USING (number)
    UNION SELECT s.id, m.user_id FROM memberships m JOIN messages s ON s.chat_dialog_id = m.dialog_id
    WHERE s.number <= m.cleared ORDER BY 1, 2`,
  message_reactions: `
    SELECT s.id, r.user_id, r.reaction FROM message_reactions r JOIN messages s USING (number) ORDER BY 1, r.place`,
  pinned_messages: "SELECT p.dialog_id, s.id FROM pinned_messages p JOIN messages s USING (number) ORDER BY 1, p.place",
  contacts: "SELECT user_id, udid, phone, name, changed FROM contacts ORDER BY number",
  blob_objects: "SELECT key, size, content_type, acl, md5, sha256, stored_at FROM blob_objects ORDER BY key",
  blob_leftovers: "SELECT 1 WHERE false",
  sqlite_sequence: "SELECT name, seq FROM sqlite_sequence WHERE name NOT IN ('messages', 'contacts') ORDER BY 1"
}
