/**
 * The tables of custom data. The fields of a record are JSON: what its class has is a matter of the settings.
 */
export const tables = `
  CREATE TABLE records (
    id TEXT PRIMARY KEY,
    class_name TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    parent_id TEXT,
    fields TEXT NOT NULL,
    permissions TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX records_by_class ON records (class_name, id);
  CREATE INDEX records_by_user ON records (class_name, user_id, id);
  CREATE INDEX records_by_parent ON records (parent_id, class_name, id) WHERE parent_id IS NOT NULL;

  CREATE TABLE record_fields (
    class_name TEXT NOT NULL,
    field TEXT NOT NULL,
    type TEXT NOT NULL,
    PRIMARY KEY (class_name, field)
  ) STRICT, WITHOUT ROWID;
`
