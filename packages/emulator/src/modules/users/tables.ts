/**
 * The tables of users. Times are milliseconds since 1970.
 */

/** The number before the first one that a table gives out. */
const ids = { users: 10_000_000 }

export const tables = `
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
`
