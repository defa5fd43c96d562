/**
 * The tables of the emulator, by version. A released version is never changed: what is new comes as the next one.
 */
import { tables as admin } from "../modules/admin/tables.ts"
import { tables as addressBook } from "../modules/address-book/tables.ts"
import { tables as chat } from "../modules/chat/tables.ts"
import { tables as records } from "../modules/custom-data/tables.ts"
import { tables as lists } from "./listTables.ts"
import { tables as meetings } from "../modules/video-calling/tables.ts"
import { tables as push } from "../modules/push-notifications/tables.ts"
import { tables as storage } from "../modules/storage/tables.ts"
import { tables as whiteboards } from "../modules/whiteboards/tables.ts"

/** Marks a file as the emulator's: `CCEm`. */
export const applicationId = 0x4343456d

/** The number before the first one that a table gives out. */
const ids = { users: 10_000_000 }

/** Times are milliseconds since 1970. */
export const versions: ReadonlyArray<string> = [
  `
  CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    object_id TEXT NOT NULL UNIQUE,
    login TEXT UNIQUE,
    email TEXT COLLATE NOCASE UNIQUE,
    full_name TEXT,
    phone TEXT,
    website TEXT,
    external_id TEXT UNIQUE,
    external_user_id ANY,
    facebook_id TEXT UNIQUE,
    twitter_id TEXT UNIQUE,
    custom_data TEXT,
    avatar TEXT,
    timezone INTEGER,
    user_tags TEXT,
    is_guest INTEGER,
    password TEXT,
    identity TEXT UNIQUE,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    last_request_at INTEGER,
    expires_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX users_by_external_user_id ON users (CAST(external_user_id AS TEXT));
  CREATE INDEX users_by_full_name ON users (full_name);
  CREATE INDEX users_by_phone ON users (phone);
  CREATE INDEX users_by_created_at ON users (created_at);
  CREATE INDEX users_by_updated_at ON users (updated_at);
  CREATE INDEX users_by_last_request_at ON users (last_request_at);
  CREATE INDEX users_by_expires_at ON users (expires_at) WHERE expires_at IS NOT NULL;
  INSERT INTO sqlite_sequence (name, seq) VALUES ('users', ${ids.users});

  CREATE TABLE user_tags (
    tag TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (tag, user_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX user_tags_by_user ON user_tags (user_id);

  CREATE TABLE sessions (
    token TEXT PRIMARY KEY,
    id INTEGER NOT NULL,
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    nonce INTEGER,
    ts INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sessions_by_user ON sessions (user_id);
  CREATE INDEX sessions_by_expires_at ON sessions (expires_at);
  `,
  chat,
  records,
  [storage, push, addressBook].join("\n"),
  [meetings, whiteboards, admin].join("\n"),
  lists
]
