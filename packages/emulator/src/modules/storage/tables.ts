/** The tables of the storage. Times are milliseconds since 1970. */
export const tables = `
  CREATE TABLE blobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    public INTEGER NOT NULL,
    size INTEGER,
    completed_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX blobs_by_user ON blobs (user_id, id);

  -- What the store holds under a key: the bytes are not in the database, but under the name in content.
  CREATE TABLE blob_objects (
    key TEXT PRIMARY KEY REFERENCES blobs (uid) ON DELETE CASCADE,
    content TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    acl TEXT NOT NULL,
    md5 TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    stored_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Contents that no key has any more, however they lost it: their bytes are to be deleted.
  CREATE TABLE blob_leftovers (content TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TRIGGER blob_objects_deleted AFTER DELETE ON blob_objects BEGIN
    INSERT OR IGNORE INTO blob_leftovers VALUES (OLD.content);
  END;
  CREATE TRIGGER blob_objects_replaced AFTER UPDATE OF content ON blob_objects WHEN OLD.content <> NEW.content BEGIN
    INSERT OR IGNORE INTO blob_leftovers VALUES (OLD.content);
  END;
`
