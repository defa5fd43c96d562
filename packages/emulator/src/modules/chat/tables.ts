/**
 * The tables of dialogs and messages. Times are milliseconds since 1970.
 *
 * A membership has what one user is shown of a dialog: what it is sorted by is there too, so that an index gives a page.
 * Messages have numbers, which only grow; `cleared` is the last one that a user has cleared away.
 */
export const tables = `
CREATE TABLE dialogs (
  id TEXT PRIMARY KEY,
  type INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  pair TEXT UNIQUE,
  name TEXT,
  description TEXT,
  photo TEXT,
  extensions TEXT,
  allow_preview INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX dialogs_for_everybody ON dialogs (id) WHERE type = 1;

CREATE TABLE memberships (
  user_id INTEGER NOT NULL,
  dialog_id TEXT NOT NULL REFERENCES dialogs (id) ON DELETE CASCADE,
  opponent_id INTEGER,
  is_admin INTEGER NOT NULL DEFAULT 0,
  notifications INTEGER NOT NULL DEFAULT 1,
  deleted INTEGER NOT NULL DEFAULT 0,
  cleared INTEGER NOT NULL DEFAULT 0,
  last_message INTEGER,
  last_message_date_sent INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, dialog_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_by_dialog ON memberships (dialog_id, user_id, is_admin);
CREATE INDEX memberships_by_last_message
  ON memberships (user_id, last_message_date_sent, created_at, dialog_id) WHERE deleted = 0;
CREATE INDEX memberships_by_created_at ON memberships (user_id, created_at, dialog_id) WHERE deleted = 0;
CREATE INDEX memberships_by_updated_at ON memberships (user_id, updated_at, dialog_id) WHERE deleted = 0;
CREATE TRIGGER memberships_follow_dialogs AFTER UPDATE OF updated_at ON dialogs BEGIN
  UPDATE memberships SET updated_at = new.updated_at WHERE dialog_id = new.id;
END;

CREATE TABLE messages (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  chat_dialog_id TEXT NOT NULL REFERENCES dialogs (id) ON DELETE CASCADE,
  sender_id INTEGER NOT NULL,
  recipient_id INTEGER,
  message TEXT,
  attachments TEXT NOT NULL,
  parameters TEXT NOT NULL,
  date_sent INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  edited_at INTEGER
) STRICT;
CREATE INDEX messages_by_dialog ON messages (chat_dialog_id, date_sent, id);

CREATE TABLE message_receipts (
  number INTEGER NOT NULL REFERENCES messages (number) ON DELETE CASCADE,
  user_id INTEGER NOT NULL,
  read INTEGER NOT NULL,
  PRIMARY KEY (number, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE unread_messages (
  user_id INTEGER NOT NULL,
  dialog_id TEXT NOT NULL,
  number INTEGER NOT NULL REFERENCES messages (number) ON DELETE CASCADE,
  PRIMARY KEY (user_id, dialog_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX unread_messages_by_number ON unread_messages (number);

CREATE TABLE hidden_messages (
  number INTEGER NOT NULL REFERENCES messages (number) ON DELETE CASCADE,
  user_id INTEGER NOT NULL,
  PRIMARY KEY (number, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE message_reactions (
  place INTEGER PRIMARY KEY,
  number INTEGER NOT NULL REFERENCES messages (number) ON DELETE CASCADE,
  user_id INTEGER NOT NULL,
  reaction TEXT NOT NULL,
  UNIQUE (number, user_id, reaction)
) STRICT;
CREATE INDEX message_reactions_by_place ON message_reactions (number, place, user_id, reaction);

CREATE TABLE pinned_messages (
  place INTEGER PRIMARY KEY,
  dialog_id TEXT NOT NULL REFERENCES dialogs (id) ON DELETE CASCADE,
  number INTEGER NOT NULL UNIQUE REFERENCES messages (number) ON DELETE CASCADE
) STRICT;
CREATE INDEX pinned_messages_by_dialog ON pinned_messages (dialog_id);

CREATE TABLE blocked_users (
  dialog_id TEXT NOT NULL REFERENCES dialogs (id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL,
  PRIMARY KEY (dialog_id, user_id)
) STRICT, WITHOUT ROWID;
`
