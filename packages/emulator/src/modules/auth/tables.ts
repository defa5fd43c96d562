/**
 * The table of sessions. Times are milliseconds since 1970.
 */
export const tables = `
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
`
